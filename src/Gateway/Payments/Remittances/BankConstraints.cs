namespace VipOrleans.Gateway.Payments;

using VipOrleans.Gateway.Commands;

/// <summary>An account number of ISO 13616 whose check digits are right.</summary>
internal sealed class IbanAttribute() : FormAttribute(@"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\z", Sentence)
{
    private const string Sentence =
        "Expected an IBAN in upper case without blanks, with the right check digits, such as \"GB33BUKB20201555555555\".";

    public override string? Problem(object value) => base.Problem(value) is null && Remainder((string)value) == 1 ? null : Sentence;

    // ISO 7064, MOD 97-10: the first four characters go to the end, and a letter counts as two digits, A as 10.
    private static int Remainder(string iban) =>
        (iban[4..] + iban[..4])
            .Aggregate(0, (rest, c) => char.IsAsciiDigit(c) ? ((rest * 10) + (c - '0')) % 97 : ((rest * 100) + (c - 'A' + 10)) % 97);
}

/// <summary>A bank's code of ISO 9362.</summary>
internal sealed class BicAttribute()
    : FormAttribute(@"^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?\z",
        "Expected a BIC of 8 or 11 characters in upper case, such as \"BNORPHMM\".");

/// <summary>The number of an account that has no IBAN.</summary>
internal sealed class AccountNumberAttribute()
    : FormAttribute(@"^[A-Za-z0-9-]{1,34}\z", "Expected 1 to 34 ASCII letters, digits and hyphens, such as \"12-3456-7890123-00\".");

/// <summary>A bank's code in its country.</summary>
internal sealed class BankCodeAttribute() : FormAttribute(@"^[A-Za-z0-9-]{1,35}\z", "Expected 1 to 35 ASCII letters, digits and hyphens.");
