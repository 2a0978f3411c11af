namespace VipOrleans.Silo.Tests;

using VipOrleans.Processes;
using VipOrleans.Servers;
using VipOrleans.Vault;

/// <summary>The executable's command that brings people's keys under a new master key.</summary>
public sealed class VaultCommandTests : IDisposable
{
    private const string KeyA = "2026:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        KeyB = "2027:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rewrap_brings_every_key_under_the_new_master_key_and_the_old_one_can_go(bool cluster)
    {
        var database = cluster ? await (await PostgresServer.Shared).NewDatabase() : null;
        await using (var vault = await Open(database, KeyA))
            foreach (var i in Enumerable.Range(1, 230)) await vault.PutNote($"nz-akl.host.{i}", "reply-1", $"Note {i}");

        var run = await Rewrap(database, $"{KeyB},{KeyA}");

        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Equal(["200 persons are under '2027'", "230 persons are under '2027'"], run.Output.Split('\n')[..2]);
        Assert.StartsWith("Done: 230 persons wrapped again, all are under '2027'.", run.Output.Split('\n')[2], StringComparison.Ordinal);
        await using (var vault =
            await Open(database, KeyB)) Assert.Equal("Note 230",
                await vault.ReadNote("nz-akl.host.230", "reply-1", "nz-akl.officer.1", "review"));

        // Once more changes nothing.
        Assert.StartsWith("Done: 0 persons", (await Rewrap(database, KeyB)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_codes_of_persons_who_have_none_are_made()
    {
        await using (var vault = SqliteVault.Open(DataFolder.VaultFileOf(_folder.Path), VaultKeys.Parse(KeyA), TimeProvider.System))
        {
            foreach (var i in Enumerable.Range(1, 2)) await vault.Put($"nz.migrant.{i:d26}", new("Suharto", "s@example.org", null, []));
        }

        using (var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={DataFolder.VaultFileOf(_folder.Path)};Pooling=False"))
        {
            file.Open();
            using var forget = file.CreateCommand();
            forget.CommandText = "DELETE FROM code; UPDATE person SET coded = 0";
            forget.ExecuteNonQuery();
        }

        var run = await ProgramRun.Of("Silo", ["vault", "index"],
            new Dictionary<string, string>
            {
                ["DOTNET_ENVIRONMENT"] = "Production", ["Silo__DataFolder"] = _folder.Path,
                ["Vault__MasterKeys"] = KeyA
            });
        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Equal(["2 persons have their codes", "Done: the codes of 2 persons were made, all have theirs."],
            run.Output.TrimEnd().Split('\n'));
        await using var again = await Open(null, KeyA);
        Assert.Single(await again.Sharing("nz", null, null, 10));
    }

    [Fact]
    public async Task A_rewrap_without_the_old_key_or_beside_a_process_on_the_same_folder_is_told_what_to_mend()
    {
        await using (var vault = await Open(null, KeyA)) await vault.PutNote("nz-akl.host.1", "reply-1", "text");

        var missing = await Rewrap(null, KeyB);
        Assert.Equal(1, missing.Code);
        Assert.Contains("'2026', which is not configured. Add it to Vault:MasterKeys", missing.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyB[5..], missing.Errors, StringComparison.Ordinal);

        using (DataFolder.Take(_folder.Path))
        {
            var used = await Rewrap(null, $"{KeyB},{KeyA}");
            Assert.Equal(1, used.Code);
            Assert.Contains("Another process is using the data folder", used.Errors, StringComparison.Ordinal);
        }

        var none = await Rewrap(null, "");
        Assert.Equal(1, none.Code);
        Assert.Contains("Vault:MasterKeys is empty; give the new master key first", none.Errors, StringComparison.Ordinal);
    }

    private async Task<SealedVault> Open(string? database, string keys) => database is not null
        ? await PostgresVault.Open(new() { ConnectionString = database, Deadline = TimeSpan.FromMinutes(1) }, VaultKeys.Parse(keys),
            TimeProvider.System)
        : SqliteVault.Open(DataFolder.VaultFileOf(_folder.Path), VaultKeys.Parse(keys), TimeProvider.System);

    private Task<ProgramRun> Rewrap(string? database, string keys)
    {
        var environment =
            new Dictionary<string, string>
            {
                ["DOTNET_ENVIRONMENT"] = "Production", ["Silo__DataFolder"] = _folder.Path,
                ["Vault__MasterKeys"] = keys
            };
        if (database is not null) (environment["Journal__Store"], environment["Journal__Connection"]) = ("Postgres", database);
        return ProgramRun.Of("Silo", ["vault", "rewrap"], environment);
    }
}
