namespace VipOrleans.Vault;

using System.Globalization;
using System.Text;
using PhoneNumbers;
using VipOrleans.Domain.Kernel;

/// <summary>Contacts as they are compared.</summary>
internal static class ContactText
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>
    /// The phone number of a contact in the form of E.164; null where it is none. A number without a country is one of the nation's.
    /// </summary>
    public static string? Phone(string? contact, NationId nation)
    {
        if (contact is null || contact.Contains('@', StringComparison.Ordinal)) return null;
        try
        {
            var number = Numbers.Parse(contact, nation.Value.ToUpperInvariant());
            return Numbers.IsPossibleNumber(number)
                ? Numbers.Format(new PhoneNumber.Builder().MergeFrom(number).ClearExtension().Build(), PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>
    /// The address for mail of a contact in lower case, without what stands after a plus sign, and for Gmail without dots, which it does
    /// not count; null where it is none.
    /// </summary>
    public static string? Email(string? contact)
    {
        if (contact is null) return null;
        var text = contact.Normalize(NormalizationForm.FormKC).Trim().ToLower(CultureInfo.InvariantCulture);
        if (text.StartsWith("mailto:", StringComparison.Ordinal)) text = text[7..];
        var at = text.LastIndexOf('@');
        if (at < 1 || at == text.Length - 1 || text.Any(char.IsWhiteSpace)) return null;
        var (local, domain) = (text[..at], text[(at + 1)..]);
        if (local.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus) local = local[..plus];
        if (domain is "gmail.com" or "googlemail.com") (local, domain) = (local.Replace(".", "", StringComparison.Ordinal), "gmail.com");
        return $"{local}@{domain}";
    }
}
