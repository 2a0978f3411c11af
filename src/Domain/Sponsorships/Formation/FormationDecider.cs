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
        SponsorshipCommand.Accept c => Answered(s, c.By) ?? Minors(c.IsMinors, c.By) ?? Accept("accepted", new SponsorshipAccepted()),
        FormAtOnce c => Answered(s, c.By) ?? Minors(c.IsMinors, c.By) ?? Accept("accepted", new SponsorshipAccepted(), new ClaimNoted(ClaimOn.Host, Claim.Held),
            new ClaimNoted(ClaimOn.Migrant, Claim.Held)),
        Decline c => Answered(s, c.By) ?? Accept("declined", new SponsorshipEnded(EndReason.Declined, moment.Day)),
        Withdraw c => s.IsBeforeArrival
            ? Accept("withdrawn", new SponsorshipEnded(Withdrawn(s, c.By), moment.Day)) : s.Cannot("be withdrawn; it can be ended"),
        NoteStep c => Note(s, c, moment.Day),
        Activate => s.Status == SponsorshipStatus.Arrived
            ? Accept("active", new SponsorshipActivated(moment.Actor, moment.Day)) : s.Cannot("be activated"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The formation does not know this command."),
    };

    /// <summary>The refusal of a migrant who is a minor.</summary>
    public static Rejection MinorAlone => new(RejectionCode.MinorMigrant,
        "The migrant is a minor: minors come with an adult who brings them, and nobody signs for themselves before they are 18.");

    private static Rejection MinorHost => new(RejectionCode.MinorWithoutGuardian,
        "The host is a minor: a guardian of the same household proposes and accepts for them.");

    private static Decision<SponsorshipEvent>? Minors(bool isMinors, Party by) =>
        !isMinors ? default(Decision<SponsorshipEvent>?) : by == Party.Host ? MinorHost : MinorAlone;

    private static Decision<SponsorshipEvent> Propose(Sponsorship s, Propose c, Moment moment)
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
        if (c.Known.MigrantAge == AgeGroup.Minor) return MinorAlone;
        if (c.Known.HostAge == AgeGroup.Minor && (c.Known.Guardian is null || moment.IsBy($"host:{c.Host}"))) return MinorHost;
        var proposed =
            new SponsorshipProposed(c.Sponsorship, c.Host, c.Migrant, c.Known.Household, c.Known.Home, c.By, c.Continues?.Sponsorship,
                c.Continues?.Host);
        // It is proposed all the same if there is nothing to continue any more: its end undoes what the move has begun.
        return c.Continues is { GoesOn: false }
            ? Accept("proposed", proposed, new SponsorshipEnded(EndReason.NothingToContinue, moment.Day)) : Accept("proposed", proposed);
    }

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
