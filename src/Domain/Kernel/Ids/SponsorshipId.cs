namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a sponsorship: one host, one migrant, one place of one city.</summary>
/// <remarks>
/// Text form <c>nz-akl.sponsorship.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>sponsorship</c> and a key of 26 characters.
/// The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<SponsorshipId>))]
public readonly record struct SponsorshipId : IId<SponsorshipId>
{
    private SponsorshipId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a sponsorship's id such as 'nz-akl.sponsorship.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city that the sponsorship belongs to.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The sponsorship's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "sponsorship", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static SponsorshipId From(CityId city, string seed) => new($"{city.Value}.sponsorship.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static SponsorshipId Parse(string text) => IdText.ParseOrThrow<SponsorshipId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out SponsorshipId id)
    {
        var valid = text is not null && IdText.IsThing(text, "sponsorship", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
