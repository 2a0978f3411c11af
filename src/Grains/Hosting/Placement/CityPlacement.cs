namespace VipOrleans.Grains.Hosting;

using Orleans.Metadata;
using Orleans.Runtime.Placement;

/// <summary>
/// All grains of a city live on one silo, so that calls inside a city stay in the process; what belongs to no city, such as a migrant, is
/// spread by its own id.
/// </summary>
[Serializable, GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("city-placement")]
public sealed class CityPlacement : PlacementStrategy
{
    /// <summary>The one there is.</summary>
    internal static CityPlacement Instance { get; } = new();
}

/// <summary>Chooses the silo of a city.</summary>
internal sealed class CityPlacementDirector(PlaceOfGrain places) : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(places.SiloOf(target.GrainIdentity, context.GetCompatibleSilos(target)));
}

/// <summary>Places the grains of this system by their city, and leaves those of the runtime to it.</summary>
internal sealed class CityPlacementResolver : IPlacementStrategyResolver
{
    /// <inheritdoc/>
    public bool TryResolvePlacementStrategy(GrainType grainType, GrainProperties? properties, out PlacementStrategy result)
    {
        result = CityPlacement.Instance;
        return properties is not null && properties.Properties.TryGetValue(WellKnownGrainTypeProperties.FullTypeName, out var name)
            && name.StartsWith("VipOrleans.", StringComparison.Ordinal);
    }
}
