namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>An event of a sponsorship, as its journal keeps it.</summary>
/// <param name="Version">Its number in the sponsorship, from 1.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Event">What happened.</param>
public readonly record struct JournaledEvent(long Version, DateTimeOffset At, SponsorshipEvent Event);

/// <summary>Something that an event booked.</summary>
/// <param name="By">The event.</param>
/// <param name="Kind">What it booked.</param>
/// <param name="Report">The report whose share a posting is; null for a posting without one, and for all else.</param>
/// <param name="Change">What it changed, account by account.</param>
public sealed record Booking(JournaledEvent By, StatementEntryKind Kind, SponsorshipEvent? Report, Balances Change);

/// <summary>
/// The pass over a sponsorship's events that every statement is made with: it carries the sponsorship along, and says of each event what it
/// booked.
/// </summary>
public sealed class StatementFold
{
    private SponsorshipEvent? _report;

    /// <summary>The sponsorship after the last event.</summary>
    public Sponsorship State { get; private set; } = SponsorshipDecider.Initial;

    /// <summary>The number of the last event; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>What the law kept from being taken, of share years that are over, in minor units.</summary>
    public long Expired { get; private set; }

    /// <summary>Where the money stands; null before there are terms, and so no currency.</summary>
    public Balances? Balances() =>
        State.Terms is { } terms ? Domain.Reports.Balances.Of(State.Books.Ledger.Posted, Expired, terms.Currency) : null;

    /// <summary>Goes on with the next event.</summary>
    /// <returns>What it booked; null if nothing.</returns>
    public Booking? Apply(JournaledEvent e)
    {
        // Report and posting are decided and written together, the report first.
        var report = _report;
        _report = IsReport(e.Event) ? e.Event : null;
        var kind = KindOf(e.Event, report is not null);
        var before = kind is null ? null : Balances();
        State = SponsorshipDecider.Evolve(State, e.Event);
        Version = e.Version;
        if (e.Event is ResidueExpired expired) Expired += expired.Change;
        return kind is { } booked ? new(e, booked, e.Event is SharePosted ? report : null, Balances()! - before!) : null;
    }

    /// <summary>True for a report of earnings: its posting is decided and written together with it, the report first.</summary>
    public static bool IsReport(SponsorshipEvent e) => e is EarningsReported or EarningsWithdrawn;

    /// <summary>Which kind of line an event is; null where it is none.</summary>
    /// <param name="e">The event.</param>
    /// <param name="isReported">True where the event before it was a report.</param>
    public static StatementEntryKind? KindOf(SponsorshipEvent e, bool isReported) => e switch
    {
        SharePosted => isReported ? StatementEntryKind.Earnings : StatementEntryKind.YearClosed,
        ResidueExpired => StatementEntryKind.Expired,
        ShareCollected => StatementEntryKind.Collected,
        CollectionReversed => StatementEntryKind.CollectionReversed,
        PayoutReserved => StatementEntryKind.PayoutReserved,
        PayoutSettled => StatementEntryKind.PayoutSettled,
        PayoutReleased => StatementEntryKind.PayoutReleased,
        PayoutReturned => StatementEntryKind.PayoutReturned,
        _ => null,
    };
}
