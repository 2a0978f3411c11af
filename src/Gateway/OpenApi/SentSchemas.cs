namespace VipOrleans.Gateway.OpenApi;

using System.Globalization;
using Microsoft.OpenApi;

/// <summary>
/// Gives everything that a caller can send the bounds that its reader has: the length that a pattern leaves room for, that of a day or a
/// moment, and the range of the type that a number is read into. What is answered is as long as it is.
/// </summary>
internal static class SentSchemas
{
    // The longest that the reader of JSON takes: sixteen decimals of a second, and an offset.
    private const int MomentLength = 42, DayLength = 10;

    /// <summary>Goes through the bodies and parameters of all operations.</summary>
    public static void Bound(OpenApiDocument document)
    {
        var seen = new HashSet<string>();
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            foreach (var parameter in operation.Parameters ?? []) Bound(parameter.Schema);
            foreach (var media in operation.RequestBody?.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>()) Bound(media.Schema);
        }

        void Bound(IOpenApiSchema? schema)
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            {
                if (seen.Add(id) && document.Components?.Schemas?.TryGetValue(id, out var target) == true) Bound(target);
                return;
            }

            if (schema is not OpenApiSchema own) return;
            if (own.Type?.HasFlag(JsonSchemaType.Integer) == true) BoundNumber(own);
            if (own.Type?.HasFlag(JsonSchemaType.String) == true && own.Enum is null or []) BoundText(own);
            foreach (var part in own.Properties?.Values ?? []) Bound(part);
            foreach (var part in own.AnyOf ?? []) Bound(part);
            Bound(own.Items);
            Bound(own.AdditionalProperties);
        }
    }

    private static void BoundNumber(OpenApiSchema schema)
    {
        var (least, most) = schema.Format == "int64" ? (long.MinValue, long.MaxValue) : (int.MinValue, int.MaxValue);
        schema.Minimum ??= least.ToString(CultureInfo.InvariantCulture);
        schema.Maximum ??= most.ToString(CultureInfo.InvariantCulture);
    }

    private static void BoundText(OpenApiSchema schema) =>
        schema.MaxLength ??= schema.Format switch
        {
            "date" => DayLength,
            "date-time" => MomentLength,
            _ => schema.Pattern is { } pattern ? PatternLength.Most(pattern) : null,
        };
}
