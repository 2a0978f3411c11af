namespace VipOrleans.Grains.Reports;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// The money of a city as its feed makes it: balances, what was booked in each month, and what is unpaid for each sponsorship.
/// </summary>
internal sealed class BooksFold : IFeedFold<BooksFold>
{
    private readonly Dictionary<string, UnpaidRow> _bySponsorship = new(StringComparer.Ordinal);
    private readonly List<UnpaidRow> _rows = [];
    private readonly SortedDictionary<StatementPeriod, SortedDictionary<StatementEntryKind, Booked>> _months = [];
    private readonly HeldMoney _held = new();
    private Currency _currency;
    private string _timeZone = "";
    private long _advanced, _repaid, _allotted;

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _rows.Count + _held.Rows.Count;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        if (e.Stream.Kind == "city" && CityDecider.Aggregate.Events.Read(e.Data.Span) is CityOpened opened)
        {
            (_currency, _timeZone) = (opened.Currency, opened.TimeZone);
        }

        if (e.Stream.Kind == "loss-fund" && LossFundDecider.Aggregate.Events.Read(e.Data.Span) is LossFundEvent.LevyAllotted allotted)
        {
            _allotted += allotted.Amount.Minor;
        }

        if (e.Stream.Kind == "credit")
        {
            _held.Apply(e.Stream.Value.Replace('/', '.'), BankCreditDecider.Aggregate.Events.Read(e.Data.Span), _currency);
        }

        if (e.Stream.Kind != "sponsorship") return;
        var sponsorship = SponsorshipDecider.Aggregate.Events.Read(e.Data.Span);
        if (sponsorship is SponsorshipProposed proposed)
        {
            Add(new() { Position = e.Position, Id = proposed.Sponsorship, Host = proposed.Host, Migrant = proposed.Migrant });
        }

        var row = _bySponsorship[e.Stream.Value.Replace('/', '.')];
        _held.Apply(sponsorship);
        if (sponsorship is PayoutThresholdSet set) row.SetThreshold(set.Side, set.AtLeast?.Minor);
        var kind = StatementFold.KindOf(sponsorship, row.Announced);
        // What touches two share years is followed by a posting of each.
        row.Announced = sponsorship is SharePosted ? row.Announced : StatementFold.Announced(sponsorship);
        if (kind is null) return;
        // A sponsorship counts its days by its own events, and so do these sums: they are the sums of the sponsorships' statements.
        var day = CityTime.Day(e.At, _timeZone);
        if (day > row.Day) row.Day = day;
        var booked = Month(StatementPeriod.MonthOf(row.Day), kind.Value);
        booked.Lines++;
        if (sponsorship is ResidueExpired expired) booked.Expired += expired.Change;
        foreach (var transfer in SponsorshipBooks.PostingsOf(sponsorship)) Post(booked, row, transfer);
    }

    /// <summary>Every account with its balance; null before the city is opened.</summary>
    public TrialBalance? TrialBalance()
    {
        if (_currency.Code is null) return null;
        var accounts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, amount) in _months.Values.SelectMany(m => m.Values)
            .SelectMany(b => b.Accounts)) accounts[name] = accounts.GetValueOrDefault(name) + amount;
        var balances = Balances(accounts, 0);
        // What was allotted is the fund's and no longer the levy's. Of it comes what hosts are given, so that it is never below zero.
        if (_allotted != 0)
        {
            Move(SponsorshipAccounts.Levy(_currency), -_allotted);
            Move(SponsorshipAccounts.Fund(_currency), _allotted);
        }

        if (_held.Bank != 0 || _held.Settled != 0 || _held.TakenBack != 0)
        {
            (accounts["bank"], accounts["settled"], accounts["held"], accounts["gap"], accounts["taken-back"]) =
                (-_held.Bank, _held.Settled, _held.Held, -_held.Gap, -_held.TakenBack);
        }

        return new(
            Position: Position,
            Accounts: [.. accounts.Select(a => new AccountBalance(Account: a.Key, Balance: Money(a.Value)))],
            Sum: Money(accounts.Values.Sum()),
            Due: balances.Due,
            Collected: balances.Unpaid,
            InTransit: balances.InTransit,
            PaidOut: balances.PaidOut,
            Levy: balances.Levy,
            Advanced: Money(_advanced),
            Repaid: Money(_repaid),
            Refund: balances.Refund,
            RefundInTransit: balances.RefundInTransit,
            RefundPaid: balances.RefundPaid,
            Fund: Money(accounts.GetValueOrDefault(SponsorshipAccounts.Fund(_currency).Name)),
            Loss: balances.Loss,
            LossInTransit: balances.LossInTransit,
            LossPaid: balances.LossPaid,
            Fined: balances.Fined,
            Held: Money(_held.Held),
            HeldSince: _held.Since,
            Gap: Money(_held.Gap),
            TakenBack: Money(_held.TakenBack));

        void Move(Account account, long amount) => accounts[account.Name] = accounts.GetValueOrDefault(account.Name) + amount;
    }

    /// <summary>What was booked in a period; null before the city is opened.</summary>
    public StatementSum? Statement(StatementPeriod period)
    {
        if (_currency.Code is null) return null;
        var opening = Sum(_months.Where(m => m.Key.Last < period.First).SelectMany(m => m.Value.Values));
        var inside = _months.Where(m => period.Contains(m.Key.First)).SelectMany(m => m.Value).GroupBy(b => b.Key, b => b.Value)
            .OrderBy(g => g.Key)
            .Select(g => new Movement(g.Key, g.Sum(b => b.Lines), Sum(g))).ToArray();
        return new(opening, inside, inside.Aggregate(opening, (sum, movement) => sum + movement.Change));
    }

    /// <summary>Sponsorships of which a side has at least so much unpaid, or as much as it wants to be paid from.</summary>
    public ListPage<UnpaidEntry> Unpaid(Party to, long minimum, long after, int limit, DateTimeOffset now)
    {
        var today = CityTime.Day(now, _timeZone).DayNumber;
        var items = new List<UnpaidEntry>(limit);
        long last = 0;
        foreach (var row in _rows.Where(r => r.Position > after && r.Of(to) is var side
            && side.Amount >= Math.Min(minimum, side.AtLeast ?? minimum)))
        {
            if (items.Count == limit) return new() { Items = items, Next = last };
            var side = row.Of(to);
            items.Add(new(Sponsorship: row.Id, Host: row.Host, Amount: Money(side.Amount), Migrant: row.Migrant, Since: side.Since,
                Days: Math.Max(0, today - side.Since.DayNumber),
                AtLeast: side.AtLeast is { } least ? Money(least) : null, Position: row.Position));
            last = row.Position;
        }

        return new() { Items = items };
    }

    /// <inheritdoc/>
    public byte[] ToSnapshot() => JsonSerializer.SerializeToUtf8Bytes(
        new(Position, _currency.Code, _timeZone, _advanced, _repaid, _allotted, _rows,
            [.. _months.SelectMany(m => m.Value.Select(b => new BookedRow(m.Key, b.Key, b.Value)))], [.. _held.Rows]),
        BooksJson.Default.BooksSnapshot);

    /// <inheritdoc/>
    public static BooksFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, BooksJson.Default.BooksSnapshot) ?? throw new JsonException("A snapshot is not null.");
        var fold = new BooksFold
        {
            Position = saved.Position, _currency = saved.Currency is { } code ? Currency.Parse(code) : default,
            _timeZone = saved.TimeZone, _advanced = saved.Advanced, _repaid = saved.Repaid, _allotted = saved.Allotted
        };
        foreach (var row in saved.Rows) fold.Add(row);
        foreach (var credit in saved.Credits) fold._held.Add(credit);
        foreach (var (month, kind, booked) in saved.Months) fold.Months(month)[kind] = booked;
        return fold;
    }

    private void Post(Booked booked, UnpaidRow row, Transfer transfer)
    {
        booked.Add(transfer.From.Name, -transfer.Amount);
        booked.Add(transfer.To.Name, transfer.Amount);
        var (host, guarantee) = (SponsorshipAccounts.Host(_currency).Name, SponsorshipAccounts.Guarantee(_currency).Name);
        var refund = SponsorshipAccounts.Refund(_currency).Name;
        var loss = SponsorshipAccounts.Loss(_currency).Name;
        if (transfer.To.Name == host || transfer.To.Name == loss) row.Add(Party.Host, transfer.Amount);
        if (transfer.From.Name == host || transfer.From.Name == loss) row.Add(Party.Host, -transfer.Amount);
        if (transfer.To.Name == refund) row.Add(Party.Migrant, transfer.Amount);
        if (transfer.From.Name == refund) row.Add(Party.Migrant, -transfer.Amount);
        // A reversed repayment is none.
        if (transfer.From.Name == guarantee && transfer.To.Name != host) _advanced += transfer.Amount;
        else if (transfer.From.Name == guarantee) _repaid -= transfer.Amount;
        else if (transfer.To.Name == guarantee) _repaid += transfer.Amount;
    }

    private Booked Month(StatementPeriod month, StatementEntryKind kind)
    {
        var kinds = Months(month);
        if (!kinds.TryGetValue(kind, out var booked)) kinds[kind] = booked = new();
        return booked;
    }

    private SortedDictionary<StatementEntryKind, Booked> Months(StatementPeriod month)
    {
        if (!_months.TryGetValue(month, out var kinds)) _months[month] = kinds = [];
        return kinds;
    }

    private void Add(UnpaidRow row)
    {
        _bySponsorship.Add(row.Id.Value, row);
        _rows.Add(row);
    }

    private Balances Sum(IEnumerable<Booked> booked)
    {
        var accounts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        long expired = 0;
        foreach (var b in booked)
        {
            expired += b.Expired;
            foreach (var (name, amount) in b.Accounts) accounts[name] = accounts.GetValueOrDefault(name) + amount;
        }

        return Balances(accounts, expired);
    }

    private Balances Balances(SortedDictionary<string, long> accounts, long expired) =>
        Domain.Reports.Balances.Of(account => accounts.GetValueOrDefault(account.Name), expired, _currency);

    private Money Money(long minor) => new(minor, _currency);
}

/// <summary>What was booked of one kind in one month.</summary>
internal sealed class Booked
{
    public long Lines { get; set; }

    public long Expired { get; set; }

    public SortedDictionary<string, long> Accounts { get; init; } = new(StringComparer.Ordinal);

    public void Add(string account, long amount) => Accounts[account] = Accounts.GetValueOrDefault(account) + amount;
}

/// <summary>What a side of a sponsorship has with the city.</summary>
/// <param name="Amount">How much is unpaid, in minor units.</param>
/// <param name="Since">The day since when something has been unpaid without a break.</param>
/// <param name="AtLeast">From which sum on the side wants to be paid; null for what the city pays from.</param>
internal readonly record struct UnpaidSide(long Amount, DateOnly Since, long? AtLeast);

/// <summary>A sponsorship, and what is unpaid of each side.</summary>
internal sealed class UnpaidRow
{
    public required long Position { get; init; }

    public required SponsorshipId Id { get; init; }

    public required HostId Host { get; init; }

    public required MigrantId Migrant { get; init; }

    public UnpaidSide HostSide { get; set; }

    public UnpaidSide MigrantSide { get; set; }

    public UnpaidSide Of(Party to) => to == Party.Host ? HostSide : MigrantSide;

    /// <summary>Adds to what is unpaid of a side, or takes off it, on the day of the row.</summary>
    public void Add(Party to, long amount)
    {
        var side = Of(to);
        var sum = side.Amount + amount;
        Set(to, side with { Amount = sum, Since = sum == 0 ? default : side.Amount == 0 ? Day : side.Since });
    }

    public void SetThreshold(Party to, long? atLeast) => Set(to, Of(to) with { AtLeast = atLeast });

    /// <summary>Which kind of line the next posting is, where the last event was a report or a closing; null otherwise.</summary>
    public StatementEntryKind? Announced { get; set; }

    /// <summary>The last day on which something was booked.</summary>
    public DateOnly Day { get; set; } = DateOnly.MinValue;

    private void Set(Party to, UnpaidSide side)
    {
        if (to == Party.Host) HostSide = side;
        else MigrantSide = side;
    }
}

internal sealed record BookedRow(StatementPeriod Month, StatementEntryKind Kind, Booked Booked);

internal sealed record BooksSnapshot(long Position, string? Currency, string TimeZone, long Advanced, long Repaid, long Allotted,
    IReadOnlyList<UnpaidRow> Rows, IReadOnlyList<BookedRow> Months, IReadOnlyList<HeldRow> Credits);

[JsonSerializable(typeof(BooksSnapshot))]
internal sealed partial class BooksJson : JsonSerializerContext;
