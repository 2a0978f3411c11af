using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace VipOrleans.Silo;

/// <summary>Reads a silo's settings from configuration, which in a container means environment variables such as <c>Silo__DataFolder</c>.</summary>
public static class SiloConfiguration
{
    /// <summary>
    /// Reads <c>Silo:DataFolder</c>, <c>Silo:Port</c>, <c>Silo:ClientPort</c>, <c>Cluster:ClusterId</c>, <c>Cluster:ServiceId</c> and
    /// <c>Vault:MasterKeys</c>; what is not there has the silo executable's default: the folder <c>data</c>, Orleans' usual ports 11111 and
    /// 30000, and the names that a gateway looks for by default.
    /// </summary>
    /// <exception cref="OperatorException">A value is not usable; the message names every such value.</exception>
    public static SiloSettings Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var settings = new SiloSettings
        {
            DataFolder = configuration["Silo:DataFolder"] ?? "data",
            SiloPort = Port("Silo:Port", 11111),
            ClientPort = Port("Silo:ClientPort", 30000),
            VaultMasterKeys = configuration["Vault:MasterKeys"],
        };
        settings = settings with { ClusterId = configuration["Cluster:ClusterId"] ?? settings.ClusterId, ServiceId = configuration["Cluster:ServiceId"] ?? settings.ServiceId };
        if (string.IsNullOrWhiteSpace(settings.DataFolder)) problems.Add("Silo:DataFolder is empty; name a folder, or leave the setting out for 'data'.");
        if (settings.SiloPort != 0 && settings.SiloPort == settings.ClientPort) problems.Add("Silo:Port and Silo:ClientPort are the same; give two ports.");
        return problems.Count == 0 ? settings : throw new OperatorException(string.Join(Environment.NewLine, problems));

        int Port(string name, int standard)
        {
            if (configuration[name] is not { } text) return standard;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535) return port;
            problems.Add($"{name} is '{text}'; a port is a number up to 65535, and 0 stands for any or none.");
            return standard;
        }
    }
}
