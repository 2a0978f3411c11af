namespace VipOrleans.Silo;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Journal;
using VipOrleans.Vault;

/// <summary>The silo as a process of its own, with health checks over HTTP: <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal static partial class SiloProcess
{
    /// <summary>Asks the silo that runs on this machine with the same settings whether it is ready.</summary>
    public static async Task<int> AskHealth()
    {
        var port = SiloConfiguration.Read(WebApplication.CreateSlimBuilder().Configuration).HealthPort;
        return port != 0
            ? await HealthQuestion.Ask(new($"http://127.0.0.1:{port}/health/ready"))
            : throw new OperatorException("Silo:HealthPort is 0, so that nobody can ask; give it a port.");
    }

    public static async Task Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = SiloConfiguration.Read(builder.Configuration);
        builder.AddVipSilo(settings);
        builder.AddTelemetryExport(settings);
        // The process says itself, in clear words, why it did not start.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("silo", timeout: TimeSpan.FromSeconds(5));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (settings.HealthPort != 0) kestrel.ListenAnyIP(settings.HealthPort);
            // Nobody asks: any port of this machine's own.
            else kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        // Starts after the silo and stops before it: a silo that joins or leaves has no open port, and so is not ready.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Say });
        Starting(app.Logger, ProgramVersion.Text);
        await app.RunAsync();
    }

    // Whoever asks is on the operator's network: the reason, and nothing that a load balancer would have to read.
    private static Task Say(HttpContext http, HealthReport report) =>
        http.Response.WriteAsync(report.Status == HealthStatus.Healthy
            ? nameof(HealthStatus.Healthy) : string.Join(" ", report.Entries.Values.Select(e => e.Description ?? e.Exception?.Message)));

    [LoggerMessage(221, LogLevel.Information, "A silo of VipOrleans {Version} starts.")]
    private static partial void Starting(ILogger logger, string version);

    private static string NoWrites(string store) =>
        $"The {store} takes no writes: its database does not answer, or its disk is full. The log says which.";

    /// <summary>Whether the silo is a member of its cluster, and journal and vault take writes.</summary>
    private sealed class ReadyCheck(ISiloStatusOracle silos, IJournal journal, JournalHealth health, IVault vault,
        IHostApplicationLifetime life) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (life.ApplicationStopping.IsCancellationRequested) return HealthCheckResult.Unhealthy("The silo is stopping.");
            if (silos.CurrentStatus != SiloStatus.Active) return HealthCheckResult.Unhealthy("The silo is not in the cluster.");
            if (health.Problem is { } problem) return HealthCheckResult.Unhealthy(problem);
            if (!await journal.IsReady(cancellationToken)) return HealthCheckResult.Unhealthy(NoWrites("journal"));
            return await vault.IsReady(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(NoWrites("vault"));
        }
    }
}
