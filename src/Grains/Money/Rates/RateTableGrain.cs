namespace VipOrleans.Grains.Money;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Money;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Money.RateTableCommand;

/// <summary>Hosts the table of one source.</summary>
[Reentrant, GrainType("rate-table")]
public sealed class RateTableGrain(Journaling journaling)
    : EventSourcedGrain<RateTableDecider, RateTable, RateTableCommand, RateTableEvent>(journaling), IRateTableGrain
{
    private Task _importing = Task.CompletedTask;

    /// <inheritdoc/>
    protected override StreamId Stream
    {
        get
        {
            var key = this.GetPrimaryKeyString();
            return RateSourceId.Parse(key[3..]).StreamIn(NationId.Parse(key[..2]));
        }
    }

    // Sources publish anywhere: a rate is of the future only if its day has begun nowhere on earth.
    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.LatestDay(time);

    // A snapshot has all days in it, so it is made less often as they become more.
    /// <inheritdoc/>
    protected override int SnapshotEvery => Math.Max(base.SnapshotEvery, Confirmed.Days.Count);

    /// <inheritdoc/>
    public async Task<CommandResult> Import(CommandContext context, Currency perUnitOf, IReadOnlyList<DayRates> days, bool isCorrection)
    {
        // One at a time: what the first part of an import was checked against is what the last part finds.
        while (!_importing.IsCompleted) await Task.WhenAny(_importing);
        var import = ImportInParts(context, new(perUnitOf, days, isCorrection));
        _importing = import;
        return await import;
    }

    /// <inheritdoc/>
    public Task<RateQuotes> Quote(Currency from, Currency to, DateOnly on) =>
        Task.FromResult(new RateQuotes { From = Confirmed.LastOn(from, on), To = Confirmed.LastOn(to, on) });

    // Each further part has an id of its own, so that an import that was cut short goes on where it stood when it is sent again.
    private async Task<CommandResult> ImportInParts(CommandContext context, ImportRates command)
    {
        for (var part = 1; ; part++)
        {
            var result = await Execute(part == 1 ? context : context with { Id = $"{context.Id}-{part}", IfMatch = null }, command);
            if (!result.IsAccepted || result.Outcome != "more") return result;
        }
    }
}
