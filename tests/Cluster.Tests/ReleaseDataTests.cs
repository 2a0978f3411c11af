namespace VipOrleans.Cluster.Tests;

using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Npgsql;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>
/// Databases of releases, kept as they were written: today's cluster verifies them, opens them and answers the same. With
/// <c>UPDATE_RELEASE_DATA=1</c> and <c>VIP_UPGRADE_FROM</c>, the root of that release's sources that were built, they are made first. (The
/// data folder of a pilot has its test beside the pilot's.)
/// </summary>
public sealed class ReleaseDataTests
{
    private const string Release = "0.2.0";

    private static readonly Dictionary<string, string> Key = new()
    {
        ["DOTNET_ENVIRONMENT"] = "Production", ["Journal__Key"] = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
    };

    [Theory]
    [InlineData("Postgres")]
    [InlineData("AzureTables")]
    public async Task What_a_release_wrote_is_whole_and_is_answered_the_same(string store)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_RELEASE_DATA") == "1") await Make(store);
        var database = await (await PostgresServer.Shared).NewDatabase();
        await using var azurite = store == "AzureTables" ? await AzuriteServer.Start() : null;
        await Load(database, await Read($"{Release}.{store}.sql.gz"));
        if (azurite is not null) await LoadTables(azurite, await Read($"{Release}.{store}.tables.gz"));
        var settings = SettingsOf(store, database, azurite);
        var then = JsonNode.Parse(await Read($"{Release}.{store}.json.gz"))!;

        var before = await Verify(settings);
        await using (var cluster = await LocalCluster.Start(database, silos: 1, gateways: 1, settings))
        {
            using var client = new ClusterClient([cluster.Gateways[0].Address]);
            var officer = await client.Token(new { role = "city-officer", city = Forming.City });
            foreach (var (path, answer) in then["answers"]!.AsObject())
                MustHold(answer, await client.Get(path, officer), path);
            // The same request again is answered as it was, with its sums, and has no second effect.
            MustHold(then["earnings"], await Report(client, officer, (string)then["sponsorship"]!), "earnings");
        }

        // Nothing of what was there is another one now.
        Assert.Equal((int)then["events"]!, before);
        Assert.True(await Verify(settings) >= before);
    }

    // How many events there are.
    private static async Task<int> Verify(IReadOnlyDictionary<string, string> settings)
    {
        var run = await ProgramRun.Of("Cli", ["verify"], settings.Concat(Key).ToDictionary());
        Assert.True(run.Code == 0, run.Output + run.Errors);
        return int.Parse(run.Output.Split("Looked at ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, string> SettingsOf(string store, string database, AzuriteServer? azurite) => new()
    {
        ["Journal__Store"] = store, ["Journal__Connection"] = azurite?.ConnectionString ?? database,
    };

    private static Task<JsonNode> Report(ClusterClient client, string officer, string sponsorship) => client.Post(
        $"/v1/sponsorships/{sponsorship}/earnings", officer, "month-1",
        new { year = 1, month = 1, earned = new { amount = "4000.00", currency = "NZD" } });

    private static async Task Make(string store)
    {
        var release = Environment.GetEnvironmentVariable("VIP_UPGRADE_FROM");
        Assert.True(release is not null, "VIP_UPGRADE_FROM does not say which release writes.");
        var database = await (await PostgresServer.Shared).NewDatabase();
        await using var azurite = store == "AzureTables" ? await AzuriteServer.Start() : null;
        var settings = SettingsOf(store, database, azurite);
        var then = new JsonObject();
        await using (var cluster = await LocalCluster.Start(database, silos: 1, gateways: 1, settings, release: release))
        {
            using var client = new ClusterClient([cluster.Gateways[0].Address]);
            var officer = await Forming.OpenCity(client);
            var (host, migrant, sponsorship) = await Forming.Form(client, officer, "1");
            await Forming.Form(client, officer, "2");
            await client.Put($"/v1/migrants/{migrant}/baseline", officer,
                new { yearly = new { amount = "5280.00", currency = "NZD" }, evidence = "payslips", on = "2026-01-31" });
            var second = await client.Token(new { role = "city-officer", city = Forming.City, subject = "second-officer" });
            await client.Post($"/v1/migrants/{migrant}/baseline-verification", second, "verified",
                new
                {
                    yearly = new { amount = "5280.00", currency = "NZD" }, method = "payslips", source = "case-file/2026-1",
                    on = "2026-11-01",
                });
            await client.Post($"/v1/sponsorships/{sponsorship}/checks", officer, "identity",
                new { kind = "identity", outcome = "passed", on = "2026-11-02" });
            await client.Post($"/v1/sponsorships/{sponsorship}/arrival", officer, "here", new { on = "2026-11-10" });
            (then["sponsorship"], then["earnings"]) = (sponsorship, await Report(client, officer, sponsorship));
            var answers = new JsonObject();
            foreach (var path in new[]
            {
                $"/v1/cities/{Forming.City}", $"/v1/hosts/{host}", $"/v1/migrants/{migrant}",
                $"/v1/hosts/{host}/person?purpose=identity-check",
            }) answers[path] = (await client.Get(path, officer)).DeepClone();
            var kept = await client.Get($"/v1/sponsorships/{sponsorship}", officer);
            answers[$"/v1/sponsorships/{sponsorship}"] =
                new JsonObject { ["host"] = (string)kept["host"]!, ["migrant"] = (string)kept["migrant"]! };
            then["answers"] = answers;
            foreach (var node in cluster.Gateways.Concat(cluster.Silos)) await node.Stop();
        }

        then["events"] = await Verify(settings);
        await Write($"{Release}.{store}.json.gz", then.ToJsonString());
        await Write($"{Release}.{store}.sql.gz", await Dump(database));
        if (azurite is not null) await Write($"{Release}.{store}.tables.gz", await Tables(azurite));
    }

    private static async Task<string> Dump(string database)
    {
        var server = await PostgresServer.Shared;
        var to = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo(server.Client("pg_dump"),
            ["--inserts", "--no-owner", "--no-privileges", "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, to.Database!])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = to.Password;
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        // What is for psql only.
        return string.Join('\n', text.Split('\n').Where(l => !l.StartsWith('\\')));
    }

    private static async Task Load(string database, string dump)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(dump, connection);
        await command.ExecuteNonQueryAsync();
    }

    // A line an entity: the table, and each property with its type.
    private static async Task<string> Tables(AzuriteServer azurite)
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var lines = new List<string>();
        await foreach (var table in service.QueryAsync(cancellationToken: default))
        {
            await foreach (var entity in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
            {
                var row = new JsonObject { ["table"] = table.Name };
                foreach (var (name, value) in entity.Where(p => p.Key is not ("Timestamp" or "odata.etag")))
                {
                    row[name] = value switch
                    {
                        byte[] bytes => $"b{Convert.ToBase64String(bytes)}",
                        BinaryData bytes => $"b{Convert.ToBase64String(bytes)}",
                        string text => $"s{text}",
                        int number => $"i{number}",
                        long number => $"l{number}",
                        bool flag => $"f{flag}",
                        Guid id => $"g{id}",
                        DateTimeOffset at => $"t{at:O}",
                        _ => throw new InvalidOperationException($"{name} is a {value.GetType()}."),
                    };
                }

                lines.Add(row.ToJsonString());
            }
        }

        return string.Join('\n', lines);
    }

    private static async Task LoadTables(AzuriteServer azurite, string lines)
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        foreach (var line in lines.Split('\n'))
        {
            var row = JsonNode.Parse(line)!.AsObject();
            var table = service.GetTableClient((string)row["table"]!);
            await table.CreateIfNotExistsAsync();
            var entity = new TableEntity();
            foreach (var (name, node) in row.Where(p => p.Key != "table"))
            {
                var (kind, text) = (((string)node!)[0], ((string)node!)[1..]);
                var invariant = CultureInfo.InvariantCulture;
                entity[name] = kind switch
                {
                    'b' => Convert.FromBase64String(text),
                    'i' => int.Parse(text, invariant),
                    'l' => long.Parse(text, invariant),
                    'f' => bool.Parse(text),
                    'g' => Guid.Parse(text),
                    't' => DateTimeOffset.Parse(text, invariant),
                    _ => text,
                };
            }

            await table.AddEntityAsync(entity);
        }
    }

    // All that was answered then is answered now; a later release may answer more beside it.
    private static void MustHold(JsonNode? then, JsonNode? now, string where)
    {
        if (then is not JsonObject all)
        {
            Assert.True(JsonNode.DeepEquals(then, now), $"{where} was {then?.ToJsonString()} and is {now?.ToJsonString()}.");
            return;
        }

        foreach (var (name, value) in all)
        {
            Assert.True(now is JsonObject has && has.ContainsKey(name), $"{where} has no '{name}' any more.");
            MustHold(value, now![name], $"{where}.{name}");
        }
    }

    private static async Task<string> Read(string name)
    {
        await using var file = File.OpenRead(Path.Combine(Folder, name));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        return await text.ReadToEndAsync();
    }

    private static async Task Write(string name, string text)
    {
        await using var file = File.Create(Path.Combine(Folder, name));
        await using var zip = new GZipStream(file, CompressionLevel.SmallestSize);
        await zip.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private static string Folder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "VipOrleans.sln"))) folder = Path.GetDirectoryName(folder)!;
            return Path.Combine(folder, "tests", "Cluster.Tests", "Data");
        }
    }
}
