namespace VipOrleans.Vault.Tests;

using static VipOrleans.Vault.Tests.People;

public sealed class KeepingTests : IAsyncDisposable
{
    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_document_is_read_as_it_was_put_also_after_a_restart()
    {
        var document =
            new PersonDocument("Sēmisi 'Ofa 王 \"😀\"", null, "12 Queen Street\r\nAuckland",
                [Passport("L-123 456"), new("other", "NZ", "x/9")]);
        await using (var vault = _folder.Open())
        {
            Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, document));
            Assert.Equal(document, await vault.Read(Ana, Officer, "identity-check"));
        }
        await using (var vault = _folder.Open()) Assert.Equal(document, await vault.Read(Ana, Officer, "identity-check"));
    }

    [Fact]
    public async Task What_was_put_survives_the_sudden_end_of_the_process()
    {
        await using var crashed = new VaultFolder();
        await using (var vault = _folder.Open())
        {
            await vault.Put(Ana, Person("Ana"));
            foreach (var file in Directory.GetFiles(_folder.Folder, "vault.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
                await File.WriteAllBytesAsync(Path.Combine(crashed.Folder, Path.GetFileName(file)), VaultFolder.ReadShared(file));
        }
        await using var again = crashed.Open();
        Assert.Equal(Person("Ana"), await again.Read(Ana, Officer, "identity-check"));
    }

    [Fact]
    public async Task A_person_who_is_not_there_reads_as_nothing()
    {
        await using var vault = _folder.Open();
        Assert.Null(await vault.Read(Ana, Officer, "identity-check"));
        Assert.Null(await vault.ReadNote(Ana, "reply-1", Officer, "review"));
        Assert.False(await vault.Erase(Ana, Officer, "own-request"));
        Assert.DoesNotContain(await vault.Accesses(Ana, 10), a => a.Found);
    }

    [Fact]
    public async Task Putting_the_same_document_again_writes_nothing_and_another_replaces_it()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana", Passport("1")));
        var before = _folder.Rows("SELECT sealed FROM document", r => r.GetFieldValue<byte[]>(0)).Single();

        Assert.Equal(PutOutcome.Unchanged, await vault.Put(Ana, Person("Ana", Passport("1"))));
        Assert.Equal(before, _folder.Rows("SELECT sealed FROM document", r => r.GetFieldValue<byte[]>(0)).Single());

        Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana Tupou", Passport("2"))));
        Assert.Equal("Ana Tupou", (await vault.Read(Ana, Officer, "identity-check"))!.Name);
    }

    [Fact]
    public async Task The_same_text_is_never_encrypted_to_the_same_bytes_twice()
    {
        await using var vault = _folder.Open();
        var seen = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            await vault.PutNote(Ana, "reply-1", "the same text");
            Assert.True(seen.Add(_folder.Rows("SELECT hex(substr(sealed, 2, 12)) FROM note", r => r.GetString(0)).Single()));
        }
    }

    [Fact]
    public async Task Notes_are_kept_per_person_and_replaced()
    {
        await using var vault = _folder.Open();
        await vault.PutNote(Ana, "reply-1", "first");
        await vault.PutNote(Ana, "reply-1", "second");
        await vault.PutNote(Ben, "reply-1", "of Ben");

        Assert.Equal("second", await vault.ReadNote(Ana, "reply-1", Officer, "review"));
        Assert.Equal("of Ben", await vault.ReadNote(Ben, "reply-1", Officer, "review"));
        Assert.Null(await vault.ReadNote(Ana, "reply-2", Officer, "review"));
    }

    [Fact]
    public async Task Many_people_at_once_each_keep_their_own()
    {
        await using var vault = _folder.Open();
        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) =>
        {
            Assert.Equal(PutOutcome.Stored, await vault.Put(Id(i), Person($"Person {i}", Passport($"P{i}")), ct));
            await vault.PutNote(Id(i), "reply-1", $"Note {i}", ct);
            Assert.Equal($"Person {i}", (await vault.Read(Id(i), Officer, "identity-check", ct))!.Name);
            Assert.Equal($"Note {i}", await vault.ReadNote(Id(i), "reply-1", Officer, "review", ct));
            Assert.Equal(2, (await vault.Accesses(Id(i), 10, ct)).Count);
        });
    }

    [Fact]
    public async Task Of_many_who_claim_one_passport_at_once_one_gets_it()
    {
        await using var vault = _folder.Open();
        var outcomes =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => vault.Put(Id(i), Person($"Person {i}", Passport("L1"))).AsTask()));
        Assert.Equal(1, outcomes.Count(o => o == PutOutcome.Stored));
        Assert.Equal(19, outcomes.Count(o => o == PutOutcome.DocumentBelongsToAnother));
    }

    [Fact]
    public async Task One_who_gave_up_waiting_changes_nothing()
    {
        await using var vault = _folder.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await vault.Put(Ana, Person("Ana"), new CancellationToken(canceled: true)));
        Assert.Null(await vault.Read(Ana, Officer, "identity-check"));
    }

    [Fact]
    public async Task The_store_writes_ahead_and_only_its_owner_can_read_it()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana"));
        Assert.Equal("wal", _folder.Rows("PRAGMA journal_mode", r => r.GetString(0)).Single());
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.GetFiles(_folder.Folder))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

    }

    [Fact]
    public async Task A_vault_is_ready_until_it_is_closed_and_not_while_it_cannot_write()
    {
        var vault = _folder.Open();
        Assert.True(await vault.IsReady());
        using (var other = _folder.Connect())
        using (other.BeginTransaction(deferred: false))
        {
            Assert.False(await vault.IsReady());
            await Assert.ThrowsAsync<VaultUnavailableException>(async () => await vault.Put(Ana, Person("Ana")));
        }
        Assert.True(await vault.IsReady());
        await vault.DisposeAsync();
        await vault.DisposeAsync();
        Assert.False(await vault.IsReady());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await vault.Read(Ana, Officer, "identity-check"));
    }

    [Fact]
    public void A_file_that_cannot_be_opened_fails_clearly()
    {
        Directory.CreateDirectory(_folder.File);
        Assert.Throws<VaultUnavailableException>(() => _folder.Open());
    }

    [Fact]
    public async Task A_file_from_before_there_were_codes_is_brought_up_to_date()
    {
        await using (var vault = _folder.Open())
        {
            foreach (var i in Enumerable.Range(1, 2)) await vault.Put($"nz.migrant.{i:d26}", new("Suharto", "s@example.org", null, []));
        }

        _folder.Tamper("DROP TABLE code; ALTER TABLE person DROP COLUMN coded; PRAGMA user_version = 1");
        await using var again = _folder.Open();
        Assert.Empty(await again.Sharing("nz", null, null, 10));
        Assert.Equal(2, await again.Index());
        Assert.Single(await again.Sharing("nz", null, null, 10));
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_left_alone()
    {
        await _folder.Open().DisposeAsync();
        _folder.Tamper("PRAGMA user_version = 3");
        Assert.Contains("format 2", Assert.Throws<VaultUnavailableException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }
}
