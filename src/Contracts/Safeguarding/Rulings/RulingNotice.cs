namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;

/// <summary>What an officer did of which those concerned get notice.</summary>
/// <param name="Act">What it was.</param>
/// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
/// <param name="At">When it was done.</param>
[GenerateSerializer, Immutable, Alias("vip.ruling-notice")]
public sealed record RulingNotice(OfficerAct Act, CaseText? Text, DateTimeOffset At);

/// <summary>An act that is under a ruling.</summary>
[GenerateSerializer, Immutable, Alias("vip.officer-act")]
public abstract record OfficerAct
{
    private OfficerAct() { }

    /// <summary>A check failed.</summary>
    /// <param name="Sponsorship">Where.</param>
    /// <param name="Check">What was checked.</param>
    /// <param name="Result">The failure.</param>
    /// <param name="ActsAtOnce">Whether it acts already.</param>
    [GenerateSerializer, Immutable, Alias("vip.failed-check-act")]
    public sealed record FailedCheck(SponsorshipId Sponsorship, CheckKind Check, CheckResult Result, bool ActsAtOnce) : OfficerAct;

    /// <summary>A host was suspended.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="Reason">Why.</param>
    [GenerateSerializer, Immutable, Alias("vip.suspension-act")]
    public sealed record Suspension(HostId Host, SuspensionReason Reason) : OfficerAct;

    /// <summary>A sponsorship was refused.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Reasons">Why.</param>
    /// <param name="ReplyUntil">The last day to reply.</param>
    [GenerateSerializer, Immutable, Alias("vip.refusal-act")]
    public sealed record Refusal(SponsorshipId Sponsorship, IReadOnlyList<RefusalReason> Reasons, DateOnly ReplyUntil) : OfficerAct;

    /// <summary>An officer wants to end a sponsorship.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="On">The day that it is to have.</param>
    [GenerateSerializer, Immutable, Alias("vip.end-act")]
    public sealed record End(SponsorshipId Sponsorship, EndReason Reason, DateOnly On) : OfficerAct;

    /// <summary>An officer wants to end the status of a migrant between two hosts.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="From">The sponsorship in which the migrant had the place last.</param>
    /// <param name="Reasons">Why.</param>
    [GenerateSerializer, Immutable, Alias("vip.status-end-act")]
    public sealed record StatusEnd(MigrantId Migrant, SponsorshipId From, IReadOnlyList<StatusEndReason> Reasons) : OfficerAct;

    /// <summary>An officer stopped a host's notice that may be retaliation.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    [GenerateSerializer, Immutable, Alias("vip.stopped-notice-act")]
    public sealed record StoppedNotice(SponsorshipId Sponsorship) : OfficerAct;
}
