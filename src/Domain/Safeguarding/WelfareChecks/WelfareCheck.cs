namespace VipOrleans.Domain.Safeguarding;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Safeguarding.WelfareCheckEvent;

/// <summary>
/// What is done when somebody says that a migrant is not there: the migrant is asked first, others are asked too, and time passes. By
/// itself it changes nothing; what it may come to is that one officer suggests the end of the sponsorship and another one confirms it.
/// </summary>
/// <remarks>
/// A sponsorship has one stream of them, and one check at a time. In schemes where a host or employer could mark people as absent, that was
/// used to get rid of them.
/// </remarks>
public sealed record WelfareCheck
{
    /// <summary>How many days the migrant has to answer before anything may be suggested.</summary>
    public const int WaitingDays = 14;

    /// <summary>How many sources that are independent of each other must have said so.</summary>
    public const int LeastSources = 2;

    /// <summary>The sponsorship; null before the first report.</summary>
    public SponsorshipId? Sponsorship { get; init; }

    /// <summary>The migrant who is asked.</summary>
    public MigrantId Migrant { get; init; }

    /// <summary>How many checks there have been, this one counted.</summary>
    public int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public WelfareCheckStatus Status { get; init; }

    /// <summary>The day on which the check was opened and the migrant was written to.</summary>
    public DateOnly AskedOn { get; init; }

    /// <summary>The day on which the migrant is known to have been asked: a message was delivered or read, or an officer was there. Null
    /// while nobody knows, and then the migrant's time to answer does not run.</summary>
    public DateOnly? ReachedOn { get; init; }

    /// <summary>How that is known.</summary>
    public ReachedBy? ReachedBy { get; init; }

    /// <summary>The last day before which nothing may be suggested. It is counted from the day on which the migrant was reached.</summary>
    public DateOnly WaitUntil { get; init; }

    /// <summary>Who said so, one entry a source.</summary>
    public ImmutableList<AbsenceReport> Reports { get; init; } = [];

    /// <summary>The officer who suggested that the sponsorship be ended; null while nobody has.</summary>
    public string? SuggestedBy { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public WelfareCheckOutcome? Outcome { get; init; }

    /// <summary>What the migrant wrote; null for nothing.</summary>
    public CaseText? Answer { get; init; }

    /// <summary>True until it has ended.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is WelfareCheckStatus.Asked or WelfareCheckStatus.EndSuggested or WelfareCheckStatus.EndConfirmed;

    /// <summary>True if the migrant's time to answer is over and nobody has ended the check.</summary>
    public bool IsOverdue(DateOnly today) => IsOpen && ReachedOn is not null && today > WaitUntil;

    internal WelfareCheck Evolve(WelfareCheckEvent e) => e switch
    {
        WelfareCheckOpened x => new()
        {
            Sponsorship = x.Sponsorship,
            Migrant = x.Migrant,
            Number = x.Number,
            Status = WelfareCheckStatus.Asked,
            AskedOn = x.AskedOn,
            WaitUntil = x.WaitUntil,
        },
        MigrantReached x => this with { ReachedOn = x.On, ReachedBy = x.By, WaitUntil = x.On.AddDays(WaitingDays) },
        AbsenceReported x => this with { Reports = Reports.Add(Scoped(x.Report)) },
        WelfareCheckAnswered x =>
            this with { Status = WelfareCheckStatus.Closed, Outcome = WelfareCheckOutcome.Answered, Answer = x.Text },
        EndSuggested x => this with { Status = WelfareCheckStatus.EndSuggested, SuggestedBy = x.By },
        EndConfirmed => this with { Status = WelfareCheckStatus.EndConfirmed },
        WelfareCheckClosed x => this with { Status = WelfareCheckStatus.Closed, Outcome = x.Outcome },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The welfare check does not know this event."),
    };

    private AbsenceReport Scoped(AbsenceReport report) => Sponsorship is { City.Nation: var nation }
        ? report with { Source = Employers.Scoped(report.Source, nation), Actor = Employers.Scoped(report.Actor, nation) } : report;
}

/// <summary>What a report of an absence says: one value from the request to the decider. The words beside it go to the vault.</summary>
/// <param name="Source">Whose word it is: two reports of one source are one. A host and the host's guardian are one source, an employer is
/// one, and so are all officers.</param>
/// <param name="By">What they are in the case.</param>
/// <param name="LastSeen">The last day on which they knew where the migrant was.</param>
[GenerateSerializer, Immutable, Alias("vip.absence")]
public sealed record Absence(string Source, CaseParty By, DateOnly LastSeen);

/// <summary>Somebody said that the migrant is not there.</summary>
/// <param name="Source">Whose word it is: two reports of one source are one. A host and the host's guardian are one source, an employer is
/// one, and so are all officers.</param>
/// <param name="By">What they are in the case.</param>
/// <param name="Actor">Who said it, as a role and an id.</param>
/// <param name="LastSeen">The last day on which they knew where the migrant was.</param>
/// <param name="On">The day on which they said it.</param>
/// <param name="Text">What they wrote; null for nothing.</param>
public sealed record AbsenceReport(string Source, CaseParty By, string Actor, DateOnly LastSeen, DateOnly On, CaseText? Text)
{
    internal AbsenceReport(Absence absence, CaseText? text, Moment moment)
        : this(absence.Source, absence.By, moment.Actor, absence.LastSeen, moment.Day, text)
    {
    }
}

/// <summary>How it is known that a migrant was asked.</summary>
[JsonConverter(typeof(CodeConverter<ReachedBy>))]
public enum ReachedBy
{
    /// <summary>A message was delivered.</summary>
    Message,

    /// <summary>The migrant has read it in their inbox.</summary>
    Read,

    /// <summary>An officer was there, and spoke to the migrant or left a letter.</summary>
    Visit,
}

/// <summary>Where a welfare check stands.</summary>
[JsonConverter(typeof(CodeConverter<WelfareCheckStatus>))]
public enum WelfareCheckStatus
{
    /// <summary>There never was one.</summary>
    None,

    /// <summary>The migrant is asked.</summary>
    Asked,

    /// <summary>An officer suggests that the sponsorship be ended. The migrant can still answer.</summary>
    EndSuggested,

    /// <summary>Another officer has confirmed it; the sponsorship is being ended.</summary>
    EndConfirmed,

    /// <summary>Over.</summary>
    Closed,
}

/// <summary>How a welfare check ended.</summary>
[JsonConverter(typeof(CodeConverter<WelfareCheckOutcome>))]
public enum WelfareCheckOutcome
{
    /// <summary>The migrant answered.</summary>
    Answered,

    /// <summary>An officer, or somebody whom an officer asked, has found the migrant.</summary>
    Found,

    /// <summary>The report was mistaken, or taken back.</summary>
    Mistaken,

    /// <summary>The sponsorship has ended.</summary>
    SponsorshipEnded,
}
