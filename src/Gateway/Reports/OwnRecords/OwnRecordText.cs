namespace VipOrleans.Gateway.Reports;

using System.Text;
using System.Text.Json;

/// <summary>The words of one's own record on a page.</summary>
internal static class OwnRecordText
{
    /// <summary>The name of a member as a person reads it: <c>formerVersions</c> becomes <c>Former versions</c>.</summary>
    public static string Label(string member)
    {
        var label = new StringBuilder(member.Length + 4);
        foreach (var c in member)
        {
            if (char.IsUpper(c) && label.Length > 0) label.Append(' ');
            label.Append(label.Length == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
        }

        return label.ToString();
    }

    /// <summary>An amount with its currency as one text; null for what is no money.</summary>
    public static string? Money(JsonElement value) =>
        value.EnumerateObject().Count() == 2 && value.TryGetProperty("amount", out var amount)
            && value.TryGetProperty("currency", out var currency)
            ? $"{amount} {currency}" : null;
}
