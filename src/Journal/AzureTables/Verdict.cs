namespace VipOrleans.Journal;

/// <summary>What is to become of a pending append, as things stand now.</summary>
internal sealed class Verdict
{
    private readonly AppendResult?[] _parts;

    /// <param name="pending">The append.</param>
    /// <param name="parts">What speaks against each part of it; null where nothing does.</param>
    public Verdict(PendingAppend pending, AppendResult?[] parts)
    {
        (Pending, _parts) = (pending, parts);
        IsRefused = parts.Any(p => p is { Status: not AppendStatus.AlreadyAppended });
        ToMake = IsRefused ? [] : [.. pending.Parts.Where((_, i) => parts[i] is null)];
    }

    public PendingAppend Pending { get; }

    /// <summary>True if something speaks against one of the parts, other than that it was made before.</summary>
    public bool IsRefused { get; }

    /// <summary>The parts that are to be made: none if one of them is refused, else all that were not made before.</summary>
    public PendingPart[] ToMake { get; }

    /// <summary>Answers the append: <see cref="ToMake"/> was made.</summary>
    public void Answer() => Pending.Complete([.. Pending.Parts.Select((p, i) => _parts[i] ?? (IsRefused
        ? new(AppendStatus.Withheld, p.Append.Expected, [])
        : new(AppendStatus.Appended, p.End, [])))]);
}
