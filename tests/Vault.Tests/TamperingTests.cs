namespace VipOrleans.Vault.Tests;

using static VipOrleans.Vault.Tests.People;

public sealed class TamperingTests : IAsyncDisposable
{
    // A swap must take both values from before it began.
    private const string Before =
        "CREATE TEMP TABLE old_document AS SELECT * FROM document; CREATE TEMP TABLE old_key AS SELECT * FROM person_key; CREATE TEMP "
            + "TABLE old_note AS SELECT * FROM note;";

    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData("document")]
    [InlineData("person_key")]
    public async Task No_bit_of_a_document_or_its_key_can_be_changed(string table)
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, new("Ana", null, null, []));
        var box = _folder.Rows($"SELECT sealed FROM {table}", r => r.GetFieldValue<byte[]>(0)).Single();
        for (var i = 0; i < box.Length; i++)
        {
            box[i] ^= (byte)(1 << (i % 8));
            _folder.Tamper($"UPDATE {table} SET sealed = x'{Convert.ToHexString(box)}'");
            await Assert.ThrowsAsync<VaultCorruptException>(async () => await vault.Read(Ana, Officer, "identity-check"));
            box[i] ^= (byte)(1 << (i % 8));
        }
        _folder.Tamper($"UPDATE {table} SET sealed = x'{Convert.ToHexString(box)}'");
        Assert.Equal("Ana", (await vault.Read(Ana, Officer, "identity-check"))!.Name);
    }

    [Theory]
    // The format, cut short, emptied; then the keys.
    [InlineData("UPDATE document SET sealed = CAST(x'02' || substr(sealed, 2) AS BLOB)")]
    [InlineData("UPDATE document SET sealed = substr(sealed, 1, length(sealed) - 1)")]
    [InlineData("UPDATE document SET sealed = x''")]
    [InlineData("UPDATE person_key SET sealed = zeroblob(length(sealed))")]
    [InlineData("DELETE FROM person_key")]
    [InlineData("DELETE FROM person")]
    // From one person to another: the document alone, the key alone, everything.
    [InlineData("UPDATE document SET sealed = (SELECT d.sealed FROM old_document d WHERE d.person <> document.person)")]
    [InlineData("UPDATE person_key SET sealed = (SELECT k.sealed FROM old_key k WHERE k.slot <> person_key.slot)")]
    [InlineData("UPDATE person SET slot = -slot; UPDATE person SET slot = 3 + slot")]
    [InlineData("UPDATE document SET person = person || 'x'; UPDATE document SET person = (SELECT p.person FROM person p WHERE p.person "
        + "|| 'x' <> document.person)")]
    [InlineData("""
        UPDATE document SET sealed = (SELECT d.sealed FROM old_document d WHERE d.person <> document.person);
        UPDATE person SET slot = -slot; UPDATE person SET slot = 3 + slot
        """)]
    // A note put where the document is.
    [InlineData("UPDATE document SET sealed = (SELECT n.sealed FROM note n WHERE n.person = document.person)")]
    public async Task A_document_that_was_changed_or_moved_is_not_returned(string sql)
    {
        await using var vault = _folder.Open();
        foreach (var person in new[] { Ana, Ben })
        {
            await vault.Put(person, new("SecretName", null, null, []));
            await vault.PutNote(person, "reply-1", """{"name":"SecretName","documents":[]}""");
        }
        _folder.Tamper(Before + sql);

        foreach (var person in new[] { Ana, Ben })
        {
            var error = await Assert.ThrowsAsync<VaultCorruptException>(async () => await vault.Read(person, Officer, "identity-check"));
            Assert.Contains(person, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Secret", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("UPDATE note SET sealed = (SELECT n.sealed FROM old_note n WHERE n.person <> note.person AND n.note = note.note)")]
    [InlineData("UPDATE note SET sealed = (SELECT n.sealed FROM old_note n WHERE n.person = note.person AND n.note <> note.note)")]
    [InlineData("UPDATE note SET sealed = (SELECT d.sealed FROM document d WHERE d.person = note.person)")]
    public async Task A_note_that_was_moved_is_not_returned(string sql)
    {
        await using var vault = _folder.Open();
        foreach (var person in new[] { Ana, Ben })
        {
            await vault.Put(person, Person("A"));
            await vault.PutNote(person, "reply-1", "first");
            await vault.PutNote(person, "reply-2", "second");
        }
        _folder.Tamper(Before + sql);
        foreach (var person in new[] { Ana, Ben })
            await Assert.ThrowsAsync<VaultCorruptException>(async () => await vault.ReadNote(person, "reply-1", Officer, "review"));
    }

    [Fact]
    public async Task A_damaged_person_can_still_be_erased()
    {
        await using var vault = _folder.Open();
        await vault.Put(Ana, Person("Ana"));
        _folder.Tamper("UPDATE document SET sealed = x''; UPDATE person_key SET sealed = zeroblob(61)");
        Assert.True(await vault.Erase(Ana, Officer, "damage"));
        Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana")));
    }

    [Fact]
    public async Task A_file_that_lost_what_every_vault_has_is_refused()
    {
        await using (var vault = _folder.Open()) await vault.Put(Ana, Person("Ana"));
        // As a disk leaves it that forgot pages: no rule of the tables kept it out.
        _folder.Tamper(
            "DROP TABLE index_key; CREATE TABLE index_key (id INTEGER PRIMARY KEY, master, sealed); INSERT INTO index_key VALUES (1, "
                + "NULL, NULL)");
        Assert.Throws<VaultCorruptException>(() => _folder.Open());
    }

    [Fact]
    public async Task A_file_that_is_no_vault_is_refused()
    {
        await File.WriteAllBytesAsync(_folder.File, [.. Enumerable.Repeat((byte)'x', 8192)]);
        Assert.Throws<VaultCorruptException>(() => _folder.Open());
    }
}
