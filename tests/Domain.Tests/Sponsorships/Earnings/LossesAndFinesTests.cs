namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What the host-loss fund gives a host, and what a fine keeps of what the host would be paid.</summary>
public sealed class LossesAndFinesTests
{
    private static readonly FineLimits Limits = new(Dollars(500_00), Dollars(800_00));
    private static readonly RulingId First = RulingId.From(Auckland, "fine-1"), Second = RulingId.From(Auckland, "fine-2");

    [Fact]
    public void A_loss_is_paid_with_the_share_in_one_payment_and_comes_back_with_it()
    {
        var s = Run(Collected(50_00), new BookLoss("guest-left", Dollars(30_00)));
        Assert.Equal((50_00, 30_00, 0, 0, -30_00), Where(s));
        Assert.Equal(80_00, Reserved(s).Amount.Minor);
        s = Run(s, new ReservePayout("p-1", 80_00));
        Assert.Equal((0, 0, 30_00, 0, -30_00), Where(s));
        Assert.Equal("p-1", s.Books.Losses["guest-left"].Payment);
        var settled = Assert.IsType<PayoutSettled>(Assert.Single(Decide(s, new SettlePayout("p-1")).Events));
        Assert.Equal(["guest-left"], settled.Losses);
        s = Run(s, new SettlePayout("p-1"));
        Assert.Equal((0, 0, 0, 30_00, -30_00), Where(s));
        var returned = Assert.IsType<PayoutReturned>(Assert.Single(Decide(s, new ReturnPayout("p-1")).Events));
        Assert.Equal(["guest-left"], returned.Losses);
        s = Run(s, new ReturnPayout("p-1"));
        Assert.Equal((50_00, 30_00, 0, 0, -30_00), Where(s));
        // It goes with the next one.
        Assert.Equal(80_00, Reserved(s, "p-2").Amount.Minor);
    }

    [Fact]
    public void A_loss_alone_is_enough_for_a_payment_and_no_refund_is_taken_from_it()
    {
        var s = Run(Arrived(), new BookLoss("unemployment-support", Dollars(30_00)));
        Assert.Equal(30_00, Reserved(s).Amount.Minor);
        s = Run(s, new ReservePayout("p-1", 0), new SettlePayout("p-1"), Sample.Earned(1, 1, Dollars(100_00)),
            new CollectShare("jan", Dollars(50_00), Today), new BookLoss("guest-left", Dollars(7_00)), Sample.Earned(1, 1, Dollars(0)));
        Assert.Equal((0, 7_00, 0, 30_00, -37_00), Where(s));
        Assert.Equal(7_00, Reserved(s, "p-2").Amount.Minor);
    }

    [Fact]
    public void The_same_loss_is_booked_once()
    {
        var s = Run(Arrived(), new BookLoss("guest-left", Dollars(30_00)));
        Assert.Empty(Decide(s, new BookLoss("guest-left", Dollars(30_00))).Events);
        Assert.Equal(RejectionCode.AlreadyExists, Decide(s, new BookLoss("guest-left", Dollars(31_00))).Rejection?.Code);
        Assert.Equal(RejectionCode.CurrencyMismatch, Decide(s, new BookLoss("other", new(1, Php))).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput, Decide(s, new BookLoss("other", Dollars(0))).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput, Decide(s, new BookLoss("the boiler", Dollars(1))).Rejection?.Code);
    }

    [Fact]
    public void A_nation_without_fines_has_none()
    {
        Assert.Equal(RejectionCode.FinesNotAllowed, Decide(Arrived(), Propose(First, 1_00, null)).Rejection?.Code);
    }

    [Fact]
    public void A_fine_is_capped_and_so_are_all_fines_of_twelve_months()
    {
        Assert.Equal(RejectionCode.FineAboveLimit, Decide(Arrived(), Propose(First, 500_01)).Rejection?.Code);
        Assert.Equal(RejectionCode.FineAboveLimit, Decide(Arrived(), Propose(First, 0)).Rejection?.Code);
        Assert.Equal(RejectionCode.CurrencyMismatch,
            Decide(Arrived(), Propose(First, 1, new(new(500, Php), new(500, Php)))).Rejection?.Code);
        var s = Run(Arrived(), Propose(First, 500_00));
        Assert.Empty(Decide(s, Propose(First, 500_00)).Events);
        Assert.Equal(RejectionCode.FineAboveLimit, Decide(s, Propose(Second, 300_01)).Rejection?.Code);
        Assert.Null(Decide(s, Propose(Second, 300_00)).Rejection);
        Assert.Null(Decide(s, Propose(Second, 500_00), Today.AddYears(1)).Rejection);
        // One that was lifted does not count.
        Assert.Null(Decide(Run(s, new RuleOnFine(First, RulingEffect.Lifted)), Propose(Second, 500_00)).Rejection);
    }

    [Fact]
    public void Nothing_is_kept_before_the_ruling_and_then_only_what_the_host_would_be_paid()
    {
        var s = Run(Collected(50_00), Propose(First, 80_00));
        Assert.Equal((50_00, 0), Fined(s));
        s = Run(s, new RuleOnFine(First, RulingEffect.Stands));
        Assert.Equal((0, 50_00), Fined(s));
        Assert.Equal(RejectionCode.NothingToPay, Decide(s, new ReservePayout("p-1", 0)).Rejection?.Code);
        // What is not there is no debt: the rest comes from the next collection, and what is more is the host's.
        s = Run(s, Sample.Earned(1, 2, Dollars(100_00)), new CollectShare("feb", Dollars(50_00), Today));
        Assert.Equal((20_00, 80_00), Fined(s));
        Assert.Equal(20_00, Reserved(s).Amount.Minor);
    }

    [Fact]
    public void What_was_kept_comes_back_when_the_appeal_is_upheld_and_no_later_word_makes_it_stand_again()
    {
        var s = Run(Collected(50_00), Propose(First, 20_00), Propose(Second, 10_00), new RuleOnFine(First, RulingEffect.Stands),
            new RuleOnFine(Second, RulingEffect.Stands), new RuleOnFine(First, RulingEffect.Lifted));
        Assert.Equal((40_00, 10_00), Fined(s));
        Assert.Empty(Decide(s, new RuleOnFine(First, RulingEffect.Stands)).Events);
        Assert.Empty(Decide(s, new RuleOnFine(First, RulingEffect.Lifted)).Events);
        Assert.Equal(RejectionCode.RulingNotFound,
            Decide(s, new RuleOnFine(RulingId.From(Auckland, "another"), RulingEffect.Lifted)).Rejection?.Code);
    }

    [Fact]
    public void That_a_fine_was_lifted_is_a_line_of_the_statement_whether_anything_was_kept_for_it_or_not()
    {
        Assert.Equal([null, StatementEntryKind.FineLifted], Kinds(Arrived()));
        Assert.Equal([StatementEntryKind.Fined, StatementEntryKind.FineLifted], Kinds(Collected(50_00)));

        static IEnumerable<StatementEntryKind?> Kinds(Sponsorship s)
        {
            s = Run(s, Propose(First, 20_00));
            foreach (var effect in new[] { RulingEffect.Stands, RulingEffect.Lifted })
            {
                var ruled = Assert.Single(Decide(s, new RuleOnFine(First, effect)).Events);
                yield return StatementFold.KindOf(ruled, null);
                s = SponsorshipDecider.Evolve(s, ruled);
            }
        }
    }

    [Fact]
    public void A_collection_that_was_none_is_taken_back_from_the_fine_too()
    {
        var s = Run(Collected(50_00), Propose(First, 30_00), new RuleOnFine(First, RulingEffect.Stands));
        s = Run(s, new ReverseCollection("jan"));
        Assert.Equal((0, 0), Fined(s));
        s = Run(s, new CollectShare("again", Dollars(50_00), Today));
        Assert.Equal((20_00, 30_00), Fined(s));
    }

    [Fact]
    public void A_payment_that_the_bank_gives_back_goes_to_the_fine_first()
    {
        var s = Run(Collected(50_00), new ReservePayout("p-1", 0), new SettlePayout("p-1"), Propose(First, 30_00),
            new RuleOnFine(First, RulingEffect.Stands));
        Assert.Equal((0, 0), Fined(s));
        Assert.Equal((20_00, 30_00), Fined(Run(s, new ReturnPayout("p-1"))));
    }

    private static ProposeFine Propose(RulingId ruling, long minor) => Propose(ruling, minor, Limits);

    private static ProposeFine Propose(RulingId ruling, long minor, FineLimits? limits) =>
        new(ruling, FineReason.DocumentsWithheld, Dollars(minor), limits);

    private static PayoutReserved Reserved(Sponsorship s, string payment = "p-1") =>
        Assert.IsType<PayoutReserved>(Assert.Single(Decide(s, new ReservePayout(payment, 0)).Events));

    private static Sponsorship Arrived() => Histories.ArrivedWith(Nzd, Share.Half, 0, new(2022, 1, 1));

    private static Sponsorship Collected(long minor) =>
        Run(Arrived(), Sample.Earned(1, 1, Dollars(2 * minor)), new CollectShare("jan", Dollars(minor), Today));

    private static Decision<SponsorshipEvent> Decide(Sponsorship s, SponsorshipCommand command, DateOnly? on = null) =>
        SponsorshipDecider.Decide(s, command, on is { } day ? On(day) : ThatMoment);

    private static Sponsorship Run(Sponsorship s, params SponsorshipCommand[] commands) => commands.Aggregate(s, (state, command) =>
    {
        var decision = Decide(state, command);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(state, SponsorshipDecider.Evolve);
    });

    private static (long Host, long Loss, long InTransit, long Paid, long Fund) Where(Sponsorship s) => (
        s.Books.Ledger.Posted(SponsorshipAccounts.Host(Nzd)), s.Books.Ledger.Posted(SponsorshipAccounts.Loss(Nzd)),
        s.Books.Ledger.Posted(SponsorshipAccounts.LossInTransit(Nzd)), s.Books.Ledger.Posted(SponsorshipAccounts.LossPaid(Nzd)),
        s.Books.Ledger.Posted(SponsorshipAccounts.Fund(Nzd)));

    private static (long Host, long Fined) Fined(Sponsorship s) =>
        (s.Books.Ledger.Posted(SponsorshipAccounts.Host(Nzd)), s.Books.Ledger.Posted(SponsorshipAccounts.Fined(Nzd)));
}
