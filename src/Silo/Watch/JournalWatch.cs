namespace VipOrleans.Silo;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VipOrleans.Journal;

/// <summary>How a silo watches over its journal.</summary>
internal sealed record JournalWatchOptions
{
    /// <summary>How often the heads are signed, if they have moved.</summary>
    public TimeSpan SignEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after the start the journal is gone through for the first time.</summary>
    public TimeSpan FirstCheckAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The pause between two checks.</summary>
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromHours(6);

    /// <summary>At most so many events are looked at in a second: a check must not be felt.</summary>
    public int EventsPerSecond { get; set; } = 1000;
}

/// <summary>Adds what watches over the journal.</summary>
internal static class JournalWatch
{
    public static void AddJournalWatch(this IServiceCollection services, SiloSettings settings)
    {
        services.TryAddSingleton<JournalHealth>();
        services.AddSingleton(s => new JournalAnchors(settings, s.GetRequiredService<JournalKey>()));
        // The host makes all of its services before it starts the first one, which opens the stores: nothing is asked for here.
        services.AddHostedService<AnchorKeeper>();
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<JournalCheck>(s, settings));
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<MachineWatch>(s, settings));
    }
}

/// <summary>
/// Signs the heads of the journal's feeds while the silo runs, and once more when it has stopped. After a kill the anchor lags behind the
/// journal, which is no finding; a journal that lags behind its anchor is one.
/// </summary>
internal sealed partial class AnchorKeeper(IServiceProvider services, JournalHealth health, TimeProvider time,
    IOptions<JournalWatchOptions> options, ILogger<AnchorKeeper> log) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private JournalAnchors _anchors = null!;
    private IJournal? _journal;
    private JournalAnchor? _last;
    private Task _running = Task.CompletedTask;
    private bool _isLost;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _anchors = services.GetRequiredService<JournalAnchors>();
        _journal = services.GetRequiredService<IJournal>();
        try
        {
            // The newest of them counts; each is written again.
            _last = _anchors.Read().OrderByDescending(a => a.Heads.Sum(h => h.Position)).FirstOrDefault();
        }
        catch (JournalCorruptException e)
        {
            _isLost = true;
            health.Add(new("the journal", e.Message));
            return;
        }

        var heads = await _journal.Partitions(cancellationToken);
        if (_last is null && heads.Any(h => h.Position > 0)) NoAnchor();
        Sign(heads);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(Run, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running;
    }

    // The silo has made its last write.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A start that failed before has nothing to sign.
            if (_journal is not null) Sign(await _journal.Partitions(cancellationToken));
        }
        catch (JournalUnavailableException e)
        {
            NotSigned(e.Message);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task Run()
    {
        var wait = new PeriodicTimer(options.Value.SignEvery, time);
        try
        {
            while (await wait.WaitForNextTickAsync(_stopping.Token))
            {
                try
                {
                    Sign(await _journal!.Partitions(_stopping.Token));
                }
                catch (JournalUnavailableException e)
                {
                    NotSigned(e.Message);
                }
                catch (JournalCorruptException e)
                {
                    health.Add(new("the journal", e.Message));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
        finally
        {
            wait.Dispose();
        }
    }

    private void Sign(IReadOnlyList<PartitionHead> heads)
    {
        if (_isLost) return;
        try
        {
            _last = _anchors.Sign(_last, heads, time.GetUtcNow(), health.Add);
        }
        catch (JournalUnavailableException e)
        {
            NotSigned(e.Message);
        }
    }

    [LoggerMessage(232, LogLevel.Warning,
        "The journal has no anchor; one is made now. Whoever took an older one away may have put an older journal in place of this one.")]
    private partial void NoAnchor();

    [LoggerMessage(233, LogLevel.Warning, "The heads of the journal were not signed, and will be tried again: {Reason}")]
    private partial void NotSigned(string reason);
}

/// <summary>Goes through the whole journal again and again, slowly.</summary>
internal sealed partial class JournalCheck(SiloSettings settings, IServiceProvider services, JournalHealth health,
    TimeProvider time, IOptions<JournalWatchOptions> options, ILogger<JournalCheck> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(options.Value.FirstCheckAfter, time, stoppingToken);
            while (true)
            {
                await Check(stoppingToken);
                await Task.Delay(options.Value.CheckEvery, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task Check(CancellationToken stopping)
    {
        try
        {
            var how = new VerificationOptions
            {
                Key = services.GetRequiredService<JournalKey>(),
                Anchors = services.GetRequiredService<JournalAnchors>().Read(),
                EventsPerSecond = options.Value.EventsPerSecond,
            };
            var report = await JournalStores.Verify(settings, services.GetRequiredService<IJournal>(), how, null, stopping);
            foreach (var finding in report.Findings) health.Add(finding);
            Checked(report.Events, report.Streams, report.Findings.Count);
        }
        catch (JournalCorruptException e)
        {
            health.Add(new("the journal", e.Message));
        }
        catch (JournalUnavailableException e)
        {
            NotChecked(e.Message);
        }
    }

    [LoggerMessage(234, LogLevel.Information, "The journal was gone through: {Events} events of {Streams} streams, {Findings} findings.")]
    private partial void Checked(long events, long streams, int findings);

    [LoggerMessage(235, LogLevel.Warning, "The journal could not be gone through, and will be later: {Reason}")]
    private partial void NotChecked(string reason);
}
