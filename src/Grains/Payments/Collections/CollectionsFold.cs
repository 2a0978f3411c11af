namespace VipOrleans.Grains.Payments;

using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Payments.BankCreditEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// What employers owe a city, month by month and person by person, and what of it has arrived, as the city's feed makes it. The same feed
/// gives the same sums, byte for byte.
/// </summary>
/// <remarks>
/// It holds what is open, and what is recent: a month in which as much was paid as was owed, and a credit of which nothing waits, leaves it
/// after <see cref="Keeps"/> months. If such a month moves again, only what has moved is here. An older statement is made from the journal,
/// see <see cref="NeedsJournal"/>. So what is held grows with a city's people and not with its years.
/// </remarks>
internal sealed partial class CollectionsFold : IFeedFold<CollectionsFold>
{
    private static readonly HashSet<string> SponsorshipNews = [.. ((Type[])[typeof(SponsorshipProposed), typeof(MigrantArrived),
        typeof(EarningsReported), typeof(EarningsWithdrawn), typeof(PayReported), typeof(PayWithdrawn), typeof(ContestDecided),
        typeof(SharePosted), typeof(ShareCollected), typeof(CollectionReversed)])
        .Select(e => EventCodec<SponsorshipEvent>.All[e])];

    private static readonly string Collected = EventCodec<SponsorshipEvent>.All[typeof(ShareCollected)];

    private static readonly string RowsReceived = EventCodec<CreditFileEvent>.All[typeof(CreditFileEvent.CreditsReceived)];

    private readonly Dictionary<string, PayingRow> _sponsorships = new(StringComparer.Ordinal);
    private readonly Dictionary<MigrantId, List<PayingRow>> _byMigrant = [];
    private readonly Dictionary<string, EmployerRow> _employers = new(StringComparer.Ordinal);
    private readonly List<EmployerRow> _inOrder = [];
    private readonly Dictionary<string, CreditRowState> _credits = new(StringComparer.Ordinal);
    private readonly List<CreditRowState> _creditsInOrder = [];
    private readonly List<FileRow> _files = [];
    private readonly Dictionary<string, List<ManualPart>> _manual = new(StringComparer.Ordinal);

    // By what all references of a pair, or of an employer, begin with.
    private readonly Dictionary<string, (PayingRow Row, EmployerRow Employer)> _ofMonths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EmployerRow> _ofStatements = new(StringComparer.Ordinal);
    // Credits of which a part is in no book: for gaps, out of what was overpaid, or where nothing was due any more.
    private readonly SortedSet<string> _aside = new(StringComparer.Ordinal);
    private Currency _currency;

    // The first day of the newest month that an event was of.
    private DateOnly _month;

    /// <summary>For how many months it holds what is closed; 0 for ever. So long may a direct debit be returned, and longer.</summary>
    public int Keeps { get; init; } = 24;

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _sponsorships.Count + _creditsInOrder.Count + _inOrder.Sum(e => e.Debts.Count);

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        var month = StatementPeriod.MonthOf(DateOnly.FromDateTime(e.At.UtcDateTime)).First;
        if (month > _month) Close(month);
        switch (e.Stream.Kind)
        {
            case "city":
                if (e.Type == EventCodec<CityEvent>.All[typeof(CityOpened)])
                {
                    _currency = ((CityOpened)CityDecider.Aggregate.Events.Read(e.Data.Span)).Currency;
                }

                break;
            case "sponsorship":
                Apply(e, e.Stream.Value.Replace('/', '.'));
                break;
            case "credit":
                Apply(e, BankCreditDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            // The rows of a file are many and large, and say nothing here: they are not even read.
            case "credit-file" when e.Type != RowsReceived:
                Apply(e, CreditFileDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "late-employer":
                var reminded = (LateEmployerEvent.EmployerReminded)LateEmployerDecider.Aggregate.Events.Read(e.Data.Span);
                var late = _employers[reminded.Employer];
                (late.RemindedOn, late.Reminders) = (reminded.On, reminded.Times);
                break;
        }
    }

    /// <inheritdoc/>
    public byte[] ToSnapshot() => JsonSerializer.SerializeToUtf8Bytes(
        new(Position, _currency.Code, [.. _sponsorships.Values], [.. _inOrder], [.. _creditsInOrder], _files, _manual,
            _month, [.. _aside]),
        CollectionsJson.Default.CollectionsSnapshot);

    /// <inheritdoc/>
    public static CollectionsFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, CollectionsJson.Default.CollectionsSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new CollectionsFold
        {
            Position = saved.Position, _currency = saved.Currency is { } code ? Currency.Parse(code) : default, _month = saved.Month,
        };
        fold._aside.UnionWith(saved.Aside);
        foreach (var row in saved.Sponsorships) fold.Add(row);
        foreach (var employer in saved.Employers)
        {
            fold.Add(employer);
            foreach (var debt in employer.Debts) fold.Add(employer, debt);
        }

        // Also where all months are closed.
        foreach (var row in saved.Sponsorships)
        {
            foreach (var employer in row.Employers)
            {
                fold._ofMonths.TryAdd(EmployerReference.Beginning(row.Id, employer), (row, fold._employers[employer]));
            }
        }

        foreach (var credit in saved.Credits) fold.Add(credit);
        fold._files.AddRange(saved.Files);
        foreach (var (reference, parts) in saved.Manual) fold._manual.Add(reference, parts);
        return fold;
    }

    private void Apply(RecordedEvent e, string id)
    {
        if (!SponsorshipNews.Contains(e.Type))
        {
            if (_sponsorships.TryGetValue(id, out var other)) other.Reported = null;
            return;
        }

        var sponsorship = SponsorshipDecider.Aggregate.Events.Read(e.Data.Span);
        if (sponsorship is SponsorshipProposed proposed)
        {
            Add(new PayingRow { Id = proposed.Sponsorship, Migrant = proposed.Migrant });
            return;
        }

        var row = _sponsorships[id];
        switch (sponsorship)
        {
            case MigrantArrived x:
                row.FirstDay = x.Continues?.FirstDay ?? x.On;
                break;
            // The postings that follow at once, one a share year, are of this report. What follows anything else is nobody's.
            case SharePosted x when row.Reported is { } report && x.Year > report.Posted:
                Owe(e.Position, row, report, x);
                break;
            case ShareCollected x when !BankCredit.IsBooksReference(x.Reference):
                NoteByHand(row, x);
                break;
            case CollectionReversed x when _manual.TryGetValue($"{id}/{x.Reference}", out var parts):
                foreach (var part in parts) DebtOf(e.Position, row, new(part.Employer, part.Year, part.Month)).Paid -= part.Amount;
                _manual.Remove($"{id}/{x.Reference}");
                break;
        }

        row.Reported = sponsorship switch
        {
            EarningsReported x => new(x.Employer, x.Year, x.Month),
            EarningsWithdrawn x => new(x.Employer, x.Year, x.Month),
            // What a migrant reports is withheld by nobody.
            PayReported { Pay: { IsMigrants: false } pay } => MonthOf(row, pay.Report.Employer, pay.Report.To),
            PayWithdrawn x => MonthOf(row, x.Report.Employer, x.Report.To),
            ContestDecided x => MonthOf(row, x.Employer, x.To),
            SharePosted x when row.Reported is { } report && x.Year > report.Posted => report with { Posted = x.Year },
            _ => null,
        };
    }

    // A pay is paid to the city together with all others of the share month of its last day.
    private static ReportedMonth MonthOf(PayingRow row, string employer, DateOnly lastDay)
    {
        var (year, month) = EmployerAnswer.MonthOf(row.FirstDay, lastDay);
        return new(employer, year, month);
    }

    private void Owe(long position, PayingRow row, ReportedMonth report, SharePosted posted)
    {
        var moved = EarningsEffect.Moved(posted).Minor;
        // A report that moves nothing puts the day off all the same, also of a month that is closed by now.
        var last = LastDayOf(row, report.Year, report.Month);
        if (moved == 0 && Find(report.Employer, row.Id, report.Year, report.Month) is null
            && !(_employers.ContainsKey(report.Employer) && IsClosed(EmployerAnswer.DueBy(last, last)))) return;
        var debt = DebtOf(position, row, report);
        debt.Owed += moved;
        debt.BookedOn = posted.BookedOn > debt.BookedOn ? posted.BookedOn : debt.BookedOn;
        debt.By = EmployerAnswer.DueBy(debt.LastDay, debt.BookedOn);
        if (debt.FirstBy == default) debt.FirstBy = debt.By;
    }

    /// <summary>The credit that a sponsorship's collection comes from; null for all other events.</summary>
    public static StreamId? CreditOf(CityId city, RecordedEvent e) =>
        e.Type == Collected && ((ShareCollected)SponsorshipDecider.Aggregate.Events.Read(e.Data.Span)).Reference is var reference
            && BankCredit.IsBooksReference(reference) ? StreamId.Of(city.Value, "credit", reference.AsSpan(0, IdText.KeyLength)) : null;

    private DebtRow DebtOf(long position, PayingRow row, ReportedMonth month)
    {
        if (Find(month.Employer, row.Id, month.Year, month.Month) is { } known) return known;
        if (!_employers.TryGetValue(month.Employer, out var employer))
        {
            Add(employer = new() { Position = position, Employer = month.Employer, City = row.Id.City });
        }

        var last = LastDayOf(row, month.Year, month.Month);
        var by = EmployerAnswer.DueBy(last, last);
        var isPart = IsClosed(by);
        var debt = new DebtRow
        {
            Sponsorship = row.Id, Year = month.Year, Month = month.Month, LastDay = last, By = by, IsPart = isPart,
            FirstBy = isPart ? by : default,
        };
        employer.Debts.Add(debt);
        Add(employer, debt);
        return debt;
    }

    private static DateOnly LastDayOf(PayingRow row, int year, int month) =>
        ShareYear.MonthStart(row.FirstDay, year, month + 1).AddDays(-1);

    // What was due by then may have been closed.
    private bool IsClosed(DateOnly by) => Keeps > 0 && _month.DayNumber > 0 && by < ClosedBefore;

    private DateOnly ClosedBefore => _month < DateOnly.MinValue.AddMonths(Keeps) ? DateOnly.MinValue : _month.AddMonths(-Keeps);

    private void Close(DateOnly month)
    {
        _month = month;
        if (Keeps == 0) return;
        foreach (var employer in _inOrder)
        {
            foreach (var debt in employer.Debts.Where(IsDone))
            {
                employer.Closed += debt.Owed;
                _sponsorships[debt.Sponsorship.Value].Debts.RemoveAll(d => d.Debt == debt);
            }

            employer.Debts.RemoveAll(IsDone);
        }

        foreach (var credit in _creditsInOrder.Where(IsDone)) _credits.Remove(credit.Id.Value);
        _creditsInOrder.RemoveAll(IsDone);
    }

    private bool IsDone(DebtRow debt) => IsClosed(debt.By) && debt is { Open: 0, Gap: 0 };

    private bool IsDone(CreditRowState credit) => IsClosed(credit.On)
        && credit.Status is CreditStatus.Settled or CreditStatus.Released or CreditStatus.Reversed;

    // An officer notes a transfer by hand and names no month: the oldest that is open was paid.
    private void NoteByHand(PayingRow row, ShareCollected x)
    {
        var (rest, parts) = (x.Amount.Minor, new List<ManualPart>());
        foreach (var (employer, debt) in row.Debts.Where(d => d.Debt.Open > 0).OrderBy(d => d.Debt.By).ThenBy(d => d.Debt.Year)
            .ThenBy(d => d.Debt.Month))
        {
            // What a host was paid already is none of what is due, and waits for a credit of the bank.
            var part = Math.Min(rest, debt.Open - debt.Gap);
            if (part <= 0) continue;
            debt.Paid += part;
            rest -= part;
            parts.Add(new(employer.Employer, debt.Year, debt.Month, part));
        }

        _manual[$"{row.Id}/{x.Reference}"] = parts;
    }

    private void Apply(RecordedEvent e, BankCreditEvent news)
    {
        if (news is CreditBooked booked)
        {
            Add(new CreditRowState
            {
                Position = e.Position, Id = booked.Credit, Amount = booked.Facts.Amount, On = booked.Facts.On,
                IsReversal = booked.Facts.IsReversal, Reference = booked.Facts.Reference, Traces = [.. booked.Facts.Traces],
                Rest = booked.Facts.Amount.Minor,
            });
            return;
        }

        if (news is PartsReversed back)
        {
            foreach (var part in back.Parts)
            {
                Pay(e.Position, part.Line, -part.Line.Amount, isBack: true);
                if (Debt(part.Line) is { } debt) debt.Gap += part.Gap;
            }
        }

        if (news is PartsCollected collected && collected.Parts.Any(p => p.Collected == 0)) _aside.Add(e.Stream.Value);
        // One that is closed and is taken back all the same.
        if (!_credits.TryGetValue(e.Stream.Value.Replace('/', '.'), out var credit)) return;
        switch (news)
        {
            case CreditAllocated x:
                Forget(credit);
                foreach (var line in x.Lines) Pay(e.Position, line, line.Amount, isBack: false);
                credit.Rest -= x.Lines.Sum(l => l.Amount);
                if (x.Lines.Any(l => l.Kind != AllocationKind.Books)) _aside.Add(e.Stream.Value);
                break;
            case AllocationEnded x:
                Forget(credit);
                (credit.Status, credit.Why) = (x.Rest > 0 ? CreditStatus.SetAside : CreditStatus.Settled, x.Why);
                if (credit.IsReversal) (credit.Rest, credit.Original) = (x.Rest, null);
                break;
            case CreditAssigned x:
                (credit.Status, credit.Why, credit.Reference) = (CreditStatus.UnderWay, null, x.Reference ?? credit.Reference);
                break;
            case CreditReleased x:
                (credit.Status, credit.Rest) = (CreditStatus.Released, credit.Rest - x.Rest);
                break;
            case CreditReversed:
                Forget(credit);
                (credit.Status, credit.Rest, credit.Why) = (CreditStatus.Reversed, 0, null);
                break;
            case ReversalMatched x:
                Forget(credit);
                (credit.Status, credit.Rest, credit.Why, credit.Original) = (CreditStatus.UnderWay, 0, null, x.Original);
                break;
            case ReversalCarriedOut:
                credit.Status = CreditStatus.Settled;
                break;
        }
    }

    private void Apply(RecordedEvent e, CreditFileEvent news)
    {
        if (news is CreditFileEvent.CreditFileOpened opened)
        {
            _files.Add(new() { Position = e.Position, Id = opened.Opened, State = CreditFileState.Receiving });
            return;
        }

        var id = e.Stream.Value.Replace('/', '.');
        var file = _files.FindLast(f => f.Id.Value == id)!;
        if (news is CreditFileEvent.CreditFileReceived received)
        {
            (file.State, file.Rows, file.MessageId) = (CreditFileState.Working, received.Totals.Rows, received.Totals.MessageId);
        }

        if (news is CreditFileEvent.CreditFileDone) file.State = CreditFileState.Done;
    }

    private void Pay(long position, AllocationLine line, long amount, bool isBack)
    {
        if (!_sponsorships.TryGetValue(line.Sponsorship.Value, out var row)) return;
        var debt = DebtOf(position, row, new(line.Employer, line.Year, line.Month));
        debt.Paid += amount;
        if (line.Kind == AllocationKind.Gap) debt.Gap -= isBack ? amount : line.Amount;
    }

    private DebtRow? Debt(AllocationLine line) => Find(line.Employer, line.Sponsorship, line.Year, line.Month);

    private DebtRow? Find(string employer, SponsorshipId sponsorship, int year, int month) =>
        _sponsorships.GetValueOrDefault(sponsorship.Value)?.Debts
            .Find(d => d.Employer.Employer == employer && d.Debt.Year == year && d.Debt.Month == month).Debt;

    private void Add(PayingRow row)
    {
        _sponsorships.Add(row.Id.Value, row);
        if (!_byMigrant.TryGetValue(row.Migrant, out var all)) _byMigrant[row.Migrant] = all = [];
        all.Add(row);
    }

    private void Add(EmployerRow employer)
    {
        _employers.Add(employer.Employer, employer);
        _inOrder.Add(employer);
        _ofStatements[StatementReference.Beginning(employer.City, employer.Employer)] = employer;
    }

    private void Add(EmployerRow employer, DebtRow debt)
    {
        var row = _sponsorships[debt.Sponsorship.Value];
        if (!row.Employers.Contains(employer.Employer)) row.Employers.Add(employer.Employer);
        _ofMonths.TryAdd(EmployerReference.Beginning(row.Id, employer.Employer), (row, employer));
        row.Debts.Add((employer, debt));
    }

    private void Add(CreditRowState credit)
    {
        _credits.Add(credit.Id.Value, credit);
        _creditsInOrder.Add(credit);
    }
}
