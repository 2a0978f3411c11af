namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Journal;

/// <summary>What every projection needs: the feed, a place for its checkpoint, the clock and the log.</summary>
internal sealed class Projecting(IFeedSource feed, Checkpoints checkpoints, TimeProvider time, ILogger<Projecting> log)
{
    public IFeedSource Feed { get; } = feed;

    public Checkpoints Checkpoints { get; } = checkpoints;

    public TimeProvider Time { get; } = time;

    public ILogger Log { get; } = log;
}

/// <summary>Reads the feeds for the projections.</summary>
internal interface IFeedSource
{
    /// <summary>The events after a position, a page of them.</summary>
    /// <exception cref="StoreUnavailableException">The feed could not be read.</exception>
    ValueTask<FeedPage> Read(string partition, long after);
}

/// <summary>The journal's own feed.</summary>
internal sealed class JournalFeed(IJournal journal) : IFeedSource
{
    public async ValueTask<FeedPage> Read(string partition, long after)
    {
        try
        {
            return await journal.ReadFeed(partition, after, JournalLimits.MaxFeedPage);
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }
}
