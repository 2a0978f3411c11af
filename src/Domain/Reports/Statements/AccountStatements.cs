namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

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
        var fold = new StatementFold();
        var lines = new Lines(fold);
        var entries = new List<StatementEntry>();
        var day = DateOnly.MinValue;
        Balances? opening = null;
        foreach (var e in events)
        {
            // Clocks of two machines differ a little; the days of a journal do not go back.
            var on = dayOf(e.At);
            if (on > day) day = on;
            if (day > period.Last) break;
            if (day >= period.First) opening ??= fold.Balances();
            // Also of what lies before the period: a correction in it refers to what it corrects.
            if (fold.Apply(e) is { } booking && lines.Of(booking, day) is { } entry && day >= period.First) entries.Add(entry);
        }

        var s = fold.State;
        return fold.Balances() is { } closing
            ? new(s.Id!.Value, s.Host, s.Migrant, s.Formation.Household, fold.Version, opening ?? closing, entries, closing)
            : null;
    }

    // Makes a line of what was booked, with what the lines before it said of the same month.
    private sealed class Lines(StatementFold fold)
    {
        private readonly Dictionary<(int Year, int Month, string Employer), EntryReference> _reports = [];
        private readonly Dictionary<(int Year, int Month, string Employer), PayLimit> _limits = [];
        private readonly Dictionary<(int Year, int Month), DateOnly> _closed = [];

        public StatementEntry Of(Booking booking, DateOnly day)
        {
            var entry = new StatementEntry(fold.State.Id!.Value, booking.By.Version, day, booking.Kind, For: null, Employer: null,
                Earned: null, EarnedBefore: null, Corrects: null, Reference: null, booking.Change, Why: []);
            return booking.By.Event is SharePosted posted
                ? Posted(entry, posted, booking.Cause) : Detailed(entry, booking.By.Event);
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

        private StatementEntry Posted(StatementEntry entry, SharePosted posted, SponsorshipEvent? cause)
        {
            if (cause is EarningsReported { Limit: { } limit } limited) _limits[(limited.Year, limited.Month, limited.Employer)] = limit;
            if (cause is MonthsClosed closed)
            {
                // Of a year that goes on from another host, what was closed before this one's first day was closed for nobody here.
                var months = Enumerable.Range(closed.Counted + 1, closed.Through - closed.Counted)
                    .Select(m => MonthOf(closed.Year, m)!).Where(m => m.To >= fold.State.Days()!.Value.From).ToArray();
                foreach (var without in months) _closed[(without.Year, without.Month)] = entry.BookedOn;
                entry = entry with { ClosedWithoutPay = months.Length == 0 ? null : months };
            }

            entry = entry with
            {
                Why = ShareExplanation.Of(fold.State, posted, r => _limits.GetValueOrDefault((posted.Year, r.Month, r.Employer)),
                    m => _closed.TryGetValue((posted.Year, m), out var on) ? on : null)
            };
            var (month, employer, earned, earnedBefore) = cause switch
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

        private ShareMonth? MonthOf(int year, int month)
        {
            var earnings = fold.State.Earnings;
            return earnings.MonthStart(year, month) is { } from
                ? new(year, month, from, earnings.MonthStart(year, month + 1)!.Value.AddDays(-1)) : null;
        }
    }
}
