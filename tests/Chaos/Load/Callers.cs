namespace VipOrleans.Chaos;

using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Processes;

/// <summary>Somebody who uses the API: a role, and what it is tied to.</summary>
/// <param name="Role">The role, as a token says it.</param>
/// <param name="Tie">The claim that ties the role to something.</param>
/// <param name="To">What it is tied to.</param>
/// <param name="Name">Tells two of one role and tie apart; empty for the first.</param>
internal sealed record Caller(string Role, string Tie, string To, string Name = "")
{
    private const string Issuer = "vip-orleans-development";

    /// <summary>Who it is.</summary>
    public string Subject => $"{Role}:{To}{Name}";

    public static Caller Officer(CityId city) => new("city-officer", "city", city.Value);

    public static Caller SecondOfficer(CityId city) => Officer(city) with { Name = ":second" };

    public static Caller Officer(NationId nation) => new("nation-officer", "nation", nation.Value);

    public static Caller Of(HostId host) => new("host", "person", host.Value);

    public static Caller Of(MigrantId migrant) => new("migrant", "person", migrant.Value);

    /// <summary>
    /// The id that a command of this caller with this idempotency key has in the journal: the gateway's rule, written down a second time,
    /// since it must stay as it is for a retry to be known.
    /// </summary>
    public string CommandId(string key) =>
        Hash("requests", $"{Hash("subjects", $"{Issuer.Length}:{Issuer}{Subject.Length}:{Subject}")}{key}");

    private static string Hash(string of, string text) =>
        IdText.KeyFrom(
            HMACSHA256.HashData(
                HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(LocalCluster.IdsKey), 32, [],
                    Encoding.UTF8.GetBytes($"vip-ids/1 {of}")),
                Encoding.UTF8.GetBytes(text)));
}

/// <summary>
/// Gets tokens from the development issuer, whose key all gateways share, and keeps them for half of the time that they count.
/// </summary>
internal sealed class Tokens
{
    private readonly ConcurrentDictionary<Caller, (string Token, DateTime Until)> _known = new();

    /// <summary>A token of this caller, from a gateway where none is at hand.</summary>
    public async Task<string> Of(Caller who, HttpClient gateway, CancellationToken cancellation)
    {
        if (_known.TryGetValue(who, out var known) && DateTime.UtcNow < known.Until) return known.Token;
        var asked = new Dictionary<string, string> { ["role"] = who.Role, [who.Tie] = who.To, ["subject"] = who.Subject };
        using var response = await gateway.PostAsJsonAsync("/v1/dev/tokens", asked, cancellation);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        var token = answer.GetProperty("accessToken").GetString()!;
        _known[who] = (token, DateTime.UtcNow.AddSeconds(answer.GetProperty("expiresIn").GetInt32() / 2));
        return token;
    }
}
