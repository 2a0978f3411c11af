namespace VipOrleans.Domain.Shares;

using VipOrleans.Domain.Money;

/// <summary>
/// How much a city may fine a host, as its nation says. A nation that says nothing has no fines. No fine is ever set against a migrant.
/// </summary>
/// <param name="AtMost">The most of one fine, above zero.</param>
/// <param name="InAYear">The most of all fines of one sponsorship in twelve months, at least as much as one may come to, in the same
/// currency.</param>
[GenerateSerializer, Immutable, Alias("vip.fine-limits")]
public sealed record FineLimits(Money AtMost, Money InAYear)
{
    /// <summary>What is wrong with them; null if nothing is.</summary>
    public string? Problem() =>
        AtMost.Currency != InAYear.Currency || AtMost.Minor is < 1 or > Money.MaxMinor || InAYear.Minor > Money.MaxMinor
            || InAYear.Minor < AtMost.Minor
            ? "A fine has a limit above zero, and those of a year one in the same currency that is not below it." : null;
}
