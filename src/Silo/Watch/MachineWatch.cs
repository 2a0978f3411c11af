namespace VipOrleans.Silo;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VipOrleans.Grains;
using VipOrleans.Journal;

/// <summary>
/// Shows what is around the process and fills up or grows old: the disk of the data folder, and the last backup that one of the scripts in
/// <c>deploy</c> has made.
/// </summary>
internal sealed partial class MachineWatch : BackgroundService, IHostedLifecycleService
{
    /// <summary>The file that a backup of a data folder leaves in it.</summary>
    public const string BackupMark = "last-backup";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Meter _meter = new("VipOrleans.Silo");
    private readonly SiloSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<MachineWatch> _log;
    private DateTimeOffset? _backup;
    private bool _isUnread;

    public MachineWatch(SiloSettings settings, TimeProvider time, ILogger<MachineWatch> log)
    {
        (_settings, _time, _log) = (settings, time, log);
        _meter.CreateObservableGauge("vip.disk.free", () => Disk(d => d.AvailableFreeSpace), "By",
            "Free space on the disk of the data folder.");
        _meter.CreateObservableGauge("vip.disk.size", () => Disk(d => d.TotalSize), "By", "Size of the disk of the data folder.");
        _meter.CreateObservableGauge("vip.backup.age", Age, "s",
            "How long ago the last backup was begun; none if there never was one.");
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Whoever collects has begun.
        JournalTelemetry.CountFromZero();
        GrainsHosting.CountFromZero();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Look(stoppingToken);
                await Task.Delay(LookEvery, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task Look(CancellationToken stopping)
    {
        try
        {
            // What an account has Azure copies; nothing here knows when.
            _backup = _settings.Account is not null ? null
                : _settings.Membership is { } database ? await ClusterDatabase.LastBackup(database, stopping) : OfFolder();
            _isUnread = false;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or UnauthorizedAccessException)
        {
            if (!_isUnread) LogUnread(e.Message);
            _isUnread = true;
        }
    }

    private DateTimeOffset? OfFolder()
    {
        var mark = new FileInfo(Path.Combine(_settings.DataFolder, BackupMark));
        return mark.Exists ? mark.LastWriteTimeUtc : null;
    }

    private IEnumerable<Measurement<double>> Age() =>
        _backup is { } at ? [new Measurement<double>(Math.Max(0, (_time.GetUtcNow() - at).TotalSeconds))] : [];

    private IEnumerable<Measurement<long>> Disk(Func<DriveInfo, long> what)
    {
        try
        {
            return [new Measurement<long>(what(new(Path.GetFullPath(_settings.DataFolder))))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // No figure is the answer: what cannot be asked has no size.
            return [];
        }
    }

    [LoggerMessage(236, LogLevel.Warning, "The time of the last backup cannot be read: {Reason}")]
    private partial void LogUnread(string reason);
}
