namespace VipOrleans.Cluster.Tests;

using System.IO.Compression;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>The operator's command line.</summary>
public sealed class CliTests : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DOTNET_ENVIRONMENT"] = "Production", ["Journal__Key"] = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("vip-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("vip ", "verify export import journal vault draw health token completion")]
    [InlineData("vip journal ", "verify copy migrate")]
    [InlineData("vip journal copy --to-", "--to-store --to-connection --to-folder")]
    [InlineData("vip journal copy --store ", "Sqlite Postgres AzureTables")]
    [InlineData("vip export --", "--vault --store --connection --folder")]
    [InlineData("vip import --", "--without-vault --store --connection --folder")]
    [InlineData("vip token --role city", "city-officer")]
    public async Task A_shell_is_told_what_could_stand_at_the_cursor(string line, string words)
    {
        var run = await ProgramRun.Of("Cli", [$"[suggest:{line.Length}]", line], Environment);

        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Empty(words.Split(' ').Except(run.Output.Split('\n', StringSplitOptions.TrimEntries)));
    }

    [Theory]
    [InlineData("bash", "complete -F _vip vip")]
    [InlineData("zsh", "compdef _vip vip")]
    public async Task Each_shell_gets_what_it_reads(string shell, string has)
    {
        var run = await ProgramRun.Of("Cli", ["completion", shell], Environment);

        Assert.Equal(0, run.Code);
        Assert.Contains(has, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_is_copied_with_a_connection_from_a_file_and_the_copy_is_verified()
    {
        var database = await (await PostgresServer.Shared).NewDatabase();
        var (data, secret) = (Path.Combine(_folder, "data"), Path.Combine(_folder, "connection"));
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(secret, $"{database}\n", TestContext.Current.CancellationToken);
        await using (var journal = new SealedJournal(SqliteJournal.Open(Path.Combine(data, "journal.db")),
            new(Convert.FromBase64String(Environment["Journal__Key"]))))
        {
            await journal.Append(new(StreamId.Parse("nz-akl/thing/one"), StreamHead.Empty, Guid.CreateVersion7(),
                [new("thing-done", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, "system")], [new("c-1", 1, 1, "done")]),
                TestContext.Current.CancellationToken);
        }

        var copied = await ProgramRun.Of("Cli",
            ["journal", "copy", "--folder", data, "--to-store", "Postgres", "--to-connection", $"@{secret}"], Environment);

        Assert.Equal((0, ""), (copied.Code, copied.Errors));
        Assert.Contains("Copied 1 events and 1 marks of commands; 0 events were there already.", copied.Output, StringComparison.Ordinal);
        var verified = await ProgramRun.Of("Cli", ["journal", "verify", "--store", "Postgres", "--connection", $"@{secret}"], Environment);
        Assert.Equal((0, ""), (verified.Code, verified.Errors));
        Assert.EndsWith("The journal is what was written.\n", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_and_its_vault_are_exported_into_one_file_and_imported_into_other_stores_with_the_same_heads()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (data, file, secret) = (Path.Combine(_folder, "data"), Path.Combine(_folder, "all.vip"), Path.Combine(_folder, "connection"));
        await File.WriteAllTextAsync(secret, await (await PostgresServer.Shared).NewDatabase(), cancellation);
        await using (var pilot = LocalPilot.In(data))
        {
            await pilot.Start();
            await pilot.WaitReady();
            using var client = new ClusterClient([pilot.Address]);
            await Forming.Form(client, await Forming.OpenCity(client), "1");
            await pilot.Stop();
        }

        var keys = new Dictionary<string, string>(Environment)
        {
            ["Journal__Key"] = await File.ReadAllTextAsync(Path.Combine(data, "journal.key"), cancellation),
        };
        var exported = await ProgramRun.Of("Cli", ["export", file, "--vault", "--folder", data], keys);

        Assert.Equal((0, ""), (exported.Code, exported.Errors));
        Assert.Contains("with the vault. The keys are not in it.", exported.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(["all.vip", "connection", "data"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());

        var other = Path.Combine(_folder, "other");
        var imported = await ProgramRun.Of("Cli", ["import", file, "--folder", other], keys);
        Assert.Equal((0, ""), (imported.Code, imported.Errors));
        Assert.Equal(Heads(exported), Heads(imported));
        Assert.True(File.Exists(Path.Combine(other, "vault.db")));
        string[] cluster = ["--store", "Postgres", "--connection", $"@{secret}"];
        var refused = await ProgramRun.Of("Cli", ["import", file, .. cluster], keys);
        Assert.Equal(1, refused.Code);
        Assert.Contains("say --without-vault", refused.Errors, StringComparison.Ordinal);
        var inDatabase = await ProgramRun.Of("Cli", ["import", file, "--without-vault", .. cluster], keys);
        Assert.Equal((0, ""), (inDatabase.Code, inDatabase.Errors));
        Assert.Equal(Heads(exported), Heads(inDatabase));

        // What was imported goes on under the same keys, with the same people.
        foreach (var key in new[] { "journal.key", "vault-development.key" })
            File.Copy(Path.Combine(data, key), Path.Combine(other, key));
        await using (var pilot = LocalPilot.In(other))
        {
            await pilot.Start();
            await pilot.WaitReady();
            using var client = new ClusterClient([pilot.Address]);
            var officer = await Forming.OpenCity(client);
            var (host, _, _) = await Forming.Form(client, officer, "1");
            Assert.Equal("Host 1", (string)(await client.Get($"/v1/hosts/{host}/person?purpose=identity-check", officer))["name"]!);
            await pilot.Stop();
        }

        // A second time, nothing is overwritten.
        Assert.StartsWith("The export cannot run. ", (await ProgramRun.Of("Cli", ["export", file, "--folder", data], keys)).Errors,
            StringComparison.Ordinal);
        Assert.Contains("There is a vault in", (await ProgramRun.Of("Cli", ["import", file, "--folder", other], keys)).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_export_or_was_changed_is_refused_and_makes_nothing()
    {
        var file = Path.Combine(_folder, "none.vip");
        await File.WriteAllTextAsync(file, "nothing of ours", TestContext.Current.CancellationToken);
        string[] words = ["import", file, "--folder", Path.Combine(_folder, "new")];
        Assert.StartsWith($"The import cannot run. {file} is no export that can be read:",
            (await ProgramRun.Of("Cli", words, Environment)).Errors, StringComparison.Ordinal);

        File.Delete(file);
        await using (var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, TestContext.Current.CancellationToken))
        {
            await Add(zip, "journal.db", "changed");
            await Add(zip, "manifest.json", """{"format":1,"program":"x","files":{"journal.db":{"bytes":7,"sha256":"00"}}}""");
        }

        var damaged = await ProgramRun.Of("Cli", words, Environment);
        Assert.Equal((1, $"The import cannot run. {file} is no export that can be read: 'journal.db' is damaged.\n"),
            (damaged.Code, damaged.Errors));
        Assert.False(Directory.Exists(words[^1]));

        static async Task Add(ZipArchive zip, string name, string text)
        {
            await using var entry = await zip.CreateEntry(name).OpenAsync(TestContext.Current.CancellationToken);
            await entry.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    private static List<string> Heads(ProgramRun run) =>
        [.. run.Output.Split('\n').Where(l => l.Contains(" events, ", StringComparison.Ordinal))];

    [Theory]
    [InlineData("The check cannot run. The file cannot be read", "draw", "verify", "nowhere.json")]
    [InlineData("Not ready: http://127.0.0.1:9/health/ready does not answer", "health", "http://127.0.0.1:9")]
    [InlineData("The question cannot run. http://127.0.0.1:9/ does not answer", "token", "--role", "auditor", "--gateway",
        "http://127.0.0.1:9")]
    [InlineData("The verification cannot run. The file 'nowhere' cannot be read", "journal", "verify", "--store", "Postgres",
        "--connection", "@nowhere")]
    public async Task What_cannot_be_done_ends_with_1_and_one_sentence(string says, params string[] words)
    {
        var run = await ProgramRun.Of("Cli", words, Environment);

        Assert.Equal(1, run.Code);
        Assert.StartsWith(says, run.Errors, StringComparison.Ordinal);
    }
}
