namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a concern: something that is wrong in a sponsorship, as somebody reported it to a city.</summary>
/// <remarks>
/// Text form <c>nz-akl.concern.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>concern</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<ConcernId>))]
public readonly record struct ConcernId : ICityThingId<ConcernId>
{
    private ConcernId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "concern";

    /// <inheritdoc/>
    public static string Grammar => "a concern's id such as 'nz-akl.concern.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out ConcernId id) => IdText.TryParse(text, out id);

    static ConcernId IThingId<ConcernId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
