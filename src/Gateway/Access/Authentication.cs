namespace VipOrleans.Gateway.Access;

using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

/// <summary>Finds out whether a token is genuine, and whose.</summary>
internal static class GatewayAuthentication
{
    // Keys of a provider are public; a symmetric algorithm would let anyone sign with one.
    private static readonly string[] ProviderAlgorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
            SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512];

    // Access is decided by the caller of the request's features; ASP.NET only wants to hear that somebody is there.
    private static readonly ClaimsPrincipal Somebody = new(new ClaimsIdentity(JwtBearerDefaults.AuthenticationScheme));

    /// <summary>How far the clocks of provider and gateway may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public static void Add(WebApplicationBuilder builder)
    {
        var auth = builder.Configuration.GetSection("Auth").Get<AuthOptions>() ?? new();
        if (auth.Problem(builder.Environment.IsDevelopment()) is { } problem) throw new InvalidOperationException(problem);
        var issuer = auth.DevelopmentIssuer ? new DevelopmentIssuer(auth.DevelopmentKey) : null;
        if (issuer is not null) builder.Services.AddSingleton(issuer);
        builder.Services.AddSingleton(_ => new KnownTokens(TimeProvider.System));
        builder.Services.AddSingleton<RefusedTokens>();
        builder.Services.AddSingleton(s => new JoinedRecords(s.GetRequiredService<IGrainFactory>(), auth.JoinedNations));
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(jwt => Configure(jwt, auth, issuer));
        if (issuer is not null) return;
        var isHttpsOnly = !builder.Environment.IsDevelopment();
        builder.Services.AddSingleton(s => new ProviderKeys(auth.Authority!, isHttpsOnly, TimeProvider.System,
            s.GetRequiredService<ILogger<ProviderKeys>>()));
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<ProviderKeys>((jwt, keys) => jwt.ConfigurationManager = keys);
    }

    /// <summary>The embedded issuer; null if a provider's tokens are taken.</summary>
    public static DevelopmentIssuer? DevelopmentIssuerOf(IServiceCollection services) =>
        services.Select(s => s.ImplementationInstance).OfType<DevelopmentIssuer>().SingleOrDefault();

    private static void Configure(JwtBearerOptions jwt, AuthOptions auth, DevelopmentIssuer? issuer)
    {
        jwt.MapInboundClaims = false;
        jwt.IncludeErrorDetails = false;
        var wanted = jwt.TokenValidationParameters;
        wanted.ClockSkew = ClockSkew;
        wanted.RequireExpirationTime = true;
        wanted.RequireSignedTokens = true;
        wanted.ValidateIssuer = wanted.ValidateAudience = wanted.ValidateLifetime = wanted.ValidateIssuerSigningKey = true;
        if (issuer is null)
        {
            wanted.ValidAlgorithms = ProviderAlgorithms;
            var claim = ClaimPath.Parse(auth.AudienceClaim);
            wanted.AudienceValidator = (_, token, _) => AudiencesOf(token, claim).Contains(auth.Audience!, StringComparer.Ordinal);
        }
        else
        {
            wanted.ValidIssuer = DevelopmentIssuer.Name;
            wanted.ValidAudience = DevelopmentIssuer.Audience;
            wanted.IssuerSigningKey = issuer.Key;
            wanted.ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256];
        }

        var names = auth.Names;
        var expected = issuer is null ? auth.Audience! : DevelopmentIssuer.Audience;
        var audience = ClaimPath.Parse(auth.AudienceClaim);
        jwt.Events = new()
        {
            OnMessageReceived = Receive,
            OnTokenValidated = context =>
            {
                Accept(context, names);
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = context =>
            {
                if (context.Exception is SecurityTokenNotYetValidException early)
                {
                    context.HttpContext.RequestServices.GetRequiredService<RefusedTokens>().NoteEarly(early.NotBefore, DateTime.UtcNow);
                }
                else if (TryBearer(context.Request, out var text) && context.Exception is SecurityTokenException)
                {
                    context.HttpContext.RequestServices.GetRequiredService<RefusedTokens>().Note(text,
                        issuer is null ? context.HttpContext.RequestServices.GetRequiredService<ProviderKeys>().Issuer
                            : DevelopmentIssuer.Name, audience, expected);
                }

                return Task.CompletedTask;
            },
        };
    }

    private static Task Receive(MessageReceivedContext context)
    {
        if (!TryBearer(context.Request, out var token)) return Task.CompletedTask;
        if (token.Length > TokenRules.MaxLength)
        {
            Refuse(context.HttpContext, context, $"A token has at most {TokenRules.MaxLength / 1024} KiB.");
        }
        else if (context.HttpContext.RequestServices.GetRequiredService<KnownTokens>().TryFind(token, out var caller))
        {
            context.HttpContext.Features.Set(caller);
            context.Principal = Somebody;
            context.Success();
        }

        return Task.CompletedTask;
    }

    private static void Accept(TokenValidatedContext context, ClaimNames names)
    {
        using var claims = context.SecurityToken is JsonWebToken token ? TokenClaims.Of(token) : null;
        if (claims is null)
        {
            Refuse(context.HttpContext, context, "The token's claims are not one JSON object with each name once.");
            return;
        }

        var read = (JsonWebToken)context.SecurityToken;
        var keys = context.HttpContext.RequestServices.GetRequiredService<IdKeys>();
        if (TokenRules.Problem(read, claims) is { } problem) Refuse(context.HttpContext, context, problem);
        else if (!Caller.TryRead(read, claims, names, keys, out var caller, out var missing))
        {
            Refuse(context.HttpContext, context, missing);
        }
        else
        {
            context.HttpContext.Features.Set(caller);
            if (TryBearer(context.Request, out var text)) context.HttpContext.Features.Set(new CheckedToken(text));
        }
    }

    private static void Refuse<T>(HttpContext http, Microsoft.AspNetCore.Authentication.ResultContext<T> context, string why)
        where T : Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions
    {
        http.Features.Set(new TokenProblem(why));
        context.Fail(why);
    }

    private static IReadOnlyList<string> AudiencesOf(SecurityToken token, ClaimPath claim)
    {
        using var claims = token is JsonWebToken read ? TokenClaims.Of(read) : null;
        return claims?.Texts(claim) ?? [];
    }

    private static bool TryBearer(HttpRequest request, [NotNullWhen(true)] out string? token)
    {
        const string Scheme = "Bearer ";
        token = request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim() : null;
        return token is not null;
    }
}

/// <summary>Why a token that is genuine does not count here.</summary>
internal sealed record TokenProblem(string Text);

/// <summary>
/// Says in the log that tokens of another issuer, for another audience or of another time come: the two settings that are wrong most often
/// at first, and the clock.
/// </summary>
internal sealed partial class RefusedTokens(ILogger<RefusedTokens> log)
{
    private const int MaxShown = 200;

    // A stranger who sends such tokens all day fills no disk.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private long _issuerSaid, _audienceSaid, _earlySaid;

    /// <summary>Notes a genuine token that counts later than now: one of the two clocks is wrong.</summary>
    public void NoteEarly(DateTime from, DateTime now)
    {
        if (IsDue(ref _earlySaid)) LogEarly(from, now, (long)(from - now).TotalSeconds);
    }

    public void Note(string text, string? issuer, ClaimPath claim, string audience)
    {
        if (Read(text) is not { } token) return;
        using var claims = TokenClaims.Of(token);
        if (claims is null) return;
        if (issuer is not null && token.Issuer != issuer)
        {
            if (IsDue(ref _issuerSaid)) LogIssuer(Shown(token.Issuer), issuer);
        }
        else
        {
            var named = claims.Texts(claim) ?? [];
            if (!named.Contains(audience, StringComparer.Ordinal) && IsDue(ref _audienceSaid))
            {
                LogAudience(Shown(string.Join(", ", named)), claim.ToString(), audience);
            }
        }
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or SecurityTokenException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static bool IsDue(ref long said)
    {
        var (before, now) = (Interlocked.Read(ref said), Environment.TickCount64);
        return (before == 0 || now - before >= (long)Between.TotalMilliseconds)
            && Interlocked.CompareExchange(ref said, now, before) == before;
    }

    // What stands in a token that is not genuine is a stranger's: it writes no line of its own into the log.
    private static string Shown(string text) =>
        string.Concat(text.Take(MaxShown).Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c));

    [LoggerMessage(16, LogLevel.Warning,
        "A token was refused that counts from {From:u}: by this machine's clock it is {Now:u}, {Seconds} s too early. Set the clocks of "
            + "this "
        + "machine and of the provider by NTP.")]
    private partial void LogEarly(DateTime from, DateTime now, long seconds);

    [LoggerMessage(12, LogLevel.Warning,
        "A token of the issuer '{Issuer}' was refused; the issuer that Auth:Authority names is '{Expected}'.")]
    private partial void LogIssuer(string issuer, string expected);

    [LoggerMessage(13, LogLevel.Warning,
        "A token for '{Audience}' in the claim '{Claim}' was refused; Auth:Audience is '{Expected}'.")]
    private partial void LogAudience(string audience, string claim, string expected);
}
