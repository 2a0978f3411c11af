namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>
/// Identifies an opening of a city's places, such as <c>nz-akl.opening.0123456789abcdefghjkmnpqrs</c>. The default value is no id.
/// </summary>
[JsonConverter(typeof(IdJsonConverter<OpeningId>))]
public readonly record struct OpeningId : IId<OpeningId>
{
    private OpeningId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "an opening's id such as 'nz-akl.opening.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city whose places are drawn for.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The opening's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "opening", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static OpeningId From(CityId city, string seed) => new($"{city.Value}.opening.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static OpeningId Parse(string text) => IdText.ParseOrThrow<OpeningId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out OpeningId id)
    {
        var valid = text is not null && IdText.IsThing(text, "opening", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
