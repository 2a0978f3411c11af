namespace VipOrleans.Gateway.Tests.OpenApi;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>The public contract as it was agreed, in docs/api/openapi.json: whoever changes it sees the change in review.</summary>
/// <remarks>Rewrite the file with <c>UPDATE_API=1 dotnet test tests/Gateway.Tests --filter ApiContractTests</c>.</remarks>
public sealed class ApiContractTests(TestGateway gateway)
{
    private const string Rewrite = "UPDATE_API=1 dotnet test tests/Gateway.Tests --filter ApiContractTests";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_committed_document_is_that_of_the_running_gateway()
    {
        var served = await Served();
        var file = CommittedFile();
        var cancellation = TestContext.Current.CancellationToken;
        if (Environment.GetEnvironmentVariable("UPDATE_API") == "1") await File.WriteAllTextAsync(file, served, cancellation);
        Assert.True(File.Exists(file), $"docs/api/openapi.json is missing. Write it with: {Rewrite}");
        var committed = await File.ReadAllTextAsync(file, cancellation);
        if (committed == served) return;
        var changes = Differences("", JsonNode.Parse(committed), JsonNode.Parse(served)).Take(40).ToList();
        Assert.Fail($"""
            The gateway's API is not the one in docs/api/openapi.json:

            {(changes.Count == 0 ? "only the layout or the order differs" : string.Join('\n', changes))}

            If the change is meant, rewrite the file and commit it with the change: {Rewrite}
            """);
    }

    [Fact]
    public async Task The_document_names_no_host_and_is_the_same_each_time()
    {
        var served = await Served();
        Assert.Equal(served, await Served());
        Assert.DoesNotContain("127.0.0.1", served, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", served, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_the_contract_is_named_by_its_place()
    {
        var (agreed, changed) = (JsonNode.Parse(await Served())!, JsonNode.Parse(await Served())!);
        Assert.Empty(Differences("", agreed, changed));
        var path = changed["paths"]!["/v1/cities/{city}/quota"]!.AsObject();
        path["put"]!["summary"] = "Something else";
        var summary = agreed["paths"]!["/v1/cities/{city}/quota"]!["put"]!["summary"]!.ToJsonString(Layout);
        path.Add("get", new JsonObject());
        changed["components"]!["schemas"]!.AsObject().Remove("CityView");
        Assert.Equal(
            [
                "/components/schemas/CityView is gone",
                "/paths/~1v1~1cities~1{city}~1quota/get is new",
                $"/paths/~1v1~1cities~1{{city}}~1quota/put/summary was {summary}, is \"Something else\"",
            ],
            Differences("", agreed, changed).Order(StringComparer.Ordinal));
    }

    // The order in which endpoints are mapped and types are met is not part of the contract.
    private async Task<string> Served()
    {
        var document = (await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Json.AsObject();
        document["paths"] = Sorted(document["paths"]!, Sorted);
        document["components"] = Sorted(document["components"]!, Sorted);
        var tags = document["tags"]!.AsArray().OrderBy(t => (string?)t!["name"], StringComparer.Ordinal);
        document["tags"] = new JsonArray([.. tags.Select(t => t!.DeepClone())]);
        return document.ToJsonString(Layout) + "\n";
    }

    // A comment's lines end where the code is wrapped; the introduction alone has lines of its own.
    [Fact]
    public async Task A_description_of_a_schema_is_one_line()
    {
        var document = (await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Json.AsObject();
        var broken = new List<string>();
        Look("", document["components"]!["schemas"]);
        Look("", document["paths"]);
        Assert.Empty(broken);

        void Look(string at, JsonNode? node)
        {
            if (node is JsonArray items) foreach (var item in items) Look(at, item);
            if (node is not JsonObject members) return;
            foreach (var (name, member) in members)
            {
                // An operation's own text may have paragraphs.
                var isOperation = members.ContainsKey("operationId");
                if (name == "description" && member is JsonValue text && !isOperation && ((string)text!).Contains('\n')) broken.Add(at);
                Look($"{at}/{name}", member);
            }
        }
    }

    private static JsonNode Sorted(JsonNode members) => Sorted(members, m => m.DeepClone());

    private static JsonObject Sorted(JsonNode members, Func<JsonNode, JsonNode> member) =>
        new(members.AsObject()
            .OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, (JsonNode?)member(m.Value!))));

    // Places are JSON pointers (RFC 6901), so that they can be looked up.
    private static IEnumerable<string> Differences(string at, JsonNode? agreed, JsonNode? served)
    {
        if (agreed is JsonObject before && served is JsonObject after)
        {
            return before.Select(m => m.Key).Union(after.Select(m => m.Key)).SelectMany(name =>
            {
                var place = $"{at}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                if (!after.ContainsKey(name)) return [$"{place} is gone"];
                if (!before.ContainsKey(name)) return [$"{place} is new"];
                return Differences(place, before[name], after[name]);
            });
        }

        if (JsonNode.DeepEquals(agreed, served)) return [];
        if (agreed is not JsonValue || served is not JsonValue) return [$"{at} differs"];
        return [$"{at} was {agreed.ToJsonString(Layout)}, is {served.ToJsonString(Layout)}"];
    }

    private static string CommittedFile()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VipOrleans.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "docs", "api", "openapi.json");
    }
}
