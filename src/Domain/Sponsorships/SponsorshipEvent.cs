namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>What happened to a sponsorship. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SponsorshipProposed), "sponsorship-proposed")]
[JsonDerivedType(typeof(SponsorshipAccepted), "sponsorship-accepted")]
[JsonDerivedType(typeof(ActedInName), "acted-in-name")]
[JsonDerivedType(typeof(PaperSeen), "paper-seen")]
[JsonDerivedType(typeof(ClaimNoted), "claim-noted")]
[JsonDerivedType(typeof(TermsFixed), "terms-fixed")]
[JsonDerivedType(typeof(CheckRecorded), "check-recorded")]
[JsonDerivedType(typeof(CheckRuled), "check-ruled")]
[JsonDerivedType(typeof(SponsorshipGranted), "sponsorship-granted")]
[JsonDerivedType(typeof(SponsorshipRefused), "sponsorship-refused")]
[JsonDerivedType(typeof(RefusalReplied), "refusal-replied")]
[JsonDerivedType(typeof(SponsorshipReopened), "sponsorship-reopened")]
[JsonDerivedType(typeof(MigrantArrived), "migrant-arrived")]
[JsonDerivedType(typeof(SponsorshipActivated), "sponsorship-activated")]
[JsonDerivedType(typeof(ActivationTakenBack), "activation-taken-back")]
[JsonDerivedType(typeof(NoticeGiven), "notice-given")]
[JsonDerivedType(typeof(NoticeTakenBack), "notice-taken-back")]
[JsonDerivedType(typeof(NoticeStopped), "notice-stopped")]
[JsonDerivedType(typeof(NoticeRuled), "notice-ruled")]
[JsonDerivedType(typeof(EndProposed), "end-proposed")]
[JsonDerivedType(typeof(EndRuled), "end-ruled")]
[JsonDerivedType(typeof(BaselineFixed), "baseline-fixed")]
[JsonDerivedType(typeof(EmployerNamed), "employer-named")]
[JsonDerivedType(typeof(EmploymentEnded), "employment-ended")]
[JsonDerivedType(typeof(EmploymentDescribed), "employment-described")]
[JsonDerivedType(typeof(EmploymentConfirmed), "employment-confirmed")]
[JsonDerivedType(typeof(EmploymentContested), "employment-contested")]
[JsonDerivedType(typeof(EmploymentUpheld), "employment-upheld")]
[JsonDerivedType(typeof(EmployerTiesFound), "employer-ties-found")]
[JsonDerivedType(typeof(EarningsReported), "earnings-reported")]
[JsonDerivedType(typeof(EarningsWithdrawn), "earnings-withdrawn")]
[JsonDerivedType(typeof(EarningsConfirmed), "earnings-confirmed")]
[JsonDerivedType(typeof(PayReported), "pay-reported")]
[JsonDerivedType(typeof(PayWithdrawn), "pay-withdrawn")]
[JsonDerivedType(typeof(PayConfirmed), "pay-confirmed")]
[JsonDerivedType(typeof(PayContested), "pay-contested")]
[JsonDerivedType(typeof(ContestReplied), "contest-replied")]
[JsonDerivedType(typeof(ContestDecided), "contest-decided")]
[JsonDerivedType(typeof(MonthsClosed), "months-closed")]
[JsonDerivedType(typeof(SharePosted), "share-posted")]
[JsonDerivedType(typeof(ConsentGiven), "consent-given")]
[JsonDerivedType(typeof(ConsentRevoked), "consent-revoked")]
[JsonDerivedType(typeof(ResidueExpired), "residue-expired")]
[JsonDerivedType(typeof(ShareCollected), "share-collected")]
[JsonDerivedType(typeof(CollectionReversed), "collection-reversed")]
[JsonDerivedType(typeof(PayoutReserved), "payout-reserved")]
[JsonDerivedType(typeof(PayoutSettled), "payout-settled")]
[JsonDerivedType(typeof(PayoutReleased), "payout-released")]
[JsonDerivedType(typeof(PayoutReturned), "payout-returned")]
[JsonDerivedType(typeof(PayoutThresholdSet), "payout-threshold-set")]
[JsonDerivedType(typeof(LossBooked), "loss-booked")]
[JsonDerivedType(typeof(FineProposed), "fine-proposed")]
[JsonDerivedType(typeof(FineRuled), "fine-ruled")]
[JsonDerivedType(typeof(FindingsSettled), "findings-settled")]
[JsonDerivedType(typeof(FlagsSettled), "flags-settled")]
[JsonDerivedType(typeof(SponsorshipEnded), "sponsorship-ended")]
[JsonDerivedType(typeof(OtherPlaceLeft), "other-place-left")]
[JsonDerivedType(typeof(ChecksCarried), "checks-carried")]
[JsonDerivedType(typeof(PredecessorOver), "predecessor-over")]
[JsonDerivedType(typeof(PredecessorEnded), "predecessor-ended")]
[JsonDerivedType(typeof(SuccessionNoted), "succession-noted")]
[JsonDerivedType(typeof(HostSituationHeard), "host-situation-heard")]
[JsonDerivedType(typeof(HomeChanged), "home-changed")]
public abstract record SponsorshipEvent
{
    private SponsorshipEvent() { }

    /// <summary>A side proposed a sponsorship.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Host">The host.</param>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Household">The host's household.</param>
    /// <param name="Home">The host's address.</param>
    /// <param name="By">Who proposed.</param>
    /// <param name="Succeeds">The sponsorship in another city that it is to continue; null for none.</param>
    /// <param name="HostBefore">The host's record in that city; null for none.</param>
    /// <param name="HomeCounts">True if the home counts its guests: the acceptance takes room there.</param>
    public sealed record SponsorshipProposed(
        SponsorshipId Sponsorship, HostId Host, MigrantId Migrant, HouseholdId Household, HomeId Home, Party By,
        SponsorshipId? Succeeds = null,
        HostId? HostBefore = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool HomeCounts = false) : SponsorshipEvent;

    /// <summary>The other side accepted; host, migrant and place are to be taken.</summary>
    public sealed record SponsorshipAccepted : SponsorshipEvent;

    /// <summary>
    /// The host lives at another address of the city. The sponsorship goes on there; the checks of the home count no more and are made
    /// again.
    /// </summary>
    /// <param name="Before">The address until then.</param>
    /// <param name="Home">The address from now on.</param>
    /// <param name="Counts">True if it counts its guests: an acceptance takes room there.</param>
    public sealed record HomeChanged(HomeId Before, HomeId Home,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Counts = false) : SponsorshipEvent;

    /// <summary>
    /// It was heard that the host is abroad, in prison or dead, or is there again. The migrant keeps the place, and is told.
    /// </summary>
    /// <param name="Situation">Why the host is not there; null if they are.</param>
    public sealed record HostSituationHeard(HostSituation? Situation) : SponsorshipEvent;

    /// <summary>An officer did something in the name of a side.</summary>
    /// <param name="Side">The side.</param>
    /// <param name="Act">What was done.</param>
    /// <param name="By">The officer, as a role and an id.</param>
    /// <param name="On">The day.</param>
    /// <param name="Paper">The reference of the signed paper that the side's consent stands on; null for what needs none.</param>
    public sealed record ActedInName(Party Side, NamedAct Act, string By, DateOnly On, string? Paper = null) : SponsorshipEvent;

    /// <summary>Another officer has seen the paper: the side has consented.</summary>
    /// <param name="Side">The side.</param>
    /// <param name="By">The officer who has seen it, as a role and an id.</param>
    public sealed record PaperSeen(Party Side, string By) : SponsorshipEvent;

    /// <summary>A claim on the host, the migrant or a place came further.</summary>
    /// <param name="On">What is claimed.</param>
    /// <param name="Claim">How far it has come.</param>
    public sealed record ClaimNoted(ClaimOn On, Claim Claim) : SponsorshipEvent;

    /// <summary>A place is held on these terms.</summary>
    /// <param name="Terms">The city's terms.</param>
    /// <param name="HeldUntil">When the hold may be expired.</param>
    public sealed record TermsFixed(SponsorshipTerms Terms, DateTimeOffset HeldUntil) : SponsorshipEvent;

    /// <summary>A check was made, or one of the same host or address failed elsewhere.</summary>
    /// <param name="Kind">What was checked.</param>
    /// <param name="Result">How it ended.</param>
    /// <param name="Text">The reasons of a failure in words, which are in the vault.</param>
    /// <param name="Waits">True for a failure that does not count until its ruling is made.</param>
    public sealed record CheckRecorded(CheckKind Kind, CheckResult Result, CaseText? Text = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Waits = false) : SponsorshipEvent;

    /// <summary>A ruling on a failed check was made, or lifted.</summary>
    /// <param name="Kind">What was checked.</param>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What became of the failure.</param>
    /// <param name="Host">The host of the sponsorship.</param>
    /// <param name="Home">The address of the sponsorship.</param>
    /// <param name="Via">The sponsorship in which the check failed; null for this one.</param>
    public sealed record CheckRuled(CheckKind Kind, RulingId Ruling, RulingEffect Effect, HostId Host, HomeId Home,
        SponsorshipId? Via = null)
        : SponsorshipEvent;

    /// <summary>All required checks have passed and the place is confirmed.</summary>
    public sealed record SponsorshipGranted : SponsorshipEvent;

    /// <summary>The city refused.</summary>
    /// <param name="Reasons">The coded reasons.</param>
    /// <param name="ReplyUntil">The last day to reply.</param>
    /// <param name="Ruling">The ruling on it; null for refusals from before there were rulings.</param>
    /// <param name="Text">The reasons in words, which are in the vault.</param>
    public sealed record SponsorshipRefused(IReadOnlyList<RefusalReason> Reasons, DateOnly ReplyUntil, RulingId? Ruling = null,
        CaseText? Text = null) : SponsorshipEvent;

    /// <summary>A side replied to the refusal.</summary>
    /// <param name="By">Who.</param>
    /// <param name="Ruling">The ruling on the refusal.</param>
    public sealed record RefusalReplied(Party By, RulingId? Ruling = null) : SponsorshipEvent;

    /// <summary>The refusal was taken back.</summary>
    /// <param name="Ruling">The ruling on the refusal.</param>
    /// <param name="PlaceUntil">When the hold of the place may be expired from now on: the days of the refusal do not count. Null where
    /// that has not changed.</param>
    public sealed record SponsorshipReopened(RulingId? Ruling = null, DateTimeOffset? PlaceUntil = null) : SponsorshipEvent;

    /// <summary>The migrant arrived.</summary>
    /// <param name="On">The day.</param>
    /// <param name="Baseline">The baseline of the share year; null while it waits for an exchange rate.</param>
    /// <param name="Continues">The share year that goes on from another host; null where a first one begins.</param>
    /// <param name="Leaves">The sponsorship in another city from which a place may be kept for the migrant; null if there is
    /// none.</param>
    /// <param name="Awaits">What is converted into the baseline as soon as there is a rate for the first day of share year 1; null if
    /// nothing waits.</param>
    public sealed record MigrantArrived(DateOnly On, FixedBaseline? Baseline, ContinuedYear? Continues = null,
        SponsorshipId? Leaves = null, VerifiedBaseline? Awaits = null) : SponsorshipEvent;

    /// <summary>The place in the city that the migrant came from is not kept any more.</summary>
    public sealed record OtherPlaceLeft : SponsorshipEvent;

    /// <summary>The city confirmed residence and the right to work.</summary>
    /// <param name="By">Who said so, as a role and an id; null in journals from before that was noted.</param>
    /// <param name="On">The day; null in journals from before that was noted.</param>
    public sealed record SponsorshipActivated(string? By = null, DateOnly? On = null) : SponsorshipEvent;

    /// <summary>An activation was a mistake, and another officer than the one who recorded it took it back.</summary>
    /// <param name="By">Who, as a role and an id.</param>
    public sealed record ActivationTakenBack(string By) : SponsorshipEvent;

    /// <summary>The host gave notice.</summary>
    /// <param name="Until">When it runs out.</param>
    /// <param name="WaitsUntil">The last day on which it only waits; null in journals from before notices waited.</param>
    /// <param name="By">Who said so, as a role and an id; null in journals from before that was noted.</param>
    /// <param name="On">The day on which it was given; null in journals from before that was noted.</param>
    public sealed record NoticeGiven(DateOnly Until, DateOnly? WaitsUntil = null, string? By = null, DateOnly? On = null)
        : SponsorshipEvent;

    /// <summary>The host took the notice back, or it was recorded by mistake and another officer took it back.</summary>
    /// <param name="By">Who, as a role and an id.</param>
    /// <param name="IsActive">True if the city had confirmed before that the migrant lives and may work there.</param>
    public sealed record NoticeTakenBack(string By, bool IsActive) : SponsorshipEvent;

    /// <summary>An officer stopped a notice that may be retaliation. It stands still until the ruling on that is decided.</summary>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="On">The day.</param>
    /// <param name="Text">The reasons in words, which are in the vault.</param>
    public sealed record NoticeStopped(RulingId Ruling, DateOnly On, CaseText? Text = null) : SponsorshipEvent;

    /// <summary>
    /// The ruling on a stopped notice was made, and there is no notice any more, or it was lifted, and the notice goes on.
    /// </summary>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What became of the stop.</param>
    /// <param name="IsActive">True if the city had confirmed before that the migrant lives and may work there.</param>
    /// <param name="Until">When a notice that goes on runs out: the days in which it stood still do not count. Null for none.</param>
    public sealed record NoticeRuled(RulingId Ruling, RulingEffect Effect, bool IsActive, DateOnly? Until = null) : SponsorshipEvent;

    /// <summary>An officer proposed to end it. Nothing changes until the ruling on that is final.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="On">The day of the death; for every other reason the day of the proposal.</param>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Text">The reasons in words, which are in the vault.</param>
    public sealed record EndProposed(EndReason Reason, DateOnly On, RulingId Ruling, CaseText? Text = null) : SponsorshipEvent;

    /// <summary>The ruling on an end is final, or was lifted: before the end, or after it where a death was none.</summary>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What became of the end.</param>
    public sealed record EndRuled(RulingId Ruling, RulingEffect Effect) : SponsorshipEvent;

    /// <summary>
    /// A share year began with a baseline: a newer version, or the one that held before. It never changes after. Of the first year it is
    /// what waited for an exchange rate since the arrival.
    /// </summary>
    /// <param name="Year">Share year.</param>
    /// <param name="Baseline">Its baseline, and all that it was made from.</param>
    public sealed record BaselineFixed(int Year, FixedBaseline Baseline) : SponsorshipEvent;

    /// <summary>An employer was named, who can report from then on.</summary>
    /// <param name="Employment">Who, and from when to when.</param>
    public sealed record EmployerNamed(Employment Employment) : SponsorshipEvent;

    /// <summary>An employment ended, or its last day was put right.</summary>
    /// <param name="Employer">The employer.</param>
    /// <param name="From">The first day of the employment.</param>
    /// <param name="On">The last day; one before the first says that it never came about.</param>
    public sealed record EmploymentEnded(string Employer, DateOnly From, DateOnly On) : SponsorshipEvent;

    /// <summary>The terms of an employment were said, or put right.</summary>
    public sealed record EmploymentDescribed(string Employer, DateOnly From, EmploymentTerms Terms) : SponsorshipEvent;

    /// <summary>The migrant said that an employment is right.</summary>
    public sealed record EmploymentConfirmed(string Employer, DateOnly From) : SponsorshipEvent;

    /// <summary>The migrant said that an employment is wrong.</summary>
    public sealed record EmploymentContested(string Employer, DateOnly From) : SponsorshipEvent;

    /// <summary>An officer found from a document that a contested employment is right.</summary>
    public sealed record EmploymentUpheld(string Employer, DateOnly From, string Document) : SponsorshipEvent;

    /// <summary>What ties an employer to the host was found, or found gone.</summary>
    public sealed record EmployerTiesFound(string Employer, DateOnly From, EmployerTies Ties) : SponsorshipEvent;

    /// <summary>What an employer paid for a month was reported or corrected.</summary>
    /// <param name="Year">Share year.</param>
    /// <param name="Month">Month of the share year.</param>
    /// <param name="Earned">All that the employer paid for the month.</param>
    /// <param name="Before">What the same employer had reported for it before; null for a first report.</param>
    /// <param name="Limit">What the law lets be taken from this pay, and what that was made from; null where the city has chosen no
    /// profile.</param>
    /// <param name="Employer">The employer.</param>
    /// <param name="Paid">The days of the month that the pay is for; null for all of them.</param>
    public sealed record EarningsReported(int Year, int Month, Money Earned, Money? Before, PayLimit? Limit = null,
        string Employer = Employers.None, PaidDays? Paid = null) : SponsorshipEvent;

    /// <summary>An employer's report for a month was taken out.</summary>
    /// <param name="Year">Share year.</param>
    /// <param name="Month">Month of the share year.</param>
    /// <param name="Employer">The employer.</param>
    /// <param name="Before">What it had reported.</param>
    public sealed record EarningsWithdrawn(int Year, int Month, string Employer, Money Before) : SponsorshipEvent;

    /// <summary>
    /// A report or a withdrawal said what the books have already. It changes nothing and is noted all the same, so that the same command,
    /// when it comes again after a correction, has been carried out and does not undo the correction.
    /// </summary>
    /// <param name="Year">Share year.</param>
    /// <param name="Month">Month of the share year.</param>
    /// <param name="Employer">The employer.</param>
    public sealed record EarningsConfirmed(int Year, int Month, string Employer) : SponsorshipEvent;

    /// <summary>A pay was reported or corrected. The postings of the share years that its days lie in follow.</summary>
    /// <param name="Pay">The pay as it counts now.</param>
    /// <param name="Before">What it was before; null for a first report.</param>
    /// <param name="Limit">What the law lets be taken from it, and what that was made from; null where the city has chosen no
    /// profile.</param>
    public sealed record PayReported(ReportedPay Pay, Money? Before = null, PayLimit? Limit = null) : SponsorshipEvent;

    /// <summary>A pay was taken out. The postings of the share years that its days lay in follow.</summary>
    /// <param name="Pay">The pay.</param>
    /// <param name="Report">What had been reported.</param>
    public sealed record PayWithdrawn(string Pay, PayReport Report) : SponsorshipEvent;

    /// <summary>A report or a withdrawal of a pay said what the books have already, as <see cref="EarningsConfirmed"/> has it.</summary>
    /// <param name="Pay">The pay.</param>
    public sealed record PayConfirmed(string Pay) : SponsorshipEvent;

    /// <summary>
    /// The migrant contests a pay or a month's report. Until it is decided it counts neither as pay nor as days without pay, and nothing
    /// is posted for it.
    /// </summary>
    /// <param name="Pay">The pay, or the month's report.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="On">The day.</param>
    /// <param name="Held">What stays with the host in each share year of its days until it is decided.</param>
    /// <param name="Words">The migrant's own words, which are in the vault; null for none.</param>
    /// <param name="Employer">Who reported it; null for nobody in particular, and in old journals.</param>
    public sealed record PayContested(string Pay, ContestReason Reason, DateOnly On, IReadOnlyList<HeldOfYear> Held,
        CaseText? Words = null, string? Employer = null) : SponsorshipEvent;

    /// <summary>The employer said something to a contest.</summary>
    /// <param name="Pay">The pay, or the month's report.</param>
    /// <param name="Reply">What.</param>
    /// <param name="Words">The employer's words, which are in the vault; null for none.</param>
    public sealed record ContestReplied(string Pay, ContestReply Reply, CaseText? Words = null) : SponsorshipEvent;

    /// <summary>
    /// An officer decided a contest. What was contested rightly is taken out, and what was not counts again. The postings follow.
    /// </summary>
    /// <param name="Pay">The pay, or the month's report.</param>
    /// <param name="IsUpheld">True if the migrant was right.</param>
    /// <param name="Employer">The employer of it.</param>
    /// <param name="To">Its last day.</param>
    public sealed record ContestDecided(string Pay, bool IsUpheld, string Employer, DateOnly To) : SponsorshipEvent;

    /// <summary>
    /// Time has closed the months of a share year up to one: what nobody has reported for them by now counts as no pay, and a late report
    /// still counts in full. With the twelfth month the year is closed, also if all of it was reported. The posting follows.
    /// </summary>
    /// <param name="Year">Share year.</param>
    /// <param name="Through">The last month that is closed, 1 to 12.</param>
    /// <param name="Counted">The last month that counted before; the ones after it are those that are without pay.</param>
    public sealed record MonthsClosed(int Year, int Through, int Counted) : SponsorshipEvent;

    /// <summary>The migrant consented to the share being taken from the pay, where the profile in force asks for it.</summary>
    /// <param name="On">The day of the written consent.</param>
    public sealed record ConsentGiven(DateOnly On) : SponsorshipEvent;

    /// <summary>The migrant revoked the consent: from here on nothing is taken where the profile in force asks for it.</summary>
    public sealed record ConsentRevoked : SponsorshipEvent;

    /// <summary>
    /// A share year is over, and what the law had kept from being taken in it is gone for good; or a late report has changed how much that
    /// is.
    /// </summary>
    /// <param name="Year">Share year.</param>
    /// <param name="Residue">How much of the year has expired in all, zero or more.</param>
    /// <param name="Before">What was reported before, which this takes the place of; null for the first time.</param>
    public sealed record ResidueExpired(int Year, Money Residue, Money? Before = null) : SponsorshipEvent
    {
        /// <summary>By how much this changes what has expired, in minor units.</summary>
        [JsonIgnore]
        public long Change => Residue.Minor - (Before?.Minor ?? 0);
    }

    /// <summary>A share was computed and posted. Everything that it was made from stands here, so that anyone can redo it.</summary>
    /// <param name="Year">Share year.</param>
    /// <param name="ThroughMonth">n: the last month that has been reported or closed.</param>
    /// <param name="Baseline">B: the baseline of the year.</param>
    /// <param name="Share">p/q.</param>
    /// <param name="EarnedToDate">E.</param>
    /// <param name="DueToDate">What the formula gives.</param>
    /// <param name="TakenBefore">What had been taken of the year before.</param>
    /// <param name="Taken">What is taken now; below zero a refund to the migrant.</param>
    /// <param name="Postings">The transfers, in the order in which they are posted.</param>
    /// <param name="Residue">What the law keeps from being taken so far this year; null where it keeps nothing.</param>
    /// <param name="BookedOn">The day in the city on which it was booked.</param>
    /// <param name="Through">The last day that counts, where it is not the last of the month: a host's last day.</param>
    public sealed record SharePosted(
        int Year,
        int ThroughMonth,
        Money Baseline,
        Share Share,
        Money EarnedToDate,
        Money DueToDate,
        Money TakenBefore,
        Money Taken,
        IReadOnlyList<Transfer> Postings,
        Money? Residue = null,
        DateOnly BookedOn = default,
        DateOnly? Through = null) : SponsorshipEvent;

    /// <summary>The city got a part of the share from the employer.</summary>
    /// <param name="Reference">The bank's or the employer's reference.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="On">The day of the bank's booking.</param>
    /// <param name="Postings">The transfers, in the order in which they are posted.</param>
    /// <param name="Employer">Who paid it; null if nobody says it.</param>
    public sealed record ShareCollected(string Reference, Money Amount, DateOnly On, IReadOnlyList<Transfer> Postings,
        string? Employer = null) : SponsorshipEvent;

    /// <summary>A collection was taken back.</summary>
    /// <param name="Reference">The collection.</param>
    /// <param name="Postings">The mirror of its transfers, and what the levy's rounding was off by after that.</param>
    public sealed record CollectionReversed(string Reference, IReadOnlyList<Transfer> Postings) : SponsorshipEvent;

    /// <summary>Money is on its way to the host, or a refund to the migrant.</summary>
    /// <param name="Payment">The payment's id.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Postings">The transfers.</param>
    /// <param name="To">Whom; null for the host.</param>
    public sealed record PayoutReserved(string Payment, Money Amount, IReadOnlyList<Transfer> Postings, Party? To = null)
        : SponsorshipEvent;

    /// <summary>The bank has paid.</summary>
    /// <param name="Payment">The payment's id.</param>
    /// <param name="Postings">The transfers.</param>
    /// <param name="To">Whom; null for the host.</param>
    /// <param name="Losses">Which losses of the host were paid with it; null for none.</param>
    public sealed record PayoutSettled(string Payment, IReadOnlyList<Transfer> Postings, Party? To = null,
        IReadOnlyList<string>? Losses = null) : SponsorshipEvent;

    /// <summary>A payment did not come about; the money is unpaid again.</summary>
    /// <param name="Payment">The payment's id.</param>
    /// <param name="Postings">The transfers.</param>
    /// <param name="To">Whom; null for the host.</param>
    public sealed record PayoutReleased(string Payment, IReadOnlyList<Transfer> Postings, Party? To = null) : SponsorshipEvent;

    /// <summary>The bank gave a payment back after it had paid; the money is unpaid again.</summary>
    /// <param name="Payment">The payment's id.</param>
    /// <param name="Postings">The transfers.</param>
    /// <param name="To">Whom; null for the host.</param>
    /// <param name="Losses">Which losses of the host were in it and wait again; null for none.</param>
    public sealed record PayoutReturned(string Payment, IReadOnlyList<Transfer> Postings, Party? To = null,
        IReadOnlyList<string>? Losses = null) : SponsorshipEvent;

    /// <summary>The host or the migrant said from which sum on they want to be paid.</summary>
    /// <param name="Side">Who, for themselves.</param>
    /// <param name="AtLeast">The sum; null for what the city pays from.</param>
    public sealed record PayoutThresholdSet(Party Side, Money? AtLeast) : SponsorshipEvent;

    /// <summary>The host-loss fund gives the host something for a loss: it is paid together with the share.</summary>
    /// <param name="Loss">What kind of loss, as the fund names it.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Postings">The transfers.</param>
    public sealed record LossBooked(string Loss, Money Amount, IReadOnlyList<Transfer> Postings) : SponsorshipEvent;

    /// <summary>An officer gave notice of a fine for the host. Nothing is collected until another officer has ruled on it.</summary>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Reason">What for.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="On">The day.</param>
    /// <param name="Text">The reasons in words, which are in the vault.</param>
    public sealed record FineProposed(RulingId Ruling, FineReason Reason, Money Amount, DateOnly On, CaseText? Text = null)
        : SponsorshipEvent;

    /// <summary>The ruling on a fine was made, or lifted. It is collected from what the host would be paid, and comes back.</summary>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What became of the fine.</param>
    /// <param name="Postings">What is collected of it at once, or comes back to the host.</param>
    public sealed record FineRuled(RulingId Ruling, RulingEffect Effect, IReadOnlyList<Transfer> Postings) : SponsorshipEvent;

    /// <summary>An officer settled what a pay, or a month's report, breaks of the deduction profile.</summary>
    /// <param name="Pay">The pay, or the month's report.</param>
    /// <param name="Settlement">How.</param>
    public sealed record FindingsSettled(string Pay, Settlement Settlement) : SponsorshipEvent;

    /// <summary>An officer settled why an employment is flagged.</summary>
    /// <param name="Employer">The employer.</param>
    /// <param name="From">The first day of the employment.</param>
    /// <param name="Settlement">How.</param>
    public sealed record FlagsSettled(string Employer, DateOnly From, Settlement Settlement) : SponsorshipEvent;

    /// <summary>The sponsorship is over, or never came about.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="On">The last day.</param>
    /// <param name="To">The sponsorship in another city in which it was continued; null for none.</param>
    public sealed record SponsorshipEnded(EndReason Reason, DateOnly On, SponsorshipId? To = null) : SponsorshipEvent;

    /// <summary>Checks that do not depend on the address were taken over from the sponsorship that this one continues.</summary>
    /// <param name="From">That sponsorship.</param>
    /// <param name="Checks">Results that are new or have changed there, passed or failed, with their days.</param>
    /// <param name="Lost">Checks that have no result there any more: what was taken over for them counts no longer.</param>
    public sealed record ChecksCarried(SponsorshipId From, IReadOnlyList<CarriedCheck> Checks, IReadOnlyList<CheckKind> Lost)
        : SponsorshipEvent;

    /// <summary>The sponsorship that was to be continued has ended by itself, and this one goes on as one of its own.</summary>
    /// <param name="Reason">Why it ended; null where the migrant was free already when this one took them.</param>
    public sealed record PredecessorOver(EndReason? Reason) : SponsorshipEvent;

    /// <summary>The sponsorship that this one continues has ended.</summary>
    /// <param name="Year">Where its share year stood at its end, with what was reported to it after the arrival here; null where none goes
    /// on.</param>
    /// <param name="Leaves">That sponsorship, where it had ended otherwise and a place is kept for the migrant in its city; null where none
    /// is.</param>
    public sealed record PredecessorEnded(ContinuedYear? Year, SponsorshipId? Leaves = null) : SponsorshipEvent;

    /// <summary>The host's move came further.</summary>
    /// <param name="State">How far.</param>
    public sealed record SuccessionNoted(SuccessionState State) : SponsorshipEvent;
}
