namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Places.CityEvent;

/// <summary>A city's places: which are free, which sponsorships have one, and which migrants keep one between two hosts.</summary>
public sealed record Holds
{
    /// <summary>The account of places that are free to be held.</summary>
    public static readonly Account Available = new("available", Asset.Place, MayGoBelowZero: false);

    /// <summary>The account of places in use.</summary>
    public static readonly Account Used = new("used", Asset.Place, MayGoBelowZero: false);

    /// <summary>The city's decisions: every place came from here.</summary>
    public static readonly Account Issued = new("issued", Asset.Place, MayGoBelowZero: true);

    /// <summary>The places as a ledger: issued → available → used; a hold is a pending transfer from available to used.</summary>
    public Ledger Places { get; init; } = Ledger.Empty;

    /// <summary>Which sponsorship has a place, and how. No more than the places there are.</summary>
    public ImmutableDictionary<SponsorshipId, Place> Taken { get; init; } = ImmutableDictionary<SponsorshipId, Place>.Empty;

    /// <summary>The places in use by migrants who are between two hosts. None of them is anybody else's.</summary>
    public ImmutableDictionary<MigrantId, KeptPlace> Kept { get; init; } = ImmutableDictionary<MigrantId, KeptPlace>.Empty;

    internal long Held => Places.Promised(Available);

    internal long InUse => Places.Posted(Used);

    internal long Free => Places.Available(Available);

    internal Holds Evolve(CityEvent e) => e switch
    {
        PlaceHeld x => this with
        {
            Places = Places.Hold(new(x.Sponsorship.Value, Available, Used, 1)),
            Taken = Taken.Add(x.Sponsorship, new(Confirmed: false, x.Until)),
        },
        PlaceConfirmed x => this with
        {
            // A place that was taken over is in use already.
            Places = Taken[x.Sponsorship].Kept is null ? Places.PostPending(x.Sponsorship.Value) : Places,
            Taken = Taken.SetItem(x.Sponsorship, Taken[x.Sponsorship] with { Confirmed = true }),
        },
        PlaceReleased x => Without(x.Sponsorship),
        PlaceExpired x => Without(x.Sponsorship),
        MigrantPlaceKept x => this with
        {
            Taken = Taken.Remove(x.Sponsorship),
            Kept = Kept.SetItem(x.Migrant, new(x.Migrant, x.Sponsorship, x.Until)),
        },
        KeptPlaceTaken x => this with
        {
            Taken = Taken.Add(x.Sponsorship, new(Confirmed: false, x.Until, Kept[x.Migrant] with { Proposed = null })),
            Kept = Kept.Remove(x.Migrant),
        },
        KeptPlaceReturned x => this with
        {
            Taken = Taken.Remove(x.Sponsorship),
            Kept = Kept.SetItem(x.Migrant, Taken[x.Sponsorship].Kept!),
        },
        GraceExtended x => this with { Kept = Kept.SetItem(x.Migrant, Kept[x.Migrant] with { Until = x.Until, Proposed = null }) },
        StatusEndProposed x => this with { Kept = Kept.SetItem(x.Migrant, Kept[x.Migrant] with { Proposed = new(x.Reasons, x.Ruling) }) },
        StatusEndLifted x => this with { Kept = Kept.SetItem(x.Migrant, Kept[x.Migrant] with { Proposed = null }) },
        KeptPlaceEnded x => this with
        {
            Places = Places.Post(new(Kept[x.Migrant].From.Value, Used, Available, 1)),
            Kept = Kept.Remove(x.Migrant),
        },
        _ => this,
    };

    // Brings the number of issued places to the limit as far as places are free; the rest follows as people leave.
    internal Holds Offering(int limit)
    {
        var missing = limit + Places.Posted(Issued);
        if (missing > 0) return this with { Places = Places.Post(new("quota", Issued, Available, missing)) };
        var surplus = Math.Min(-missing, Free);
        return surplus > 0 ? this with { Places = Places.Post(new("quota", Available, Issued, surplus)) } : this;
    }

    private Holds Without(SponsorshipId sponsorship) => this with
    {
        Places = Taken[sponsorship] is { Confirmed: true } or { Kept: not null }
            ? Places.Post(new(sponsorship.Value, Used, Available, 1))
            : Places.VoidPending(sponsorship.Value),
        Taken = Taken.Remove(sponsorship),
    };
}

/// <summary>A place that a sponsorship has.</summary>
/// <param name="Confirmed">False while it is only held.</param>
/// <param name="Until">When the hold may be expired; of no meaning once confirmed.</param>
/// <param name="Kept">The migrant's kept place that it was until this sponsorship took it over, to which it goes back if the migrant
/// never arrives; null for a place of its own.</param>
public sealed record Place(bool Confirmed, DateTimeOffset Until, KeptPlace? Kept = null);

/// <summary>A place that stays in use by a migrant who is between two hosts.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="From">The sponsorship in which the migrant had it last.</param>
/// <param name="Until">The end of the grace period. An officer is asked then; nothing happens by itself.</param>
/// <param name="Proposed">The end of the status that is under a ruling; null for none.</param>
public sealed record KeptPlace(MigrantId Migrant, SponsorshipId From, DateTimeOffset Until, ProposedStatusEnd? Proposed = null);

/// <summary>The end of a status that an officer has proposed.</summary>
/// <param name="Reasons">The coded reasons.</param>
/// <param name="Ruling">The ruling on it.</param>
public sealed record ProposedStatusEnd(IReadOnlyList<StatusEndReason> Reasons, RulingId Ruling);

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
