namespace VipOrleans.Journal.Tests;

using System.Text;
using Azure;
using Azure.Data.Tables;
using VipOrleans.Domain.Kernel;
using VipOrleans.Servers;
using VipOrleans.Stores;

/// <summary>What is Azure Tables' own: throttling, lost answers, the limits of a transaction.</summary>
public sealed class AzureTablesJournalTests
{
    private readonly string _city = $"nz-{Guid.NewGuid():N}"[..12];
    private readonly Weather _weather = new();

    private StreamId Stream(string key = "one") => StreamId.Parse($"{_city}/host/{key}");

    private static NewEvent Event(int bytes = 2) =>
        new("thing-happened", Encoding.UTF8.GetBytes(new string('x', bytes)), DateTimeOffset.UnixEpoch, "officer-1");

    private Append Of(StreamHead expected, string key = "one", int commands = 1) => new(
        Stream(key), expected, Guid.NewGuid(), [Event()],
        [.. Enumerable.Range(0, commands).Select(i => new CommandMark($"{expected.Version}-{i}", i, expected.Version + 1, "done"))]);

    private async Task<AzureTablesJournal> Open(int seconds = 60) => await AzureTablesJournal.Open(new()
    {
        Connection = (await AzuriteServer.Shared).ConnectionString,
        Table = "azure",
        Deadline = TimeSpan.FromSeconds(seconds),
        Policy = _weather,
    });

    private static async Task<TableClient> Table() => new((await AzuriteServer.Shared).ConnectionString, "azure");

    public static TheoryData<Fate, AppendStatus> Fates => new()
    {
        { Fate.Throttled, AppendStatus.Appended }, { Fate.Busy, AppendStatus.Appended }, { Fate.RequestLost, AppendStatus.Appended },
        { Fate.AnswerLost, AppendStatus.AlreadyAppended },
    };

    [Theory]
    [MemberData(nameof(Fates))]
    public async Task An_append_survives_bad_weather_and_is_made_once(Fate fate, AppendStatus status)
    {
        await using var journal = await Open();
        var head = (await journal.Append(Of(StreamHead.Empty))).Head;

        _weather.OnTransaction = Weather.Next(3, fate);
        var result = await journal.Append(Of(head));

        Assert.Equal((status, 2), (result.Status, result.Head.Version));
        Assert.Equal(fate == Fate.AnswerLost ? 1 : 3, _weather.Hit);
        Assert.Equal(2, (await journal.ReadFeed(_city, 0, 10)).Events.Count);
    }

    [Theory]
    [MemberData(nameof(Fates))]
    public async Task Reads_and_snapshots_survive_bad_weather(Fate fate, AppendStatus status)
    {
        Assert.NotEqual(AppendStatus.Conflict, status);
        await using var journal = await Open();
        var head = (await journal.Append(Of(StreamHead.Empty))).Head;

        _weather.OnOther = Weather.Next(2, fate);
        await journal.SaveSnapshot(Stream(), new(1, head.Hash, "s", new byte[2_000_000]));
        _weather.OnOther = Weather.Next(2, fate);

        Assert.Equal(2_000_000, (await journal.Read(Stream(), "s")).Snapshot!.Data.Length);
        Assert.Equal(4, _weather.Hit);
    }

    [Theory]
    [InlineData(Fate.Throttled, true)]
    [InlineData(Fate.AnswerLost, false)]
    [InlineData(Fate.Busy, false)]
    public async Task Weather_that_stays_bad_ends_at_the_deadline_and_tells_what_is_known(Fate fate, bool outcomeKnown)
    {
        await using var journal = await Open();
        await using var hasty = await Open(seconds: 4);
        var head = (await journal.Append(Of(StreamHead.Empty))).Head;
        var append = Of(head);

        // A read that does not come through keeps a lost answer from being found.
        _weather.OnTransaction = () => fate;
        _weather.OnOther = () => _weather.Hit > 0 ? Fate.Busy : Fate.Fine;
        var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => hasty.Append(append).AsTask());
        Assert.Equal(outcomeKnown, error.OutcomeKnown);
        Assert.False(await journal.IsReady());

        (_weather.OnTransaction, _weather.OnOther) = (null, null);
        var again = await journal.Append(append);
        Assert.Equal(fate == Fate.AnswerLost ? AppendStatus.AlreadyAppended : AppendStatus.Appended, again.Status);
        Assert.True(await journal.IsReady());
    }

    [Fact]
    public async Task Commands_of_a_large_append_are_known_though_their_writer_died_before_they_had_rows()
    {
        var dying = await Open();
        var transactions = 0;
        // The first transaction is the append; those after it give the commands their rows.
        _weather.OnTransaction = () => ++transactions == 1 ? Fate.Fine : Fate.RequestLost;
        var head = (await dying.Append(Of(StreamHead.Empty, commands: 300))).Head;
        await dying.DisposeAsync();
        Assert.True(transactions > 1);

        _weather.OnTransaction = null;
        await using var journal =
            await AzureTablesJournal.Open(
                new() { Connection = (await AzuriteServer.Shared).ConnectionString, Table = "azure", Deadline = TimeSpan.FromMinutes(1) });
        Assert.Equal(["0-0", "0-299"], (await journal.FindCommands(Stream(), ["0-0", "0-299", "1-0"])).Select(m => m.CommandId));
        var repeated = await journal.Append(Of(head) with { Commands = [new("0-299", 1, 2, "again")] });
        Assert.Equal((AppendStatus.CommandRepeated, "done"), (repeated.Status, Assert.Single(repeated.Repeated).Outcome));
        // Another stream's append closes the matter, and they are still known.
        Assert.Equal(AppendStatus.Appended, (await journal.Append(Of(StreamHead.Empty, "two"))).Status);
        Assert.Equal(300, (await journal.FindCommands(Stream(), [.. Enumerable.Range(0, 300).Select(i => $"0-{i}")])).Count);
        await foreach (var row in (await Table())
            .QueryAsync<TableEntity>($"PartitionKey eq '{_city}' and RowKey ge 'u.' and RowKey lt 'u/'"))
        {
            Assert.Fail(row.RowKey);
        }

    }

    [Fact]
    public async Task Many_callers_share_few_transactions()
    {
        await using var journal = await Open();

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => journal.Append(Of(StreamHead.Empty, $"{i}")).AsTask()));

        Assert.InRange(journal.Transactions, 500 / 48, 100);
    }

    [Fact]
    public async Task An_event_taken_out_of_the_feed_is_found()
    {
        await using var journal = await Open();
        foreach (var key in new[] { "one", "two", "three" }) await journal.Append(Of(StreamHead.Empty, key));
        await (await Table()).DeleteEntityAsync(_city, TableLayout.FeedRow(2), ETag.All);

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => journal.ReadFeed(_city, 0, 10).AsTask());
        Assert.Contains("position 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_a_newer_layout_is_refused()
    {
        var connection = (await AzuriteServer.Shared).ConnectionString;
        var table = new TableClient(connection, "newer");
        await table.CreateIfNotExistsAsync();
        await table.UpsertEntityAsync(new TableEntity(TableLayout.Registry, TableLayout.LayoutRow) { ["Version"] = 99 });

        var error = await Assert.ThrowsAsync<JournalUnavailableException>(
            () => AzureTablesJournal.Open(new() { Connection = connection, Table = "newer" }));
        Assert.Contains("Run the newer version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_an_older_layout_is_refused_with_the_command_that_migrates_it()
    {
        var connection = (await AzuriteServer.Shared).ConnectionString;
        var table = new TableClient(connection, "older");
        await table.CreateIfNotExistsAsync();
        await table.UpsertEntityAsync(new TableEntity(TableLayout.Registry, TableLayout.LayoutRow) { ["Version"] = 1 });

        var error = await Assert.ThrowsAsync<JournalUnavailableException>(
            () => AzureTablesJournal.Open(new() { Connection = connection, Table = "older" }));
        Assert.Contains("format 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("'silo journal migrate'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://name.table.core.windows.net", "journal", "https")]
    [InlineData("AccountKey=c2VjcmV0", "journal", "neither")]
    [InlineData("https://name.table.core.windows.net", "no table", "3 to 63")]
    public async Task Options_that_cannot_be_used_are_refused_without_repeating_a_key(string connection, string table, string named)
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => AzureTablesJournal.Open(new() { Connection = connection, Table = table }));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error.Message, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, Func<TableTransactionAction[]>> OverTheLimit = new()
    {
        ["101 entities"] = () => [.. Enumerable.Range(0, 101).Select(i => Add($"{i}"))],
        ["no entity"] = () => [],
        ["two partitions"] = () => [Add("a"), Add("b", "other")],
        ["one entity twice"] = () => [Add("a"), Add("a")],
        ["over 4 MiB"] = () => [.. Enumerable.Range(0, 5).Select(i => Add($"{i}", properties: 11, bytes: 65536))],
        ["an entity over 1 MiB"] = () => [Add("a", properties: 17, bytes: 65536)],
        ["a property over 64 KiB"] = () => [Add("a", properties: 1, bytes: 65537)],
        ["253 properties"] = () => [Add("a", properties: 253, bytes: 1)],
        ["a key over 1 KiB"] = () => [Add(new string('k', 513))],
        ["a slash in a key"] = () => [Add("a/b")],
        ["a control character in a key"] = () => [Add("a\u007fb")],
    };

    public static TheoryData<string> Limits => new(OverTheLimit.Keys);

    [Theory]
    [MemberData(nameof(Limits))]
    public void What_Azure_would_refuse_is_never_sent(string what) =>
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check(OverTheLimit[what]()));

    [Fact]
    public void What_is_just_within_the_limits_may_be_sent()
    {
        TableLimits.Check([.. Enumerable.Range(0, 100).Select(i => Add($"{i}"))]);
        TableLimits.Check([Add(new string('k', 512), properties: 15, bytes: 65536)]);
        TableLimits.Check([Add("a", properties: 252, bytes: 1)]);
    }

    private static TableTransactionAction Add(string row, string partition = "p", int properties = 0, int bytes = 0)
    {
        var entity = new TableEntity(partition, row);
        for (var i = 0; i < properties; i++) entity[$"P{i}"] = new byte[bytes];
        return new(TableTransactionActionType.Add, entity);
    }
}
