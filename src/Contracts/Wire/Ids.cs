[assembly: Orleans.Serialization.Configuration.TypeManifestProvider(typeof(VipOrleans.Contracts.Wire.IdManifest))]

namespace VipOrleans.Contracts.Wire;

using Orleans.Serialization.Configuration;
using VipOrleans.Domain.Kernel;

/// <summary>Registers the form on the wire of every id that the domain has, as Orleans registers what it generates.</summary>
internal sealed class IdManifest : TypeManifestProviderBase
{
    protected override void ConfigureInner(TypeManifestOptions options)
    {
        foreach (var id in IdKinds.OfDomain.All) options.AddConverter(typeof(IdConverter<>).MakeGenericType(id.Type));
    }
}

/// <summary>An id travels as its text, and is read from it by its own grammar.</summary>
internal sealed class IdConverter<TId> : IConverter<TId, TextSurrogate> where TId : struct, IId<TId>
{
    public TId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? IdMembers.Parse<TId>(text) : default;
    public TextSurrogate ConvertToSurrogate(in TId value) => new(value.Value);
}
