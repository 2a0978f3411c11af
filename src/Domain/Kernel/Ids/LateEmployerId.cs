namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies an employer as one that may owe a city something.</summary>
/// <remarks>
/// Text form <c>nz-akl.late-employer.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>late-employer</c> and a key of
/// 26 characters. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<LateEmployerId>))]
public readonly record struct LateEmployerId : ICityThingId<LateEmployerId>
{
    private LateEmployerId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "late-employer";

    /// <inheritdoc/>
    public static string Grammar => "a late employer's id such as 'nz-akl.late-employer.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out LateEmployerId id) => IdText.TryParse(text, out id);

    static LateEmployerId IThingId<LateEmployerId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
