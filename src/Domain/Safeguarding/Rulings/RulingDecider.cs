namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Safeguarding.RulingCommand;
using static VipOrleans.Domain.Safeguarding.RulingEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Safeguarding.RulingEvent>;

/// <summary>The rules of a ruling.</summary>
public sealed class RulingDecider : IDecider<Ruling, RulingCommand, RulingEvent>
{
    private RulingDecider() { }

    /// <inheritdoc/>
    public static Ruling Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Ruling, RulingEvent> Aggregate { get; } =
        new("ruling-2", SafeguardingJson.Default.RulingEvent, SafeguardingJson.Default.Ruling);

    /// <inheritdoc/>
    public static Decision<RulingEvent> Decide(Ruling ruling, RulingCommand command, Moment moment)
    {
        if (command is ProposeRuling propose) return Propose(ruling, propose, moment);
        if (ruling.Id is null) return Reject(RejectionCode.RulingNotFound, "There is no such ruling.");
        if (ruling.Texts.Count >= RulingLimits.MaxTexts && command is ReplyToRuling)
        {
            return Reject(RejectionCode.InvalidInput, $"A ruling has at most {RulingLimits.MaxTexts} texts.");
        }

        return command switch
        {
            ReplyToRuling c => Reply(ruling, c, moment),
            DecideRuling c => Decided(ruling, c, moment),
            AppealRuling c => Appeal(ruling, c, moment),
            DecideAppeal c => Appealed(ruling, c, moment),
            NoteReply c =>
                ruling.Status == RulingStatus.Proposed && !ruling.RepliedBy.Contains(c.By)
                    ? Accept("noted", new RulingReplied(c.By, null)) : Accept("known"),
            RescindRuling c =>
                CanBeTakenBack(ruling)
                    ? Accept("rescinded", new RulingRescinded(moment.Actor, c.Text)) : WrongState(ruling, "be taken back"),
            NoteRulingLifted =>
                ruling.Effect == RulingEffect.Lifted ? Accept("known") : Accept("rescinded", new RulingRescinded(moment.Actor, null)),
            LookAtRulingClock => ruling.Status switch
            {
                RulingStatus.Proposed when ruling.IsOverdue(moment.Day) => Accept("expired", new RulingExpired()),
                RulingStatus.Made when ruling.Matter!.WaitsForAppeals && moment.Day > ruling.AppealUntil =>
                    Accept("final", new RulingBecameFinal()),
                _ => Accept("known"),
            },
            NoteRulingTold c =>
                ruling.Effect == c.Effect && ruling.Told != c.Effect ? Accept("noted", new RulingTold(c.Effect)) : Accept("known"),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The ruling does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Ruling Evolve(Ruling ruling, RulingEvent e) => ruling.Evolve(e);

    private static Decision<RulingEvent> Propose(Ruling ruling, ProposeRuling c, Moment moment)
    {
        if (ruling.Id is not null) return Accept("proposed");
        var replyUntil = c.ReplyUntil ?? c.On.AddDays(RulingLimits.ReplyDays);
        return Accept("proposed",
            new RulingProposed(c.Ruling, c.Matter, c.ActsAtOnce, moment.Actor, c.Text, c.On, replyUntil,
                replyUntil.AddDays(RulingLimits.DecideDays)));
    }

    // If a refusal or an end has closed the sponsorship there is nothing to go back to: it can be proposed again. That somebody has died
    // is taken back all the same, for it may not stand in anybody's record who lives.
    private static bool CanBeTakenBack(Ruling ruling) =>
        ruling.Status is RulingStatus.Made or RulingStatus.Appealed
            || (ruling.Status == RulingStatus.Confirmed && !ruling.Matter!.WaitsForAppeals)
            || (ruling.Status is RulingStatus.Confirmed or RulingStatus.Final && ruling.Matter!.EndReason == EndReason.Deceased);

    private static Decision<RulingEvent> Reply(Ruling ruling, ReplyToRuling c, Moment moment)
    {
        if (ruling.Status == RulingStatus.Appealed) return Accept("replied", new RulingReplied(c.Text.By, c.Text));
        if (ruling.Status != RulingStatus.Proposed)
        {
            return WrongState(ruling, ruling.Status == RulingStatus.Made ? "be replied to; it can be appealed against" : "be replied to");
        }

        return moment.Day > ruling.ReplyUntil
            ? Reject(RejectionCode.ReplyTooLate, $"A reply was possible until {ruling.ReplyUntil:yyyy-MM-dd}.")
            : Accept("replied", new RulingReplied(c.Text.By, c.Text));
    }

    private static Decision<RulingEvent> Decided(Ruling ruling, DecideRuling c, Moment moment)
    {
        if (ruling.Status != RulingStatus.Proposed) return WrongState(ruling, "be decided");
        if (moment.IsOne(ruling.ProposedBy))
        {
            return Reject(RejectionCode.SameOfficer, "The officer who proposed it does not decide it.");
        }

        if (!c.IsMade) return Accept("dropped", new RulingDropped(moment.Actor, c.Text));
        if (ruling.IsOverdue(moment.Day))
        {
            return Reject(RejectionCode.RulingWrongState, $"It had to be decided by {ruling.DecideBy:yyyy-MM-dd}, and expires.");
        }

        return moment.Day <= ruling.ReplyUntil && !ruling.Matter!.Concerned.All(ruling.RepliedBy.Contains)
            ? Reject(RejectionCode.ReplyTimeRunning, $"Those concerned can reply until {ruling.ReplyUntil:yyyy-MM-dd}.")
            : Accept("made", new RulingMade(moment.Actor, c.Text, moment.Day.AddDays(RulingLimits.AppealDays)));
    }

    private static Decision<RulingEvent> Appeal(Ruling ruling, AppealRuling c, Moment moment)
    {
        if (ruling.Status != RulingStatus.Made) return WrongState(ruling, "be appealed against");
        return moment.Day > ruling.AppealUntil
            ? Reject(RejectionCode.AppealTooLate, $"An appeal was possible until {ruling.AppealUntil:yyyy-MM-dd}.")
            : Accept("appealed", new RulingAppealed(c.Text, moment.Day.AddDays(RulingLimits.AppealDecideDays)));
    }

    private static Decision<RulingEvent> Appealed(Ruling ruling, DecideAppeal c, Moment moment)
    {
        if (ruling.Status != RulingStatus.Appealed) return WrongState(ruling, "be decided on appeal");
        if (moment.IsOne(ruling.ProposedBy) || moment.IsOne(ruling.MadeBy!))
        {
            return Reject(RejectionCode.SameOfficer, "An officer who proposed or made the ruling does not decide the appeal.");
        }

        return c.IsUpheld
            ? Accept("upheld", new AppealUpheld(moment.Actor, c.Text)) : Accept("dismissed", new AppealDismissed(moment.Actor, c.Text));
    }

    private static Decision<RulingEvent> WrongState(Ruling ruling, string what) =>
        Reject(RejectionCode.RulingWrongState, $"A ruling that is {Codes<RulingStatus>.Text(ruling.Status)} cannot {what}.");
}
