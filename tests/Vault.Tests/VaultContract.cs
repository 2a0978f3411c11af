namespace VipOrleans.Vault.Tests;

using VipOrleans.Servers;
using static VipOrleans.Vault.Tests.People;
using static VipOrleans.Vault.Tests.VaultFolder;

/// <summary>What every store of the vault promises.</summary>
public abstract partial class VaultContract
{
    private protected abstract ValueTask<SealedVault> Open(string keys = KeyA);

    /// <summary>Overwrites every sealed box or key of a table, from what stood there.</summary>
    private protected abstract Task Change(bool keys, string person, string from);

    /// <summary>All that the store holds, as text and hexadecimal.</summary>
    private protected abstract Task<string> Dump();

    [Fact]
    public async Task A_document_is_read_as_it_was_put_also_after_a_restart()
    {
        var document =
            new PersonDocument("Sēmisi 'Ofa 王 \"😀\"", null, "12 Queen Street\r\nAuckland",
                [Passport("L-123 456"), new("other", "NZ", "x/9")]);
        await using (var vault = await Open())
        {
            Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, document));
            Assert.Equal(PutOutcome.Unchanged, await vault.Put(Ana, document));
        }
        await using var again = await Open();
        Assert.Equal(document, await again.Read(Ana, Officer, "identity-check"));
        Assert.Equal(PutOutcome.Stored, await again.Put(Ana, Person("Ana")));
        Assert.Equal(Person("Ana"), await again.Read(Ana, Officer, "identity-check"));
        Assert.Null(await again.Read(Ben, Officer, "identity-check"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(VaultLimits.MaxFile)]
    public async Task Files_and_notes_are_kept_apart_byte_for_byte_up_to_the_limit(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        var note = new string('王', VaultLimits.MaxNote);
        await using var vault = await Open();
        await vault.PutFile(Ana, "one", new byte[] { 7 });
        await vault.PutFile(Ana, "one", bytes);
        await vault.PutNote(Ana, "one", note);
        var read = await vault.ReadFile(Ana, "one", Officer, "send");
        Assert.True(bytes.AsSpan().SequenceEqual(read!.Value.Span));
        Assert.Equal(note, await vault.ReadNote(Ana, "one", Officer, "review"));
        Assert.Null(await vault.ReadFile(Ben, "one", Officer, "send"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutFile(Ana, "one", new byte[VaultLimits.MaxFile + 1]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutNote(Ana, "one", note + "王"));
    }

    [Fact]
    public async Task Of_many_who_claim_one_passport_at_once_through_two_processes_one_gets_it()
    {
        await using var one = await Open();
        await using var two = await Open();
        for (var round = 0; round < 5; round++)
        {
            var outcomes =
                await Task.WhenAll(
                    Enumerable.Range(0, 16)
                        .Select(i =>
                            (i % 2 == 0 ? one : two).Put(Id((100 * round) + i), Person($"Person {i}", Passport($"L{round}"))).AsTask()));
            Assert.Equal(1, outcomes.Count(o => o == PutOutcome.Stored));
            Assert.Equal(15, outcomes.Count(o => o == PutOutcome.DocumentBelongsToAnother));
        }
    }

    [Fact]
    public async Task People_who_swap_their_passports_at_once_never_have_the_same_one()
    {
        await using var one = await Open();
        await using var two = await Open();
        await one.Put(Ana, Person("Ana", Passport("A")));
        await one.Put(Ben, Person("Ben", Passport("B")));
        for (var i = 0; i < 10; i++)
        {
            var (a, b) = i % 2 == 0 ? ("B", "A") : ("A", "B");
            await Task.WhenAll(one.Put(Ana, Person("Ana", Passport(a))).AsTask(), two.Put(Ben, Person("Ben", Passport(b))).AsTask());
            var ana = await one.Read(Ana, Officer, "identity-check");
            var ben = await two.Read(Ben, Officer, "identity-check");
            Assert.NotEqual(ana!.Documents[0].Number, ben!.Documents[0].Number);
        }
    }

    [Fact]
    public async Task One_person_has_one_key_however_many_write_first()
    {
        await using var one = await Open();
        await using var two = await Open();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).PutNote(Ana, $"n{i}", $"note {i}").AsTask()));
        foreach (var i in Enumerable.Range(0, 20)) Assert.Equal($"note {i}", await one.ReadNote(Ana, $"n{i}", Officer, "review"));
    }

    [Fact]
    public async Task A_refused_document_changes_nothing_and_one_given_up_is_free()
    {
        await using var vault = await Open();
        await vault.Put(Ana, Person("Ana", Passport("L1"), Passport("L2")));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put(Ben, Person("Ben", Passport("free"), Passport("l-1"))));
        Assert.Null(await vault.Read(Ben, Officer, "identity-check"));
        Assert.False(await vault.Erase(Ben, Officer, "own-request"));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Id(3), Person("Cy", Passport("free"))));

        await vault.Put(Ana, Person("Ana", Passport("L2")));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ben, Person("Ben", Passport("L1"))));
        await vault.Erase(Ana, Officer, "own-request");
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ben, Person("Ben", Passport("L2"))));
    }

    [Theory]
    [InlineData("L1", "L1")]
    [InlineData("L1", "l-1")]
    public async Task A_document_that_another_nation_knows_is_like_one_that_nobody_knows(string first, string second)
    {
        await using var vault = await Open();
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana", Passport(first))));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Abroad, Person("Ben", Passport(second))));
        Assert.Equal(PutOutcome.Unchanged, await vault.Put(Ana, Person("Ana", Passport(first))));
        // Each nation sees its own.
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put(Ben, Person("Ben", Passport(second))));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put($"{Abroad}x", Person("Cy", Passport(first))));
        // What one gives up is not given up for the other.
        await vault.Erase(Ana, Officer, "own-request");
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ben, Person("Ben", Passport(second))));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put($"{Abroad}x", Person("Cy", Passport(first))));
    }

    [Fact]
    public async Task An_erased_person_is_gone_and_the_accesses_stay_newest_first()
    {
        await using var vault = await Open();
        await vault.Put(Ana, Person("Ana", Passport("L1")));
        await vault.PutNote(Ana, "reply-1", "I was not away");
        await vault.PutFile(Ana, "f", new byte[10]);
        await vault.Read(Ana, Officer, "identity-check");
        Assert.True(await vault.Erase(Ana, Ana, "own-request"));
        Assert.Null(await vault.Read(Ana, Officer, "identity-check"));
        Assert.Null(await vault.ReadNote(Ana, "reply-1", Officer, "review"));
        Assert.Null(await vault.ReadFile(Ana, "f", Officer, "send"));
        Assert.False(await vault.Erase(Ana, Ana, "own-request"));
        Assert.Equal(
            [(VaultAccessKind.ReadFile, "f", false), (VaultAccessKind.ReadNote, "reply-1", false),
                (VaultAccessKind.ReadDocument, null, false), (VaultAccessKind.Erase, null, true),
                (VaultAccessKind.ReadDocument, null, true)],
            (await vault.Accesses(Ana, 10)).Select(a => (a.Kind, a.NoteId, a.Found)));
        Assert.Equal((Officer, "send"), Assert.Single((await vault.Accesses(Ana, 1)).Select(a => (a.By, a.Purpose))));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana", Passport("L1"))));
        Assert.Null(await vault.ReadNote(Ana, "reply-1", Officer, "review"));
    }

    [Fact]
    public async Task Nothing_that_a_person_said_stands_readable_in_the_store()
    {
        await using var vault = await Open();
        await vault.Put(Ana, new("CanaryName", "canary@example.org", "CanaryStreet 5", [Passport("CANARY7781")]));
        await vault.PutNote(Ana, "reply-1", "CanaryReply");
        await vault.PutFile(Ana, "f", "CanaryFile"u8.ToArray());
        var dump = await Dump();
        Assert.Contains(Ana, dump, StringComparison.Ordinal);
        foreach (var canary in new[] { "CanaryName", "canary@example.org", "CanaryStreet", "CANARY7781", "CanaryReply", "CanaryFile" })
        {
            Assert.DoesNotContain(canary, dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(canary)), dump,
                StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_or_document_moved_from_another_person_does_not_open_and_the_person_can_be_erased(bool keys)
    {
        await using var vault = await Open();
        await vault.Put(Ana, Person("SecretAna"));
        await vault.Put(Ben, Person("SecretBen"));
        await Change(keys, Ana, Ben);
        var error = await Assert.ThrowsAsync<VaultCorruptException>(async () => await vault.Read(Ana, Officer, "identity-check"));
        Assert.Contains(Ana, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", error.ToString(), StringComparison.Ordinal);
        Assert.True(Assert.Single(await vault.Accesses(Ana, 10)).Found);
        Assert.True(await vault.Erase(Ana, Officer, "damage"));
        Assert.Equal("SecretBen", (await vault.Read(Ben, Officer, "identity-check"))!.Name);
    }

    [Fact]
    public async Task After_a_rotation_and_a_rewrap_the_old_master_key_can_go_and_marks_still_count()
    {
        await using (var vault = await Open(KeyA))
        {
            await vault.Put(Ana, Person("Ana", Passport("L1")));
            await vault.PutNote(Ben, "reply-1", "text");
        }
        await Assert.ThrowsAsync<VaultKeyException>(async () => await Open(KeyB));
        await Assert.ThrowsAsync<VaultKeyException>(async () => await Open(OtherKeyA));
        await using (var vault = await Open($"{KeyB},{KeyA}"))
        {
            Assert.Equal(2, await vault.Rewrap());
            Assert.Equal(0, await vault.Rewrap());
        }
        await using var rotated = await Open(KeyB);
        Assert.Equal("Ana", (await rotated.Read(Ana, Officer, "identity-check"))!.Name);
        Assert.Equal("text", await rotated.ReadNote(Ben, "reply-1", Officer, "review"));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await rotated.Put(Ben, Person("Ben", Passport("L1"))));
        await Assert.ThrowsAsync<VaultKeyException>(async () => await Open(KeyA));
    }

    [Fact]
    public async Task A_rewrap_that_was_stopped_goes_on_where_it_ended_and_tells_how_far_it_is()
    {
        await using (var vault = await Open(KeyA))
            foreach (var i in Enumerable.Range(0, 450)) await vault.PutNote(Id(i), "reply-1", "text");
        await using var rotated = await Open($"{KeyB},{KeyA}");
        using var stop = new CancellationTokenSource();
        var first = new Heard(_ => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rotated.Rewrap(first, stop.Token));

        Assert.Equal([200], first.Counts);
        var rest = new Heard(_ => { });
        Assert.Equal(250, await rotated.Rewrap(rest));
        Assert.Equal([200, 250], rest.Counts);
        Assert.Equal("text", await rotated.ReadNote(Id(449), "reply-1", Officer, "review"));
    }

    [Fact]
    public async Task A_vault_is_ready_until_it_is_closed_and_one_who_gave_up_changes_nothing()
    {
        var vault = await Open();
        Assert.True(await vault.IsReady());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await vault.Put(Ana, Person("Ana"), new CancellationToken(canceled: true)));
        Assert.Null(await vault.Read(Ana, Officer, "identity-check"));
        await vault.DisposeAsync();
        await vault.DisposeAsync();
        Assert.False(await vault.IsReady());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await vault.Read(Ana, Officer, "identity-check"));
    }
}

/// <summary>Keeps what it is told, at once.</summary>
internal sealed class Heard(Action<int> then) : IProgress<int>
{
    public List<int> Counts { get; } = [];

    public void Report(int value)
    {
        Counts.Add(value);
        then(value);
    }
}

public sealed class SqliteVaultContractTests : VaultContract, IAsyncDisposable
{
    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private protected override ValueTask<SealedVault> Open(string keys = KeyA) => new(_folder.Open(keys));

    private protected override Task Change(bool keys, string person, string from)
    {
        _folder.Tamper(keys
            ? $"UPDATE person_key SET sealed = (SELECT k.sealed FROM person_key k JOIN person p ON p.slot = k.slot WHERE p.person = "
                + $"'{from}') WHERE slot = (SELECT slot FROM person WHERE person = '{person}')"
            : $"UPDATE document SET sealed = (SELECT d.sealed FROM document d WHERE d.person = '{from}') WHERE person = '{person}'");
        return Task.CompletedTask;
    }

    private protected override Task RunOn(string table, string statement)
    {
        _folder.Tamper(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, table));
        return Task.CompletedTask;
    }

    private protected override Task<string> Dump() => Task.FromResult(System.Text.Encoding.Latin1.GetString(_folder.AllBytes()));
}

public sealed class PostgresVaultContractTests : VaultContract, IAsyncLifetime
{
    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await (await PostgresServer.Shared).NewDatabase();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_start_waits_for_a_server_that_starts_later()
    {
        await using var server = await PostgresServer.Start();
        var options =
            new PostgresVaultOptions
            {
                ConnectionString = await server.NewDatabase(), Deadline = TimeSpan.FromSeconds(2),
                OpenPatience = TimeSpan.FromMinutes(5)
            };
        await server.Kill();

        var opening = PostgresVault.Open(options, VaultKeys.Parse(KeyA), TimeProvider.System);
        // Longer than any other piece of work is tried.
        Assert.NotSame(opening, await Task.WhenAny(opening, Task.Delay(options.Deadline * 2)));
        await server.StartAgain();

        await using var vault = await opening;
        Assert.True(await vault.IsReady());
    }

    private protected override async ValueTask<SealedVault> Open(string keys = KeyA) =>
        await PostgresVault.Open(new() { ConnectionString = _database, Deadline = TimeSpan.FromMinutes(1) }, VaultKeys.Parse(keys),
            TimeProvider.System);

    private protected override async Task Change(bool keys, string person, string from) => await Run(keys
        ? $"UPDATE vault_person SET sealed = (SELECT sealed FROM vault_person WHERE person = '{from}') WHERE person = '{person}'"
        : $"UPDATE vault_box SET sealed = (SELECT sealed FROM vault_box WHERE person = '{from}' AND kind = 1) WHERE person = "
            + $"'{person}' AND kind = 1");

    private protected override async Task<string> Dump() => string.Concat(
        await Run("SELECT t::text FROM vault_person t"), await Run("SELECT t::text FROM vault_box t"),
        await Run("SELECT t::text FROM vault_identity t"), await Run("SELECT t::text FROM vault_code t"),
        await Run("SELECT t::text FROM vault_access t"));

    private protected override Task RunOn(string table, string statement) =>
        Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, $"vault_{table}"));

    private async Task<string> Run(string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var text = "";
        while (await reader.ReadAsync()) text += reader.GetString(0) + "\n";
        return text;
    }
}
