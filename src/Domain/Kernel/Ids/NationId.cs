namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a nation: its ISO 3166-1 alpha-2 code in lower case, such as <c>nz</c>. The default value is no id.</summary>
[JsonConverter(typeof(IdJsonConverter<NationId>))]
public readonly record struct NationId : IId<NationId>
{
    private NationId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "nation";

    /// <inheritdoc/>
    public static IdScope Scope => IdScope.Nation;

    /// <inheritdoc/>
    public static string Grammar => "a nation's id: two lower-case letters (ISO 3166-1 alpha-2), such as 'nz'";

    /// <inheritdoc/>
    public static string Pattern => IdText.NationPattern;

    /// <inheritdoc/>
    public static string Example => "nz";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out NationId id)
    {
        var valid = text is not null && IdText.IsNation(text);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
