namespace VipOrleans.Gateway.Tests.OpenApi;

using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

public sealed class OpenApiTests(TestGateway gateway)
{
    [Fact]
    public async Task The_document_is_valid_OpenAPI_3_1()
    {
        var text = (await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Text;
        var read = OpenApiDocument.Parse(text, "json");
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.DoesNotContain("\"$ref\": \"#/components/schemas/#", text);
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_shows_it()
    {
        var wrong = new List<string>();
        var names = new HashSet<string>();
        foreach (var (path, method, operation) in Operations(await Document()))
        {
            void Need(bool holds, string what)
            {
                if (!holds) wrong.Add($"{method} {path}: {what}");
            }

            var isAnonymous = !path.StartsWith("/v1/", StringComparison.Ordinal)
                || path is "/v1/dev/tokens" or "/v1/nations/{nation}/cities" || (method is "get" && path is "/v1/cities/{city}/ballots"
                    or "/v1/cities/{city}/openings")
                        || path is "/v1/cities/{city}/ballots/{ballot}" or "/v1/cities/{city}/ballots/{ballot}/vote"
                    or "/v1/cities/{city}/openings/{opening}" or "/v1/cities/{city}/openings/{opening}/draw";
            Need(operation["summary"] is not null, "no summary");
            Need(operation["description"] is not null, "no description");
            Need(names.Add((string?)operation["operationId"] ?? ""), "no operationId of its own");
            Need(operation["tags"]?.AsArray().Count > 0, "no tag");
            Need(isAnonymous == (operation["security"] is null or JsonArray { Count: 0 }), "security");
            var success = operation["responses"]!.AsObject().Where(r => r.Key[0] == '2').ToArray();
            Need(success.Length == 1, "not one success");
            Need(success.All(r => r.Value!["content"]!.AsObject().All(c => c.Value!["example"] is not null)), "no example of an answer");
            // There is one example of a body that says nothing, and the writer leaves it out.
            var body = operation["requestBody"]?["content"]?.AsObject().First().Value;
            if (method is "post" or "put")
            {
                Need(body?["example"] is not null || (string?)body?["schema"]?["$ref"] == "#/components/schemas/NothingMore",
                    "no example of a body");
            }

            var parameters = operation["parameters"]?.AsArray() ?? [];
            foreach (var p in parameters)
            {
                Need(p!["description"] is not null && p["schema"] is not null, $"parameter {p["name"]} is not described");
            }

            var isList = path.EndsWith("/ballots", StringComparison.Ordinal) || path.EndsWith("/openings", StringComparison.Ordinal);
            string[] problems = isAnonymous ? path.EndsWith("/vote", StringComparison.Ordinal)
                ? ["400", "404", "409", "422", "429", "500", "503", "504"]
                : isList || path.Contains("{ballot}", StringComparison.Ordinal) || path.Contains("{opening}", StringComparison.Ordinal)
                ? ["400", "404", "429", "500", "503", "504"] : ["500", "503"] : method is "get"
                ? ["400", "401", "403", "429", "500", "503", "504"]
                : ["400", "401", "403", "404", "409", "412", "422", "429", "500", "503", "504"];
            foreach (var status in problems)
            {
                // What takes nothing has nothing that could be wrong.
                if (status == "400" && parameters.Count == 0 && operation["requestBody"] is null) continue;
                Need((string?)operation["responses"]?[status]?["$ref"] == $"#/components/responses/Problem{status}",
                    $"no problem {status}");
            }

            if (isAnonymous) continue;
            bool Has(string header) => parameters.Any(p => (string?)p!["name"] == header && (string?)p["in"] == "header");
            Need(Has("Idempotency-Key") == method is not "get", "Idempotency-Key");
            Need(Has("If-Match") == method is not "get", "If-Match");
            Need(Has("Last-Event-ID") == (path.EndsWith("/feed", StringComparison.Ordinal)
                || path.EndsWith("/events", StringComparison.Ordinal)), "Last-Event-ID");
        }

        Assert.True(names.Count >= 45, $"{names.Count}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_example_fits_its_schema()
    {
        var document = await Document();
        var wrong = new List<string>();
        foreach (var (path, method, operation) in Operations(document))
        {
            var contents = operation["responses"]!.AsObject().Select(r => Resolve(document, r.Value!)["content"])
                .Append(operation["requestBody"]?["content"]).OfType<JsonObject>();
            foreach (var media in contents.SelectMany(c => c))
            {
                if (media.Value!["example"] is { } example && media.Key != "text/event-stream")
                {
                    Check(document, media.Value["schema"]!, example, $"{method} {path} {media.Key}", wrong);
                }

            }

            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
            {
                if (parameter!["example"] is { } example)
                {
                    Check(document, parameter["schema"]!, example, $"{method} {path} {parameter["name"]}", wrong);
                }

            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    [Fact]
    public async Task Codes_ids_and_money_are_described_as_what_they_are()
    {
        var schemas = (await Document())["components"]!["schemas"]!;
        Assert.Equal(["identity", "accommodation-exists", "accommodation-suitable", "background", "health-insurance"],
            schemas["CheckKind"]!["enum"]!.AsArray().Select(n => (string?)n));
        Assert.Equal("string", (string?)schemas["HostId"]!["type"]);
        Assert.Equal("string", (string?)schemas["Money"]!["properties"]!["amount"]!["type"]);
        Assert.Equal("date", (string?)schemas["DeclareBaselineRequest"]!["properties"]!["on"]!["format"]);
        Assert.False((bool)schemas["OpenCityRequest"]!["additionalProperties"]!);
        Assert.Null(schemas["CityView"]!["additionalProperties"]);
        Assert.Equal(100, (int)schemas["OpenCityRequest"]!["properties"]!["name"]!["maxLength"]!);
        // A schema that says nothing is one that was forgotten.
        Assert.All(schemas.AsObject(), s => Assert.True(s.Value!["type"] is not null, s.Key));
    }

    [Fact]
    public async Task The_reference_opens_at_the_root_and_needs_no_other_host()
    {
        var root = await gateway.Send(HttpMethod.Get, "/");
        root.MustBe(HttpStatusCode.Redirect);
        var page = await gateway.Ok(HttpMethod.Get, root.Headers.Location!.ToString());
        Assert.Equal("text/html", page.ContentHeaders.ContentType!.MediaType);
        Assert.DoesNotContain("//", Regex.Replace(page.Text, "<!--.*?-->", ""));
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = Regex.Match(policy, "'nonce-([^']+)'").Groups[1].Value;
        Assert.NotEmpty(nonce);
        Assert.All(Regex.Matches(page.Text, "<script[^>]*>").Select(m => m.Value), script => Assert.Contains(nonce, script));
        Assert.DoesNotContain("http", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
        foreach (var script in Regex.Matches(page.Text, "src=\"([^\"]+)\"").Select(m => m.Groups[1].Value))
        {
            await gateway.Ok(HttpMethod.Get, $"/reference/{script}");
        }

    }

    private async Task<JsonNode> Document() => (await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Json;

    internal static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (p.Key, o.Key, o.Value!)));

    private static JsonNode Resolve(JsonNode document, JsonNode node) =>
        (string?)node["$ref"] is { } reference
            ? reference[2..].Split('/').Aggregate(document, (at, name) => at[name] ?? throw new InvalidOperationException(reference))
            : node;

    // As much of JSON Schema as the document uses.
    private static void Check(JsonNode document, JsonNode schema, JsonNode? value, string where, List<string> wrong)
    {
        schema = Resolve(document, schema);
        if (schema["anyOf"] is JsonArray union)
        {
            var reasons = union.Select(m =>
            {
                var errors = new List<string>();
                Check(document, m!, value, where, errors);
                return errors;
            }).ToList();
            if (!reasons.Exists(r => r.Count == 0)) wrong.AddRange(reasons.SelectMany(r => r));
            return;
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            var fits = choices.Count(c =>
            {
                var errors = new List<string>();
                Check(document, c!, value, where, errors);
                return errors.Count == 0;
            });
            if (fits != 1) wrong.Add($"{where}: fits {fits} of oneOf");
            return;
        }

        var types = schema["type"] switch
        {
            JsonArray several => several.Select(t => (string)t!).ToArray(),
            JsonValue one => [(string)one!],
            _ => []
        };
        var kind = value is null ? "null" : value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.Object => "object",
            System.Text.Json.JsonValueKind.Array => "array",
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => "integer",
            _ => "boolean",
        };
        if (types.Length > 0 && !types.Contains(kind)) wrong.Add($"{where}: {kind} is not {string.Join('|', types)}");
        if (schema["enum"] is JsonArray codes && !codes.Any(c => JsonNode.DeepEquals(c, value)))
        {
            wrong.Add($"{where}: {value} is not one of the codes");
        }

        if (schema["pattern"] is { } pattern && value is JsonValue && !Regex.IsMatch((string)value!, (string)pattern!))
        {
            wrong.Add($"{where}: {value} does not match {pattern}");
        }

        if (value is JsonArray items)
        {
            if (schema["items"] is { } item) foreach (var (i, v) in items.Index()) Check(document, item, v, $"{where}[{i}]", wrong);
            else wrong.Add($"{where}: the schema does not say what the items are");
        }

        if (value is not JsonObject members) return;
        foreach (var name in schema["required"]?.AsArray().Select(n => (string)n!) ?? [])
        {
            if (!members.ContainsKey(name)) wrong.Add($"{where}: {name} is missing");
        }

        foreach (var (name, member) in members)
        {
            if (schema["properties"]?[name] is { } property) Check(document, property, member, $"{where}.{name}", wrong);
            else if (schema["additionalProperties"] is JsonObject other) Check(document, other, member, $"{where}.{name}", wrong);
            else wrong.Add($"{where}: {name} is not described");
        }
    }
}
