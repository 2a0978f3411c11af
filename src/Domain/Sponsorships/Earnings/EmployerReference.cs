namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// The reference under which an employer pays what it withheld for a month: the same for every report of it, and made of nothing but
/// sponsorship, employer, share year and month, so that whoever has these makes it again.
/// </summary>
/// <remarks>
/// 21 characters: 13 of the sponsorship, 5 of the employer, 2 of the share year and 1 of the month. The first 13 alone lead to the
/// sponsorship, so an index needs one entry for each sponsorship and none for each month.
/// </remarks>
public static class EmployerReference
{
    private const int OfSponsorship = 13, OfEmployer = 5, OfMonth = 3;

    /// <summary>The reference.</summary>
    /// <param name="sponsorship">The sponsorship to which the employer reports.</param>
    /// <param name="employer">The employer's id, or <see cref="Employers.None"/>.</param>
    /// <param name="year">Share year, from 1.</param>
    /// <param name="month">Month of the share year, 1 to 12.</param>
    public static CreditorReference Of(SponsorshipId sponsorship, string employer, int year, int month) =>
        CreditorReference.Of(
            CreditorReference.Hashed(sponsorship.Value, OfSponsorship) + CreditorReference.Hashed($"{sponsorship}/{employer}", OfEmployer)
                + CreditorReference.Digits(year, 2) + CreditorReference.Digits(month, 1));

    /// <summary>
    /// What the references of all months of a sponsorship and an employer begin with: an index needs one entry for each pair.
    /// </summary>
    public static string Beginning(SponsorshipId sponsorship, string employer) => Of(sponsorship, employer, 1, 1).Reference[..^OfMonth];

    /// <summary>Takes a reference apart; false if it can be none of a month.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="beginning">What it has in common with all of its sponsorship and employer, see <see cref="Beginning"/>.</param>
    /// <param name="year">The share year.</param>
    /// <param name="month">The month of it.</param>
    public static bool TryRead(CreditorReference reference, out string beginning, out int year, out int month)
    {
        (beginning, year, month) = ("", 0, 0);
        if (reference.Value is null || reference.Reference.Length != CreditorReference.MaxReference) return false;
        beginning = reference.Reference[..^OfMonth];
        year = CreditorReference.Number(reference.Reference[^OfMonth..^1]);
        month = CreditorReference.Number(reference.Reference[^1..]);
        return true;
    }

    /// <summary>True if a reference can be one of a sponsorship.</summary>
    public static bool IsOf(CreditorReference reference, SponsorshipId sponsorship) =>
        reference.Reference is { Length: CreditorReference.MaxReference } text
            && text.StartsWith(CreditorReference.Hashed(sponsorship.Value, OfSponsorship), StringComparison.Ordinal);
}
