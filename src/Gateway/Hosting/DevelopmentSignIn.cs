namespace VipOrleans.Gateway.Hosting;

using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using static OpenIddict.Server.OpenIddictServerEvents;

/// <summary>
/// The development issuer as an OpenID Connect provider: a portal sends people here, they choose who they are, and it gets a token that
/// this
/// API takes. It is there in Development only.
/// </summary>
internal static class DevelopmentSignIn
{
    public const string ClientId = "vip-portal";
    private const string AuthorizePath = "/connect/authorize";
    private const string RedirectPath = "/signin-oidc";

    public static void Add(IServiceCollection services, DevelopmentIssuer issuer)
    {
        services.AddSingleton<DevelopmentPeople>();
        services.AddOpenIddict().AddServer(server =>
        {
            // Without a store of clients: there is one, and what it may ask is checked here.
            server.EnableDegradedMode();
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.SetAuthorizationEndpointUris(AuthorizePath).SetTokenEndpointUris("/connect/token");
            server.RegisterScopes(OpenIddictConstants.Scopes.Profile);
            server.AddSigningKey(issuer.Key).AddEphemeralEncryptionKey();
            server.DisableAccessTokenEncryption();
            server.SetAccessTokenLifetime(DevelopmentIssuer.Lifetime);
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(CheckAuthorization));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(CheckToken));
            server.AddEventHandler<ProcessSignInContext>(handler => handler.UseInlineHandler(context =>
            {
                // The API knows its own issuer's tokens and no others.
                if (context.AccessTokenPrincipal is { } who && context.AccessToken is not null)
                {
                    context.AccessToken = TokenOf(issuer, who, DateTime.UtcNow);
                }

                return default;
            }).SetOrder(OpenIddictServerHandlers.GenerateAccessToken.Descriptor.Order + 1));
        });
    }

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapMethods(AuthorizePath, ["GET", "HEAD"], Authorize).AllowsAnyone().ExcludeFromDescription();

    private static IResult Authorize(HttpContext http, DevelopmentPeople people)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Nobody has read the request.");
        var chosen = (string?)request.GetParameter("as") switch
        {
            null or "" => null,
            "other" => new DevelopmentPerson(Text("subject") ?? Text("person") ?? Text("employer") ?? Text("city") ?? "somebody",
                Text("role") ?? "",
                Text("person"), Text("city"), Text("nation"), Text("employer"), Text("subject")),
            var key => people.Find(key),
        };
        var problem = chosen is null ? null : ProblemOf(chosen);
        if (chosen is null || problem is not null)
        {
            // The page sends its form back to a portal that may be another origin.
            http.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; base-uri 'none'; form-action http: https:; frame-ancestors 'none'";
            return new RazorComponentResult<ChoosePerson>(new Dictionary<string, object?>
            {
                [nameof(ChoosePerson.People)] = people.All, [nameof(ChoosePerson.Query)] = QueryOf(request),
                [nameof(ChoosePerson.Problem)] = problem,
            })
            { PreventStreamingRendering = true };
        }

        return Results.SignIn(new(IdentityOf(chosen, request.GetScopes())), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

        string? Text(string name) => (string?)request.GetParameter(name) is { Length: > 0 } text ? text.Trim() : null;
    }

    private static ClaimsIdentity IdentityOf(DevelopmentPerson who, ImmutableArray<string> scopes)
    {
        var identity = new ClaimsIdentity("development", OpenIddictConstants.Claims.Name, "role");
        identity.SetClaim(OpenIddictConstants.Claims.Subject,
            who.Subject ?? $"development:{who.Role}:{who.Person ?? who.Employer ?? who.City ?? who.Nation}");
        identity.SetClaim(OpenIddictConstants.Claims.Name, who.Name);
        foreach (var (name, value) in new[] { ("vip_role", who.Role), ("vip_person", who.Person), ("vip_city", who.City),
            ("vip_nation", who.Nation),
            ("vip_employer", who.Employer) })
        {
            if (value is not null) identity.SetClaim(name, value);
        }

        identity.SetScopes(scopes);
        identity.SetDestinations(claim => claim.Type is OpenIddictConstants.Claims.Subject or OpenIddictConstants.Claims.Name
            ? [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken]
            : [OpenIddictConstants.Destinations.AccessToken]);
        return identity;
    }

    private static string TokenOf(DevelopmentIssuer issuer, ClaimsPrincipal who, DateTime now)
    {
        if (!Codes<Role>.TryParse(who.GetClaim("vip_role"),
            out var role)) throw new InvalidOperationException("Somebody was signed in without a role.");
        return issuer.Issue(who.GetClaim(OpenIddictConstants.Claims.Subject)!, role,
            new(who.GetClaim("vip_person"), who.GetClaim("vip_city"), who.GetClaim("vip_nation"), who.GetClaim("vip_employer")), now);
    }

    private static string? ProblemOf(DevelopmentPerson who)
    {
        if (!Codes<Role>.TryParse(who.Role, out var role)) return $"A role is one of: {string.Join(", ", Codes<Role>.All)}.";
        if (who.Subject is { } subject && Subjects.HasUnseen(subject)) return "A subject has no white space and no invisible characters.";
        return new Ties(who.Person, who.City, who.Nation, who.Employer).Problem(role, ClaimNames.Default);
    }

    // What the portal has asked, without what was chosen on the page.
    private static IReadOnlyList<KeyValuePair<string, string>> QueryOf(OpenIddictRequest request) =>
    [
        .. request.GetParameters().Where(p => p.Key is not ("as" or "role" or "person" or "city" or "nation" or "employer" or "subject"))
            .Select(p => KeyValuePair.Create(p.Key, (string?)p.Value ?? "")),
    ];

    private static ValueTask CheckAuthorization(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != ClientId) context.Reject(OpenIddictConstants.Errors.InvalidClient, $"The one client here is '{ClientId}'.");
        else if (!Uri.TryCreate(context.RedirectUri, UriKind.Absolute, out var back) || back.AbsolutePath != RedirectPath
            || !back.IsLoopback)
        {
            // Whoever could have a code sent elsewhere would be anybody, even in development.
            context.Reject(OpenIddictConstants.Errors.InvalidRequest,
                $"A portal on this machine is answered at '{RedirectPath}', and nobody else.");
        }

        return default;
    }

    private static ValueTask CheckToken(ValidateTokenRequestContext context)
    {
        if (context.ClientId != ClientId) context.Reject(OpenIddictConstants.Errors.InvalidClient, $"The one client here is '{ClientId}'.");
        return default;
    }
}
