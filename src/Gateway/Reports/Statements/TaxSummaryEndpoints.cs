namespace VipOrleans.Gateway.Reports;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Short yearly summaries to show a tax office: what, by whom and when. As JSON, or as a page to print.</summary>
internal static class TaxSummaryEndpoints
{
    private const int PerRead = 1_000;
    private const string ExamplePage = "<!DOCTYPE html>\n<html lang=\"en\">…</html>\n";
    private const string About = "Its sums are what the year's statements have changed. Asked for text/html, it is a page to print.";

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/hosts/{host}/tax-summaries/{year}", OfHost).WithTags("Statements")
            .Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getHostTaxSummary", "Read a host's summary of a year for tax",
                $"Each payment with its day and reference, what the host-loss fund paid, and what the city kept. {About}")
            .Answers(Example(TaxPayer.Host, Sample.Host.Value, TaxItem.SharePaid, Sample.City.Value)).AnswersPage(ExamplePage);
        v1.MapGet("/migrants/{migrant}/tax-summaries/{year}", OfMigrant).WithTags("Statements")
            .Allows(Who.TheMigrant, Who.OfficerOfNation, Who.AuditorOfNation)
            .Describes("getMigrantTaxSummary", "Read a migrant's summary of a year for tax",
                $"What each employer reported, the share that was taken of it, and the refunds that were paid. {About}")
            .Answers(Example(TaxPayer.Migrant, Sample.Migrant.Value, TaxItem.Earned, "acme-orchards")).AnswersPage(ExamplePage);
        v1.MapGet("/cities/{city}/employer-tax-summaries/{year}", OfEmployer).WithTags("Statements")
            .Allows(Who.EmployerOfNation, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity).Query(Query.OfEmployer)
            .Describes("getEmployerTaxSummary", "Read an employer's summary of a year for tax",
                $"What it was to withhold and to give back, a line for each person. An employer reads its own and leaves 'employer' out. "
                    + About)
            .Answers(Example(TaxPayer.Employer, "acme-orchards", TaxItem.Withheld, "acme-orchards")).AnswersPage(ExamplePage);
    }

    private static async Task<IResult> OfHost(HttpContext http, HostId host, string year, IGrainFactory grains, TimeProvider time)
    {
        var period = Read(year);
        if (await grains.Host(host).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.HostNotFound));
        var ids = await StatementEndpoints.Sponsorships(grains.Registers(host.City), new() { Host = host });
        return await Answer(http, grains, TaxPayer.Host, host.Value, period, ids, time);
    }

    private static async Task<IResult> OfMigrant(HttpContext http, MigrantId migrant, string year, IGrainFactory grains, TimeProvider time)
    {
        var period = Read(year);
        return await grains.Migrant(migrant).Sponsorships() is { } ids
            ? await Answer(http, grains, TaxPayer.Migrant, migrant.Value, period, ids, time)
            : new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound));
    }

    private static async Task<IResult> OfEmployer(HttpContext http, CityId city, string year, IGrainFactory grains, TimeProvider time)
    {
        var period = Read(year);
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var employer = Caller.Of(http).EmployerFor(Query.OfEmployer.Of(http));
        var rows = new List<EmployerTaxRow>();
        for (int? after = 0; after is { } from;)
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            var page = await grains.Collections(city).Statement(employer, period, new(from, PerRead));
            rows.AddRange((page?.Items ?? []).Select(l => new EmployerTaxRow(l.Sponsorship, l.From, l.To, l.Withhold, l.GiveBack)));
            after = page?.Next;
        }

        return Answer(http, TaxSummary.OfEmployer(employer, period, StatementEndpoints.IsClosed(period, time), rows));
    }

    private static async Task<IResult> Answer(HttpContext http, IGrainFactory grains, TaxPayer payer, string id, StatementPeriod year,
        IReadOnlyList<SponsorshipId> sponsorships, TimeProvider time) =>
        Answer(http, TaxSummary.From(payer, id, year, StatementEndpoints.IsClosed(year, time),
            await StatementEndpoints.Accounts(grains, sponsorships, year)));

    private static IResult Answer(HttpContext http, TaxSummary summary)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (!StatementEndpoints.WantsPage(http.Request.Headers.Accept)) return Answers.Json(summary);
        http.Response.Headers.ContentSecurityPolicy = StatementStyle.ContentSecurityPolicy;
        return new RazorComponentResult<TaxSummaryPage>(new { Summary = summary });
    }

    private static StatementPeriod Read(string text) =>
        StatementPeriod.TryParse(text, out var period) && !period.IsMonth
            ? period : throw ProblemException.Invalid("year", "Expected a year such as '2026'.");

    private static TaxSummary Example(TaxPayer payer, string id, TaxItem what, string by)
    {
        var amount = Money.Parse("1771.40", Sample.Nzd);
        return new(payer, id, StatementPeriod.Parse("2025"), true, [new(what, amount)],
            [new(what, Sample.Sponsorship, by, new(2025, 12, 3), new(2025, 12, 3), amount, 1, null)]);
    }
}
