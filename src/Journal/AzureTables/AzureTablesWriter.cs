namespace VipOrleans.Journal;

using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using VipOrleans.Stores;

/// <summary>
/// Writes one transaction of appends to one partition. The header's ETag is the fence: whoever replaces the header knows that everything
/// that it decided by is still as it was.
/// </summary>
internal sealed class AzureTablesWriter(TableClient table)
{
    private const int Rounds = 8;
    private const int MostPartitions = 4_096, MostHeads = 20_000;

    // What a partition's writer knows stays for its next transaction. A partition has one transaction at a time.
    private readonly ConcurrentDictionary<string, PartitionState> _states = new(StringComparer.Ordinal);

    /// <summary>Tries it: answers the appends that fit in it, or tells why not.</summary>
    /// <remarks>
    /// Where the answer is lost, nobody knows whether the transaction was made. All that is known is then read again, and the same appends
    /// are decided again: one that was made is found by its id where it begins. A lost transaction that arrives late finds another header.
    /// </remarks>
    public async Task<StoreFailure?> Commit(string partition, IReadOnlyList<PendingAppend> batch)
    {
        if (_states.Count > MostPartitions) _states.Clear();
        var state = _states.GetOrAdd(partition, static (p, t) => new(t, p), table);
        try
        {
            if (state.Heads.Count > MostHeads) state.Forget();
            var suspects = new HashSet<PendingAppend>();
            for (var round = 0; round < Rounds; round++)
            {
                if (await Round(state, batch, suspects)) return null;
                // Who lost a race gives the others a moment.
                await Task.Delay(Random.Shared.Next(1, 5 << Math.Min(round, 4)));
            }

            return new("other writers of the city were faster each time", MayPass: true, NothingDone: true);
        }
        catch (Exception e) when (AzureTablesFailure.Of(e) is { } failure)
        {
            _states.TryRemove(partition, out _);
            return failure with { NothingDone = failure.NothingDone || !state.IsInDoubt };
        }
    }

    // False where the decision was overtaken and has to be made again.
    private async Task<bool> Round(PartitionState state, IReadOnlyList<PendingAppend> batch, HashSet<PendingAppend> suspects)
    {
        var loaded = await state.Load();
        if (state.HasUnindexed) await Index(state);
        await state.LoadHeads(batch.SelectMany(p => p.Parts).Select(p => p.Append.Stream));
        var verdicts = await Task.WhenAll(batch.Select(p => Judge(state, p, suspects.Contains(p))));
        var transaction = new AppendTransaction(state);
        // Those that have nothing to make are answered too; those that do not fit wait for the next transaction.
        var answered = verdicts.Where(v => v.ToMake.Length == 0 || transaction.Offer(v)).ToList();

        if (transaction.IsEmpty)
        {
            // What refuses an append has to be true now, not only when it was last read.
            if (!loaded && await state.Refresh()) return false;
        }
        else if (!await Submit(state, transaction, suspects))
        {
            return false;
        }

        foreach (var verdict in answered) verdict.Answer();
        // The appends are made, whatever becomes of this; who comes next does it otherwise.
        if (state.HasUnindexed) await TryIndex(state);
        return true;
    }

    private static async Task<Verdict> Judge(PartitionState state, PendingAppend pending, bool suspect)
    {
        var mustLook = suspect || AppendTransaction.IsLarge(pending);
        var parts = await Task.WhenAll(pending.Parts.Select(p => Judge(state, p.Append, mustLook)));
        var verdict = new Verdict(pending, parts);
        if (!verdict.IsRefused || mustLook) return verdict;
        // The others will not be tried, so that no row of a command in the way would tell that it was carried out before.
        return new(pending, await Task.WhenAll(pending.Parts.Select((p, i) => parts[i] is { } known
            ? Task.FromResult<AppendResult?>(known) : Judge(state, p.Append, mustLook: true))));
    }

    // Null: nothing speaks against it.
    private static async Task<AppendResult?> Judge(PartitionState state, Append append, bool mustLook)
    {
        var head = state.Heads[append.Stream];
        if (head.Version > append.Expected.Version && await state.Table.EndOf(append) is { } end)
        {
            return new(AppendStatus.AlreadyAppended, end, []);
        }

        // That a command is new is shown by adding its row, which fails if there is one: no need to look first. But a large append adds
        // none.
        if (head != append.Expected || mustLook)
        {
            var marks = await state.Table.Marks(append.Stream, append.Commands.Select(c => c.CommandId));
            if (marks.Count > 0) return new(AppendStatus.CommandRepeated, head, marks);
        }

        return head == append.Expected ? null : new(AppendStatus.Conflict, head, []);
    }

    private async Task<bool> Submit(PartitionState state, AppendTransaction transaction, HashSet<PendingAppend> suspects)
    {
        if (state.Header is null)
        {
            await table.UpsertEntityAsync(new TableEntity(TableLayout.Registry, state.Partition), TableUpdateMode.Replace);
        }

        var actions = transaction.Actions();
        TableLimits.Check(actions);
        try
        {
            state.IsInDoubt = true;
            var answer = await table.SubmitTransactionAsync(actions);
            state.IsInDoubt = false;
            transaction.Committed(
                answer.Value[0].Headers.ETag ?? throw new InvalidOperationException("Azure Tables gave no ETag of the header."));
            return true;
        }
        catch (TableTransactionFailedException e) when (AzureTablesFailure.IsRace(e))
        {
            state.IsInDoubt = false;
            if (e.FailedTransactionActionIndex is > 0 and var index && transaction.OwnerOf(index) is { } owner) suspects.Add(owner);
            // Where a stream's row is in the way, what is known of the stream is wrong.
            if (!await state.Refresh()) state.Heads.Clear();
            return false;
        }
    }

    private async Task TryIndex(PartitionState state)
    {
        try
        {
            await Index(state);
        }
        catch (Exception e) when (AzureTablesFailure.Of(e) is not null)
        {
            _states.TryRemove(state.Partition, out _);
        }
    }

    // Gives each command of a large append a row of its own, which is always the same row, whoever writes it and however often.
    private async Task Index(PartitionState state)
    {
        await foreach (var row in state.Table.Unindexed())
        {
            var stream = Domain.Kernel.StreamId.Parse(row.GetString("Stream"));
            foreach (var some in MarkPack.Read(row.Bytes()).Chunk(80))
            {
                var actions =
                    some.Select(
                        m => new TableTransactionAction(TableTransactionActionType.UpsertReplace,
                            TableRows.Mark(state.Partition, TableLayout.CommandRow(stream, m.CommandId), m))).ToList();
                TableLimits.Check(actions);
                await table.SubmitTransactionAsync(actions);
            }

            await table.DeleteEntityAsync(row, ETag.All);
        }

        state.HasUnindexed = false;
    }
}
