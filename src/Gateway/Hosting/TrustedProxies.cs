namespace VipOrleans.Gateway.Hosting;

using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

/// <summary>
/// Takes a caller's address and scheme from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, if the request comes from one of
/// <c>Gateway:TrustedProxies</c>; anybody else could write there whatever they want to be.
/// </summary>
internal static class TrustedProxies
{
    private const string Setting = "Gateway:TrustedProxies";

    // ASP.NET's own switch, which takes these headers from everybody.
    private const string Switch = "FORWARDEDHEADERS_ENABLED";

    /// <summary>What is wrong with the setting, a line for each.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        var named = Named(configuration);
        foreach (var text in named.Where(n => !TryNetwork(n, out _)))
        {
            yield return $"{Setting} has '{text}', which is neither an address such as '10.0.0.7' nor a network such as '10.0.0.0/8'.";
        }

        if (named.Length == 0 && string.Equals(configuration[Switch], "true", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"ASPNETCORE_{Switch} takes X-Forwarded-For from anybody. Set {Setting} to the addresses or networks of your "
                + "balancers instead.";
        }
    }

    public static void Add(WebApplicationBuilder builder)
    {
        IPNetwork[] trusted =
            [.. Named(builder.Configuration).Select(n => TryNetwork(n, out var network) ? network : throw new FormatException(n))];
        // After ASP.NET's switch, so that it trusts nobody else either.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders =
                trusted.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // Through a row of proxies the first one that is not ours is the caller.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in trusted) forwarded.KnownIPNetworks.Add(network);
        });
    }

    public static void Use(WebApplication app)
    {
        if (!string.Equals(app.Configuration[Switch], "true", StringComparison.OrdinalIgnoreCase)) app.UseForwardedHeaders();
    }

    private static string[] Named(IConfiguration configuration) => configuration.GetSection(Setting).Get<string[]>() ?? [];

    private static bool TryNetwork(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network)) return true;
        if (!IPAddress.TryParse(text, out var address)) return false;
        network = new(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
