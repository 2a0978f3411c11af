namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
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

/// <summary>
/// The base of grains that keep a fold of a feed in memory and answer from it. It starts from the newest checkpoint and follows the feed
/// before every answer.
/// </summary>
/// <typeparam name="TFold">What the feed adds up to.</typeparam>
/// <param name="projecting">The feed, the checkpoints, the clock and the log.</param>
/// <param name="name">The projection's name: its checkpoint is kept under it.</param>
/// <param name="schema">The checkpoint's schema; changed whenever the fold's form or meaning changes.</param>
internal abstract partial class ProjectionGrain<TFold>(Projecting projecting, string name, string schema) : Grain
    where TFold : class, IFeedFold<TFold>, new()
{
    private const int LeastCheckpoint = 5_000;

    private long _saved;
    private CheckpointPlace? _place;
    private FeedMark _last;
    private Task _following = Task.CompletedTask;
    private Task _saving = Task.CompletedTask;

    /// <summary>The city or nation.</summary>
    protected string Partition => this.GetPrimaryKeyString();

    /// <summary>The fold as far as it has been followed.</summary>
    protected TFold Fold { get; private set; } = new();

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; } = projecting.Time;

    /// <summary>The log.</summary>
    protected ILogger Log { get; } = projecting.Log;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _place = projecting.Checkpoints.Of(Partition, name, schema);
        if (await _place.Read(cancellationToken) is { } checkpoint) Fold = Read(checkpoint);
        _saved = Fold.Position;
        await base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _saving;
        if (Fold.Position > _saved) await Save();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>Throws the fold away and makes it again from the first event.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    public Task Rebuild() => InTurn(async () =>
    {
        await _saving;
        await _place!.Forget();
        (Fold, _saved, _last) = (new(), 0, default);
        await FollowToEnd();
        await _saving;
        await Save();
    });

    /// <summary>
    /// Reads the feed to its end, so that an answer has all that was acknowledged before the question. A run that began before the question
    /// may have passed the end already, so the question waits for it and then looks for itself.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store could not be read.</exception>
    protected async Task<TFold> Follow()
    {
        await InTurn(FollowToEnd);
        return Fold;
    }

    private async Task InTurn(Func<Task> work)
    {
        while (!_following.IsCompleted) await Task.WhenAny(_following);
        await (_following = work());
    }

    private async Task FollowToEnd()
    {
        FeedPage page;
        do
        {
            page = await projecting.Feed.Read(Partition, Fold.Position);
            foreach (var e in page.Events) Fold.Apply(e);
            Fold.Position = page.Last;
            _last = _last.After(page);
            // Nobody who asks waits for it.
            if (_saving.IsCompleted && Fold.Position - _saved >= Math.Max(LeastCheckpoint, Fold.Rows)) _saving = SaveSoon();
        }
        while (page.More);
    }

    private TFold Read(Checkpoint checkpoint)
    {
        try
        {
            var fold = TFold.FromSnapshot(checkpoint.Fold.Span);
            _last = checkpoint.Last;
            return fold;
        }
        catch (Exception e)
        {
            LogCheckpointUnreadable(Log, e, name, Partition);
            return new();
        }
    }

    // In a turn of its own, between two pages: the fold is whole there.
    private async Task SaveSoon()
    {
        await Task.Yield();
        await Save();
    }

    private async Task Save()
    {
        try
        {
            var position = Fold.Position;
            await _place!.Save(new(position, Fold.ToSnapshot(), _last));
            _saved = position;
        }
        catch (Exception e)
        {
            LogCheckpointNotKept(Log, e, name, Partition);
        }
    }

    [LoggerMessage(161, LogLevel.Warning, "A snapshot of the {Name} of {Partition} could not be kept.")]
    private static partial void LogCheckpointNotKept(ILogger log, Exception e, string name, string partition);

    [LoggerMessage(162, LogLevel.Warning, "The snapshot of the {Name} of {Partition} could not be read; it is made from all events.")]
    private static partial void LogCheckpointUnreadable(ILogger log, Exception e, string name, string partition);
}
