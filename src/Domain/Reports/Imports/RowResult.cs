namespace VipOrleans.Domain.Reports;

using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// How a row of a file of earnings went. It stands beside the rows of its chunk, in their order and packed as they are: a line for each row
/// with its status, and of a row that was carried out the amount in minor units (below zero it is given back), the currency and the day;
/// of a pay also the share year and the month with which it is paid to the city, and its id. What is netted stands behind the amount, with
/// a plus. All else of an answer is made again from the row.
/// </summary>
/// <param name="Status">How it went.</param>
/// <param name="Taken">How much more is withheld for it; below zero it is given back. Nothing where it was refused.</param>
/// <param name="By">The last day on which the city is paid; the default where it was refused.</param>
/// <param name="Pay">The pay that the row reported, corrected or took back; null for a month, and where it was refused.</param>
/// <param name="Netted">What of refunds that waited the migrant gets in that as much less is withheld, in minor units.</param>
public readonly record struct RowResult(RowStatus Status, Money? Taken = null, DateOnly By = default, PayOfRow? Pay = null,
    long Netted = 0)
{
    /// <summary>The result of a row that was carried out.</summary>
    /// <param name="status">How it went.</param>
    /// <param name="answer">What the employer does with it.</param>
    /// <param name="pay">The pay's id; null for a month.</param>
    public static RowResult Of(RowStatus status, EmployerAnswer answer, string? pay = null)
    {
        PayOfRow? ofRow = null;
        if (pay is not null && CreditorReference.TryParse(answer.Reference, out var reference)
            && EmployerReference.TryRead(reference, out _, out var year, out var month))
        {
            ofRow = new(pay, year, month);
        }

        return new(status, answer.Withhold - answer.GiveBack, answer.By, ofRow, answer.Netted.Minor);
    }

    /// <summary>Packs the results of a chunk.</summary>
    public static ReadOnlyMemory<byte> Pack(IReadOnlyList<RowResult> results)
    {
        var lines = new StringBuilder();
        foreach (var result in results) lines.Append(result.Line()).Append('\n');
        return RowChunk.Pack(1, results.Count, Encoding.ASCII.GetBytes(lines.ToString())).Data;
    }

    /// <summary>The results of a chunk, in the order of its rows.</summary>
    /// <exception cref="FormatException">It is not what was packed.</exception>
    public static IReadOnlyList<RowResult> Unpack(ReadOnlyMemory<byte> data) => [.. RowChunk.Unpack(1, data).Select(r => Read(r.Row))];

    private string Line() => Taken is { } taken
        ? string.Create(CultureInfo.InvariantCulture,
            $"{Codes<RowStatus>.Text(Status)} {taken.Minor}{(Netted > 0 ? $"+{Netted}" : "")} {taken.Currency} {By:yyyy-MM-dd}")
            + (Pay is { } pay ? string.Create(CultureInfo.InvariantCulture, $" {pay.Year} {pay.Month} {pay.Id}") : "")
        : Codes<RowStatus>.Text(Status);

    private static RowResult Read(string line)
    {
        var parts = line.Split(' ');
        if (!Codes<RowStatus>.TryParse(parts[0], out var status)) throw new FormatException("A result begins with its status.");
        if (parts.Length == 1) return new(status);
        var sums = parts[1].Split('+');
        return new(status, new Money(long.Parse(sums[0], CultureInfo.InvariantCulture), Currency.Parse(parts[2])),
            DateOnly.ParseExact(parts[3], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            parts.Length == 4 ? null
                : new(parts[6], int.Parse(parts[4], CultureInfo.InvariantCulture), int.Parse(parts[5], CultureInfo.InvariantCulture)),
            sums.Length == 1 ? 0 : long.Parse(sums[1], CultureInfo.InvariantCulture));
    }
}

/// <summary>The pay of a row.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Year">The share year with which it is paid to the city.</param>
/// <param name="Month">The month of it.</param>
public readonly record struct PayOfRow(string Id, int Year, int Month);

/// <summary>How a row of a file of earnings went.</summary>
[JsonConverter(typeof(CodeConverter<RowStatus>))]
public enum RowStatus
{
    /// <summary>It was carried out and changed something.</summary>
    Accepted,

    /// <summary>It says what stood in the books already, or was carried out before: its answer is the one of that time.</summary>
    Unchanged,

    /// <summary>It is a bad row.</summary>
    Refused,
}
