namespace VipOrleans.Portal.Tests.Pages;

using Microsoft.AspNetCore.Builder;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>Every page of the route table, with an address of it that shows something, and with who may see it.</summary>
public sealed class KnownPages(PortalWorld world) : IAsyncLifetime
{
    /// <summary>The ids by which a route's parameters are filled in.</summary>
    public IReadOnlyDictionary<string, string> Ids { get; private set; } = new Dictionary<string, string>();

    /// <summary>The route table, as the portal has it.</summary>
    internal static IReadOnlyList<PageRule> Table { get; } = Read();

    public async ValueTask InitializeAsync()
    {
        var officer = await world.Api(new() { Role = Role.CityOfficer, City = "nz-akl", Subject = "sample-city-officer" });
        var migrant = await world.Api(new() { Role = Role.Migrant, Person = world.Sample.Migrants["m01"], Subject = "sample-m01" });
        var concern = await migrant.RaiseConcernAsync(world.Sponsorship, "portal-tests-concern",
            new() { Kind = ConcernKind.Housing, Text = "The heating is broken." });
        var employer = await world.Api(new()
        {
            Role = Role.Employer, Employer = "sample-works", Nation = "nz",
            Subject = "sample-employer"
        });
        var report = world.Sample.Files.Earnings.First(e => e.Sponsorship == "s01");
        var file = await employer.SendEarningsAsync("nz-akl", "portal-tests-file",
            $"sponsorship,year,month,earned,currency\n{world.Sponsorship},{report.Year},{report.Month},{report.Earned},NZD\n");
        var statement = await officer.GetStatementAsync(world.Sponsorship);
        Ids = new Dictionary<string, string>
        {
            ["city"] = "nz-akl", ["sponsorship"] = world.Sponsorship, ["concern"] = concern.Id, ["import"] = file.Id,
            ["period"] = statement.Lines[0].BookedOn.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
            ["ruling"] = (await officer.ListRulingsOfSponsorshipAsync(world.Sample.Sponsorships["s30"])).Items[0].Id,
        };
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>An address of a page.</summary>
    internal string AddressOf(PageRule page)
    {
        var path = page.Path;
        foreach (var (name, id) in Ids) path = path.Replace($"{{{name}}}", id, StringComparison.Ordinal);
        Assert.False(path.Contains('{', StringComparison.Ordinal), $"Nothing is known that {page.Path} could be about.");
        return path;
    }

    /// <summary>Somebody who may see a page.</summary>
    internal static Who ReaderOf(PageRule page) => page.Who switch
    {
        Visitor.Anyone => Who.Nobody,
        var who when who.HasFlag(Visitor.Migrant) => Who.Migrant,
        var who when who.HasFlag(Visitor.Host) || who.HasFlag(Visitor.Signed) => Who.Host,
        var who when who.HasFlag(Visitor.CityOfficer) => Who.Officer,
        _ => Who.Employer,
    };

    /// <summary>True if somebody may see a page.</summary>
    internal static bool May(PageRule page, Who who) => page.Who == Visitor.Anyone || who != Who.Nobody
        && PageRoutes.May(page.Who, who switch
        {
            Who.Host => Role.Host,
            Who.Migrant => Role.Migrant,
            Who.Officer => Role.CityOfficer,
            _ => Role.Employer,
        });

    /// <summary>Somebody of a role who may see a page: what only two people have notice of, one of the two.</summary>
    internal Task<Reader> SignedIn(PageRule page, Who who, string language = "en") =>
        world.SignedIn(who, language, page.Path.Contains("{ruling}", StringComparison.Ordinal) ? "30" : "01");

    private static IReadOnlyList<PageRule> Read()
    {
        var portal = PortalHost.Build(new()
        {
            Environment = "Development",
            Settings = new Dictionary<string, string?> { ["Portal:Api"] = "http://localhost", ["Portal:Authority"] = "http://localhost" },
        });
        return PortalHost.PagesOf(portal);
    }
}
