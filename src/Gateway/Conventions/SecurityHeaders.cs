namespace VipOrleans.Gateway;

/// <summary>What every answer says to browsers and caches.</summary>
internal static class SecurityHeaders
{
    /// <summary>Nothing on this origin is a page, except for the API reference, which brings its own policy.</summary>
    private const string NothingRuns = "default-src 'none'; frame-ancestors 'none'";

    public static void Use(IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = NothingRuns;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(http);
    });
}
