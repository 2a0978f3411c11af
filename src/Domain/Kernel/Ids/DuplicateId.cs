namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies what officers noted about two records that may be one person: the same two records, the same id.</summary>
/// <remarks>
/// Text form <c>nz.person-case.0123456789abcdefghjkmnpqrs</c>: the nation's id, the word <c>person-case</c> and a key of 26 characters.
/// That word stands in journals and stays. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<DuplicateId>))]
public readonly record struct DuplicateId : IId<DuplicateId>
{
    private DuplicateId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "the id of two records that may be one person such as 'nz.person-case.0123456789abcdefghjkmnpqrs'";

    /// <summary>The nation that both records belong to.</summary>
    public NationId Nation => NationId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "person-case", IdText.KeyOf(Value));

    /// <summary>The id of two records of the first one's nation, in whichever order they are named.</summary>
    public static DuplicateId Of(PersonId one, PersonId other)
    {
        var (first, second) = PersonId.InOrder(one, other);
        return new($"{first.Nation.Value}.person-case.{IdText.KeyFrom($"{first}|{second}")}");
    }

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static DuplicateId Parse(string text) => IdText.ParseOrThrow<DuplicateId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out DuplicateId id)
    {
        var valid = text is not null && IdText.IsThing(text, "person-case", inNation: true);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
