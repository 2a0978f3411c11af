namespace VipOrleans.Deploy.Tests;

using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using VipOrleans.Gateway.Hosting;
using VipOrleans.Silo;

/// <summary>
/// Environments as deployments give them, read by the code that the programs read theirs with: a name that it does not know, or a value
/// that it cannot use, fails.
/// </summary>
internal static partial class ProgramSettings
{
    /// <summary>Every path that probes may ask.</summary>
    public static readonly string[] HealthPaths = ["/health/live", "/health/ready"];

    // Read by .NET, ASP.NET, OpenTelemetry and Azure.Identity, not by our code.
    private static readonly string[] Platform =
    [
        "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT", "ASPNETCORE_URLS",
        "DOTNET_EnableDiagnostics", "DOTNET_GCHeapHardLimitPercent",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "AZURE_CLIENT_ID", "Logging__LogLevel__Default",
    ];

    public static SiloSettings Silo(IReadOnlyDictionary<string, string> environment)
    {
        CheckNames(environment, SiloConfiguration.Names);
        Assert.Equal("Production", environment["DOTNET_ENVIRONMENT"]);
        return SiloConfiguration.Read(Configuration(environment));
    }

    public static IConfiguration Gateway(IReadOnlyDictionary<string, string> environment)
    {
        CheckNames(environment, GatewayConfiguration.Names);
        Assert.Equal("Production", environment["ASPNETCORE_ENVIRONMENT"]);
        var configuration = Configuration(environment);
        GatewayConfiguration.CheckProcess(configuration, isDevelopment: false);
        Assert.NotNull(configuration["Cluster:Connection"]);
        return configuration;
    }

    /// <summary>How long a program takes to stop, at most: the gateway drains first; both give what is under way 30 seconds.</summary>
    public static TimeSpan Stopping(IReadOnlyDictionary<string, string> environment) =>
        TimeSpan.FromSeconds(
            30 + (environment.TryGetValue("Gateway__DrainSeconds", out var drain)
                ? int.Parse(drain, System.Globalization.CultureInfo.InvariantCulture) : 0));

    /// <summary>That the heap's limit leaves room below the container's: the runtime reads the number as hexadecimal.</summary>
    public static void CheckHeap(IReadOnlyDictionary<string, string> environment) =>
        Assert.InRange(Convert.ToInt32(environment["DOTNET_GCHeapHardLimitPercent"], 16), 50, 75);

    private static IConfiguration Configuration(IReadOnlyDictionary<string, string> environment) =>
        new ConfigurationBuilder().AddInMemoryCollection(
        environment.ToDictionary(e => HostPrefix().Replace(e.Key, "").Replace("__", ":", StringComparison.Ordinal), string? (e) => e.Value))
            .Build();

    private static void CheckNames(IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> known)
    {
        var names = known.Select(n => n.Replace(":", "__", StringComparison.Ordinal)).Concat(Platform);
        // The same letters too, so that a search for a setting finds it.
        Assert.Empty(environment.Keys.Select(k => Index().Replace(k, "")).Except(names, StringComparer.Ordinal));
    }

    [GeneratedRegex("^(ASPNETCORE|DOTNET)_")]
    private static partial Regex HostPrefix();

    [GeneratedRegex("__[0-9]+$")]
    private static partial Regex Index();
}
