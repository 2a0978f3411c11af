namespace VipOrleans.Pilot.Tests;

using System.Globalization;
using System.Text.Json;
using VipOrleans.Domain.Payments;

/// <summary>The city whose employers send files, compared with what its files come to by the formula alone.</summary>
public sealed partial class SampleTests
{
    private static readonly JsonElement Payroll = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "payroll.json"))).RootElement;

    private static readonly string[][] Pays =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "samples", "payroll.csv")).Skip(1).Select(l => l.Split(','))];

    [Fact]
    public void Each_row_of_an_employers_file_is_answered_with_what_the_formula_and_the_law_say()
    {
        var files = loaded.Report.Payroll!.Files;
        Assert.Equal([("harbour-works", "week"), ("capital-cafe", "month")], files.Select(f => (f.Employer, f.Frequency)));
        Assert.Equal(Pays.Length, files.Sum(f => f.Rows.Count));
        foreach (var person in Payroll.GetProperty("people").EnumerateArray())
        {
            var id = person.GetProperty("id").GetString()!;
            var rows = files.Single(f => f.Employer == person.GetProperty("employer").GetString()).Rows.Where(r => r.Person == id);
            Assert.All(rows, r => Assert.Equal(("accepted", 0), (r.Status, r.GiveBack.Minor)));
            Assert.Equal(Withheld(person), rows.Select(r => r.Withhold.Minor));
        }

        // One week the law takes less than the formula.
        Assert.Equal(145_000 / 4, files[0].Rows.Single(r => r.Person == "w3" && r.Number == 3).Withhold.Minor);
    }

    [Fact]
    public void A_bank_file_settles_what_the_employers_owe()
    {
        var report = loaded.Report.Payroll!;
        foreach (var file in report.Files)
        {
            Assert.Equal((file.Rows.Sum(r => r.Withhold.Minor), 0), (report.Paid[file.Employer].Minor, report.Open[file.Employer].Minor));
        }

        Assert.InRange(report.Settled, 2, 6);
        Assert.Contains("A bank file settles them", loaded.Printed, StringComparison.Ordinal);
        Assert.Equal((0, 0),
            (report.Books.Sum.Minor, report.Books.Accounts.Where(a => a.Account == "host-due").Sum(a => a.Balance.Minor)));
    }

    [Fact]
    public void One_week_is_contested_and_one_rent_is_flagged()
    {
        var report = loaded.Report.Payroll!;
        Assert.Equal([("w3", "amount-wrong")], report.Contested);
        Assert.Equal([("w2", 80_00, 45_00)], report.Flagged.Select(f => (f.Person, f.Taken.Minor, f.Allowed.Minor)));
    }

    [Fact]
    public void Days_without_pay_close_by_themselves_and_what_was_too_much_reaches_the_migrant()
    {
        var left = Payroll.GetProperty("people").EnumerateArray().Single(p => p.TryGetProperty("leftAfterDays", out _));
        // Ten weeks at home are worth more than four weeks' pay: nothing is due for them, and all that was withheld comes back.
        var days = left.GetProperty("leftAfterDays").GetInt32() + 1;
        var earned = PaysOf(left).Sum(p => Cents(p[3]));
        var (k, a, b) = Time(Arrived(left), Arrived(left).AddDays(days));
        Assert.True(Due(earned, left, k, a, b) == 0 && Withheld(left).Sum() > 0);
        var refund = Assert.Single(loaded.Report.Payroll!.Refunds);
        Assert.Equal((PaymentState.Settled, 1, Withheld(left).Sum()), (refund.State, refund.Count, refund.Sum.Minor));
    }

    private static List<long> Withheld(JsonElement person)
    {
        var (earned, taken, withheld) = (0L, 0L, new List<long>());
        foreach (var pay in PaysOf(person))
        {
            earned += Cents(pay[3]);
            var (k, a, b) = pay[1].Length > 0
                ? Time(Arrived(person), Arrived(person).AddDays(7 * int.Parse(pay[1], CultureInfo.InvariantCulture)))
                : (int.Parse(pay[2], CultureInfo.InvariantCulture), 0, 1);
            withheld.Add(Math.Min(Due(earned, person, k, a, b) - taken, Cents(pay[3]) / 4));
            taken += withheld[^1];
        }

        return withheld;
    }

    // max(0, floor((12·E·b − B·(k·b + a)) · 1 / (12·b·2)))
    private static long Due(long earned, JsonElement person, int k, int a, int b) => Math.Max(0,
        ((12 * earned * b) - (Cents(person.GetProperty("baseline").GetString()!) * ((k * b) + a))) / (24 * b));

    // Whole share months until a day, and how many of the next one's days.
    private static (int Months, int Days, int Of) Time(DateOnly arrived, DateOnly next)
    {
        var months = 0;
        while (arrived.AddMonths(months + 1) <= next) months++;
        var start = arrived.AddMonths(months);
        return (months, next.DayNumber - start.DayNumber, arrived.AddMonths(months + 1).DayNumber - start.DayNumber);
    }

    // The day on which the sample was loaded is the day of these tests, but for the minute around midnight.
    private static DateOnly Arrived(JsonElement person) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland")).Date)
            .AddDays(-person.GetProperty("arrivedDaysAgo").GetInt32());

    private static IEnumerable<string[]> PaysOf(JsonElement person) => Pays.Where(p => p[0] == person.GetProperty("id").GetString());

    private static long Cents(string amount) => long.Parse(amount.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
