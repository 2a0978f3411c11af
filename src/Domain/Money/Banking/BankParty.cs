namespace VipOrleans.Domain.Money;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// Who pays or is paid: the holder of an account as the bank knows it. Its text form shows nothing: of a host it is personal data.
/// </summary>
/// <param name="Name">The account holder's name, 1 to <see cref="MaxName"/> characters as the bank writes it.</param>
/// <param name="Account">The account.</param>
/// <param name="Address">The holder's address in its parts: banks refuse addresses in free lines from November 2026 on.</param>
[GenerateSerializer, Immutable, Alias("vip.bank-party")]
public sealed record BankParty(
    string Name,
    [property: JsonPropertyName("bankAccount")] BankAccount Account,
    [property: JsonPropertyName("postalAddress")] PostalAddress Address)
{
    /// <summary>Longest name: what the strictest common scheme takes, and half of what ISO 20022 has room for.</summary>
    public const int MaxName = 70;

    /// <summary>What is wrong with it, field by field as in JSON and without quoting it; nothing where a bank would take it.</summary>
    public IReadOnlyList<(string Field, string Message)> Problems()
    {
        var problems = new List<(string, string)>();
        BankText.Check(problems, "name", Name, MaxName, isRequired: true);
        if (Account is null) problems.Add(("bankAccount", "The account is missing."));
        else Account.Check(problems);
        if (Address is null) problems.Add(("postalAddress", "The address is missing."));
        else Address.Check(problems);
        return problems;
    }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "BankParty (not shown)";
}

/// <summary>An account: an IBAN, or the country's own number where it has none. Its text form shows nothing.</summary>
/// <param name="Iban">The IBAN without blanks, upper case (ISO 13616); null for another number.</param>
/// <param name="Number">The other number: of a bank in New Zealand bank, branch, account and suffix; of another country 1 to 34 letters,
/// digits and hyphens.</param>
/// <param name="Bic">The bank's BIC (ISO 9362), 8 or 11 characters.</param>
[GenerateSerializer, Immutable, Alias("vip.bank-account")]
public sealed record BankAccount(string? Iban, string? Number, string Bic)
{
    /// <summary>The country of the bank, as its BIC says.</summary>
    private string Country => Bic.Substring(4, 2);

    /// <summary>A New Zealand account number as its digits without hyphens; any other number as it is.</summary>
    internal string? PlainNumber => Number is { } number && Country == "NZ" ? number.Replace("-", "", StringComparison.Ordinal) : Number;

    /// <summary>True for a text that has the form of a BIC. Whether there is such a bank only a directory could tell.</summary>
    public static bool IsBic(string? text) => MoneyForms.Bic.Problem(text) is null;

    /// <summary>
    /// True for a New Zealand account number: 2, 4, 7 and 2 or 3 digits, with hyphens or without. Its check digits differ from bank to bank
    /// and are not looked at.
    /// </summary>
    public static bool IsNewZealand(string? text) => MoneyForms.NewZealandAccount.Problem(text) is null;

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "BankAccount (not shown)";

    internal void Check(List<(string, string)> problems)
    {
        var hasBic = IsBic(Bic);
        if (!hasBic) problems.Add(("bankAccount.bic", MoneyForms.Bic.Sentence));
        if (Iban is null == Number is null) problems.Add(
            ("bankAccount", "Give the account as 'iban', or as 'number' where the country has no IBAN: one of the two."));
        else if (Iban is { } iban && Domain.Money.Iban.Problem(iban) is { } wrong) problems.Add(("bankAccount.iban", wrong));
        else if (Number is { } number
            && (hasBic && Country == "NZ" ? MoneyForms.NewZealandAccount : MoneyForms.AccountNumber).Problem(number) is { } unlike)
        {
            problems.Add(("bankAccount.number", unlike));
        }
    }
}

/// <summary>An address in its parts, as ISO 20022 has them. Its text form shows nothing.</summary>
/// <param name="Street">The street without the number, at most 70 characters; null if there is none.</param>
/// <param name="BuildingNumber">The building's number, at most 16 characters; null if there is none.</param>
/// <param name="PostCode">The post code, at most 16 characters; null where the country has none.</param>
/// <param name="Town">The town, 1 to 35 characters.</param>
/// <param name="Country">The country, ISO 3166-1 alpha-2 in upper case.</param>
[GenerateSerializer, Immutable, Alias("vip.postal-address")]
public sealed record PostalAddress(string? Street, string? BuildingNumber, string? PostCode, string Town, string Country)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "PostalAddress (not shown)";

    internal void Check(List<(string, string)> problems)
    {
        BankText.Check(problems, "postalAddress.street", Street, 70);
        BankText.Check(problems, "postalAddress.buildingNumber", BuildingNumber, 16);
        BankText.Check(problems, "postalAddress.postCode", PostCode, 16);
        BankText.Check(problems, "postalAddress.town", Town, 35, isRequired: true);
        if (TextForms.Country.Problem(Country) is { } noCountry) problems.Add(("postalAddress.country", noCountry));
    }
}

/// <summary>The rule of every text that goes into a bank's file.</summary>
internal static class BankText
{
    public static void Check(List<(string, string)> problems, string field, string? text, int max, bool isRequired = false)
    {
        if (text is null && !isRequired) return;
        // The length counts as the bank sees it: a letter that is written as two counts two.
        if (string.IsNullOrWhiteSpace(text) || text.Length > max) problems.Add((field, $"Expected 1 to {max} characters."));
        else if (!LatinText.TryWrite(text,
            out var latin)) problems.Add(
                (field, "Write it in Latin letters, digits and / - ? : ( ) . , ' + as the bank has it: banks take no other script."));
        else if (latin.Length == 0
            || latin.Length > max) problems.Add(
                (field, $"Expected 1 to {max} characters in the bank's letters, where a letter such as 'ß' counts two."));
    }
}
