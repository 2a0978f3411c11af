namespace VipOrleans.Gateway.Hosting;

using Scalar.AspNetCore;

/// <summary>What every answer says to browsers and caches.</summary>
internal static class SecurityHeaders
{
    /// <summary>Nothing on this origin is a page, except for the API reference, which brings its own policy.</summary>
    private const string NothingRuns = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // A year, as browsers want it for a host that means it; of other hosts of the domain this one says nothing.
    private const string OnlyHttps = "max-age=31536000";

    /// <summary>The API reference runs its own scripts, sets styles, and talks to this origin only.</summary>
    private const string ReferenceRuns =
        "default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' "
            + "data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void Use(IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = NothingRuns;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // A developer's own machine serves other things by HTTP under the same name.
        if (http.Request.IsHttps && http.Request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
        {
            headers.StrictTransportSecurity = OnlyHttps;
        }

        http.Response.OnStarting(() =>
        {
            if (http.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
            {
                headers.ContentSecurityPolicy = ReferenceRuns.Replace("{0}", nonce, StringComparison.Ordinal);
            }

            return Task.CompletedTask;
        });
        return next(http);
    });
}
