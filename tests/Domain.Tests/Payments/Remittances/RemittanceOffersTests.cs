namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.RemittanceOffersCommand;
using static VipOrleans.Domain.Payments.RemittanceOffersEvent;
using static VipOrleans.Domain.Tests.Payments.Corridors;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>The offers that a nation shows its migrants.</summary>
public sealed class RemittanceOffersTests
{
    private static readonly RemittanceOffer Bank = Offer("bank", fee: "25.00", margin: 350), Online = Offer("online", feeHundredths: 75);

    [Fact]
    public void A_nation_decides_all_its_offers_together()
    {
        Given.RemittanceOffers().When(new DecideRemittanceOffers([Bank, Online]))
            .Then(new RemittanceOfferMade(Bank), new RemittanceOfferMade(Online)).WithOutcome("decided");
        var given = Given.RemittanceOffers(new RemittanceOfferMade(Bank), new RemittanceOfferMade(Online));
        given.When(new DecideRemittanceOffers([Online, Bank])).ThenNothing();
        var dearer = Online with { FeeHundredths = 80 };
        var state = given.When(new DecideRemittanceOffers([dearer]))
            .Then(new RemittanceOfferWithdrawn(Bank.Id), new RemittanceOfferMade(dearer)).State;
        Assert.Equal([dearer], state.ById.Values);
        given.When(new DecideRemittanceOffers([])).Then(new RemittanceOfferWithdrawn(Bank.Id), new RemittanceOfferWithdrawn(Online.Id));
    }

    [Fact]
    public void An_id_stands_for_the_same_currencies_for_ever()
    {
        var withdrawn = Given.RemittanceOffers(new RemittanceOfferMade(Bank), new RemittanceOfferWithdrawn(Bank.Id));
        withdrawn.When(new DecideRemittanceOffers([Offer("bank", to: "INR")])).ThenRejected(RejectionCode.CurrencyMismatch);
        withdrawn.When(new DecideRemittanceOffers([Bank])).Then(new RemittanceOfferMade(Bank));
    }

    [Fact]
    public void Offers_are_bounded_and_no_id_stands_twice()
    {
        Given.RemittanceOffers().When(new DecideRemittanceOffers([Bank, Bank with { FeeHundredths = 1 }]))
            .ThenRejected(RejectionCode.InvalidInput);
        Given.RemittanceOffers().When(new DecideRemittanceOffers([.. Enumerable.Range(0, 101).Select(i => Offer($"offer-{i}"))]))
            .ThenRejected(RejectionCode.InvalidInput);
        Assert.Equal(100,
            Given.RemittanceOffers()
                .When(new DecideRemittanceOffers([.. Enumerable.Range(0, 100).Select(i => Offer($"offer-{i}"))])).Decision.Events.Count);
    }

    public static TheoryData<string, RemittanceOffer> Wrong() => new()
    {
        { "no id", Bank with { Id = default } },
        { "no provider", Bank with { Provider = " " } },
        { "a long provider", Bank with { Provider = new('x', 101) } },
        { "no source", Bank with { Source = "" } },
        { "a line break", Bank with { Source = "a\nb" } },
        { "no currency", Bank with { From = default } },
        { "a fee in another currency", Bank with { FixedFee = new(100, Php) } },
        { "a fee below zero", Bank with { FixedFee = Dollars(-1) } },
        { "a percentage below zero", Bank with { FeeHundredths = -1 } },
        { "a percentage above 100", Bank with { FeeHundredths = 10_001 } },
        { "rate and margin", Bank with { Rate = Rate.Parse("33") } },
        { "neither rate nor margin", Bank with { MarginHundredths = null } },
        { "a margin below zero", Bank with { MarginHundredths = -1 } },
        { "a margin of everything", Bank with { MarginHundredths = 10_000 } },
        { "a rate of nothing", Bank with { MarginHundredths = null, Rate = default(Rate) } },
        { "a rate to the same currency", Offer("same", to: "NZD") with { Rate = Rate.One } },
        { "an end before the beginning", Bank with { ValidUntil = Bank.ValidFrom.AddDays(-1) } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_offer_that_cannot_be_is_refused(string what, RemittanceOffer offer)
    {
        Assert.NotEmpty(what);
        Given.RemittanceOffers().When(new DecideRemittanceOffers([Online, offer])).ThenRejected(RejectionCode.InvalidInput);
    }
}
