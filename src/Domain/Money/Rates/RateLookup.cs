namespace VipOrleans.Domain.Money;

using VipOrleans.Domain.Kernel;

/// <summary>What a source has for the two currencies of a conversion: the newest rate of each on or before the day, however old.</summary>
/// <param name="Source">The source.</param>
/// <param name="From">For the currency to convert from; null where it has none.</param>
/// <param name="To">For the currency to convert to; null where it has none.</param>
public sealed record SourceQuotes(RateSource Source, QuotedRate? From, QuotedRate? To);

/// <summary>How two currencies are converted on a day, or why they cannot be.</summary>
/// <param name="Rate">The rate; null if there is none.</param>
/// <param name="Missing">What is missing and what there is; null if there is a rate.</param>
[GenerateSerializer, Immutable, Alias("vip.rate-finding")]
public sealed record RateFinding(ExchangeRate? Rate, Rejection? Missing);

/// <summary>
/// Chooses the rates of a conversion: the last one on or before the day that is not too old, each leg from the most preferred source that
/// has it. Both legs are per unit of the same base, because rates of two bases cannot be crossed without a third. What the law says of a
/// currency that the euro has replaced goes before every source.
/// </summary>
public static class RateLookup
{
    /// <summary>Chooses among what the sources have.</summary>
    /// <param name="from">The currency to convert from.</param>
    /// <param name="to">The currency to convert to.</param>
    /// <param name="on">The day.</param>
    /// <param name="quotes">What each source has, the preferred one first.</param>
    public static RateFinding Find(Currency from, Currency to, DateOnly on, IReadOnlyList<SourceQuotes> quotes)
    {
        if (from == to) return Missing($"{from} needs no rate to {to}: it is the same currency.");
        var bases = quotes.Select(q => q.Source.Base);
        if (EuroLaw.On(from, on) is not null || EuroLaw.On(to, on) is not null) bases = bases.Prepend(EuroLaw.Euro);
        foreach (var common in bases.Distinct())
        {
            var ofBase = quotes.Where(q => q.Source.Base == common).ToArray();
            var fromLeg = from == common ? null : Leg(from, common, on, ofBase, q => q.From);
            var toLeg = to == common ? null : Leg(to, common, on, ofBase, q => q.To);
            // The base is worth one of itself wherever the other leg is from.
            if (from == common && toLeg is not null) fromLeg = toLeg with { Currency = from, PerBase = Rate.One };
            if (to == common && fromLeg is not null) toLeg = fromLeg with { Currency = to, PerBase = Rate.One };
            if (fromLeg is not null && toLeg is not null) return new(new(common, fromLeg, toLeg), null);
        }

        return Missing(Explain(from, to, on, quotes));
    }

    private static RateLeg? Leg(Currency currency, Currency common, DateOnly on, IEnumerable<SourceQuotes> quotes,
        Func<SourceQuotes, QuotedRate?> leg) =>
        (common == EuroLaw.Euro ? EuroLaw.On(currency, on) : null)
            ?? quotes.Where(q => IsFresh(leg(q), q.Source, on))
            .Select(q => new RateLeg(currency, leg(q)!.PerBase, q.Source.Id, q.Source.Name, leg(q)!.On)).FirstOrDefault();

    private static bool IsFresh(QuotedRate? quote, RateSource source, DateOnly on) =>
        quote is not null && quote.On <= on && on.DayNumber - quote.On.DayNumber <= source.MaxAgeDays;

    private static string Explain(Currency from, Currency to, DateOnly on, IReadOnlyList<SourceQuotes> quotes)
    {
        if (quotes.Count == 0) return $"There is no rate from {from} to {to} for {on:yyyy-MM-dd}: the nation has no source of rates.";
        var missing = new[] { Side(from, q => q.From), Side(to, q => q.To) }.OfType<string>().ToArray();
        return missing.Length > 0
            ? $"There is no rate for {on:yyyy-MM-dd}. {string.Join(" ", missing)}"
            : $"There is no rate from {from} to {to} for {on:yyyy-MM-dd}: no base has both of them.";

        string? Side(Currency currency, Func<SourceQuotes, QuotedRate?> leg) =>
            EuroLaw.On(currency, on) is not null || quotes.Any(q => q.Source.Base == currency || IsFresh(leg(q), q.Source, on))
                ? null
                : $"{currency}: {string.Join(", ", quotes.Select(q => Has(q.Source, leg(q), on)))}.";
    }

    private static string Has(RateSource source, QuotedRate? quote, DateOnly on) => quote is null
        ? $"{source.Id} has none on or before that day"
        : $"the last of {source.Id} is of {quote.On:yyyy-MM-dd}, {on.DayNumber - quote.On.DayNumber:N0} days before, and may be "
            + $"{source.MaxAgeDays:N0} days old at most";

    private static RateFinding Missing(string detail) => new(null, new(RejectionCode.ExchangeRateMissing, detail));
}
