using VipOrleans.Portal.Tests;

[assembly: AssemblyFixture(typeof(PortalWorld))]

namespace VipOrleans.Portal.Tests;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Client;
using VipOrleans.Gateway.Access;
using VipOrleans.Pilot;

/// <summary>A pilot with the sample's city, as its program starts it, with its pages on a port that is free.</summary>
public sealed class PortalWorld : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vip-portal-").FullName;
    private WebApplication? _pilot;
    private LoadedSample? _sample;

    /// <summary>When the sample was loaded.</summary>
    public DateTimeOffset LoadedAt { get; private set; }

    public Uri Address { get; private set; } = new("http://localhost");

    public LoadedSample Sample => _sample ?? throw new InvalidOperationException("The sample is not loaded.");

    public async ValueTask InitializeAsync()
    {
        _pilot = PilotHost.Build(new()
        {
            DataFolder = _folder, Urls = "http://127.0.0.1:0", Environment = "Development",
            Settings = new Dictionary<string, string?>
            {
                ["Portal:Nations:0"] = "nz", ["Portal:PseudoLanguage"] = "true", ["Portal:ExitTo"] = "https://exit.example/",
                ["Limits:AnonymousRequestsPerSecond"] = "100000", ["Limits:AnonymousBurst"] = "100000", ["Limits:ConcernsPerMonth"] =
                    "1000",
            },
        });
        await _pilot.StartAsync();
        Address = PilotHost.AddressOf(_pilot);
        using var http = new HttpClient { BaseAddress = Address };
        _sample = await new SampleLoader(new(http), SampleFiles.Read(SampleRun.Folder), TimeProvider.System)
            .LoadCity(_ => { }, CancellationToken.None);
        LoadedAt = TimeProvider.System.GetUtcNow();
        SamplePeople.Introduce(_sample, _pilot.Services.GetRequiredService<DevelopmentPeople>());
    }

    public async ValueTask DisposeAsync()
    {
        if (_pilot is not null)
        {
            await _pilot.StopAsync();
            await _pilot.DisposeAsync();
        }

        Directory.Delete(_folder, true);
    }

    /// <summary>Somebody who reads pages, signed in as nobody.</summary>
    public Reader NewReader(string language = "en") => new(Address, language);

    /// <summary>Somebody who is signed in.</summary>
    public async Task<Reader> SignedIn(Who who, string language = "en", string row = "01")
    {
        var reader = NewReader(language);
        if (who != Who.Nobody) await reader.SignIn(KeyOf(who, row));
        return reader;
    }

    /// <summary>A client of the API with a token of the development issuer.</summary>
    public async Task<VipClient> Api(TokenRequest who)
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization =
            new("Bearer", (await new VipClient(new() { BaseAddress = Address }).IssueDevelopmentTokenAsync(who)).AccessToken);
        return new(http);
    }

    /// <summary>The key under which the issuer lists somebody; hosts and migrants by the number of their row.</summary>
    public string KeyOf(Who who, string row = "01") => who switch
    {
        Who.Host => $"host:{Sample.Hosts[$"h{row}"]}:sample-h{row}",
        Who.Migrant => $"migrant:{Sample.Migrants[$"m{row}"]}:sample-m{row}",
        Who.Officer => $"city-officer:nz-akl:sample-{(row == "02" ? "second" : "city")}-officer",
        Who.Employer => "employer:sample-works:sample-employer",
        Who.Nation => "nation-officer:nz:sample-nation-officer",
        Who.Auditor => "auditor:nz-akl:sample-auditor",
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, null),
    };

    /// <summary>A sponsorship of the sample that is active and has pays, and its two sides.</summary>
    public string Sponsorship => Sample.Sponsorships["s01"];
}

/// <summary>Who reads a page.</summary>
public enum Who
{
    Nobody,
    Host,
    Migrant,
    Officer,
    Employer,
    Nation,
    Auditor,
}
