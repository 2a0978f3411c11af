namespace VipOrleans.Gateway.Reports;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Statements of a month or a year: as JSON, or as a page to print.</summary>
internal static class StatementEndpoints
{
    /// <summary>Most sponsorships in one statement.</summary>
    public const int MaxAccounts = 1000;

    private const string Html = PageExample.MediaType;
    private const string ExamplePage = "<!DOCTYPE html>\n<html lang=\"en\">…</html>\n";
    private const string About =
        "A month is closed a day after its end and never changes then; a correction stands in a later statement and refers to what it "
            + "corrects. Asked for text/html, it is a page to print.";

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/sponsorships/{sponsorship}/statements/{period}", OfSponsorship)
            .Allows(Who.HostOfSponsorship, Who.MigrantOfSponsorship, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .WithTags("Statements")
            .Describes("getSponsorshipStatement", "Read a sponsorship's statement of a month or a year",
                $"Opening, every line with its explanation, closing. {About}")
            .Answers(Example(StatementSubject.Sponsorship, Sample.Sponsorship.Value)).AnswersPage(ExamplePage);
        v1.MapGet("/hosts/{host}/statements/{period}", OfHost)
            .Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .WithTags("Statements")
            .Describes("getHostStatement", "Read a host's statement of a month or a year", $"All sponsorships of the host. {About}")
            .Answers(Example(StatementSubject.Host, Sample.Host.Value)).AnswersPage(ExamplePage);
        v1.MapGet("/households/{household}/statements/{period}", OfHousehold)
            .Allows(Who.HostOfHousehold, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .WithTags("Statements")
            .Describes("getHouseholdPeriodStatement", "Read a household's statement of a month or a year",
                $"All sponsorships of its hosts. {About}")
            .Answers(Example(StatementSubject.Household, Sample.Household.Value)).AnswersPage(ExamplePage);
        v1.MapGet("/migrants/{migrant}/statements/{period}", OfMigrant).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.AuditorOfNation)
            .WithTags("Statements")
            .Describes("getMigrantStatement", "Read a migrant's statement of a month or a year",
                $"All sponsorships of the migrant, in every city of the nation. {About}")
            .Answers(Example(StatementSubject.Migrant, Sample.Migrant.Value)).AnswersPage(ExamplePage);
        v1.MapGet("/cities/{city}/statements/{period}", OfCity).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .WithTags("Statements")
            .Describes("getCityStatement", "Read a city's statement of a month or a year",
                $"The sums over all its sponsorships, by kind. {About}")
            .Answers(Example(StatementSubject.City, Sample.City.Value) with { Accounts = [] }).AnswersPage(ExamplePage);
    }

    private static async Task<IResult> OfSponsorship(HttpContext http, SponsorshipId sponsorship, string period, IGrainFactory grains,
        TimeProvider time)
    {
        var p = Read(period);
        if (await grains.Sponsorship(sponsorship).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound));
        return Answer(http,
            PeriodStatement.Of(StatementSubject.Sponsorship, sponsorship.Value, p, IsClosed(p, time),
                await Accounts(grains, [sponsorship], p)));
    }

    private static async Task<IResult> OfHost(HttpContext http, HostId host, string period, IGrainFactory grains, TimeProvider time)
    {
        var p = Read(period);
        if (await grains.Host(host).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.HostNotFound));
        var ids = await Sponsorships(grains.Registers(host.City), new() { Host = host });
        return Answer(http, PeriodStatement.Of(StatementSubject.Host, host.Value, p, IsClosed(p, time), await Accounts(grains, ids, p)));
    }

    private static async Task<IResult> OfHousehold(HttpContext http, HouseholdId household, string period, IGrainFactory grains,
        TimeProvider time)
    {
        var p = Read(period);
        var registers = grains.Registers(household.City);
        if ((await registers.Hosts(new() { Household = household }, 0, 1)).Items.Count == 0)
        {
            return new ProblemResult(Problems.Of(RejectionCode.HouseholdNotFound));
        }

        var ids = await Sponsorships(registers, new() { Household = household });
        return Answer(http,
            PeriodStatement.Of(StatementSubject.Household, household.Value, p, IsClosed(p, time), await Accounts(grains, ids, p)));
    }

    private static async Task<IResult> OfMigrant(HttpContext http, MigrantId migrant, string period, IGrainFactory grains,
        TimeProvider time)
    {
        var p = Read(period);
        if (await grains.Migrant(migrant).Sponsorships() is not { } ids)
        {
            return new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound));
        }

        return Answer(http,
            PeriodStatement.Of(StatementSubject.Migrant, migrant.Value, p, IsClosed(p, time), await Accounts(grains, ids, p)));
    }

    private static async Task<IResult> OfCity(HttpContext http, CityId city, string period, IGrainFactory grains, TimeProvider time)
    {
        var p = Read(period);
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        return Answer(http,
            new(StatementSubject.City, city.Value, p, IsClosed(p, time), await grains.Books(city).Statement(p) is { } sum ? [sum] : [],
                []));
    }

    /// <summary>The page where a page is asked for before JSON, or the JSON.</summary>
    private static IResult Answer(HttpContext http, PeriodStatement statement)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (!WantsPage(http.Request.Headers.Accept)) return Answers.Json(statement);
        http.Response.Headers.ContentSecurityPolicy = StatementStyle.ContentSecurityPolicy;
        return new RazorComponentResult<StatementPage>(new { Statement = statement });
    }

    internal static bool WantsPage(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted)) return false;
        double page = 0, json = 0;
        foreach (var type in wanted)
        {
            var quality = type.Quality ?? 1;
            if (type.MediaType.Equals(Html, StringComparison.OrdinalIgnoreCase)) page = Math.Max(page, quality);
            if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) json = Math.Max(json, quality);
        }

        return page > json;
    }

    internal static StatementPeriod Read(string text) =>
        StatementPeriod.TryParse(text, out var period)
            ? period : throw ProblemException.Invalid("period", $"Expected {StatementPeriod.Grammar}.");

    // Closed where it is closed everywhere on earth: twelve hours behind UTC is the last place where a day ends.
    internal static bool IsClosed(StatementPeriod period, TimeProvider time) =>
        period.IsClosed(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddHours(-12)));

    internal static async Task<IReadOnlyList<AccountStatement>> Accounts(IGrainFactory grains, IReadOnlyList<SponsorshipId> ids,
        StatementPeriod period)
    {
        var accounts = new List<AccountStatement>();
        foreach (var some in ids.Chunk(50))
        {
            accounts.AddRange((await Task.WhenAll(some.Select(id => grains.Sponsorship(id).Account(period)))).OfType<AccountStatement>());
        }

        return accounts;
    }

    internal static async Task<IReadOnlyList<SponsorshipId>> Sponsorships(IRegistersGrain registers, SponsorshipFilter filter)
    {
        var ids = new List<SponsorshipId>();
        for (long? after = 0; after is not null;)
        {
            var page = await registers.Sponsorships(filter, after.Value, GatewayLimits.MaxPage);
            ids.AddRange(page.Items.Select(s => s.Id));
            if (ids.Count > MaxAccounts)
            {
                throw new ProblemException(Problems.Of(RejectionCode.InvalidInput),
                    $"There are more than {MaxAccounts} sponsorships; read the statement of each.");
            }

            after = page.Next;
        }

        return ids;
    }

    private static PeriodStatement Example(StatementSubject subject, string id)
    {
        var zero = Balances.Zero(Sample.Nzd);
        var change =
            zero with
            {
                Earned = Money.Parse("4200.00", Sample.Nzd),
                Kept = Money.Parse("2428.60", Sample.Nzd),
                Due = Money.Parse("1771.40", Sample.Nzd)
            };
        var entry = new StatementEntry(
            Sample.Sponsorship, 14, new(2025, 12, 3), StatementEntryKind.Earnings, new(1, 1, Sample.Day, new(2025, 12, 2)),
            "kiwi-orchards", Money.Parse("4200.00", Sample.Nzd), EarnedBefore: null, Corrects: null, Reference: null, change,
            [
                new("baseline of a year", "264000.00 × 2.0143 ÷ 67.431, rounded once", "7,886.20 NZD",
                    "payslips of 2025-11-03; European Central Bank of 2025-11-03"),
                new("due to date", "(12 × 4200.00 − 7886.20 × 1) × 1 ÷ (12 × 2) = 1771.4083…, cut down", "1,771.40 NZD", ""),
            ]);
        return PeriodStatement.Of(subject, id, StatementPeriod.Parse("2025-12"), true,
            [new(Sample.Sponsorship, Sample.Host, Sample.Migrant, Sample.Household, 14, zero, [entry], change)]);
    }
}
