namespace VipOrleans.Portal.Hosting;

/// <summary>The section <c>Portal</c>.</summary>
public sealed class PortalSettings
{
    public const string Section = "Portal";

    /// <summary>The address of the API.</summary>
    public string? Api { get; set; }

    /// <summary>The OpenID Connect provider at which people sign in.</summary>
    public string? Authority { get; set; }

    /// <summary>The portal's id at the provider.</summary>
    public string ClientId { get; set; } = "vip-portal";

    /// <summary>The portal's secret at the provider, if it has one.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What is asked of the provider, separated by blanks; <c>openid</c> is among it.</summary>
    public string Scope { get; set; } = "openid profile";

    /// <summary>The nations whose cities anyone may compare.</summary>
    public IReadOnlyList<string> Nations { get; set; } = [];

    /// <summary>Where one who must leave a page at once is sent.</summary>
    public string ExitTo { get; set; } = "https://www.wikipedia.org/";

    /// <summary>A folder that all portal processes share, with keys and sessions; without one both end with the process.</summary>
    public string? SharedFolder { get; set; }

    /// <summary>True if the language of tests may be read.</summary>
    public bool PseudoLanguage { get; set; }

    /// <summary>What is wrong, a line for each.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration, bool isDevelopment)
    {
        var section = configuration.GetSection(Section);
        var known = typeof(PortalSettings).GetProperties().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var unknown in section.GetChildren().Select(c => c.Key).Where(k => !known.Contains(k)))
        {
            yield return $"{Section}:{unknown} is not a setting. Known are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
        }

        foreach (var name in new[] { nameof(Api), nameof(Authority), nameof(ExitTo) })
        {
            if (section[name] is not { } text || string.IsNullOrWhiteSpace(text))
            {
                if (name != nameof(ExitTo)) yield return $"{Section}:{name} is missing: an address such as 'https://api.example.org'.";
            }
            else if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                yield return $"{Section}:{name} is '{text}', which is not an address such as 'https://api.example.org'.";
            }
            else if (name == nameof(Authority) && !isDevelopment && address.Scheme != "https")
            {
                yield return $"{Section}:{name} is an https address outside the Development environment.";
            }
        }

        foreach (var nation in section.GetSection(nameof(Nations)).Get<string[]>() ?? [])
        {
            if (nation.Length != 2 || !nation.All(char.IsAsciiLetterLower))
            {
                yield return $"{Section}:Nations has '{nation}', which is not the id of a nation such as 'nz'.";
            }
        }

        if (section[nameof(PseudoLanguage)] is { } pseudo && !bool.TryParse(pseudo, out _))
        {
            yield return $"{Section}:{nameof(PseudoLanguage)} is '{pseudo}'; it is 'true' or 'false'.";
        }
    }
}

/// <summary>Where the API and the provider are. In a process that is all of them this is known only once it listens.</summary>
internal sealed record PortalAddresses(Func<Uri> Api, Func<Uri> Authority);
