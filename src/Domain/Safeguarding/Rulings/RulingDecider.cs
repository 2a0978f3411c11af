namespace VipOrleans.Domain.Safeguarding;

using System.Collections.Immutable;
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
        new("ruling-1", SafeguardingJson.Default.RulingEvent, SafeguardingJson.Default.Ruling);

    /// <inheritdoc/>
    public static Decision<RulingEvent> Decide(Ruling ruling, RulingCommand command, Moment moment)
    {
        if (command is ProposeRuling propose) return Propose(ruling, propose);
        if (ruling.Id is null) return Reject(RejectionCode.RulingNotFound, "There is no such ruling.");
        if (ruling.Texts.Count >= RulingLimits.MaxTexts && command is ReplyToRuling)
        {
            return Reject(RejectionCode.InvalidInput, $"A ruling has at most {RulingLimits.MaxTexts} texts.");
        }

        return command switch
        {
            ReplyToRuling c => Reply(ruling, c),
            DecideRuling c => Decided(ruling, c),
            AppealRuling c => Appeal(ruling, c),
            DecideAppeal c => Appealed(ruling, c),
            NoteReply c =>
                ruling.Status == RulingStatus.Proposed && !ruling.RepliedBy.Contains(c.By)
                    ? Accept("noted", new RulingReplied(c.By, null)) : Accept("known"),
            RescindRuling c =>
                CanBeTakenBack(ruling) ? Accept("rescinded", new RulingRescinded(c.Actor, c.Text)) : WrongState(ruling, "be taken back"),
            NoteRulingLifted c =>
                ruling.Effect == RulingEffect.Lifted ? Accept("known") : Accept("rescinded", new RulingRescinded(c.Actor, null)),
            LookAtRulingClock c => (ruling.Status, ruling.Matter!.Kind) switch
            {
                (RulingStatus.Proposed, _) when ruling.IsOverdue(c.Today) => Accept("expired", new RulingExpired()),
                (RulingStatus.Made, RulingKind.Refusal) when c.Today > ruling.AppealUntil => Accept("final", new RulingBecameFinal()),
                _ => Accept("known"),
            },
            NoteRulingTold c =>
                ruling.Effect == c.Effect && ruling.Told != c.Effect ? Accept("noted", new RulingTold(c.Effect)) : Accept("known"),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The ruling does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Ruling Evolve(Ruling ruling, RulingEvent e) => e switch
    {
        RulingProposed x => ruling with
        {
            Id = x.Ruling,
            Matter = x.Matter,
            Status = RulingStatus.Proposed,
            ProposedBy = x.By,
            ActsAtOnce = x.ActsAtOnce,
            ProposedOn = x.On,
            ReplyUntil = x.ReplyUntil,
            DecideBy = x.DecideBy,
            Texts = With(ruling, x.Text),
        },
        RulingReplied x =>
            ruling with
            {
                Texts = With(ruling, x.Text),
                RepliedBy = ruling.RepliedBy.Contains(x.By) ? ruling.RepliedBy : ruling.RepliedBy.Add(x.By)
            },
        RulingMade x =>
            ruling with { Status = RulingStatus.Made, MadeBy = x.By, AppealUntil = x.AppealUntil, Texts = With(ruling, x.Text) },
        RulingDropped x => ruling with { Status = RulingStatus.Dropped, Texts = With(ruling, x.Text) },
        RulingExpired => ruling with { Status = RulingStatus.Expired },
        RulingAppealed x => ruling with { Status = RulingStatus.Appealed, DecideBy = x.DecideBy, Texts = With(ruling, x.Text) },
        AppealUpheld x => ruling with { Status = RulingStatus.Overturned, Texts = With(ruling, x.Text) },
        AppealDismissed x => ruling with { Status = RulingStatus.Confirmed, Texts = With(ruling, x.Text) },
        RulingRescinded x => ruling with { Status = RulingStatus.Rescinded, Texts = With(ruling, x.Text) },
        RulingBecameFinal => ruling with { Status = RulingStatus.Final },
        RulingTold x => ruling with { Told = x.Effect },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The ruling does not know this event."),
    };

    private static Decision<RulingEvent> Propose(Ruling ruling, ProposeRuling c)
    {
        if (ruling.Id is not null) return Accept("proposed");
        var replyUntil = c.ReplyUntil ?? c.Today.AddDays(RulingLimits.ReplyDays);
        return Accept("proposed",
            new RulingProposed(c.Ruling, c.Matter, c.ActsAtOnce, c.By, c.Text, c.Today, replyUntil,
                replyUntil.AddDays(RulingLimits.DecideDays)));
    }

    // Where a refusal has closed the sponsorship there is nothing to go back to: it can be proposed again.
    private static bool CanBeTakenBack(Ruling ruling) =>
        ruling.Status is RulingStatus.Made or RulingStatus.Appealed
            || (ruling.Status == RulingStatus.Confirmed && ruling.Matter!.Kind != RulingKind.Refusal);

    private static Decision<RulingEvent> Reply(Ruling ruling, ReplyToRuling c)
    {
        if (ruling.Status == RulingStatus.Appealed) return Accept("replied", new RulingReplied(c.Text.By, c.Text));
        if (ruling.Status != RulingStatus.Proposed)
        {
            return WrongState(ruling, ruling.Status == RulingStatus.Made ? "be replied to; it can be appealed against" : "be replied to");
        }

        return c.Today > ruling.ReplyUntil
            ? Reject(RejectionCode.ReplyTooLate, $"A reply was possible until {ruling.ReplyUntil:yyyy-MM-dd}.")
            : Accept("replied", new RulingReplied(c.Text.By, c.Text));
    }

    private static Decision<RulingEvent> Decided(Ruling ruling, DecideRuling c)
    {
        if (ruling.Status != RulingStatus.Proposed) return WrongState(ruling, "be decided");
        if (Actors.AreOne(c.Actor, ruling.ProposedBy))
        {
            return Reject(RejectionCode.SameOfficer, "Another officer decides than the one who proposed it.");
        }

        if (!c.IsMade) return Accept("dropped", new RulingDropped(c.Actor, c.Text));
        if (ruling.IsOverdue(c.Today))
        {
            return Reject(RejectionCode.RulingWrongState, $"It had to be decided by {ruling.DecideBy:yyyy-MM-dd}, and expires.");
        }

        return c.Today <= ruling.ReplyUntil && !ruling.Matter!.Concerned.All(ruling.RepliedBy.Contains)
            ? Reject(RejectionCode.ReplyTimeRunning, $"Those concerned can reply until {ruling.ReplyUntil:yyyy-MM-dd}.")
            : Accept("made", new RulingMade(c.Actor, c.Text, c.Today.AddDays(RulingLimits.AppealDays)));
    }

    private static Decision<RulingEvent> Appeal(Ruling ruling, AppealRuling c)
    {
        if (ruling.Status != RulingStatus.Made) return WrongState(ruling, "be appealed against");
        return c.Today > ruling.AppealUntil
            ? Reject(RejectionCode.AppealTooLate, $"An appeal was possible until {ruling.AppealUntil:yyyy-MM-dd}.")
            : Accept("appealed", new RulingAppealed(c.Text, c.Today.AddDays(RulingLimits.AppealDecideDays)));
    }

    private static Decision<RulingEvent> Appealed(Ruling ruling, DecideAppeal c)
    {
        if (ruling.Status != RulingStatus.Appealed) return WrongState(ruling, "be decided on appeal");
        if (Actors.AreOne(c.Actor, ruling.ProposedBy) || Actors.AreOne(c.Actor, ruling.MadeBy!))
        {
            return Reject(RejectionCode.SameOfficer, "Yet another officer decides the appeal than the ones who proposed and made it.");
        }

        return c.IsUpheld ? Accept("upheld", new AppealUpheld(c.Actor, c.Text)) : Accept("dismissed", new AppealDismissed(c.Actor, c.Text));
    }

    private static ImmutableList<CaseText> With(Ruling ruling, CaseText? text) => text is null ? ruling.Texts : ruling.Texts.Add(text);

    private static Decision<RulingEvent> WrongState(Ruling ruling, string what) =>
        Reject(RejectionCode.RulingWrongState, $"A ruling that is {Codes<RulingStatus>.Text(ruling.Status)} cannot {what}.");
}
