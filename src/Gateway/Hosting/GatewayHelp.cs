namespace VipOrleans.Gateway.Hosting;

/// <summary>What the gateway's program prints for <c>--help</c>.</summary>
internal static class GatewayHelp
{
    /// <summary>Every word and every setting.</summary>
    public static string Text { get; } =
        $"""
            A gateway in front of a cluster of silos, until Ctrl-C or SIGTERM.

              dotnet VipOrleans.Gateway.dll [<setting>…]

              health             ask the gateway of this machine, with the same settings, whether it is ready: code 0 or 1
              version, --version print the version
              help, -h, --help   print this

            A setting is an environment variable such as Auth__Authority, or stands on the command line, such as --Limits:Burst=400;
            docs/configuration.md says what each means and what it is by default:

              ASPNETCORE_URLS, or --urls
              {string.Join("\n  ", GatewayConfiguration.Names)}
            """;
}
