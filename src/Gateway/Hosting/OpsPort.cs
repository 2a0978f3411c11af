namespace VipOrleans.Gateway.Hosting;

using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

/// <summary>
/// A port of its own for those who run the gateway (<c>Gateway:OpsPort</c>, none by default): <c>/metrics</c> in the words of Prometheus,
/// and the dashboard if it is asked for. Nothing of it is on the ports of the API.
/// </summary>
internal static class OpsPort
{
    public static void Add(WebApplicationBuilder builder)
    {
        var port = GatewayConfiguration.OpsPort(builder.Configuration);
        if (port == 0) return;
        // Beside the addresses of the API: what Kestrel is given in code would take their place.
        builder.WebHost.UseUrls($"{AddressesOfApi(builder)};http://+:{port}");
        builder.Services.AddSingleton<IStartupFilter>(new First(port, GatewayConfiguration.HasDashboard(builder.Configuration)));
        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddPrometheusExporter(o =>
        {
            o.TranslationStrategy = PrometheusAspNetCoreTranslationStrategy.UnderscoreEscapingWithoutSuffixes;
            o.ScopeInfoEnabled = false;
        }));
    }

    private static string AddressesOfApi(WebApplicationBuilder builder)
    {
        if (builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey) is { Length: > 0 } urls) return urls;
        return builder.WebHost.GetSetting(WebHostDefaults.HttpPortsKey) is { Length: > 0 } ports
            ? string.Join(';', ports.Split(';').Select(p => $"http://+:{p}")) : GatewayAddress.Local(builder.Configuration).ToString();
    }

    /// <summary>Answers on that port before anything else of the process does, and nothing but this there.</summary>
    private sealed class First(int port, bool hasDashboard) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.MapWhen(http => http.Connection.LocalPort == port, ops =>
            {
                ops.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
                if (hasDashboard) ClusterDashboard.Use(ops);
                ops.Run(http =>
                {
                    http.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                });
            });
            next(app);
        };
    }
}
