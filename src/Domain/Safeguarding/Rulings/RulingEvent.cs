namespace VipOrleans.Domain.Safeguarding;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a ruling. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RulingProposed), "ruling-proposed")]
[JsonDerivedType(typeof(RulingReplied), "ruling-replied")]
[JsonDerivedType(typeof(RulingMade), "ruling-made")]
[JsonDerivedType(typeof(RulingDropped), "ruling-dropped")]
[JsonDerivedType(typeof(RulingExpired), "ruling-expired")]
[JsonDerivedType(typeof(RulingAppealed), "ruling-appealed")]
[JsonDerivedType(typeof(AppealUpheld), "appeal-upheld")]
[JsonDerivedType(typeof(AppealDismissed), "appeal-dismissed")]
[JsonDerivedType(typeof(RulingRescinded), "ruling-rescinded")]
[JsonDerivedType(typeof(RulingBecameFinal), "ruling-became-final")]
[JsonDerivedType(typeof(RulingTold), "ruling-told")]
public abstract record RulingEvent
{
    private RulingEvent() { }

    /// <summary>Those concerned have notice from now on.</summary>
    public sealed record RulingProposed(RulingId Ruling, RulingMatter Matter, bool ActsAtOnce, string By, CaseText? Text, DateOnly On,
        DateOnly ReplyUntil, DateOnly DecideBy) : RulingEvent;

    /// <summary>One of those concerned replied.</summary>
    /// <param name="By">Who.</param>
    /// <param name="Text">The words; null if they are with the sponsorship.</param>
    public sealed record RulingReplied(CaseParty By, CaseText? Text) : RulingEvent;

    /// <summary>Another officer made it.</summary>
    public sealed record RulingMade(string By, CaseText? Text, DateOnly AppealUntil) : RulingEvent;

    /// <summary>The officer who had to decide did not make it.</summary>
    public sealed record RulingDropped(string By, CaseText? Text) : RulingEvent;

    /// <summary>Nobody decided it in time.</summary>
    public sealed record RulingExpired : RulingEvent;

    /// <summary>One of those concerned appealed.</summary>
    public sealed record RulingAppealed(CaseText Text, DateOnly DecideBy) : RulingEvent;

    /// <summary>Yet another officer overturned it.</summary>
    public sealed record AppealUpheld(string By, CaseText? Text) : RulingEvent;

    /// <summary>Yet another officer confirmed it.</summary>
    public sealed record AppealDismissed(string By, CaseText? Text) : RulingEvent;

    /// <summary>The city took it back.</summary>
    public sealed record RulingRescinded(string By, CaseText? Text) : RulingEvent;

    /// <summary>Nobody appealed in time.</summary>
    public sealed record RulingBecameFinal : RulingEvent;

    /// <summary>The one who acts on it knows what effect it has.</summary>
    public sealed record RulingTold(RulingEffect Effect) : RulingEvent;
}
