namespace VipOrleans.Gateway.Hosting;

using Microsoft.Extensions.Diagnostics.HealthChecks;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>What a health endpoint answers.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Release">Which build answers, as in <c>0.2.0+7fce29d</c>.</param>
/// <param name="Checks">Each check by its name, with its own status.</param>
public sealed record HealthAnswer(string Status, string Release, IReadOnlyDictionary<string, string> Checks);

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class HealthEndpoints
{
    // The contract says nothing of the build that printed it.
    private const string ExampleRelease = "0.2.0";

    private static readonly HealthAnswer Alive = new("healthy", ProgramVersion.Text, new Dictionary<string, string>());

    public static void Add(IServiceCollection services)
    {
        var checks = services.AddHealthChecks()
            .AddCheck<GrainCallCheck>("grains", HealthStatus.Unhealthy, [GatewayHosting.ReadyTag], TimeSpan.FromSeconds(2));
        if (services.Any(s => s.ServiceType == typeof(ProviderKeys)))
            checks.AddCheck<ProviderCheck>("provider", HealthStatus.Unhealthy, [GatewayHosting.ReadyTag], TimeSpan.FromSeconds(6));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Operation").DisableRateLimiting();
        health.MapGet("/live", () => Answers.Json(Alive)).AllowsAnyone()
            .Describes("getLiveness", "Does the process live?",
                "Asks nobody else: a process that answers is not restarted because something else is down.")
            .Answers(Alive with { Release = ExampleRelease });
        health.MapGet("/ready", Ready).AllowsAnyone()
            .Describes("getReadiness", "Can the process serve?",
                "Asks a grain, and whatever the host has registered: journal, vault, silo. 503 where one of them does not answer.")
            .Answers(new HealthAnswer("healthy", ExampleRelease, new Dictionary<string, string> { ["grains"] = "healthy" }));
    }

    private static async Task<IResult> Ready(HttpContext http, HealthCheckService checks)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(GatewayHosting.ReadyTag), http.RequestAborted);
        var answer = new HealthAnswer(Text(report.Status), ProgramVersion.Text, report.Entries.ToDictionary(e => e.Key,
            e => Text(e.Value.Status)));
        if (report.Status != HealthStatus.Unhealthy) return Answers.Json(answer);
        var unhealthy = string.Join(", ", report.Entries.Where(e => e.Value.Status == HealthStatus.Unhealthy).Select(e => e.Key));
        return new ProblemResult(Problems.Unavailable, $"Not ready: {unhealthy}.");
    }

    private static string Text(HealthStatus status) => status.ToString().ToLowerInvariant();
}

/// <summary>Whether tokens can be told genuine: a gateway that refuses everybody must get no requests.</summary>
internal sealed class ProviderCheck(ProviderKeys keys) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await keys.Problem(cancellationToken) is { } problem
            ? new(context.Registration.FailureStatus, problem) : HealthCheckResult.Healthy();
}

/// <summary>Asks a grain that does nothing but be there.</summary>
internal sealed class GrainCallCheck(IGrainFactory grains) : IHealthCheck
{
    // No nation: ISO 3166-1 leaves zz to its users. The city is never opened, so that nothing is read but an empty stream.
    private static readonly CityId Nowhere = CityId.Parse("zz-ready");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.City(Nowhere).Get().WaitAsync(TimeSpan.FromSeconds(2), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new(context.Registration.FailureStatus, e.GetType().Name);
        }
    }
}
