namespace VipOrleans.Grains.Matching;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the list of a city's or nation's rounds in memory, folded from its feed.</summary>
[Reentrant, GrainType("rounds")]
public sealed class RoundsGrain(Journaling journaling) : Grain, IRoundsGrain
{
    private FeedFollower<RoundsFold>? _feed;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _feed = new(journaling, this.GetPrimaryKeyString(), "rounds", "rounds-1");
        await _feed.Start(cancellationToken);
        await base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_feed is { } feed) await feed.Stop();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<RoundListEntry>> List(long after, int limit)
    {
        await _feed!.Follow();
        return _feed.Fold.List(after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public Task Rebuild() => _feed!.Rebuild();
}
