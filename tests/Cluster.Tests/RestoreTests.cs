namespace VipOrleans.Cluster.Tests;

using System.Diagnostics;
using Npgsql;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>The scripts that back up and restore a cluster's database.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task A_dump_of_a_running_cluster_is_brought_into_a_new_database_on_which_silos_start_with_the_same_answers()
    {
        var server = await PostgresServer.Shared;
        var (first, second) = (await server.NewDatabase(), await server.NewDatabase());
        var folder = Directory.CreateTempSubdirectory("vip-backup-").FullName;
        string officer, leaver, lost, dump, dumpedAt;
        (string Host, string Migrant, string Sponsorship) kept;
        Dictionary<string, string> before;
        await using (var cluster = await LocalCluster.Start(first, silos: 1, gateways: 1))
        {
            using var client = new ClusterClient([cluster.Gateways[0].Address]);
            officer = await Forming.OpenCity(client);
            kept = await Forming.Form(client, officer, "kept");
            leaver = await Host(client, officer, "Leaver");
            await Erase(client, officer, await Host(client, officer, "Erased"));
            before = await Answers(client, officer, kept, leaver, hosts: 3);

            dumpedAt = $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fff}Z";
            dump = (await Script("backup.sh", first, folder)).Trim();

            // After the dump: one leaves, and something is formed that the dump does not have.
            await Erase(client, officer, leaver);
            lost = (await Forming.Form(client, officer, "lost")).Sponsorship;
        }

        var restored = await Script("restore.sh", second, dump);

        Assert.Matches("^restore: [1-9][0-9]* events of [1-9][0-9]* partitions, 3 persons", restored);
        await JournalsHaveTheSameBeginningAndWholeChains(first, second);
        await using (var cluster = await LocalCluster.Start(second, silos: 1, gateways: 1))
        {
            using var client = new ClusterClient([cluster.Gateways[0].Address]);
            Assert.Equal(before, await Answers(client, officer, kept, leaver, hosts: 3));
            // What came after the dump is gone, and what is new goes on.
            Assert.DoesNotContain(lost, (await client.Get($"/v1/cities/{Forming.City}/sponsorships", officer)).ToJsonString(),
                StringComparison.Ordinal);
            await Forming.Form(client, officer, "new");

            // The one who left is there again, until erased again: the list says who.
            var list = (await Script("erasures.sh", first, dumpedAt)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.EndsWith($" {leaver}", Assert.Single(list), StringComparison.Ordinal);
            Assert.Equal(2, (await Script("erasures.sh", first)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            await Erase(client, officer, list[0].Split(' ')[1]);
            Assert.True((bool)(await client.Get($"/v1/hosts/{leaver}", officer))["erased"]!);
        }

        // A database that has something is left alone.
        var (code, words) = await Run("restore.sh", second, dump);
        Assert.Equal(1, code);
        Assert.Contains("name an empty one in PGDATABASE", words, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_drill_beside_a_cluster_under_load_restores_verifies_compares_and_says_what_would_be_lost()
    {
        var database = await (await PostgresServer.Shared).NewDatabase();
        var folder = Directory.CreateTempSubdirectory("vip-drill-").FullName;
        var drill = $"drill_{Guid.NewGuid():N}";
        await using var cluster = await LocalCluster.Start(database, silos: 1, gateways: 1);
        using var client = new ClusterClient([cluster.Gateways[0].Address]);
        var officer = await Forming.OpenCity(client);
        await Forming.Form(client, officer, "first");
        using var enough = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++) await Forming.Form(client, officer, $"load-{i}");
        });

        var (code, said) = await Run("drill.sh", database, folder, drill);
        await enough.CancelAsync();
        await load;

        Assert.True(code == 0, said);
        Assert.Matches(@"drill: the same: [1-9]\d* events in [1-9]\d* cities and nations; [1-9]\d* persons", said);
        Assert.Contains("The journal is what was written.", said, StringComparison.Ordinal);
        Assert.Matches(@"would lose \d+ events of \d+ s", said);
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        // Nothing is left of it but the dump, and that there was one.
        await using var source = NpgsqlDataSource.Create(database);
        await using (var left = source.CreateCommand($"SELECT count(*) FROM pg_database WHERE datname = '{drill}'"))
            Assert.Equal(0L, await left.ExecuteScalarAsync());
        await using (var noted = source.CreateCommand("SELECT count(*) FROM vip_backups"))
            Assert.Equal(1L, await noted.ExecuteScalarAsync());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_restore_from_the_servers_archive_has_everything_that_was_acknowledged()
    {
        var (archive, folder) =
            (Directory.CreateTempSubdirectory("vip-wal-").FullName, Directory.CreateTempSubdirectory("vip-base-").FullName);
        // The server's user writes there, the script reads.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(archive, (UnixFileMode)Convert.ToInt32("777", 8));
        }

        await using (var server = await PostgresServer.Start("archive_mode=on", $"archive_command=cp \"%p\" \"{archive}/%f\""))
        {
            var database = await server.NewDatabase();
            await using var cluster = await LocalCluster.Start(database, silos: 1, gateways: 1);
            using var client = new ClusterClient([cluster.Gateways[0].Address]);
            var officer = await Forming.OpenCity(client);
            await Forming.Form(client, officer, "first");
            using var enough = new CancellationTokenSource();
            var load = Task.Run(async () =>
            {
                for (var i = 0; !enough.IsCancellationRequested; i++) await Forming.Form(client, officer, $"load-{i}");
            });

            var (code, said) = await Run("archive-drill.sh", database, archive, folder, "2");
            await enough.CancelAsync();
            await load;

            Assert.True(code == 0, said);
            Assert.Matches(@"restored in \d+ s: [1-9]\d* events, the same; a restore from the archive loses 0 of what was acknowledged",
                said);
            TestContext.Current.TestOutputHelper?.WriteLine(said);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
            Directory.Delete(folder, recursive: true);
        }

        // The server archives as long as it runs.
        Directory.Delete(archive, recursive: true);
    }

    private static async Task JournalsHaveTheSameBeginningAndWholeChains(string first, string second)
    {
        await using var original = await PostgresJournal.Open(new() { ConnectionString = first });
        await using var copy = await PostgresJournal.Open(new() { ConnectionString = second });
        var streams = new HashSet<StreamId>();
        foreach (var (partition, position, hash) in await copy.Partitions())
        {
            var theirs = (await original.ReadFeed(partition, 0, 200)).Events.Take((int)position).ToList();
            var ours = (await copy.ReadFeed(partition, 0, 200)).Events;
            Assert.Equal(position, ours.Count);
            Assert.Equal(theirs.Select(Text), ours.Select(Text));
            Assert.Equal(hash, ours.Aggregate(default(FeedHash), (feed, e) => feed.Next(e)));
            streams.UnionWith(ours.Select(e => e.Stream));
        }

        // A read goes over the chain of hashes from its beginning.
        Assert.NotEmpty(streams);
        foreach (var stream in streams) Assert.True((await copy.Read(stream)).Head.Version > 0);

        // That is no empty promise: an event that was changed is seen.
        var victim = streams.First();
        await Change(
            $"UPDATE journal_events SET actor = actor || '!' WHERE version = 1 AND stream = (SELECT no FROM journal_streams WHERE id = "
                + $"'{victim.Value}')");
        await Assert.ThrowsAsync<JournalCorruptException>(() => copy.Read(victim).AsTask());
        await Change(
            $"UPDATE journal_events SET actor = left(actor, -1) WHERE version = 1 AND stream = (SELECT no FROM journal_streams WHERE id = "
                + $"'{victim.Value}')");
        Assert.True((await copy.Read(victim)).Head.Version > 0);

        async Task Change(string sql)
        {
            await using var source = NpgsqlDataSource.Create(second);
            await using var command = source.CreateCommand(sql);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        static string Text(RecordedEvent e) =>
            $"{e.Stream} {e.Version} {e.Hash} {e.Type} {System.Text.Encoding.UTF8.GetString(e.Data.Span)}";
    }

    private static async Task<string> Host(ClusterClient client, string officer, string name) =>
        (string)(await client.Post($"/v1/cities/{Forming.City}/hosts", officer, name, new { person = new { name } }))["id"]!;

    private static Task<System.Text.Json.Nodes.JsonNode> Erase(ClusterClient client, string officer, string host) =>
        client.Delete($"/v1/hosts/{host}/person?reason=request-of-person", officer);

    // What a client sees, once the lists have caught up.
    private static async Task<Dictionary<string, string>> Answers(ClusterClient client, string officer,
        (string Host, string Migrant, string Sponsorship) formed, string leaver, int hosts)
    {
        for (var i = 0; i < 600 && (int)(await client.Get($"/v1/cities/{Forming.City}/summary", officer))["hosts"]! < hosts; i++)
        {
            await Task.Delay(100);
        }

        var answers = new Dictionary<string, string>();
        foreach (var path in new[]
        {
            $"/v1/cities/{Forming.City}", $"/v1/cities/{Forming.City}/summary", $"/v1/cities/{Forming.City}/hosts",
            $"/v1/cities/{Forming.City}/sponsorships",
            $"/v1/sponsorships/{formed.Sponsorship}", $"/v1/hosts/{formed.Host}", $"/v1/migrants/{formed.Migrant}",
            $"/v1/hosts/{formed.Host}/person?purpose=identity-check", $"/v1/hosts/{leaver}/person?purpose=identity-check",
        }) answers[path] = (await client.Get(path, officer)).ToJsonString();
        return answers;
    }

    private static async Task<string> Script(string script, string database, params string[] arguments)
    {
        var (code, output) = await Run(script, database, arguments);
        Assert.True(code == 0, output);
        return output;
    }

    private static async Task<(int Code, string Output)> Run(string script, string database, params string[] arguments)
    {
        var clients = Path.GetDirectoryName((await PostgresServer.Shared).Client("pg_dump"))!;
        var connection = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo("bash",
            [Path.Combine(Repository(), "deploy", "postgres", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["Journal__Key"] = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
        start.Environment["VIP_SILO"] = NodeProcess.BuiltFrom("Silo");
        start.Environment["PGBIN"] = clients;
        start.Environment["PATH"] = $"{clients}:{Environment.GetEnvironmentVariable("PATH")}";
        (start.Environment["PGHOST"], start.Environment["PGPORT"], start.Environment["PGUSER"], start.Environment["PGPASSWORD"],
            start.Environment["PGDATABASE"]) =
            (connection.Host, $"{connection.Port}", connection.Username, connection.Password, connection.Database);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VipOrleans.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
