namespace VipOrleans.Gateway.Access;

using Microsoft.IdentityModel.JsonWebTokens;
using VipOrleans.Domain.Kernel;

/// <summary>What a genuine token must be beyond what its signature, issuer, audience and times say.</summary>
internal static class TokenRules
{
    /// <summary>Largest token, in characters. Every request carries its token, and a caller needs a few hundred.</summary>
    public const int MaxLength = 8 * 1024;

    private static readonly ClaimPath Type = ClaimPath.Parse("typ"), Use = ClaimPath.Parse("token_use");

    /// <summary>Why a token does not count; null where it does.</summary>
    public static string? Problem(JsonWebToken token, TokenClaims claims)
    {
        // RFC 7515, 4.1.11: who does not understand what 'crit' names refuses the token. Nothing is understood here.
        if (token.TryGetHeaderValue<object>("crit", out _)) return "The token's header 'crit' asks for something that is not known here.";
        var isAccessToken = IsOneOf(token.Typ, "at+jwt", "application/at+jwt");
        if (!isAccessToken && !IsOneOf(token.Typ, "", "JWT")) return "The token's header 'typ' says that it is no access token.";
        return isAccessToken || !IsOther(claims)
            ? null : "The token is an ID token or another one that is no access token. Send the access token.";
    }

    /// <summary>The one role of ours among the values of a claim; null where there is none, or more than one.</summary>
    public static Role? OneRole(IReadOnlyList<string>? values)
    {
        var roles = new HashSet<Role>();
        foreach (var value in values ?? [])
        {
            if (Codes<Role>.TryParse(value, out var role)) roles.Add(role);
        }

        return roles.Count == 1 ? roles.Single() : null;
    }

    /// <summary>True if no role of ours is among the values of a claim.</summary>
    public static bool HasNoRole(IReadOnlyList<string>? values) => values is not null && !values.Any(v => Codes<Role>.TryParse(v, out _));

    // Providers write the two alike; what one of them says of a log-in the other does not have. Keycloak and Cognito say it by name.
    private static bool IsOther(TokenClaims claims)
    {
        if (!claims.TryOne(Type, out var type) || !claims.TryOne(Use, out var use)) return true;
        if (type is not null && !IsOneOf(type, "Bearer")) return true;
        if (use is not null && use != "access") return true;
        // Keycloak before 25 repeats the nonce in access tokens, which it calls Bearer.
        return claims.Has("at_hash") || claims.Has("c_hash") || claims.Has("events") || (claims.Has("nonce") && type is null);
    }

    private static bool IsOneOf(string? text, params ReadOnlySpan<string> known)
    {
        foreach (var one in known)
        {
            if (string.Equals(text ?? "", one, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
