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
    /// <param name="source">Whose word it is: two reports of one source are one.</param>
    /// <param name="lastSeen">The last day on which they knew where the migrant was.</param>
    /// <param name="by">What they are in the case.</param>
    /// <param name="words">What they wrote; null for nothing.</param>
    [Alias("report")]
    Task<CommandResult> Report(CommandContext context, string source, DateOnly lastSeen, CaseParty by, CaseWords? words);

    /// <summary>The migrant answers, which ends the check.</summary>
    [Alias("answer")]
    Task<CommandResult> Answer(CommandContext context, CaseWords? words);

    /// <summary>An officer ends the check.</summary>
    [Alias("close")]
    Task<CommandResult> Close(CommandContext context, WelfareCheckOutcome outcome);

    /// <summary>An officer suggests that the sponsorship be ended.</summary>
    [Alias("suggest-end")]
    Task<CommandResult> SuggestEnd(CommandContext context);

    /// <summary>Another officer confirms it, and the sponsorship is ended.</summary>
    [Alias("confirm-end")]
    Task<CommandResult> ConfirmEnd(CommandContext context);

    /// <summary>The newest check; null where there never was one.</summary>
    [Alias("get")]
    Task<WelfareCheckView?> Get();

    /// <summary>Reads what was written, the reports first, and writes down who read it.</summary>
    [Alias("texts")]
    Task<CaseTexts> Texts(PersonReader reader);
}

/// <summary>A welfare check without what was written.</summary>
[GenerateSerializer, Immutable, Alias("vip.welfare-check-view")]
public sealed record WelfareCheckView
{
    /// <summary>The sponsorship.</summary>
    [Id(0)]
    public required SponsorshipId Sponsorship { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>How many checks there have been, this one counted.</summary>
    [Id(2)]
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(3)]
    public required WelfareCheckStatus Status { get; init; }

    /// <summary>The day on which the migrant was asked.</summary>
    [Id(4)]
    public required DateOnly AskedOn { get; init; }

    /// <summary>The last day before which nothing may be suggested.</summary>
    [Id(5)]
    public required DateOnly WaitUntil { get; init; }

    /// <summary>Who reported it, one entry a source.</summary>
    [Id(6)]
    public required IReadOnlyList<AbsenceReportView> Reports { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    [Id(7)]
    public WelfareCheckOutcome? Outcome { get; init; }

    /// <summary>True where the migrant's time to answer is over and nobody has ended the check.</summary>
    [Id(8)]
    public required bool IsOverdue { get; init; }
}

/// <summary>A report of an absence.</summary>
[GenerateSerializer, Immutable, Alias("vip.absence-report-view")]
public sealed record AbsenceReportView
{
    /// <summary>What who reported it is in the case.</summary>
    [Id(0)]
    public required CaseParty By { get; init; }

    /// <summary>The last day on which they knew where the migrant was.</summary>
    [Id(1)]
    public required DateOnly LastSeen { get; init; }

    /// <summary>The day of the report.</summary>
    [Id(2)]
    public required DateOnly On { get; init; }
}
