namespace VipOrleans.Domain.Reports;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>One line of a statement: something that was booked, for which month, and why the numbers are what they are.</summary>
public sealed record StatementEntry
{
    /// <summary>The sponsorship that it belongs to.</summary>
    public required SponsorshipId Sponsorship { get; init; }

    /// <summary>The line's number: the version of the sponsorship that booked it. A correction refers to it.</summary>
    public required long Number { get; init; }

    /// <summary>The day on which it was booked, in the city.</summary>
    public required DateOnly BookedOn { get; init; }

    /// <summary>What was booked.</summary>
    public required StatementEntryKind Kind { get; init; }

    /// <summary>The month that it is for; null where it is for no month.</summary>
    public ShareMonth? For { get; init; }

    /// <summary>The employer who reported; null where none did.</summary>
    public string? Employer { get; init; }

    /// <summary>What was reported for the month by this employer; null where nothing was, or where it was withdrawn.</summary>
    public Money? Earned { get; init; }

    /// <summary>What the same employer had reported for it before.</summary>
    public Money? EarnedBefore { get; init; }

    /// <summary>The line that this one corrects; null where it corrects none.</summary>
    public EntryReference? Corrects { get; init; }

    /// <summary>A reference from outside: of a collection or a payment.</summary>
    public string? Reference { get; init; }

    /// <summary>What it changed, account by account.</summary>
    public required Balances Change { get; init; }

    /// <summary>How the share came about, step by step, so that a reader can redo it; empty where nothing was computed.</summary>
    public IReadOnlyList<ExplanationStep> Why { get; init; } = [];
}

/// <summary>A month of a share year.</summary>
/// <param name="Year">Share year, from 1.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
public sealed record ShareMonth(int Year, int Month, DateOnly From, DateOnly To);

/// <summary>Names a line of a statement.</summary>
/// <param name="Number">The line's number in its sponsorship.</param>
/// <param name="BookedOn">The day on which it was booked.</param>
/// <param name="Statement">The month whose statement it stands in.</param>
public sealed record EntryReference(long Number, DateOnly BookedOn, StatementPeriod Statement);

/// <summary>One step of an explanation.</summary>
/// <param name="What">What is found out, such as <c>due to date</c>.</param>
/// <param name="How">The calculation with its numbers, as one would type it into a pocket calculator; empty for an input.</param>
/// <param name="Result">What comes out.</param>
/// <param name="Source">Where an input comes from; empty for a calculation.</param>
public sealed record ExplanationStep(string What, string How, string Result, string Source);

/// <summary>What a line of a statement books.</summary>
[JsonConverter(typeof(CodeConverter<StatementEntryKind>))]
public enum StatementEntryKind
{
    /// <summary>Earnings of a month were reported, corrected or withdrawn, and the share was computed anew.</summary>
    Earnings,

    /// <summary>The share was computed anew because the sponsorship ended.</summary>
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
public sealed record AccountStatement(
    SponsorshipId Sponsorship, HostId Host, MigrantId Migrant, HouseholdId Household, long Version, Balances Opening,
    IReadOnlyList<StatementEntry> Entries, Balances Closing);
