namespace VipOrleans.Gateway.Commands;

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>How the API reads and writes JSON: strictly.</summary>
internal static class GatewayJson
{
    public const int MaxDepth = 16;

    /// <summary>Reads what the documentation describes and nothing else; writes without members that are null.</summary>
    public static JsonSerializerOptions Options { get; } = Make(_ => { });

    /// <summary>Writes without <see cref="PersonalAttribute"/> members: what a fingerprint may be made from.</summary>
    public static JsonSerializerOptions WithoutPersons { get; } = Make(type =>
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider?.IsDefined(typeof(PersonalAttribute), true) == true) type.Properties.RemoveAt(i);
        }
    });

    /// <summary>How a body is scanned before it is read.</summary>
    public static readonly JsonDocumentOptions Document = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Makes other options the same.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
    }

    private static JsonSerializerOptions Make(Action<JsonTypeInfo> modifier)
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { modifier } } };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>Marks what belongs to a person: it stays out of fingerprints, and no message repeats it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PersonalAttribute : Attribute;

/// <summary>Says for a type what a JSON value of it looks like, to complete the sentence "Expected …".</summary>
internal static class Expected
{
    public static string For(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "a text";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int) || type == typeof(long)) return "a whole number";
        if (type == typeof(DateOnly)) return "a day such as \"2025-11-03\"";
        if (type == typeof(Money))
        {
            return "money such as { \"amount\": \"1234.50\", \"currency\": \"NZD\" }: the amount as text with exactly as many decimals as "
                + "the currency has, the currency a code of ISO 4217";
        }

        if (type == typeof(Currency)) return "a currency code of ISO 4217, such as \"NZD\"";
        if (type == typeof(Rate)) return "a rate as text: a positive decimal number such as \"60.731\"";
        if (type == typeof(StatementPeriod)) return StatementPeriod.Grammar;
        if (type == typeof(Share)) return "a share as text: a fraction from 0/1 to 1/1, such as \"1/2\"";
        if (type.IsEnum) return $"one of: {string.Join(", ", CodesOf(type))}";
        if (IsId(type)) return (string)type.GetProperty(nameof(IId<>.Grammar), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        return ElementOf(type) is { } element ? $"a list, each item of it {For(element)}" : "an object";
    }

    public static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    /// <summary>The codes of an enum of the domain.</summary>
    public static IReadOnlyList<string> CodesOf(Type type) =>
        (IReadOnlyList<string>)typeof(Codes<>).MakeGenericType(type).GetProperty("All")!.GetValue(null)!;

    /// <summary>What a list holds; null for what is no list.</summary>
    public static Type? ElementOf(Type type) =>
        type == typeof(string) ? null : type.IsArray
            ? type.GetElementType()
            : type.IsGenericType && type.GetGenericTypeDefinition() is var d
                && (d == typeof(IReadOnlyList<>) || d == typeof(IEnumerable<>) || d == typeof(List<>))
                ? type.GetGenericArguments()[0] : null;
}
