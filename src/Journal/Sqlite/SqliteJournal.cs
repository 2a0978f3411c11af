namespace VipOrleans.Journal;

using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;

/// <summary>
/// The embedded journal: one SQLite file, written by one thread that makes the appends of many streams durable with one flush.
/// </summary>
/// <remarks>
/// A flush that fails stops the journal for good: what the disk holds then is unknown until the file is opened again. A full disk does not:
/// appends are refused until there is room.
/// </remarks>
public sealed class SqliteJournal : IJournal, ISnapshotCatalog, IAsyncDisposable, IDisposable
{
    private readonly JournalFile _file;
    private readonly SqliteWriter _writer;
    private readonly SemaphoreSlim _readers;
    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private volatile bool _closed;

    private SqliteJournal(JournalFile file, SqliteJournalOptions options)
    {
        _file = file;
        _writer = new(file, options);
        _readers = new(options.Readers);
    }

    /// <summary>How many transactions were flushed since the start: fewer than appends where callers shared one.</summary>
    internal long Flushes => _writer.Flushes;

    /// <summary>Opens a journal's file, or makes it and its folder. Blocks on the disk: meant for the start of a process.</summary>
    /// <exception cref="JournalUnavailableException">
    /// The file cannot be used, is open in another process, is no journal or a newer one's, or does not keep what was flushed.
    /// </exception>
    public static SqliteJournal Open(string path) => Open(new SqliteJournalOptions { Path = path });

    /// <inheritdoc cref="Open(string)"/>
    public static SqliteJournal Open(SqliteJournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new(JournalFile.Open(options), options);
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(append);
        append.Validate();
        return await JournalTelemetry.Measure(append, () => _writer.Send(new AppendWrite(append), cancellation));
    }

    /// <summary>True: one writer has all partitions, and a transaction takes any of them.</summary>
    public bool JoinsPartitions => true;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
        CancellationToken cancellation = default)
    {
        JournalLimits.Check(appends, ofAnyPartition: true);
        return await JournalTelemetry.Measure(appends, () => _writer.Send(new JointWrite(appends), cancellation));
    }

    /// <inheritdoc/>
    public ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        return Reading($"stream '{stream}'", r => r.Read(stream, snapshotSchema, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(StreamId stream, long after, int limit,
        CancellationToken cancellation = default)
    {
        JournalLimits.CheckPart(stream, after, limit);
        return Reading($"a part of stream '{stream}'", r => r.ReadPart(stream, after, limit), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        ArgumentNullException.ThrowIfNull(commandIds);
        return Reading($"the commands of stream '{stream}'", r => r.FindCommands(stream, commandIds), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default)
    {
        JournalLimits.CheckPage(partition, after, limit);
        return Reading($"the feed of '{partition}'", r => r.ReadFeed(partition, after, limit), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) =>
        Reading("the partitions", r => r.Partitions(), cancellation);

    /// <inheritdoc/>
    public async ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default)
    {
        JournalLimits.Check(stream, snapshot);
        await _writer.Send(new SnapshotWrite(stream.Value, snapshot), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        await _writer.Send(new SnapshotDeletion(stream.Value), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<KeptSnapshot?> NextSnapshot(StreamId? after, CancellationToken cancellation = default) =>
        Reading("the snapshots", r => r.NextSnapshot(after?.Value ?? ""), cancellation);

    /// <inheritdoc/>
    public async ValueTask<bool> IsReady(CancellationToken cancellation = default)
    {
        try
        {
            await Partitions(cancellation);
            return !_writer.IsFull || await _writer.Send(new RoomProbe(), cancellation);
        }
        catch (Exception e) when (e is JournalUnavailableException or JournalCorruptException)
        {
            return false;
        }
    }

    /// <summary>Writes a copy of the journal, as it is at one moment, to a new file, while the journal goes on.</summary>
    /// <param name="targetPath">The file to make; it must not exist.</param>
    /// <param name="cancellation">Gives up waiting for a turn; a copy that has begun is finished.</param>
    /// <exception cref="JournalUnavailableException">The copy could not be written.</exception>
    public async Task Backup(string targetPath, CancellationToken cancellation = default) =>
        await Reading($"the journal for the copy '{targetPath}'", r => { r.Backup(targetPath); return true; }, cancellation);

    /// <summary>Takes no more appends, makes durable what was handed over, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        while (_idle.TryTake(out var reader)) reader.Dispose();
        await _writer.DisposeAsync();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // SQLite blocks on the disk, so reads run on the thread pool and never in a grain's turn.
    private async ValueTask<T> Reading<T>(string what, Func<SqliteReader, T> read, CancellationToken cancellation)
    {
        ThrowIfStopped();
        await _readers.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => ReadNow(what, read), cancellation);
        }
        finally
        {
            _readers.Release();
        }
    }

    private T ReadNow<T>(string what, Func<SqliteReader, T> read)
    {
        SqliteReader? reader = null;
        try
        {
            ThrowIfStopped();
            if (!_idle.TryTake(out reader)) reader = new(_file.Reader());
            var result = read(reader);
            ThrowIfStopped();
            _idle.Add(reader);
            reader = null;
            // The journal may have been closed while this read was under way, after it had put away its idle readers.
            if (_closed && _idle.TryTake(out var late)) late.Dispose();
            return result;
        }
        catch (SqliteException e) when (e.IsDamage())
        {
            throw new JournalCorruptException($"The journal's file is damaged; {what} cannot be read: {e.Message}");
        }
        catch (SqliteException e)
        {
            throw new JournalUnavailableException($"Cannot read {what}: {e.Message}", outcomeKnown: true, e);
        }
        finally
        {
            reader?.Dispose();
        }
    }

    // A stopped journal is not read either: what it shows may be gone after the restart.
    private void ThrowIfStopped()
    {
        if (_writer.Stopped is { } reason) throw new JournalUnavailableException(reason, outcomeKnown: true);
        if (_closed) throw new JournalUnavailableException("The journal is closed.", outcomeKnown: true);
    }
}
