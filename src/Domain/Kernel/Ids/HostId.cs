namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a host: a citizen of a city who sponsors.</summary>
/// <remarks>
/// Text form <c>nz-akl.host.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>host</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<HostId>))]
public readonly record struct HostId : IId<HostId>
{
    private HostId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a host's id such as 'nz-akl.host.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city that the host belongs to.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The host's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "host", IdText.KeyOf(Value));

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static HostId From(CityId city, string seed) => new($"{city.Value}.host.{IdText.KeyFrom(seed)}");

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static HostId Parse(string text) => IdText.ParseOrThrow<HostId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out HostId id)
    {
        var valid = text is not null && IdText.IsThing(text, "host", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
