namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

// Checks, and the rulings on those that failed.
public sealed partial class SponsorshipDecider
{
    /// <summary>Most failures of one check that are under a ruling at a time.</summary>
    public const int MaxRuledFailures = 20;

    private static Decision<SponsorshipEvent> Check(Sponsorship s, RecordCheck c)
    {
        if (!s.IsOpen) return WrongState(s, "be checked");
        var result = c.Result;
        if (result.On > c.Today)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The check is of {result.On:yyyy-MM-dd}, and today is {c.Today:yyyy-MM-dd} in the city.");
        }

        if (result.Outcome == CheckOutcome.Failed != result.Reason is not null)
        {
            return Reject(RejectionCode.InvalidInput, "A failed check has a reason, and no other has one.");
        }

        if (result.ValidUntil < result.On) return Reject(RejectionCode.InvalidInput, "A check cannot stop being valid before it was made.");
        var ruled = s.Ruled.GetValueOrDefault(c.Kind);
        // News of a failure may come again, or after the news that it was lifted.
        if (result.Ruling is { } ruling
            && (s.LiftedRulings.Contains(ruling.Value) || ruled?.Exists(r => r.Result.Ruling == ruling) == true))
        {
            return Accept("recorded");
        }

        if ((result.Via is null || result.Ruling is null)
            && (ruled is [.., var newest] ? newest.Result : s.Checks.GetValueOrDefault(c.Kind)) is { } known
            && (known with { Ruling = null }) == (result with { Ruling = null }))
        {
            return Accept("recorded");
        }

        if (result is { Ruling: not null, Via: null } && ruled?.Count > MaxRuledFailures)
        {
            return Reject(RejectionCode.InvalidInput,
                $"{MaxRuledFailures} failures of this check are under rulings; decide those first, or pass the check.");
        }


        var waits = result is { Ruling: not null, Via: null, Reason: { } reason } && !RulingLimits.ActsAtOnce(c.Kind, reason);
        return Granting(s, "recorded", new CheckRecorded(c.Kind, result, c.Text, waits), c.Today);
    }

    private static Decision<SponsorshipEvent> Rule(Sponsorship s, RuleOnCheck c)
    {
        if (s.LiftedRulings.Contains(c.Ruling.Value)) return Accept("known");
        var isWaiting = s.Ruled.GetValueOrDefault(c.Kind)?.Exists(r => r.Waits && r.Result.Ruling == c.Ruling) == true;
        // Lifted also where there is nothing to lift: the failure itself may still be on its way here.
        return c.Effect == RulingEffect.Lifted || isWaiting
            ? Granting(s, "ruled", new CheckRuled(c.Kind, c.Ruling, c.Effect, s.Host, s.Home, c.Via), c.Today)
            : Accept("known");
    }

    // With the place confirmed already nothing else is left to wait for; otherwise the saga confirms it first.
    private static Decision<SponsorshipEvent> Granting(Sponsorship s, string outcome, SponsorshipEvent e, DateOnly today)
    {
        var after = Evolve(s, e);
        return after is { Status: SponsorshipStatus.Checking, PlaceClaim: Claim.Confirmed } && after.ChecksPassed(today)
            ? Accept(outcome, e, new SponsorshipGranted())
            : Accept(outcome, e);
    }

    // What no ruling can take away hides all that was before it.
    private static Sponsorship Checked(Sponsorship s, CheckRecorded e)
    {
        if (e.Result.Ruling is null) return s with { Checks = s.Checks.SetItem(e.Kind, e.Result), Ruled = s.Ruled.Remove(e.Kind) };
        var before = s.Ruled.GetValueOrDefault(e.Kind)
            ?? (s.Checks.TryGetValue(e.Kind, out var known) ? [new(known, false)] : ImmutableList<RuledCheck>.Empty);
        return Counting(s, e.Kind, before.Add(new(e.Result, e.Waits)));
    }

    private static Sponsorship Ruled(Sponsorship s, CheckRuled e)
    {
        if (e.Effect == RulingEffect.Lifted) s = s with { LiftedRulings = s.LiftedRulings.Add(e.Ruling.Value) };
        return s.Ruled.TryGetValue(e.Kind, out var results)
            ? Counting(s, e.Kind, e.Effect == RulingEffect.Lifted
                ? results.RemoveAll(r => r.Result.Ruling == e.Ruling)
                : results.ConvertAll(r => r.Result.Ruling == e.Ruling ? r with { Waits = false } : r))
            : s;
    }

    private static Sponsorship Counting(Sponsorship s, CheckKind kind, ImmutableList<RuledCheck> results) => s with
    {
        Checks = results.FindLast(r => !r.Waits) is { } newest ? s.Checks.SetItem(kind, newest.Result) : s.Checks.Remove(kind),
        Ruled = results.Exists(r => r.Result.Ruling is not null) ? s.Ruled.SetItem(kind, results) : s.Ruled.Remove(kind),
    };
}
