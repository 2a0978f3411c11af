namespace VipOrleans.Pilot;

using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using VipOrleans.Portal;

/// <summary>
/// The portal in the pilot's process, behind the pilot's port: an application of its own, with services of its own, to which requests are
/// handed that are not the API's. It asks the API over HTTP as in any other process.
/// </summary>
internal sealed class PortalBranch(Func<Uri> address, PilotOptions pilot, IConfiguration configuration) : IServer, IHostedService,
    IAsyncDisposable
{
    private WebApplication? _portal;
    private Func<HttpContext, Task>? _handle;

    /// <inheritdoc/>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Hands a request over.</summary>
    public Task Handle(HttpContext http) => (_handle ?? throw new InvalidOperationException("The portal has not started."))(http);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = configuration.GetSection("Portal").AsEnumerable().Where(s => s.Value is not null)
            .ToDictionary(s => s.Key, s => s.Value, StringComparer.OrdinalIgnoreCase);
        settings.TryAdd("Portal:SharedFolder", Path.Combine(Path.GetFullPath(pilot.DataFolder), "portal"));
        if (pilot.Sample && !settings.Keys.Any(k => k.StartsWith("Portal:Nations", StringComparison.OrdinalIgnoreCase)))
        {
            (settings["Portal:Nations:0"], settings["Portal:Nations:1"]) = ("nz", "ie");
        }

        foreach (var (name, value) in configuration.GetSection("Logging").AsEnumerable())
        {
            if (value is not null) settings[name] = value;
        }

        _portal = PortalHost.Build(new()
        {
            Server = this, Address = address, Settings = settings, Environment = pilot.Environment
            ?? "Development"
        });
        await _portal.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_portal is { } portal && Interlocked.Exchange(ref _portal, null) is not null) await portal.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The portal's own host disposes of its server, which is this one; there is nothing to give back.
    }

    Task IServer.StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
    {
        _handle = async http =>
        {
            var context = application.CreateContext(Copy(http.Features));
            try
            {
                await application.ProcessRequestAsync(context);
                // What is to be done before an answer starts needs the portal's own context, which is gone after this.
                await http.Response.CompleteAsync();
                application.DisposeContext(context, null);
            }
            catch (Exception e)
            {
                application.DisposeContext(context, e);
                throw;
            }
        };
        return Task.CompletedTask;
    }

    Task IServer.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // What the connection knows of the request, and nothing that the pilot's own pipeline has put there: services and routes are others
    // here.
    private static FeatureCollection Copy(IFeatureCollection from)
    {
        var to = new FeatureCollection();
        Add<IHttpRequestFeature>();
        Add<IHttpResponseFeature>();
        Add<IHttpResponseBodyFeature>();
        Add<IHttpRequestLifetimeFeature>();
        Add<IHttpConnectionFeature>();
        Add<IHttpRequestIdentifierFeature>();
        Add<IHttpRequestBodyDetectionFeature>();
        Add<IHttpMaxRequestBodySizeFeature>();
        Add<IHttpBodyControlFeature>();
        Add<IHttpUpgradeFeature>();
        Add<IHttpResetFeature>();
        Add<ITlsConnectionFeature>();
        Add<IConnectionCompleteFeature>();
        return to;

        void Add<T>() where T : class
        {
            if (from.Get<T>() is { } feature) to.Set(feature);
        }
    }
}
