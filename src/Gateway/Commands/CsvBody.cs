namespace VipOrleans.Gateway.Commands;

using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using VipOrleans.Gateway.Problems;

/// <summary>A body of <c>text/csv</c> in UTF-8, read whole. What is compared of a repeated request is its hash.</summary>
/// <param name="Sha256">The SHA-256 of the bytes, in hexadecimal digits.</param>
internal sealed record CsvBody(string Sha256)
{
    /// <summary>Largest file, in bytes: the whole history of the European Central Bank's rates has about 2 MiB.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    public const string MediaType = "text/csv";

    /// <summary>The file.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    public static async Task<CsvBody> Read(HttpContext http)
    {
        var bytes = await RequestBody.ReadBytes(http, MaxBytes);
        var isCsv = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var media)
            && media.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
            && (!media.Charset.HasValue || media.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isCsv || http.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProblemException(Problems.MediaType, TableMedia.Advice(http)
                ?? $"Send 'Content-Type: {MediaType}' in UTF-8, without Content-Encoding.");
        }

        if (bytes.Length == 0)
        {
            throw ProblemException.Invalid("body", "Expected a file of comma-separated values with a line of names first.");
        }

        TableMedia.RefuseWorkbook(bytes.Span);
        if (!Utf8.IsValid(bytes.Span)) throw ProblemException.Invalid("body", "The body is not valid UTF-8.");
        return new(Convert.ToHexString(SHA256.HashData(bytes.Span))) { Bytes = bytes };
    }
}
