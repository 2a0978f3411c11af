namespace VipOrleans.Vault.Tests;

using VipOrleans.Domain.People;
using static VipOrleans.Vault.Tests.People;
using static VipOrleans.Vault.Tests.VaultFolder;

// What is found of two who share something.
public abstract partial class VaultContract
{
    private static readonly DateOnly Born = new(1994, 4, 25);

    /// <summary>Runs a statement of which both stores know the tables by these names, without <c>vault_</c> before them.</summary>
    private protected abstract Task RunOn(string table, string statement);

    [Fact]
    public async Task Two_who_share_a_thing_are_found_with_what_they_share_and_nobody_else()
    {
        await using var vault = await Open();
        await vault.Put(HostOf("nz-akl", 1),
            new("Sergey Ivanov", "+64 21 555 0101", "12 Queen Street, Auckland", [Passport("L0123")], Born));
        await vault.Put(MigrantOf("nz", 2),
            new("ИВАНОВ Сергей", "021 5550101", "12 Queen Street\nAuckland", [new("national-id", "TO", "LO123")], Born));
        await vault.Put(HostOf("nz-wlg", 3), new("Ivanoff Sergei", "ana@example.org", null, [], Born));
        await vault.Put(HostOf("nz-wlg", 4), new("Ivanov Sergey", "Ana+x@example.org", null, []));
        await vault.Put(HostOf("au-syd", 5),
            new("Sergey Ivanov", "+64 21 555 0101", "12 Queen Street, Auckland", [Passport("L-0123", "WS")], Born));
        await vault.PutNote("nz-akl.officer.7", "n", "no person");

        var pairs = await vault.Sharing("nz", null, null, 10);
        Assert.Equal([(HostOf("nz-akl", 1), MigrantOf("nz", 2)), (HostOf("nz-wlg", 3), HostOf("nz-wlg", 4))],
            pairs.Select(p => (p.First, p.Second)));
        Assert.Equal([PersonCodeKind.Document, PersonCodeKind.NameAndBirthDate, PersonCodeKind.Phone, PersonCodeKind.Address],
            pairs[0].Kinds);
        Assert.Equal([PersonCodeKind.Email], pairs[1].Kinds);
        Assert.Equal([HostOf("nz-akl", 1)], (await vault.Sharing("nz", "nz-akl", null, 10)).Select(p => p.First));
        Assert.Empty(await vault.Sharing("nz", "nz-ak", null, 10));
        Assert.Empty(await vault.Sharing("au", null, null, 10));
    }

    [Fact]
    public async Task A_name_that_sounds_alike_is_told_apart_from_the_same_name()
    {
        await using var vault = await Open();
        await vault.Put(MigrantOf("nz", 1), new("Mohammed", null, null, [], Born));
        await vault.Put(MigrantOf("nz", 2), new("Мухаммад", null, null, [], Born));
        await vault.Put(MigrantOf("nz", 3), new("Mohammed", null, null, [], Born.AddDays(1)));
        var pair = Assert.Single(await vault.Sharing("nz", null, null, 10));
        Assert.Equal([PersonCodeKind.SimilarNameAndBirthDate], pair.Kinds);
    }

    [Fact]
    public async Task A_date_of_birth_that_is_known_in_part_is_a_weak_sign_for_all_that_it_may_be()
    {
        await using var vault = await Open();
        await vault.Put(MigrantOf("nz", 1), new("Mohammed", null, null, [], new BirthDate(1994)));
        await vault.Put(MigrantOf("nz", 2), new("Mohammed", null, null, [], new BirthDate(1994, 4)));
        await vault.Put(MigrantOf("nz", 3), new("Mohammed", null, null, [], Born));
        await vault.Put(MigrantOf("nz", 4), new("Mohammed", null, null, [], new DateOnly(1994, 5, 1)));
        await vault.Put(MigrantOf("nz", 5), new("Mohammed", null, null, [], new BirthDate(1995)));
        await vault.Put(MigrantOf("nz", 6), new("Fatima", null, null, [], new BirthDate(1994)));
        var pairs = await vault.Sharing("nz", null, null, 10);
        // May is none of April, and two days that are known whole and differ are no sign.
        Assert.Equal([(1, 2), (1, 3), (1, 4), (2, 3)],
            from a in Enumerable.Range(1, 6)
            from b in Enumerable.Range(1, 6)
            where pairs.Any(p => p.First == MigrantOf("nz", a) && p.Second == MigrantOf("nz", b))
            select (a, b));
        Assert.All(pairs, p => Assert.Equal([PersonCodeKind.NameAndBirthYear], p.Kinds));
    }

    [Theory]
    [InlineData("\u200b", null)]
    [InlineData("Ana", "\u3164")]
    [InlineData("An\u202ea", null)]
    public async Task What_nobody_can_see_or_what_turns_around_is_not_stored(string name, string? address)
    {
        await using var vault = await Open();
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.Put(MigrantOf("nz", 1), new(name, null, address, [])));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await vault.Put(MigrantOf("nz", 1), new("Ana", null, null, [], DateOnly.FromDateTime(DateTime.UtcNow).AddDays(3))));
        await Assert.ThrowsAsync<ArgumentException>(async () => await vault.PutNote(MigrantOf("nz", 1), "n", "\u2800"));
    }

    [Fact]
    public async Task Pairs_are_listed_page_by_page_each_once()
    {
        await using var vault = await Open();
        for (var i = 0; i < 12; i++) await vault.Put(MigrantOf("nz", i), new($"M{i}", $"m{i % 3}@example.org", null, []));
        var seen = new List<(string, string)>();
        for (SharingPair? after = null; ;)
        {
            var page = await vault.Sharing("nz", null, after, 5);
            seen.AddRange(page.Select(p => (p.First, p.Second)));
            if (page.Count < 5) break;
            after = page[^1];
        }

        // Three groups of four are eighteen pairs.
        Assert.Equal(18, seen.Count);
        Assert.Equal(seen.Distinct().Order(), seen);
    }

    [Fact]
    public async Task What_many_share_is_listed_once_and_makes_no_pairs()
    {
        await using var vault = await Open();
        for (var i = 0; i < VaultLimits.MaxPair + 1; i++)
        {
            await vault.Put(MigrantOf("nz", i), new($"M{i}", "+64 21 555 0101", i < 3 ? "1 Queen Street" : null, []));
        }

        await vault.Put(HostOf("nz-akl", 1), new("H", null, "1 Queen street", []));
        var pairs = await vault.Sharing("nz", null, null, 100);
        Assert.All(pairs, p => Assert.Equal([PersonCodeKind.Address], p.Kinds));
        Assert.Equal(6, pairs.Count);

        var crowds = await vault.SharedByMany("nz", null, 4, null, 10);
        Assert.Equal([(PersonCodeKind.Address, 4L), (PersonCodeKind.Phone, VaultLimits.MaxPair + 1L)],
            crowds.Select(c => (c.Kind, c.Count)));
        Assert.Equal([HostOf("nz-akl", 1), MigrantOf("nz", 0), MigrantOf("nz", 1), MigrantOf("nz", 2)], crowds[0].Persons);
        Assert.Equal([PersonCodeKind.Phone], (await vault.SharedByMany("nz", null, 4, crowds[0], 10)).Select(c => c.Kind));
        Assert.Equal([PersonCodeKind.Address], (await vault.SharedByMany("nz", "nz-akl", 4, null, 10)).Select(c => c.Kind));
        Assert.Equal([PersonCodeKind.Address], (await vault.SharedByMany("nz", null, 4, null, 1)).Select(c => c.Kind));
        Assert.Empty(await vault.SharedByMany("nz", null, 12, null, 10));
    }

    [Fact]
    public async Task Who_changes_or_is_erased_shares_no_more()
    {
        await using var vault = await Open();
        await vault.Put(MigrantOf("nz", 1), new("A", "a@example.org", null, []));
        await vault.Put(MigrantOf("nz", 2), new("B", "a@example.org", null, []));
        await vault.Put(MigrantOf("nz", 3), new("C", "a@example.org", null, []));
        Assert.Equal(3, (await vault.Sharing("nz", null, null, 10)).Count);
        await vault.Put(MigrantOf("nz", 3), new("C", "c@example.org", null, []));
        Assert.Single(await vault.Sharing("nz", null, null, 10));
        await vault.Erase(MigrantOf("nz", 1), Officer, "own-request");
        Assert.Empty(await vault.Sharing("nz", null, null, 10));
        Assert.Empty(await vault.SharedByMany("nz", null, 2, null, 10));
    }

    [Fact]
    public async Task A_refused_document_leaves_no_codes()
    {
        await using var vault = await Open();
        await vault.Put(MigrantOf("nz", 1), new("A", "a@example.org", null, [Passport("L1")]));
        Assert.Equal(PutOutcome.DocumentBelongsToAnother,
            await vault.Put(MigrantOf("nz", 2), new("B", "a@example.org", null, [Passport("L1")])));
        Assert.Empty(await vault.Sharing("nz", null, null, 10));
    }

    [Fact]
    public async Task The_codes_outlive_a_change_of_master_keys()
    {
        await using (var vault = await Open(KeyA)) await vault.Put(MigrantOf("nz", 1), new("A", "a@example.org", null, []));
        await using (var vault = await Open($"{KeyB},{KeyA}")) await vault.Rewrap();
        await using var again = await Open(KeyB);
        await again.Put(MigrantOf("nz", 2), new("B", "a@example.org", null, []));
        Assert.Single(await again.Sharing("nz", null, null, 10));
    }

    [Fact]
    public async Task Who_was_stored_before_there_were_codes_is_found_after_the_index_was_made()
    {
        await using var vault = await Open();
        foreach (var n in Enumerable.Range(1, 230)) await vault.Put(MigrantOf("nz", n), new($"M{n}", $"m{n / 2}@example.org", null, []));
        await RunOn("code", "DELETE FROM {0}");
        await RunOn("person", "UPDATE {0} SET coded = 0");
        Assert.Empty(await vault.Sharing("nz", null, null, 10));

        // The same document again has its codes made too.
        await vault.Put(MigrantOf("nz", 1), new("M1", "m0@example.org", null, []));
        var told = new List<int>();
        Assert.Equal(229, await vault.Index(new Each(told)));
        Assert.Equal([200, 229], told);
        Assert.Equal(114, (await vault.Sharing("nz", null, null, 1_000)).Count);
        Assert.Equal(0, await vault.Index());
    }

    [Fact]
    public async Task The_store_has_codes_and_no_word_of_what_they_are_made_of()
    {
        await using (var vault =
            await Open()) await vault.Put(MigrantOf("nz", 1),
                new("Suharto", "suharto@example.org", "12 Queen Street", [Passport("L998877")], Born));
        var dump = await Dump();
        foreach (var text in (string[])["uharto", "example.org", "ueen", "998877", "1994-04-25"])
        {
            Assert.DoesNotContain(text, dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text)), dump, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string HostOf(string city, int number) => $"{city}.host.{number:d26}";

    private static string MigrantOf(string nation, int number) => $"{nation}.migrant.{number:d26}";

    private sealed class Each(List<int> told) : IProgress<int>
    {
        public void Report(int value) => told.Add(value);
    }
}
