namespace VipOrleans.Gateway.Tests.Access;

using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

/// <summary>An OpenID Connect provider on this machine: it publishes what the test says, and signs what the test wants.</summary>
internal sealed class LocalProvider : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RSA> _published = new();
    private readonly WebApplication _app;

    private LocalProvider(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>True where it answers nothing but 503.</summary>
    public bool IsSilent { get; set; }

    public static async Task<LocalProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new LocalProvider(app);
        app.MapGet("/.well-known/openid-configuration",
            () => provider.Answer(new { issuer = provider.Address, jwks_uri = $"{provider.Address}/keys" }));
        app.MapGet("/keys", () => provider.Answer(new { keys = provider._published.Select(k => Json(k.Key, k.Value)) }));
        await app.StartAsync();
        return provider;
    }

    /// <summary>Publishes a new key.</summary>
    public void Publish(string id, int bits = 2048) => _published[id] = RSA.Create(bits);

    /// <summary>Takes a key back, and gives it to whoever has stolen it.</summary>
    public RSA Withdraw(string id) => _published.TryRemove(id, out var key) ? key : throw new KeyNotFoundException(id);

    public string Token(string claims, string? audience = "vip", string key = "one", string? issuer = null) =>
        Token(_published[key], claims, audience, key, issuer);

    public string Token(RSA key, string claims, string? audience = "vip", string id = "one", string? issuer = null) =>
        Jwt.Sign(key, $$"""{"alg":"RS256","typ":"JWT","kid":"{{id}}"}""", Jwt.Payload(issuer ?? Address, audience, claims));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var key in _published.Values) key.Dispose();
    }

    private IResult Answer(object answer) => IsSilent ? TypedResults.StatusCode(503) : TypedResults.Json(answer);

    private static object Json(string id, RSA key)
    {
        var parts = key.ExportParameters(false);
        return new
        {
            kty = "RSA", use = "sig", alg = "RS256", kid = id, n = Base64UrlEncoder.Encode(parts.Modulus),
            e = Base64UrlEncoder.Encode(parts.Exponent)
        };
    }
}
