using VipOrleans.Domain;

namespace VipOrleans.Contracts;

[RegisterConverter]
internal sealed class ConcernIdConverter : IConverter<ConcernId, TextSurrogate>
{
    public ConcernId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? ConcernId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in ConcernId value) => new(value.Value);
}
