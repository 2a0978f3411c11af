namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>An event of a sponsorship, as its journal keeps it.</summary>
/// <param name="Version">Its number in the sponsorship, from 1.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Event">What happened.</param>
public readonly record struct JournaledEvent(long Version, DateTimeOffset At, SponsorshipEvent Event);

/// <summary>
/// Makes a sponsorship's statement of a period out of its events. A statement is a pure function of what was booked up to the period's last
/// day, and what is booked later is booked on a later day: so a closed month never changes, and a correction stands in the next one.
/// </summary>
public static class AccountStatements
{
    /// <summary>The statement of a period; null where the sponsorship has no terms, and so no currency, by its last day.</summary>
    /// <param name="events">All events of the sponsorship, in order.</param>
    /// <param name="period">The period.</param>
    /// <param name="dayOf">The day in the city that a moment lies in.</param>
    public static AccountStatement? Of(IEnumerable<JournaledEvent> events, StatementPeriod period, Func<DateTimeOffset, DateOnly> dayOf)
    {
        var fold = new Fold();
        var day = DateOnly.MinValue;
        Balances? opening = null;
        foreach (var e in events)
        {
            // Clocks of two machines differ a little; the days of a journal do not go back.
            var on = dayOf(e.At);
            if (on > day) day = on;
            if (day > period.Last) break;
            if (day >= period.First) opening ??= fold.Balances();
            fold.Apply(e, day, isInPeriod: day >= period.First);
        }

        return fold.Statement(opening);
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

    private sealed class Fold
    {
        private readonly Dictionary<(int Year, int Month, string Employer), EntryReference> _reports = [];
        private readonly Dictionary<(int Year, int Month, string Employer), PayLimit> _limits = [];
        private readonly List<StatementEntry> _entries = [];
        private Sponsorship _state = SponsorshipDecider.Initial;
        private long _expired;
        private long _version;
        private SponsorshipEvent? _report;

        public Balances? Balances() =>
            _state.Terms is { } terms ? Domain.Reports.Balances.Of(_state.Books.Ledger.Posted, _expired, terms.Currency) : null;

        public AccountStatement? Statement(Balances? opening) => Balances() is { } closing
            ? new(_state.Id!.Value, _state.Host, _state.Migrant, _state.Formation.Household, _version, opening ?? closing, _entries,
                closing)
            : null;

        public void Apply(JournaledEvent e, DateOnly day, bool isInPeriod)
        {
            var before = Balances();
            _state = SponsorshipDecider.Evolve(_state, e.Event);
            _version = e.Version;
            if (e.Event is ResidueExpired x) _expired += x.Change;
            var report = _report;
            _report = IsReport(e.Event) ? e.Event : null;
            if (KindOf(e.Event, report is not null) is not { } kind) return;
            var entry = new StatementEntry(_state.Id!.Value, e.Version, day, kind, Balances()! - before!);
            entry = e.Event is SharePosted posted ? Posted(entry, posted, report) : Detailed(entry, e.Event);
            if (isInPeriod) _entries.Add(entry);
        }

        private StatementEntry Detailed(StatementEntry entry, SponsorshipEvent e) => e switch
        {
            ResidueExpired x => entry with { For = MonthOf(x.Year, GainShare.MonthsPerYear) },
            ShareCollected x => entry with { Reference = x.Reference },
            CollectionReversed x => entry with { Reference = x.Reference },
            PayoutReserved x => entry with { Reference = x.Payment },
            PayoutSettled x => entry with { Reference = x.Payment },
            PayoutReleased x => entry with { Reference = x.Payment },
            PayoutReturned x => entry with { Reference = x.Payment },
            _ => entry,
        };

        private StatementEntry Posted(StatementEntry entry, SharePosted posted, SponsorshipEvent? report)
        {
            if (report is EarningsReported { Limit: { } limit } limited) _limits[(limited.Year, limited.Month, limited.Employer)] = limit;
            entry = entry with
            {
                Why =
                ShareExplanation.Of(_state, posted, r => _limits.GetValueOrDefault((posted.Year, r.Month, r.Employer)))
            };
            var (month, employer, earned, earnedBefore) = report switch
            {
                EarningsReported r => (r.Month, r.Employer, (Money?)r.Earned, r.Before),
                EarningsWithdrawn w => (w.Month, w.Employer, null, w.Before),
                _ => (0, "", null, null),
            };
            if (month == 0) return entry with { For = MonthOf(posted.Year, posted.ThroughMonth) };
            var key = (posted.Year, month, employer);
            var corrected = _reports.GetValueOrDefault(key);
            _reports[key] = new(entry.Number, entry.BookedOn, StatementPeriod.MonthOf(entry.BookedOn));
            return entry with
            {
                For = MonthOf(posted.Year, month),
                Employer = employer,
                Earned = earned,
                EarnedBefore = earnedBefore,
                Corrects = corrected
            };
        }

        private ShareMonth? MonthOf(int year, int month) =>
            _state.Earnings.MonthStart(year, month) is { } from
                ? new(year, month, from, _state.Earnings.MonthStart(year, month + 1)!.Value.AddDays(-1)) : null;
    }
}
