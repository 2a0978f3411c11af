namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>Who a sponsorship is of, what it takes for itself, and on which terms.</summary>
public sealed record Formation
{
    /// <summary>The sponsorship's id; null before the proposal.</summary>
    public SponsorshipId? Id { get; init; }

    /// <summary>The host.</summary>
    public HostId Host { get; init; }

    /// <summary>The migrant.</summary>
    public MigrantId Migrant { get; init; }

    /// <summary>The host's household at the proposal.</summary>
    public HouseholdId Household { get; init; }

    /// <summary>The host's address: at the proposal, or where the host has moved to within the city since.</summary>
    public HomeId Home { get; init; }

    /// <summary>Why the host is not there, as far as it was heard; null if they are.</summary>
    public HostSituation? HostAway { get; init; }

    /// <summary>True if the home counted its guests at the proposal.</summary>
    public bool HomeCounts { get; init; }

    /// <summary>Who proposed.</summary>
    public Party ProposedBy { get; init; }

    /// <summary>How far the claim on the host has come.</summary>
    public Claim HostClaim { get; init; }

    /// <summary>How far the claim on the migrant has come.</summary>
    public Claim MigrantClaim { get; init; }

    /// <summary>How far the claim on a place has come.</summary>
    public Claim PlaceClaim { get; init; }

    /// <summary>When the hold of the place may be expired.</summary>
    public DateTimeOffset PlaceUntil { get; init; }

    /// <summary>The city's terms, fixed when the place was held; null before.</summary>
    public SponsorshipTerms? Terms { get; init; }

    /// <summary>What officers did in the names of the sides, in order.</summary>
    public ImmutableList<ActInName> InName { get; init; } = [];

    /// <summary>What an officer did last of some kind in a side's name, and is no consent yet; null for none.</summary>
    public ActInName? Pending(Party side) => InName.FindLast(a => a.Side == side && a.Act <= NamedAct.Accepted) is { IsPending: true } act
        ? act : null;

    internal Formation Evolve(SponsorshipEvent e) => e switch
    {
        SponsorshipProposed x => this with
        {
            Id = x.Sponsorship,
            Host = x.Host,
            Migrant = x.Migrant,
            Household = x.Household,
            Home = x.Home,
            ProposedBy = x.By,
            HomeCounts = x.HomeCounts,
        },
        HomeChanged x => this with { Home = x.Home, HomeCounts = x.Counts },
        HostSituationHeard x => this with { HostAway = x.Situation },
        SponsorshipAccepted => this with { HostClaim = Claim.Wanted, MigrantClaim = Claim.Wanted, PlaceClaim = Claim.Wanted },
        ClaimNoted { On: ClaimOn.Host } x => this with { HostClaim = x.Claim },
        ClaimNoted { On: ClaimOn.Migrant } x => this with { MigrantClaim = x.Claim },
        ClaimNoted x => this with { PlaceClaim = x.Claim },
        TermsFixed x => this with { Terms = x.Terms, PlaceUntil = x.HeldUntil, PlaceClaim = Claim.Held },
        ActedInName x => this with { InName = InName.Add(new(x.Side, x.Act, x.By, x.On, x.Paper)) },
        PaperSeen x when Pending(x.Side) is { } act => this with { InName = InName.Replace(act, act with { SeenBy = x.By }) },
        SponsorshipReopened x => this with { PlaceUntil = x.PlaceUntil ?? PlaceUntil },
        _ => this,
    };
}

/// <summary>The terms of a sponsorship, as its city had decided them when the place was held.</summary>
/// <param name="Currency">The currency in which the migrant earns.</param>
/// <param name="Share">The host's part of the gain.</param>
/// <param name="RequiredChecks">What must have passed before a grant.</param>
/// <param name="ReplyDays">How long a refused party may reply, in days.</param>
/// <param name="NoticeDays">The host's notice, in days.</param>
/// <param name="Levy">The city's part of what is collected for the host; null for none.</param>
/// <param name="GraceDays">How many days the migrant keeps the place after it; null for 90.</param>
/// <param name="NoticeWaitDays">How many days the host's notice waits before its days run; null for 14.</param>
[GenerateSerializer, Immutable, Alias("vip.sponsorship-terms")]
public sealed record SponsorshipTerms(Currency Currency, Share Share, IReadOnlyList<CheckKind> RequiredChecks, int ReplyDays,
    int NoticeDays, Share? Levy = null, int? GraceDays = null, int? NoticeWaitDays = null)
{
    /// <summary>How many days a host's notice waits if the terms do not say it.</summary>
    public const int DefaultNoticeWaitDays = 14;
}
