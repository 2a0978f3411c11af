using System.Globalization;
using System.Numerics;

namespace VipOrleans.Pilot.Tests;

/// <summary>What the sample's files come to, computed here from the files and the formula alone, without any of the product's code.</summary>
public static class ExpectedSample
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

    public static IReadOnlyList<Dictionary<string, string>> Sponsorships { get; } = Rows("sponsorships.csv");

    public static IReadOnlyList<Dictionary<string, string>> Hosts { get; } = Rows("hosts.csv");

    public static IReadOnlyList<Dictionary<string, string>> Migrants { get; } = Rows("migrants.csv");

    /// <summary>Earned, exact gain, share and kept, in cents, of every sponsorship with earnings.</summary>
    public static IReadOnlyDictionary<string, Expected> BySponsorship { get; } = Compute();

    public static int Count(params string[] states) => Sponsorships.Count(s => states.Contains(s["state"]));

    private static Dictionary<string, Expected> Compute()
    {
        var rates = Rows("rates.csv").ToDictionary(r => r["currency"], r => r["rate"]);
        // A later row of a month takes the place of an earlier one.
        var months = new Dictionary<(string Sponsorship, int Year, int Month), long>();
        foreach (var e in Rows("earnings.csv")) months[(e["sponsorship"], Number(e["year"]), Number(e["month"]))] = Cents(e["earned"]);

        var expected = new Dictionary<string, Expected>();
        foreach (var s in Sponsorships)
        {
            var years = months.Where(m => m.Key.Sponsorship == s["id"]).GroupBy(m => m.Key.Year).ToList();
            if (years.Count == 0) continue;
            var migrant = Migrants.Single(m => m["id"] == s["migrant"]);
            var baseline = Convert(Cents(migrant["baseline"]), rates[migrant["currency"]], rates["NZD"]);
            var (earned, share, months12) = (0L, 0L, 0);
            foreach (var year in years)
            {
                var (sum, n) = (year.Sum(m => m.Value), year.Max(m => m.Key.Month));
                earned += sum;
                months12 += n;
                // max(0, floor((12·E − B·n) · 1 / (12·2)))
                share += Math.Max(0, ((12 * sum) - (baseline * n)) / 24);
            }

            expected[s["id"]] = new(years.Sum(y => y.Count()), baseline, earned, (12 * earned) - (baseline * months12), share);
        }

        return expected;
    }

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
        return point < 0 ? (BigInteger.Parse(text, CultureInfo.InvariantCulture), 0) : (BigInteger.Parse(text.Remove(point, 1), CultureInfo.InvariantCulture), text.Length - point - 1);
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
/// <param name="TwelveTimesGain">Twelve times the gain in cents, which is whole.</param>
/// <param name="Share">In cents.</param>
public sealed record Expected(int Months, long Baseline, long Earned, long TwelveTimesGain, long Share)
{
    public long Kept => Earned - Share;
}
