namespace VipOrleans.Journal;

using VipOrleans.Stores;

/// <summary>One append of a <see cref="PendingAppend"/>, with its hashes, which are made in the caller's thread.</summary>
internal sealed class PendingPart(Append append)
{
    public Append Append { get; } = append;

    public ChainHash[] Hashes { get; } = append.Hashes();

    /// <summary>The stream's head after it.</summary>
    public StreamHead End => new(Append.Expected.Version + Hashes.Length, Hashes[^1]);
}

/// <summary>An append, or a joint one of several parts, on its way to a store, with the caller who waits for it.</summary>
internal sealed class PendingAppend(IReadOnlyList<Append> appends)
{
    // The caller's code must never run in the lane's turn.
    private readonly TaskCompletionSource<IReadOnlyList<AppendResult>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _since = Environment.TickCount64;
    private StoreFailure? _lastFailure;
    private bool _unsure;

    /// <summary>Its appends, each to another stream: all of them are made, or none.</summary>
    public PendingPart[] Parts { get; } =
        appends.Count == 1 ? [new(appends[0])] : [.. appends.Select(a => new PendingPart(a))];

    /// <summary>About how many bytes it adds.</summary>
    public long Bytes { get; } = appends.Count == 1 ? appends[0].Bytes() : appends.Sum(a => a.Bytes());

    public Task<IReadOnlyList<AppendResult>> Answer => _answer.Task;

    public bool IsAnswered => _answer.Task.IsCompleted;

    /// <summary>
    /// True after a try that the store refused for a reason of its own, perhaps another append's: the next try is made alone.
    /// </summary>
    public bool Alone { get; private set; }

    /// <summary>True where it has waited for so long that no further try may begin.</summary>
    public bool IsLate(TimeSpan patience) => Environment.TickCount64 - _since > patience.TotalMilliseconds;

    /// <summary>Answers it, one answer a part.</summary>
    public void Complete(IReadOnlyList<AppendResult> answers) => _answer.TrySetResult(answers);

    /// <summary>Notes a try that failed.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="wasAlone">True where no other append was in the same try.</param>
    public void Failed(StoreFailure failure, bool wasAlone)
    {
        _lastFailure = failure;
        _unsure |= !failure.NothingDone;
        if (failure.MayPass) return;
        if (wasAlone || failure.IsFull) GiveUp();
        else Alone = true;
    }

    /// <summary>Tells the caller that it failed, and whether it is certain that nothing was appended.</summary>
    public void GiveUp()
    {
        if (_unsure) JournalTelemetry.OutcomeUnknown();
        var reason = _lastFailure is { } failure
            ? _unsure ? $"The journal lost an answer, and could not find out in time whether the events were appended: {failure.Reason}"
            : $"The journal could not append, and nothing was appended: {failure.Reason}"
            : "The journal is busy, and the append did not get its turn in time. Nothing was appended; try again later.";
        _answer.TrySetException(
            new JournalUnavailableException(reason, outcomeKnown: !_unsure) { IsFull = !_unsure && _lastFailure is { IsFull: true } });
    }

    /// <summary>Tells the caller that a defect of this program stopped it.</summary>
    public void Fault(Exception defect) => _answer.TrySetException(defect);
}
