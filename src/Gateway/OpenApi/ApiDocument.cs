namespace VipOrleans.Gateway.OpenApi;

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.Problems;

/// <summary>The OpenAPI document, made from the endpoints, and the page that shows it.</summary>
internal static class ApiDocument
{
    private const string Description = """
        Visas between individuals: a citizen (host) sponsors one migrant; the gain over what the migrant earned at home is shared.

        **Commands.** Every POST carries an `Idempotency-Key`: the same key again gives the same answer, byte for byte, without a second effect. `If-Match` with an ETag makes a command conditional. A command is answered with a receipt: the id, its version, and the outcome in one word.

        **Reads** carry an `ETag`, the version, and honour `If-None-Match`. Lists are paged with `limit` and `cursor`.

        **Money** is text with exactly the decimals of its currency. Days are `2025-11-03`; times are UTC. Names are one free field.

        **Problems** are RFC 9457 `application/problem+json`; `code` is stable, and `type` leads to what it means and how to mend it.
        """;

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", api =>
    {
        api.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        api.AddSchemaTransformer(ApiSchemas.Transform);
        api.AddOperationTransformer(Transform);
        api.AddDocumentTransformer(Transform);
        api.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().Any();
    });

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowsAnyone().DisableRateLimiting();
        ApiReference.Map(app);
    }

    private static async Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new() { Title = "VipOrleans", Version = "v1", Description = Description };
        var audience = new Dictionary<string, IOpenApiExtension> { ["x-internal"] = new JsonNodeExtension(false) };
        document.Servers = [new() { Url = "/", Extensions = audience }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token with the claims 'sub', 'role' and its tie: 'person', 'city', 'nation' or 'employer'. It is checked "
                    + "as RFC8725 says: algorithm, issuer, audience, type and times, and keys of the configured provider only.",
            },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas["Problem"] = await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), null, cancellation);
        document.Components.Responses = Problems.ByCode.Values.GroupBy(k => k.Status)
            .ToDictionary(g => $"Problem{g.Key}", IOpenApiResponse (g) => ProblemResponse(g.Key, document));
        Optionals.Simplify(document);
        SentSchemas.Bound(document);
        Descriptions.Unwrap(document);
    }

    private static OpenApiResponse ProblemResponse(int status, OpenApiDocument document)
    {
        var kinds = Problems.ByCode.Values.Where(k => k.Status == status || (status == 422 && k.Code == Problems.BadInput.Code)).ToArray();
        return new OpenApiResponse
        {
            Description = string.Join(" ", kinds.Select(k => $"`{k.Code}`: {k.Title}")),
            Headers = status is 429 or 503
                ? new Dictionary<string, IOpenApiHeader>
                {
                    ["Retry-After"] =
                    new OpenApiHeader
                    {
                        Description = "After how many seconds to try again.",
                        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1" }
                    }
                } : null,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemAnswer.ContentType] = new()
                {
                    Schema = new OpenApiSchemaReference("Problem", document),
                    Example = Node(new ProblemAnswer
                    {
                        Type = kinds[0].Type,
                        Title = kinds[0].Title,
                        Status = status,
                        Code = kinds[0].Code,
                        Detail = kinds[0].Mend,
                        TraceId = "0af7651916cd43dd8448eb211c80319c",
                        Errors = status == 400 ? [new("yearly.amount", "Expected an amount of 0 or more.")] : null,
                    }),
                },
            },
        };
    }

    private static async Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context,
        CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var rule = metadata.OfType<AccessRule>().Last();
        var command = metadata.OfType<CommandMetadata>().LastOrDefault();
        operation.Description = $"{operation.Description}\n\n{AccessMiddleware.Sentence(rule)}";
        operation.Security = rule.IsAnonymous ? [] : [new() { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
        var ids = context.ApplicationServices.GetRequiredService<IdKinds>();
        var parameters = operation.Parameters?.ToList() ?? [];
        // What a handler reads from the route itself is a parameter all the same.
        foreach (var name in PathNames(context).Where(n => parameters.All(p => p.Name != n)).Reverse())
        {
            parameters.Insert(0, new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true });
        }

        foreach (var parameter in parameters.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path))
        {
            var id = ids.OfParameter(parameter.Name!);
            parameter.Description ??= id is null ? PathText(parameter.Name!) : $"The {id.Kind.Replace('-', ' ')}: {id.Grammar}.";
            parameter.Schema = id is null ? PathSchema(parameter.Name!) : await context.GetOrCreateSchemaAsync(id.Type, null, cancellation);
        }

        foreach (var parameter in metadata.OfType<QueryParameter>())
        {
            parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Required = parameter.IsRequired,
                Schema = await SchemaOf(parameter, context, cancellation),
                Example = JsonNode.Parse(
                    parameter.Example is "true" || (parameter.Type != typeof(string) && long.TryParse(parameter.Example, out var _))
                        ? parameter.Example : $"\"{parameter.Example}\""),
            });
        }

        parameters.AddRange(Headers(metadata, command, context.Description.HttpMethod, operation));
        operation.Parameters = [.. parameters];
        BoundFiles(operation, metadata);
        AddExamples(operation, metadata);
        AddProblems(operation, context, rule, command, parameters.Count > 0);
    }

    private static IEnumerable<string> PathNames(OpenApiOperationTransformerContext context) =>
        RoutePatternFactory.Parse(context.Description.RelativePath ?? "").Parameters.Select(p => p.Name);

    // A list of codes is named once for all parameters that take one of it, so that a client has one type of it.
    private static async Task<IOpenApiSchema> SchemaOf(QueryParameter parameter, OpenApiOperationTransformerContext context,
        CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(parameter.Type) ?? parameter.Type;
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        if (type.IsEnum)
        {
            context.Document!.AddComponent(type.Name, schema);
            return new OpenApiSchemaReference(type.Name, context.Document);
        }

        parameter.Describe(schema);
        return schema;
    }

    // A file is as long as its reader takes it.
    private static void BoundFiles(OpenApiOperation operation, IList<object> metadata)
    {
        var most = (int?)metadata.OfType<IRequestSizeLimitMetadata>().LastOrDefault()?.MaxRequestBodySize;
        foreach (var media in operation.RequestBody?.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>())
        {
            if (media.Schema is OpenApiSchema { Type: JsonSchemaType.String } file) file.MaxLength = most;
        }
    }

    private static IEnumerable<OpenApiParameter> Headers(IList<object> metadata, CommandMetadata? command, string? method,
        OpenApiOperation operation)
    {
        if (command is not null)
        {
            yield return Header(CommandHeaders.KeyName,
                "A new key for each command, the same one for a retry: 1 to 100 printable ASCII characters without spaces.",
                method == "POST", "7f9c24e5-register-host-41", "^[!-~]{1,100}$");
            yield return Header("If-Match", "The ETag that the thing must still have.", false, "\"7\"", "^\"[0-9]{1,19}\"$");
        }
        else if (operation.Responses?.ContainsKey("200") == true && metadata.OfType<ResponseExample>().Any(e => VersionOf(e.Value)))
        {
            yield return Header("If-None-Match", "An ETag that the caller has: the answer is 304 where it is still the newest.", false,
                "\"7\"", null, GatewayLimits.MaxHeaders);
            operation.Responses["304"] = new OpenApiResponse { Description = "Not changed since." };
        }

        if (metadata.OfType<TakesLastEventId>().Any())
        {
            yield return Header("Last-Event-ID", "The 'id' of the last event that was read; goes before 'after'.", false, "42",
                "^[0-9]{1,19}$");
        }

    }

    private static bool VersionOf(object example) => example is not Receipt && example.GetType().GetProperty("Version") is not null;

    private static OpenApiParameter Header(string name, string description, bool isRequired, string example, string? pattern,
        int? maxLength = null) => new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Required = isRequired,
            Example = JsonValue.Create(example),
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = pattern, MaxLength = maxLength },
        };

    private static void AddExamples(OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<RequestExample>().LastOrDefault() is { } request && operation.RequestBody?.Content is { } content)
        {
            foreach (var (type, media) in content) media.Example = Node(request.Value, type);
        }

        foreach (var example in metadata.OfType<ResponseExample>())
        {
            if (operation.Responses?.TryGetValue($"{example.Status}", out var response) != true) continue;
            foreach (var (type, media) in response!.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                media.Example = Node(example.Value, type);
            }

            if (metadata.OfType<PageExample>().LastOrDefault() is { } page && response.Content is { } answered)
            {
                answered[PageExample.MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = JsonValue.Create(page.Text),
                };
            }

            if (example.Value is not Receipt && !VersionOf(example.Value)) continue;
            if (response is OpenApiResponse own) own.Headers = VersionHeaders(example.Status);
        }
    }

    private static Dictionary<string, IOpenApiHeader> VersionHeaders(int status)
    {
        var headers =
            new Dictionary<string, IOpenApiHeader>
            {
                ["ETag"] =
                new OpenApiHeader
                {
                    Description = "The version, in quotes.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String }
                }
            };
        if (status == 201)
        {
            headers["Location"] =
                new OpenApiHeader { Description = "Where the new thing is.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        return headers;
    }

    private static void AddProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context, AccessRule rule,
        CommandMetadata? command, bool hasParameters)
    {
        var statuses = new SortedSet<int> { 429, 500, 503 };
        if (hasParameters || operation.RequestBody is not null) statuses.Add(400);
        if (!rule.IsAnonymous) statuses.UnionWith([401, 403, 504]);
        var isOfAThing = context.Description.RelativePath?.Contains('{', StringComparison.Ordinal) == true;
        if (isOfAThing || command is not null) statuses.UnionWith([404, 504]);
        if (operation.RequestBody is not null) statuses.UnionWith([413, 415]);
        if (command is not null) statuses.UnionWith([409, 412, 422]);
        else if (isOfAThing && operation.RequestBody is not null) statuses.UnionWith([409, 422]);
        operation.Responses ??= [];
        foreach (var status in statuses)
        {
            operation.Responses[$"{status}"] = new OpenApiResponseReference($"Problem{status}", context.Document);
        }

    }

    private static OpenApiSchema PathSchema(string name) => new()
    {
        Type = JsonSchemaType.String,
        Pattern = name switch
        {
            "month" => "^[0-9]{4}-[0-9]{2}$",
            "period" => "^[0-9]{4}(-[0-9]{2})?$",
            "year" => "^[0-9]{4}$",
            "currency" => "^[A-Z]{3}$",
            "pay" => PayId.Form.Pattern,
            "offer" => $"^{RemittanceOfferId.Pattern}$",
            _ => null,
        },
        MaxLength = name switch { "code" => GatewayLimits.MaxUri, "offer" => 40, _ => null },
    };

    private static string PathText(string name) => name switch
    {
        "month" => "A calendar month such as '2026-11'.",
        "period" => $"The period: {StatementPeriod.Grammar}.",
        "year" => "The calendar year, such as '2026'.",
        "pay" => "The pay, by its id in the list of pays.",
        "offer" => "The id of an offer to send money home.",
        "currency" => "The currency that was earned, of ISO 4217, such as 'NZD'.",
        _ => "The code of a kind of problem, such as 'outcome-unknown'.",
    };

    // A file of several forms has an example of each.
    private static JsonNode? Node(object value, string mediaType) => value switch
    {
        IReadOnlyDictionary<string, string> files => JsonValue.Create(files[mediaType]),
        string text => JsonValue.Create(text),
        _ => Node(value),
    };

    private static JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), GatewayJson.Options);
}
