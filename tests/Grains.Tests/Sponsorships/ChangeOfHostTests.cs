namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class ChangeOfHostTests(World world) : IClassFixture<World>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task The_share_year_goes_on_with_the_next_host_and_a_report_reaches_both()
    {
        var (first, second) = await Changed();
        // Month 1 is 10 January to 9 February: 22 of its 31 days with the first host, 9 with the second.
        Accepted("posted", await _world.Sponsorship(second).ReportEarnings(Command(), Pay(1, 310_000)));
        Assert.Equal((Half(220_000), Half(310_000) - Half(220_000)), (await Share(first), await Share(second)));

        // A correction that is sent to the host who is gone reaches the one who is there.
        Accepted("posted", await _world.Sponsorship(first).ReportEarnings(Command(), Pay(1, 620_000)));
        Assert.Equal((Half(440_000), Half(620_000) - Half(440_000)), (await Share(first), await Share(second)));

        Accepted("withdrawn", await _world.Sponsorship(second).WithdrawEarnings(Command(), 1, 1, "orchard"));
        Assert.Equal((0, 0), (await Share(first), await Share(second)));

        // The second month has no day of the first host's; the year's gain counts the baseline of both months.
        Accepted("posted", await _world.Sponsorship(second).ReportEarnings(Command(), Pay(2, 310_000)));
        Assert.Equal((0, Due(310_000, 2, 1)), (await Share(first), await Share(second)));
    }

    [Fact]
    public async Task A_report_that_reached_one_host_only_is_refused_for_now_and_completed_by_the_same_command()
    {
        var (first, second) = await Changed();
        var command = Command();
        _world.Script(first.Stream, _ => Fault.BeforeWrite);
        var refused = await _world.Sponsorship(second).ReportEarnings(command, Pay(1, 310_000));
        Refused(RejectionCode.StoreUnavailable, refused);
        Assert.Equal((0, Half(310_000) - Half(220_000)), (await Share(first), await Share(second)));

        _world.Heal();
        Accepted("posted", await _world.Sponsorship(second).ReportEarnings(command, Pay(1, 310_000)));
        Assert.Equal((Half(220_000), Half(310_000) - Half(220_000)), (await Share(first), await Share(second)));
        foreach (var id in new[] { first, second }) Assert.Single(await _world.EventsOf(id.Stream), e => e.Type == "earnings-reported");
    }

    [Fact]
    public async Task The_books_of_a_city_are_the_sum_of_its_sponsorships_and_come_out_the_same_when_made_again()
    {
        var (first, second) = await Changed();
        Accepted("posted", await _world.Sponsorship(second).ReportEarnings(Command(), Pay(1, 310_000)));
        Accepted("collected", await _world.Sponsorship(first).CollectShare(Command(), "january", new(50_000, Nzd), new(2026, 2, 20)));
        Accepted("collected", await _world.Sponsorship(second).CollectShare(Command(), "january", new(10_000, Nzd), new(2026, 2, 20)));
        Accepted("reversed", await _world.Sponsorship(second).ReverseCollection(Command(), "january"));
        var reserved = await _world.Sponsorship(first).ReservePayout(Command(), "payment-1", 1);
        Assert.Equal((true, new Money(50_000, Nzd)), (reserved.Result.IsAccepted, reserved.Amount));
        Accepted("settled", await _world.Sponsorship(first).SettlePayout(Command(), "payment-1"));

        var books = _world.Grains.Books(first.City);
        var balance = (await books.TrialBalance())!;
        Assert.Equal((0, 50_000, 0), (balance.Sum.Minor, balance.PaidOut.Minor, balance.Collected.Minor));
        Assert.Equal(Half(310_000) - 50_000, balance.Due.Minor);

        var period = StatementPeriod.YearOf(DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime));
        var accounts = new[] { (await _world.Sponsorship(first).Account(period))!, (await _world.Sponsorship(second).Account(period))! };
        var (sum, city) = (StatementSum.Of(accounts), (await books.Statement(period))!);
        Assert.Equal((sum.Opening, sum.Closing), (city.Opening, city.Closing));
        Assert.Equal(sum.Movements, city.Movements);

        await books.Rebuild();
        var again = (await books.TrialBalance())!;
        Assert.Equal(balance.Accounts, again.Accounts);
        Assert.Equal(city.Movements, (await books.Statement(period))!.Movements);
        Assert.Empty((await books.Unpaid(Party.Host, 1, 0, 10)).Items);
    }

    private async Task<(SponsorshipId First, SponsorshipId Second)> Changed()
    {
        var city = await _world.OpenCity(5);
        var migrant = await _world.AddMigrant(city.Nation);
        var first = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(first);
        Accepted("arrived", await _world.Sponsorship(first).Arrive(Command(), new(2026, 1, 10)));
        Accepted("ended", await _world.Sponsorship(first).End(Command(), Party.Migrant, EndReason.Completed, new(2026, 1, 31)));
        var second = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), new(2026, 2, 1)));
        foreach (var id in new[] { first, second }) await _world.Name(id, "orchard");
        return (first, second);
    }

    private async Task<long> Share(SponsorshipId id) => (await _world.Sponsorship(id).Statement())!.Totals!.Share.Minor;

    // The migrants of this world earn 5,279.28 a year at home. Half of the gain by the end of a month, or of so many of its 31 days.
    private static long Half(long earned) => earned switch
    {
        220_000 => Due(220_000, 22, 31),
        440_000 => Due(440_000, 22, 31),
        _ => Due(earned, 1, 1),
    };

    private static long Due(long earned, int days, int of) => Math.Max(0, ((12 * earned * of) - (527_928L * days)) / (24 * of));

    private static EarningsReport Pay(int month, long minor) => new(1, month, "orchard", new(minor, Nzd));
}
