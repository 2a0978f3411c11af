namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

// A sponsorship that goes on in another city, because the host moves and the migrant comes along.
public sealed partial class SponsorshipDecider
{
    private static Decision<SponsorshipEvent> Follow(Sponsorship s, FollowPredecessor c)
    {
        // Before the migrant is taken there is nothing to lose, and the taking tells whether there is still something to continue.
        if (s is not { Succession: { State: SuccessionState.Forming or SuccessionState.Alone } succession, IsBeforeArrival: true,
            MigrantClaim: Claim.Held })
        {
            return Accept("known");
        }

        var events = new List<SponsorshipEvent>();
        if (succession.State == SuccessionState.Forming && c.Known.Ended is { } reason)
        {
            if (!reason.LetsSuccessorGoOn()) return Accept("ended", new SponsorshipEnded(EndReason.NothingToContinue, c.Today));
            events.Add(new PredecessorOver(reason));
        }

        if (Carried(s, c.Known, c.Today) is { } carried) events.AddRange(Granting(s, "followed", carried, c.Today).Events);
        return events.Count == 0 ? Accept("known") : Accept("followed", events);
    }

    private static Decision<SponsorshipEvent> MoveAway(Sponsorship s, MoveAway c)
    {
        if (!s.IsOpen) return Accept("known");
        if (s.ArrivedOn is not { } arrived) return WrongState(s, "be continued elsewhere");
        // The day is the other city's, where it may have begun earlier: an arrival is never refused after it has been.
        return c.On < arrived
            ? Reject(RejectionCode.InvalidInput, $"The last day cannot lie before the arrival on {arrived:yyyy-MM-dd}.")
            : Over(s, new(EndReason.Moved, c.On, c.To), c.Today);
    }

    private static Rejection? CannotContinue(Sponsorship s, Arrive c)
    {
        if (s.Succession is not { State: SuccessionState.Forming or SuccessionState.Alone } succession) return null;
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

        return Carried(s, known, c.Today) is { } carried && !Evolve(s, carried).ChecksPassed(c.Today)
            ? new(RejectionCode.ChecksNotPassed, $"A check that was taken over from {succession.Of} has failed there since.")
            : null;
    }

    private static Decision<SponsorshipEvent> NoteMove(Sponsorship s, NoteStep c)
    {
        switch (c.Step, c.Answer, s.Succession?.State)
        {
            case (SagaStep.EndPredecessor, PredecessorLeft left, SuccessionState.Arrived):
                var ended = new PredecessorEnded(left.Year, left.Reason.KeepsPlace() ? s.Succession!.Of : null);
                var after = Evolve(s, ended);
                if (after.Continues is not { } year) return Accept("noted", ended);
                // What was reported there after the arrival here counts here too.
                var posted = Post(after, YearOf(after, year.Year), c.Today);
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
        if (s is not { Terms: { } terms, Succession: { } succession }) return null;
        var (checks, lost) = (new List<CarriedCheck>(), new List<CheckKind>());
        foreach (var kind in Enum.GetValues<CheckKind>().Where(k => !k.DependsOnAddress()))
        {
            var own = s.Checks.GetValueOrDefault(kind);
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

    private static Sponsorship EvolveSuccession(Sponsorship s, SponsorshipEvent e) => e switch
    {
        ChecksCarried x => Carry(s, x),
        PredecessorOver => s with { Succession = s.Succession! with { State = SuccessionState.Alone } },
        PredecessorEnded x =>
            Reported(s, x.Year) with { Leaves = x.Leaves ?? s.Leaves,
                Succession = s.Succession! with { State = SuccessionState.PredecessorEnded } },
        SuccessionNoted x => s with { Succession = s.Succession! with { State = x.State } },
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };

    private static Sponsorship Carry(Sponsorship s, ChecksCarried x)
    {
        var carried = s.Succession!.Carried;
        foreach (var check in x.Checks)
        {
            s = Checked(s, new CheckRecorded(check.Kind, check.Result));
            carried = carried.SetItem(check.Kind, check.Result);
        }

        foreach (var kind in x.Lost)
        {
            s = s with { Checks = s.Checks.Remove(kind), Ruled = s.Ruled.Remove(kind) };
            carried = carried.Remove(kind);
        }

        return s with { Succession = s.Succession! with { Carried = carried } };
    }

    // A report that was made here since the arrival stays: it was passed on to the other one, which may not have had it yet.
    private static Sponsorship Reported(Sponsorship s, ContinuedYear? final)
    {
        if (final is null || s.Continues is not { } assumed || assumed.Year != final.Year || assumed.Currency != final.Currency) return s;
        var year = YearOf(s, final.Year);
        foreach (var (month, employer) in assumed.Reports.Concat(final.Reports).Select(r => (r.Month, r.Employer)).Distinct())
        {
            var (then, now) = (Of(assumed.Reports, month, employer), Of(final.Reports, month, employer));
            if (then == now || year.Report(month, employer) != then) continue;
            year = now is null ? year.Without(month, employer) : year.With(now);
        }

        return WithYear(s with { Continues = final }, year);
    }

    private static MonthReport? Of(IReadOnlyList<MonthReport> reports, int month, string employer) =>
        reports.FirstOrDefault(r => r.Month == month && r.Employer == employer);
}
