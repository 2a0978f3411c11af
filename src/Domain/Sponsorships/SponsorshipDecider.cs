namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>The rules of a sponsorship: each part decides its own commands on the whole, and is changed by events alone.</summary>
public sealed class SponsorshipDecider : IDecider<Sponsorship, SponsorshipCommand, SponsorshipEvent>
{
    /// <summary>Most share years of one sponsorship.</summary>
    public const int MaxShareYears = 50;

    /// <summary>Most failures of one check that are under a ruling at a time.</summary>
    public const int MaxRuledFailures = 20;

    /// <summary>Longest reference of a collection and longest id of a payment, in characters: what ISO 20022 has room for.</summary>
    public const int MaxReference = 35;

    /// <summary>Most collections, and most payments, of one sponsorship: one a week for as long as a sponsorship can last.</summary>
    public const int MaxMovements = 2600;

    private SponsorshipDecider() { }

    /// <inheritdoc/>
    public static Sponsorship Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Sponsorship, SponsorshipEvent> Aggregate { get; } =
        new("sponsorship-15", SponsorshipsJson.Default.SponsorshipEvent, SponsorshipsJson.Default.Sponsorship);

    /// <inheritdoc/>
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, SponsorshipCommand command, Moment moment)
    {
        if (s.Id is null && command is not Propose) return Reject(RejectionCode.SponsorshipNotFound, "There is no such sponsorship.");
        return command switch
        {
            FormationCommand c => FormationDecider.Decide(s, c, moment),
            ChecksCommand c => ChecksDecider.Decide(s, c, moment),
            EmploymentsCommand c => EmploymentsDecider.Decide(s, c, moment),
            EarningsCommand c => EarningsDecider.Decide(s, c, moment),
            FindingsCommand c => FindingsDecider.Decide(s, c, moment.Day),
            BooksCommand c => BooksDecider.Decide(s, c, moment),
            MovesCommand c => MovesDecider.Decide(s, c, moment),
            EndingCommand c => EndingDecider.Decide(s, c, moment),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name,
                "The sponsorship does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Sponsorship Evolve(Sponsorship s, SponsorshipEvent e) => s with
    {
        Status = After(s.Status, e),
        Formation = s.Formation.Evolve(e),
        Checks = s.Checks.Evolve(e),
        Employments = s.Employments.Evolve(e),
        Earnings = s.Earnings.Evolve(e),
        Books = s.Books.Evolve(e),
        Findings = s.Findings.Evolve(e),
        Moves = s.Moves.Evolve(e),
        Ending = s.Ending.Evolve(e),
    };

    private static SponsorshipStatus After(SponsorshipStatus status, SponsorshipEvent e) => e switch
    {
        SponsorshipProposed => SponsorshipStatus.Proposed,
        SponsorshipAccepted => SponsorshipStatus.Accepted,
        ClaimNoted { On: ClaimOn.Place, Claim: Claim.InLine } when status == SponsorshipStatus.Accepted => SponsorshipStatus.Waiting,
        // A place may be held for what has ended or was refused meanwhile.
        TermsFixed when status is not (SponsorshipStatus.None or SponsorshipStatus.Ended or SponsorshipStatus.Refused) =>
            SponsorshipStatus.Checking,
        SponsorshipGranted => SponsorshipStatus.Granted,
        SponsorshipRefused => SponsorshipStatus.Refused,
        SponsorshipReopened => SponsorshipStatus.Checking,
        MigrantArrived => SponsorshipStatus.Arrived,
        SponsorshipActivated => SponsorshipStatus.Active,
        ActivationTakenBack => SponsorshipStatus.Arrived,
        NoticeGiven => SponsorshipStatus.Notice,
        NoticeTakenBack x => x.IsActive ? SponsorshipStatus.Active : SponsorshipStatus.Arrived,
        NoticeRuled { Effect: RulingEffect.Stands } x => x.IsActive ? SponsorshipStatus.Active : SponsorshipStatus.Arrived,
        NoticeRuled => SponsorshipStatus.Notice,
        SponsorshipEnded => SponsorshipStatus.Ended,
        _ => status,
    };
}
