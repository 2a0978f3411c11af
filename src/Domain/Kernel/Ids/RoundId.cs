namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a matching round of a city, or of a nation for all its cities.</summary>
/// <remarks>
/// Text form <c>nz-akl.round.0123456789abcdefghjkmnpqrs</c>, or <c>nz.round.…</c>: the city's or nation's id, the word <c>round</c> and a
/// key of 26 characters. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<RoundId>))]
public readonly record struct RoundId : IPlaceThingId<RoundId>
{
    private RoundId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "round";

    /// <inheritdoc/>
    public static string Grammar =>
        "a round's id such as 'nz-akl.round.0123456789abcdefghjkmnpqrs', or 'nz.round.0123456789abcdefghjkmnpqrs' for a nation's";

    /// <summary>The city or nation whose round it is, and whose feed it is in.</summary>
    public string Partition => IdText.PartitionOf(Value).ToString();

    /// <summary>The city whose round it is; null for a nation's.</summary>
    public CityId? City => CityId.TryParse(Partition, out var city) ? city : null;

    /// <summary>The nation that it is in.</summary>
    public NationId Nation => NationId.Parse(Value[..2]);

    /// <summary>The stream of somebody's part in the round: in the same feed as the round itself.</summary>
    public StreamId EntryStream(PersonId person) =>
        StreamId.Of(IdText.PartitionOf(Value), "round-entry", IdText.KeyFrom($"{Value} {person}"));

    /// <summary>The sponsorship that a pair of the round leads to: the same for both of them.</summary>
    public SponsorshipId SponsorshipOf(HostId host) => SponsorshipId.From(host.City, $"{Value} {host}");

    /// <summary>
    /// True where the round is for somebody: for hosts of its city, or of any city of its nation, and for migrants of the nation.
    /// </summary>
    public bool IsFor(PersonId person) =>
        person.Nation == Nation && (person.Host is not { } host || City is not { } city || host.City == city);

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static RoundId From(CityId city, string seed) => new($"{city.Value}.round.{IdText.KeyFrom(seed)}");

    /// <summary>The id of a nation's round that belongs to a seed.</summary>
    public static RoundId From(NationId nation, string seed) => new($"{nation.Value}.round.{IdText.KeyFrom(seed)}");

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RoundId id) => IdText.TryParse(text, out id);

    static RoundId IThingId<RoundId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
