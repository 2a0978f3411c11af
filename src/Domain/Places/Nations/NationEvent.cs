namespace VipOrleans.Domain.Places;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a nation. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(CityJoined), "city-joined")]
[JsonDerivedType(typeof(CapDecided), "cap-decided")]
[JsonDerivedType(typeof(FloorsDecided), "floors-decided")]
[JsonDerivedType(typeof(EntryRulesDecided), "entry-rules-decided")]
[JsonDerivedType(typeof(AllotmentGranted), "allotment-granted")]
[JsonDerivedType(typeof(AllotmentCountedBack), "allotment-counted-back")]
[JsonDerivedType(typeof(ShortageReported), "shortage-reported")]
[JsonDerivedType(typeof(NationPaused), "nation-paused")]
[JsonDerivedType(typeof(NationResumed), "nation-resumed")]
public abstract record NationEvent
{
    private NationEvent() { }

    /// <summary>A city joined.</summary>
    public sealed record CityJoined(CityId City) : NationEvent;

    /// <summary>The cap was decided.</summary>
    public sealed record CapDecided(CapDecision Decision) : NationEvent;

    /// <summary>It was decided what no city may go under.</summary>
    public sealed record FloorsDecided(NationFloors Floors) : NationEvent;

    /// <summary>It was decided what is asked of whoever enters.</summary>
    public sealed record EntryRulesDecided(EntryRules Rules) : NationEvent;

    /// <summary>A city got places on lease.</summary>
    /// <param name="City">The city.</param>
    /// <param name="Number">The city's number of the lease.</param>
    /// <param name="Places">How many, 1 or more.</param>
    public sealed record AllotmentGranted(CityId City, long Number, int Places) : NationEvent;

    /// <summary>Places that a city has given back are the nation's again.</summary>
    /// <param name="City">The city.</param>
    /// <param name="Number">The city's number of the return.</param>
    /// <param name="Places">How many, 1 or more.</param>
    public sealed record AllotmentCountedBack(CityId City, long Number, int Places) : NationEvent;

    /// <summary>So many wait in a city for want of a place on lease.</summary>
    /// <param name="City">The city.</param>
    /// <param name="Places">How many places it lacks; 0 if nobody waits any more.</param>
    public sealed record ShortageReported(CityId City, int Places) : NationEvent;

    /// <summary>New holds stopped in all cities.</summary>
    public sealed record NationPaused(PauseReason Reason) : NationEvent;

    /// <summary>The nation's pause ended.</summary>
    public sealed record NationResumed : NationEvent;
}
