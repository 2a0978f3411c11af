namespace VipOrleans.Domain.Tests.Sponsorships;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What is taken too much comes back: with a pay, or by a payment of the city, and never by both.</summary>
public sealed class RefundTests
{
    private static readonly DateOnly Arrival = new(2022, 1, 1), Later = new(2024, 1, 1);
    private static readonly Account Due = SponsorshipAccounts.HostDue(Nzd), HostMoney = SponsorshipAccounts.Host(Nzd),
        Guarantee = SponsorshipAccounts.Guarantee(Nzd), MigrantMoney = SponsorshipAccounts.Migrant(Nzd),
        Booked = SponsorshipAccounts.RefundBooked(Nzd), Waiting = SponsorshipAccounts.Refund(Nzd),
        OnTheWay = SponsorshipAccounts.RefundInTransit(Nzd), Arrived = SponsorshipAccounts.RefundPaid(Nzd);

    [Fact]
    public void An_employer_gives_back_what_it_still_has_and_the_city_pays_the_rest()
    {
        var s = Run(Run(Begun(), Earned(1, 100_00)), new CollectShare("jan", Dollars(30_00), Today));
        Assert.Equal((20_00, 30_00), (Posted(s, Due), Posted(s, HostMoney)));

        // 50.00 were taken. The employer has 20.00 of them, and the city 30.00.
        var (after, answer) = Tell(s, 1, 0);

        Assert.Equal((Dollars(0), Dollars(20_00)), (answer.Withhold, answer.GiveBack));
        Assert.Equal((0, 0, 30_00), (Posted(after, Due), Posted(after, HostMoney), Posted(after, Waiting)));
        Assert.Equal(-30_00, Posted(after, Booked));
    }

    [Fact]
    public void What_time_gives_back_the_city_pays_from_the_hosts_unpaid_share_and_then_from_its_guarantee()
    {
        // At home 10.00 a month; 100.00 in the first: the host gets 45.00, of which 15.00 are collected.
        var s = Run(Run(Begun(120_00), Earned(1, 100_00)), new CollectShare("jan", Dollars(15_00), Today));
        Assert.Equal(45_00, s.Earnings.ShareYears[1].Taken);

        // Five months without a pay: 25.00 come back. The employer owes its 30.00 as before.
        s = Run(s, new CloseMonths(31), Arrival.AddMonths(6).AddDays(31));

        Assert.Equal((30_00, 0, -10_00, 25_00), (Posted(s, Due), Posted(s, HostMoney), Posted(s, Guarantee), Posted(s, Waiting)));
        Assert.Equal(20_00, SponsorshipBooks.HostSide(s.Books.Ledger, Nzd));
        // The host repays out of the share that comes in after it, and nothing else.
        s = Run(s, new CollectShare("rest", Dollars(30_00), Today));
        Assert.Equal((0, 20_00, 0), (Posted(s, Due), Posted(s, HostMoney), Posted(s, Guarantee)));
    }

    [Theory]
    [InlineData(EndReason.MigrantLeft)]
    [InlineData(EndReason.Deceased)]
    public void Whoever_has_left_or_died_has_no_next_pay_and_is_paid_by_the_city(EndReason reason)
    {
        var s = SponsorshipDecider.Evolve(Run(Begun(), Earned(1, 100_00)), new SponsorshipEnded(reason, Later));

        var (after, answer) = Tell(s, 1, 0);

        Assert.Equal((Dollars(0), Dollars(0)), (answer.Withhold, answer.GiveBack));
        Assert.Equal((50_00, -50_00, 50_00), (Posted(after, Due), Posted(after, Guarantee), Posted(after, Waiting)));
        // The channel is open: it is reserved, paid, given back by the bank and paid again.
        after = Run(Run(after, new ReservePayout("p-1", 0, Party.Migrant)), new SettlePayout("p-1"));
        after = Run(Run(Run(after, new ReturnPayout("p-1")), new ReservePayout("p-2", 0, Party.Migrant)), new SettlePayout("p-2"));
        Assert.Equal((0, 0, 50_00), (Posted(after, Waiting), Posted(after, OnTheWay), Posted(after, Arrived)));
    }

    [Fact]
    public void An_employment_that_is_over_has_no_next_pay()
    {
        var named = SponsorshipDecider.Evolve(Begun(), new EmployerNamed(new("orchard", Arrival, Arrival.AddMonths(2))));
        var s = Run(named, new ReportEarnings(new(1, 1, "orchard", Dollars(100_00))), Later);

        s = Run(s, new ReportEarnings(new(1, 1, "orchard", Dollars(0))), Later);
        Assert.Equal((50_00, 50_00), (Posted(s, Due), Posted(s, Waiting)));

        // Before its last day it has one.
        var running = Run(named, new ReportEarnings(new(1, 1, "orchard", Dollars(100_00))), Arrival.AddMonths(2));
        running = Run(running, new ReportEarnings(new(1, 1, "orchard", Dollars(0))), Arrival.AddMonths(2));
        Assert.Equal((0, 0), (Posted(running, Due), Posted(running, Waiting)));
    }

    [Fact]
    public void An_employer_gives_back_what_it_has_withheld_and_never_what_another_has()
    {
        var s = Begun().Naming("orchard", "cafe");
        s = Run(s, new ReportEarnings(new(1, 1, "orchard", Dollars(100_00))), Later);
        s = Run(s, new ReportEarnings(new(1, 1, "cafe", Dollars(60_00))), Later);
        Assert.Equal((50_00, 30_00), (s.Books.Dues.Of("orchard"), s.Books.Dues.Of("cafe")));
        s = Run(s, new CollectShare("cafe-1", Dollars(20_00), Today, IsUpTo: true, "cafe"));

        // The cafe takes its report back: it has 10.00 of it left, and the city pays the rest. The orchard owes what it did.
        var (after, answer) = Tell(s, 1, 0, "cafe");

        Assert.Equal((Dollars(0), Dollars(10_00), Dollars(0)), (answer.Withhold, answer.GiveBack, answer.Netted));
        Assert.Equal((50_00, 50_00, 20_00), (Posted(after, Due), after.Books.Dues.Of("orchard"), Posted(after, Waiting)));
        // Of who has nothing, nothing is collected; and of nobody more than it has withheld.
        Assert.Equal("nothing-due", SponsorshipDecider.Decide(after, new CollectShare("cafe-2", Dollars(9_00), Today, true, "cafe"),
            ThatMoment).Outcome);
        after = Run(after, new CollectShare("orchard-1", Dollars(99_00), Today, IsUpTo: true, "orchard"));
        Assert.Equal((50_00, 0), (after.Books.Collections["orchard-1"].Amount, Posted(after, Due)));
        after = Run(after, new ReverseCollection("orchard-1"));
        Assert.Equal(50_00, after.Books.Dues.Of("orchard"));
    }

    [Fact]
    public void What_waits_because_of_an_employers_report_is_netted_with_its_next_withholding_and_with_nobody_elses()
    {
        var s = Begun().Naming("orchard", "cafe");
        s = Run(s, new ReportEarnings(new(1, 1, "orchard", Dollars(100_00))), Later);
        s = Run(s, new CollectShare("jan", Dollars(50_00), Today, IsUpTo: true, "orchard"));
        // The orchard has handed over all of it: what a correction gives back, the city has to pay.
        (s, var corrected) = Tell(s, 1, 40_00, "orchard");
        Assert.Equal((Dollars(0), Dollars(0), Dollars(0)), (corrected.Withhold, corrected.GiveBack, corrected.Netted));
        Assert.Equal(30_00, Posted(s, Waiting));

        (s, var other) = Tell(s, 2, 20_00, "cafe");
        Assert.Equal((Dollars(10_00), Dollars(0)), (other.Withhold, other.Netted));

        // 40.00 are taken of the next pay. 30.00 of them the migrant gets back with it: both are said, and 10.00 are withheld.
        var host = Posted(s, HostMoney);
        (s, var next) = Tell(s, 2, 80_00, "orchard");
        Assert.Equal((Dollars(10_00), Dollars(0), Dollars(30_00)), (next.Withhold, next.GiveBack, next.Netted));
        Assert.Equal((0, 30_00, 20_00, host + 30_00), (Posted(s, Waiting), Posted(s, Arrived), Posted(s, Due), Posted(s, HostMoney)));

        // The pay is taken back: the orchard gives back what it has withheld, and what was netted waits again.
        (s, var back) = Tell(s, 2, 0, "orchard");
        Assert.Equal((Dollars(0), Dollars(10_00), Dollars(0)), (back.Withhold, back.GiveBack, back.Netted));
        Assert.Equal((30_00, 30_00), (Posted(s, Waiting), Posted(s, Arrived)));
        // What is on its way to the migrant already is netted with nothing.
        s = Run(s, new ReservePayout("p-1", 0, Party.Migrant));
        (s, var late) = Tell(s, 3, 80_00, "orchard");
        Assert.Equal((Dollars(40_00), Dollars(0)), (late.Withhold, late.Netted));
    }

    [Fact]
    public void A_netted_refund_pays_the_levy_and_repays_the_guarantee_as_a_collection_does()
    {
        var s = Histories.ArrivedWith(Nzd, Share.Half, 0, Arrival, Share.Parse("1/10")).Naming("orchard");
        s = Run(s, new ReportEarnings(new(1, 1, "orchard", Dollars(100_00))), Later);
        s = Run(Run(s, new CollectShare("jan", Dollars(50_00), Today, true, "orchard")), new ReservePayout("h-1", 0));
        s = Run(s, new SettlePayout("h-1"));
        (s, _) = Tell(s, 1, 0, "orchard");
        Assert.Equal((-45_00, 50_00), (Posted(s, Guarantee), Posted(s, Waiting)));

        (s, var next) = Tell(s, 2, 100_00, "orchard");

        Assert.Equal((Dollars(0), Dollars(50_00)), (next.Withhold, next.Netted));
        Assert.Equal((0, 0, 5_00, 0),
            (Posted(s, Guarantee), Posted(s, Due), Posted(s, SponsorshipAccounts.Levy(Nzd)), Posted(s, HostMoney)));
    }

    [Fact]
    public void A_payment_to_one_side_moves_nothing_of_the_other()
    {
        var s = Run(Run(Begun(120_00), Earned(1, 100_00)), new CollectShare("jan", Dollars(45_00), Today));
        s = Run(s, new CloseMonths(31), Arrival.AddMonths(6).AddDays(31));
        Assert.Equal((20_00, 25_00), (Posted(s, HostMoney), Posted(s, Waiting)));

        s = Run(Run(s, new ReservePayout("host", 0)), new ReservePayout("migrant", 0, Party.Migrant));
        Assert.Equal((0, 0, 25_00), (Posted(s, HostMoney), Posted(s, Waiting), Posted(s, OnTheWay)));
        s = Run(Run(s, new ReleasePayout("host")), new SettlePayout("migrant"));
        Assert.Equal((20_00, 0, 25_00), (Posted(s, HostMoney), Posted(s, Waiting), Posted(s, Arrived)));
        Assert.Equal(
            [StatementEntryKind.PayoutReserved, StatementEntryKind.RefundReserved],
            new[] { new PayoutReserved("a", Dollars(1), []), new PayoutReserved("b", Dollars(1), [], Party.Migrant) }
                .Select(e => StatementFold.KindOf(e, null)!.Value));
    }

    [Fact]
    public void A_side_that_has_lowered_its_threshold_is_paid_from_there_on_and_the_other_is_not()
    {
        var s = Run(Run(Begun(120_00), Earned(1, 100_00)), new CollectShare("jan", Dollars(45_00), Today));
        s = Run(s, new CloseMonths(31), Arrival.AddMonths(6).AddDays(31));
        Refused(RejectionCode.NothingToPay, new ReservePayout("p-1", 30_00, Party.Migrant));

        s = Run(s, new SetPayoutThreshold(Party.Migrant, Dollars(25_00)));
        Assert.Empty(SponsorshipDecider.Decide(s, new SetPayoutThreshold(Party.Migrant, Dollars(25_00)), ThatMoment).Events);
        Refused(RejectionCode.NothingToPay, new ReservePayout("p-1", 30_00));
        Assert.Null(SponsorshipDecider.Decide(s, new ReservePayout("p-1", 30_00, Party.Migrant), ThatMoment).Rejection);
        // A higher one keeps nobody from being paid: it is from which sum on the side wants to be paid at the latest.
        s = Run(s, new SetPayoutThreshold(Party.Migrant, Dollars(99_00)));
        Assert.Null(SponsorshipDecider.Decide(s, new ReservePayout("p-1", 25_00, Party.Migrant), ThatMoment).Rejection);
        Refused(RejectionCode.InvalidInput, new SetPayoutThreshold(Party.Host, Dollars(0)));
        Refused(RejectionCode.CurrencyMismatch, new SetPayoutThreshold(Party.Host, new(1, Php)));
        s = Run(s, new SetPayoutThreshold(Party.Migrant, null));
        Refused(RejectionCode.NothingToPay, new ReservePayout("p-1", 30_00, Party.Migrant));

        void Refused(RejectionCode code, SponsorshipCommand command) =>
            Assert.Equal(code, SponsorshipDecider.Decide(s, command, ThatMoment).Rejection?.Code);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(4_000, Traits = new[] { "Speed", "slow" })]
    public void At_each_step_of_any_history_every_refund_is_given_back_waits_is_on_its_way_or_has_arrived(int histories) =>
        Gen.Select(Gen.Select(Gen.Int[0, 9], Gen.Int[1, 12], Gen.Long[0, 5000]).Array[1, 60], Gen.Long[0, 20_000])
        .Sample((steps, baseline) =>
    {
        var s = Begun(baseline).Naming("one", "two");
        var day = Arrival.AddYears(1);
        var (n, refunded, givenBack, toldToGiveBack) = (0, 0L, 0L, 0L);
        foreach (var (kind, which, amount) in steps)
        {
            n++;
            var earlier = Math.Max(1, n - which);
            SponsorshipCommand command = kind switch
            {
                0 or 1 => new ReportEarnings(new(1, which, kind == 0 ? "one" : "two", Dollars(amount))),
                2 when which % 3 == 0 => new CollectShare($"c-{n}", Dollars(1 + (amount % Math.Max(1, Posted(s, Due)))), Today),
                2 => new CollectShare($"c-{n}", Dollars(1 + amount), Today, IsUpTo: true, which % 3 == 1 ? "one" : "two"),
                3 => new ReservePayout($"p-{n}", 0, which % 2 == 0 ? Party.Host : Party.Migrant),
                4 => new SettlePayout($"p-{earlier}"),
                5 => new ReleasePayout($"p-{earlier}"),
                6 => new ReturnPayout($"p-{earlier}"),
                7 => new WithdrawEarnings(1, which, amount % 2 == 0 ? "one" : "two"),
                8 => new ReverseCollection($"c-{earlier}"),
                _ => new CloseMonths(31),
            };
            if (command is CloseMonths) day = day.AddDays(which);
            foreach (var e in SponsorshipDecider.Decide(s, command, On(day)).Events)
            {
                var books = s.Books.Ledger;
                foreach (var posting in SponsorshipBooks.PostingsOf(e))
                {
                    books = books.Post(posting);
                    Assert.Equal(0, books.Sum(Nzd.Asset));
                    Assert.All(books.Balances,
                        b => Assert.True(b.Account.MayGoBelowZero || b.Posted >= 0, $"{b.Account.Name} is below zero."));
                    Assert.Equal(-books.Posted(Booked), books.Posted(Waiting) + books.Posted(OnTheWay) + books.Posted(Arrived));
                    if (posting.From == Due && posting.To == MigrantMoney) givenBack += posting.Amount;
                }

                if (e is SharePosted { Taken.IsNegative: true } posted) refunded -= posted.Taken.Minor;
                s = SponsorshipDecider.Evolve(s, e);
            }

            // What each employer has, and what nobody is known to have paid, come to what is due; and to what waits no more than waits.
            var dues = s.Books.Dues;
            Assert.Equal(Posted(s, Due), dues.Withheld.Values.Sum() - dues.Unassigned);
            Assert.True(dues.Withheld.Values.All(sum => sum > 0) || dues.Unassigned > 0);
            Assert.True(dues.Refunds.Values.All(sum => sum > 0) && dues.Refunds.Values.Sum() <= Posted(s, Waiting));
            if (command is ReportEarnings or WithdrawEarnings) toldToGiveBack = givenBack;
            // Only who reports gives back.
            Assert.Equal(toldToGiveBack, givenBack);
            Assert.Equal(refunded, givenBack - Posted(s, Booked));
            Assert.Equal(s.Earnings.ShareYears.Values.Sum(y => y.Taken), SponsorshipBooks.HostSide(s.Books.Ledger, Nzd));
            // What waits is the migrant's already.
            Assert.True(Posted(s, MigrantMoney) >= 0);
        }
    }, iter: histories);

    private static Sponsorship Begun(long baseline = 0) => Histories.ArrivedWith(Nzd, Share.Half, baseline, Arrival);

    private static ReportEarnings Earned(int month, long minor) => Sample.Earned(1, month, Dollars(minor));

    private static (Sponsorship After, EmployerAnswer Answer) Tell(Sponsorship s, int month, long minor, string employer = Employers.None)
    {
        var decision = SponsorshipDecider.Decide(s, new ReportEarnings(new(1, month, employer, Dollars(minor))), On(Later));
        Assert.Null(decision.Rejection);
        var after = decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
        return (after, EmployerAnswer.Of(after, 1, month, employer, [EarningsEffect.Last(Case(1), decision.Events, 1, month, employer)!]));
    }

    private static Sponsorship Run(Sponsorship s, SponsorshipCommand command, DateOnly? on = null)
    {
        var decision = SponsorshipDecider.Decide(s, command, on is { } day ? On(day) : ThatMoment);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
    }

    private static long Posted(Sponsorship s, Account account) => s.Books.Ledger.Posted(account);
}
