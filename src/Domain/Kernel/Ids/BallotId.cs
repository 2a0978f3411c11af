namespace VipOrleans.Domain.Kernel;

using System.Globalization;
using System.Text.Json.Serialization;

/// <summary>
/// Identifies a ballot of a city's citizens, such as <c>nz-akl.ballot.0123456789abcdefghjkmnpqrs</c>. The default value is no id.
/// </summary>
[JsonConverter(typeof(IdJsonConverter<BallotId>))]
public readonly record struct BallotId : IId<BallotId>
{
    private BallotId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a ballot's id such as 'nz-akl.ballot.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city whose citizens vote.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The ballot's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "ballot", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static BallotId From(CityId city, string seed) => new($"{city.Value}.ballot.{IdText.KeyFrom(seed)}");

    /// <summary>The stream of a part of the ballot's register or box.</summary>
    /// <param name="kind"><c>ballot-register</c> or <c>ballot-box</c>.</param>
    /// <param name="number">Which part, from 0.</param>
    public StreamId Part(string kind, int number) =>
        StreamId.Of(IdText.PartitionOf(Value), kind, string.Create(CultureInfo.InvariantCulture, $"{IdText.KeyOf(Value)}-{number}"));

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static BallotId Parse(string text) => IdText.ParseOrThrow<BallotId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out BallotId id)
    {
        var valid = text is not null && IdText.IsThing(text, "ballot", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
