namespace VipOrleans.Domain.Tests;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>The shortest history that brings a sponsorship to each status.</summary>
internal static class Histories
{
    private static readonly SponsorshipEvent[] Proposed =
        [new SponsorshipProposed(Case(1), Sample.Host(1), Sample.Migrant(1), Household(1), Home(1), Party.Host)];
    private static readonly SponsorshipEvent[] Accepted = [.. Proposed, new SponsorshipAccepted()];
    private static readonly SponsorshipEvent[] Taken = [.. Accepted, new ClaimNoted(ClaimOn.Host, Claim.Held),
        new ClaimNoted(ClaimOn.Migrant, Claim.Held)];
    private static readonly SponsorshipEvent[] Checking = [.. Taken, new TermsFixed(Terms, HeldUntil)];

    private static readonly SponsorshipEvent[] Granted =
    [
        .. Checking, new CheckRecorded(CheckKind.Identity, Passed()), new CheckRecorded(CheckKind.Background, Passed()),
        new ClaimNoted(ClaimOn.Place, Claim.Confirmed), new SponsorshipGranted(),
    ];

    private static readonly SponsorshipEvent[] Arrived = [.. Granted, new MigrantArrived(Today, FixedPayslips)];
    private static readonly SponsorshipEvent[] Active = [.. Arrived, new SponsorshipActivated()];

    public static SponsorshipEvent[] To(SponsorshipStatus status) => status switch
    {
        SponsorshipStatus.None => [],
        SponsorshipStatus.Proposed => Proposed,
        SponsorshipStatus.Accepted => Accepted,
        SponsorshipStatus.Waiting => [.. Taken, new ClaimNoted(ClaimOn.Place, Claim.InLine)],
        SponsorshipStatus.Checking => Checking,
        SponsorshipStatus.Granted => Granted,
        SponsorshipStatus.Refused => [.. Checking, new SponsorshipRefused([RefusalReason.ConditionsNotMet], Today.AddDays(5))],
        SponsorshipStatus.Arrived => Arrived,
        SponsorshipStatus.Active => Active,
        SponsorshipStatus.Notice => [.. Active, new NoticeGiven(Today.AddDays(7))],
        SponsorshipStatus.Ended => [.. Active, new SponsorshipEnded(EndReason.MigrantLeft, Today)],
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>A sponsorship that has just arrived, with these terms and this baseline in the host currency.</summary>
    public static Sponsorship ArrivedWith(Currency currency, Share share, long baselineYear, DateOnly on, Share? levy = null) =>
        ((SponsorshipEvent[])[.. Taken,
            new TermsFixed(Terms with { Currency = currency, Share = share, Levy = levy ?? Terms.Levy }, HeldUntil),
            .. Granted.Skip(Checking.Length),
            new MigrantArrived(on, Baseline(new(baselineYear, currency), on))])
        .Aggregate(SponsorshipDecider.Initial, SponsorshipDecider.Evolve);

    /// <summary>The same sponsorship, in which these employers are named for all days.</summary>
    public static Sponsorship Naming(this Sponsorship s, params IEnumerable<string> employers) =>
        employers.Aggregate(s, (one, employer) => SponsorshipDecider.Evolve(one, new EmployerNamed(new(employer, DateOnly.MinValue))));

    /// <summary>A baseline that was declared and verified in the host currency.</summary>
    public static FixedBaseline Baseline(Domain.Money.Money yearly, DateOnly on, int version = 1) =>
        new(new(version, yearly, BaselineMethod.CountryReference, "reference/1", on, new(yearly, BaselineEvidence.OwnStatement, on)), null,
            yearly);
}
