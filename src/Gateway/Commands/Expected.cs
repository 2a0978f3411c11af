namespace VipOrleans.Gateway.Commands;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Shares;

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
        if (type == typeof(BirthDate)) return BirthDate.Grammar;
        if (type == typeof(StatementPeriod)) return StatementPeriod.Grammar;
        if (type == typeof(Share)) return "a share as text: a fraction from 0/1 to 1/1, such as \"1/2\"";
        if (type.IsEnum) return $"one of: {string.Join(", ", CodesOf(type))}";
        if (IdKind.Of(type) is { } id) return id.Grammar;
        return ElementOf(type) is { } element ? $"a list, each item of it {For(element)}" : "an object";
    }

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
