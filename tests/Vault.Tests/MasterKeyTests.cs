namespace VipOrleans.Vault.Tests;

using static VipOrleans.Vault.Tests.People;
using static VipOrleans.Vault.Tests.VaultFolder;

public sealed class MasterKeyTests : IAsyncDisposable
{
    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task After_a_rotation_and_a_rewrap_the_old_master_key_can_go()
    {
        await using (var vault = _folder.Open(KeyA))
        {
            await vault.Put(Ana, Person("Ana", Passport("L1")));
            await vault.PutNote(Ben, "reply-1", "text");
        }
        var old = _folder.WrappedKeys();

        await using (var vault = _folder.Open($"{KeyB},{KeyA}"))
        {
            Assert.Equal(Person("Ana", Passport("L1")), await vault.Read(Ana, Officer, "identity-check"));
            await vault.Put(Id(3), Person("Cy"));
            Assert.Equal(2, await vault.Rewrap());
            Assert.All(old.Values, bytes => Assert.False(_folder.Holds(bytes), "What the old master key opens is gone from file and log."));
            Assert.Equal(0, await vault.Rewrap());
        }

        await using (var vault = _folder.Open(KeyB))
        {
            Assert.Equal("Ana", (await vault.Read(Ana, Officer, "identity-check"))!.Name);
            Assert.Equal("text", await vault.ReadNote(Ben, "reply-1", Officer, "review"));
            Assert.Equal("Cy", (await vault.Read(Id(3), Officer, "identity-check"))!.Name);
        }
        Assert.Throws<VaultKeyException>(() => _folder.Open(KeyA));
    }

    [Fact]
    public async Task A_rewrap_goes_on_while_people_are_put_and_read()
    {
        await using (var vault = _folder.Open(KeyA))
            for (var i = 0; i < 230; i++) await vault.PutNote(Id(i), "reply-1", $"Note {i}");

        await using (var vault = _folder.Open($"{KeyB},{KeyA}"))
        {
            var rewrap = vault.Rewrap().AsTask();
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal($"Note {i}", await vault.ReadNote(Id(i), "reply-1", Officer, "review"));
                await vault.Put(Id(1000 + i), Person($"Person {i}"));
            }
            Assert.Equal(230, await rewrap);
        }
        await using (var vault = _folder.Open(KeyB))
            for (var i = 0; i < 230; i += 10) Assert.Equal($"Note {i}", await vault.ReadNote(Id(i), "reply-1", Officer, "review"));
    }

    [Fact]
    public async Task A_master_key_in_use_that_is_missing_is_named_at_the_start()
    {
        await using (var vault = _folder.Open(KeyA)) await vault.Put(Ana, Person("Ana"));
        var error = Assert.Throws<VaultKeyException>(() => _folder.Open(KeyB));
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Vault:MasterKeys", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_under_the_same_id_is_refused_at_the_start()
    {
        await using (var vault = _folder.Open(KeyA)) await vault.Put(Ana, Person("Ana"));
        Assert.Contains("'a' is not the one", Assert.Throws<VaultKeyException>(() => _folder.Open(OtherKeyA)).Message,
            StringComparison.Ordinal);
        await using (var vault = _folder.Open(KeyA)) Assert.NotNull(await vault.Read(Ana, Officer, "identity-check"));
    }

    [Fact]
    public async Task An_old_master_key_that_still_wraps_someone_cannot_be_left_out()
    {
        await using (var vault = _folder.Open(KeyA)) await vault.Put(Ana, Person("Ana"));
        await using (var vault = _folder.Open($"{KeyB},{KeyA}")) await vault.Put(Ben, Person("Ben"));
        Assert.Throws<VaultKeyException>(() => _folder.Open(KeyB));
        Assert.Throws<VaultKeyException>(() => _folder.Open(KeyA));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ;")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("a:")]
    [InlineData("a:SecretButNotBase64!")]
    [InlineData("a:U2VjcmV0U2hvcnQ=")]
    [InlineData("a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ==")]
    [InlineData(":AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("ä:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData(KeyA + "," + OtherKeyA)]
    [InlineData(KeyA + "," + KeyA)]
    [InlineData(KeyA + ",c:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData(KeyA + ",nonsense")]
    public void Bad_master_keys_are_refused_without_repeating_them(string text)
    {
        var message = Assert.Throws<VaultKeyException>(() => VaultKeys.Parse(text)).Message;
        foreach (var secret in new[] { "AAEC", "Secret", "U2Vj", "QEFC", "nonsense" })
        {
            Assert.DoesNotContain(secret, message, StringComparison.Ordinal);
        }

    }

    [Fact]
    public void Several_master_keys_may_be_written_one_a_line_and_the_first_is_current()
    {
        var keys = VaultKeys.Parse($"{KeyB}\r\n{KeyA};\n");
        Assert.Equal("b", keys.CurrentId);
        Assert.Equal(["b", "a"], keys.Ids);
        Assert.DoesNotContain("AAEC", keys.ToString(), StringComparison.Ordinal);
    }
}
