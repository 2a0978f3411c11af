namespace VipOrleans.Grains.Tests.Reports;

using System.Globalization;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using static VipOrleans.Grains.Tests.World;

public sealed class PayFileTests(World world) : IClassFixture<World>
{
    private const string Header = "sponsorship,from,to,frequency,gross,currency,hours,rent,rentPurpose,payId,withdrawn";

    private readonly World _world = world.AsNew();

    [Theory]
    [InlineData("nzd-weekly", 27)]
    [InlineData("late-week", 4)]
    public async Task Golden_weeks_through_a_file_end_at_the_same_cents_as_one_by_one(string name, int count)
    {
        var weeks = Golden(name);
        Assert.Equal(count, weeks.Length);
        var city = await _world.OpenCity(2);
        var (byFile, oneByOne) = (await Arrived(city, weeks[0].ArrivedOn), await Arrived(city, weeks[0].ArrivedOn));
        // The clock alone: half a year of timers has nothing to do here.
        _world.Time.AdjustTime(_world.Time.GetUtcNow().AddDays(160));
        var file = File(weeks.Select(w =>
            $"{byFile},{w.From:yyyy-MM-dd},{w.To:yyyy-MM-dd},week,{new Money(w.Earned, Nzd).Amount},NZD,40,,,,"));

        var done = await _world.Import(city, file, "golden", "orchard");
        foreach (var w in weeks)
        {
            var change = new PayChange { Report = new("orchard", w.From, w.To, PayFrequency.Week, new(w.Earned, Nzd), null, 2_400) };
            var answer = (await _world.Sponsorship(oneByOne).ChangePay(Command(), change)).Answer!;
            Assert.Equal(w.Taken, answer.Withhold.Minor - answer.GiveBack.Minor);
        }

        Assert.Equal((count, count, 0, 0), (done.Rows, done.Accepted, done.Unchanged, done.Refused));
        var results = await _world.ResultsOf(done.Id);
        Assert.Equal(weeks.Select(w => w.Taken), results.Select(r => r.Withhold!.Value.Minor - r.GiveBack!.Value.Minor));
        Assert.Equal(weeks.Select(w => (w.From, w.To)), results.Select(r => (r.From!.Value, r.To!.Value)));
        var (one, other) = ((await _world.Sponsorship(byFile).Pays())!.Items, (await _world.Sponsorship(oneByOne).Pays())!.Items);
        Assert.Equal(other.Select(p => (p.Id, p.Withheld)), one.Select(p => (p.Id, p.Withheld)));
        Assert.Equal(results.OrderBy(r => r.To).Select(r => r.Pay), one.Select(p => p.Id));
        Assert.Equal((await _world.Sponsorship(oneByOne).Statement())!.Totals, (await _world.Sponsorship(byFile).Statement())!.Totals);
        // Each is paid with the share month of its last day, as the answer to a single pay says.
        foreach (var r in results)
        {
            Assert.Equal((await _world.Sponsorship(byFile).EarningsToPay(r.Year!.Value, r.Month!.Value, "orchard"))!.Answer.Reference,
                r.Reference);
        }

        var before = (await _world.Sponsorship(byFile).Get())!.Version;
        var again = await _world.Import(city, file, "golden again", "orchard");
        Assert.Equal((0, count), (again.Accepted, again.Unchanged));
        Assert.Equal(results.Select(r => r with { Status = RowStatus.Unchanged }), await _world.ResultsOf(again.Id));
        Assert.Equal(before, (await _world.Sponsorship(byFile).Get())!.Version);
    }

    [Fact]
    public async Task A_pay_is_corrected_and_taken_back_by_its_id_and_a_row_that_cannot_be_is_refused_by_column()
    {
        var city = await _world.OpenCity(1);
        var id = await Arrived(city, new(2026, 1, 5));
        var file = File([$"{id},2026-01-05,2026-01-11,week,940.00,NZD,40,25.00,lease/7,,",
            $"{id},2026-01-12,2026-01-18,week,940.00,NZD,40,,,,"]);
        var first = await _world.ResultsOf((await _world.Import(city, file, "first", "orchard")).Id);
        var pay = (await _world.Sponsorship(id).Pays())!.Items[0].Report;
        Assert.Equal((2_400, "lease/7", DeductionKind.Rent), (pay.Minutes, pay.Others![0].Purpose, pay.Others[0].Kind));

        var second = await _world.ResultsOf((await _world.Import(city, File(
        [
            $"{id},2026-01-05,2026-01-11,week,840.00,NZD,40,25.00,lease/7,{first[0].Pay},", $"{id},,,,,,,,,{first[1].Pay},yes",
            $"{id},2026-01-12,2026-01-18,week,1.00,NZD,,,,pay-00000000000000000000,", $"{id},2026-01-12,2026-01-20,week,1.00,NZD,,,,,",
            $"{id},2027-01-12,2027-01-18,week,1.00,NZD,,,,,", $"{id},2026-01-12,2026-01-18,week,1.00,EUR,,,,,",
        ]), "second", "orchard")).Id);
        Assert.Equal([RowStatus.Accepted, RowStatus.Accepted, .. Enumerable.Repeat(RowStatus.Refused, 4)], second.Select(r => r.Status));
        Assert.Equal(5_000, second[0].GiveBack!.Value.Minor);
        Assert.Equal((first[0].Pay, first[1].Pay), (second[0].Pay, second[1].Pay));
        Assert.Equal(["pay-not-found", "invalid-input", "date-in-future", "currency-mismatch"], second.Skip(2).Select(r => r.Code));
        Assert.Equal([84_000], (await _world.Sponsorship(id).Pays())!.Items.Select(p => p.Report.Gross.Minor));
    }

    [Fact]
    public async Task A_trial_of_a_file_answers_each_row_as_the_file_does_and_writes_nothing()
    {
        var city = await _world.OpenCity(3);
        var (one, other) = (await Arrived(city, new(2026, 1, 5)), await Arrived(city, new(2026, 1, 20)));
        var stranger = await _world.Arrive(city, new(2026, 1, 5));
        await _world.Import(city, File([$"{one},2026-01-05,2026-01-11,week,500.00,NZD,,,,,"]), "before", "orchard");
        var known = (await _world.Sponsorship(one).Pays())!.Items[0].Id;
        var file = File(
        [
            // Each row of a person builds on those before it: corrected, known again, taken back, reported again.
            $"{one},2026-01-05,2026-01-11,week,940.00,NZD,,,,{known},", $"{one},2026-01-12,2026-01-18,week,940.00,NZD,,,,,",
            $"{other},2026-01-20,2026-01-26,week,800.00,NZD,,,,,", $"{one},2026-01-12,2026-01-18,week,940.00,NZD,,,,,",
            $"{one},,,,,,,,,{known},yes", $"{one},,,,,,,,,{known},yes", $"{stranger},2026-01-12,2026-01-18,week,1.00,NZD,,,,,",
            $"{one},2026-01-12,2026-01-19,week,1.00,NZD,,,,,", $"{one},2026-01-12,2026-01-18,weekly,1.00,NZD,,,,,",
            $"{one},2026-01-19,2026-01-25,week,0.00,NZD,,,,,",
        ]);
        foreach (var _ in (int[])[1, 2])
        {
            var heads = await Heads();
            var tried = await _world.Try(city, file, "orchard");
            Assert.Equal(heads, await Heads());
            var done = await _world.ResultsOf((await _world.Import(city, file, $"sent-{heads}", "orchard")).Id);
            Assert.Equal(done, tried);
        }

        async Task<string> Heads() => string.Join(' ', (await _world.Watched.Partitions()).Select(p => $"{p}")
            .Append($"{(await _world.EventsOf(one.Stream)).Count}"));
    }

    private async Task<SponsorshipId> Arrived(CityId city, DateOnly on)
    {
        var id = await _world.Arrive(city, on);
        await _world.Name(id, "orchard");
        return id;
    }

    private static string File(IEnumerable<string> rows) => $"{Header}\n{string.Join('\n', rows)}";

    private static GoldenWeek[] Golden(string name) =>
        [.. System.IO.File.ReadLines(Path.Combine(AppContext.BaseDirectory, "gain-share-pays.csv")).Select(l => l.Split(','))
            .Where(c => c[0] == name).Select(c => new GoldenWeek(Day(c[4]), Day(c[5]), Day(c[6]), Number(c[7]), Number(c[12])))];

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record GoldenWeek(DateOnly ArrivedOn, DateOnly From, DateOnly To, long Earned, long Taken);
}
