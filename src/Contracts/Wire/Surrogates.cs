namespace VipOrleans.Contracts.Wire;

using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

// The domain knows nothing of Orleans, so its values travel in these forms. Members are only ever added, with the next number.

/// <summary>An id, a currency, a rate or a share on the wire: its text.</summary>
[GenerateSerializer, Immutable, Alias("vip.text")]
public readonly struct TextSurrogate(string? text)
{
    /// <summary>The text; null for a default value.</summary>
    [Id(0)]
    public string? Text { get; } = text;
}

[RegisterConverter]
internal sealed class NationIdConverter : IConverter<NationId, TextSurrogate>
{
    public NationId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? NationId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in NationId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class CityIdConverter : IConverter<CityId, TextSurrogate>
{
    public CityId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? CityId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in CityId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class HostIdConverter : IConverter<HostId, TextSurrogate>
{
    public HostId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? HostId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in HostId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class HouseholdIdConverter : IConverter<HouseholdId, TextSurrogate>
{
    public HouseholdId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? HouseholdId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in HouseholdId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class HomeIdConverter : IConverter<HomeId, TextSurrogate>
{
    public HomeId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? HomeId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in HomeId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class MigrantIdConverter : IConverter<MigrantId, TextSurrogate>
{
    public MigrantId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? MigrantId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in MigrantId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class SponsorshipIdConverter : IConverter<SponsorshipId, TextSurrogate>
{
    public SponsorshipId ConvertFromSurrogate(in TextSurrogate surrogate) =>
        surrogate.Text is { } text ? SponsorshipId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in SponsorshipId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class ImportIdConverter : IConverter<ImportId, TextSurrogate>
{
    public ImportId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? ImportId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in ImportId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class CurrencyConverter : IConverter<Currency, TextSurrogate>
{
    public Currency ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? Currency.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in Currency value) => new(value.Code);
}

[RegisterConverter]
internal sealed class RateConverter : IConverter<Rate, TextSurrogate>
{
    public Rate ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? Rate.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in Rate value) => new(value.Digits == 0 ? null : value.ToString());
}

[RegisterConverter]
internal sealed class ShareConverter : IConverter<Share, TextSurrogate>
{
    public Share ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? Share.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in Share value) => new(value.Denominator == 0 ? null : value.ToString());
}

/// <summary>Money on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.money")]
public readonly struct MoneySurrogate(long minor, Currency currency)
{
    /// <summary>Minor units.</summary>
    [Id(0)]
    public long Minor { get; } = minor;

    /// <summary>The currency.</summary>
    [Id(1)]
    public Currency Currency { get; } = currency;
}

[RegisterConverter]
internal sealed class MoneyConverter : IConverter<Money, MoneySurrogate>
{
    public Money ConvertFromSurrogate(in MoneySurrogate surrogate) => new(surrogate.Minor, surrogate.Currency);
    public MoneySurrogate ConvertToSurrogate(in Money value) => new(value.Minor, value.Currency);
}

/// <summary>A city's policy on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.city-policy")]
public readonly struct CityPolicySurrogate(CityPolicy policy)
{
    /// <summary>The host's part.</summary>
    [Id(0)]
    public Share Share { get; } = policy.Share;

    /// <summary>The checks.</summary>
    [Id(1)]
    public CheckKind[] RequiredChecks { get; } = [.. policy.RequiredChecks];

    /// <summary>Whether guardians may act for minors.</summary>
    [Id(2)]
    public bool MinorsMayHost { get; } = policy.MinorsMayHost;

    /// <summary>Days of a hold.</summary>
    [Id(3)]
    public int HoldDays { get; } = policy.HoldDays;

    /// <summary>Days for a reply.</summary>
    [Id(4)]
    public int ReplyDays { get; } = policy.ReplyDays;

    /// <summary>Days of notice.</summary>
    [Id(5)]
    public int NoticeDays { get; } = policy.NoticeDays;

    /// <summary>The city's levy.</summary>
    [Id(6)]
    public Share? Levy { get; } = policy.Levy;

    /// <summary>Days of a grace period.</summary>
    [Id(7)]
    public int? GraceDays { get; } = policy.GraceDays;

    /// <summary>The side that sees first.</summary>
    [Id(8)]
    public Party? SeesFirst { get; } = policy.SeesFirst;
}

[RegisterConverter]
internal sealed class CityPolicyConverter : IConverter<CityPolicy, CityPolicySurrogate>
{
    public CityPolicy ConvertFromSurrogate(in CityPolicySurrogate s) =>
        new(s.Share, s.RequiredChecks, s.MinorsMayHost, s.HoldDays, s.ReplyDays, s.NoticeDays, s.Levy, s.GraceDays, s.SeesFirst);
    public CityPolicySurrogate ConvertToSurrogate(in CityPolicy value) => new(value);
}

/// <summary>A deduction profile on the wire: the JSON that it is kept as, because it is data whose rules grow.</summary>
[GenerateSerializer, Immutable, Alias("vip.deduction-profile")]
public readonly struct DeductionProfileSurrogate(string json)
{
    /// <summary>The profile.</summary>
    [Id(0)]
    public string Json { get; } = json;
}

[RegisterConverter]
internal sealed class DeductionProfileConverter : IConverter<DeductionProfile, DeductionProfileSurrogate>
{
    public DeductionProfile ConvertFromSurrogate(in DeductionProfileSurrogate s) =>
        JsonSerializer.Deserialize(s.Json, SharesJson.Default.DeductionProfile)!;
    public DeductionProfileSurrogate ConvertToSurrogate(in DeductionProfile value) =>
        new(JsonSerializer.Serialize(value, SharesJson.Default.DeductionProfile));
}

/// <summary>A pay as a deduction profile looks at it, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.pay-details")]
public readonly struct PayDetailsSurrogate(PayDetails details)
{
    /// <summary>The pay on the profile's basis.</summary>
    [Id(0)]
    public Money Basis { get; } = details.Basis;

    /// <summary>What others take first.</summary>
    [Id(1)]
    public Money OtherDeductions { get; } = details.OtherDeductions;
}

[RegisterConverter]
internal sealed class PayDetailsConverter : IConverter<PayDetails, PayDetailsSurrogate>
{
    public PayDetails ConvertFromSurrogate(in PayDetailsSurrogate s) => new(s.Basis, s.OtherDeductions);
    public PayDetailsSurrogate ConvertToSurrogate(in PayDetails value) => new(value);
}

/// <summary>What the law lets be taken from a pay, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.pay-limit")]
public readonly struct PayLimitSurrogate(PayLimit limit)
{
    /// <summary>The profile.</summary>
    [Id(0)]
    public string Profile { get; } = limit.Profile;

    /// <summary>Its version.</summary>
    [Id(1)]
    public int Version { get; } = limit.Version;

    /// <summary>The pay on the profile's basis.</summary>
    [Id(2)]
    public Money Basis { get; } = limit.Basis;

    /// <summary>What others take first.</summary>
    [Id(3)]
    public Money OtherDeductions { get; } = limit.OtherDeductions;

    /// <summary>Whether the consent stood.</summary>
    [Id(4)]
    public bool Consented { get; } = limit.Consented;

    /// <summary>What may be taken.</summary>
    [Id(5)]
    public Money Allowed { get; } = limit.Allowed;

    /// <summary>What the basis is.</summary>
    [Id(6)]
    public PayBasis? On { get; } = limit.On;

    /// <summary>The limit that decides, as JSON.</summary>
    [Id(7)]
    public string? Rule { get; } = limit.Rule is null ? null : JsonSerializer.Serialize(limit.Rule, SharesJson.Default.DeductionLimit);

    /// <summary>The law or guidance.</summary>
    [Id(8)]
    public string? Source { get; } = limit.Source;
}

[RegisterConverter]
internal sealed class PayLimitConverter : IConverter<PayLimit, PayLimitSurrogate>
{
    public PayLimit ConvertFromSurrogate(in PayLimitSurrogate s) => new(
        s.Profile, s.Version, s.Basis, s.OtherDeductions, s.Consented, s.Allowed, s.On,
        s.Rule is null ? null : JsonSerializer.Deserialize(s.Rule, SharesJson.Default.DeductionLimit), s.Source);
    public PayLimitSurrogate ConvertToSurrogate(in PayLimit value) => new(value);
}

/// <summary>A quota decision on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.quota-decision")]
public readonly struct QuotaDecisionSurrogate(QuotaDecision decision)
{
    /// <summary>How many places.</summary>
    [Id(0)]
    public int Places { get; } = decision.Places;

    /// <summary>Who decided.</summary>
    [Id(1)]
    public QuotaAuthority By { get; } = decision.By;

    /// <summary>The minute, resolution or ballot.</summary>
    [Id(2)]
    public string Reference { get; } = decision.Reference;

    /// <summary>The day.</summary>
    [Id(3)]
    public DateOnly On { get; } = decision.On;
}

[RegisterConverter]
internal sealed class QuotaDecisionConverter : IConverter<QuotaDecision, QuotaDecisionSurrogate>
{
    public QuotaDecision ConvertFromSurrogate(in QuotaDecisionSurrogate s) => new(s.Places, s.By, s.Reference, s.On);
    public QuotaDecisionSurrogate ConvertToSurrogate(in QuotaDecision value) => new(value);
}

/// <summary>A baseline on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.baseline")]
public readonly struct BaselineSurrogate(Baseline baseline)
{
    /// <summary>Yearly earnings at home.</summary>
    [Id(0)]
    public Money Yearly { get; } = baseline.Yearly;

    /// <summary>What it rests on.</summary>
    [Id(1)]
    public BaselineEvidence Evidence { get; } = baseline.Evidence;

    /// <summary>The day of the evidence.</summary>
    [Id(2)]
    public DateOnly On { get; } = baseline.On;
}

[RegisterConverter]
internal sealed class BaselineConverter : IConverter<Baseline, BaselineSurrogate>
{
    public Baseline ConvertFromSurrogate(in BaselineSurrogate s) => new(s.Yearly, s.Evidence, s.On);
    public BaselineSurrogate ConvertToSurrogate(in Baseline value) => new(value);
}

/// <summary>The terms of a sponsorship on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.sponsorship-terms")]
public readonly struct SponsorshipTermsSurrogate(SponsorshipTerms terms)
{
    /// <summary>The currency of the earnings.</summary>
    [Id(0)]
    public Currency Currency { get; } = terms.Currency;

    /// <summary>The host's part.</summary>
    [Id(1)]
    public Share Share { get; } = terms.Share;

    /// <summary>The checks.</summary>
    [Id(2)]
    public CheckKind[] RequiredChecks { get; } = [.. terms.RequiredChecks];

    /// <summary>Days for a reply.</summary>
    [Id(3)]
    public int ReplyDays { get; } = terms.ReplyDays;

    /// <summary>Days of notice.</summary>
    [Id(4)]
    public int NoticeDays { get; } = terms.NoticeDays;

    /// <summary>The city's levy.</summary>
    [Id(5)]
    public Share? Levy { get; } = terms.Levy;

    /// <summary>Days of the grace period.</summary>
    [Id(6)]
    public int? GraceDays { get; } = terms.GraceDays;
}

[RegisterConverter]
internal sealed class SponsorshipTermsConverter : IConverter<SponsorshipTerms, SponsorshipTermsSurrogate>
{
    public SponsorshipTerms ConvertFromSurrogate(in SponsorshipTermsSurrogate s) =>
        new(s.Currency, s.Share, s.RequiredChecks, s.ReplyDays, s.NoticeDays, s.Levy, s.GraceDays);
    public SponsorshipTermsSurrogate ConvertToSurrogate(in SponsorshipTerms value) => new(value);
}

/// <summary>The result of a check on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.check-result")]
public readonly struct CheckResultSurrogate(CheckResult result)
{
    /// <summary>How it ended.</summary>
    [Id(0)]
    public CheckOutcome Outcome { get; } = result.Outcome;

    /// <summary>Why it failed.</summary>
    [Id(1)]
    public RefusalReason? Reason { get; } = result.Reason;

    /// <summary>The day.</summary>
    [Id(2)]
    public DateOnly On { get; } = result.On;

    /// <summary>The last day on which a pass counts.</summary>
    [Id(3)]
    public DateOnly? ValidUntil { get; } = result.ValidUntil;

    /// <summary>The sponsorship that it comes from.</summary>
    [Id(4)]
    public SponsorshipId? Via { get; } = result.Via;

    /// <summary>The ruling on a failure.</summary>
    [Id(5)]
    public RulingId? Ruling { get; } = result.Ruling;
}

[RegisterConverter]
internal sealed class CheckResultConverter : IConverter<CheckResult, CheckResultSurrogate>
{
    public CheckResult ConvertFromSurrogate(in CheckResultSurrogate s) => new(s.Outcome, s.Reason, s.On, s.ValidUntil, s.Via, s.Ruling);
    public CheckResultSurrogate ConvertToSurrogate(in CheckResult value) => new(value);
}

/// <summary>A refusal on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.refusal")]
public readonly struct RefusalSurrogate(Refusal refusal)
{
    /// <summary>The reasons.</summary>
    [Id(0)]
    public RefusalReason[] Reasons { get; } = [.. refusal.Reasons];

    /// <summary>The last day for a reply.</summary>
    [Id(1)]
    public DateOnly ReplyUntil { get; } = refusal.ReplyUntil;

    /// <summary>Who replied.</summary>
    [Id(2)]
    public Party? RepliedBy { get; } = refusal.RepliedBy;

    /// <summary>The ruling on it.</summary>
    [Id(3)]
    public RulingId? Ruling { get; } = refusal.Ruling;
}

[RegisterConverter]
internal sealed class RefusalConverter : IConverter<Refusal, RefusalSurrogate>
{
    public Refusal ConvertFromSurrogate(in RefusalSurrogate s) => new(s.Reasons, s.ReplyUntil, s.RepliedBy, s.Ruling);
    public RefusalSurrogate ConvertToSurrogate(in Refusal value) => new(value);
}
