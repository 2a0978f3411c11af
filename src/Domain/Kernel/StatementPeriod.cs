namespace VipOrleans.Domain.Kernel;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// What a statement is for: a calendar month (<c>2026-11</c>) or a calendar year (<c>2026</c>) of the city's own days, from the year 2000
/// to 9998. The default value is no period.
/// </summary>
[JsonConverter(typeof(StatementPeriodJsonConverter))]
public readonly record struct StatementPeriod : IComparable<StatementPeriod>
{
    /// <summary>
    /// Whole days after a period's last day before it is closed. An event of the last second of a month may be written a moment after
    /// midnight, by a clock that is a little slow; after a day it cannot.
    /// </summary>
    public const int DaysUntilClosed = 1;

    private const int FirstYear = 2000;
    private const int LastYear = 9998;

    private StatementPeriod(int year, int month) => (Year, Month) = (year, month);

    /// <summary>What a period looks like, to complete the sentence "Expected …".</summary>
    public static string Grammar => "a month such as \"2026-11\" or a year such as \"2026\", from 2000 to 9998";

    /// <summary>The calendar year.</summary>
    public int Year { get; }

    /// <summary>The calendar month, 1 to 12; 0 for the whole year.</summary>
    public int Month { get; }

    /// <summary>True for a month, false for a year.</summary>
    public bool IsMonth => Month > 0;

    /// <summary>The first day.</summary>
    public DateOnly First => new(Year, IsMonth ? Month : 1, 1);

    /// <summary>The last day.</summary>
    public DateOnly Last => (IsMonth ? First.AddMonths(1) : First.AddYears(1)).AddDays(-1);

    /// <summary>The month that a day lies in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day lies outside the years that have statements.</exception>
    public static StatementPeriod MonthOf(DateOnly day) =>
        day.Year is >= FirstYear and <= LastYear
            ? new(day.Year, day.Month)
            : throw new ArgumentOutOfRangeException(nameof(day), day, $"A statement is for the years {FirstYear} to {LastYear}.");

    /// <summary>The year that a day lies in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day lies outside the years that have statements.</exception>
    public static StatementPeriod YearOf(DateOnly day) => new(MonthOf(day).Year, 0);

    /// <summary>Reads a period.</summary>
    /// <exception cref="FormatException">The text is not one.</exception>
    public static StatementPeriod Parse(string text) =>
        TryParse(text, out var period) ? period : throw new FormatException($"'{text}' is not {Grammar}.");

    /// <summary>Reads a period; false where the text is not one.</summary>
    public static bool TryParse(string? text, out StatementPeriod period)
    {
        period = default;
        if (text is null || (text.Length != 4 && (text.Length != 7 || text[4] != '-'))) return false;
        var month = 0;
        if (!int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < FirstYear or > LastYear)
        {
            return false;
        }

        if (text.Length == 7
            && (!int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out month) || month is < 1 or > 12))
        {
            return false;
        }

        var read = new StatementPeriod(year, month);
        // The parser of numbers lets trailing NULs pass; a period has one text only.
        if (read.ToString() != text) return false;
        period = read;
        return true;
    }

    /// <summary>True where a day lies in it.</summary>
    public bool Contains(DateOnly day) => day >= First && day <= Last;

    /// <summary>True once nothing can be booked in it any more: a correction then stands in a later period.</summary>
    /// <param name="today">The day in the city.</param>
    public bool IsClosed(DateOnly today) => today > Last.AddDays(DaysUntilClosed);

    /// <inheritdoc/>
    public int CompareTo(StatementPeriod other) => (Year, Month).CompareTo((other.Year, other.Month));

    /// <inheritdoc/>
    public override string ToString() =>
        IsMonth ? string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}") : Year.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>True where the left one begins earlier; a year stands before its months.</summary>
    public static bool operator <(StatementPeriod a, StatementPeriod b) => a.CompareTo(b) < 0;

    /// <summary>True where the left one begins later.</summary>
    public static bool operator >(StatementPeriod a, StatementPeriod b) => a.CompareTo(b) > 0;

    /// <summary>True where the left one does not begin later.</summary>
    public static bool operator <=(StatementPeriod a, StatementPeriod b) => a.CompareTo(b) <= 0;

    /// <summary>True where the left one does not begin earlier.</summary>
    public static bool operator >=(StatementPeriod a, StatementPeriod b) => a.CompareTo(b) >= 0;
}

/// <summary>Writes a period as its text.</summary>
public sealed class StatementPeriodJsonConverter : JsonConverter<StatementPeriod>
{
    /// <inheritdoc/>
    public override StatementPeriod Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && StatementPeriod.TryParse(reader.GetString(), out var period)
            ? period : throw new JsonException($"Expected {StatementPeriod.Grammar}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StatementPeriod value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
