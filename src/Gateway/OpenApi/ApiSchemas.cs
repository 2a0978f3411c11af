namespace VipOrleans.Gateway.OpenApi;

using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Commands;

/// <summary>The schemas of values that write themselves: what reflection cannot see behind a converter.</summary>
internal static class ApiSchemas
{
    private const string AmountPattern = @"^-?(0|[1-9][0-9]*)(\.[0-9]{2,3})?$";

    // The digits of a long, a point and a sign.
    private const int AmountLength = 21;

    public static async Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum) Closed(schema, type);
        else if (type == typeof(Money)) Money(schema);
        else if (type == typeof(Currency)) Text(schema, "^[A-Z]{3}$", "A currency of ISO 4217.", "NZD");
        else if (type == typeof(Rate)) Text(schema, @"^[0-9]{1,18}(\.[0-9]{1,12})?$",
            "An exact positive decimal number: up to 18 digits, up to 12 of them after the point.", "60.731");
        else if (type == typeof(BirthDate)) Text(schema, "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
            "A day of birth, or a month or a year if no more is known; not in the future.", "1994-04-25");
        else if (type == typeof(StatementPeriod)) Text(schema, "^[0-9]{4}(-[0-9]{2})?$", "A calendar month or a calendar year.", "2026-11");
        else if (type == typeof(Share)) Text(schema, "^[0-9]{1,5}/[0-9]{1,5}$", "A fraction from 0/1 to 1/1.", "1/2");
        else if (IdKind.Of(type) is { } id) Text(schema, $"^{id.Pattern}$", $"Is {id.Grammar}.", null);
        else if (type == typeof(int) || type == typeof(long)) schema.Type =
            JsonSchemaType.Integer | ((schema.Type ?? 0) & JsonSchemaType.Null);
        // The members of a union come without a type of their own.
        else if (schema.Type is null && schema.Properties?.Count > 0) schema.Type = JsonSchemaType.Object;
        // Of a list of codes nothing is known but that it is a list.
        if (schema.Type?.HasFlag(JsonSchemaType.Array) == true && schema.Items is null && Expected.ElementOf(type) is { } element)
        {
            schema.Items = await context.GetOrCreateSchemaAsync(element, null, cancellation);
        }

        // Requests are read strictly; answers may get more members later.
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema.AdditionalPropertiesAllowed = !IsRead(type);
            // What is null is left out of an answer.
            foreach (var member in context.JsonTypeInfo.Properties.Where(
                p => p.IsGetNullable && !(p.PropertyType.IsValueType && Nullable.GetUnderlyingType(p.PropertyType) is null)))
            {
                schema.Required?.Remove(member.Name);
            }

        }

        if (context.JsonPropertyInfo?.AttributeProvider is not { } property) return;
        foreach (var constraint in property.GetCustomAttributes(typeof(ConstraintAttribute), true).Cast<ConstraintAttribute>())
        {
            var isOfItems = schema.Type?.HasFlag(JsonSchemaType.Array) == true && constraint is not ItemsAttribute;
            constraint.Describe(isOfItems && schema.Items is OpenApiSchema items ? items : schema);
        }
    }

    private static bool IsRead(Type type) =>
        type.IsAssignableTo(typeof(IRequestPart))
            || (type.Assembly == typeof(ApiSchemas).Assembly && type.Name.EndsWith("Request", StringComparison.Ordinal));

    private static void Closed(OpenApiSchema schema, Type type)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. Expected.CodesOf(type).Select(c => (JsonNode)c)];
    }

    private static void Money(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Description = "An amount of one currency.";
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["amount"] =
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String, Pattern = AmountPattern, MaxLength = AmountLength,
                    Description = "Digits as text, with exactly as many decimals as the currency has.", Examples = ["1234.50"]
                },
            ["currency"] =
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String, Pattern = "^[A-Z]{3}$", Description = "A currency of ISO 4217.",
                    Examples = ["NZD"]
                },
        };
        schema.Required = new HashSet<string> { "amount", "currency" };
        schema.AdditionalPropertiesAllowed = false;
    }

    private static void Text(OpenApiSchema schema, string pattern, string description, string? example)
    {
        schema.Type = JsonSchemaType.String;
        schema.Pattern = pattern;
        schema.Description ??= description;
        if (example is not null) schema.Examples = [example];
    }
}
