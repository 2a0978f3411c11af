namespace VipOrleans.Vault;

using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using VipOrleans.Stores;

/// <summary>
/// The vault in Azure tables, its files in blobs, for many processes at once: an owner's row is the lock of all that the owner has, and a
/// nation's partition upholds that a document belongs to one person.
/// </summary>
/// <remarks>What it promises, and what a nation in one partition can carry, is said in <c>docs/decisions</c>.</remarks>
public sealed partial class AzureVault : SealedVault
{
    private const int Batch = 200, Lanes = 64, MostRaces = 40;

    private readonly TableClient _table;
    private readonly BlobContainerClient _files;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;
    private readonly int _turnCount;
    private readonly SemaphoreSlim _turns;
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly HashSet<string> _nations = [];
    private long _lastTicks;
    private volatile bool _closed;

    private AzureVault(AzureVaultOptions options, TableClient table, BlobContainerClient files, VaultKeys keys, TimeProvider time,
        byte[] markKey) : base(keys, time, markKey)
    {
        (_table, _files, _time, _deadline) = (table, files, time, options.Deadline);
        _turns = new(_turnCount = options.Turns);
    }

    /// <summary>Connects, makes the table and the container where they are missing, and checks the master keys against them.</summary>
    /// <param name="options">Which account.</param>
    /// <param name="keys">The master keys: all that the vault was written with, the current one first. All silos of a cluster have the
    /// same.</param>
    /// <param name="time">The clock of the record of accesses.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="VaultKeyException">A master key that the vault was written with is missing, or is another key.</exception>
    /// <exception cref="VaultUnavailableException">The account cannot be reached, does not let this process in, or has a vault of a newer
    /// version of this program.</exception>
    public static async Task<AzureVault> Open(AzureVaultOptions options, VaultKeys keys, TimeProvider time,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(time);
        options.Check();
        var (table, files) = (options.Rows(), options.Files());
        var markKey = await Retry("open the vault", options.OpenPatience, async () =>
        {
            await table.CreateIfNotExistsAsync(cancellation);
            await files.CreateIfNotExistsAsync(cancellationToken: cancellation);
            return await OpenIndex(table, keys, cancellation);
        }, cancellation).ConfigureAwait(false);
        return new(options, table, files, keys, time, markKey);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> IsReady(CancellationToken ct = default)
    {
        if (_closed) return false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            var files = _files.ExistsAsync(patience.Token);
            await _table.UpsertEntityAsync(Layout(), TableUpdateMode.Merge, patience.Token).ConfigureAwait(false);
            return await files.ConfigureAwait(false);
        }
        catch (Exception e) when (AzureTablesFailure.Of(e) is not null && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        for (var i = 0; i < _turnCount; i++) await _turns.WaitAsync().ConfigureAwait(false);
        Forget();
        _turns.Release(_turnCount);
    }

    private protected override ValueTask<IReadOnlyList<VaultAccess>> ListAccesses(string person, int limit, CancellationToken ct) =>
        Work<IReadOnlyList<VaultAccess>>("list accesses", null, async () =>
        {
            var found = new List<VaultAccess>();
            var rows = _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {VaultRows.Accesses(person)}"),
                Math.Min(limit, 1000));
            await foreach (var row in rows)
            {
                found.Add(new(person, (VaultAccessKind)(row.GetInt32("Kind") ?? 0), row.GetString("Note"), row.GetString("By"),
                    row.GetString("Purpose"), row.GetBoolean("Found") ?? false,
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64("At") ?? 0)));
                if (found.Count == limit) break;
            }

            return found;
        }, ct);

    private async Task WriteDown(long ticks, Guid id, VaultAccess access)
    {
        var row = new TableEntity(VaultRows.Accesses(access.Person), VaultRows.Access(ticks, id))
        {
            ["Kind"] = (int)access.Kind,
            ["By"] = access.By,
            ["Purpose"] = access.Purpose,
            ["Found"] = access.Found,
            ["At"] = access.At.ToUnixTimeMilliseconds(),
        };
        if (access.NoteId is { } note) row["Note"] = note;
        TableLimits.Check(row);
        // The same row, should an answer be lost.
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace);
    }

    // The order of accesses, for those of one process within the same tick too.
    private long NextTicks()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastTicks);
            var next = Math.Max(last + 1, _time.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref _lastTicks, next, last) == last) return next;
        }
    }

    private async Task<OwnerRow?> Find(string owner) =>
        await Row(VaultRows.NationOf(owner), VaultRows.Owner(owner)) is { } row ? new(row) : null;

    private async Task<TableEntity?> Row(string partition, string key)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key);
        return row.HasValue ? row.Value : null;
    }

    private async Task<List<TableEntity>> Rows(string partition, string prefix, int most, IEnumerable<string>? select = null)
    {
        var found = new List<TableEntity>();
        var rows = _table.QueryAsync<TableEntity>(VaultRows.Beginning(partition, prefix), Math.Min(most, 1000), select);
        await foreach (var row in rows)
        {
            found.Add(row);
            if (found.Count == most) break;
        }

        return found;
    }

    private async Task Submit(List<TableTransactionAction> actions)
    {
        TableLimits.Check(actions);
        await _table.SubmitTransactionAsync(actions);
    }

    // Work in its turn, and for an owner one at a time in this process: others race for the owner's row.
    private async ValueTask<T> Work<T>(string what, string? owner, Func<Task<T>> work, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var lane = owner is null ? null : _lanes[(uint)owner.GetHashCode(StringComparison.Ordinal) % Lanes];
        if (lane is not null) await lane.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await _turns.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                // A grain's scheduler is left here, and what has begun is finished.
                return await Task.Run(() => Retry(what, _deadline, work, CancellationToken.None), CancellationToken.None)
                    .ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            lane?.Release();
        }
    }

    // Everything can be done again from its beginning: it reads first, and writes on the condition that this is still so.
    private static async Task<T> Retry<T>(string what, TimeSpan patience, Func<Task<T>> work, CancellationToken cancellation)
    {
        var (backoff, races) = (new Backoff(patience), 0);
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception e) when (e is VaultRaceException || (e is RequestFailedException r && AzureTablesFailure.IsRace(r)))
            {
                if (++races >= MostRaces || backoff.IsOver)
                {
                    throw new VaultUnavailableException($"Cannot {what}: others were faster each time. Try again.", e);
                }

                await Task.Delay(Random.Shared.Next(1, 10 + (10 * races)), cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && AzureTablesFailure.Of(e) is { } failure)
            {
                if (!failure.MayPass || backoff.IsOver)
                {
                    throw new VaultUnavailableException($"Cannot {what} in Azure Storage: {failure.Reason}", e);
                }

                await backoff.Wait(failure.RetryAfter, cancellation);
            }
        }
    }
}
