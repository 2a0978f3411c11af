namespace VipOrleans.Grains.Tests.Money;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Money;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class RateTests : IAsyncLifetime
{
    private static readonly Currency Eur = Currency.Parse("EUR"), Php = Currency.Parse("PHP");
    private static readonly RateSource Ecb = new(RateSourceId.Parse("ecb"), "European Central Bank", Eur, 10);
    private static readonly RateSource Second = new(RateSourceId.Parse("second"), "Another bank", Eur, 400);
    private static readonly NationId Nz = NationId.Parse("nz");
    private readonly World _world = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task What_was_imported_is_found_with_both_legs_and_after_a_restart_too()
    {
        await Sources(Ecb, Second);
        Accepted("imported", await Table(Ecb).Import(Command(), Eur, [Day(new(2026, 2, 27), ("NZD", "1.95"))], false));
        Accepted("imported", await Table(Second).Import(Command(), Eur, [Day(new(2026, 2, 20), ("PHP", "68.5"), ("NZD", "9"))], false));
        await _world.Restart();
        // The 28th is a Saturday.
        var rate = (await _world.Rates(Nz).Find(Php, Nzd, new(2026, 2, 28))).Rate!;
        Assert.Equal(new(Php, Rate.Parse("68.5"), Second.Id, Second.Name, new(2026, 2, 20)), rate.From);
        Assert.Equal(new(Nzd, Rate.Parse("1.95"), Ecb.Id, Ecb.Name, new(2026, 2, 27)), rate.To);
        Assert.Equal(RejectionCode.ExchangeRateMissing, (await _world.Rates(Nz).Find(Php, Nzd, new(2026, 2, 19))).Missing!.Code);
        Assert.Equal([Ecb, Second], (await _world.Rates(Nz).Sources()).Sources);
    }

    [Fact]
    public async Task An_import_that_was_cut_short_goes_on_and_its_retry_is_answered_as_the_first_time()
    {
        await Sources(Ecb);
        var days = Enumerable.Range(0, 1_000).Select(n => Day(new DateOnly(2026, 2, 1).AddDays(-n), ("NZD", "1.9"))).ToArray();
        // The second part fails for good; the first is there.
        _world.Script(Ecb.Id.StreamIn(Nz), n => n is >= 2 and <= 7 ? Fault.BeforeWrite : Fault.None);
        var command = Command();
        Refused(RejectionCode.StoreUnavailable, await Table(Ecb).Import(command, Eur, days, false));
        Assert.Equal(RateTableDecider.MaxEvents, (await _world.EventsOf(Ecb.Id.StreamIn(Nz))).Count);
        Accepted("imported", await Table(Ecb).Import(command, Eur, days, false));
        Assert.Equal(1_000, (await _world.EventsOf(Ecb.Id.StreamIn(Nz))).Count);
        // A correction in between changes nothing of that: the first import was carried out, once.
        Accepted("imported", await Table(Ecb).Import(Command(), Eur, [Day(new(2026, 2, 1), ("NZD", "2.0"))], true));
        Accepted("imported", await Table(Ecb).Import(command, Eur, days, false));
        Refused(RejectionCode.IdempotencyKeyReused, await Table(Ecb).Import(command with { Fingerprint = 2 }, Eur, days, false));
        Assert.Equal("2.0", (await Table(Ecb).Quote(Nzd, Eur, new(2026, 2, 1))).From!.PerBase.ToString());
        Assert.Equal(1_001, (await _world.EventsOf(Ecb.Id.StreamIn(Nz))).Count);
    }

    [Fact]
    public async Task A_day_that_differs_keeps_the_whole_import_out()
    {
        await Sources(Ecb);
        Accepted("imported", await Table(Ecb).Import(Command(), Eur, [Day(new(2023, 1, 2), ("NZD", "1.6"))], false));
        var days = Enumerable.Range(0, 1_500).Select(n => Day(new DateOnly(2026, 2, 1).AddDays(-n), ("NZD", "1.9"))).ToArray();
        // The day that differs is far behind what the first part of the import would write.
        Refused(RejectionCode.RatesDiffer, await Table(Ecb).Import(Command(), Eur, days, false));
        Assert.Single(await _world.EventsOf(Ecb.Id.StreamIn(Nz)));
        Refused(RejectionCode.DateInFuture, await Table(Ecb).Import(Command(), Eur, [Day(new(2026, 3, 3), ("NZD", "1.9"))], false));
    }

    [Fact]
    public async Task An_arrival_takes_the_verified_baseline_at_the_rate_of_its_day()
    {
        await Sources(Ecb);
        var city = await _world.OpenCity(5);
        var migrant = await Migrant(city.Nation, verify: false);
        var id = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(id);
        Refused(RejectionCode.BaselineNotVerified, await _world.Sponsorship(id).Arrive(Command(), new(2026, 2, 22)));
        await Verify(migrant, "180000.00", new(2026, 2, 1));
        // A Friday and the Monday after; the migrant arrives on the Sunday.
        Accepted("imported",
            await Table(Ecb)
                .Import(Command(), Eur,
                    [Day(new(2026, 2, 20), ("PHP", "60.731"), ("NZD", "1.7812")), Day(new(2026, 2, 23), ("PHP", "1"), ("NZD", "2"))],
                    false));
        Accepted("arrived", await _world.Sponsorship(id).Arrive(Command(), new(2026, 2, 22)));
        var baseline = (await _world.Sponsorship(id).Get())!.Baseline!;
        Assert.Equal(("5279.28 NZD", new DateOnly(2026, 2, 20), 1),
            (baseline.Yearly.ToString(), baseline.Rate!.From.On, baseline.Verified.Version));
        // A correction of the rate rewrites nothing that was fixed.
        Accepted("imported", await Table(Ecb).Import(Command(), Eur, [Day(new(2026, 2, 20), ("PHP", "50"))], true));
        Assert.Equal("5279.28 NZD", (await _world.Sponsorship(id).Get())!.Baseline!.Yearly.ToString());
    }

    [Fact]
    public async Task An_arrival_without_a_rate_is_noted_and_the_money_waits_until_the_rate_of_that_day_is_imported()
    {
        await Sources(Ecb);
        var city = await _world.OpenCity(5);
        var migrant = await Migrant(city.Nation);
        var id = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(id);
        Accepted("arrived-awaiting-rate", await _world.Sponsorship(id).Arrive(Command(), new(2026, 2, 22)));
        var waiting = (await _world.Sponsorship(id).Get())!;
        Assert.Equal((SponsorshipStatus.Arrived, true, null), (waiting.Status, waiting.AwaitsRate, waiting.Baseline));
        var report = Command();
        var refused = await Report(id, 1, context: report);
        Refused(RejectionCode.ExchangeRateMissing, refused);
        Assert.Contains("from PHP to NZD for 2026-02-22", refused.Detail, StringComparison.Ordinal);
        Assert.Empty((await _world.Sponsorship(id).Statement())!.Lines);

        await _world.Restart();
        Accepted("imported", await Table(Ecb).Import(Command(), Eur,
            [Day(new(2026, 2, 20), ("PHP", "60.731"), ("NZD", "1.7812")), Day(new(2026, 2, 27), ("PHP", "1"), ("NZD", "2"))], false));
        Accepted("posted", await Report(id, 1, context: report));
        var view = (await _world.Sponsorship(id).Get())!;
        Assert.Equal((false, "5279.28 NZD", new DateOnly(2026, 2, 20)),
            (view.AwaitsRate, view.Baseline!.Yearly.ToString(), view.Baseline.Rate!.From.On));
    }

    [Fact]
    public async Task A_share_year_begins_with_the_newest_version_of_its_first_day_and_keeps_it()
    {
        await Sources(Ecb);
        var city = await _world.OpenCity(5);
        var migrant = await Migrant(city.Nation);
        var id = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(id);
        Accepted("imported", await Table(Ecb).Import(Command(), Eur, [Day(new(2026, 2, 20), ("PHP", "60.731"), ("NZD", "1.7812"))], false));
        Accepted("arrived", await _world.Sponsorship(id).Arrive(Command(), new(2026, 2, 22)));
        _world.Time.AdjustTime(_world.Time.GetUtcNow().AddDays(400));
        await Verify(migrant, "240000.00", new(2027, 2, 22));
        await Verify(migrant, "360000.00", new(2027, 2, 23));

        // Without a rate for the day on which year 2 begins, nothing is reported and nothing is fixed.
        Refused(RejectionCode.ExchangeRateMissing, await Report(id, 2));
        Assert.Empty((await _world.Sponsorship(id).Get())!.LaterBaselines);
        Accepted("imported", await Table(Ecb).Import(Command(), Eur, [Day(new(2027, 2, 19), ("PHP", "60"), ("NZD", "2"))], false));
        Accepted("posted", await Report(id, 2));
        Assert.Equal((2, "8000.00 NZD"), Only(await _world.Sponsorship(id).Get()));

        // A version that is dated back comes too late for a year that has begun; the first year keeps its own.
        await Verify(migrant, "120000.00", new(2027, 2, 1));
        Accepted("posted", await Report(id, 2, month: 2));
        Accepted("posted", await Report(id, 1));
        Assert.Equal((2, "8000.00 NZD"), Only(await _world.Sponsorship(id).Get()));
        var statement = (await _world.Sponsorship(id).Statement())!;
        Assert.Equal(("5279.28 NZD", 1), (statement.Baseline!.Yearly.ToString(), statement.LaterBaselines.Count));
        // Each gain from its own baseline: 4000.00 less 5279.28 · 1/12, and 8000.00 less 8000.00 · 2/12.
        Assert.Equal("10226.72 NZD", statement.Totals!.Gain.ToString());
        Assert.Equal([1, 2, 3, 4], (await _world.Migrant(migrant).Baselines())!.Verified.Select(v => v.Version));
    }

    private static (int, string) Only(SponsorshipView? view) =>
        (Assert.Single(view!.LaterBaselines).Year, view.LaterBaselines[0].Baseline.Yearly.ToString());

    private async Task Sources(params RateSource[] sources) =>
        Accepted("decided", await _world.Rates(Nz).DecideSources(Command(), sources));

    private IRateTableGrain Table(RateSource source) => _world.RateTable(Nz, source.Id);

    private static DayRates Day(DateOnly on, params (string Currency, string Rate)[] rates) =>
        DayRates.Of(on, rates.Select(r => new CurrencyRate(Currency.Parse(r.Currency), Rate.Parse(r.Rate))));

    private async Task<MigrantId> Migrant(NationId nation, bool verify = true)
    {
        var id = MigrantId.From(nation, Command().Id);
        Accepted("registered", await _world.Migrant(id).Register(Command(), new() { Person = new() { Name = "Malaya" }, Origin = "PH" }));
        Accepted("declared",
            await _world.Migrant(id)
                .DeclareBaseline(Command(), new(Money.Parse("200000.00", Php), BaselineEvidence.OwnStatement, new(2026, 1, 1))));
        if (verify) await Verify(id, "180000.00", new(2026, 2, 1));
        return id;
    }

    private async Task Verify(MigrantId migrant, string yearly, DateOnly on) =>
        Accepted("verified",
            await _world.Migrant(migrant)
                .VerifyBaseline(Command(actor: "city-officer:second"),
                    new(Money.Parse(yearly, Php), BaselineMethod.TaxRecord, "tax-record/2025", on)));

    private Task<CommandResult> Report(SponsorshipId id, int year, int month = 1, CommandContext? context = null) =>
        _world.Sponsorship(id).ReportEarnings(context ?? Command(),
            new(year, month, Employers.None, Money.Parse("4000.00", Nzd)));
}
