namespace VipOrleans.Domain.People;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// When somebody was born, as far as they know it: a year (<c>1987</c>), a month of it (<c>1987-04</c>) or a day (<c>1987-04-25</c>), from
/// 1900 on. Many papers have no more than the year. The default value is no date.
/// </summary>
/// <param name="Year">The year.</param>
/// <param name="Month">The month, 1 to 12; 0 if only the year is known.</param>
/// <param name="Day">The day of the month; 0 if it is not known.</param>
[GenerateSerializer, Immutable, Alias("vip.birth-date"), JsonConverter(typeof(BirthDateJsonConverter))]
public readonly record struct BirthDate(int Year, int Month = 0, int Day = 0)
{
    /// <summary>What a date of birth looks like, to complete the sentence "Expected …".</summary>
    public static string Grammar =>
        "a day of birth such as \"1987-04-25\", or a month \"1987-04\" or a year \"1987\" if no more is known, from 1900 on";

    /// <summary>True for a day, false for a month or a year.</summary>
    public bool IsWhole => Day > 0;

    /// <summary>The earliest day that it may be.</summary>
    public DateOnly First => new(Year, Math.Max(1, Month), Math.Max(1, Day));

    /// <summary>The latest day that it may be.</summary>
    public DateOnly Last => IsWhole ? First : Month > 0 ? First.AddMonths(1).AddDays(-1) : First.AddYears(1).AddDays(-1);

    /// <summary>Years after which a person is of age.</summary>
    public const int YearsOfMajority = 18;

    /// <summary>Whether somebody born then is of age on a day: a minor as long as they may be one.</summary>
    public AgeGroup GroupOn(DateOnly day) => Last.AddYears(YearsOfMajority) <= day ? AgeGroup.Adult : AgeGroup.Minor;

    /// <summary>The year alone.</summary>
    public BirthDate OfYear => new(Year);

    /// <summary>The month of it; null if it is not known.</summary>
    public BirthDate? OfMonth => Month > 0 ? new(Year, Month) : null;

    /// <summary>A day that is known whole.</summary>
    public static implicit operator BirthDate(DateOnly day) => FromDateOnly(day);

    /// <summary>A day that is known whole.</summary>
    public static BirthDate FromDateOnly(DateOnly day) => new(day.Year, day.Month, day.Day);

    /// <summary>Reads a date of birth; false where the text is none.</summary>
    public static bool TryParse(string? text, out BirthDate date)
    {
        date = default;
        if (text is not { Length: 4 or 7 or 10 }) return false;
        // The rest of a day that it may be.
        if (!TextForms.TryDay($"{text}{"-01-01"[(text.Length - 4)..]}", out var first)) return false;
        date = new(first.Year, text.Length > 4 ? first.Month : 0, text.Length > 7 ? first.Day : 0);
        return true;
    }

    /// <summary>What is wrong with a date of birth; null where nothing is.</summary>
    /// <param name="today">The latest day that it is anywhere; null if it is not known here.</param>
    public string? Problem(DateOnly? today)
    {
        if (!TryParse(ToString(), out var same) || same != this) return $"Expected {Grammar}.";
        return First > today ? "Expected a date of birth that is not in the future." : null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var year = Year.ToString("D4", CultureInfo.InvariantCulture);
        if (Month == 0 && Day == 0) return year;
        var month = $"{year}-{Month.ToString("D2", CultureInfo.InvariantCulture)}";
        return Day == 0 ? month : $"{month}-{Day.ToString("D2", CultureInfo.InvariantCulture)}";
    }
}

/// <summary>Writes a date of birth as its text.</summary>
public sealed class BirthDateJsonConverter : JsonConverter<BirthDate>
{
    /// <inheritdoc/>
    public override BirthDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && BirthDate.TryParse(reader.GetString(), out var date)
            ? date : throw new JsonException($"Expected {BirthDate.Grammar}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BirthDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
