namespace VipOrleans.Grains.Matching;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Matching.SeekerCommand;

/// <summary>Hosts a city's entry of a migrant: it follows the migrant's profile into the city's own feed.</summary>
[Reentrant, GrainType("seeker")]
public sealed class SeekerGrain(Journaling journaling)
    : EventSourcedGrain<SeekerDecider, Seeker, SeekerCommand, SeekerEvent>(journaling), ISeekerGrain
{
    private Task _turn = Task.CompletedTask;

    private CityId City => CityId.Parse(this.GetPrimaryKeyString().Split('/')[0]);

    private MigrantId Migrant => MigrantId.Parse(this.GetPrimaryKeyString().Split('/')[1]);

    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(City.Value, "seeker", Migrant.Value.AsSpan(Migrant.Value.LastIndexOf('.') + 1));

    /// <inheritdoc/>
    public async Task Follow()
    {
        // One at a time, each asking again: an older answer never comes after a newer one.
        while (!_turn.IsCompleted) await Task.WhenAny(_turn);
        await (_turn = FollowNow());
    }

    private async Task FollowNow()
    {
        var listing = await GrainFactory.Profile(Migrant).Listing(City);
        var result = await Execute(new FollowProfile(Migrant, listing));
        if (!result.IsAccepted)
        {
            throw new StoreUnavailableException(
                $"The city could not take up what the migrant shows ({result.Rejected}); it is tried again.");
        }

    }
}
