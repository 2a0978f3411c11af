namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

public abstract partial record SponsorshipCommand
{
    /// <summary>The arrival, and what is earned from then on.</summary>
    public abstract record EarningsCommand : SponsorshipCommand
    {
        private protected EarningsCommand() { }
    }

    /// <summary>Notes that the migrant arrived: the share year begins and the baseline is fixed.</summary>
    /// <param name="On">The day of arrival.</param>
    /// <param name="IsDeclared">True where the migrant has declared a baseline, read before.</param>
    /// <param name="Verified">The newest verified one, read before; null where none is.</param>
    /// <param name="Rate">How to convert it on the day of arrival, or why that cannot be; null where the currency is the same.</param>
    /// <param name="Continues">The migrant's share year that is running on that day, read before; null where none is.</param>
    /// <param name="Leaves">The migrant's last sponsorship in another city, read before; null if there is none.</param>
    /// <param name="Predecessor">The sponsorship that this one continues, read before; null where it continues none, or none that goes
    /// on.</param>
    /// <param name="Entry">What the nation asks of whoever enters, read before; null for nothing.</param>
    public sealed record Arrive(
        DateOnly On, bool IsDeclared, VerifiedBaseline? Verified, RateFinding? Rate, ContinuedYear? Continues = null,
        SponsorshipId? Leaves = null, PredecessorFacts? Predecessor = null, EntryFacts? Entry = null) : EarningsCommand;

    /// <summary>
    /// Fixes the baseline of a share year after the first, before its first report. It changes nothing where it is fixed already.
    /// </summary>
    /// <param name="Year">Share year.</param>
    /// <param name="Verified">The newest version that was verified on or before the year's first day, read before; null if there is
    /// none.</param>
    /// <param name="Rate">How to convert it on the year's first day, or why that cannot be; null where the currency is the same.</param>
    public sealed record FixBaseline(int Year, VerifiedBaseline? Verified, RateFinding? Rate) : EarningsCommand;

    /// <summary>Reports what an employer paid for a month of a share year: for the first time, late, or corrected.</summary>
    /// <param name="Report">The report.</param>
    /// <param name="Profile">The deduction profile that is in force in the city on the first day of the month; null if there is
    /// none.</param>
    /// <param name="IsPassedOn">True if it came in for another host of the same share year, where it was looked at whether the employer may
    /// report.</param>
    public sealed record ReportEarnings(EarningsReport Report, DeductionProfile? Profile = null, bool IsPassedOn = false) : EarningsCommand;

    /// <summary>Takes an employer's report for a month out, as if it had never come.</summary>
    /// <param name="Year">Share year, from 1.</param>
    /// <param name="Month">Month of the share year, 1 to 12.</param>
    /// <param name="Employer">The employer.</param>
    /// <param name="IsPassedOn">True if it came in for another host of the same share year, where it was looked at whether the employer may
    /// take it out.</param>
    public sealed record WithdrawEarnings(int Year, int Month, string Employer, bool IsPassedOn = false) : EarningsCommand;

    /// <summary>Reports what an employer paid for some days: a new pay, or a correction of one.</summary>
    /// <param name="Report">The pay.</param>
    /// <param name="Profile">The deduction profile that is in force in the city on the first day of the pay; null if there is none.</param>
    /// <param name="Corrects">The pay that it corrects; null for a new one.</param>
    /// <param name="IsPassedOn">True if it came in for another host of the same share year.</param>
    public sealed record ReportPay(PayReport Report, DeductionProfile? Profile = null, string? Corrects = null, bool IsPassedOn = false)
        : EarningsCommand;

    /// <summary>Takes a pay out, as if it had never been reported.</summary>
    /// <param name="Pay">The pay.</param>
    /// <param name="IsPassedOn">True if it came in for another host of the same share year.</param>
    public sealed record WithdrawPay(string Pay, bool IsPassedOn = false) : EarningsCommand;

    /// <summary>The migrant contests a pay, or a month's report.</summary>
    /// <param name="Pay">The pay, or the month's report.</param>
    /// <param name="Reason">Why.</param>
    public sealed record ContestPay(string Pay, ContestReason Reason) : EarningsCommand;

    /// <summary>The employer says something to a contest.</summary>
    /// <param name="Pay">The pay, or the month's report.</param>
    /// <param name="Answer">What.</param>
    /// <param name="IsPassedOn">True if it came in for another host of the same share year.</param>
    public sealed record ReplyToContest(string Pay, ContestReply Answer, bool IsPassedOn = false) : EarningsCommand;

    /// <summary>An officer decides a contest.</summary>
    /// <param name="Pay">The pay, or the month's report.</param>
    /// <param name="IsUpheld">True if the migrant was right: it is taken out.</param>
    public sealed record DecideContest(string Pay, bool IsUpheld) : EarningsCommand;

    /// <summary>
    /// Closes the share months that are over for so long that nobody waits for their pay any more. It changes nothing if none is, and
    /// leaves a year whose baseline is not fixed, and what comes after it, as they are.
    /// </summary>
    /// <param name="AfterDays">How many days after its last day a month is still open, 1 to 92; it is closed on the next day.</param>
    public sealed record CloseMonths(int AfterDays) : EarningsCommand;

    /// <summary>The migrant consents to the share being taken from the pay.</summary>
    /// <param name="IsMinor">True if an officer has found that the migrant is a minor, read before.</param>
    public sealed record GiveConsent(bool IsMinor = false) : EarningsCommand;

    /// <summary>The migrant revokes the consent.</summary>
    public sealed record RevokeConsent : EarningsCommand;
}

/// <summary>What an employer paid for a month of a share year.</summary>
/// <param name="Year">Share year, from 1.</param>
/// <param name="Month">Month of the share year, 1 to 12.</param>
/// <param name="Employer">The employer's id: 1 to 100 letters, digits, '.', '-' and '_'.</param>
/// <param name="Earned">All that it paid for the month, zero or more; it takes the place of what it reported before.</param>
/// <param name="Details">The pay as a deduction profile looks at it, where that is not just what was earned.</param>
/// <param name="Paid">The days of the month that the pay is for; null for all of them.</param>
[GenerateSerializer, Immutable, Alias("vip.earnings-report")]
public sealed record EarningsReport(int Year, int Month, string Employer, Money Earned, PayDetails? Details = null, PaidDays? Paid = null);

/// <summary>What a nation asks of a migrant who enters it, and what the migrant has.</summary>
/// <param name="LacksVisa">True if it asks for a visa and none is valid on the day of arrival.</param>
/// <param name="Age">What an officer has verified of the migrant's age; null while nobody has.</param>
/// <param name="AsksAge">True if it asks for an age that was verified.</param>
public sealed record EntryFacts(bool LacksVisa, AgeGroup? Age = null, bool AsksAge = false);
