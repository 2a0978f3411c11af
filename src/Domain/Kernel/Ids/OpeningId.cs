namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>
/// Identifies an opening of a city's places, such as <c>nz-akl.opening.0123456789abcdefghjkmnpqrs</c>. The default value is no id.
/// </summary>
[JsonConverter(typeof(IdJsonConverter<OpeningId>))]
public readonly record struct OpeningId : ICityThingId<OpeningId>
{
    private OpeningId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "opening";

    /// <inheritdoc/>
    public static string Grammar => "an opening's id such as 'nz-akl.opening.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out OpeningId id) => IdText.TryParse(text, out id);

    static OpeningId IThingId<OpeningId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
