namespace VipOrleans.Domain.Sponsorships;

public abstract partial record SponsorshipCommand
{
    /// <summary>An officer settles what was found.</summary>
    public abstract record FindingsCommand : SponsorshipCommand
    {
        private protected FindingsCommand() { }
    }

    /// <summary>Settles what a pay, or a month's report, breaks of the deduction profile.</summary>
    /// <param name="Pay">The pay, or the month's report.</param>
    /// <param name="Outcome">What came of it.</param>
    /// <param name="Reason">Why.</param>
    public sealed record SettleFindings(string Pay, FindingOutcome Outcome, FindingReason Reason) : FindingsCommand;

    /// <summary>Settles why an employment is flagged. What is found of it later is open again.</summary>
    /// <param name="Employment">Which employment.</param>
    /// <param name="Outcome">What came of it.</param>
    /// <param name="Reason">Why.</param>
    public sealed record SettleFlags(EmploymentKey Employment, FindingOutcome Outcome, FindingReason Reason) : FindingsCommand;
}

/// <summary>Names an employment of a sponsorship.</summary>
/// <param name="Employer">The employer.</param>
/// <param name="From">The first day.</param>
[GenerateSerializer, Immutable, Alias("vip.employment-key")]
public sealed record EmploymentKey(string Employer, DateOnly From);
