namespace VipOrleans.Vault.Tests;

using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using VipOrleans.Servers;
using VipOrleans.Stores;
using static VipOrleans.Vault.Tests.People;
using static VipOrleans.Vault.Tests.VaultFolder;

/// <summary>The vault in Azure tables and blobs, behind a wire that refuses what Azure refuses.</summary>
public sealed class AzureVaultContractTests : VaultContract, IAsyncLifetime
{
    private readonly string _name = $"v{Guid.NewGuid():n}";
    private readonly AzureRules _rules = new();
    private TableClient _table = null!;
    private BlobContainerClient _files = null!;

    public async ValueTask InitializeAsync()
    {
        var account = (await AzuriteServer.Shared).ConnectionString;
        (_table, _files) = (new(account, _name), new(account, _name));
    }

    public ValueTask DisposeAsync()
    {
        Assert.Empty(_rules.Refused);
        return default;
    }

    [Fact]
    public async Task An_erasure_leaves_no_row_and_no_blob_but_the_accesses()
    {
        await using var vault = await Open();
        await vault.Put(Ben, Person("Ben", Passport("L2")));
        var before = await Names();
        await vault.Put(Ana, Person("Ana", Passport("L1"), Passport("L3")));
        for (var i = 0; i < 120; i++) await vault.PutNote(Ana, $"n{i}", "a note");
        await vault.PutFile(Ana, "one", new byte[100]);
        await vault.PutFile(Ana, "one", new byte[200]);
        await vault.PutFile(Ana, "two", new byte[300]);
        Assert.Equal(2, (await Blobs()).Count);

        Assert.True(await vault.Erase(Ana, Officer, "own-request"));

        Assert.Equal(before, (await Names()).Where(n => !n.StartsWith("a!", StringComparison.Ordinal)));
        Assert.Empty(await Blobs());
        Assert.Equal(VaultAccessKind.Erase, Assert.Single(await vault.Accesses(Ana, 10)).Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task An_erasure_that_was_cut_off_anywhere_is_finished_by_whoever_comes_next(int writes)
    {
        await using var vault = await Open(_rules, deadline: 1);
        var before = await Names();
        await vault.Put(Ana, Person("Ana", Passport("L1")));
        await vault.PutNote(Ana, "n", "a note");
        await vault.PutFile(Ana, "f", new byte[100]);
        var left = writes;
        _rules.Before = r => Task.FromResult(r.Method.Method is "GET" || Interlocked.Decrement(ref left) >= 0);

        var cut = await Record.ExceptionAsync(async () => await vault.Erase(Ana, Officer, "own-request"));

        _rules.Before = null;
        Assert.True(cut is null || cut is VaultUnavailableException, $"{cut}");
        if (cut is not null) Assert.Null(await vault.Read(Ana, Officer, "identity-check"));
        if (writes % 2 == 0)
        {
            // Whoever is stored again meets nothing of what was.
            Assert.Equal(PutOutcome.Stored, await vault.Put(Ana, Person("Ana", Passport("L1"))));
            Assert.Null(await vault.ReadNote(Ana, "n", Officer, "review"));
            Assert.Null(await vault.ReadFile(Ana, "f", Officer, "review"));
        }

        await vault.Erase(Ana, Officer, "own-request");
        Assert.DoesNotContain(await Names(), n => !n.StartsWith("a!", StringComparison.Ordinal)
            && !n.StartsWith("vault ", StringComparison.Ordinal) && !n.Contains(" k!", StringComparison.Ordinal));
        Assert.Empty(await Blobs());
        Assert.Equal(writes % 2 == 0 ? 2 : 1, (await vault.Accesses(Ana, 10)).Count(a => a.Kind == VaultAccessKind.Erase));
        Assert.NotEmpty(before);
    }

    [Fact]
    public async Task The_largest_person_that_the_vault_takes_and_every_character_of_a_code_fit_into_what_Azure_takes()
    {
        await using var vault = await Open();
        var text = new string('王', VaultLimits.MaxName);
        var largest = new PersonDocument(text, $"{new string('a', 60)}@example.org", new string('ö', VaultLimits.MaxAddress),
            [.. Enumerable.Range(0, VaultLimits.MaxDocuments).Select(i => Passport($"{i}{new string('X', VaultLimits.MaxNumber - 2)}"))],
            new DateOnly(1990, 1, 2));
        var other = largest with
        {
            Name = "Other",
            Contact = "other@example.org",
            Address = "1 Other Street",
            BirthDate = new DateOnly(1991, 1, 1),
            Documents = [.. Enumerable.Range(0, VaultLimits.MaxDocuments).Select(i => Passport($"other{i}"))],
        };
        Assert.Equal(PutOutcome.Stored, await vault.Put($"{Id(1)}", largest));
        Assert.Equal(PutOutcome.Stored, await vault.Put($"{Id(2)}", largest with { Documents = [] }));
        Assert.Equal(PutOutcome.Stored, await vault.Put($"{Id(1)}", other));
        Assert.Equal(other, await vault.Read(Id(1), Officer, "identity-check"));

        var owner = $"nz/a.b-c_d:e|f/{new string('.', VaultLimits.MaxCode - 15)}";
        await vault.PutNote(owner, owner, "note");
        await vault.PutFile(owner, owner, "file"u8.ToArray());
        Assert.Equal("note", await vault.ReadNote(owner, owner, owner, owner));
        Assert.Equal("file"u8.ToArray(), (await vault.ReadFile(owner, owner, owner, owner))!.Value.ToArray());
        Assert.Equal(owner, (await vault.Accesses(owner, 1))[0].By);
        Assert.True(await vault.Erase(owner, owner, owner));
        Assert.InRange(_rules.MostEntities, 20, 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_was_written_and_whose_answer_was_lost_is_written_once(int lost)
    {
        await using var vault = await Open();
        await vault.Put(Id(2), Person("Ben", Passport("L2")));
        var left = lost;
        var losing = new LosesAnswers(() => Interlocked.Decrement(ref left) == 0);
        await using var weather = await Open(losing);

        Assert.Equal(PutOutcome.Stored, await weather.Put(Id(1), Person("Ana", Passport("L1"))));
        Interlocked.Exchange(ref left, lost);
        await weather.PutFile(Id(1), "f", new byte[] { 1, 2 });
        Interlocked.Exchange(ref left, lost);
        Assert.Equal("Ana", (await weather.Read(Id(1), Officer, "identity-check"))!.Name);
        Assert.Single(await vault.Accesses(Id(1), 10));
        Assert.Single(await vault.Sharing("nz", null, null, 10));
        Interlocked.Exchange(ref left, lost);
        Assert.True(await weather.Erase(Id(1), Officer, "own-request"));
        Assert.Equal(2, (await vault.Accesses(Id(1), 10)).Count);
        Assert.Empty(await vault.Sharing("nz", null, null, 10));
        Assert.Empty(await Blobs());
    }

    [Fact]
    public async Task A_start_waits_for_an_account_that_starts_later()
    {
        await using var server = await AzuriteServer.Start();
        await server.Kill();
        var opening = AzureVault.Open(
            new() { Connection = server.ConnectionString, Deadline = TimeSpan.FromSeconds(1), OpenPatience = TimeSpan.FromMinutes(5) },
            VaultKeys.Parse(KeyA), TimeProvider.System);
        Assert.NotSame(opening, await Task.WhenAny(opening, Task.Delay(TimeSpan.FromSeconds(2))));
        await server.StartAgain();
        await using var vault = await opening;
        Assert.True(await vault.IsReady());
        await server.Kill();
        Assert.False(await vault.IsReady());
    }

    [Fact]
    public async Task A_vault_of_a_newer_version_is_left_alone()
    {
        await using (await Open())
        {
        }

        await _table.UpsertEntityAsync(new TableEntity("vault", "layout") { ["Version"] = 2 }, TableUpdateMode.Merge);
        await Assert.ThrowsAsync<VaultUnavailableException>(async () => await Open());
    }

    private protected override ValueTask<SealedVault> Open(string keys = KeyA) => Open(_rules, keys);

    private protected override async Task Change(bool keys, string person, string from)
    {
        var other = (await _table.GetEntityAsync<TableEntity>("n!nz", $"p!{from}")).Value;
        var change = new TableEntity("n!nz", $"p!{person}");
        foreach (var property in keys ? new[] { "Master", "Key" } : ["Document"]) change[property] = other[property];
        await _table.UpdateEntityAsync(change, Azure.ETag.All);
    }

    private protected override async Task RunOn(string table, string statement)
    {
        // Azure tables know no statements: what the two of the contract would do.
        var wipesCodes = table == "code" && statement.StartsWith("DELETE", StringComparison.Ordinal);
        Assert.True(wipesCodes || (table == "person" && statement == "UPDATE {0} SET coded = 0"), statement);
        await foreach (var row in _table.QueryAsync<TableEntity>("PartitionKey eq 'n!nz'"))
        {
            if (wipesCodes && row.RowKey[..2] is "c!" or "g!" or "s!") await _table.DeleteEntityAsync(row);
            if (wipesCodes || !row.RowKey.StartsWith("p!", StringComparison.Ordinal)) continue;
            await _table.UpdateEntityAsync(
                new TableEntity(row.PartitionKey, row.RowKey) { ["Coded"] = 0, ["Codes"] = Array.Empty<byte>() }, Azure.ETag.All);
        }
    }

    private protected override async Task<string> Dump()
    {
        var text = new StringBuilder();
        await foreach (var row in _table.QueryAsync<TableEntity>())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.PartitionKey} {row.RowKey} ");
            foreach (var (_, value) in row) text.AppendLine(value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}");
        }

        await foreach (var blob in _files.GetBlobsAsync())
        {
            var content = await _files.GetBlobClient(blob.Name).DownloadContentAsync();
            text.AppendLine(blob.Name).AppendLine(Convert.ToHexString(content.Value.Content.ToArray()));
        }

        return text.ToString();
    }

    private async ValueTask<SealedVault> Open(Azure.Core.Pipeline.HttpPipelinePolicy policy, string keys = KeyA, int deadline = 60) =>
        await AzureVault.Open(
            new()
            {
                Connection = (await AzuriteServer.Shared).ConnectionString, Table = _name, Container = _name, Policy = policy,
                Deadline = TimeSpan.FromSeconds(deadline),
            }, VaultKeys.Parse(keys), TimeProvider.System);

    private async Task<List<string>> Names()
    {
        var names = new List<string>();
        await foreach (var row in _table.QueryAsync<TableEntity>()) names.Add($"{row.PartitionKey} {row.RowKey}");
        return names;
    }

    private async Task<List<string>> Blobs()
    {
        var names = new List<string>();
        await foreach (var blob in _files.GetBlobsAsync()) names.Add(blob.Name);
        return names;
    }

    /// <summary>Loses the answer of a write that was carried out.</summary>
    private sealed class LosesAnswers(Func<bool> loses) : Azure.Core.Pipeline.HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(Azure.Core.HttpMessage message,
            ReadOnlyMemory<Azure.Core.Pipeline.HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Method.Method != "GET" && loses()) throw new Azure.RequestFailedException("The connection was reset.");
        }

        public override void Process(Azure.Core.HttpMessage message, ReadOnlyMemory<Azure.Core.Pipeline.HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The vault does not block.");
    }
}

/// <summary>Azure's limits, as this program enforces them before anything is sent.</summary>
public sealed class AzureLimitTests
{
    public static TheoryData<string, int, int> Keys => new()
    {
        { "a/b", 0, 0 }, { "a\\b", 0, 0 }, { "a#b", 0, 0 }, { "a?b", 0, 0 }, { "a\nb", 0, 0 }, { "a\u0085b", 0, 0 },
        { new string('x', 513), 0, 0 }, { "", 0, 0 }, { "x", 1, (64 * 1024) + 1 }, { "x", 18, 60 * 1024 }, { "x", 253, 1 },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void An_entity_that_Azure_refuses_is_refused_before_it_is_sent(string key, int properties, int bytes)
    {
        var entity = new TableEntity("p", key);
        for (var i = 0; i < properties; i++) entity[$"P{i}"] = new byte[bytes];
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check(entity));
    }

    [Fact]
    public void A_transaction_that_Azure_refuses_is_refused_before_it_is_sent()
    {
        static TableTransactionAction Of(string partition, string row, int bytes = 1) =>
            new(TableTransactionActionType.Add, new TableEntity(partition, row) { ["P"] = new byte[bytes] });

        TableLimits.Check([.. Enumerable.Range(0, 100).Select(i => Of("p", $"{i}"))]);
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([.. Enumerable.Range(0, 101).Select(i => Of("p", $"{i}"))]));
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([Of("p", "1"), Of("q", "2")]));
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([Of("p", "1"), Of("p", "1")]));
        Assert.Throws<InvalidOperationException>(
            () => TableLimits.Check([.. Enumerable.Range(0, 60).Select(i => Of("p", $"{i}", 60 * 1024))]));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a//b", 1)]
    [InlineData("a./b", 1)]
    [InlineData("a/", 1)]
    [InlineData("a.", 1)]
    [InlineData("a\\b", 1)]
    [InlineData("a\nb", 1)]
    [InlineData("a", BlobLimits.BlobBytes + 1)]
    public void A_blob_that_Azure_refuses_is_refused_before_it_is_sent(string name, int bytes)
    {
        Assert.Throws<InvalidOperationException>(() => BlobLimits.Check(name, bytes));
        Assert.Throws<InvalidOperationException>(() => BlobLimits.Check(new string('a', 1025), 1));
        Assert.Throws<InvalidOperationException>(() => BlobLimits.Check(string.Join('/', Enumerable.Repeat("a", 255)), 1));
        BlobLimits.Check("a/b.c", BlobLimits.BlobBytes);
    }

    [Theory]
    [InlineData("1a", "vault")]
    [InlineData("va-ult", "vault")]
    [InlineData("ab", "vault")]
    [InlineData("vault", "Vault")]
    [InlineData("vault", "va--ult")]
    [InlineData("vault", "-vault")]
    public void A_name_that_Azure_refuses_is_refused_before_anything_is_asked(string table, string container) =>
        Assert.Throws<ArgumentException>(
            () => new AzureVaultOptions { Connection = "https://a.table.core.windows.net", Table = table, Container = container }.Check());

    [Theory]
    [InlineData("http://a.table.core.windows.net", "https")]
    [InlineData("https://tables.example.org", ".table.")]
    [InlineData("AccountName=a;AccountKey=s3cret", "names no")]
    public void An_account_that_cannot_be_named_says_why_without_its_key(string connection, string words)
    {
        var failure = Assert.Throws<ArgumentException>(() => new AzureVaultOptions { Connection = connection }.Check());
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }
}
