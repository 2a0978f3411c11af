namespace VipOrleans.Domain.Tests.Money;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Tests.Payments.Corridors;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What a migrant sends home, and to whom.</summary>
public sealed class RemittancePlanTests
{
    private static readonly RemittanceOffer[] Offers = [Offer("plain"), Offer("to-inr", to: "INR")];
    private static readonly RemittanceInstruction Rent = new(Beneficiary(1), Offers[0].Id, Dollars(40_000)),
        Mother = new(Beneficiary(2), Offers[0].Id, PercentHundredths: 2500);
    private static readonly MigrantEvent[] WithTwo = [MigrantRegistered(1), new BeneficiaryNamed(Beneficiary(1)),
        new BeneficiaryNamed(Beneficiary(2))];

    [Fact]
    public void Beneficiaries_are_named_once_and_removed()
    {
        Given.Migrant(MigrantRegistered(1)).When(new NameBeneficiary(Beneficiary(1))).Then(new BeneficiaryNamed(Beneficiary(1)))
            .WithOutcome("named");
        var two = Given.Migrant(WithTwo);
        two.When(new NameBeneficiary(Beneficiary(1))).ThenNothing();
        Assert.Equal([Beneficiary(2)],
            two.When(new RemoveBeneficiary(Beneficiary(1))).Then(new BeneficiaryRemoved(Beneficiary(1))).State.Beneficiaries);
        two.When(new RemoveBeneficiary(Beneficiary(3))).ThenRejected(RejectionCode.BeneficiaryNotFound);
    }

    [Fact]
    public void A_migrant_has_at_most_twenty_beneficiaries()
    {
        MigrantEvent[] twenty = [MigrantRegistered(1), .. Enumerable.Range(1, 20).Select(n => new BeneficiaryNamed(Beneficiary(n)))];
        Given.Migrant(twenty).When(new NameBeneficiary(Beneficiary(21))).ThenRejected(RejectionCode.InvalidInput);
        Given.Migrant(twenty).When(new NameBeneficiary(Beneficiary(20))).ThenNothing();
        Given.Migrant([.. twenty, new BeneficiaryRemoved(Beneficiary(7))]).When(new NameBeneficiary(Beneficiary(21)))
            .Then(new BeneficiaryNamed(Beneficiary(21)));
    }

    [Fact]
    public void Whom_the_plan_is_for_stays_until_the_plan_is_changed()
    {
        var planned = Given.Migrant([.. WithTwo, new RemittancePlanSet([Rent])]);
        planned.When(new RemoveBeneficiary(Beneficiary(1))).ThenRejected(RejectionCode.BeneficiaryInPlan);
        planned.When(new RemoveBeneficiary(Beneficiary(2))).Then(new BeneficiaryRemoved(Beneficiary(2)));
    }

    [Fact]
    public void A_plan_is_set_changed_and_cleared_at_any_time()
    {
        Given.Migrant(WithTwo).When(Set(Rent, Mother)).Then(new RemittancePlanSet([Rent, Mother])).WithOutcome("set");
        var planned = Given.Migrant([.. WithTwo, new RemittancePlanSet([Rent, Mother])]);
        planned.When(Set(Rent, Mother)).ThenNothing().WithOutcome("set");
        planned.When(Set(Mother, Rent)).Then(new RemittancePlanSet([Mother, Rent]));
        Assert.Empty(planned.When(Set()).Then(new RemittancePlanSet([])).WithOutcome("cleared").State.RemittancePlan);
        Given.Migrant(WithTwo).When(Set()).ThenNothing().WithOutcome("cleared");
    }

    [Fact]
    public void A_plan_that_cannot_be_is_refused()
    {
        Refused(RejectionCode.InvalidInput, Mother with { Amount = Dollars(1) });
        Refused(RejectionCode.InvalidInput, Mother with { PercentHundredths = null });
        Refused(RejectionCode.InvalidInput, Mother with { PercentHundredths = 0 });
        Refused(RejectionCode.InvalidInput, Mother with { PercentHundredths = 10_001 });
        Refused(RejectionCode.InvalidInput, Rent with { Amount = Dollars(0) });
        Refused(RejectionCode.InvalidInput, Rent with { Amount = Dollars(-1) });
        Refused(RejectionCode.InvalidInput, Rent with { Amount = default(Money) });
        Refused(RejectionCode.InvalidInput, Rent with { Amount = Dollars(Money.MaxMinor + 1) });
        Refused(RejectionCode.InvalidInput, Rent with { Beneficiary = default });
        Refused(RejectionCode.InvalidInput, Rent with { Offer = default });
        Refused(RejectionCode.InvalidInput, Rent, Rent);
        Refused(RejectionCode.BeneficiaryNotFound, Rent with { Beneficiary = Beneficiary(3) });
        Refused(RejectionCode.RemittanceOfferNotFound, Rent with { Offer = RemittanceOfferId.Parse("unknown") });
        Refused(RejectionCode.CurrencyMismatch, Rent with { Offer = Offers[1].Id });
        Refused(RejectionCode.CurrencyMismatch, Rent with { Amount = new(40_000, Php) });

        static void Refused(RejectionCode code, params RemittanceInstruction[] plan) =>
            Given.Migrant(WithTwo).When(Set(plan)).ThenRejected(code);
    }

    [Fact]
    public void Percentages_add_up_to_the_whole_net_at_most_and_instructions_are_ten_at_most()
    {
        Given.Migrant(WithTwo).When(Set(Mother with { PercentHundredths = 9_999 }, Rent, Mother with { PercentHundredths = 1 }))
            .WithOutcome("set");
        Given.Migrant(WithTwo).When(Set(Mother with { PercentHundredths = 9_999 }, Mother with { PercentHundredths = 2 }))
            .ThenRejected(RejectionCode.InvalidInput);
        RemittanceInstruction[] ten = [.. Enumerable.Range(1, 10).Select(n => Rent with { Amount = Dollars(n) })];
        Given.Migrant(WithTwo).When(Set(ten)).WithOutcome("set");
        Given.Migrant(WithTwo).When(Set([.. ten, Mother])).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void The_plan_that_stands_when_a_month_is_worked_out_counts_for_all_of_it()
    {
        var before = Given.Migrant([.. WithTwo, new RemittancePlanSet([Mother])]);
        var after = before.When(Set(Rent)).State;
        Assert.Equal([25_000], Month(before.State));
        Assert.Equal([40_000], Month(after));

        static IEnumerable<long> Month(Migrant m) =>
            MonthRemittances.Of([Dollars(100_000)], m.RemittancePlan, Offers, Today, (_, _) => Reference("NZD", "PHP", "34")).Lines.Select(
                l => l.Amount!.Value.Minor);
    }

    [Fact]
    public void An_erased_migrant_has_no_plan_and_gets_none()
    {
        var erased = Given.Migrant([.. WithTwo, new RemittancePlanSet([Rent]), new MigrantErased()]);
        Assert.Empty(erased.State.Beneficiaries);
        Assert.Empty(erased.State.RemittancePlan);
        MigrantCommand[] commands = [new NameBeneficiary(Beneficiary(3)), new RemoveBeneficiary(Beneficiary(1)), Set()];
        Assert.All(commands, c => erased.When(c).ThenRejected(RejectionCode.MigrantNotFound));
        Assert.All(commands, c => Given.Migrant().When(c).ThenRejected(RejectionCode.MigrantNotFound));
    }

    private static SetRemittancePlan Set(params RemittanceInstruction[] plan) =>
        new(plan, Offers, new Dictionary<BeneficiaryId, Currency> { [Beneficiary(1)] = Php, [Beneficiary(2)] = Php });
}
