namespace VipOrleans.Bench;

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Hosting;
using VipOrleans.Journal;
using VipOrleans.Silo;
using VipOrleans.Vault;

/// <summary>Asks the city for a place.</summary>
internal sealed record PlaceRequest
{
    /// <summary>For whom.</summary>
    public required SponsorshipId Sponsorship { get; init; }
}

/// <summary>This system, in one process as the pilot has it: silo, gateway and journal.</summary>
internal sealed partial class SystemRole(WebApplication app)
{
    private readonly IGrainFactory _grains = app.Services.GetRequiredService<IGrainFactory>();
    private readonly IJournal _journal = app.Services.GetRequiredService<IJournal>();
    private readonly DevelopmentIssuer _issuer = app.Services.GetRequiredService<DevelopmentIssuer>();
    private readonly ShiftedTime _time = (ShiftedTime)app.Services.GetRequiredService<TimeProvider>();
    /// <summary>The variable that says on which day the system's clock begins; without it, today.</summary>
    public const string StartVariable = "VIP_BENCH_BEGINS";

    private BallotFacts? _ballot;
    private Paper[] _papers = [];
    private long _commands;

    /// <summary>Runs it until its orders end.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="postgres">How to connect to PostgreSQL; null for a journal in SQLite.</param>
    public static async Task Run(string data, string? postgres)
    {
        var clock = Stopwatch.StartNew();
        var builder =
            WebApplication.CreateBuilder(
                new WebApplicationOptions { EnvironmentName = Environments.Development, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Auth:DevelopmentIssuer"] = "true", ["Limits:RequestsPerSecond"] = "1000000", ["Limits:Burst"] = "1000000",
            ["Limits:AnonymousRequestsPerSecond"] = "1000000", ["Limits:AnonymousBurst"] = "1000000",
            ["Limits:ImportsPerDay"] = "1000000", ["Limits:ImportMebibytesPerDay"] = "1000000",
        });
        builder.Logging.ClearProviders().AddConsole(c => c.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // Silos of one cluster share a vault, and so its key.
        var settings =
            new SiloSettings
            {
                DataFolder = data,
                JournalKey = Convert.ToBase64String(new byte[31].Append((byte)2).ToArray()),
                VaultMasterKeys = $"bench:{Convert.ToBase64String(new byte[31].Append((byte)1).ToArray())}"
            };
        builder.Services.AddSingleton<TimeProvider>(new ShiftedTime(Environment.GetEnvironmentVariable(StartVariable)));
        builder.AddVipSilo(
            postgres is null
                ? settings : settings with { Store = JournalStore.Postgres, JournalConnection = postgres, Address = "127.0.0.1" });
        builder.AddVipTelemetry("vip-bench");
        builder.AddVipGateway();
        await using var app = builder.Build();
        app.MapVipGateway();
        // The API holds a place only as a step of accepting a sponsorship. Here it can be asked for by itself, behind all that stands
        // before any other request: token, rate limit, access rule, idempotency key, checks of the body.
        app.MapGroup("/v1").AddEndpointFilter<RouteGroupBuilder, AccessFilter>().MapPost("/cities/{city}/holds", HoldOverHttp)
            .Allows(Who.OfficerOfCity);
        await app.StartAsync();
        var role = new SystemRole(app);
        await Child.Serve(new() { ["port"] = new Uri(app.Urls.First()).Port, ["startMs"] = clock.ElapsedMilliseconds }, role.Do);
        await app.StopAsync();
    }

    private static async Task<IResult> HoldOverHttp(CityId city, Command<PlaceRequest> command, IGrainFactory grains) =>
        command.Answer((await grains.City(city).HoldPlace(command.Context, command.Body.Sponsorship)).Result,
            command.Body.Sponsorship.Value);

    private Task<JsonObject> Do(string op, JsonObject a) => op switch
    {
        "open-city" => OpenCity(City(a), (int)a["places"]!),
        "tokens" => Task.FromResult(
            new JsonObject
            {
                ["tokens"] =
                new JsonArray([.. Enumerable.Range(0, (int)a["count"]!).Select(n => (JsonNode)Token(City(a), n))])
            }),
        "person-tokens" => Task.FromResult(
            new JsonObject
            {
                ["hosts"] = new JsonArray([.. Seed.Turns(a).Select(t => (JsonNode)Token(Role.Host, Seed.Host(t.City, t.N).Value))]),
                ["migrants"] = new JsonArray([.. Seed.Turns(a).Select(t => (JsonNode)Token(Role.Migrant, Seed.Migrant(t.City, t.N).Value))])
            }),
        "hold" => Loop.ForTime((int)a["clients"]!, (double)a["seconds"]!, n => Hold(City(a), (string)a["run"]!, n)),
        "seed-people" => Done(Seed.People(_journal, City(a), (long)a["from"]!, (long)a["count"]!)),
        "seed" => Done(SeedSponsorships(City(a), a)),
        "form" => Loop.ForCount((int)a["clients"]!, (long)a["count"]!, n => Form(a, (long)a["from"]! + n)),
        "post" => Loop.ForCount((int)a["clients"]!, (long)a["count"]!, n => Post(a, (long)a["from"]! + n)),
        "import" => Import(a),
        "one-file" => OneFile(City(a), (long)a["count"]!, (int)a["months"]!),
        "open-ballot" => Done(OpenBallot(City(a))),
        "make-papers" => Done(Task.Run(() => MakePapers((int)a["count"]!))),
        "sign-papers" => Loop.ForCount((int)a["clients"]!, (long)a["count"]!, n => SignPaper(City(a), (long)a["from"]!, (int)n)),
        "take-papers" => Done(Task.Run(() => Parallel.ForEach(_papers, p => p.Take()))),
        "open-votes" => Done(OpenVotes()),
        "vote" => Loop.ForCount((int)a["clients"]!, (long)a["count"]!, n => Vote(_papers[n], (int)n)),
        "city" => CityState(City(a)),
        "shift-to" => Done(ShiftTo(DateOnly.Parse((string)a["day"]!, CultureInfo.InvariantCulture))),
        "seed-season" => Done(Seed.Season(_journal, City(a), (int)a["season"]!, People(a))),
        "import-season" => ImportSeason(City(a), (int)a["season"]!, (int)a["month"]!, People(a)),
        "end-season" => EndSeason(City(a), (int)a["season"]!, People(a)),
        "books" => Books(City(a)),
        "echo" => Loop.ForTime((int)a["clients"]!, (double)a["seconds"]!, n => _grains.GetGrain<IEchoGrain>($"echo-{n % 64}").Echo(n)),
        "activate" => Activate(a),
        "first" => First(a),
        "settle" => Done(Settle()),
        _ => throw new ArgumentException($"The system does not know '{op}'."),
    };

    private static CityId City(JsonObject a) => CityId.Parse((string)a["city"]!);

    // Sponsorships lie in cities of a fixed size, so that no city grows with the whole.
    private static (CityId City, long N) Place(JsonObject a, long n) =>
        (CityId.Parse($"{(string)a["cities"]!}{n / (long)a["perCity"]!}"), n % (long)a["perCity"]!);

    // A city whose lists are up to date, as they are where it has grown over years.
    private async Task SeedSponsorships(CityId city, JsonObject a)
    {
        await Seed.Sponsorships(_journal, city, (long)a["from"]!, (long)a["count"]!, (int?)a["months"] ?? 0);
        await _grains.GetGrain<IRegistersGrain>(city.Value).Summary();
    }

    private static async Task<JsonObject> Done(Task work)
    {
        await work;
        return [];
    }

    // What goes on in the background after a start, such as carrying news of what was seeded, is no part of what is measured.
    private static async Task Settle()
    {
        using var process = Process.GetCurrentProcess();
        for (var (quiet, tries) = (0, 0); quiet < 2; tries++)
        {
            var before = process.TotalProcessorTime;
            await Task.Delay(500);
            process.Refresh();
            quiet = (process.TotalProcessorTime - before).TotalMilliseconds < 25 ? quiet + 1 : 0;
            if (tries > 600) throw new InvalidOperationException("The system has not come to rest in five minutes.");
        }
    }

    private static CommandContext Context(string id) => new() { Id = id, Fingerprint = 1, Actor = "city-officer:bench" };

    private static void Require(CommandResult result)
    {
        if (result.Rejected is { } code) throw new InvalidOperationException($"Refused: {code}: {result.Detail}");
    }

    private string Token(CityId city, int n) =>
        _issuer.Issue($"bench-{n}", Role.CityOfficer, new(null, city.Value, null, null), DateTime.UtcNow);

    private string Token(Role role, string person) => _issuer.Issue(person, role, new(person, null, null, null), DateTime.UtcNow);

    private async Task<JsonObject> OpenCity(CityId city, int places)
    {
        var id = $"open-{Interlocked.Increment(ref _commands)}";
        Require(await _grains.City(city).Open(Context(id), new("Auckland", Seed.Nzd, "Pacific/Auckland", Seed.Policy)));
        Require(await _grains.City(city).DecideQuota(Context(id + "q"), new(places, QuotaAuthority.Council, "Minute 1", new(2007, 1, 1))));
        return [];
    }

    private async Task Hold(CityId city, string run, long n) =>
        Require((await _grains.City(city).HoldPlace(Context($"{run}-{n}"), SponsorshipId.From(city, $"{run}-{n}"))).Result);

    private async Task Form(JsonObject a, long all)
    {
        var (city, n) = Seed.Turn((string)a["cities"]!, all);
        var sponsorship = _grains.Sponsorship(Seed.Sponsorship(city, n));
        Require(await sponsorship.Propose(Context($"p-{all}") with { Actor = "host:bench" }, Seed.Host(city, n), Seed.Migrant(city, n),
            Party.Host));
        Require(await sponsorship.Accept(Context($"a-{all}") with { Actor = "migrant:bench" }, Party.Migrant));
        if ((await sponsorship.Get())?.Place != Claim.Held)
        {
            throw new InvalidOperationException("The place was not held when the acceptance was answered.");
        }

    }

    private async Task Post(JsonObject a, long all)
    {
        // With a stride, so that neighbours in the journal are not asked for one after the other.
        var of = (long?)a["of"] ?? 0;
        var (city, n) = Place(a, of == 0 ? all : all * 7919 % of);
        var month = (int)a["month"]!;
        Require(await _grains.Sponsorship(Seed.Sponsorship(city, n))
            .ReportEarnings(Context($"e-{n}-{month}"), new(1, month, "acme", new(Seed.Earned(n, month), Seed.Nzd))));
    }

    // As an officer sends it: one file a city over HTTP, worked off in the background; done when the last row is durable.
    private async Task<JsonObject> Import(JsonObject a)
    {
        var (from, count, month, perCity) = ((long)a["from"]!, (long)a["count"]!, (int)a["month"]!, (long)a["perCity"]!);
        var files = Enumerable.Range(0, (int)(count / perCity)).Select(i => Place(a, from + (i * perCity)).City)
            .Select(city => (City: city, File: File(city, perCity, month))).ToArray();
        return await Import(files, $"import-{month}", count);
    }

    private async Task<JsonObject> Import((CityId City, byte[] File)[] files, string key, long count)
    {
        using var http = new HttpClient { BaseAddress = new(app.Urls.First()) };
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(files.Select(async file =>
        {
            using var request =
                new HttpRequestMessage(HttpMethod.Post,
                    $"/v1/cities/{file.City}/earnings-imports")
                { Content = new ByteArrayContent(file.File) };
            request.Headers.Authorization = new("Bearer", Token(file.City, 0));
            request.Headers.Add("Idempotency-Key", key);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            using var answer = await http.SendAsync(request);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(body.ToJsonString());
            var import = _grains.Import(ImportId.Parse((string)body["id"]!));
            var view = await import.Get();
            while (view!.State == ImportState.Working) view = await import.Follow(view.Version, TimeSpan.FromSeconds(5));
            var rows = file.File.Count(b => b == '\n') - 1;
            if (view.Accepted != rows)
            {
                throw new InvalidOperationException(
                    $"Of {rows} rows {view.Accepted} were accepted: {(view.Errors is [var first, ..] ? first.Text : "")}");
            }

        }));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new()
        {
            ["count"] = count, ["perSecond"] = count / took,
            ["cpuMicros"] = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / count
        };
    }

    private static byte[] File(CityId city, long rows, int month)
    {
        var text = new StringBuilder("sponsorship,year,month,earned,currency,employer\n");
        for (var n = 0L; n < rows; n++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{Seed.Sponsorship(city, n).Value},1,{month},{Seed.Earned(n, month) / 100}.{Seed.Earned(n, month) % 100:00},NZD,acme\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    // From a file, so that the process that is measured does not hold it.
    private async Task<JsonObject> OneFile(CityId city, long sponsorships, int months)
    {
        const double Mebibyte = 1 << 20;
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        try
        {
            await using (var text = new StreamWriter(path))
            {
                await text.WriteLineAsync("sponsorship,year,month,earned,currency,employer");
                for (var month = 1; month <= months; month++)
                {
                    for (var n = 0L; n < sponsorships; n++)
                    {
                        await text.WriteLineAsync(
                            string.Create(CultureInfo.InvariantCulture,
                                $"{Seed.Sponsorship(city, n).Value},"
                                    + $"1,{month},{Seed.Earned(n, month) / 100}.{Seed.Earned(n, month) % 100:00},NZD,acme"));
                    }
                }
            }

            var (rows, before, tenths) = (sponsorships * months, Environment.WorkingSet / Mebibyte, new JsonArray());
            using var http = new HttpClient { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromHours(1) };
            using var request =
                new HttpRequestMessage(HttpMethod.Post,
                    $"/v1/cities/{city}/earnings-imports")
                { Content = new System.Net.Http.StreamContent(System.IO.File.OpenRead(path)) };
            request.Content.Headers.ContentType = new("text/csv");
            request.Headers.Authorization = new("Bearer", Token(city, 0));
            request.Headers.Add("Idempotency-Key", "one-file");
            var (cpu, started) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.GetTimestamp());
            using var sent = await http.SendAsync(request);
            var import =
                _grains.GetGrain<IEarningsImportGrain>(
                    (string)JsonNode.Parse(await sent.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["id"]!);
            var (received, version) = (Environment.WorkingSet / Mebibyte, 0L);
            while (true)
            {
                var view = (await import.Follow(version, TimeSpan.FromSeconds(20)))!;
                version = view.Version;
                if (view.Refused > 0)
                {
                    throw new InvalidOperationException($"Of {rows} rows {view.Refused} were refused: {view.Errors[0].Text}");
                }

                while ((view.Accepted + view.Unchanged) * 10L / rows > tenths.Count) tenths.Add(Environment.WorkingSet / Mebibyte);
                if (view.State == ImportState.Done) break;
            }

            return new()
            {
                ["count"] = rows, ["perSecond"] = rows / Stopwatch.GetElapsedTime(started).TotalSeconds,
                ["cpuMicros"] = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / rows,
                ["before"] = before, ["received"] = received, ["memory"] = tenths,
            };
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private async Task OpenBallot(CityId city)
    {
        await _grains.GetGrain<IRegistersGrain>(city.Value).Summary();
        var (now, seed) = (_time.GetUtcNow(), $"ballot-{Interlocked.Increment(ref _commands)}");
        var ballot = _grains.Ballot(BallotId.From(city, seed));
        Require(await ballot.Open(Context(seed),
            new(new(Numbers: new(0, 100, 1)), "Charter", default, now.AddDays(1), 0, PapersUntil: now.AddHours(1))));
        _ballot = await ballot.Facts();
    }

    // The end of the papers is not waited for.
    private Task OpenVotes()
    {
        _time.ShiftTo(_ballot!.Terms.From);
        return Task.CompletedTask;
    }

    private void MakePapers(int count)
    {
        _papers = [.. Enumerable.Range(0, count).Select(_ => new Paper())];
        Parallel.ForEach(_papers, p => p.Blind(_ballot!.PublicKey));
    }

    private async Task SignPaper(CityId city, long from, int n)
    {
        var host = Seed.Host(city, from + n);
        var signed =
            await _grains.BallotRegister(_ballot!.Id, BallotParts.OfCitizen(host, _ballot.Parts))
                .Issue(Context($"paper-{from + n}"), host, _papers[n].Blinded);
        Require(signed.Result);
        _papers[n].Signed = signed.Signature!;
    }

    private async Task Vote(Paper paper, int answer)
    {
        var part = BallotParts.OfPaper(Convert.ToHexStringLower(SHA256.HashData(paper.Bytes)), _ballot!.Parts);
        Require(await _grains.BallotBox(_ballot.Id, part)
            .Cast(new(paper.Bytes, paper.Signature, answer % 101, Revision: 1)));
    }

    /// <summary>The clock of this machine, or another day.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        private long _ticks;

        public ShiftedTime(string? begins)
        {
            if (begins is not null)
            {
                ShiftTo(new(DateOnly.Parse(begins, CultureInfo.InvariantCulture), default, TimeSpan.Zero));
            }
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

        public void ShiftTo(DateTimeOffset time) => Interlocked.Exchange(ref _ticks, (time - base.GetUtcNow()).Ticks);
    }

    // The citizen's own side of a vote.
    private sealed class Paper
    {
        private BlindedMessage? _blinded;

        public byte[] Bytes { get; } = RandomNumberGenerator.GetBytes(32);

        public byte[] Blinded => _blinded!.Blinded;

        public byte[] Signed { get; set; } = [];

        public byte[] Signature { get; private set; } = [];

        public void Blind(string publicKey) => _blinded = BlindSignatures.Blind(publicKey, Bytes);

        public void Take() => Signature = _blinded!.Unblind(Signed);
    }

    private async Task<JsonObject> CityState(CityId city)
    {
        var view = await _grains.City(city).Get() ?? throw new InvalidOperationException("There is no such city.");
        return new() { ["held"] = view.Held + view.Used, ["quota"] = view.Quota?.Places ?? 0, ["waiting"] = view.Waiting };
    }

    private async Task<JsonObject> Activate(JsonObject a)
    {
        var (from, count) = ((long)a["from"]!, (long)a["count"]!);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var n = 0; n < count; n++) await _grains.GetGrain<IEchoGrain>($"own-{from + n}").Echo(n);
        var runtime = GC.GetTotalMemory(forceFullCollection: true) - before;
        before += runtime;
        var one = await Loop.ForCount(1, count, async n =>
        {
            var (city, of) = Place(a, from + n);
            if (await _grains.Sponsorship(Seed.Sponsorship(city, of)).Get() is null)
            {
                throw new InvalidOperationException("A seeded sponsorship is not there.");
            }

        });
        one["bytes"] = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
        one["runtimeBytes"] = runtime / (double)count;
        return one;
    }

    // The first answer after a start: a sponsorship that has to be read back, and a write to another.
    private async Task<JsonObject> First(JsonObject a)
    {
        var clock = Stopwatch.StartNew();
        await Post(a, (long)a["from"]!);
        return new() { ["ms"] = clock.Elapsed.TotalMilliseconds };
    }
}
