namespace VipOrleans.Journal;

using VipOrleans.Stores;

/// <summary>How much waits and goes together in <see cref="PartitionLanes"/>.</summary>
/// <param name="Lanes">Most transactions at the same time.</param>
/// <param name="QueueLength">Most appends that wait.</param>
/// <param name="QueueBytes">Most bytes that wait.</param>
/// <param name="BatchAppends">Most appends in one transaction.</param>
/// <param name="BatchBytes">No further append joins a transaction that has this many bytes.</param>
/// <param name="Deadline">How long an append may take; no try begins in the second half of it, and none takes longer than half of
/// it.</param>
internal sealed record LaneLimits(int Lanes, int QueueLength, long QueueBytes, int BatchAppends, long BatchBytes, TimeSpan Deadline);

/// <summary>
/// Group commit over a network: each partition, or several of them, has a lane, in which one transaction at a time carries all appends that
/// came while the one before was under way.
/// </summary>
/// <remarks>
/// One at a time, because a partition's transactions exclude each other in the store anyway: a second one would only wait there, and be
/// smaller. A transaction has at most one append of a stream, so that a store can decide about all of them in one look.
/// </remarks>
/// <param name="limits">How much waits and goes together.</param>
/// <param name="commit">Tries one transaction of a lane, whose name it is given: answers each append, or leaves it unanswered and tells
/// why.</param>
/// <param name="laneOf">The lane of a partition; its own if there is none of these.</param>
internal sealed class PartitionLanes(
    LaneLimits limits, Func<string, IReadOnlyList<PendingAppend>, Task<StoreFailure?>> commit, Func<string, string>? laneOf = null)
    : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(limits.Lanes);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _transactions;
    private int _waiting;
    private long _waitingBytes;
    private bool _closed;

    /// <summary>True after a try that found no room in the store, until one finds some.</summary>
    public bool IsFull { get; private set; }

    /// <summary>How many transactions were tried: fewer than appends where callers shared one.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Hands an append, or the parts of a joint one, over and waits for the answers, one a part.</summary>
    /// <exception cref="JournalUnavailableException">Too many wait already, the journal is closed, or the append failed.</exception>
    public Task<IReadOnlyList<AppendResult>> Append(IReadOnlyList<Append> appends, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var pending = new PendingAppend(appends);
        var name = appends[0].Stream.Partition;
        if (laneOf is not null) name = laneOf(name);
        lock (_gate)
        {
            if (_closed) throw new JournalUnavailableException("The journal is closed.", outcomeKnown: true);
            if (_waiting >= limits.QueueLength || _waitingBytes >= limits.QueueBytes)
                throw new JournalUnavailableException($"The journal is busy: {_waiting} appends are waiting. Try again later.",
                    outcomeKnown: true);
            _waiting++;
            _waitingBytes += pending.Bytes;
            JournalTelemetry.Queued(1);
            if (!_lanes.TryGetValue(name, out var lane))
            {
                _lanes[name] = lane = new(name);
                // Not in the caller's context: the lane outlives the caller, and a grain's turn has other work to do.
                ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.lanes.Run(s.lane), (lanes: this, lane), preferLocal: false);
            }

            lane.Queue.Enqueue(pending);
        }

        return pending.Answer.WaitAsync(cancellation);
    }

    /// <summary>Takes no more appends, and waits until all that were taken are answered.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (_lanes.Count == 0) _ended.TrySetResult();
        }

        await _ended.Task;
    }

    private async Task Run(Lane lane)
    {
        var batch = new List<PendingAppend>();
        var backoff = new Backoff(limits.Deadline);
        while (true)
        {
            await _slots.WaitAsync();
            StoreFailure? failure;
            try
            {
                if (!Take(lane, batch)) return;
                failure = await Try(lane, batch);
            }
            finally
            {
                _slots.Release();
            }

            if (failure is null) backoff = new(limits.Deadline);
            else await backoff.Wait(failure.RetryAfter);
        }
    }

    private async Task<StoreFailure?> Try(Lane lane, List<PendingAppend> batch)
    {
        if (batch.Count == 0) return null;
        StoreFailure? failure;
        try
        {
            Interlocked.Increment(ref _transactions);
            failure = await commit(lane.Name, batch);
        }
        catch (Exception defect)
        {
            foreach (var pending in batch) pending.Fault(defect);
            return null;
        }

        IsFull = failure?.IsFull ?? false;
        if (failure is null) JournalTelemetry.Flushed(batch.Count);
        var again = batch.Where(p => !p.IsAnswered).ToList();
        if (failure is not null) again.ForEach(p => p.Failed(failure, wasAlone: batch.Count == 1));
        lane.Deferred.InsertRange(0, again.Where(p => !p.IsAnswered));
        return failure;
    }

    // False, and the lane is gone, where nothing waits any more.
    private bool Take(Lane lane, List<PendingAppend> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            if (lane.Queue.Count == 0 && lane.Deferred.Count == 0)
            {
                _lanes.Remove(lane.Name);
                if (_closed && _lanes.Count == 0) _ended.TrySetResult();
                return false;
            }

            var choice = new Choice(limits, batch);
            var before = lane.Deferred;
            lane.Deferred = [];
            foreach (var pending in before) Offer(pending);
            while (choice.HasRoom && lane.Deferred.Count < limits.BatchAppends && lane.Queue.TryDequeue(out var pending))
            {
                _waiting--;
                _waitingBytes -= pending.Bytes;
                JournalTelemetry.Queued(-1);
                Offer(pending);
            }

            return true;

            void Offer(PendingAppend pending)
            {
                if (pending.IsLate(limits.Deadline / 2)) pending.GiveUp();
                else if (!choice.Takes(pending)) lane.Deferred.Add(pending);
            }
        }
    }

    /// <summary>What goes into one transaction.</summary>
    private sealed class Choice(LaneLimits limits, List<PendingAppend> batch)
    {
        private readonly HashSet<string> _streams = new(StringComparer.Ordinal);
        private long _bytes;

        public bool HasRoom => batch.Count < limits.BatchAppends && _bytes < limits.BatchBytes && (batch.Count == 0 || !batch[0].Alone);

        public bool Takes(PendingAppend pending)
        {
            // A stream that was seen once is closed, also where its append had to wait: a stream's appends keep their order.
            var isOpen = true;
            foreach (var part in pending.Parts) isOpen &= _streams.Add(part.Append.Stream.Value);
            if (!isOpen || !HasRoom || (pending.Alone && batch.Count > 0)) return false;
            batch.Add(pending);
            _bytes += pending.Bytes;
            return true;
        }
    }

    private sealed class Lane(string name)
    {
        public string Name { get; } = name;

        public Queue<PendingAppend> Queue { get; } = new();

        /// <summary>Taken out of the queue before, to be tried (again) before all others.</summary>
        public List<PendingAppend> Deferred { get; set; } = [];
    }
}
