namespace VipOrleans.Vault;

using System.Security.Cryptography;
using Azure.Data.Tables;

// Master keys, and the keys that they wrap.
public sealed partial class AzureVault
{
    /// <inheritdoc/>
    /// <remarks>Backups of the account have the old wrapping; without the old master key nobody opens it.</remarks>
    public override async ValueTask<int> Rewrap(IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var total = 0;
        foreach (var nation in await Work("list the nations", null, () => Nations(_table, CancellationToken.None), ct)
            .ConfigureAwait(false))
        {
            while (await Work("wrap keys again", null, () => RewrapSome(nation), ct).ConfigureAwait(false) is > 0 and var batch)
            {
                total += batch;
                progress?.Report(total);
            }

            await Work("take old master keys away", null, () => TakeMastersAway(nation), ct).ConfigureAwait(false);
        }

        await Work("wrap the key of the marks again", null, async () =>
        {
            var row = await Row(VaultRows.Vault, VaultRows.IndexKey) ?? throw IndexKeyMissing();
            var next = IndexRow(Keys, OpenIndexKey(Keys, WrappedIn(row)));
            await _table.UpdateEntityAsync(next, row.ETag, TableUpdateMode.Replace);
            return true;
        }, ct).ConfigureAwait(false);
        return total;
    }

    private async Task<int> RewrapSome(string partition)
    {
        var filter = $"{VaultRows.Beginning(partition, VaultRows.Owners)} and "
            + TableClient.CreateQueryFilter($"Master ne {Keys.CurrentId}");
        var rows = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Batch, ["PartitionKey", "RowKey", "Master", "Key"]))
        {
            // One that is being erased has no key any more.
            if (row.GetString("Master") is not null) rows.Add(row);
            if (rows.Count == Batch) break;
        }

        if (rows.Count > 0) await _table.UpsertEntityAsync(Proof(partition), TableUpdateMode.Replace);
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (row, _) =>
        {
            var owner = new OwnerRow(row);
            var changed = owner.WithKey(Rewrapped(VaultRows.Text(row.RowKey[VaultRows.Owners.Length..]), owner.Key));
            await _table.UpdateEntityAsync(changed, row.ETag, TableUpdateMode.Merge, CancellationToken.None);
        });
        return rows.Count;
    }

    // The proof of a master key that wraps nobody. Whoever wraps a new key with it writes its row again in the same transaction.
    private async Task<bool> TakeMastersAway(string partition)
    {
        foreach (var master in await Rows(partition, VaultRows.Masters, int.MaxValue))
        {
            var id = master.RowKey[VaultRows.Masters.Length..];
            if (id == Keys.CurrentId) continue;
            var wrapped = $"{VaultRows.Beginning(partition, VaultRows.Owners)} and " + TableClient.CreateQueryFilter($"Master eq {id}");
            var isUsed = false;
            await foreach (var _ in _table.QueryAsync<TableEntity>(wrapped, 1, ["RowKey"]))
            {
                isUsed = true;
                break;
            }

            if (!isUsed) await _table.DeleteEntityAsync(master.PartitionKey, master.RowKey, master.ETag);
        }

        return true;
    }

    // A new owner, to be written together with the first thing that the owner has.
    private async Task<(OwnerRow Owner, byte[] Key, List<TableTransactionAction> Actions)> MakeOwner(string owner)
    {
        var nation = PersonCodes.NationOf(owner);
        bool isKnown;
        lock (_nations) isKnown = _nations.Contains(nation);
        if (!isKnown)
        {
            await _table.UpsertEntityAsync(
                new TableEntity(VaultRows.Vault, VaultRows.NationRow(nation)) { ["Nation"] = nation }, TableUpdateMode.Replace);
            lock (_nations) _nations.Add(nation);
        }

        var row = OwnerRow.New(owner, NewKey(owner, out var key));
        return (new(row), key, [new(TableTransactionActionType.UpsertReplace, Proof(row.PartitionKey))]);
    }

    private static async Task<byte[]> OpenIndex(TableClient table, VaultKeys keys, CancellationToken cancellation)
    {
        var layout = await table.GetEntityIfExistsAsync<TableEntity>(VaultRows.Vault, VaultRows.Layout, null, cancellation);
        if (layout.HasValue && layout.Value!.GetInt32("Version") is > VaultRows.Version and var version)
        {
            throw new VaultUnavailableException($"The vault's table has layout {version}, made by a newer version of this program, which "
                + $"knows layouts up to {VaultRows.Version}. Run the newer version.");
        }

        await table.UpsertEntityAsync(Layout(), TableUpdateMode.Merge, cancellation);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(VaultRows.Vault, VaultRows.IndexKey, null, cancellation);
        if (!row.HasValue)
        {
            // Of several processes that start at once one makes it; the others read it with their next try.
            await table.AddEntityAsync(IndexRow(keys, RandomNumberGenerator.GetBytes(SealedBox.KeySize)), cancellation);
            throw new VaultRaceException();
        }

        CheckProof(keys, WrappedIn(row.Value!).Master, row.Value!.GetBinary("Proof") ?? []);
        foreach (var nation in await Nations(table, cancellation))
        {
            await foreach (var master in table.QueryAsync<TableEntity>(VaultRows.Beginning(nation, VaultRows.Masters),
                cancellationToken: cancellation))
            {
                CheckProof(keys, master.RowKey[VaultRows.Masters.Length..], master.GetBinary("Proof") ?? []);
            }
        }

        return IdentityMark.KeyFrom(OpenIndexKey(keys, WrappedIn(row.Value!)));
    }

    private static async Task<List<string>> Nations(TableClient table, CancellationToken cancellation)
    {
        var partitions = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(VaultRows.Beginning(VaultRows.Vault, VaultRows.NationRows),
            cancellationToken: cancellation))
        {
            partitions.Add(VaultRows.Nation(row.GetString("Nation")));
        }

        return partitions;
    }

    private static TableEntity Layout() => new(VaultRows.Vault, VaultRows.Layout) { ["Version"] = VaultRows.Version };

    private TableEntity Proof(string partition) =>
        new(partition, $"{VaultRows.Masters}{Keys.CurrentId}") { ["Proof"] = ProofOf(Keys) };

    private static TableEntity IndexRow(VaultKeys keys, byte[] indexKey)
    {
        var (master, box) = SealIndexKey(keys, indexKey);
        return new(VaultRows.Vault, VaultRows.IndexKey) { ["Master"] = master, ["Key"] = box, ["Proof"] = ProofOf(keys) };
    }

    private static WrappedKey WrappedIn(TableEntity row) =>
        row.GetString("Master") is { } master && row.GetBinary("Key") is { } key ? new(master, key) : throw IndexKeyMissing();

    private static VaultCorruptException IndexKeyMissing() =>
        new("The key of the marks of identity documents is missing from the vault's table.");
}
