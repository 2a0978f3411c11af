namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>An officer's verification of what a migrant earns at home.</summary>
/// <param name="Yearly">Earnings of a year, zero or more.</param>
/// <param name="Method">How it was verified.</param>
/// <param name="Source">What it was verified with: 1 to 100 letters, digits and <c>. - _ : | /</c>, never personal.</param>
/// <param name="On">The day on which it was verified; not a later one than today.</param>
[GenerateSerializer, Immutable, Alias("vip.baseline-verification")]
public sealed record BaselineVerification(Money Yearly, BaselineMethod Method, string Source, DateOnly On);
