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
        GiveNotice => Notice(s, moment.Day),
        SponsorshipCommand.End c => End(s, c, moment.Day),
        SponsorshipCommand.ChangeHost => ChangeHost(s, moment.Day),
        EndAbsent => s.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice
            ? Over(s, new(EndReason.Absent, moment.Day), moment.Day) : s.Cannot("be ended because the migrant is absent"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The ending does not know this command."),
    };

    private static Decision<SponsorshipEvent> Notice(Sponsorship s, DateOnly today) =>
        s.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active
            ? Accept("notice", new NoticeGiven(today.AddDays(s.Terms!.NoticeDays))) : s.Cannot("be given notice");

    private static Decision<SponsorshipEvent> End(Sponsorship s, End c, DateOnly today)
    {
        if (!s.IsOpen) return s.Cannot("be ended");
        EndReason[] allowed = c.By switch
        {
            Party.Migrant => [EndReason.MigrantLeft, EndReason.Moved, EndReason.Completed],
            Party.Host => [EndReason.HostEnded],
            // That a migrant who has arrived is gone is for the migrant to say, or for a welfare check.
            _ when s.ArrivedOn is not null => [EndReason.Completed, EndReason.Deceased, EndReason.Programme],
            _ => [EndReason.MigrantLeft, EndReason.Moved, EndReason.Completed, EndReason.Deceased, EndReason.Programme,
                .. s is { Status: SponsorshipStatus.Refused, Checks.Refusal.Ruling: null } ? [EndReason.Refused]
                    : Array.Empty<EndReason>()],
        };
        if (!allowed.Contains(c.Reason))
        {
            return Reject(RejectionCode.ReasonNotAllowed,
                $"Here the reason is one of: {string.Join(", ", allowed.Select(Codes<EndReason>.Text))}. Where a migrant who has arrived "
                    + $"cannot be found, report the absence.");
        }

        var on = c.On ?? today;
        if (on > today)
        {
            return Reject(RejectionCode.DateInFuture, $"The last day is {on:yyyy-MM-dd}, and today is {today:yyyy-MM-dd} in the city.");
        }

        if (on < s.ArrivedOn)
        {
            return Reject(RejectionCode.InvalidInput, $"The last day cannot lie before the arrival on {s.ArrivedOn:yyyy-MM-dd}.");
        }

        if (c.By == Party.Host)
        {
            if (s.IsBeforeArrival) return s.Cannot("be ended by the host before the arrival; it can be withdrawn");
            if (s.Ending.NoticeUntil is not { } until) return Reject(RejectionCode.NoticeRunning, "The host gives notice first.");
            if (on < until) return Reject(RejectionCode.NoticeRunning, $"The notice runs until {until:yyyy-MM-dd}.");
        }

        return Over(s, new(c.Reason, on), today);
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
