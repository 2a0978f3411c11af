namespace VipOrleans.Domain.Sponsorships;

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const int OfSponsorship = 13, OfEmployer = 5;

    /// <summary>The reference.</summary>
    /// <param name="sponsorship">The sponsorship to which the employer reports.</param>
    /// <param name="employer">The employer's id, or <see cref="Employers.None"/>.</param>
    /// <param name="year">Share year, from 1.</param>
    /// <param name="month">Month of the share year, 1 to 12.</param>
    public static CreditorReference Of(SponsorshipId sponsorship, string employer, int year, int month) =>
        CreditorReference.Of(
            Hashed(sponsorship.Value, OfSponsorship) + Hashed($"{sponsorship}/{employer}", OfEmployer) + Text((ulong)year, 2)
                + Text((ulong)month, 1));

    /// <summary>True if a reference can be one of a sponsorship.</summary>
    public static bool IsOf(CreditorReference reference, SponsorshipId sponsorship) =>
        reference.Reference is { Length: CreditorReference.MaxReference } text
            && text.StartsWith(Hashed(sponsorship.Value, OfSponsorship), StringComparison.Ordinal);

    private static string Hashed(string text, int length) =>
        Text(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))), length);

    private static string Text(ulong number, int length) => string.Create(length, number, static (span, rest) =>
    {
        for (var i = span.Length - 1; i >= 0; i--)
        {
            span[i] = Digits[(int)(rest % (ulong)Digits.Length)];
            rest /= (ulong)Digits.Length;
        }
    });
}
