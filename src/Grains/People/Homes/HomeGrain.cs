namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.HomeCommand;

/// <summary>Hosts the rules of a home.</summary>
[Reentrant, GrainType("home")]
public sealed class HomeGrain(Journaling journaling) : EventSourcedGrain<HomeDecider, Home, HomeCommand, HomeEvent>(journaling), IHomeGrain
{
    private HomeId Id => HomeId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public Task<CommandResult> Declare(CommandContext context, int guests) => Execute(context, new DeclareCapacity(Id, guests));

    /// <inheritdoc/>
    public Task<CommandResult> TakeRoom(CommandContext context, SponsorshipId sponsorship, int persons) =>
        Execute(context, new TakeRoom(sponsorship, persons));

    /// <inheritdoc/>
    public Task<CommandResult> BringRoom(CommandContext context, SponsorshipId sponsorship, int persons) =>
        Execute(context, new BringRoom(sponsorship, persons));

    /// <inheritdoc/>
    public Task<CommandResult> LeaveRoom(CommandContext context, SponsorshipId sponsorship) =>
        Execute(context, new LeaveRoom(sponsorship));

    /// <inheritdoc/>
    public Task<HomeView> Get() => Task.FromResult(new HomeView(Id, Version, Confirmed.Guests, Confirmed.Taken, Confirmed.Left,
        [.. Confirmed.Rooms.Select(r => r.Sponsorship)]));
}
