namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies a dependant: somebody who comes with a migrant, without saying who.</summary>
/// <remarks>
/// Text form <c>nz.dependant.0123456789abcdefghjkmnpqrs</c>: the nation's id, the word <c>dependant</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<DependantId>))]
public readonly record struct DependantId : INationThingId<DependantId>
{
    private DependantId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "dependant";

    /// <inheritdoc/>
    public static string Grammar => "a dependant's id such as 'nz.dependant.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out DependantId id) => IdText.TryParse(text, out id);

    static DependantId IThingId<DependantId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
