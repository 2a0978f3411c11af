namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a concern: something that is wrong in a sponsorship, as somebody told a city.</summary>
/// <remarks>
/// Text form <c>nz-akl.concern.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>concern</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<ConcernId>))]
public readonly record struct ConcernId : IId<ConcernId>
{
    private ConcernId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a concern's id such as 'nz-akl.concern.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city that was told.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The concern's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "concern", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static ConcernId From(CityId city, string seed) => new($"{city.Value}.concern.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static ConcernId Parse(string text) => IdText.ParseOrThrow<ConcernId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out ConcernId id)
    {
        var valid = text is not null && IdText.IsThing(text, "concern", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
