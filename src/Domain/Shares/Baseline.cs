namespace VipOrleans.Domain.Shares;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What a migrant earns at home.</summary>
/// <param name="Yearly">Earnings of a year in the home currency, zero or more.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="On">The day that the evidence is of.</param>
[GenerateSerializer, Immutable, Alias("vip.baseline")]
public sealed record Baseline(Money Yearly, BaselineEvidence Evidence, DateOnly On);

/// <summary>What a baseline rests on.</summary>
[JsonConverter(typeof(CodeConverter<BaselineEvidence>))]
public enum BaselineEvidence
{
    /// <summary>The migrant's own word.</summary>
    OwnStatement,

    /// <summary>Payslips.</summary>
    Payslips,

    /// <summary>A tax record.</summary>
    TaxRecord,

    /// <summary>A published figure for the country.</summary>
    CountryReference,
}
