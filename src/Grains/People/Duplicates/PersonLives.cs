namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;

/// <summary>The live sponsorships of a person, over all of their records.</summary>
internal static class PersonLives
{
    /// <summary>
    /// True if a record is in a live sponsorship and another record of the person is as well: its principal, or a third one that is linked
    /// to the same principal.
    /// </summary>
    public static async Task<bool> AreTwo(IGrainFactory grains, PersonId principal, PersonId record)
    {
        if (!(await Read(grains, record)).IsLive) return false;
        var (isLive, records) = await Read(grains, principal);
        if (isLive) return true;
        var others = await Task.WhenAll(records.Where(r => r != record).Select(r => Read(grains, r)));
        return others.Any(o => o.IsLive);
    }

    private static async Task<(bool IsLive, IEnumerable<PersonId> Records)> Read(IGrainFactory grains, PersonId person)
    {
        if (person.Host is { } id)
        {
            var host = await grains.Host(id).Get();
            return (host?.Sponsorship is not null, host?.Records?.Select(r => (PersonId)r) ?? []);
        }

        var migrant = await grains.Migrant(person.Migrant!.Value).Get();
        return (migrant?.Sponsorship is not null, migrant?.Records?.Select(r => (PersonId)r) ?? []);
    }
}
