namespace VipOrleans.Grains.Tests.Safeguarding;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Shares;
using VipOrleans.Grains.Tests.Payments;
using static VipOrleans.Grains.Tests.World;

/// <summary>A fine of a host: notice, a reply, a second officer, an appeal to a third, and money that the host would have had.</summary>
public sealed class FineTests
{
    private const string One = "city-officer:one", Two = "city-officer:two", Three = "nation-officer:three";

    private static readonly RuledFine Fee = new(FineReason.FeeCharged, Money.Parse("200.00", Nzd));

    [Fact]
    public async Task A_nation_that_says_nothing_has_no_fines()
    {
        await using var world = await Start();
        var city = await PayoutWorld.Begin(world, 1);
        Refused(RejectionCode.FinesNotAllowed, await city.Sponsorship(1).ProposeFine(Command(actor: One), Fee));
    }

    [Fact]
    public async Task A_fine_is_ruled_on_kept_from_what_the_host_would_be_paid_and_comes_back_when_the_appeal_is_upheld()
    {
        await using var world = await Start();
        var city = await PayoutWorld.Begin(world, 1);
        await Allow(world, city);
        var migrant = await city.Migrant(1);
        var before = await city.Balance();
        Refused(RejectionCode.FineAboveLimit,
            await city.Sponsorship(1).ProposeFine(Command(actor: One), Fee with { Amount = Money.Parse("300.01", Nzd) }));
        Accepted("proposed",
            await city.Sponsorship(1).ProposeFine(Command(actor: One), Fee,
                new() { By = CaseParty.Officer, Text = "Wildbird took 500 dollars.", Language = "en" }));
        var ruling = Assert.Single((await city.Sponsorship(1).Fines())!.Items).Ruling;
        await Until(async () => await Ruling(world, ruling).Get() is not null, "the notice");
        var notice = (await Ruling(world, ruling).Get())!;
        Assert.Equal((RulingKind.Fine, RulingStatus.Proposed, Fee, null, false, false),
            (notice.Kind, notice.Status, notice.Fine, notice.Migrant, notice.ActsAtOnce, notice.IsInForce));
        Assert.False(world.JournalHas("Wildbird"));
        Assert.Equal(before.Collected, (await city.Balance()).Collected);

        var host = city.Sponsorships[0].Host;
        Accepted("replied",
            await Ruling(world, ruling).Reply(Command(actor: $"host:{host}"), new() { By = CaseParty.Host, Text = "It was the rent." }));
        Refused(RejectionCode.SameOfficer, await Ruling(world, ruling).Decide(Command(actor: One), true, null));
        Accepted("made", await Ruling(world, ruling).Decide(Command(actor: Two), true, null));
        await Until(async () => (await city.Balance()).Fined == Fee.Amount, "the fine to be kept");
        Assert.Equal(before.Collected - Fee.Amount, (await city.Balance()).Collected);

        Accepted("appealed",
            await Ruling(world, ruling).Appeal(Command(actor: $"host:{host}"), new() { By = CaseParty.Host, Text = "Here is the lease." }));
        Refused(RejectionCode.SameOfficer, await Ruling(world, ruling).DecideAppeal(Command(actor: Two), true, null));
        Accepted("upheld", await Ruling(world, ruling).DecideAppeal(Command(actor: Three), true, null));
        await Until(async () => (await city.Balance()).Fined.Minor == 0, "the fine to come back");
        var after = await city.Balance();
        Assert.Equal(before.Collected, after.Collected);
        Assert.Equal(RulingEffect.Lifted, Assert.Single((await city.Sponsorship(1).Fines())!.Items).Effect);
        // The migrant had no part in it: nothing of theirs moved, and the ruling is not theirs.
        Assert.Equal(Balance(before, "migrant"), Balance(after, "migrant"));
        Assert.DoesNotContain((await world.Grains.Safeguarding(city.City).Rulings(new() { Host = host }, 0, 9)).Items,
            r => r.Migrant == migrant);
    }

    [Fact]
    public async Task What_the_host_is_not_paid_is_no_debt_and_the_next_collection_goes_to_the_fine_first()
    {
        await using var world = await Start();
        var city = await PayoutWorld.Begin(world, 1);
        await Allow(world, city);
        Accepted("opened", await city.Open());
        await city.Quiet();
        Accepted("proposed", await city.Sponsorship(1).ProposeFine(Command(actor: One), Fee));
        var ruling = Assert.Single((await city.Sponsorship(1).Fines())!.Items).Ruling;
        await Until(async () => await Ruling(world, ruling).Get() is not null, "the notice");
        world.Time.AdjustTime(world.Time.GetUtcNow().AddDays(15));
        Accepted("made", await Ruling(world, ruling).Decide(Command(actor: Two), true, null));
        await Until(async () => (await city.Sponsorship(1).Fines())!.Items[0].Effect == RulingEffect.Stands, "the fine to stand");
        Assert.Equal((0, 200_00), ((await city.Sponsorship(1).Fines())!.Kept.Minor, (await city.Sponsorship(1).Fines())!.Open.Minor));
        Assert.Equal(0, (await city.Balance()).Collected.Minor);
        await city.Earn(1, 2, "10000.00");
        var balance = await city.Balance();
        Assert.Equal((200_00, 0), (balance.Fined.Minor, (await city.Sponsorship(1).Fines())!.Open.Minor));
        Assert.True(balance.Collected.Minor > 0);
    }

    private static Money? Balance(TrialBalance balance, string account) =>
        balance.Accounts.SingleOrDefault(a => a.Account == account)?.Balance;

    private static async Task Allow(World world, PayoutWorld city)
    {
        var today = DateOnly.FromDateTime(world.Time.GetUtcNow().Date);
        var limits = new FineLimits(Money.Parse("300.00", Nzd), Money.Parse("500.00", Nzd));
        Accepted("decided", await world.Grains.Nation(city.City.Nation).DecideFloors(Command(),
            new(today.AddDays(30), "Order 9", today.AddDays(-1), IsProfileRequired: false, HostFines: limits)));
    }

    private static IRulingGrain Ruling(World world, RulingId id) => world.Grains.Ruling(id);
}
