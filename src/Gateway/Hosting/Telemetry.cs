namespace VipOrleans.Gateway.Hosting;

using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

/// <summary>Traces and metrics from the gateway through the grains to the journal.</summary>
public static class VipTelemetry
{
    /// <summary>The gateway's own activities.</summary>
    public const string GatewaySource = "VipOrleans.Gateway";

    /// <summary>All sources of activities.</summary>
    public static IReadOnlyList<string> Sources { get; } = [GatewaySource, "VipOrleans.Grains", "VipOrleans.Journal", "VipOrleans.Vault",
        "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime"];

    /// <summary>All meters; a star stands for any ending.</summary>
    public static IReadOnlyList<string> Meters { get; } = ["VipOrleans.*", "Microsoft.Orleans", "System.Runtime"];

    /// <summary>
    /// Collects the gateway's own traces and metrics: of requests, without their queries. Whoever hosts the gateway sends them.
    /// </summary>
    internal static void AddRequests(IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation());
        if (!HasCollector(builder)) return;
        telemetry.WithTracing(tracing => tracing.AddSource(GatewaySource).AddAspNetCoreInstrumentation(http =>
        {
            http.Filter = context => !context.Request.Path.StartsWithSegments("/health") && !IsVote(context.Request.Path);
            http.RecordException = false;
            http.EnrichWithHttpRequest = (activity, _) => activity.SetTag("url.query", null);
            http.EnrichWithHttpResponse = (activity, _) => activity.SetTag("url.query", null);
        }));
    }

    /// <summary>
    /// Collects traces and metrics of every part that runs in the process, and sends them by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>
    /// is set.
    /// </summary>
    /// <remarks>Tags carry routes, codes and ids of things; never a query, a body or the id of a person as the tag of a metric.</remarks>
    /// <param name="builder">The host's builder.</param>
    /// <param name="serviceName">The name under which the process appears; the instance has the names of machine and port.
    /// <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> win over these.</param>
    public static IHostApplicationBuilder AddVipTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(
            resource => resource.AddService(serviceName,
                serviceInstanceId: $"{Environment.MachineName}:{GatewayAddress.Local(builder.Configuration).Port}")
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter([.. Meters]));
        if (HasCollector(builder)) telemetry.WithTracing(tracing => tracing.AddSource([.. Sources])).UseOtlpExporter();
        return builder;
    }

    // A vote leaves no trace: its moment and its sender's address would stand in one.
    private static bool IsVote(PathString path) =>
        path.Value is { } text && text.TrimEnd('/').EndsWith("/vote", StringComparison.OrdinalIgnoreCase);

    // Whoever listens has an activity made for every request and every call; where nobody receives them, nobody listens.
    private static bool HasCollector(IHostApplicationBuilder builder) =>
        !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
}
