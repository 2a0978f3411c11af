namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a home: one address, wherever it is named, without saying which.</summary>
/// <remarks>
/// Text form <c>nz-akl.home.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>home</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<HomeId>))]
public readonly record struct HomeId : IId<HomeId>
{
    private HomeId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a home's id such as 'nz-akl.home.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city that the home belongs to.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The home's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "home", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static HomeId From(CityId city, string seed) => new($"{city.Value}.home.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static HomeId Parse(string text) => IdText.ParseOrThrow<HomeId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out HomeId id)
    {
        var valid = text is not null && IdText.IsThing(text, "home", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
