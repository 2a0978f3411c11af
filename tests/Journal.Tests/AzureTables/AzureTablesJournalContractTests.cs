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

    protected override ValueTask Alter(StreamId stream, long version) =>
        Change(stream, version,
            events => [.. events.Select(e => e.Version == version ? e with { Data = "{\"text\":\"forged\"}"u8.ToArray() } : e)]);

    protected override ValueTask Remove(StreamId stream, long version) =>
        Change(stream, version, events => [.. events.Where(e => e.Version != version)]);

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
