namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a migrant. A migrant is registered with a nation and may be sponsored in any of its cities.</summary>
/// <remarks>
/// Text form <c>nz.migrant.0123456789abcdefghjkmnpqrs</c>: the nation's id, the word <c>migrant</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<MigrantId>))]
public readonly record struct MigrantId : INationThingId<MigrantId>
{
    private MigrantId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "migrant";

    /// <inheritdoc/>
    public static string Grammar => "a migrant's id such as 'nz.migrant.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out MigrantId id) => IdText.TryParse(text, out id);

    static MigrantId IThingId<MigrantId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
