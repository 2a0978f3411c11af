namespace VipOrleans.Gateway.Reports;

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;
using VipOrleans.Gateway.Sponsorships;

/// <summary>Files of earnings: sent as a stream, worked off in the background, with every bad row listed.</summary>
internal static class ImportEndpoints
{
    private static readonly Dictionary<string, string> ExampleFiles = new()
    {
        [EarningsMedia.Csv] = $"sponsorship,year,month,earned,currency\n{Sample.Sponsorship},1,1,4200.00,NZD\n",
        [EarningsMedia.Ndjson] =
            $$"""{"sponsorship":"{{Sample.Sponsorship}}","year":1,"month":1,"earned":"4200.00","currency":"NZD"}""" + "\n",
    };

    private static readonly BadRowEntry ExampleBadRow =
        new(
            Line: 17, Column: "earned", Code: "value-invalid",
            Text: "Expected an amount of 0 or more in NZD: digits with exactly 2 decimals, such as '4200.00'.");

    private static readonly EarningsImportView Received = new(
        Id: Sample.Import,
        Version: 4,
        City: Sample.City,
        Employer: "acme-orchards",
        Format: ImportFormat.Csv,
        Header: ["sponsorship", "year", "month", "earned", "currency"],
        State: ImportState.Working,
        Rows: 1200,
        Bytes: 86_400,
        Sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Accepted: 0,
        Unchanged: 0,
        Refused: 0,
        Errors: []);

    private static readonly EarningsImportView Done =
        Received with { Version = 9, State = ImportState.Done, Accepted = 1190, Unchanged = 9, Refused = 1, Errors = [ExampleBadRow] };

    private static readonly RowResultEntry ExampleResult = new(
        Line: 2, Sponsorship: Sample.Sponsorship, Year: 1, Month: 1, Status: RowStatus.Accepted, Code: null,
        Withhold: EarningsAnswers.Posted.Withhold, GiveBack: EarningsAnswers.Posted.GiveBack, Reference: EarningsAnswers.Posted.Reference,
        By: EarningsAnswers.Posted.By, Netted: EarningsAnswers.Posted.Netted);

    private static readonly RowResultEntry ExampleRefusal = new(
        Line: 17, Sponsorship: Sample.Sponsorship, Year: 1, Month: 2, Status: RowStatus.Refused, Code: "value-invalid", Withhold: null,
        GiveBack: null, Reference: null, By: null);

    private static readonly Dictionary<string, string> ExampleResults = new()
    {
        [EarningsMedia.Csv] = RowResultsFile.Header + RowResultsFile.Line(ExampleResult, EarningsAnswers.ExampleAccount),
        [RowResultsFile.Json] = JsonSerializer.Serialize(
            new RowResults([ExampleResult], null, EarningsAnswers.ExampleAccount), GatewayJson.Options),
    };

    private static string ExampleEvent => $"id: 9\nevent: done\ndata: {JsonSerializer.Serialize(Done, GatewayJson.Options)}\n\n";

    public static void Map(IEndpointRouteBuilder v1)
    {
        Who[] readers = [Who.EmployerOfImport, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity];
        var all = v1.MapGroup("/cities/{city}/earnings-imports").WithTags("Earnings imports");
        all.MapPost("", Send).Allows(Who.EmployerOfNation, Who.OfficerOfCity)
            .Query(Query.Separator, Query.Decimals, Query.Days)
            .Describes("sendEarnings", "Send a file of earnings",
                $"CSV of RFC 4180 with a header, or one JSON object a line. A row reports a month or a pay. A month has the columns "
                    + $"{Names(EarningsFile.Required)}, and may have {Names(EarningsFile.OfMonths.Except(EarningsFile.Required))}. A pay "
                    + $"has {Names(EarningsFile.RequiredOfPays)}, and may have afterTax, hours (as '38.25' or '38:15') and payId, which "
                    + "corrects the pay of that id. What the employer takes from a pay beside the share stands in a column for its kind: "
                    + $"{Names(EarningsFile.Deductions.Select(d => d.Amount))}; each may have its purpose, day of consent and mark of "
                    + "agreement, such as rentPurpose, rentConsentOn and rentAgreed ('yes'). Either may have an employer. "
                + "Amounts are text with exactly the decimals of their currency; 'withdrawn' is empty or 'yes', and takes the employer's "
                    + "report of the month back, or with a payId that pay. An employer reports for itself only. "
                + $"At most {EarningsFile.MaxBytes:N0} bytes, {EarningsFile.MaxRows:N0} rows, {EarningsFile.MaxLineBytes:N0} bytes a "
                    + $"line; a field has no line break. "
                + "The answer comes when the whole file is here; it is worked off afterwards. Bad rows do not hold up the others. Where "
                    + "the connection breaks, send the same file again under the same key. "
                + "A file reports a month once for each employer: a second row is a bad row, unless one between them takes the first back. "
                + "Pays add up, and the same pay again is the same. "
                + "The same file again, under whatever key, changes nothing. Of a field that has not even the characters of its column "
                    + "nothing is kept, nor of the employer in a bad row: it stands as '?' among the bad rows. A spreadsheet's table is "
                    + "read as it is if 'separator', 'decimals' and 'days' say how it is written; in UTF-8, or in UTF-16 with its mark. An "
                    + $"employer may name people by its own numbers in a column '{EarningsFile.StaffNumber}' in place of "
                    + "'sponsorship', once they are mapped. "
                    + "'tryEarnings' tries a file first.")
            .Accepts<string>(EarningsMedia.Csv, EarningsMedia.Ndjson).ExampleBody(ExampleFiles)
            .WithMetadata(new CommandMetadata(typeof(string), false), new RequestSizeLimitAttribute(EarningsFile.MaxBytes + 1_000_000),
                new UnlistedParameter(Query.DryRun), new UnlistedParameter(Query.Format))
            .Answers(Received, StatusCodes.Status202Accepted);
        v1.MapPost("/cities/{city}/earnings-trials", Try).WithTags("Earnings imports").Allows(Who.EmployerOfNation, Who.OfficerOfCity)
            .Query(Query.Separator, Query.Decimals, Query.Days, Query.Format)
            .Describes("tryEarnings", "Try a file of earnings",
                $"The same file as 'sendEarnings' takes, of at most {EarningsTrial.MaxRows:N0} rows. It is answered at once, row by row, "
                    + "as the file of results would be if it were sent now ('format' says how), and nothing changes. The key is not used "
                    + "up. What was sent before is answered as unchanged. 'sendEarnings' with 'dryRun=true' is the same.")
            .Accepts<string>(EarningsMedia.Csv, EarningsMedia.Ndjson).ExampleBody(ExampleFiles)
            .WithMetadata(new CommandMetadata(typeof(string), false), new RequestSizeLimitAttribute(EarningsFile.MaxBytes + 1_000_000))
            .Produces<string>(200, EarningsMedia.Csv, RowResultsFile.Json).WithMetadata(new ResponseExample(200, ExampleResults));
        all.MapGet("", List).Allows(Who.EmployerOfNation, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Query(Query.Limit, Query.Cursor)
            .Describes("listEarningsImports", "List the files of earnings that a city has received",
                "In the order in which they came. An employer sees its own.")
            .Answers(new Page<ImportEntry>(
                [new( Id: Sample.Import, Employer: "acme-orchards", State: ImportState.Done, Rows: 1200, Accepted: 1190,
                    Unchanged: 9, Refused: 1)], null));
        var one = all.MapGroup("/{import}");
        one.MapGet("", Get).Allows(readers)
            .Describes("getEarningsImport", "Read how far an import is", "With its first bad rows.")
            .Answers(Done);
        one.MapGet("/errors", Errors).Allows(readers).Query(Query.Limit, Query.Cursor)
            .Describes("listBadRows", "List the bad rows of an import",
                "With line, column, code and text, in the order of the file; those that have been found so far. No value of a row is "
                    + "repeated.")
            .Answers(new Page<BadRowEntry>([ExampleBadRow], null));
        one.MapGet("/bad-rows", BadRows).Allows(readers)
            .Describes("getBadRows", "Fetch the bad rows as a file",
                "In the format and with the header of the file that was sent: to be mended and sent again, under a new key. '?' stands "
                    + "for a field, and '?' with a code for a line, of which nothing was kept; the list of errors tells the line of your "
                        + "own file.")
            .Produces<string>(200, EarningsMedia.Csv, EarningsMedia.Ndjson).WithMetadata(new ResponseExample(200, ExampleFiles));
        one.MapGet("/results", Results).Allows(readers).Query(Query.Limit, Query.Cursor)
            .Describes("listRowResults", "List how each row went",
                "In the order of the file, those that have been worked off so far: what to withhold for each row or to give back with the "
                    + "pay, and under which reference and by which day the city is paid. A row that is unchanged is answered as at its "
                    + "first time, and is not withheld twice. Of files from before results were kept, the bad rows are listed.")
            .Answers(new RowResults([ExampleResult, ExampleRefusal], null, EarningsAnswers.ExampleAccount));
        one.MapGet("/results-file", ResultsFile).Allows(readers).Query(Query.Format)
            .Describes("getRowResults", "Fetch how each row went as a file",
                "As CSV with a header, or as one JSON object with 'payTo' and 'items'. It has the rows that have been worked off so far: "
                    + "all of them once the import is done.")
            .Produces<string>(200, EarningsMedia.Csv, RowResultsFile.Json).WithMetadata(new ResponseExample(200, ExampleResults));
        one.MapGet("/events", Events).Allows(readers)
            .Describes("followEarningsImport", "Follow an import",
                "Server-sent events: 'id' is the version, 'event' is 'progress' or, as the last one, 'done', and 'data' the import as it "
                    + "is then. Send Last-Event-ID to hear only of what is newer; whoever has the last one already gets 204 and need not "
                        + "ask again.")
            .Produces<string>(200, "text/event-stream").WithMetadata(new ResponseExample(200, ExampleEvent), new TakesLastEventId());
    }

    private static async Task<IResult> Send(HttpContext http, CityId city, IGrainFactory grains, Allowances allowances)
    {
        // A trial is an operation of its own. Whoever asks for one here gets it: a file is never sent that was to be tried.
        if (Query.DryRun.Of(http) == true) return await Try(http, city, grains, allowances);
        using var upload = new EarningsUpload(http, city, grains, allowances);
        return await grains.City(city).Get() is null ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound)) : await upload.Receive();
    }

    private static async Task<IResult> Try(HttpContext http, CityId city, IGrainFactory grains, Allowances allowances)
    {
        using var upload = new EarningsUpload(http, city, grains, allowances);
        return await grains.City(city).Get() is null ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound)) : await upload.Try();
    }

    private static string Names(IEnumerable<ImportColumn> columns) => string.Join(", ", columns.Select(EarningsFile.NameOf));

    private static async Task<IResult> List(HttpContext http, CityId city, IGrainFactory grains)
    {
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var page = await grains.Registers(city).Imports(new() { Employer = Caller.Of(http).Employer }, Cursor.Of(http), Cursor.Limit(http));
        return Answers.Json(Cursor.Page(http, page));
    }

    private static async Task<IResult> Get(HttpContext http, CityId city, ImportId import, IGrainFactory grains)
    {
        var view = await Find(grains, city, import);
        return Answers.Thing(http, view, view?.Version, RejectionCode.ImportNotFound);
    }

    private static async Task<IResult> Errors(HttpContext http, CityId city, ImportId import, IGrainFactory grains)
    {
        if (await Find(grains, city, import) is null) return NotFound;
        var page = await grains.Import(import).BadRows(Cursor.Of(http), Cursor.Limit(http));
        return Answers.Json(Cursor.Page(http, new ListPage<BadRowEntry> { Items = page.Entries, Next = page.Next }));
    }

    private static async Task<IResult> BadRows(HttpContext http, CityId city, ImportId import, IGrainFactory grains)
    {
        if (await Find(grains, city, import) is not { } view) return NotFound;
        await BadRowsFile.Write(http, view, grains.Import(import));
        return TypedResults.Empty;
    }

    private static async Task<IResult> Results(HttpContext http, CityId city, ImportId import, IGrainFactory grains)
    {
        if (await Find(grains, city, import) is null) return NotFound;
        var page = await grains.Import(import).Results(Cursor.Of(http), Cursor.Limit(http));
        return Answers.Json(new RowResults(page.Items, Cursor.Next(http, page.Next), await grains.City(city).PayingAccount()));
    }

    private static async Task<IResult> ResultsFile(HttpContext http, CityId city, ImportId import, IGrainFactory grains)
    {
        if (await Find(grains, city, import) is null) return NotFound;
        await RowResultsFile.Write(http, Query.Format.Of(http) ?? FileForm.Csv, grains.Import(import),
            await grains.City(city).PayingAccount());
        return TypedResults.Empty;
    }

    private static async Task<IResult> Events(HttpContext http, CityId city, ImportId import, IGrainFactory grains, FeedSeats seats,
        IHostApplicationLifetime application)
    {
        var after = EventStream.LastEventId(http) ?? 0;
        if (await Find(grains, city, import) is not { } view) return NotFound;
        return view.State == ImportState.Done && after >= view.Version
            ? TypedResults.NoContent()
            : await EventStream.Answer(http, seats, application, ends => Follow(http, grains.Import(import), after, ends));
    }

    private static async Task Follow(HttpContext http, IEarningsImportGrain import, long after, CancellationToken ends)
    {
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            var view = await import.Follow(after, EventStream.Wait, ends)
                ?? throw new InvalidOperationException("An import is never gone.");
            var isDone = view.State == ImportState.Done;
            if (view.Version > after)
            {
                var data = JsonSerializer.Serialize(view, GatewayJson.Options);
                await EventStream.Write(http,
                    string.Create(CultureInfo.InvariantCulture,
                        $"id: {view.Version}\nevent: {(isDone ? "done" : "progress")}\ndata: {data}\n\n"), ends);
                after = view.Version;
            }
            else
            {
                await EventStream.Write(http, ": nothing new\n\n", ends);
                // One that does not wait, because its silo is leaving, must not make this a busy loop.
                if (Stopwatch.GetElapsedTime(asked) < EventStream.Pause) await Task.Delay(EventStream.Pause, ends);
            }

            if (isDone) return;
        }
    }

    private static async Task<EarningsImportView?> Find(IGrainFactory grains, CityId city, ImportId import) =>
        import.City == city ? await grains.Import(import).Get() : null;

    private static ProblemResult NotFound => new(Problems.Of(RejectionCode.ImportNotFound));
}
