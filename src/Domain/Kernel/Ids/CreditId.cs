namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Identifies one credit that a bank has booked to a city's account.</summary>
/// <remarks>
/// Text form <c>nz-akl.credit.0123456789abcdefghjkmnpqrs</c>: the city's id, the word <c>credit</c> and a key of 26 characters. The
/// default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<CreditId>))]
public readonly record struct CreditId : ICityThingId<CreditId>
{
    private CreditId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "credit";

    /// <inheritdoc/>
    public static string Grammar => "a booked credit's id such as 'nz-akl.credit.0123456789abcdefghjkmnpqrs'";

    /// <inheritdoc/>
    public static bool TryParse(string? text, out CreditId id) => IdText.TryParse(text, out id);

    static CreditId IThingId<CreditId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
