namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>From the proposal to a sponsorship that has its host, its migrant and its place.</summary>
internal static class FormationDecider
{
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, FormationCommand command, Moment moment) => command switch
    {
        SponsorshipCommand.Propose c => Propose(s, c, moment),
        SponsorshipCommand.Accept c => Answered(s, c.By) ?? Minors(c.IsMinors, c.By) ?? Accepted(s, c.By, c.Paper, moment)
            ?? Accept("accepted", Yes(atOnce: false)),
        FormAtOnce c => Answered(s, c.By) ?? Minors(c.IsMinors, c.By) ?? Accepted(s, c.By, null, moment)
            ?? Accept("accepted", Yes(atOnce: true)),
        SeePaper c => See(s, c, moment),
        Decline c => Answered(s, c.By)
            ?? Accept("declined", [.. InName(c.By, NamedAct.Declined, moment), new SponsorshipEnded(EndReason.Declined, moment.Day)]),
        Withdraw c => Withdraw(s, c.By, moment),
        NoteStep c => Note(s, c, moment.Day),
        HearOfHome c => s.IsOpen && s.Formation.Home != c.Home && c.Home.City == s.Id!.Value.City
            ? Accept("heard", new HomeChanged(s.Formation.Home, c.Home, c.Counts)) : Accept("known"),
        HearOfHost c => s.IsOpen && s.Formation.HostAway != c.Situation
            ? Accept("heard", new HostSituationHeard(c.Situation)) : Accept("known"),
        Activate => s.Status == SponsorshipStatus.Arrived
            ? Accept("active", new SponsorshipActivated(moment.Actor, moment.Day)) : s.Cannot("be activated"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The formation does not know this command."),
    };

    /// <summary>The refusal of what cannot begin with a host who is not there.</summary>
    public static Rejection Away(HostSituation situation) => new(RejectionCode.HostAway,
        $"The host is {Codes<HostSituation>.Text(situation)}: no sponsorship begins meanwhile, and nobody arrives.");

    /// <summary>The refusal of a migrant who is a minor.</summary>
    public static Rejection MinorAlone => new(RejectionCode.MinorMigrant,
        "The migrant is a minor: minors come with an adult who brings them, and nobody signs for themselves before they are 18.");

    private static Rejection MinorHost => new(RejectionCode.MinorWithoutGuardian,
        "The host is a minor: a guardian of the same household proposes and accepts for them.");

    private static Decision<SponsorshipEvent>? Minors(bool isMinors, Party by) =>
        !isMinors ? default(Decision<SponsorshipEvent>?) : by == Party.Host ? MinorHost : MinorAlone;

    private static SponsorshipEvent[] Yes(bool atOnce) => atOnce
        ? [new SponsorshipAccepted(), new ClaimNoted(ClaimOn.Host, Claim.Held), new ClaimNoted(ClaimOn.Migrant, Claim.Held)]
        : [new SponsorshipAccepted()];

    private static SponsorshipEvent[] InName(Party side, NamedAct act, Moment moment, string? paper = null) =>
        Actors.IsOfficer(moment.Actor) ? [new ActedInName(side, act, moment.Actor, moment.Day, paper)] : [];

    // Whether a side has consented in a form that binds it: by itself, or on a signed paper. An officer's word alone is none.
    private static Rejection? Paper(string? paper, Moment moment) => Actors.IsOfficer(moment.Actor)
        ? paper is { Length: >= 1 and <= ActInName.MaxPaper } ? null
            : new(RejectionCode.PaperMissing,
                $"An officer acts for a side on its signed paper: name it with 'paper', in 1 to {ActInName.MaxPaper} characters.")
        : paper is null ? null
            : new(RejectionCode.InvalidInput, "A side that acts for itself names no paper; leave it out.");

    // Null where the side itself says yes.
    private static Decision<SponsorshipEvent>? Accepted(Sponsorship s, Party by, string? paper, Moment moment)
    {
        if (Paper(paper, moment) is { } problem) return problem;
        if (s.Formation.Pending(s.Formation.ProposedBy) is not null)
        {
            return Reject(RejectionCode.WrongState,
                $"The {Codes<Party>.Text(s.Formation.ProposedBy)}'s paper is to be seen by another officer first.");
        }

        if (!Actors.IsOfficer(moment.Actor)) return default(Decision<SponsorshipEvent>?);
        return s.Formation.InName.Exists(a => a.Act == NamedAct.Proposed && moment.IsOne(a.By))
            ? Reject(RejectionCode.SameOfficer, "An officer who spoke for one side does not speak for the other.")
            : Accept("shown", InName(by, NamedAct.Accepted, moment, paper));
    }

    private static Decision<SponsorshipEvent> See(Sponsorship s, SeePaper c, Moment moment)
    {
        if (s.Status != SponsorshipStatus.Proposed || s.Formation.Pending(c.Side) is not { } act)
        {
            return s.Cannot($"have a paper of the {Codes<Party>.Text(c.Side)} seen; none waits for that");
        }

        if (moment.IsOne(act.By)) return Reject(RejectionCode.SameOfficer, "Another officer than the one who showed the paper sees it.");
        SponsorshipEvent seen = new PaperSeen(c.Side, moment.Actor);
        return act.Act == NamedAct.Accepted ? Accept("accepted", [seen, .. Yes(c.AtOnce)]) : Accept("seen", seen);
    }

    // An officer who could withdraw what both have agreed would end it alone.
    private static Decision<SponsorshipEvent> Withdraw(Sponsorship s, Party by, Moment moment)
    {
        if (!s.IsBeforeArrival) return s.Cannot("be withdrawn; it can be ended");
        return Actors.IsOfficer(moment.Actor) && s.Status != SponsorshipStatus.Proposed
            ? Reject(RejectionCode.ReasonNotAllowed,
                "What both sides have agreed is withdrawn by a side itself; an officer proposes to end it, which is under a ruling.")
            : Accept("withdrawn", [.. InName(by, NamedAct.Withdrew, moment), new SponsorshipEnded(Withdrawn(s, by), moment.Day)]);
    }

    private static Decision<SponsorshipEvent> Propose(Sponsorship s, Propose c, Moment moment)
    {
        var today = moment.Day;
        if (s.Id is not null) return Reject(RejectionCode.AlreadyExists, "This sponsorship has been proposed already.");
        if (c.Sponsorship.City != c.Host.City) return Reject(RejectionCode.OtherCity, "A sponsorship belongs to its host's city.");
        if (c.Migrant.Nation != c.Host.City.Nation)
        {
            return Reject(RejectionCode.OtherCity,
                $"The migrant is registered with {c.Migrant.Nation}, and the host's city is in {c.Host.City.Nation}.");
        }

        if (!c.Known.HostIsRegistered) return Reject(RejectionCode.HostNotFound, "There is no such host.");
        if (!c.Known.MigrantIsRegistered) return Reject(RejectionCode.MigrantNotFound, "There is no such migrant.");
        // Who moves with their guest begins nothing; in a move the host goes on with what both have agreed, and the migrant is asked again.
        if (c.Continues is null && (CannotBegin(c, moment) ?? Paper(c.Paper, moment)) is { } cannot) return cannot;
        var proposed =
            new SponsorshipProposed(c.Sponsorship, c.Host, c.Migrant, c.Known.Household, c.Known.Home, c.By, c.Continues?.Sponsorship,
                c.Continues?.Host, c.Known.Room is not null);
        // It is proposed all the same if there is nothing to continue any more: its end undoes what the move has begun.
        return c.Continues is { GoesOn: false }
            ? Accept("proposed", proposed, new SponsorshipEnded(EndReason.NothingToContinue, today))
            : Accept("proposed", [proposed, .. InName(c.By, NamedAct.Proposed, moment, c.Paper)]);
    }

    private static Rejection? CannotBegin(Propose c, Moment moment) => c.Known switch
    {
        { HostAway: { } situation } => Away(situation),
        { MigrantAge: AgeGroup.Minor } => MinorAlone,
        { HostAge: AgeGroup.Minor } known when known.Guardian is null || moment.IsBy($"host:{c.Host}") => MinorHost,
        { Room: { } room } when room.Persons > room.Left => new(RejectionCode.HomeFull,
            $"The home has room for {room.Left} more guests, and {room.Persons} would come."),
        _ => null,
    };

    // A place that was confirmed is the migrant's to keep, whatever the host decides since.
    private static EndReason Withdrawn(Sponsorship s, Party by) =>
        by == Party.Host && s.Formation.PlaceClaim == Claim.Confirmed ? EndReason.HostWithdrew : EndReason.Withdrawn;

    private static Decision<SponsorshipEvent>? Answered(Sponsorship s, Party by)
    {
        if (s.Status != SponsorshipStatus.Proposed) return s.Cannot("be answered");
        return s.Formation.ProposedBy == by
            ? Reject(RejectionCode.OwnProposal, "The side that proposed cannot answer; it can withdraw.")
            : default(Decision<SponsorshipEvent>?);
    }

    private static Decision<SponsorshipEvent> Note(Sponsorship s, NoteStep c, DateOnly today)
    {
        // An answer that comes twice, or after another wake has noted it, changes nothing: the step is no longer the next one.
        switch (c.Step, c.Answer)
        {
            case (SagaStep.TakeHost, StepDone) when s.Formation.HostClaim == Claim.Wanted:
                return Accept("noted", new ClaimNoted(ClaimOn.Host, Claim.Held));
            case (SagaStep.TakeHost, StepRefused) when s.Formation.HostClaim == Claim.Wanted && s.IsOpen:
                return Accept("noted", new SponsorshipEnded(EndReason.HostNotAvailable, today));
            case (SagaStep.TakeMigrant, StepDone) when s.Formation.MigrantClaim == Claim.Wanted:
                return s.Moves.Succession?.State == SuccessionState.Forming
                    ? Accept("noted", new ClaimNoted(ClaimOn.Migrant, Claim.Held), new PredecessorOver(null))
                    : Accept("noted", new ClaimNoted(ClaimOn.Migrant, Claim.Held));
            case (SagaStep.TakeMigrant, TakenAsNext) when s.Formation.MigrantClaim == Claim.Wanted:
                return Accept("noted", new ClaimNoted(ClaimOn.Migrant, Claim.Held));
            case (SagaStep.TakeMigrant, StepRefused) when s.Formation.MigrantClaim == Claim.Wanted && s.IsOpen:
                return Accept("noted", new SponsorshipEnded(EndReason.MigrantNotAvailable, today));
            case (SagaStep.HoldPlace, PlaceInLine) when s.Formation.PlaceClaim == Claim.Wanted:
            case (SagaStep.HoldPlace or SagaStep.AskPlace, PlaceHeld) when s.Formation.PlaceClaim is Claim.Wanted or Claim.InLine:
                return Accept("noted", SponsorshipSaga.Noted(c.Answer));
            case (SagaStep.ConfirmPlace, StepDone) when s.Formation.PlaceClaim is Claim.Held or Claim.Confirmed:
                var grants = s.Status == SponsorshipStatus.Checking && s.ChecksPassed(today);
                return (s.Formation.PlaceClaim, grants) switch
                {
                    (Claim.Held, true) => Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Confirmed), new SponsorshipGranted()),
                    (Claim.Held, false) => Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Confirmed)),
                    (_, true) => Accept("noted", new SponsorshipGranted()),
                    _ => Accept("known"),
                };
            case (SagaStep.ConfirmPlace or SagaStep.ExpirePlace, StepRefused(RejectionCode.PlaceNotHeld))
                when s.Formation.PlaceClaim == Claim.Held && s.IsOpen:
                // The claim stays: a confirmation whose answer was lost is refused an expiry too, and that place must be given back.
                return Accept("noted", new SponsorshipEnded(EndReason.HoldExpired, today));
            case (SagaStep.ExpirePlace, StepDone) when s.Formation.PlaceClaim == Claim.Held:
                return s.IsOpen
                    ? Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Freed), new SponsorshipEnded(EndReason.HoldExpired, today))
                    : Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Freed));
            case (SagaStep.LeaveOtherPlace, StepDone or StepRefused) when s.Moves.Leaves is not null:
                return Accept("noted", new OtherPlaceLeft());
            case (SagaStep.ReleasePlace or SagaStep.KeepPlace, StepDone) when s.Formation.PlaceClaim != Claim.Freed:
                return Accept("noted", new ClaimNoted(ClaimOn.Place, Claim.Freed));
            case (SagaStep.FreeMigrant, StepDone) when s.Formation.MigrantClaim != Claim.Freed:
                return Accept("noted", new ClaimNoted(ClaimOn.Migrant, Claim.Freed));
            case (SagaStep.FreeHost, StepDone) when s.Formation.HostClaim != Claim.Freed:
                return Accept("noted", new ClaimNoted(ClaimOn.Host, Claim.Freed));
            case (SagaStep.EndPredecessor or SagaStep.CompleteMove or SagaStep.UndoMove, _):
                return MovesDecider.Note(s, c, today);
            default:
                return Accept("known");
        }
    }
}
