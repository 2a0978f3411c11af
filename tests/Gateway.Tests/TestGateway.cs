[assembly: AssemblyFixture(typeof(VipOrleans.Gateway.Tests.TestGateway))]

namespace VipOrleans.Gateway.Tests;

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Gateway.Access;
using VipOrleans.Grains.News;
using VipOrleans.Grains;
using VipOrleans.Journal;
using VipOrleans.Vault;
using StreamContent = VipOrleans.Journal.StreamContent;
using StreamId = VipOrleans.Domain.Kernel.StreamId;

/// <summary>
/// The whole thing over real HTTP: Kestrel, gateway, a silo, a journal and a vault in a folder of its own. One for all tests, each in its
/// own city.
/// </summary>
public sealed class TestGateway : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vip-gateway-");
    private readonly ConcurrentDictionary<string, string> _tokens = new();
    private SqliteJournal? _sqlite;
    private SqliteVault? _vault;
    private InProcessTestCluster? _cluster;
    private int _keys, _cities;

    public WatchedJournal Journal { get; private set; } = null!;

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public ConcurrentQueue<string> Log { get; } = new();

    internal IdKeys Ids => App.Services.GetRequiredService<IdKeys>();

    internal DevelopmentIssuer Issuer => App.Services.GetRequiredService<DevelopmentIssuer>();

    public async ValueTask InitializeAsync()
    {
        _sqlite = SqliteJournal.Open(Path.Combine(_folder.FullName, "journal.db"));
        _vault = SqliteVault.Open(Path.Combine(_folder.FullName, "vault.db"),
            VaultKeys.FromConfiguration(null, true, _folder.FullName, NullLogger.Instance), TimeProvider.System);
        Journal = new(_sqlite);
        var silos = new InProcessTestClusterBuilder(1);
        silos.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.AddMemoryGrainStorage(GrainsHosting.CheckpointStorage);
            silo.Services.AddSingleton<IJournal>(Journal);
            silo.Services.AddSingleton<IVault>(_vault);
            silo.Services.AddVipGrains();
            silo.Services.AddSingleton<IMessageCarrier>(new RefusingCarrier());
        });
        _cluster = silos.Build();
        await _cluster.DeployAsync();
        App = Build(_cluster.Client, Log, ("Auth:Nations", "nz"));
        await App.StartAsync();
        Client = new(
            new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 64 })
        { BaseAddress = new(App.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (App is not null) await App.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        if (_sqlite is not null) await _sqlite.DisposeAsync();
        if (_vault is not null) await _vault.DisposeAsync();
        _folder.Delete(true);
    }

    /// <summary>A gateway on a free port, in front of these grains, or of the cluster that its settings name.</summary>
    public static WebApplication Build(IGrainFactory? grains, ConcurrentQueue<string>? log = null,
        params (string Key, string Value)[] settings)
    {
        var app = Builder(grains, log, settings).Build();
        app.MapVipGateway();
        return app;
    }

    /// <summary>What such a gateway is built from.</summary>
    public static WebApplicationBuilder Builder(IGrainFactory? grains, ConcurrentQueue<string>? log = null,
        params (string Key, string Value)[] settings)
    {
        var builder =
            WebApplication.CreateBuilder(
                new WebApplicationOptions { EnvironmentName = Environments.Development, ApplicationName = "VipOrleans.Gateway" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Auth:DevelopmentIssuer"] = "true",
            ["Limits:RequestsPerSecond"] = "1000000",
            ["Limits:Burst"] = "1000000",
            ["Limits:AnonymousRequestsPerSecond"] = "1000000",
            ["Limits:AnonymousBurst"] = "1000000",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, string? (s) => s.Value));
        builder.Logging.ClearProviders();
        if (log is not null) builder.Logging.AddProvider(new QueueLogs(log));
        if (grains is not null) builder.Services.AddSingleton(grains);
        else builder.AddClusterClient(builder.Configuration);
        builder.AddVipGateway();
        return builder;
    }

    /// <summary>A new key; no two are the same.</summary>
    public string NewKey() => $"key-{Interlocked.Increment(ref _keys)}";

    /// <summary>A city of its own, in a nation of its own where asked: tests do not see each other's.</summary>
    public async Task<TestCity> NewCity(string nation = "nz", int places = 100, object? policy = null, object? profile = null)
    {
        var city = CityId.Parse($"{nation}-c{Interlocked.Increment(ref _cities)}");
        var officer = Token(Role.NationOfficer, nation: nation);
        await Ok(HttpMethod.Post, "/v1/cities", officer,
            new { id = city.Value, name = "Auckland", currency = "NZD", timeZone = "Pacific/Auckland", policy });
        // While no quota is decided nobody has a past here, and a profile may be for any day.
        if (profile is not null)
        {
            await Ok(HttpMethod.Put, $"/v1/cities/{city}/deduction-profile", officer, new { from = "2024-01-01", profile });
        }

        await Ok(HttpMethod.Put, $"/v1/cities/{city}/quota", officer,
            new { places, by = "council", reference = "Minute 12/2026", on = "2024-01-05" });
        return new(this, city, Token(Role.CityOfficer, city: city.Value));
    }

    /// <summary>A token that the development issuer gives.</summary>
    public string Token(Role role, string? person = null, string? city = null, string? nation = null, string? employer = null,
        string? subject = null) =>
        _tokens.GetOrAdd($"{role}/{person}/{city}/{nation}/{employer}/{subject}",
            _ => Issuer.Issue(subject ?? $"{role}:{person ?? employer ?? city ?? nation}", role, new(person, city, nation, employer),
                DateTime.UtcNow));

    /// <summary>Sends a request. A POST gets a new key where none is given; an empty key is left out.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, string? token = null, object? body = null, string? key = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (method == HttpMethod.Post && key is null) key = NewKey();
        if (!string.IsNullOrEmpty(key)) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is TestFile file) request.Content =
            new ByteArrayContent(file.Bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(file.MediaType) } };
        else if (body is CsvText csv) request.Content = new StringContent(csv.Text, new MediaTypeHeaderValue("text/csv"));
        else if (body is XmlText xml) request.Content = new StringContent(xml.Text, new MediaTypeHeaderValue("application/xml"));
        else if (body is not null) request.Content =
            new StringContent(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web),
                new MediaTypeHeaderValue("application/json"));
        using var response = await Client.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers, response.Content.Headers);
    }

    /// <summary>Sends a request that must be carried out.</summary>
    public async Task<Answer> Ok(HttpMethod method, string path, string? token = null, object? body = null, string? key = null)
    {
        var answer = await Send(method, path, token, body, key);
        Assert.True((int)answer.Status is >= 200 and < 300, $"{method} {path}: {(int)answer.Status} {answer.Text}");
        return answer;
    }

    /// <summary>Gives a nation one source and its rates of one day. Several tests may ask for it.</summary>
    public async Task Rates(string nation)
    {
        var officer = Token(Role.NationOfficer, nation: nation);
        await Ok(HttpMethod.Put, $"/v1/nations/{nation}/exchange-rate-sources", officer,
            new { sources = new[] { new { id = "ecb", name = "European Central Bank", @base = "EUR", maxAgeDays = 10 } } });
        await Ok(HttpMethod.Post, $"/v1/nations/{nation}/exchange-rates?source=ecb", officer,
            new CsvText("date,base,currency,rate\n2024-01-31,EUR,PHP,60.731\n2024-01-31,EUR,NZD,1.7812\n"));
    }

    private sealed class QueueLogs(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
    }
}

/// <summary>A body that is a file.</summary>
public sealed record TestFile(byte[] Bytes, string MediaType)
{
    public static TestFile Csv(string text) => new(Encoding.UTF8.GetBytes(text), "text/csv");
}

/// <summary>A body of comma-separated values.</summary>
public sealed record CsvText(string Text);

/// <summary>A body of XML.</summary>
public sealed record XmlText(string Text);

/// <summary>What a request was answered.</summary>
public sealed record Answer(HttpStatusCode Status, byte[] Bytes, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public string? Id => (string?)Json["id"];

    public string? Code => ContentHeaders.ContentType?.MediaType == "application/problem+json" ? (string?)Json["code"] : null;

    public string? ETag => Headers.ETag?.Tag;

    public void MustBe(HttpStatusCode status, string? code = null)
    {
        Assert.True(status == Status && (code is null || code == Code), $"Expected {(int)status} {code}, got {(int)Status}: {Text}");
    }
}

/// <summary>A journal that remembers which commands were carried out.</summary>
public sealed class WatchedJournal(IJournal inner) : IJournal
{
    public ConcurrentDictionary<string, byte> Commands { get; } = new();

    /// <summary>What the journal has of them.</summary>
    public ConcurrentQueue<(StreamId Stream, CommandMark Mark)> Marks { get; } = new();

    public bool JoinsPartitions => inner.JoinsPartitions;

    public ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        Note(append);
        return inner.Append(append, cancellation);
    }

    public ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends, CancellationToken cancellation = default)
    {
        foreach (var append in appends) Note(append);
        return inner.AppendTogether(appends, cancellation);
    }

    public ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default) =>
        inner.Read(stream, snapshotSchema, cancellation);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(StreamId stream, long after, int limit,
        CancellationToken cancellation = default) => inner.ReadPart(stream, after, limit, cancellation);

    public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default) => inner.FindCommands(stream, commandIds, cancellation);

    public ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default) =>
        inner.ReadFeed(partition, after, limit, cancellation);

    public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) => inner.Partitions(cancellation);

    public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default) =>
        inner.SaveSnapshot(stream, snapshot, cancellation);

    public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
        inner.DeleteSnapshot(stream, cancellation);

    public ValueTask<bool> IsReady(CancellationToken cancellation = default) => inner.IsReady(cancellation);

    private void Note(Append append)
    {
        foreach (var command in append.Commands)
        {
            Commands.TryAdd(command.CommandId, 0);
            Marks.Enqueue((append.Stream, command));
        }
    }
}

/// <summary>A city and what its officer does in it.</summary>
public sealed record TestCity(TestGateway Gateway, CityId Id, string Officer)
{
    public string NationOfficer => Gateway.Token(Role.NationOfficer, nation: Id.Nation.Value);

    /// <summary>Another officer of the city, for what the first one may not do alone.</summary>
    public string SecondOfficer => Gateway.Token(Role.CityOfficer, city: Id.Value, subject: $"second@{Id}");

    public async Task<string> Host(string? household = null, string? guardian = null) =>
        (await Gateway.Ok(HttpMethod.Post, $"/v1/cities/{Id}/hosts", Officer,
            new { person = new { name = "Aroha", contact = "aroha@example.org" }, household, guardian })).Id!;

    public async Task<string> Migrant(string currency = "NZD", bool verified = true)
    {
        var id = (await Gateway.Ok(HttpMethod.Post, "/v1/migrants", Officer,
            new
            {
                nation = Id.Nation.Value, person = new { name = "Malaya" }, origin = "PH", languages = new[] { "tl" },
                skills = new[] { "carpentry" }
            })).Id!;
        await Gateway.Ok(HttpMethod.Put, $"/v1/migrants/{id}/baseline", Officer,
            new { yearly = new { amount = "7200.00", currency }, evidence = "payslips", on = "2024-01-05" });
        if (verified)
        {
            await Gateway.Ok(HttpMethod.Post, $"/v1/migrants/{id}/baseline-verification", SecondOfficer,
                new { yearly = new { amount = "7200.00", currency }, method = "payslips", source = "case-file/7", on = "2024-01-06" });
        }

        return id;
    }

    public string HostToken(string host) => Gateway.Token(Role.Host, person: host);

    public string MigrantToken(string migrant) => Gateway.Token(Role.Migrant, person: migrant);

    /// <summary>An employer of the city's nation.</summary>
    public string Employer(string id) => Gateway.Token(Role.Employer, nation: Id.Nation.Value, employer: id);

    /// <summary>Names employers for a sponsorship, for all days that there are in these tests.</summary>
    public async Task Name(string sponsorship, params IEnumerable<string> employers)
    {
        foreach (var employer in employers)
        {
            await Gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/employments", Officer,
                new { employer, from = "2024-01-01" });
        }
    }

    public async Task<string> Proposed(string host, string migrant, string by = "host") =>
        (await Gateway.Ok(HttpMethod.Post, "/v1/sponsorships", by == "host" ? HostToken(host) : MigrantToken(migrant),
            new { host, migrant })).Id!;

    public async Task<string> Checking(string host, string migrant)
    {
        var id = await Proposed(host, migrant);
        await Gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/acceptance", MigrantToken(migrant), new { });
        return id;
    }

    public async Task<string> Granted(string host, string migrant)
    {
        var id = await Checking(host, migrant);
        foreach (var kind in Codes<CheckKind>.All)
        {
            await Gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/checks", Officer,
                new { kind, outcome = "passed", on = "2024-01-10" });
        }

        return id;
    }

    /// <summary>The one ruling of a sponsorship, once the feed relay has given notice of it.</summary>
    public async Task<string> Ruling(string sponsorship)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if ((await Gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}/rulings",
                Officer)).Json["items"]!.AsArray() is [{ } one])
            {
                return (string)one["id"]!;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(10);
        }
    }

    /// <summary>Sends a file of earnings and waits until it was worked off.</summary>
    public async Task<string> Import(string file, string? token = null)
    {
        var id = (await Gateway.Ok(HttpMethod.Post, $"/v1/cities/{Id}/earnings-imports", token ?? Officer, TestFile.Csv(file))).Id!;
        // The stream of an import ends with it.
        await Gateway.Ok(HttpMethod.Get, $"/v1/cities/{Id}/earnings-imports/{id}/events", token ?? Officer);
        return id;
    }

    public async Task<string> Arrived(string host, string migrant)
    {
        var id = await Granted(host, migrant);
        await Gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/arrival", Officer, new { on = "2024-02-01" });
        return id;
    }
}

/// <summary>A carrier of texts that takes none, so that each is listed as failed.</summary>
internal sealed class RefusingCarrier : IMessageCarrier
{
    public IReadOnlyList<MessageChannel> Channels { get; } = [MessageChannel.Sms];

    public Task<CarrierAnswer> Send(OutgoingMessage message, CancellationToken cancellation) =>
        Task.FromResult(new CarrierAnswer(CarrierWord.Never, Problem: MessageProblem.Refused));

    public Task<CarrierAnswer> Ask(string key, CancellationToken cancellation) => Send(null!, cancellation);
}
