namespace VipOrleans.Domain.Money;

using VipOrleans.Domain.Kernel;

/// <summary>The forms of texts that have to do with money.</summary>
public static class MoneyForms
{
    /// <summary>An IBAN whose country, length and check digits are right.</summary>
    public static readonly TextForm Iban =
        TextForm.Of("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}",
            "Expected an IBAN in upper case without blanks, with the right check digits, such as \"GB33BUKB20201555555555\".",
            text => Domain.Money.Iban.Problem(text) is null);

    /// <summary>A bank's code of ISO 9362. Whether there is such a bank only a directory could tell.</summary>
    public static readonly TextForm Bic =
        TextForm.Of("[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?",
            "Expected a BIC of 8 or 11 upper-case letters and digits, such as \"ASBBNZ2A\".");

    /// <summary>The number of an account that has no IBAN.</summary>
    public static readonly TextForm AccountNumber =
        TextForm.Of("[A-Za-z0-9-]{1,34}", "Expected 1 to 34 ASCII letters, digits and hyphens, such as \"12-3456-7890123-00\".");

    /// <summary>
    /// A New Zealand account number: 2, 4, 7 and 2 or 3 digits, with hyphens or without. Its check digits differ from bank to bank and are
    /// not looked at.
    /// </summary>
    public static readonly TextForm NewZealandAccount =
        TextForm.Of("([0-9]{2}-[0-9]{4}-[0-9]{7}-[0-9]{2,3}|[0-9]{15,16})",
            "Expected a New Zealand account: bank, branch, account and suffix such as '12-3113-0012345-00'.");

    /// <summary>A bank's code in its country.</summary>
    public static readonly TextForm BankCode = TextForm.Of("[A-Za-z0-9-]{1,35}", "Expected 1 to 35 ASCII letters, digits and hyphens.");

    /// <summary>A phone's number as all countries write it (E.164).</summary>
    public static readonly TextForm Phone =
        TextForm.Of("\\+[1-9][0-9]{6,14}", "Expected a phone's number with its country and without blanks, such as \"+639171234567\".");

    /// <summary>A currency.</summary>
    public static readonly TextForm Currency =
        new("Expected a currency code of ISO 4217, such as 'NZD'.", text => Domain.Money.Currency.TryParse(text, out _));

    /// <summary>An amount of zero or more as text, with exactly as many decimals as its currency has.</summary>
    public static TextForm Amount(Currency currency) =>
        new($"Expected an amount of 0 or more in {currency}, at most {Domain.Money.Money.MaxMinor:N0} minor units: "
            + $"digits{(currency.Decimals == 0 ? " without decimals" : $" with exactly {currency.Decimals} decimals")}, such as "
                + $"'{new Money(4200 * currency.MinorPerUnit, currency).Amount}'.",
            text => Domain.Money.Money.TryParse(text, currency, out var money) && IsReported(money));

    /// <summary>True for money of zero or more, as much as may be reported at once.</summary>
    public static bool IsReported(Money money) => money.Minor is >= 0 and <= Domain.Money.Money.MaxMinor;
}
