namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>What a sponsorship can be asked.</summary>
public abstract record SponsorshipCommand
{
    private SponsorshipCommand() { }

    /// <summary>Proposes a sponsorship. Nothing is taken yet; a host or migrant may have several proposals.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Host">The host.</param>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="By">The side that proposes.</param>
    /// <param name="Known">What host and migrant are, read before.</param>
    /// <param name="Continues">The sponsorship that it is to continue in another city, read before; null for one of its own.</param>
    public sealed record Propose(SponsorshipId Sponsorship, HostId Host, MigrantId Migrant, Party By, ProposalFacts Known,
        SuccessionFacts? Continues = null) : SponsorshipCommand;

    /// <summary>The other side says yes.</summary>
    public sealed record Accept(Party By) : SponsorshipCommand;

    /// <summary>The other side says no.</summary>
    public sealed record Decline(Party By, DateOnly Today) : SponsorshipCommand;

    /// <summary>A side withdraws before the arrival.</summary>
    public sealed record Withdraw(Party By, DateOnly Today) : SponsorshipCommand;

    /// <summary>Notes the answer to a step of the saga.</summary>
    /// <param name="Step">The step that was taken.</param>
    /// <param name="Answer">What was answered.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record NoteStep(SagaStep Step, StepAnswer Answer, DateOnly Today) : SponsorshipCommand;

    /// <summary>Notes the result of a check.</summary>
    /// <param name="Kind">What was checked.</param>
    /// <param name="Result">How it ended.</param>
    /// <param name="Today">The day; a check cannot be of a later one.</param>
    /// <param name="Text">The reasons of a failure in words, which are in the vault; null for none.</param>
    public sealed record RecordCheck(CheckKind Kind, CheckResult Result, DateOnly Today, CaseText? Text = null) : SponsorshipCommand;

    /// <summary>
    /// Takes the effect of a ruling on a failed check. Possible also after the end: what failed here may reach further than this
    /// sponsorship.
    /// </summary>
    /// <param name="Kind">What was checked.</param>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What becomes of the failure.</param>
    /// <param name="Via">The sponsorship in which the check failed; null for this one.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record RuleOnCheck(CheckKind Kind, RulingId Ruling, RulingEffect Effect, SponsorshipId? Via, DateOnly Today)
        : SponsorshipCommand;

    /// <summary>Refuses the sponsorship before the arrival.</summary>
    /// <param name="Reasons">The coded reasons.</param>
    /// <param name="Today">The day in the city.</param>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
    /// <param name="Now">The time: nothing is refused whose hold has run out.</param>
    public sealed record Refuse(IReadOnlyList<RefusalReason> Reasons, DateOnly Today, RulingId? Ruling = null, CaseText? Text = null,
        DateTimeOffset Now = default) : SponsorshipCommand;

    /// <summary>Takes the effect of the ruling on the refusal: closed for good, or open again.</summary>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What becomes of the refusal.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record RuleOnRefusal(RulingId Ruling, RulingEffect Effect, DateOnly Today) : SponsorshipCommand;

    /// <summary>A side replies to a refusal; the text is kept in the vault.</summary>
    public sealed record Reply(Party By, DateOnly Today) : SponsorshipCommand;

    /// <summary>Takes a refusal back: the checks go on.</summary>
    public sealed record Reopen(DateOnly Today) : SponsorshipCommand;

    /// <summary>Ends a refused sponsorship once the time for a reply is over and none has come.</summary>
    public sealed record CloseRefused(DateOnly Today) : SponsorshipCommand;

    /// <summary>Notes that the migrant arrived: the share year begins and the baseline is fixed.</summary>
    /// <param name="On">The day of arrival.</param>
    /// <param name="IsDeclared">True where the migrant has declared a baseline, read before.</param>
    /// <param name="Verified">The newest verified one, read before; null where none is.</param>
    /// <param name="Rate">How to convert it on the day of arrival, or why that cannot be; null where the currency is the same.</param>
    /// <param name="Today">The day in the city.</param>
    /// <param name="Continues">The migrant's share year that is running on that day, read before; null where none is.</param>
    /// <param name="Leaves">The migrant's last sponsorship in another city, read before; null where there is none.</param>
    /// <param name="Predecessor">The sponsorship that this one continues, read before; null where it continues none, or none that goes
    /// on.</param>
    public sealed record Arrive(
        DateOnly On, bool IsDeclared, VerifiedBaseline? Verified, RateFinding? Rate, DateOnly Today, ContinuedYear? Continues = null,
        SponsorshipId? Leaves = null, PredecessorFacts? Predecessor = null) : SponsorshipCommand;

    /// <summary>
    /// Fixes the baseline of a share year after the first, before its first report. It changes nothing where it is fixed already.
    /// </summary>
    /// <param name="Year">Share year.</param>
    /// <param name="Verified">The newest version that was verified on or before the year's first day, read before; null where there is
    /// none.</param>
    /// <param name="Rate">How to convert it on the year's first day, or why that cannot be; null where the currency is the same.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record FixBaseline(int Year, VerifiedBaseline? Verified, RateFinding? Rate, DateOnly Today) : SponsorshipCommand;

    /// <summary>The city confirms that the migrant lives and may work there.</summary>
    public sealed record Activate : SponsorshipCommand;

    /// <summary>The host gives notice.</summary>
    public sealed record GiveNotice(DateOnly Today) : SponsorshipCommand;

    /// <summary>Ends the sponsorship.</summary>
    /// <param name="By">The side that ends it; null where the city does.</param>
    /// <param name="Reason">The coded reason.</param>
    /// <param name="On">The last day.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record End(Party? By, EndReason Reason, DateOnly On, DateOnly Today) : SponsorshipCommand;

    /// <summary>
    /// The migrant changes host: this sponsorship ends today, and the place stays the migrant's through the grace period.
    /// </summary>
    public sealed record ChangeHost(DateOnly Today) : SponsorshipCommand;

    /// <summary>
    /// Ends it because the migrant could not be found. Only a welfare check says so, once two officers have confirmed it; the place is kept
    /// through the grace period.
    /// </summary>
    public sealed record EndAbsent(DateOnly Today) : SponsorshipCommand;

    /// <summary>Reports what an employer paid for a month of a share year: for the first time, late, or corrected.</summary>
    /// <param name="Report">The report.</param>
    /// <param name="Today">The day in the city.</param>
    /// <param name="Profile">The deduction profile that is in force in the city on the first day of the month; null where there is
    /// none.</param>
    public sealed record ReportEarnings(EarningsReport Report, DateOnly Today, DeductionProfile? Profile = null) : SponsorshipCommand;

    /// <summary>Takes an employer's report for a month out, as if it had never come.</summary>
    /// <param name="Year">Share year, from 1.</param>
    /// <param name="Month">Month of the share year, 1 to 12.</param>
    /// <param name="Employer">The employer.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record WithdrawEarnings(int Year, int Month, string Employer, DateOnly Today) : SponsorshipCommand;

    /// <summary>The migrant consents to the share being taken from the pay.</summary>
    public sealed record GiveConsent(DateOnly Today) : SponsorshipCommand;

    /// <summary>The migrant revokes the consent.</summary>
    public sealed record RevokeConsent : SponsorshipCommand;

    /// <summary>Notes that the city got a part of the share from the employer.</summary>
    /// <param name="Reference">The bank's or the employer's reference, 1 to 35 characters: the same reference is the same
    /// collection.</param>
    /// <param name="Amount">How much, above zero and at most what is due.</param>
    /// <param name="On">The day of the bank's booking.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record CollectShare(string Reference, Money Amount, DateOnly On, DateOnly Today) : SponsorshipCommand;

    /// <summary>Takes a collection back, as when the bank does.</summary>
    /// <param name="Reference">The collection.</param>
    public sealed record ReverseCollection(string Reference) : SponsorshipCommand;

    /// <summary>Puts all that is collected on its way to the host.</summary>
    /// <param name="Payment">The payment's id, 1 to 35 characters.</param>
    /// <param name="Minimum">Less than this is not paid yet, in minor units.</param>
    public sealed record ReservePayout(string Payment, long Minimum) : SponsorshipCommand;

    /// <summary>Notes that the bank has paid the host.</summary>
    public sealed record SettlePayout(string Payment) : SponsorshipCommand;

    /// <summary>Notes that a payment did not come about.</summary>
    public sealed record ReleasePayout(string Payment) : SponsorshipCommand;

    /// <summary>Notes that the bank gave a payment back after it had paid.</summary>
    public sealed record ReturnPayout(string Payment) : SponsorshipCommand;

    /// <summary>Takes note of the sponsorship that this one is to continue: of its checks, and where it ended by itself.</summary>
    /// <param name="Known">What it is, read before.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record FollowPredecessor(PredecessorFacts Known, DateOnly Today) : SponsorshipCommand;

    /// <summary>
    /// Ends this sponsorship because it goes on in another city, where the migrant has arrived with the host. It changes nothing where it
    /// has ended already.
    /// </summary>
    /// <param name="To">The sponsorship there.</param>
    /// <param name="On">The day of arrival there: the last day here.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record MoveAway(SponsorshipId To, DateOnly On, DateOnly Today) : SponsorshipCommand;
}

/// <summary>What a proposal rests on, besides itself.</summary>
/// <param name="HostIsRegistered">True where the host is registered.</param>
/// <param name="MigrantIsRegistered">True where the migrant is registered.</param>
/// <param name="Household">The host's household.</param>
/// <param name="Home">The host's address.</param>
public sealed record ProposalFacts(bool HostIsRegistered, bool MigrantIsRegistered, HouseholdId Household, HomeId Home);

/// <summary>What an employer paid for a month of a share year.</summary>
/// <param name="Year">Share year, from 1.</param>
/// <param name="Month">Month of the share year, 1 to 12.</param>
/// <param name="Employer">The employer's id: 1 to 100 letters, digits, '.', '-' and '_'.</param>
/// <param name="Earned">All that it paid for the month, zero or more; it takes the place of what it reported before.</param>
/// <param name="Details">The pay as a deduction profile looks at it, where that is not just what was earned.</param>
/// <param name="Paid">The days of the month that the pay is for; null for all of them.</param>
[GenerateSerializer, Immutable, Alias("vip.earnings-report")]
public sealed record EarningsReport(int Year, int Month, string Employer, Money Earned, PayDetails? Details = null, PaidDays? Paid = null);
