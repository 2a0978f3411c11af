namespace VipOrleans.Vault.Tests;

using static VipOrleans.Vault.Tests.People;

public sealed class LimitTests : IAsyncDisposable
{
    private readonly VaultFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    public static TheoryData<string, string?, bool> Names => new()
    {
        { "one word", "Suharto", true }, { "one letter", "O", true }, { "longest", new('n', 200), true },
        { "too long", new('n', 201), false },
        { "any script", "محمد 王小明 Ōtāne", true }, { "outside the basic plane", "𠮷", true }, { "missing", null, false },
        { "empty", "", false },
        { "white space", " \u00a0 ", false }, { "line break", "Ana\nTupou", false }, { "nul", "Ana\0", false },
        { "line separator", "Ana\u2028", false },
    };

    // Not a row above: a test runner may write its rows out as UTF-8, which mends halves of characters.
    [Fact]
    public void A_name_has_no_half_characters() =>
        Assert.All(["Ana\ud800", "\udc00Ana"],
            name => Assert.Equal(["name"], PersonDocument.Validate(new(name, null, null, [])).Select(p => p.Field)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_one_free_field(string what, string? name, bool allowed)
    {
        Assert.NotEmpty(what);
        var problems = PersonDocument.Validate(new(name!, null, null, []));
        Assert.Equal(allowed ? [] : ["name"], problems.Select(p => p.Field));
    }

    [Fact]
    public void Contact_and_address_have_lengths_and_an_address_has_lines()
    {
        Assert.Empty(PersonDocument.Validate(new("A", new('c', 200), $"1 Street\r\n{new string('a', 490)}", [])));
        Assert.Equal(
            ["contact", "address"],
            PersonDocument.Validate(new("A", new('c', 201), new('a', 501), [])).Select(p => p.Field));
        Assert.Equal(["contact", "address"], PersonDocument.Validate(new("A", "a\nb", "a\tb", [])).Select(p => p.Field));
    }

    [Theory]
    [InlineData("passport", "TO", "1", null)]
    [InlineData("national-id", "NZ", "AB-12 / 7", null)]
    [InlineData("birth-certificate", "WS", "第12号", null)]
    [InlineData("other", "FJ", "12345678901234567890123456789012345678901234567890", null)]
    [InlineData("other", "FJ", "123456789012345678901234567890123456789012345678901", "documents[0].number")]
    [InlineData("Passport", "TO", "1", "documents[0].kind")]
    [InlineData("", "TO", "1", "documents[0].kind")]
    [InlineData(null, "TO", "1", "documents[0].kind")]
    [InlineData("passport", "to", "1", "documents[0].issuedBy")]
    [InlineData("passport", "TON", "1", "documents[0].issuedBy")]
    [InlineData("passport", "ÄÖ", "1", "documents[0].issuedBy")]
    [InlineData("passport", null, "1", "documents[0].issuedBy")]
    [InlineData("passport", "TO", "", "documents[0].number")]
    [InlineData("passport", "TO", " - ", "documents[0].number")]
    [InlineData("passport", "TO", "1\n2", "documents[0].number")]
    [InlineData("passport", "TO", null, "documents[0].number")]
    public void An_identity_document_has_a_known_kind_a_country_and_a_number(string? kind, string? country, string? number, string? problem)
    {
        var problems = PersonDocument.Validate(new("A", null, null, [new(kind!, country!, number!)]));
        Assert.Equal(problem is null ? [] : [problem], problems.Select(p => p.Field));
    }

    [Fact]
    public void A_person_has_ten_identity_documents_at_most()
    {
        Assert.Empty(PersonDocument.Validate(Person("A", [.. Enumerable.Range(0, 10).Select(i => Passport($"{i}"))])));
        Assert.Equal(["documents"],
            PersonDocument.Validate(Person("A", [.. Enumerable.Range(0, 11).Select(i => Passport($"{i}"))])).Select(p => p.Field));
        Assert.Equal(["documents"], PersonDocument.Validate(new("A", null, null, null!)).Select(p => p.Field));
        Assert.Equal(["documents[1]"], PersonDocument.Validate(new("A", null, null, [Passport("1"), null!])).Select(p => p.Field));
    }

    [Fact]
    public async Task A_document_with_problems_is_refused_without_quoting_it()
    {
        await using var vault = _folder.Open();
        var error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await vault.Put(Ana, new("Secret\n", "Secret\n", "Secret\0", [new("Secret", "Secret", "Secret\n")])));
        Assert.Contains("documents[0].number", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", error.Message, StringComparison.Ordinal);
        Assert.Null(await vault.Read(Ana, Officer, "identity-check"));
    }

    [Fact]
    public async Task The_largest_document_and_note_that_are_allowed_can_be_kept()
    {
        var largest =
            new PersonDocument(new('王', 200), new('c', 200), new('王', 500),
                [.. Enumerable.Range(10, 10).Select(i => Passport($"{i}{new string('9', 48)}"))]);
        var note = new string('王', VaultLimits.MaxNote);
        await using var vault = _folder.Open();
        await vault.Put(Ana, largest);
        await vault.PutNote(Ana, "reply-1", note);
        Assert.Equal(largest, await vault.Read(Ana, Officer, "identity-check"));
        Assert.Equal(note, await vault.ReadNote(Ana, "reply-1", Officer, "review"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("bell\a")]
    public async Task A_note_is_text(string text)
    {
        await using var vault = _folder.Open();
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutNote(Ana, "reply-1", text));
    }

    [Fact]
    public async Task A_note_is_not_too_long_nor_broken()
    {
        await using var vault = _folder.Open();
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutNote(Ana, "reply-1", new('x', VaultLimits.MaxNote + 1)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutNote(Ana, "reply-1", "half\ud800"));
        await vault.PutNote(Ana, "reply-1", "two\r\n\tlines");
    }

    [Theory]
    [InlineData("")]
    [InlineData("free text")]
    [InlineData("secret@example.org")]
    [InlineData("secrét")]
    [InlineData("secret\n")]
    [InlineData(null)]
    public async Task Whoever_and_whatever_outlives_the_data_is_named_by_a_code(string? secret)
    {
        await using var vault = _folder.Open();
        var errors = new[]
        {
            await Refused(() => vault.Put(secret!, Person("A")).AsTask()),
            await Refused(() => vault.Read(secret!, Officer, "review").AsTask()),
            await Refused(() => vault.Read(Ana, secret!, "review").AsTask()),
            await Refused(() => vault.Read(Ana, Officer, secret!).AsTask()),
            await Refused(() => vault.Erase(secret!, Officer, "review").AsTask()),
            await Refused(() => vault.Erase(Ana, secret!, "review").AsTask()),
            await Refused(() => vault.Erase(Ana, Officer, secret!).AsTask()),
            await Refused(() => vault.Accesses(secret!, 1).AsTask()),
            await Refused(() => vault.PutNote(secret!, "reply-1", "x").AsTask()),
            await Refused(() => vault.PutNote(Ana, secret!, "x").AsTask()),
            await Refused(() => vault.ReadNote(secret!, "reply-1", Officer, "review").AsTask()),
            await Refused(() => vault.ReadNote(Ana, secret!, Officer, "review").AsTask()),
            await Refused(() => vault.ReadNote(Ana, "reply-1", secret!, "review").AsTask()),
            await Refused(() => vault.ReadNote(Ana, "reply-1", Officer, secret!).AsTask()),
        };
        Assert.All(errors, e => Assert.DoesNotContain("secr", e.Message, StringComparison.Ordinal));
        Assert.False(VaultLimits.IsCode(new('x', VaultLimits.MaxCode + 1)));
        Assert.True(VaultLimits.IsCode(new('x', VaultLimits.MaxCode)));

        static async Task<ArgumentException> Refused(Func<Task> call) => await Assert.ThrowsAsync<ArgumentException>(call);
    }

    [Fact]
    public void The_text_form_of_a_document_tells_nothing()
    {
        var person = new PersonDocument("SecretName", "SecretContact", "SecretAddress", [new("passport", "TO", "SecretNumber")]);
        foreach (var text in new[] { $"{person}", $"{person.Documents[0]}", string.Join(",", person.Documents),
            PersonDocument.Validate(person with { Name = "Secret\n" })[0].ToString() })
            Assert.DoesNotContain("Secret", text, StringComparison.Ordinal);
    }
}
