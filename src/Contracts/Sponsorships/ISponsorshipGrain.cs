namespace VipOrleans.Contracts.Sponsorships;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

/// <summary>A sponsorship and its saga. The key is the sponsorship's id.</summary>
[Alias("vip.sponsorship"), GrainInterfaceType("vip.sponsorship")]
public interface ISponsorshipGrain : IGrainWithStringKey
{
    /// <summary>One side proposes.</summary>
    [Alias("propose")]
    Task<CommandResult> Propose(CommandContext context, HostId host, MigrantId migrant, Party by);

    /// <summary>Proposes to the migrant of a sponsorship in another city to come along with the host, who moves here.</summary>
    /// <param name="context">The command.</param>
    /// <param name="host">The host's record here.</param>
    /// <param name="hostBefore">The host's record there.</param>
    /// <param name="succeeds">The sponsorship there.</param>
    [Alias("propose-successor")]
    Task<CommandResult> ProposeSuccessor(CommandContext context, HostId host, HostId hostBefore, SponsorshipId succeeds);

    /// <summary>Ends the sponsorship because it goes on in another city, where the migrant has arrived.</summary>
    /// <param name="context">The command.</param>
    /// <param name="to">The sponsorship there.</param>
    /// <param name="on">The day of arrival there.</param>
    [Alias("move-away")]
    Task<MovedAway> MoveAway(CommandContext context, SponsorshipId to, DateOnly on);

    /// <summary>
    /// Where the migrant's share year would stand if this sponsorship, which goes on, were to end on that day; null where none is running
    /// on it.
    /// </summary>
    [Alias("year-if-moved-on")]
    Task<ContinuedYear?> YearIfMovedOn(DateOnly on);

    /// <summary>The other side says yes; host, migrant and place are taken.</summary>
    [Alias("accept")]
    Task<CommandResult> Accept(CommandContext context, Party by);

    /// <summary>An officer proposes it for a side, on its signed paper, which another officer is to see.</summary>
    [Alias("propose-on-paper")]
    Task<CommandResult> ProposeOnPaper(CommandContext context, PaperProposal proposal);

    /// <summary>An officer shows the signed paper in which the other side says yes. It is a yes once another officer has seen it.</summary>
    /// <param name="context">The command.</param>
    /// <param name="by">The side.</param>
    /// <param name="paper">The reference of the paper.</param>
    [Alias("accept-on-paper")]
    Task<CommandResult> AcceptOnPaper(CommandContext context, Party by, string paper);

    /// <summary>Another officer has seen the signed paper of a side.</summary>
    [Alias("see-paper")]
    Task<CommandResult> SeePaper(CommandContext context, Party side);

    /// <summary>The other side says no.</summary>
    [Alias("decline")]
    Task<CommandResult> Decline(CommandContext context, Party by);

    /// <summary>A side withdraws before the arrival.</summary>
    [Alias("withdraw")]
    Task<CommandResult> Withdraw(CommandContext context, Party by);

    /// <summary>Notes the result of a check. A failure of this sponsorship's own is put under a ruling.</summary>
    /// <param name="context">The command.</param>
    /// <param name="kind">What was checked.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="words">The reasons of a failure in words; null for none.</param>
    [Alias("record-check")]
    Task<CommandResult> RecordCheck(CommandContext context, CheckKind kind, CheckResult result, CaseWords? words = null);

    /// <summary>Takes the effect of a ruling on a failed check.</summary>
    /// <param name="context">The command.</param>
    /// <param name="ruling">What the ruling says.</param>
    [Alias("rule-on-check")]
    Task<CommandResult> RuleOnCheck(CommandContext context, CheckRuling ruling);

    /// <summary>Refuses the sponsorship, and puts that under a ruling.</summary>
    /// <param name="context">The command.</param>
    /// <param name="reasons">The coded reasons.</param>
    /// <param name="words">The reasons in words; null for none.</param>
    [Alias("refuse")]
    Task<CommandResult> Refuse(CommandContext context, IReadOnlyList<RefusalReason> reasons, CaseWords? words = null);

    /// <summary>Takes the effect of the ruling on the refusal.</summary>
    [Alias("rule-on-refusal")]
    Task<CommandResult> RuleOnRefusal(CommandContext context, RulingId ruling, RulingEffect effect);

    /// <summary>A side replies to a refusal; the text goes to the vault.</summary>
    [Alias("reply")]
    Task<CommandResult> Reply(CommandContext context, Party by, string text);

    /// <summary>Reads the reply to a refusal and writes down who read it; null if there is none.</summary>
    [Alias("read-reply")]
    Task<string?> ReadReply(PersonReader reader);

    /// <summary>Takes a refusal back.</summary>
    [Alias("reopen")]
    Task<CommandResult> Reopen(CommandContext context);

    /// <summary>
    /// Notes that the migrant arrived. The baseline is the newest that was verified, at the nation's rate on or before that day.
    /// </summary>
    [Alias("arrive")]
    Task<CommandResult> Arrive(CommandContext context, DateOnly on);

    /// <summary>Hears that the host is abroad, in prison or dead, or, with null, is there again. It ends nothing.</summary>
    [Alias("hear-of-host")]
    Task<CommandResult> HearOfHost(CommandContext context, HostSituation? situation);

    /// <summary>
    /// Hears that the host has moved within the city, and looks where to: the sponsorship goes on there, its room comes along, and the
    /// checks of the home are made again.
    /// </summary>
    /// <param name="left">The home that it has left, whose room is given back; null while it has not been heard of.</param>
    [Alias("follow-home")]
    Task<CommandResult> FollowHome(HomeId? left);

    /// <summary>Confirms that the migrant lives and may work in the city.</summary>
    [Alias("activate")]
    Task<CommandResult> Activate(CommandContext context);

    /// <summary>The host gives notice.</summary>
    [Alias("give-notice")]
    Task<CommandResult> GiveNotice(CommandContext context);

    /// <summary>The migrant changes host: the sponsorship ends today, and the place stays the migrant's through the grace period.</summary>
    [Alias("change-host")]
    Task<CommandResult> ChangeHost(CommandContext context);

    /// <summary>Takes a notice back: the host their own, or an officer within the window one that another officer recorded.</summary>
    [Alias("take-back-notice")]
    Task<CommandResult> TakeBackNotice(CommandContext context);

    /// <summary>An officer stops a notice that may be retaliation, and puts that under a ruling.</summary>
    /// <param name="context">The command.</param>
    /// <param name="words">The reasons in words; null for none.</param>
    [Alias("stop-notice")]
    Task<CommandResult> StopNotice(CommandContext context, CaseWords? words = null);

    /// <summary>Takes the effect of the ruling on a stopped notice.</summary>
    [Alias("rule-on-notice")]
    Task<CommandResult> RuleOnNotice(CommandContext context, RulingId ruling, RulingEffect effect);

    /// <summary>An officer takes back within the window an activation that another officer recorded.</summary>
    [Alias("take-back-activation")]
    Task<CommandResult> TakeBackActivation(CommandContext context);

    /// <summary>A side ends the sponsorship.</summary>
    /// <param name="context">The command.</param>
    /// <param name="by">The side that ends it.</param>
    /// <param name="reason">The coded reason.</param>
    /// <param name="on">The last day; null for today.</param>
    [Alias("end")]
    Task<CommandResult> End(CommandContext context, Party by, EndReason reason, DateOnly? on);

    /// <summary>An officer proposes to end the sponsorship, and puts that under a ruling.</summary>
    /// <param name="context">The command.</param>
    /// <param name="reason">The coded reason.</param>
    /// <param name="on">The day of the death; null for today.</param>
    /// <param name="words">The reasons in words; null for none.</param>
    [Alias("propose-end")]
    Task<CommandResult> ProposeEnd(CommandContext context, EndReason reason, DateOnly? on, CaseWords? words = null);

    /// <summary>Takes the effect of the ruling on a proposed end.</summary>
    [Alias("rule-on-end")]
    Task<CommandResult> RuleOnEnd(CommandContext context, RulingId ruling, RulingEffect effect);

    /// <summary>Ends the sponsorship because the migrant could not be found. Only the welfare check asks for it.</summary>
    [Alias("end-absent")]
    Task<CommandResult> EndAbsent(CommandContext context);

    /// <summary>Names an employer, who can report from then on what it pays.</summary>
    /// <param name="context">The command.</param>
    /// <param name="employment">Who, from when to when, on which terms, and from which document an officer knows of it.</param>
    [Alias("name-employer")]
    Task<CommandResult> NameEmployer(CommandContext context, Employment employment);

    /// <summary>The migrant says that an employment is right.</summary>
    /// <param name="context">The command.</param>
    /// <param name="employer">The employer.</param>
    /// <param name="from">The first day of the employment.</param>
    [Alias("confirm-employment")]
    Task<CommandResult> ConfirmEmployment(CommandContext context, string employer, DateOnly from);

    /// <summary>The migrant says that an employment is wrong.</summary>
    /// <inheritdoc cref="ConfirmEmployment" path="/param"/>
    [Alias("contest-employment")]
    Task<CommandResult> ContestEmployment(CommandContext context, string employer, DateOnly from);

    /// <summary>An officer finds from a document that a contested employment is right.</summary>
    /// <param name="context">The command.</param>
    /// <param name="employer">The employer.</param>
    /// <param name="from">The first day of the employment.</param>
    /// <param name="document">A reference to the document.</param>
    [Alias("uphold-employment")]
    Task<CommandResult> UpholdEmployment(CommandContext context, string employer, DateOnly from, string document);

    /// <summary>Looks again at what ties an employer to the host.</summary>
    /// <param name="context">The command.</param>
    /// <param name="employer">The employer.</param>
    [Alias("check-employer")]
    Task<CommandResult> CheckEmployer(CommandContext context, string employer);

    /// <summary>Ends an employment, or puts its last day right.</summary>
    /// <param name="context">The command.</param>
    /// <param name="employer">The employer.</param>
    /// <param name="from">The first day of the employment.</param>
    /// <param name="on">The last day; one before the first takes it off as a mistake.</param>
    [Alias("end-employment")]
    Task<CommandResult> EndEmployment(CommandContext context, string employer, DateOnly from, DateOnly on);

    /// <summary>For whom the migrant works, or has worked; null if there is no such sponsorship.</summary>
    [Alias("employments")]
    Task<EmploymentsView?> Employments();

    /// <summary>
    /// Reports what an employer paid for a month of a share year. It reaches every host whose days it may touch before it is answered.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="report">The report.</param>
    [Alias("report-earnings")]
    Task<CommandResult> ReportEarnings(CommandContext context, EarningsReport report);

    /// <summary>Takes an employer's report for a month out, for every host whose days it touched.</summary>
    /// <param name="context">The command.</param>
    /// <param name="year">Share year.</param>
    /// <param name="month">Month of the share year.</param>
    /// <param name="employer">The employer.</param>
    [Alias("withdraw-earnings")]
    Task<CommandResult> WithdrawEarnings(CommandContext context, int year, int month, string employer);

    /// <summary>
    /// Closes the share months that are over for so long that nobody waits for their pay any more. Asked again, it changes nothing. The
    /// command's id is made of the sponsorship and the first month that is closed, so it is carried out once.
    /// </summary>
    /// <param name="afterDays">How many days after its last day a month is still open.</param>
    [Alias("close-months")]
    Task<CommandResult> CloseMonths(int afterDays);

    /// <summary>Whoever has worked on it expects nothing more of it soon: it may leave memory.</summary>
    [Alias("rest"), OneWay]
    Task Rest();

    /// <summary>Applies a report that came to another host of the same share year, and passes it on to the host before.</summary>
    /// <param name="context">The command, under the same id as there.</param>
    /// <param name="change">The report, or its withdrawal.</param>
    /// <param name="firstDay">The first day of share year 1: with another one it is another migrant's story, and nothing is done.</param>
    [Alias("pass-on-earnings")]
    Task<CommandResult> PassOnEarnings(CommandContext context, EarningsChange change, DateOnly firstDay);

    /// <summary>
    /// Reports a month or takes its report back, as <see cref="ReportEarnings"/> and <see cref="WithdrawEarnings"/> do, and answers what
    /// the employer does with it. The same command, and the same report again, are answered the same.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="change">The report, or its withdrawal.</param>
    /// <param name="isTrial">True if it is only tried: it is answered the same, and nothing changes.</param>
    [Alias("change-earnings")]
    Task<EarningsChanged> ChangeEarnings(CommandContext context, EarningsChange change, bool isTrial = false);

    /// <summary>As <see cref="PassOnEarnings"/>, and answers what it changed at each host that it reached.</summary>
    /// <param name="context">The command, under the same id as there.</param>
    /// <param name="change">The report, or its withdrawal.</param>
    /// <param name="firstDay">The first day of share year 1.</param>
    /// <param name="isTrial">True if it is only tried.</param>
    [Alias("pass-on-change")]
    Task<EarningsEffects> PassOnChange(CommandContext context, EarningsChange change, DateOnly firstDay, bool isTrial);

    /// <summary>
    /// What an employer's reports of a month have come to, of all hosts whose days it has; null if there is no such sponsorship, and before
    /// the arrival.
    /// </summary>
    /// <param name="year">Share year.</param>
    /// <param name="month">Month of the share year.</param>
    /// <param name="employer">The employer.</param>
    [Alias("earnings-to-pay")]
    Task<EarningsToPay?> EarningsToPay(int year, int month, string employer);

    /// <summary>This host's part of <see cref="EarningsToPay"/>; null if nothing was reported here.</summary>
    /// <param name="year">Share year.</param>
    /// <param name="month">Month of the share year.</param>
    /// <param name="employer">The employer.</param>
    /// <param name="firstDay">The first day of share year 1: with another one it is another migrant's story.</param>
    [Alias("earnings-effect")]
    Task<EarningsEffect?> EffectOfEarnings(int year, int month, string employer, DateOnly firstDay);

    /// <summary>
    /// Reports, corrects or withdraws a pay, contests it, or decides that, for every host whose days it has, and answers what the employer
    /// does with it. The same command, and the same pay again, are answered the same.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="change">What is done.</param>
    /// <param name="isTrial">True if it is only tried: it is answered the same, and nothing changes.</param>
    [Alias("change-pay")]
    Task<PayChanged> ChangePay(CommandContext context, PayChange change, bool isTrial = false);

    /// <summary>
    /// Tries reports of months and pays, one after the other and each on what those before it would have made: they are answered as
    /// <see cref="ChangeEarnings"/> and <see cref="ChangePay"/> would, and nothing changes. What was carried out before under the id of its
    /// command is answered as it was then.
    /// </summary>
    /// <param name="asked">The reports, in their order.</param>
    /// <returns>What each is answered.</returns>
    [Alias("try-earnings")]
    Task<IReadOnlyList<PayChanged>> TryEarnings(IReadOnlyList<AskedEarnings> asked);

    /// <summary>As <see cref="TryEarnings"/> for another host of the same share year: what each would change here and before.</summary>
    /// <param name="asked">The reports, in their order.</param>
    /// <param name="firstDay">The first day of share year 1.</param>
    [Alias("try-passed-on")]
    Task<IReadOnlyList<EarningsEffects>> TryPassedOn(IReadOnlyList<AskedEarnings> asked, DateOnly firstDay);

    /// <summary>The pays and months' reports, with what was withheld for each; null if there is no such sponsorship.</summary>
    [Alias("pays")]
    Task<PaysView?> Pays();

    /// <summary>What was charged here to each pay.</summary>
    /// <param name="firstDay">The first day of share year 1: with another one it is another migrant's story.</param>
    [Alias("pay-charges")]
    Task<IReadOnlyList<PayCharge>> PayCharges(DateOnly firstDay);

    /// <summary>
    /// Where the migrant's share year stands for a host to whom the migrant goes on; null where none is running on that day.
    /// </summary>
    [Alias("year-on")]
    Task<ContinuedYear?> YearOn(DateOnly on);

    /// <summary>Notes that the city got a part of the share from the employer.</summary>
    /// <param name="context">The command.</param>
    /// <param name="reference">The bank's or the employer's reference.</param>
    /// <param name="amount">How much.</param>
    /// <param name="on">The day of the bank's booking.</param>
    [Alias("collect-share")]
    Task<CommandResult> CollectShare(CommandContext context, string reference, Money amount, DateOnly on);

    /// <summary>
    /// Notes that the city got a part of the share from the employer, at most what is due: the rest is not collected. Asked again, it
    /// answers what was collected then.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="from">The part of a credit, and who paid it: no more is collected than that employer has withheld.</param>
    /// <param name="amount">How much there is.</param>
    /// <param name="on">The day of the bank's booking.</param>
    [Alias("collect-from")]
    Task<ShareCollection> CollectUpTo(CommandContext context, CollectedFrom from, Money amount, DateOnly on);

    /// <summary>Takes a collection back.</summary>
    [Alias("reverse-collection")]
    Task<CommandResult> ReverseCollection(CommandContext context, string reference);

    /// <summary>Puts all that is collected on its way to the host, or all refunds that wait to the migrant.</summary>
    /// <param name="context">The command.</param>
    /// <param name="payment">The payment's id, 1 to 35 characters.</param>
    /// <param name="minimum">Less than this is not paid yet, in minor units, unless the side has set a lower threshold.</param>
    /// <param name="to">Whom.</param>
    [Alias("reserve-payout-to")]
    Task<PayoutReservation> ReservePayout(CommandContext context, string payment, long minimum, Party to = Party.Host);

    /// <summary>Sets from which sum on the host or the migrant wants to be paid.</summary>
    /// <param name="context">The command.</param>
    /// <param name="side">Who, for themselves.</param>
    /// <param name="atLeast">The sum; null for what the city pays from.</param>
    [Alias("set-payout-threshold")]
    Task<CommandResult> SetPayoutThreshold(CommandContext context, Party side, Money? atLeast);

    /// <summary>The payments to a side, the newest first; none before the arrival.</summary>
    /// <param name="to">Whose.</param>
    [Alias("payments-to")]
    Task<SidePayments?> PaymentsTo(Party to);

    /// <summary>Notes that the bank has paid.</summary>
    [Alias("settle-payout")]
    Task<CommandResult> SettlePayout(CommandContext context, string payment);

    /// <summary>Notes that a payment did not come about.</summary>
    [Alias("release-payout")]
    Task<CommandResult> ReleasePayout(CommandContext context, string payment);

    /// <summary>Notes that the bank gave a payment back after it had paid.</summary>
    [Alias("return-payout")]
    Task<CommandResult> ReturnPayout(CommandContext context, string payment);

    /// <summary>The host-loss fund gives the host something for a loss: it is paid with the host's next payment, once.</summary>
    /// <param name="context">The command.</param>
    /// <param name="loss">What kind of loss, as the fund names it.</param>
    /// <param name="amount">How much.</param>
    [Alias("book-loss")]
    Task<CommandResult> BookLoss(CommandContext context, string loss, Money amount);

    /// <summary>What the host-loss fund has given the host, and how far each has come.</summary>
    [Alias("losses")]
    Task<IReadOnlyList<BookedLossView>> Losses();

    /// <summary>Gives notice of a fine for the host, and puts it under a ruling.</summary>
    /// <param name="context">The command.</param>
    /// <param name="fine">What for, and how much.</param>
    /// <param name="words">The reasons in words; null for none.</param>
    [Alias("propose-fine")]
    Task<CommandResult> ProposeFine(CommandContext context, RuledFine fine, CaseWords? words = null);

    /// <summary>Takes the effect of the ruling on a fine.</summary>
    [Alias("rule-on-fine")]
    Task<CommandResult> RuleOnFine(CommandContext context, RulingId ruling, RulingEffect effect);

    /// <summary>The fines of the host; null if there is no such sponsorship.</summary>
    [Alias("fines")]
    Task<FinesView?> Fines();

    /// <summary>An officer settles what a pay, or a month's report, breaks of the deduction profile.</summary>
    /// <param name="context">The command.</param>
    /// <param name="pay">The pay, or the month's report.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="reason">Why.</param>
    [Alias("settle-findings")]
    Task<CommandResult> SettleFindings(CommandContext context, string pay, FindingOutcome outcome, FindingReason reason);

    /// <summary>An officer settles why an employment is flagged.</summary>
    /// <param name="context">The command.</param>
    /// <param name="employment">Which employment.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="reason">Why.</param>
    [Alias("settle-flags")]
    Task<CommandResult> SettleFlags(CommandContext context, EmploymentKey employment, FindingOutcome outcome, FindingReason reason);

    /// <summary>Reads what was written to a contest, and writes down who read it; null if nobody contests the pay.</summary>
    /// <param name="pay">The pay, or the month's report.</param>
    /// <param name="reader">Who reads: an officer reads all of it, the migrant what they wrote themselves.</param>
    [Alias("read-contest-words")]
    Task<CaseTexts?> ReadContestWords(string pay, PersonReader reader);

    /// <summary>The migrant consents to the share being taken from the pay.</summary>
    [Alias("give-consent")]
    Task<CommandResult> GiveConsent(CommandContext context);

    /// <summary>The migrant revokes the consent.</summary>
    [Alias("revoke-consent")]
    Task<CommandResult> RevokeConsent(CommandContext context);

    /// <summary>Goes on with what is half done. Called by whoever has news for the sponsorship.</summary>
    [Alias("wake")]
    Task Wake();

    /// <summary>The sponsorship as it is; null if there is none.</summary>
    [Alias("get")]
    Task<SponsorshipView?> Get();

    /// <summary>Every posting and what it was made from; null if there is no such sponsorship.</summary>
    [Alias("statement")]
    Task<StatementView?> Statement();

    /// <summary>The account of a month or a year; null if there is no such sponsorship, or no terms of it by then.</summary>
    [Alias("account")]
    Task<AccountStatement?> Account(StatementPeriod period);
}

/// <summary>An employer with its name.</summary>
/// <param name="Employer">Its own id, as employments have it.</param>
/// <param name="Id">The id of its record.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name as the public register has it; null for a household.</param>
/// <param name="RegistrationNumber">Its number in the public register; null for a household.</param>
[GenerateSerializer, Immutable, Alias("vip.named-employer")]
public sealed record NamedEmployer(string Employer, EmployerId Id, EmployerKind Kind, string? Name, string? RegistrationNumber);

/// <summary>The employers of a sponsorship.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Version">The sponsorship's version.</param>
/// <param name="Items">The employments, in the order in which they were named.</param>
/// <param name="Employers">The registered ones of these employers, with their names; null where nobody asked for them.</param>
[GenerateSerializer, Immutable, Alias("vip.employments-view")]
public sealed record EmploymentsView(SponsorshipId Sponsorship, long Version, IReadOnlyList<Employment> Items,
    IReadOnlyList<NamedEmployer>? Employers = null)
{
    /// <summary>True if an employer of the sponsorship's nation was named for any days at all.</summary>
    public bool IsNamed(string employer) => Items.Any(e => e.Employer == employer);

    /// <summary>True if an employer of the sponsorship's nation was named for a day.</summary>
    public bool IsNamed(string employer, DateOnly day) => Items.Any(e => e.Employer == employer && e.Touches(day, day));
}

/// <summary>What is done with a pay. With a report it is reported or corrected, and with nothing at all it is withdrawn.</summary>
[GenerateSerializer, Immutable, Alias("vip.pay-change")]
public sealed record PayChange
{
    /// <summary>The pay, or the month's report; null for a new pay.</summary>
    [Id(0)]
    public string? Pay { get; init; }

    /// <summary>What was paid; null where that does not change.</summary>
    [Id(1)]
    public PayReport? Report { get; init; }

    /// <summary>Why the migrant contests it.</summary>
    [Id(2)]
    public ContestReason? Contest { get; init; }

    /// <summary>What the employer says to that.</summary>
    [Id(3)]
    public ContestReply? Reply { get; init; }

    /// <summary>What an officer decides: true if the migrant was right.</summary>
    [Id(4)]
    public bool? IsUpheld { get; init; }

    /// <summary>What is written to a contest or to a reply; null for nothing.</summary>
    [Id(5)]
    public CaseWords? Words { get; init; }
}

/// <summary>What a change of a pay was answered.</summary>
[GenerateSerializer, Immutable, Alias("vip.pay-changed")]
public sealed record PayChanged
{
    /// <summary>Whether it was done, or would be.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>The pay, by its id; null where it was refused.</summary>
    [Id(1)]
    public string? Pay { get; init; }

    /// <summary>What to do with it; null where it was refused, and where nothing of what is taken could change.</summary>
    [Id(2)]
    public EmployerAnswer? Answer { get; init; }
}

/// <summary>The pays of a sponsorship.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Version">Its version.</param>
/// <param name="Items">The pays and months' reports, by their last days.</param>
[GenerateSerializer, Immutable, Alias("vip.pays-view")]
public sealed record PaysView(SponsorshipId Sponsorship, long Version, IReadOnlyList<PayView> Items);

/// <summary>A pay, or a month's report, and what became of it.</summary>
/// <param name="Id">Its id, by which it is corrected, withdrawn and contested.</param>
/// <param name="Report">What was reported.</param>
/// <param name="IsMonth">True for a month's report, which is corrected and withdrawn as such.</param>
/// <param name="By">Who reported it: the migrant, where the employer did not; null for the employer or an officer.</param>
/// <param name="Allowed">The most that the law lets be taken from it; null where nothing limits that.</param>
/// <param name="Withheld">What was withheld for it in all.</param>
/// <param name="GivenBack">What was given back for it in all.</param>
/// <param name="Contest">That the migrant contests it; null while nobody does.</param>
[GenerateSerializer, Immutable, Alias("vip.pay-view")]
public sealed record PayView(string Id, PayReport Report, bool IsMonth, Party? By, Money? Allowed, Money Withheld, Money GivenBack,
    PayContestView? Contest);

/// <summary>A contest, as both sides see it.</summary>
/// <param name="On">The day on which it began.</param>
/// <param name="Reason">Why.</param>
/// <param name="Reply">What the employer says; null while it has not.</param>
/// <param name="HasWords">True if the migrant has written something to it, which officers read.</param>
/// <param name="ReplyHasWords">True if the employer has.</param>
[GenerateSerializer, Immutable, Alias("vip.pay-contest-view")]
public sealed record PayContestView(DateOnly On, ContestReason Reason, ContestReply? Reply, bool HasWords, bool ReplyHasWords);

/// <summary>What the host-loss fund has given a host for a loss.</summary>
/// <param name="Loss">What kind of loss, as the fund names it.</param>
/// <param name="Amount">How much.</param>
/// <param name="Payment">The payment that it is in; null while it waits for one.</param>
/// <param name="State">How far that has come; null while it waits for one.</param>
[GenerateSerializer, Immutable, Alias("vip.booked-loss")]
public sealed record BookedLossView(string Loss, Money Amount, string? Payment, HostPaymentState? State);

/// <summary>The fines of a sponsorship's host.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Kept">What the city has kept for them of what the host would have been paid.</param>
/// <param name="Open">What of those that stand is not kept yet: the host owes nothing of it, and later collections go to it first.</param>
/// <param name="Items">The fines, in the order of their rulings' ids.</param>
[GenerateSerializer, Immutable, Alias("vip.fines-view")]
public sealed record FinesView(SponsorshipId Sponsorship, Money Kept, Money Open, IReadOnlyList<FineView> Items);

/// <summary>A fine.</summary>
/// <param name="Ruling">The ruling that it is under: there the host replies and appeals.</param>
/// <param name="Reason">What for.</param>
/// <param name="Amount">How much.</param>
/// <param name="On">The day of the notice.</param>
/// <param name="Effect">Whether it stands or was lifted; null while nobody has ruled on it.</param>
[GenerateSerializer, Immutable, Alias("vip.fine-view")]
public sealed record FineView(RulingId Ruling, FineReason Reason, Money Amount, DateOnly On, RulingEffect? Effect);

/// <summary>A report of earnings, or its withdrawal.</summary>
[GenerateSerializer, Immutable, Alias("vip.earnings-change")]
public sealed record EarningsChange
{
    /// <summary>Share year.</summary>
    [Id(0)]
    public required int Year { get; init; }

    /// <summary>Month of the share year.</summary>
    [Id(1)]
    public required int Month { get; init; }

    /// <summary>The employer.</summary>
    [Id(2)]
    public required string Employer { get; init; }

    /// <summary>The report; null where it is withdrawn.</summary>
    [Id(3)]
    public EarningsReport? Report { get; init; }

    /// <summary>What is done with a pay; null where it is a month's report that changes. Then year and month say nothing.</summary>
    [Id(4)]
    public PayChange? Pay { get; init; }
}

/// <summary>A report, or its withdrawal, as somebody asks for it.</summary>
/// <param name="Context">Who asks, and under which identity.</param>
/// <param name="Change">The report, or its withdrawal.</param>
[GenerateSerializer, Immutable, Alias("vip.asked-earnings")]
public sealed record AskedEarnings(CommandContext Context, EarningsChange Change);

/// <summary>What an employer is answered to a report, or to having taken one back.</summary>
[GenerateSerializer, Immutable, Alias("vip.earnings-changed")]
public sealed record EarningsChanged
{
    /// <summary>Whether it was done, or would be.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>What to do with it; null where it was refused.</summary>
    [Id(1)]
    public EmployerAnswer? Answer { get; init; }
}

/// <summary>What a report, or its withdrawal, changed at hosts of one share year.</summary>
[GenerateSerializer, Immutable, Alias("vip.earnings-effects")]
public sealed record EarningsEffects
{
    /// <summary>Whether it was done, or would be.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>The effects, one for each host.</summary>
    [Id(1)]
    public IReadOnlyList<EarningsEffect> Effects { get; init; } = [];
}

/// <summary>What an employer's reports of a month have come to so far.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Version">The sponsorship's version.</param>
/// <param name="Earned">What the employer has reported as it stands; null if nothing is reported, or it was taken back.</param>
/// <param name="Answer">What is withheld for the month in all.</param>
[GenerateSerializer, Immutable, Alias("vip.earnings-to-pay")]
public sealed record EarningsToPay(SponsorshipId Sponsorship, long Version, Money? Earned, EmployerAnswer Answer);

/// <summary>What was collected.</summary>
/// <param name="Result">Whether it was.</param>
/// <param name="Amount">How much; zero if nothing is due any more.</param>
[GenerateSerializer, Immutable, Alias("vip.share-collection")]
public sealed record ShareCollection(CommandResult Result, Money Amount);

/// <summary>What is collected, and who paid it.</summary>
/// <param name="Reference">The reference of the part of a credit.</param>
/// <param name="Employer">The employer, or <see cref="Employers.None"/>.</param>
[GenerateSerializer, Immutable, Alias("vip.collected-from")]
public sealed record CollectedFrom(string Reference, string Employer);

/// <summary>What a request to put money on its way was answered.</summary>
[GenerateSerializer, Immutable, Alias("vip.payout-reservation")]
public sealed record PayoutReservation
{
    /// <summary>Whether it was done.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>How much is on its way; null where nothing is.</summary>
    [Id(1)]
    public Money? Amount { get; init; }

    /// <summary>The host who is to be paid; null if there is no such sponsorship.</summary>
    [Id(2)]
    public HostId? Host { get; init; }
}

/// <summary>How a sponsorship ended that goes on in another city.</summary>
[GenerateSerializer, Immutable, Alias("vip.moved-away")]
public sealed record MovedAway
{
    /// <summary>Whether it is over.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>Why it ended: another reason than a move where it had ended by itself. Null where it is not over.</summary>
    [Id(1)]
    public EndReason? Reason { get; init; }

    /// <summary>Where its share year stood at its end; null where none goes on.</summary>
    [Id(2)]
    public ContinuedYear? Year { get; init; }
}

/// <summary>A sponsorship.</summary>
/// <param name="Id">The sponsorship's id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="City">The city.</param>
/// <param name="Host">The host.</param>
/// <param name="Migrant">The migrant.</param>
/// <param name="Household">The host's household.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="ProposedBy">Who proposed.</param>
/// <param name="Place">How far the claim on a place has come.</param>
/// <param name="PlaceHeldUntil">When the hold of the place may be expired; null where none is held.</param>
/// <param name="Terms">The city's terms; null before a place is held.</param>
/// <param name="Checks">The newest result of each check that was made.</param>
/// <param name="Refusal">The refusal that stands.</param>
/// <param name="ArrivedOn">The day of arrival.</param>
/// <param name="Baseline">The baseline as fixed at arrival.</param>
/// <param name="NoticeUntil">The day on which the host's notice runs out.</param>
/// <param name="EndReason">Why it ended.</param>
/// <param name="EndedOn">Its last day.</param>
/// <param name="ConsentOn">The day of the migrant's consent to the share being taken from the pay; null if there is none.</param>
/// <param name="LaterBaselines">The baselines of later share years, in their order; a year without one has that of the year
/// before.</param>
/// <param name="Succeeds">The sponsorship of the same two people in another city that this one continues; null for none.</param>
/// <param name="Move">How far the continuing has come; null where it continues none.</param>
/// <param name="SucceededBy">The sponsorship in another city in which this one was continued; null for none.</param>
/// <param name="HostBefore">The host's record in the city that the host comes from; null once the migrant has arrived here, and where the
/// host has not moved.</param>
/// <param name="AwaitsRate">True if the migrant has arrived and the baseline waits for an exchange rate of that day: until it is
/// imported, nothing can be reported.</param>
/// <param name="NoticeWaitsUntil">The last day on which the host's notice only waits: every notice does, before its days run.</param>
/// <param name="NoticeStoppedBy">The ruling because of which the notice stands still; null for none.</param>
/// <param name="EndProposed">The end that an officer has proposed and that is under a ruling; null for none.</param>
/// <param name="IsEndTakenBack">True if the ruling by which it ended was taken back after the end: who was said to be dead is not.</param>
/// <param name="HostAway">Why the host is not there; null while they are. It ends nothing: the migrant keeps the place.</param>
/// <param name="InName">What officers did in the names of the sides, in order; each side is given its own.</param>
[GenerateSerializer, Immutable, Alias("vip.sponsorship-view")]
public sealed record SponsorshipView(SponsorshipId Id, long Version, CityId City, HostId Host, MigrantId Migrant, HouseholdId Household,
    SponsorshipStatus Status, Party ProposedBy, Claim Place, DateTimeOffset? PlaceHeldUntil, SponsorshipTerms? Terms,
    IReadOnlyList<CheckView> Checks, Refusal? Refusal, DateOnly? ArrivedOn, FixedBaseline? Baseline, DateOnly? NoticeUntil,
    EndReason? EndReason, DateOnly? EndedOn, DateOnly? ConsentOn, IReadOnlyList<YearBaseline> LaterBaselines, SponsorshipId? Succeeds,
    SuccessionState? Move, SponsorshipId? SucceededBy, HostId? HostBefore, bool AwaitsRate, DateOnly? NoticeWaitsUntil = null,
    RulingId? NoticeStoppedBy = null, ProposedEndView? EndProposed = null, bool IsEndTakenBack = false,
    HostSituation? HostAway = null, IReadOnlyList<ActInName>? InName = null);

/// <summary>A proposal that an officer makes for a side.</summary>
/// <param name="Host">The host.</param>
/// <param name="Migrant">The migrant.</param>
/// <param name="By">The side.</param>
/// <param name="Paper">The reference of the signed paper.</param>
[GenerateSerializer, Immutable, Alias("vip.paper-proposal")]
public sealed record PaperProposal(HostId Host, MigrantId Migrant, Party By, string Paper);

/// <summary>An end that an officer has proposed.</summary>
/// <param name="Ruling">The ruling on it.</param>
/// <param name="On">The day of the death; for every other reason the day of the proposal, and it ends when the ruling is final.</param>
/// <param name="Reason">Why; null for the host, where it is a reason that hosts are not given.</param>
[GenerateSerializer, Immutable, Alias("vip.proposed-end-view")]
public sealed record ProposedEndView(RulingId Ruling, DateOnly On, EndReason? Reason);

/// <summary>The baseline of a share year after the first.</summary>
[GenerateSerializer, Immutable, Alias("vip.year-baseline")]
public sealed record YearBaseline
{
    /// <summary>Share year, from 2.</summary>
    [Id(0)]
    public required int Year { get; init; }

    /// <summary>Its baseline.</summary>
    [Id(1)]
    public required FixedBaseline Baseline { get; init; }
}

/// <summary>The newest result of one check.</summary>
/// <param name="Kind">What was checked.</param>
/// <param name="Result">How it ended.</param>
[GenerateSerializer, Immutable, Alias("vip.check-view")]
public sealed record CheckView(CheckKind Kind, CheckResult Result);

/// <summary>A sponsorship's statement: every posting and what it was made from.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Version">The version of the sponsorship that the statement shows.</param>
/// <param name="Host">The host.</param>
/// <param name="Migrant">The migrant.</param>
/// <param name="Household">The household.</param>
/// <param name="Share">The host's part of the gain; null before a place is held.</param>
/// <param name="Baseline">The baseline as fixed at arrival; null before.</param>
/// <param name="Lines">The postings, in the order in which they were made.</param>
/// <param name="Totals">The sums of all share years; null before the arrival.</param>
/// <param name="LaterBaselines">The baselines of later share years, in their order; a year without one has that of the year
/// before.</param>
[GenerateSerializer, Immutable, Alias("vip.statement-view")]
public sealed record StatementView(SponsorshipId Sponsorship, long Version, HostId Host, MigrantId Migrant, HouseholdId Household,
    Share? Share, FixedBaseline? Baseline, IReadOnlyList<StatementLine> Lines, StatementTotals? Totals,
    IReadOnlyList<YearBaseline> LaterBaselines);

/// <summary>One posting of a statement.</summary>
/// <param name="BookedAt">When it was booked.</param>
/// <param name="Year">The share year that it is for.</param>
/// <param name="Month">The month of the share year that was reported.</param>
/// <param name="Earned">What was earned in the month.</param>
/// <param name="EarnedBefore">What had been reported for the month before; null for a first report.</param>
/// <param name="ThroughMonth">n: the last month of the share year that has been reported or closed.</param>
/// <param name="EarnedToDate">E: earned in the share year so far.</param>
/// <param name="DueToDate">What the formula gives for the share year so far.</param>
/// <param name="TakenBefore">What had been taken of the share year before.</param>
/// <param name="Taken">What is taken with this posting; below zero a refund to the migrant.</param>
/// <param name="Limit">What the law lets be taken from the month's pay, and what that was made from; null where no profile is in
/// force.</param>
/// <param name="Residue">What the law keeps from being taken so far this share year; null where it keeps nothing.</param>
/// <param name="Employer">The employer who reported; null where the share was computed again for another reason.</param>
/// <param name="Paid">The days of the month that the pay is for; null for all of them.</param>
/// <param name="BookedOn">The day in the city on which it was booked.</param>
/// <param name="IsWithdrawn">True where the report was withdrawn.</param>
/// <param name="ClosedFrom">The first month that time closed without pay, and with it those through <paramref name="ThroughMonth"/>; null
/// if the line closed none.</param>
/// <param name="Pay">The pay that was reported, corrected, withdrawn or decided on; null for a month's report, and for all else. Its days
/// stand in <paramref name="Paid"/>.</param>
[GenerateSerializer, Immutable, Alias("vip.statement-line")]
public sealed record StatementLine(DateTimeOffset BookedAt, int Year, int Month, Money Earned, Money? EarnedBefore, int ThroughMonth,
    Money EarnedToDate, Money DueToDate, Money TakenBefore, Money Taken, PayLimit? Limit, Money? Residue, string? Employer,
    PaidDays? Paid, DateOnly BookedOn, bool IsWithdrawn, int? ClosedFrom = null, string? Pay = null);

/// <summary>The sums of a statement.</summary>
/// <param name="Earned">All that was earned.</param>
/// <param name="Gain">Earned less the baseline of the months reported, cut to the minor unit; below zero where less was earned than at
/// home.</param>
/// <param name="Share">What went to the host.</param>
/// <param name="Kept">What stayed with the migrant.</param>
/// <param name="Expired">What the law kept from being taken, of years that are over: gone, and nobody's debt.</param>
/// <param name="Due">What of the share employers have taken and the city has not got yet.</param>
/// <param name="Collected">What of it the city has got and not paid yet.</param>
/// <param name="PaidOut">What of it the host was paid.</param>
[GenerateSerializer, Immutable, Alias("vip.statement-totals")]
public sealed record StatementTotals(Money Earned, Money Gain, Money Share, Money Kept, Money Expired, Money Due, Money Collected,
    Money PaidOut);

/// <summary>What a side of a sponsorship is paid.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Waiting">What waits to be paid.</param>
/// <param name="AtLeast">From which sum on the side wants to be paid; null for what the city pays from.</param>
/// <param name="Payments">The payments, the newest first.</param>
[GenerateSerializer, Immutable, Alias("vip.side-payments")]
public sealed record SidePayments(SponsorshipId Sponsorship, Money Waiting, Money? AtLeast, IReadOnlyList<SidePayment> Payments);

/// <summary>A payment to a side of a sponsorship.</summary>
/// <param name="Payment">Its id, as it stands on the bank's statement.</param>
/// <param name="Amount">How much.</param>
/// <param name="State">How far it has come.</param>
/// <param name="ReservedOn">The day on which it was prepared.</param>
/// <param name="On">The day on which it came as far as it has.</param>
[GenerateSerializer, Immutable, Alias("vip.side-payment")]
public sealed record SidePayment(string Payment, Money Amount, HostPaymentState State, DateOnly ReservedOn, DateOnly On);
