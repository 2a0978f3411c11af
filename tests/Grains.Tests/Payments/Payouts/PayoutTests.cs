namespace VipOrleans.Grains.Tests.Payments;

using System.Xml.Linq;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using static VipOrleans.Grains.Tests.World;

public sealed class PayoutTests(World world) : IClassFixture<World>
{
    private static readonly XNamespace Iso = CreditTransferFile.Namespace;
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task What_is_collected_is_reserved_instructed_by_a_second_officer_and_settled_with_the_banks_statement()
    {
        var city = await PayoutWorld.Begin(_world, 3);
        var collected = (await city.Balance()).Collected;
        Assert.True(collected.Minor > 0);

        Accepted("opened", await city.Open());
        await city.Quiet();
        Assert.Equal((Money.Zero(Nzd), collected), ((await city.Balance()).Collected, (await city.Balance()).InTransit));
        Assert.Equal(PayoutStatus.Reserved, (await city.Payout.Get())!.Status);

        Refused(RejectionCode.SameOfficer, await city.Instruct(actor: PayoutWorld.Opener));
        Accepted("instructed", await city.Instruct());
        var view = (await city.Payout.Get())!;
        Assert.Equal((PayoutStatus.Instructed, 3, collected), (view.Status, view.Count, view.Sum));
        var file = XDocument.Parse(await city.File());
        Assert.Equal(["3", "3"], file.Descendants(Iso + "NbOfTxs").Select(e => e.Value));
        Assert.Equal([collected.Amount, collected.Amount], file.Descendants(Iso + "CtrlSum").Select(e => e.Value));
        Assert.Equal(["Aroha Ngata", "Aroha Ngata", "Aroha Ngata"],
            file.Descendants(Iso + "Cdtr").Select(e => e.Element(Iso + "Nm")!.Value));

        var read = await city.Payout.ReadBankFile(Command(),
            await city.Statement("S1", (1, BankWord.Settled), (2, BankWord.Settled), (3, BankWord.Rejected)));
        Accepted("read", read.Result);
        await city.Quiet();
        Assert.Equal([PaymentState.Settled, PaymentState.Settled, PaymentState.Rejected], await city.States());
        var balance = await city.Balance();
        Assert.Equal((0, collected), (balance.InTransit.Minor, balance.PaidOut + balance.Collected));
        Assert.True(balance.Collected.Minor > 0);

        Accepted("read", (await city.Payout.ReadBankFile(Command(), await city.Statement("S2", (1, BankWord.Returned)))).Result);
        await city.Quiet();
        var after = await city.Balance();
        Assert.True(after.PaidOut < balance.PaidOut);
        Assert.Equal(collected, after.PaidOut + after.Collected);
    }

    [Fact]
    public async Task The_same_bank_file_twice_changes_nothing_and_neither_does_the_same_statement_fetched_again()
    {
        var city = await Instructed(1);
        var file = await city.Statement("S1", (1, BankWord.Settled));
        var first = await city.Payout.ReadBankFile(Command(), file);
        Assert.Equal((PaymentState.Instructed, PaymentState.Settled), (first.Answers[0].Before, first.Answers[0].State));
        await city.Quiet();
        var version = (await city.Payout.Get())!.Version;
        var again = await city.Payout.ReadBankFile(Command(), file);
        Accepted("known", again.Result);
        Assert.Equal(again.Answers[0].Before, again.Answers[0].State);
        Assert.Equal(version, (await city.Payout.Get())!.Version);
        Accepted("known",
            (await city.Payout.ReadBankFile(Command(), file with { Message = file.Message with { Sha256 = new('f', 64) } })).Result);
        Assert.Equal(version, (await city.Payout.Get())!.Version);
    }

    [Fact]
    public async Task A_host_without_an_account_is_left_out_with_a_reason_and_keeps_the_money()
    {
        var city = await PayoutWorld.Begin(_world, 2, null, 2);
        var collected = (await city.Balance()).Collected;
        Accepted("opened", await city.Open());
        await city.Quiet();
        var payments = (await city.Payout.Payments(0, 200))!.Items;
        Assert.Equal([(PaymentState.Reserved, null), (PaymentState.LeftOut, (LeftOutReason?)LeftOutReason.PayeeMissing)],
            payments.Select(p => (p.State, p.LeftOut)));
        var balance = await city.Balance();
        Assert.Equal((payments[0].Amount, collected - payments[0].Amount), (balance.InTransit, balance.Collected));
    }

    [Fact]
    public async Task A_host_whose_account_is_gone_when_the_file_is_made_is_left_out_of_it()
    {
        var city = await PayoutWorld.Begin(_world, 2);
        Accepted("opened", await city.Open());
        await city.Quiet();
        Accepted("ended", await city.Sponsorship(2).End(Command(), Party.Migrant, EndReason.MigrantLeft, null));
        await Until(async () => (await _world.Host(city.Sponsorships[1].Host).Get())!.Sponsorship is null, "the host to be free");
        Accepted("erased", await _world.Host(city.Sponsorships[1].Host).ErasePerson(Command(), "own-request"));
        Accepted("instructed", await city.Instruct());
        await city.Quiet();
        Assert.Equal([PaymentState.Instructed, PaymentState.LeftOut], await city.States());
        Assert.Equal((1, (await city.Balance()).InTransit), ((await city.Payout.Get())!.Count, (await city.Payout.Get())!.Sum));
        Assert.True((await city.Balance()).Collected.Minor > 0);
    }

    [Fact]
    public async Task The_file_is_the_same_bytes_for_ever_whatever_becomes_of_the_hosts_account()
    {
        var city = await Instructed(1);
        var file = await city.File();
        Accepted("provided",
            await _world.Host(city.Sponsorships[0].Host).ProvidePayee(Command(), PayoutWorld.Aroha with { Name = "Aroha Other" }));
        await _world.Restart();
        Assert.Equal(file, await city.File());
        Assert.Equal((await city.Payout.Get())!.Sha256, PayoutWorld.HashOf(System.Text.Encoding.UTF8.GetBytes(file)));
    }

    [Fact]
    public async Task A_payment_without_an_answer_is_never_instructed_again_by_this_batch_or_another()
    {
        var city = await Instructed(1);
        Refused(RejectionCode.PayoutWrongState, await city.Instruct());
        Refused(RejectionCode.PayoutWrongState, await city.Payout.Cancel(Command()));
        var other = _world.Grains.GetGrain<IPayoutGrain>(PayoutId.From(city.City, "another").Value);
        Accepted("opened", await other.Open(Command(), new(PayoutWorld.Today, Money.Parse("0.01", Nzd), "again")));
        await Until(async () => (await other.Get())!.Status == PayoutStatus.Reserved, "the other batch to be reserved");
        Assert.Empty((await other.Payments(0, 200))!.Items);
        Refused(RejectionCode.NothingToPay, await other.Instruct(Command(actor: PayoutWorld.Second)));
    }

    [Fact]
    public async Task A_batch_that_is_called_off_gives_everything_back()
    {
        var city = await PayoutWorld.Begin(_world, 2);
        var collected = (await city.Balance()).Collected;
        Accepted("opened", await city.Open());
        Accepted("cancelled", await city.Payout.Cancel(Command()));
        await city.Quiet();
        Assert.Equal((collected, 0), ((await city.Balance()).Collected, (await city.Balance()).InTransit.Minor));
        Refused(RejectionCode.PayoutWrongState, await city.Instruct());
    }

    [Fact]
    public async Task Without_the_citys_account_nothing_is_instructed_and_nobodys_account_is_read()
    {
        var city = new PayoutWorld(_world, await _world.OpenCity(1));
        await city.Add();
        Accepted("opened", await city.Open());
        await city.Quiet();
        Refused(RejectionCode.PayingAccountMissing, await city.Instruct());
        Assert.Empty(await _world.Host(city.Sponsorships[0].Host).PersonAccesses(10));
        Accepted("decided", await _world.City(city.City).DecidePayingAccount(Command(), PayoutWorld.Council));
        Accepted("instructed", await city.Instruct());
        var access = Assert.Single(await _world.Host(city.Sponsorships[0].Host).PersonAccesses(10));
        Assert.Equal((PayoutWorld.Second, "payout", "read-file"), (access.Actor, access.Purpose, access.Action));
    }

    [Fact]
    public async Task No_account_and_no_name_of_a_host_comes_into_the_journal()
    {
        var city = await Instructed(1);
        Assert.Contains("Aroha Ngata", await city.File(), StringComparison.Ordinal);
        foreach (var secret in (string[])["Ngāta", "Ngata", "01-0123", "010123", "ANZBNZ22", "Karangahape"])
        {
            Assert.False(_world.JournalHas(secret), secret);
        }

        Assert.True(_world.JournalHas("12-3113-0012345-00"), "The city's own account is public.");
    }

    [Fact]
    public async Task An_old_request_that_comes_again_does_not_bring_an_old_account_back()
    {
        var host = await _world.AddHost(await _world.OpenCity(1));
        var second = PayoutWorld.Aroha with { Account = new(null, "02-0123-0123456-00", "BKNZNZ22") };
        Accepted("provided", await _world.Host(host).ProvidePayee(Command("first"), PayoutWorld.Aroha));
        Accepted("provided", await _world.Host(host).ProvidePayee(Command("second"), second));
        Accepted("provided", await _world.Host(host).ProvidePayee(Command("first"), PayoutWorld.Aroha));
        Assert.Equal(second, await _world.Host(host).ReadPayee(new() { Actor = "city-officer:test", Purpose = "test" }));
        Refused(RejectionCode.IdempotencyKeyReused, await _world.Host(host).ProvidePayee(Command("first"), second));
        Refused(RejectionCode.InvalidInput, await _world.Host(host).ProvidePayee(Command(), second with { Name = "Ольга" }));
    }

    [Fact]
    public async Task The_list_of_payouts_is_folded_from_the_feed_and_made_again_the_same()
    {
        var city = await Instructed(1);
        var list = _world.Grains.Payouts(city.City);
        var entry = Assert.Single((await list.List(0, 10)).Items);
        Assert.Equal((city.Id, PayoutStatus.Instructed, 1), (entry.Id, entry.Status, entry.Count));
        await list.Rebuild();
        Assert.Equal(entry, Assert.Single((await list.List(0, 10)).Items));
    }

    private async Task<PayoutWorld> Instructed(int sponsorships)
    {
        var city = await PayoutWorld.Begin(_world, sponsorships);
        Accepted("opened", await city.Open());
        await city.Quiet();
        Accepted("instructed", await city.Instruct());
        return city;
    }
}
