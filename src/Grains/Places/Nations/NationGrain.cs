namespace VipOrleans.Grains.Places;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Places.NationCommand;

/// <summary>Hosts a nation's rules.</summary>
[Reentrant, GrainType("nation")]
public sealed class NationGrain(Journaling journaling)
    : EventSourcedGrain<NationDecider, Nation, NationCommand, NationEvent>(journaling), INationGrain
{
    private NationId Id => NationId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(Id.Value, "nation", "cap");

    // A nation has no time zone of its own: the latest day that it is anywhere on earth.
    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.LatestDay(time);

    /// <inheritdoc/>
    public async Task<NationRule> Join(CityId city)
    {
        Own(city);
        if (!Confirmed.Cities.ContainsKey(city)) await Execute(new JoinNation(city));
        return Confirmed.Rule;
    }

    /// <inheritdoc/>
    public Task<CommandResult> DecideCap(CommandContext context, CapDecision decision) => Execute(context, new DecideCap(decision));

    /// <inheritdoc/>
    public Task<CommandResult> DecideFloors(CommandContext context, NationFloors floors) => Execute(context, new DecideFloors(floors));

    /// <inheritdoc/>
    public Task<CommandResult> DecideEntryRules(CommandContext context, EntryRules rules) => Execute(context, new DecideEntryRules(rules));

    /// <inheritdoc/>
    public Task<EntryRules?> Entry() => Task.FromResult(Confirmed.Entry);

    /// <inheritdoc/>
    public async Task<int> Lease(CityId city, long number, int wanted)
    {
        Own(city);
        var result = await Execute(new LeaseAllotment(city, number, wanted));
        if (!result.IsAccepted) throw new InvalidOperationException($"A lease of {city} was refused: {result.Detail}");
        return result.Outcome == "leased" && Confirmed.Cities[city] is var traffic && traffic.Lease == number ? traffic.Leased : 0;
    }

    /// <inheritdoc/>
    public async Task CountBack(CityId city, long number, int places)
    {
        Own(city);
        var result = await Execute(new CountBack(city, number, places));
        if (!result.IsAccepted) throw new InvalidOperationException($"A return of {city} was refused: {result.Detail}");
    }

    /// <inheritdoc/>
    public async Task ReportShortage(CityId city, int places)
    {
        Own(city);
        var result = await Execute(new ReportShortage(city, places));
        if (!result.IsAccepted) throw new InvalidOperationException($"A shortage of {city} was refused: {result.Detail}");
    }

    /// <inheritdoc/>
    public Task<CommandResult> Pause(CommandContext context, PauseReason reason) => Execute(context, new PauseNation(reason));

    /// <inheritdoc/>
    public Task<CommandResult> Resume(CommandContext context) => Execute(context, new ResumeNation());

    /// <inheritdoc/>
    public Task<NationView> Get() => Task.FromResult(
        new NationView(Id, Version, Confirmed.Cap, Confirmed.Free, Confirmed.Total - Confirmed.Free, Confirmed.Rule.Recalls,
            Confirmed.Paused,
            [.. Confirmed.Cities.Keys.OrderBy(c => c.Value, StringComparer.Ordinal)
                .Select(c => new CityAllotmentEntry(c, Confirmed.AllottedTo(c), Confirmed.Shortages.GetValueOrDefault(c)))],
            Confirmed.Floors, Confirmed.Entry));

    private void Own(CityId city)
    {
        if (city.Nation != Id) throw new ArgumentException($"The city {city} is not in {Id}.", nameof(city));
    }
}
