namespace VipOrleans.Contracts.Wire;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

[RegisterConverter]
internal sealed class StatementPeriodConverter : IConverter<StatementPeriod, TextSurrogate>
{
    public StatementPeriod ConvertFromSurrogate(in TextSurrogate surrogate) =>
        surrogate.Text is { } text ? StatementPeriod.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in StatementPeriod value) => new(value == default ? null : value.ToString());
}

/// <summary>The days that a pay is for, on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.paid-days")]
public readonly struct PaidDaysSurrogate(PaidDays days)
{
    /// <summary>The first day.</summary>
    [Id(0)]
    public DateOnly From { get; } = days.From;

    /// <summary>The last day.</summary>
    [Id(1)]
    public DateOnly To { get; } = days.To;
}

[RegisterConverter]
internal sealed class PaidDaysConverter : IConverter<PaidDays, PaidDaysSurrogate>
{
    public PaidDays ConvertFromSurrogate(in PaidDaysSurrogate s) => new(s.From, s.To);
    public PaidDaysSurrogate ConvertToSurrogate(in PaidDays value) => new(value);
}

/// <summary>A report of earnings on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.earnings-report")]
public readonly struct EarningsReportSurrogate(EarningsReport report)
{
    /// <summary>Share year.</summary>
    [Id(0)]
    public int Year { get; } = report.Year;

    /// <summary>Month of the share year.</summary>
    [Id(1)]
    public int Month { get; } = report.Month;

    /// <summary>The employer.</summary>
    [Id(2)]
    public string Employer { get; } = report.Employer;

    /// <summary>What it paid.</summary>
    [Id(3)]
    public Money Earned { get; } = report.Earned;

    /// <summary>The pay as a profile looks at it.</summary>
    [Id(4)]
    public PayDetails? Details { get; } = report.Details;

    /// <summary>The days that it is for.</summary>
    [Id(5)]
    public PaidDays? Paid { get; } = report.Paid;
}

[RegisterConverter]
internal sealed class EarningsReportConverter : IConverter<EarningsReport, EarningsReportSurrogate>
{
    public EarningsReport ConvertFromSurrogate(in EarningsReportSurrogate s) =>
        new(s.Year, s.Month, s.Employer, s.Earned, s.Details, s.Paid);
    public EarningsReportSurrogate ConvertToSurrogate(in EarningsReport value) => new(value);
}

/// <summary>What is read as a whole and never decided on, on the wire: the JSON that the domain writes of it.</summary>
[GenerateSerializer, Immutable, Alias("vip.domain-json")]
public readonly struct JsonSurrogate(string json)
{
    /// <summary>The value.</summary>
    [Id(0)]
    public string Json { get; } = json;

    internal static JsonSurrogate Of<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(value, type));

    internal T To<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Json, type)!;
}

[RegisterConverter]
internal sealed class ContinuedYearConverter : IConverter<ContinuedYear, JsonSurrogate>
{
    public ContinuedYear ConvertFromSurrogate(in JsonSurrogate s) => s.To(SponsorshipsJson.Default.ContinuedYear);
    public JsonSurrogate ConvertToSurrogate(in ContinuedYear value) => JsonSurrogate.Of(value, SponsorshipsJson.Default.ContinuedYear);
}

[RegisterConverter]
internal sealed class AccountStatementConverter : IConverter<AccountStatement, JsonSurrogate>
{
    public AccountStatement ConvertFromSurrogate(in JsonSurrogate s) => s.To(ReportsJson.Default.AccountStatement);
    public JsonSurrogate ConvertToSurrogate(in AccountStatement value) => JsonSurrogate.Of(value, ReportsJson.Default.AccountStatement);
}

[RegisterConverter]
internal sealed class StatementSumConverter : IConverter<StatementSum, JsonSurrogate>
{
    public StatementSum ConvertFromSurrogate(in JsonSurrogate s) => s.To(ReportsJson.Default.StatementSum);
    public JsonSurrogate ConvertToSurrogate(in StatementSum value) => JsonSurrogate.Of(value, ReportsJson.Default.StatementSum);
}
