namespace VipOrleans.Domain.Tests.Kernel;

using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.News;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Domain.Tests.Matching;
using VipOrleans.Domain.Tests.Payments;
using VipOrleans.Domain.Tests.Sponsorships;
using static VipOrleans.Domain.Matching.InvitationEvent;
using static VipOrleans.Domain.Matching.ProfileEvent;
using static VipOrleans.Domain.Matching.RoundEntryEvent;
using static VipOrleans.Domain.Matching.RoundEvent;
using static VipOrleans.Domain.Matching.SeekerEvent;
using static VipOrleans.Domain.Money.RateSourcesEvent;
using static VipOrleans.Domain.Money.RateTableEvent;
using static VipOrleans.Domain.News.InboxEvent;
using static VipOrleans.Domain.Payments.GuaranteeEvent;
using static VipOrleans.Domain.Payments.LossFundEvent;
using static VipOrleans.Domain.Payments.PayoutEvent;
using static VipOrleans.Domain.Payments.RemittanceOffersEvent;
using static VipOrleans.Domain.People.HomeEvent;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.People.DuplicateEvent;
using static VipOrleans.Domain.Places.BallotBoxEvent;
using static VipOrleans.Domain.Places.BallotEvent;
using static VipOrleans.Domain.Places.BallotRegisterEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Places.NationEvent;
using static VipOrleans.Domain.Places.OpeningEvent;
using static VipOrleans.Domain.Reports.ImportEvent;
using static VipOrleans.Domain.Safeguarding.ConcernEvent;
using static VipOrleans.Domain.Safeguarding.RulingEvent;
using static VipOrleans.Domain.Safeguarding.WelfareCheckEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.VisaEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>
/// Events stand in journals forever, so each has a golden file that is never changed. For a new event or a new aggregate's state: add a
/// sample below and run the tests once with UPDATE_GOLDEN=1, which writes files that are missing and never touches one that is there.
/// </summary>
public sealed class GoldenTests
{
    private static readonly bool MayWrite = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";
    private static readonly Account Employer = SponsorshipAccounts.Employer(Nzd), MigrantMoney = SponsorshipAccounts.Migrant(Nzd),
        HostMoney = SponsorshipAccounts.HostDue(Nzd),
        Collected = SponsorshipAccounts.Host(Nzd), InTransit = SponsorshipAccounts.PayoutInTransit(Nzd),
        PaidOut = SponsorshipAccounts.PaidOut(Nzd), Waiting = SponsorshipAccounts.Refund(Nzd),
        OnTheWay = SponsorshipAccounts.RefundInTransit(Nzd), Arrived = SponsorshipAccounts.RefundPaid(Nzd);

    private static readonly DeductionProfile Profile = new(
        "nz-rse", 1, "NZ", new(2025, 4, 1), "Wages Protection Act 1983, section 5", Nzd, PayBasis.Gross, true,
        [new PercentageCap(2500), new ProtectedFloor(94_000, 407_334),
            new PercentageBands([new(300, 10_000), new(500)], [new(300, 43_000), new(500)]), new TotalCap(4000)]);

    internal static readonly ReportedPay GoldenPay = new("pay-0123456789abcdef0123",
        new("kiwi-orchards", Today, Today.AddDays(6), PayFrequency.Week, Dollars(94_000), Dollars(80_000), 2_250,
            [new(DeductionKind.Tax, Dollars(14_000)), new(DeductionKind.Rent, Dollars(2_500), Today, "lease/7", true)]),
        23_500, true);

    private static readonly CityEvent[] CityEvents =
    [
        new CityOpened(Auckland, "Tāmaki Makaurau", Nzd, "Pacific/Auckland", CityPolicy.Default),
        new QuotaDecided(new(100, QuotaAuthority.Ballot, "Ballot of 2 March 2024", new(2024, 3, 2))),
        new CityPolicyDecided(new(Share.Parse("2/5"), [CheckKind.Identity, CheckKind.Background], true, 90, 28, 0)),
        new DeductionProfileChosen(Profile, Today),
        new CityPaused(PauseReason.CouncilDecision),
        new CityResumed(),
        new PlaceHeld(Case(1), HeldUntil),
        new PlaceAwaited(Case(2), 7),
        new PlaceConfirmed(Case(1)),
        new PlaceReleased(Case(1)),
        new PlaceExpired(Case(1)),
        new WaitingLeft(Case(2)),
        new PlaceClaimVoided(Case(3)),
        new PayingAccountDecided(PayoutSample.Council),
        new MigrantPlaceKept(Case(1), Migrant(1), HeldUntil),
        new KeptPlaceTaken(Case(2), Migrant(1), HeldUntil),
        new KeptPlaceReturned(Case(2), Migrant(1)),
        new GraceExtended(Migrant(1), HeldUntil.AddDays(30)),
        new StatusEndProposed(Migrant(1), Case(1), [StatusEndReason.NoNewHost], RulingId.From(Auckland, "end"),
            new("w1", "ruling", CaseParty.Officer)),
        new StatusEndLifted(Migrant(1), RulingId.From(Auckland, "end")),
        new KeptPlaceEnded(Migrant(1), [StatusEndReason.NoNewHost, StatusEndReason.LeftTheCountry]),
        new NationFollowed(new(3, true, false, PauseReason.Safety)),
        new AllotmentLeased(2, 25),
        new AllotmentReturned(1, 5),
        new AllotmentReturnNoted(1),
        new RegistrationOpened(OpeningId.From(Auckland, "opening"), Now.AddDays(7), Now.AddDays(21)),
        new PlaceRegistered(Case(5), OpeningId.From(Auckland, "opening"), 1),
        new RegistrationClosed(OpeningId.From(Auckland, "opening"), 2),
        new TicketsDrawn(OpeningId.From(Auckland, "opening"), 0, [Case(5)]),
        new QuotaRecordShown(new(100, QuotaAuthority.Ballot, "record/2024-3", new(2024, 3, 2)), "city-officer:one"),
    ];

    private static readonly NationEvent[] NationEvents =
    [
        new CityJoined(Auckland),
        new CapDecided(new(20_000, "Order 7", Today)),
        new AllotmentGranted(Auckland, 1, 5_000),
        new AllotmentCountedBack(Auckland, 1, 12),
        new ShortageReported(Auckland, 3),
        new NationPaused(PauseReason.Capacity),
        new NationResumed(),
    ];

    private static readonly NationFloors Floors =
        new(Today.AddDays(90), "Order 8", Today, Share.Half, Share.Parse("1/10"), 28, 60, true, ["nz-rse", "nz-wages"]);

    private static readonly NationEvent[] FloorEvents = [new FloorsDecided(Floors)];

    private static readonly NationEvent[] EntryEvents = [new EntryRulesDecided(new(true, "Order 9", Today))];

    private static readonly BallotEvent[] BallotEvents =
    [
        new BallotOpened(BallotId.From(Auckland, "ballot"),
            new(new(Numbers: new(0, 200, 50)), "Charter, article 9", Now.AddDays(7), Now.AddDays(21), 20), 48_112, 2, "MIIB", Now),
        new BallotClosed(),
        new BallotBoxCounted(0, ImmutableSortedDictionary<int, long>.Empty.Add(50, 3).Add(100, 9_000_000_000)),
        new BallotBoxCounted(1, ImmutableSortedDictionary<int, long>.Empty),
        new BallotDecided(new(9_000_000_003, 9_623, 100)),
        new BallotSettled(),
        new BallotCancelled(),
    ];

    private static readonly OpeningEvent[] OpeningEvents =
    [
        new OpeningAnnounced(OpeningId.From(Auckland, "opening"), new(Now.AddDays(7), Now.AddDays(21), "Charter, article 12"),
            new string('c', 64), Now),
        new OpeningTaken(),
        new OpeningCalledOff(),
        new OpeningClosed(2, Now.AddDays(21)),
        new OpeningListed([new string('a', 64), new string('b', 64)]),
        new OpeningRevealed("secret", new string('d', 64)),
        new OpeningDrawn(),
        new OpeningRefused(),
    ];

    private static readonly BallotRegisterEvent[] BallotRegisterEvents = [new PaperIssued(Host(1), new string('a', 64))];
    private static readonly BallotBoxEvent[] BallotBoxEvents = [new VoteCast(new string('b', 64), 100, 2), new BallotBoxSealed()];

    private static readonly HostEvent[] HostEvents =
    [
        new HostRegistered(Host(2), Household(1), Home(1), Host(1)),
        new HostSuspended(SuspensionReason.BackgroundCheck),
        new HostReinstated(ReinstatementReason.AppealUpheld),
        new HostTaken(Case(1)),
        new HostFreed(Case(1)),
        new HostClaimVoided(Case(2)),
        new HostErased(),
        new PayeeProvided("3c9d8c1f0e5a4b7d6c2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c"),
        new HostMoveBegun(MoveStory.HostThere, MoveStory.HouseholdThere, MoveStory.HomeThere, null, MoveStory.CaseThere, Case(1)),
        new HostMoveCompleted(MoveStory.HostThere),
        new HostMoveUndone(MoveStory.HostThere),
        new HostRecordAdmitted(Host(2), 7),
        new HostRecordNoted(Host(2), 9, Case(3)),
        new HostRecordReleased(Host(3)),
        new HostAttached(Host(4)),
        new HostClaimAsked(Case(4)),
        new HostClaimRefused(Case(4), RejectionCode.HostBusy),
        new HostDetached(Host(4)),
        new HostEstatePayeeProvided("3c9d8c1f0e5a4b7d6c2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c", "probate/2025-17",
            "city-officer:one"),
        new HostSituationNoted(new(HostSituation.Imprisoned, Today, "court/2025-17"), Case(1), "city-officer:one"),
        new HostSituationEnded("court/2025-18", Case(1), "city-officer:two"),
        new HostCorrected([PersonField.Name, PersonField.Address], "city-officer:one", "deed/2025-17", Home(2)),
        new HostErasureAsked(Today),
        new HostAgeVerified(AgeGroup.Minor, "birth-certificate/2025-17", "city-officer:one"),
        new HostCameOfAge(),
        new WardAdmitted(Host(5)),
        new WardReleased(Host(5)),
    ];

    private static readonly HomeEvent[] HomeEvents =
        [new HomeCapacityDeclared(Home(1), 4), new RoomTaken(Case(1), 3), new RoomTaken(Case(2), 1), new RoomLeft(Case(2))];

    private static readonly MigrantEvent[] MigrantEvents =
    [
        new MigrantRegistered(Migrant(1), "PH", ["fil-PH", "en-PH"], ["nursing", "soudure à l'arc"]),
        new BaselineDeclared(Payslips),
        new BaselineVerified(VerifiedPayslips),
        new MigrantTaken(Case(1)),
        new MigrantFreed(Case(1)),
        new MigrantClaimVoided(Case(2)),
        new BeneficiaryNamed(Beneficiary(1)),
        new BeneficiaryRemoved(Beneficiary(2)),
        new RemittancePlanSet(
            [new(Beneficiary(1), RemittanceOfferId.Parse("example-bank-php"), Dollars(40_000)),
                new(Beneficiary(1), RemittanceOfferId.Parse("example-online-php"), PercentHundredths: 2500)]),
        new OwnAccountProvided("3c9d8c1f0e5a4b7d6c2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c"),
        new MigrantEstatePayeeProvided("3c9d8c1f0e5a4b7d6c2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c", "probate/2025-18",
            "nation-officer:one"),
        new MigrantRecordAdmitted(Migrant(2), 7),
        new MigrantRecordNoted(Migrant(2), 9, Case(3)),
        new MigrantRecordReleased(Migrant(3)),
        new MigrantAttached(Migrant(4)),
        new MigrantClaimAsked(Case(4)),
        new MigrantClaimRefused(Case(4), RejectionCode.MigrantBusy),
        new MigrantDetached(Migrant(4)),
        new DependantNamed(DependantId.From(NewZealand, "child"), AgeGroup.Minor),
        new DependantRemoved(DependantId.From(NewZealand, "other")),
        new MigrantAgeVerified(AgeGroup.Minor, "passport/2025-17", "nation-officer:one"),
        new MigrantCameOfAge(),
        new MigrantCorrected([PersonField.Contact], "migrant:one"),
        new MigrantErasureAsked(Today),
        new MigrantErased(),
        new MigrantNextTaken(MoveStory.CaseThere, Case(1)),
    ];

    private static readonly ProfileEvent[] ProfileEvents =
    [
        new ProfileSet(Migrant(1), PersonProfileTests.Told, [Auckland]),
        new ProfileClosed(HeldUntil),
        new ProfileCityLeft(CityId.Parse("nz-wlg")),
        new ProfilePersonTaken(Case(1), HeldUntil),
        new ProfilePersonFreed(),
        new TraitsConsented(new(1, ConsentPurpose.Matching, HeldUntil)),
        new TraitsConsentWithdrawn(1),
        new TraitsPurged(1),
        new ProfileErased(HeldUntil),
    ];

    private static readonly VisaTerms Terms90 =
        new(Today, Today.AddDays(89), [VisaCondition.MayWork, VisaCondition.NoPublicFunds], "9f2c");

    private static readonly VisaEvent[] VisaEvents =
    [
        new VisaApplied(Migrant(1), "INZ/2024-1", Today),
        new VisaRefused("INZ/2024-1", [VisaRefusal.DocumentsMissing, VisaRefusal.IdentityNotProven], Today.AddDays(28),
            "nation-officer:one"),
        new VisaAppealed("INZ/2024-1"),
        new VisaGranted("INZ/2024-1", Terms90),
        new VisaExpiryWarned("INZ/2024-1", 30, Today.AddDays(89)),
        new VisaLapsed("INZ/2024-1", VisaLapse.Expired),
        new VisaWithdrawn("INZ/2024-2"),
    ];

    private static readonly SeekerEvent[] SeekerEvents = [new SeekerUnlisted(),
        new SeekerListed(Migrant(1), new(PersonProfileTests.Told.AsSeenByOthers(), 2))];

    private static readonly InvitationEvent[] InvitationEvents = [new InvitationMade(Host(1), HeldUntil),
        new InvitationUsed(Migrant(1), Case(1))];

    private static readonly AllowanceEvent[] AllowanceEvents =
        [new AllowanceEvent.AllowanceUsed(Now, 1), new AllowanceEvent.AllowanceUsed(HeldUntil, 1_048_576)];

    private static readonly SignInsEvent[] SignInsEvents =
    [
        new SignInsEvent.SignInCodeIssued(Host(1), 1, HeldUntil, false, SignInCodeWay.Message),
        new SignInsEvent.SignInTryFailed(Host(1), false),
        new SignInsEvent.SignInCodeRevoked(),
        new SignInsEvent.SignInJoined(Host(1), "4m8z1q7w3k9d5r2t6p0s8v4c1x", HeldUntil, true),
        new SignInsEvent.SignInLeft("9p5s1v7c3x2n8z4q6w0k1d7r3t"),
    ];

    private static readonly SignInPointerEvent[] SignInPointerEvents = [new SignInPointerEvent.SignInPointed(Host(1))];

    private static readonly EmployerEvent[] EmployerEvents =
    [
        new EmployerEvent.EmployerRegistered("acme-dairy",
            new(EmployerKind.Organisation, "Acme Dairy Ltd", "9429000000000", Host(1), "3c9d8c1f0e5a4b7d", "6c2e1f0a9b8c7d6e")),
        new EmployerEvent.EmployerPersonAdmitted("4m8z1q7w3k9d5r2t6p0s8v4c1x", true),
        new EmployerEvent.EmployerPersonAdmitted("9p5s1v7c3x2n8z4q6w0k1d7r3t", false),
        new EmployerEvent.EmployerPersonDismissed("9p5s1v7c3x2n8z4q6w0k1d7r3t"),
    ];

    private static readonly RoundEvent[] RoundEvents =
    [
        new RoundOpened(RoundTests.Id, PublishedOrder.CommitmentTo("secret"), HeldUntil, 14),
        new RoundCapped([new(Auckland, 27, 12), new(CityId.Parse("nz-wlg"), 0, -3)]),
        new RoundClosed(27),
        new RoundListed(Party.Host, [PublishedOrder.CommitmentTo(Host(1).Value)]),
        new RoundRevealed("secret", PublishedOrder.SeedOf("secret", [Host(1).Value])),
        new RoundPaired([new(Host(1), Migrant(1))]),
        new RoundCompleted(1, HeldUntil.AddDays(14)),
        new RoundTold(1),
        new RoundEnded(),
        new RoundCancelled(),
    ];

    private static readonly RoundEntryEvent[] RoundEntryEvents =
    [
        new RoundEntered(RoundTests.Id, Migrant(1), [Host(2), Host(1)], true),
        new RoundResultHeard(Host(1), HeldUntil),
        new RoundResultAnswered(true),
        new RoundLeft(RoundTests.Id, Migrant(1)),
    ];

    private static readonly GuaranteeEvent[] GuaranteeEvents =
    [
        new GuaranteeDecided(new(Dollars(50_000), Dollars(100_000))),
        new GuaranteeToppedUp(new("budget/2024-1", Dollars(500_000), Today)),
        new GuaranteeToppedUp(new("budget/2024-2", Dollars(20_000), Today)),
        new GuaranteeTopUpTakenBack("budget/2024-2"),
        new GuaranteeRanLow(Dollars(99_999), Dollars(100_000)),
        new GuaranteeRecovered(Dollars(100_000)),
    ];

    private static readonly LossFundEvent[] LossFundEvents =
    [
        new LossRulesDecided([LossFundTests.Left, LossFundTests.Support]),
        new LevyAllotted("budget/2024-5", Dollars(200_000)),
        new LossClaimed(LossKind.GuestLeft,
            new(Case(1), Host(1), Dollars(70_000), Dollars(30_000), LossFundTests.Left, "receipts/2024-17", "host:x", LossState.Claimed)),
        new LossGranted(Case(1), LossKind.GuestLeft, "city-officer:one"),
        new LossCameBack(Case(1), LossKind.GuestLeft, "bank/2024-812"),
        new LossPaid(Case(1), LossKind.GuestLeft, "bank/2024-812"),
        new LossRefused(Case(2), LossKind.UnemploymentSupport, "city-officer:one"),
    ];

    private static readonly RemittanceOffersEvent[] RemittanceOffersEvents =
    [
        new RemittanceOfferMade(
            Corridors.Offer("example-bank-php", fee: "25.00", feeHundredths: 50, margin: 350) with { ValidUntil = Today.AddYears(1) }),
        new RemittanceOfferMade(Corridors.Offer("example-counter-php", rate: "33.50")),
        new RemittanceOfferWithdrawn(RemittanceOfferId.Parse("example-counter-php")),
    ];

    private static readonly RateTableEvent[] RateTableEvents =
    [
        new RatesImported(Ecb.Base, DayRates.Of(Today, [new(Php, Rate.Parse("60.731")), new(Nzd, Rate.Parse("1.7812"))])),
        new RatesCorrected(DayRates.Of(Today, [new(Nzd, Rate.Parse("1.7821"))]), DayRates.Of(Today, [new(Nzd, Rate.Parse("1.7812"))])),
    ];

    private static readonly RateSourcesEvent[] RateSourcesEvents =
        [new RateSourcesDecided([Ecb, new(RateSourceId.Parse("rbnz"), "Reserve Bank of New Zealand", Nzd, 5)])];

    private static readonly PayoutEvent[] PayoutEvents =
    [
        new PayoutOpened(PayoutSample.Payout, PayoutSample.Order),
        new PaymentsPlanned([new(Case(1), Host(1)), new(Case(2), Host(2)), new(Case(3), Host(3))], 42, true, false),
        new PaymentsReserved([new(PayoutSample.Id(1), Dollars(60_000)), new(PayoutSample.Id(2), Dollars(1_000))]),
        new PaymentsLeftOut([new(PayoutSample.Id(3), LeftOutReason.OtherCurrency, new(500, Php))]),
        new ReservationClosed(2, Dollars(61_000)),
        new PayoutContinued(PayoutId.From(Auckland, "payout 2")),
        new PayoutInstructed(PayoutSample.Second, PayoutSample.Told(60_000, 1_000)),
        new BankFileRead(PayoutSample.Report()),
        new PaymentsAnswered(BankWord.Returned, "AC04", [PayoutSample.Id(1)]),
        new AnswersSetAside("STMT-1", BankWord.Rejected, RejectionCode.AnswerTooLate, [PayoutSample.Id(1)]),
        new PaymentsBooked(PaymentBooking.Settled, [PayoutSample.Id(1)]),
        new RemittancesInstructed(RemittanceOrderTests.Order, Migrant(1), RemittanceOrderTests.February,
            new(RemittanceOrderTests.Order.Message, 1, Dollars(52_999), new string('a', 64), Today), [RemittanceOrderTests.Mother]),
        new PayoutCancelled(),
    ];

    internal static readonly SponsorshipEvent[] SponsorshipEvents =
    [
        new SponsorshipProposed(Case(1), Host(1), Migrant(1), Household(1), Home(1), Party.Migrant),
        new ActedInName(Party.Host, NamedAct.Accepted, "city-officer:one", Today, "form/7"),
        new PaperSeen(Party.Host, "city-officer:two"),
        new SponsorshipAccepted(),
        new ClaimNoted(ClaimOn.Place, Claim.InLine),
        new TermsFixed(Terms, HeldUntil),
        new CheckRecorded(CheckKind.AccommodationSuitable,
            new(CheckOutcome.Failed, RefusalReason.AccommodationOvercrowded, Today, Today.AddYears(1), Case(2))),
        new CheckRuled(CheckKind.AccommodationSuitable, RulingId.From(Auckland, "ruling"), RulingEffect.Lifted, Host(1), Home(1), Case(2)),
        new SponsorshipGranted(),
        new SponsorshipRefused([RefusalReason.SafeguardingConcern, RefusalReason.ConditionsNotMet], Today.AddDays(28)),
        new RefusalReplied(Party.Host),
        new SponsorshipReopened(),
        new MigrantArrived(Today, FixedPayslips),
        new BaselineFixed(2,
            new(VerifiedPayslips with { Version = 2, Yearly = Dollars(600_000), Method = BaselineMethod.TaxRecord }, null,
                Dollars(600_000))),
        new HostSituationHeard(HostSituation.Abroad),
        new HomeChanged(Home(1), Home(2), true),
        new SponsorshipActivated(),
        new ActivationTakenBack("city-officer:two"),
        new NoticeGiven(Today.AddDays(28)),
        new NoticeStopped(RulingId.From(Auckland, "stop"), Today.AddDays(4), new("w1", "ruling", CaseParty.Officer)),
        new NoticeRuled(RulingId.From(Auckland, "stop"), RulingEffect.Lifted, true, Today.AddDays(40)),
        new NoticeTakenBack("city-officer:two", true),
        new EndProposed(EndReason.Deceased, Today.AddDays(2), RulingId.From(Auckland, "end"), new("w1", "ruling", CaseParty.Officer)),
        new EndRuled(RulingId.From(Auckland, "end"), RulingEffect.Lifted),
        new ConsentRevoked(),
        new ConsentGiven(Today),
        new EmployerNamed(new("kiwi-orchards", Today, Today.AddYears(1))),
        new EmployerNamed(new("city-cafe", Today.AddDays(3))),
        new EmploymentEnded("kiwi-orchards", Today, Today.AddMonths(3)),
        new EmploymentDescribed("acme-dairy", Today, new(PayFrequency.TwoWeeks, 40, Dollars(188_000), "hastings/shed-3")),
        new EmployerTiesFound("acme-dairy", Today, new(true, false, true)),
        new EmploymentContested("acme-dairy", Today),
        new EmploymentUpheld("acme-dairy", Today, "payslip/3"),
        new EmploymentConfirmed("acme-dairy", Today),
        new EarningsReported(1, 2, Dollars(420_000), Dollars(400_000),
            new("nz-rse", 1, Dollars(420_000), Dollars(10_000), true, Dollars(105_000)), "kiwi-orchards",
            new(Today.AddMonths(1), Today.AddMonths(1).AddDays(20))),
        new EarningsWithdrawn(1, 3, "kiwi-orchards", Dollars(400_000)),
        new EarningsConfirmed(1, 3, "kiwi-orchards"),
        new PayReported(GoldenPay, Dollars(90_000),
            new("nz-rse", 1, Dollars(94_000), Dollars(2_500), true, Dollars(23_500), PayBasis.Gross, new PercentageCap(2500),
                "Wages Protection Act 1983, section 5", PayFrequency.Week, 2_250)),
        new PayConfirmed(GoldenPay.Id),
        new FindingsSettled(PayId.OfMonth(1, 2, "kiwi-orchards"), new(FindingOutcome.PutRight, FindingReason.PaidBack, Today)),
        new FlagsSettled("acme-dairy", Today, new(FindingOutcome.Noted, FindingReason.TieDisclosed, Today)),
        new PayContested(GoldenPay.Id, ContestReason.AmountWrong, Today.AddDays(9), [new(1, 23_500)]),
        new ContestReplied(GoldenPay.Id, ContestReply.ReportIsRight),
        new ContestDecided(GoldenPay.Id, false, "kiwi-orchards", Today.AddDays(6)),
        new PayWithdrawn(GoldenPay.Id, GoldenPay.Report),
        new SharePosted(1, 2, Dollars(527_928), Share.Half, Dollars(820_000), Dollars(366_006), Dollars(178_003), Dollars(188_003),
            [new("earned-1-2", Employer, MigrantMoney, 420_000), new("share-1-2", MigrantMoney, HostMoney, 188_003)], Dollars(83_003),
            Today, Today.AddMonths(1).AddDays(20)),
        new MonthsClosed(1, 9, 6),
        new ResidueExpired(1, Dollars(83_003)),
        new ShareCollected("2024-04/employer-7", Dollars(100_000), Today,
            [new("collected-2024-04/employer-7", HostMoney, Collected, 100_000)]),
        new LossBooked("guest-left", Dollars(30_000),
            [new("loss-guest-left", SponsorshipAccounts.Fund(Nzd), SponsorshipAccounts.Loss(Nzd), 30_000)]),
        new FineProposed(RulingId.From(Auckland, "fine"), FineReason.DocumentsWithheld, Dollars(10_000), Today),
        new FineRuled(RulingId.From(Auckland, "fine"), RulingEffect.Stands, []),
        new PayoutReserved("0123456789abcdefghjkmnpqrs-7", Dollars(60_000),
            [new("reserved-0123456789abcdefghjkmnpqrs-7", Collected, InTransit, 60_000)]),
        new PayoutSettled("0123456789abcdefghjkmnpqrs-7", [new("settled-0123456789abcdefghjkmnpqrs-7", InTransit, PaidOut, 40_000)]),
        new PayoutReturned("0123456789abcdefghjkmnpqrs-7", [new("returned-0123456789abcdefghjkmnpqrs-7", PaidOut, Collected, 40_000)]),
        new PayoutReleased("0123456789abcdefghjkmnpqrs-7", [new("released-0123456789abcdefghjkmnpqrs-7", InTransit, Collected, 20_000)]),
        new CollectionReversed("2024-04/employer-7", [new("reversed-collected-2024-04/employer-7", Collected, HostMoney, 100_000)]),
        new PayoutThresholdSet(Party.Migrant, Dollars(500)),
        new SponsorshipEnded(EndReason.MigrantLeft, Today.AddYears(1)),
        new OtherPlaceLeft(),
        new ChecksCarried(Case(1), [new(CheckKind.Background, new(CheckOutcome.Passed, null, Today, Today.AddYears(1), Case(1)))],
            [CheckKind.HealthInsurance]),
        new PredecessorOver(EndReason.HostEnded),
        new PredecessorEnded(
            new(Case(1), Today, 1, Nzd, FixedPayslips, [new(1, "kiwi-orchards", 420_000)], [new(Today, Today.AddDays(40))]), Case(1)),
        new SuccessionNoted(SuccessionState.Completed),
    ];

    private static readonly ImportEvent[] ImportEvents =
    [
        new EarningsImportOpened(ImportId.From(Auckland, "file"), "employer:acme", "acme", ImportFormat.Csv,
            [ImportColumn.Sponsorship, ImportColumn.OtherDeductions]),
        new EarningsRowsReceived(0, 2, 1, new byte[] { 1, 2, 3, 250 }),
        new EarningsImportReceived(1, 1, 120, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        new BadRowsFound(0,
            [new(2, ImportColumn.Earned, "value-invalid", "Expected an amount.", "?,1,2,,,,,,,,"),
                new(3, null, "wrong-state", "It has ended.", "a,1,2,,,,,,,,")]),
        new EarningsRowsWorked(0, 3, 2, 1),
        new EarningsImportDone(3, 2, 1),
    ];

    private static readonly CaseText Words =
        new("3c9d8c1f0e5a4b7d6c2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c", Migrant(1).Value, CaseParty.Migrant, "tl");

    private static readonly ConcernEvent[] ConcernEvents =
    [
        new ConcernRaised(ConcernId.From(Auckland, "concern"), Case(1), $"migrant:{Migrant(1)}", ConcernKind.DocumentsWithheld, Words, Now,
            Now.AddDays(1)),
        new ConcernAddedTo(Words with { By = CaseParty.Officer, IsInternal = true }),
        new ConcernTriaged(ConcernKind.Exploitation, ConcernUrgency.Urgent, Now.AddDays(3)),
        new ConcernAssigned("city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x"),
        new ConcernEscalated(EscalationReason.ConflictOfInterest),
        new ConcernClosed(ConcernOutcome.ActionTaken, Words with { By = CaseParty.Officer }),
        new ConcernReopened(Now.AddDays(3)),
    ];

    private static readonly WelfareCheckEvent[] WelfareCheckEvents =
    [
        new WelfareCheckOpened(Case(1), Migrant(1), 2, Today, Today.AddDays(14)),
        new AbsenceReported(
            new("employer:kiwi-orchards", CaseParty.Employer, "employer:kiwi-orchards", Today.AddDays(-3), Today,
                Words with { By = CaseParty.Employer, Owner = Case(1).Value })),
        new EndSuggested("city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x"),
        new EndConfirmed(),
        new WelfareCheckAnswered(Words),
        new WelfareCheckClosed(WelfareCheckOutcome.Found),
    ];

    private static readonly WelfareCheckEvent[] ReachEvents = [new MigrantReached(Today, ReachedBy.Message)];

    private static readonly NewsEntry Asked =
        new("0123456789abcdefghjkmnpqrs", NewsKind.WelfareCheckAsked, Case(1).Value, Auckland.Value, Now, 2);

    private static readonly InboxEvent[] InboxEvents =
    [
        new NewsFoundIn(RecipientId.Of(Migrant(1)), Auckland.Value),
        new ContactChosen(RecipientId.Of(Migrant(1)),
            new("ne-NP",
                [new(MessageChannel.Sms, new string('c', 64), IsShared: true), new(MessageChannel.Email, new string('d', 64), true)],
                new(21, 8)), Now),
        new MessageQueued(RecipientId.Of(Migrant(1)), "1123456789abcdefghjkmnpqrs", MessageChannel.Email, Asked, true, Now),
        new MessageQueued(RecipientId.Of(Migrant(1)), "2123456789abcdefghjkmnpqrs", MessageChannel.Sms,
            Asked with { Kind = NewsKind.PayReported, Number = 0 }, false, Now),
        new MessageJoined("2123456789abcdefghjkmnpqrs", Asked with { Id = "3123456789abcdefghjkmnpqrs", Kind = NewsKind.MonthClosed }),
        new MessageDelayed("2123456789abcdefghjkmnpqrs", Now.AddMinutes(1)),
        new MessageSent("2123456789abcdefghjkmnpqrs", "sms/17", Now.AddMinutes(2)),
        new MessageFailed(RecipientId.Of(Migrant(1)), "1123456789abcdefghjkmnpqrs", MessageProblem.Refused, Auckland.Value),
        new MessageSentAgain("1123456789abcdefghjkmnpqrs", Now.AddHours(1)),
        new NewsMarked(RecipientId.Of(Migrant(1)), [Asked], NewsState.Read, Today),
        new MessageDelivered("2123456789abcdefghjkmnpqrs", Today),
        new MessageUnconfirmed("1123456789abcdefghjkmnpqrs"),
        new ReachPassedOn("0123456789abcdefghjkmnpqrs"),
        new ContactForgotten(RecipientId.Of(Migrant(1))),
    ];

    private static readonly RulingEvent[] RulingEvents =
    [
        new RulingProposed(RulingId.From(Auckland, "ruling"),
            RulingMatter.Failed(Case(1), Host(1), Migrant(1), CheckKind.AccommodationSuitable, RefusalReason.AccommodationOvercrowded,
                Today), true, "city-officer:a", Words with { By = CaseParty.Officer }, Today, Today.AddDays(14), Today.AddDays(28)),
        new RulingReplied(CaseParty.Migrant, Words),
        new RulingMade("city-officer:b", Words with { By = CaseParty.Officer }, Today.AddDays(43)),
        new RulingAppealed(Words with { By = CaseParty.Host }, Today.AddDays(57)),
        new AppealDismissed("nation-officer:c", null),
        new RulingTold(RulingEffect.Stands),
        new RulingRescinded("city-officer:a", null),
        new AppealUpheld("nation-officer:c", null),
        new RulingDropped("city-officer:b", Words with { By = CaseParty.Officer }),
        new RulingExpired(),
        new RulingBecameFinal(),
    ];

    private static readonly DuplicateEvent[] DuplicateEvents =
    [
        new PersonSignsDismissed(Host(1), Host(2), [PersonSign.Phone, PersonSign.SimilarNameAndBirthDate], DismissalReason.SharedByFamily),
        new PersonSignsReopened([PersonSign.Phone]),
        new PersonLinkAsked(1, Host(1), Host(2), 7, LinkReason.SameNameAndBirthDate),
        new PersonLinkAdmitted(1),
        new PersonsLinked(1, true),
        new PersonUnlinkAsked(1, UnlinkReason.LinkedByMistake),
        new PersonDetached(1),
        new PersonsUnlinked(1),
        new PersonLinkFailed(2, RejectionCode.Busy),
        new PersonLinkRefused(2, RejectionCode.RecordLinked),
    ];

    private static readonly BankCreditEvent[] CreditEvents = CollectionSample.Credits;
    private static readonly CreditFileEvent[] CreditFileEvents = CollectionSample.Files;
    private static readonly LateEmployerEvent[] LateEmployerEvents = CollectionSample.Late;
    private static readonly StaffListEvent[] StaffListEvents =
        [new StaffListEvent.StaffNumbersSet(StaffList.IdOf(Auckland, "kiwi-orchards"),
            [new(IdText.KeyFrom("E-1"), Case(1)), new("x", null)])];

    private static readonly Assembly Domain = typeof(City).Assembly;

    // What the fields above hold, by the type of the event.
    private static readonly ILookup<Type, object> Samples =
        typeof(GoldenTests).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(f => f.FieldType.IsArray)
            .SelectMany(f => (object[])f.GetValue(null)!).ToLookup(e => e.GetType());

    public static TheoryData<string> Names => [.. EventsOf(Domain).Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_event_is_written_and_read_as_its_golden_file_says(string name)
    {
        var (type, _, json) = EventsOf(Domain).Single(e => e.Name == name);
        Assert.True(Samples.Contains(type), NoSample(name));
        CheckEvent(name, Samples[type].First(), json);
    }

    /// <summary>What events have learned to say since their golden files were made.</summary>
    private static readonly Dictionary<string, object> Later = new()
    {
        ["earnings-reported.2"] =
            new EarningsReported(1, 2, Dollars(420_000), null,
                new("nz-rse", 1, Dollars(420_000), Dollars(10_000), true, Dollars(105_000), PayBasis.Gross, new PercentageCap(2500),
                "Wages Protection Act 1983, section 5"), "kiwi-orchards"),
        ["earnings-reported.3"] =
            new EarningsReported(1, 2, Dollars(420_000), null,
                new("nz-rse", 2, Dollars(420_000), Dollars(30_000), true, Dollars(0), PayBasis.Gross, new WageFloor(2350, 40),
                    "Minimum Wage Act 1983", PayFrequency.FourWeeks, 9_600,
                    [new(DeductionFault.Underpaid, null, Dollars(420_000), Dollars(440_000)),
                        new(DeductionFault.OverCap, DeductionKind.Rent, Dollars(30_000), Dollars(18_800))]), "kiwi-orchards"),
        ["employer-named.2"] =
            new EmployerNamed(new("acme-dairy", Today, null, new(PayFrequency.Week, 40, Dollars(94_000)), "contract/7",
                EmploymentWord.Unconfirmed, new(false, true, false))),
        ["deduction-profile-chosen.2"] =
            new DeductionProfileChosen(
                Profile with
                {
                    Version = 2,
                    Limits = [new WageFloor(2350, 40), new ProtectedFloor(1, 2, 3, 4, 5),
                        new PercentageBands([new(1)], [new(2)], [new(3)], [new(4)], [new(5)])],
                    Others = [new(DeductionKind.Rent, false, true, true, true, 500, DeductionCapBase.MinimumPay),
                        new(DeductionKind.AgentFee, true)],
                }, Today),
        ["check-recorded.2"] =
            new CheckRecorded(CheckKind.Identity,
                new(CheckOutcome.Failed, RefusalReason.DocumentNotGenuine, Today, null, null, RulingId.From(Auckland, "ruling")),
                Words with { By = CaseParty.Officer }, true),
        ["sponsorship-refused.2"] =
            new SponsorshipRefused([RefusalReason.ConditionsNotMet], Today.AddDays(28), RulingId.From(Auckland, "ruling"),
                Words with { By = CaseParty.Officer }),
        ["sponsorship-activated.2"] = new SponsorshipActivated("city-officer:one", Today),
        ["notice-given.2"] = new NoticeGiven(Today.AddDays(42), Today.AddDays(14), "host:one", Today),
        ["refusal-replied.2"] = new RefusalReplied(Party.Host, RulingId.From(Auckland, "ruling")),
        ["sponsorship-reopened.2"] = new SponsorshipReopened(RulingId.From(Auckland, "ruling"), HeldUntil.AddDays(7)),
        ["sponsorship-proposed.2"] =
            new SponsorshipProposed(MoveStory.CaseThere, MoveStory.HostThere, Migrant(1), MoveStory.HouseholdThere, MoveStory.HomeThere,
                Party.Host, Case(1), Host(1)),
        ["sponsorship-ended.2"] = new SponsorshipEnded(EndReason.Moved, Today.AddDays(40), MoveStory.CaseThere),
        ["residue-expired.2"] = new ResidueExpired(1, Dollars(83_003), Dollars(75_000)),
        ["host-suspended.2"] =
            new HostSuspended(SuspensionReason.FalseStatement, RulingId.From(Auckland, "ruling"), Words with { By = CaseParty.Officer }),
        ["host-registered.2"] =
            new HostRegistered(MoveStory.HostThere, MoveStory.HouseholdThere, MoveStory.HomeThere, null, Host(1), MoveStory.CaseThere),
        ["host-reinstated.2"] = new HostReinstated(ReinstatementReason.AppealUpheld, RulingId.From(Auckland, "ruling")),
        ["migrant-freed.2"] = new MigrantFreed(Case(1), MoveStory.CaseThere, true),
        ["ballot-opened.2"] =
            new BallotOpened(BallotId.From(Auckland, "ballot"),
                new(new(Places: 100), "Charter, article 9", Now.AddDays(7), Now.AddDays(21), 20, Now.AddDays(6)), 48_112, 2, "MIIB", Now),
        ["nation-followed.2"] = new NationFollowed(new(3, true, false, null, Floors)),
        ["pay-contested.2"] = new PayContested(GoldenPay.Id, ContestReason.AmountWrong, Today.AddDays(9), [new(1, 23_500)],
            Employer: "kiwi-orchards"),
        ["share-collected.2"] = new ShareCollected("0123456789abcdefghjkmnpqrs-00001", Dollars(100_000), Today,
            [new("collected-0123456789abcdefghjkmnpqrs-00001", HostMoney, Collected, 100_000)], "kiwi-orchards"),
        ["credit-parts-reversed.2"] = CollectionSample.Kept,
        ["payout-reserved.2"] = new PayoutReserved("0123456789abcdefghjkmnpqrs-8", Dollars(15_000),
            [new("reserved-0123456789abcdefghjkmnpqrs-8", Waiting, OnTheWay, 15_000)], Party.Migrant),
        ["payout-settled.2"] = new PayoutSettled("0123456789abcdefghjkmnpqrs-8",
            [new("settled-0123456789abcdefghjkmnpqrs-8", OnTheWay, Arrived, 15_000)], Party.Migrant),
        ["payout-opened.2"] = new PayoutOpened(PayoutSample.Payout,
            PayoutSample.Order with
            {
                To = Party.Migrant,
                Limit = new(5_000, 1_000_000_00),
                Cover = Dollars(80_000),
                Part = new(PayoutId.From(Auckland, "payout 0"), 4_711)
            }),
        ["payments-planned.2"] =
            new PaymentsPlanned([new(Case(1), Host(1), Migrant(1))], 42, true, true, Dollars(15_000)),
        ["remittance-offer-made.2"] = new RemittanceOfferMade(
            Corridors.Offer("example-wallet-php", feeHundredths: 75) with { Channel = RemittanceChannel.MobileMoney }),
        ["city-policy-decided.4"] = new CityPolicyDecided(CityPolicy.Default with { PaysFrom = Dollars(2_500) }),
        ["city-policy-decided.3"] = new CityPolicyDecided(CityPolicy.Default with { MonthClosesAfterDays = 45 }),
        ["city-policy-decided.2"] = new CityPolicyDecided(CityPolicy.Default with { GraceDays = 30, SeesFirst = Party.Host }),
    };

    public static TheoryData<string> LaterFiles => [.. Later.Keys];

    [Theory]
    [MemberData(nameof(LaterFiles))]
    public void An_event_that_has_learned_more_is_written_and_read_as_its_golden_file_says(string file)
    {
        var sample = Later[file];
        CheckEvent(file, sample, EventsOf(Domain).Single(e => e.Type == sample.GetType()).Json);
    }

    private static readonly Dictionary<string, object> States = new()
    {
        ["state-city"] =
            ((CityEvent[])[CityEvents[0], CityEvents[1], CityEvents[2], CityEvents[3], new PlaceHeld(Case(1), HeldUntil), CityEvents[4],
                new PlaceAwaited(Case(2), 1), new PlaceHeld(Case(4), HeldUntil), new PlaceConfirmed(Case(4)),
                new MigrantPlaceKept(Case(4), Migrant(4), HeldUntil)]).Aggregate(CityDecider.Initial, CityDecider.Evolve),
        ["state-city-drawing"] =
            ((CityEvent[])[CityEvents[0], CityEvents[1], new PlaceAwaited(Case(1), 1), new PlaceHeld(Case(1), HeldUntil),
                new RegistrationOpened(OpeningId.From(Auckland, "opening"), Now, Now.AddDays(21)),
                new PlaceRegistered(Case(5), OpeningId.From(Auckland, "opening"), 1),
                new PlaceRegistered(Case(6), OpeningId.From(Auckland, "opening"), 2),
                new PlaceRegistered(Case(7), OpeningId.From(Auckland, "opening"), 3), new WaitingLeft(Case(7)),
                new PlaceRegistered(Case(8), OpeningId.From(Auckland, "opening"), 4),
                new RegistrationClosed(OpeningId.From(Auckland, "opening"), 3), new WaitingLeft(Case(8)),
                new TicketsDrawn(OpeningId.From(Auckland, "opening"), 0, [Case(6)])]).Aggregate(CityDecider.Initial, CityDecider.Evolve),
        ["state-opening"] = OpeningEvents[..^1].Aggregate(OpeningDecider.Initial, OpeningDecider.Evolve),
        ["state-nation"] = NationEvents[..^1].Aggregate(NationDecider.Initial, NationDecider.Evolve),
        ["state-nation-floors"] = FloorEvents.Aggregate(NationDecider.Initial, NationDecider.Evolve),
        ["state-profile"] =
            ((ProfileEvent[])[ProfileEvents[0], ProfileEvents[5], ProfileEvents[3],
                new ProfileSet(Migrant(1), PersonProfileTests.Told, [CityId.Parse("nz-wlg")]), ProfileEvents[1]])
                .Aggregate(ProfileDecider.Initial, ProfileDecider.Evolve),
        ["state-home"] = HomeEvents.Aggregate(HomeDecider.Initial, HomeDecider.Evolve),
        ["state-visa"] = VisaEvents.Aggregate(VisaDecider.Initial, VisaDecider.Evolve),
        ["state-nation-entry"] = EntryEvents.Aggregate(NationDecider.Initial, NationDecider.Evolve),
        ["state-seeker"] = SeekerEvents.Aggregate(SeekerDecider.Initial, SeekerDecider.Evolve),
        ["state-invitation"] = InvitationEvents.Aggregate(InvitationDecider.Initial, InvitationDecider.Evolve),
        ["state-allowance"] = AllowanceEvents.Aggregate(AllowanceDecider.Initial, AllowanceDecider.Evolve),
        ["state-sign-ins"] = SignInsEvents.Aggregate(SignInsDecider.Initial, SignInsDecider.Evolve),
        ["state-sign-in-pointer"] = SignInPointerEvents.Aggregate(SignInPointerDecider.Initial, SignInPointerDecider.Evolve),
        ["state-employer"] = EmployerEvents.Aggregate(EmployerDecider.Initial, EmployerDecider.Evolve),
        ["state-round"] = RoundEvents[..^1].Aggregate(RoundDecider.Initial, RoundDecider.Evolve),
        ["state-round-entry"] = RoundEntryEvents[..^1].Aggregate(RoundEntryDecider.Initial, RoundEntryDecider.Evolve),
        ["state-host"] = HostEvents[..4].Aggregate(HostDecider.Initial, HostDecider.Evolve),
        ["state-migrant"] =
            MigrantEvents.Where(e => e is not (MigrantFreed or MigrantErased or MigrantNextTaken or MigrantEstatePayeeProvided))
                .Aggregate(MigrantDecider.Initial, MigrantDecider.Evolve),
        ["state-sponsorship"] =
            SponsorshipEvents.Where(e => e is not (ChecksCarried or PredecessorOver or PredecessorEnded or SuccessionNoted
                    or PayoutThresholdSet))
                .Aggregate(SponsorshipDecider.Initial, SponsorshipDecider.Evolve),
        ["state-host-guardian"] =
            ((HostEvent[])[HostEvents[0], HostEvents[^6], .. HostEvents[^4..^1]]).Aggregate(HostDecider.Initial, HostDecider.Evolve),
        ["state-host-moving"] =
            ((HostEvent[])[HostEvents[0], HostEvents[3], HostEvents[8]]).Aggregate(HostDecider.Initial, HostDecider.Evolve),
        ["state-migrant-moving"] =
            ((MigrantEvent[])[MigrantEvents[0], MigrantEvents[3], MigrantEvents[^1]])
                .Aggregate(MigrantDecider.Initial, MigrantDecider.Evolve),
        ["state-sponsorship-moving"] =
            MoveStory.Arrived.Aggregate(SponsorshipDecider.Initial, SponsorshipDecider.Evolve),
        ["state-import"] = ImportEvents.Aggregate(EarningsImportDecider.Initial, EarningsImportDecider.Evolve),
        ["state-rate-table"] = RateTableEvents.Aggregate(RateTableDecider.Initial, RateTableDecider.Evolve),
        ["state-rate-sources"] = RateSourcesEvents.Aggregate(RateSourcesDecider.Initial, RateSourcesDecider.Evolve),
        ["state-payout"] = PayoutEvents[..^1].Where(e => e is not PayoutContinued).Aggregate(PayoutDecider.Initial, PayoutDecider.Evolve),
        ["state-loss-fund"] = LossFundEvents.Aggregate(LossFundDecider.Initial, LossFundDecider.Evolve),
        ["state-guarantee"] = GuaranteeEvents[..^1].Aggregate(GuaranteeDecider.Initial, GuaranteeDecider.Evolve),
        ["state-remittance-offers"] =
            RemittanceOffersEvents.Aggregate(RemittanceOffersDecider.Initial, RemittanceOffersDecider.Evolve),
        ["state-ballot"] = BallotEvents[..^1].Aggregate(BallotDecider.Initial, BallotDecider.Evolve),
        ["state-ballot-register"] =
            BallotRegisterEvents.Aggregate(BallotRegisterDecider.Initial, BallotRegisterDecider.Evolve),
        ["state-ballot-box"] = BallotBoxEvents.Aggregate(BallotBoxDecider.Initial, BallotBoxDecider.Evolve),
        ["state-concern"] = ConcernEvents[..^1].Aggregate(ConcernDecider.Initial, ConcernDecider.Evolve),
        ["state-welfare-check"] = WelfareCheckEvents.Aggregate(WelfareCheckDecider.Initial, WelfareCheckDecider.Evolve),
        ["state-inbox"] = InboxEvents[..10].Aggregate(InboxDecider.Initial, InboxDecider.Evolve),
        ["state-person-case"] = DuplicateEvents[..5].Aggregate(DuplicateDecider.Initial, DuplicateDecider.Evolve),
        ["state-ruling"] = RulingEvents[..6].Aggregate(RulingDecider.Initial, RulingDecider.Evolve),
        ["state-sponsorship-ruled"] = ((SponsorshipEvent[])
        [
            .. Histories.To(SponsorshipStatus.Granted),
            .. new[] { 1, 2, 3 }.Select(
                n => new CheckRecorded(CheckKind.Identity,
                    new(CheckOutcome.Failed, RefusalReason.DocumentNotGenuine, Today, null, null, RulingId.From(Auckland, $"ruling {n}")),
                    null, n == 2)),
            new CheckRuled(CheckKind.Identity, RulingId.From(Auckland, "ruling 1"), RulingEffect.Lifted, Host(1), Home(1)),
        ]).Aggregate(SponsorshipDecider.Initial, SponsorshipDecider.Evolve),
        ["state-staff-list"] = StaffListEvents.Aggregate(StaffListDecider.Initial, StaffListDecider.Evolve),
        ["state-credit"] = CollectionSample.SetAside,
        ["state-credit-file"] = CreditFileEvents.Aggregate(CreditFileDecider.Initial, CreditFileDecider.Evolve),
        ["state-late-employer"] = LateEmployerEvents.Aggregate(LateEmployerDecider.Initial, LateEmployerDecider.Evolve),
        ["state-remittance"] =
            PayoutEvents.Where(e => e is RemittancesInstructed).Aggregate(RemittanceDecider.Initial, RemittanceDecider.Evolve),
    };

    public static TheoryData<string> StateFiles => [.. States.Keys];

    [Theory]
    [MemberData(nameof(StateFiles))]
    public void A_state_is_written_and_read_as_its_golden_file_says(string file)
    {
        var state = States[file];
        var json = Aggregate.In(Domain).Values.Single(a => a.StateJson.Type == state.GetType()).StateJson;
        var written = JsonSerializer.SerializeToUtf8Bytes(state, json);
        var golden = Golden(file, written);
        Assert.Equal(Text(golden), Text(written));
        Assert.Equal(Text(golden), Text(JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(golden, json), json)));
    }

    [Fact]
    public void Every_aggregate_has_golden_files() => Assert.Empty(WithoutGoldenFiles(Domain));

    [Fact]
    public void An_aggregate_that_was_just_added_is_seen_and_has_none() =>
        Assert.Equal([NoSample("thrown-away"), NoState(nameof(ThrowAway))], WithoutGoldenFiles(typeof(ThrowAwayDecider).Assembly));

    [Fact]
    public void No_two_events_have_one_name_and_every_event_has_one()
    {
        var events = EventsOf(Domain).ToList();
        Assert.Equal(events.Count, events.DistinctBy(e => e.Name).Count());
        var unions = Aggregate.In(Domain).Values.Select(a => a.EventJson.Type).ToHashSet();
        Assert.Equal(Domain.GetTypes().Where(t => !t.IsAbstract && unions.Any(t.IsSubclassOf)).ToHashSet(),
            events.Select(e => e.Type).ToHashSet());
        // A journal takes names of up to 64 characters.
        Assert.All(events, e => Assert.Matches("^[a-z]+(-[a-z]+)*\\z", e.Name));
        Assert.All(events, e => Assert.InRange(e.Name.Length, 1, 64));
    }

    [Fact]
    public void No_two_aggregates_name_their_snapshots_alike() =>
        Assert.Equal(Aggregate.In(Domain).Count, Aggregate.In(Domain).Values.DistinctBy(a => a.Schema).Count());

    [Fact]
    public void Every_golden_file_is_of_an_event_or_a_state() =>
        Assert.Empty(
            Directory.EnumerateFiles(ProjectFiles.PathOf("golden"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f))
                .Except(EventsOf(Domain).Select(e => e.Name)).Except(Later.Keys).Except(States.Keys));

    [Fact]
    public void An_event_with_fields_that_are_not_known_yet_is_read_without_them() =>
        Assert.Equal(new PlaceConfirmed(Case(1)),
            CityDecider.Aggregate.Events.Read(
                Encoding.UTF8.GetBytes($$"""{"type":"place-confirmed","sponsorship":"{{Case(1)}}","later":{"x":[1]} }""")));

    [Theory]
    [InlineData("""{"type":"place-forgotten"}""")]
    [InlineData("""{"sponsorship":"x"}""")]
    [InlineData("null")]
    [InlineData("")]
    public void What_is_no_event_is_not_read(string json)
    {
        var e = Record.Exception(() => CityDecider.Aggregate.Events.Read(Encoding.UTF8.GetBytes(json)));
        Assert.True(e is JsonException or NotSupportedException, $"{e}");
    }

    private static IEnumerable<(Type Type, string Name, JsonTypeInfo Json)> EventsOf(Assembly assembly) =>
        Aggregate.In(assembly).Values.DistinctBy(a => a.EventJson.Type)
            .SelectMany(a => a.EventNames.Select(e => (e.Key, e.Value, a.EventJson)));

    private static IEnumerable<string> WithoutGoldenFiles(Assembly assembly) =>
    [
        .. EventsOf(assembly).Where(e => !Samples.Contains(e.Type)).Select(e => NoSample(e.Name)),
        .. Aggregate.In(assembly).Values.Select(a => a.StateJson.Type).Where(t => States.Values.All(s => s.GetType() != t))
            .Select(t => NoState(t.Name)),
    ];

    private static string NoSample(string name) =>
        $"The event '{name}' has no sample in {nameof(GoldenTests)}: add one, and run the tests once with UPDATE_GOLDEN=1.";

    private static string NoState(string name) =>
        $"The state {name} has no sample in {nameof(GoldenTests)}: add one, and run the tests once with UPDATE_GOLDEN=1.";

    private static void CheckEvent(string name, object sample, JsonTypeInfo json)
    {
        var written = JsonSerializer.SerializeToUtf8Bytes(sample, json);
        var golden = Golden(name, written);
        Assert.Equal(Text(golden), Text(written));
        var read = JsonSerializer.Deserialize(golden, json)!;
        Assert.Equal(sample.GetType(), read.GetType());
        Assert.Equal(Text(golden), Text(JsonSerializer.SerializeToUtf8Bytes(read, json)));
        Assert.StartsWith($"{{\"type\":\"{name.Split('.')[0]}\"", Text(golden), StringComparison.Ordinal);
    }

    private static byte[] Golden(string name, byte[] written)
    {
        var path = ProjectFiles.PathOf("golden", $"{name}.json");
        if (!File.Exists(path) && MayWrite) File.WriteAllBytes(path, written);
        Assert.True(File.Exists(path),
            $"golden/{name}.json is missing. Was it deleted? Bring it back. Is '{name}' new? Run the tests once with UPDATE_GOLDEN=1 and "
                + $"commit the file.");
        return File.ReadAllBytes(path);
    }

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
