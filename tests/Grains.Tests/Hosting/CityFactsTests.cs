namespace VipOrleans.Grains.Tests.Hosting;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Grains.Tests.World;

public sealed class CityFactsTests(World world) : IClassFixture<World>
{
    private static readonly DeductionProfile Profile =
        new("nz-cap", 1, "NZ", new(2025, 4, 1), "a law", Nzd, PayBasis.Gross, false, [new PercentageCap(2500)]);

    // In Auckland, where it is ten in the evening when the tests begin.
    private static readonly DateOnly Today = new(2026, 3, 1);

    private readonly World _world = world.AsNew();

    [Fact]
    public async Task A_profile_that_is_chosen_for_today_after_somebody_asked_is_found()
    {
        var city = await _world.OpenCity(1);
        var facts = new CityFacts(_world.Grains);
        Assert.Null(await facts.ProfileOn(city, Today, Today));

        Accepted("chosen", await _world.City(city).ChooseDeductionProfile(Command(), new(Profile, Today)));

        Assert.Equal("nz-cap", (await facts.ProfileOn(city, Today, Today))?.Id);
        // A silo whose clock is a day ahead must not have kept it either.
        Assert.Equal("nz-cap", (await facts.ProfileOn(city, Today, Today.AddDays(1)))?.Id);
    }

    [Fact]
    public async Task What_is_past_for_good_is_asked_for_once()
    {
        var city = await _world.OpenCity(1);
        var facts = new CityFacts(_world.Grains);
        Assert.Null(await facts.ProfileOn(city, Today.AddDays(-2), Today));
        Assert.Equal("Pacific/Auckland", await facts.TimeZoneOf(city));

        // Whoever asks the city itself finds no journal to wake it from.
        await _world.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        _world.Faults.ReadFails = new Journal.JournalUnavailableException("away", true);
        await Until(async () =>
        {
            await _world.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
            try
            {
                await _world.City(city).Get();
                return false;
            }
            catch (Contracts.Kernel.StoreUnavailableException)
            {
                return true;
            }
        }, "the city to be asleep");

        Assert.Null(await facts.ProfileOn(city, Today.AddDays(-2), Today));
        Assert.Equal("Pacific/Auckland", await facts.TimeZoneOf(city));
        _world.Heal();
    }
}
