namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What a migrant says is not right, and what it changes: nothing, until it is decided.</summary>
public sealed class ContestTests
{
    // The first month has 31 days.
    private static readonly DateOnly Arrival = new(2024, 1, 1), Later = new(2030, 1, 1);

    [Fact]
    public void A_contested_pay_is_neither_charged_more_nor_given_back()
    {
        var s = Run(Arrived(0), Week(0, 100_000), Week(7, 100_000));
        var contested = Run(s, new ContestPay(Id(7, 100_000), ContestReason.AmountWrong));
        Assert.Equal((100_000, 100_000), (Taken(s), Taken(contested)));
        Assert.Equal(Migrant(s), Migrant(contested));
        Assert.Equal("contested", Decide(contested, new ContestPay(Id(7, 100_000), ContestReason.NotPaid)).Outcome);
        // Another pay is charged as ever, and the contested one may even be corrected: nothing is taken of that.
        Assert.Equal(150_000, Taken(Run(contested, Week(14, 100_000))));
        Assert.Equal(100_000, Taken(Run(contested, Week(7, 900_000) with { Corrects = Id(7, 100_000) })));
    }

    [Fact]
    public void Both_sides_may_add_words_which_are_in_the_vault_and_the_newest_of_the_employer_hold()
    {
        var (mine, first, second) = (new CaseText("a1", "m", CaseParty.Migrant, "ne"), new CaseText("b1", "m", CaseParty.Employer),
            new CaseText("b2", "m", CaseParty.Employer));
        var s = Run(Arrived(0), Week(0, 100_000));
        var pay = Id(0, 100_000);
        s = Run(s, new ContestPay(pay, ContestReason.AmountWrong, mine), new ReplyToContest(pay, ContestReply.ReportIsRight, Words: first));
        Assert.Equal((mine, first), (Contested().Words, Contested().ReplyWords));
        // The same reply again says nothing new, and one without words takes none away.
        Assert.Empty(Decide(s, new ReplyToContest(pay, ContestReply.ReportIsRight, Words: first)).Events);
        Assert.Empty(Decide(s, new ReplyToContest(pay, ContestReply.ReportIsRight)).Events);
        s = Run(s, new ReplyToContest(pay, ContestReply.Corrected));
        Assert.Equal((ContestReply.Corrected, first), (Contested().Reply, Contested().ReplyWords));
        s = Run(s, new ReplyToContest(pay, ContestReply.Corrected, Words: second));
        Assert.Equal(second, Contested().ReplyWords);

        PayContest Contested() => s.Earnings.ShareYears[1].Pays.Single().Contest!;
    }

    [Fact]
    public void A_contested_pay_may_turn_out_to_be_less_than_what_is_held_of_it_and_the_migrant_owes_nothing()
    {
        var pay = Id(0, 100_000);
        var s = Run(Arrived(0), Week(0, 100_000), new ContestPay(pay, ContestReason.AmountWrong));
        Assert.Equal((50_000, 50_000), (Taken(s), Migrant(s)));
        // Of 300.00 no more than that can be with the host, whatever is held.
        s = Run(s, Week(0, 30_000) with { Corrects = pay });
        Assert.Equal((30_000, 0), (Taken(s), Migrant(s)));
        Assert.Equal((0, 0), (Taken(Run(s, new DecideContest(pay, true))), Migrant(Run(s, new DecideContest(pay, true)))));
        Assert.Equal((15_000, 15_000), (Taken(Run(s, new DecideContest(pay, false))), Migrant(Run(s, new DecideContest(pay, false)))));
    }

    [Fact]
    public void Its_days_are_no_days_without_pay_while_it_is_contested()
    {
        // At home 1,000 a day.
        var s = Run(Arrived(12 * 31_000), Week(0, 100_000), Week(7, 100_000), Week(14, 100_000));
        Assert.Equal((300_000 - 21_000) / 2, Taken(s));
        var contested = Run(s, new ContestPay(Id(7, 100_000), ContestReason.NotPaid));
        // The fourth week comes, and time has closed the rest of the month: what they bring is computed beside the contested one.
        contested = Run(contested, Week(21, 100_000));
        Assert.Equal((400_000 - 28_000) / 2, Taken(contested));
        Assert.Single(contested.Earnings.ShareYears[1].Pays, p => p.Contest is not null);
        var interval = contested.Intervals(contested.Earnings.ShareYears[1])[^1];
        Assert.Equal(21 * GainShare.PartsPerMonth / 31, interval.Time);
        Assert.Equal(300_000, interval.EarnedToDate);
    }

    [Fact]
    public void Upheld_it_is_as_if_it_had_never_been_reported_and_rejected_as_if_it_had_never_been_contested()
    {
        var never = Run(Arrived(372_000), Week(0, 100_000), Week(14, 100_000), Week(21, 100_000));
        var ever = Run(Arrived(372_000), Week(0, 100_000), Week(7, 100_000), Week(14, 100_000), Week(21, 100_000));
        var contested = Run(Arrived(372_000), Week(0, 100_000), Week(7, 100_000), new ContestPay(Id(7, 100_000), ContestReason.NotEmployed),
            Week(14, 100_000), Week(21, 100_000));
        var (upheld, rejected) = (Run(contested, new DecideContest(Id(7, 100_000), true)),
            Run(contested, new DecideContest(Id(7, 100_000), false)));
        Assert.Equal((Taken(never), Migrant(never)), (Taken(upheld), Migrant(upheld)));
        Assert.Equal((Taken(ever), Migrant(ever)), (Taken(rejected), Migrant(rejected)));
        Assert.Equal(RejectionCode.ContestNotFound, Decide(rejected, new DecideContest(Id(7, 100_000), true)).Rejection?.Code);
        Assert.Equal(RejectionCode.PayNotFound, Decide(upheld, new DecideContest(Id(7, 100_000), true)).Rejection?.Code);
    }

    [Fact]
    public void The_only_pay_of_all_brings_no_refund_and_no_time_while_it_is_contested()
    {
        var s = Run(Arrived(372_000), Week(0, 100_000));
        var contested = Run(s, new ContestPay(Id(0, 100_000), ContestReason.AmountWrong));
        Assert.Null(contested.Earnings.ShareYears[1].LastDay);
        Assert.Equal(Taken(s), Taken(contested));
        Assert.Equal(Taken(s), Taken(Run(contested, new DecideContest(Id(0, 100_000), false))));
        var upheld = Run(contested, new DecideContest(Id(0, 100_000), true));
        Assert.Equal((0, 0), (Taken(upheld), Migrant(upheld)));
    }

    [Fact]
    public void A_months_report_is_contested_alike()
    {
        var first = new ReportEarnings(new(1, 1, "orchard", Dollars(100_000)));
        var second = new ReportEarnings(new(1, 2, "orchard", Dollars(50_000)));
        var (s, id) = (Run(Arrived(372_000), first, second), PayId.OfMonth(1, 2, "orchard"));
        var contested = Run(s, new ContestPay(id, ContestReason.AmountWrong));
        Assert.Equal(Taken(s), Taken(contested));
        // It says the same again, and is contested still.
        Assert.IsType<EarningsConfirmed>(Decide(contested, second).Events[0]);
        var corrected = Run(contested, second with { Report = second.Report with { Earned = Dollars(60_000) } });
        Assert.NotNull(corrected.Earnings.ShareYears[1].Reports[1].Contest);
        Assert.Equal(Taken(Run(Arrived(372_000), first)), Taken(Run(contested, new DecideContest(id, true))));
        Assert.Equal(Taken(s), Taken(Run(contested, new DecideContest(id, false))));
    }

    [Fact]
    public void A_pay_that_is_withdrawn_is_contested_no_longer()
    {
        var s = Run(Arrived(0), Week(0, 100_000), Week(7, 100_000), new ContestPay(Id(7, 100_000), ContestReason.NotPaid),
            new WithdrawPay(Id(7, 100_000)));
        Assert.Equal((50_000, 0), (Taken(s), s.Earnings.ShareYears[1].Held));
    }

    [Fact]
    public void Both_sides_are_heard()
    {
        var s = Run(Arrived(0), Week(0, 100_000));
        var reply = new ReplyToContest(Id(0, 100_000), ContestReply.ReportIsRight);
        Assert.Equal(RejectionCode.ContestNotFound, Decide(s, reply).Rejection?.Code);
        var contested = Run(s, new ContestPay(Id(0, 100_000), ContestReason.NotPaid));
        var by = On(Later) with { Actor = Employers.Actor(s.Id!.Value.City.Nation, "packhouse") };
        Assert.Equal(RejectionCode.PayNotFound, SponsorshipDecider.Decide(contested, reply, by).Rejection?.Code);
        by = by with { Actor = Employers.Actor(s.Id.Value.City.Nation, "stranger") };
        Assert.Equal(RejectionCode.EmployerNotNamed, SponsorshipDecider.Decide(contested, reply, by).Rejection?.Code);
        by = by with { Actor = Employers.Actor(s.Id.Value.City.Nation, "orchard") };
        var replied = SponsorshipDecider.Decide(contested, reply, by).Events.Aggregate(contested, SponsorshipDecider.Evolve);
        Assert.Equal(ContestReply.ReportIsRight, replied.Earnings.ShareYears[1].Pays[0].Contest!.Reply);
    }

    [Fact]
    public void What_the_migrant_reports_charges_nothing_and_gives_way_to_the_employer()
    {
        var migrant = On(Later) with { Actor = "migrant:one" };
        var own = SponsorshipDecider.Decide(Arrived(0), Week(0, 100_000), migrant).Events.Aggregate(Arrived(0), SponsorshipDecider.Evolve);
        Assert.Equal((0, 50_000, true),
            (Taken(own), own.Entitled(own.Earnings.ShareYears[1]), own.Earnings.ShareYears[1].Pays[0].IsMigrants));
        Assert.Equal(RejectionCode.PayNotFound, Decide(own, new ContestPay(Id(0, 100_000), ContestReason.NotPaid)).Rejection?.Code);
        var reported = Run(own, Week(0, 120_000));
        Assert.Equal((60_000, 1, 0), (Taken(reported), reported.Earnings.ShareYears[1].Pays.Length,
            reported.Earnings.ShareYears[1].Pays.Count(p => p.IsMigrants)));
        Assert.Equal(RejectionCode.PayDaysReported, SponsorshipDecider.Decide(reported, Week(3, 1_000), migrant).Rejection?.Code);
        Assert.Equal(RejectionCode.PayNotFound,
            SponsorshipDecider.Decide(reported, new WithdrawPay(Id(0, 120_000)), migrant).Rejection?.Code);
    }

    [Fact]
    public void Days_without_pay_that_the_migrant_reports_bring_the_refund_at_once()
    {
        var s = Run(Arrived(372_000), Week(0, 100_000));
        var none = new ReportPay(new(Employers.None, Arrival.AddDays(7), Arrival.AddDays(13), PayFrequency.Week, Money.Zero(Nzd)));
        var reported = SponsorshipDecider.Decide(s, none, On(Later) with { Actor = "migrant:one" });
        Assert.Equal(-3_500, Assert.Single(reported.Events.OfType<SharePosted>()).Taken.Minor);
    }

    private static string Id(int from, long minor) => PayId.Of(Week(from, minor).Report);

    private static ReportPay Week(int from, long minor) =>
        new(new("orchard", Arrival.AddDays(from), Arrival.AddDays(from + 6), PayFrequency.Week, Dollars(minor)));

    private static Sponsorship Arrived(long baseline) =>
        Histories.ArrivedWith(Nzd, Share.Half, baseline, Arrival).Naming("orchard", "packhouse");

    private static long Taken(Sponsorship s) => s.Earnings.ShareYears[1].Taken;

    private static long Migrant(Sponsorship s) => s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd));

    private static Decision<SponsorshipEvent> Decide(Sponsorship s, SponsorshipCommand command) =>
        SponsorshipDecider.Decide(s, command, On(Later));

    private static Sponsorship Run(Sponsorship s, params IEnumerable<SponsorshipCommand> commands) =>
        commands.Aggregate(s, (one, command) =>
    {
        var decision = Decide(one, command);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(one, SponsorshipDecider.Evolve);
    });
}
