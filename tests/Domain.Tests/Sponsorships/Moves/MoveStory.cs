namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>Host 1, whose migrant 1 has arrived in Auckland in sponsorship 1, moves to Wellington.</summary>
internal static class MoveStory
{
    public static readonly CityId Wellington = CityId.Parse("nz-wlg");
    public static readonly HostId HostThere = HostId.From(Wellington, "host 1");
    public static readonly HouseholdId HouseholdThere = HouseholdId.From(Wellington, "household 1");
    public static readonly HomeId HomeThere = HomeId.From(Wellington, "home 1");
    public static readonly SponsorshipId CaseThere = SponsorshipId.From(Wellington, "sponsorship 1");

    public static readonly DateOnly MovedOn = Today.AddDays(40);

    public static SponsorshipProposed Proposed { get; } =
        new(CaseThere, HostThere, Migrant(1), HouseholdThere, HomeThere, Party.Host, Case(1), Host(1));

    public static ContinuedYear Year { get; } =
        new(Case(1), Today, 1, Nzd, FixedPayslips, [new(1, "kiwi-orchards", 420_000)], [new(Today, MovedOn)]);

    public static SponsorshipEvent[] Checking { get; } = [Proposed, new SponsorshipAccepted(), new ClaimNoted(ClaimOn.Host, Claim.Held),
        new ClaimNoted(ClaimOn.Migrant, Claim.Held), new TermsFixed(Terms, HeldUntil)];

    public static SponsorshipEvent[] Granted { get; } =
    [
        .. Checking, new ChecksCarried(Case(1), [Carried(CheckKind.Identity), Carried(CheckKind.Background)], []),
        new ClaimNoted(ClaimOn.Place, Claim.Confirmed), new SponsorshipGranted(),
    ];

    public static SponsorshipEvent[] Arrived { get; } = [.. Granted, new MigrantArrived(MovedOn, FixedPayslips, Year)];

    public static Arrive Arrival { get; } = new(MovedOn, true, VerifiedPayslips, PhpRate, Year, null, There());

    /// <summary>What sponsorship 1 is, in the eyes of the one that continues it.</summary>
    public static PredecessorFacts There(EndReason? ended = null, SuspensionReason? suspended = null,
        params (CheckKind Kind, CheckResult Result)[] checks) =>
        new(Today, ended, suspended,
            [.. checks.Length > 0
                ? checks.Select(c => new CarriedCheck(c.Kind, c.Result))
                : [new(CheckKind.Identity, Passed()), new CarriedCheck(CheckKind.Background, Passed()),
                    new(CheckKind.AccommodationExists, Passed())]]);

    public static CarriedCheck Carried(CheckKind kind, CheckResult? result = null) =>
        new(kind, (result ?? Passed()) with { Via = Case(1) });
}
