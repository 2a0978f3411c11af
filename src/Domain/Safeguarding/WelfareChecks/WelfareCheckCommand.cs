namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;

/// <summary>What a welfare check can be asked.</summary>
public abstract record WelfareCheckCommand
{
    private WelfareCheckCommand() { }

    /// <summary>What needs neither facts nor words: it travels as it is, and all of it goes through one call.</summary>
    [GenerateSerializer, Immutable, Alias("vip.plain-welfare-check-command")]
    public abstract record PlainCommand : WelfareCheckCommand
    {
        private protected PlainCommand() { }
    }

    /// <summary>Says that the migrant is not there.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Known">What the sponsorship is, read before; null if there is none.</param>
    /// <param name="Absence">What is said.</param>
    /// <param name="Text">What was written; null for nothing.</param>
    public sealed record ReportAbsence(SponsorshipId Sponsorship, AbsenceFacts? Known, Absence Absence, CaseText? Text)
        : WelfareCheckCommand;

    /// <summary>The migrant answers. That ends the check, whatever was reported.</summary>
    public sealed record AnswerWelfareCheck(CaseText? Text) : WelfareCheckCommand;

    /// <summary>An officer ends it.</summary>
    [GenerateSerializer, Immutable, Alias("vip.close-welfare-check")]
    public sealed record CloseWelfareCheck(WelfareCheckOutcome Outcome) : PlainCommand;

    /// <summary>
    /// An officer, who is not one of those who reported, suggests that the sponsorship be ended: two sources, the time over, and no answer.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("vip.suggest-end")]
    public sealed record SuggestEnd : PlainCommand;

    /// <summary>
    /// Another officer, who neither suggested it nor reported, confirms the suggestion, and the sponsorship is ended. From then on the
    /// migrant can no longer answer.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("vip.confirm-end")]
    public sealed record ConfirmEnd : PlainCommand;

    /// <summary>Notes that the sponsorship whose end was confirmed has ended.</summary>
    public sealed record NoteEnded : WelfareCheckCommand;
}

/// <summary>What a report of an absence rests on, besides itself.</summary>
/// <param name="Migrant">The sponsorship's migrant.</param>
/// <param name="IsHere">True if the migrant has arrived and the sponsorship has not ended.</param>
public sealed record AbsenceFacts(MigrantId Migrant, bool IsHere);
