namespace VipOrleans.Journal.Tests.Formats;

using Azure;
using Azure.Data.Tables;
using VipOrleans.Domain.Kernel;
using VipOrleans.Servers;
using VipOrleans.Stores;

/// <summary>A table of format 1 is copied into one of the present format, which counts only when all is there.</summary>
public sealed class AzureTablesMigrationTests : IAsyncLifetime
{
    private readonly FormerJournal _former = FormerJournal.Read();
    private readonly string _tables = $"m{Guid.NewGuid():N}"[..16];
    private TableClient _table = null!;
    private AzureTablesJournalOptions _options = null!;

    public async ValueTask InitializeAsync()
    {
        var connection = (await AzuriteServer.Shared).ConnectionString;
        _options = new() { Connection = connection, Table = _tables + "2", FormerTable = _tables, Deadline = TimeSpan.FromMinutes(1) };
        _table = new(connection, _tables);
        await _table.CreateIfNotExistsAsync();
        await _table.AddEntityAsync(new TableEntity(TableLayout.Registry, TableLayout.LayoutRow) { ["Version"] = 1 });
        foreach (var partition in _former.Partitions) await Write(partition);
        await _table.AddEntityAsync(
            new TableEntity(TableLayout.SnapshotPartition(StreamId.Parse("nz-akl/projection/directory")), "head")
            {
                ["Version"] = 30L,
                ["Hash"] = new byte[32],
                ["Schema"] = "directory-1",
                ["Id"] = Guid.NewGuid(),
                ["Pieces"] = 0,
                ["Length"] = 2L,
            }.WithBytes("{}"u8));
    }

    public ValueTask DisposeAsync() => default;

    // As the first version wrote it: a row of the feed for a few appends, a row of its stream for each, a row for each command.
    private async Task Write(string partition)
    {
        var appends = _former.Appends.Where(a => a.Stream.Partition == partition).ToList();
        await _table.AddEntityAsync(new TableEntity(TableLayout.Registry, partition));
        await _table.AddEntityAsync(new TableEntity(partition, TableLayout.Header)
        {
            ["Last"] = appends[^1].Events[^1].Position,
            ["HasUnindexed"] = false,
        });
        foreach (var some in appends.Chunk(3))
        {
            var events = some.SelectMany(a => a.Events).ToList();
            await _table.AddEntityAsync(
                new TableEntity(partition, TableLayout.FeedRow(events[^1].Position)).WithBytes(EventPack.Write(events)));
        }

        foreach (var append in appends)
        {
            await _table.AddEntityAsync(new TableEntity(partition, TableLayout.StreamRow(append.Stream, append.Events[0].Version))
            {
                ["FirstVersion"] = append.Events[0].Version,
                ["LastVersion"] = append.Events[^1].Version,
                ["LastHash"] = append.Events[^1].Hash.ToArray(),
                ["AppendId"] = append.Id,
            }.WithBytes(EventPack.Write(append.Events)));
            foreach (var c in append.Commands)
                await _table.AddEntityAsync(TableRows.Mark(partition, TableLayout.CommandRow(append.Stream, c.CommandId), c));
        }
    }

    private async Task MustBeFormer()
    {
        var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => AzureTablesJournal.Open(_options));
        Assert.Contains("format 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("'silo journal migrate'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_is_there_afterwards_under_the_present_hashes()
    {
        await MustBeFormer();
        var progress = new List<MigrationProgress>();

        var report = await JournalMigration.Migrate(_options, new Listed(progress));

        Assert.Equal(new(120, 120), progress[^1]);
        await using (var journal = await AzureTablesJournal.Open(_options)) await _former.MustBeIn(journal, report);
        Assert.Null(await JournalMigration.Migrate(_options));
    }

    [Fact]
    public async Task A_migration_that_is_cut_off_leaves_no_journal_and_can_be_made_again()
    {
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => JournalMigration.Migrate(_options, new Stop(stop), stop.Token));

        await MustBeFormer();
        var report = await JournalMigration.Migrate(_options);
        await using var journal = await AzureTablesJournal.Open(_options);
        await _former.MustBeIn(journal, report);
    }

    public static TheoryData<string> Damages => new("an event of the feed", "an event of a stream", "a row of the feed",
        "the last row of the feed", "a row of a stream", "the last row of a stream", "a stream's end", "a whole stream", "the header");

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_journal_that_was_changed_is_refused_and_not_opened(string what)
    {
        var appends = _former.Appends.Where(a => a.Stream.Partition == "nz-akl").ToList();
        var stream = appends[0].Stream;
        var rows = appends.Where(a => a.Stream == stream).Select(a => TableLayout.StreamRow(stream, a.Events[0].Version)).ToList();
        var feed = appends.Chunk(3).Select(some => TableLayout.FeedRow(some[^1].Events[^1].Position)).ToList();
        await (what switch
        {
            "an event of the feed" => Change(feed[1], Forge),
            "an event of a stream" => Change(rows[1], Forge),
            "a row of the feed" => Delete(feed[1]),
            "the last row of the feed" => Delete(feed[^1]),
            "a row of a stream" => Delete(rows[1]),
            "the last row of a stream" => Delete(rows[^1]),
            "a stream's end" => Change(rows[^1], row => row["LastVersion"] = 99L),
            "a whole stream" => Task.WhenAll(rows.Select(Delete)),
            _ => Change(TableLayout.Header, row => row["Last"] = 9L),
        });

        await Assert.ThrowsAsync<JournalCorruptException>(() => JournalMigration.Migrate(_options));

        await MustBeFormer();
    }

    [Fact]
    public async Task An_account_without_a_journal_is_left_as_it_is()
    {
        var none = _options with { Table = "nothing2", FormerTable = "nothing" };

        await Assert.ThrowsAsync<JournalUnavailableException>(() => JournalMigration.Migrate(none));

        await (await AzureTablesJournal.Open(none)).DisposeAsync();
    }

    private static void Forge(TableEntity row) =>
        row.WithBytes(EventPack.Write(row.Events().ConvertAll(e => e with { Data = "{\"forged\":1}"u8.ToArray() })));

    private async Task Change(string rowKey, Action<TableEntity> change)
    {
        var row = (await _table.GetEntityAsync<TableEntity>("nz-akl", rowKey)).Value!;
        change(row);
        await _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
    }

    private Task Delete(string rowKey) => _table.DeleteEntityAsync("nz-akl", rowKey, ETag.All);
}
