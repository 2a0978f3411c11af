namespace VipOrleans.Pilot.Tests;

using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Spectre.Console;

/// <summary>The pilot as its program starts it, on a port that is free and a folder that is given.</summary>
public sealed class RunningPilot : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningPilot(WebApplication app)
    {
        _app = app;
        Address = PilotHost.AddressOf(app);
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public static async Task<RunningPilot> Start(string folder, Action<WebApplicationBuilder>? configure = null,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var app =
            PilotHost.Build(new() { DataFolder = folder, Urls = "http://127.0.0.1:0", Environment = "Development", Settings = settings },
                configure);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Loads the sample as the program does, and answers the report with what was printed.</summary>
    public async Task<(SampleReport Report, string Printed)> LoadSample()
    {
        var printed = new StringWriter();
        var console =
            AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
                    Out = new AnsiConsoleOutput(printed)
                });
        var report = await SampleRun.Run(Address, console, CancellationToken.None);
        return (report, printed.ToString());
    }

    /// <summary>
    /// Asks until the pilot is ready, as a probe does, and answers what it said then. A machine under load may miss a probe's two seconds.
    /// </summary>
    /// <param name="http">The pilot's address.</param>
    /// <param name="but">What it may say instead of being ready.</param>
    public static async Task<string> Ready(HttpClient http, string? but = null)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            using var ready = await http.GetAsync("/health/ready");
            var said = await ready.Content.ReadAsStringAsync();
            if (but is null ? ready.StatusCode == HttpStatusCode.OK : said.Contains(but, StringComparison.Ordinal)) return said;
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"The pilot is still not ready: {said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>A folder of a test's own, gone with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vip-pilot-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
