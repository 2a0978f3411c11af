namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;

/// <summary>What a welfare check can be asked.</summary>
public abstract record WelfareCheckCommand
{
    private WelfareCheckCommand() { }

    /// <summary>Says that the migrant is not there.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Known">What the sponsorship is, read before; null where there is none.</param>
    /// <param name="Report">Who says so.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record ReportAbsence(SponsorshipId Sponsorship, AbsenceFacts? Known, AbsenceReport Report, DateOnly Today)
        : WelfareCheckCommand;

    /// <summary>The migrant answers. That ends the check, whatever was reported.</summary>
    public sealed record AnswerWelfareCheck(CaseText? Text) : WelfareCheckCommand;

    /// <summary>An officer ends it.</summary>
    public sealed record CloseWelfareCheck(WelfareCheckOutcome Outcome) : WelfareCheckCommand;

    /// <summary>An officer suggests that the sponsorship be ended: two sources, the time over, and no answer.</summary>
    /// <param name="Actor">Who suggests it: not one of those who reported.</param>
    /// <param name="Today">The day in the city.</param>
    public sealed record SuggestEnd(string Actor, DateOnly Today) : WelfareCheckCommand;

    /// <summary>
    /// Another officer confirms the suggestion, and the sponsorship is ended. From then on the migrant can no longer answer.
    /// </summary>
    /// <param name="Actor">Who confirms it: neither who suggested it nor one of those who reported.</param>
    public sealed record ConfirmEnd(string Actor) : WelfareCheckCommand;

    /// <summary>Notes that the sponsorship whose end was confirmed has ended.</summary>
    public sealed record NoteEnded : WelfareCheckCommand;
}

/// <summary>What a report of an absence rests on, besides itself.</summary>
/// <param name="Migrant">The sponsorship's migrant.</param>
/// <param name="IsHere">True where the migrant has arrived and the sponsorship has not ended.</param>
public sealed record AbsenceFacts(MigrantId Migrant, bool IsHere);
