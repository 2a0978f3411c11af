namespace VipOrleans.Silo.Tests;

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Journal;

/// <summary>A silo watches over its own journal: it signs the heads, and says when something is not what was written.</summary>
public sealed class JournalWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = new();

    public void Dispose() => _folder.Dispose();

    private string Anchor => Path.Combine(_folder.Path, JournalAnchor.FileName);

    [Fact]
    public async Task It_signs_heads_that_have_moved_and_once_more_at_its_end()
    {
        using (var host = await Start(signEvery: TimeSpan.FromMilliseconds(50)))
        {
            await Open(host, "nz-akl");
            await Until(() => Read()?.Of("nz-akl") is { Unsealed: 0 });
            await host.StopAsync();
        }

        using (var host = await Start(signEvery: TimeSpan.FromHours(1)))
        {
            await Open(host, "nz-wlg");
            Assert.Null(Read()!.Of("nz-wlg"));
            await host.StopAsync();
        }

        Assert.Equal(1, Read()!.Of("nz-wlg")!.Position);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Anchor));
        Assert.DoesNotContain(_log, l => l.Contains("not what was written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_anchor_that_lags_behind_as_after_a_kill_is_no_finding()
    {
        byte[] before;
        using (var host = await Start())
        {
            await Open(host, "nz-akl");
            await host.StopAsync();
            before = await File.ReadAllBytesAsync(Anchor);
        }

        using (var host = await Start())
        {
            await Open(host, "nz-wlg");
            await host.StopAsync();
        }

        await File.WriteAllBytesAsync(Anchor, before);
        using var again = await Start(firstCheck: TimeSpan.Zero);
        await Until(() => _log.Any(l => l.Contains("was gone through", StringComparison.Ordinal)));
        Assert.Null(Health(again).Problem);
        await again.StopAsync();
    }

    [Fact]
    public async Task A_whole_older_file_makes_it_unready_at_once_and_is_not_signed()
    {
        byte[] old;
        using (var host = await Start())
        {
            await Open(host, "nz-akl");
            await host.StopAsync();
            old = await File.ReadAllBytesAsync(DataFolder.JournalFileOf(_folder.Path));
        }

        using (var host = await Start())
        {
            await Open(host, "nz-wlg");
            await host.StopAsync();
        }

        await File.WriteAllBytesAsync(DataFolder.JournalFileOf(_folder.Path), old);
        var anchor = await File.ReadAllTextAsync(Anchor);
        using var again = await Start();
        Assert.StartsWith("The journal is not what was written", Health(again).Problem, StringComparison.Ordinal);
        Assert.Contains(_log,
            l => l.Contains("nz-wlg: Its feed ends at 0, and it was signed at position 1: events are missing.", StringComparison.Ordinal));
        await again.StopAsync();
        Assert.Equal(anchor, await File.ReadAllTextAsync(Anchor));
    }

    [Fact]
    public async Task What_the_check_finds_is_logged_once_counted_and_makes_it_unready()
    {
        using (var host = await Start())
        {
            await Open(host, "nz-akl");
            await host.StopAsync();
        }

        await using (var file = new SqliteConnection($"Data Source={DataFolder.JournalFileOf(_folder.Path)};Pooling=False"))
        {
            await file.OpenAsync();
            await using var change = file.CreateCommand();
            change.CommandText = "UPDATE commands SET fingerprint = fingerprint + 1";
            Assert.True(await change.ExecuteNonQueryAsync() > 0);
        }

        var counted = 0L;
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "vip.journal.verification.findings") listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        meter.Start();
        using var again = await Start(firstCheck: TimeSpan.Zero, checkEvery: TimeSpan.FromMilliseconds(50));
        await Until(() => Health(again).Problem is not null);
        await Until(() => _log.Count(l => l.Contains("was gone through", StringComparison.Ordinal)) > 2);

        Assert.Contains("nz-akl/city/akl: The append that ends at version 1 is not what was written", Health(again).Problem,
            StringComparison.Ordinal);
        Assert.Single(_log, l => l.Contains("The journal is not what was written.", StringComparison.Ordinal));
        Assert.Equal(1, Interlocked.Read(ref counted));
        await again.StopAsync();
    }

    private JournalAnchor? Read() => JournalAnchor.Read(Anchor,
        new(Convert.FromBase64String(File.ReadAllText(Path.Combine(_folder.Path, KeyFile.OfJournal)))));

    private static JournalHealth Health(IHost host) => host.Services.GetRequiredService<JournalHealth>();

    private static async Task Open(IHost host, string city)
    {
        var result = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICityGrain>(city)
            .Open(new() { Id = $"open-{city}", Fingerprint = 1, Actor = "nation-officer:one" },
                new("Auckland", Currency.Parse("NZD"), "Pacific/Auckland", CityPolicy.Default));
        Assert.True(result.IsAccepted, result.Detail);
    }

    private static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo()) await Task.Delay(20, patience.Token);
    }

    private async Task<IHost> Start(TimeSpan? signEvery = null, TimeSpan? firstCheck = null, TimeSpan? checkEvery = null)
    {
        var builder = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = Environments.Development, DisableDefaults = true });
        builder.Logging.AddProvider(new Lines(_log)).AddFilter("VipOrleans.Journal", LogLevel.Information)
            .AddFilter("VipOrleans.Silo", LogLevel.Information).SetMinimumLevel(LogLevel.Error);
        builder.AddVipSilo(new() { DataFolder = _folder.Path });
        builder.Services.Configure<JournalWatchOptions>(o =>
        {
            o.SignEvery = signEvery ?? TimeSpan.FromHours(1);
            o.FirstCheckAfter = firstCheck ?? TimeSpan.FromHours(1);
            o.CheckEvery = checkEvery ?? TimeSpan.FromHours(1);
            o.EventsPerSecond = 100_000;
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
