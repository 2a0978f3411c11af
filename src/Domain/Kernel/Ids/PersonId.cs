namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a person who takes part: a host or a migrant.</summary>
/// <remarks>Text form as of a <see cref="HostId"/> or a <see cref="MigrantId"/>. The default value is no id.</remarks>
[JsonConverter(typeof(IdJsonConverter<PersonId>))]
public readonly record struct PersonId : IId<PersonId>
{
    private PersonId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "person";

    /// <inheritdoc/>
    public static IdScope Scope => IdScope.CityOrNation;

    /// <inheritdoc/>
    public static string Grammar =>
        "a host's id such as 'nz-akl.host.0123456789abcdefghjkmnpqrs' or a migrant's such as 'nz.migrant.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static string Pattern => $@"({IdText.CityPattern}\.host|{IdText.NationPattern}\.migrant)\.{IdText.KeyPattern}";

    /// <inheritdoc/>
    public static string Example => "nz-akl.host.0123456789abcdefghjkmnpqrs";

    /// <summary>The host; null for a migrant.</summary>
    public HostId? Host => HostId.TryParse(Value, out var host) ? host : null;

    /// <summary>The migrant; null for a host.</summary>
    public MigrantId? Migrant => MigrantId.TryParse(Value, out var migrant) ? migrant : null;

    /// <summary>The side that the person is on.</summary>
    public Party Side => Host is null ? Party.Migrant : Party.Host;

    /// <summary>The nation that the person belongs to.</summary>
    public NationId Nation => NationId.Parse(Value[..2]);

    /// <summary>The stream of the person's profile: in the host's city, or in the migrant's nation.</summary>
    public StreamId ProfileStream => StreamId.Of(IdText.PartitionOf(Value), "profile", IdText.KeyOf(Value));

    /// <summary>The stream of the person's sign-ins: in the host's city, or in the migrant's nation.</summary>
    public StreamId SignInsStream => StreamId.Of(IdText.PartitionOf(Value), "sign-ins", IdText.KeyOf(Value));

    /// <summary>Whose profile a stream is.</summary>
    /// <exception cref="FormatException">It is no stream of a profile.</exception>
    public static PersonId OfProfile(StreamId stream) =>
        stream.Kind == "profile"
            ? PersonId.Parse(
                stream.Value.Replace("/profile/", stream.Partition.Length == 2 ? ".migrant." : ".host.", StringComparison.Ordinal))
            : throw new FormatException($"'{stream}' is no stream of a profile.");

    /// <summary>The two in the order of their ids.</summary>
    public static (PersonId First, PersonId Second) InOrder(PersonId one, PersonId other) =>
        string.CompareOrdinal(one.Value, other.Value) <= 0 ? (one, other) : (other, one);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out PersonId id)
    {
        var valid = HostId.TryParse(text, out _) || MigrantId.TryParse(text, out _);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <summary>A host is a person.</summary>
    public static implicit operator PersonId(HostId host) => new(host.Value);

    /// <summary>A migrant is a person.</summary>
    public static implicit operator PersonId(MigrantId migrant) => new(migrant.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
