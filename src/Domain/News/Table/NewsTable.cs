namespace VipOrleans.Domain.News;

using System.Collections.Frozen;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Matching.InvitationEvent;
using static VipOrleans.Domain.Matching.ProfileEvent;
using static VipOrleans.Domain.Matching.RoundEntryEvent;
using static VipOrleans.Domain.Matching.RoundEvent;
using static VipOrleans.Domain.Matching.SeekerEvent;
using static VipOrleans.Domain.Money.RateSourcesEvent;
using static VipOrleans.Domain.Money.RateTableEvent;
using static VipOrleans.Domain.News.InboxEvent;
using static VipOrleans.Domain.Payments.BankCreditEvent;
using static VipOrleans.Domain.Payments.CreditFileEvent;
using static VipOrleans.Domain.Payments.GuaranteeEvent;
using static VipOrleans.Domain.Payments.LateEmployerEvent;
using static VipOrleans.Domain.Payments.LossFundEvent;
using static VipOrleans.Domain.Payments.PayoutEvent;
using static VipOrleans.Domain.Payments.RemittanceOffersEvent;
using static VipOrleans.Domain.People.AllowanceEvent;
using static VipOrleans.Domain.People.DuplicateEvent;
using static VipOrleans.Domain.People.EmployerEvent;
using static VipOrleans.Domain.People.HomeEvent;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.People.SignInPointerEvent;
using static VipOrleans.Domain.People.SignInsEvent;
using static VipOrleans.Domain.Places.BallotBoxEvent;
using static VipOrleans.Domain.Places.BallotEvent;
using static VipOrleans.Domain.Places.BallotRegisterEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Places.NationEvent;
using static VipOrleans.Domain.Places.OpeningEvent;
using static VipOrleans.Domain.Reports.ImportEvent;
using static VipOrleans.Domain.Reports.StaffListEvent;
using static VipOrleans.Domain.Safeguarding.ConcernEvent;
using static VipOrleans.Domain.Safeguarding.RulingEvent;
using static VipOrleans.Domain.Safeguarding.WelfareCheckEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.VisaEvent;

/// <summary>
/// The one table that says of every event whose news it is: whoever something is decided, asked or started about is told. An event that is
/// nobody's news stands here too, with the reason.
/// </summary>
/// <remarks>
/// A host and an employer are never told what is in confidence: concerns, welfare checks, and what the migrant says of an employment or a
/// pay. A concern's author hears of the concern, and nobody else but officers.
/// </remarks>
public static class NewsTable
{
    // An addressee's word is also that of a type, which would hide it.
    private const Addressee Host = Addressee.Host, Migrant = Addressee.Migrant, Employer = Addressee.Employer, Author = Addressee.Author,
        Persons = Addressee.Persons, EveryHost = Addressee.EveryHost, CityOffice = Addressee.CityOffice,
        NationOffice = Addressee.NationOffice;

    private const string Step = "A step of what the office began itself, which says how far it has come.";
    private const string Booked = "A step of the books; what it comes to is told with the payment.";
    private const string Own = "Whoever did it knows, and it decides nothing about anybody else.";
    private const string Secret = "A ballot or a draw in progress: its result is told.";
    private const string Ruled = "Its people are told by the ruling, step by step.";
    private const string Claim = "A step of forming a sponsorship, which is told of by the sponsorship or the city.";

    /// <summary>The rule of each type of event.</summary>
    public static IReadOnlyDictionary<Type, NewsRule> Rules { get; } =
        ((IReadOnlyList<NewsRule>[])[Forming, Staying, Working, Paying, People, Safeguarding, Places, Offices, Matching, Inboxes])
        .SelectMany(rules => rules).ToFrozenDictionary(rule => rule.Event);

    private static IReadOnlyList<NewsRule> Forming =>
    [
        Keeps<SponsorshipProposed>(e => new() { Sponsorship = e.Sponsorship, Host = e.Host, Migrant = e.Migrant },
            Migrant.Gets(NewsKind.ProposalReceived).If<SponsorshipProposed>(e => e.By == Party.Host),
            Host.Gets(NewsKind.ProposalReceived).If<SponsorshipProposed>(e => e.By == Party.Migrant)),
        Tells<SponsorshipAccepted>(Host.Gets(NewsKind.ProposalAccepted), Migrant.Gets(NewsKind.ProposalAccepted),
            CityOffice.Gets(NewsKind.ProposalAccepted)),
        Tells<ActedInName>(
            Host.Gets(NewsKind.ActedInName).If<ActedInName>(e => e.Side == Party.Host),
            Migrant.Gets(NewsKind.ActedInName).If<ActedInName>(e => e.Side == Party.Migrant),
            CityOffice.Gets(NewsKind.PaperShown).If<ActedInName>(e => e.Paper is not null)),
        Nobodys<PaperSeen>("What it makes of a proposal or an acceptance is told, and the paper was told of when it was shown."),
        Nobodys<ClaimNoted>(Claim),
        Nobodys<TermsFixed>("The city's hold, which comes with it, is told."),
        Tells<CheckRecorded>(
            Host.Gets(NewsKind.CheckFailed).If<CheckRecorded>(e => e.Result.Outcome == CheckOutcome.Failed),
            Migrant.Gets(NewsKind.CheckFailed).If<CheckRecorded>(e => e.Result.Outcome == CheckOutcome.Failed),
            CityOffice.Gets(NewsKind.CheckFailed).If<CheckRecorded>(e => e.Result.Outcome == CheckOutcome.Failed),
            Host.Gets(NewsKind.CheckPassed).If<CheckRecorded>(e => e.Result.Outcome == CheckOutcome.Passed),
            Migrant.Gets(NewsKind.CheckPassed).If<CheckRecorded>(e => e.Result.Outcome == CheckOutcome.Passed)),
        Tells<CheckRuled>(Host.Gets(NewsKind.CheckRuled), Migrant.Gets(NewsKind.CheckRuled)),
        Tells<SponsorshipGranted>(Host.Gets(NewsKind.Granted), Migrant.Gets(NewsKind.Granted)),
        Tells<SponsorshipRefused>(Host.Gets(NewsKind.Refused), Migrant.Gets(NewsKind.Refused)),
        Tells<RefusalReplied>(CityOffice.Gets(NewsKind.RefusalReplied)),
        Tells<SponsorshipReopened>(Host.Gets(NewsKind.RefusalTakenBack), Migrant.Gets(NewsKind.RefusalTakenBack)),
        Tells<ChecksCarried>(CityOffice.Gets(NewsKind.CheckRuled).If<ChecksCarried>(e => e.Lost.Count > 0)),
        Nobodys<PredecessorOver>(Claim),
        Nobodys<PredecessorEnded>("The end of the sponsorship in the other city is told there."),
        Nobodys<SuccessionNoted>("The host's move is told when it begins and when it ends."),
        Of<PlaceHeld>(e => e.Sponsorship, Host.Gets(NewsKind.PlaceHeld), Migrant.Gets(NewsKind.PlaceHeld)),
        Of<PlaceAwaited>(e => e.Sponsorship, Host.Gets(NewsKind.PlaceAwaited), Migrant.Gets(NewsKind.PlaceAwaited)),
        Of<PlaceRegistered>(e => e.Sponsorship, Host.Gets(NewsKind.PlaceAwaited), Migrant.Gets(NewsKind.PlaceAwaited)),
        Of<PlaceExpired>(e => e.Sponsorship, Host.Gets(NewsKind.PlaceLost), Migrant.Gets(NewsKind.PlaceLost)),
        Nobodys<PlaceConfirmed>("The grant, which it comes with, is told."),
        Nobodys<PlaceReleased>("The end of the sponsorship, or its refusal, is told."),
        Nobodys<WaitingLeft>(Claim),
        Nobodys<PlaceClaimVoided>(Claim),
    ];

    private static IReadOnlyList<NewsRule> Staying =>
    [
        Tells<MigrantArrived>(Host.Gets(NewsKind.Arrived), Migrant.Gets(NewsKind.Arrived), CityOffice.Gets(NewsKind.Arrived)),
        Nobodys<OtherPlaceLeft>(Claim),
        Tells<SponsorshipActivated>(Host.Gets(NewsKind.Activated), Migrant.Gets(NewsKind.Activated)),
        Tells<ActivationTakenBack>(Host.Gets(NewsKind.ActivationTakenBack), Migrant.Gets(NewsKind.ActivationTakenBack)),
        Tells<NoticeTakenBack>(Host.Gets(NewsKind.NoticeTakenBack), Migrant.Gets(NewsKind.NoticeTakenBack)),
        Tells<HostSituationHeard>(
            Migrant.Gets(NewsKind.HostAway).If<HostSituationHeard>(e => e.Situation is not null),
            Migrant.Gets(NewsKind.HostBack).If<HostSituationHeard>(e => e.Situation is null)),
        Tells<HomeChanged>(
            Migrant.Gets(NewsKind.HomeChanged), CityOffice.Gets(NewsKind.HomeChanged), Host.Gets(NewsKind.HomeChanged)),
        Nobodys<NoticeStopped>(Ruled),
        Nobodys<NoticeRuled>(Ruled),
        Nobodys<EndProposed>(Ruled),
        Nobodys<EndRuled>(Ruled),
        Nobodys<StatusEndProposed>(Ruled),
        Nobodys<StatusEndLifted>(Ruled),
        Keeps<VisaApplied>(e => new() { Migrant = e.Migrant, Subject = e.Migrant.Value },
            Migrant.Gets(NewsKind.VisaApplied), NationOffice.Gets(NewsKind.VisaApplied)),
        Tells<VisaGranted>(Migrant.Gets(NewsKind.VisaDecided)),
        Tells<VisaRefused>(Migrant.Gets(NewsKind.VisaDecided)),
        Tells<VisaAppealed>(Migrant.Gets(NewsKind.VisaAppealed), NationOffice.Gets(NewsKind.VisaAppealed)),
        Tells<VisaLapsed>(Migrant.Gets(NewsKind.VisaEnded)),
        Tells<VisaWithdrawn>(Migrant.Gets(NewsKind.VisaEnded), NationOffice.Gets(NewsKind.VisaEnded)),
        Tells<VisaExpiryWarned>(Migrant.Gets(NewsKind.VisaExpiring), NationOffice.Gets(NewsKind.VisaExpiring)),
        Tells<NoticeGiven>(Host.Gets(NewsKind.HostsNotice), Migrant.Gets(NewsKind.HostsNotice), CityOffice.Gets(NewsKind.HostsNotice)),
        Tells<SponsorshipEnded>(Host.Gets(NewsKind.Ended), Migrant.Gets(NewsKind.Ended), CityOffice.Gets(NewsKind.Ended)),
        About<MigrantPlaceKept>(e => new() { Sponsorship = e.Sponsorship, Migrant = e.Migrant, Subject = e.Migrant.Value },
            Migrant.Gets(NewsKind.PlaceKept)),
        Of<KeptPlaceTaken>(e => e.Sponsorship, Host.Gets(NewsKind.PlaceHeld), Migrant.Gets(NewsKind.PlaceHeld)),
        About<KeptPlaceReturned>(e => new() { Sponsorship = e.Sponsorship, Migrant = e.Migrant, Subject = e.Migrant.Value },
            Migrant.Gets(NewsKind.PlaceKept)),
        About<GraceExtended>(e => new() { Migrant = e.Migrant, Subject = e.Migrant.Value }, Migrant.Gets(NewsKind.PlaceKeptLonger)),
        About<KeptPlaceEnded>(e => new() { Migrant = e.Migrant, Subject = e.Migrant.Value },
            Migrant.Gets(NewsKind.KeptPlaceEnded), CityOffice.Gets(NewsKind.KeptPlaceEnded)),
    ];

    private static IReadOnlyList<NewsRule> Working =>
    [
        About<EmployerNamed>(e => new() { Employer = e.Employment.Employer },
            Migrant.Gets(NewsKind.EmployerNamed), Employer.Gets(NewsKind.EmployerNamed)),
        About<EmploymentEnded>(e => new() { Employer = e.Employer },
            Migrant.Gets(NewsKind.EmploymentEnded), Employer.Gets(NewsKind.EmploymentEnded)),
        Nobodys<EmploymentDescribed>("The terms of an employment that was told of when it was named."),
        Nobodys<EmploymentConfirmed>("The migrant's own word, which changes nothing for the employer."),
        Tells<EmploymentContested>(CityOffice.Gets(NewsKind.EmploymentContested)),
        Tells<EmploymentUpheld>(Migrant.Gets(NewsKind.EmploymentUpheld)),
        Tells<EmployerTiesFound>(CityOffice.Gets(NewsKind.EmployerTied).If<EmployerTiesFound>(e => e.Ties.Any)),
        Tells<EarningsReported>(Migrant.Gets(NewsKind.PayReported)),
        Tells<EarningsWithdrawn>(Migrant.Gets(NewsKind.PayWithdrawn)),
        Tells<FindingsSettled>(Migrant.Gets(NewsKind.FindingsSettled)),
        Tells<FlagsSettled>(Migrant.Gets(NewsKind.FindingsSettled)),
        Nobodys<EarningsConfirmed>("It says what the books had already."),
        Tells<PayReported>(Migrant.Gets(NewsKind.PayReported)),
        Tells<PayWithdrawn>(Migrant.Gets(NewsKind.PayWithdrawn)),
        Nobodys<PayConfirmed>("It says what the books had already."),
        // Of an employer that is not said the last one that was named would be told.
        About<PayContested>(e => new() { Employer = e.Employer }, CityOffice.Gets(NewsKind.PayContested),
            Employer.Gets(NewsKind.PayContested).If<PayContested>(e => e.Employer is not null)),
        Tells<ContestReplied>(Migrant.Gets(NewsKind.ContestReplied), CityOffice.Gets(NewsKind.ContestReplied)),
        About<ContestDecided>(e => new() { Employer = e.Employer }, Migrant.Gets(NewsKind.ContestDecided),
            Employer.Gets(NewsKind.ContestDecided).If<ContestDecided>(e => e.Employer != Employers.None)),
        About<MonthsClosed>(e => new() { Number = e.Through }, Host.Gets(NewsKind.MonthClosed), Migrant.Gets(NewsKind.MonthClosed)),
        Nobodys<ConsentGiven>(Own),
        Tells<ConsentRevoked>(CityOffice.Gets(NewsKind.ConsentRevoked)),
        Nobodys<ResidueExpired>("Nothing was taken: it says what will not be taken any more, and the statement shows it."),
        Tells<SharePosted>(Migrant.Gets(NewsKind.RefundDue).If<SharePosted>(e => e.Taken.Minor < 0),
            // It has come with the pay, from which as much less is withheld.
            Migrant.Gets(NewsKind.RefundPaid).If<SharePosted>(e => SponsorshipBooks.Netted(e) > 0)),
        Nobodys<BaselineFixed>("What was verified, which was told, is taken into a share year."),
        About<EarningsImportOpened>(e => new() { Author = e.Actor }) with { IsKept = true, Nobodys = Step },
        Nobodys<EarningsRowsReceived>(Step),
        Nobodys<EarningsImportReceived>(Step),
        Nobodys<BadRowsFound>("Told with the end of the import."),
        Nobodys<EarningsRowsWorked>(Step),
        Tells<EarningsImportDone>(Author.Gets(NewsKind.ImportDone), CityOffice.Gets(NewsKind.ImportDone)),
        Nobodys<StaffNumbersSet>(Own),
    ];

    private static IReadOnlyList<NewsRule> Paying =>
    [
        Nobodys<ShareCollected>(Booked),
        Nobodys<CollectionReversed>(Booked),
        Nobodys<PayoutReserved>(Booked),
        Tells<PayoutSettled>(Host.Gets(NewsKind.HostPaid).If<PayoutSettled>(e => e.To is not Party.Migrant),
            Migrant.Gets(NewsKind.RefundPaid).If<PayoutSettled>(e => e.To is Party.Migrant)),
        Nobodys<PayoutReleased>("The payment did not begin, and is due again."),
        Tells<PayoutReturned>(Host.Gets(NewsKind.PaymentReturned).If<PayoutReturned>(e => e.To is not Party.Migrant),
            Migrant.Gets(NewsKind.PaymentReturned).If<PayoutReturned>(e => e.To is Party.Migrant),
            CityOffice.Gets(NewsKind.PaymentReturned)),
        Nobodys<PayoutThresholdSet>(Own),
        Nobodys<PayoutOpened>(Step),
        Nobodys<PaymentsPlanned>(Step),
        Nobodys<PayoutContinued>(Step),
        Nobodys<PaymentsReserved>(Step),
        Nobodys<PaymentsLeftOut>(Step),
        Nobodys<ReservationClosed>(Step),
        Nobodys<PayoutInstructed>(Step),
        Nobodys<PayoutCancelled>(Step),
        Nobodys<BankFileRead>(Step),
        Nobodys<PaymentsAnswered>(Step),
        Nobodys<AnswersSetAside>(Step),
        Nobodys<PaymentsBooked>("Each payee is told by the books of their own sponsorship."),
        Nobodys<RemittancesInstructed>(Step),
        Nobodys<RemittanceOfferMade>("A price list that everybody may read."),
        Nobodys<RemittanceOfferWithdrawn>("A price list that everybody may read."),
        Nobodys<LossBooked>(Booked),
        Nobodys<LossCameBack>(Booked),
        Nobodys<FineProposed>(Ruled),
        Nobodys<FineRuled>(Ruled),
        Nobodys<LossRulesDecided>("A bylaw that everybody may read."),
        Nobodys<LevyAllotted>(Booked),
        About<LossClaimed>(e => new() { Sponsorship = e.Claim.Sponsorship, Host = e.Claim.Host, Subject = e.Claim.Sponsorship.Value },
            Host.Gets(NewsKind.LossClaimed), CityOffice.Gets(NewsKind.LossClaimed)),
        Of<LossGranted>(e => e.Sponsorship, Host.Gets(NewsKind.LossDecided)),
        Of<LossRefused>(e => e.Sponsorship, Host.Gets(NewsKind.LossDecided)),
        Of<LossPaid>(e => e.Sponsorship, Host.Gets(NewsKind.HostPaid)),
        Nobodys<GuaranteeDecided>(Step),
        Nobodys<GuaranteeToppedUp>(Booked),
        Nobodys<GuaranteeTopUpTakenBack>(Booked),
        Tells<GuaranteeRanLow>(CityOffice.Gets(NewsKind.GuaranteeLow)),
        Nobodys<GuaranteeRecovered>("It ends an alarm that was told."),
        Nobodys<CreditBooked>(Step),
        Nobodys<CreditAllocated>(Step),
        Tells<AllocationEnded>(CityOffice.Gets(NewsKind.CreditUnmatched).If<AllocationEnded>(e => e.Rest != 0 || e.Why is not null)),
        Nobodys<PartsCollected>(Booked),
        Nobodys<CreditAssigned>(Step),
        Nobodys<CreditReleased>(Step),
        Tells<CreditReversed>(CityOffice.Gets(NewsKind.CreditReversed)),
        Nobodys<PartsReversed>(Booked),
        Nobodys<ReversalMatched>(Step),
        Nobodys<ReversalCarriedOut>(Step),
        Nobodys<CreditFileOpened>(Step),
        Nobodys<CreditsReceived>(Step),
        Nobodys<CreditFileReceived>(Step),
        Nobodys<CreditsWorked>(Step),
        Nobodys<CreditFileDone>("What could not be allocated is told credit by credit."),
        About<EmployerReminded>(e => new() { Employer = e.Employer }, Employer.Gets(NewsKind.PaymentLate),
            CityOffice.Gets(NewsKind.PaymentLate)),
    ];

    private static IReadOnlyList<NewsRule> People =>
    [
        About<HostRegistered>(e => new() { Host = e.Host, Guardian = e.Guardian }) with { IsKept = true, Nobodys = Own },
        Tells<HostSuspended>(Host.Gets(NewsKind.HostSuspended), CityOffice.Gets(NewsKind.HostSuspended)),
        Tells<HostReinstated>(Host.Gets(NewsKind.HostReinstated)),
        Nobodys<HostTaken>(Claim),
        Nobodys<HostFreed>(Claim),
        Nobodys<HostClaimVoided>(Claim),
        Nobodys<HostSituationNoted>("The guest is told by the sponsorship."),
        Nobodys<HostSituationEnded>("The guest is told by the sponsorship."),
        Nobodys<HomeCapacityDeclared>(Own),
        Nobodys<RoomTaken>(Claim),
        Nobodys<RoomLeft>(Claim),
        Nobodys<DependantNamed>(Own),
        Nobodys<DependantRemoved>(Own),
        Tells<HostAgeVerified>(Host.Gets(NewsKind.AgeNoted)),
        Tells<HostCameOfAge>(Host.Gets(NewsKind.AgeNoted)),
        Nobodys<WardAdmitted>("A step of registering the ward, which the guardian was there for."),
        Nobodys<WardReleased>("A step of what was decided about the ward."),
        Tells<MigrantAgeVerified>(Migrant.Gets(NewsKind.AgeNoted)),
        Tells<MigrantCameOfAge>(Migrant.Gets(NewsKind.AgeNoted)),
        Tells<HostCorrected>(Host.Gets(NewsKind.RecordCorrected).If<HostCorrected>(e => Actors.IsOfficer(e.By))),
        Tells<HostErasureAsked>(CityOffice.Gets(NewsKind.ErasureAsked)),
        About<SignInCodeIssued>(e => new() { Persons = [e.Person], Subject = e.Person.Value, Number = e.Number },
            Persons.Gets(NewsKind.SignInCode).If<SignInCodeIssued>(e => e.Way == SignInCodeWay.Message)),
        Nobodys<SignInCodeRevoked>(Own),
        About<SignInTryFailed>(e => new() { Persons = [e.Person], Subject = e.Person.Value },
            Persons.Gets(NewsKind.SignInTried).If<SignInTryFailed>(e => e.IsLast)),
        About<SignInJoined>(e => new() { Persons = [e.Person], Subject = e.Person.Value }, Persons.Gets(NewsKind.SignInChanged))
            with { IsKept = true },
        Tells<SignInLeft>(Persons.Gets(NewsKind.SignInChanged)),
        Nobodys<SignInPointed>("The joining, which it belongs to, is told."),
        Nobodys<HostErased>("Whoever is erased has no inbox any more."),
        Tells<PayeeProvided>(Host.Gets(NewsKind.AccountChanged)),
        Tells<HostEstatePayeeProvided>(CityOffice.Gets(NewsKind.AccountChanged)),
        Tells<HostMoveBegun>(Host.Gets(NewsKind.HostMoveBegun), CityOffice.Gets(NewsKind.HostMoveBegun)),
        Tells<HostMoveCompleted>(Host.Gets(NewsKind.HostMoved), CityOffice.Gets(NewsKind.HostMoved)),
        Tells<HostMoveUndone>(Host.Gets(NewsKind.HostMoveUndone)),
        Nobodys<HostRecordAdmitted>("The link of two records is told by the link."),
        Nobodys<HostRecordReleased>("The link of two records is told by the link."),
        Nobodys<HostRecordNoted>(Claim),
        Nobodys<HostAttached>("The link of two records is told by the link."),
        Nobodys<HostDetached>("The link of two records is told by the link."),
        Nobodys<HostClaimAsked>(Claim),
        Nobodys<HostClaimRefused>(Claim),
        Nobodys<MigrantRegistered>(Own),
        Nobodys<BaselineDeclared>("What was declared is told when it is verified."),
        Tells<BaselineVerified>(Migrant.Gets(NewsKind.BaselineVerified)),
        Nobodys<MigrantTaken>(Claim),
        Nobodys<MigrantNextTaken>(Claim),
        Nobodys<MigrantFreed>(Claim),
        Nobodys<MigrantClaimVoided>(Claim),
        Nobodys<BeneficiaryNamed>(Own),
        Nobodys<BeneficiaryRemoved>(Own),
        Nobodys<RemittancePlanSet>(Own),
        Tells<OwnAccountProvided>(Migrant.Gets(NewsKind.AccountChanged)),
        Tells<MigrantEstatePayeeProvided>(NationOffice.Gets(NewsKind.AccountChanged)),
        Tells<MigrantCorrected>(Migrant.Gets(NewsKind.RecordCorrected).If<MigrantCorrected>(e => Actors.IsOfficer(e.By))),
        Tells<MigrantErasureAsked>(NationOffice.Gets(NewsKind.ErasureAsked)),
        Nobodys<MigrantErased>("Whoever is erased has no inbox any more."),
        Nobodys<MigrantRecordAdmitted>("The link of two records is told by the link."),
        Nobodys<MigrantRecordReleased>("The link of two records is told by the link."),
        Nobodys<MigrantRecordNoted>(Claim),
        Nobodys<MigrantAttached>("The link of two records is told by the link."),
        Nobodys<MigrantDetached>("The link of two records is told by the link."),
        Nobodys<MigrantClaimAsked>(Claim),
        Nobodys<MigrantClaimRefused>(Claim),
        Nobodys<EmployerRegistered>(Own),
        Nobodys<EmployerPersonAdmitted>(Own),
        Nobodys<EmployerPersonDismissed>(Own),
        Nobodys<AllowanceUsed>("A count that keeps anybody from doing too much."),
        Nobodys<PersonSignsDismissed>("Officers compare records; nothing is decided about anybody."),
        Nobodys<PersonSignsReopened>("Officers compare records; nothing is decided about anybody."),
        About<PersonLinkAsked>(e => new() { Persons = [e.Principal, e.Record] }) with { IsKept = true, Nobodys = Step },
        Nobodys<PersonLinkAdmitted>(Step),
        Tells<PersonsLinked>(Persons.Gets(NewsKind.RecordsLinked)),
        Nobodys<PersonLinkFailed>(Step),
        Nobodys<PersonLinkRefused>(Step),
        Nobodys<PersonUnlinkAsked>(Step),
        Nobodys<PersonDetached>(Step),
        Tells<PersonsUnlinked>(Persons.Gets(NewsKind.RecordsUnlinked)),
    ];

    private static IReadOnlyList<NewsRule> Safeguarding =>
    [
        // Not the sponsorship: nobody of it may be found from a concern.
        Keeps<ConcernRaised>(e => new() { Author = e.RaisedBy }, CityOffice.Gets(NewsKind.ConcernRaised)),
        Tells<ConcernAddedTo>(CityOffice.Gets(NewsKind.ConcernAddedTo)),
        Nobodys<ConcernTriaged>("Officers' own work; its end is told to whoever raised the concern."),
        Nobodys<ConcernAssigned>("Officers' own work; its end is told to whoever raised the concern."),
        Tells<ConcernEscalated>(NationOffice.Gets(NewsKind.ConcernEscalated)),
        Tells<ConcernClosed>(Author.Gets(NewsKind.ConcernClosed)),
        Tells<ConcernReopened>(Author.Gets(NewsKind.ConcernReopened), CityOffice.Gets(NewsKind.ConcernReopened)),
        Keeps<WelfareCheckOpened>(
            e => new() { Sponsorship = e.Sponsorship, Migrant = e.Migrant, Subject = e.Sponsorship.Value, Number = e.Number },
            Migrant.Gets(NewsKind.WelfareCheckAsked), CityOffice.Gets(NewsKind.WelfareCheckAsked)),
        Nobodys<AbsenceReported>("Whoever reports learns nothing of what others said, and the check that it opens is told."),
        Nobodys<MigrantReached>("The migrant has the message, and officers see it in the list of checks."),
        Tells<WelfareCheckAnswered>(CityOffice.Gets(NewsKind.WelfareCheckAnswered)),
        Tells<EndSuggested>(Migrant.Gets(NewsKind.EndSuggested), CityOffice.Gets(NewsKind.EndSuggested)),
        Tells<EndConfirmed>(Migrant.Gets(NewsKind.EndConfirmed), CityOffice.Gets(NewsKind.EndConfirmed)),
        Nobodys<WelfareCheckClosed>("Officers' own work, and if the sponsorship has ended, that is told."),
        // The end of a status is the migrant's matter, and the host of before hears nothing of it; a fine is the host's.
        Keeps<RulingProposed>(
            e => new()
            {
                Sponsorship = e.Matter.Sponsorship,
                Host = e.Matter.Host,
                Migrant = e.Matter.Migrant,
                IsWithoutHost = !e.Matter.Concerned.Contains(CaseParty.Host),
                IsWithoutMigrant = !e.Matter.Concerned.Contains(CaseParty.Migrant),
            },
            Host.Gets(NewsKind.RulingNotice), Migrant.Gets(NewsKind.RulingNotice), CityOffice.Gets(NewsKind.RulingNotice)),
        Tells<RulingReplied>(CityOffice.Gets(NewsKind.RulingReplied)),
        Tells<RulingMade>(Host.Gets(NewsKind.RulingMade), Migrant.Gets(NewsKind.RulingMade)),
        Tells<RulingDropped>(Host.Gets(NewsKind.RulingDropped), Migrant.Gets(NewsKind.RulingDropped)),
        Tells<RulingExpired>(Host.Gets(NewsKind.RulingDropped), Migrant.Gets(NewsKind.RulingDropped),
            CityOffice.Gets(NewsKind.RulingDropped)),
        Tells<RulingAppealed>(CityOffice.Gets(NewsKind.RulingAppealed)),
        Tells<AppealUpheld>(Host.Gets(NewsKind.AppealDecided), Migrant.Gets(NewsKind.AppealDecided)),
        Tells<AppealDismissed>(Host.Gets(NewsKind.AppealDecided), Migrant.Gets(NewsKind.AppealDecided)),
        Tells<RulingRescinded>(Host.Gets(NewsKind.AppealDecided), Migrant.Gets(NewsKind.AppealDecided)),
        Tells<RulingBecameFinal>(Host.Gets(NewsKind.RulingFinal), Migrant.Gets(NewsKind.RulingFinal)),
        Nobodys<RulingTold>("The sponsorship has heard of it; its people were told by the ruling."),
    ];

    private static IReadOnlyList<NewsRule> Places =>
    [
        Nobodys<BallotBoxCounted>(Secret),
        Tells<BallotOpened>(EveryHost.Gets(NewsKind.BallotOpened), CityOffice.Gets(NewsKind.BallotOpened)),
        Tells<BallotCancelled>(EveryHost.Gets(NewsKind.BallotDecided), CityOffice.Gets(NewsKind.BallotDecided)),
        Nobodys<BallotClosed>(Secret),
        Tells<BallotDecided>(EveryHost.Gets(NewsKind.BallotDecided), CityOffice.Gets(NewsKind.BallotDecided),
            NationOffice.Gets(NewsKind.BallotDecided)),
        Nobodys<BallotSettled>("The result was told when it was counted."),
        Nobodys<PaperIssued>(Own),
        Nobodys<VoteCast>(Secret),
        Nobodys<BallotBoxSealed>(Secret),
        Tells<OpeningAnnounced>(EveryHost.Gets(NewsKind.OpeningAnnounced), CityOffice.Gets(NewsKind.OpeningAnnounced)),
        Nobodys<OpeningTaken>(Secret),
        Nobodys<OpeningRefused>(Step),
        Nobodys<OpeningCalledOff>(Step),
        Nobodys<OpeningClosed>(Secret),
        Nobodys<OpeningListed>(Secret),
        Nobodys<OpeningRevealed>(Secret),
        Tells<OpeningDrawn>(CityOffice.Gets(NewsKind.OpeningDrawn)),
        Nobodys<RegistrationOpened>("Told when the opening was announced."),
        Nobodys<RegistrationClosed>(Secret),
        Rule<TicketsDrawn>(e => [.. e.Sponsorships.Select(s => new NewsAbout { Sponsorship = s, Subject = s.Value })],
            Host.Gets(NewsKind.OpeningDrawn), Migrant.Gets(NewsKind.OpeningDrawn)),
    ];

    private static IReadOnlyList<NewsRule> Offices =>
    [
        Nobodys<CityOpened>(Own),
        Tells<QuotaDecided>(NationOffice.Gets(NewsKind.QuotaDecided), CityOffice.Gets(NewsKind.QuotaDecided)),
        Tells<QuotaRecordShown>(CityOffice.Gets(NewsKind.QuotaRecordShown)),
        Tells<CityPolicyDecided>(CityOffice.Gets(NewsKind.PolicyDecided)),
        Tells<DeductionProfileChosen>(CityOffice.Gets(NewsKind.PolicyDecided)),
        Tells<PayingAccountDecided>(CityOffice.Gets(NewsKind.AccountChanged)),
        Tells<CityPaused>(NationOffice.Gets(NewsKind.CityPaused), CityOffice.Gets(NewsKind.CityPaused)),
        Tells<CityResumed>(NationOffice.Gets(NewsKind.CityResumed), CityOffice.Gets(NewsKind.CityResumed)),
        Tells<NationFollowed>(CityOffice.Gets(NewsKind.NationRuleChanged)),
        Nobodys<AllotmentLeased>(Step),
        Nobodys<AllotmentReturned>(Step),
        Nobodys<AllotmentReturnNoted>(Step),
        Nobodys<CityJoined>(Own),
        Nobodys<CapDecided>("Each city is told as it follows."),
        Nobodys<EntryRulesDecided>("A rule that everybody may read; it decides about nobody who is there."),
        Nobodys<ShortageReported>(Step),
        Nobodys<FloorsDecided>("Each city is told as it follows."),
        Nobodys<AllotmentGranted>(Step),
        Nobodys<AllotmentCountedBack>(Step),
        Nobodys<NationPaused>("Each city is told as it follows."),
        Nobodys<NationResumed>("Each city is told as it follows."),
        Nobodys<RatesImported>("Public facts, imported every day."),
        Nobodys<RatesCorrected>("Public facts; what they change in a share year is told with its posting."),
        Nobodys<RateSourcesDecided>(Own),
    ];

    private static IReadOnlyList<NewsRule> Matching =>
    [
        About<InvitationMade>(e => new() { Persons = [e.Inviter] }) with { IsKept = true, Nobodys = Own },
        Tells<InvitationUsed>(Persons.Gets(NewsKind.InvitationUsed)),
        Nobodys<SeekerListed>("The migrant's own profile, in the list of a city."),
        Nobodys<SeekerUnlisted>("The migrant's own profile, in the list of a city."),
        Nobodys<ProfileSet>(Own),
        Nobodys<ProfileClosed>(Own),
        Nobodys<ProfileCityLeft>(Own),
        Nobodys<ProfilePersonTaken>(Claim),
        Nobodys<ProfilePersonFreed>(Claim),
        Nobodys<ProfileErased>(Own),
        Nobodys<TraitsConsented>(Own),
        Nobodys<TraitsConsentWithdrawn>(Own),
        Nobodys<TraitsPurged>(Step),
        About<RoundEntered>(e => new() { Persons = [e.Person], Subject = e.Round.Value }) with { IsKept = true, Nobodys = Own },
        Nobodys<RoundLeft>(Own),
        Tells<RoundResultHeard>(Persons.Gets(NewsKind.RoundResult)),
        Nobodys<RoundResultAnswered>(Own),
        Nobodys<RoundOpened>("Everybody may read the list of rounds, and nobody is asked."),
        Nobodys<RoundCapped>(Secret),
        Nobodys<RoundClosed>(Secret),
        Nobodys<RoundListed>(Secret),
        Nobodys<RoundRevealed>(Secret),
        Nobodys<RoundPaired>("Each of a pair is told by their own entry."),
        Nobodys<RoundCompleted>(Step),
        Nobodys<RoundTold>(Step),
        Nobodys<RoundEnded>(Step),
        Nobodys<RoundCancelled>("Nothing was decided about those who entered, and they can enter another one."),
    ];

    private static IReadOnlyList<NewsRule> Inboxes =>
    [
        Nobodys<NewsFoundIn>("A step of bringing news."),
        Nobodys<NewsMarked>(Own),
        Nobodys<ContactChosen>(Own),
        Nobodys<ContactForgotten>(Step),
        Nobodys<MessageQueued>("A step of bringing news."),
        Nobodys<MessageJoined>("A step of bringing news."),
        Nobodys<MessageSent>("A step of bringing news."),
        Nobodys<MessageDelayed>("A step of bringing news."),
        Nobodys<MessageDelivered>("A step of bringing news."),
        Nobodys<MessageUnconfirmed>("A step of bringing news."),
        Nobodys<MessageFailed>("It stands in the list of messages that failed."),
        Nobodys<MessageSentAgain>(Own),
        Nobodys<ReachPassedOn>("A step of bringing news."),
    ];

    private static NewsLine Gets(this Addressee to, NewsKind kind) => new(to, kind);

    private static NewsRule Tells<TEvent>(params IReadOnlyList<NewsLine> lines) => new(typeof(TEvent), lines);

    private static NewsRule Nobodys<TEvent>(string why) => new(typeof(TEvent), [], why);

    private static NewsRule Rule<TEvent>(Func<TEvent, IReadOnlyList<NewsAbout>> about, params IReadOnlyList<NewsLine> lines) =>
        new(typeof(TEvent), lines) { About = e => about((TEvent)e) };

    private static NewsRule About<TEvent>(Func<TEvent, NewsAbout> about, params IReadOnlyList<NewsLine> lines) =>
        Rule<TEvent>(e => [about(e)], lines);

    private static NewsRule Keeps<TEvent>(Func<TEvent, NewsAbout> about, params IReadOnlyList<NewsLine> lines) =>
        About(about, lines) with { IsKept = true };

    private static NewsRule Of<TEvent>(Func<TEvent, SponsorshipId> sponsorship, params IReadOnlyList<NewsLine> lines) =>
        About<TEvent>(e => new() { Sponsorship = sponsorship(e), Subject = sponsorship(e).Value }, lines);
}
