namespace VipOrleans.Journal;

/// <summary>What is to become of a pending append, as things stand now.</summary>
internal sealed class Verdict
{
    private readonly AppendResult?[] _parts;
    private readonly bool _isRefused;

    /// <param name="pending">The append.</param>
    /// <param name="parts">What speaks against each part of it; null where nothing does.</param>
    public Verdict(PendingAppend pending, AppendResult?[] parts)
    {
        (Pending, _parts) = (pending, parts);
        _isRefused = parts.Any(p => p is { Status: not AppendStatus.AlreadyAppended });
        ToMake = _isRefused ? [] : [.. pending.Parts.Where((_, i) => parts[i] is null)];
    }

    public PendingAppend Pending { get; }

    /// <summary>The parts that are to be made: none if one of them is refused, else all that were not made before.</summary>
    public PendingPart[] ToMake { get; }

    /// <summary>Answers the append: <see cref="ToMake"/> was made.</summary>
    public void Answer() => Pending.Complete([.. Pending.Parts.Select((p, i) => _parts[i] ?? (_isRefused
        ? new(AppendStatus.Withheld, p.Append.Expected, [])
        : new(AppendStatus.Appended, p.End, [])))]);
}
