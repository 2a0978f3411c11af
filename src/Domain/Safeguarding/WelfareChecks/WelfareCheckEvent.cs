namespace VipOrleans.Domain.Safeguarding;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a welfare check. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(WelfareCheckOpened), "welfare-check-opened")]
[JsonDerivedType(typeof(AbsenceReported), "absence-reported")]
[JsonDerivedType(typeof(MigrantReached), "migrant-reached")]
[JsonDerivedType(typeof(WelfareCheckAnswered), "welfare-check-answered")]
[JsonDerivedType(typeof(EndSuggested), "end-suggested")]
[JsonDerivedType(typeof(EndConfirmed), "end-confirmed")]
[JsonDerivedType(typeof(WelfareCheckClosed), "welfare-check-closed")]
public abstract record WelfareCheckEvent
{
    private WelfareCheckEvent() { }

    /// <summary>The migrant is asked from now on.</summary>
    public sealed record WelfareCheckOpened(SponsorshipId Sponsorship, MigrantId Migrant, int Number, DateOnly AskedOn, DateOnly WaitUntil)
        : WelfareCheckEvent;

    /// <summary>Somebody said that the migrant is not there.</summary>
    public sealed record AbsenceReported(AbsenceReport Report) : WelfareCheckEvent;

    /// <summary>The migrant is known to have been asked; the time to answer begins.</summary>
    /// <param name="On">The day.</param>
    /// <param name="By">How it is known.</param>
    public sealed record MigrantReached(DateOnly On, ReachedBy By) : WelfareCheckEvent;

    /// <summary>The migrant answered.</summary>
    public sealed record WelfareCheckAnswered(CaseText? Text) : WelfareCheckEvent;

    /// <summary>An officer suggested that the sponsorship be ended.</summary>
    /// <param name="By">Who suggested it.</param>
    public sealed record EndSuggested(string By) : WelfareCheckEvent;

    /// <summary>Another officer confirmed it.</summary>
    public sealed record EndConfirmed : WelfareCheckEvent;

    /// <summary>An officer ended it.</summary>
    public sealed record WelfareCheckClosed(WelfareCheckOutcome Outcome) : WelfareCheckEvent;
}
