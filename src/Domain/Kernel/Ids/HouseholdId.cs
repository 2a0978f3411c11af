namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a household: the hosts who live at one address.</summary>
/// <remarks>
/// Text form <c>nz-akl.household.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>household</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<HouseholdId>))]
public readonly record struct HouseholdId : IId<HouseholdId>
{
    private HouseholdId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a household's id such as 'nz-akl.household.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city that the household belongs to.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The household's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "household", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static HouseholdId From(CityId city, string seed) => new($"{city.Value}.household.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static HouseholdId Parse(string text) => IdText.ParseOrThrow<HouseholdId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out HouseholdId id)
    {
        var valid = text is not null && IdText.IsThing(text, "household", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
