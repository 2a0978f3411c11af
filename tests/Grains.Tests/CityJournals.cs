namespace VipOrleans.Grains.Tests;

using System.Collections.Concurrent;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;

/// <summary>A journal for each city, over one that they share; each dies by itself.</summary>
internal sealed class CityJournals(IJournal inner) : IJournal
{
    private readonly ConcurrentDictionary<string, FaultyJournal> _journals = new();

    public FaultyJournal Of(CityId city) => Of(city.Value);

    // An inbox writes down when it likes, beside what happens: its appends are not counted among those at which a life is cut.
    public ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default) =>
        append.Stream.Kind == "inbox" && !Of(append.Stream.Partition).Crashed
            ? inner.Append(append, cancellation) : Of(append.Stream.Partition).Append(append, cancellation);

    public ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
        CancellationToken cancellation = default) =>
        Of(appends[0].Stream.Partition).AppendTogether(appends, cancellation);

    public ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default) =>
        Of(stream.Partition).Read(stream, snapshotSchema, cancellation);

    public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default) =>
        Of(stream.Partition).FindCommands(stream, commandIds, cancellation);

    public ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default) =>
        Of(partition).ReadFeed(partition, after, limit, cancellation);

    public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) => inner.Partitions(cancellation);

    public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default) =>
        Of(stream.Partition).SaveSnapshot(stream, snapshot, cancellation);

    public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
        Of(stream.Partition).DeleteSnapshot(stream, cancellation);

    public ValueTask<bool> IsReady(CancellationToken cancellation = default) => inner.IsReady(cancellation);

    private FaultyJournal Of(string partition) => _journals.GetOrAdd(partition, _ => new(inner));
}
