namespace VipOrleans.Grains.Tests.Payments;

using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using static VipOrleans.Grains.Tests.World;

/// <summary>A fund that pays: what is granted goes with the host's next payment, and what a bank gives back goes again.</summary>
public sealed class LossFundTests(World world) : IClassFixture<World>
{
    private const string Claimant = "city-officer:one", Decider = "city-officer:two";

    private readonly World _world = world.AsNew();

    [Fact]
    public async Task A_granted_claim_is_paid_with_the_hosts_next_payment_and_again_when_the_bank_gives_it_back()
    {
        var city = await PayoutWorld.BeginWithLevy(_world, 1);
        var fund = _world.Grains.LossFund(city.City);
        var sponsorship = city.Sponsorships[0].Sponsorship;
        var before = await city.Balance();
        await Allot(fund, "500.00");
        Assert.Equal((before.Levy, Nzd500), ((await city.Balance()).Levy, (await city.Balance()).Fund));
        Accepted("claimed", await fund.Claim(Command(actor: Claimant), sponsorship, Support("300.00")));
        Refused(RejectionCode.SameOfficer, await fund.Decide(Command(actor: Claimant), sponsorship, LossKind.UnemploymentSupport, true));
        Accepted("decided", await fund.Decide(Command(actor: Decider), sponsorship, LossKind.UnemploymentSupport, true));
        await Until(async () => (await city.Balance()).Loss.Minor == 300_00, "the loss to be booked");
        Assert.Equal((Money.Parse("200.00", Nzd), Money.Parse("200.00", Nzd)), ((await city.Balance()).Fund, (await fund.Get())!.Free));
        Assert.Equal(before.Collected + Money.Parse("300.00", Nzd),
            Assert.Single((await Books(city).Unpaid(Party.Host, 1, 0, 9)).Items).Amount);
        Assert.Equal(before.Collected + Money.Parse("300.00", Nzd), (await city.Sponsorship(1).PaymentsTo(Party.Host))!.Waiting);

        Accepted("opened", await city.Open());
        await city.Quiet();
        Accepted("instructed", await city.Instruct());
        var payment = Assert.Single((await city.Payout.Payments(0, 9))!.Items);
        Assert.Equal(before.Collected + Money.Parse("300.00", Nzd), payment.Amount);
        Assert.Equal((0, 300_00), ((await city.Balance()).Loss.Minor, (await city.Balance()).LossInTransit.Minor));
        Assert.Equal(LossState.Granted, (await Claim(fund, sponsorship)).State);

        await Answer(city, city.Payout, "S1", BankWord.Settled);
        await Until(async () => (await Claim(fund, sponsorship)).State == LossState.Paid, "the fund to hear that it was paid");
        Assert.Equal(payment.Id, (await Claim(fund, sponsorship)).Reference);
        Assert.Equal((0, 300_00), ((await city.Balance()).LossInTransit.Minor, (await city.Balance()).LossPaid.Minor));
        Assert.Equal((Nzd500, before.Levy), (await Sums(fund)));

        await Answer(city, city.Payout, "S2", BankWord.Returned);
        await Until(async () => (await Claim(fund, sponsorship)).State == LossState.Granted, "the fund to hear that it came back");
        Assert.Null((await Claim(fund, sponsorship)).Reference);
        Assert.Equal((300_00, 0), ((await city.Balance()).Loss.Minor, (await city.Balance()).LossPaid.Minor));

        // With the next one, once; and everything is as it was made again from the first event.
        var next = _world.Grains.Payout(PayoutId.From(city.City, "next"));
        Accepted("opened", await next.Open(Command(actor: PayoutWorld.Opener),
            new(PayoutWorld.Today.AddDays(9), Money.Parse("1.00", Nzd), "again")));
        await Until(async () => (await next.Get())!.Status == PayoutStatus.Reserved, "the next payout");
        Accepted("instructed", await next.Instruct(Command(actor: PayoutWorld.Second)));
        await Answer(city, next, "S3", BankWord.Settled);
        await Until(async () => (await Claim(fund, sponsorship)).State == LossState.Paid, "the fund to hear of the second payment");
        var after = await city.Balance();
        Assert.Equal((0, 0, 300_00), (after.Loss.Minor, after.LossInTransit.Minor, after.LossPaid.Minor));
        await Books(city).Rebuild();
        Assert.Equal(after with { Accounts = [] }, (await city.Balance()) with { Accounts = [] });
        Assert.All(after.Accounts.Where(a => a.Account is "fund" or "loss" or "fined"), a => Assert.True(a.Balance.Minor >= 0));

        // The statements of the host and the city show it.
        var period = StatementPeriod.Parse("2026");
        var account = (await city.Sponsorship(1).Account(period))!;
        Assert.Contains(StatementEntryKind.LossGiven, account.Entries.Select(e => e.Kind));
        Assert.Equal(Money.Parse("300.00", Nzd), account.Closing.LossPaid);
        Assert.Equal(account.Closing, (await Books(city).Statement(period))!.Closing);
    }

    [Fact]
    public async Task What_two_tell_the_fund_at_once_or_twice_is_what_the_books_say()
    {
        var city = await PayoutWorld.BeginWithLevy(_world, 1);
        var fund = _world.Grains.LossFund(city.City);
        var sponsorship = city.Sponsorships[0].Sponsorship;
        await Allot(fund, "500.00");
        Accepted("claimed", await fund.Claim(Command(actor: Claimant), sponsorship, Support("300.00")));
        await fund.Follow(sponsorship);
        Assert.Empty(await city.Sponsorship(1).Losses());
        Accepted("decided", await fund.Decide(Command(actor: Decider), sponsorship, LossKind.UnemploymentSupport, true));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fund.Follow(sponsorship)));
        Assert.Equal(300_00, Assert.Single(await city.Sponsorship(1).Losses()).Amount.Minor);
        await _world.Restart();
        await _world.Grains.LossFund(city.City).Follow(sponsorship);
        Assert.Single(await city.Sponsorship(1).Losses());
        Assert.Equal((300_00, 200_00), ((await city.Balance()).Loss.Minor, (await city.Balance()).Fund.Minor));
    }

    [Fact]
    public async Task A_refused_claim_is_not_paid()
    {
        var city = await PayoutWorld.BeginWithLevy(_world, 1);
        var fund = _world.Grains.LossFund(city.City);
        var sponsorship = city.Sponsorships[0].Sponsorship;
        await Allot(fund, "500.00");
        Accepted("claimed", await fund.Claim(Command(actor: Claimant), sponsorship, Support("300.00")));
        Accepted("decided", await fund.Decide(Command(actor: Decider), sponsorship, LossKind.UnemploymentSupport, false));
        await fund.Follow(sponsorship);
        Assert.Empty(await city.Sponsorship(1).Losses());
        Assert.Equal((0, 500_00), ((await city.Balance()).Loss.Minor, (await city.Balance()).Fund.Minor));
    }

    private static Money Nzd500 => Money.Parse("500.00", Nzd);

    private static Loss Support(string amount) => new(LossKind.UnemploymentSupport, Money.Parse(amount, Nzd), "receipts/1");

    private IBooksGrain Books(PayoutWorld city) => _world.Grains.Books(city.City);

    private static async Task Allot(ILossFundGrain fund, string amount)
    {
        Accepted("decided", await fund.DecideRules(Command(),
            [new(LossKind.UnemploymentSupport, Money.Zero(Nzd), Share.Parse("1/1"), Money.Parse("400.00", Nzd), null, "bylaw/1")]));
        Accepted("allotted", await fund.Allot(Command(), "budget/1", Money.Parse(amount, Nzd)));
    }

    private static async Task<LossClaimView> Claim(ILossFundGrain fund, SponsorshipId sponsorship) =>
        Assert.Single(await fund.Of(sponsorship));

    private static async Task<(Money Allotted, Money Levy)> Sums(ILossFundGrain fund)
    {
        var view = (await fund.Get())!;
        Assert.Equal((view.Allotted - view.Granted - view.Paid, 300_00), (view.Free, view.Paid.Minor));
        return (view.Allotted, view.Levy);
    }

    private static async Task Answer(PayoutWorld city, IPayoutGrain payout, string id, BankWord said)
    {
        Accepted("read", (await payout.ReadBankFile(Command(), await PayoutWorld.StatementOf(payout, id, (1, said)))).Result);
        await Until(async () => (await payout.Get())!.IsUnderWay == false, $"the books of {city.City} to follow the bank");
    }
}
