namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies one file of booked credits that was sent to a city.</summary>
/// <remarks>
/// Text form <c>nz-akl.credit-file.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>credit-file</c> and a key of
/// 26 characters. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<CreditFileId>))]
public readonly record struct CreditFileId : ICityThingId<CreditFileId>
{
    private CreditFileId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "credit-file";

    /// <inheritdoc/>
    public static string Grammar => "a credit file's id such as 'nz-akl.credit-file.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out CreditFileId id) => IdText.TryParse(text, out id);

    static CreditFileId IThingId<CreditFileId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
