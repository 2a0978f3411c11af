namespace VipOrleans.Gateway.Access;

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VipOrleans.Domain.Kernel;

/// <summary>Where tokens come from. Configured in the section <c>Auth</c>; one of the two, never both.</summary>
public sealed class AuthOptions
{
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

internal static class GatewayAuthentication
{
    // Keys of a provider are public; a symmetric algorithm would let anyone sign with one.
    private static readonly string[] ProviderAlgorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
            SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512];

    public static void Add(WebApplicationBuilder builder)
    {
        var auth = builder.Configuration.GetSection("Auth").Get<AuthOptions>() ?? new();
        if (auth.Problem(builder.Environment.IsDevelopment()) is { } problem) throw new InvalidOperationException(problem);
        var issuer = auth.DevelopmentIssuer ? new DevelopmentIssuer(auth.DevelopmentKey) : null;
        if (issuer is not null) builder.Services.AddSingleton(issuer);
        builder.Services.AddSingleton(_ => new KnownTokens(TimeProvider.System));
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.IncludeErrorDetails = false;
            var wanted = jwt.TokenValidationParameters;
            wanted.ClockSkew = TimeSpan.FromSeconds(30);
            wanted.RequireExpirationTime = true;
            wanted.RequireSignedTokens = true;
            wanted.ValidateIssuer = wanted.ValidateAudience = wanted.ValidateLifetime = wanted.ValidateIssuerSigningKey = true;
            wanted.NameClaimType = "sub";
            wanted.RoleClaimType = "role";
            if (issuer is null)
            {
                jwt.Authority = auth.Authority;
                jwt.Audience = auth.Audience;
                jwt.RequireHttpsMetadata = !builder.Environment.IsDevelopment();
                wanted.ValidAlgorithms = ProviderAlgorithms;
            }
            else
            {
                wanted.ValidIssuer = DevelopmentIssuer.Name;
                wanted.ValidAudience = DevelopmentIssuer.Audience;
                wanted.IssuerSigningKey = issuer.Key;
                wanted.ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256];
            }

            jwt.Events = new()
            {
                OnMessageReceived = context =>
                {
                    if (!TryBearer(context.Request, out var token)
                        || !KnownTo(context.HttpContext).TryFind(token, out var user, out var caller))
                    {
                        return Task.CompletedTask;
                    }

                    context.HttpContext.Features.Set(caller);
                    context.Principal = user;
                    context.Success();
                    return Task.CompletedTask;
                },
                OnTokenValidated = context =>
                {
                    if (Caller.TryRead(context.Principal!, out var caller, out var missing))
                    {
                        context.HttpContext.Features.Set(caller);
                        if (TryBearer(context.Request, out var token)) KnownTo(context.HttpContext).Add(token, context.Principal!, caller);
                    }
                    else
                    {
                        context.HttpContext.Features.Set(new TokenProblem(missing));
                        context.Fail(missing);
                    }

                    return Task.CompletedTask;
                },
            };
        });
    }

    private static KnownTokens KnownTo(HttpContext http) => http.RequestServices.GetRequiredService<KnownTokens>();

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
/// Gives tokens for any role to anyone who asks: for a developer's machine. Its key is made from a configured text, or lives in memory and
/// ends with the process.
/// </summary>
internal sealed class DevelopmentIssuer
{
    public const string Name = "vip-orleans-development";
    public const string Audience = "vip-orleans";
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    public DevelopmentIssuer(string? seed) =>
        Key = new(seed is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : KeyFrom(seed)) { KeyId = "development" };

    public ECDsaSecurityKey Key { get; }

    // Of all 32-byte numbers one in four thousand million is no private key of this curve; then the next one is tried.
    private static ECDsa KeyFrom(string seed)
    {
        for (var number = 0; ; number++)
        {
            var secret =
                HKDF.DeriveKey(HashAlgorithmName.SHA256, System.Text.Encoding.UTF8.GetBytes(seed), 32, null,
                    System.Text.Encoding.UTF8.GetBytes($"{Name} {number}"));
            try
            {
                return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
            }
            catch (CryptographicException) when (number < 8)
            {
            }
        }
    }

    public string Issue(string subject, Role role, Ties ties, DateTime now)
    {
        var claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = subject, ["role"] = Codes<Role>.Text(role) };
        foreach (var (name,
            value) in new[] { ("person", ties.Person), ("city", ties.City), ("nation", ties.Nation), ("employer", ties.Employer) })
        {
            if (value is not null) claims[name] = value;
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = new(Key, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
