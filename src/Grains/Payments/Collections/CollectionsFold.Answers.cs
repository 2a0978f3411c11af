namespace VipOrleans.Grains.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;

// What is asked of it: plans, lists, statements.
internal sealed partial class CollectionsFold
{
    private const int MaxMonths = 24, MaxRematches = 200;

    private readonly Dictionary<CreditId, Promise> _promises = [];

    /// <summary>How a credit is allocated. What is planned is kept for it until it is written, or until then.</summary>
    public CreditPlan Plan(CreditToPlan credit, DateTimeOffset now, DateTimeOffset until)
    {
        // One that is here already was allocated when it came.
        if (_credits.TryGetValue(credit.Credit.Value, out var known) && known.Status != CreditStatus.UnderWay) return Nothing(known.Why);
        return Keep(credit, now, until);
    }

    private CreditPlan Keep(CreditToPlan credit, DateTimeOffset now, DateTimeOffset until)
    {
        foreach (var (id, _) in _promises.Where(p => p.Value.Until <= now || p.Key == credit.Credit).ToArray()) Forget(id);
        var plan = PlanOf(credit);
        if (plan.Lines.Count > 0 || plan.Original is not null)
        {
            _promises[credit.Credit] = new(plan, until);
            foreach (var line in plan.Lines) Promise(line, 1);
        }

        return plan;
    }

    /// <summary>
    /// What is set aside and fits by now: a reversal whose credit has come, and money for which something is owed under its reference.
    /// </summary>
    public IReadOnlyList<CreditRematch> Rematches(DateTimeOffset now, DateTimeOffset until)
    {
        var found = new List<CreditRematch>();
        foreach (var credit in _creditsInOrder.Where(c => c.Status == CreditStatus.SetAside && IsLookedAtAgain(c)))
        {
            var facts = new BookedCredit(credit.Amount, credit.On, credit.IsReversal, credit.Reference, credit.Traces, default, 0);
            var plan = Keep(new(credit.Id, facts, credit.Reference, credit.Rest), now, until);
            if (plan.Lines.Count > 0 || plan.Original is not null) found.Add(new(credit.Id, plan));
            if (found.Count == MaxRematches) break;
        }

        return found;
    }

    private static bool IsLookedAtAgain(CreditRowState c) => c.Why is RejectionCode.CollectionNotFound or RejectionCode.AmountAboveDue
        or RejectionCode.ReferenceUnknown;

    public ListPage<CreditEntry> List(CreditStatus? status, long after, int limit) => Page(
        _creditsInOrder.Where(c => c.Position > after && (status is null || c.Status == status)), limit, c => c.Position, Entry);

    public IReadOnlyList<CreditEntry> Of(IReadOnlyList<CreditId> ids) =>
        [.. ids.Select(id => _credits.GetValueOrDefault(id.Value)).OfType<CreditRowState>().Select(Entry)];

    public ListPage<CreditFileEntry> Files(long after, int limit) => Page(
        _files.Where(f => f.Position > after), limit, f => f.Position,
        f => new CreditFileEntry(Id: f.Id, State: f.State, Rows: f.Rows, MessageId: f.MessageId));

    public ListPage<EmployerDues> Employers(bool? isLate, DateOnly today, long after, int limit) => Page(
        _inOrder.Where(e => e.Position > after && (isLate is null || Late(e, today) is not null == isLate)), limit, e => e.Position,
        e => Dues(e, today));

    public EmployerDues? DuesOf(string employer, DateOnly today) =>
        _employers.TryGetValue(employer, out var row) ? Dues(row, today) : null;

    /// <summary>The employers who are late on a day and were not reminded lately.</summary>
    public IReadOnlyList<(string Employer, LateSum Late)> ToRemind(DateOnly today) =>
        [.. _inOrder.Where(e => e.RemindedOn is not { } last || last.AddDays(LateEmployer.RemindsEvery) <= today)
            .Select(e => (e.Employer, Late: Late(e, today))).Where(e => e.Late is not null).Select(e => (e.Employer, e.Late!))];

    /// <summary>True if lines of a statement may have been closed: then it is made from the journal.</summary>
    public bool NeedsJournal(string employer, StatementPeriod period) => _employers.TryGetValue(employer, out var row)
        && (IsClosed(period.First) || row.Debts.Exists(d => d.IsPart && period.Contains(d.By)));

    /// <summary>The streams that have all that an employer ever owed, but for the credits that its sponsorships' books name.</summary>
    public IReadOnlyList<StreamId> StreamsOf(string employer) =>
        [.. _sponsorships.Values.Where(r => r.Employers.Contains(employer)).Select(r => r.Id.Stream), .. _aside.Select(StreamId.Parse)];

    /// <summary>A fold of these events alone, which closes nothing.</summary>
    /// <param name="events">All events of some streams, in the order of the feed.</param>
    public CollectionsFold Of(IEnumerable<RecordedEvent> events)
    {
        var whole = new CollectionsFold { Keeps = 0, _currency = _currency };
        foreach (var e in events) whole.Apply(e);
        return whole;
    }

    public EmployerStatement? Statement(CityId city, string employer, StatementPeriod period, PageOfLines page)
    {
        if (!_employers.TryGetValue(employer, out var row)) return null;
        var lines = row.Debts.Where(d => period.Contains(d.By)).OrderBy(d => d.By)
            .ThenBy(d => d.Sponsorship.Value, StringComparer.Ordinal).ThenBy(d => d.Year).ThenBy(d => d.Month).ToList();
        var some = lines.Skip(page.After).Take(page.Limit).Select(d => Line(row, d)).ToArray();
        return new(
            City: city,
            Employer: employer,
            Period: period,
            Reference: period.IsMonth ? StatementReference.Of(city, employer, period).Value : null,
            By: period.IsMonth && lines.Count > 0 ? lines[0].By : null,
            Lines: lines.Count,
            Withheld: Money(lines.Sum(d => Math.Max(0, d.Owed))),
            GivenBack: Money(lines.Sum(d => Math.Max(0, -d.Owed))),
            Paid: Money(lines.Sum(d => d.Paid)),
            Open: Money(lines.Sum(d => d.Open)),
            Items: some,
            Next: page.After + some.Length < lines.Count ? page.After + some.Length : null);
    }

    private CreditPlan PlanOf(CreditToPlan credit)
    {
        if (credit.Facts.Problem is { } problem) return CreditPlan.Nothing(problem);
        if (credit.Facts.Amount.Currency != _currency) return CreditPlan.Nothing(RejectionCode.CurrencyMismatch);
        if (credit.Facts.IsReversal)
        {
            return Reversed(credit.Facts.Traces, credit.Reference, credit.Facts.Amount, credit.Credit) is { } original
                ? new([], Original: original) : CreditPlan.Nothing(RejectionCode.CollectionNotFound);
        }

        if (!CreditorReference.TryParse(credit.Reference, out var reference)) return CreditPlan.Nothing(RejectionCode.ReferenceMissing);
        if (StatementReference.TryRead(reference, out var beginning, out var month)
            && _ofStatements.TryGetValue(beginning, out var employer))
        {
            // What is due by then: the month's own first, and then what is older.
            var debts = employer.Debts.Where(d => d.FirstBy <= month.Last || d.Open - d.Promised < 0)
                .OrderBy(d => month.Contains(d.By) ? 0 : 1).ThenBy(d => d.By).ThenBy(d => d.Sponsorship.Value, StringComparer.Ordinal)
                .ThenBy(d => d.Year).ThenBy(d => d.Month).Select(d => d.ToPlan(employer.Employer)).ToList();
            return CollectionPlan.Of(credit.Rest, debts, nets: true, BankCredit.MaxStep);
        }

        if (!EmployerReference.TryRead(reference, out beginning, out var year, out var number)
            || !_ofMonths.TryGetValue(beginning, out var pair))
        {
            return CreditPlan.Nothing(RejectionCode.ReferenceUnknown);
        }

        // A month that was parted between two hosts is owed in the books of both.
        var ofMonth = _byMigrant[pair.Row.Migrant].OrderBy(r => r == pair.Row ? 0 : 1)
            .SelectMany(r => r.Debts.Where(d => d.Employer == pair.Employer && d.Debt.Year == year && d.Debt.Month == number))
            .Select(d => d.Debt.ToPlan(pair.Employer.Employer)).ToList();
        var last = LastDayOf(pair.Row, year, number);
        return ofMonth.Count == 0 && !IsClosed(EmployerAnswer.DueBy(last, last))
            ? CreditPlan.Nothing(RejectionCode.ReferenceUnknown)
            : CollectionPlan.Of(credit.Rest, ofMonth, nets: false, BankCredit.MaxStep);
    }

    // By the bank's own references of the payment; or, since not every bank repeats them, by ours and the amount.
    private CreditId? Reversed(IReadOnlyList<string> traces, string? reference, Money amount, CreditId reversal)
    {
        var taken = _creditsInOrder.Where(c => c.Original is not null).Select(c => c.Original!.Value)
            .Concat(_promises.Where(p => p.Key != reversal).Select(p => p.Value.Plan.Original).OfType<CreditId>()).ToHashSet();
        return Last(c => c.Traces.Any(traces.Contains)) ?? (reference is null ? null : Last(c => c.Reference == reference));

        CreditId? Last(Func<CreditRowState, bool> isIt) => _creditsInOrder.FindLast(c => c is { IsReversal: false }
            && c.Status is not CreditStatus.Reversed && c.Amount == amount && c.Id != reversal && !taken.Contains(c.Id) && isIt(c))?.Id;
    }

    private void Forget(CreditRowState credit) => Forget(credit.Id);

    private void Forget(CreditId credit)
    {
        if (!_promises.Remove(credit, out var promise)) return;
        foreach (var line in promise.Plan.Lines) Promise(line, -1);
    }

    private void Promise(AllocationLine line, int sign)
    {
        if (Debt(line) is not { } debt) return;
        debt.Promised += sign * line.Amount;
        if (line.Kind == AllocationKind.Gap) debt.PromisedGap += sign * line.Amount;
    }

    private static CreditPlan Nothing(RejectionCode? why) => new([], Why: why);

    private EmployerDues Dues(EmployerRow e, DateOnly today)
    {
        var late = Late(e, today);
        return new(
            Employer: e.Employer,
            Owed: Money(e.Closed + e.Debts.Sum(d => d.Owed)),
            Paid: Money(e.Closed + e.Debts.Sum(d => d.Paid)),
            Open: Money(e.Debts.Sum(d => d.Open)),
            Late: late?.Open ?? Money(0),
            LateSince: late?.Since,
            DaysLate: late is null ? null : today.DayNumber - late.Since.DayNumber,
            RemindedOn: e.RemindedOn,
            Reminders: e.Reminders,
            Months: [.. e.Debts.GroupBy(d => d.By).OrderByDescending(g => g.Key).Take(MaxMonths).Select(g => new MonthDue(
                Month: StatementPeriod.MonthOf(g.Key),
                By: g.Key,
                Reference: StatementReference.Of(e.City, e.Employer, StatementPeriod.MonthOf(g.Key)).Value,
                People: g.Count(),
                Owed: Money(g.Sum(d => d.Owed)),
                Paid: Money(g.Sum(d => d.Paid)),
                Open: Money(g.Sum(d => d.Open))))]);
    }

    // What was overpaid is set against what is late, for it is the same employer's.
    private LateSum? Late(EmployerRow e, DateOnly today)
    {
        var late = e.Debts.Where(d => d.By < today && d.Open > 0).ToList();
        var sum = late.Sum(d => d.Open) + e.Debts.Sum(d => Math.Min(0, d.Open));
        return sum > 0 ? new(Money(sum), late.Min(d => d.By)) : null;
    }

    private EmployerLine Line(EmployerRow e, DebtRow d)
    {
        var row = _sponsorships[d.Sponsorship.Value];
        return new(
            Sponsorship: d.Sponsorship,
            Year: d.Year,
            Month: d.Month,
            From: ShareYear.MonthStart(row.FirstDay, d.Year, d.Month),
            To: d.LastDay,
            Withhold: Money(Math.Max(0, d.Owed)),
            GiveBack: Money(Math.Max(0, -d.Owed)),
            Paid: Money(d.Paid),
            Open: Money(d.Open),
            Reference: EmployerReference.Of(d.Sponsorship, e.Employer, d.Year, d.Month).Value,
            By: d.By,
            BookedOn: d.BookedOn);
    }

    private static CreditEntry Entry(CreditRowState c) => new(
        Id: c.Id, Amount: c.Amount, On: c.On, IsReversal: c.IsReversal, Reference: c.Reference, Status: c.Status,
        Rest: new(c.Rest, c.Amount.Currency), Why: c.Why);

    private Money Money(long minor) => new(minor, _currency);

    private static ListPage<TEntry> Page<TRow, TEntry>(IEnumerable<TRow> rows, int limit, Func<TRow, long> positionOf,
        Func<TRow, TEntry> toEntry)
    {
        var found = rows.Take(limit + 1).ToList();
        return new()
        {
            Items = [.. found.Take(limit).Select(toEntry)], Next = found.Count > limit ? positionOf(found[limit - 1]) : null,
        };
    }
}
