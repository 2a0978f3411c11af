namespace VipOrleans.Journal;

/// <summary>One piece of work of the writer, with the caller who waits for it. It is answered only after the flush.</summary>
internal abstract class Write
{
    /// <summary>About how many bytes it adds.</summary>
    public abstract long Bytes { get; }

    /// <summary>Does it in the open transaction, on the writer's thread.</summary>
    public abstract void Execute(JournalTables tables);

    /// <summary>Answers the caller: it is durable.</summary>
    public abstract void Complete();

    /// <summary>Answers the caller: it failed.</summary>
    public abstract void Fail(JournalUnavailableException reason);
}

/// <summary>A write whose caller waits for an answer of this type.</summary>
internal abstract class Write<T> : Write
{
    // The caller's code must never run on the writer's thread.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Answer => _answer.Task;

    public sealed override void Execute(JournalTables tables) => _result = Do(tables);

    public sealed override void Complete() => _answer.TrySetResult(_result);

    public override void Fail(JournalUnavailableException reason) => _answer.TrySetException(reason);

    protected abstract T Do(JournalTables tables);
}

/// <summary>A write of events, whose failure may leave open whether they are there.</summary>
internal abstract class EventWrite<T> : Write<T>
{
    public override void Fail(JournalUnavailableException reason)
    {
        if (!reason.OutcomeKnown) JournalTelemetry.OutcomeUnknown();
        base.Fail(reason);
    }
}

/// <summary>An append. Its hashes are made in the caller's thread: they depend on nothing but the head that it expects.</summary>
internal sealed class AppendWrite(Append append) : EventWrite<AppendResult>
{
    private readonly ChainHash[] _hashes = append.Hashes();

    public override long Bytes { get; } = append.Bytes();

    protected override AppendResult Do(JournalTables tables) => tables.Append(append, _hashes);
}

/// <summary>A joint append.</summary>
internal sealed class JointWrite(IReadOnlyList<Append> appends) : EventWrite<IReadOnlyList<AppendResult>>
{
    private readonly ChainHash[][] _hashes = [.. appends.Select(a => a.Hashes())];

    public override long Bytes { get; } = appends.Sum(a => a.Bytes());

    protected override IReadOnlyList<AppendResult> Do(JournalTables tables) => tables.AppendTogether(appends, _hashes);
}

/// <summary>A snapshot to keep.</summary>
internal sealed class SnapshotWrite(string stream, Snapshot snapshot) : Write<bool>
{
    public override long Bytes => snapshot.Data.Length;

    protected override bool Do(JournalTables tables)
    {
        tables.SaveSnapshot(stream, snapshot);
        return true;
    }
}

/// <summary>A snapshot to delete.</summary>
internal sealed class SnapshotDeletion(string stream) : Write<bool>
{
    public override long Bytes => 0;

    protected override bool Do(JournalTables tables)
    {
        tables.DeleteSnapshot(stream);
        return true;
    }
}

/// <summary>Finds out whether a store that was full has room again: takes a little and gives it back.</summary>
internal sealed class RoomProbe : Write<bool>
{
    private const string NoStream = "";
    private const int ProbeBytes = 64 * 1024;

    public override long Bytes => ProbeBytes;

    protected override bool Do(JournalTables tables)
    {
        tables.SaveSnapshot(NoStream, new(0, default, "probe", new byte[ProbeBytes]));
        tables.DeleteSnapshot(NoStream);
        return true;
    }
}
