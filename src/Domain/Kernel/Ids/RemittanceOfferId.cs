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
    public static string Kind => "remittance-offer";

    /// <inheritdoc/>
    public static IdScope Scope => IdScope.None;

    /// <inheritdoc/>
    public static string Grammar =>
        "an offer's id: 2 to 40 lower-case letters, digits and hyphens, a letter first, such as 'example-bank-php'";

    /// <inheritdoc/>
    public static string Pattern => "[a-z][a-z0-9-]{1,39}";

    /// <inheritdoc/>
    public static string Example => "example-bank-php";

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
