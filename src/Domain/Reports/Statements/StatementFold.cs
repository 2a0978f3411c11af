namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Kernel;
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
/// <param name="Cause">The report, or the closing of months, that a posting follows from; null for a posting without one, and for all
/// else.</param>
/// <param name="Change">What it changed, account by account.</param>
public sealed record Booking(JournaledEvent By, StatementEntryKind Kind, SponsorshipEvent? Cause, Balances Change);

/// <summary>
/// The pass over a sponsorship's events that every statement is made with: it carries the sponsorship along, and says of each event what it
/// booked.
/// </summary>
public sealed class StatementFold
{
    private SponsorshipEvent? _cause;

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
        var cause = _cause;
        // What touches two share years is followed by a posting of each.
        _cause = e.Event is SharePosted ? cause : Announced(e.Event) is null ? null : e.Event;
        var kind = KindOf(e.Event, cause is null ? null : Announced(cause));
        var before = kind is null ? null : Balances();
        State = SponsorshipDecider.Evolve(State, e.Event);
        Version = e.Version;
        if (e.Event is ResidueExpired expired) Expired += expired.Change;
        return kind is { } booked ? new(e, booked, e.Event is SharePosted ? cause : null, Balances()! - before!) : null;
    }

    /// <summary>
    /// Which kind of line the posting right after an event is: a report, or a closing of months, is decided and written together with its
    /// posting and before it. Null for all other events.
    /// </summary>
    public static StatementEntryKind? Announced(SponsorshipEvent e) => e switch
    {
        EarningsReported or EarningsWithdrawn or PayReported or PayWithdrawn or ContestDecided => StatementEntryKind.Earnings,
        MonthsClosed => StatementEntryKind.MonthsClosed,
        _ => null,
    };

    /// <summary>Which kind of line an event is; null where it is none.</summary>
    /// <param name="e">The event.</param>
    /// <param name="announced">What the event before it has announced, as <see cref="Announced"/> says.</param>
    public static StatementEntryKind? KindOf(SponsorshipEvent e, StatementEntryKind? announced) => e switch
    {
        SharePosted => announced ?? StatementEntryKind.YearClosed,
        ResidueExpired => StatementEntryKind.Expired,
        ShareCollected => StatementEntryKind.Collected,
        CollectionReversed => StatementEntryKind.CollectionReversed,
        PayoutReserved { To: Party.Migrant } => StatementEntryKind.RefundReserved,
        PayoutSettled { To: Party.Migrant } => StatementEntryKind.RefundSettled,
        PayoutReleased { To: Party.Migrant } => StatementEntryKind.RefundReleased,
        PayoutReturned { To: Party.Migrant } => StatementEntryKind.RefundReturned,
        LossBooked => StatementEntryKind.LossGiven,
        // A fine that nobody is paid anything for yet books nothing. That one was lifted the host reads in any case.
        FineRuled { Effect: RulingEffect.Stands, Postings.Count: 0 } => null,
        FineRuled { Effect: RulingEffect.Stands } => StatementEntryKind.Fined,
        FineRuled => StatementEntryKind.FineLifted,
        PayoutReserved => StatementEntryKind.PayoutReserved,
        PayoutSettled => StatementEntryKind.PayoutSettled,
        PayoutReleased => StatementEntryKind.PayoutReleased,
        PayoutReturned => StatementEntryKind.PayoutReturned,
        _ => null,
    };
}
