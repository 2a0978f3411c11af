namespace VipOrleans.Gateway.Money;

using VipOrleans.Contracts.Money;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>A nation's exchange rates: where they come from, what was imported, and what would be used on a day.</summary>
internal static class RateEndpoints
{
    private const string ExampleFile = "Date,USD,JPY,NZD,PHP,\n2024-03-06,1.0874,162.67,1.7812,60.731,\n";

    private static readonly RateSource ExampleSource = new(Sample.Rate.From.Source, Sample.Rate.From.Name, Sample.Rate.Base, 10);

    public static void Map(IEndpointRouteBuilder v1)
    {
        var nation = v1.MapGroup("/nations/{nation}").WithTags("Exchange rates");
        nation.MapPut("/exchange-rate-sources", DecideSources).Allows(Who.OfficerOfNation)
            .Describes("decideExchangeRateSources", "Decide where exchange rates come from",
                "The sources in the order of preference, and how old a rate of each may be when it is used. It holds for conversions from "
                    + "now on.")
            .ExampleBody(new RateSourcesRequest
            {
                Sources =
                [new() { Id = ExampleSource.Id, Name = ExampleSource.Name, Base = ExampleSource.Base,
                    MaxAgeDays = ExampleSource.MaxAgeDays }]
            })
            .AnswersReceipt(Sample.Nation.Value, "decided");
        nation.MapGet("/exchange-rate-sources", Sources).Allows(Who.AnyRole)
            .Describes("getExchangeRateSources", "Read where exchange rates come from", "The sources, the preferred one first.")
            .Answers(new RateSourcesView(Nation: Sample.Nation, Version: 1, Sources: [ExampleSource]));
        nation.MapPost("/exchange-rates", Import).Allows(Who.OfficerOfNation).Query(Query.RateSource, Query.Correction)
            .Describes("importExchangeRates", "Import exchange rates",
                "A file of a source: the European Central Bank's own ('Date,USD,JPY,…' with N/A), or 'date,base,currency,rate' with or "
                    + "without 'source'. "
                + $"At most {CsvBody.MaxBytes / 1024 / 1024} MiB and {RateTable.MaxDays:N0} days. All of it is imported, or nothing, and "
                    + $"then every error is listed with line, column and code. Rates that are there already are not replaced unless "
                        + $"'correction' says so.")
            .ExampleBody(ExampleFile)
            .Answers(new RatesReceipt(ExampleSource.Id, 1, "imported", 1, new(2024, 3, 6), new(2024, 3, 6), ["ROL"]));
        nation.MapGet("/exchange-rates", Find).Allows(Who.AnyRole).Query(Query.From, Query.To, Query.On)
            .Describes("findExchangeRate", "Find the rate of a day",
                "The rate that a conversion on that day uses: of each currency the last one on or before it that is not too old, from the "
                    + "most preferred source that has it, with source and day. Of a currency that the euro has replaced it is the rate of "
                    + "the law (source 'euro-law'), which nobody imports.")
            .Answers(new ConversionView(Sample.Day, Sample.Rate));
    }

    private static async Task<IResult> DecideSources(NationId nation, Command<RateSourcesRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Rates(nation).DecideSources(command.Context, [.. command.Body.Sources.Select(s => s.ToSource())]),
            nation.Value);

    private static async Task<IResult> Sources(HttpContext http, NationId nation, IGrainFactory grains)
    {
        var view = await grains.Rates(nation).Sources();
        return Answers.Thing(http, view, view.Version, RejectionCode.RateSourceNotFound);
    }

    private static async Task<IResult> Import(HttpContext http, NationId nation, Command<CsvBody> command, IGrainFactory grains,
        TimeProvider time)
    {
        var id = Query.RateSource.Of(http)!.Value;
        var sources = (await grains.Rates(nation).Sources()).Sources;
        if (sources.FirstOrDefault(s => s.Id == id) is not { } source)
        {
            var known = sources.Count == 0
                ? "The nation has none yet." : $"Its sources are: {string.Join(", ", sources.Select(s => s.Id))}.";
            return new ProblemResult(Problems.Of(RejectionCode.RateSourceNotFound),
                $"The nation has no such source of exchange rates. {known}");
        }

        // The latest day that it is anywhere on earth.
        var file = RateCsv.Read(command.Body.Bytes.Span, source, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddHours(14)));
        var result = await grains.RateTable(nation, id).Import(command.Context, source.Base, file.Days, Query.Correction.Of(http) ?? false);
        return command.Answer(result,
            new RatesReceipt(id, result.Version, result.Outcome, file.Days.Count, file.Days[0].On, file.Days[^1].On, file.SkippedColumns));
    }

    private static async Task<IResult> Find(HttpContext http, NationId nation, IGrainFactory grains)
    {
        var on = Query.On.Of(http)!.Value;
        var found = await grains.Rates(nation).Find(Query.From.Of(http)!.Value, Query.To.Of(http)!.Value, on);
        return found.Rate is { } rate
            ? Answers.Json(new ConversionView(on, rate)) : new ProblemResult(Problems.Of(found.Missing!.Code), found.Missing.Detail);
    }
}
