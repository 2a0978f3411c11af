namespace VipOrleans.Gateway.OpenApi;

using System.Text.RegularExpressions;
using Microsoft.OpenApi;

/// <summary>
/// Where the lines of a comment end in the code is nobody's business who reads the document: each description is one line.
/// </summary>
internal static partial class Descriptions
{
    /// <summary>Makes one line of every description of a schema that came from a comment.</summary>
    public static void Unwrap(OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values ?? []) Unwrap(schema);
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            foreach (var parameter in operation.Parameters ?? [])
            {
                if (parameter.Description is { } text) parameter.Description = OneLine(text);
                Unwrap(parameter.Schema);
            }

            Unwrap(operation.RequestBody?.Content);
            foreach (var response in operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
            {
                if (response is OpenApiResponse own) Unwrap(own.Content);
            }
        }
    }

    private static void Unwrap(IDictionary<string, OpenApiMediaType>? content)
    {
        foreach (var media in content?.Values ?? []) Unwrap(media.Schema);
    }

    private static void Unwrap(IOpenApiSchema? schema)
    {
        if (schema is OpenApiSchemaReference { Reference.Description: { } said } reference) reference.Reference.Description = OneLine(said);
        // What a reference leads to is in the list of schemas.
        if (schema is not OpenApiSchema own) return;
        if (own.Description is { } text) own.Description = OneLine(text);
        foreach (var part in own.Properties?.Values ?? []) Unwrap(part);
        foreach (var part in own.OneOf ?? []) Unwrap(part);
        foreach (var part in own.AnyOf ?? []) Unwrap(part);
        foreach (var part in own.AllOf ?? []) Unwrap(part);
        Unwrap(own.Items);
        Unwrap(own.AdditionalProperties);
    }

    private static string OneLine(string text) => LineEnd().Replace(text, " ");

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineEnd();
}
