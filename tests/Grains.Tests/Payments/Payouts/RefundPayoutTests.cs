namespace VipOrleans.Grains.Tests.Payments;

using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Payments;
using static VipOrleans.Grains.Tests.World;

/// <summary>Refunds on their way to migrants, and the account that they come from when hosts are paid already.</summary>
public sealed class RefundPayoutTests(World world) : IClassFixture<World>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task A_refund_waits_is_reserved_instructed_to_the_migrants_account_and_paid()
    {
        var city = await PayoutWorld.BeginRefunds(_world, 2);
        var waiting = (await city.Balance()).Refund;
        Assert.True(waiting.Minor > 0);
        await Adds(city);

        Accepted("opened", await city.Open());
        await city.Quiet();
        Assert.Equal((0, waiting), ((await city.Balance()).Refund.Minor, (await city.Balance()).RefundInTransit));
        var collected = (await city.Balance()).Collected;
        Accepted("instructed", await city.Instruct());
        Assert.Contains("Ligaya Santos", await city.File(), StringComparison.Ordinal);
        Assert.DoesNotContain("Aroha", await city.File(), StringComparison.Ordinal);
        Accepted("read",
            (await city.Payout.ReadBankFile(Command(), await city.Statement("S1", (1, BankWord.Settled), (2, BankWord.Rejected)))).Result);
        await city.Quiet();
        Assert.Equal([PaymentState.Settled, PaymentState.Rejected], await city.States());
        var after = await Adds(city);
        Assert.Equal((waiting, 0, collected), (after.Refund + after.RefundPaid, after.RefundInTransit.Minor, after.Collected));
        Assert.True(after.RefundPaid.Minor > 0 && after.Refund.Minor > 0);

        // The migrant sees each with the id that the bank shows.
        var own = (await city.Sponsorship(1).PaymentsTo(Party.Migrant))!;
        Assert.Equal((0, city.Id.Payment(1), HostPaymentState.Settled),
            (own.Waiting.Minor, Assert.Single(own.Payments).Payment, own.Payments[0].State));
        var other = (await city.Sponsorship(2).PaymentsTo(Party.Migrant))!;
        Assert.Equal((after.Refund, HostPaymentState.Released), (other.Waiting, Assert.Single(other.Payments).State));
        Assert.Empty((await city.Sponsorship(1).PaymentsTo(Party.Host))!.Payments);
        foreach (var secret in (string[])["Ligaya Santos", "0012345678", "Rizal"]) Assert.False(_world.JournalHas(secret), secret);
    }

    [Fact]
    public async Task A_migrant_without_an_account_is_listed_with_the_age_of_what_waits_and_is_paid_once_there_is_one()
    {
        var city = await PayoutWorld.BeginRefunds(_world, 1, haveAccounts: false);
        var books = _world.Grains.Books(city.City);
        _world.Time.Advance(TimeSpan.FromDays(40));
        var entry = Assert.Single((await books.Unpaid(Party.Migrant, 1, 0, 10)).Items);
        Assert.Equal((40, await city.Migrant(1), (await city.Balance()).Refund), (entry.Days, entry.Migrant, entry.Amount));
        var again = new PayoutWorld(_world, city.City) { To = Party.Migrant };
        Accepted("opened", await again.Payout.Open(Command(actor: PayoutWorld.Opener),
            new(PayoutWorld.Today.AddDays(60), Money.Parse("1.00", Nzd), "refunds", Party.Migrant)));
        await again.Quiet();
        Assert.Equal(LeftOutReason.PayeeMissing, Assert.Single((await again.Payout.Payments(0, 10))!.Items).LeftOut);
        // Its age does not begin again with a payment that did not come about.
        var since = Assert.Single((await books.Unpaid(Party.Migrant, 1, 0, 10)).Items).Since;

        // After the end, and after the death: the estate's account, and another officer than the one who has named it.
        Accepted("ended", await city.Sponsorship(1).End(Command(), Party.Migrant, EndReason.MigrantLeft, null));
        Accepted("provided",
            await _world.Migrant(await city.Migrant(1)).ProvideEstatePayee(Command(actor: PayoutWorld.Second), PayoutWorld.Ligaya,
                "probate/2026-3"));
        var later = _world.Grains.Payout(PayoutId.From(city.City, "later"));
        Accepted("opened", await later.Open(Command(actor: PayoutWorld.Opener),
            new(PayoutWorld.Today.AddDays(60), Money.Parse("1.00", Nzd), "refunds", Party.Migrant)));
        await Until(async () => (await later.Get())!.Status == PayoutStatus.Reserved, "the payout to be reserved");
        Refused(RejectionCode.SameOfficer, await later.Instruct(Command(actor: PayoutWorld.Second)));
        Accepted("instructed", await later.Instruct(Command(actor: "city-officer:three")));
        Assert.Empty((await books.Unpaid(Party.Migrant, 1, 0, 10)).Items);
        await books.Rebuild();
        Assert.Empty((await books.Unpaid(Party.Migrant, 1, 0, 10)).Items);
        Assert.True(since >= new DateOnly(2026, 3, 1));
    }

    [Fact]
    public async Task A_small_sum_waits_for_the_citys_threshold_or_for_a_lower_one_of_the_payees_own()
    {
        var city = await PayoutWorld.BeginRefunds(_world, 2);
        var books = _world.Grains.Books(city.City);
        var least = (await books.Unpaid(Party.Migrant, 1, 0, 10)).Items.Min(u => u.Amount.Minor);
        Assert.Empty((await books.Unpaid(Party.Migrant, 100_000_00, 0, 10)).Items);
        Accepted("set", await city.Sponsorship(1).SetPayoutThreshold(Command(), Party.Migrant, new(least, Nzd)));
        Assert.Equal(city.Sponsorships[0].Sponsorship,
            Assert.Single((await books.Unpaid(Party.Migrant, 100_000_00, 0, 10)).Items).Sponsorship);
        Assert.Empty((await books.Unpaid(Party.Host, 100_000_00, 0, 10)).Items);

        Accepted("opened", await city.Open(minimum: "100000.00"));
        await city.Quiet();
        var paid = Assert.Single((await city.Payout.Payments(0, 10))!.Items);
        Assert.Equal((city.Sponsorships[0].Sponsorship, PaymentState.Reserved), (paid.Sponsorship, paid.State));
    }

    [Fact]
    public async Task What_the_guarantee_cannot_pay_waits_for_a_top_up_and_somebody_is_told()
    {
        var city = await PayoutWorld.Begin(_world, 1);
        Accepted("opened", await city.Open());
        await city.Quiet();
        Accepted("instructed", await city.Instruct());
        Accepted("read", (await city.Payout.ReadBankFile(Command(), await city.Statement("S1", (1, BankWord.Settled)))).Result);
        await city.Quiet();
        Accepted("provided", await _world.Migrant(await city.Migrant(1)).ProvideOwnAccount(Command(), PayoutWorld.Ligaya));
        var guarantee = _world.Grains.Guarantee(city.City);
        Accepted("decided", await guarantee.Decide(Command(), new(Money.Zero(Nzd), Money.Zero(Nzd))));
        Assert.Equal((0, false), ((await guarantee.Get())!.Balance.Minor, (await guarantee.Get())!.IsLow));

        // The host is paid; what comes back to the migrant is advanced.
        await city.Correct(1, "0.00");
        var advanced = (await city.Balance()).Advanced;
        Assert.True(advanced.Minor > 0);
        await Until(() => _world.Reminders.Watches.Count == 1, "the watch to be set");
        for (var hour = 0; hour < 2; hour++) await _world.WatchesTick();
        var view = (await guarantee.Get())!;
        Assert.Equal((-advanced, Money.Zero(Nzd), true), (view.Balance, view.Cover, view.IsLow));
        Assert.Equal(1, await Count("guarantee-ran-low"));

        var refunds = new PayoutWorld(_world, city.City) { To = Party.Migrant };
        var first = _world.Grains.Payout(PayoutId.From(city.City, "first"));
        Assert.Equal(LeftOutReason.GuaranteeShort, (await Payment(first)).LeftOut);
        Assert.Equal(advanced, (await refunds.Balance()).Refund);

        Accepted("topped-up", await guarantee.TopUp(Command(), new("budget/1", advanced, PayoutWorld.Today)));
        Accepted("topped-up", await guarantee.TopUp(Command(), new("budget/1", advanced, PayoutWorld.Today)));
        Assert.Equal((1, Money.Zero(Nzd), false),
            (await Count("guarantee-recovered"), (await guarantee.Get())!.Balance, (await guarantee.Get())!.IsLow));
        var second = _world.Grains.Payout(PayoutId.From(city.City, "second"));
        Assert.Equal((null, PaymentState.Reserved), ((await Payment(second)).LeftOut, (await Payment(second)).State));

        async Task<PaymentView> Payment(IPayoutGrain payout)
        {
            if (await payout.Get() is null)
            {
                Accepted("opened", await payout.Open(Command(actor: PayoutWorld.Opener),
                    new(PayoutWorld.Today.AddDays(3), Money.Parse("1.00", Nzd), "refunds", Party.Migrant)));
            }

            await Until(async () => await payout.Get() is { IsUnderWay: false }, "the payout to come to rest");
            return Assert.Single((await payout.Payments(0, 10))!.Items);
        }

        async Task<int> Count(string type) =>
            (await _world.EventsOf(StreamId.Of(city.City.Value, "guarantee", "account"))).Count(e => e.Type == type);
    }

    [Fact]
    public async Task The_estate_of_a_host_is_paid_and_the_account_of_who_has_died_is_not_changed_any_more()
    {
        var city = await PayoutWorld.Begin(_world, 1);
        var host = _world.Host(city.Sponsorships[0].Host);
        Refused(RejectionCode.InvalidInput, await host.ProvideEstatePayee(Command(), PayoutWorld.Ligaya, "her sister Aroha"));
        Accepted("provided", await host.ProvideEstatePayee(Command(actor: PayoutWorld.Second), PayoutWorld.Ligaya, "probate/2026-4"));
        Refused(RejectionCode.WrongState, await host.ProvidePayee(Command(), PayoutWorld.Aroha));
        Accepted("opened", await city.Open());
        await city.Quiet();
        Refused(RejectionCode.SameOfficer, await city.Instruct());
        Accepted("instructed", await city.Instruct(actor: "city-officer:three"));
        Assert.Contains("Ligaya Santos", await city.File(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payout_of_any_size_is_parted_under_what_the_bank_takes_and_each_is_paid_once()
    {
        await using var world = await Start(new()
        {
            Services = s => s.Configure<PayoutOptions>(o => (o.PaymentsPerFile, o.SumPerFile) = (2, 1_000_000)),
        });
        var city = await PayoutWorld.Begin(world, 5);
        var collected = (await city.Balance()).Collected;
        Accepted("opened", await city.Open());
        await city.Quiet();
        var (parts, next) = (new List<PayoutView>(), (PayoutId?)city.Id);
        while (next is { } id)
        {
            await Until(async () => await world.Grains.Payout(id).Get() is { IsUnderWay: false }, "a part to come to rest");
            parts.Add((await world.Grains.Payout(id).Get())!);
            next = parts[^1].ContinuedBy;
        }

        Assert.Equal([2, 2, 1], parts.Select(p => p.Totals.Single().Count));
        Assert.Equal([null, parts[0].Id, parts[1].Id], parts.Select(p => p.Continues));
        Assert.All(parts, p => Assert.Equal((PayoutWorld.Opener, "AKL shares 2026-03"), (p.OpenedBy, p.Reference)));
        Assert.Equal((Money.Zero(Nzd), collected), ((await city.Balance()).Collected, (await city.Balance()).InTransit));
        Refused(RejectionCode.SameOfficer, await world.Grains.Payout(parts[2].Id).Instruct(Command(actor: PayoutWorld.Opener)));
        foreach (var part in parts) Accepted("instructed", await world.Grains.Payout(part.Id).Instruct(Command(actor: PayoutWorld.Second)));
        Assert.Equal(3, (await world.Grains.Payouts(city.City).List(0, 10)).Items.Count);
    }

    // Booked is what waits, what is on its way and what has arrived.
    private static async Task<TrialBalance> Adds(PayoutWorld city)
    {
        var balance = await city.Balance();
        var booked = balance.Accounts.Single(a => a.Account == SponsorshipAccounts.RefundBooked(Nzd).Name).Balance;
        Assert.Equal(-booked, balance.Refund + balance.RefundInTransit + balance.RefundPaid);
        return balance;
    }
}
