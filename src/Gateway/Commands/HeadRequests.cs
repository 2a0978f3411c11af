namespace VipOrleans.Gateway.Commands;

/// <summary>
/// Answers HEAD wherever there is GET: as the GET that it stands for, of which the server sends everything but the body.
/// </summary>
internal static class HeadRequests
{
    /// <summary>True where only the head of the answer was asked for.</summary>
    public static bool Is(HttpContext http) => http.Features.Get<HeadOnly>() is not null;

    /// <summary>Stands before routing, which knows GET only.</summary>
    public static void Use(IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Features.Set(new HeadOnly());
            http.Request.Method = HttpMethods.Get;
        }

        return next(http);
    });

    private sealed record HeadOnly;
}
