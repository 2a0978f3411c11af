namespace VipOrleans.Portal.Hosting;

using System.IO.Compression;
using System.Security.Cryptography;

/// <summary>
/// The two sheets and the one script, each under a name that changes with its content, so that a browser asks for it once.
/// </summary>
internal static class Sheets
{
    private static readonly Dictionary<string, Sheet> ByPath =
        new[] { "portal.ltr.css", "portal.rtl.css", "vote.js" }.Select(Read).ToDictionary(s => s.Path, StringComparer.Ordinal);

    /// <summary>The path of the sheet for a direction of writing.</summary>
    public static string PathOf(string direction) =>
        ByPath.Keys.Single(p => p.EndsWith($".{direction}.css", StringComparison.Ordinal));

    /// <summary>The path of a script.</summary>
    public static string ScriptOf(string name) => ByPath.Keys.Single(p => p.EndsWith($".{name}", StringComparison.Ordinal));

    public static void Use(IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.Request.Path == "/favicon.ico")
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            http.Response.Headers.CacheControl = "public, max-age=604800";
        }
        else if (http.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal))
        {
            await Serve(http);
        }
        else
        {
            await next(http);
        }
    });

    private static async Task Serve(HttpContext http)
    {
        if (!ByPath.TryGetValue(http.Request.Path, out var sheet) || http.Request.Method is not ("GET" or "HEAD"))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var (encoding, content) = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? ("br", sheet.Brotli)
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? ("gzip", sheet.Gzip) : (null, sheet.Plain);
        if (encoding is not null) http.Response.Headers.ContentEncoding = encoding;
        http.Response.Headers.Vary = "Accept-Encoding";
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.ContentType = $"text/{(sheet.Path.EndsWith(".js", StringComparison.Ordinal) ? "javascript" : "css")}; charset=utf-8";
        http.Response.ContentLength = content.Length;
        if (http.Request.Method == "GET") await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static Sheet Read(string name)
    {
        using var file = typeof(Sheets).Assembly.GetManifestResourceStream($"Assets/{name}")
            ?? throw new InvalidOperationException($"The file {name} is not in the program.");
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        var plain = memory.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(plain))[..12];
        return new($"/assets/{hash}.{name}", plain, Compressed(plain, to => new BrotliStream(to, CompressionLevel.SmallestSize)),
            Compressed(plain, to => new GZipStream(to, CompressionLevel.SmallestSize)));
    }

    private static byte[] Compressed(byte[] plain, Func<Stream, Stream> compress)
    {
        using var memory = new MemoryStream();
        using (var compressing = compress(memory)) compressing.Write(plain);
        return memory.ToArray();
    }

    private sealed record Sheet(string Path, byte[] Plain, byte[] Brotli, byte[] Gzip);
}
