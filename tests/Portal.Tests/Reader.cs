namespace VipOrleans.Portal.Tests;

using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

/// <summary>
/// A browser without script: it keeps cookies (also those that are for secure connections only, as browsers do on a developer's own
/// machine), follows redirects, and sends forms as they stand on the page.
/// </summary>
public sealed class Reader(Uri address, string language) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress =
        address
    };
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public string Language => language;

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    public void Forget(string cookie) => _cookies.Remove(cookie);

    public void Dispose() => _http.Dispose();

    /// <summary>A page in the reader's language, and where the reader ended.</summary>
    public Task<Page> Get(string path) => Send(HttpMethod.Get, $"/{language}{path}", null);

    /// <summary>What stands at an address, without any language.</summary>
    public Task<Page> GetRaw(string path, bool follow = true) => Send(HttpMethod.Get, path, null, follow);

    /// <summary>Sends the form of a page, filled in.</summary>
    public Task<Page> Submit(Page page, params (string Field, string Value)[] values)
    {
        var form = page.Document.QuerySelector("form[method=post]") ?? throw new InvalidOperationException("There is no form on the page.");
        var fields = new Dictionary<string, string>();
        foreach (var input in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            if (input.GetAttribute("type") == "radio" && !input.HasAttribute("checked")) continue;
            fields[input.GetAttribute("name")!] = input.GetAttribute("value") ?? input.TextContent;
        }

        foreach (var (field, value) in values) fields[field] = value;
        return Send(HttpMethod.Post, page.Path, fields);
    }

    /// <summary>Signs in as somebody of the development issuer's list.</summary>
    public async Task SignIn(string key)
    {
        var choice = await Get("/sign-in");
        var link = choice.Document.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!)
            .Single(h => Uri.UnescapeDataString(h).EndsWith($"as={key}", StringComparison.Ordinal));
        var page = await Send(HttpMethod.Get, link, null);
        Assert.True(page.Status == HttpStatusCode.OK, $"{page.Path}: {page.Status} {page.Text}");
    }

    private async Task<Page> Send(HttpMethod method, string path, Dictionary<string, string>? form, bool follow = true)
    {
        for (var hops = 0; ; hops++)
        {
            Assert.True(hops < 10, $"{path} leads round in circles.");
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
            if (form is not null) request.Content = new FormUrlEncodedContent(form);
            using var response = await _http.SendAsync(request);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : []) Keep(cookie);
            if (follow && (int)response.StatusCode is 301 or 302 or 303)
            {
                (method, form) = (HttpMethod.Get, null);
                path = response.Headers.Location!.IsAbsoluteUri ? response.Headers.Location.PathAndQuery
                    : response.Headers.Location.OriginalString;
                continue;
            }

            var text = await response.Content.ReadAsStringAsync();
            return new(path, response.StatusCode, text, response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key,
                h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    private void Keep(string set)
    {
        var pair = set.Split(';')[0].Split('=', 2);
        if (pair[1].Length == 0 || set.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)) _cookies.Remove(pair[0]);
        else _cookies[pair[0]] = pair[1];
    }
}

/// <summary>A page as it came.</summary>
public sealed record Page(string Path, HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    private IDocument? _document;

    public IDocument Document => _document ??= new HtmlParser().ParseDocument(Text);

    public string Heading => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public IEnumerable<string> Errors => Document.QuerySelectorAll(".govuk-error-summary__list li").Select(e => e.TextContent.Trim());
}
