namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>Who may end a sponsorship, when, and for which reason.</summary>
internal static class EndingDecider
{
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, EndingCommand command, Moment moment) => command switch
    {
        GiveNotice => Notice(s, moment),
        TakeBackNotice => s.Status != SponsorshipStatus.Notice ? s.Cannot("have its notice taken back; none was given")
            : Actors.PartyOf(moment.Actor) == Party.Host ? Accept("taken-back", new NoticeTakenBack(moment.Actor, s.Ending.IsActivated))
            : TakeBack(s.Ending.Notice, new NoticeTakenBack(moment.Actor, s.Ending.IsActivated), moment),
        TakeBackActivation => s.Status != SponsorshipStatus.Active ? s.Cannot("have its activation taken back")
            : TakeBack(s.Ending.Activation, new ActivationTakenBack(moment.Actor), moment),
        SponsorshipCommand.StopNotice c => s is { Status: SponsorshipStatus.Notice, Ending.Stopped: null }
            ? Accept("stopped", new NoticeStopped(c.Ruling, moment.Day, c.Text)) : s.Cannot("have a notice stopped; none runs"),
        RuleOnNotice c => Rule(s, c, moment.Day),
        SponsorshipCommand.End c => End(s, c, moment.Day),
        SponsorshipCommand.ProposeEnd c => Propose(s, c, moment.Day),
        RuleOnEnd c => Rule(s, c, moment.Day),
        SponsorshipCommand.ChangeHost => ChangeHost(s, moment.Day),
        EndAbsent => s.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice
            ? Over(s, new(EndReason.Absent, moment.Day), moment.Day) : s.Cannot("be ended because the migrant is absent"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The ending does not know this command."),
    };

    // Every notice waits the same days, whether anybody has raised a concern or not: a wait that came of one would tell the host of it.
    private static Decision<SponsorshipEvent> Notice(Sponsorship s, Moment moment)
    {
        if (s.Status is not (SponsorshipStatus.Arrived or SponsorshipStatus.Active)) return s.Cannot("be given notice");
        var waits = moment.Day.AddDays(s.Terms!.NoticeWaitDays ?? SponsorshipTerms.DefaultNoticeWaitDays);
        var notice = new NoticeGiven(waits.AddDays(s.Terms.NoticeDays), waits, moment.Actor, moment.Day);
        return Actors.IsOfficer(moment.Actor)
            ? Accept("notice", notice, new ActedInName(Party.Host, NamedAct.GaveNotice, moment.Actor, moment.Day))
            : Accept("notice", notice);
    }

    // A migrant who decides is not undone by an officer, and neither is a host: only what an officer recorded can have been a mistake.
    private static Decision<SponsorshipEvent> TakeBack(RecordedStep? step, SponsorshipEvent back, Moment moment)
    {
        if (step is null || !Actors.IsOfficer(step.By))
        {
            return Reject(RejectionCode.ReasonNotAllowed, "Only what an officer recorded is taken back by another one.");
        }

        if (moment.IsOne(step.By)) return Reject(RejectionCode.SameOfficer, "Another officer than the one who recorded it takes it back.");
        var last = step.On.AddDays(RecordedStep.DaysToTakeBack);
        return moment.Day > last
            ? Reject(RejectionCode.WrongState, $"It could be taken back until {last:yyyy-MM-dd}.") : Accept("taken-back", back);
    }

    private static Decision<SponsorshipEvent> End(Sponsorship s, End c, DateOnly today)
    {
        if (!s.IsOpen) return s.Cannot("be ended");
        EndReason[] allowed = c.By == Party.Migrant
            ? [EndReason.MigrantLeft, EndReason.Moved, EndReason.Completed] : [EndReason.HostEnded];
        var on = c.On ?? today;
        if (Problem(s, allowed, c.Reason, on, today) is { } problem) return problem;
        if (c.By == Party.Host)
        {
            if (s.IsBeforeArrival) return s.Cannot("be ended by the host before the arrival; it can be withdrawn");
            if (s.Ending.NoticeUntil is not { } until) return Reject(RejectionCode.NoticeRunning, "The host gives notice first.");
            if (s.Ending.Stopped is { } stopped)
            {
                return Reject(RejectionCode.NoticeRunning, $"The notice stands still until the ruling {stopped.Ruling} is decided.");
            }

            if (on < until) return Reject(RejectionCode.NoticeRunning, $"The notice runs until {until:yyyy-MM-dd}.");
        }

        return Over(s, new(c.Reason, on), today);
    }

    private static Decision<SponsorshipEvent> Propose(Sponsorship s, ProposeEnd c, DateOnly today)
    {
        if (!s.IsOpen) return s.Cannot("be ended");
        if (s.Ending.Proposed is { } other) return Reject(RejectionCode.WrongState, $"An end is under a ruling already: {other.Ruling}.");
        if (s is { Status: SponsorshipStatus.Refused, Checks.Refusal.Ruling: { } refusal } && c.Reason != EndReason.Deceased)
        {
            return Reject(RejectionCode.WrongState,
                $"Its refusal is under the ruling {refusal}, which closes it or takes the refusal back; nothing else does.");
        }

        EndReason[] allowed = Rulable(s);
        // Only a death has a day of its own: whatever else ends is in force until the ruling is final.
        var on = c.Reason == EndReason.Deceased ? c.On ?? today : today;
        return Problem(s, allowed, c.Reason, c.On ?? today, today) ?? Accept("proposed", new EndProposed(c.Reason, on, c.Ruling, c.Text));
    }

    // What an officer may propose. That a migrant who has arrived is gone is for the migrant to say, or for a welfare check.
    private static EndReason[] Rulable(Sponsorship s) => s.ArrivedOn is not null
        ? [EndReason.Completed, EndReason.Deceased, EndReason.Programme]
        : [EndReason.MigrantLeft, EndReason.Moved, EndReason.Completed, EndReason.Deceased, EndReason.Programme,
            .. s is { Status: SponsorshipStatus.Refused, Checks.Refusal.Ruling: null } ? [EndReason.Refused] : Array.Empty<EndReason>()];

    private static Rejection? Problem(Sponsorship s, EndReason[] allowed, EndReason reason, DateOnly on, DateOnly today) =>
        !allowed.Contains(reason)
            ? new(RejectionCode.ReasonNotAllowed,
                $"Here the reason is one of: {string.Join(", ", allowed.Select(Codes<EndReason>.Text))}. Where a migrant who has arrived "
                    + "cannot be found, report the absence.")
        : on > today
            ? new(RejectionCode.DateInFuture, $"The last day is {on:yyyy-MM-dd}, and today is {today:yyyy-MM-dd} in the city.")
        : on < s.ArrivedOn
            ? new(RejectionCode.InvalidInput, $"The last day cannot lie before the arrival on {s.ArrivedOn:yyyy-MM-dd}.") : null;

    private static Decision<SponsorshipEvent> Rule(Sponsorship s, RuleOnEnd c, DateOnly today)
    {
        var lifted = new EndRuled(c.Ruling, RulingEffect.Lifted);
        if (s.Ending.Proposed is { } end && end.Ruling == c.Ruling)
        {
            // Whoever arrived meanwhile has not left before, and has not died before either.
            if (c.Effect == RulingEffect.Lifted || !Rulable(s).Contains(end.Reason) || end.On < s.ArrivedOn)
            {
                return Accept("lifted", lifted);
            }

            var ruled = new EndRuled(c.Ruling, RulingEffect.Stands);
            var over = Over(SponsorshipDecider.Evolve(s, ruled), new(end.Reason, end.Reason == EndReason.Deceased ? end.On : today), today);
            return Accept("ended", [ruled, .. over.Events]);
        }

        return c.Effect == RulingEffect.Lifted && s.Ending is { IsTakenBack: false } && s.Ending.Ruling == c.Ruling
            ? Accept("lifted", lifted) : Accept("known");
    }

    private static Decision<SponsorshipEvent> Rule(Sponsorship s, RuleOnNotice c, DateOnly today)
    {
        if (s.Ending.Stopped is not { } stopped || stopped.Ruling != c.Ruling) return Accept("known");
        var isActive = s.Ending.IsActivated;
        return (c.Effect, stopped.IsOver) switch
        {
            (RulingEffect.Stands, false) when s.Status == SponsorshipStatus.Notice =>
                Accept("ruled", new NoticeRuled(c.Ruling, c.Effect, isActive)),
            (RulingEffect.Lifted, false) when s.Status == SponsorshipStatus.Notice =>
                Accept("lifted", new NoticeRuled(c.Ruling, c.Effect, isActive, today.AddDays(stopped.DaysLeft))),
            (RulingEffect.Lifted, true) when s.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active =>
                Accept("lifted", new NoticeRuled(c.Ruling, c.Effect, isActive, today.AddDays(stopped.DaysLeft))),
            _ => Accept("known"),
        };
    }

    // From the grant on, when the place is in use. Before it the migrant withdraws, and nothing is lost but a place in line; and so does
    // who was to come along from another city, where they have their place.
    private static Decision<SponsorshipEvent> ChangeHost(Sponsorship s, DateOnly today) =>
        s.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice
            || s is { Status: SponsorshipStatus.Granted, Moves.Succession: null }
            ? Over(s, new(EndReason.ChangedHost, today), today)
            : s.Cannot(s.IsOpen ? "be left for another host; it can be withdrawn" : "be left for another host");

    public static Decision<SponsorshipEvent> Over(Sponsorship s, SponsorshipEnded ended, DateOnly today)
    {
        SponsorshipEvent[] events = [ended, .. SharePostings.AtEnd(s, ended, today)];
        return Accept("ended", [.. events, .. SharePostings.Expired(events.Aggregate(s, SponsorshipDecider.Evolve), 0)]);
    }
}
