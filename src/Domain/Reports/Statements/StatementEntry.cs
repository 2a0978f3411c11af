namespace VipOrleans.Domain.Reports;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>One line of a statement: something that was booked, for which month, and why the numbers are what they are.</summary>
/// <param name="Sponsorship">The sponsorship that it belongs to.</param>
/// <param name="Number">The line's number: the version of the sponsorship that booked it. A correction refers to it.</param>
/// <param name="BookedOn">The day on which it was booked, in the city.</param>
/// <param name="Kind">What was booked.</param>
/// <param name="For">The month that it is for; null if it is for no month.</param>
/// <param name="Employer">The employer who reported; null if none did.</param>
/// <param name="Earned">What was reported for the month by this employer; null if nothing was, or if it was withdrawn.</param>
/// <param name="EarnedBefore">What the same employer had reported for it before.</param>
/// <param name="Corrects">The line that this one corrects; null if it corrects none.</param>
/// <param name="Reference">A reference from outside: of a collection or a payment.</param>
/// <param name="Change">What it changed, account by account.</param>
/// <param name="Why">How the share came about, step by step, so that a reader can redo it; empty if nothing was computed.</param>
/// <param name="ClosedWithoutPay">The months that time has closed with this line, because nobody had reported them, or their last days, by
/// then; null if it closed none.</param>
/// <param name="Pay">The pay that was reported, corrected, withdrawn or decided on; null for a month's report, and for all else.</param>
[GenerateSerializer, Immutable, Alias("vip.statement-entry")]
public sealed record StatementEntry(
    SponsorshipId Sponsorship,
    long Number,
    DateOnly BookedOn,
    StatementEntryKind Kind,
    ShareMonth? For,
    string? Employer,
    Money? Earned,
    Money? EarnedBefore,
    EntryReference? Corrects,
    string? Reference,
    Balances Change,
    IReadOnlyList<ExplanationStep> Why,
    IReadOnlyList<ShareMonth>? ClosedWithoutPay = null,
    StatementPay? Pay = null);

/// <summary>Names a pay in a statement.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Frequency">How often the employer pays.</param>
/// <param name="By">The migrant, who reported it because the employer did not; null for the employer or an officer.</param>
[GenerateSerializer, Immutable, Alias("vip.statement-pay")]
public sealed record StatementPay(string Id, DateOnly From, DateOnly To, PayFrequency Frequency, Party? By = null);

/// <summary>A month of a share year.</summary>
/// <param name="Year">Share year, from 1.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
[GenerateSerializer, Immutable, Alias("vip.share-month")]
public sealed record ShareMonth(int Year, int Month, DateOnly From, DateOnly To);

/// <summary>Names a line of a statement.</summary>
/// <param name="Number">The line's number in its sponsorship.</param>
/// <param name="BookedOn">The day on which it was booked.</param>
/// <param name="Statement">The month whose statement it stands in.</param>
[GenerateSerializer, Immutable, Alias("vip.entry-reference")]
public sealed record EntryReference(long Number, DateOnly BookedOn, StatementPeriod Statement);

/// <summary>One step of an explanation.</summary>
/// <param name="What">What is found out, such as <c>due to date</c>.</param>
/// <param name="How">The calculation with its numbers, as one would type it into a pocket calculator; empty for an input.</param>
/// <param name="Result">What comes out.</param>
/// <param name="Source">Where an input comes from; empty for a calculation.</param>
[GenerateSerializer, Immutable, Alias("vip.explanation-step")]
public sealed record ExplanationStep(string What, string How, string Result, string Source);

/// <summary>What a line of a statement books.</summary>
[JsonConverter(typeof(CodeConverter<StatementEntryKind>))]
public enum StatementEntryKind
{
    /// <summary>Earnings of a month were reported, corrected or withdrawn, and the share was computed again.</summary>
    Earnings,

    /// <summary>The share was computed again because the sponsorship ended.</summary>
    YearClosed,

    /// <summary>What the law kept from being taken expired.</summary>
    Expired,

    /// <summary>The city got the share from the employer.</summary>
    Collected,

    /// <summary>A collection was taken back.</summary>
    CollectionReversed,

    /// <summary>A payment to the host was prepared.</summary>
    PayoutReserved,

    /// <summary>The bank paid the host.</summary>
    PayoutSettled,

    /// <summary>A payment did not come about, and the money is unpaid again.</summary>
    PayoutReleased,

    /// <summary>The bank gave a payment back.</summary>
    PayoutReturned,

    /// <summary>Time closed months that nobody had reported, or a share year with its last one, and the share was computed again.</summary>
    MonthsClosed,

    /// <summary>A payment of refunds to the migrant was prepared.</summary>
    RefundReserved,

    /// <summary>The bank paid refunds to the migrant.</summary>
    RefundSettled,

    /// <summary>A payment of refunds did not come about, and they wait again.</summary>
    RefundReleased,

    /// <summary>The bank gave a payment of refunds back, and they wait again.</summary>
    RefundReturned,

    /// <summary>The host-loss fund gave the host something for a loss.</summary>
    LossGiven,

    /// <summary>A fine stands, and what the host would be paid goes to it first.</summary>
    Fined,

    /// <summary>A fine was lifted, and what was kept for it is the host's again.</summary>
    FineLifted,
}

/// <summary>A sponsorship's account over a period: what it began with, each line, and what it ended with.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="Migrant">The migrant.</param>
/// <param name="Household">The host's household.</param>
/// <param name="Version">The last event that is in it; a statement with the same version is the same statement.</param>
/// <param name="Opening">Before the first line.</param>
/// <param name="Entries">The lines, in the order in which they were booked.</param>
/// <param name="Closing">After the last line.</param>
[GenerateSerializer, Immutable, Alias("vip.account-statement")]
public sealed record AccountStatement(
    SponsorshipId Sponsorship, HostId Host, MigrantId Migrant, HouseholdId Household, long Version, Balances Opening,
    IReadOnlyList<StatementEntry> Entries, Balances Closing);
