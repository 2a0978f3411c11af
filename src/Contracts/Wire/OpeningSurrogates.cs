namespace VipOrleans.Contracts.Wire;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

[RegisterConverter]
internal sealed class OpeningIdConverter : IConverter<OpeningId, TextSurrogate>
{
    public OpeningId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? OpeningId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in OpeningId value) => new(value.Value);
}

/// <summary>An opening's terms on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.opening-terms")]
public readonly struct OpeningTermsSurrogate(OpeningTerms terms)
{
    /// <summary>The beginning.</summary>
    [Id(0)]
    public DateTimeOffset From { get; } = terms.From;

    /// <summary>The end.</summary>
    [Id(1)]
    public DateTimeOffset Until { get; } = terms.Until;

    /// <summary>The legal basis.</summary>
    [Id(2)]
    public string LegalBasis { get; } = terms.LegalBasis;
}

[RegisterConverter]
internal sealed class OpeningTermsConverter : IConverter<OpeningTerms, OpeningTermsSurrogate>
{
    public OpeningTerms ConvertFromSurrogate(in OpeningTermsSurrogate s) => new(s.From, s.Until, s.LegalBasis);
    public OpeningTermsSurrogate ConvertToSurrogate(in OpeningTerms value) => new(value);
}
