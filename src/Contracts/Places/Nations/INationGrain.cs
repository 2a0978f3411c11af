namespace VipOrleans.Contracts.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

/// <summary>A nation above its cities: a cap on all their places, leases of them, and a pause. The key is the nation's id.</summary>
[Alias("vip.nation"), GrainInterfaceType("vip.nation")]
public interface INationGrain : IGrainWithStringKey
{
    /// <summary>A city joins; the answer is what it is to follow now. A city that has joined before only hears that.</summary>
    [Alias("join")]
    Task<NationRule> Join(CityId city);

    /// <summary>Decides how many places all cities may have together.</summary>
    [Alias("decide-cap")]
    Task<CommandResult> DecideCap(CommandContext context, CapDecision decision);

    /// <summary>Leases places to a city; 0 where the pool is empty, and then nothing is concluded.</summary>
    /// <param name="city">The city.</param>
    /// <param name="number">One more than the last lease that the city has noted. A number that is concluded is answered as it was.</param>
    /// <param name="wanted">How many the city can use.</param>
    [Alias("lease")]
    Task<int> Lease(CityId city, long number, int wanted);

    /// <summary>Counts back what a city has given back; the same number again changes nothing.</summary>
    [Alias("count-back")]
    Task CountBack(CityId city, long number, int places);

    /// <summary>Stops new holds in all cities.</summary>
    [Alias("pause")]
    Task<CommandResult> Pause(CommandContext context, PauseReason reason);

    /// <summary>Ends the nation's pause.</summary>
    [Alias("resume")]
    Task<CommandResult> Resume(CommandContext context);

    /// <summary>The nation as it is.</summary>
    [Alias("get")]
    Task<NationView> Get();
}

/// <summary>A nation as anyone in the programme may see it.</summary>
[GenerateSerializer, Immutable, Alias("vip.nation-view")]
public sealed record NationView
{
    /// <summary>The nation's id.</summary>
    [Id(0)]
    public required NationId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The latest decision on the cap; null where cities are bound by their own quotas alone.</summary>
    [Id(2)]
    public CapDecision? Cap { get; init; }

    /// <summary>Places that no city has on lease.</summary>
    [Id(3)]
    public required long Free { get; init; }

    /// <summary>Places that cities have on lease.</summary>
    [Id(4)]
    public required long Leased { get; init; }

    /// <summary>True where the cap was cut below what is on lease: cities give back what they do not use, and get no more.</summary>
    [Id(5)]
    public required bool Recalls { get; init; }

    /// <summary>Why no city takes anybody in; null where they do.</summary>
    [Id(6)]
    public PauseReason? Paused { get; init; }

    /// <summary>The cities with what they have on lease, in the order of their ids.</summary>
    [Id(7)]
    public required IReadOnlyList<CityAllotmentEntry> Cities { get; init; }
}

/// <summary>What a city has on lease.</summary>
/// <param name="City">The city.</param>
/// <param name="Places">How many places; those that it has given back and that are not counted back yet are among them.</param>
[GenerateSerializer, Immutable, Alias("vip.city-allotment-entry")]
public sealed record CityAllotmentEntry([property: Id(0)] CityId City, [property: Id(1)] long Places);
