namespace VipOrleans.Journal;

/// <summary>What waits for the writer: many put in, one thread takes out as much as one flush may carry.</summary>
/// <remarks>
/// Not a channel: its reader would be woken through the thread pool, which is short of threads just when the queue is long.
/// </remarks>
internal sealed class WriteQueue(SqliteJournalOptions options)
{
    private readonly Queue<Write> _waiting = new();
    private long _waitingBytes;
    private string? _closed;

    /// <summary>Puts a write in.</summary>
    /// <exception cref="JournalUnavailableException">The queue is full, or closed.</exception>
    public void Add(Write write)
    {
        lock (_waiting)
        {
            if (_closed is not null) throw new JournalUnavailableException(_closed, outcomeKnown: true);
            if (_waiting.Count >= options.QueueLength || _waitingBytes >= options.QueueBytes)
                throw new JournalUnavailableException($"The journal is busy: {_waiting.Count} writes are waiting. Try again later.",
                    outcomeKnown: true);
            _waiting.Enqueue(write);
            _waitingBytes += write.Bytes;
            JournalTelemetry.Queued(1);
            if (_waiting.Count == 1) Monitor.Pulse(_waiting);
        }
    }

    /// <summary>Takes the next batch, and waits for one; false when the queue is closed and empty.</summary>
    public bool Take(List<Write> batch)
    {
        batch.Clear();
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                if (_closed is not null) return false;
                Monitor.Wait(_waiting);
            }

            var bytes = 0L;
            while (batch.Count < options.MaxBatchWrites && bytes < options.MaxBatchBytes && _waiting.TryDequeue(out var write))
            {
                batch.Add(write);
                bytes += write.Bytes;
            }

            _waitingBytes -= bytes;
        }

        JournalTelemetry.Queued(-batch.Count);
        return true;
    }

    /// <summary>Lets nothing more in, for the reason given; the first reason stays.</summary>
    public void Close(string reason)
    {
        lock (_waiting)
        {
            _closed ??= reason;
            Monitor.Pulse(_waiting);
        }
    }
}
