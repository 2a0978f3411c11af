namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>
/// A city: who may be hosted there, how many, and on what terms. Each event changes the parts that it concerns, and leaves the others the
/// same objects.
/// </summary>
/// <remarks>In a snapshot the parts' properties stand side by side, in the order of those below.</remarks>
public sealed record City
{
    /// <summary>What the city is, and on which terms it takes people in.</summary>
    [JsonIgnore]
    public Charter Charter { get; init; } = new();

    /// <summary>How many people it takes in by its own decision, and whether it does now.</summary>
    [JsonIgnore]
    public Intake Intake { get; init; } = new();

    /// <summary>What its nation has said, and what it has on lease from it.</summary>
    [JsonIgnore]
    public Federation Federation { get; init; } = new();

    /// <summary>Its places, and who has them.</summary>
    [JsonIgnore]
    public Holds Holds { get; init; } = new();

    /// <summary>Who waits for a place.</summary>
    [JsonIgnore]
    public Queue Queue { get; init; } = new();

    /// <summary>Its part in openings.</summary>
    [JsonIgnore]
    public Openings Openings { get; init; } = new();

    /// <inheritdoc cref="Charter.Id"/>
    public CityId? Id { get => Charter.Id; init => Charter = Charter with { Id = value }; }

    /// <inheritdoc cref="Charter.Name"/>
    public string Name { get => Charter.Name; init => Charter = Charter with { Name = value }; }

    /// <inheritdoc cref="Charter.Currency"/>
    public Currency Currency { get => Charter.Currency; init => Charter = Charter with { Currency = value }; }

    /// <inheritdoc cref="Charter.TimeZone"/>
    public string TimeZone { get => Charter.TimeZone; init => Charter = Charter with { TimeZone = value }; }

    /// <inheritdoc cref="Charter.Policy"/>
    public CityPolicy Policy { get => Charter.Policy; init => Charter = Charter with { Policy = value }; }

    /// <inheritdoc cref="Charter.Profiles"/>
    public ImmutableSortedDictionary<DateOnly, DeductionProfile?> Profiles
    {
        get => Charter.Profiles;
        init => Charter = Charter with { Profiles = value };
    }

    /// <inheritdoc cref="Charter.PayingAccount"/>
    public BankParty? PayingAccount { get => Charter.PayingAccount; init => Charter = Charter with { PayingAccount = value }; }

    /// <inheritdoc cref="Intake.Quota"/>
    public QuotaDecision Quota { get => Intake.Quota; init => Intake = Intake with { Quota = value }; }

    /// <inheritdoc cref="Intake.Shown"/>
    public ShownQuota? Shown { get => Intake.Shown; init => Intake = Intake with { Shown = value }; }

    /// <inheritdoc cref="Intake.Paused"/>
    public PauseReason? Paused { get => Intake.Paused; init => Intake = Intake with { Paused = value }; }

    /// <inheritdoc cref="Federation.Rule"/>
    public NationRule Nation { get => Federation.Rule; init => Federation = Federation with { Rule = value }; }

    /// <inheritdoc cref="Federation.Allotment"/>
    public CityAllotment Allotment { get => Federation.Allotment; init => Federation = Federation with { Allotment = value }; }

    /// <inheritdoc cref="Holds.Places"/>
    public Ledger Places { get => Holds.Places; init => Holds = Holds with { Places = value }; }

    /// <inheritdoc cref="Holds.Taken"/>
    public ImmutableDictionary<SponsorshipId, Place> Taken { get => Holds.Taken; init => Holds = Holds with { Taken = value }; }

    /// <inheritdoc cref="Holds.Kept"/>
    public ImmutableDictionary<MigrantId, KeptPlace> Kept { get => Holds.Kept; init => Holds = Holds with { Kept = value }; }

    /// <inheritdoc cref="Queue.Waiting"/>
    public ImmutableSortedDictionary<long, SponsorshipId> Waiting
    {
        get => Queue.Waiting;
        init => Queue = Queue with { Waiting = value };
    }

    /// <inheritdoc cref="Queue.Tickets"/>
    public ImmutableDictionary<SponsorshipId, long> Tickets { get => Queue.Tickets; init => Queue = Queue with { Tickets = value }; }

    /// <inheritdoc cref="Queue.LastTicket"/>
    public long LastTicket { get => Queue.LastTicket; init => Queue = Queue with { LastTicket = value }; }

    /// <inheritdoc cref="Openings.Registration"/>
    public Registration? Registration { get => Openings.Registration; init => Openings = Openings with { Registration = value }; }

    /// <inheritdoc cref="Openings.Drawn"/>
    public ImmutableHashSet<OpeningId> Drawn { get => Openings.Drawn; init => Openings = Openings with { Drawn = value }; }

    /// <inheritdoc cref="Queue.GivenToLine"/>
    public ImmutableSortedDictionary<DateOnly, int> GivenToLine
    {
        get => Queue.GivenToLine;
        init => Queue = Queue with { GivenToLine = value };
    }

    /// <summary>Places held for sponsorships that are being checked.</summary>
    [JsonIgnore]
    public long Held => Holds.Held;

    /// <summary>Places of sponsorships that were granted, and of migrants who are between two hosts.</summary>
    [JsonIgnore]
    public long InUse => Holds.InUse;

    /// <summary>Places that can be held now. Less than zero never; zero while more are taken than the quota, after a cut.</summary>
    [JsonIgnore]
    public long Free => Holds.Free;

    /// <summary>True while the city or its nation takes in nobody.</summary>
    [JsonIgnore]
    public bool IsPaused => Paused is not null || Nation.Paused is not null;

    /// <summary>
    /// True if a place is free, somebody waits whom nobody goes before that is still to be drawn, and nobody has paused the city.
    /// </summary>
    [JsonIgnore]
    public bool CanServe =>
        Free > 0 && !IsPaused && !Waiting.IsEmpty
            && (Registration is not { IsClosed: true } drawing || Waiting.First().Key <= drawing.LastToServe);

    /// <summary>How many places the city may give: its quota, and if its nation has a cap no more than its allotment.</summary>
    [JsonIgnore]
    public int Limit => Federation.Limit(Quota);

    /// <summary>
    /// Places on lease that the city has no use for: above its quota, or unused while its nation recalls or another city is short of them.
    /// Places that are taken are in use, and so are those of an opening that is announced or being drawn while no cap was cut.
    /// </summary>
    [JsonIgnore]
    public long Excess => Nation.HasCap ? Math.Max(0, Allotment.Places - Math.Max(Useful, Held + InUse)) : 0;

    /// <summary>How many wait for want of a place on lease, which the city's quota would let it give; 0 while it is paused.</summary>
    [JsonIgnore]
    public int Shortage => Nation.HasCap && !IsPaused
        ? (int)Math.Max(0, Math.Min(Waiting.Count - Free, Quota.Places - (long)Allotment.Places)) : 0;

    /// <summary>
    /// How many places more the city should ask its nation for; 0 for none. It asks when somebody waits, or a quarter of its last lease is
    /// left, and never while it gives places back. While places are short anywhere in the nation it asks for those who wait, and no more:
    /// what it had in reserve it would give back at once.
    /// </summary>
    [JsonIgnore]
    public int Wanted =>
        Nation is not { HasCap: true, Recalls: false } || IsPaused || Allotment.Returning > 0 || Allotment.Places >= Quota.Places ? 0
        : Nation.IsShort ? Shortage
        : !Waiting.IsEmpty || 4 * Free <= Allotment.Leased ? Quota.Places - Allotment.Places : 0;

    /// <summary>True if a sponsorship stands in line, or is registered for an opening.</summary>
    public bool IsWaiting(SponsorshipId sponsorship) =>
        Tickets.ContainsKey(sponsorship) || Registration?.Numbers.ContainsKey(sponsorship) == true;

    /// <inheritdoc cref="Charter.ProfileOn"/>
    public DeductionProfile? ProfileOn(DateOnly day) => Charter.ProfileOn(day);

    /// <summary>A sponsorship's queue position, 1 for the next; null if it has no ticket.</summary>
    /// <param name="sponsorship">The sponsorship.</param>
    /// <param name="inOrder">All tickets of <see cref="Waiting"/>, in order.</param>
    public int? PositionOf(SponsorshipId sponsorship, IReadOnlyList<long> inOrder) =>
        Queue.PositionOf(sponsorship, inOrder, Registration);

    /// <inheritdoc cref="Queue.GivenWithin"/>
    public int GivenWithin(DateOnly last, int days) => Queue.GivenWithin(last, days);

    /// <summary>Until when a place is held that somebody gets now.</summary>
    /// <summary>
    /// The terms for whoever takes a place on a day: the city's own, and within the nation's floors once the time to mend is over.
    /// </summary>
    public CityPolicy PolicyOn(DateOnly day) => Nation.Floors is { } floors && day > floors.MendBy ? floors.Within(Policy) : Policy;

    /// <summary>What of the city breaks a floor of its nation on a day.</summary>
    public IReadOnlyList<FloorBreach> BreachesOn(DateOnly day) => Nation.Floors is not { } floors ? []
        : [.. floors.Breaches(Policy), .. floors.Breach(ProfileOn(day)) is { } breach ? [breach] : Array.Empty<FloorBreach>()];

    // How many places the city would have a use for, were none taken.
    private long Useful => Nation.Recalls ? 0
        : !Nation.IsShort || Registration is not null ? Quota.Places
        : Math.Min(Quota.Places, Held + InUse + (IsPaused ? 0 : Waiting.Count));

    internal DateTimeOffset HeldUntil(DateTimeOffset now) => now.AddDays(Policy.HoldDays);
}
