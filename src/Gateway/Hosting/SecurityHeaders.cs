namespace VipOrleans.Gateway.Hosting;

using Scalar.AspNetCore;

/// <summary>What every answer says to browsers and caches.</summary>
internal static class SecurityHeaders
{
    /// <summary>Nothing on this origin is a page, except for the API reference, which brings its own policy.</summary>
    private const string NothingRuns = "default-src 'none'; frame-ancestors 'none'";

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
