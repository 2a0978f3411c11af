namespace VipOrleans.Domain.Money;

using System.Collections.Frozen;

/// <summary>
/// The single euro payments area: which transfers its scheme carries (European Payments Council, SEPA Credit Transfer rulebook; the
/// countries are those of its list EPC409-09 of 2025).
/// </summary>
public static class Sepa
{
    /// <summary>The most that one transfer of the scheme carries: 999,999,999.99 EUR, in minor units.</summary>
    public const long MaxMinor = 99_999_999_999;

    private static readonly Currency Euro = Currency.Parse("EUR");

    // As an IBAN begins: French overseas departments have FR, Jersey, Guernsey and the Isle of Man GB.
    private static readonly FrozenSet<string> Countries = FrozenSet.ToFrozenSet(
        ["AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU", "IE", "IS",
            "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA"]);

    /// <summary>True for euro from one IBAN of the area to another, up to <see cref="MaxMinor"/>.</summary>
    public static bool Carries(Money amount, BankAccount from, BankAccount to) =>
        amount.Currency == Euro && amount.Minor is > 0 and <= MaxMinor && IsInside(from) && IsInside(to);

    private static bool IsInside(BankAccount account) => account.Iban is { } iban && Countries.Contains(iban[..2]);
}
