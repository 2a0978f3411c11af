namespace VipOrleans.Portal.Hosting;

using System.Globalization;
using VipOrleans.Client;

/// <summary>A form as it was filled in, with what is wrong with it.</summary>
public sealed record FormState(IReadOnlyDictionary<string, string> Values, IReadOnlyList<FieldProblem> Problems, string Key)
{
    /// <summary>The hidden fields of every form.</summary>
    public const string KeyField = "_key", WhoseField = "_whose";

    public const int MaxValue = 20_000;

    /// <summary>The most bytes that a file has.</summary>
    public const int MaxFile = 1024 * 1024;

    /// <summary>One that nobody has filled in yet.</summary>
    public static FormState Empty => new(new Dictionary<string, string>(), [], VipClient.NewKey());

    /// <summary>What stands in a field, without blanks around it.</summary>
    public string this[string field] => Values.GetValueOrDefault(field, "").Trim();

    public static FormState Of(IFormCollection form)
    {
        var values = form.Where(f => f.Key != "__RequestVerificationToken").ToDictionary(f => f.Key, f => Short(f.Value.ToString()));
        foreach (var file in form.Files.Where(f => f.Length > 0))
        {
            if (file.Length > MaxFile) throw new BadHttpRequestException("The file is too large.", StatusCodes.Status413PayloadTooLarge);
            using var reader = new StreamReader(file.OpenReadStream());
            values[file.Name] = reader.ReadToEnd();
        }

        // The same form sent twice is the same request. A key of somebody's own making counts for their own requests only.
        var key = values.GetValueOrDefault(KeyField, "") is { Length: 32 } given && given.All(char.IsAsciiHexDigitLower) ? given
            : VipClient.NewKey();
        return new(values, [], key);
    }

    /// <summary>The boxes that are ticked in a field; their values have no comma.</summary>
    public IReadOnlyList<string> Ticked(string field) => this[field].Split(',', StringSplitOptions.RemoveEmptyEntries);

    public FormState With(params IReadOnlyList<FieldProblem> problems) => this with { Problems = problems };

    /// <summary>The day that three fields say; null if they say none.</summary>
    public DateOnly? Day(string prefix) =>
        int.TryParse(this[$"{prefix}-year"], CultureInfo.InvariantCulture, out var year)
            && int.TryParse(this[$"{prefix}-month"], CultureInfo.InvariantCulture, out var month)
            && int.TryParse(this[$"{prefix}-day"], CultureInfo.InvariantCulture, out var day)
            && year is >= 1900 and <= 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new(year, month, day) : null;

    private static string Short(string text) => text.Length <= MaxValue ? text : text[..MaxValue];
}

/// <summary>What is wrong with a field, or with the form as a whole.</summary>
/// <param name="Field">The id of the field; empty for the whole.</param>
/// <param name="Text">What is wrong and what would be right, in the reader's language.</param>
public sealed record FieldProblem(string Field, string Text);

/// <summary>A form that cannot be sent as it is.</summary>
public sealed class FormException(params FieldProblem[] problems) : Exception
{
    public IReadOnlyList<FieldProblem> Problems => problems;
}
