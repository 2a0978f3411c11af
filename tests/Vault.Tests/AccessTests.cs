namespace VipOrleans.Vault.Tests;

using static VipOrleans.Vault.Tests.People;

public sealed class AccessTests : IAsyncDisposable
{
    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Who_read_what_when_and_why_is_listed_newest_first()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana"));
        await vault.PutNote(Ana, "reply-1", "text");
        var start = _folder.Time.GetUtcNow();
        await vault.Read(Ana, Officer, "identity-check");
        _folder.Time.Advance(TimeSpan.FromMinutes(5));
        await vault.ReadNote(Ana, "reply-1", "auditor|3", "review");
        await vault.Read(Ben, Officer, "identity-check");

        Assert.Equal(
            [
                new(Ana, VaultAccessKind.ReadNote, "reply-1", "auditor|3", "review", true, start.AddMinutes(5)),
                new VaultAccess(Ana, VaultAccessKind.ReadDocument, null, Officer, "identity-check", true, start),
            ],
            await vault.Accesses(Ana, 10));
        Assert.Single(await vault.Accesses(Ana, 1));
        Assert.False(Assert.Single(await vault.Accesses(Ben, 10)).Found);
    }

    [Fact]
    public async Task A_read_that_cannot_be_written_down_returns_nothing()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana"));
        await vault.PutNote(Ana, "reply-1", "text");
        _folder.Tamper("CREATE TRIGGER no_access BEFORE INSERT ON access BEGIN SELECT RAISE(ABORT, 'no'); END");

        await Assert.ThrowsAsync<VaultUnavailableException>(async () => await vault.Read(Ana, Officer, "identity-check"));
        await Assert.ThrowsAsync<VaultUnavailableException>(async () => await vault.ReadNote(Ana, "reply-1", Officer, "review"));
    }

    [Fact]
    public async Task A_read_is_written_down_before_anything_is_decrypted()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana"));
        _folder.Tamper("UPDATE document SET sealed = zeroblob(60)");
        await Assert.ThrowsAsync<VaultCorruptException>(async () => await vault.Read(Ana, Officer, "identity-check"));
        Assert.Equal(1, _folder.Rows("SELECT count(*) FROM access", r => r.GetInt32(0)).Single());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(VaultLimits.MaxAccesses + 1)]
    public async Task A_page_of_accesses_is_bounded(int limit)
    {
        await using var vault = _folder.Open();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await vault.Accesses(Ana, limit));
    }
}
