namespace VipOrleans.Gateway.Reports;

using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>An employer's statements: what it withholds in a month or a year, for whom, and what of it has arrived.</summary>
internal static class EmployerStatementEndpoints
{
    private const string Csv = "text/csv", Json = "application/json";
    private const string Header = "sponsorship,year,month,from,to,withhold,giveBack,paid,open,currency,reference,by,bookedOn\n";
    private const int PerRead = 1_000, MostPrinted = 10_000;

    private static readonly EmployerLine ExampleLine = new(
        Sponsorship: Sample.Sponsorship, Year: 1, Month: 1, From: Sample.Day, To: new(2025, 12, 2),
        Withhold: Money.Parse("1771.40", Sample.Nzd), GiveBack: Money.Zero(Sample.Nzd), Paid: Money.Zero(Sample.Nzd),
        Open: Money.Parse("1771.40", Sample.Nzd), Reference: EmployerReference.Of(Sample.Sponsorship, "acme-orchards", 1, 1).Value,
        By: new(2026, 1, 20), BookedOn: new(2025, 12, 3));

    private static readonly EmployerStatement Example = new(
        City: Sample.City, Employer: "acme-orchards", Period: StatementPeriod.Parse("2026-01"),
        Reference: StatementReference.Of(Sample.City, "acme-orchards", StatementPeriod.Parse("2026-01")).Value, By: new(2026, 1, 20),
        Lines: 1, Withheld: ExampleLine.Withhold, GivenBack: ExampleLine.GiveBack, Paid: ExampleLine.Paid, Open: ExampleLine.Open,
        Items: [ExampleLine], Next: null);

    public static void Map(IEndpointRouteBuilder v1)
    {
        Who[] readers = [Who.EmployerOfNation, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity];
        v1.MapGet("/cities/{city}/employer-statements/{period}", Get).Allows(readers).WithTags("Statements").Query(Query.OfEmployer)
            .Describes("getEmployerStatement", "Read an employer's statement of a month or a year",
                "What is due in it, person by person, and what has arrived; of a month with the one reference under which all of it is "
                    + $"paid. At most {PerRead:N0} lines; the file has all. An employer reads its own and leaves 'employer' out. Asked for "
                    + "text/html, it is a page to print.")
            .Answers(Example).AnswersPage("<!DOCTYPE html>\n<html lang=\"en\">…</html>\n");
        v1.MapGet("/cities/{city}/employer-statements/{period}/file", File).Allows(readers).WithTags("Statements")
            .Query(Query.OfEmployer, Query.Format)
            .Describes("getEmployerStatementFile", "Fetch an employer's statement as a file",
                "All lines of a month or a year, as CSV with a header or as one JSON object with 'items': a payroll's list of what to "
                    + "withhold for each person.")
            .Produces<string>(200, Csv, Json).WithMetadata(new ResponseExample(200,
                new Dictionary<string, string>
                {
                    [Csv] = Header + Line(ExampleLine),
                    [Json] = JsonSerializer.Serialize(Example, GatewayJson.Options),
                }));
    }

    private static async Task<IResult> Get(HttpContext http, CityId city, string period, IGrainFactory grains)
    {
        if (await Read(http, city, period, grains, new(0, PerRead)) is not { } statement) return NoCity;
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (!StatementEndpoints.WantsPage(http.Request.Headers.Accept)) return Answers.Json(statement);
        var lines = await Lines(http, grains, statement, MostPrinted);
        http.Response.Headers.ContentSecurityPolicy = StatementStyle.ContentSecurityPolicy;
        return new RazorComponentResult<EmployerStatementPage>(new { Statement = statement, Lines = lines });
    }

    private static async Task<IResult> File(HttpContext http, CityId city, string period, IGrainFactory grains)
    {
        if (await Read(http, city, period, grains, new(0, PerRead)) is not { } statement) return NoCity;
        var form = Query.Format.Of(http) ?? FileForm.Csv;
        var lines = await Lines(http, grains, statement, int.MaxValue);
        var text = form == FileForm.Csv
            ? Header + string.Concat(lines.Select(Line))
            : JsonSerializer.Serialize(statement with { Items = lines, Next = null }, GatewayJson.Options);
        return TypedResults.File(Encoding.UTF8.GetBytes(text), form == FileForm.Csv ? $"{Csv}; charset=utf-8" : Json,
            $"statement-{statement.Period}.{Codes<FileForm>.Text(form)}");
    }

    // Null if there is no such city.
    private static async Task<EmployerStatement?> Read(HttpContext http, CityId city, string text, IGrainFactory grains, PageOfLines page)
    {
        var period = StatementEndpoints.Read(text);
        if (await grains.City(city).Get() is not { } view) return null;
        var employer = Caller.Of(http).EmployerFor(Query.OfEmployer.Of(http));
        var zero = Money.Zero(view.Currency);
        return await grains.Collections(city).Statement(employer, period, page)
            ?? new(city, employer, period, period.IsMonth ? StatementReference.Of(city, employer, period).Value : null, null, 0, zero, zero,
                zero, zero, [], null);
    }

    private static async Task<IReadOnlyList<EmployerLine>> Lines(HttpContext http, IGrainFactory grains, EmployerStatement first, int most)
    {
        var lines = new List<EmployerLine>(first.Items);
        for (var next = first.Next; next is { } after && lines.Count < most;)
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            var page = await grains.Collections(first.City).Statement(first.Employer, first.Period, new(after, PerRead));
            lines.AddRange(page!.Items);
            next = page.Next;
        }

        return lines;
    }

    // No field has a comma or a quote: they are ids, amounts and days, and none begins as a formula does but for a minus.
    private static string Line(EmployerLine line)
    {
        string[] fields =
        [
            line.Sponsorship.Value, line.Year.ToString(CultureInfo.InvariantCulture), line.Month.ToString(CultureInfo.InvariantCulture),
            Day(line.From), Day(line.To), line.Withhold.Amount, line.GiveBack.Amount, line.Paid.Amount, line.Open.Amount,
            line.Open.Currency.Code, line.Reference, Day(line.By), Day(line.BookedOn),
        ];
        return $"{string.Join(',', fields)}\n";
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ProblemResult NoCity => new(Problems.Of(RejectionCode.CityNotFound));
}
