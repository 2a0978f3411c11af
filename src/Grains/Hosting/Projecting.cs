namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>What every projection needs: the feed, a place for its checkpoint, the clock and the log.</summary>
internal sealed class Projecting(IFeedSource feed, ICheckpoints checkpoints, TimeProvider time, ILogger<Projecting> log)
{
    public IFeedSource Feed { get; } = feed;

    public ICheckpoints Checkpoints { get; } = checkpoints;

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

/// <summary>Where projections keep what they have folded, so that none begins at the first event. All of it is disposable.</summary>
internal interface ICheckpoints
{
    /// <summary>The newest checkpoint of a projection; null if there is none of this schema.</summary>
    /// <exception cref="StoreUnavailableException">It could not be read.</exception>
    ValueTask<Checkpoint?> Read(string partition, string projection, string schema, CancellationToken cancellation);

    /// <summary>Keeps a checkpoint in place of the one before.</summary>
    /// <exception cref="StoreUnavailableException">It could not be kept.</exception>
    ValueTask Save(string partition, string projection, string schema, Checkpoint checkpoint);

    /// <summary>Forgets the checkpoint of a projection, of whatever schema.</summary>
    /// <exception cref="StoreUnavailableException">It could not be forgotten.</exception>
    ValueTask Forget(string partition, string projection);
}

/// <summary>A fold as it was at a position of the feed.</summary>
internal readonly record struct Checkpoint(long Position, ReadOnlyMemory<byte> Fold);

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

/// <summary>Checkpoints as snapshots of a stream of the projection's own, which has no events.</summary>
internal sealed class JournalCheckpoints(IJournal journal) : ICheckpoints
{
    public async ValueTask<Checkpoint?> Read(string partition, string projection, string schema, CancellationToken cancellation)
    {
        try
        {
            var content = await journal.Read(StreamOf(partition, projection), schema, cancellation);
            return content.Snapshot is { } snapshot ? new(snapshot.Version, snapshot.Data) : null;
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    public async ValueTask Save(string partition, string projection, string schema, Checkpoint checkpoint)
    {
        try
        {
            await journal.SaveSnapshot(StreamOf(partition, projection), new(checkpoint.Position, default, schema, checkpoint.Fold));
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    public async ValueTask Forget(string partition, string projection)
    {
        try
        {
            await journal.DeleteSnapshot(StreamOf(partition, projection));
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    private static StreamId StreamOf(string partition, string projection) => StreamId.Of(partition, projection, "checkpoint");
}
