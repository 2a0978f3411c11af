namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;

/// <summary>The welfare checks of a sponsorship. The key is the sponsorship's id.</summary>
[Alias("vip.welfare-check"), GrainInterfaceType("vip.welfare-check")]
public interface IWelfareCheckGrain : IGrainWithStringKey
{
    /// <summary>Says that the migrant is not there. The migrant is asked; nothing else changes.</summary>
    /// <param name="context">The command.</param>
    /// <param name="absence">What is said.</param>
    /// <param name="words">What was written; null for nothing.</param>
    [Alias("report")]
    Task<CommandResult> Report(CommandContext context, Absence absence, CaseWords? words);

    /// <summary>The migrant answers, which ends the check.</summary>
    [Alias("answer")]
    Task<CommandResult> Answer(CommandContext context, CaseWords? words);

    /// <summary>Notes that the migrant has been asked: a message about a check was delivered or read.</summary>
    /// <param name="context">The command.</param>
    /// <param name="number">Which check it was about.</param>
    /// <param name="on">The day.</param>
    /// <param name="by">How it is known.</param>
    [Alias("note-reach")]
    Task<CommandResult> NoteReach(CommandContext context, int number, DateOnly on, ReachedBy by);

    /// <summary>An officer has been there, and spoke to the migrant or left a letter.</summary>
    [Alias("visit")]
    Task<CommandResult> Visit(CommandContext context, DateOnly on);

    /// <summary>An officer ends the check.</summary>
    [Alias("close")]
    Task<CommandResult> Close(CommandContext context, WelfareCheckOutcome outcome);

    /// <summary>An officer suggests that the sponsorship be ended.</summary>
    [Alias("suggest-end")]
    Task<CommandResult> SuggestEnd(CommandContext context);

    /// <summary>Another officer confirms it, and the sponsorship is ended.</summary>
    [Alias("confirm-end")]
    Task<CommandResult> ConfirmEnd(CommandContext context);

    /// <summary>The newest check; null if there never was one.</summary>
    [Alias("get")]
    Task<WelfareCheckView?> Get();

    /// <summary>Reads what was written, the reports first, and writes down who read it.</summary>
    [Alias("texts")]
    Task<CaseTexts> Texts(PersonReader reader);
}

/// <summary>A welfare check without what was written.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Number">How many checks there have been, this one counted.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="AskedOn">The day on which the check was opened and the migrant was written to.</param>
/// <param name="WaitUntil">The last day before which nothing may be suggested.</param>
/// <param name="Reports">Who reported it, one entry a source.</param>
/// <param name="Outcome">How it ended; null while it has not.</param>
/// <param name="ReachedOn">The day on which the migrant is known to have been asked; null while nobody knows, and then no time to answer
/// runs.</param>
/// <param name="ReachedBy">How that is known.</param>
/// <param name="IsOverdue">True if the migrant's time to answer is over and nobody has ended the check.</param>
[GenerateSerializer, Immutable, Alias("vip.welfare-check-view")]
public sealed record WelfareCheckView(SponsorshipId Sponsorship, long Version, int Number, WelfareCheckStatus Status, DateOnly AskedOn,
    DateOnly WaitUntil, IReadOnlyList<AbsenceReportView> Reports, WelfareCheckOutcome? Outcome, DateOnly? ReachedOn, ReachedBy? ReachedBy,
    bool IsOverdue)
{
    /// <summary>A check that was opened, as it is shown on a day.</summary>
    public static WelfareCheckView Of(WelfareCheck check, long version, DateOnly today) =>
        new(check.Sponsorship!.Value, version, check.Number, check.Status, check.AskedOn, check.WaitUntil,
            [.. check.Reports.Select(r => new AbsenceReportView(r.By, r.LastSeen, r.On))], check.Outcome, check.ReachedOn,
            check.ReachedBy, check.IsOverdue(today));
}

/// <summary>A report of an absence.</summary>
/// <param name="By">Which party of the case reported it.</param>
/// <param name="LastSeen">The last day on which they knew where the migrant was.</param>
/// <param name="On">The day of the report.</param>
[GenerateSerializer, Immutable, Alias("vip.absence-report-view")]
public sealed record AbsenceReportView(CaseParty By, DateOnly LastSeen, DateOnly On);
