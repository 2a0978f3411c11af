namespace VipOrleans.Gateway.Hosting;

using Microsoft.Net.Http.Headers;
using VipOrleans.Gateway.Commands;

/// <summary>Lets pages of the origins in <c>Gateway:CorsOrigins</c> ask from a browser. Without any, browsers let nobody.</summary>
internal static class Cors
{
    private const string Setting = "Gateway:CorsOrigins";

    // A browser asks again after this time whether it may; a longer one would outlive a setting that was taken back.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <summary>What is wrong with the setting, a line for each.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration) =>
        from text in Origins(configuration)
        where !Uri.TryCreate(text, UriKind.Absolute, out var origin) || origin.Scheme is not ("http" or "https")
            || origin.GetLeftPart(UriPartial.Authority) != text
        select $"{Setting} has '{text}', which is not an origin such as 'https://portal.example.org': scheme, host and port as browsers "
            + "send them, and nothing behind.";

    public static void Add(WebApplicationBuilder builder)
    {
        if (Origins(builder.Configuration) is not { Length: > 0 } origins) return;
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .WithMethods("GET", "HEAD", "POST", "PUT", "DELETE")
            .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, CommandHeaders.KeyName, HeaderNames.IfMatch,
                HeaderNames.IfNoneMatch, "Last-Event-ID")
            .WithExposedHeaders(HeaderNames.ETag, HeaderNames.Location, HeaderNames.RetryAfter)
            .SetPreflightMaxAge(Remembered)));
    }

    public static void Use(WebApplication app)
    {
        if (Origins(app.Configuration).Length > 0) app.UseCors();
    }

    private static string[] Origins(IConfiguration configuration) => configuration.GetSection(Setting).Get<string[]>() ?? [];
}
