namespace VipOrleans.Domain.Money;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Money.RateSourcesCommand;
using static VipOrleans.Domain.Money.RateSourcesEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Money.RateSourcesEvent>;

/// <summary>Where a nation takes its exchange rates from, in the order of preference.</summary>
public sealed record RateSources
{
    /// <summary>Most sources of a nation.</summary>
    public const int Max = 20;

    /// <summary>The sources that count, the preferred one first.</summary>
    public ImmutableArray<RateSource> InOrder { get; init; } = [];

    /// <summary>The base of every source that ever counted: the rates in its table are per unit of it forever.</summary>
    public ImmutableSortedDictionary<string, Currency> Bases { get; init; } = ImmutableSortedDictionary<string, Currency>.Empty;
}

/// <summary>A publisher of exchange rates.</summary>
/// <param name="Id">Its id in the nation.</param>
/// <param name="Name">Its name, 1 to 100 characters, such as "European Central Bank".</param>
/// <param name="Base">The currency that its rates are per unit of.</param>
/// <param name="MaxAgeDays">How many days old a rate may be when it is used, 0 to <see cref="MaxAge"/>: weekends and holidays of a daily
/// source fit into 10.</param>
[GenerateSerializer, Immutable, Alias("vip.rate-source")]
public sealed record RateSource(RateSourceId Id, string Name, Currency Base, int MaxAgeDays)
{
    /// <summary>Longest age that may be allowed, in days: ten years, for sources that publish rarely.</summary>
    public const int MaxAge = 3_660;
}

/// <summary>What a nation's list of sources can be asked.</summary>
public abstract record RateSourcesCommand
{
    private RateSourcesCommand() { }

    /// <summary>Decides the sources and their order. It holds for conversions from now on.</summary>
    /// <param name="InOrder">The preferred one first, 1 to <see cref="RateSources.Max"/>, none twice.</param>
    public sealed record DecideRateSources(ImmutableArray<RateSource> InOrder) : RateSourcesCommand;
}

/// <summary>What happened to a nation's list of sources.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RateSourcesDecided), "rate-sources-decided")]
public abstract record RateSourcesEvent
{
    private RateSourcesEvent() { }

    /// <summary>The sources and their order were decided.</summary>
    public sealed record RateSourcesDecided(ImmutableArray<RateSource> InOrder) : RateSourcesEvent;
}

/// <summary>The rules of a nation's list of sources.</summary>
public sealed class RateSourcesDecider : IDecider<RateSources, RateSourcesCommand, RateSourcesEvent>
{
    private RateSourcesDecider() { }

    /// <inheritdoc/>
    public static RateSources Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<RateSources, RateSourcesEvent> Aggregate { get; } =
        new("rate-sources-1", MoneyJson.Default.RateSourcesEvent, MoneyJson.Default.RateSources);

    /// <inheritdoc/>
    public static Decision<RateSourcesEvent> Decide(RateSources sources, RateSourcesCommand command, Moment moment) => command switch
    {
        DecideRateSources c => Order(sources, c.InOrder),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name,
            "The list of sources does not know this command."),
    };

    /// <inheritdoc/>
    public static RateSources Evolve(RateSources sources, RateSourcesEvent e) => e switch
    {
        RateSourcesDecided x =>
            new() { InOrder = x.InOrder, Bases = sources.Bases.SetItems(x.InOrder.Select(s => KeyValuePair.Create(s.Id.Value, s.Base))) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The list of sources does not know this event."),
    };

    private static Decision<RateSourcesEvent> Order(RateSources sources, ImmutableArray<RateSource> order)
    {
        if (order.Length is 0 or > RateSources.Max || order.Select(s => s.Id).Distinct().Count() != order.Length)
        {
            return Reject(RejectionCode.InvalidInput, $"A nation has 1 to {RateSources.Max} sources, none twice.");
        }

        foreach (var source in order)
        {
            if (source.Id.Value is null) return Reject(RejectionCode.InvalidInput, $"A source has an id: {RateSourceId.Grammar}.");
            if (source.Name.Length is 0 or > 100 || string.IsNullOrWhiteSpace(source.Name) || source.Name.Any(char.IsControl))
            {
                return Reject(RejectionCode.InvalidInput,
                    $"The source {source.Id} has a name of 1 to 100 characters, such as 'European Central Bank'.");
            }

            if (source.Base.Code is null)
            {
                return Reject(RejectionCode.InvalidInput, $"The source {source.Id} has a base: a currency of ISO 4217.");
            }

            if (source.MaxAgeDays is < 0 or > RateSource.MaxAge)
            {
                return Reject(RejectionCode.InvalidInput,
                    $"A rate of the source {source.Id} may be 0 to {RateSource.MaxAge:N0} days old when it is used.");
            }

            if (sources.Bases.TryGetValue(source.Id.Value, out var known) && known != source.Base)
            {
                return Reject(RejectionCode.CurrencyMismatch,
                    $"The rates of {source.Id} are per {known}; give rates per {source.Base} a source of their own.");
            }

        }

        return sources.InOrder.SequenceEqual(order) ? Accept("decided") : Accept("decided", new RateSourcesDecided(order));
    }
}
