namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;

/// <summary>What an officer did of which those concerned get notice.</summary>
/// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
/// <param name="At">When it was done.</param>
[GenerateSerializer, Immutable, Alias("vip.ruling-notice")]
public abstract record RulingNotice(CaseText? Text, DateTimeOffset At)
{
    /// <summary>A check failed.</summary>
    /// <param name="Sponsorship">Where.</param>
    /// <param name="Check">What was checked.</param>
    /// <param name="Result">The failure.</param>
    /// <param name="ActsAtOnce">Whether it acts already.</param>
    /// <param name="Text">The reasons in words; null for none.</param>
    /// <param name="At">When it was recorded.</param>
    [GenerateSerializer, Immutable, Alias("vip.check-notice")]
    public sealed record OfCheck(SponsorshipId Sponsorship, CheckKind Check, CheckResult Result, bool ActsAtOnce, CaseText? Text,
        DateTimeOffset At) : RulingNotice(Text, At);

    /// <summary>A host was suspended.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Text">The reasons in words; null for none.</param>
    /// <param name="At">When it was decided.</param>
    [GenerateSerializer, Immutable, Alias("vip.suspension-notice")]
    public sealed record OfSuspension(HostId Host, SuspensionReason Reason, CaseText? Text, DateTimeOffset At) : RulingNotice(Text, At);

    /// <summary>A sponsorship was refused.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Reasons">Why.</param>
    /// <param name="ReplyUntil">The last day to reply.</param>
    /// <param name="Text">The reasons in words; null for none.</param>
    /// <param name="At">When it was decided.</param>
    [GenerateSerializer, Immutable, Alias("vip.refusal-notice")]
    public sealed record OfRefusal(SponsorshipId Sponsorship, IReadOnlyList<RefusalReason> Reasons, DateOnly ReplyUntil, CaseText? Text,
        DateTimeOffset At) : RulingNotice(Text, At);
}
