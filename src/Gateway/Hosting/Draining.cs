namespace VipOrleans.Gateway.Hosting;

using Microsoft.Extensions.Diagnostics.HealthChecks;

/// <summary>
/// How a gateway stops: at once it is not ready; for <c>Gateway:DrainSeconds</c> (0 to 300, 0 by default) it still takes requests, until
/// load balancers have seen that; then requests under way are finished, 30 seconds at most.
/// </summary>
internal sealed class Draining(TimeSpan patience) : IHostedLifecycleService
{
    private static readonly TimeSpan Requests = TimeSpan.FromSeconds(30);

    public static void Add(WebApplicationBuilder builder)
    {
        var patience = GatewayConfiguration.Drain(builder.Configuration);
        builder.Services.AddHostedService(_ => new Draining(patience));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = patience + Requests);
        builder.Services.AddHealthChecks().AddCheck<NotStoppingCheck>("running", HealthStatus.Unhealthy, [GatewayHosting.ReadyTag]);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(patience, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class NotStoppingCheck(IHostApplicationLifetime life) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(
                life.ApplicationStopping.IsCancellationRequested
                    ? new HealthCheckResult(context.Registration.FailureStatus, "stopping") : HealthCheckResult.Healthy());
    }
}
