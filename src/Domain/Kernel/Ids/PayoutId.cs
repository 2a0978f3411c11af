namespace VipOrleans.Domain.Kernel;

using System.Globalization;
using System.Text.Json.Serialization;

/// <summary>Identifies a batch of payments of a city.</summary>
/// <remarks>
/// Text form <c>nz-akl.payout.0123456789abcdefghjkmnpqrs</c>. Every id that stands in a bank's file is made of its key of 26 characters, so
/// that an answer of the bank names the batch without any index. The default value is no id.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<PayoutId>))]
public readonly record struct PayoutId : IId<PayoutId>
{
    private PayoutId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Grammar => "a payout's id such as 'nz-akl.payout.0123456789abcdefghjkmnpqrs'";

    /// <summary>The city that pays.</summary>
    public CityId City => CityId.Parse(IdText.PartitionOf(Value).ToString());

    /// <summary>The batch's stream in the journal.</summary>
    public StreamId Stream => StreamId.Of(IdText.PartitionOf(Value), "payout", IdText.KeyOf(Value));

    /// <summary>The id of the message that instructs the batch: its key, 26 characters.</summary>
    public string Message => IdText.KeyOf(Value).ToString();

    /// <summary>The id of the one payment information in that message, 28 characters.</summary>
    public string PaymentInformation => $"{IdText.KeyOf(Value)}-P";

    /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
    public static PayoutId From(CityId city, string seed) => new($"{city.Value}.payout.{IdText.KeyFrom(seed)}");

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
        return text is { Length: IdText.KeyLength } && TryParse($"{city.Value}.payout.{text}", out payout);
    }

    /// <summary>Reads an id from its text.</summary>
    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static PayoutId Parse(string text) => IdText.ParseOrThrow<PayoutId>(text);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out PayoutId id)
    {
        var valid = text is not null && IdText.IsThing(text, "payout", inNation: false);
        id = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
