namespace VipOrleans.Gateway.Hosting;

using Orleans.Messaging;

/// <summary>Looks each second which silos take calls, and says when one of them is gone.</summary>
/// <remarks>
/// A silo tells nobody that it dies. The others find out (<c>Cluster:ProbeSeconds</c>) and strike it from the membership, where gateways
/// read it here.
/// </remarks>
internal sealed partial class LostSilos(IGatewayListProvider silos, TimeProvider time, ILogger<LostSilos> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private CancellationTokenSource _next = new();
    private volatile HashSet<Uri> _seen = [];

    /// <summary>Cancelled when the next silo is gone.</summary>
    public CancellationToken Next => Volatile.Read(ref _next).Token;

    /// <summary>True if more than one silo was seen at the last look: when one dies, another takes its grains over.</summary>
    public bool AreSeveral => _seen.Count > 1;

    /// <summary>Compares the silos with those of the last look.</summary>
    internal void See(IEnumerable<Uri> now)
    {
        var (before, seen) = (_seen, now.ToHashSet());
        _seen = seen;
        var gone = before.Where(s => !seen.Contains(s)).Select(s => s.Authority).Order(StringComparer.Ordinal).ToList();
        if (gone.Count == 0) return;
        LogGone(string.Join(", ", gone));
        // Not disposed: calls hold its token.
        Interlocked.Exchange(ref _next, new()).Cancel();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    See(await silos.GetGatewaysAsync(stoppingToken));
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The database does not answer: nobody can tell who is gone, and readiness says the rest.
                }

                await Task.Delay(LookEvery, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "These silos are gone: {Silos}. Calls that were under way there are made again elsewhere.")]
    private partial void LogGone(string silos);
}
