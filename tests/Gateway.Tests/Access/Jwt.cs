namespace VipOrleans.Gateway.Tests.Access;

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

/// <summary>Tokens to the letter: with claims twice, headers of any kind and keys that no library would sign with.</summary>
internal static class Jwt
{
    /// <summary>Signs a header and a payload as they are.</summary>
    public static string Sign(AsymmetricAlgorithm key, string header, string payload)
    {
        var text = $"{Encoded(Encoding.UTF8.GetBytes(header))}.{Encoded(Encoding.UTF8.GetBytes(payload))}";
        var bytes = Encoding.UTF8.GetBytes(text);
        var signature = key is RSA rsa ? rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : ((ECDsa)key).SignData(bytes, HashAlgorithmName.SHA256);
        return $"{text}.{Encoded(signature)}";
    }

    /// <summary>The claims that every token has, then these; they are JSON members without braces.</summary>
    public static string Payload(string issuer, string? audience, string claims) =>
        $$"""{"iss":"{{issuer}}",{{(audience is null ? "" : $"\"aud\":\"{audience}\",")}}"exp":{{DateTimeOffset.UtcNow.AddHours(1)
            .ToUnixTimeSeconds()}},{{claims}}}""";

    private static string Encoded(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
