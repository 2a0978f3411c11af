namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

public sealed class PayTests(World world) : IClassFixture<World>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task A_pay_is_reported_corrected_and_withdrawn_and_each_is_answered_the_same_again()
    {
        var id = await Arrived();
        var grain = _world.Sponsorship(id);
        var (command, week) = (Command(), Week(new(2025, 1, 10), 70_000));
        var first = await grain.ChangePay(command, week);
        // At home 5,279.28 a year are 99.34 in seven days of 31.
        Assert.Equal((new Money(30_032, Nzd), Money.Zero(Nzd)), (first.Answer!.Withhold, first.Answer.GiveBack));
        Assert.Equal(EmployerReference.Of(id, "orchard", 1, 1).Value, first.Answer.Reference);
        Assert.Equal(first, await grain.ChangePay(command, week));
        Assert.Equal(first.Answer, (await grain.ChangePay(Command(), week)).Answer);

        await grain.ChangePay(Command(), Week(new(2025, 1, 17), 70_000));
        var corrected = await grain.ChangePay(Command(),
            week with { Pay = first.Pay, Report = week.Report! with { Gross = new(50_000, Nzd) } });
        Assert.Equal(("posted", new Money(10_000, Nzd)), (corrected.Result.Outcome, corrected.Answer!.GiveBack));
        Assert.Equal([(50_000, 20_032), (70_000, 30_033)],
            (await grain.Pays())!.Items.Select(p => (p.Report.Gross.Minor, p.Withheld.Minor)));
        // What was reported first does not undo it when it comes again.
        Assert.Equal("known", (await grain.ChangePay(Command(), week)).Result.Outcome);

        var (back, withdrawal) = (Command(), new PayChange { Pay = first.Pay });
        var withdrawn = await grain.ChangePay(back, withdrawal);
        Assert.Equal(("withdrawn", new Money(25_000, Nzd)), (withdrawn.Result.Outcome, withdrawn.Answer!.GiveBack));
        await _world.Restart();
        Assert.Equal(withdrawn, await _world.Sponsorship(id).ChangePay(back, withdrawal));
        Assert.Single((await _world.Sponsorship(id).Pays())!.Items);
    }

    [Fact]
    public async Task Rent_beyond_what_the_law_allows_is_listed_until_the_pay_is_put_right_and_the_share_gives_way()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, new(2026, 1, 10));
        await _world.Name(id, "orchard");
        var today = DateOnly.FromDateTime(_world.Time.GetUtcNow().Date);
        var profile = new DeductionProfile("nz-wages", 1, "NZ", new(2025, 4, 1), "act", Nzd, PayBasis.Gross, false,
            [new PercentageCap(2500), new WageFloor(2350, 40)],
            [new(DeductionKind.Rent, NeedsConsent: true, PercentHundredths: 500, Of: DeductionCapBase.MinimumPay)]);
        Accepted("chosen", await _world.City(city).ChooseDeductionProfile(Command(), new(profile, today)));
        _world.Time.Advance(TimeSpan.FromDays(9));
        var pay = new PayReport("orchard", today.AddDays(1), today.AddDays(7), PayFrequency.Week, new(100_000, Nzd), null, 40 * 60,
            [new(DeductionKind.Rent, new(12_000, Nzd), today)]);
        var change = new PayChange { Report = pay };
        var first = await _world.Sponsorship(id).ChangePay(Command(), change);
        // 1,000.00 less 120.00 of rent is below 40 × 23.50 already.
        Assert.Equal(Money.Zero(Nzd), first.Answer!.Withhold);
        var listed = Assert.Single((await _world.Grains.Registers(city).Findings(new() { Sponsorship = id }, 0, 10)).Items);
        Assert.Equal((first.Pay, "orchard", "nz-wages"), (listed.Pay, listed.Employer, listed.Profile));
        Assert.Equal([new(DeductionFault.OverCap, DeductionKind.Rent, new(12_000, Nzd), new(4_700, Nzd))], listed.Findings);
        // The statement is the host's too, and the migrant's rent is none of the host's business.
        Assert.All((await _world.Sponsorship(id).Statement())!.Lines, line => Assert.Null(line.Limit?.Findings));

        var right = pay with { Others = [new(DeductionKind.Rent, new(4_000, Nzd), today)] };
        var mended = await _world.Sponsorship(id).ChangePay(Command(), change with { Pay = first.Pay, Report = right });
        Assert.Equal(new Money(2_000, Nzd), mended.Answer!.Withhold);
        Assert.Empty((await _world.Grains.Registers(city).Findings(new(), 0, 10)).Items);
        await _world.Sponsorship(id).ChangePay(Command(), change with { Pay = first.Pay });
        Assert.Single((await _world.Grains.Registers(city).Findings(new() { Employer = "orchard" }, 0, 10)).Items);
        await _world.Sponsorship(id).ChangePay(Command(), new() { Pay = first.Pay });
        Assert.Empty((await _world.Grains.Registers(city).Findings(new(), 0, 10)).Items);
    }

    [Fact]
    public async Task A_trial_of_a_pay_is_answered_the_same_and_changes_nothing()
    {
        var id = await Arrived();
        var grain = _world.Sponsorship(id);
        // The second one crosses the end of the share year, and fixes the baseline of the next.
        foreach (var change in new[] { Week(new(2025, 1, 10), 70_000), Week(new(2026, 1, 7), 70_000) })
        {
            var (command, before) = (Command(), (await grain.Get())!.Version);
            var trial = await grain.ChangePay(command, change, isTrial: true);
            Assert.Equal(before, (await grain.Get())!.Version);
            Assert.Equal(trial, await grain.ChangePay(command, change));
        }

        Assert.Equal([1, 2], (await grain.Statement())!.Lines.Skip(1).Select(l => l.Year));
        var byStranger = await grain.ChangePay(Command(), Week(new(2025, 1, 17), 1, "stranger"), isTrial: true);
        Refused(RejectionCode.EmployerNotNamed, byStranger.Result);
    }

    [Fact]
    public async Task Where_the_host_changes_within_a_pay_the_parts_are_added_whichever_host_it_is_sent_to()
    {
        foreach (var toFirst in new[] { true, false })
        {
            var (first, second) = await Changed();
            var id = toFirst ? first : second;
            var (command, change) = (Command(), Week(new(2026, 1, 29), 700_000));
            var trial = await _world.Sponsorship(id).ChangePay(Command(), change, isTrial: true);
            var answer = await _world.Sponsorship(id).ChangePay(command, change);
            var (one, other) = await Taken(first, second);
            Assert.True(one > 0 && other > 0);
            Assert.Equal(new Money(one + other, Nzd), answer.Answer!.Withhold);
            Assert.Equal(trial, answer);
            Assert.Equal(answer, await _world.Sponsorship(id).ChangePay(command, change));
            Assert.Equal(answer.Answer.Withhold, (await _world.Sponsorship(id).Pays())!.Items[0].Withheld);

            var back = await _world.Sponsorship(toFirst ? second : first).ChangePay(Command(), new() { Pay = answer.Pay });
            Assert.Equal(answer.Answer.Withhold, back.Answer!.GiveBack);
            Assert.Equal((0, 0), await Taken(first, second));
        }
    }

    [Fact]
    public async Task What_is_contested_waits_for_an_officer_and_nothing_moves_meanwhile()
    {
        var id = await Arrived();
        var grain = _world.Sponsorship(id);
        var pay = (await grain.ChangePay(Command(), Week(new(2025, 1, 10), 70_000))).Pay;
        Accepted("contested", (await grain.ChangePay(Command(), new() { Pay = pay, Contest = ContestReason.AmountWrong })).Result);
        var before = (await grain.Statement())!.Totals!;
        // The month is over for long, and nobody has reported its other days: they are without pay, the contested ones are not.
        Accepted("closed", await grain.CloseMonths(31));
        Assert.True((await grain.Statement())!.Totals!.Share.Minor <= before.Share.Minor);
        Accepted("replied", (await grain.ChangePay(Command(), new() { Pay = pay, Reply = ContestReply.ReportIsRight })).Result);
        var seen = Assert.Single((await grain.Pays())!.Items);
        Assert.Equal((ContestReason.AmountWrong, ContestReply.ReportIsRight), (seen.Contest!.Reason, seen.Contest.Reply));

        await _world.Restart();
        grain = _world.Sponsorship(id);
        Accepted("upheld", (await grain.ChangePay(Command(), new() { Pay = pay, IsUpheld = true })).Result);
        Assert.Empty((await grain.Pays())!.Items);
        Assert.Equal((0, 0), ((await grain.Statement())!.Totals!.Share.Minor, (await grain.Statement())!.Totals!.Earned.Minor));
    }

    [Fact]
    public async Task Words_of_a_contest_are_in_the_vault_read_by_officers_and_gone_with_the_migrant()
    {
        var id = await Arrived();
        var grain = _world.Sponsorship(id);
        var migrant = (await grain.Get())!.Migrant;
        var pay = (await grain.ChangePay(Command(), Week(new(2025, 1, 10), 70_000))).Pay;
        var (own, said) = (Words(CaseParty.Migrant, "I worked on Wildbird Sunday."), Words(CaseParty.Employer, "See the Tamarind roster."));
        Assert.Null(await grain.ReadContestWords(pay!, Officer));
        Refused(RejectionCode.InvalidInput,
            (await grain.ChangePay(Command(),
                new() { Pay = pay, Contest = ContestReason.AmountWrong, Words = own with { Language = "Bob" } })).Result);
        var (command, contest) = (Command(), new PayChange { Pay = pay, Contest = ContestReason.AmountWrong, Words = own });
        Accepted("contested", (await grain.ChangePay(command, contest)).Result);
        Accepted("contested", (await grain.ChangePay(command, contest)).Result);
        Refused(RejectionCode.IdempotencyKeyReused,
            (await grain.ChangePay(command, contest with { Words = own with { Text = "Something else." } })).Result);
        Accepted("replied",
            (await grain.ChangePay(Command(), new() { Pay = pay, Reply = ContestReply.ReportIsRight, Words = said })).Result);
        // The other side has the codes, and knows that there are words.
        var seen = Assert.Single((await grain.Pays())!.Items).Contest!;
        Assert.Equal((ContestReason.AmountWrong, ContestReply.ReportIsRight, true, true),
            (seen.Reason, seen.Reply, seen.HasWords, seen.ReplyHasWords));
        Assert.Equal([own.Text, said.Text], (await grain.ReadContestWords(pay!, Officer))!.Items.Select(t => t.Text));
        Assert.Equal([own.Text],
            (await grain.ReadContestWords(pay!, new() { Actor = $"migrant:{migrant}", Purpose = "own-data" }))!.Items.Select(t => t.Text));
        foreach (var secret in new[] { "Wildbird", "Tamarind" }) Assert.False(_world.JournalHas(secret), secret);

        Accepted("ended", await grain.End(Command(), Party.Migrant, EndReason.MigrantLeft, null));
        await Until(async () => await _world.StatusOf(id) == SponsorshipStatus.Ended, "the end");
        await Until(async () => (await _world.Migrant(migrant).ErasePerson(Command(), "retention")).IsAccepted, "the erasure");
        Assert.All((await _world.Sponsorship(id).ReadContestWords(pay!, Officer))!.Items, t => Assert.Null(t.Text));
    }

    [Fact]
    public async Task What_an_officer_has_settled_comes_last_and_the_migrant_sees_what_came_of_it()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, new(2026, 1, 10));
        await _world.Name(id, "orchard");
        var today = DateOnly.FromDateTime(_world.Time.GetUtcNow().Date);
        var profile = new DeductionProfile("nz-wages", 1, "NZ", new(2025, 4, 1), "act", Nzd, PayBasis.Gross, false,
            [new PercentageCap(2500)], [new(DeductionKind.Rent, NeedsConsent: true)]);
        Accepted("chosen", await _world.City(city).ChooseDeductionProfile(Command(), new(profile, today)));
        _world.Time.Advance(TimeSpan.FromDays(30));
        var (grain, registers) = (_world.Sponsorship(id), _world.Grains.Registers(city));
        var rent = new OtherDeduction(DeductionKind.Rent, new(2_000, Nzd));
        var pays = new List<string>();
        foreach (var day in new[] { 1, 8, 15 }) pays.Add(await Report(day));
        // A month's report makes findings as pays do.
        Accepted("posted", await grain.ReportEarnings(Command(), new(1, 3, Employers.None, new(400_000, Nzd),
            new(new(400_000, Nzd), new(2_000, Nzd), Others: [rent]))));
        var month = PayId.OfMonth(1, 3, Employers.None);
        await Lists([.. pays, month]);

        var settle = (FindingOutcome.PutRight, FindingReason.PaidBack);
        Accepted("settled", await grain.SettleFindings(Command(), pays[0], settle.PutRight, settle.PaidBack));
        Accepted("settled", await grain.SettleFindings(Command(), pays[0], settle.PutRight, settle.PaidBack));
        Refused(RejectionCode.FindingNotFound,
            await grain.SettleFindings(Command(), PayId.OfMonth(1, 9, "orchard"), FindingOutcome.Noted, FindingReason.EmployerGone));
        await Lists(pays[1], pays[2], month, pays[0]);
        // Page by page it is the same list.
        var seen = new List<string>();
        for (long? after = 0; after is { } from;)
        {
            var page = await registers.Findings(new(), from, 1);
            seen.Add(Assert.Single(page.Items).Pay);
            after = page.Next;
        }

        Assert.Equal([pays[1], pays[2], month, pays[0]], seen);
        var own = (await registers.Findings(new() { Sponsorship = id, IsOpen = false }, 0, 10)).Items;
        Assert.Equal((settle.PutRight, settle.PaidBack), (Assert.Single(own).Settled!.Outcome, own[0].Settled!.Reason));
        Assert.Equal(3, (await registers.Findings(new() { IsOpen = true }, 0, 10)).Items.Count);

        // Upheld, a contested pay is out of the list; and the list is made again from the feed.
        await grain.ChangePay(Command(), new() { Pay = pays[1], Contest = ContestReason.NotPaid });
        await grain.ChangePay(Command(), new() { Pay = pays[1], IsUpheld = true });
        await Lists(pays[2], month, pays[0]);
        await registers.Rebuild();
        await Lists(pays[2], month, pays[0]);
        Accepted("withdrawn", await grain.WithdrawEarnings(Command(), 1, 3, Employers.None));
        await Lists(pays[2], pays[0]);

        async Task<string> Report(int day) => (await grain.ChangePay(Command(), new()
        {
            Report = new("orchard", today.AddDays(day), today.AddDays(day + 6), PayFrequency.Week, new(100_000, Nzd), Others: [rent]),
        })).Pay!;

        async Task Lists(params string[] expected) =>
            Assert.Equal(expected, (await registers.Findings(new(), 0, 10)).Items.Select(f => f.Pay));
    }

    private static readonly PersonReader Officer = new() { Actor = "city-officer:test", Purpose = "casework" };

    private static CaseWords Words(CaseParty by, string text) => new() { By = by, Text = text, Language = "en" };

    private async Task<SponsorshipId> Arrived()
    {
        var id = await _world.Arrive(await _world.OpenCity(5), new(2025, 1, 10));
        await _world.Name(id, "orchard");
        return id;
    }

    private async Task<(SponsorshipId First, SponsorshipId Second)> Changed()
    {
        var city = await _world.OpenCity(5);
        var migrant = await _world.AddMigrant(city.Nation);
        var first = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(first);
        Accepted("arrived", await _world.Sponsorship(first).Arrive(Command(), new(2026, 1, 10)));
        Accepted("ended", await _world.Sponsorship(first).End(Command(), Party.Migrant, EndReason.Completed, new(2026, 1, 31)));
        var second = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), new(2026, 2, 1)));
        foreach (var id in new[] { first, second }) await _world.Name(id, "orchard");
        return (first, second);
    }

    private async Task<(long First, long Second)> Taken(SponsorshipId first, SponsorshipId second) =>
        ((await _world.Sponsorship(first).Statement())!.Totals!.Share.Minor,
            (await _world.Sponsorship(second).Statement())!.Totals!.Share.Minor);

    private static PayChange Week(DateOnly from, long minor, string employer = "orchard") =>
        new() { Report = new(employer, from, from.AddDays(6), PayFrequency.Week, new(minor, Nzd)) };
}
