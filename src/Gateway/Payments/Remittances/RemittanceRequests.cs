namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Commands;

/// <summary>Sets, changes or clears what a migrant sends home each month.</summary>
internal sealed record RemittancePlanRequest
{
    /// <summary>The instructions, in the order in which they are served; none to send nothing.</summary>
    [Items(0, RemittancePlan.MaxInstructions)]
    public required IReadOnlyList<RemittanceInstructionRequest> Instructions { get; init; }
}

/// <summary>One line of a plan: either a fixed amount or a percentage.</summary>
internal sealed record RemittanceInstructionRequest : IChecked
{
    /// <summary>Who gets it.</summary>
    public required BeneficiaryId Beneficiary { get; init; }

    /// <summary>By which offer of the nation.</summary>
    public required RemittanceOfferId Offer { get; init; }

    /// <summary>A fixed amount in the currency that is earned, above zero.</summary>
    [NotNegative]
    public Money? Amount { get; init; }

    /// <summary>Hundredths of a percent of the month's whole net: 2500 is 25 %.</summary>
    [Between(1, RemittancePlan.WholeNet)]
    public int? PercentHundredths { get; init; }

    void IChecked.Check(Errors errors)
    {
        if (Amount is null == PercentHundredths is null)
        {
            errors.Add("instructions", "An instruction has either 'amount' or 'percentHundredths'.");
        }

        if (Amount is { Minor: 0 }) errors.Add("instructions", "An amount is above zero.");
    }

    /// <summary>As the domain takes it.</summary>
    public RemittanceInstruction ToInstruction() => new(Beneficiary, Offer, Amount, PercentHundredths);
}

/// <summary>Decides a nation's offers to send money home.</summary>
internal sealed record RemittanceOffersRequest
{
    /// <summary>The offers that stand; what is left out is withdrawn.</summary>
    [Items(0, RemittanceOffers.Max)]
    public required IReadOnlyList<RemittanceOfferRequest> Offers { get; init; }
}

/// <summary>An offer to send money home.</summary>
internal sealed record RemittanceOfferRequest
{
    /// <summary>Its id in the nation; it stands for the same two currencies forever.</summary>
    public required RemittanceOfferId Id { get; init; }

    /// <summary>Who sends the money.</summary>
    [Text(1, 100)]
    public required string Provider { get; init; }

    /// <summary>The currency that is sent.</summary>
    public required Currency From { get; init; }

    /// <summary>The currency that arrives.</summary>
    public required Currency To { get; init; }

    /// <summary>What each order costs, in the currency that is sent.</summary>
    [NotNegative]
    public required Money FixedFee { get; init; }

    /// <summary>What it costs on top, in hundredths of a percent of what is sent: 150 is 1.5 %.</summary>
    [Between(0, 10_000)]
    public required int FeeHundredths { get; init; }

    /// <summary>The provider's own rate: how many units of 'to' one unit of 'from' buys; or 'marginHundredths'.</summary>
    public Rate? Rate { get; init; }

    /// <summary>How much worse than the reference rate it is, in hundredths of a percent.</summary>
    [Between(0, 9_999)]
    public int? MarginHundredths { get; init; }

    /// <summary>The first day on which it holds.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The last day on which it holds; left out for no end.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Where it was published.</summary>
    [Text(1, 300)]
    public required string Source { get; init; }

    /// <summary>How it reaches whom it is for; left out for a bank transfer.</summary>
    public RemittanceChannel? Channel { get; init; }

    /// <summary>As the domain takes it.</summary>
    public RemittanceOffer ToOffer() =>
        new(Id, Provider, From, To, FixedFee, FeeHundredths, Rate, MarginHundredths, ValidFrom, ValidUntil, Source, Channel);
}

/// <summary>Asks what it costs to send an amount.</summary>
internal sealed record RemittanceQuotesRequest : IChecked
{
    /// <summary>What is sent, the fee in it, above zero.</summary>
    [NotNegative]
    public required Money Amount { get; init; }

    /// <summary>The currency that arrives.</summary>
    public required Currency To { get; init; }

    /// <summary>The day whose offers and rates count; today (UTC) where it is left out.</summary>
    public DateOnly? On { get; init; }

    void IChecked.Check(Errors errors)
    {
        if (Amount.Minor == 0) errors.Add("amount", "Expected an amount above zero.");
    }
}

/// <summary>All offers of a corridor for an amount, the cheapest first.</summary>
/// <param name="On">The day.</param>
/// <param name="Reference">The reference rate with source and day; left out in the same currency.</param>
/// <param name="Offers">The offers: each with its quote, or with why it cannot send the amount.</param>
public sealed record RemittanceQuotes(DateOnly On, ExchangeRate? Reference, IReadOnlyList<QuotedOffer> Offers);

/// <summary>To whom a migrant may send money.</summary>
/// <param name="Items">The beneficiaries, in the order in which they were named.</param>
public sealed record BeneficiaryList(IReadOnlyList<BeneficiaryView> Items);
