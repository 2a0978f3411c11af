namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a host: a citizen of a city who sponsors.</summary>
/// <remarks>
/// Text form <c>nz-akl.host.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>host</c> and a key of 26 characters. The default
/// value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<HostId>))]
public readonly record struct HostId : ICityThingId<HostId>
{
    private HostId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "host";

    /// <inheritdoc/>
    public static string Grammar => "a host's id such as 'nz-akl.host.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out HostId id) => IdText.TryParse(text, out id);

    static HostId IThingId<HostId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
