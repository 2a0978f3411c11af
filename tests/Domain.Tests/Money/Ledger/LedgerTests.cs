namespace VipOrleans.Domain.Tests.Money;

using System.Text.Json;
using CsCheck;
using VipOrleans.Domain.Money;

public sealed class LedgerTests
{
    private static readonly Asset Nzd = new("NZD"), Place = Asset.Place;
    private static readonly Account World = new("world", Nzd, true), Ann = new("ann", Nzd, false), Bob = new("bob", Nzd, false);
    private static readonly Account Source = new("source", Place, true), Town = new("town", Place, false);

    public static TheoryData<string, Transfer, LedgerRejection, LedgerRejection> Posts => new()
    {
        { "nothing", new("t", World, Ann, 0), LedgerRejection.AmountNotPositive, LedgerRejection.AmountNotPositive },
        { "less than nothing", new("t", World, Ann, -1), LedgerRejection.AmountNotPositive, LedgerRejection.AmountNotPositive },
        { "the least", new("t", World, Ann, long.MinValue), LedgerRejection.AmountNotPositive, LedgerRejection.AmountNotPositive },
        { "one from the world", new("t", World, Ann, 1), LedgerRejection.None, LedgerRejection.None },
        { "to itself", new("t", Ann, Ann, 1), LedgerRejection.AccountsDoNotMatch, LedgerRejection.AccountsDoNotMatch },
        { "to another asset", new("t", Ann, Town, 1), LedgerRejection.AccountsDoNotMatch, LedgerRejection.AccountsDoNotMatch },
        { "all of it", new("t", Ann, Bob, 100), LedgerRejection.None, LedgerRejection.None },
        { "one too many", new("t", Ann, Bob, 101), LedgerRejection.InsufficientBalance, LedgerRejection.InsufficientBalance },
        { "from an empty account", new("t", Bob, Ann, 1), LedgerRejection.InsufficientBalance, LedgerRejection.InsufficientBalance },
        { "what the taker can just hold", new("t", World, Ann, long.MaxValue - 100), LedgerRejection.None, LedgerRejection.None },
        { "more than the taker can hold", new("t", World, Ann, long.MaxValue - 99), LedgerRejection.OutOfRange, LedgerRejection.None },
        { "what the world can just give", new("t", World, Bob, long.MaxValue - 99), LedgerRejection.None, LedgerRejection.None },
        { "more than the world can give", new("t", World, Bob, long.MaxValue - 98), LedgerRejection.OutOfRange,
            LedgerRejection.OutOfRange },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Posts))]
    public void A_transfer_is_posted_or_refused_with_a_reason(string what, Transfer transfer, LedgerRejection expected,
        LedgerRejection held)
    {
        var ledger = Ledger.Empty.Post(new("start", World, Ann, 100));
        Assert.True(expected == ledger.TryPost(transfer, out var next), what);
        if (expected == LedgerRejection.None)
        {
            Assert.Equal(ledger.Posted(transfer.From) - transfer.Amount, next.Posted(transfer.From));
            Assert.Equal(ledger.Posted(transfer.To) + transfer.Amount, next.Posted(transfer.To));
            Assert.Equal(0, next.Sum(Nzd));
        }
        else
        {
            Assert.Same(ledger, next);
            Assert.Throws<LedgerBrokenException>(() => ledger.Post(transfer));
        }

        // Only when a hold is posted is it known whether it is too much for the taker.
        Assert.Equal(held, ledger.TryHold(transfer, out _));
    }

    [Fact]
    public void A_hold_keeps_an_amount_without_moving_it()
    {
        var ledger = Ledger.Empty.Post(new("start", World, Ann, 100)).Hold(new("hold", Ann, Bob, 60));
        Assert.Equal((100, 60, 40), (ledger.Posted(Ann), ledger.Promised(Ann), ledger.Available(Ann)));
        Assert.Equal(0, ledger.Posted(Bob));
        Assert.True(ledger.IsPending("hold"));
        Assert.Equal(LedgerRejection.InsufficientBalance, ledger.TryPost(new("t", Ann, Bob, 41), out _));
        Assert.Equal(LedgerRejection.InsufficientBalance, ledger.TryHold(new("t", Ann, Bob, 41), out _));
        Assert.Equal(LedgerRejection.AlreadyPending, ledger.TryHold(new("hold", Ann, Bob, 1), out _));
    }

    [Fact]
    public void A_hold_is_posted_or_voided_exactly_once()
    {
        var held = Ledger.Empty.Post(new("start", World, Ann, 100)).Hold(new("hold", Ann, Bob, 60));

        var posted = held.PostPending("hold");
        Assert.Equal((40, 0, 60), (posted.Posted(Ann), posted.Promised(Ann), posted.Posted(Bob)));
        Assert.Equal(LedgerRejection.NotPending, posted.TryPostPending("hold", out _));
        Assert.Equal(LedgerRejection.NotPending, posted.TryVoidPending("hold", out _));

        var voided = held.VoidPending("hold");
        Assert.Equal((100, 0, 0), (voided.Posted(Ann), voided.Promised(Ann), voided.Posted(Bob)));
        Assert.Equal(LedgerRejection.NotPending, voided.TryPostPending("hold", out _));
        Assert.Equal(LedgerRejection.NotPending, voided.TryVoidPending("hold", out _));
        Assert.Throws<LedgerBrokenException>(() => voided.PostPending("hold"));
        Assert.Throws<LedgerBrokenException>(() => voided.VoidPending("never"));
    }

    [Fact]
    public void What_the_world_has_promised_it_can_give()
    {
        var ledger = Ledger.Empty.Hold(new("hold", World, Ann, long.MaxValue));
        Assert.Equal(-long.MaxValue, ledger.Available(World));
        Assert.Equal(LedgerRejection.OutOfRange, ledger.TryPost(new("t", World, Bob, 2), out _));
        Assert.Equal(LedgerRejection.OutOfRange, ledger.TryHold(new("t", World, Bob, 2), out _));
        Assert.Equal(LedgerRejection.None, ledger.TryPost(new("t", World, Bob, 1), out var next));
        Assert.Equal(0, next.PostPending("hold").Sum(Nzd));
    }

    [Fact]
    public void A_sum_is_zero_where_its_parts_are_as_large_as_they_get()
    {
        var ledger = Ledger.Empty.Post(new("a", World, Ann, long.MaxValue)).Post(new("b", World, Bob, 1));
        Assert.Equal((long.MinValue, long.MaxValue, 1), (ledger.Posted(World), ledger.Posted(Ann), ledger.Posted(Bob)));
        Assert.Equal(0, ledger.Sum(Nzd));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(3_000, Traits = new[] { "Speed", "slow" })]
    public void A_ledger_does_what_two_dictionaries_would_do_and_breaks_no_law(int histories) => Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 5], Gen.OneOf(Gen.Long[-1, 9], Gen.Long[0, long.MaxValue])).Array[0,
            60].Sample(steps =>
    {
        Account[] accounts = [World, Ann, Bob, Source, Town];
        var ledger = Ledger.Empty;
        var balances = accounts.ToDictionary(a => a, _ => Int128.Zero);
        var pending = new Dictionary<string, Transfer>();
        foreach (var (what, from, to, id, amount) in steps)
        {
            var transfer = new Transfer($"{id}", accounts[from], accounts[to], amount);
            var known = pending.GetValueOrDefault(transfer.Id);
            var (rejection, next) = what switch
            {
                0 => (ledger.TryPost(transfer, out var n), n),
                1 => (ledger.TryHold(transfer, out var n), n),
                2 => (ledger.TryPostPending(transfer.Id, out var n), n),
                _ => (ledger.TryVoidPending(transfer.Id, out var n), n),
            };
            Assert.Equal(Expected(what, transfer, known), rejection);
            ledger = next;
            if (rejection == LedgerRejection.None)
            {
                var moved = what == 2 ? known! : transfer;
                if (what == 1) pending.Add(transfer.Id, transfer);
                if (what >= 2) pending.Remove(transfer.Id);
                if (what is 0 or 2)
                {
                    (balances[moved.From], balances[moved.To]) = (balances[moved.From] - moved.Amount, balances[moved.To] + moved.Amount);
                }

            }

            foreach (var account in accounts)
            {
                Assert.Equal(balances[account], ledger.Posted(account));
                Assert.Equal(Promised(account), ledger.Promised(account));
                Assert.Equal(balances[account] - Promised(account), ledger.Available(account));
                Assert.True(account.MayGoBelowZero || ledger.Available(account) >= 0, $"{account.Name} is below zero.");
            }

            Assert.Equal((0, 0), (ledger.Sum(Nzd), ledger.Sum(Place)));
            Assert.Equal(pending.Keys.Order(), ledger.Pending.Select(t => t.Id).Order());
        }

        var json = JsonSerializer.Serialize(ledger);
        var read = JsonSerializer.Deserialize<Ledger>(json)!;
        Assert.Equal(json, JsonSerializer.Serialize(read));
        Assert.All(accounts, a => Assert.Equal((ledger.Posted(a), ledger.Promised(a)), (read.Posted(a), read.Promised(a))));

        Int128 Promised(Account account) => pending.Values.Where(t => t.From == account).Aggregate(Int128.Zero, (sum, t) => sum + t.Amount);

        LedgerRejection Expected(int what, Transfer t, Transfer? known)
        {
            if (what == 3) return known is null ? LedgerRejection.NotPending : LedgerRejection.None;
            if (what == 2)
            {
                return known is null ? LedgerRejection.NotPending : TooMuchFor(known) ? LedgerRejection.OutOfRange : LedgerRejection.None;
            }

            if (t.Amount <= 0) return LedgerRejection.AmountNotPositive;
            if (t.From == t.To || t.From.Asset != t.To.Asset) return LedgerRejection.AccountsDoNotMatch;
            var left = balances[t.From] - Promised(t.From) - t.Amount;
            if (left < (t.From.MayGoBelowZero ? long.MinValue : 0))
            {
                return t.From.MayGoBelowZero ? LedgerRejection.OutOfRange : LedgerRejection.InsufficientBalance;
            }

            if (what == 0) return TooMuchFor(t) ? LedgerRejection.OutOfRange : LedgerRejection.None;
            if (known is not null) return LedgerRejection.AlreadyPending;
            return Promised(t.From) + t.Amount > long.MaxValue ? LedgerRejection.OutOfRange : LedgerRejection.None;
        }

        bool TooMuchFor(Transfer t) => balances[t.To] + t.Amount > long.MaxValue;
    }, iter: histories);
}
