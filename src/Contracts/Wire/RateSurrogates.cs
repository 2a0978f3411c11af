namespace VipOrleans.Contracts.Wire;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

[RegisterConverter]
internal sealed class RateSourceIdConverter : IConverter<RateSourceId, TextSurrogate>
{
    public RateSourceId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? RateSourceId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RateSourceId value) => new(value.Value);
}

/// <summary>A source of rates on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.rate-source")]
public readonly struct RateSourceSurrogate(RateSource source)
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public RateSourceId Id { get; } = source.Id;

    /// <summary>Its name.</summary>
    [Id(1)]
    public string Name { get; } = source.Name;

    /// <summary>The currency that its rates are per unit of.</summary>
    [Id(2)]
    public Currency Base { get; } = source.Base;

    /// <summary>How old a rate may be.</summary>
    [Id(3)]
    public int MaxAgeDays { get; } = source.MaxAgeDays;
}

[RegisterConverter]
internal sealed class RateSourceConverter : IConverter<RateSource, RateSourceSurrogate>
{
    public RateSource ConvertFromSurrogate(in RateSourceSurrogate s) => new(s.Id, s.Name, s.Base, s.MaxAgeDays);
    public RateSourceSurrogate ConvertToSurrogate(in RateSource value) => new(value);
}

/// <summary>A day's rates on the wire: one text, because an import has thousands of them.</summary>
[GenerateSerializer, Immutable, Alias("vip.day-rates")]
public readonly struct DayRatesSurrogate(DayRates day)
{
    /// <summary>The day.</summary>
    [Id(0)]
    public DateOnly On { get; } = day.On;

    /// <summary>Codes and rates in turn, with blanks between.</summary>
    [Id(1)]
    public string Rates { get; } = string.Join(' ', day.Rates.Select(r => $"{r.Currency.Code} {r.PerBase}"));
}

[RegisterConverter]
internal sealed class DayRatesConverter : IConverter<DayRates, DayRatesSurrogate>
{
    public DayRates ConvertFromSurrogate(in DayRatesSurrogate s)
    {
        var parts = s.Rates.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(s.On, [.. parts.Chunk(2).Select(p => new CurrencyRate(Currency.Parse(p[0]), Rate.Parse(p[1])))]);
    }

    public DayRatesSurrogate ConvertToSurrogate(in DayRates value) => new(value);
}

/// <summary>A rate with its day on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.quoted-rate")]
public readonly struct QuotedRateSurrogate(QuotedRate quote)
{
    /// <summary>The rate.</summary>
    [Id(0)]
    public Rate PerBase { get; } = quote.PerBase;

    /// <summary>Its day.</summary>
    [Id(1)]
    public DateOnly On { get; } = quote.On;
}

[RegisterConverter]
internal sealed class QuotedRateConverter : IConverter<QuotedRate, QuotedRateSurrogate>
{
    public QuotedRate ConvertFromSurrogate(in QuotedRateSurrogate s) => new(s.PerBase, s.On);
    public QuotedRateSurrogate ConvertToSurrogate(in QuotedRate value) => new(value);
}

/// <summary>One side of a conversion on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.rate-leg")]
public readonly struct RateLegSurrogate(RateLeg leg)
{
    /// <summary>The currency.</summary>
    [Id(0)]
    public Currency Currency { get; } = leg.Currency;

    /// <summary>Units of it per unit of the base.</summary>
    [Id(1)]
    public Rate PerBase { get; } = leg.PerBase;

    /// <summary>Whose rate it is.</summary>
    [Id(2)]
    public RateSourceId Source { get; } = leg.Source;

    /// <summary>The source's name.</summary>
    [Id(3)]
    public string Name { get; } = leg.Name;

    /// <summary>The day of the rate.</summary>
    [Id(4)]
    public DateOnly On { get; } = leg.On;
}

[RegisterConverter]
internal sealed class RateLegConverter : IConverter<RateLeg, RateLegSurrogate>
{
    public RateLeg ConvertFromSurrogate(in RateLegSurrogate s) => new(s.Currency, s.PerBase, s.Source, s.Name, s.On);
    public RateLegSurrogate ConvertToSurrogate(in RateLeg value) => new(value);
}

/// <summary>How one currency is turned into another, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.exchange-rate")]
public readonly struct ExchangeRateSurrogate(ExchangeRate rate)
{
    /// <summary>The currency that both rates are per unit of.</summary>
    [Id(0)]
    public Currency Base { get; } = rate.Base;

    /// <summary>The currency to convert from.</summary>
    [Id(1)]
    public RateLeg From { get; } = rate.From;

    /// <summary>The currency to convert to.</summary>
    [Id(2)]
    public RateLeg To { get; } = rate.To;
}

[RegisterConverter]
internal sealed class ExchangeRateConverter : IConverter<ExchangeRate, ExchangeRateSurrogate>
{
    public ExchangeRate ConvertFromSurrogate(in ExchangeRateSurrogate s) => new(s.Base, s.From, s.To);
    public ExchangeRateSurrogate ConvertToSurrogate(in ExchangeRate value) => new(value);
}

/// <summary>A rate that was looked for, or what is missing for it, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.rate-finding")]
public readonly struct RateFindingSurrogate(RateFinding finding)
{
    /// <summary>The rate.</summary>
    [Id(0)]
    public ExchangeRate? Rate { get; } = finding.Rate;

    /// <summary>The code of what is missing.</summary>
    [Id(1)]
    public RejectionCode? Code { get; } = finding.Missing?.Code;

    /// <summary>What is missing and what there is.</summary>
    [Id(2)]
    public string? Detail { get; } = finding.Missing?.Detail;
}

[RegisterConverter]
internal sealed class RateFindingConverter : IConverter<RateFinding, RateFindingSurrogate>
{
    public RateFinding ConvertFromSurrogate(in RateFindingSurrogate s) =>
        new(s.Rate, s.Code is { } code ? new(code, s.Detail ?? "") : null);
    public RateFindingSurrogate ConvertToSurrogate(in RateFinding value) => new(value);
}

/// <summary>A verified baseline on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.verified-baseline")]
public readonly struct VerifiedBaselineSurrogate(VerifiedBaseline baseline)
{
    /// <summary>Its number.</summary>
    [Id(0)]
    public int Version { get; } = baseline.Version;

    /// <summary>Earnings of a year.</summary>
    [Id(1)]
    public Money Yearly { get; } = baseline.Yearly;

    /// <summary>How it was verified.</summary>
    [Id(2)]
    public BaselineMethod Method { get; } = baseline.Method;

    /// <summary>With what.</summary>
    [Id(3)]
    public string Source { get; } = baseline.Source;

    /// <summary>On which day.</summary>
    [Id(4)]
    public DateOnly On { get; } = baseline.On;

    /// <summary>What had been declared.</summary>
    [Id(5)]
    public Baseline Declared { get; } = baseline.Declared;
}

[RegisterConverter]
internal sealed class VerifiedBaselineConverter : IConverter<VerifiedBaseline, VerifiedBaselineSurrogate>
{
    public VerifiedBaseline ConvertFromSurrogate(in VerifiedBaselineSurrogate s) =>
        new(s.Version, s.Yearly, s.Method, s.Source, s.On, s.Declared);
    public VerifiedBaselineSurrogate ConvertToSurrogate(in VerifiedBaseline value) => new(value);
}

/// <summary>A baseline as fixed for a share year, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.fixed-baseline")]
public readonly struct FixedBaselineSurrogate(FixedBaseline baseline)
{
    /// <summary>What was verified.</summary>
    [Id(0)]
    public VerifiedBaseline Verified { get; } = baseline.Verified;

    /// <summary>How it was converted.</summary>
    [Id(1)]
    public ExchangeRate? Rate { get; } = baseline.Rate;

    /// <summary>In the host currency.</summary>
    [Id(2)]
    public Money Yearly { get; } = baseline.Yearly;
}

[RegisterConverter]
internal sealed class FixedBaselineConverter : IConverter<FixedBaseline, FixedBaselineSurrogate>
{
    public FixedBaseline ConvertFromSurrogate(in FixedBaselineSurrogate s) => new(s.Verified, s.Rate, s.Yearly);
    public FixedBaselineSurrogate ConvertToSurrogate(in FixedBaseline value) => new(value);
}
