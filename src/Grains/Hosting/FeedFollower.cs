namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>What the events of a feed add up to. The same feed gives the same fold, byte for byte.</summary>
/// <typeparam name="TSelf">The fold itself.</typeparam>
internal interface IFeedFold<TSelf> where TSelf : IFeedFold<TSelf>, new()
{
    /// <summary>The last position that is folded in.</summary>
    long Position { get; set; }

    /// <summary>How many rows there are in all: what a snapshot costs.</summary>
    int Rows { get; }

    /// <summary>Folds an event in.</summary>
    void Apply(RecordedEvent e);

    /// <summary>The fold as a snapshot keeps it.</summary>
    byte[] ToSnapshot();

    /// <summary>Reads a snapshot.</summary>
    static abstract TSelf FromSnapshot(ReadOnlySpan<byte> data);
}

/// <summary>Follows the feed for a projection.</summary>
/// <param name="journaling">The journal.</param>
/// <param name="partition">The city or nation.</param>
/// <param name="name">The projection's name: its checkpoint is kept under it.</param>
/// <param name="schema">The snapshot's schema.</param>
internal sealed partial class FeedFollower<TFold>(Journaling journaling, string partition, string name, string schema)
    where TFold : class, IFeedFold<TFold>, new()
{
    private const int LeastSnapshot = 5_000;

    private long _saved;
    private Task _following = Task.CompletedTask;

    /// <summary>The fold as far as it has been followed.</summary>
    public TFold Fold { get; private set; } = new();

    private StreamId Stream => StreamId.Of(partition, name, "checkpoint");

    /// <summary>Reads the newest snapshot.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public async Task Start(CancellationToken cancellation)
    {
        try
        {
            var content = await journaling.Journal.Read(Stream, schema, cancellation);
            if (content.Snapshot is { } snapshot) Fold = Read(snapshot);
            _saved = Fold.Position;
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    /// <summary>Keeps what was folded since the last snapshot.</summary>
    public async Task Stop()
    {
        if (Fold.Position > _saved) await Save();
    }

    /// <summary>
    /// Reads the feed to its end, so that an answer has all that was acknowledged before the question. A run that began before the question
    /// may have passed the end already, so the question waits for it and then looks for itself.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task Follow() => InTurn(FollowToEnd);

    /// <summary>Throws the fold away and makes it again from the first event.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task Rebuild() => InTurn(RebuildNow);

    private async Task InTurn(Func<Task> work)
    {
        while (!_following.IsCompleted) await Task.WhenAny(_following);
        await (_following = work());
    }

    private async Task RebuildNow()
    {
        try
        {
            await journaling.Journal.DeleteSnapshot(Stream);
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }

        (Fold, _saved) = (new(), 0);
        await FollowToEnd();
        await Save();
    }

    private TFold Read(Snapshot snapshot)
    {
        try
        {
            return TFold.FromSnapshot(snapshot.Data.Span);
        }
        catch (Exception e)
        {
            LogSnapshotUnreadable(journaling.Log, e, name, partition);
            return new();
        }
    }

    private async Task FollowToEnd()
    {
        try
        {
            FeedPage page;
            do
            {
                page = await journaling.Journal.ReadFeed(partition, Fold.Position, JournalLimits.MaxFeedPage);
                foreach (var e in page.Events) Fold.Apply(e);
                Fold.Position = page.Last;
                if (Fold.Position - _saved >= Math.Max(LeastSnapshot, Fold.Rows)) await Save();
            }
            while (page.More);
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    private async Task Save()
    {
        try
        {
            var position = Fold.Position;
            await journaling.Journal.SaveSnapshot(Stream, new(position, default, schema, Fold.ToSnapshot()));
            _saved = position;
        }
        catch (Exception e)
        {
            LogSnapshotFailed(journaling.Log, e, name, partition);
        }
    }

    [LoggerMessage(161, LogLevel.Warning, "A snapshot of the {Name} of {Partition} could not be kept.")]
    private static partial void LogSnapshotFailed(ILogger log, Exception e, string name, string partition);

    [LoggerMessage(162, LogLevel.Warning, "The snapshot of the {Name} of {Partition} could not be read; it is made from all events.")]
    private static partial void LogSnapshotUnreadable(ILogger log, Exception e, string name, string partition);
}
