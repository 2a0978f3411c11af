namespace VipOrleans.Silo.Tests;

using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>The executable's commands that verify a journal, bring an older one to the present format and copy one.</summary>
public sealed class JournalCommandTests : IDisposable
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_journal_that_is_whole_ends_with_0_and_one_that_was_changed_with_1_and_the_stream(bool cluster)
    {
        var database = cluster ? await (await PostgresServer.Shared).NewDatabase() : null;
        await Write(database, 30);

        var whole = await Run(database, "verify");
        Assert.Equal((0, ""), (whole.Code, whole.Errors));
        Assert.Contains("Looked at 30 events of 3 streams in 1 cities and nations, 30 marks of commands and 1 snapshots", whole.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("The journal is what was written.\n", whole.Output, StringComparison.Ordinal);

        await Change(database, cluster ? "UPDATE journal_commands SET outcome = 'no' WHERE command_id = 'c-4'"
            : "UPDATE commands SET outcome = 'no' WHERE command_id = 'c-4'");
        var changed = await Run(database, "verify");
        Assert.Equal((1, ""), (changed.Code, changed.Errors));
        Assert.Contains("nz-akl/thing/1: The append that ends at version 2 is not what was written", changed.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("1 findings: the journal is not what was written.\n", changed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_journal_put_back_whole_is_found_by_an_anchor_elsewhere()
    {
        using var elsewhere = new TemporaryFolder();
        var anchor = Path.Combine(elsewhere.Path, "anchors", "journal.anchor");
        await Write(null, 6);
        var file = DataFolder.JournalFileOf(_folder.Path);
        var (old, oldAnchor) = (await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(Beside));
        await Write(null, 9, anchor);
        Assert.Equal(0, (await Run(null, "verify", anchor)).Code);

        await File.WriteAllBytesAsync(file, old);
        await File.WriteAllBytesAsync(Beside, oldAnchor);

        // The anchor of its own time knows nothing of it.
        Assert.Equal(0, (await Run(null, "verify")).Code);
        var run = await Run(null, "verify", anchor);
        Assert.Equal(1, run.Code);
        Assert.Contains("nz-akl: Its feed ends at 6", run.Output, StringComparison.Ordinal);
        Assert.Contains("events are missing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anchor_that_is_missing_or_was_changed_is_a_finding()
    {
        await Write(null, 3);
        var text = await File.ReadAllTextAsync(Beside);
        await File.WriteAllTextAsync(Beside, text.Replace("nz-akl 3", "nz-akl 2", StringComparison.Ordinal));
        var changed = await Run(null, "verify");
        Assert.Equal(1, changed.Code);
        Assert.Contains("is not what this system wrote", changed.Output, StringComparison.Ordinal);

        File.Delete(Beside);
        var missing = await Run(null, "verify");
        Assert.Equal(1, missing.Code);
        Assert.Contains("the anchor: There is none in", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_is_copied_into_another_store_and_back_and_each_copy_is_verified()
    {
        using var back = new TemporaryFolder();
        var database = await (await PostgresServer.Shared).NewDatabase();
        await Write(null, 30);

        var there = await Run(null, "copy", target: new() { ["Target__Store"] = "Postgres", ["Target__Connection"] = database });
        Assert.Equal((0, ""), (there.Code, there.Errors));
        Assert.Contains("Copied 30 events and 30 marks of commands; 0 events were there already. 1 snapshots.", there.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("The journal is what was written.\n", there.Output, StringComparison.Ordinal);

        // What came since is all that the next run copies.
        await Write(null, 6);
        var since = await Run(null, "copy", target: new() { ["Target__Store"] = "Postgres", ["Target__Connection"] = database });
        Assert.Equal((0, ""), (since.Code, since.Errors));
        Assert.Contains("Copied 6 events and 6 marks of commands; 30 events were there already.", since.Output, StringComparison.Ordinal);

        var home = await Run(database, "copy", target: new() { ["Target__Store"] = "Sqlite", ["Target__DataFolder"] = back.Path });
        Assert.Equal((0, ""), (home.Code, home.Errors));
        Assert.EndsWith("The journal is what was written.\n", home.Output, StringComparison.Ordinal);
        await using var first = SqliteJournal.Open(DataFolder.JournalFileOf(_folder.Path));
        await using var copy = SqliteJournal.Open(DataFolder.JournalFileOf(back.Path));
        Assert.Equal(await first.Partitions(), await copy.Partitions());
    }

    [Fact]
    public async Task What_cannot_be_copied_is_said_in_one_sentence()
    {
        await Write(null, 3);
        foreach (var (target, says) in new (Dictionary<string, string>, string)[]
        {
            ([], "Nothing says where the copy is to be: give Target:Store"),
            (new() { ["Target__Sotre"] = "Sqlite" }, "Target:Sotre is no setting; the section Target has Store, Connection, DataFolder."),
            (new() { ["Target__Store"] = "Postgres" }, "Target:Store is Postgres but Target:Connection is empty"),
            (new() { ["Target__DataFolder"] = _folder.Path }, "Target names the journal itself; name another store."),
        })
        {
            var run = await Run(null, "copy", target: target);
            Assert.Equal((1, ""), (run.Code, run.Output));
            Assert.StartsWith($"The copy cannot run. {says}", run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_cannot_be_verified_is_said_in_one_sentence()
    {
        var none = await Run(null, "verify");
        Assert.Equal((1, ""), (none.Code, none.Output));
        Assert.Contains("There is no journal in", none.Errors, StringComparison.Ordinal);
        await Write(null, 3);
        using (DataFolder.Take(_folder.Path))
        {
            Assert.Contains("Another process is using the data folder", (await Run(null, "verify")).Errors, StringComparison.Ordinal);
        }

        var keyless = await ProgramRun.Of("Silo", ["journal", "verify"], new Dictionary<string, string>
        {
            ["DOTNET_ENVIRONMENT"] = "Production", ["Silo__DataFolder"] = _folder.Path,
        });
        Assert.Equal(1, keyless.Code);
        Assert.Contains("No key of the journal is configured.", keyless.Errors, StringComparison.Ordinal);
        foreach (var words in new string[][] { ["journal"], ["journal", "verfy"], ["journal", "verify", "now"] })
        {
            Assert.Equal(2, (await ProgramRun.Of("Silo", words, new Dictionary<string, string>())).Code);
        }

        var present = await Run(null, "migrate");
        Assert.Equal((0, ""), (present.Code, present.Errors));
        Assert.Contains("has the present format already", present.Output, StringComparison.Ordinal);
    }

    private string Beside => Path.Combine(_folder.Path, JournalAnchor.FileName);

    // As a silo does, with an anchor at the end.
    private async Task Write(string? database, int events, string? anchor = null)
    {
        var settings = Settings(database, anchor);
        var key = new JournalKey(Convert.FromBase64String(Key));
        await using var journal =
            new SealedJournal(JournalStores.Open(settings, () => DataFolder.JournalFileOf(_folder.Path)), key);
        var heads = new StreamHead[3];
        foreach (var i in Enumerable.Range(0, 3)) heads[i] = (await journal.Read(Stream(i))).Head;
        foreach (var n in Enumerable.Range(0, events))
        {
            var result = await journal.Append(new(Stream(n % 3), heads[n % 3], Guid.CreateVersion7(),
                [new("thing-done", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, "system")],
                [new($"c-{heads.Sum(h => h.Version)}", 1, heads[n % 3].Version + 1, "done")]));
            heads[n % 3] = result.Head;
        }

        await journal.SaveSnapshot(Stream(0), new(heads[0].Version, heads[0].Hash, "thing-1", "{}"u8.ToArray()));
        var anchors = new JournalAnchors(settings, key);
        var signed = anchors.Read() is [var before, ..] ? before : null;
        anchors.Sign(signed, await journal.Partitions(), DateTimeOffset.UtcNow, f => Assert.Fail($"{f}"), _ => 0);
    }

    private static StreamId Stream(int number) => StreamId.Parse($"nz-akl/thing/{number}");

    private SiloSettings Settings(string? database, string? anchor) => new()
    {
        DataFolder = _folder.Path, JournalKey = Key, AnchorPath = anchor, JournalConnection = database,
        Store = database is null ? JournalStore.Sqlite : JournalStore.Postgres,
    };

    private async Task Change(string? database, string sql)
    {
        if (database is not null)
        {
            await using var postgres = new Npgsql.NpgsqlConnection(database);
            await postgres.OpenAsync();
            await using var change = new Npgsql.NpgsqlCommand(sql, postgres);
            Assert.Equal(1, await change.ExecuteNonQueryAsync());
            return;
        }

        await using var file = new SqliteConnection($"Data Source={DataFolder.JournalFileOf(_folder.Path)};Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private Task<ProgramRun> Run(string? database, string word, string? anchor = null, Dictionary<string, string>? target = null)
    {
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_ENVIRONMENT"] = "Production", ["Silo__DataFolder"] = _folder.Path, ["Journal__Key"] = Key,
        };
        if (database is not null) (environment["Journal__Store"], environment["Journal__Connection"]) = ("Postgres", database);
        if (anchor is not null) environment["Journal__AnchorPath"] = anchor;
        foreach (var (name, value) in target ?? []) environment[name] = value;
        return ProgramRun.Of("Silo", ["journal", word], environment);
    }
}
