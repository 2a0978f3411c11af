namespace VipOrleans.Gateway.Matching;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Gateway.Commands;

/// <summary>Opens a matching round.</summary>
internal sealed record OpenRoundRequest
{
    /// <summary>Until when it can be entered, not included: 90 days from now at most.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How many days both of a pair have to accept.</summary>
    [Between(1, Round.MaxDays)]
    public required int AnswerDays { get; init; }

    internal RoundTerms Terms => new(Until.ToUniversalTime(), AnswerDays);
}

/// <summary>Enters a round: with an own ranking, or with the suggested order.</summary>
internal sealed record RoundEntryRequest : IChecked
{
    /// <summary>
    /// Whom the person would take, the dearest first: migrants for a host, hosts of the city, or of any city of the nation, for a migrant.
    /// Who is not named is not accepted. Left out for the suggested order.
    /// </summary>
    [Items(1, RoundEntry.MaxWishes)]
    public IReadOnlyList<PersonId>? Ranking { get; init; }

    /// <summary>True for the suggested order as it is now; left out with a ranking.</summary>
    public bool? Suggested { get; init; }

    void IChecked.Check(Errors errors)
    {
        if (Ranking is null != (Suggested == true)) errors.Add("ranking", "Give either 'ranking' or 'suggested' as true.");
    }
}
