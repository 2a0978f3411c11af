namespace VipOrleans.Checking;

using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>All of a journal: each partition's feed, and the streams that it is made of.</summary>
internal sealed class JournalContent
{
    /// <summary>The feeds, by partition.</summary>
    public Dictionary<string, List<RecordedEvent>> Feeds { get; } = new(StringComparer.Ordinal);

    /// <summary>The streams, as their feeds give them.</summary>
    public Dictionary<StreamId, List<RecordedEvent>> Streams { get; } = [];

    /// <summary>
    /// Reads every feed to its end, and every stream with its chain of hashes; what does not fit together is a violation.
    /// </summary>
    public static async Task<JournalContent> Read(IJournal journal, List<Violation> violations, CancellationToken cancellation)
    {
        var content = new JournalContent();
        foreach (var (partition, last, hash) in await journal.Partitions(cancellation))
        {
            var feed = content.Feeds[partition] = [];
            for (var (after, more) = (0L, true); more;)
            {
                var page = await journal.ReadFeed(partition, after, JournalLimits.MaxFeedPage, cancellation);
                feed.AddRange(page.Events);
                (after, more) = (page.Last, page.More);
            }

            if ((feed.Count == 0 ? 0 : feed[^1].Position) != last)
            {
                violations.Add(
                    new(Laws.CompleteFeed, $"The feed of '{partition}' ends at {feed.LastOrDefault()?.Position}, and its head is {last}."));
            }
            else if (feed.Aggregate(default(FeedHash), (fed, e) => fed.Next(e)) != hash)
            {
                violations.Add(
                    new(Laws.CompleteFeed, $"The feed of '{partition}' is not what was written: the hash of its head is another."));
            }

            foreach (var (before, e) in feed.Zip(feed.Skip(1)))
                if (e.Position <= before.Position) violations.Add(
                    new(Laws.CompleteFeed, $"Position {e.Position} of '{partition}' comes after {before.Position}."));
            foreach (var stream in feed.GroupBy(e => e.Stream)) content.Streams[stream.Key] = [.. stream];
        }

        foreach (var (stream, fed) in content.Streams) await Compare(journal, stream, fed, violations, cancellation);
        return content;
    }

    private static async Task Compare(IJournal journal, StreamId stream, List<RecordedEvent> fed, List<Violation> violations,
        CancellationToken cancellation)
    {
        for (var i = 0; i < fed.Count; i++)
        {
            if (fed[i].Version == i + 1) continue;
            violations.Add(new(Laws.CompleteFeed, $"The feed has version {fed[i].Version} of {stream} where {i + 1} has to come."));
            return;
        }

        try
        {
            var read = await journal.Read(stream, null, cancellation);
            if (!read.Events.Select(e => (e.Position, e.Hash)).SequenceEqual(fed.Select(e => (e.Position, e.Hash))))
                violations.Add(
                    new(Laws.CompleteFeed,
                        $"The feed has {fed.Count} events of {stream}, and the stream has {read.Events.Count}, or not the same ones."));
        }
        catch (JournalCorruptException e)
        {
            violations.Add(new(Laws.CompleteFeed, e.Message));
        }
    }
}
