namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a migrant. A migrant is registered with a nation and may be sponsored in any of its cities.</summary>
/// <remarks>
/// Text form <c>nz.migrant.0123456789abcdefghjkmnpqrs</c>: the nation's id, the word <c>migrant</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<MigrantId>))]
public readonly record struct MigrantId : IId<MigrantId>
{
    private MigrantId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a migrant's id such as 'nz.migrant.0123456789abcdefghjkmnpqrs'";

    /// <summary>The nation that the migrant belongs to.</summary>
    public NationId Nation => NationId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The migrant's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "migrant", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static MigrantId From(NationId nation, string seed) => new($"{nation.Value}.migrant.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static MigrantId Parse(string text) => IdText.ParseOrThrow<MigrantId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out MigrantId id)
    {
        var valid = text is not null && IdText.IsThing(text, "migrant", inNation: true);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
