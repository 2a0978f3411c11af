namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a ruling: what a city holds against somebody, from the notice to the end of the appeal.</summary>
/// <remarks>
/// Text form <c>nz-akl.ruling.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>ruling</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<RulingId>))]
public readonly record struct RulingId : IId<RulingId>
{
    private RulingId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a ruling's id such as 'nz-akl.ruling.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city that rules.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The ruling's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "ruling", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static RulingId From(CityId city, string seed) => new($"{city.Value}.ruling.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static RulingId Parse(string text) => IdText.ParseOrThrow<RulingId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RulingId id)
    {
        var valid = text is not null && IdText.IsThing(text, "ruling", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
