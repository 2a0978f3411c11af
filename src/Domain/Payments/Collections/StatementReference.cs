namespace VipOrleans.Domain.Payments;

using System.Globalization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// The reference under which an employer pays in one sum all that it owes a city by one day: for all people and all files of the period.
/// It is made of nothing but city, employer and the month in which the day lies, so that whoever has these makes it again.
/// </summary>
/// <remarks>
/// 18 characters, shorter than the reference of one person's month: an <c>S</c>, 11 of city and employer, 6 of the month.
/// </remarks>
public static class StatementReference
{
    private const int OfEmployer = 11, OfMonth = 6;

    /// <summary>How long it is after the check digits, in characters.</summary>
    public const int Length = 1 + OfEmployer + OfMonth;

    /// <summary>The reference.</summary>
    /// <param name="city">The city.</param>
    /// <param name="employer">The employer's id.</param>
    /// <param name="month">The month in which the sum is due.</param>
    public static CreditorReference Of(CityId city, string employer, StatementPeriod month) => CreditorReference.Of(
        Beginning(city, employer) + string.Create(CultureInfo.InvariantCulture, $"{month.Year:0000}{month.Month:00}"));

    /// <summary>What all references of an employer begin with: an index needs one entry for each employer.</summary>
    public static string Beginning(CityId city, string employer) => "S" + CreditorReference.Hashed($"{city}/{employer}", OfEmployer);

    /// <summary>Takes a reference apart; false if it can be none of a statement.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="beginning">What it has in common with all of its employer, see <see cref="Beginning"/>.</param>
    /// <param name="month">The month in which the sum is due.</param>
    public static bool TryRead(CreditorReference reference, out string beginning, out StatementPeriod month)
    {
        (beginning, month) = ("", default);
        if (reference.Value is null || reference.Reference is not { Length: Length } text || text[0] != 'S') return false;
        beginning = text[..^OfMonth];
        return StatementPeriod.TryParse($"{text[^OfMonth..^2]}-{text[^2..]}", out month);
    }
}
