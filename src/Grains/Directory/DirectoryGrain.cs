using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts;
using VipOrleans.Domain;
using VipOrleans.Journal;

namespace VipOrleans.Grains;

/// <summary>Keeps the lists of a city or nation in memory, folded from its feed, with a snapshot to start from.</summary>
[Reentrant, GrainType("directory")]
public sealed partial class DirectoryGrain(Journaling journaling, CityGauges gauges) : Grain, IDirectoryGrain
{
    /// <summary>Most entries of one page.</summary>
    public const int MaxPage = 200;

    private const string Schema = "directory-1";
    private const int LeastSnapshot = 5_000;

    private DirectoryFold _fold = new();
    private long _saved;
    private Task _following = Task.CompletedTask;

    private string Partition => this.GetPrimaryKeyString();

    private StreamId Stream => StreamId.Of(Partition, "directory", "checkpoint");

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = await journaling.Journal.Read(Stream, Schema, cancellationToken);
            if (content.Snapshot is { } snapshot) _fold = Read(snapshot);
            _saved = _fold.Position;
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }

        await base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gauges.Remove(Partition);
        if (_fold.Position > _saved) await Save();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DirectorySummary> Summary()
    {
        await Follow();
        var summary = _fold.Summary();
        gauges.Set(Partition, summary);
        return summary;
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<HostEntry>> Hosts(HostFilter filter, long after, int limit)
    {
        await Follow();
        return _fold.Hosts(filter, after, Math.Clamp(limit, 1, MaxPage));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<MigrantEntry>> Migrants(MigrantFilter filter, long after, int limit)
    {
        await Follow();
        return _fold.Migrants(filter, after, Math.Clamp(limit, 1, MaxPage));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<SponsorshipEntry>> Sponsorships(SponsorshipFilter filter, long after, int limit)
    {
        await Follow();
        return _fold.Sponsorships(filter, after, Math.Clamp(limit, 1, MaxPage));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<ImportEntry>> Imports(ImportFilter filter, long after, int limit)
    {
        await Follow();
        return _fold.Imports(filter, after, Math.Clamp(limit, 1, MaxPage));
    }

    /// <inheritdoc/>
    public Task Rebuild() => InTurn(RebuildNow);

    // Reads the feed to its end, so that an answer has all that was acknowledged before the question. A run that began before the question may
    // have passed the end already, so the question waits for it and then looks for itself.
    private Task Follow() => InTurn(FollowToEnd);

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

        (_fold, _saved) = (new(), 0);
        await FollowToEnd();
        await Save();
    }

    private DirectoryFold Read(Snapshot snapshot)
    {
        try
        {
            return DirectoryFold.FromSnapshot(snapshot.Data.Span);
        }
        catch (Exception e)
        {
            LogSnapshotUnreadable(journaling.Log, e, Partition);
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
                page = await journaling.Journal.ReadFeed(Partition, _fold.Position, JournalLimits.MaxFeedPage);
                foreach (var e in page.Events) _fold.Apply(e);
                _fold.Position = page.Last;
                if (_fold.Position - _saved >= Math.Max(LeastSnapshot, _fold.Rows)) await Save();
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
            var position = _fold.Position;
            await journaling.Journal.SaveSnapshot(Stream, new(position, default, Schema, _fold.ToSnapshot()));
            _saved = position;
        }
        catch (Exception e)
        {
            LogSnapshotFailed(journaling.Log, e, Partition);
        }
    }

    [LoggerMessage(161, LogLevel.Warning, "A snapshot of the directory of {Partition} could not be kept.")]
    private static partial void LogSnapshotFailed(ILogger log, Exception e, string partition);

    [LoggerMessage(162, LogLevel.Warning, "The snapshot of the directory of {Partition} could not be read; the lists are made from all events.")]
    private static partial void LogSnapshotUnreadable(ILogger log, Exception e, string partition);
}
