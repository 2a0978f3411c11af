namespace VipOrleans.Portal.Hosting;

using System.Globalization;
using VipOrleans.Portal.Texts;

/// <summary>
/// The language stands first in the path, and is taken from it before anything else looks: pages know no language in their routes. Whoever
/// names none is sent to the one that their browser prefers.
/// </summary>
internal static class Languages
{
    public static void Use(IApplicationBuilder app, PortalSettings settings) => app.Use((http, next) =>
    {
        var path = http.Request.Path.Value ?? "/";
        if (path == SignIn.SignInSchemes.CallbackPath) return next(http);
        var end = path.IndexOf('/', 1);
        var first = end < 0 ? path[1..] : path[1..end];
        if (Words.Of(first) is { } words && (words.Language != Language.Pseudo || settings.PseudoLanguage))
        {
            http.Request.PathBase = http.Request.PathBase.Add($"/{first}");
            http.Request.Path = end < 0 ? "/" : path[end..];
            http.Features.Set(words);
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = words.Language.Culture;
            return next(http);
        }

        if (http.Request.Method is not ("GET" or "HEAD"))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.Headers.Vary = "Accept-Language";
        http.Response.Redirect($"/{Preferred(http.Request).Code}{http.Request.Path}{http.Request.QueryString}");
        return Task.CompletedTask;
    });

    private static Language Preferred(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1);
        foreach (var one in wanted)
        {
            var code = one.Value.Value!.Split('-')[0] is var c && c == "fil" ? "tl" : c;
            if (Language.All.FirstOrDefault(l => l.Code.Equals(code, StringComparison.OrdinalIgnoreCase)) is { } language) return language;
        }

        return Language.All[0];
    }
}
