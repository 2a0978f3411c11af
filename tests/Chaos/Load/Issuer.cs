using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VipOrleans.Domain;
using VipOrleans.Servers;

namespace VipOrleans.Chaos;

/// <summary>
/// An OpenID Connect provider with one key, so that a token outlives the gateways. It answers what a gateway asks of a provider: where its keys
/// are, and its keys.
/// </summary>
internal sealed class Issuer : IDisposable
{
    /// <summary>The audience of its tokens.</summary>
    public const string Audience = "vip-orleans";

    private readonly HttpListener _listener = new();
    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "chaos" };
    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };

    public Issuer()
    {
        Address = $"http://127.0.0.1:{Ports.Free()}";
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _ = Serve();
    }

    /// <summary>Its address, which is its name too.</summary>
    public string Address { get; }

    /// <summary>A token for somebody; it holds longer than any run.</summary>
    public string Token(Caller who)
    {
        var claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = who.Subject, ["role"] = who.Role };
        if (who.Tie is { } tie) claims[tie.Claim] = tie.Value;
        var now = DateTime.UtcNow;
        return _tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = Audience,
            NotBefore = now.AddMinutes(-1),
            IssuedAt = now,
            Expires = now.AddDays(30),
            Claims = claims,
            SigningCredentials = new(_key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>
    /// The id that a command of this caller with this idempotency key has in the journal: the gateway's rule, written down a second time, since it
    /// must stay as it is for a retry to be known.
    /// </summary>
    public string CommandId(Caller who, string key) => IdText.KeyFrom($"{IdText.KeyFrom($"{Address.Length}:{Address}{who.Subject.Length}:{who.Subject}")}{key}");

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var http = await _listener.GetContextAsync();
                var isKeys = http.Request.Url!.AbsolutePath == "/keys";
                var body = isKeys
                    ? JsonSerializer.Serialize(new { keys = new[] { Public() } })
                    : JsonSerializer.Serialize(new { issuer = Address, jwks_uri = $"{Address}/keys" });
                http.Response.ContentType = "application/json";
                http.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private object Public()
    {
        var point = _key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", kid = _key.KeyId, use = "sig", alg = "ES256", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
    }
}

/// <summary>Somebody who uses the API: a role and what it is tied to.</summary>
/// <param name="Role">The role, as a token says it.</param>
/// <param name="Subject">Who it is.</param>
/// <param name="Tie">The claim that ties the role to something, and to what.</param>
internal sealed record Caller(string Role, string Subject, (string Claim, string Value)? Tie)
{
    private string? _token;

    public static Caller Officer(CityId city) => new("city-officer", $"officer:{city}", ("city", city.Value));

    public static Caller Officer(NationId nation) => new("nation-officer", $"officer:{nation}", ("nation", nation.Value));

    public static Caller Of(HostId host) => new("host", host.Value, ("person", host.Value));

    public static Caller Of(MigrantId migrant) => new("migrant", migrant.Value, ("person", migrant.Value));

    /// <summary>The caller's token, made once.</summary>
    public string Token(Issuer issuer) => _token ??= issuer.Token(this);
}
