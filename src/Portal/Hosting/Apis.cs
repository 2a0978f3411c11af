namespace VipOrleans.Portal.Hosting;

using System.Net.Http.Headers;
using VipOrleans.Client;

/// <summary>Clients of the API, in the name of whoever reads the page.</summary>
internal sealed class Apis(IHttpMessageHandlerFactory handlers, PortalAddresses addresses)
{
    public const string Name = "api";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>A client with a token; without one, as anybody.</summary>
    public VipClient As(string? token)
    {
        var http = new HttpClient(handlers.CreateHandler(Name), disposeHandler: false) { BaseAddress = addresses.Api(), Timeout = Longest };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(http);
    }
}
