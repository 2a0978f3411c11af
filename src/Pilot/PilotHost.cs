using Microsoft.Extensions.Configuration.Memory;
using VipOrleans.Gateway;
using VipOrleans.Silo;

namespace VipOrleans.Pilot;

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
                ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Development,
            ContentRootPath = AppContext.BaseDirectory,
        });
        AddDefaults(builder);
        if (options.Urls is { } urls) builder.WebHost.UseUrls(urls);
        else if (builder.Configuration["URLS"] is null && builder.Configuration["HTTP_PORTS"] is null) builder.WebHost.UseUrls(DefaultUrl);

        builder.AddVipSilo(new() { DataFolder = options.DataFolder, VaultMasterKeys = builder.Configuration["Vault:MasterKeys"] });
        builder.AddVipGateway();
        builder.AddTelemetryExport();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapVipGateway();
        return app;
    }

    /// <summary>Where an application that has started is reached from this machine.</summary>
    public static Uri AddressOf(WebApplication app)
    {
        // An address that stands for every interface is none that a client could call.
        var address = app.Urls.First();
        foreach (var any in new[] { "://*", "://+", "://[::]", "://0.0.0.0" }) address = address.Replace(any, "://localhost", StringComparison.Ordinal);
        return new(address);
    }

    // What the environment or the command line of a container says wins over these.
    private static void AddDefaults(WebApplicationBuilder builder)
    {
        var defaults = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:LogLevel:Microsoft"] = "Warning",
            ["Logging:LogLevel:Orleans"] = "Warning",
            ["Logging:LogLevel:System"] = "Warning",
            // The process says itself, in clear words, why it did not start.
            ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
            // At its first look it takes the time since the machine started for a delay.
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
        };
        if (builder.Environment.IsDevelopment() && builder.Configuration["Auth:Authority"] is null) defaults["Auth:DevelopmentIssuer"] = "true";
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }
}
