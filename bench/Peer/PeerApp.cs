namespace VipOrleans.Peer;

using System.Buffers.Binary;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

/// <summary>A request for a place.</summary>
/// <param name="Sponsorship">Who asks.</param>
public sealed record HoldRequest(string Sponsorship);

/// <summary>A sponsorship that is to be formed, for both sides at once.</summary>
/// <param name="Id">The sponsorship.</param>
/// <param name="Host">The host, who asks.</param>
/// <param name="Migrant">The migrant.</param>
public sealed record FormRequest(string Id, string Host, string Migrant);

/// <summary>What a request was answered.</summary>
/// <param name="Id">The sponsorship.</param>
/// <param name="Outcome">What was done.</param>
public sealed record PeerReceipt(string Id, string Outcome);

/// <summary>The peer over HTTP: ASP.NET Core's minimal API, with JSON serializers made at build time.</summary>
public static class PeerApp
{
    /// <summary>Builds it; starting it is the caller's.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The key with which tokens are signed.</param>
    /// <param name="issuer">The tokens' issuer.</param>
    /// <param name="audience">The tokens' audience.</param>
    /// <param name="places">How many rows a city has, where places are rows.</param>
    public static WebApplication Build(PeerStore store, SecurityKey key, string issuer, string audience, int places)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PeerJson.Default));
        // A signature is checked once a minute for each token, as the other side does.
        var known = new MemoryCache(new MemoryCacheOptions { SizeLimit = 20_000 });
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.TokenValidationParameters = new()
            {
                ValidIssuer = issuer,
                ValidAudience = audience,
                IssuerSigningKey = key,
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                NameClaimType = "sub",
                RoleClaimType = "role",
            };
            jwt.Events = new()
            {
                OnMessageReceived = context =>
                {
                    if (context.Request.Headers.Authorization is not [{ } token] || !known.TryGetValue(token, out ClaimsPrincipal? user))
                    {
                        return Task.CompletedTask;
                    }

                    context.Principal = user;
                    context.Success();
                    return Task.CompletedTask;
                },
                OnTokenValidated = context =>
                {
                    if (context.Request.Headers.Authorization is [{ } token])
                    {
                        var left = context.SecurityToken.ValidTo - DateTime.UtcNow;
                        if (left > TimeSpan.Zero)
                        {
                            known.Set(token, context.Principal,
                                new MemoryCacheEntryOptions
                                {
                                    Size = 1,
                                    AbsoluteExpirationRelativeToNow = left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1)
                                });
                        }

                    }

                    return Task.CompletedTask;
                },
            };
        });
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapPost("/v1/cities/{city}/holds", async (string city, HoldRequest body, HttpRequest request, ClaimsPrincipal user) =>
            Command(user, city, request) is { } command
                ? Answer(body, await store.HoldPlace(city, body.Sponsorship, command, Fingerprint($"{city}\n{body.Sponsorship}")))
                : Results.StatusCode(403))
                .RequireAuthorization();
        app.MapPost("/v1/cities/{city}/row-holds", async (string city, HoldRequest body, HttpRequest request, ClaimsPrincipal user) =>
            Command(user, city, request) is { } command
                ? Answer(body, await store.HoldRow(city, body.Sponsorship, command, Fingerprint($"{city}\n{body.Sponsorship}"), places))
                : Results.StatusCode(403)).RequireAuthorization();
        app.MapPost("/v1/cities/{city}/sponsorships", async (string city, FormRequest body, HttpRequest request, ClaimsPrincipal user) =>
        {
            if (user.FindFirstValue("role") != "host" || user.FindFirstValue("person") != body.Host
                || Key(user, request) is not { } command)
            {
                return Results.StatusCode(403);
            }

            var outcome = await store.Form(body.Id, city, body.Host, body.Migrant, command, Fingerprint($"{city}\n{body.Id}"));
            return outcome switch
            {
                "checking" => Results.Json(new PeerReceipt(body.Id, outcome), PeerJson.Default.PeerReceipt),
                "key-reused" => Results.StatusCode(422),
                _ => Results.StatusCode(409),
            };
        }).RequireAuthorization();
        app.MapGet("/v1/sponsorships/{sponsorship}/statement", async (string sponsorship, ClaimsPrincipal user) =>
        {
            if (!IsOfficer(user, sponsorship[..Math.Max(0, sponsorship.IndexOf('.', StringComparison.Ordinal))]))
            {
                return Results.StatusCode(403);
            }

            return await store.Statement(sponsorship) is { } statement
                ? Results.Json(statement, PeerJson.Default.PeerStatement) : Results.NotFound();
        }).RequireAuthorization();
        return app;
    }

    // The identity of a request: the caller and the caller's key. Null where the caller may not ask.
    private static string? Command(ClaimsPrincipal user, string city, HttpRequest request) =>
        IsOfficer(user, city) ? Key(user, request) : null;

    private static string? Key(ClaimsPrincipal user, HttpRequest request) =>
        request.Headers["Idempotency-Key"] is [{ Length: > 0 and <= 100 } key] ? $"{user.FindFirstValue("sub")}/{key}" : null;

    private static bool IsOfficer(ClaimsPrincipal user, string city) =>
        user.FindFirstValue("role") == "city-officer" && user.FindFirstValue("city") == city;

    private static long Fingerprint(string text) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static IResult Answer(HoldRequest body, string outcome) =>
        outcome == "key-reused"
            ? Results.StatusCode(422) : Results.Json(new PeerReceipt(body.Sponsorship, outcome), PeerJson.Default.PeerReceipt);
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(FormRequest))]
[JsonSerializable(typeof(PeerReceipt))]
[JsonSerializable(typeof(PeerStatement))]
internal sealed partial class PeerJson : JsonSerializerContext;
