namespace VipOrleans.Vault.Tests;

using System.Reflection;
using static VipOrleans.Vault.Tests.People;

public sealed class OnePersonOneRecordTests : IAsyncDisposable
{
    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData("L123456", "l123456")]
    [InlineData("L123456", " L-123 456 ")]
    [InlineData("L123456", "L‑123\u00a0456")]
    [InlineData("L123456", "L123\u200b456")]
    [InlineData("L123456", "L１２３４５６")]
    [InlineData("123", "١٢٣")]
    public async Task Two_people_cannot_have_the_same_identity_document_however_it_is_typed(string first, string second)
    {
        await using var vault = _folder.Open();
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana", Passport(first))));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put(Ben, Person("Ben", Passport("free"), Passport(second))));

        Assert.Null(await vault.Read(Ben, Officer, "identity-check"));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Id(3), Person("Cy", Passport("free"))));
    }

    [Fact]
    public async Task Another_kind_country_or_number_is_another_document()
    {
        await using var vault = _folder.Open();
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana", Passport("L1"))));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Id(1), Person("B", Passport("L1", "WS"))));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Id(2), Person("C", Passport("L2"))));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Id(3), Person("D", new IdentityDocument("national-id", "TO", "L1"))));
    }

    [Fact]
    public async Task A_refused_document_leaves_the_person_as_before()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana", Passport("L1")));
        await vault.Put(Ben, Person("Ben", Passport("L2")));

        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put(Ben, Person("Benjamin", Passport("L3"), Passport("L1"))));

        Assert.Equal("Ben", (await vault.Read(Ben, Officer, "identity-check"))!.Name);
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put(Id(3), Person("Cy", Passport("L2"))));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Id(4), Person("Di", Passport("L3"))));
    }

    [Fact]
    public async Task A_document_is_free_once_its_holder_gave_it_up_or_was_erased()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana", Passport("L1"), Passport("L2")));
        await vault.Put(Ana, Person("Ana", Passport("L2")));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ben, Person("Ben", Passport("L1"))));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put(Ben, Person("Ben", Passport("L2"))));

        Assert.True(await vault.Erase(Ana, Officer, "own-request"));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ben, Person("Ben", Passport("L2"))));
    }

    [Fact]
    public async Task The_same_document_twice_in_one_persons_list_is_no_conflict()
    {
        await using var vault = _folder.Open();
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana", Passport("L1"), Passport("l-1"))));
    }

    [Fact]
    public async Task A_mark_from_before_marks_had_a_nation_counts_in_its_persons_own_nation()
    {
        byte[] key;
        await using (var vault = _folder.Open())
        {
            await vault.Put(Ana, Person("Ana", Passport("L1")));
            key = (byte[])typeof(SealedVault).GetField("_markKey", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(vault)!;
            key = [.. key];
        }

        var older = Convert.ToHexString(IdentityMark.OlderOf(key, Passport("L1")));
        Assert.Equal(1, _folder.Tamper($"UPDATE identity SET mark = x'{older}'"));
        await using var later = _folder.Open();
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await later.Put(Ben, Person("Ben", Passport("l-1"))));
        Assert.Equal(PutOutcome.Stored, await later.Put(Abroad, Person("Cy", Passport("L1"))));
        // Whoever is stored again has a mark of today.
        Assert.Equal(PutOutcome.Stored, await later.Put(Ana, Person("Ana A.", Passport("L1"))));
        Assert.DoesNotContain(older, _folder.Rows("SELECT hex(mark) FROM identity", r => r.GetString(0)));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother, await later.Put(Ben, Person("Ben", Passport("L1"))));
    }

    [Fact]
    public async Task The_check_works_across_a_change_of_master_keys()
    {
        await using (var vault = _folder.Open(VaultFolder.KeyA)) await vault.Put(Ana, Person("Ana", Passport("L1")));
        await using (var vault = _folder.Open($"{VaultFolder.KeyB},{VaultFolder.KeyA}"))
        {
            Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put(Ben, Person("Ben", Passport("L1"))));
            await vault.Rewrap();
        }
        await using (var vault = _folder.Open(VaultFolder.KeyB))
            Assert.Equal(PutOutcome.DocumentBelongsToAnother, await vault.Put(Ben, Person("Ben", Passport("L1"))));
    }
}
