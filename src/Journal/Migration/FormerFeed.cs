namespace VipOrleans.Journal;

using VipOrleans.Domain.Kernel;

/// <summary>A partition's feed that is read as format 1 kept it, with all streams that it is made of.</summary>
internal sealed class FormerFeed(string partition)
{
    private readonly Dictionary<StreamId, FormerChain> _streams = [];

    /// <summary>Position of the last event.</summary>
    public long Last { get; private set; }

    /// <summary>The hash of the feed, which format 1 did not have.</summary>
    public FeedHash Hash { get; private set; }

    /// <summary>How many streams the feed has.</summary>
    public int Streams => _streams.Count;

    /// <summary>Takes the next event, and gives it with its present hash.</summary>
    /// <exception cref="JournalCorruptException">It is not the next one, or not what was written.</exception>
    public RecordedEvent Next(RecordedEvent e)
    {
        if (e.Stream.Partition != partition || e.Position <= Last)
        {
            throw new JournalCorruptException(
                $"The feed of '{partition}' is damaged: the event at {e.Position} does not belong there. Restore the journal from a copy.");
        }

        if (!_streams.TryGetValue(e.Stream, out var stream)) _streams[e.Stream] = stream = new(e.Stream);
        var now = stream.Next(e);
        Last = e.Position;
        Hash = Hash.Next(now);
        return now;
    }

    /// <summary>Checks that a stream ends where its head says, and gives the head that it has now.</summary>
    /// <exception cref="JournalCorruptException">It does not, or its events are not in the feed.</exception>
    public StreamHead End(StreamId stream, StreamHead former)
    {
        if (!_streams.TryGetValue(stream, out var chain)) throw StreamChain.Corrupt(stream, 1, "is missing");
        chain.MustEndAt(former);
        return chain.Now;
    }

    /// <summary>Says that a stream of the feed has no head.</summary>
    public static JournalCorruptException WithoutStream(string partition, long position) => new(
        $"The feed of '{partition}' is damaged: the event at {position} belongs to no stream. Restore the journal from a copy.");
}
