namespace VipOrleans.Grains;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime.Placement;
using VipOrleans.Grains.Hosting;
using VipOrleans.Grains.News;
using VipOrleans.Grains.Payments;
using VipOrleans.Grains.Places;
using VipOrleans.Vault;

/// <summary>Registers what the grains need in a silo.</summary>
public static class GrainsHosting
{
    /// <summary>
    /// The name of the storage provider that has the projections' checkpoints, written by <see cref="CheckpointSerializer"/>. It stands in
    /// stores and never changes.
    /// </summary>
    public const string CheckpointStorage = "checkpoints";

    /// <summary>
    /// Adds the grains' own services. The host registers an <c>IJournal</c> and an <c>IVault</c>, a reminder service, a storage provider of
    /// the name <see cref="CheckpointStorage"/>, and a <see cref="TimeProvider"/> where it is not the system's.
    /// </summary>
    public static IServiceCollection AddVipGrains(this IServiceCollection services, Action<JournalingOptions>? configure = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<JournalingOptions>();
        services.AddOptions<PayoutOptions>();
        if (configure is not null) services.Configure(configure);
        services.AddSingleton(s => new CityGauges(s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CityFacts>();
        services.AddSingleton<PersonFiles>();
        services.TryAddSingleton<NewBallotKey>(BlindSignatures.NewKey);
        services.AddSingleton<FeedNews>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<FeedNews>());
        services.AddSingleton<Journaling>();
        services.TryAddSingleton<IFeedSource, JournalFeed>();
        services.AddSingleton<Checkpoints>();
        services.AddSingleton<Projecting>();
        services.AddSingleton<Carriers>();
        services.AddOptions<PlacementOptions>();
        services.AddSingleton<PlaceOfGrain>();
        services.AddSingleton<IPlacementStrategyResolver, CityPlacementResolver>();
        services.AddPlacementDirector<CityPlacement, CityPlacementDirector>();
        services.AddSingleton<CityMover>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<CityMover>());
        return services;
    }

    /// <summary>Counts nothing, so that the grains' counters are there before their first event. Called once telemetry has begun.</summary>
    public static void CountFromZero() => GrainTelemetry.CountFromZero();
}
