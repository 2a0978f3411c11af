namespace VipOrleans.Grains.Hosting;

using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;

/// <summary>
/// Moves what lives here and belongs elsewhere once the cluster's members have changed. A grain that moves ends what it is doing first, and
/// is read from the journal at its new place with its next call; calls that arrive meanwhile follow it.
/// </summary>
internal sealed partial class CityMover(
    IGrainFactory grains, ISiloStatusOracle members, ILocalSiloDetails here, PlaceOfGrain places, PlacementStrategyResolver strategies,
    IOptions<PlacementOptions> options, ILogger<CityMover> log) : ILifecycleParticipant<ISiloLifecycle>, ISiloStatusListener
{
    // Another silo may have seen the change later than this one, and have placed by the old members meanwhile.
    private const int Passes = 3;
    private const int AtOnce = 64;

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
    });

    private Task _moving = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        var stopping = new CancellationTokenSource();
        lifecycle.Subscribe(nameof(CityMover), ServiceLifecycleStage.Active,
            _ =>
            {
                members.SubscribeToSiloStatusEvents(this);
                _moving = Task.Run(() => Move(stopping.Token), CancellationToken.None);
                return Task.CompletedTask;
            },
            async _ =>
            {
                members.UnSubscribeFromSiloStatusEvents(this);
                await stopping.CancelAsync();
                await _moving;
                stopping.Dispose();
            });
    }

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (!updatedSilo.Equals(here.SiloAddress) && status is SiloStatus.Active or SiloStatus.Dead) _changes.Writer.TryWrite(true);
    }

    private async Task Move(CancellationToken stopping)
    {
        try
        {
            await foreach (var _ in _changes.Reader.ReadAllAsync(stopping))
            {
                for (var pass = 0; pass < Passes; pass++)
                {
                    await Task.Delay(options.Value.SettleTime, stopping);
                    await MoveOnce(stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The silo stops; what lives here is placed by its next call.
        }
    }

    private async Task MoveOnce(CancellationToken stopping)
    {
        try
        {
            var silos = members.GetApproximateSiloStatuses(onlyActive: true).Keys.ToArray();
            if (silos.Length == 0) return;
            var living = await grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(null, [here.SiloAddress], stopping);
            var astray = living.Select(l => l.GrainId).Where(IsAstray).ToArray();
            foreach (var some in astray.Chunk(AtOnce))
            {
                stopping.ThrowIfCancellationRequested();
                await Task.WhenAll(some.Select(g => grains.GetGrain(g).AsReference<IGrainManagementExtension>().MigrateOnIdle().AsTask()));
            }

            if (astray.Length > 0) LogMoved(log, astray.Length, living.Length);

            bool IsAstray(GrainId grain) => !grain.IsSystemTarget() && strategies.GetPlacementStrategy(grain.Type) is CityPlacement
                && !places.SiloOf(grain, silos).Equals(here.SiloAddress);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A city in the wrong place is slow, not wrong; the next change looks again.
            LogNotMoved(log, e);
        }
    }

    [LoggerMessage(191, LogLevel.Information, "The cluster's members have changed: {Moved} of {Living} grains move to other silos.")]
    private static partial void LogMoved(ILogger log, int moved, int living);

    [LoggerMessage(192, LogLevel.Warning, "Grains could not be moved after a change of the cluster's members.")]
    private static partial void LogNotMoved(ILogger log, Exception e);
}
