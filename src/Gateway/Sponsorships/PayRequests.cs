namespace VipOrleans.Gateway.Sponsorships;

using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Safeguarding;

/// <summary>Reports a pay, or what is right of it.</summary>
internal sealed record PayRequest : IOfEmployer, IChecked
{
    /// <summary>The first day that the pay is for.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day that the pay is for.</summary>
    public required DateOnly To { get; init; }

    /// <summary>How often the employer pays.</summary>
    public required PayFrequency Frequency { get; init; }

    /// <summary>The pay before anything is taken.</summary>
    [NotNegative]
    public required Money Gross { get; init; }

    /// <summary>The pay after tax and social insurance, where the city's deduction profile looks at that.</summary>
    [NotNegative]
    public Money? AfterTax { get; init; }

    /// <summary>The time worked for it, in minutes, where the city's deduction profile protects a minimum wage.</summary>
    [Between(0, LookedAtPay.MostMinutes)]
    public int? Minutes { get; init; }

    /// <summary>What the employer takes from it beside the share; left out for nothing.</summary>
    [Items(0, OtherDeduction.Most)]
    public IReadOnlyList<OtherDeductionRequest>? Others { get; init; }

    /// <summary>For an officer or the migrant: the employer who paid; left out where none is known. An employer leaves it out.</summary>
    [Employer]
    public string? Employer { get; init; }

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (To < From) errors.Add("to", "The last day is not before the first.");
    }

    internal PayReport ToReport(string employer) =>
        new(employer, From, To, Frequency, Gross, AfterTax, Minutes,
            Others is { Count: > 0 } others ? [.. others.Select(o => o.Deduction)] : null);
}

/// <summary>Something that an employer takes from a pay beside the share.</summary>
internal sealed record OtherDeductionRequest
{
    /// <summary>What for.</summary>
    public required DeductionKind Kind { get; init; }

    /// <summary>How much.</summary>
    [NotNegative]
    public required Money Amount { get; init; }

    /// <summary>The day of the migrant's written consent to it; left out if there is none.</summary>
    public DateOnly? ConsentOn { get; init; }

    /// <summary>A reference to what it is for, which names nobody.</summary>
    [Reference]
    public string? Purpose { get; init; }

    /// <summary>True if its amount stands in the employment agreement.</summary>
    public bool Agreed { get; init; }

    internal OtherDeduction Deduction => new(Kind, Amount, ConsentOn, Purpose, Agreed);
}

/// <summary>Contests a pay.</summary>
internal sealed record ContestRequest : IHasWords
{
    /// <summary>Why.</summary>
    public required ContestReason Reason { get; init; }

    /// <summary>What there is to say beside that, in any language. It goes to the vault, and officers read it.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ContestRequest (not shown)";
}

/// <summary>Replies to a contest.</summary>
internal sealed record ContestReplyRequest : IHasWords
{
    /// <summary>What the employer says to it.</summary>
    public required ContestReply Reply { get; init; }

    /// <summary>What there is to say beside that, in any language. It goes to the vault, and officers read it.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ContestReplyRequest (not shown)";
}

/// <summary>Settles what a pay breaks.</summary>
internal sealed record FindingSettlementRequest
{
    /// <summary>What came of it.</summary>
    public required FindingOutcome Outcome { get; init; }

    /// <summary>Why.</summary>
    public required FindingReason Reason { get; init; }
}

/// <summary>Decides a contest.</summary>
internal sealed record ContestDecisionRequest
{
    /// <summary>True if the migrant was right.</summary>
    public required bool Upheld { get; init; }
}
