namespace VipOrleans.Domain.Shares;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A pay as a share year counts it. One that crosses the year's end stands in both years, each with its own days of it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Report">What was reported, as it was corrected last.</param>
/// <param name="Allowed">What the law lets be taken from it, in minor units; null where no profile was in force.</param>
/// <param name="Consented">Whether the limit was made with the migrant's consent, under a profile that needs it.</param>
/// <param name="IsMigrants">True if the migrant reported it, because the employer did not.</param>
/// <param name="Contest">That the migrant contests it; null while nobody does.</param>
[GenerateSerializer, Immutable, Alias("vip.reported-pay")]
public sealed record ReportedPay(string Id, PayReport Report, long? Allowed = null, bool Consented = false, bool IsMigrants = false,
    PayContest? Contest = null);

/// <summary>That a migrant contests what was reported. Until it is decided it counts neither as pay nor as days without pay.</summary>
/// <param name="On">The day on which it was contested.</param>
/// <param name="Reason">Why.</param>
/// <param name="Held">What stays as it is with the host until it is decided, in minor units: what the share year had come to with the
/// report, less what it comes to without its days.</param>
/// <param name="Reply">What the employer says to it; null while it has not.</param>
/// <param name="Words">The migrant's own words, which are in the vault; null for none.</param>
/// <param name="ReplyWords">The employer's words, which are in the vault; null for none.</param>
[GenerateSerializer, Immutable, Alias("vip.pay-contest")]
public sealed record PayContest(DateOnly On, ContestReason Reason, long Held = 0, ContestReply? Reply = null,
    CaseText? Words = null, CaseText? ReplyWords = null);

/// <summary>What stays with a host in one share year until a contest is decided.</summary>
/// <param name="Year">The share year.</param>
/// <param name="Amount">In minor units; below zero as much is not taken.</param>
[GenerateSerializer, Immutable, Alias("vip.held-of-year")]
public sealed record HeldOfYear(int Year, long Amount);

/// <summary>What was charged to a pay: all that its reports and corrections, and its withdrawal, have changed.</summary>
/// <param name="Pay">The pay's id.</param>
/// <param name="Amount">In minor units; below zero it was given back.</param>
[GenerateSerializer, Immutable, Alias("vip.pay-charge")]
public readonly record struct PayCharge(string Pay, long Amount);

/// <summary>Why a migrant contests what was reported.</summary>
[JsonConverter(typeof(CodeConverter<ContestReason>))]
public enum ContestReason
{
    /// <summary>It was not paid, or not yet.</summary>
    NotPaid,

    /// <summary>Another amount was paid.</summary>
    AmountWrong,

    /// <summary>It was for other days or hours.</summary>
    DaysWrong,

    /// <summary>More was deducted than is said, or something that was not agreed to.</summary>
    DeductionWrong,

    /// <summary>The migrant did not work for this employer then.</summary>
    NotEmployed,
}

/// <summary>What an employer says to a contest.</summary>
[JsonConverter(typeof(CodeConverter<ContestReply>))]
public enum ContestReply
{
    /// <summary>The report is right.</summary>
    ReportIsRight,

    /// <summary>The migrant is right, and the report is to be taken out.</summary>
    MigrantIsRight,

    /// <summary>A correction was sent, or will be.</summary>
    Corrected,
}
