namespace VipOrleans.Journal;

using Microsoft.Data.Sqlite;

/// <summary>The one thread that writes: it takes what waits, writes it in one transaction, and answers when that is on the disk.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const string Closed = "The journal is closed.";
    private const string FullText = "The journal is full: free space on its disk, or raise its largest size. Nothing was written.";

    private readonly JournalFile _file;
    private readonly JournalTables _tables;
    private readonly Statement _begin, _commit, _rollback;
    private readonly Action<Action> _flush;
    private readonly Action _commitNow;
    private readonly WriteQueue _queue;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _stopped;
    private volatile bool _full;
    private long _flushes;

    public SqliteWriter(JournalFile file, SqliteJournalOptions options)
    {
        _file = file;
        _tables = new(file.Writer);
        _begin = new(file.Writer, "BEGIN IMMEDIATE");
        _commit = new(file.Writer, "COMMIT");
        _rollback = new(file.Writer, "ROLLBACK");
        _commitNow = _commit.Run;
        _flush = options.Flush;
        _queue = new(options);
        _thread = new(Run) { IsBackground = true, Name = "journal writer" };
        _thread.Start();
    }

    /// <summary>Why the journal has stopped for good, or null.</summary>
    public string? Stopped => _stopped;

    /// <summary>True where the last write was refused for want of room.</summary>
    public bool IsFull => _full;

    /// <summary>How many transactions were flushed.</summary>
    public long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>Hands a write over and waits for its answer.</summary>
    public Task<T> Send<T>(Write<T> write, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _queue.Add(write);
        return write.Answer.WaitAsync(cancellation);
    }

    /// <summary>Lets nothing more in, writes what waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close(Closed);
        await _ended.Task;
    }

    private void Run()
    {
        var batch = new List<Write>();
        while (_queue.Take(batch))
        {
            if (_stopped is { } reason) Refuse(batch, new(reason, outcomeKnown: true));
            else Commit(batch);
        }

        CloseFile();
        _ended.SetResult();
    }

    private void Commit(List<Write> batch)
    {
        try
        {
            _begin.Run();
            foreach (var write in batch) write.Execute(_tables);
            _tables.MoveFeeds();
        }
        catch (Exception e)
        {
            // Nothing of a transaction without its commit ever counts.
            GiveUp(batch, e);
            return;
        }

        try
        {
            _flush(_commitNow);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteCode.Full)
        {
            // The commit's own record did not fit into the log: without it the transaction does not count.
            GiveUp(batch, e);
            return;
        }
        catch (Exception e)
        {
            // After a failed flush neither the disk's content nor a second flush can be trusted: only a restart reads what is really there.
            Stop($"The journal has stopped: a flush to the disk failed ({e.Message}). Check the disk, then start the program again.");
            Refuse(batch,
                new($"A flush to the disk failed ({e.Message}): whether the write is there shows after a restart.", outcomeKnown: false,
                    e));
            return;
        }

        _full = false;
        Interlocked.Increment(ref _flushes);
        JournalTelemetry.Flushed(batch.Count);
        foreach (var write in batch) write.Complete();
    }

    private void GiveUp(List<Write> batch, Exception e)
    {
        _tables.Forget();
        var rolledBack = TryRollback();
        var code = (e as SqliteException)?.SqliteErrorCode;
        if (rolledBack && code == SqliteCode.Full)
        {
            _full = true;
            Refuse(batch,
                new(FullText, outcomeKnown: true, e) { IsFull = true });
        }
        else if (rolledBack && code is SqliteCode.Busy or SqliteCode.Locked)
        {
            Refuse(batch, new("The journal's file is locked by another program; close that. Nothing was written.", outcomeKnown: true, e));
        }
        else
        {
            Stop($"The journal has stopped: a write failed ({e.Message}). Check the disk, then start the program again.");
            Refuse(batch, new($"The write failed ({e.Message}). Nothing was written.", outcomeKnown: true, e));
        }
    }

    // SQLite itself rolls back after some errors; then there is no transaction left.
    private bool TryRollback()
    {
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_file.Writer.Handle) == 0) _rollback.Run();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void Stop(string reason)
    {
        _stopped = reason;
        _queue.Close(reason);
    }

    private static void Refuse(List<Write> batch, JournalUnavailableException reason)
    {
        foreach (var write in batch) write.Fail(reason);
    }

    private void CloseFile()
    {
        try
        {
            if (_stopped is null) _file.Writer.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // The log keeps what was not moved; the next start finds it there.
        }

        _tables.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _file.Dispose();
    }
}
