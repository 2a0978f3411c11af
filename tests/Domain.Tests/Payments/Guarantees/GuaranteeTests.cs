namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.GuaranteeCommand;
using static VipOrleans.Domain.Payments.GuaranteeEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class GuaranteeTests
{
    private static readonly GuaranteeTerms Terms = new(Dollars(500), Dollars(2_000));
    private static readonly GuaranteeTopUp TopUp = new("budget/2024-1", Dollars(10_000), Today);

    [Fact]
    public void Its_terms_are_decided_in_the_citys_currency()
    {
        Given.Guarantee().When(new DecideGuarantee(Terms, Nzd)).Then(new GuaranteeDecided(Terms)).WithOutcome("decided");
        Given.Guarantee(new GuaranteeDecided(Terms)).When(new DecideGuarantee(Terms, Nzd)).ThenNothing();
        Given.Guarantee().When(new DecideGuarantee(Terms, null)).ThenRejected(RejectionCode.CityNotFound);
        Given.Guarantee().When(new DecideGuarantee(Terms, Php)).ThenRejected(RejectionCode.CurrencyMismatch);
        Given.Guarantee().When(new DecideGuarantee(Terms with { Limit = Dollars(-1) }, Nzd)).ThenRejected(RejectionCode.InvalidInput);
        Given.Guarantee().When(new DecideGuarantee(Terms with { AlarmBelow = Dollars(-500) }, Nzd))
            .Then(new GuaranteeDecided(Terms with { AlarmBelow = Dollars(-500) }));
    }

    [Fact]
    public void The_same_top_up_is_noted_once_and_what_was_taken_back_does_not_come_again()
    {
        var toppedUp = Given.Guarantee(new GuaranteeToppedUp(TopUp));
        Given.Guarantee().When(new TopUpGuarantee(TopUp, Nzd)).Then(new GuaranteeToppedUp(TopUp));
        toppedUp.When(new TopUpGuarantee(TopUp, Nzd)).ThenNothing();
        toppedUp.When(new TopUpGuarantee(TopUp with { Amount = Dollars(1) }, Nzd)).ThenRejected(RejectionCode.AlreadyExists);
        Given.Guarantee().When(new TopUpGuarantee(TopUp with { Amount = Dollars(0) }, Nzd)).ThenRejected(RejectionCode.InvalidInput);
        Given.Guarantee().When(new TopUpGuarantee(TopUp with { Amount = new(1, Php) }, Nzd)).ThenRejected(RejectionCode.CurrencyMismatch);
        Given.Guarantee().When(new TopUpGuarantee(TopUp with { Reference = "for Aroha" }, Nzd)).ThenRejected(RejectionCode.InvalidInput);
        Given.Guarantee().When(new TopUpGuarantee(TopUp with { On = Today.AddDays(1) }, Nzd)).ThenRejected(RejectionCode.DateInFuture);

        Given.Guarantee().When(new TakeTopUpBack(TopUp.Reference)).ThenRejected(RejectionCode.TopUpNotFound);
        var taken = toppedUp.When(new TakeTopUpBack(TopUp.Reference)).Then(new GuaranteeTopUpTakenBack(TopUp.Reference)).State;
        Assert.Empty(taken.TopUps);
        Given.Guarantee(new GuaranteeToppedUp(TopUp), new GuaranteeTopUpTakenBack(TopUp.Reference)).When(new TakeTopUpBack(TopUp.Reference))
            .ThenNothing();
        Given.Guarantee(new GuaranteeToppedUp(TopUp), new GuaranteeTopUpTakenBack(TopUp.Reference)).When(new TopUpGuarantee(TopUp, Nzd))
            .ThenRejected(RejectionCode.AlreadyExists);
    }

    [Fact]
    public void That_it_is_low_is_said_once_and_so_is_that_it_is_not()
    {
        var (low, fine) = (Figures(9_000), Figures(7_999));
        Assert.True(low.IsLow && !(fine with { Advanced = Dollars(8_000) }).IsLow);
        Given.Guarantee().When(new LookAtGuarantee(low)).Then(new GuaranteeRanLow(Dollars(1_000), Dollars(2_000)));
        Given.Guarantee(new GuaranteeRanLow(Dollars(1_000), Dollars(2_000))).When(new LookAtGuarantee(Figures(9_500))).ThenNothing();
        Given.Guarantee(new GuaranteeRanLow(Dollars(1_000), Dollars(2_000))).When(new LookAtGuarantee(fine))
            .Then(new GuaranteeRecovered(Dollars(2_001)));
        Given.Guarantee().When(new LookAtGuarantee(fine)).ThenNothing();
        Given.Guarantee().When(new LookAtGuarantee(low with { Terms = null })).ThenNothing();
    }

    [Theory]
    // Within the limit everything that waits is covered; beyond it, less by as much.
    [InlineData(10_000, 3_000)]
    [InlineData(10_500, 3_000)]
    [InlineData(10_501, 2_999)]
    [InlineData(13_500, 0)]
    [InlineData(99_000, 0)]
    public void What_waits_is_paid_as_far_as_the_account_and_its_limit_go(long advanced, long cover)
    {
        Assert.Equal(Dollars(cover), Figures(advanced).Cover);
        Assert.Equal(Dollars(3_000), (Figures(advanced) with { Terms = null }).Cover);
    }

    private static GuaranteeFigures Figures(long advanced) => new(Dollars(10_000), Dollars(advanced), Dollars(0), Dollars(3_000), Terms);
}
