namespace VipOrleans.Domain;

/// <summary>An event of a sponsorship, as its journal keeps it.</summary>
/// <param name="Version">Its number in the sponsorship, from 1.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Event">What happened.</param>
public readonly record struct JournaledEvent(long Version, DateTimeOffset At, SponsorshipEvent Event);

/// <summary>
/// Makes a sponsorship's statement of a period out of its events. A statement is a pure function of what was booked up to the period's last day,
/// and what is booked later is booked on a later day: so a closed month never changes, and a correction stands in the next one.
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

    private sealed class Fold
    {
        private readonly Dictionary<(int Year, int Month, string Employer), EntryReference> _reports = [];
        private readonly List<StatementEntry> _entries = [];
        private Sponsorship _state = SponsorshipDecider.Initial;
        private long _expired;
        private long _version;
        private SponsorshipEvent? _report;

        public Balances? Balances() => _state.Terms is { } terms ? Domain.Balances.Of(_state.Books, _expired, terms.Currency) : null;

        public AccountStatement? Statement(Balances? opening) => Balances() is { } closing
            ? new(_state.Id!.Value, _state.Host, _state.Migrant, _state.Household, _version, opening ?? closing, _entries, closing)
            : null;

        public void Apply(JournaledEvent e, DateOnly day, bool isInPeriod)
        {
            var before = Balances();
            _state = SponsorshipDecider.Evolve(_state, e.Event);
            _version = e.Version;
            if (e.Event is ResidueExpired x) _expired += x.Residue.Minor;
            var entry = before is null ? null : Entry(e, day);
            if (e.Event is EarningsReported or EarningsWithdrawn) _report = e.Event;
            else if (e.Event is SharePosted) _report = null;
            if (entry is not null && isInPeriod) _entries.Add(entry with { Change = Balances()! - before! });
        }

        private StatementEntry? Entry(JournaledEvent e, DateOnly day)
        {
            var entry = new StatementEntry { Sponsorship = _state.Id!.Value, Number = e.Version, BookedOn = day, Kind = default, Change = null! };
            return e.Event switch
            {
                SharePosted posted => Posted(entry, posted),
                ResidueExpired expired => entry with { Kind = StatementEntryKind.Expired, For = MonthOf(expired.Year, GainShare.MonthsPerYear) },
                ShareCollected collected => entry with { Kind = StatementEntryKind.Collected, Reference = collected.Reference },
                CollectionReversed reversed => entry with { Kind = StatementEntryKind.CollectionReversed, Reference = reversed.Reference },
                PayoutReserved reserved => entry with { Kind = StatementEntryKind.PayoutReserved, Reference = reserved.Payment },
                PayoutSettled settled => entry with { Kind = StatementEntryKind.PayoutSettled, Reference = settled.Payment },
                PayoutReleased released => entry with { Kind = StatementEntryKind.PayoutReleased, Reference = released.Payment },
                PayoutReturned returned => entry with { Kind = StatementEntryKind.PayoutReturned, Reference = returned.Payment },
                _ => null,
            };
        }

        // A report and its posting are decided and written together, the report first.
        private StatementEntry Posted(StatementEntry entry, SharePosted posted)
        {
            entry = entry with { Why = ShareExplanation.Of(_state, posted) };
            var (month, employer, earned, earnedBefore) = _report switch
            {
                EarningsReported r => (r.Month, r.Employer, r.Earned, r.Before),
                EarningsWithdrawn w => (w.Month, w.Employer, (Money?)null, w.Before),
                _ => (0, "", (Money?)null, (Money?)null),
            };
            if (month == 0) return entry with { Kind = StatementEntryKind.YearClosed, For = MonthOf(posted.Year, posted.ThroughMonth) };
            var key = (posted.Year, month, employer);
            var corrected = _reports.GetValueOrDefault(key);
            _reports[key] = new(entry.Number, entry.BookedOn, StatementPeriod.MonthOf(entry.BookedOn));
            return entry with
            {
                Kind = StatementEntryKind.Earnings,
                For = MonthOf(posted.Year, month),
                Employer = employer,
                Earned = earned,
                EarnedBefore = earnedBefore,
                Corrects = corrected,
            };
        }

        private ShareMonth? MonthOf(int year, int month) =>
            _state.MonthStart(year, month) is { } from ? new(year, month, from, _state.MonthStart(year, month + 1)!.Value.AddDays(-1)) : null;
    }
}
