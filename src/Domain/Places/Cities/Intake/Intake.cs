namespace VipOrleans.Domain.Places;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityEvent;

/// <summary>How many people a city takes in by its own decision, and whether it does now.</summary>
public sealed record Intake
{
    /// <summary>The latest decision on the number of places.</summary>
    public QuotaDecision Quota { get; init; } = QuotaDecision.None;

    /// <summary>Why the city takes in nobody now by its own decision; null while it does.</summary>
    public PauseReason? Paused { get; init; }

    /// <summary>What a ballot held elsewhere decided, by a record that another officer is still to see; null for none.</summary>
    public ShownQuota? Shown { get; init; }

    internal Intake Evolve(CityEvent e) => e switch
    {
        QuotaRecordShown x => this with { Shown = new(x.Decision, x.By) },
        QuotaDecided x => this with { Quota = x.Decision, Shown = null },
        CityPaused x => this with { Paused = x.Reason },
        CityResumed => this with { Paused = null },
        _ => this,
    };
}

/// <summary>A decision of the community on how many places its citizens offer.</summary>
/// <param name="Places">How many, 0 to 10,000,000.</param>
/// <param name="By">Who decided.</param>
/// <param name="Reference">The minute, resolution or ballot that says so, 1 to 100 characters.</param>
/// <param name="On">The day of the decision.</param>
[GenerateSerializer, Immutable, Alias("vip.quota-decision")]
public sealed record QuotaDecision(int Places, QuotaAuthority By, string Reference, DateOnly On)
{
    /// <summary>Most places of one city.</summary>
    public const int MaxPlaces = 10_000_000;

    /// <summary>Before the first decision: no place.</summary>
    public static readonly QuotaDecision None = new(0, QuotaAuthority.Council, "", default);
}

/// <summary>What a ballot held elsewhere decided, before another officer has seen its certified record.</summary>
/// <param name="Decision">The decision, which names the record.</param>
/// <param name="By">The officer who showed it, as a role and an id.</param>
public sealed record ShownQuota(QuotaDecision Decision, string By);

/// <summary>Who decides a quota.</summary>
[JsonConverter(typeof(CodeConverter<QuotaAuthority>))]
public enum QuotaAuthority
{
    /// <summary>The city's elected council.</summary>
    Council,

    /// <summary>A ballot of its citizens.</summary>
    Ballot,
}

/// <summary>Why a city is paused.</summary>
[JsonConverter(typeof(CodeConverter<PauseReason>))]
public enum PauseReason
{
    /// <summary>The city's council decided so.</summary>
    CouncilDecision,

    /// <summary>The nation decided so.</summary>
    NationDecision,

    /// <summary>Housing, schools or health care are at their limit.</summary>
    Capacity,

    /// <summary>Abuse or danger is being looked into.</summary>
    Safety,

    /// <summary>The system is being repaired.</summary>
    Technical,
}
