namespace VipOrleans.Cli;

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using VipOrleans.Silo;

/// <summary>A token from a gateway with the development issuer.</summary>
internal static class DevelopmentToken
{
    /// <summary>Asks for one and prints it.</summary>
    /// <exception cref="OperatorException">There is no such gateway, or it refuses.</exception>
    public static async Task Print(Uri gateway, IReadOnlyDictionary<string, string> wanted, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await http.PostAsJsonAsync(new Uri(gateway, "/v1/dev/tokens"), wanted, cancellation);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                throw new OperatorException($"{gateway} gives no tokens: it is no gateway in development.");
            var body = await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation);
            if (!answer.IsSuccessStatusCode) throw new OperatorException($"{gateway} answered {(int)answer.StatusCode}: {body?["detail"]}");
            Console.WriteLine((string?)body?["accessToken"]);
        }
        catch (HttpRequestException e)
        {
            throw new OperatorException($"{gateway} does not answer: {e.Message}", e);
        }
    }
}
