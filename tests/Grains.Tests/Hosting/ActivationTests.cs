namespace VipOrleans.Grains.Tests.Hosting;

using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class ActivationTests
{
    [Fact]
    public async Task Who_calls_a_grain_whose_own_work_fails_as_soon_as_it_is_active_gets_an_answer()
    {
        await using var world = await Start();
        var id = await world.OpenCity(0);
        for (var n = 1; n <= 150; n++) _ = (await world.City(id).HoldPlace(Command(), SponsorshipId.From(id, $"{n}"))).Result;
        // A hundred are served, the rest is left to the city's own work, which fails at every activation from now on.
        world.Script(id.Stream, n => n == 1 ? Fault.None : Fault.BeforeWrite);
        Accepted("decided", await world.City(id).DecideQuota(Command(), Quota(200)));

        for (var round = 0; round < 200; round++)
        {
            var views = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Ask()));
            Assert.All(views.OfType<CityView>(), v => Assert.Equal((100, 50), (v.Held, v.Waiting)));
        }

        world.Heal();
        await Until(async () => (await world.City(id).Get())!.Waiting == 0, "the rest of the line");

        // A call that met three such activations in a row is refused by the runtime: an answer, where silence would cost its caller half a
        // minute.
        async Task<CityView?> Ask()
        {
            try
            {
                return await world.City(id).Get();
            }
            catch (OrleansMessageRejectionException)
            {
                return null;
            }
        }
    }
}
