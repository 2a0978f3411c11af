namespace VipOrleans.Grains;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime.Placement;
using VipOrleans.Grains.Hosting;
using VipOrleans.Grains.Payments;
using VipOrleans.Grains.Places;
using VipOrleans.Vault;

/// <summary>Registers what the grains need in a silo.</summary>
public static class GrainsHosting
{
    /// <summary>
    /// Adds the grains' own services. The host registers an <c>IJournal</c> and an <c>IVault</c>, a reminder service, and a
    /// <see cref="TimeProvider"/> where it is not the system's.
    /// </summary>
    public static IServiceCollection AddVipGrains(this IServiceCollection services, Action<JournalingOptions>? configure = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<JournalingOptions>();
        services.AddOptions<PayoutOptions>();
        if (configure is not null) services.Configure(configure);
        services.AddSingleton<CityGauges>();
        services.AddSingleton<CityFacts>();
        services.AddSingleton<PersonFiles>();
        services.TryAddSingleton<NewBallotKey>(BlindSignatures.NewKey);
        services.AddSingleton<FeedNews>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<FeedNews>());
        services.AddSingleton<Journaling>();
        services.TryAddSingleton<IFeedSource, JournalFeed>();
        services.TryAddSingleton<ICheckpoints, JournalCheckpoints>();
        services.AddSingleton<Projecting>();
        services.AddOptions<PlacementOptions>();
        services.AddSingleton<PlaceOfGrain>();
        services.AddSingleton<IPlacementStrategyResolver, CityPlacementResolver>();
        services.AddPlacementDirector<CityPlacement, CityPlacementDirector>();
        services.AddSingleton<CityMover>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<CityMover>());
        return services;
    }
}
