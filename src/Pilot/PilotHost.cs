namespace VipOrleans.Pilot;

using System.Globalization;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using VipOrleans.Gateway;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Hosting;
using VipOrleans.Journal;
using VipOrleans.Silo;
using VipOrleans.Vault;

/// <summary>Silo, gateway and embedded stores as one web application.</summary>
public static class PilotHost
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <summary>Builds the application; starting it is the caller's.</summary>
    /// <param name="options">What the pilot was asked to do.</param>
    /// <param name="configure">A last say in the application before it is built, for tests.</param>
    /// <exception cref="OperatorException">The configuration does not allow a start.</exception>
    public static WebApplication Build(PilotOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = options.Environment
                ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
                ?? Environments.Development,
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (options.Settings is { } settings) builder.Configuration.AddInMemoryCollection(settings);
        AddDefaults(builder);
        Check(options, builder.Configuration);
        if (options.Urls is { } urls) builder.WebHost.UseUrls(urls);
        else if (builder.Configuration["URLS"] is null && builder.Configuration["HTTP_PORTS"] is null) builder.WebHost.UseUrls(DefaultUrl);

        builder.AddVipSilo(new()
        {
            DataFolder = options.DataFolder, VaultMasterKeys = builder.Configuration["Vault:MasterKeys"],
            JournalKey = Given("Journal:Key"), AnchorPath = Given("Journal:AnchorPath"),
            Dashboard = bool.TryParse(Given("Cluster:Dashboard"), out var dashboard) && dashboard,
        });
        builder.AddVipTelemetry("vip-pilot");
        AddIdKeys(builder);
        try
        {
            builder.AddVipGateway();
        }
        catch (InvalidOperationException e)
        {
            // So the gateway says that its configuration does not allow a start.
            throw new OperatorException(e.Message, e);
        }

        builder.Services.AddHealthChecks().AddCheck<StoresCheck>("stores", tags: [GatewayHosting.ReadyTag]);
        // Pages are written as their reader's language writes; everything else is written the same way everywhere.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        WebApplication? built = null;
        PortalBranch? portal = builder.Environment.IsDevelopment() || builder.Configuration["Portal:Authority"] is not null
            ? new(() => AddressOf(built!), options, builder.Configuration) : null;
        if (portal is not null) builder.Services.AddHostedService(_ => portal);
        configure?.Invoke(builder);

        var app = built = builder.Build();
        if (portal is not null)
        {
            var api = new Lazy<HashSet<string>>(() => ApiPaths(app), LazyThreadSafetyMode.PublicationOnly);
            app.Use((http, next) => api.Value.Contains(FirstOf(http.Request.Path.Value)) ? next(http) : portal.Handle(http));
        }

        app.MapVipGateway();
        return app;

        string? Given(string name) => string.IsNullOrWhiteSpace(builder.Configuration[name]) ? null : builder.Configuration[name];
    }

    /// <summary>
    /// Stops an application whose start failed. The silo may be up already, and leaves in good order; one that never ran cannot be stopped,
    /// and what it says about that would hide why the start failed.
    /// </summary>
    public static async Task Leave(WebApplication app)
    {
        try
        {
            await app.StopAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException)
        {
            // Orleans' silo says that it is not running. The caller has the failure that counts.
        }
    }

    /// <summary>Where an application that has started is reached from this machine.</summary>
    public static Uri AddressOf(WebApplication app) => new(GatewayAddress.Local(app.Urls.First()));

    // The first words of the paths that are the API's, as its endpoints have them, with those of its sign-in; the rest is the portal's.
    private static HashSet<string> ApiPaths(IEndpointRouteBuilder app) =>
    [
        .. app.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => FirstOf($"/{e.RoutePattern.RawText?.TrimStart('/')}"))
            .Where(p => p.Length > 0),
        ".well-known", "connect",
    ];

    private static string FirstOf(string? path) => (path ?? "/").Split('/', 3) is [_, var first, ..] ? first : "";

    // A slip in a setting's name or in an address is said before anything is made.
    private static void Check(PilotOptions options, ConfigurationManager configuration)
    {
        string[] problems =
        [
            .. SiloConfiguration.UnknownToPilot(configuration),
            .. SiloConfiguration.JournalKeyProblems(configuration),
            .. options.Urls is { } urls
                ? GatewayConfiguration.AddressProblems("--urls", urls)
                : GatewayConfiguration.AddressProblems("ASPNETCORE_URLS", configuration["URLS"]),
        ];
        if (problems.Length > 0) throw new OperatorException(string.Join(Environment.NewLine, problems));
    }

    // Like the vault's, a key that is not configured is made in development and lies in the data folder, which has to be taken first.
    private static void AddIdKeys(WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment() || !string.IsNullOrWhiteSpace(builder.Configuration["Ids:Key"])) return;
        builder.Services.AddSingleton(s => IdKeysOf(s.GetRequiredService<DataFolder>(), builder.Configuration));
        builder.Services.AddHostedService(s => new KeysFirst(s));
    }

    private static IdKeys IdKeysOf(DataFolder folder, ConfigurationManager configuration)
    {
        var answersFormer = bool.TryParse(configuration["Ids:AnswerFormerIds"], out var answers) && answers;
        try
        {
            return IdKeys.Parse(KeyFile.Read(folder, KeyFile.OfIds), answersFormer);
        }
        catch (FormatException e)
        {
            throw new OperatorException(
                $"The key {Path.Combine(folder.FullPath, KeyFile.OfIds)} is damaged. Put it back from a copy: with another key a retry "
                    + "would make a second thing, and an officer would count as two.", e);
        }
    }

    /// <summary>Finds out before the first request whether the keys can be read.</summary>
    private sealed class KeysFirst(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<IdKeys>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    // What the environment or the command line of a container says wins over these.
    private static void AddDefaults(WebApplicationBuilder builder)
    {
        var defaults = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Warning",
            // The process says itself, in clear words, why it did not start.
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
            // At its first look it takes the time since the machine started for a delay.
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
        };
        if (builder.Environment.IsDevelopment() && builder.Configuration["Auth:Authority"] is null)
        {
            defaults["Auth:DevelopmentIssuer"] = "true";
        }

        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }
}

/// <summary>Whether journal and vault take writes.</summary>
internal sealed class StoresCheck(IJournal journal, JournalHealth health, IVault vault) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        health.Problem is { } problem ? new(context.Registration.FailureStatus, problem)
        : await journal.IsReady(cancellationToken) && await vault.IsReady(cancellationToken)
            ? HealthCheckResult.Healthy() : new(context.Registration.FailureStatus);
}
