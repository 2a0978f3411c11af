namespace VipOrleans.Gateway.Access;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;

/// <summary>Whose record a sign-in was joined to, if its token does not say. It is asked with every request: what was dismissed is out at
/// once.</summary>
internal sealed class JoinedRecords(IGrainFactory grains, IReadOnlyList<NationId> nations)
{
    /// <summary>The caller as the host or the migrant of the record; as they are, if it was joined to none.</summary>
    public async ValueTask<Caller> Of(Caller newcomer)
    {
        foreach (var nation in nations)
        {
            if (await grains.SignInPointer(nation, newcomer.Key).Get() is not { } person
                || !await grains.SignIns(person).Admits(newcomer.Key))
            {
                continue;
            }

            return newcomer with
            {
                Role = person.Host is null ? Role.Migrant : Role.Host,
                Host = person.Host,
                Migrant = person.Migrant,
                IsJoined = true,
            };
        }

        return newcomer;
    }
}
