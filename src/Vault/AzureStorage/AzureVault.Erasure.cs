namespace VipOrleans.Vault;

using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using VipOrleans.Stores;

// An erasure begins with the key, in one write: from then on nobody opens anything. All else goes before it is answered.
public sealed partial class AzureVault
{
    private protected override ValueTask<bool> EraseAll(VaultAccess erasure, CancellationToken ct)
    {
        var (id, ticks, hasBegun) = (Guid.NewGuid(), NextTicks(), false);
        return Work("erase", erasure.Person, async () =>
        {
            // A try before this one may have done it, and its answer was lost.
            if (await Find(erasure.Person) is not { } row) return hasBegun;
            hasBegun = true;
            if (row.Erasure is null)
            {
                var erasing = row.Erasing(id, ticks, erasure);
                TableLimits.Check(erasing);
                await _table.UpdateEntityAsync(erasing, row.Version, TableUpdateMode.Replace);
                row = await Find(erasure.Person);
                if (row?.Erasure is null) return true;
            }

            await FinishErasure(erasure.Person, row);
            return true;
        }, ct);
    }

    // Done by whoever finds it begun, in steps that can be repeated. Each is written on the condition that the owner's row is still that of
    // the erasure: one who comes late must not touch what the owner has stored since.
    private async Task FinishErasure(string owner, OwnerRow? row)
    {
        while (row?.Erasure is not null && await NextOfErasure(owner, row) is { Count: > 0 } actions)
        {
            actions.Add(new(TableTransactionActionType.UpdateMerge, row.Changes(), row.Version));
            await Submit(actions);
            row = await Find(owner);
        }

        if (row?.Erasure is not { } erasure) return;
        // By the key and not by the rows: what a crash left without a row goes too.
        await foreach (var blob in _files.GetBlobsAsync(BlobTraits.None, BlobStates.None, VaultRows.Blobs(owner, row.Generation), default))
        {
            await _files.DeleteBlobIfExistsAsync(blob.Name);
        }

        await WriteDown(erasure.Ticks, erasure.Id, erasure.Access);
        await _table.DeleteEntityAsync(VaultRows.NationOf(owner), VaultRows.Owner(owner), row.Version);
    }

    private async Task<List<TableTransactionAction>> NextOfErasure(string owner, OwnerRow row)
    {
        var partition = VaultRows.NationOf(owner);
        var marks = new List<TableTransactionAction>();
        foreach (var mark in row.Marks)
        {
            if (await Row(partition, VaultRows.Mark(mark)) is { } found && found.GetString("Owner") == owner)
            {
                marks.Add(new(TableTransactionActionType.Delete, found, found.ETag));
            }
        }

        if (marks.Count > 0) return marks;
        foreach (var some in row.Codes.Chunk(CodesAtOnce))
        {
            if (await CodeChanges(owner, [], some) is { Count: > 0 } codes) return codes;
        }

        var boxes = await Rows(partition, VaultRows.Boxes(owner), TableLimits.TransactionEntities - 1, ["PartitionKey", "RowKey"]);
        return [.. boxes.Select(b => new TableTransactionAction(TableTransactionActionType.Delete, b, ETag.All))];
    }
}
