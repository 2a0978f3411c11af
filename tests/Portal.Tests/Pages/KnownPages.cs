namespace VipOrleans.Portal.Tests.Pages;

using Microsoft.AspNetCore.Builder;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>Every page of the route table, with an address of it that shows something, and with who may see it.</summary>
public sealed class KnownPages(PortalWorld world) : IAsyncLifetime
{
    /// <summary>The pilot that they are read from.</summary>
    public PortalWorld World => world;

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
        await Open("h34", "m35");
        var nation = await world.Api(new() { Role = Role.NationOfficer, Nation = "nz", Subject = "sample-nation-officer" });
        await nation.OpenCityAsync("portal-tests-city",
            new() { Id = "nz-wlg", Name = "Wellington", Currency = "NZD", TimeZone = "Pacific/Auckland" });
        var ballot = await officer.OpenBallotAsync("nz-akl", "portal-tests-ballot", new()
        {
            Places = 31, LegalBasis = "Charter of the sample, article 4", PapersUntil = world.LoadedAt.AddDays(1),
            Until = world.LoadedAt.AddDays(2), QuorumPercent = 0,
        });
        var pair = await Pair("known");
        Ids = new Dictionary<string, string>
        {
            ["host"] = world.Sample.Hosts["h34"], ["migrant"] = world.Sample.Migrants["m35"],
            ["ballot"] = ballot.Id, ["payout"] = (await officer.ListPayoutsAsync("nz-akl")).Items[0].Id, ["run"] = await Run(),
            ["first"] = pair.First, ["second"] = pair.Second,
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
        var who when who.HasFlag(Visitor.NationOfficer) => Who.Nation,
        var who when who.HasFlag(Visitor.Auditor) => Who.Auditor,
        _ => Who.Employer,
    };

    /// <summary>True if somebody may see a page.</summary>
    internal static bool May(PageRule page, Who who) => page.Who == Visitor.Anyone || who != Who.Nobody
        && PageRoutes.May(page.Who, who switch
        {
            Who.Host => Role.Host,
            Who.Migrant => Role.Migrant,
            Who.Officer => Role.CityOfficer,
            Who.Nation => Role.NationOfficer,
            Who.Auditor => Role.Auditor,
            _ => Role.Employer,
        });

    /// <summary>
    /// The number of the row of somebody who may see a page: what only two people have notice of, one of the two; whom somebody is shown,
    /// one who looks.
    /// </summary>
    internal static string RowOf(PageRule page) => page.Path switch
    {
        var path when path.Contains("{ruling}", StringComparison.Ordinal) => "30",
        "/host/find/{migrant}" or "/host/find" or "/host/proposals" => "34",
        "/migrant/find/{host}" or "/migrant/find" or "/migrant/proposals" => "35",
        _ => "01",
    };

    /// <summary>Somebody of a role who may see a page.</summary>
    internal Task<Reader> SignedIn(PageRule page, Who who, string language = "en") => world.SignedIn(who, language, RowOf(page));

    /// <summary>Registers somebody twice; the pair as an officer finds it.</summary>
    internal async Task<DuplicateView> Pair(string name)
    {
        var officer = await world.Api(new() { Role = Role.CityOfficer, City = "nz-akl", Subject = "sample-city-officer" });
        string[] ids = [await Register("one"), await Register("other")];
        for (var look = 0; ; look++)
        {
            var found = (await officer.ListCityDuplicatesAsync("nz-akl", 100)).Items
                .FirstOrDefault(d => ids.Contains(d.First) && ids.Contains(d.Second));
            if (found is not null) return found;
            Assert.True(look < 500, "Waited in vain for a pair of records to be found.");
            await Task.Delay(20);
        }

        async Task<string> Register(string which) => (await officer.RegisterHostAsync("nz-akl", $"portal-tests-{name}-{which}", new()
        {
            Person = new() { Name = $"Tama {name}", BirthDate = "1990-02-03" },
        })).Id;
    }

    // A file of two rows, of which one is wrong, as an officer sends it.
    private async Task<string> Run()
    {
        using var officer = await world.SignedIn(Who.Officer);
        var sent = await officer.Submit(await officer.Get("/officer/onboard"), ("text", "kind,name\nhost,Hana Known\nguest,Nobody"));
        Assert.StartsWith("/en/officer/onboard/", sent.Path, StringComparison.Ordinal);
        return sent.Path.Split('/')[^1];
    }

    /// <summary>Has two people say what they open of themselves.</summary>
    internal async Task Open(string host, string migrant)
    {
        List<SpokenLanguageRequest> languages = [new() { Tag = "es", Level = LanguageLevel.B1 }];
        List<Interest> interests = [Interest.Choir, Interest.Gardening];
        List<ProfilePart> opened = [ProfilePart.Languages, ProfilePart.Interests, ProfilePart.Home];
        HomeRequest home = new() { Cats = false, Dogs = false, OwnRoom = true, StepFree = true };
        var (h, m) = (world.Sample.Hosts[host], world.Sample.Migrants[migrant]);
        var one = await world.Api(new() { Role = Role.Host, Person = h, Subject = $"sample-{host}" });
        await one.SetHostProfileAsync(h, new()
        {
            Languages = languages, Interests = interests, Trades = [], Home = home, Opened = opened,
        });
        var other = await world.Api(new() { Role = Role.Migrant, Person = m, Subject = $"sample-{migrant}" });
        await other.SetMigrantProfileAsync(m, new()
        {
            Cities = ["nz-akl"], Languages = languages, Interests = interests, Trades = [], Home = home, Opened = opened,
        });
    }

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
