namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>A sponsorship that goes on in another city, because the host moves and the migrant comes along.</summary>
internal static class MovesDecider
{
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, MovesCommand command, Moment moment) => command switch
    {
        FollowPredecessor c => Follow(s, c, moment.Day),
        MoveAway c => Leave(s, c, moment.Day),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The moves do not know this command."),
    };

    private static Decision<SponsorshipEvent> Follow(Sponsorship s, FollowPredecessor c, DateOnly today)
    {
        // Before the migrant is taken there is nothing to lose, and the taking tells whether there is still something to continue.
        if (s is not
            {
                Moves.Succession: { State: SuccessionState.Forming or SuccessionState.Alone } succession, IsBeforeArrival: true,
                Formation.MigrantClaim: Claim.Held
            })
        {
            return Accept("known");
        }

        var events = new List<SponsorshipEvent>();
        if (succession.State == SuccessionState.Forming && c.Known.Ended is { } reason)
        {
            if (!reason.LetsSuccessorGoOn()) return Accept("ended", new SponsorshipEnded(EndReason.NothingToContinue, today));
            events.Add(new PredecessorOver(reason));
        }

        if (Carried(s, c.Known, today) is { } carried) events.AddRange(ChecksDecider.Granting(s, "followed", carried, today).Events);
        return events.Count == 0 ? Accept("known") : Accept("followed", events);
    }

    private static Decision<SponsorshipEvent> Leave(Sponsorship s, MoveAway c, DateOnly today)
    {
        if (!s.IsOpen) return Accept("known");
        if (s.ArrivedOn is not { } arrived) return s.Cannot("be continued elsewhere");
        // The day is the other city's, where it may have begun earlier: an arrival is never refused after it has been.
        return c.On < arrived
            ? Reject(RejectionCode.InvalidInput, $"The last day cannot lie before the arrival on {arrived:yyyy-MM-dd}.")
            : EndingDecider.Over(s, new(EndReason.Moved, c.On, c.To), today);
    }

    public static Rejection? CannotContinue(Sponsorship s, Arrive c, DateOnly today)
    {
        if (s.Moves.Succession is not { State: SuccessionState.Forming or SuccessionState.Alone } succession) return null;
        // The one suspension of the person is in the other city; it would be no use there once that record is closed.
        if (c.Predecessor?.Suspended is { } suspended)
        {
            return new(RejectionCode.HostSuspended,
                $"The host is suspended in {succession.Host.City}: {Codes<SuspensionReason>.Text(suspended)}. Lift that first, or have it "
                    + $"decided.");
        }

        if (succession.State == SuccessionState.Alone) return null;
        if (c.Predecessor is not { Ended: null, ArrivedOn: { } arrived } known)
        {
            return new(RejectionCode.WrongState, "The sponsorship that this one continues has ended; ask again in a moment.");
        }

        // No share year goes on from before the first day there.
        if (c.On < arrived || c.Continues is null)
        {
            return new(RejectionCode.InvalidInput,
                $"The migrant arrived in {succession.Of.City} on {arrived:yyyy-MM-dd}, and cannot have arrived here before.");
        }

        return Carried(s, known, today) is { } carried && !SponsorshipDecider.Evolve(s, carried).ChecksPassed(today)
            ? new(RejectionCode.ChecksNotPassed, $"A check that was taken over from {succession.Of} has failed there since.")
            : null;
    }

    public static Decision<SponsorshipEvent> Note(Sponsorship s, NoteStep c, DateOnly today)
    {
        switch (c.Step, c.Answer, s.Moves.Succession?.State)
        {
            case (SagaStep.EndPredecessor, PredecessorLeft left, SuccessionState.Arrived):
                // A migrant who left this one, and changed host there before it had heard of the move, has that place only.
                var hasOwnPlace = s.Ended is not { } own || own.KeepsPlace();
                var ended = new PredecessorEnded(left.Year, left.Reason.KeepsPlace() && hasOwnPlace ? s.Moves.Succession!.Of : null);
                var after = SponsorshipDecider.Evolve(s, ended);
                if (after.Earnings is not { Continues: { } year, Awaits: null }) return Accept("noted", ended);
                // What was reported there after the arrival here counts here too.
                var entitled = s.Earnings.Awaits is null ? s.Entitled(s.Earnings.Year(year.Year)) : 0;
                var posted = SharePostings.Of(after, after.Earnings.Year(year.Year), today, new(entitled));
                return posted.Taken.Minor != 0 || posted.Postings.Count > 0 ? Accept("noted", ended, posted) : Accept("noted", ended);
            case (SagaStep.CompleteMove, StepDone, SuccessionState.PredecessorEnded):
                return Accept("noted", new SuccessionNoted(SuccessionState.Completed));
            case (SagaStep.UndoMove, StepDone, SuccessionState.Forming or SuccessionState.Alone) when !s.IsOpen:
                return Accept("noted", new SuccessionNoted(SuccessionState.Undone));
            default:
                return Accept("known");
        }
    }

    // What is about the people and not about the home, where it is new or has changed there. What was found here is worth more, unless
    // something has been found there since.
    private static ChecksCarried? Carried(Sponsorship s, PredecessorFacts known, DateOnly today)
    {
        if (s is not { Terms: { } terms, Moves.Succession: { } succession }) return null;
        var (checks, lost) = (new List<CarriedCheck>(), new List<CheckKind>());
        foreach (var kind in Enum.GetValues<CheckKind>().Where(k => !k.DependsOnAddress()))
        {
            var own = s.Checks.Results.GetValueOrDefault(kind);
            var before = succession.Carried.GetValueOrDefault(kind);
            var there = known.Checks.FirstOrDefault(check => check.Kind == kind)?.Result;
            if (there is null)
            {
                if (before is not null && own == before) lost.Add(kind);
                continue;
            }

            var result = there with { Via = there.Via ?? succession.Of };
            var counts = there.Outcome == CheckOutcome.Failed || (there.IsGood(today) && terms.RequiredChecks.Contains(kind));
            var isOurs = own is not null && own != before;
            if (counts && result != before && (!isOurs || (there.Outcome == CheckOutcome.Failed && there.On > own!.On)))
            {
                checks.Add(new(kind, result));
            }

        }

        return checks.Count + lost.Count > 0 ? new(succession.Of, checks, lost) : null;
    }
}
