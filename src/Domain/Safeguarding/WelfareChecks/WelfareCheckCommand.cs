namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;

/// <summary>What a welfare check can be asked.</summary>
public abstract record WelfareCheckCommand
{
    private WelfareCheckCommand() { }

    /// <summary>Says that the migrant is not there.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Known">What the sponsorship is, read before; null if there is none.</param>
    /// <param name="Absence">What is said.</param>
    /// <param name="Text">What was written; null for nothing.</param>
    public sealed record ReportAbsence(SponsorshipId Sponsorship, AbsenceFacts? Known, Absence Absence, CaseText? Text)
        : WelfareCheckCommand;

    /// <summary>Notes that the migrant has been asked: by a message that was delivered or read.</summary>
    /// <param name="Number">Which check it was about.</param>
    /// <param name="On">The day.</param>
    /// <param name="By">How it is known.</param>
    public sealed record NoteReach(int Number, DateOnly On, ReachedBy By) : WelfareCheckCommand;

    /// <summary>An officer, who is not one of those who reported, has been there, and spoke to the migrant or left a letter.</summary>
    /// <param name="On">The day.</param>
    public sealed record NoteVisit(DateOnly On) : WelfareCheckCommand;

    /// <summary>The migrant answers. That ends the check, whatever was reported.</summary>
    public sealed record AnswerWelfareCheck(CaseText? Text) : WelfareCheckCommand;

    /// <summary>An officer ends it.</summary>
    public sealed record CloseWelfareCheck(WelfareCheckOutcome Outcome) : WelfareCheckCommand;

    /// <summary>
    /// An officer, who is not one of those who reported, suggests that the sponsorship be ended: two sources, the time over, and no answer.
    /// </summary>
    public sealed record SuggestEnd : WelfareCheckCommand;

    /// <summary>
    /// Another officer, who neither suggested it nor reported, confirms the suggestion, and the sponsorship is ended. From then on the
    /// migrant can no longer answer.
    /// </summary>
    public sealed record ConfirmEnd : WelfareCheckCommand;

    /// <summary>Notes that the sponsorship whose end was confirmed has ended.</summary>
    public sealed record NoteEnded : WelfareCheckCommand;
}

/// <summary>What a report of an absence rests on, besides itself.</summary>
/// <param name="Migrant">The sponsorship's migrant.</param>
/// <param name="IsHere">True if the migrant has arrived and the sponsorship has not ended.</param>
/// <param name="IsEmployed">True if it comes from an employer of the migrant's, whose employment is not over.</param>
public sealed record AbsenceFacts(MigrantId Migrant, bool IsHere, bool IsEmployed = false);
