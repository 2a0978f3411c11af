namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies an offer to send money home within a nation, such as <c>example-bank-php</c>. The default value is no id.</summary>
[JsonConverter(typeof(IdJsonConverter<RemittanceOfferId>))]
public readonly record struct RemittanceOfferId : IId<RemittanceOfferId>
{
    private RemittanceOfferId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar =>
        "an offer's id: 2 to 40 lower-case letters, digits and hyphens, a letter first, such as 'example-bank-php'";

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static RemittanceOfferId Parse(string text) => IdText.ParseOrThrow<RemittanceOfferId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RemittanceOfferId id)
    {
        var valid = text is { Length: >= 2 and <= 40 } && char.IsAsciiLetterLower(text[0])
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
