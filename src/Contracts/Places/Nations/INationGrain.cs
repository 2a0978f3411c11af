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

    /// <summary>Decides what no city may go under.</summary>
    [Alias("decide-floors")]
    Task<CommandResult> DecideFloors(CommandContext context, NationFloors floors);

    /// <summary>Decides what is asked of whoever enters.</summary>
    [Alias("decide-entry-rules")]
    Task<CommandResult> DecideEntryRules(CommandContext context, EntryRules rules);

    /// <summary>What is asked of whoever enters; null for nothing.</summary>
    [Alias("entry")]
    Task<EntryRules?> Entry();

    /// <summary>Leases places to a city; 0 if the pool is empty, and then nothing is concluded.</summary>
    /// <param name="city">The city.</param>
    /// <param name="number">One more than the last lease that the city has noted. A number that is concluded is answered as it was.</param>
    /// <param name="wanted">How many the city can use.</param>
    [Alias("lease")]
    Task<int> Lease(CityId city, long number, int wanted);

    /// <summary>Counts back what a city has given back; the same number again changes nothing.</summary>
    [Alias("count-back")]
    Task CountBack(CityId city, long number, int places);

    /// <summary>A city says how many wait in it for want of a place on lease; the same number again changes nothing.</summary>
    /// <param name="city">The city.</param>
    /// <param name="places">How many places it lacks; 0 once nobody waits any more.</param>
    [Alias("report-shortage")]
    Task ReportShortage(CityId city, int places);

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
/// <param name="Id">The nation's id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Cap">The latest decision on the cap; null while cities are bound by their own quotas alone.</param>
/// <param name="Free">Places that no city has on lease.</param>
/// <param name="Leased">Places that cities have on lease.</param>
/// <param name="Recalls">True if the cap was cut below what is on lease: cities give back what they do not use, and get no more.</param>
/// <param name="Paused">Why no city takes anybody in; null while they do.</param>
/// <param name="Cities">The cities with what they have on lease, in the order of their ids.</param>
/// <param name="Floors">What no city may go under; null for nothing.</param>
/// <param name="Entry">What is asked of whoever enters; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.nation-view")]
public sealed record NationView(NationId Id, long Version, CapDecision? Cap, long Free, long Leased, bool Recalls, PauseReason? Paused,
    IReadOnlyList<CityAllotmentEntry> Cities, NationFloors? Floors = null, EntryRules? Entry = null);

/// <summary>A city that breaks a floor of its nation.</summary>
/// <param name="City">The city.</param>
/// <param name="MendBy">The last day to mend it.</param>
/// <param name="IsOverdue">True if that day is over in the city: its terms are held to the floors for whoever takes a place now.</param>
/// <param name="Breaches">What breaks which floor.</param>
[GenerateSerializer, Immutable, Alias("vip.city-breaches")]
public sealed record CityBreaches(CityId City, DateOnly MendBy, bool IsOverdue, IReadOnlyList<FloorBreach> Breaches);

/// <summary>What a city has on lease.</summary>
/// <param name="City">The city.</param>
/// <param name="Places">How many places; those that it has given back and that are not counted back yet are among them.</param>
/// <param name="Waiting">How many wait there for want of a place on lease, by what the city has said last.</param>
[GenerateSerializer, Immutable, Alias("vip.city-allotment-entry")]
public sealed record CityAllotmentEntry(CityId City, long Places, int Waiting = 0);
