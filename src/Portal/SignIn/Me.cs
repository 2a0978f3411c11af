namespace VipOrleans.Portal.SignIn;

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using VipOrleans.Client;

/// <summary>Who is signed in, as the API says it.</summary>
public sealed record Me
{
    public const string AccessToken = "access_token";

    /// <summary>Tells people of one provider apart; shown to nobody.</summary>
    public required string Subject { get; init; }

    public required Role Role { get; init; }

    /// <summary>How the provider calls them.</summary>
    public string? Name { get; init; }

    public string? Host { get; init; }

    public string? Migrant { get; init; }

    public string? Employer { get; init; }

    public string? City { get; init; }

    public string? Nation { get; init; }

    public required string Token { get; init; }

    /// <summary>The city of the person or office, as the ids say it.</summary>
    public string? OwnCity => City ?? Host?.Split('.')[0];

    /// <summary>Reads what <see cref="Write"/> has written; null of somebody who is not signed in.</summary>
    public static Me? Of(AuthenticateResult result)
    {
        if (result is not { Succeeded: true, Principal: { } who, Properties: { } properties }) return null;
        if (!Enum.TryParse<Role>(who.FindFirstValue("portal.role"), out var role) || who.FindFirstValue("sub") is not { } subject
            || properties.GetTokenValue(AccessToken) is not { } token) return null;
        return new()
        {
            Subject = subject, Role = role, Name = who.FindFirstValue("name"), Host = who.FindFirstValue("portal.host"),
            Migrant = who.FindFirstValue("portal.migrant"), Employer = who.FindFirstValue("portal.employer"),
            City = who.FindFirstValue("portal.city"), Nation = who.FindFirstValue("portal.nation"), Token = token,
        };
    }

    /// <summary>Adds to an identity what the API says of its token.</summary>
    public static void Write(ClaimsIdentity identity, CallerView caller)
    {
        identity.AddClaim(new("portal.role", caller.Role.ToString()));
        foreach (var (name, value) in new[] { ("host", caller.Host), ("migrant", caller.Migrant), ("employer", caller.Employer),
            ("city", caller.City),
            ("nation", caller.Nation) })
        {
            if (value is not null) identity.AddClaim(new($"portal.{name}", value));
        }
    }
}
