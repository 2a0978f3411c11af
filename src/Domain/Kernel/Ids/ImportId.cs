namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies one file of earnings that was sent to a city.</summary>
/// <remarks>
/// Text form <c>nz-akl.import.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>import</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<ImportId>))]
public readonly record struct ImportId : IId<ImportId>
{
    private ImportId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "an import's id such as 'nz-akl.import.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city that the import belongs to.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The import's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "import", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static ImportId From(CityId city, string seed) => new($"{city.Value}.import.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static ImportId Parse(string text) => IdText.ParseOrThrow<ImportId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out ImportId id)
    {
        var valid = text is not null && IdText.IsThing(text, "import", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
