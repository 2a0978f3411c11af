namespace VipOrleans.Domain.Payments;

using System.Globalization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// A credit, or one that was taken back, as a file of a bank has it and a <see cref="RowChunk"/> keeps it: ids, amounts, days and hashes
/// with commas between, and nothing that a payer wrote.
/// </summary>
/// <param name="Line">The line of the file where it begins.</param>
/// <param name="Key">What it is recognised by when it comes again, 26 characters.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="On">The day of the booking.</param>
/// <param name="IsReversal">True if an earlier credit is taken back.</param>
/// <param name="Reference">The reference that came with it, of the form of ours; null if none did.</param>
/// <param name="Traces">Hashes of the bank's own references of it.</param>
/// <param name="Problem">Why it cannot settle anything by itself; null if it can.</param>
public sealed record CreditRow(int Line, string Key, Money Amount, DateOnly On, bool IsReversal, string? Reference,
    IReadOnlyList<string> Traces, RejectionCode? Problem = null)
{
    /// <summary>The row as it is kept.</summary>
    public string Text => string.Join(',',
        Line.ToString(CultureInfo.InvariantCulture), Key, IsReversal ? "r" : "c", Amount.Minor.ToString(CultureInfo.InvariantCulture),
        Amount.Currency.Code, On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Reference ?? "",
        Problem is { } problem ? Codes<RejectionCode>.Text(problem) : "", string.Join(' ', Traces));

    /// <summary>Reads a row as it is kept.</summary>
    /// <exception cref="FormatException">It is not what was kept.</exception>
    public static CreditRow Parse(string text)
    {
        var f = text.Split(',');
        if (f.Length != 9) throw new FormatException("A row of a credit file has nine fields.");
        return new(
            int.Parse(f[0], CultureInfo.InvariantCulture), f[1],
            new(long.Parse(f[3], CultureInfo.InvariantCulture), Currency.Parse(f[4])),
            DateOnly.ParseExact(f[5], "yyyy-MM-dd", CultureInfo.InvariantCulture), f[2] == "r", f[6].Length == 0 ? null : f[6],
            f[8].Split(' ', StringSplitOptions.RemoveEmptyEntries), Codes<RejectionCode>.TryParse(f[7], out var code) ? code : null);
    }

    /// <summary>The credit's id in a city.</summary>
    public CreditId IdIn(CityId city) => CreditId.TryParse($"{city}.{CreditId.Kind}.{Key}", out var id)
        ? id : throw new FormatException("A row's key is a key.");

    /// <summary>What is said of it to the credit.</summary>
    public BookedCredit Facts(CreditFileId file) => new(Amount, On, IsReversal, Reference, Traces, file, Line, Problem);
}
