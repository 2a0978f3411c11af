namespace VipOrleans.Gateway.Tests.OpenApi;

using System.Text.Json.Nodes;
using VipOrleans.Servers;

/// <summary>
/// The API's document under Spectral's rules; those of OWASP that are switched off have their reasons in the file of rules.
/// </summary>
public sealed class SpectralTests(TestGateway gateway)
{
    [Fact]
    public async Task The_document_keeps_the_rules_of_OpenAPI() => Holds(await Lint(await Document(), "oas.yaml"));

    [Fact]
    public async Task The_document_keeps_the_rules_of_OWASP() => Holds(await Lint(await Document(), "owasp.yaml"));

    [Fact]
    public async Task Everything_that_can_be_sent_has_a_limit() =>
        Holds(await Lint(Sent(await Document()), "owasp-sent.yaml"));

    [Fact]
    public async Task What_has_no_limit_is_found()
    {
        var document = Sent(await Document());
        var properties = document["components"]!["schemas"]!["OpenCityRequest"]!["properties"]!;
        properties["name"] = new JsonObject { ["type"] = "string" };
        properties["currency"] = new JsonObject { ["type"] = "integer", ["format"] = "int32" };
        properties["timeZone"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "boolean" } };

        var found = await Lint(document, "owasp-sent.yaml");

        Assert.Equal(["array-limit", "integer-limit", "string-limit"],
            found.Select(f => f.Split(' ')[0].Replace("owasp:api4:2023-", "", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task A_parameter_that_a_path_lacks_is_found()
    {
        var document = await Document();
        document["paths"]!["/v1/cities/{city}/duplicates"]!["get"]!["parameters"]!.AsArray().RemoveAt(0);

        Assert.Contains(await Lint(document, "oas.yaml"), f => f.Contains("path-params", StringComparison.Ordinal));
    }

    private static void Holds(IReadOnlyList<string> found) => Assert.True(found.Count == 0, string.Join('\n', found));

    private async Task<JsonNode> Document() => (await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Json;

    // Without the answers, and without the schemas that are in answers only.
    private static JsonNode Sent(JsonNode document)
    {
        foreach (var (_, _, operation) in OpenApiTests.Operations(document))
        {
            operation["responses"] = new JsonObject { ["default"] = new JsonObject { ["description"] = "Left out." } };
        }

        var components = document["components"]!.AsObject();
        components.Remove("responses");
        var schemas = components["schemas"]!.AsObject();
        var sent = new HashSet<string>();
        Follow(document["paths"]);
        foreach (var name in schemas.Select(s => s.Key).Where(s => !sent.Contains(s)).ToArray()) schemas.Remove(name);
        return document;

        void Follow(JsonNode? node)
        {
            if (node is JsonArray items)
            {
                foreach (var item in items) Follow(item);
            }

            if (node is not JsonObject members) return;
            if (members["$ref"] is JsonValue reference && ((string)reference!).Split('/')[^1] is var name && sent.Add(name))
            {
                Follow(schemas[name]);
            }

            foreach (var (_, member) in members) Follow(member);
        }
    }

    private static async Task<IReadOnlyList<string>> Lint(JsonNode document, string rules)
    {
        // The rules look for their packages beside themselves.
        var folder = Path.GetDirectoryName(await ApiTools.Modules)!;
        var (own, file) = (Path.Combine(folder, $"{Guid.NewGuid():N}-{rules}"), Path.Combine(folder, $"{Guid.NewGuid():N}.json"));
        try
        {
            File.Copy(Path.Combine(ApiTools.Rules, rules), own);
            await File.WriteAllTextAsync(file, document.ToJsonString());
            var (code, output) = await ApiTools.RunNode("@stoplight/spectral-cli/dist/index.js", folder,
                "lint", file, "--ruleset", own, "--format", "json", "--fail-severity", "error", "--quiet");
            // What is printed before the findings is not JSON.
            var found = code is 0 or 1 && output.IndexOf('[', StringComparison.Ordinal) is >= 0 and var start
                ? JsonNode.Parse(output[start..(output.LastIndexOf(']') + 1)])!.AsArray() : null;
            Assert.True(found is not null, $"Spectral ended with {code}: {output}");
            return
            [
                .. found.Where(f => (int)f!["severity"]! == 0)
                    .Select(f => $"{f!["code"]} at /{string.Join('/', f["path"]!.AsArray())}: {f["message"]}"),
            ];
        }
        finally
        {
            File.Delete(own);
            File.Delete(file);
        }
    }
}
