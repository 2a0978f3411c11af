namespace VipOrleans.Gateway.Commands;

using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Problems;

/// <summary>A body of <c>application/xml</c>, read whole and not looked into. What is compared of a repeated request is its hash.</summary>
/// <param name="Sha256">The SHA-256 of the bytes, in hexadecimal digits.</param>
internal sealed record XmlBody(string Sha256)
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = BankFileReader.MaxBytes;

    public const string MediaType = "application/xml";

    /// <summary>The file.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    public static async Task<XmlBody> Read(HttpContext http)
    {
        var bytes = await RequestBody.ReadBytes(http, MaxBytes);
        var isXml = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var media)
            && (media.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
                || media.MediaType.Equals("text/xml", StringComparison.OrdinalIgnoreCase));
        if (!isXml || http.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProblemException(Problems.MediaType,
                $"Send 'Content-Type: {MediaType}' as the bank gave it, without Content-Encoding.");
        }

        if (bytes.Length == 0) throw ProblemException.Invalid("body", "Expected a file of the bank.");
        return new(Convert.ToHexString(SHA256.HashData(bytes.Span))) { Bytes = bytes };
    }
}
