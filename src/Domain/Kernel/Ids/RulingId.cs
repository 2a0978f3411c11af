namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a ruling: what a city holds against somebody, from the notice to the end of the appeal.</summary>
/// <remarks>
/// Text form <c>nz-akl.ruling.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>ruling</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<RulingId>))]
public readonly record struct RulingId : ICityThingId<RulingId>
{
    private RulingId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "ruling";

    /// <inheritdoc/>
    public static string Grammar => "a ruling's id such as 'nz-akl.ruling.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RulingId id) => IdText.TryParse(text, out id);

    static RulingId IThingId<RulingId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
