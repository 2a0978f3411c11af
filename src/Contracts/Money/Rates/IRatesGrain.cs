namespace VipOrleans.Contracts.Money;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>A nation's exchange rates: its sources in order, and what they give for a conversion. The key is the nation's id.</summary>
[Alias("vip.rates"), GrainInterfaceType("vip.rates")]
public interface IRatesGrain : IGrainWithStringKey
{
    /// <summary>Decides the sources and their order of preference.</summary>
    [Alias("decide-sources")]
    Task<CommandResult> DecideSources(CommandContext context, IReadOnlyList<RateSource> inOrder);

    /// <summary>The sources, the preferred one first.</summary>
    [Alias("sources")]
    Task<RateSourcesView> Sources();

    /// <summary>The rate with which an amount is converted on a day, or what is missing for it.</summary>
    [Alias("find")]
    Task<RateFinding> Find(Currency from, Currency to, DateOnly on);
}

/// <summary>The rates of one source as one nation has imported them. The key is the nation's id, a slash and the source's.</summary>
[Alias("vip.rate-table"), GrainInterfaceType("vip.rate-table")]
public interface IRateTableGrain : IGrainWithStringKey
{
    /// <summary>Imports the rates of some days: all of them, or none. One import at a time.</summary>
    /// <param name="context">The command; its id may have 90 characters.</param>
    /// <param name="perUnitOf">The currency that they are per unit of.</param>
    /// <param name="days">The days.</param>
    /// <param name="isCorrection">True where rates that are there already may be replaced.</param>
    [Alias("import")]
    Task<CommandResult> Import(CommandContext context, Currency perUnitOf, IReadOnlyList<DayRates> days, bool isCorrection);

    /// <summary>The newest rates of two currencies on or before a day, however old.</summary>
    [Alias("quote")]
    Task<RateQuotes> Quote(Currency from, Currency to, DateOnly on);
}

/// <summary>A nation's sources of exchange rates.</summary>
/// <param name="Nation">The nation.</param>
/// <param name="Version">How many decisions made the list what it is; 0 before the first.</param>
/// <param name="Sources">The sources, the preferred one first.</param>
[GenerateSerializer, Immutable, Alias("vip.rate-sources-view")]
public sealed record RateSourcesView(NationId Nation, long Version, IReadOnlyList<RateSource> Sources);

/// <summary>What a table has for two currencies.</summary>
[GenerateSerializer, Immutable, Alias("vip.rate-quotes")]
public sealed record RateQuotes
{
    /// <summary>For the currency to convert from; null if there is none.</summary>
    [Id(0)]
    public QuotedRate? From { get; init; }

    /// <summary>For the currency to convert to; null if there is none.</summary>
    [Id(1)]
    public QuotedRate? To { get; init; }
}
