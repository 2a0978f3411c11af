namespace VipOrleans.Domain.Money;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>What a ledger counts: a currency's minor units, or places.</summary>
/// <param name="Code">The currency's code, or <c>place</c>.</param>
public readonly record struct Asset(string Code)
{
    /// <summary>One unit of a city's quota.</summary>
    public static Asset Place => new("place");
}

/// <summary>An account of a ledger.</summary>
/// <param name="Name">Its name, such as <c>migrant</c>.</param>
/// <param name="Asset">The one asset that it holds.</param>
/// <param name="MayGoBelowZero">True for accounts that stand for the world outside: what entered the ledger came from there.</param>
public readonly record struct Account(string Name, Asset Asset, bool MayGoBelowZero);

/// <summary>
/// Moves an amount of one asset from one account to another. It takes from one what it gives to the other, so the sum stays zero.
/// </summary>
/// <param name="Id">What the transfer belongs to; a pending transfer is posted or voided by it.</param>
/// <param name="From">The account that gives.</param>
/// <param name="To">The account that gets.</param>
/// <param name="Amount">How much, above zero.</param>
public sealed record Transfer(string Id, Account From, Account To, long Amount);

/// <summary>Why the ledger did not take a transfer.</summary>
public enum LedgerRejection
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>The amount is not above zero.</summary>
    AmountNotPositive,

    /// <summary>The two accounts hold different assets, or are the same account.</summary>
    AccountsDoNotMatch,

    /// <summary>The giving account would go below zero, pending transfers counted.</summary>
    InsufficientBalance,

    /// <summary>A transfer with this id is pending already.</summary>
    AlreadyPending,

    /// <summary>No transfer with this id is pending: it never was, or it was posted or voided before.</summary>
    NotPending,

    /// <summary>A balance would leave the range of 64 bits.</summary>
    OutOfRange,
}

/// <summary>
/// A small double-entry ledger that serves places and currencies alike. It is an immutable value: every operation gives the next ledger or
/// a <see cref="LedgerRejection"/>, and changes nothing by itself.
/// </summary>
/// <remarks>
/// Laws, checked at every step: for each asset all balances add up to zero; an account that may not go below zero has at least what its
/// pending transfers promise; a pending transfer is posted or voided exactly once.
/// </remarks>
[JsonConverter(typeof(LedgerJsonConverter))]
public sealed class Ledger
{
    /// <summary>The ledger without accounts.</summary>
    public static readonly Ledger Empty = new(ImmutableDictionary<Account, Balance>.Empty, ImmutableDictionary<string, Transfer>.Empty);

    private readonly ImmutableDictionary<Account, Balance> _balances;
    private readonly ImmutableDictionary<string, Transfer> _pending;

    internal Ledger(ImmutableDictionary<Account, Balance> balances, ImmutableDictionary<string, Transfer> pending) =>
        (_balances, _pending) = (balances, pending);

    /// <summary>The accounts that have been used, with their posted balances.</summary>
    public IEnumerable<(Account Account, long Posted)> Balances => _balances.Select(b => (b.Key, b.Value.Posted));

    /// <summary>The transfers that are pending.</summary>
    public IEnumerable<Transfer> Pending => _pending.Values;

    /// <summary>What has been posted to an account, pending transfers not counted.</summary>
    public long Posted(Account account) => _balances.GetValueOrDefault(account).Posted;

    /// <summary>What an account can still give: posted less what pending transfers promise to others.</summary>
    public long Available(Account account)
    {
        var balance = _balances.GetValueOrDefault(account);
        return balance.Posted - balance.Promised;
    }

    /// <summary>What pending transfers will take from an account.</summary>
    public long Promised(Account account) => _balances.GetValueOrDefault(account).Promised;

    /// <summary>True while a transfer with this id is pending.</summary>
    public bool IsPending(string id) => _pending.ContainsKey(id);

    /// <summary>The sum of all balances of an asset: zero, always.</summary>
    public long Sum(Asset asset) =>
        (long)_balances.Where(b => b.Key.Asset == asset).Aggregate(Int128.Zero, (sum, b) => sum + b.Value.Posted);

    /// <summary>Posts a transfer at once.</summary>
    public LedgerRejection TryPost(Transfer transfer, out Ledger next)
    {
        next = this;
        var rejection = Check(transfer);
        if (rejection != LedgerRejection.None) return rejection;
        return Move(_balances, _pending, transfer, out next);
    }

    /// <summary>Keeps an amount for a transfer that is posted or voided later.</summary>
    public LedgerRejection TryHold(Transfer transfer, out Ledger next)
    {
        next = this;
        var rejection = Check(transfer);
        if (rejection != LedgerRejection.None) return rejection;
        if (_pending.ContainsKey(transfer.Id)) return LedgerRejection.AlreadyPending;
        var balance = _balances.GetValueOrDefault(transfer.From);
        if (balance.Promised > long.MaxValue - transfer.Amount) return LedgerRejection.OutOfRange;
        next = new(_balances.SetItem(transfer.From, balance with { Promised = balance.Promised + transfer.Amount }),
            _pending.Add(transfer.Id, transfer));
        return LedgerRejection.None;
    }

    /// <summary>Posts a pending transfer.</summary>
    public LedgerRejection TryPostPending(string id, out Ledger next)
    {
        next = this;
        return _pending.TryGetValue(id, out var transfer)
            ? Move(WithoutPromise(transfer), _pending.Remove(id), transfer, out next)
            : LedgerRejection.NotPending;
    }

    /// <summary>Gives up a pending transfer; what it kept is available again.</summary>
    public LedgerRejection TryVoidPending(string id, out Ledger next)
    {
        next = this;
        if (!_pending.TryGetValue(id, out var transfer)) return LedgerRejection.NotPending;
        next = new(WithoutPromise(transfer), _pending.Remove(id));
        return LedgerRejection.None;
    }

    /// <summary>The next ledger, where the transfer is known to be right: an event says that it was made.</summary>
    /// <exception cref="LedgerBrokenException">The ledger does not take it: events and rules do not fit together.</exception>
    public Ledger Post(Transfer transfer) => Demand(TryPost(transfer, out var next), next, transfer.Id);

    /// <inheritdoc cref="Post"/>
    public Ledger Hold(Transfer transfer) => Demand(TryHold(transfer, out var next), next, transfer.Id);

    /// <inheritdoc cref="Post"/>
    public Ledger PostPending(string id) => Demand(TryPostPending(id, out var next), next, id);

    /// <inheritdoc cref="Post"/>
    public Ledger VoidPending(string id) => Demand(TryVoidPending(id, out var next), next, id);

    /// <summary>The transfers that undo some others exactly: each the other way round, the last one first.</summary>
    public static IEnumerable<Transfer> Mirror(IReadOnlyList<Transfer> transfers) =>
        transfers.Reverse().Select(t => new Transfer($"reversed-{t.Id}", t.To, t.From, t.Amount));

    private static Ledger Demand(LedgerRejection rejection, Ledger next, string id) =>
        rejection == LedgerRejection.None
            ? next : throw new LedgerBrokenException($"The ledger refuses '{id}', which an event says was made: {rejection}.");

    private LedgerRejection Check(Transfer transfer)
    {
        if (transfer.Amount <= 0) return LedgerRejection.AmountNotPositive;
        if (transfer.From.Asset != transfer.To.Asset || transfer.From == transfer.To) return LedgerRejection.AccountsDoNotMatch;
        if (!transfer.From.MayGoBelowZero)
        {
            return Available(transfer.From) < transfer.Amount ? LedgerRejection.InsufficientBalance : LedgerRejection.None;
        }

        return Available(transfer.From) < long.MinValue + transfer.Amount ? LedgerRejection.OutOfRange : LedgerRejection.None;
    }

    private ImmutableDictionary<Account, Balance> WithoutPromise(Transfer transfer)
    {
        var balance = _balances[transfer.From];
        return _balances.SetItem(transfer.From, balance with { Promised = balance.Promised - transfer.Amount });
    }

    private LedgerRejection Move(ImmutableDictionary<Account, Balance> balances, ImmutableDictionary<string, Transfer> pending,
        Transfer transfer, out Ledger next)
    {
        next = this;
        var giver = balances.GetValueOrDefault(transfer.From);
        var taker = balances.GetValueOrDefault(transfer.To);
        // The giver's range was checked when the transfer was taken up, promises counted.
        if (taker.Posted > long.MaxValue - transfer.Amount) return LedgerRejection.OutOfRange;
        giver = giver with { Posted = giver.Posted - transfer.Amount };
        taker = taker with { Posted = taker.Posted + transfer.Amount };
        // The law stands here and not in a debug build: a ledger that would break it must not come to be.
        if (!transfer.From.MayGoBelowZero && giver.Posted < giver.Promised)
        {
            throw new LedgerBrokenException($"'{transfer.From.Name}' would go below zero by '{transfer.Id}'.");
        }

        next = new(balances.SetItem(transfer.From, giver).SetItem(transfer.To, taker), pending);
        return LedgerRejection.None;
    }

    internal readonly record struct Balance(long Posted, long Promised);

    internal ImmutableDictionary<Account, Balance> AllBalances => _balances;
}

/// <summary>A law of the ledger would be broken: a defect of the program, never of its input.</summary>
public sealed class LedgerBrokenException(string message) : InvalidOperationException(message);
