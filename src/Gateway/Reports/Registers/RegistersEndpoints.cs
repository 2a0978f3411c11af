namespace VipOrleans.Gateway.Reports;

using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>The lists of a city or nation. An answer has everything that was acknowledged before the question was put.</summary>
internal static class RegistersEndpoints
{
    private static readonly RegistersSummary ExampleSummary = new(
        Position: 4711,
        Hosts: 120,
        SuspendedHosts: 2,
        Migrants: 95,
        Sponsorships: new Dictionary<SponsorshipStatus, int> { [SponsorshipStatus.Checking] = 12, [SponsorshipStatus.Active] = 61 },
        Earned: Money.Parse("256200.00", Sample.Nzd),
        Share: Money.Parse("108055.40", Sample.Nzd), Electors: 0);

    private static readonly MigrantEntry ExampleMigrant = new(Id: Sample.Migrant, Origin: "PH", Sponsorship: Sample.Sponsorship);

    public static void Map(IEndpointRouteBuilder v1)
    {
        const string next = "AeM-m7wAAAAAAAAAMg";
        Who[] readers = [Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity];
        var city = v1.MapGroup("/cities/{city}").WithTags("Registers");
        city.MapGet("/summary", Summary).Allows(readers)
            .Describes("getCitySummary", "Count a city's books",
                "Hosts, migrants, sponsorships by where they stand, and the sums of what was earned and shared.")
            .Answers(ExampleSummary);
        city.MapGet("/hosts", Hosts).Allows(readers).Query(Query.Household, Query.Suspended, Query.InSponsorship, Query.Limit, Query.Cursor)
            .Describes("listHosts", "List a city's hosts", "In the order of their registration.")
            .Answers(new Page<HostEntry>(
                [new(Id: Sample.Host, Household: Sample.Household, Sponsorship: Sample.Sponsorship, Suspended: null)],
                next));
        city.MapGet("/migrants", Migrants).Allows(readers).Query(Query.InSponsorship, Query.Limit, Query.Cursor)
            .Describes("listCityMigrants", "List the migrants in a city's books",
                "Those who are, or were, in a sponsorship of the city, in the order in which they came into its books.")
            .Answers(new Page<MigrantEntry>([ExampleMigrant with { Origin = null }], next));
        city.MapGet("/sponsorships", Sponsorships).Allows(readers)
            .Query(Query.Status, Query.Host, Query.Migrant, Query.Household, Query.Limit, Query.Cursor)
            .Describes("listSponsorships", "List a city's sponsorships", "In the order of their proposals.")
            .Answers(new Page<SponsorshipEntry>(
                [new( Id: Sample.Sponsorship, Host: Sample.Host, Migrant: Sample.Migrant, Household: Sample.Household,
                    Status: SponsorshipStatus.Active, Earned: Sample.Totals.Earned, Share: Sample.Totals.Share, EndReason: null)], null));
        city.MapGet("/employments", Employments).Allows(readers)
            .Query(Query.NamedEmployer, Query.Flagged, Query.OpenFindings, Query.Limit, Query.Cursor)
            .Describes("listCityEmployments", "List the employments in a city",
                "In the order in which they were named. Flagged is what an officer should look at: an employer who is the host or of the "
                    + "host's household, who is at the host's address, or who has one account with the host; an employment that the "
                    + "migrant contests, or that an officer named without a document. Nothing is forbidden by a flag. With 'flagged', "
                    + "what no officer has settled comes first.")
            .Answers(new Page<EmploymentEntry>(
                [new(Sample.Sponsorship, "acme-orchards", Sample.Day, To: null, EmploymentWord.Unconfirmed,
                    [EmploymentFlag.EmployerAtHostsHome])], null));
        var finding = new FindingEntry(Sample.Sponsorship, "pay-1f0c3a7de91b2c4d5e6f", "acme-orchards", Sample.Day, Sample.Day.AddDays(6),
            "nz-rse",
            [new(DeductionFault.OverCap, DeductionKind.Rent, Money.Parse("120.00", Sample.Nzd), Money.Parse("47.00", Sample.Nzd))]);
        city.MapGet("/deduction-findings", Findings).Allows(readers)
            .Query(Query.Sponsorship, Query.NamedEmployer, Query.OpenFindings, Query.Limit, Query.Cursor)
            .Describes("listDeductionFindings", "List pays that break a rule",
                "Pays that are below the minimum wage for the hours worked, or of which others take what the deduction profile does not "
                    + "allow, each as it was reported last: what no officer has settled first. One that is put right or withdrawn is "
                    + "not listed any more.")
            .Answers(new Page<FindingEntry>([finding], null));
        v1.MapGet("/sponsorships/{sponsorship}/deduction-findings", OwnFindings).WithTags("Registers")
            .Allows([Who.MigrantOfSponsorship, .. readers]).Query(Query.Limit, Query.Cursor)
            .Describes("listOwnDeductionFindings", "List a sponsorship's pays that break a rule",
                "The migrant sees what was paid too little, or taken against the rules, and what came of it.")
            .Answers(new Page<FindingEntry>([finding], null));
        var own = new Page<SponsorshipEntry>(
            [new( Id: Sample.Sponsorship, Host: Sample.Host, Migrant: Sample.Migrant, Household: Sample.Household,
                Status: SponsorshipStatus.Proposed, EndReason: null, Earned: null, Share: null)], null);
        const string ownText = "Those that are proposed, by either side, those that go on and those that have ended, in the order of their "
            + "proposals.";
        v1.MapGet("/hosts/{host}/sponsorships", OfHost).WithTags("Registers").Allows(Who.TheHost, Who.GuardianOfHost)
            .Query(Query.Status, Query.Limit, Query.Cursor)
            .Describes("listHostSponsorships", "List a host's own sponsorships", $"{ownText} A record in another city has its own list.")
            .Answers(own);
        v1.MapGet("/migrants/{migrant}/sponsorships", OfMigrant).WithTags("Registers").Allows(Who.TheMigrant)
            .Query(Query.City, Query.Status, Query.Limit, Query.Cursor)
            .Describes("listMigrantSponsorships", "List a migrant's own sponsorships in a city", ownText)
            .Answers(own);
        v1.MapGet("/nations/{nation}/migrants", NationMigrants).WithTags("Registers")
            .Allows(Who.OfficerOfNation, Who.AuditorOfNation, Who.OfficerOfCityInNation)
            .Query(Query.InSponsorship, Query.Limit, Query.Cursor)
            .Describes("listNationMigrants", "List a nation's migrants", "In the order of their registration.")
            .Answers(new Page<MigrantEntry>([ExampleMigrant], next));
    }

    private static async Task<IResult> Summary(CityId city, IGrainFactory grains) =>
        await IfOpen(grains, city, async () => await grains.Registers(city).Summary());

    private static async Task<IResult> Hosts(HttpContext http, CityId city, IGrainFactory grains) =>
        await IfOpen(grains, city, async () => Cursor.Page(http, await grains.Registers(city).Hosts(
        new() { Household = Query.Household.Of(http), Suspended = Query.Suspended.Of(http), InSponsorship = Query.InSponsorship.Of(http) },
            Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Migrants(HttpContext http, CityId city, IGrainFactory grains) =>
        await IfOpen(grains, city, async () => Cursor.Page(http, await grains.Registers(city).Migrants(
        new() { InSponsorship = Query.InSponsorship.Of(http) }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Sponsorships(HttpContext http, CityId city, IGrainFactory grains) =>
        await IfOpen(grains, city, async () => Cursor.Page(http, await grains.Registers(city).Sponsorships(
        new()
        {
            Status = Query.Status.Of(http), Host = Query.Host.Of(http), Migrant = Query.Migrant.Of(http),
            Household = Query.Household.Of(http)
        }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Employments(HttpContext http, CityId city, IGrainFactory grains) =>
        await IfOpen(grains, city, async () => Cursor.Page(http, await grains.Registers(city).Employments(
        new()
        {
            Employer = Query.NamedEmployer.Of(http), IsFlagged = Query.Flagged.Of(http), IsOpen = Query.OpenFindings.Of(http)
        }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Findings(HttpContext http, CityId city, IGrainFactory grains) =>
        await IfOpen(grains, city, async () => Cursor.Page(http, await grains.Registers(city).Findings(
        new()
        {
            Sponsorship = Query.Sponsorship.Of(http), Employer = Query.NamedEmployer.Of(http), IsOpen = Query.OpenFindings.Of(http)
        }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> OwnFindings(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains) =>
        await grains.Sponsorship(sponsorship).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound))
            : Answers.Json(Cursor.Page(http, await grains.Registers(sponsorship.City).Findings(new() { Sponsorship = sponsorship },
                Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> OfHost(HttpContext http, HostId host, IGrainFactory grains) =>
        await grains.Host(host).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.HostNotFound))
            : Answers.Json(Cursor.Page(http, await grains.Registers(host.City).Sponsorships(
                new() { Host = host, Status = Query.Status.Of(http) }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> OfMigrant(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        await IfOpen(grains, Query.City.Of(http)!.Value, async () => Cursor.Page(http,
            await grains.Registers(Query.City.Of(http)!.Value).Sponsorships(
                new() { Migrant = migrant, Status = Query.Status.Of(http) }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> NationMigrants(HttpContext http, NationId nation, IGrainFactory grains) =>
        Answers.Json(Cursor.Page(http, await grains.Registers(nation).Migrants(
        new() { InSponsorship = Query.InSponsorship.Of(http) }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> IfOpen<T>(IGrainFactory grains, CityId city, Func<Task<T>> answer) =>
        await grains.City(city).Get() is null ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound)) : Answers.Json(await answer());
}
