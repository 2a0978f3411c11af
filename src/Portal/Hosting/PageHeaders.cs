namespace VipOrleans.Portal.Hosting;

/// <summary>What every answer says to browsers: nothing runs, nothing is asked of another host, nothing is kept.</summary>
internal static class PageHeaders
{
    public const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Of a page with a script: the one that is ours, which asks nobody but this host.</summary>
    public const string WithScript = $"{Policy}; script-src 'self'; connect-src 'self'";

    private const string OnlyHttps = "max-age=31536000";

    public static void Use(IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = Policy;
        // In the words in which the forms' tokens ask for it.
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        // Where one came from tells of a concern.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        if (http.Request.IsHttps && http.Request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
        {
            headers.StrictTransportSecurity = OnlyHttps;
        }

        return next(http);
    });
}
