namespace VipOrleans.Domain.Kernel;

using System.Globalization;
using System.Text.Json.Serialization;

/// <summary>Identifies a batch of payments of a city.</summary>
/// <remarks>
/// Text form <c>nz-akl.payout.0123456789abcdefghjkmnpqrs</c>. Every id that stands in a bank's file is made of its key of 26 characters, so
/// that an answer of the bank names the batch without any index. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<PayoutId>))]
public readonly record struct PayoutId : ICityThingId<PayoutId>
{
    private PayoutId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "payout";

    /// <inheritdoc/>
    public static string Grammar => "a payout's id such as 'nz-akl.payout.0123456789abcdefghjkmnpqrs'";

    /// <summary>The id of the message that instructs the batch: its key, 26 characters.</summary>
    public string Message => IdText.KeyOf(Value).ToString();

    /// <summary>The id of the one payment information in that message, 28 characters.</summary>
    public string PaymentInformation => $"{IdText.KeyOf(Value)}-P";

    /// <summary>The id of a payment of the batch, 31 characters.</summary>
    /// <param name="number">Its number in the batch, 1 to 9,999.</param>
    public string Payment(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 9_999);
        return string.Create(CultureInfo.InvariantCulture, $"{IdText.KeyOf(Value)}-{number:D4}");
    }

    /// <summary>Reads the id of a payment of a city's batch; false where it is none that this system could have made.</summary>
    /// <param name="text">The id, as a bank repeats it.</param>
    /// <param name="city">The city whose bank it is.</param>
    /// <param name="payout">The batch.</param>
    /// <param name="number">The number in the batch.</param>
    public static bool TryParsePayment(string? text, CityId city, out PayoutId payout, out int number)
    {
        (payout, number) = (default, 0);
        return text is { Length: IdText.KeyLength + 5 } && text[IdText.KeyLength] == '-'
            && TryParseMessage(text[..IdText.KeyLength], city, out payout)
            && int.TryParse(text.AsSpan(IdText.KeyLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
    }

    /// <summary>Reads the id of a message of a city; false where it is none that this system could have made.</summary>
    public static bool TryParseMessage(string? text, CityId city, out PayoutId payout)
    {
        payout = default;
        return text is { Length: IdText.KeyLength } && PayoutId.TryParse($"{city.Value}.payout.{text}", out payout);
    }

    /// <inheritdoc/>
    public static bool TryParse(string? text, out PayoutId id) => IdText.TryParse(text, out id);

    static PayoutId IThingId<PayoutId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
