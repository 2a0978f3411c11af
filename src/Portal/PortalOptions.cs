namespace VipOrleans.Portal;

using Microsoft.AspNetCore.Hosting.Server;

/// <summary>How the portal is hosted, apart from its settings.</summary>
public sealed record PortalOptions
{
    /// <summary>What is printed for <c>--help</c>.</summary>
    public const string Help = """
        The portal: pages for hosts, migrants, offices and anyone, made from the public API.

          version, --version print the version
          help, -h, --help   print this

        Settings are environment variables, such as Portal__Api and Portal__Authority: see docs/configuration.md.
        """;

    /// <summary>The environment; null for what the process's environment says.</summary>
    public string? Environment { get; init; }

    /// <summary>Settings that win over those of the environment.</summary>
    public IReadOnlyDictionary<string, string?>? Settings { get; init; }

    /// <summary>What takes the requests instead of a port of its own, if the portal lives in a process with others.</summary>
    public IServer? Server { get; init; }

    /// <summary>
    /// Where API and provider are, if that is known only once the process listens; null for <c>Portal:Api</c> and <c>Portal:Authority</c>.
    /// </summary>
    public Func<Uri>? Address { get; init; }
}
