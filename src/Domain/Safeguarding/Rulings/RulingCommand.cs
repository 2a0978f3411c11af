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
    /// <param name="Text">The reasons in words; null if the coded reason says it.</param>
    /// <param name="On">The day in the city on which it happened; the notice may come later.</param>
    /// <param name="ReplyUntil">The last day to reply; null if it follows from the day.</param>
    public sealed record ProposeRuling(RulingId Ruling, RulingMatter Matter, bool ActsAtOnce, CaseText? Text, DateOnly On,
        DateOnly? ReplyUntil = null) : RulingCommand;

    /// <summary>One of those concerned replies: to the proposal in time, or to what was said in an appeal.</summary>
    public sealed record ReplyToRuling(CaseText Text) : RulingCommand;

    /// <summary>Notes that one of those concerned replied to the refusal itself, whose words are with the sponsorship.</summary>
    public sealed record NoteReply(CaseParty By) : RulingCommand;

    /// <summary>An officer who did not propose it decides the proposal.</summary>
    /// <param name="IsMade">True to make it, false to drop it.</param>
    /// <param name="Text">Why, in words; null for none.</param>
    public sealed record DecideRuling(bool IsMade, CaseText? Text) : RulingCommand;

    /// <summary>One of those concerned appeals.</summary>
    public sealed record AppealRuling(CaseText Text) : RulingCommand;

    /// <summary>An officer who neither proposed nor made it decides the appeal.</summary>
    /// <param name="IsUpheld">True to overturn the ruling, false to confirm it.</param>
    /// <param name="Text">Why, in words; null for none.</param>
    public sealed record DecideAppeal(bool IsUpheld, CaseText? Text) : RulingCommand;

    /// <summary>The city takes a ruling back that was made, at any time.</summary>
    public sealed record RescindRuling(CaseText? Text) : RulingCommand;

    /// <summary>
    /// Notes that the city has undone by itself what the ruling is about. It changes nothing if the ruling is what undid it.
    /// </summary>
    public sealed record NoteRulingLifted : RulingCommand;

    /// <summary>The clock looks whether the time for the decision is over.</summary>
    public sealed record LookAtRulingClock : RulingCommand;

    /// <summary>Notes that the one who acts on it knows its effect.</summary>
    public sealed record NoteRulingTold(RulingEffect Effect) : RulingCommand;
}
