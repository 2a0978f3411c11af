namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a source of exchange rates within a nation, such as <c>ecb</c>. The default value is no id.</summary>
[JsonConverter(typeof(IdJsonConverter<RateSourceId>))]
public readonly record struct RateSourceId : IId<RateSourceId>
{
    private RateSourceId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "rate-source";

    /// <inheritdoc/>
    public static IdScope Scope => IdScope.None;

    /// <inheritdoc/>
    public static string Grammar => "a rate source's id: 2 to 24 lower-case letters, digits and hyphens, a letter first, such as 'ecb'";

    /// <inheritdoc/>
    public static string Pattern => "[a-z][a-z0-9-]{1,23}";

    /// <inheritdoc/>
    public static string Example => "ecb";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RateSourceId id)
    {
        var valid = text is { Length: >= 2 and <= 24 } && char.IsAsciiLetterLower(text[0])
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <summary>The stream of the source's rates in a nation's partition.</summary>
    public StreamId StreamIn(NationId nation) => StreamId.Of(nation.Value, "rates", Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
