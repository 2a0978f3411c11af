namespace VipOrleans.Grains.Tests.Hosting;

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Grains.Tests.World;

public sealed class PlacementTests
{
    private static readonly PlaceOfGrain Places = new(Options.Create(new PlacementOptions()));

    [Fact]
    public async Task All_grains_of_a_city_live_on_one_silo_and_move_with_the_clusters_members()
    {
        await using var world = await Start(new()
        {
            Silos = 2,
            Services = s => s.Configure<PlacementOptions>(o => o.SettleTime = TimeSpan.FromMilliseconds(20)),
        });
        var cities = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.OpenCity(5)));
        foreach (var city in cities) await world.Accept(city);
        await world.RemindersCome();
        var first = await Homes(world);
        AllAreTogether(first);
        Assert.Equal(2, first.Values.Select(v => v[0]).Distinct().Count());

        // A silo that joins gets its own cities, whole, and no other city moves.
        var joined = await world.Cluster.StartAdditionalSiloAsync();
        await world.Cluster.WaitForLivenessToStabilizeAsync();
        var silos = world.Cluster.Silos.Select(s => s.SiloAddress).ToArray();
        Assert.Contains(cities, c => IsOn(c, joined.SiloAddress));
        await Until(async () => (await Homes(world)).All(h => h.Value.All(s => s.Equals(Right(h.Key)))), "each city on its silo");
        foreach (var city in cities) await world.Accept(city);
        var second = await Homes(world);
        AllAreTogether(second);
        Assert.All(cities, c => Assert.Equal(IsOn(c, joined.SiloAddress) ? joined.SiloAddress : first[c.Value][0], second[c.Value][0]));

        // One that dies gives them back.
        await world.Cluster.KillSiloAsync(joined);
        await world.Cluster.WaitForLivenessToStabilizeAsync();
        silos = [.. world.Cluster.Silos.Select(s => s.SiloAddress)];
        foreach (var city in cities) await Soon(world.Accept(city), "a city of a silo that died");
        var third = await Homes(world);
        AllAreTogether(third);
        Assert.All(cities, c => Assert.Equal(first[c.Value][0], third[c.Value][0]));
        foreach (var city in cities) Assert.Equal(3, (await world.City(city).Get())!.Held);

        SiloAddress Right(string city) => Places.SiloOf(Grain(city), silos);
        bool IsOn(CityId city, SiloAddress silo) => Right(city.Value).Equals(silo);
    }

    [Fact]
    public void A_silo_that_joins_or_leaves_moves_its_own_places_only_and_each_gets_its_part()
    {
        var silos = Enumerable.Range(1, 5).Select(Silo).ToArray();
        var grains = Enumerable.Range(0, 20_000).Select(n => Grain($"nz-city{n}")).ToArray();
        var all = grains.ToDictionary(g => g, g => Places.SiloOf(g, silos));
        foreach (var silo in silos) Assert.InRange(all.Values.Count(silo.Equals), 3_700, 4_300);
        foreach (var (grain, home) in all)
        {
            Assert.Equal(home, Places.SiloOf(grain, [.. silos.Reverse()]));
            var fewer = Places.SiloOf(grain, silos[..4]);
            if (!home.Equals(silos[4])) Assert.Equal(home, fewer);
        }
    }

    [Fact]
    public void What_belongs_to_a_city_goes_with_it_and_what_belongs_to_none_goes_by_its_own_id()
    {
        var silos = Enumerable.Range(1, 7).Select(Silo).ToArray();
        for (var n = 0; n < 200; n++)
        {
            var city = Places.SiloOf(Grain($"nz-city{n}"), silos);
            foreach (var rest in (string[])[".host.01234", ".sponsorship.56", "/nz.migrant.7", ""])
            {
                Assert.Equal(city, Places.SiloOf(Grain($"nz-city{n}{rest}"), silos));
            }
        }

        Assert.Equal(7, Enumerable.Range(0, 200).Select(n => Places.SiloOf(Grain($"nz.migrant.{n}"), silos)).Distinct().Count());
        Assert.Contains(Enumerable.Range(0, 200),
            n => !Places.SiloOf(Grain($"nz-city{n}"), silos).Equals(Places.SiloOf(Grain($"nz-city{n}0"), silos)));
    }

    [Fact]
    public void A_large_city_is_spread_in_parts_and_its_own_grains_stay_together()
    {
        var options = new PlacementOptions();
        options.LargeCities["nz-akl"] = 4;
        var places = new PlaceOfGrain(Options.Create(options));
        var silos = Enumerable.Range(1, 16).Select(Silo).ToArray();
        Assert.Equal(Places.SiloOf(Grain("nz-akl"), silos), places.SiloOf(Grain("nz-akl"), silos));
        Assert.InRange(Enumerable.Range(0, 500).Select(n => places.SiloOf(Grain($"nz-akl.host.{n}"), silos)).Distinct().Count(), 2, 4);
        Assert.Single(Enumerable.Range(0, 500).Select(n => places.SiloOf(Grain($"nz-wlg.host.{n}"), silos)).Distinct());
    }

    private static GrainId Grain(string key) => GrainId.Create("any", key);

    private static SiloAddress Silo(int n) => SiloAddress.New(IPAddress.Parse($"10.0.0.{n}"), 11111, 1_000 + n);

    // Where the grains of each city live. Those that are read by everybody, and are of no city, are left out.
    private static async Task<Dictionary<string, SiloAddress[]>> Homes(World world)
    {
        var living = await world.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return living.Select(l => (City: l.GrainId.Key.ToString()!.Split('.', '/')[0], l.SiloAddress))
            .Where(l => l.City.StartsWith("nz-city", StringComparison.Ordinal))
            .GroupBy(l => l.City).ToDictionary(g => g.Key, g => g.Select(l => l.SiloAddress).ToArray());
    }

    private static void AllAreTogether(Dictionary<string, SiloAddress[]> homes) => Assert.All(homes, h =>
    {
        Assert.True(h.Value.Length >= 3, $"{h.Key} has {h.Value.Length} grains.");
        Assert.Single(h.Value.Distinct());
    });
}
