namespace VipOrleans.Domain.Payments;

using System.Globalization;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>Identifies what a migrant sends home of one month, in one currency.</summary>
/// <remarks>
/// Text form <c>nz.remittance.0123456789abcdefghjkmnpqrs</c>. Every id that stands in a bank's file is made of its key of 26 characters, so
/// that an answer of the bank names the order without any index. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<RemittanceId>))]
public readonly record struct RemittanceId : INationThingId<RemittanceId>
{
    private RemittanceId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Kind => "remittance";

    /// <inheritdoc/>
    public static string Grammar => "an id of a month's remittances such as 'nz.remittance.0123456789abcdefghjkmnpqrs'";

    /// <summary>The id of the message that instructs it: its key, 26 characters.</summary>
    public string Message => IdText.KeyOf(Value).ToString();

    /// <summary>The id of the one payment information in that message, 28 characters.</summary>
    public string PaymentInformation => $"{IdText.KeyOf(Value)}-P";

    /// <summary>The id of a month's remittances: the same migrant, month and currency, the same id.</summary>
    public static RemittanceId From(MigrantId migrant, StatementPeriod month, Currency currency) =>
        new($"{migrant.Nation.Value}.remittance.{IdText.KeyFrom($"{migrant.Value}/{month}/{currency}")}");

    /// <summary>
    /// The id of what is sent of a month by a provider's offer, beside what the migrant's own bank sends: the same migrant, month and
    /// offer, the same id.
    /// </summary>
    public static RemittanceId From(MigrantId migrant, StatementPeriod month, RemittanceOfferId offer) =>
        new($"{migrant.Nation.Value}.remittance.{IdText.KeyFrom($"{migrant.Value}/{month}/offer/{offer}")}");

    /// <summary>The id of one of its payments, 31 characters.</summary>
    /// <param name="number">Its number in the order, 1 to 9,999.</param>
    public string Payment(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 9_999);
        return string.Create(CultureInfo.InvariantCulture, $"{IdText.KeyOf(Value)}-{number:D4}");
    }

    /// <summary>Reads the id of a payment of an order; false where it is none that this system could have made.</summary>
    /// <param name="text">The id, as a bank repeats it.</param>
    /// <param name="nation">The nation.</param>
    /// <param name="order">The order.</param>
    /// <param name="number">The number in the order.</param>
    public static bool TryParsePayment(string? text, NationId nation, out RemittanceId order, out int number)
    {
        (order, number) = (default, 0);
        return text is { Length: IdText.KeyLength + 5 } && text[IdText.KeyLength] == '-'
            && TryParseMessage(text[..IdText.KeyLength], nation, out order)
            && int.TryParse(text.AsSpan(IdText.KeyLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
    }

    /// <summary>Reads the id of a message of a nation; false where it is none that this system could have made.</summary>
    public static bool TryParseMessage(string? text, NationId nation, out RemittanceId order)
    {
        order = default;
        return text is { Length: IdText.KeyLength } && TryParse($"{nation.Value}.remittance.{text}", out order);
    }

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RemittanceId id) => IdText.TryParse(text, out id);

    static RemittanceId IThingId<RemittanceId>.Known(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
