namespace VipOrleans.Journal.Tests;

using Azure.Data.Tables;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal.Testing;
using VipOrleans.Servers;
using VipOrleans.Stores;

/// <summary>The store on Azure Tables keeps what every store promises.</summary>
public sealed class AzureTablesJournalContractTests : JournalContract
{
    private const string Table = "contract";

    protected override async ValueTask<IJournal> Open() =>
        await AzureTablesJournal.Open(
            new() { Connection = (await AzuriteServer.Shared).ConnectionString, Table = Table, Deadline = TimeSpan.FromMinutes(1) });

    protected override ValueTask<IJournal> OpenAnother() => Open();

    protected override async ValueTask<IJournal> OpenImpatient() =>
        await AzureTablesJournal.Open(
            new() { Connection = (await AzuriteServer.Shared).ConnectionString, Table = Table, Deadline = TimeSpan.FromSeconds(4) });

    protected override ValueTask Alter(StreamId stream, long version) =>
        Change(stream, version,
            events => [.. events.Select(e => e.Version == version ? e with { Data = "{\"text\":\"forged\"}"u8.ToArray() } : e)]);

    protected override ValueTask Remove(StreamId stream, long version) =>
        Change(stream, version, events => [.. events.Where(e => e.Version != version)]);

    protected override async ValueTask Exchange(StreamId one, StreamId other)
    {
        var table = new TableClient((await AzuriteServer.Shared).ConnectionString, Table);
        var rows = new List<TableEntity>();
        foreach (var stream in new[] { one, other })
        {
            rows.Add((await table.GetEntityAsync<TableEntity>(stream.Partition, TableLayout.StreamRow(stream, 1))).Value!);
        }

        foreach (var (stream, from) in new[] { (one, rows[1]), (other, rows[0]) })
        {
            var row = new TableEntity(stream.Partition, TableLayout.StreamRow(stream, 1));
            foreach (var name in new[] { "FirstVersion", "LastVersion", "LastHash", "AppendId" }) row[name] = from[name];
            row.WithBytes(EventPack.Write([.. from.Events().Select(e => e with { Stream = stream })]));
            await table.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace);
        }
    }

    protected override async ValueTask AlterSnapshot(StreamId stream)
    {
        var table = new TableClient((await AzuriteServer.Shared).ConnectionString, Table);
        var row = (await table.GetEntityAsync<TableEntity>(TableLayout.SnapshotPartition(stream), "head")).Value!;
        await table.UpdateEntityAsync(row.WithBytes("[]"u8), row.ETag, TableUpdateMode.Replace);
    }

    // A row that is no end of a stream, where the stream's first row has to go: the transaction fails there, after the rows before it.
    protected override async ValueTask Poison(StreamId stream) =>
        await new TableClient((await AzuriteServer.Shared).ConnectionString, Table)
            .AddEntityAsync(new TableEntity(stream.Partition, TableLayout.StreamRow(stream, 1)));

    protected override async ValueTask Heal(StreamId stream) =>
        await new TableClient((await AzuriteServer.Shared).ConnectionString, Table)
            .DeleteEntityAsync(stream.Partition, TableLayout.StreamRow(stream, 1));

    private static async ValueTask Change(StreamId stream, long version, Func<List<RecordedEvent>, List<RecordedEvent>> change)
    {
        var table = new TableClient((await AzuriteServer.Shared).ConnectionString, Table);
        var partition = new PartitionTable(table, stream.Partition);
        await foreach (var row in partition.Stream(stream, version, after: false, 1, default))
        {
            Assert.Contains(row.Events(), e => e.Version == version);
            row.WithBytes(EventPack.Write(change(row.Events())));
            await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
            return;
        }

        Assert.Fail($"There is no event {version} in {stream}.");
    }
}
