namespace VipOrleans.Portal.Hosting;

using Microsoft.AspNetCore.Http.HttpResults;
using VipOrleans.Client;
using VipOrleans.Portal.Layout;
using VipOrleans.Portal.SignIn;
using VipOrleans.Portal.Texts;

/// <summary>One request for a page: by whom, in which language, and with what the API answers them.</summary>
public sealed class Visit(HttpContext http, Me? me)
{
    public HttpContext Http { get; } = http;

    public Me? Me { get; } = me;

    /// <summary>Whoever is signed in, on a page that needs somebody.</summary>
    public Me Somebody => Me ?? throw new InvalidOperationException("The page declares that anyone may see it.");

    public Words Words { get; } = http.Features.Get<Words>() ?? throw new InvalidOperationException("The path names no language.");

    public PortalSettings Settings => Http.RequestServices.GetRequiredService<PortalSettings>();

    public VipClient Api => field ??= Http.RequestServices.GetRequiredService<Apis>().As(Me?.Token);

    public CancellationToken Gone => Http.RequestAborted;

    /// <summary>A path of the portal in the reader's language.</summary>
    public string To(string path) => $"/{Words.Language.Code}{path}";

    /// <summary>This page in another language.</summary>
    public string In(Language language) => $"/{language.Code}{Http.Request.Path}{Http.Request.QueryString}";

    public string? Query(string name) => Http.Request.Query[name] is [{ Length: > 0 } value] ? value.Trim() : null;

    public string Route(string name) => (string)Http.GetRouteValue(name)!;

    /// <summary>Shows a page.</summary>
    public IResult Show<TView>(object? model = null, FormState? form = null, int status = 200) where TView : PageView =>
        new RazorComponentResult<TView>(new Dictionary<string, object?>
        {
            [nameof(PageView.Visit)] = this, [nameof(PageView.Data)] = model, [nameof(PageView.Form)] = form ?? FormState.Empty,
        })
        { StatusCode = status, PreventStreamingRendering = true };
}
