namespace VipOrleans.Gateway.Access;

using VipOrleans.Domain.Kernel;

/// <summary>Where tokens come from. Configured in the section <c>Auth</c>; one of the two, never both.</summary>
public sealed class AuthOptions
{
    /// <summary>Most nations in which a sign-in is looked up.</summary>
    internal const int MostNations = 20;

    /// <summary>The address of an OpenID Connect provider.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that the provider's tokens name.</summary>
    public string? Audience { get; set; }

    /// <summary>True for the embedded issuer, which gives a token to anyone who asks, and which runs in Development only.</summary>
    public bool DevelopmentIssuer { get; set; }

    /// <summary>
    /// For several gateways in Development: the text from which each makes the same signing key, 16 characters or more, so that each takes
    /// the others' tokens. Without it each has a key of its own, which ends with the process.
    /// </summary>
    public string? DevelopmentKey { get; set; }

    /// <summary>The claim that names the audience: <c>client_id</c> where the provider's access tokens have no <c>aud</c>.</summary>
    public string AudienceClaim { get; set; } = "aud";

    /// <summary>
    /// The claim that holds the role, as a text or an array. What is no role of this API is passed over; exactly one has to remain.
    /// </summary>
    public string RoleClaim { get; set; } = "role";

    /// <summary>The claim that ties a host or migrant to a person.</summary>
    public string PersonClaim { get; set; } = "person";

    /// <summary>The claim that ties an officer or auditor to a city.</summary>
    public string CityClaim { get; set; } = "city";

    /// <summary>The claim that ties an officer, an auditor or an employer to a nation.</summary>
    public string NationClaim { get; set; } = "nation";

    /// <summary>The claim that ties an employer to its id.</summary>
    public string EmployerClaim { get; set; } = "employer";

    /// <summary>
    /// The nations, separated by commas, in which a token that ties nobody to a record is looked up: a one-time code joins such a sign-in
    /// to a record. None by default: then such tokens are refused.
    /// </summary>
    public string Nations { get; set; } = "";

    /// <summary>The same as ids.</summary>
    internal IReadOnlyList<NationId> JoinedNations =>
        [.. Nations.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(n => NationId.TryParse(n, out _)).Select(NationId.Parse)];

    /// <summary>Where in a token everything stands.</summary>
    internal ClaimNames Names => new(ClaimPath.Parse(RoleClaim), ClaimPath.Parse(PersonClaim), ClaimPath.Parse(CityClaim),
        ClaimPath.Parse(NationClaim), ClaimPath.Parse(EmployerClaim))
    {
        TakesNewcomers = JoinedNations.Count > 0,
    };

    /// <summary>What is wrong with the claims' settings, a line for each.</summary>
    internal IEnumerable<string> ClaimProblems()
    {
        var plain = new AuthOptions();
        foreach (var setting in typeof(AuthOptions).GetProperties().Where(p => p.Name.EndsWith("Claim", StringComparison.Ordinal)))
        {
            var text = (string?)setting.GetValue(this) ?? "";
            if (!ClaimPath.TryParse(text, out _))
            {
                yield return $"Auth:{setting.Name} is '{text}'; it is the name of a claim of 1 to 200 printable ASCII characters without "
                    + "spaces and brackets, such as 'roles', 'realm_access.roles' or 'https://vip.example/role'.";
            }
            else if (DevelopmentIssuer && text != (string?)setting.GetValue(plain))
            {
                yield return $"Auth:{setting.Name} says where a provider's tokens have something; leave it out with the development "
                    + "issuer.";
            }
        }
    }

    /// <summary>Why the gateway cannot start like this; null where it can.</summary>
    internal string? Problem(bool isDevelopment)
    {
        if (DevelopmentIssuer && !isDevelopment)
        {
            return "Auth:DevelopmentIssuer gives any token to anyone, so it runs in the Development environment only. Set Auth:Authority "
                + "and Auth:Audience to your OpenID Connect provider.";
        }

        if (DevelopmentIssuer && !string.IsNullOrWhiteSpace(Authority))
        {
            return "Set either Auth:DevelopmentIssuer or Auth:Authority, not both.";
        }

        if (DevelopmentKey is not null && !DevelopmentIssuer)
        {
            return "Auth:DevelopmentKey is the key of the development issuer. Leave it out, or set Auth:DevelopmentIssuer to true in the "
                + "Development environment.";
        }

        if (DevelopmentKey is { Length: < 16 })
        {
            return "Auth:DevelopmentKey is too short: give 16 characters or more, the same to every gateway, or leave it out where there "
                + "is one gateway.";
        }

        if (ClaimProblems().FirstOrDefault() is { } wrong) return wrong;
        var named = Nations.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named.Length > MostNations || named.Any(n => !NationId.TryParse(n, out _)))
        {
            return $"Auth:Nations is '{Nations}'; it names up to {MostNations} nations by their ids, separated by commas, such as 'nz,to'.";
        }

        if (DevelopmentIssuer) return null;
        if (string.IsNullOrWhiteSpace(Authority))
        {
            return "Nobody could log in: set Auth:Authority and Auth:Audience to your OpenID Connect provider, or Auth:DevelopmentIssuer "
                + "to true in the Development environment.";
        }

        if (string.IsNullOrWhiteSpace(Audience))
        {
            return "Auth:Authority is set without Auth:Audience: a token made for another service would be taken. Set the audience that "
                + "your provider gives to this API.";
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var provider) || provider.Scheme is not ("http" or "https"))
        {
            return $"Auth:Authority is '{Authority}', which is not an address such as 'https://login.example.org/realms/vip'.";
        }

        return isDevelopment || Authority.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? null : "Auth:Authority is an https address outside the Development environment.";
    }
}
