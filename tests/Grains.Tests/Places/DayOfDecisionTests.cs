namespace VipOrleans.Grains.Tests.Places;

using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Grains.Tests.World;

public sealed class DayOfDecisionTests
{
    [Fact]
    public async Task A_decision_is_of_today_at_the_latest_in_the_city_or_anywhere_on_earth_for_a_nation()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        // Noon in UTC, and one o'clock of the next day in Auckland.
        world.Time.SetUtcNow(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        DateOnly next = new(2026, 3, 2), later = new(2026, 3, 3);
        Accepted("decided", await world.City(city).DecideQuota(Command(), Quota(2) with { On = next }));
        Refused(RejectionCode.DateInFuture, await world.City(city).DecideQuota(Command(), Quota(2) with { On = later }));
        Accepted("decided", await world.Grains.Nation(city.Nation).DecideCap(Command(), new(10, "Order 1", next)));
        Refused(RejectionCode.DateInFuture, await world.Grains.Nation(city.Nation).DecideCap(Command(), new(10, "Order 2", later)));
    }
}
