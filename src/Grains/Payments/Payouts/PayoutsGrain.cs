namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the list of a city's payouts in memory, folded from its feed.</summary>
[Reentrant, GrainType("payouts")]
public sealed class PayoutsGrain(Journaling journaling) : Grain, IPayoutsGrain
{
    private FeedFollower<PayoutsFold>? _feed;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _feed = new(journaling, this.GetPrimaryKeyString(), "payouts", "payouts-1");
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
    public async Task<DirectoryPage<PayoutEntry>> List(long after, int limit)
    {
        await _feed!.Follow();
        return _feed.Fold.List(after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public Task Rebuild() => _feed!.Rebuild();
}
