namespace VipOrleans.Silo;

using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Configuration;
using Orleans.Dashboard;
using VipOrleans.Grains;
using VipOrleans.Grains.Hosting;
using VipOrleans.Grains.News;
using VipOrleans.Grains.Payments;

/// <summary>Adds a silo to a host: the one way in which the silo executable, the pilot and the tests get theirs.</summary>
public static class SiloHosting
{
    /// <summary>
    /// Adds a silo with the stores that the settings name; in the embedded default one silo, whose journal, vault and reminders are SQLite
    /// files in the data folder. Outside development it does not start without a master key for people's data.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="settings">What the silo needs to know.</param>
    public static IHostApplicationBuilder AddVipSilo(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        // A hosted service starts in the order of registration: the stores before the silo.
        builder.Services.AddEmbeddedStores(settings, builder.Environment.IsDevelopment());
        builder.Services.AddVipGrains();
        builder.Services.Configure<PayoutOptions>(o =>
            (o.PaymentsPerFile, o.SumPerFile) = (settings.PaymentsPerFile, settings.SumPerFile == 0 ? null : settings.SumPerFile));
        builder.Services.AddSingleton(settings.Messages);
        if (settings.Messages.SmtpHost is not null) builder.Services.AddSingleton<IMessageCarrier, SmtpCarrier>();
        if (settings.Messages.AdapterUrl is not null) builder.Services.AddSingleton<IMessageCarrier, HttpCarrier>();
        builder.Services.Configure<PlacementOptions>(o =>
        {
            foreach (var (city, parts) in settings.LargeCities ?? new Dictionary<string, int>()) o.LargeCities[city] = parts;
        });
        builder.UseOrleans(silo => Configure(silo, settings));
        // Calls that are under way, and the writes that they wait for, are finished first.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(m => m.AddMeter("VipOrleans.*", "Microsoft.Orleans").AddRuntimeInstrumentation());
        // Whoever listens has an activity made for every call and every append; where nobody receives them, nobody listens.
        if (HasCollector(builder))
        {
            telemetry.WithTracing(
                t => t.AddSource("VipOrleans.*", "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime",
                    "Microsoft.Orleans.Lifecycle").AddProcessor<UntracedBoxes>());
        }

        return builder;
    }

    /// <summary>
    /// Sends traces and metrics to a collector, where the environment names one (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>), as <c>vip-silo</c>,
    /// and as an instance that has the names of machine and port; <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> win over
    /// these.
    /// </summary>
    public static IHostApplicationBuilder AddTelemetryExport(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        var instance = $"{Environment.MachineName}:{(settings.SiloPort != 0 ? settings.SiloPort : Environment.ProcessId)}";
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("vip-silo", serviceInstanceId: instance).AddEnvironmentVariableDetector());
        if (HasCollector(builder)) builder.Services.AddOpenTelemetry().UseOtlpExporter();
        return builder;
    }

    /// <summary>
    /// Shows metrics to whoever asks over HTTP, in the words of Prometheus and under the names that a collector gives them.
    /// </summary>
    internal static void AddMetricsPage(this IServiceCollection services) =>
        services.AddOpenTelemetry().WithMetrics(m => m.AddPrometheusExporter(o =>
        {
            o.TranslationStrategy = PrometheusAspNetCoreTranslationStrategy.UnderscoreEscapingWithoutSuffixes;
            o.ScopeInfoEnabled = false;
        }));

    private static bool HasCollector(IHostApplicationBuilder builder) =>
        !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    private static void Configure(ISiloBuilder silo, SiloSettings settings)
    {
        if (settings.IsAlone) StandAlone(silo, settings);
        else Join(silo, settings);
        silo.AddCheckpoints(settings);
        silo.AddActivityPropagation();
        // It counts calls only while somebody looks at it.
        if (settings.Dashboard) silo.AddDashboard(o => o.HideTrace = true);
        // A query whose caller has given up need not go on. Commands take no token: once begun, they are carried out.
        silo.Configure<SiloMessagingOptions>(o => o.CancelRequestOnTimeout = true);
        silo.Configure<LoadSheddingOptions>(o => o.LoadSheddingEnabled = true);
        // An activation is read back from the journal at its next call, so the idlest may go when memory is short.
        silo.Configure<GrainCollectionOptions>(o => o.EnableActivationSheddingOnMemoryPressure = true);
    }

    private static void StandAlone(ISiloBuilder silo, SiloSettings settings)
    {
        var siloPort = settings.SiloPort != 0 ? settings.SiloPort : FreePort();
        silo.UseLocalhostClustering(siloPort, settings.ClientPort, serviceId: settings.ServiceId, clusterId: settings.ClusterId);
        silo.AddReminders();
        // All writes go through this process, and most through one writer.
        silo.Services.Configure<JournalingOptions>(o => o.LateWrites = TimeSpan.FromSeconds(5));
        silo.Services.AddSingleton<IReminderTable>(
            s => new SqliteReminderTable(DataFolder.RemindersFileOf(settings.DataFolder),
                s.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId));
    }

    private static void Join(ISiloBuilder silo, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, settings.ServiceId));
        var siloPort = settings.SiloPort != 0 ? settings.SiloPort : FreePort();
        if (settings.Address is { } address) silo.ConfigureEndpoints(IPAddress.Parse(address), siloPort, settings.ClientPort);
        else silo.ConfigureEndpoints(siloPort, settings.ClientPort);
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            (o.ProbeTimeout, o.NumMissedProbesLimit) = (TimeSpan.FromSeconds(settings.ProbeSeconds), settings.ProbesMissed);
            // Where all silos died at once nobody is left to call them dead: a silo that starts wants an answer of each, gives up after
            // five times this, and only passes over those that did not write for three times this. With Orleans' 30 seconds, none could
            // start for a while.
            o.IAmAliveTablePublishTimeout = o.ProbeTimeout * o.NumMissedProbesLimit;
        });
        if (settings.Account is { } account)
        {
            silo.UseAzureStorageClustering(
                o => (o.TableServiceClient, o.TableName) = (ClusterAccount.Tables(account), ClusterAccount.Members));
            silo.UseAzureTableReminderService(
                o => (o.TableServiceClient, o.TableName) = (ClusterAccount.Tables(account), ClusterAccount.Reminders));
            return;
        }

        var database = settings.Membership!;
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (ClusterDatabase.Invariant, database));
        silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (ClusterDatabase.Invariant, database));
    }

    // Nobody has to know the port of a silo that is alone. Between this and the silo's own bind another process could take the port; then
    // the start fails and says so.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
