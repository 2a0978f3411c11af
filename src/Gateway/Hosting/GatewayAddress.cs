namespace VipOrleans.Gateway.Hosting;

/// <summary>Where a gateway is reached from its own machine.</summary>
public static class GatewayAddress
{
    /// <summary>The first address that the configuration lets it listen on.</summary>
    /// <param name="configuration">The settings: <c>URLS</c>, else <c>HTTP_PORTS</c>, else ASP.NET's own default.</param>
    public static Uri Local(IConfiguration configuration)
    {
        if (configuration["URLS"] is { Length: > 0 } urls) return new(Local(urls.Split(';')[0]));
        return new(configuration["HTTP_PORTS"] is { Length: > 0 } ports
            ? $"http://localhost:{ports.Split(';')[0]}" : "http://localhost:5000");
    }

    /// <summary>An address that stands for every interface is none that a client could call: this machine's own instead of it.</summary>
    /// <param name="url">An address to listen on.</param>
    public static string Local(string url)
    {
        foreach (var any in new[] { "://*", "://+", "://[::]", "://0.0.0.0" })
        {
            url = url.Replace(any, "://localhost", StringComparison.Ordinal);
        }

        return url;
    }
}
