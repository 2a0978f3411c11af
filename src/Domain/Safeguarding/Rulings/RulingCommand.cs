namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;

/// <summary>What a ruling can be asked.</summary>
public abstract record RulingCommand
{
    private RulingCommand() { }

    /// <summary>Gives notice of it.</summary>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Matter">What it is about.</param>
    /// <param name="ActsAtOnce">Whether what it is about acts already.</param>
    /// <param name="By">The officer who proposes it.</param>
    /// <param name="Text">The reasons in words; null where the coded reason says it.</param>
    /// <param name="Today">The day in the city.</param>
    /// <param name="ReplyUntil">The last day to reply, where that is decided already.</param>
    public sealed record ProposeRuling(RulingId Ruling, RulingMatter Matter, bool ActsAtOnce, string By, CaseText? Text, DateOnly Today,
        DateOnly? ReplyUntil = null) : RulingCommand;

    /// <summary>One of those concerned replies: to the proposal in time, or to what was said in an appeal.</summary>
    public sealed record ReplyToRuling(CaseText Text, DateOnly Today) : RulingCommand;

    /// <summary>Notes that one of those concerned replied to the refusal itself, whose words are with the sponsorship.</summary>
    public sealed record NoteReply(CaseParty By) : RulingCommand;

    /// <summary>Another officer decides the proposal.</summary>
    /// <param name="Actor">Who decides: not the one who proposed it.</param>
    /// <param name="IsMade">True to make it, false to drop it.</param>
    /// <param name="Text">Why, in words; null for none.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record DecideRuling(string Actor, bool IsMade, CaseText? Text, DateOnly Today) : RulingCommand;

    /// <summary>One of those concerned appeals.</summary>
    public sealed record AppealRuling(CaseText Text, DateOnly Today) : RulingCommand;

    /// <summary>Yet another officer decides the appeal.</summary>
    /// <param name="Actor">Who decides: neither who proposed it nor who made it.</param>
    /// <param name="IsUpheld">True to overturn the ruling, false to confirm it.</param>
    /// <param name="Text">Why, in words; null for none.</param>
    public sealed record DecideAppeal(string Actor, bool IsUpheld, CaseText? Text) : RulingCommand;

    /// <summary>The city takes a ruling back that was made, at any time.</summary>
    public sealed record RescindRuling(string Actor, CaseText? Text) : RulingCommand;

    /// <summary>
    /// Notes that the city has undone by itself what the ruling is about. It changes nothing where the ruling is what undid it.
    /// </summary>
    public sealed record NoteRulingLifted(string Actor) : RulingCommand;

    /// <summary>The clock looks whether the time for the decision is over.</summary>
    public sealed record LookAtRulingClock(DateOnly Today) : RulingCommand;

    /// <summary>Notes that the one who acts on it was told.</summary>
    public sealed record NoteRulingTold(RulingEffect Effect) : RulingCommand;
}
