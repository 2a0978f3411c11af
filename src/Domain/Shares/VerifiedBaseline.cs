namespace VipOrleans.Domain.Shares;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What a migrant earns at home, as an officer has verified it. Every version is kept.</summary>
/// <param name="Version">1 for the first, then 2, 3, …</param>
/// <param name="Yearly">Earnings of a year in the home currency, zero or more.</param>
/// <param name="Method">How it was verified.</param>
/// <param name="Source">What it was verified with: the reference of a file or of a published figure, 1 to 100 letters, digits and <c>. - _
/// : | /</c>; never personal.</param>
/// <param name="On">The day on which it was verified: it can be fixed for share years that begin then or later.</param>
/// <param name="Declared">What the migrant had declared by then.</param>
[GenerateSerializer, Immutable, Alias("vip.verified-baseline")]
public sealed record VerifiedBaseline(int Version, Money Yearly, BaselineMethod Method, string Source, DateOnly On, Baseline Declared);

/// <summary>How a baseline was verified.</summary>
[JsonConverter(typeof(CodeConverter<BaselineMethod>))]
public enum BaselineMethod
{
    /// <summary>Payslips were seen.</summary>
    Payslips,

    /// <summary>A tax record was seen.</summary>
    TaxRecord,

    /// <summary>A published figure for the country stands in for it.</summary>
    CountryReference,
}
