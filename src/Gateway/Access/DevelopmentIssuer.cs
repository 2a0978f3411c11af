namespace VipOrleans.Gateway.Access;

using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VipOrleans.Domain.Kernel;

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
