namespace VipOrleans.Grains.Places;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Places.CityCommand;

// The traffic with the nation: what the city follows, what it leases and what it gives back. Calls run from the city to the nation only.
public sealed partial class CityGrain
{
    // The pool was empty, or the nation did not answer. Whoever waits in line is looked after by their own saga too, even if this silo
    // is lost.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    private bool _isFederating, _joined;
    private IGrainTimer? _askAgain;

    // How many places the nation was told that this city lacks; null if this activation has told it nothing.
    private int? _reported;

    private INationGrain Nation => GrainFactory.Nation(Id.Nation);

    /// <inheritdoc/>
    public Task<CommandResult> Follow(NationRule rule) => Execute(new FollowNation(rule));

    /// <summary>
    /// Goes on until nothing is to be done between the city and its nation. It runs once at a time, and every step may be repeated.
    /// </summary>
    private async Task Federate()
    {
        if (_isFederating || Confirmed.Id is null) return;
        _isFederating = true;
        try
        {
            if (!_joined)
            {
                Must(await Follow(await Nation.Join(Id)));
                _joined = true;
            }

            while (Next() is { } step) await step();
        }
        catch (Exception e)
        {
            LogFederatingFailed(Log, e, Id);
            AskAgain();
        }
        finally
        {
            _isFederating = false;
        }
    }

    private bool HasToFederate => Confirmed.Id is not null && ((!_joined && _askAgain is null) || Next() is not null);

    private Func<Task>? Next()
    {
        var allotment = Confirmed.Allotment;
        // It is not the city's any more: give it back until the nation has counted it.
        if (allotment.Returning > 0) return () => GiveBack(allotment.Return, allotment.Returning);
        if (Confirmed.Excess > 0) return async () => Must(await Execute(new ReturnExcess()));
        if (Confirmed.Wanted > 0 && _askAgain is null) return () => Lease(allotment.Lease + 1, Confirmed.Wanted);
        // The others give places back for as long as this city is said to lack some. An activation before this one may have said so.
        var mayLack = _reported ?? (Confirmed.Nation.IsShort ? 1 : 0);
        return mayLack > 0 && Confirmed.Shortage == 0 ? () => Report(0) : null;
    }

    private async Task GiveBack(long number, int places)
    {
        await Nation.CountBack(Id, number, places);
        Must(await Execute(new NoteReturn(number)));
    }

    private async Task Lease(long number, int wanted)
    {
        var places = await Nation.Lease(Id, number, wanted);
        if (places > 0) Must(await Execute(new TakeLease(number, places)));
        else
        {
            AskAgain();
            if (Confirmed.Shortage is > 0 and var lacking) await Report(lacking);
        }
    }

    private async Task Report(int places)
    {
        await Nation.ReportShortage(Id, places);
        _reported = places;
    }

    // A step that was refused would be tried again at once, and forever.
    private static void Must(CommandResult result)
    {
        if (!result.IsAccepted) throw new InvalidOperationException($"{result.Rejected}: {result.Detail}");
    }

    private void AskAgain() => _askAgain ??= this.RegisterGrainTimer(
        async _ =>
        {
            _askAgain?.Dispose();
            _askAgain = null;
            await Federate();
        },
        new object(),
        new() { DueTime = AskAgainAfter, Period = Timeout.InfiniteTimeSpan, KeepAlive = true, Interleave = true });

    [LoggerMessage(142, LogLevel.Warning, "{City} could not finish its business with its nation; it tries again.")]
    private static partial void LogFederatingFailed(ILogger log, Exception e, CityId city);
}
