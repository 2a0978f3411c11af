namespace VipOrleans.Grains.Tests.Kernel;

using System.Collections;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Contracts.Wire;
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
using VipOrleans.Grains.Hosting;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// What crosses a wire must be named, so that neither a renamed type nor a moved member breaks a cluster of two versions.
/// </summary>
public sealed class WireTests
{
    private static readonly Assembly[] Ours = [typeof(ICityGrain).Assembly, typeof(Journaling).Assembly];

    private static readonly Type[] Interfaces =
        [.. Ours.SelectMany(a => a.GetTypes()).Where(t => t.IsInterface && typeof(IAddressable).IsAssignableFrom(t))];

    private static readonly Type[] DomainValues = [.. typeof(Money).Assembly.GetTypes().Where(Travels)];

    private static readonly Dictionary<Type, Type> Converted = typeof(ICityGrain).Assembly.GetTypes()
        .Where(t => t.GetCustomAttribute<RegisterConverterAttribute>() is not null)
        .Select(t =>
            t.GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConverter<,>)).GetGenericArguments())
        .ToDictionary(pair => pair[0], pair => pair[1]);

    private static readonly Dictionary<Type, Type> Surrogates = Converted
        .Concat(IdKinds.OfDomain.All.Select(id => KeyValuePair.Create(id.Type, typeof(TextSurrogate)))).ToDictionary();

    private static readonly CreditFileId ACreditFile = CreditFileId.From(CityId.Parse("nz-akl"), "x");
    private static readonly AllocationLine APart =
        new(SponsorshipId.From(CityId.Parse("nz-akl"), "x"), "kiwi-orchards", 1, 2, -100, AllocationKind.Offset);

    // Values on the edge, and ones in the middle.
    private static readonly object[] Samples =
    [
        .. IdKinds.OfDomain.All.SelectMany(id => new[] { Activator.CreateInstance(id.Type)!, id.Read(id.Example)! }),
        new CaseText("n", "o", CaseParty.Migrant, "tl", true),
        new CaseText("n", "o", CaseParty.Officer),
        new ConcernReport(ConcernKind.Housing), new ConcernTriage(ConcernKind.Abuse, ConcernUrgency.Urgent),
        new NewsEntry(IdText.KeyFrom("x"), NewsKind.WelfareCheckAsked, "nz-akl", "nz-akl", Beginning, 2), new QuietHours(21, 8),
        new ContactWish("ne", [new(MessageChannel.Sms, "+64211234567", false, true)], new(21, 8)), new ContactWish("en", [], null),
        new Absence("city", CaseParty.Officer, new(2026, 3, 1)), new RoundTerms(Beginning, 14),
        Failed(RefusalReason.CriminalRecord) with { Ruling = RulingId.From(CityId.Parse("nz-akl"), "x") },
        new EarningsFileForm(ImportFormat.Csv, [ImportColumn.Sponsorship, ImportColumn.Earned], "acme"),
        new EarningsFileForm(ImportFormat.Ndjson, [], null), new EarningsFileChunk(1, 7, 2, [1, 2, 3]),
        new EarningsFileTotals(2, 9, 700, new('a', 64)),
        new PayoutTerms(new(2026, 3, 6), new(1_000, Nzd), "AKL shares 2026-03"),
        new PayoutTerms(new(2026, 3, 6), new(1_000, Nzd), "AKL refunds 2026-03", Party.Migrant),
        new PayoutPart(PayoutId.From(CityId.Parse("nz-akl"), "x"), 4_711),
        new Loss(LossKind.GuestLeft, new(1, Nzd), "receipts/1"),
        new FineLimits(new(1, Nzd), new(2, Nzd)), new RuledFine(FineReason.HomeUnfit, new(1, Nzd)),
        new Settlement(FindingOutcome.Referred, FindingReason.AuthorityInformed, new(2026, 3, 1)),
        new EmploymentKey("acme", new(2026, 3, 1)),
        new TaxSum(TaxItem.Earned, new(1, Nzd)),
        new TaxLine(TaxItem.SharePaid, SponsorshipId.From(CityId.Parse("nz-akl"), "x"), "nz-akl", new(2026, 3, 1), new(2026, 3, 2),
            new(1, Nzd), 1, "p-1"),
        new TaxSummary(TaxPayer.Host, "x", StatementPeriod.Parse("2026"), true, [], []),
        new LossRule(LossKind.GuestLeft, new(1, Nzd), Share.Half, new(2, Nzd), 42, "bylaw/1"),
        new LossRule(LossKind.UnemploymentSupport, new(1, Nzd), Share.Half, new(2, Nzd), null, "bylaw/1"),
        new GuaranteeTerms(new(1, Nzd), new(-1, Nzd)), new GuaranteeTopUp("budget/1", new(1, Nzd), new(2026, 3, 1)),
        new GuaranteeFigures(new(5, Nzd), new(4, Nzd), new(3, Nzd), new(2, Nzd), null),
        new GuaranteeFigures(new(5, Nzd), new(4, Nzd), new(3, Nzd), new(2, Nzd), new(new(1, Nzd), new(-1, Nzd))),
        new NewCity("Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default), new DeductionProfileChoice(null, new(2026, 3, 1)),
        new PlaceForecast(5, 20, null, 90, 90), new PlaceForecast(null, null, NoForecast.TooFewGiven, 1, 3),
        new BaselineVerification(new(1, Nzd), BaselineMethod.TaxRecord, "tax-record/2025", DateOnly.MaxValue),
        default(BirthDate), new BirthDate(1987), new BirthDate(1987, 4), new BirthDate(1987, 4, 25),
        new ProvidedPayee(new("Aroha", new(null, "01-0123-0123456-00", "ANZBNZ22"), new(null, null, null, "Auckland", "NZ")),
            "city-officer:x"),
        new BankParty("Aroha", new(null, "01-0123-0123456-00", "ANZBNZ22"), new("Queen Street", "1", "1010", "Auckland", "NZ")),
        new BankParty("Weiss", new("DE89370400440532013000", null, "COBADEFF"), new(null, null, null, "Koeln", "DE")),
        new BankFile(new(BankFileKind.StatusReport, "B1", new('a', 64)), new("M1", ["P1"], 2, "30.00", BankWord.Rejected, "AC04"),
            [new(7, "E1", BankWord.Settled, "10.00", "NZD", null, null)]),
        new BankFile(new(BankFileKind.Statement, "S1", new('b', 64)), null, [new(9, null, BankWord.Unclear, null, null, "AC04", "M1")]),
        new BookedCredit(new(100, Nzd), new(2026, 3, 1), true, "RF18539007547034", ["t"], ACreditFile, 7, RejectionCode.BankDetailsMissing),
        new BookedCredit(new(100, Nzd), new(2026, 3, 1), false, null, [], ACreditFile, 7),
        new CreditPlan([APart], true, RejectionCode.AmountAboveDue, CreditId.From(CityId.Parse("nz-akl"), "x")), new CreditPlan([]), APart,
        new CreditAssignment("RF18539007547034"), new CreditAssignment(null, CreditId.From(CityId.Parse("nz-akl"), "x")),
        new CreditFileChunk(1, 7, 2, [1, 2, 3]), new LateSum(new(100, Nzd), new(2026, 2, 20)), new CreditCounts(1, 2, 3, 4),
        new CreditFileTotals(BankFileKind.Notification, "N1", 2, 9, 1, 700, new('a', 64)),
        new StaffNumber("x", SponsorshipId.From(CityId.Parse("nz-akl"), "x")), new StaffNumber("x", null),
        default(Currency), Nzd, Currency.Parse("JPY"), default(Rate), Rate.Parse("60.731"), Rate.Parse("1"), default(Share), Share.Half,
        Share.Parse("0/1"), Share.Parse("1/1"),
        default(Money), new Money(long.MaxValue, Nzd), new Money(-long.MaxValue, Nzd), new Money(0, Currency.Parse("JPY")),
        CityPolicy.Default, CityPolicy.Default with { RequiredChecks = [], MinorsMayHost = true, Share = default },
        QuotaDecision.None, Quota(10_000_000),
        new Baseline(default, BaselineEvidence.OwnStatement, default),
        new Baseline(new(1, Nzd), BaselineEvidence.CountryReference, DateOnly.MaxValue),
        new RateSource(RateSourceId.Parse("ecb"), "European Central Bank", Currency.Parse("EUR"), 10),
        new RateSource(default, "", default, 0),
        DayRates.Of(new(2024, 3, 6), [new(Nzd, Rate.Parse("1.7812")), new(Currency.Parse("PHP"), Rate.Parse("60.731"))]),
        DayRates.Of(DateOnly.MaxValue, []), new CurrencyRate(Nzd, Rate.Parse("1.7812")),
        new QuotedRate(Rate.Parse("1.7812"), new(2024, 3, 6)), new QuotedRate(default, default), Rates.From,
        new RateLeg(default, default, default, "", default), Rates, Rates with { Base = default },
        new RateFinding(Rates, null), new RateFinding(null, new(RejectionCode.ExchangeRateMissing, "NZD: ecb has none.")),
        Verified, Verified with { Yearly = default }, new FixedBaseline(Verified, null, new(1, Nzd)),
        new FixedBaseline(Verified, Rates, default),
        new SponsorshipTerms(Nzd, Share.Half, [CheckKind.Identity], 28, 0), new SponsorshipTerms(default, default, [], 0, 0),
        Passed, Failed(RefusalReason.CriminalRecord) with { ValidUntil = new(2027, 1, 1),
            Via = SponsorshipId.From(CityId.Parse("nz-akl"), "x") },
        new DeductionProfile("uk", 2, "GB", new(2013, 4, 8), "guide", Nzd, PayBasis.Net, true,
            [new PercentageCap(2500), new ProtectedFloor(1, 2), new PercentageBands([new(500)], [new(300, 1), new(500)]),
                new TotalCap(4000)]),
        new DeductionProfile("nz", 2, "NZ", new(2025, 4, 1), "act", Nzd, PayBasis.Gross, true,
            [new WageFloor(2350, 40), new ProtectedFloor(1, 2, 3, 4, 5), new PercentageBands([new(1)], [new(2)], [new(3)], [], null)],
            [new(DeductionKind.Rent, false, true, true, true, 500, DeductionCapBase.MinimumPay), new(DeductionKind.AgentFee, true)]),
        new OtherDeduction(DeductionKind.Rent, new(100, Nzd)),
        new OtherDeduction(DeductionKind.Loan, new(100, Nzd), new(2026, 1, 1), "agreement/7", true),
        new PayLimit("nz", 2, new(100, Nzd), new(0, Nzd), true, new(25, Nzd), PayBasis.Gross, new WageFloor(1, 2), "act",
            PayFrequency.TwoWeeks, 2400, [new(DeductionFault.Underpaid, null, new(1, Nzd), new(2, Nzd)),
                new(DeductionFault.OverCap, DeductionKind.Rent, new(1, Nzd), new(0, Nzd))]),
        new PayDetails(new(100, Nzd), new(0, Nzd)), new PayDetails(default, default),
        new PayDetails(new(100, Nzd), new(1, Nzd), 60, [new(DeductionKind.Loan, new(1, Nzd))]),
        new PayContest(new(2026, 3, 1), ContestReason.NotPaid, 1, ContestReply.Corrected, new CaseText("n", "o", CaseParty.Migrant),
            new CaseText("m", "o", CaseParty.Employer)),
        new PayLimit("uk", 2, new(100, Nzd), new(0, Nzd), true, new(25, Nzd)), new PayLimit("", 0, default, default, false, default),
        new PayLimit("uk", 2, new(100, Nzd), new(0, Nzd), true, new(25, Nzd), PayBasis.Net, new PercentageCap(2500), "guide"),
        new NationFloors(new(2026, 6, 1), "Order 1", new(2026, 1, 5)), new FloorBreach(Floor.Profile, "", "nz-rse"),
        new NationFloors(new(2026, 6, 1), "Order 1", new(2026, 1, 5), Share.Half, Share.None, 0, 730, false, ["nz-rse", "nz"]),
        NationRule.None with { Floors = new(new(2026, 6, 1), "Order 1", new(2026, 1, 5)) },
        new CapDecision(20_000, "Order 1", new(2026, 1, 5)), NationRule.None, new NationRule(3, true, false, PauseReason.Safety),
        default(StatementPeriod), StatementPeriod.Parse("2026-11"), StatementPeriod.Parse("2026"),
        new PaidDays(new(2026, 1, 1), new(2026, 1, 31)),
        new Employment("kiwi-orchards", new(2026, 1, 1)),
        new Employment("kiwi-orchards", new(2026, 1, 1), null, new(PayFrequency.HalfMonth, 40, new(1, Nzd), "hastings/shed-3"),
            "contract/7", EmploymentWord.Upheld, new(true, false, true),
            new Settlement(FindingOutcome.Noted, FindingReason.TieDisclosed, new(2026, 3, 1))),
        new EmploymentTerms(PayFrequency.Week, 168, new(0, Nzd)), new EmployerTies(false, true, false),
        new EmploymentFilter { Employer = "acme", IsFlagged = true }, new EmploymentFilter(),
        new EmploymentEntry(SponsorshipId.From(CityId.Parse("nz-akl"), "x"), "acme", new(2026, 1, 1), new(2026, 2, 1),
            EmploymentWord.Contested, [EmploymentFlag.Contested, EmploymentFlag.EmployerIsHost]),
        new EmployerPerson("4m8z1q7w3k9d5r2t6p0s8v4c1x", true), new EmployerSignIn(true, false),
        new EmployerRegistration { Employer = "acme", Kind = EmployerKind.Household },
        new EmployerRegistration
        {
            Employer = "acme", Kind = EmployerKind.Organisation, Name = "Acme Ltd", RegistrationNumber = "1",
            Host = HostId.From(CityId.Parse("nz-akl"), "x"), Address = "1 Example Road", AccountNumber = "01-0123-0123456-00",
        },
        new EmployerView(EmployerId.Of(NationId.Parse("nz"), "acme"), 3, "acme", EmployerKind.Organisation, "Acme Ltd", "1",
            HostId.From(CityId.Parse("nz-akl"), "x"), true, false, true, [new("a", true)]),
        new EmployerTraces(null, "code", null),
        new NamedEmployer("acme", EmployerId.Of(NationId.Parse("nz"), "acme"), EmployerKind.Household, null, null),
        new EmploymentsView(SponsorshipId.From(CityId.Parse("nz-akl"), "x"), 4, [new("acme", new(2026, 1, 1))],
            [new("acme", EmployerId.Of(NationId.Parse("nz"), "acme"), EmployerKind.Household, null, null)]),
        new Employment("kiwi-orchards", new(2026, 1, 1), new(2026, 6, 30)),
        new EarningsReport(1, 2, "kiwi-orchards", new(100, Nzd)),
        Pay, new ReportedPay("pay-2", Pay.Report with { AfterTax = null, Minutes = null, Others = null }), new HeldOfYear(2, -5),
        new PayCharge("pay-1", 25),
        new EmployerAnswer(new(42_032, Nzd), Money.Zero(Nzd), "RF18539007547034", new(2026, 3, 20), new(1_000, Nzd)),
        new CollectedFrom("RF18539007547034", "acme-orchards"),
        new EarningsEffect(SponsorshipId.From(CityId.Parse("nz-akl"), "x"), new(-42_032, Nzd), new(2026, 2, 7), 1_000),
        new EarningsReport(1, 2, "kiwi-orchards", new(100, Nzd), new(new(90, Nzd), new(1, Nzd)), new(new(2026, 1, 1), new(2026, 1, 2))),
        new ContinuedYear(SponsorshipId.From(CityId.Parse("nz-akl"), "x"), new(2026, 1, 1), 1, Nzd, new(Verified, Rates, new(1, Nzd)),
            [new(1, "e", 5, 4, new(new(2026, 1, 1), new(2026, 1, 2))), new(2, "e", 5)], [new(new(2026, 1, 1), new(2026, 1, 9))], null,
            [Pay]),
        new AccountStatement(SponsorshipId.From(CityId.Parse("nz-akl"), "x"), HostId.From(CityId.Parse("nz-akl"), "x"),
            MigrantId.From(NationId.Parse("nz"), "x"), HouseholdId.From(CityId.Parse("nz-akl"), "x"), 7, Balances.Zero(Nzd), [Entry],
            Balances.Zero(Nzd)),
        new StatementSum(Balances.Zero(Nzd), [new(StatementEntryKind.Expired, 2, Balances.Zero(Nzd) with { Expired = new(3, Nzd) })],
            Balances.Zero(Nzd)),
        CityPolicy.Default with { MonthClosesAfterDays = 45 },
        new ActInName(Party.Host, NamedAct.Accepted, "city-officer:one", new(2026, 3, 1), "form/1", "city-officer:two"),
        new ActInName(Party.Migrant, NamedAct.GaveNotice, "city-officer:one", new(2026, 3, 1)),
        CityPolicy.Default with { NoticeWaitDays = 21 }, new SponsorshipTerms(Nzd, Share.Half, [], 1, 1, null, null, 21),
        CityPolicy.Default with { GraceDays = 30 }, new SponsorshipTerms(Nzd, Share.Half, [], 1, 1, null, 30),
        CityPolicy.Default with { Levy = Share.Parse("1/10") }, new SponsorshipTerms(Nzd, Share.Half, [], 1, 1, Share.Parse("1/10")),
        Offer,
        Offer with { Rate = Rate.Parse("33.5"), MarginHundredths = null, ValidUntil = new(2026, 12, 31) },
        new RemittanceInstruction(BeneficiaryId.From(NationId.Parse("nz"), "x"), Offer.Id, new(1, Nzd)),
        new RemittanceInstruction(BeneficiaryId.From(NationId.Parse("nz"), "x"), Offer.Id, PercentHundredths: 10_000),
        .. MonthRemittances.Of([new(100, Nzd)],
            [new(BeneficiaryId.From(NationId.Parse("nz"), "x"), Offer.Id, new(80, Nzd)),
                new(BeneficiaryId.From(NationId.Parse("nz"), "y"), Offer.Id, new(81, Nzd))], [Offer], new(2026, 1, 1),
                (_, _) => new(Rates.Base, Rates.To, Rates.From)).Lines,
        new CheckRuling(CheckKind.Background, RulingId.From(CityId.Parse("nz-akl"), "x"), RulingEffect.Stands,
            SponsorshipId.From(CityId.Parse("nz-akl"), "x")),
        new CheckRuling(CheckKind.Identity, RulingId.From(CityId.Parse("nz-akl"), "x"), RulingEffect.Lifted, null),
        new PlaceToKeep(SponsorshipId.From(CityId.Parse("nz-akl"), "x"), MigrantId.From(NationId.Parse("nz"), "x"), 28, true),
        new SignDismissal(HostId.From(CityId.Parse("nz-akl"), "x"), HostId.From(CityId.Parse("nz-akl"), "y"),
            [PersonSign.Phone, PersonSign.Email], DismissalReason.SharedByFamily),
        new OpeningTerms(Beginning, Beginning.AddDays(1), "Charter"),
        new BallotResult(long.MaxValue, 3, null), new BallotResult(2, 1, 0),
        new BallotTerms(new(Places: 0), "Charter", Beginning, Beginning.AddDays(1), 0),
        new BallotTerms(new(Numbers: new(0, 200, 50)), "Charter", Beginning, Beginning.AddDays(1), 100),
        new BallotTerms(new(Places: 0), "Charter", Beginning.AddHours(2), Beginning.AddDays(1), 0, Beginning.AddHours(1)),
        new AllowanceRule("concerns of one person", 20, 30),
        (PersonId)MigrantId.From(NationId.Parse("nz"), "x"), InvitationId.Parse($"nz.invitation.{new string('0', 26)}"),
        Profile.Empty, Told, new SeekerListing(Told, 3), new SpokenLanguage("ne-NP", LanguageLevel.Native),
        new HomeFacts(true, false, true, false), CityPolicy.Default with { SeesFirst = Party.Host },
        new Refusal([RefusalReason.ConditionsNotMet, RefusalReason.IdentityNotProven], new(2026, 3, 29), Party.Migrant),
        new Refusal([], default, null),
        new Refusal([RefusalReason.ConditionsNotMet, RefusalReason.IdentityNotProven], new(2026, 3, 29), Party.Migrant),
        new Refusal([], default, null),
        new HostAbsence(HostSituation.Imprisoned, new(2026, 3, 1), "court/1"),
        new HomeView(HomeId.From(CityId.Parse("nz-akl"), "x"), 3, 4, 3, 1, [SponsorshipId.From(CityId.Parse("nz-akl"), "x")]),
        new MigrantDependant(DependantId.From(NationId.Parse("nz"), "x"), AgeGroup.Minor), DependantSample,
        new DependantView(DependantId.From(NationId.Parse("nz"), "x"), DependantSample),
        new JoinedSignIn("4m8z", default), new IssuedSignInCode(new() { Version = 1, Outcome = "issued" }, "code", default),
        new SignInsView(HostId.From(CityId.Parse("nz-akl"), "x"), 2, [new("4m8z", default)], null),
        new PersonChange { Name = "n", Contact = "c", Address = "a", Documents = [], Shown = "deed/1" },
        new PersonVersion { Number = 1, Until = default, Person = new() { Name = "n" } },
        new AgeVerification { BirthDate = new(1987, 4, 25), Document = "passport/1" },
        CityPolicy.Default with { MinorsPerGuardian = 3, AsksBirthDate = true },
        new VisaApplication("INZ/1", new(2026, 3, 1)),
        new VisaGrant { From = new(2026, 3, 1), To = new(2026, 9, 1), Conditions = [VisaCondition.MayWork], Number = "V1" },
        VisaSample, new VisasView(MigrantId.From(NationId.Parse("nz"), "x"), 3, [VisaSample]),
        new VisaEntry(MigrantId.From(NationId.Parse("nz"), "x"), VisaSample),
        new VisaFilter { State = VisaState.Lapsed, ExpiresWithinDays = 90 }, new EntryRules(true, "Order 5", new(2026, 3, 1)),
        new Refusal([RefusalReason.ConditionsNotMet], new(2026, 3, 29), null, RulingId.From(CityId.Parse("nz-akl"), "x")),
    ];

    private static Dependant DependantSample =>
        new() { Name = "Ligaya", Relation = DependantRelation.Child, BirthDate = new(2016, 5), Needs = "A school." };

    private static VisaView VisaSample => new("INZ/1", new(2026, 3, 1), VisaState.Refused, new(2026, 3, 1), new(2026, 9, 1),
        [VisaCondition.MayWork], true, [VisaRefusal.EntryBan], new(2026, 4, 1), VisaLapse.NotUsed, 30);

    private static Profile Told =>
        new([new("ne-NP", LanguageLevel.C1)], [Interest.Choir], ["7115"], new(true, false, false, true),
            [ProfilePart.Languages, ProfilePart.Home]);

    private static RemittanceOffer Offer =>
        new(RemittanceOfferId.Parse("example-bank-php"), "Example Bank", Nzd, Currency.Parse("PHP"), new(25, Nzd), 150, null, 350,
            new(2026, 1, 1), null, "made up");

    private static StatementEntry Entry =>
        new(SponsorshipId.From(CityId.Parse("nz-akl"), "x"), 7, new(2026, 11, 3), StatementEntryKind.Earnings,
            new(1, 1, new(2026, 10, 1), new(2026, 10, 31)), "kiwi-orchards", new(5, Nzd), new(4, Nzd),
            new(6, new(2026, 10, 30), StatementPeriod.Parse("2026-10")), "r", Balances.Zero(Nzd),
            [new("what", "how", "result", "source")], [new(1, 2, new(2026, 11, 1), new(2026, 11, 30))],
            new("pay-1", new(2026, 11, 1), new(2026, 11, 7), PayFrequency.Week, Party.Migrant));

    private static ReportedPay Pay =>
        new("pay-1", new("kiwi-orchards", new(2026, 1, 1), new(2026, 1, 7), PayFrequency.Week, new(100, Nzd), new(80, Nzd), 2_400,
            [new(DeductionKind.Rent, new(5, Nzd))]), 25, true, true,
            new(new(2026, 1, 9), ContestReason.NotPaid, -7, ContestReply.Corrected));

    private static ExchangeRate Rates => new(
        Currency.Parse("EUR"), new(Currency.Parse("PHP"), Rate.Parse("60.731"), RateSourceId.Parse("ecb"), "ECB", new(2024, 3, 6)),
        new(Nzd, Rate.Parse("1.7812"), RateSourceId.Parse("ecb"), "ECB", new(2024, 3, 5)));

    private static VerifiedBaseline Verified =>
        new(2, new(1, Nzd), BaselineMethod.TaxRecord, "tax/2025", new(2026, 1, 2),
            new(new(1, Nzd), BaselineEvidence.Payslips, new(2026, 1, 1)));

    [Fact]
    public void Every_interface_every_method_and_every_grain_class_has_a_name_of_its_own()
    {
        Assert.InRange(Interfaces.Length, 6, 100);
        var names = new List<string>();
        foreach (var type in Interfaces)
        {
            Assert.True(type.GetCustomAttribute<AliasAttribute>() is not null, $"{type.Name} has no Alias.");
            Assert.True(type.GetCustomAttribute<GrainInterfaceTypeAttribute>() is not null, $"{type.Name} has no GrainInterfaceType.");
            names.Add(type.GetCustomAttribute<AliasAttribute>()!.Alias);
            var methods = type.GetMethods();
            Assert.All(methods,
                m => Assert.True(m.GetCustomAttribute<AliasAttribute>() is not null, $"{type.Name}.{m.Name} has no Alias."));
            Assert.Equal(methods.Length, methods.Select(m => m.GetCustomAttribute<AliasAttribute>()!.Alias).Distinct().Count());
        }

        var classes = Ours.SelectMany(a => a.GetTypes()).Where(t => !t.IsAbstract && typeof(Grain).IsAssignableFrom(t)).ToArray();
        Assert.InRange(classes.Length, 6, 100);
        Assert.All(classes, t => Assert.True(t.GetCustomAttribute<GrainTypeAttribute>() is not null, $"{t.Name} has no GrainType."));
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Every_type_that_crosses_a_wire_has_a_name_and_its_members_have_numbers()
    {
        var seen = new HashSet<Type>();
        foreach (var method in Interfaces.SelectMany(i => i.GetMethods()))
        {
            foreach (var type in method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType))
            {
                Walk(type, $"{method.DeclaringType!.Name}.{method.Name}", seen);
            }

        }

        foreach (var type in typeof(ICityGrain).Assembly.GetTypes().Where(Travels)) Walk(type, "the contracts", seen);
        foreach (var type in DomainValues) Walk(type, "the domain", seen);

        Assert.Contains(typeof(CityView), seen);
        Assert.Contains(typeof(Money), seen);
        var aliases = seen.Where(t => t.GetCustomAttribute<AliasAttribute>(inherit: false) is not null)
            .Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).Distinct()
            .Select(t => t.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias).ToArray();
        Assert.Equal(aliases.Distinct(), aliases);
    }

    [Fact]
    public void Every_value_of_the_domain_comes_back_from_the_wire_as_it_went()
    {
        using var services = new ServiceCollection().AddSerializer(s => s.AddAssembly(typeof(ICityGrain).Assembly)).BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var met = new HashSet<Type>();
        foreach (var sample in Samples) IsTheSame(sample, serializer.Deserialize<object>(serializer.SerializeToArray(sample)), met);

        // Whoever adds a form adds a sample of it.
        Assert.Empty(Surrogates.Keys.Except(Samples.Select(s => s.GetType())));
        Assert.Empty(DomainValues.Where(t => !t.IsAbstract).Except(met));
        var error = serializer.Deserialize<Exception>(
            serializer.SerializeToArray<Exception>(new StoreUnavailableException("The disk is away.")));
        Assert.Equal("The disk is away.", Assert.IsType<StoreUnavailableException>(error).Message);
    }

    [Fact]
    public void A_value_that_checks_what_it_is_made_of_never_travels_member_by_member()
    {
        // Serializers set members past every constructor: a type that has one of its own travels as its text.
        var checks = DomainValues.Where(t => t.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)
            .Any(c => c.GetParameters() is not [var only] || only.ParameterType != t));
        Assert.Equal([typeof(DeductionLimit)], checks);

        // State that is no member of the constructor would be lost on the way.
        Assert.All(DomainValues.SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)),
            f => Assert.True(f.Name.EndsWith(">k__BackingField", StringComparison.Ordinal), $"{f.DeclaringType!.Name}.{f.Name}"));
    }

    public static TheoryData<object, string, string> Forgeries => new()
    {
        { Nzd, "NZD", "NZX" },
        { new Money(1, Nzd), "NZD", "nzd" },
        { DayRates.Of(new(2024, 3, 6), [new(Nzd, Rate.Parse("1.7812"))]), "1.7812", "-1.781" },
        { Rate.Parse("60.731"), "60.731", "60,731" },
        { Share.Half, "1/2", "3/2" },
        { CityPolicy.Default with { Levy = Share.Parse("1/10") }, "1/10", "1/00" },
        { StatementPeriod.Parse("2026-11"), "2026-11", "2026-13" },
        { CityId.Parse("nz-akl"), "nz-akl", "nz akl" },
        { new EntryReference(6, new(2026, 10, 30), StatementPeriod.Parse("2026-10")), "2026-10", "1999-10" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void What_the_domain_would_not_make_does_not_come_off_the_wire(object value, string part, string forged)
    {
        using var services = new ServiceCollection().AddSerializer(s => s.AddAssembly(typeof(ICityGrain).Assembly)).BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var bytes = serializer.SerializeToArray(value);
        Assert.NotNull(serializer.Deserialize<object>(bytes));

        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(part));
        Assert.True(at >= 0, $"{part} does not stand in the bytes.");
        Encoding.UTF8.GetBytes(forged).CopyTo(bytes, at);
        Assert.Throws<FormatException>(() => serializer.Deserialize<object>(bytes));
    }

    private static bool Travels(Type type) => type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null;

    // Records with lists in them are not equal to their copies, so they are compared member by member.
    private static void IsTheSame(object? sample, object? copy, HashSet<Type> met)
    {
        if (sample is not null) met.Add(sample.GetType());
        if (sample is null or string || sample.GetType().IsValueType)
        {
            Assert.Equal(sample, copy);
            return;
        }

        if (sample is IEnumerable items)
        {
            var (one, other) =
                (items.Cast<object>().ToArray(), Assert.IsType<IEnumerable>(copy, exactMatch: false).Cast<object>().ToArray());
            Assert.Equal(one.Length, other.Length);
            foreach (var (x, y) in one.Zip(other)) IsTheSame(x, y, met);
            return;
        }

        Assert.IsType(sample.GetType(), copy);
        foreach (var member in sample.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            IsTheSame(member.GetValue(sample), member.GetValue(copy), met);
        }
    }

    private static void Walk(Type type, string where, HashSet<Type> seen)
    {
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments()) Walk(argument, where, seen);
        }

        if (type.IsArray)
        {
            Walk(type.GetElementType()!, where, seen);
            return;
        }

        if (type.IsGenericParameter || type.IsEnum || type.Namespace?.StartsWith("VipOrleans", StringComparison.Ordinal) != true
            || !seen.Add(type))
        {
            return;
        }

        if (Surrogates.TryGetValue(type, out var surrogate))
        {
            Walk(surrogate, $"{where}: {type.Name}", seen);
            return;
        }

        Assert.True(type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null,
            $"{type.Name} of {where} has neither a serializer nor a form on the wire.");
        Assert.True(type.GetCustomAttribute<AliasAttribute>(inherit: false) is not null, $"{type.Name} of {where} has no Alias.");
        if (typeof(Exception).IsAssignableFrom(type)) return;
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is not null
                || p.DeclaringType!.GetField($"<{p.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance) is not null)
                .ToArray();
        if (type.IsAbstract)
        {
            foreach (var kind in type.Assembly.GetTypes().Where(t => t.BaseType == type)) Walk(kind, $"{where}: {type.Name}", seen);
        }
        else
        {
            Assert.NotEmpty(members);
        }

        // A record's members have the numbers of their places in its constructor.
        if (Constructed(type) is { Length: > 0 } places)
        {
            Assert.All(members, p => Assert.True(places.Contains(p.Name), $"{type.Name}.{p.Name} stands in no place of the constructor."));
            foreach (var member in members) Walk(member.PropertyType, $"{type.Name}.{member.Name}", seen);
            return;
        }

        Assert.All(members, p => Assert.True(p.GetCustomAttribute<IdAttribute>() is not null, $"{type.Name}.{p.Name} has no Id."));
        Assert.Equal(Enumerable.Range(0, members.Length).Select(n => (uint)n),
            members.Select(p => p.GetCustomAttribute<IdAttribute>()!.Id).Order());
        foreach (var member in members) Walk(member.PropertyType, $"{type.Name}.{member.Name}", seen);
    }
    private static string[] Constructed(Type type) =>
        type.GetMethod("Deconstruct")?.GetParameters().Select(p => p.Name!).ToArray() ?? [];
}
