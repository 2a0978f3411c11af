namespace VipOrleans.Grains.Tests.PlantedFaults;

using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>A journal that does what the one inside does; doubles of it do one thing wrong, while a test says so.</summary>
internal abstract class PlantedJournal(IJournal inner, Func<bool> planted) : IJournal
{
    protected IJournal Inner { get; } = inner;

    protected bool IsPlanted => planted();

    public bool JoinsPartitions => Inner.JoinsPartitions;

    public virtual ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default) =>
        Inner.Append(append, cancellation);

    /// <summary>As appends by themselves are done, so that a double which does one thing wrong does it in a joint append as well.</summary>
    public virtual async ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
        CancellationToken cancellation = default)
    {
        if (!IsPlanted) return await Inner.AppendTogether(appends, cancellation);
        var results = new List<AppendResult>();
        foreach (var append in appends) results.Add(await Append(append, cancellation));
        return results;
    }

    public virtual ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null,
        CancellationToken cancellation = default) => Inner.Read(stream, snapshotSchema, cancellation);

    public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default) => Inner.FindCommands(stream, commandIds, cancellation);

    public virtual ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default) =>
        Inner.ReadFeed(partition, after, limit, cancellation);

    public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) => Inner.Partitions(cancellation);

    public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default) =>
        Inner.SaveSnapshot(stream, snapshot, cancellation);

    public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
        Inner.DeleteSnapshot(stream, cancellation);

    public ValueTask<bool> IsReady(CancellationToken cancellation = default) => Inner.IsReady(cancellation);
}

/// <summary>
/// Says that an append is durable and means to write it later: what the process takes with it when it dies is never written.
/// </summary>
internal sealed class AcknowledgesBeforeCommit(IJournal inner, Func<bool> planted) : PlantedJournal(inner, planted)
{
    public override async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        if (!IsPlanted) return await Inner.Append(append, cancellation);
        var (version, hash) = append.Expected;
        foreach (var e in append.Events) hash = hash.Next(append.Stream, ++version, e);
        return new(AppendStatus.Appended, new(version, hash), []);
    }
}

/// <summary>Writes the events in one transaction and the commands' ids in the next one; the process dies between the two.</summary>
internal sealed class KeepsCommandIdsApart(IJournal inner, Func<bool> planted) : PlantedJournal(inner, planted)
{
    private volatile bool _dead;

    public override async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        if (!_dead && !IsPlanted) return await Inner.Append(append, cancellation);
        if (!_dead) await Inner.Append(append with { Commands = [] }, cancellation);
        _dead = true;
        throw new JournalUnavailableException("The process is dead.", outcomeKnown: false);
    }
}

/// <summary>Leaves the first hold of a city out where the city counts its places.</summary>
internal sealed class ForgetsAHold(IJournal inner, Func<bool> planted) : PlantedJournal(inner, planted)
{
    public override async ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null,
        CancellationToken cancellation = default)
    {
        var content = await Inner.Read(stream, snapshotSchema, cancellation);
        if (!IsPlanted || stream.Kind != "city") return content;
        var forgotten = content.Events.FirstOrDefault(e => e.Type == "place-held");
        return content with { Events = [.. content.Events.Where(e => e != forgotten)] };
    }
}

/// <summary>Writes each release of a place twice.</summary>
internal sealed class ReleasesTwice(IJournal inner, Func<bool> planted) : PlantedJournal(inner, planted)
{
    public override ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default) =>
        Inner.Append(
            IsPlanted ? append with { Events = [.. append.Events.SelectMany(e => e.Type == "place-released" ? [e, e] : new[] { e })] }
                : append, cancellation);
}

/// <summary>Skips the events of one name where a projection reads them.</summary>
internal sealed class SkipsInTheFeed(IJournal inner, Func<bool> planted, string type) : PlantedJournal(inner, planted)
{
    public override async ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default)
    {
        var page = await Inner.ReadFeed(partition, after, limit, cancellation);
        return IsPlanted ? page with { Events = [.. page.Events.Where(e => e.Type != type)] } : page;
    }
}

/// <summary>Takes a conflict for a mere nuisance, and appends after whatever is there.</summary>
internal sealed class IgnoresConflicts(IJournal inner, Func<bool> planted) : PlantedJournal(inner, planted)
{
    public override async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        while (true)
        {
            var result = await Inner.Append(append, cancellation);
            if (!IsPlanted || result.Status != AppendStatus.Conflict) return result;
            var by = result.Head.Version - append.Expected.Version;
            append = append with
            {
                Expected = result.Head,
                Commands = [.. append.Commands.Select(c => c with { Version = c.Version + by })]
            };
        }
    }
}
