namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>How a sponsorship comes to its end.</summary>
public sealed record Ending
{
    /// <summary>The day on which the host's notice runs out; null where none was given.</summary>
    public DateOnly? NoticeUntil { get; init; }

    /// <summary>The last day on which the notice only waits; null where none was given, or it did not wait.</summary>
    public DateOnly? NoticeWaitsUntil { get; init; }

    /// <summary>Who said that the migrant lives and may work here, and when; null before that.</summary>
    public RecordedStep? Activation { get; init; }

    /// <summary>Who said that the host gives notice, and when; null where none was given.</summary>
    public RecordedStep? Notice { get; init; }

    /// <summary>True once the city has confirmed that the migrant lives and may work there, and has not taken that back.</summary>
    public bool IsActivated { get; init; }

    /// <summary>The notice that is under a ruling, or that a ruling has ended; null for none.</summary>
    public StoppedNotice? Stopped { get; init; }

    /// <summary>The end that an officer has proposed and that is under a ruling; null for none.</summary>
    public ProposedEnd? Proposed { get; init; }

    /// <summary>The ruling by which it ended; null while it is open, and where no officer ended it.</summary>
    public RulingId? Ruling { get; init; }

    /// <summary>True if that ruling was taken back after the end: who was said to be dead is not.</summary>
    public bool IsTakenBack { get; init; }

    /// <summary>Why it ended or never came about; null while it is open.</summary>
    public EndReason? Reason { get; init; }

    /// <summary>The last day of the sponsorship, once it ended.</summary>
    public DateOnly? On { get; init; }

    internal Ending Evolve(SponsorshipEvent e) => e switch
    {
        SponsorshipActivated x =>
            this with { IsActivated = true, Activation = x is { By: { } by, On: { } on } ? new(by, on) : null },
        ActivationTakenBack => this with { IsActivated = false, Activation = null },
        NoticeGiven x => this with
        {
            NoticeUntil = x.Until,
            NoticeWaitsUntil = x.WaitsUntil,
            Notice = x is { By: { } by, On: { } on } ? new(by, on) : null,
            Stopped = null,
        },
        NoticeTakenBack => WithoutNotice() with { Stopped = null },
        NoticeStopped x => this with { Stopped = new(x.Ruling, x.On, NoticeUntil!.Value.DayNumber - x.On.DayNumber, IsOver: false) },
        NoticeRuled { Effect: RulingEffect.Stands } => WithoutNotice() with { Stopped = Stopped! with { IsOver = true } },
        NoticeRuled x => this with { NoticeUntil = x.Until, Stopped = null },
        EndProposed x => this with { Proposed = new(x.Reason, x.On, x.Ruling) },
        EndRuled { Effect: RulingEffect.Stands } x => this with { Proposed = null, Ruling = x.Ruling },
        EndRuled x => Ruling == x.Ruling ? this with { IsTakenBack = true } : this with { Proposed = null },
        SponsorshipEnded x => this with { Reason = x.Reason, On = x.On, Proposed = null },
        _ => this,
    };

    private Ending WithoutNotice() => this with { NoticeUntil = null, NoticeWaitsUntil = null, Notice = null };
}

/// <summary>A notice that may be retaliation, and that an officer has stopped.</summary>
/// <param name="Ruling">The ruling on it.</param>
/// <param name="On">The day on which it was stopped.</param>
/// <param name="DaysLeft">How many days it had still to run.</param>
/// <param name="IsOver">True if the ruling was made, and there is no notice any more.</param>
public sealed record StoppedNotice(RulingId Ruling, DateOnly On, int DaysLeft, bool IsOver);

/// <summary>A step that somebody recorded, and that another one may take back for a while.</summary>
/// <param name="By">Who, as a role and an id.</param>
/// <param name="On">The day.</param>
public sealed record RecordedStep(string By, DateOnly On)
{
    /// <summary>How many days after it a step can be taken back.</summary>
    public const int DaysToTakeBack = 14;
}

/// <summary>An end that an officer has proposed.</summary>
/// <param name="Reason">Why.</param>
/// <param name="On">The day of the death; for every other reason the day of the proposal.</param>
/// <param name="Ruling">The ruling on it.</param>
public sealed record ProposedEnd(EndReason Reason, DateOnly On, RulingId Ruling);
