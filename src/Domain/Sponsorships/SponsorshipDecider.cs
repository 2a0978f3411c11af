namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>The rules of a sponsorship.</summary>
public sealed partial class SponsorshipDecider : IDecider<Sponsorship, SponsorshipCommand, SponsorshipEvent>
{
    /// <summary>Most share years of one sponsorship.</summary>
    public const int MaxShareYears = 50;

    private SponsorshipDecider() { }

    /// <inheritdoc/>
    public static Sponsorship Initial { get; } = new();

    /// <inheritdoc/>
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, SponsorshipCommand command, Moment moment)
    {
        if (command is Propose propose) return Proposal(s, propose);
        if (s.Id is null) return Reject(RejectionCode.SponsorshipNotFound, "There is no such sponsorship.");
        return command switch
        {
            Domain.Sponsorships.SponsorshipCommand.Accept c => Answered(s, c.By) ?? Accept("accepted", new SponsorshipAccepted()),
            Decline c => Answered(s, c.By) ?? Accept("declined", new SponsorshipEnded(EndReason.Declined, c.Today)),
            Withdraw c =>
                s.IsBeforeArrival
                    ? Accept("withdrawn", new SponsorshipEnded(EndReason.Withdrawn, c.Today))
                    : WrongState(s, "be withdrawn; it can be ended"),
            NoteStep c => Note(s, c),
            RecordCheck c => Check(s, c),
            RuleOnCheck c => Rule(s, c),
            Domain.Sponsorships.SponsorshipCommand.Refuse c => Refusal(s, c),
            Reply c => Replied(s, c),
            Reopen c => s.Status == SponsorshipStatus.Refused ? Accept("reopened", Reopened(s, c.Today)) : WrongState(s, "be reopened"),
            RuleOnRefusal c => Rule(s, c),
            CloseRefused c => Close(s, c),
            Domain.Sponsorships.SponsorshipCommand.Arrive c => Arrival(s, c),
            Activate => s.Status == SponsorshipStatus.Arrived
                ? Accept("active", new SponsorshipActivated()) : WrongState(s, "be activated"),
            GiveNotice c => Notice(s, c),
            End c => Ending(s, c),
            Domain.Sponsorships.SponsorshipCommand.ChangeHost c => ChangeHost(s, c),
            Domain.Sponsorships.SponsorshipCommand.EndAbsent c =>
                s.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice
                ? Over(s, new(EndReason.Absent, c.Today), c.Today)
                : WrongState(s, "be ended because the migrant is absent"),
            FixBaseline c => Fix(s, c),
            ReportEarnings c => Earnings(s, c),
            WithdrawEarnings c => Withdrawal(s, c),
            Domain.Sponsorships.SponsorshipCommand.GiveConsent c => Consent(s, c),
            FollowPredecessor c => Follow(s, c),
            Domain.Sponsorships.SponsorshipCommand.MoveAway c => MoveAway(s, c),
            CollectShare or ReverseCollection => Collections(s, command),
            ReservePayout or SettlePayout or ReleasePayout or ReturnPayout => Payouts(s, command),
            Domain.Sponsorships.SponsorshipCommand.RevokeConsent =>
                s.ConsentOn is null ? Accept("revoked") : Accept("revoked", new ConsentRevoked()),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name,
                "The sponsorship does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Sponsorship Evolve(Sponsorship s, SponsorshipEvent e) => e switch
    {
        SponsorshipProposed x => s with
        {
            Id = x.Sponsorship,
            Host = x.Host,
            Migrant = x.Migrant,
            Household = x.Household,
            Home = x.Home,
            ProposedBy = x.By,
            Status = SponsorshipStatus.Proposed,
            Succession = x is { Succeeds: { } before, HostBefore: { } from } ? new(before, from, SuccessionState.Forming) : null,
        },
        SponsorshipAccepted =>
            s with { Status = SponsorshipStatus.Accepted, HostClaim = Claim.Wanted, MigrantClaim = Claim.Wanted,
                PlaceClaim = Claim.Wanted },
        ClaimNoted x => Claimed(s, x),
        TermsFixed x =>
            s with { Terms = x.Terms, PlaceUntil = x.HeldUntil, PlaceClaim = Claim.Held,
                Status = s.IsOpen && s.Status != SponsorshipStatus.Refused ? SponsorshipStatus.Checking : s.Status },
        CheckRecorded x => Checked(s, x),
        CheckRuled x => Ruled(s, x),
        SponsorshipGranted => s with { Status = SponsorshipStatus.Granted },
        SponsorshipRefused x => s with { Status = SponsorshipStatus.Refused, Refusal = new(x.Reasons, x.ReplyUntil, null, x.Ruling) },
        RefusalReplied x => s with { Refusal = s.Refusal! with { RepliedBy = x.By } },
        SponsorshipReopened x => s with { Refusal = null, Status = SponsorshipStatus.Checking, PlaceUntil = x.PlaceUntil ?? s.PlaceUntil },
        MigrantArrived x => Arrived(s, x),
        OtherPlaceLeft => s with { Leaves = null },
        SponsorshipActivated => s with { Status = SponsorshipStatus.Active },
        NoticeGiven x => s with { Status = SponsorshipStatus.Notice, NoticeUntil = x.Until },
        BaselineFixed x => s with { LaterBaselines = s.LaterBaselines.SetItem(x.Year, x.Baseline) },
        EarningsReported or EarningsWithdrawn or SharePosted or ResidueExpired => EvolveEarnings(s, e),
        ConsentGiven x => s with { ConsentOn = x.On },
        ConsentRevoked => s with { ConsentOn = null },
        ShareCollected or CollectionReversed => EvolveCollections(s, e),
        PayoutReserved or PayoutSettled or PayoutReleased or PayoutReturned => EvolvePayouts(s, e),
        SponsorshipEnded x => s with { Status = SponsorshipStatus.Ended, Ended = x.Reason, EndedOn = x.On, SucceededBy = x.To },
        ChecksCarried or PredecessorOver or PredecessorEnded or SuccessionNoted => EvolveSuccession(s, e),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The sponsorship does not know this event."),
    };

    private static Decision<SponsorshipEvent> Proposal(Sponsorship s, Propose c)
    {
        if (s.Id is not null) return Reject(RejectionCode.AlreadyExists, "This sponsorship has been proposed already.");
        if (c.Sponsorship.City != c.Host.City) return Reject(RejectionCode.OtherCity, "A sponsorship belongs to its host's city.");
        if (c.Migrant.Nation != c.Host.City.Nation)
        {
            return Reject(RejectionCode.OtherCity,
                $"The migrant is registered with {c.Migrant.Nation}, and the host's city is in {c.Host.City.Nation}.");
        }

        if (!c.Known.HostIsRegistered) return Reject(RejectionCode.HostNotFound, "There is no such host.");
        if (!c.Known.MigrantIsRegistered) return Reject(RejectionCode.MigrantNotFound, "There is no such migrant.");
        var proposed =
            new SponsorshipProposed(c.Sponsorship, c.Host, c.Migrant, c.Known.Household, c.Known.Home, c.By, c.Continues?.Sponsorship,
                c.Continues?.Host);
        // It is proposed all the same where there is nothing to continue any more: its end undoes what the move has begun.
        return c.Continues is { GoesOn: false } over
            ? Accept("proposed", proposed, new SponsorshipEnded(EndReason.NothingToContinue, over.Today)) : Accept("proposed", proposed);
    }

    private static Decision<SponsorshipEvent>? Answered(Sponsorship s, Party by)
    {
        if (s.Status != SponsorshipStatus.Proposed) return WrongState(s, "be answered");
        return s.ProposedBy == by
            ? Reject(RejectionCode.OwnProposal, "The side that proposed cannot answer; it can withdraw.")
            : default(Decision<SponsorshipEvent>?);
    }

    private static Decision<SponsorshipEvent> Note(Sponsorship s, NoteStep c)
    {
        // An answer that comes twice, or after another wake has noted it, changes nothing: the step is no longer the next one.
        switch (c.Step, c.Answer)
        {
            case (SagaStep.TakeHost, StepDone) when s.HostClaim == Claim.Wanted:
                return Accept("noted", new ClaimNoted(ClaimOn.Host, Claim.Held));
            case (SagaStep.TakeHost, StepRefused) when s.HostClaim == Claim.Wanted && s.IsOpen:
                return Accept("noted", new SponsorshipEnded(EndReason.HostNotAvailable, c.Today));
            case (SagaStep.TakeMigrant, StepDone) when s.MigrantClaim == Claim.Wanted:
                return s.Succession?.State == SuccessionState.Forming
                    ? Accept("noted", new ClaimNoted(ClaimOn.Migrant, Claim.Held), new PredecessorOver(null))
                    : Accept("noted", new ClaimNoted(ClaimOn.Migrant, Claim.Held));
            case (SagaStep.TakeMigrant, TakenAsNext) when s.MigrantClaim == Claim.Wanted:
                return Accept("noted", new ClaimNoted(ClaimOn.Migrant, Claim.Held));
            case (SagaStep.TakeMigrant, StepRefused) when s.MigrantClaim == Claim.Wanted && s.IsOpen:
                return Accept("noted", new SponsorshipEnded(EndReason.MigrantNotAvailable, c.Today));
            case (SagaStep.HoldPlace, PlaceInLine) when s.PlaceClaim == Claim.Wanted:
                return Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.InLine));
            case (SagaStep.HoldPlace or SagaStep.AskPlace, PlaceKept kept) when s.PlaceClaim is Claim.Wanted or Claim.InLine:
                return Accept("noted", new TermsFixed(kept.Terms, kept.Until));
            case (SagaStep.ConfirmPlace, StepDone) when s.PlaceClaim is Claim.Held or Claim.Confirmed:
                var grants = s.Status == SponsorshipStatus.Checking && s.ChecksPassed(c.Today);
                return (s.PlaceClaim, grants) switch
                {
                    (Claim.Held, true) => Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Confirmed), new SponsorshipGranted()),
                    (Claim.Held, false) => Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Confirmed)),
                    (_, true) => Accept("noted", new SponsorshipGranted()),
                    _ => Accept("known"),
                };
            case (SagaStep.ConfirmPlace or SagaStep.ExpirePlace, StepRefused(RejectionCode.PlaceNotHeld))
                when s.PlaceClaim == Claim.Held && s.IsOpen:
                // The claim stays: a confirmation whose answer was lost is refused an expiry too, and that place must be given back.
                return Accept("noted", new SponsorshipEnded(EndReason.HoldExpired, c.Today));
            case (SagaStep.ExpirePlace, StepDone) when s.PlaceClaim == Claim.Held:
                return s.IsOpen
                    ? Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Freed), new SponsorshipEnded(EndReason.HoldExpired, c.Today))
                    : Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Freed));
            case (SagaStep.LeaveOtherPlace, StepDone or StepRefused) when s.Leaves is not null:
                return Accept("noted", new OtherPlaceLeft());
            case (SagaStep.ReleasePlace or SagaStep.KeepPlace, StepDone) when s.PlaceClaim != Claim.Freed:
                return Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Freed));
            case (SagaStep.FreeMigrant, StepDone) when s.MigrantClaim != Claim.Freed:
                return Accept("noted", new ClaimNoted(ClaimOn.Migrant, Claim.Freed));
            case (SagaStep.FreeHost, StepDone) when s.HostClaim != Claim.Freed:
                return Accept("noted", new ClaimNoted(ClaimOn.Host, Claim.Freed));
            case (SagaStep.EndPredecessor or SagaStep.CompleteMove or SagaStep.UndoMove, _):
                return NoteMove(s, c);
            default:
                return Accept("known");
        }
    }

    private static Decision<SponsorshipEvent> Refusal(Sponsorship s, Refuse c)
    {
        if (s.Status is not (SponsorshipStatus.Checking or SponsorshipStatus.Granted)) return WrongState(s, "be refused");
        // The city may have taken the place back already, and only the answer is missing: a ruling must not keep what is gone.
        if (s.PlaceClaim == Claim.Held && s.PlaceUntil <= c.Now)
        {
            return Reject(RejectionCode.WrongState,
                $"The place was held until {s.PlaceUntil:yyyy-MM-ddTHH:mm:ssZ}: the sponsorship ends by itself, or is granted where its "
                    + $"checks have passed.");
        }

        return c.Reasons.Count is 0 or > 10 || c.Reasons.Distinct().Count() != c.Reasons.Count
            ? Reject(RejectionCode.InvalidInput, "A refusal gives 1 to 10 different reasons.")
            : Accept("refused", new SponsorshipRefused(c.Reasons, c.Today.AddDays(s.Terms!.ReplyDays), c.Ruling, c.Text));
    }

    private static Decision<SponsorshipEvent> Replied(Sponsorship s, Reply c)
    {
        if (s.Status != SponsorshipStatus.Refused) return WrongState(s, "be replied to");
        if (c.Today > s.Refusal!.ReplyUntil)
        {
            return Reject(RejectionCode.ReplyTooLate, $"A reply was possible until {s.Refusal.ReplyUntil:yyyy-MM-dd}.");
        }

        return s.Refusal.RepliedBy is null ? Accept("replied", new RefusalReplied(c.By, s.Refusal.Ruling)) : Accept("replied");
    }

    private static Decision<SponsorshipEvent> Close(Sponsorship s, CloseRefused c) =>
        s is { Status: SponsorshipStatus.Refused, Refusal: { RepliedBy: null, Ruling: null } } && c.Today > s.Refusal.ReplyUntil
            ? Accept("ended", new SponsorshipEnded(EndReason.Refused, c.Today))
            : WrongState(s, "be closed as refused");

    // What comes after the parties have withdrawn, or after the city has reopened it by itself, changes nothing.
    private static Decision<SponsorshipEvent> Rule(Sponsorship s, RuleOnRefusal c) =>
        s is { Status: SponsorshipStatus.Refused } && s.Refusal!.Ruling == c.Ruling
        ? c.Effect == RulingEffect.Stands
            ? Accept("ended", new SponsorshipEnded(EndReason.Refused, c.Today)) : Accept("reopened", Reopened(s, c.Today))
        : Accept("known");

    // While a refusal is under a ruling the hold does not run out, and afterwards it has the days that were left.
    private static SponsorshipReopened Reopened(Sponsorship s, DateOnly today) => s.Refusal is { Ruling: { } ruling } refusal
        ? new(ruling,
            s.PlaceClaim == Claim.Held
                ? s.PlaceUntil.AddDays(today.DayNumber - refusal.ReplyUntil.AddDays(-s.Terms!.ReplyDays).DayNumber) : null)
        : new();

    private static Decision<SponsorshipEvent> Notice(Sponsorship s, GiveNotice c) =>
        s.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active
            ? Accept("notice", new NoticeGiven(c.Today.AddDays(s.Terms!.NoticeDays))) : WrongState(s, "be given notice");

    private static Decision<SponsorshipEvent> Ending(Sponsorship s, End c)
    {
        if (!s.IsOpen) return WrongState(s, "be ended");
        EndReason[] allowed = c.By switch
        {
            Party.Migrant => [EndReason.MigrantLeft, EndReason.Moved, EndReason.Completed],
            Party.Host => [EndReason.HostEnded],
            // That a migrant who has arrived is gone is for the migrant to say, or for a welfare check.
            _ when s.ArrivedOn is not null => [EndReason.Completed, EndReason.Deceased, EndReason.Programme],
            _ => [EndReason.MigrantLeft, EndReason.Moved, EndReason.Completed, EndReason.Deceased, EndReason.Programme,
                .. s is { Status: SponsorshipStatus.Refused, Refusal.Ruling: null } ? [EndReason.Refused] : Array.Empty<EndReason>()],
        };
        if (!allowed.Contains(c.Reason))
        {
            return Reject(RejectionCode.ReasonNotAllowed,
                $"Here the reason is one of: {string.Join(", ", allowed.Select(Codes<EndReason>.Text))}. Where a migrant who has arrived "
                    + $"cannot be found, report the absence.");
        }

        if (c.On > c.Today)
        {
            return Reject(RejectionCode.DateInFuture, $"The last day is {c.On:yyyy-MM-dd}, and today is {c.Today:yyyy-MM-dd} in the city.");
        }

        if (c.On < s.ArrivedOn)
        {
            return Reject(RejectionCode.InvalidInput, $"The last day cannot lie before the arrival on {s.ArrivedOn:yyyy-MM-dd}.");
        }

        if (c.By == Party.Host)
        {
            if (s.IsBeforeArrival) return WrongState(s, "be ended by the host before the arrival; it can be withdrawn");
            if (s.NoticeUntil is not { } until) return Reject(RejectionCode.NoticeRunning, "The host gives notice first.");
            if (c.On < until) return Reject(RejectionCode.NoticeRunning, $"The notice runs until {until:yyyy-MM-dd}.");
        }

        return Over(s, new(c.Reason, c.On), c.Today);
    }

    // From the grant on, when the place is in use. Before it the migrant withdraws, and nothing is lost but a place in line; and so does
    // who was to come along from another city, where they have their place.
    private static Decision<SponsorshipEvent> ChangeHost(Sponsorship s, ChangeHost c) =>
        s.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice
            || s is { Status: SponsorshipStatus.Granted, Succession: null }
            ? Over(s, new(EndReason.ChangedHost, c.Today), c.Today)
            : WrongState(s, s.IsOpen ? "be left for another host; it can be withdrawn" : "be left for another host");

    private static Decision<SponsorshipEvent> Over(Sponsorship s, SponsorshipEnded ended, DateOnly today)
    {
        SponsorshipEvent[] events = [ended, .. Closed(s, ended, today)];
        return Accept("ended", [.. events, .. Expired(events.Aggregate(s, Evolve), 0)]);
    }

    private static Decision<SponsorshipEvent> Consent(Sponsorship s, GiveConsent c)
    {
        if (!s.IsOpen) return WrongState(s, "be consented to");
        return s.ConsentOn is null ? Accept("consented", new ConsentGiven(c.Today)) : Accept("consented");
    }

    private static Sponsorship Claimed(Sponsorship s, ClaimNoted e) => e.On switch
    {
        ClaimOn.Host => s with { HostClaim = e.Claim },
        ClaimOn.Migrant => s with { MigrantClaim = e.Claim },
        _ => s with { PlaceClaim = e.Claim,
            Status = e.Claim == Claim.InLine && s.Status == SponsorshipStatus.Accepted ? SponsorshipStatus.Waiting : s.Status },
    };

    private static Decision<SponsorshipEvent> WrongState(Sponsorship s, string what) =>
        Reject(RejectionCode.WrongState, $"A sponsorship that is {Codes<SponsorshipStatus>.Text(s.Status)} cannot {what}.");
}
