namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Money;

/// <summary>What a plan makes of a month's net: what is sent to whom, what it costs, and what is left out and why.</summary>
/// <param name="Nets">What the month brought the migrant: earned less taken, in each currency that was earned; below zero where corrections
/// outweigh it.</param>
/// <param name="Lines">The plan's instructions, in their order.</param>
public sealed record MonthRemittances(IReadOnlyList<Money> Nets, IReadOnlyList<RemittanceLine> Lines)
{
    /// <summary>
    /// Works out a month. Each instruction draws on the net in its offer's currency and never on more than what is left of it.
    /// </summary>
    /// <remarks>
    /// A fixed amount that is more than what is left is left out as a whole. A percentage is of the whole net, cut to the minor unit, and
    /// reduced to what is left. What is left out uses up nothing, so that an instruction after it may still be served.
    /// </remarks>
    /// <param name="nets">The nets, each currency once.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="offers">The nation's offers.</param>
    /// <param name="on">The day on which it is sent.</param>
    /// <param name="reference">The reference rate from one currency to another; null if there is none.</param>
    public static MonthRemittances Of(
        IReadOnlyList<Money> nets, IReadOnlyList<RemittanceInstruction> plan, IReadOnlyList<RemittanceOffer> offers, DateOnly on,
        Func<Currency, Currency, ExchangeRate?> reference)
    {
        var left = nets.ToDictionary(n => n.Currency, n => Math.Max(0, n.Minor));
        var lines = new List<RemittanceLine>(plan.Count);
        foreach (var instruction in plan)
        {
            var line = LineOf(instruction, nets, left, offers, on, reference);
            if (line.Amount is { } amount) left[amount.Currency] -= amount.Minor;
            lines.Add(line);
        }

        return new(nets, lines);
    }

    /// <summary>True where a line is left out only because a rate has not been imported yet.</summary>
    public bool WaitsForRate => Lines.Any(l => l.LeftOut == RemittanceObstacle.RateMissing);

    private static RemittanceLine LineOf(
        RemittanceInstruction instruction, IReadOnlyList<Money> nets, Dictionary<Currency, long> left,
        IReadOnlyList<RemittanceOffer> offers, DateOnly on, Func<Currency, Currency, ExchangeRate?> reference)
    {
        if (offers.FirstOrDefault(o => o.Id == instruction.Offer) is not { } offer)
        {
            return LeftOut(instruction, RemittanceObstacle.OfferWithdrawn);
        }

        if (instruction.Amount is { } own && own.Currency != offer.From) return LeftOut(instruction, RemittanceObstacle.OtherCurrency);
        var net = nets.FirstOrDefault(n => n.Currency == offer.From).Minor;
        if (net <= 0) return LeftOut(instruction, RemittanceObstacle.NothingEarned);
        var rest = left[offer.From];
        var wanted = instruction.Amount?.Minor ?? (long)((Int128)net * (instruction.PercentHundredths ?? 0) / RemittancePlan.WholeNet);
        if (rest == 0 || wanted == 0) return LeftOut(instruction, RemittanceObstacle.NothingLeft);
        if (instruction.Amount is not null && wanted > rest) return LeftOut(instruction, RemittanceObstacle.AmountAboveRest);
        var amount = new Money(Math.Min(wanted, rest), offer.From);
        var quoted = RemittanceQuote.Of(offer, amount, on, offer.From == offer.To ? null : reference(offer.From, offer.To));
        return quoted.Quote is { } quote
            ? new(instruction, amount, quote, amount.Minor < wanted, null) : LeftOut(instruction, quoted.NotPossible!.Value);
    }

    private static RemittanceLine LeftOut(RemittanceInstruction instruction, RemittanceObstacle why) =>
        new(instruction, null, null, false, why);
}

/// <summary>What becomes of one instruction in a month.</summary>
/// <param name="Instruction">The instruction.</param>
/// <param name="Amount">What is sent, the fee in it; null where it is left out.</param>
/// <param name="Quote">What it costs and what arrives; null where it is left out.</param>
/// <param name="IsReduced">True where the percentage would be more than what is left of the net.</param>
/// <param name="LeftOut">Why it is left out; null where it is not.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-line")]
public sealed record RemittanceLine(RemittanceInstruction Instruction, Money? Amount, RemittanceQuote? Quote, bool IsReduced,
    RemittanceObstacle? LeftOut);
