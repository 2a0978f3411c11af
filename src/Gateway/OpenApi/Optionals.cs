namespace VipOrleans.Gateway.OpenApi;

using Microsoft.OpenApi;

/// <summary>
/// Writes what may be left out as generators of clients understand it. A choice between nothing and a reference becomes with some of them
/// a class that holds nothing, so it is the reference alone, with the word <c>nullable</c> beside it: OpenAPI 3.1 does not know it and
/// passes over it, and those who come from 3.0 make no default of the first code of a list out of what nobody said.
/// </summary>
internal static class Optionals
{
    /// <summary>Goes through all schemas.</summary>
    public static void Simplify(OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values ?? []) Simplify(schema);
    }

    private static void Simplify(IOpenApiSchema? schema)
    {
        if (schema is not OpenApiSchema own) return;
        foreach (var (name, part) in own.Properties?.ToArray() ?? [])
        {
            if (Referred(part) is { } reference) own.Properties![name] = reference;
            else Simplify(part);
        }

        foreach (var part in own.AnyOf ?? []) Simplify(part);
        Simplify(own.Items);
    }

    private static OpenApiSchemaReference? Referred(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema { OneOf: [OpenApiSchema { Type: JsonSchemaType.Null }, OpenApiSchemaReference reference] })
        {
            return null;
        }

        reference.Reference.Extensions = new Dictionary<string, IOpenApiExtension> { ["nullable"] = new JsonNodeExtension(true) };
        return reference;
    }
}
