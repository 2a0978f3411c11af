namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// What a migrant has applied for at the nation's immigration authority, and what it has decided. It is the migrant's and no
/// sponsorship's: a change of host, and the end of a stay, leave it as it is.
/// </summary>
public sealed record VisaFile
{
    /// <summary>The migrant; null before the first application.</summary>
    public MigrantId? Migrant { get; init; }

    /// <summary>The applications, the newest last.</summary>
    public ImmutableList<Visa> Visas { get; init; } = [];

    /// <summary>The application that waits for a decision, or for one on an appeal; null for none.</summary>
    [JsonIgnore]
    public Visa? Pending => Visas.Find(v => v.State is VisaState.Applied or VisaState.Appealed);

    /// <summary>An application by its reference; null if there is none.</summary>
    public Visa? Find(string reference) => Visas.Find(v => v.Reference == reference);

    /// <summary>True if a visa lets the migrant enter on a day.</summary>
    public bool CoversOn(DateOnly day) => Visas.Exists(v => v.CoversOn(day));

    /// <summary>The granted visa that runs longest: the one of whose end is warned. Null for none.</summary>
    [JsonIgnore]
    public Visa? Longest => Visas.Where(v => v.State == VisaState.Granted).MaxBy(v => v.Terms!.To);
}

/// <summary>An application for a visa, and what has become of it.</summary>
/// <param name="Reference">The reference under which the authority has it, one of its own in the nation.</param>
/// <param name="AppliedOn">The day of the application.</param>
/// <param name="State">Where it stands.</param>
public sealed record Visa(string Reference, DateOnly AppliedOn, VisaState State)
{
    /// <summary>What was granted; null before.</summary>
    public VisaTerms? Terms { get; init; }

    /// <summary>Why it was refused; empty if it was not.</summary>
    public IReadOnlyList<VisaRefusal> Reasons { get; init; } = [];

    /// <summary>The last day for an appeal; null if there is none, or the appeal is decided.</summary>
    public DateOnly? AppealUntil { get; init; }

    /// <summary>Who refused it: somebody else decides on the appeal.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>Why it lapsed; null if it did not.</summary>
    public VisaLapse? Lapse { get; init; }

    /// <summary>How many days before its end the last warning was due: 90, 30 or 7; 0 before the first.</summary>
    public int Warned { get; init; }

    /// <summary>
    /// True if it lets the migrant enter on a day. One that has run out since did on its own days, and one that was not used never did.
    /// </summary>
    public bool CoversOn(DateOnly day) =>
        Terms is { } terms && day >= terms.From && day <= terms.To
        && (State == VisaState.Granted || (State == VisaState.Lapsed && Lapse == VisaLapse.Expired));
}

/// <summary>What a visa allows.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Conditions">Its conditions, none twice. There is none that ties it to a host or an employer.</param>
/// <param name="Number">Names its number in the vault: a keyed code that does not tell it. Null if none was given.</param>
public sealed record VisaTerms(DateOnly From, DateOnly To, IReadOnlyList<VisaCondition> Conditions, string? Number = null)
{
    /// <summary>Longest visa, in years.</summary>
    public const int MostYears = 20;

    /// <summary>Two are equal if they say the same, the conditions in the same order.</summary>
    public bool Equals(VisaTerms? other) =>
        other is not null && (From, To, Number) == (other.From, other.To, other.Number) && Conditions.SequenceEqual(other.Conditions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, Number, Conditions.Count);
}

/// <summary>Where an application for a visa stands.</summary>
[JsonConverter(typeof(CodeConverter<VisaState>))]
public enum VisaState
{
    /// <summary>Applied for; the authority has not decided.</summary>
    Applied,

    /// <summary>Granted.</summary>
    Granted,

    /// <summary>Refused.</summary>
    Refused,

    /// <summary>Refused, and the migrant has appealed: it is decided again, by somebody else.</summary>
    Appealed,

    /// <summary>It has run out, was not used, or was not pursued.</summary>
    Lapsed,

    /// <summary>The migrant has withdrawn the application.</summary>
    Withdrawn,
}

/// <summary>Why a visa is refused.</summary>
[JsonConverter(typeof(CodeConverter<VisaRefusal>))]
public enum VisaRefusal
{
    /// <summary>Documents are missing.</summary>
    DocumentsMissing,

    /// <summary>A document is not genuine.</summary>
    DocumentNotGenuine,

    /// <summary>The identity could not be proven.</summary>
    IdentityNotProven,

    /// <summary>The requirements of health are not met.</summary>
    HealthRequirement,

    /// <summary>A conviction rules the entry out.</summary>
    CriminalRecord,

    /// <summary>The entry would be a danger to public security.</summary>
    PublicSecurity,

    /// <summary>There is a ban on entry.</summary>
    EntryBan,

    /// <summary>The conditions of the visa are not met.</summary>
    ConditionsNotMet,
}

/// <summary>Why a visa, or an application for one, has lapsed.</summary>
[JsonConverter(typeof(CodeConverter<VisaLapse>))]
public enum VisaLapse
{
    /// <summary>Its last day is over. Time says so, and nobody else.</summary>
    Expired,

    /// <summary>Nobody has entered on it.</summary>
    NotUsed,

    /// <summary>The application was not pursued.</summary>
    NotPursued,
}

/// <summary>A condition of a visa.</summary>
[JsonConverter(typeof(CodeConverter<VisaCondition>))]
public enum VisaCondition
{
    /// <summary>It is for one entry.</summary>
    SingleEntry,

    /// <summary>Work is allowed.</summary>
    MayWork,

    /// <summary>Study is allowed.</summary>
    MayStudy,

    /// <summary>No benefits of the state.</summary>
    NoPublicFunds,

    /// <summary>Health insurance is kept up.</summary>
    InsuranceRequired,

    /// <summary>The address is registered with the police.</summary>
    PoliceRegistration,
}
