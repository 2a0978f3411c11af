[assembly: GenerateCodeForDeclaringAssembly(typeof(VipOrleans.Domain.Money.Money))]

namespace VipOrleans.Contracts.Wire;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

// The domain's values carry their serializers' attributes themselves. What is here has a private constructor that checks: it travels as
// its text, and is read from it by the same rules as everywhere.

/// <summary>An id, a currency, a rate, a share or a period on the wire: its text.</summary>
[GenerateSerializer, Immutable, Alias("vip.text")]
public readonly struct TextSurrogate(string? text)
{
    /// <summary>The text; null for a default value.</summary>
    [Id(0)]
    public string? Text { get; } = text;
}

[RegisterConverter]
internal sealed class StatementPeriodConverter : IConverter<StatementPeriod, TextSurrogate>
{
    public StatementPeriod ConvertFromSurrogate(in TextSurrogate surrogate) =>
        surrogate.Text is { } text ? StatementPeriod.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in StatementPeriod value) => new(value == default ? null : value.ToString());
}

[RegisterConverter]
internal sealed class CurrencyConverter : IConverter<Currency, TextSurrogate>
{
    public Currency ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? Currency.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in Currency value) => new(value.Code);
}

[RegisterConverter]
internal sealed class RateConverter : IConverter<Rate, TextSurrogate>
{
    public Rate ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? Rate.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in Rate value) => new(value.Digits == 0 ? null : value.ToString());
}

[RegisterConverter]
internal sealed class ShareConverter : IConverter<Share, TextSurrogate>
{
    public Share ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? Share.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in Share value) => new(value.Denominator == 0 ? null : value.ToString());
}
