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
        private readonly Dictionary<(int Year, string Pay), EntryReference> _reports = [];
        private readonly Dictionary<string, PayLimit> _limits = [];
        private readonly Dictionary<string, (PayReport Report, bool IsMigrants)> _pays = [];
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
            LossBooked x => entry with { Reference = x.Loss },
            FineRuled x => entry with { Reference = x.Ruling.Value },
            _ => entry,
        };

        private StatementEntry Posted(StatementEntry entry, SharePosted posted, SponsorshipEvent? cause)
        {
            if (cause is EarningsReported { Limit: { } ofMonth } r)
            {
                _limits[PayId.OfMonth(r.Year, r.Month, r.Employer)] = ofMonth;
            }

            if (cause is PayReported paid)
            {
                _pays[paid.Pay.Id] = (paid.Pay.Report, paid.Pay.IsMigrants);
                if (paid.Limit is { } limit) _limits[paid.Pay.Id] = limit;
            }

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
                Why = ShareExplanation.Of(fold.State, posted, id => _limits.GetValueOrDefault(id),
                    m => _closed.TryGetValue((posted.Year, m), out var on) ? on : null)
            };
            var (id, month, employer, earned, earnedBefore) = cause switch
            {
                EarningsReported x => (PayId.OfMonth(x.Year, x.Month, x.Employer), x.Month, x.Employer, (Money?)x.Earned, x.Before),
                EarningsWithdrawn x => (PayId.OfMonth(x.Year, x.Month, x.Employer), x.Month, x.Employer, null, x.Before),
                PayReported x => (x.Pay.Id, MonthIn(posted.Year, x.Pay.Report.To), x.Pay.Report.Employer, x.Pay.Report.Gross, x.Before),
                PayWithdrawn x => (x.Pay, MonthIn(posted.Year, x.Report.To), x.Report.Employer, null, x.Report.Gross),
                ContestDecided x => Decided(x, posted),
                _ => (null, 0, "", null, null),
            };
            if (id is null) return entry with { For = MonthOf(posted.Year, posted.ThroughMonth) };
            var corrected = _reports.GetValueOrDefault((posted.Year, id));
            _reports[(posted.Year, id)] = new(entry.Number, entry.BookedOn, StatementPeriod.MonthOf(entry.BookedOn));
            return entry with
            {
                For = MonthOf(posted.Year, month),
                Employer = employer,
                Earned = earned,
                EarnedBefore = earnedBefore,
                Corrects = corrected,
                Pay = Pay(id, cause as PayWithdrawn),
            };
        }

        // What was contested counts again, or is out.
        private (string? Id, int Month, string Employer, Money? Earned, Money? Before) Decided(ContestDecided x, SharePosted posted)
        {
            var of = _pays.GetValueOrDefault(x.Pay).Report;
            var report = fold.State.Earnings.ShareYears[posted.Year].Reports
                .FirstOrDefault(r => PayId.OfMonth(posted.Year, r.Month, r.Employer) == x.Pay);
            var gross = of?.Gross ?? (report is null ? null : new Money(report.Earned, posted.Taken.Currency));
            return (x.Pay, MonthIn(posted.Year, x.To), x.Employer, x.IsUpheld ? null : gross, x.IsUpheld ? gross : null);
        }

        private StatementPay? Pay(string id, PayWithdrawn? withdrawn)
        {
            var (report, isMigrants) = _pays.GetValueOrDefault(id);
            report ??= withdrawn?.Report;
            return report is null ? null : new(id, report.From, report.To, report.Frequency, isMigrants ? Party.Migrant : null);
        }

        // The month of a year that a pay's last day lies in; of a year that the pay goes beyond, the last.
        private int MonthIn(int year, DateOnly day) =>
            Math.Min(ShareYear.Empty(year, fold.State.Earnings.FirstDay!.Value).MonthOf(day), GainShare.MonthsPerYear);

        private ShareMonth? MonthOf(int year, int month)
        {
            var earnings = fold.State.Earnings;
            return earnings.MonthStart(year, month) is { } from
                ? new(year, month, from, earnings.MonthStart(year, month + 1)!.Value.AddDays(-1)) : null;
        }
    }
}
