namespace VipOrleans.Domain.Kernel;

using System.Globalization;
using System.Text.Json.Serialization;

/// <summary>
/// Identifies a ballot of a city's citizens, such as <c>nz-akl.ballot.0123456789abcdefghjkmnpqrs</c>. The default value is no id.
/// </summary>
[JsonConverter(typeof(IdJsonConverter<BallotId>))]
public readonly record struct BallotId : ICityThingId<BallotId>
{
    private BallotId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "ballot";

    /// <inheritdoc/>
    public static string Grammar => "a ballot's id such as 'nz-akl.ballot.0123456789abcdefghjkmnpqrs'";

    /// <summary>The partition of the ballot's box: a city's feed shows nothing of a vote, not even that there was one.</summary>
    public string BoxPartition => $"{IdText.PartitionOf(Value)}-box-{IdText.KeyOf(Value)}";

    /// <summary>The stream of a part of the ballot's register, and of its box if the ballot is older than boxes' partitions.</summary>
    /// <param name="kind"><c>ballot-register</c> or <c>ballot-box</c>.</param>
    /// <param name="number">Which part, from 0.</param>
    public StreamId Part(string kind, int number) =>
        StreamId.Of(IdText.PartitionOf(Value), kind, string.Create(CultureInfo.InvariantCulture, $"{IdText.KeyOf(Value)}-{number}"));

    /// <summary>The stream of a part of the ballot's box.</summary>
    /// <param name="number">Which part, from 0.</param>
    public StreamId BoxPart(int number) => StreamId.Of(BoxPartition, "ballot-box", number.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public static bool TryParse(string? text, out BallotId id) => IdText.TryParse(text, out id);

    static BallotId IThingId<BallotId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
