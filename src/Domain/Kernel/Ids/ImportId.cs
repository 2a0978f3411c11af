namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies one file of earnings that was sent to a city.</summary>
/// <remarks>
/// Text form <c>nz-akl.import.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>import</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<ImportId>))]
public readonly record struct ImportId : ICityThingId<ImportId>
{
    private ImportId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "import";

    /// <inheritdoc/>
    public static string Grammar => "an import's id such as 'nz-akl.import.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out ImportId id) => IdText.TryParse(text, out id);

    static ImportId IThingId<ImportId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
