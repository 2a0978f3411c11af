namespace VipOrleans.Journal.Testing;

using VipOrleans.Domain.Kernel;

/// <summary>What happens to one append.</summary>
public enum Fault
{
    /// <summary>It goes through.</summary>
    None,

    /// <summary>It fails before the write: nothing was appended, and the caller knows that.</summary>
    BeforeWrite,

    /// <summary>There is no room for it: nothing was appended, and the caller knows that.</summary>
    Full,

    /// <summary>It fails after the write: it was appended, and the caller cannot know.</summary>
    AfterWrite,

    /// <summary>It is lost before the write: nothing was appended, and the caller cannot know that either.</summary>
    LostBeforeWrite,

    /// <summary>It is refused as a conflict, with the head that the stream has; nothing was appended.</summary>
    Conflict,

    /// <summary>It waits for <see cref="FaultyJournal.Release"/>, then goes through.</summary>
    HangBeforeWrite,

    /// <summary>It goes through, and its answer waits for <see cref="FaultyJournal.Release"/>.</summary>
    HangAfterWrite,

    /// <summary>
    /// From this append on nothing is answered any more but with an error, as if the process behind the journal had died before the write.
    /// </summary>
    CrashBeforeWrite,

    /// <summary>As <see cref="CrashBeforeWrite"/>, but this append was still written.</summary>
    CrashAfterWrite,
}

/// <summary>A journal that fails as a test's script says, around a real one. All members may be used from many threads.</summary>
/// <example><c>faulty.OnAppend = (append, n) => n == 3 ? Fault.AfterWrite : Fault.None;</c></example>
/// <param name="inner">The journal that does the work.</param>
public sealed class FaultyJournal(IJournal inner) : IJournal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _released = NewGate();
    private TaskCompletionSource _hanging = NewGate();
    private volatile Func<Append, int, Fault>? _onAppend;
    private volatile Func<Append, int, Task>? _delay;
    private volatile Exception? _onRead;
    private volatile bool _crashed;
    private int _appends;
    private int _written;
    private int _reads;

    /// <summary>Decides about each append, given the append and its number, from 1. Null: all go through.</summary>
    public Func<Append, int, Fault>? OnAppend
    {
        get => _onAppend;
        set => _onAppend = value;
    }

    /// <summary>Awaited before each append is looked at, such as a delay of a test's own clock. Null: none.</summary>
    public Func<Append, int, Task>? Delay
    {
        get => _delay;
        set => _delay = value;
    }

    /// <summary>Thrown by every read of a stream or a feed while it is set.</summary>
    public Exception? ReadFails
    {
        get => _onRead;
        set => _onRead = value;
    }

    /// <summary>How many appends were asked for.</summary>
    public int Appends => Volatile.Read(ref _appends);

    /// <summary>How many appends, a joint one counted once, the inner journal answered with <see cref="AppendStatus.Appended"/>.</summary>
    public int Written => Volatile.Read(ref _written);

    /// <summary>How many times a stream was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Done as soon as an append hangs (again, after a <see cref="Release"/>).</summary>
    public Task Hanging
    {
        get
        {
            lock (_gate) return _hanging.Task;
        }
    }

    /// <summary>True after a crash, until <see cref="Restart"/>.</summary>
    public bool Crashed => _crashed;

    /// <summary>Lets all appends that hang go on.</summary>
    public void Release()
    {
        TaskCompletionSource released;
        lock (_gate)
        {
            released = _released;
            _released = NewGate();
            _hanging = NewGate();
        }

        released.SetResult();
    }

    /// <summary>Crashes now: everything is answered with an error until <see cref="Restart"/>.</summary>
    public void Crash() => _crashed = true;

    /// <summary>Ends a crash and takes the script away. What hung before stays hanging until <see cref="Release"/>.</summary>
    public void Restart()
    {
        _onAppend = null;
        _crashed = false;
    }

    /// <summary>Whether it takes joint appends to several partitions, as the journal inside does unless a test says otherwise.</summary>
    public bool JoinsPartitions { get; set; } = inner.JoinsPartitions;

    /// <inheritdoc/>
    public async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default) =>
        (await Through([append], async () => [await inner.Append(append, cancellation)], cancellation))[0];

    /// <inheritdoc/>
    /// <remarks>
    /// Counts as one append. The script is asked about each of its parts, with the same number; the first fault happens to all of them. A
    /// conflict is that part's, and the others are withheld.
    /// </remarks>
    public ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends, CancellationToken cancellation = default) =>
        Through(appends, () => inner.AppendTogether(appends, cancellation), cancellation);

    private async ValueTask<IReadOnlyList<AppendResult>> Through(IReadOnlyList<Append> appends,
        Func<ValueTask<IReadOnlyList<AppendResult>>> write, CancellationToken cancellation)
    {
        var n = Interlocked.Increment(ref _appends);
        if (_delay is { } delay) await delay(appends[0], n);
        ThrowIfCrashed(outcomeKnown: false);
        var (fault, at) = Decide(appends, n);
        switch (fault)
        {
            case Fault.BeforeWrite:
                throw new JournalUnavailableException($"Append {n} fails before the write.", outcomeKnown: true);
            case Fault.Full:
                throw new JournalUnavailableException($"There is no room for append {n}.", outcomeKnown: true) { IsFull = true };
            case Fault.LostBeforeWrite:
                throw new JournalUnavailableException($"Append {n} is lost before the write.", outcomeKnown: false);
            case Fault.Conflict:
                return await Conflict(appends, at, cancellation);
            case Fault.CrashBeforeWrite:
                Crash();
                break;
            case Fault.HangBeforeWrite:
                await Hang(cancellation);
                break;
        }

        ThrowIfCrashed(outcomeKnown: false);
        var results = await write();
        if (results.Any(r => r.Status == AppendStatus.Appended)) Interlocked.Increment(ref _written);
        switch (fault)
        {
            case Fault.AfterWrite:
                throw new JournalUnavailableException($"Append {n} fails after the write.", outcomeKnown: false);
            case Fault.CrashAfterWrite:
                Crash();
                break;
            case Fault.HangAfterWrite:
                await Hang(cancellation);
                break;
        }

        ThrowIfCrashed(outcomeKnown: false);
        return results;
    }

    private (Fault Fault, int At) Decide(IReadOnlyList<Append> appends, int n)
    {
        for (var i = 0; i < appends.Count; i++)
        {
            if (_onAppend?.Invoke(appends[i], n) is { } fault and not Fault.None) return (fault, i);
        }

        return (Fault.None, 0);
    }

    private async ValueTask<IReadOnlyList<AppendResult>> Conflict(IReadOnlyList<Append> appends, int at, CancellationToken cancellation)
    {
        var results = new List<AppendResult>();
        for (var i = 0; i < appends.Count; i++)
        {
            var head = (await inner.Read(appends[i].Stream, null, cancellation)).Head;
            results.Add(new(i == at ? AppendStatus.Conflict : AppendStatus.Withheld, head, []));
        }

        return results;
    }

    /// <inheritdoc/>
    public async ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _reads);
        ThrowIfUnreadable();
        return await inner.Read(stream, snapshotSchema, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(StreamId stream, long after, int limit,
        CancellationToken cancellation = default)
    {
        ThrowIfUnreadable();
        return await inner.ReadPart(stream, after, limit, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default)
    {
        ThrowIfUnreadable();
        return await inner.FindCommands(stream, commandIds, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default)
    {
        ThrowIfUnreadable();
        return await inner.ReadFeed(partition, after, limit, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default)
    {
        ThrowIfUnreadable();
        return await inner.Partitions(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default)
    {
        ThrowIfCrashed(outcomeKnown: true);
        await inner.SaveSnapshot(stream, snapshot, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default)
    {
        ThrowIfCrashed(outcomeKnown: true);
        await inner.DeleteSnapshot(stream, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsReady(CancellationToken cancellation = default) => !_crashed && await inner.IsReady(cancellation);

    private static TaskCompletionSource NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static JournalUnavailableException HasCrashed(bool outcomeKnown) => new("The journal has crashed.", outcomeKnown);

    private Task Hang(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _hanging.TrySetResult();
            return _released.Task.WaitAsync(cancellation);
        }
    }

    private void ThrowIfUnreadable()
    {
        ThrowIfCrashed(outcomeKnown: true);
        if (_onRead is { } error) throw error;
    }

    private void ThrowIfCrashed(bool outcomeKnown)
    {
        if (_crashed) throw HasCrashed(outcomeKnown);
    }
}
