namespace VipOrleans.Pilot.Tests;

using System.Globalization;
using System.Numerics;
using System.Text.Json;

/// <summary>
/// What the sample's files come to, computed here from the files and the formula alone, without any of the product's code.
/// </summary>
public static class ExpectedSample
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

    public static IReadOnlyList<Dictionary<string, string>> Sponsorships { get; } = Rows("sponsorships.csv");

    public static IReadOnlyList<Dictionary<string, string>> Hosts { get; } = Rows("hosts.csv");

    public static IReadOnlyList<Dictionary<string, string>> Migrants { get; } = Rows("migrants.csv");

    public static JsonDocument Choices { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "choices.json")));

    /// <summary>Earned, exact gain, share and kept, in cents, of every sponsorship with earnings.</summary>
    public static IReadOnlyDictionary<string, Expected> BySponsorship { get; } = Compute();

    public static int Count(params string[] states) => Sponsorships.Count(s => states.Contains(s["state"]));

    private static Dictionary<string, Expected> Compute()
    {
        var rates = Rows("rates.csv").ToDictionary(r => r["currency"], r => r["rate"]);
        // A later row of a month takes the place of an earlier one.
        var months = new Dictionary<(string Sponsorship, int Year, int Month), long>();
        foreach (var e in Rows("earnings.csv").Concat(Rows("corrections.csv")))
        {
            months[(e["sponsorship"], Number(e["year"]), Number(e["month"]))] = Cents(e["earned"]);
        }


        var expected = new Dictionary<string, Expected>();
        foreach (var s in Sponsorships)
        {
            var years = months.Where(m => m.Key.Sponsorship == s["id"]).GroupBy(m => m.Key.Year).ToList();
            if (years.Count == 0) continue;
            var migrant = Migrants.Single(m => m["id"] == s["migrant"]);
            var baseline = Convert(Cents(migrant["baseline"]), rates[migrant["currency"]], rates["NZD"]);
            var (earned, share, gain, kept) = (0L, 0L, 0L, 0L);
            foreach (var year in years)
            {
                var sum = year.Sum(m => m.Value);
                var (days, of) = Elapsed(s, year.Key, year.Max(m => m.Key.Month));
                earned += sum;
                // max(0, floor((12·E·D − B·d) · 1 / (12·2·D))) with d days of months of D days
                var due = Math.Max(0, ((12 * sum * of) - (baseline * days)) / (24 * of));
                // Whoever comes on the day of loading comes under the profile: a quarter of the pay of the one month that has begun.
                if (s["arrived_on"] == "today") kept += due - Math.Min(due, sum / 4);
                share += due;
                gain += (12 * sum * Thirty) - (baseline * days * (Thirty / of));
            }

            expected[s["id"]] = new(years.Sum(y => y.Count()), baseline, earned, gain, share - kept) { KeptByLaw = kept };
        }

        return expected;
    }

    /// <summary>Divisible by the days of any month.</summary>
    public const int Thirty = 28 * 29 * 30 * 31;

    // How much of the year counts, as so many parts of months of so many parts: a migrant who left counts the days up to the last one.
    private static (long Parts, int Of) Elapsed(Dictionary<string, string> s, int year, int month)
    {
        if (s["ended_on"].Length == 0) return (month, 1);
        var arrived = Day(s["arrived_on"]);
        var (start, next) = (arrived.AddMonths((12 * (year - 1)) + month - 1), arrived.AddMonths((12 * (year - 1)) + month));
        var last = Day(s["ended_on"]);
        // Without pay up to the last day the year is closed on that day all the same.
        if (next <= last && month < 12) return Elapsed(s, year, month + 1);
        var of = next.DayNumber - start.DayNumber;
        return (((month - 1) * of) + Math.Clamp(last.DayNumber + 1 - start.DayNumber, 0, of), of);
    }

    private static DateOnly Day(string text) =>
        text == "today"
            ? DateOnly.FromDateTime(
                TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland")).Date)
                : DateOnly.Parse(text, CultureInfo.InvariantCulture);

    // Half up to the cent, rounded once.
    private static long Convert(long cents, string from, string to)
    {
        var (fromDigits, fromScale) = Decimal(from);
        var (toDigits, toScale) = Decimal(to);
        var numerator = cents * toDigits * BigInteger.Pow(10, fromScale);
        var denominator = fromDigits * BigInteger.Pow(10, toScale);
        return (long)(((2 * numerator) + denominator) / (2 * denominator));
    }

    private static (BigInteger Digits, int Scale) Decimal(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0
            ? (BigInteger.Parse(text, CultureInfo.InvariantCulture), 0)
            : (BigInteger.Parse(text.Remove(point, 1), CultureInfo.InvariantCulture), text.Length - point - 1);
    }

    private static long Cents(string text) => long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Rows(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name));
        var columns = Fields(lines[0]);
        return [.. lines.Skip(1).Select(line => columns.Zip(Fields(line)).ToDictionary(c => c.First, c => c.Second))];
    }

    // A comma inside quotes belongs to the field; the sample has no quotes inside quotes.
    private static List<string> Fields(string line)
    {
        var parts = line.Split('"');
        for (var i = 0; i < parts.Length; i += 2) parts[i] = parts[i].Replace(',', '\n');
        return [.. string.Concat(parts).Split('\n')];
    }
}

/// <summary>What a sponsorship comes to.</summary>
/// <param name="Months">Months reported.</param>
/// <param name="Baseline">A year at home, in cents.</param>
/// <param name="Earned">In cents.</param>
/// <param name="ScaledGain">The gain in cents times 12 and <see cref="ExpectedSample.Thirty"/>, which is whole.</param>
/// <param name="Share">In cents.</param>
public sealed record Expected(int Months, long Baseline, long Earned, long ScaledGain, long Share)
{
    public long Kept => Earned - Share;

    /// <summary>What is due and the law keeps from being taken, in cents.</summary>
    public long KeptByLaw { get; init; }
}
