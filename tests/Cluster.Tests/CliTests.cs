namespace VipOrleans.Cluster.Tests;

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
    [InlineData("vip ", "journal vault draw health token completion")]
    [InlineData("vip journal ", "verify copy migrate")]
    [InlineData("vip journal copy --to-", "--to-store --to-connection --to-folder")]
    [InlineData("vip journal copy --store ", "Sqlite Postgres AzureTables")]
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
