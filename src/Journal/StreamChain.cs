namespace VipOrleans.Journal;

using VipOrleans.Domain.Kernel;

/// <summary>
/// The events of a stream as they are read, each checked against the one before it and the last against the stream's head.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="head">Where it ends.</param>
/// <param name="snapshot">The snapshot after which the events begin; null for the first event.</param>
internal sealed class StreamChain(StreamId stream, StreamHead head, Snapshot? snapshot)
{
    private readonly List<RecordedEvent> _events = new((int)Math.Clamp(head.Version - (snapshot?.Version ?? 0), 0, 1_000_000));
    private ChainHash _hash = snapshot?.Hash ?? default;

    /// <summary>Version of the last event, or of the snapshot.</summary>
    public long Version { get; private set; } = snapshot?.Version ?? 0;

    /// <summary>Takes the next event.</summary>
    /// <exception cref="JournalCorruptException">It is not the next one, or not what was written.</exception>
    public void Add(RecordedEvent e)
    {
        Version++;
        if (e.Version != Version) throw Corrupt(stream, Version, "is missing");
        _hash = _hash.Next(stream, Version, e.Type, e.Data.Span, e.At, e.Actor);
        if (e.Hash != _hash) throw Corrupt(stream, Version, "is not what was written, or one before it is not: its hash does not fit");
        _events.Add(e);
    }

    /// <summary>All events, after the last one.</summary>
    /// <exception cref="JournalCorruptException">The last one is not the stream's head.</exception>
    public List<RecordedEvent> End()
    {
        if (Version < head.Version) throw Corrupt(stream, Version + 1, "is missing");
        if (head != new StreamHead(Version, _hash)) throw Corrupt(stream, Version, "is not the end that the stream's head names");
        return _events;
    }

    /// <summary>Says what is wrong with a stream, and what to do.</summary>
    internal static JournalCorruptException Corrupt(StreamId stream, long version, string what) =>
        new($"Stream '{stream}' is damaged: event {version} {what}. Restore the journal from a copy, or look into who changed it.");
}
