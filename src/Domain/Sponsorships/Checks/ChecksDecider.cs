namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>The checks before a grant, the refusal, and the rulings on both.</summary>
internal static class ChecksDecider
{
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, ChecksCommand command, Moment moment) => command switch
    {
        RecordCheck c => Check(s, c, moment.Day),
        RuleOnCheck c => Rule(s, c.Ruling, moment.Day),
        SponsorshipCommand.Refuse c => Refuse(s, c, moment),
        Reply c => Replied(s, c, moment.Day),
        Reopen => s.Status == SponsorshipStatus.Refused ? Accept("reopened", Reopened(s, moment.Day)) : s.Cannot("be reopened"),
        RuleOnRefusal c => Rule(s, c, moment.Day),
        CloseRefused => Close(s, moment.Day),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The checks do not know this command."),
    };

    private static Decision<SponsorshipEvent> Check(Sponsorship s, RecordCheck c, DateOnly today)
    {
        if (!s.IsOpen) return s.Cannot("be checked");
        var result = c.Result;
        if (result.On > today)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The check is of {result.On:yyyy-MM-dd}, and today is {today:yyyy-MM-dd} in the city.");
        }

        if (result.Outcome == CheckOutcome.Failed != result.Reason is not null)
        {
            return Reject(RejectionCode.InvalidInput, "A failed check has a reason, and no other has one.");
        }

        if (result.ValidUntil < result.On) return Reject(RejectionCode.InvalidInput, "A check cannot stop being valid before it was made.");
        var ruled = s.Checks.Ruled.GetValueOrDefault(c.Kind);
        // News of a failure may come again, or after the news that it was lifted.
        if (result.Ruling is { } ruling
            && (s.Checks.LiftedRulings.Contains(ruling.Value) || ruled?.Exists(r => r.Result.Ruling == ruling) == true))
        {
            return Accept("recorded");
        }

        if ((result.Via is null || result.Ruling is null)
            && (ruled is [.., var newest] ? newest.Result : s.Checks.Results.GetValueOrDefault(c.Kind)) is { } known
            && (known with { Ruling = null }) == (result with { Ruling = null }))
        {
            return Accept("recorded");
        }

        if (result is { Ruling: not null, Via: null } && ruled?.Count > SponsorshipDecider.MaxRuledFailures)
        {
            return Reject(RejectionCode.InvalidInput,
                $"{SponsorshipDecider.MaxRuledFailures} failures of this check are under rulings; decide those first, or pass the check.");
        }

        var waits = result is { Ruling: not null, Via: null, Reason: { } reason } && !RulingLimits.ActsAtOnce(c.Kind, reason);
        return Granting(s, "recorded", new CheckRecorded(c.Kind, result, c.Text, waits), today);
    }

    private static Decision<SponsorshipEvent> Rule(Sponsorship s, CheckRuling c, DateOnly today)
    {
        if (s.Checks.LiftedRulings.Contains(c.Ruling.Value)) return Accept("known");
        var isWaiting = s.Checks.Ruled.GetValueOrDefault(c.Kind)?.Exists(r => r.Waits && r.Result.Ruling == c.Ruling) == true;
        // Lifted also if there is nothing to lift: the failure itself may still be on its way here.
        return c.Effect == RulingEffect.Lifted || isWaiting
            ? Granting(s, "ruled", new CheckRuled(c.Kind, c.Ruling, c.Effect, s.Host, s.Formation.Home, c.Via), today)
            : Accept("known");
    }

    // With the place confirmed already nothing else is left to wait for; otherwise the saga confirms it first.
    public static Decision<SponsorshipEvent> Granting(Sponsorship s, string outcome, SponsorshipEvent e, DateOnly today)
    {
        var after = SponsorshipDecider.Evolve(s, e);
        return after is { Status: SponsorshipStatus.Checking, Formation.PlaceClaim: Claim.Confirmed } && after.ChecksPassed(today)
            ? Accept(outcome, e, new SponsorshipGranted())
            : Accept(outcome, e);
    }

    private static Decision<SponsorshipEvent> Refuse(Sponsorship s, Refuse c, Moment moment)
    {
        if (s.Status is not (SponsorshipStatus.Checking or SponsorshipStatus.Granted)) return s.Cannot("be refused");
        // The city may have taken the place back already, and only the answer is missing: a ruling must not keep what is gone.
        if (s.Formation.PlaceClaim == Claim.Held && s.Formation.PlaceUntil <= moment.Time)
        {
            return Reject(RejectionCode.WrongState,
                $"The place was held until {s.Formation.PlaceUntil:yyyy-MM-ddTHH:mm:ssZ}: the sponsorship ends by itself, or is "
                    + "granted if its checks have passed.");
        }

        return c.Reasons.Count is 0 or > 10 || c.Reasons.Distinct().Count() != c.Reasons.Count
            ? Reject(RejectionCode.InvalidInput, "A refusal gives 1 to 10 different reasons.")
            : Accept("refused", new SponsorshipRefused(c.Reasons, moment.Day.AddDays(s.Terms!.ReplyDays), c.Ruling, c.Text));
    }

    private static Decision<SponsorshipEvent> Replied(Sponsorship s, Reply c, DateOnly today)
    {
        if (s.Status != SponsorshipStatus.Refused) return s.Cannot("be replied to");
        if (today > s.Checks.Refusal!.ReplyUntil)
        {
            return Reject(RejectionCode.ReplyTooLate, $"A reply was possible until {s.Checks.Refusal.ReplyUntil:yyyy-MM-dd}.");
        }

        return s.Checks.Refusal.RepliedBy is null
            ? Accept("replied", new RefusalReplied(c.By, s.Checks.Refusal.Ruling)) : Accept("replied");
    }

    private static Decision<SponsorshipEvent> Close(Sponsorship s, DateOnly today) =>
        s is { Status: SponsorshipStatus.Refused, Checks.Refusal: { RepliedBy: null, Ruling: null } } && today > s.Checks.Refusal.ReplyUntil
            ? Accept("ended", new SponsorshipEnded(EndReason.Refused, today))
            : s.Cannot("be closed as refused");

    // What comes after the parties have withdrawn, or after the city has reopened it by itself, changes nothing.
    private static Decision<SponsorshipEvent> Rule(Sponsorship s, RuleOnRefusal c, DateOnly today) =>
        s is { Status: SponsorshipStatus.Refused } && s.Checks.Refusal!.Ruling == c.Ruling
        ? c.Effect == RulingEffect.Stands
            ? Accept("ended", new SponsorshipEnded(EndReason.Refused, today)) : Accept("reopened", Reopened(s, today))
        : Accept("known");

    // While a refusal is under a ruling the hold does not run out, and afterwards it has the days that were left.
    private static SponsorshipReopened Reopened(Sponsorship s, DateOnly today) => s.Checks.Refusal is { Ruling: { } ruling } refusal
        ? new(ruling,
            s.Formation.PlaceClaim == Claim.Held
                ? s.Formation.PlaceUntil.AddDays(today.DayNumber - refusal.ReplyUntil.AddDays(-s.Terms!.ReplyDays).DayNumber) : null)
        : new();
}
