using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VipOrleans.AppHost;

if (args is ["help" or "-h" or "--help"])
{
    Console.WriteLine(AppHostOptions.Help);
    return 0;
}

var built = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(a => a.Key, a => a.Value!);
var repository = built["Repository"].Single();
AppHostOptions options;
try
{
    options = AppHostOptions.Parse(args, repository);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = [], AllowUnsecuredTransport = true });
var dashboard = $"http://127.0.0.1:{options.FirstPort + 30}";
builder.Configuration["ASPNETCORE_URLS"] = dashboard;
builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://127.0.0.1:{options.FirstPort + 31}";
builder.Configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://127.0.0.1:{options.FirstPort + 32}";
var cluster = new LocalCluster(builder, options, repository, built["Output"].Single());

await using var app = builder.Build();
var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
await app.StartAsync();
var states = app.Services.GetRequiredService<ResourceNotificationService>();
try
{
    foreach (var resource in cluster.InOrderOfStop.Reverse())
    {
        await states.WaitForResourceHealthyAsync(resource.Name, WaitBehavior.StopOnResourceUnavailable, stopping);
        Console.WriteLine($"{resource.Name} is ready");
    }

    foreach (var address in cluster.Addresses) Console.WriteLine(address);
    Console.WriteLine($"all is ready; the dashboard: {dashboard}; Ctrl-C stops it");
    await Task.Delay(Timeout.Infinite, stopping);
}
catch (OperationCanceledException)
{
    // Ctrl-C, or SIGTERM.
}
catch (DistributedApplicationException e)
{
    Console.Error.WriteLine($"{e.Message} What it said is above, and in {dashboard}.");
}

// One after another, so that a silo can still say goodbye to its database.
var commands = app.Services.GetRequiredService<ResourceCommandService>();
foreach (var resource in cluster.InOrderOfStop) await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand);
await app.StopAsync();
return 0;
