namespace VipOrleans.Domain.Tests.Payments;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Payments.LossFundCommand;
using static VipOrleans.Domain.Payments.LossFundEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class LossFundTests
{
    internal static readonly LossRule Left =
        new(LossKind.GuestLeft, Dollars(10_000), Share.Half, Dollars(50_000), 42, "bylaw/2024-7");
    internal static readonly LossRule Support =
        new(LossKind.UnemploymentSupport, Dollars(20_000), Share.Parse("1/1"), Dollars(30_000), null, "bylaw/2024-7");
    private static readonly Moment BySecond = ThatMoment with { Actor = "city-officer:second" };
    private static readonly LossFacts Gone = new(Case(1), Host(1), Today.AddDays(-40), Today, EndReason.MigrantLeft);
    private static readonly Loss Spent = new(LossKind.GuestLeft, Dollars(50_001), "receipts/1");

    [Theory]
    // Half of what is above 100.00, up to 500.00, rounded down.
    [InlineData(10_000, 0)]
    [InlineData(10_001, 0)]
    [InlineData(10_003, 1)]
    [InlineData(50_001, 20_000)]
    [InlineData(110_000, 50_000)]
    [InlineData(999_999, 50_000)]
    public void A_rule_pays_its_part_of_what_is_above_its_limit(long loss, long pays) =>
        Assert.Equal(Dollars(pays), Left.PaysFor(Dollars(loss)));

    [Fact]
    public void Rules_are_data_one_a_kind_with_the_source_that_decided_them()
    {
        Fund().When(new DecideLossRules([Left, Support], Nzd)).Then(new LossRulesDecided([Left, Support])).WithOutcome("decided");
        Fund(new LossRulesDecided([Left])).When(new DecideLossRules([Left], Nzd)).ThenNothing();
        Fund().When(new DecideLossRules([Left], null)).ThenRejected(RejectionCode.CityNotFound);
        Fund().When(new DecideLossRules([Left, Left with { AtMost = Dollars(1) }], Nzd)).ThenRejected(RejectionCode.InvalidInput);
        Fund().When(new DecideLossRules([Left], Php)).ThenRejected(RejectionCode.CurrencyMismatch);
        foreach (var wrong in new[]
        {
            Left with { WithinDays = null }, Left with { WithinDays = 367 }, Support with { WithinDays = 3 },
            Left with { AtMost = Dollars(0) },
            Left with { Part = Share.None }, Left with { Above = Dollars(-1) }, Left with { Source = "Aroha said so" },
        })
        {
            Fund().When(new DecideLossRules([wrong], Nzd)).ThenRejected(RejectionCode.InvalidInput);
        }
    }

    [Fact]
    public void No_more_is_allotted_than_the_levy_has_brought()
    {
        Fund().When(new AllotLevy("2024-1", Dollars(600), Dollars(1_000))).Then(new LevyAllotted("2024-1", Dollars(600)));
        var allotted = Fund(new LevyAllotted("2024-1", Dollars(600)));
        allotted.When(new AllotLevy("2024-1", Dollars(600), Dollars(1_000))).ThenNothing();
        allotted.When(new AllotLevy("2024-1", Dollars(1), Dollars(1_000))).ThenRejected(RejectionCode.AlreadyExists);
        allotted.When(new AllotLevy("2024-2", Dollars(401), Dollars(1_000))).ThenRejected(RejectionCode.FundShort);
        allotted.When(new AllotLevy("2024-2", Dollars(400), Dollars(1_000))).Then(new LevyAllotted("2024-2", Dollars(400)));
        allotted.When(new AllotLevy("2024-2", Dollars(1), null)).ThenRejected(RejectionCode.CityNotFound);
        allotted.When(new AllotLevy("2024-2", Dollars(0), Dollars(1_000))).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void A_guest_who_left_in_the_first_weeks_is_covered_and_no_other_end_is()
    {
        var fund = Fund(new LossRulesDecided([Left]));
        var claim = new LossClaim(Case(1), Host(1), Spent.Amount, Dollars(20_000), Left, "receipts/1", ThatMoment.Actor, LossState.Claimed);
        fund.When(new ClaimLoss(Spent, Gone)).Then(new LossClaimed(LossKind.GuestLeft, claim)).WithOutcome("claimed");
        fund.When(new ClaimLoss(Spent, Gone with { ArrivedOn = Today.AddDays(-42) })).Then(new LossClaimed(LossKind.GuestLeft, claim));
        foreach (var facts in new[]
        {
            Gone with { ArrivedOn = Today.AddDays(-43) }, Gone with { ArrivedOn = null }, Gone with { EndedOn = null },
            Gone with { Ended = EndReason.HostEnded }, Gone with { Ended = EndReason.Completed },
        })
        {
            fund.When(new ClaimLoss(Spent, facts)).ThenRejected(RejectionCode.LossNotCovered);
        }

        fund.When(new ClaimLoss(Spent, null)).ThenRejected(RejectionCode.SponsorshipNotFound);
        fund.When(new ClaimLoss(Spent with { Amount = Dollars(10_000) }, Gone)).ThenRejected(RejectionCode.LossNotCovered);
        fund.When(new ClaimLoss(new(LossKind.UnemploymentSupport, Dollars(1), "x"), Gone)).ThenRejected(RejectionCode.LossNotCovered);
        Fund().When(new ClaimLoss(Spent, Gone)).ThenRejected(RejectionCode.LossNotCovered);
    }

    [Fact]
    public void A_claim_is_decided_by_another_paid_once_and_may_be_made_again_after_a_refusal()
    {
        LossFundEvent[] claimed =
        [
            new LossRulesDecided([Left]), new LevyAllotted("2024-1", Dollars(20_000)),
            new LossClaimed(LossKind.GuestLeft,
                new(Case(1), Host(1), Spent.Amount, Dollars(20_000), Left, "receipts/1", ThatMoment.Actor, LossState.Claimed)),
        ];
        Fund(claimed).When(new ClaimLoss(Spent, Gone)).ThenNothing();
        Fund(claimed).When(new ClaimLoss(Spent with { Amount = Dollars(60_000) }, Gone)).ThenRejected(RejectionCode.AlreadyExists);
        Fund(claimed).When(Grant(true)).ThenRejected(RejectionCode.SameOfficer);
        Fund(claimed).When(Grant(true), BySecond).Then(new LossGranted(Case(1), LossKind.GuestLeft, BySecond.Actor));
        Fund(claimed[0], claimed[2]).When(Grant(true), BySecond).ThenRejected(RejectionCode.FundShort);
        Fund(claimed).When(Paid("bank/1")).ThenRejected(RejectionCode.WrongState);

        LossFundEvent[] granted = [.. claimed, new LossGranted(Case(1), LossKind.GuestLeft, BySecond.Actor)];
        Assert.Equal(0, granted.Aggregate(LossFundDecider.Initial, LossFundDecider.Evolve).Free);
        Fund(granted).When(Grant(false), BySecond).ThenRejected(RejectionCode.WrongState);
        Fund(granted).When(Paid("bank/1")).Then(new LossPaid(Case(1), LossKind.GuestLeft, "bank/1"));
        LossFundEvent[] paid = [.. granted, new LossPaid(Case(1), LossKind.GuestLeft, "bank/1")];
        Fund(paid).When(Paid("bank/1")).ThenNothing();
        Fund(paid).When(Paid("bank/2")).ThenRejected(RejectionCode.WrongState);
        Fund(paid).When(new ClaimLoss(Spent with { Evidence = "receipts/2" }, Gone)).ThenRejected(RejectionCode.AlreadyExists);

        LossFundEvent[] refused = [.. claimed, new LossRefused(Case(1), LossKind.GuestLeft, BySecond.Actor)];
        Assert.Single(Fund(refused).When(new ClaimLoss(Spent with { Evidence = "receipts/2" }, Gone)).Decision.Events);
        Fund().When(Grant(true)).ThenRejected(RejectionCode.LossNotFound);
        Fund().When(Paid("bank/1")).ThenRejected(RejectionCode.LossNotFound);
    }

    [Fact]
    public void Whatever_is_asked_no_more_is_granted_than_allotted_nor_allotted_than_the_levy() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 4], Gen.Long[1, 200_000]).Array[1, 60].Sample(steps =>
    {
        var fund = LossFundDecider.Initial;
        var levy = 0L;
        foreach (var (kind, which, amount) in steps)
        {
            levy += amount / 10;
            LossFundCommand command = kind switch
            {
                0 => new DecideLossRules(which % 2 == 0 ? [Left, Support] : [Support], Nzd),
                1 => new AllotLevy($"a-{which}-{amount % 7}", Dollars(amount), Dollars(levy)),
                2 => new ClaimLoss(new((LossKind)(which % 2), Dollars(amount), $"e-{amount}"), Gone with { Id = Case(which) }),
                3 => new DecideLoss(Case(which), (LossKind)(amount % 2), amount % 3 != 0),
                _ => new NoteLossPaid(Case(which), (LossKind)(amount % 2), $"p-{amount}"),
            };
            fund = LossFundDecider.Decide(fund, command, kind == 3 ? BySecond : ThatMoment).Events.Aggregate(fund, LossFundDecider.Evolve);
            Assert.True(fund.Free >= 0, "More was granted than allotted.");
            Assert.True(fund.Allotments.Values.Sum(a => a.Minor) <= levy, "More was allotted than the levy has brought.");
            Assert.All(fund.Claims.Values, c => Assert.True(c.Pays <= c.Rule.AtMost && c.Pays <= c.Loss));
        }
    });

    private static Story<LossFundDecider, LossFund, LossFundCommand, LossFundEvent> Fund(params LossFundEvent[] events) => new(events);

    private static DecideLoss Grant(bool isGranted) => new(Case(1), LossKind.GuestLeft, isGranted);

    [Fact]
    public void What_the_bank_gives_back_is_to_be_paid_again_and_counts_as_granted_all_the_while()
    {
        var claim = new LossClaim(Case(1), Host(1), Dollars(500), Dollars(200), Left, "receipts/1", "host:x", LossState.Claimed);
        LossFundEvent[] paid = [new LevyAllotted("2024-1", Dollars(500)), new LossClaimed(LossKind.GuestLeft, claim),
            new LossGranted(Case(1), LossKind.GuestLeft, "city-officer:two"), new LossPaid(Case(1), LossKind.GuestLeft, "p-1")];
        var back = new NoteLossCameBack(Case(1), LossKind.GuestLeft, "p-1");
        Fund(paid).When(back).Then(new LossCameBack(Case(1), LossKind.GuestLeft, "p-1"));
        LossFundEvent[] again = [.. paid, new LossCameBack(Case(1), LossKind.GuestLeft, "p-1")];
        Fund(again).When(back).ThenNothing();
        Fund(again).When(Paid("p-2")).Then(new LossPaid(Case(1), LossKind.GuestLeft, "p-2"));
        // Late word of another payment changes nothing.
        Fund(paid).When(back with { Reference = "p-0" }).ThenNothing();
        Fund().When(back).ThenRejected(RejectionCode.LossNotFound);
        Assert.Equal(300, paid.Aggregate(LossFundDecider.Initial, LossFundDecider.Evolve).Free);
        Assert.Equal(300, again.Aggregate(LossFundDecider.Initial, LossFundDecider.Evolve).Free);
    }

    private static NoteLossPaid Paid(string reference) => new(Case(1), LossKind.GuestLeft, reference);
}
