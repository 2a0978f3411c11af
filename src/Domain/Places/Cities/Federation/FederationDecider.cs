namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>What a city hears from its nation, and the numbered leases and returns between the two.</summary>
internal static class FederationDecider
{
    public static Decision<CityEvent> Decide(City city, FederationCommand command, DateTimeOffset now) => command switch
    {
        FollowNation c => c.Rule.Number <= city.Nation.Number
            ? Accept("followed") : QueueDecider.AcceptAndServe("followed", city, now, new NationFollowed(c.Rule)),
        CityCommand.TakeLease c => TakeLease(city, c, now),
        ReturnExcess => city.Excess > 0 && city.Allotment.Returning == 0
            ? Accept("returned", new AllotmentReturned(city.Allotment.Return + 1, (int)city.Excess)) : Accept("nothing"),
        NoteReturn c => city.Allotment.Returning > 0 && c.Number == city.Allotment.Return
            ? Accept("noted", new AllotmentReturnNoted(c.Number)) : Accept("known"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The federation does not know this command."),
    };

    private static Decision<CityEvent> TakeLease(City city, TakeLease c, DateTimeOffset now)
    {
        if (c.Number == city.Allotment.Lease) return Accept("taken");
        return c.Number != city.Allotment.Lease + 1 || c.Places < 1
            ? Reject(RejectionCode.InvalidInput, $"The next lease has the number {city.Allotment.Lease + 1}, for one place or more.")
            : QueueDecider.AcceptAndServe("taken", city, now, new AllotmentLeased(c.Number, c.Places));
    }
}
