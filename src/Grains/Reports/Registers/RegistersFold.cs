namespace VipOrleans.Grains.Reports;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Places.BallotEvent;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Places.OpeningEvent;
using static VipOrleans.Domain.Reports.ImportEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>The lists of a partition as its feed makes them. The same feed gives the same lists, byte for byte.</summary>
internal sealed class RegistersFold : IFeedFold<RegistersFold>
{
    private readonly Table<HostRow> _hosts = new(r => r.Id.Value);
    private readonly Table<MigrantRow> _migrants = new(r => r.Id.Value);
    private readonly Table<SponsorshipRow> _sponsorships = new(r => r.Id.Value);
    private readonly Table<ImportRow> _imports = new(r => r.Id.Value);
    private readonly Table<BallotRow> _ballots = new(r => r.Id.Value);
    private readonly Table<OpeningRow> _openings = new(r => r.Id.Value);
    private readonly Table<EmploymentRow> _employments = new(r => r.Key);
    private readonly Table<FindingRow> _findings = new(r => r.Key);
    private readonly Table<GraceRow> _grace = new(r => r.From.Value);
    private readonly Dictionary<MigrantId, GraceRow> _graceOf = [];
    private readonly SortedDictionary<SponsorshipStatus, int> _byStatus = [];
    private int _suspended, _electors;
    private Currency _currency;
    private long _earned, _share;
    private bool _anyEarnings;

    /// <summary>The last position that is folded in.</summary>
    public long Position { get; set; }

    /// <summary>How many rows there are in all: what a snapshot costs.</summary>
    public int Rows =>
        _hosts.Count + _migrants.Count + _sponsorships.Count + _imports.Count + _grace.Count + _ballots.Count + _openings.Count
            + _employments.Count + _findings.Count;

    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        switch (e.Stream.Kind)
        {
            case "city":
                Apply(e, CityDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "host":
                Apply(e, HostDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "migrant":
                Apply(e, MigrantDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "sponsorship":
                Apply(e, SponsorshipDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "ballot":
                Apply(e, BallotDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            // The rows of a file and the marks of a list are many and large, and say nothing here: they are not even read.
            case "opening" when e.Type is not ("opening-listed" or "opening-revealed"):
                Apply(e, OpeningDecider.Aggregate.Events.Read(e.Data.Span));
                break;
            case "import" when e.Type is "earnings-import-opened" or "earnings-import-received" or "earnings-import-done":
                Apply(e, EarningsImportDecider.Aggregate.Events.Read(e.Data.Span));
                break;
        }
    }

    public RegistersSummary Summary() => new(
        Position: Position,
        Hosts: _hosts.Count,
        SuspendedHosts: _suspended,
        Migrants: _migrants.Count,
        Sponsorships: _byStatus.Where(s => s.Value > 0).ToDictionary(s => s.Key, s => s.Value),
        Electors: _electors,
        Earned: _anyEarnings ? new(_earned, _currency) : null,
        Share: _anyEarnings ? new(_share, _currency) : null);

    public ListPage<HostEntry> Hosts(HostFilter f, long after, int limit) => _hosts.Page(
        after,
        limit,
        r => (f.Household is null || r.Household == f.Household) && (f.Suspended is null || r.Suspended is not null == f.Suspended)
            && (f.InSponsorship is null || r.Live is not null == f.InSponsorship),
        r => new HostEntry(Id: r.Id, Household: r.Household, Suspended: r.Suspended, Sponsorship: r.Live));

    public ListPage<MigrantEntry> Migrants(MigrantFilter f, long after, int limit) => _migrants.Page(
        after,
        limit,
        r => f.InSponsorship is null || r.Live is not null == f.InSponsorship,
        r => new MigrantEntry(Id: r.Id, Origin: r.Origin, Sponsorship: r.Live));

    public ListPage<SponsorshipEntry> Sponsorships(SponsorshipFilter f, long after, int limit) => _sponsorships.Page(
        after,
        limit,
        r => (f.Status is null || r.Status == f.Status) && (f.Host is null || r.Host == f.Host)
            && (f.Migrant is null || r.Migrant == f.Migrant) && (f.Household is null || r.Household == f.Household),
        r => new SponsorshipEntry(
            Id: r.Id,
            Host: r.Host,
            Migrant: r.Migrant,
            Household: r.Household,
            Status: r.Status,
            EndReason: r.Ended,
            Earned: r.Earned is { } earned ? new Money(earned, r.Currency) : null,
            Share: r.Earned is null ? null : new Money(r.Share, r.Currency)));

    public ListPage<ImportEntry> Imports(ImportFilter f, long after, int limit) => _imports.Page(
        after,
        limit,
        r => f.Employer is null || r.Employer == f.Employer,
        r => new ImportEntry(
            Id: r.Id, Employer: r.Employer, State: r.State, Rows: r.Rows, Accepted: r.Accepted,
            Unchanged: r.Unchanged, Refused: r.Refused));

    public ListPage<GracePeriodEntry> GracePeriods(GracePeriodFilter f, DateTimeOffset now, long after, int limit)
    {
        bool IsDue(GraceRow r) => r.State == GraceState.Kept && r.Until <= now;
        return _grace.Page(
            after,
            limit,
            r => f.Due is null || IsDue(r) == f.Due,
            r => new GracePeriodEntry(
                Migrant: r.Migrant, From: r.From, Since: r.Since, Until: r.Until, State: r.State,
                IsDue: IsDue(r), TakenOverBy: r.TakenOverBy, Reasons: r.Reasons ?? []));
    }

    public ListPage<BallotEntry> Ballots(long after, int limit) =>
        _ballots.Page(after, limit, _ => true, r => new BallotEntry(Id: r.Id, Status: r.Status, From: r.From, Until: r.Until));

    public ListPage<OpeningEntry> Openings(long after, int limit) =>
        _openings.Page(after, limit, _ => true,
            r => new OpeningEntry(Id: r.Id, Status: r.Status, From: r.From, Until: r.Until, Entries: r.Entries));

    public ListPage<EmploymentEntry> Employments(EmploymentFilter f, long after, int limit) => _employments.Page(
        after,
        limit,
        r => !r.IsOff && (f.Employer is null || r.Is.Employer == f.Employer)
            && (f.IsFlagged is null || r.Is.Flags.Count > 0 == f.IsFlagged),
        r => new EmploymentEntry(Sponsorship: r.Sponsorship, Employer: r.Is.Employer, From: r.Is.From, To: r.Is.To,
            Standing: r.Is.Standing, Flags: r.Is.Flags));

    public ListPage<FindingEntry> Findings(FindingFilter f, long after, int limit) => _findings.Page(
        after,
        limit,
        r => r.Limit is not null && (f.Sponsorship is null || r.Sponsorship == f.Sponsorship)
            && (f.Employer is null || r.Employer == f.Employer),
        r => new FindingEntry(Sponsorship: r.Sponsorship, Pay: r.Pay, Employer: r.Employer, From: r.From, To: r.To,
            Profile: r.Limit!.Profile, Findings: r.Limit.Findings ?? []));

    public byte[] ToSnapshot() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new(Position, [.. _hosts.Rows], [.. _migrants.Rows], [.. _sponsorships.Rows], [.. _imports.Rows], [.. _grace.Rows],
                [.. _ballots.Rows], [.. _openings.Rows], [.. _employments.Rows],
                [.. _findings.Rows]), RegistersJson.Default.RegistersSnapshot);

    public static RegistersFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, RegistersJson.Default.RegistersSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new RegistersFold { Position = saved.Position };
        foreach (var row in saved.Hosts)
        {
            fold._hosts.Add(row);
            if (row.Suspended is not null) fold._suspended++;
            if (!row.HasNoVote) fold._electors++;
        }

        foreach (var row in saved.Migrants) fold._migrants.Add(row);
        // A snapshot from before there were imports has none.
        foreach (var row in saved.Imports ?? []) fold._imports.Add(row);
        foreach (var row in saved.Grace ?? []) fold.Add(row);
        foreach (var row in saved.Ballots ?? []) fold._ballots.Add(row);
        foreach (var row in saved.Openings ?? []) fold._openings.Add(row);
        foreach (var row in saved.Employments ?? []) fold._employments.Add(row);
        foreach (var row in saved.Findings ?? []) fold._findings.Add(row);
        foreach (var row in saved.Sponsorships)
        {
            fold._sponsorships.Add(row);
            fold.Count(row.Status, 1);
            if (row.Earned is { } earned) fold.Sum(row.Currency, earned, row.Share);
        }

        return fold;
    }

    private void Apply(RecordedEvent e, CityEvent city)
    {
        switch (city)
        {
            case MigrantPlaceKept x:
                Add(new() { Position = e.Position, Migrant = x.Migrant, From = x.Sponsorship, Since = e.At, Until = x.Until });
                break;
            case KeptPlaceTaken x:
                (_graceOf[x.Migrant].State, _graceOf[x.Migrant].TakenOverBy) = (GraceState.TakenOver, x.Sponsorship);
                break;
            case KeptPlaceReturned x:
                (_graceOf[x.Migrant].State, _graceOf[x.Migrant].TakenOverBy) = (GraceState.Kept, null);
                break;
            case GraceExtended x:
                _graceOf[x.Migrant].Until = x.Until;
                break;
            case KeptPlaceEnded x:
                (_graceOf[x.Migrant].State, _graceOf[x.Migrant].Reasons) = (GraceState.Ended, x.Reasons);
                break;
        }
    }

    // Whatever is said of a migrant's kept place later is about the newest.
    private void Add(GraceRow row)
    {
        _grace.Add(row);
        _graceOf[row.Migrant] = row;
    }

    private void Apply(RecordedEvent e, HostEvent host)
    {
        if (host is HostRegistered registered)
        {
            _hosts.Add(new()
            {
                Position = e.Position, Id = registered.Host, Household = registered.Household,
                HasGuardian = registered.Guardian is not null,
                HasNoVote = registered.Guardian is not null || registered.OpensWith is not null,
                IsClosed = registered.OpensWith is not null,
            });
            if (registered is { Guardian: null, OpensWith: null }) _electors++;
            return;
        }

        var row = _hosts[e.Stream];
        switch (host)
        {
            case HostSuspended x:
                row.Suspended = x.Reason;
                _suspended++;
                break;
            case HostReinstated:
                row.Suspended = null;
                _suspended--;
                break;
            case HostTaken x:
                row.Live = x.Sponsorship;
                break;
            case HostFreed:
                row.Live = null;
                break;
            case HostErased when !row.HasNoVote:
                (row.HasNoVote, row.IsClosed) = (true, true);
                _electors--;
                break;
            case HostErased:
                row.IsClosed = true;
                break;
            case HostAgeVerified { Group: AgeGroup.Minor }:
                row.IsMinor = true;
                if (row.HasNoVote) break;
                row.HasNoVote = true;
                _electors--;
                break;
            case HostCameOfAge or HostAgeVerified when row.HasGuardian || row.IsMinor:
                (row.HasGuardian, row.IsMinor) = (false, false);
                if (row.IsClosed || !row.HasNoVote) break;
                row.HasNoVote = false;
                _electors++;
                break;
            // Of the two records of one person one has a vote: the one in the city where they live.
            case HostMoveCompleted x when x.To != row.Id:
                row.IsClosed = true;
                if (row.HasNoVote) break;
                row.HasNoVote = true;
                _electors--;
                break;
            case HostMoveCompleted:
                row.IsClosed = false;
                if (row.HasGuardian || row.IsMinor || !row.HasNoVote) break;
                row.HasNoVote = false;
                _electors++;
                break;
        }
    }

    private void Apply(RecordedEvent e, MigrantEvent migrant)
    {
        switch (migrant)
        {
            case MigrantRegistered x:
                _migrants.Add(new() { Position = e.Position, Id = x.Migrant, Origin = x.Origin });
                break;
            case MigrantTaken x:
                _migrants[e.Stream].Live = x.Sponsorship;
                break;
            case MigrantFreed x when _migrants[e.Stream].Live == x.Sponsorship:
                _migrants[e.Stream].Live = x.Next;
                break;
        }
    }

    private void Apply(RecordedEvent e, SponsorshipEvent sponsorship)
    {
        if (sponsorship is SponsorshipProposed proposed)
        {
            _sponsorships.Add(
                new()
                {
                    Position = e.Position, Id = proposed.Sponsorship, Host = proposed.Host, Migrant = proposed.Migrant,
                    Household = proposed.Household, Status = SponsorshipStatus.Proposed
                });
            Count(SponsorshipStatus.Proposed, 1);
            // A city knows a migrant by the sponsorships alone: the registration is in the nation's feed.
            if (!_migrants.Has(proposed.Migrant.Value)) _migrants.Add(new() { Position = e.Position, Id = proposed.Migrant });
            return;
        }

        var row = _sponsorships[e.Stream];
        switch (sponsorship)
        {
            case ClaimNoted { On: ClaimOn.Migrant } x:
                // The next sponsorship may have noted the migrant as its own before this one notes that it let go.
                var migrant = _migrants[row.Migrant.Value];
                if (x.Claim == Claim.Held) migrant.Live = row.Id;
                else if (migrant.Live == row.Id) migrant.Live = null;
                break;
            case SharePosted x:
                // What was earned in this host's days: a report may be for another's too.
                var employer = SponsorshipAccounts.Employer(x.Taken.Currency);
                var earned = x.Postings.Sum(p => p.From == employer ? p.Amount : p.To == employer ? -p.Amount : 0);
                row.Currency = x.Taken.Currency;
                row.Earned = (row.Earned ?? 0) + earned;
                row.Share += x.Taken.Minor;
                Sum(row.Currency, earned, x.Taken.Minor);
                break;
            case MigrantArrived x:
                row.ArrivedOn = x.On;
                break;
            case SponsorshipEnded x:
                (row.Ended, row.EndedOn) = (x.Reason, x.On);
                break;
            case PayReported x:
                Apply(e, row, x);
                break;
            case PayWithdrawn x when _findings.Has(FindingRow.KeyOf(row.Id, x.Pay)):
                _findings[FindingRow.KeyOf(row.Id, x.Pay)].Limit = null;
                break;
            case EmployerNamed or EmploymentEnded or EmploymentDescribed or EmploymentConfirmed or EmploymentContested or EmploymentUpheld
                or EmployerTiesFound:
                Apply(e, row.Id, sponsorship);
                break;
        }

        var status = sponsorship switch
        {
            SponsorshipAccepted => SponsorshipStatus.Accepted,
            ClaimNoted { On: ClaimOn.Place, Claim: Claim.InLine } when row.Status == SponsorshipStatus.Accepted =>
                SponsorshipStatus.Waiting,
            TermsFixed when row.Status is SponsorshipStatus.Accepted or SponsorshipStatus.Waiting => SponsorshipStatus.Checking,
            SponsorshipGranted => SponsorshipStatus.Granted,
            SponsorshipRefused => SponsorshipStatus.Refused,
            SponsorshipReopened => SponsorshipStatus.Checking,
            MigrantArrived => SponsorshipStatus.Arrived,
            SponsorshipActivated => SponsorshipStatus.Active,
            ActivationTakenBack => SponsorshipStatus.Arrived,
            NoticeGiven => SponsorshipStatus.Notice,
            NoticeTakenBack x => x.IsActive ? SponsorshipStatus.Active : SponsorshipStatus.Arrived,
            NoticeRuled { Effect: RulingEffect.Stands } x => x.IsActive ? SponsorshipStatus.Active : SponsorshipStatus.Arrived,
            NoticeRuled => SponsorshipStatus.Notice,
            SponsorshipEnded => SponsorshipStatus.Ended,
            _ => row.Status,
        };
        Count(row.Status, -1);
        Count(status, 1);
        row.Status = status;
    }

    // A share year has every pay at every host: here is listed what has a day at this one.
    private void Apply(RecordedEvent e, SponsorshipRow sponsorship, PayReported reported)
    {
        var (pay, report) = (reported.Pay.Id, reported.Pay.Report);
        var key = FindingRow.KeyOf(sponsorship.Id, pay);
        var isHere = !(report.To < sponsorship.ArrivedOn) && !(report.From > sponsorship.EndedOn);
        var limit = isHere && reported.Limit is { Findings.Count: > 0 } broken ? broken : null;
        if (_findings.Has(key))
        {
            var row = _findings[key];
            (row.From, row.To, row.Limit) = (report.From, report.To, limit);
        }
        else if (limit is not null)
        {
            _findings.Add(new()
            {
                Position = e.Position, Sponsorship = sponsorship.Id, Pay = pay, Employer = report.Employer, From = report.From,
                To = report.To, Limit = limit,
            });
        }
    }

    // One that was taken off may come again on the same day: then it is the same row.
    private void Apply(RecordedEvent e, SponsorshipId id, SponsorshipEvent change)
    {
        if (change is EmployerNamed named)
        {
            var key = EmploymentRow.KeyOf(id, named.Employment.Employer, named.Employment.From);
            if (!_employments.Has(key)) _employments.Add(new() { Position = e.Position, Sponsorship = id, Is = named.Employment });
            else (_employments[key].Is, _employments[key].IsOff) = (named.Employment, false);
            return;
        }

        var (employer, from) = change switch
        {
            EmploymentEnded x => (x.Employer, x.From),
            EmploymentDescribed x => (x.Employer, x.From),
            EmploymentConfirmed x => (x.Employer, x.From),
            EmploymentContested x => (x.Employer, x.From),
            EmploymentUpheld x => (x.Employer, x.From),
            EmployerTiesFound x => (x.Employer, x.From),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "It changes no employment."),
        };
        var row = _employments[EmploymentRow.KeyOf(id, employer, from)];
        var after = new Employments { All = [row.Is] }.Changed(change).All;
        if (after.IsEmpty) row.IsOff = true;
        else row.Is = after[0];
    }

    private void Apply(RecordedEvent e, ImportEvent import)
    {
        switch (import)
        {
            case EarningsImportOpened x:
                _imports.Add(new() { Position = e.Position, Id = x.Import, Employer = x.Employer, State = ImportState.Receiving });
                break;
            case EarningsImportReceived x:
                (_imports[e.Stream].State, _imports[e.Stream].Rows) = (ImportState.Working, x.Rows);
                break;
            case EarningsImportDone x:
                var row = _imports[e.Stream];
                (row.State, row.Accepted, row.Unchanged, row.Refused) = (ImportState.Done, x.Accepted, x.Unchanged, x.Refused);
                break;
        }
    }

    private void Apply(RecordedEvent e, BallotEvent ballot)
    {
        switch (ballot)
        {
            case BallotOpened x:
                _ballots.Add(new() { Position = e.Position, Id = x.Ballot, From = x.Terms.From, Until = x.Terms.Until });
                break;
            case BallotCancelled:
                _ballots[e.Stream].Status = BallotStatus.Cancelled;
                break;
            case BallotClosed:
                _ballots[e.Stream].Status = BallotStatus.Counting;
                break;
            case BallotDecided:
                _ballots[e.Stream].Status = BallotStatus.Decided;
                break;
        }
    }

    private void Apply(RecordedEvent e, OpeningEvent opening)
    {
        switch (opening)
        {
            case OpeningAnnounced x:
                _openings.Add(new() { Position = e.Position, Id = x.Opening, From = x.Terms.From, Until = x.Terms.Until });
                break;
            case OpeningTaken:
                _openings[e.Stream].Status = OpeningStatus.Open;
                break;
            case OpeningRefused:
                _openings[e.Stream].Status = OpeningStatus.Refused;
                break;
            case OpeningClosed x:
                (_openings[e.Stream].Status, _openings[e.Stream].Entries) = (OpeningStatus.Closed, x.Entries);
                break;
            case OpeningDrawn:
                _openings[e.Stream].Status = OpeningStatus.Drawn;
                break;
        }
    }

    private void Count(SponsorshipStatus status, int by) => _byStatus[status] = _byStatus.GetValueOrDefault(status) + by;

    private void Sum(Currency currency, long earned, long share)
    {
        _anyEarnings = true;
        _currency = currency;
        _earned += earned;
        _share += share;
    }

    /// <summary>Rows in the order in which they came, found by id.</summary>
    private sealed class Table<TRow>(Func<TRow, string> idOf) where TRow : RegisterRow
    {
        private readonly Dictionary<string, TRow> _byId = [];

        public List<TRow> Rows { get; } = [];

        public int Count => Rows.Count;

        public TRow this[string id] => _byId[id];

        public TRow this[StreamId stream] => _byId[stream.Value.Replace('/', '.')];

        public bool Has(string id) => _byId.ContainsKey(id);

        public void Add(TRow row)
        {
            _byId.Add(idOf(row), row);
            Rows.Add(row);
        }

        public ListPage<TEntry> Page<TEntry>(long after, int limit, Func<TRow, bool> wanted, Func<TRow, TEntry> toEntry)
        {
            var items = new List<TEntry>(limit);
            long last = 0;
            for (var i = FirstAfter(after); i < Rows.Count; i++)
            {
                if (!wanted(Rows[i])) continue;
                if (items.Count == limit) return new() { Items = items, Next = last };
                items.Add(toEntry(Rows[i]));
                last = Rows[i].Position;
            }

            return new() { Items = items };
        }

        private int FirstAfter(long position)
        {
            var (low, high) = (0, Rows.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Rows[middle].Position <= position) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }
}

internal abstract class RegisterRow
{
    public long Position { get; init; }
}

internal sealed class HostRow : RegisterRow
{
    public HostId Id { get; init; }
    public HouseholdId Household { get; init; }
    public SuspensionReason? Suspended { get; set; }
    public SponsorshipId? Live { get; set; }
    public bool HasNoVote { get; set; }
    public bool HasGuardian { get; set; }
    public bool IsMinor { get; set; }
    public bool IsClosed { get; set; }
}

internal sealed class MigrantRow : RegisterRow
{
    public MigrantId Id { get; init; }
    public string? Origin { get; init; }
    public SponsorshipId? Live { get; set; }
}

internal sealed class SponsorshipRow : RegisterRow
{
    public SponsorshipId Id { get; init; }
    public HostId Host { get; init; }
    public MigrantId Migrant { get; init; }
    public HouseholdId Household { get; init; }
    public SponsorshipStatus Status { get; set; }
    public EndReason? Ended { get; set; }
    public DateOnly? ArrivedOn { get; set; }
    public DateOnly? EndedOn { get; set; }
    public Currency Currency { get; set; }
    public long? Earned { get; set; }
    public long Share { get; set; }
}

internal sealed class ImportRow : RegisterRow
{
    public ImportId Id { get; init; }
    public string? Employer { get; init; }
    public ImportState State { get; set; }
    public int Rows { get; set; }
    public int Accepted { get; set; }
    public int Unchanged { get; set; }
    public int Refused { get; set; }
}

internal sealed class BallotRow : RegisterRow
{
    public BallotId Id { get; init; }
    public BallotStatus Status { get; set; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; init; }
}

internal sealed class OpeningRow : RegisterRow
{
    public OpeningId Id { get; init; }
    public OpeningStatus Status { get; set; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; init; }
    public int? Entries { get; set; }
}

internal sealed class GraceRow : RegisterRow
{
    public MigrantId Migrant { get; init; }
    public SponsorshipId From { get; init; }
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset Until { get; set; }
    public GraceState State { get; set; }
    public SponsorshipId? TakenOverBy { get; set; }
    public IReadOnlyList<StatusEndReason>? Reasons { get; set; }
}

internal sealed class EmploymentRow : RegisterRow
{
    public SponsorshipId Sponsorship { get; init; }
    public Employment Is { get; set; } = null!;
    public bool IsOff { get; set; }

    [JsonIgnore]
    public string Key => KeyOf(Sponsorship, Is.Employer, Is.From);

    public static string KeyOf(SponsorshipId sponsorship, string employer, DateOnly from) => $"{sponsorship}/{employer}/{from:O}";
}

internal sealed class FindingRow : RegisterRow
{
    public SponsorshipId Sponsorship { get; init; }
    public string Pay { get; init; } = "";
    public string Employer { get; init; } = "";
    public DateOnly From { get; set; }
    public DateOnly To { get; set; }
    public PayLimit? Limit { get; set; }

    [JsonIgnore]
    public string Key => KeyOf(Sponsorship, Pay);

    public static string KeyOf(SponsorshipId sponsorship, string pay) => $"{sponsorship}/{pay}";
}

internal sealed record RegistersSnapshot(
    long Position, IReadOnlyList<HostRow> Hosts, IReadOnlyList<MigrantRow> Migrants, IReadOnlyList<SponsorshipRow> Sponsorships,
    IReadOnlyList<ImportRow>? Imports, IReadOnlyList<GraceRow>? Grace = null,
    IReadOnlyList<BallotRow>? Ballots = null, IReadOnlyList<OpeningRow>? Openings = null,
    IReadOnlyList<EmploymentRow>? Employments = null, IReadOnlyList<FindingRow>? Findings = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RegistersSnapshot))]
internal sealed partial class RegistersJson : JsonSerializerContext;
