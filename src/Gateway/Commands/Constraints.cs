namespace VipOrleans.Gateway.Commands;

using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Json;

/// <summary>
/// What a property of a request must be, besides its type. One declaration is both the check and its description in OpenAPI.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ConstraintAttribute : Attribute
{
    /// <summary>What would be right, as a sentence; null where the value is.</summary>
    public abstract string? Problem(object value);

    /// <summary>Writes the constraint into a schema.</summary>
    public abstract void Describe(OpenApiSchema schema);
}

/// <summary>A text of one line, not blank, without control characters or halves of surrogate pairs.</summary>
internal class TextAttribute(int min, int max) : ConstraintAttribute
{
    protected virtual string AllowedControls => "";

    public override string? Problem(object value) =>
        value is string text && text.Length >= min && text.Length <= max && !string.IsNullOrWhiteSpace(text)
            && IsText(text, AllowedControls)
            ? null
            : $"Expected a text of {min} to {max} characters that is not "
                + (AllowedControls.Length == 0
                    ? "blank and has no line breaks or other control characters."
                    : "blank and has no control characters but line breaks.");

    public override void Describe(OpenApiSchema schema) => (schema.MinLength, schema.MaxLength) = (min, max);

    internal static bool IsText(string text, string allowedControls = "")
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(c)
                || ((char.IsControl(c) || c is '\u2028' or '\u2029') && !allowedControls.Contains(c))) return false;
        }

        return true;
    }
}

/// <summary>A text that may have several lines, and tabs where they are allowed.</summary>
internal sealed class LinesAttribute(int min, int max, bool tabs = false) : TextAttribute(min, max)
{
    protected override string AllowedControls => tabs ? "\r\n\t" : "\r\n";
}

/// <summary>The number of an identity document: a text with at least one letter or digit.</summary>
internal sealed class DocumentNumberAttribute() : TextAttribute(1, 50)
{
    public override string? Problem(object value) =>
        base.Problem(value) ?? (((string)value).Any(char.IsLetterOrDigit) ? null : "Expected at least one letter or digit.");
}

/// <summary>A text of a given form.</summary>
internal abstract class FormAttribute(string pattern, string sentence) : ConstraintAttribute
{
    private readonly Regex _form = new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override string? Problem(object value) => value is string text && text.Length <= 500 && _form.IsMatch(text) ? null : sentence;

    public override void Describe(OpenApiSchema schema) => schema.Pattern = pattern.Replace("\\z", "$", StringComparison.Ordinal);
}

/// <summary>A country of ISO 3166-1 in two upper-case letters.</summary>
internal sealed class CountryAttribute()
    : FormAttribute(@"^[A-Z]{2}\z", "Expected a country code of two upper-case letters (ISO 3166-1), such as \"NP\".");

/// <summary>A language tag as people use them.</summary>
internal sealed class LanguageAttribute()
    : FormAttribute(@"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\z",
        "Expected a BCP 47 tag such as \"ne-NP\".");

/// <summary>A reference without blanks, so that no name and no sentence finds room in it.</summary>
internal sealed class ReferenceAttribute()
    : FormAttribute(@"^[A-Za-z0-9._:|/-]{1,100}\z",
        "Expected a reference of 1 to 100 ASCII letters, digits and the characters . - _ : | /, such as \"case-file/2025-117\".");

/// <summary>An employer's id, as tokens have it.</summary>
internal sealed class EmployerIdAttribute()
    : FormAttribute(@"^[A-Za-z0-9._-]{1,100}\z", "Expected an employer's id: 1 to 100 letters, digits, '.', '-' and '_'.");

/// <summary>The IANA name of a time zone that this machine knows.</summary>
internal sealed class TimeZoneAttribute() : FormAttribute(@"^[A-Za-z0-9_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}\z", Sentence)
{
    private const string Sentence = "Expected the IANA name of a time zone, such as \"Pacific/Auckland\".";

    public override string? Problem(object value) =>
        // The form is looked at first: a name becomes a path of the time zone files.
        base.Problem(value) is null && value is string { Length: <= 64 } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
            ? null : Sentence;
}

/// <summary>One of a closed list of words.</summary>
internal sealed class OneOfAttribute(params string[] words) : ConstraintAttribute
{
    public override string? Problem(object value) => words.Contains(value) ? null : $"Expected one of: {string.Join(", ", words)}.";

    public override void Describe(OpenApiSchema schema) => schema.Enum = [.. words.Select(w => (JsonNode)w)];
}

/// <summary>A whole number in a range.</summary>
internal sealed class BetweenAttribute(int min, int max) : ConstraintAttribute
{
    public override string? Problem(object value) =>
        value is int number && number >= min && number <= max ? null : $"Expected a whole number from {min} to {max}.";

    public override void Describe(OpenApiSchema schema) =>
        (schema.Minimum, schema.Maximum) = (min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Bytes in base64, so many of them.</summary>
internal sealed class Base64Attribute(int bytes) : ConstraintAttribute
{
    public override string? Problem(object value) =>
        value is string text && text.Length <= (bytes + 2) / 3 * 4
            && Convert.TryFromBase64String(text, new byte[bytes + 3], out var written) && written == bytes
            ? null : $"Expected {bytes} bytes in base64.";

    public override void Describe(OpenApiSchema schema) =>
        (schema.Format, schema.MinLength, schema.MaxLength) = ("byte", (bytes + 2) / 3 * 4, (bytes + 2) / 3 * 4);
}

/// <summary>Money of zero or more, as much as may be reported at once.</summary>
internal sealed class NotNegativeAttribute : ConstraintAttribute
{
    public override string? Problem(object value) =>
        value is Money { Minor: >= 0 and <= Money.MaxMinor } ? null : $"Expected an amount of 0 to {Money.MaxMinor:N0} minor units.";

    public override void Describe(OpenApiSchema schema) { }
}

/// <summary>A list of so many items, none twice.</summary>
internal sealed class ItemsAttribute(int min, int max) : ConstraintAttribute
{
    public override string? Problem(object value)
    {
        var items = ((IEnumerable)value).Cast<object>().ToArray();
        return items.Length >= min && items.Length <= max && items.Distinct().Count() == items.Length
            ? null : $"Expected {min} to {max} items, none twice.";
    }

    public override void Describe(OpenApiSchema schema) => (schema.MinItems, schema.MaxItems, schema.UniqueItems) = (min, max, true);
}

/// <summary>Checks a request that has been read against what its properties declare.</summary>
internal static class Constraints
{
    private static readonly DateOnly FirstDay = new(1900, 1, 1);
    private static readonly DateOnly LastDay = new(2200, 12, 31);

    public static void Check(object value, JsonTypeInfo type, string path, Errors errors)
    {
        foreach (var property in type.Properties)
        {
            if (property.Get?.Invoke(value) is not { } content) continue;
            var field = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var constraints = property.AttributeProvider?.GetCustomAttributes(typeof(ConstraintAttribute), true).Cast<ConstraintAttribute>()
                ?? [];
            if (content is DateOnly day && (day < FirstDay || day > LastDay)) errors.Add(field, "Expected a day from 1900 to 2200.");
            if (content is string or DateOnly or Money || content is not IEnumerable list)
            {
                foreach (var constraint in constraints)
                {
                    if (constraint.Problem(content) is { } problem) errors.Add(field, problem);
                }

                var inner = GatewayJson.Options.GetTypeInfo(content.GetType());
                if (inner.Kind == JsonTypeInfoKind.Object) Check(content, inner, field, errors);
                continue;
            }

            var i = 0;
            foreach (var item in list)
            {
                foreach (var constraint in constraints.Where(c => c is not ItemsAttribute))
                {
                    if (constraint.Problem(item) is { } problem) errors.Add($"{field}[{i}]", problem);
                }

                var inner = GatewayJson.Options.GetTypeInfo(item.GetType());
                if (inner.Kind == JsonTypeInfoKind.Object) Check(item, inner, $"{field}[{i}]", errors);
                i++;
            }

            foreach (var constraint in constraints.OfType<ItemsAttribute>())
            {
                if (constraint.Problem(content) is { } problem) errors.Add(field, problem);
            }
        }

        if (value is IChecked request) request.Check(errors);
    }
}
