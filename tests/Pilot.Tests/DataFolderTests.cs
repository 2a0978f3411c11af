namespace VipOrleans.Pilot.Tests;

using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using VipOrleans.Processes;

/// <summary>Data folders of releases, kept as they were written: today's program verifies them, opens them and answers the same.</summary>
public sealed class DataFolderTests : IDisposable
{
    // Under this key the city's officer registered the host when the folder was made.
    private const string HostKey = "k3";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_of_release_0_2_0_is_whole_and_answers_the_same()
    {
        Unpack("0.2.0");

        var verified = await Journal("verify");
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
        Assert.Contains("Looked at 17 events of 5 streams in 2 cities and nations, 13 marks", verified.Output, StringComparison.Ordinal);
        await MustAnswerTheSame("0.2.0", answersFormerIds: false);
        Assert.Equal(0, (await Journal("verify")).Code);
    }

    [Fact]
    public async Task A_folder_from_before_0_2_0_is_refused_then_migrated_then_whole_and_answers_the_same()
    {
        Unpack("before-0.2.0");
        var refused = await ProgramRun.Of("Pilot", ["--data", _folder.Path, "--urls", "http://127.0.0.1:0"],
            new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" });
        Assert.Equal(1, refused.Code);
        Assert.Contains("run 'silo journal migrate'", refused.Errors, StringComparison.Ordinal);
        var before = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "journal.db"));

        var migrated = await Journal("migrate");

        Assert.True(migrated.Code == 0, migrated.Output + migrated.Errors);
        Assert.Contains("Migrated: 17 events of 5 streams in 2 cities and nations.", migrated.Output, StringComparison.Ordinal);
        Assert.Contains("The journal is what was written.", migrated.Output, StringComparison.Ordinal);
        Assert.Equal(before.Length, new FileInfo(Path.Combine(_folder.Path, "journal.db.before-0.2")).Length);
        await MustAnswerTheSame("before-0.2.0", answersFormerIds: true);
        Assert.Equal(0, (await Journal("verify")).Code);
    }

    [Fact]
    public async Task A_damaged_journal_from_before_0_2_0_is_not_migrated_and_stays_as_it_was()
    {
        Unpack("before-0.2.0");
        var file = Path.Combine(_folder.Path, "journal.db");
        await using (var journal = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await journal.OpenAsync();
            await using var change = journal.CreateCommand();
            change.CommandText = "UPDATE events SET actor = 'system' WHERE type = 'quota-decided'";
            Assert.Equal(1, await change.ExecuteNonQueryAsync());
        }

        var refused = await Journal("migrate");

        Assert.Equal(1, refused.Code);
        Assert.Contains("Stream 'nz-akl/city/akl' is damaged: event 2 is not what was written", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("has format 1", (await Journal("verify")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pilot_on_an_older_journal_than_its_anchor_is_not_ready()
    {
        Unpack("0.2.0");
        var file = Path.Combine(_folder.Path, "journal.db");
        var old = await File.ReadAllBytesAsync(file);
        await using (var first = await RunningPilot.Start(_folder.Path))
        {
            first.Http.DefaultRequestHeaders.Authorization = new("Bearer", await Token(first.Http));
            using var more = new HttpRequestMessage(HttpMethod.Post, "/v1/cities/nz-akl/hosts");
            more.Headers.Add("Idempotency-Key", "another");
            more.Content = JsonContent.Create(new { person = new { name = "Another Host" } });
            Assert.Equal(HttpStatusCode.Created, (await first.Http.SendAsync(more)).StatusCode);
        }

        await File.WriteAllBytesAsync(file, old);
        await using var again = await RunningPilot.Start(_folder.Path);
        using var ready = await again.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        // It lives, and nobody starts it again because of that.
        using var live = await again.Http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    private void Unpack(string name) => ZipFile.ExtractToDirectory(DataFile($"{name}.zip"), _folder.Path);

    private static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    private Task<ProgramRun> Journal(string word) => ProgramRun.Of("Silo", ["journal", word],
        new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Production", ["Silo__DataFolder"] = _folder.Path });

    private async Task MustAnswerTheSame(string name, bool answersFormerIds)
    {
        var answers = JsonNode.Parse(await File.ReadAllTextAsync(DataFile($"{name}.json")))!.AsArray();
        var host = (string)answers.Single(a => ((string)a!["path"]!).StartsWith("/v1/hosts/", StringComparison.Ordinal))!["answer"]!["id"]!;
        await using var app = PilotHost.Build(new()
        {
            DataFolder = _folder.Path,
            Urls = "http://127.0.0.1:0",
            Environment = "Development",
            Settings = new Dictionary<string, string?> { ["Ids:AnswerFormerIds"] = $"{answersFormerIds}" },
        });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = PilotHost.AddressOf(app) };
        await RunningPilot.Ready(http);
        http.DefaultRequestHeaders.Authorization = new("Bearer", await Token(http));
        foreach (var answer in answers)
        {
            var read = await http.GetFromJsonAsync<JsonNode>((string)answer!["path"]!);
            AssertHolds(answer["answer"]!, read!, (string)answer["path"]!);
        }

        // A request that is repeated now makes no second host.
        using var repeat = new HttpRequestMessage(HttpMethod.Post, "/v1/cities/nz-akl/hosts");
        repeat.Headers.Add("Idempotency-Key", HostKey);
        repeat.Content = JsonContent.Create(new { person = new { name = "Example Host", contact = "host@example.org" } });
        using var repeated = await http.SendAsync(repeat);
        var text = await repeated.Content.ReadAsStringAsync();
        Assert.True(repeated.StatusCode == HttpStatusCode.Created, text);
        Assert.Equal(host, (string?)JsonNode.Parse(text)!["id"]);
        await app.StopAsync();
    }

    // All that was answered then is answered now; a later release may answer more beside it.
    private static void AssertHolds(JsonNode? then, JsonNode? now, string where)
    {
        if (then is JsonObject all)
        {
            foreach (var (name, value) in all)
            {
                Assert.True(now!.AsObject().ContainsKey(name), $"{where} has no '{name}' any more.");
                AssertHolds(value, now[name], $"{where}.{name}");
            }
        }
        else if (then is JsonArray list)
        {
            Assert.Equal(list.Count, now!.AsArray().Count);
            for (var i = 0; i < list.Count; i++) AssertHolds(list[i], now[i], $"{where}[{i}]");
        }
        else
        {
            Assert.True(JsonNode.DeepEquals(then, now), $"{where} was {then?.ToJsonString()} and is {now?.ToJsonString()}.");
        }
    }

    private static async Task<string> Token(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/v1/dev/tokens",
            new { role = "city-officer", city = "nz-akl", subject = "officer" });
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!;
    }
}
