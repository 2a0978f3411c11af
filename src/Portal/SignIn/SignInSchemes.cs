namespace VipOrleans.Portal.SignIn;

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using VipOrleans.Portal.Hosting;

/// <summary>
/// Sign-in at an OpenID Connect provider by the code flow with PKCE, and a session of thirty minutes that each page prolongs.
/// </summary>
internal static partial class SignInSchemes
{
    public const string Session = "session";
    public const string Provider = "provider";
    public const string CallbackPath = "/signin-oidc";

    /// <summary>How long a session lasts after the last page.</summary>
    public const int Minutes = 30;

    public static void Add(IServiceCollection services, PortalSettings settings, bool isDevelopment)
    {
        services.AddSingleton<TicketStore>();
        services.AddAuthentication(Session)
            .AddCookie(Session, cookie =>
            {
                // The browser takes it from this host only, for all of it, and never over a line that others read.
                cookie.Cookie.Name = "__Host-vip-session";
                cookie.Cookie.Path = "/";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = TimeSpan.FromMinutes(Minutes);
                cookie.SlidingExpiration = true;
                cookie.Events.OnCheckSlidingExpiration = check =>
                {
                    // Each page says until when the session lasts, so each prolongs it.
                    check.ShouldRenew = true;
                    return Task.CompletedTask;
                };
            })
            .AddOpenIdConnect(Provider, provider =>
            {
                provider.SignInScheme = Session;
                provider.ClientId = settings.ClientId;
                provider.ClientSecret = settings.ClientSecret;
                provider.ResponseType = OpenIdConnectResponseType.Code;
                // A form that another host posts would need cookies that go along with it.
                provider.ResponseMode = OpenIdConnectResponseMode.Query;
                provider.UsePkce = true;
                provider.CallbackPath = CallbackPath;
                provider.RequireHttpsMetadata = !isDevelopment;
                provider.MapInboundClaims = false;
                provider.GetClaimsFromUserInfoEndpoint = false;
                provider.CorrelationCookie.SameSite = provider.NonceCookie.SameSite = SameSiteMode.Lax;
                // The language that the path begins with is not part of where the provider sends people back to.
                provider.CorrelationCookie.Path = provider.NonceCookie.Path = "/";
                provider.Events.OnRedirectToIdentityProvider = context =>
                {
                    context.ProtocolMessage.RedirectUri = $"{context.Request.Scheme}://{context.Request.Host}{CallbackPath}";
                    return Task.CompletedTask;
                };
                provider.Scope.Clear();
                foreach (var scope in settings.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)) provider.Scope.Add(scope);
                provider.Events.OnTokenValidated = Identify;
                provider.Events.OnRemoteFailure = Fail;
            });
        services.AddOptions<CookieAuthenticationOptions>(Session).Configure<TicketStore>((cookie, store) => cookie.SessionStore = store);
        services.AddOptions<OpenIdConnectOptions>(Provider)
            .Configure<PortalAddresses>((provider, addresses) => provider.Authority = addresses.Authority().ToString().TrimEnd('/'));
    }

    // Of what the provider says only the access token is kept: who somebody is in the programme, the API says.
    private static async Task Identify(TokenValidatedContext context)
    {
        var token = context.TokenEndpointResponse?.AccessToken ?? throw new InvalidOperationException("The provider gave no access token.");
        var caller = await context.HttpContext.RequestServices.GetRequiredService<Apis>().As(token)
            .GetCallerAsync(context.HttpContext.RequestAborted);
        var told = context.Principal!;
        var identity = new ClaimsIdentity(Session);
        foreach (var name in new[] { "sub", "name" })
        {
            if (told.FindFirstValue(name) is { } value) identity.AddClaim(new(name, value));
        }

        Me.Write(identity, caller);
        context.Principal = new(identity);
        var properties = context.Properties ?? throw new InvalidOperationException("A sign-in has properties.");
        properties.StoreTokens([new() { Name = Me.AccessToken, Value = token }]);
        // The session's own length, and not the token's, which may be longer.
        properties.ExpiresUtc = null;
        properties.IsPersistent = false;
    }

    // Somebody who changed their mind, a page that stood open too long, a provider that does not answer: none of it is an error of ours.
    private static Task Fail(RemoteFailureContext context)
    {
        var log = context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("VipOrleans.Portal.SignIn");
        LogFailed(log, context.Failure?.GetType().FullName, context.Failure?.Message);
        context.HandleResponse();
        context.Response.Redirect("/sign-in/failed");
        return Task.CompletedTask;
    }

    [LoggerMessage(601, LogLevel.Warning, "A sign-in failed: {Type}: {Message}")]
    private static partial void LogFailed(ILogger log, string? type, string? message);
}
