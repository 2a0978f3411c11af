namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies what officers noted about two records that may be one person: the same two records, the same id.</summary>
/// <remarks>
/// Text form <c>nz.person-case.0123456789abcdefghjkmnpqrs</c>: the nation's id, the word <c>person-case</c> and a key of 26 characters.
/// That word stands in journals and stays. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<DuplicateId>))]
public readonly record struct DuplicateId : INationThingId<DuplicateId>
{
    private DuplicateId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "person-case";

    /// <inheritdoc/>
    public static string Grammar => "the id of two records that may be one person such as 'nz.person-case.0123456789abcdefghjkmnpqrs'";

    /// <summary>The id of two records of the first one's nation, in whichever order they are named.</summary>
    public static DuplicateId Of(PersonId one, PersonId other)
    {
        var (first, second) = PersonId.InOrder(one, other);
        return new($"{first.Nation.Value}.person-case.{IdText.KeyFrom($"{first}|{second}")}");
    }

    /// <inheritdoc/>
    public static bool TryParse(string? text, out DuplicateId id) => IdText.TryParse(text, out id);

    static DuplicateId IThingId<DuplicateId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
