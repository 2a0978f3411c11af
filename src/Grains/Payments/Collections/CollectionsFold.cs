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
internal sealed partial class CollectionsFold : IFeedFold<CollectionsFold>
{
    private static readonly HashSet<string> SponsorshipNews = [.. ((Type[])[typeof(SponsorshipProposed), typeof(MigrantArrived),
        typeof(EarningsReported), typeof(EarningsWithdrawn), typeof(PayReported), typeof(PayWithdrawn), typeof(ContestDecided),
        typeof(SharePosted), typeof(ShareCollected), typeof(CollectionReversed)])
        .Select(e => EventCodec<SponsorshipEvent>.All[e])];

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
    private Currency _currency;

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _sponsorships.Count + _creditsInOrder.Count + _inOrder.Sum(e => e.Debts.Count);

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
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
        new(Position, _currency.Code, [.. _sponsorships.Values], [.. _inOrder], [.. _creditsInOrder], _files, _manual),
        CollectionsJson.Default.CollectionsSnapshot);

    /// <inheritdoc/>
    public static CollectionsFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, CollectionsJson.Default.CollectionsSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new CollectionsFold
        {
            Position = saved.Position, _currency = saved.Currency is { } code ? Currency.Parse(code) : default,
        };
        foreach (var row in saved.Sponsorships) fold.Add(row);
        foreach (var employer in saved.Employers)
        {
            fold.Add(employer);
            foreach (var debt in employer.Debts) fold.Add(employer, debt);
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
                foreach (var part in parts) Find(part.Employer, row.Id, part.Year, part.Month)!.Paid -= part.Amount;
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
        if (moved == 0 && Find(report.Employer, row.Id, report.Year, report.Month) is null) return;
        if (!_employers.TryGetValue(report.Employer, out var employer))
        {
            Add(employer = new() { Position = position, Employer = report.Employer, City = row.Id.City });
        }

        if (Find(report.Employer, row.Id, report.Year, report.Month) is not { } debt)
        {
            var last = ShareYear.MonthStart(row.FirstDay, report.Year, report.Month + 1).AddDays(-1);
            debt = new() { Sponsorship = row.Id, Year = report.Year, Month = report.Month, LastDay = last };
            employer.Debts.Add(debt);
            Add(employer, debt);
        }

        debt.Owed += moved;
        debt.BookedOn = posted.BookedOn > debt.BookedOn ? posted.BookedOn : debt.BookedOn;
        debt.By = EmployerAnswer.DueBy(debt.LastDay, debt.BookedOn);
        if (debt.FirstBy == default) debt.FirstBy = debt.By;
    }

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

        var credit = _credits[e.Stream.Value.Replace('/', '.')];
        switch (news)
        {
            case CreditAllocated x:
                Forget(credit);
                foreach (var line in x.Lines) Pay(line, line.Amount, isBack: false);
                credit.Rest -= x.Lines.Sum(l => l.Amount);
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
            case PartsReversed x:
                foreach (var part in x.Parts)
                {
                    Pay(part.Line, -part.Line.Amount, isBack: true);
                    if (Debt(part.Line) is { } debt) debt.Gap += part.Gap;
                }

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

    private void Pay(AllocationLine line, long amount, bool isBack)
    {
        if (Debt(line) is not { } debt) return;
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
        if (!row.Debts.Exists(d => d.Employer == employer))
        {
            _ofMonths[EmployerReference.Beginning(row.Id, employer.Employer)] = (row, employer);
        }

        row.Debts.Add((employer, debt));
    }

    private void Add(CreditRowState credit)
    {
        _credits.Add(credit.Id.Value, credit);
        _creditsInOrder.Add(credit);
    }
}
