using System.Text.Json.Serialization;

namespace VipOrleans.Domain;

/// <summary>Identifies a matching round of a city.</summary>
/// <remarks>Text form <c>nz-akl.round.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>round</c> and a key of 26 characters. The default value is no id.</remarks>
[JsonConverter(typeof(IdJsonConverter<RoundId>))]
public readonly record struct RoundId : IId<RoundId>
{
    private RoundId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a round's id such as 'nz-akl.round.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city whose round it is.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The round's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "round", IdText.KeyOf(Value));

    /// <summary>The stream of somebody's part in the round: in the city's feed, as the round itself.</summary>
    public StreamId EntryStream(PersonId person) => StreamId.Of(IdText.PartitionOf(Value), "round-entry", IdText.KeyFrom($"{Value} {person}"));

    /// <summary>The sponsorship that a pair of the round leads to: the same for both of them.</summary>
    public SponsorshipId SponsorshipOf(HostId host) => SponsorshipId.From(City, $"{Value} {host}");

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static RoundId From(CityId city, string seed) => new($"{city.Value}.round.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static RoundId Parse(string text) => IdText.ParseOrThrow<RoundId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RoundId id)
    {
        var valid = text is not null && IdText.IsThing(text, "round", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
