namespace VipOrleans.Domain.Tests.Sponsorships;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class SponsorshipBooksTests
{
    private static readonly DateOnly Arrival = new(2022, 1, 1);
    private static readonly Gen<Share> Levies =
        Gen.OneOf(Gen.Const(Share.None),
            Gen.Select(Gen.Int[0, 12], Gen.Int[1, 12]).Where((p, q) => p <= q).Select((p, q) => Share.Parse($"{p}/{q}")));
    private static readonly Account Employer = SponsorshipAccounts.Employer(Nzd), MigrantMoney = SponsorshipAccounts.Migrant(Nzd),
        Due = SponsorshipAccounts.HostDue(Nzd), HostMoney = SponsorshipAccounts.Host(Nzd);
    private static readonly Account Levied = SponsorshipAccounts.Levy(Nzd), Guarantee = SponsorshipAccounts.Guarantee(Nzd),
        InTransit = SponsorshipAccounts.PayoutInTransit(Nzd), PaidOut = SponsorshipAccounts.PaidOut(Nzd);

    [Fact]
    public void What_was_taken_is_due_then_collected_then_on_its_way_and_then_paid_out()
    {
        var s = Run(Arrived(), Earned(1, 100_00));
        Assert.Equal((50_00, 0, 0, 0), Where(s));
        s = Run(s, new CollectShare("jan", Dollars(30_00), Today));
        Assert.Equal((20_00, 30_00, 0, 0), Where(s));
        s = Run(s, new ReservePayout("p-1", 0));
        Assert.Equal((20_00, 0, 30_00, 0), Where(s));
        s = Run(s, new SettlePayout("p-1"));
        Assert.Equal((20_00, 0, 0, 30_00), Where(s));
        s = Run(s, new ReturnPayout("p-1"));
        Assert.Equal((20_00, 30_00, 0, 0), Where(s));
        s = Run(Run(s, new ReservePayout("p-2", 0)), new ReleasePayout("p-2"));
        Assert.Equal((20_00, 30_00, 0, 0), Where(s));
    }

    [Fact]
    public void More_than_is_due_is_not_collected()
    {
        var s = Run(Arrived(), Earned(1, 100_00));

        Assert.Equal(RejectionCode.AmountAboveDue,
            SponsorshipDecider.Decide(s, new CollectShare("jan", Dollars(50_01), Today), Sample.ThatMoment).Rejection?.Code);
        Assert.Null(SponsorshipDecider.Decide(s, new CollectShare("jan", Dollars(50_00), Today), Sample.ThatMoment).Rejection);
    }

    [Fact]
    public void What_a_bank_has_booked_is_collected_up_to_what_is_due_and_the_same_again_is_what_it_was()
    {
        var s = Run(Run(Arrived(), Earned(1, 100_00)), new CollectShare("a", Dollars(80_00), Today.AddDays(9), IsUpTo: true));
        Assert.Equal((0, 50_00, 0, 0), Where(s));
        Assert.Equal(50_00, s.Books.Collections["a"].Amount);
        Assert.Empty(SponsorshipDecider.Decide(s, new CollectShare("a", Dollars(80_00), Today, IsUpTo: true), Sample.ThatMoment).Events);
        Assert.Empty(SponsorshipDecider.Decide(s, new CollectShare("b", Dollars(1_00), Today, IsUpTo: true), Sample.ThatMoment).Events);
    }

    [Fact]
    public void The_same_collection_again_changes_nothing_and_another_one_under_its_reference_is_refused()
    {
        var s = Run(Run(Arrived(), Earned(1, 100_00)), new CollectShare("jan", Dollars(10_00), Today));

        Assert.Empty(SponsorshipDecider.Decide(s, new CollectShare("jan", Dollars(10_00), Today), Sample.ThatMoment).Events);
        Assert.Equal(RejectionCode.AlreadyExists,
            SponsorshipDecider.Decide(s, new CollectShare("jan", Dollars(10_01), Today), Sample.ThatMoment).Rejection?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a reference with blanks")]
    [InlineData("123456789012345678901234567890123456")]
    [InlineData("Aroha\n")]
    public void A_reference_has_room_in_a_bank_file_and_none_for_a_name(string reference)
    {
        var s = Run(Arrived(), Earned(1, 100_00));

        Assert.Equal(RejectionCode.InvalidInput,
            SponsorshipDecider.Decide(s, new CollectShare(reference, Dollars(1), Today), Sample.ThatMoment).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput,
            SponsorshipDecider.Decide(s, new ReservePayout(reference, 0), Sample.ThatMoment).Rejection?.Code);
    }

    [Fact]
    public void A_refund_comes_from_what_is_due_then_from_what_is_unpaid_and_then_from_the_guarantee()
    {
        var s = Run(Run(Arrived(), Earned(1, 100_00)), new CollectShare("jan", Dollars(20_00), Today));
        s = Run(Run(s, new ReservePayout("p-1", 0)), new SettlePayout("p-1"));
        s = Run(Run(s, Earned(2, 100_00)), new CollectShare("feb", Dollars(60_00), Today));
        Assert.Equal((20_00, 60_00, 0, 20_00), Where(s));

        // Both months turn out to be nothing: 100.00 go back; 20.00 were due, 60.00 unpaid, and 20.00 are with the host.
        s = Run(Run(s, Earned(1, 0)), Earned(2, 0));

        Assert.Equal((0, 0, 0, 20_00), Where(s));
        Assert.Equal(-20_00, s.Books.Ledger.Posted(Guarantee));
        Assert.Equal(0, s.Books.Ledger.Posted(MigrantMoney));
    }

    [Fact]
    public void The_host_repays_the_guarantee_out_of_later_shares_and_of_nothing_else()
    {
        var s = Run(Run(Arrived(), Earned(1, 100_00)), new CollectShare("jan", Dollars(50_00), Today));
        s = Run(Run(s, new ReservePayout("p-1", 0)), new SettlePayout("p-1"));
        s = Run(s, Earned(1, 0));
        Assert.Equal(-50_00, s.Books.Ledger.Posted(Guarantee));

        // The bank gives the payment back: it is the host's, and pays nothing back by itself.
        s = Run(s, new ReturnPayout("p-1"));
        Assert.Equal((-50_00, 50_00), (s.Books.Ledger.Posted(Guarantee), s.Books.Ledger.Posted(HostMoney)));

        // The migrant's refund is on its way: the next share is handed over in full.
        s = Run(s, new ReservePayout("m-1", 0, Party.Migrant));
        s = Run(Run(s, Earned(2, 60_00)), new CollectShare("feb", Dollars(30_00), Today));
        Assert.Equal((-20_00, 50_00), (s.Books.Ledger.Posted(Guarantee), s.Books.Ledger.Posted(HostMoney)));
    }

    [Fact]
    public void A_reversed_collection_is_mirrored_exactly_and_once()
    {
        var before = Run(Arrived(Share.Parse("1/10")), Earned(1, 100_00));
        var collected = Run(before, new CollectShare("jan", Dollars(50_00), Today));
        var reversal = SponsorshipDecider.Decide(collected, new ReverseCollection("jan"), Sample.ThatMoment);
        var after = reversal.Events.Aggregate(collected, SponsorshipDecider.Evolve);

        var made = Assert.IsType<ShareCollected>(
            Assert.Single(SponsorshipDecider.Decide(before, new CollectShare("jan", Dollars(50_00), Today), Sample.ThatMoment).Events))
                .Postings;
        var mirrored = Assert.IsType<CollectionReversed>(Assert.Single(reversal.Events)).Postings;
        Assert.Equal(made.Reverse().Select(t => (t.To, t.From, t.Amount)), mirrored.Select(t => (t.From, t.To, t.Amount)));
        Assert.Equal(Balances(before), Balances(after));
        Assert.Empty(SponsorshipDecider.Decide(after, new ReverseCollection("jan"), Sample.ThatMoment).Events);
        Assert.Equal(RejectionCode.AlreadyExists,
            SponsorshipDecider.Decide(after, new CollectShare("jan", Dollars(50_00), Today), Sample.ThatMoment).Rejection?.Code);
    }

    [Fact]
    public void A_collection_that_the_host_was_paid_out_of_is_not_reversed()
    {
        var s = Run(Run(Arrived(), Earned(1, 100_00)), new CollectShare("jan", Dollars(50_00), Today));
        s = Run(s, new ReservePayout("p-1", 0));

        Assert.Equal(RejectionCode.PaidOut, SponsorshipDecider.Decide(s, new ReverseCollection("jan"), Sample.ThatMoment).Rejection?.Code);
        Assert.NotEmpty(
            SponsorshipDecider.Decide(Run(s, new ReleasePayout("p-1")), new ReverseCollection("jan"), Sample.ThatMoment).Events);
    }

    [Fact]
    public void A_reversal_after_another_finds_its_levy_again()
    {
        var before = Run(Arrived(Share.Parse("1/2")), Earned(1, 404));
        var s = Run(Run(before, new CollectShare("a", Dollars(101), Today)), new CollectShare("b", Dollars(101), Today));
        Assert.Equal(101, s.Books.Ledger.Posted(Levied));
        s = Run(s, new ReverseCollection("a"));
        Assert.Equal(50, s.Books.Ledger.Posted(Levied));
        Assert.Equal(Balances(before), Balances(Run(s, new ReverseCollection("b"))));
    }

    [Fact]
    public void A_release_that_overtakes_its_reservation_keeps_it_from_taking_anything()
    {
        var s = Run(Run(Arrived(), Earned(1, 100_00)), new CollectShare("jan", Dollars(50_00), Today));
        var released = Run(s, new ReleasePayout("p-1"));

        Assert.Equal(RejectionCode.WrongState,
            SponsorshipDecider.Decide(released, new ReservePayout("p-1", 0), Sample.ThatMoment).Rejection?.Code);
        Assert.Equal(Balances(s), Balances(released));
        Assert.NotEmpty(SponsorshipDecider.Decide(released, new ReservePayout("p-2", 0), Sample.ThatMoment).Events);
    }

    [Theory]
    [InlineData("settle settle", "settled")]
    [InlineData("settle release", "wrong-state")]
    [InlineData("release settle", "wrong-state")]
    [InlineData("release release", "released")]
    [InlineData("return", "wrong-state")]
    [InlineData("settle return return", "returned")]
    [InlineData("settle return settle", "wrong-state")]
    public void A_late_or_repeated_answer_of_the_bank_has_one_meaning(string steps, string last)
    {
        var s = Run(Run(Run(Arrived(), Earned(1, 100_00)), new CollectShare("jan", Dollars(50_00), Today)),
            new ReservePayout("p-1", 0));
        Decision<SponsorshipEvent> decision = default;
        foreach (var step in steps.Split(' '))
        {
            decision = SponsorshipDecider.Decide(s,
                step switch { "settle" => new SettlePayout("p-1"), "release" => new ReleasePayout("p-1"), _ => new ReturnPayout("p-1") },
                Sample.ThatMoment);
            s = decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
        }

        Assert.Equal(last, decision.Rejection is { } rejection ? Codes<RejectionCode>.Text(rejection.Code) : decision.Outcome);
        Assert.Equal(50_00, s.Books.Ledger.Posted(HostMoney) + s.Books.Ledger.Posted(InTransit) + s.Books.Ledger.Posted(PaidOut));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(4_000, Traits = new[] { "Speed", "slow" })]
    public void For_any_history_the_books_balance_nobody_owes_the_levy_is_exact_and_all_that_was_taken_is_somewhere(int histories) =>
        Gen.Select(Gen.Select(Gen.Int[0, 10], Gen.Int[1, 12], Gen.Long[0, 5000]).Array[1, 60], Levies, Gen.Long[0, 20_000])
        .Sample((steps, levy, baseline) =>
    {
        var (s, unfined) = (Arrived(levy, baseline), Arrived(levy, baseline));
        var n = 0;
        foreach (var (kind, which, amount) in steps)
        {
            n++;
            SponsorshipCommand command = kind switch
            {
                0 => Earned(which, amount),
                1 => new CollectShare($"c-{n}", Dollars(1 + (amount % Math.Max(1, s.Books.Ledger.Posted(Due)))), Today),
                2 => new ReverseCollection($"c-{Math.Max(1, n - which)}"),
                3 => new ReservePayout($"p-{n}", 0),
                4 => new SettlePayout($"p-{Math.Max(1, n - which)}"),
                5 => new ReleasePayout($"p-{Math.Max(1, n - which)}"),
                6 => new ReturnPayout($"p-{Math.Max(1, n - which)}"),
                7 => new BookLoss($"loss-{which % 3}", Dollars(1 + amount)),
                8 => new ProposeFine(Fine(n), FineReason.FeeCharged, Dollars(1 + amount), Limits),
                9 => new RuleOnFine(Fine(Math.Max(1, n - which)), RulingEffect.Stands),
                _ => new RuleOnFine(Fine(Math.Max(1, n - which)), RulingEffect.Lifted),
            };
            var (before, decision) = (s, SponsorshipDecider.Decide(s, command, Sample.ThatMoment));
            foreach (var e in decision.Events)
            {
                var books = s.Books.Ledger;
                foreach (var posting in PostingsOf(e))
                {
                    books = books.Post(posting);
                    Assert.Equal(0, books.Sum(Nzd.Asset));
                    Assert.All(books.Balances,
                        b => Assert.True(b.Account.MayGoBelowZero || b.Posted >= 0, $"{b.Account.Name} is below zero."));
                }

                s = SponsorshipDecider.Evolve(s, e);
                Assert.Equal(Balances(s with { Books = s.Books with { Ledger = books } }), Balances(s));
            }

            Assert.Equal(s.Earnings.ShareYears.Values.Sum(y => y.Taken), SponsorshipBooks.HostSide(s.Books.Ledger, Nzd));
            Assert.Equal(-s.Books.Ledger.Posted(Employer), s.Earnings.ShareYears.Values.Sum(y => y.EarnedToDate));
            Assert.True(s.Books.Ledger.Posted(Guarantee) <= 0, "More was repaid than advanced.");
            var levyBase = Math.Max(0, SponsorshipBooks.LevyBaseOf(s.Books.Ledger, Nzd));
            Assert.Equal((long)((Int128)levyBase * levy.Numerator / levy.Denominator), s.Books.Ledger.Posted(Levied));
            // What is netted is a later share: it came with the pay, and the city keeps as much of what it had to pay.
            var arrived = SponsorshipAccounts.RefundPaid(Nzd);
            var isNetted = s.Books.Ledger.Posted(arrived) > before.Books.Ledger.Posted(arrived);
            if (command is not CollectShare && !isNetted && s.Books.Ledger.Posted(Guarantee) > before.Books.Ledger.Posted(Guarantee))
            {
                Assert.Fail("The guarantee was repaid out of something else than a later share.");
            }

            // What the fund gives is paid in full, to the host, and to nobody and for nothing else.
            Assert.Equal(-s.Books.Ledger.Posted(SponsorshipAccounts.Fund(Nzd)), s.Books.Losses.Values.Sum(l => l.Amount));
            Assert.Equal(s.Books.Losses.Values.Where(l => l.Payment is null).Sum(l => l.Amount),
                s.Books.Ledger.Posted(SponsorshipAccounts.Loss(Nzd)));
            Assert.Equal(-s.Books.Ledger.Posted(SponsorshipAccounts.Fund(Nzd)), s.Books.Ledger.Posted(SponsorshipAccounts.Loss(Nzd))
                + s.Books.Ledger.Posted(SponsorshipAccounts.LossInTransit(Nzd)) + s.Books.Ledger.Posted(SponsorshipAccounts.LossPaid(Nzd)));
            // A fine keeps what the host would be paid, never more than it is, and the migrant has what they would have without it.
            Assert.InRange(s.Books.Ledger.Posted(SponsorshipAccounts.Fined(Nzd)), 0, s.Books.StandingFines);
            if (kind < 8)
            {
                unfined = SponsorshipDecider.Decide(unfined, command, Sample.ThatMoment).Events
                    .Aggregate(unfined, SponsorshipDecider.Evolve);
            }

            Assert.Equal(unfined.Books.Ledger.Posted(MigrantMoney), s.Books.Ledger.Posted(MigrantMoney));
            if (command is ReverseCollection or ReservePayout or SettlePayout or ReleasePayout or ReturnPayout or BookLoss or ProposeFine
                or RuleOnFine)
            {
                Assert.Equal(before.Books.Ledger.Posted(MigrantMoney), s.Books.Ledger.Posted(MigrantMoney));
            }

        }
    }, iter: histories);

    [Fact]
    public void Old_terms_without_a_levy_are_terms_without_one() =>
        Assert.Equal(0,
            Run(Run(Arrived(null), Earned(1, 100_00)), new CollectShare("jan", Dollars(50_00), Today)).Books.Ledger.Posted(Levied));

    private static IReadOnlyList<Transfer> PostingsOf(SponsorshipEvent e) => e switch
    {
        SharePosted x => x.Postings,
        ShareCollected x => x.Postings,
        CollectionReversed x => x.Postings,
        PayoutReserved x => x.Postings,
        PayoutSettled x => x.Postings,
        PayoutReleased x => x.Postings,
        PayoutReturned x => x.Postings,
        LossBooked x => x.Postings,
        FineRuled x => x.Postings,
        _ => [],
    };

    private static readonly FineLimits Limits = new(Dollars(10_000), Dollars(100_000));

    private static RulingId Fine(int n) => RulingId.From(Auckland, $"fine-{n}");

    private static Sponsorship Arrived(Share? levy = null, long baseline = 0)
    {
        var s = Histories.ArrivedWith(Nzd, Share.Half, baseline, Arrival);
        return s with { Formation = s.Formation with { Terms = s.Terms! with { Levy = levy } } };
    }

    private static ReportEarnings Earned(int month, long minor) => Sample.Earned(1, month, Dollars(minor));

    private static Sponsorship Run(Sponsorship s, SponsorshipCommand command)
    {
        var decision = SponsorshipDecider.Decide(s, command, Sample.ThatMoment);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
    }

    private static (long Due, long Collected, long InTransit, long PaidOut) Where(Sponsorship s) =>
        (s.Books.Ledger.Posted(Due), s.Books.Ledger.Posted(HostMoney), s.Books.Ledger.Posted(InTransit), s.Books.Ledger.Posted(PaidOut));

    private static HashSet<(Account, long)> Balances(Sponsorship s) => [.. s.Books.Ledger.Balances.Where(b => b.Posted != 0)];

    [Fact]
    public void What_is_collected_and_what_is_paid_have_their_bounds()
    {
        var active = Given.Sponsorship(SponsorshipStatus.Active);
        active.When(new CollectShare("2024-04/1", new(1, Php), Today)).ThenRejected(RejectionCode.CurrencyMismatch);
        foreach (var minor in new[] { 0, -1, Money.MaxMinor + 1 })
        {
            active.When(new CollectShare("2024-04/1", new(minor, Nzd), Today)).ThenRejected(RejectionCode.InvalidInput);
        }

        active.When(new CollectShare("2024-04/1", new(Money.MaxMinor, Nzd), Today)).ThenRejected(RejectionCode.AmountAboveDue);
        active.When(new ReservePayout("payment-1", -1)).ThenRejected(RejectionCode.InvalidInput);
        active.When(new ReservePayout("payment-1", 0)).ThenRejected(RejectionCode.NothingToPay);

        var names = Enumerable.Range(0, SponsorshipDecider.MaxMovements).Select(n => $"n{n}").ToList();
        var full = active.State with
        {
            Books = active.State.Books with
            {
                Collections = active.State.Books.Collections
                    .AddRange(names.Select(n => KeyValuePair.Create(n, new Collection(1, 0, 0, false)))),
                Payments = active.State.Books.Payments
                    .AddRange(names.Select(n => KeyValuePair.Create(n, new HostPayment(1, HostPaymentState.Settled)))),
            },
        };
        Assert.Equal(RejectionCode.InvalidInput,
            SponsorshipDecider.Decide(full, new CollectShare("one-more", new(1, Nzd), Today), Sample.ThatMoment).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput,
            SponsorshipDecider.Decide(full, new ReservePayout("one-more", 0), Sample.ThatMoment).Rejection?.Code);
    }
}
