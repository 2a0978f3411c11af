namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>A city: who may be hosted there, how many, and on what terms.</summary>
public sealed record City
{
    /// <summary>The account of places that are free to be held.</summary>
    public static readonly Account Available = new("available", Asset.Place, MayGoBelowZero: false);

    /// <summary>The account of places in use.</summary>
    public static readonly Account Used = new("used", Asset.Place, MayGoBelowZero: false);

    /// <summary>The city's decisions: every place came from here.</summary>
    public static readonly Account Issued = new("issued", Asset.Place, MayGoBelowZero: true);

    /// <summary>The city's id; null before it is opened.</summary>
    public CityId? Id { get; init; }

    /// <summary>The city's name, which is public.</summary>
    public string Name { get; init; } = "";

    /// <summary>The currency in which its migrants earn.</summary>
    public Currency Currency { get; init; }

    /// <summary>IANA name of its time zone, which decides what day it is.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>The terms for sponsorships that take a place from now on.</summary>
    public CityPolicy Policy { get; init; } = CityPolicy.Default;

    /// <summary>The deduction profiles, by the first day of the months for which they count; null for none.</summary>
    public ImmutableSortedDictionary<DateOnly, DeductionProfile?> Profiles { get; init; } =
        ImmutableSortedDictionary<DateOnly, DeductionProfile?>.Empty;

    /// <summary>The account from which the city pays hosts; null before it is decided.</summary>
    public BankParty? PayingAccount { get; init; }

    /// <summary>The latest decision on the number of places.</summary>
    public QuotaDecision Quota { get; init; } = QuotaDecision.None;

    /// <summary>Why the city takes in nobody now by its own decision; null while it does.</summary>
    public PauseReason? Paused { get; init; }

    /// <summary>What its nation has told it last.</summary>
    public NationRule Nation { get; init; } = NationRule.None;

    /// <summary>The places that it has on lease from its nation. They bind it where the nation has a cap.</summary>
    public CityAllotment Allotment { get; init; } = CityAllotment.None;

    /// <summary>The places as a ledger: issued → available → used; a hold is a pending transfer from available to used.</summary>
    public Ledger Places { get; init; } = Ledger.Empty;

    /// <summary>Which sponsorship has a place, and how. No more than the places there are.</summary>
    public ImmutableDictionary<SponsorshipId, Place> Taken { get; init; } = ImmutableDictionary<SponsorshipId, Place>.Empty;

    /// <summary>The places in use by migrants who are between two hosts. None of them is anybody else's.</summary>
    public ImmutableDictionary<MigrantId, KeptPlace> Kept { get; init; } = ImmutableDictionary<MigrantId, KeptPlace>.Empty;

    /// <summary>Who waits for a place, by ticket: the lowest is served first.</summary>
    public ImmutableSortedDictionary<long, SponsorshipId> Waiting { get; init; } = ImmutableSortedDictionary<long, SponsorshipId>.Empty;

    /// <summary>The ticket of each sponsorship that waits.</summary>
    public ImmutableDictionary<SponsorshipId, long> Tickets { get; init; } = ImmutableDictionary<SponsorshipId, long>.Empty;

    /// <summary>The last ticket given out.</summary>
    public long LastTicket { get; init; }

    /// <summary>
    /// The registration for an opening that is announced, runs or is being drawn; null for none: then who comes first is served first.
    /// </summary>
    public Registration? Registration { get; init; }

    /// <summary>The openings that are over: everybody in their lists has been drawn.</summary>
    public ImmutableHashSet<OpeningId> Drawn { get; init; } = [];

    /// <summary>
    /// How many places were given to people who stood in line, by the day in UTC, over the last <see cref="PlaceForecast.MaxDays"/> days in
    /// which any was.
    /// </summary>
    public ImmutableSortedDictionary<DateOnly, int> GivenToLine { get; init; } = ImmutableSortedDictionary<DateOnly, int>.Empty;

    /// <summary>The deduction profile for a month that begins on a day; null for none.</summary>
    public DeductionProfile? ProfileOn(DateOnly day) => Profiles.LastOrDefault(p => p.Key <= day).Value;

    /// <summary>Places kept for sponsorships that are being checked.</summary>
    [JsonIgnore]
    public long Held => Places.Promised(Available);

    /// <summary>Places of sponsorships that were granted, and of migrants who are between two hosts.</summary>
    [JsonIgnore]
    public long InUse => Places.Posted(Used);

    /// <summary>Places that can be held now. Less than zero never; zero while more are taken than the quota, after a cut.</summary>
    [JsonIgnore]
    public long Free => Places.Available(Available);

    /// <summary>True while the city or its nation takes in nobody.</summary>
    [JsonIgnore]
    public bool IsPaused => Paused is not null || Nation.Paused is not null;

    /// <summary>
    /// True where a place is free, somebody waits whom nobody goes before that is still to be drawn, and nobody has paused the city.
    /// </summary>
    [JsonIgnore]
    public bool CanServe =>
        Free > 0 && !IsPaused && !Waiting.IsEmpty
            && (Registration is not { IsClosed: true } drawing || Waiting.First().Key <= drawing.LastToServe);

    /// <summary>True where a sponsorship stands in line, or is registered for an opening.</summary>
    public bool IsWaiting(SponsorshipId sponsorship) =>
        Tickets.ContainsKey(sponsorship) || Registration?.Numbers.ContainsKey(sponsorship) == true;

    /// <summary>
    /// A sponsorship's position in line, 1 for the next, among those whose tickets stand in order; null where it has no ticket.
    /// </summary>
    /// <param name="sponsorship">The sponsorship.</param>
    /// <param name="inOrder">All tickets of <see cref="Waiting"/>, in order.</param>
    public int? PositionOf(SponsorshipId sponsorship, IReadOnlyList<long> inOrder)
    {
        if (!Tickets.TryGetValue(sponsorship, out var ticket)) return null;
        int low = 0, high = inOrder.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (inOrder[middle] < ticket) low = middle + 1;
            else high = middle;
        }

        // Whoever asked after the registration was closed comes behind all who are still to be drawn.
        return low + 1 + (Registration is { IsClosed: true } drawing && ticket > drawing.LastToServe ? drawing.Numbers.Count : 0);
    }

    /// <summary>How many places were given to the line within so many days, of which one day is the last.</summary>
    public int GivenWithin(DateOnly last, int days) =>
        GivenToLine.Where(g => g.Key > last.AddDays(-days) && g.Key <= last).Sum(g => g.Value);

    /// <summary>How many places the city may give: its quota, and where its nation has a cap no more than its allotment.</summary>
    [JsonIgnore]
    public int Limit => Nation.HasCap ? Math.Min(Quota.Places, Allotment.Places) : Quota.Places;

    /// <summary>
    /// Places on lease that the city has no use for: above its quota, or unused while its nation recalls. Places that are taken are in use.
    /// </summary>
    [JsonIgnore]
    public long Excess => Nation.HasCap ? Math.Max(0, Allotment.Places - Math.Max(Nation.Recalls ? 0 : Quota.Places, Held + InUse)) : 0;

    /// <summary>
    /// How many places more the city should ask its nation for; 0 for none. It asks when somebody waits, or a quarter of its last lease is
    /// left, and never while it gives places back.
    /// </summary>
    [JsonIgnore]
    public int Wanted =>
        Nation is { HasCap: true, Recalls: false } && !IsPaused && Allotment.Returning == 0 && Allotment.Places < Quota.Places
            && (!Waiting.IsEmpty || 4 * Free <= Allotment.Leased)
        ? Quota.Places - Allotment.Places
        : 0;
}

/// <summary>The places that a city has on lease from its nation.</summary>
/// <param name="Places">How many it has. Those that it is giving back are not its own any more.</param>
/// <param name="Lease">The number of the last lease that it has noted.</param>
/// <param name="Leased">How many places that one was for.</param>
/// <param name="Return">The number of its last return.</param>
/// <param name="Returning">How many places that one is for, until the nation has counted them back; 0 then.</param>
public sealed record CityAllotment(int Places, long Lease, int Leased, long Return, int Returning)
{
    /// <summary>Before the first lease.</summary>
    public static readonly CityAllotment None = new(0, 0, 0, 0, 0);
}

/// <summary>A place that a sponsorship has.</summary>
/// <param name="Confirmed">False while it is only held.</param>
/// <param name="Until">When the hold may be expired; of no meaning once confirmed.</param>
/// <param name="Kept">The migrant's kept place that it was until this sponsorship took it over, to which it goes back where the migrant
/// never arrives; null for a place of its own.</param>
public sealed record Place(bool Confirmed, DateTimeOffset Until, KeptPlace? Kept = null);

/// <summary>A place that stays in use by a migrant who is between two hosts.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="From">The sponsorship in which the migrant had it last.</param>
/// <param name="Until">The end of the grace period. An officer is asked then; nothing happens by itself.</param>
public sealed record KeptPlace(MigrantId Migrant, SponsorshipId From, DateTimeOffset Until);

/// <summary>Where a grace period stands.</summary>
[JsonConverter(typeof(CodeConverter<GraceState>))]
public enum GraceState
{
    /// <summary>The place is kept and the migrant has no host.</summary>
    Kept,

    /// <summary>A new sponsorship has the place.</summary>
    TakenOver,

    /// <summary>The place was given back.</summary>
    Ended,
}

/// <summary>Why an officer ends the status of a migrant who has found no new host.</summary>
[JsonConverter(typeof(CodeConverter<StatusEndReason>))]
public enum StatusEndReason
{
    /// <summary>The grace period is over and no new host has been found.</summary>
    NoNewHost,

    /// <summary>The migrant has left the country.</summary>
    LeftTheCountry,

    /// <summary>The migrant lives in another city.</summary>
    MovedElsewhere,

    /// <summary>The programme's conditions are not met any more.</summary>
    ConditionsNotMet,

    /// <summary>The migrant died. The only reason that need not wait for the end of the grace period.</summary>
    Deceased,
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

/// <summary>The terms of a city. A sponsorship keeps those that held when it took its place.</summary>
/// <param name="Share">The part of the gain that goes to the host.</param>
/// <param name="RequiredChecks">The checks that must have passed before a grant, at least one, none twice.</param>
/// <param name="MinorsMayHost">True where a guardian may act for a host who is a minor.</param>
/// <param name="HoldDays">How many days a place is held for the checks, 1 to 730.</param>
/// <param name="ReplyDays">How many days a refused party has to reply, 1 to 365.</param>
/// <param name="NoticeDays">How many days' notice a host gives, 0 to 365. A migrant gives none.</param>
/// <param name="Levy">The city's part of what is collected for the host; null for none.</param>
/// <param name="GraceDays">How many days a migrant who is without a host keeps the place, 1 to 730; null for 90, as before there was a
/// choice.</param>
/// <param name="SeesFirst">Which side sees the other's profiles first; null for the migrants, as before there was a choice.</param>
[GenerateSerializer, Immutable, Alias("vip.city-policy")]
public sealed record CityPolicy(Share Share, IReadOnlyList<CheckKind> RequiredChecks, bool MinorsMayHost, int HoldDays, int ReplyDays,
    int NoticeDays, Share? Levy = null, int? GraceDays = null, Party? SeesFirst = null)
{
    /// <summary>How many days a migrant keeps the place where the city has not said it.</summary>
    public const int DefaultGraceDays = 90;

    /// <summary>One half; all checks; no minors; 180, 28 and 28 days.</summary>
    public static readonly CityPolicy Default = new(Share.Half, Enum.GetValues<CheckKind>(), false, 180, 28, 28);
}
