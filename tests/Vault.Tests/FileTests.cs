namespace VipOrleans.Vault.Tests;

using static VipOrleans.Vault.Tests.People;

public sealed class FileTests : IAsyncDisposable
{
    private const string Payout = "nz-akl.payout.0123456789abcdefghjkmnpqrs";

    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(VaultLimits.MaxFile)]
    public async Task A_file_comes_back_byte_for_byte_after_a_restart_and_who_read_it_is_written_down(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        await using (var vault = _folder.Open()) await vault.PutFile(Payout, "pain.001-1", bytes);
        await using var again = _folder.Open();
        var read = await again.ReadFile(Payout, "pain.001-1", Officer, "send-to-bank");
        Assert.True(bytes.AsSpan().SequenceEqual(read!.Value.Span));
        Assert.Null(await again.ReadFile(Payout, "pain.001-2", Officer, "send-to-bank"));
        Assert.Equal([("pain.001-2", false), ("pain.001-1", true)], (await again.Accesses(Payout, 10)).Select(a => (a.NoteId!, a.Found)));
        Assert.All(await again.Accesses(Payout, 10), a => Assert.Equal((VaultAccessKind.ReadFile, Officer), (a.Kind, a.By)));
    }

    [Fact]
    public async Task A_file_is_not_readable_in_the_vaults_own_files_and_is_erased_with_its_owner()
    {
        await using var vault = _folder.Open();
        await vault.PutFile(Payout, "pain.001-1", "<Nm>SecretName</Nm>"u8.ToArray());
        Assert.False(_folder.Holds("SecretName"));
        Assert.True(await vault.Erase(Payout, Officer, "test"));
        Assert.Null(await vault.ReadFile(Payout, "pain.001-1", Officer, "send-to-bank"));
    }

    [Fact]
    public async Task A_file_and_a_note_of_one_name_are_two_things()
    {
        await using var vault = _folder.Open();
        await vault.PutNote(Ana, "payee", "a note");
        await vault.PutFile(Ana, "payee", "a file"u8.ToArray());
        Assert.Equal("a note", await vault.ReadNote(Ana, "payee", Officer, "test"));
        Assert.Equal("a file"u8.ToArray(), (await vault.ReadFile(Ana, "payee", Officer, "test"))!.Value.ToArray());
    }

    [Theory]
    [InlineData("UPDATE note SET sealed = (SELECT n.sealed FROM old_note n WHERE n.note <> note.note AND n.note LIKE 'file%')")]
    [InlineData("UPDATE note SET sealed = (SELECT n.sealed FROM old_note n WHERE n.note NOT LIKE 'file%')")]
    [InlineData("UPDATE note SET sealed = substr(sealed, 1, length(sealed) - 1)")]
    public async Task A_file_that_was_changed_or_put_in_anothers_place_is_not_returned(string sql)
    {
        await using var vault = _folder.Open();
        await vault.PutNote(Ana, "one", "a note");
        await vault.PutFile(Ana, "one", "one"u8.ToArray());
        await vault.PutFile(Ana, "two", "two"u8.ToArray());
        _folder.Tamper($"CREATE TEMP TABLE old_note AS SELECT * FROM note; {sql}");
        await Assert.ThrowsAsync<VaultCorruptException>(async () => await vault.ReadFile(Ana, "one", Officer, "test"));
    }

    [Fact]
    public async Task An_empty_file_and_one_that_is_too_large_are_refused()
    {
        await using var vault = _folder.Open();
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutFile(Ana, "one", default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutFile(Ana, "one", new byte[VaultLimits.MaxFile + 1]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutFile(Ana, "a\nb", new byte[1]));
        Assert.Null(await vault.ReadFile(Ana, "one", Officer, "test"));
    }
}
