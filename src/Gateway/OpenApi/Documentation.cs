namespace VipOrleans.Gateway.OpenApi;

using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Commands;

/// <summary>An example of a body, written by the same rules as a real one.</summary>
internal sealed record RequestExample(object Value);

/// <summary>An example of an answer.</summary>
internal sealed record ResponseExample(int Status, object Value);

/// <summary>An answer that comes as a page as well, if one is asked for.</summary>
/// <param name="Text">An example of the page.</param>
internal sealed record PageExample(string Text)
{
    public const string MediaType = "text/html";
}

/// <summary>What an endpoint tells the API reference of itself.</summary>
internal static class Documentation
{
    /// <summary>The receipt's example with an outcome.</summary>
    public static RouteHandlerBuilder AnswersReceipt(this RouteHandlerBuilder endpoint, string id, string outcome, int status = 200) =>
        endpoint.Answers(new Receipt(id, 7, outcome), status);

    /// <summary>What is answered, with an example.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, T example, int status = 200) where T : notnull =>
        endpoint.Produces<T>(status, "application/json").WithMetadata(new ResponseExample(status, example));

    /// <summary>A file that is answered as it is, with its beginning as an example.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder endpoint, string mediaType, string example) =>
        endpoint.Produces<string>(200, mediaType).WithMetadata(new ResponseExample(200, example));

    /// <summary>The answer comes as a page to print as well.</summary>
    public static RouteHandlerBuilder AnswersPage(this RouteHandlerBuilder endpoint, string example) =>
        endpoint.WithMetadata(new PageExample(example));

    /// <summary>An example of the body.</summary>
    public static RouteHandlerBuilder ExampleBody(this RouteHandlerBuilder endpoint, object example) =>
        endpoint.WithMetadata(new RequestExample(example));

    /// <summary>A name for generated clients, one line, and what else there is to know.</summary>
    public static RouteHandlerBuilder Describes(this RouteHandlerBuilder endpoint, string name, string summary, string description) =>
        endpoint.WithName(name).WithSummary(summary).WithDescription(description);
}

/// <summary>The people, places and sums of the examples. None of them exists.</summary>
internal static class Sample
{
    public static readonly CityId City = CityId.Parse("nz-akl");
    public static readonly NationId Nation = NationId.Parse("nz");
    public static readonly HostId Host = HostId.Parse("nz-akl.host.3zq8kd5w1v7c9x2m4n6p0r8s5t");
    public static readonly HostId OtherHost = HostId.Parse("nz-akl.host.8w1v7c9x2m4n6p0r8s5t3zq5kd");
    public static readonly MigrantId OtherMigrant = MigrantId.Parse("nz.migrant.9m5n2z8q4w6k0d1r7t3p1v7c3x");
    public static readonly HouseholdId Household = HouseholdId.Parse("nz-akl.household.5m2c8x4v6n1z9q7w3k0d8r5t2p");
    public static readonly HomeId Home = HomeId.Parse("nz-akl.home.7x3m9v5c1n8z4q2w6k0d7r3t5s");
    public static readonly EmployerId Employer = EmployerId.Of(NationId.Parse("nz"), "acme-orchards");
    public static readonly MigrantId Migrant = MigrantId.Parse("nz.migrant.1v7c3x9m5n2z8q4w6k0d1r7t3p");
    public static readonly PayoutId Payout = PayoutId.Parse("nz-akl.payout.6w0k1d7r3t9p5s1v7c3x2n8z4q");
    public static readonly BallotId Ballot = BallotId.Parse("nz-akl.ballot.7q2w6k0d1r7t3p5s9v1c3x8n4z");
    public static readonly OpeningId Opening = OpeningId.Parse("nz-akl.opening.1v9c3x8n4z7q2w6k0d1r7t3p5s");
    public static readonly BeneficiaryId Beneficiary = BeneficiaryId.Parse("nz.beneficiary.4q6w0k1d7r3t9p5s1v7c3x2n8z");
    public static readonly DependantId Dependant = DependantId.Parse("nz.dependant.7r3t9p5s1v7c3x2n8z4q6w0k1d");
    public static readonly RemittanceOfferId RemittanceOffer = RemittanceOfferId.Parse("example-bank-php");
    public static readonly SponsorshipId Sponsorship = SponsorshipId.Parse("nz-akl.sponsorship.2n8z4q6w0k1d7r3t9p5s1v7c3x");
    public static readonly RoundId Round = RoundId.Parse("nz-akl.round.9p5s1v7c3x2n8z4q6w0k1d7r3t");
    public static readonly RoundId NationRound = RoundId.Parse("nz.round.9p5s1v7c3x2n8z4q6w0k1d7r3t");
    public static readonly ConcernId Concern = ConcernId.Parse("nz-akl.concern.9p5s1v7c3x2n8z4q6w0k1d7r3t");
    public static readonly RulingId Ruling = RulingId.Parse("nz-akl.ruling.0d8r5t2p7x3m9v5c1n8z4q2w6k");
    public static readonly ImportId Import = ImportId.Parse("nz-akl.import.6w0k1d7r3t9p5s1v7c3x2n8z4q");
    public static readonly Currency Nzd = Currency.Parse("NZD");
    public static readonly Currency Php = Currency.Parse("PHP");

    public static readonly DateOnly Day = new(2025, 11, 3);

    public static readonly ExchangeRate Rate = new(
        Currency.Parse("EUR"),
        new(Php, Domain.Money.Rate.Parse("67.431"), RateSourceId.Parse("ecb"), "European Central Bank", Day),
        new(Nzd, Domain.Money.Rate.Parse("2.0143"), RateSourceId.Parse("ecb"), "European Central Bank", Day));
    public static readonly Baseline Baseline = new(Money.Parse("264000.00", Php), BaselineEvidence.Payslips, Day);
    public static readonly VerifiedBaseline VerifiedBaseline =
        new(1, Baseline.Yearly, BaselineMethod.Payslips, "case-file/2025-117", Day, Baseline);
    public static readonly FixedBaseline FixedBaseline = new(VerifiedBaseline, Rate, Money.Parse("7886.20", Nzd));

    public static readonly DeductionProfile DeductionProfile = new(
        "nz-rse", 1, "NZ", new(2025, 4, 1), "Wages Protection Act 1983, section 5", Nzd, PayBasis.Gross, true,
        [new PercentageCap(2500), new ProtectedFloor(94000, 407334)]);

    public static readonly StatementTotals Totals = new(
        Earned: Money.Parse("4200.00", Nzd),
        Gain: Money.Parse("3542.81", Nzd),
        Share: Money.Parse("1771.40", Nzd),
        Kept: Money.Parse("2428.60", Nzd),
        Expired: Money.Parse("0.00", Nzd),
        Due: Money.Parse("1771.40", Nzd),
        Collected: Money.Parse("0.00", Nzd),
        PaidOut: Money.Parse("0.00", Nzd));

    public static readonly StatementView Statement = new(
        Sponsorship: Sponsorship,
        Version: 14,
        Host: Host,
        Migrant: Migrant,
        Household: Household,
        Share: Share.Half,
        Baseline: FixedBaseline,
        Lines: [
            new(
                BookedAt: new(2025, 12, 2, 20, 0, 0, TimeSpan.Zero), BookedOn: new(2025, 12, 3), Employer: "kiwi-orchards", Year: 1,
                Month: 1, Earned: Money.Parse("4200.00", Nzd), ThroughMonth: 1, EarnedToDate: Money.Parse("4200.00", Nzd),
                DueToDate: Money.Parse("1771.40", Nzd), TakenBefore: Money.Zero(Nzd), Taken: Money.Parse("1771.40", Nzd),
                EarnedBefore: null, Limit: null, Residue: null, Paid: null, IsWithdrawn: false),
        ],
        Totals: Totals, LaterBaselines: []);
}
