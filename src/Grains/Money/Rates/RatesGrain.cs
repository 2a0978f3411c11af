namespace VipOrleans.Grains.Money;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Money;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Money.RateSourcesCommand;

/// <summary>Hosts a nation's list of rate sources, and asks their tables for what a conversion needs.</summary>
[Reentrant, GrainType("rates")]
public sealed class RatesGrain(Journaling journaling)
    : EventSourcedGrain<RateSourcesDecider, RateSources, RateSourcesCommand, RateSourcesEvent>(journaling), IRatesGrain
{
    private NationId Nation => NationId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(Nation.Value, "rate-sources", "order");

    /// <inheritdoc/>
    public Task<CommandResult> DecideSources(CommandContext context, IReadOnlyList<RateSource> inOrder) =>
        Execute(context, new DecideRateSources([.. inOrder]));

    /// <inheritdoc/>
    public Task<RateSourcesView> Sources() =>
        Task.FromResult(new RateSourcesView(Nation: Nation, Version: Version, Sources: Confirmed.InOrder));

    /// <inheritdoc/>
    public async Task<RateFinding> Find(Currency from, Currency to, DateOnly on)
    {
        var quotes = await Task.WhenAll(Confirmed.InOrder.Select(async source =>
        {
            var quote = await GrainFactory.RateTable(Nation, source.Id).Quote(from, to, on);
            return new SourceQuotes(source, quote.From, quote.To);
        }));
        return RateLookup.Find(from, to, on, quotes);
    }
}
