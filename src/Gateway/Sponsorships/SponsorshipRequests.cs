namespace VipOrleans.Gateway.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Safeguarding;

/// <summary>A request in which an officer says for which side they act. A party speaks for itself and leaves it out.</summary>
internal interface IForParty
{
    /// <summary>The side that an officer acts for.</summary>
    Party? By { get; }
}

/// <summary>Proposes a sponsorship.</summary>
internal sealed record ProposeRequest : INamesTarget, IForParty
{
    /// <summary>The host.</summary>
    public required HostId Host { get; init; }

    /// <summary>The migrant.</summary>
    public required MigrantId Migrant { get; init; }

    /// <summary>For a city officer only: the side that proposes.</summary>
    public Party? By { get; init; }

    /// <summary>For a city officer only: the signed paper in which the side proposes, which another officer is to see.</summary>
    [Reference]
    public string? Paper { get; init; }

    AccessTarget INamesTarget.Target => new(Host, Migrant);
}

/// <summary>A side says yes or no, or withdraws.</summary>
internal sealed record PartyRequest : IForParty, IMayBeEmpty
{
    /// <summary>For a city officer only: the side on whose behalf the officer acts.</summary>
    public Party? By { get; init; }
}

/// <summary>A side says yes.</summary>
internal sealed record AcceptRequest : IForParty, IMayBeEmpty
{
    /// <summary>For a city officer only: the side on whose behalf the officer acts.</summary>
    public Party? By { get; init; }

    /// <summary>For a city officer only: the signed paper in which the side says yes, which another officer is to see.</summary>
    [Reference]
    public string? Paper { get; init; }
}

/// <summary>Says that a signed paper was seen.</summary>
internal sealed record SeePaperRequest
{
    /// <summary>The side whose paper it is.</summary>
    public required Party By { get; init; }
}

/// <summary>Records the result of a check.</summary>
internal sealed record RecordCheckRequest : IChecked, IHasWords
{
    /// <summary>What was checked.</summary>
    public required CheckKind Kind { get; init; }

    /// <summary>How it ended.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>Why it failed; for a failed check only.</summary>
    public RefusalReason? Reason { get; init; }

    /// <summary>The day of the check.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The last day on which a pass counts; left out for no end.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>For a failed check only: the reasons in words, for those concerned. They go to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language of the words.</summary>
    [Language]
    public string? Language { get; init; }

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (Outcome == CheckOutcome.Failed && Reason is null)
        {
            errors.Add("reason", $"A failed check has a reason; expected {Expected.For(typeof(RefusalReason))}.");
        }

        if (Outcome != CheckOutcome.Failed && Reason is not null) errors.Add("reason", "Only a failed check has a reason.");
        if (ValidUntil < On) errors.Add("validUntil", "A check cannot stop being valid before it was made.");
        if (Outcome != CheckOutcome.Failed && Text is not null) errors.Add("text", "Only a failed check has reasons in words.");
    }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "RecordCheckRequest (not shown)";
}

/// <summary>Refuses a sponsorship.</summary>
internal sealed record RefuseRequest : IHasWords
{
    /// <summary>The coded reasons.</summary>
    [Items(1, 9)]
    public required IReadOnlyList<RefusalReason> Reasons { get; init; }

    /// <summary>The reasons in words, for those concerned. They go to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language of the words.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "RefuseRequest (not shown)";
}

/// <summary>A side replies to a refusal.</summary>
internal sealed record ReplyRequest : IForParty
{
    /// <summary>What the side says. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public required string Text { get; init; }

    /// <summary>Left out: a party speaks for itself.</summary>
    public Party? By { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ReplyRequest (not shown)";
}

/// <summary>Notes the arrival of the migrant.</summary>
internal sealed record ArrivalRequest
{
    /// <summary>The day of arrival: the first day of the first share year.</summary>
    public required DateOnly On { get; init; }
}

/// <summary>Ends a sponsorship, or proposes to end it.</summary>
internal sealed record EndRequest : IHasWords
{
    /// <summary>Why.</summary>
    public required EndReason Reason { get; init; }

    /// <summary>The last day; left out for today. What an officer proposes ends when the ruling is final, and has no other day but the
    /// one of a death.</summary>
    public DateOnly? On { get; init; }

    /// <summary>For an officer only: the reasons in words, for those concerned. They go to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language of the words.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "EndRequest (not shown)";
}

/// <summary>Stops a host's notice.</summary>
internal sealed record StopNoticeRequest : IHasWords, IMayBeEmpty
{
    /// <summary>The reasons in words, for those concerned. They go to the vault. Whoever raised a concern is not named in them.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language of the words.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "StopNoticeRequest (not shown)";
}

/// <summary>Names an employer.</summary>
internal sealed record NameEmployerRequest : IChecked
{
    /// <summary>The employer's id within the nation, as in its tokens.</summary>
    [Employer]
    public required string Employer { get; init; }

    /// <summary>The first day of the employment.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day; left out while no end is known.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What was agreed; left out if it is not known. Given later with the same days, it is added.</summary>
    public EmploymentTermsRequest? Terms { get; init; }

    /// <summary>Of an officer: the document from which they know of it. Without one, the employment is flagged until the migrant has
    /// confirmed it.</summary>
    [Reference]
    public string? Document { get; init; }

    internal Employment Employment => new(Employer, From, To, Terms?.Terms, Document);

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (To < From) errors.Add("to", "The last day is not before the first.");
    }
}

/// <summary>What employer and migrant have agreed.</summary>
internal sealed record EmploymentTermsRequest : IRequestPart
{
    /// <summary>How often the employer pays.</summary>
    public required PayFrequency Frequency { get; init; }

    /// <summary>The hours of a week.</summary>
    [Between(1, EmploymentTerms.MostHours)]
    public required int HoursAWeek { get; init; }

    /// <summary>What it pays each time, before anything is taken.</summary>
    [NotNegative]
    public required Money Pay { get; init; }

    /// <summary>Where the work is: a reference that names nobody and no house.</summary>
    [Reference]
    public string? Place { get; init; }

    internal EmploymentTerms Terms => new(Frequency, HoursAWeek, Pay, Place);
}

/// <summary>Says which employment is meant.</summary>
internal sealed record EmploymentRequest
{
    /// <summary>The employer.</summary>
    [Employer]
    public required string Employer { get; init; }

    /// <summary>The first day of the employment, which says which of the employer's it is.</summary>
    public required DateOnly From { get; init; }
}

/// <summary>Finds that a contested employment is right.</summary>
internal sealed record UpholdEmploymentRequest
{
    /// <summary>The employer.</summary>
    [Employer]
    public required string Employer { get; init; }

    /// <summary>The first day of the employment, which says which of the employer's it is.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The document from which it follows.</summary>
    [Reference]
    public required string Document { get; init; }
}

/// <summary>Settles why an employment is flagged.</summary>
internal sealed record EmploymentSettlementRequest
{
    /// <summary>The employer.</summary>
    [Employer]
    public required string Employer { get; init; }

    /// <summary>The first day of the employment, which says which of the employer's it is.</summary>
    public required DateOnly From { get; init; }

    /// <summary>What came of it.</summary>
    public required FindingOutcome Outcome { get; init; }

    /// <summary>Why.</summary>
    public required FindingReason Reason { get; init; }
}

/// <summary>Looks again at an employer.</summary>
internal sealed record CheckEmployerRequest
{
    /// <summary>The employer.</summary>
    [Employer]
    public required string Employer { get; init; }
}

/// <summary>Ends an employment.</summary>
internal sealed record EndEmploymentRequest
{
    /// <summary>The employer.</summary>
    [Employer]
    public required string Employer { get; init; }

    /// <summary>The first day of the employment, which says which of the employer's it is.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day; one before the first takes the employment off.</summary>
    public required DateOnly On { get; init; }
}

/// <summary>A request about what an employer paid. An employer speaks for itself and leaves its id out; an officer names one.</summary>
internal interface IOfEmployer
{
    /// <summary>The employer.</summary>
    string? Employer { get; }
}

/// <summary>Takes a report of earnings out.</summary>
internal sealed record EarningsWithdrawalRequest : IOfEmployer
{
    /// <summary>The share year, from 1.</summary>
    [Between(1, SponsorshipDecider.MaxShareYears)]
    public required int Year { get; init; }

    /// <summary>The month of the share year.</summary>
    [Between(1, 12)]
    public required int Month { get; init; }

    /// <summary>For an officer: the employer who reported; left out where none was named.</summary>
    [Employer]
    public string? Employer { get; init; }
}

/// <summary>The days that a pay is for.</summary>
internal sealed record PaidDaysRequest
{
    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }
}

/// <summary>Reports what was earned in a month.</summary>
internal sealed record EarningsRequest : IOfEmployer, IChecked
{
    /// <summary>The share year, from 1: twelve months from the arrival.</summary>
    [Between(1, SponsorshipDecider.MaxShareYears)]
    public required int Year { get; init; }

    /// <summary>The month of the share year.</summary>
    [Between(1, 12)]
    public required int Month { get; init; }

    /// <summary>All that was earned in the month; it takes the place of what was reported before.</summary>
    [NotNegative]
    public required Money Earned { get; init; }

    /// <summary>The pay that the city's deduction profile looks at (net or disposable), where it is not just what was earned.</summary>
    [NotNegative]
    public Money? Pay { get; init; }

    /// <summary>What others take from the pay first; left out for nothing.</summary>
    [NotNegative]
    public Money? OtherDeductions { get; init; }

    /// <summary>The time worked in the month, in minutes, where the city's deduction profile protects a minimum wage.</summary>
    [Between(0, LookedAtPay.MostMinutes)]
    public int? Minutes { get; init; }

    /// <summary>What others take, by kind, in the place of 'otherDeductions'; left out for nothing, or if only the sum is known.</summary>
    [Items(0, OtherDeduction.Most)]
    public IReadOnlyList<OtherDeductionRequest>? Others { get; init; }

    /// <summary>For an officer: the employer who paid; left out where none is known. An employer leaves it out.</summary>
    [Employer]
    public string? Employer { get; init; }

    /// <summary>The days of the month that the pay is for; left out for all of them.</summary>
    public PaidDaysRequest? Paid { get; init; }

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (Paid is { } paid && paid.To < paid.From) errors.Add("paid.to", "The last day is not before the first.");
        if (Others is { Count: > 0 } && OtherDeductions is not null)
        {
            errors.Add("otherDeductions", "The deductions are given by kind, or as one sum.");
        }

        if (Others?.Any(o => o.Amount.Currency != Earned.Currency || o.Amount.Minor > Earned.Minor) == true)
        {
            errors.Add("others", "A deduction is in the currency of the earnings, and at most what was earned.");
        }
    }

    /// <summary>The pay as a profile looks at it; null where it is just what was earned.</summary>
    internal PayDetails? Details =>
        Pay is null && OtherDeductions is null && Minutes is null && Others is not { Count: > 0 } ? null
            : new(Pay ?? Earned, OtherDeductions ?? Sum, Minutes,
                Others is { Count: > 0 } others ? [.. others.Select(o => o.Deduction)] : null);

    // Of at most twenty that are each at most what was earned.
    private Money Sum => new((Others ?? []).Where(o => o.Kind != DeductionKind.Tax).Sum(o => o.Amount.Minor), Earned.Currency);
}

/// <summary>What a side replied to a refusal.</summary>
/// <param name="Text">The text.</param>
public sealed record ReplyAnswer(string Text);
