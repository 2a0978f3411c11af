namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

// The places that the city has on lease from its nation.
public sealed partial class CityDecider
{
    private static Decision<CityEvent> Follow(City city, FollowNation c) =>
        c.Rule.Number <= city.Nation.Number ? Accept("followed") : AcceptAndServe("followed", city, c.Now, new NationFollowed(c.Rule));

    private static Decision<CityEvent> TakeLease(City city, TakeLease c)
    {
        if (c.Number == city.Allotment.Lease) return Accept("taken");
        return c.Number != city.Allotment.Lease + 1 || c.Places < 1
            ? Reject(RejectionCode.InvalidInput, $"The next lease has the number {city.Allotment.Lease + 1}, for one place or more.")
            : AcceptAndServe("taken", city, c.Now, new AllotmentLeased(c.Number, c.Places));
    }

    private static Decision<CityEvent> Return(City city) => city.Excess > 0 && city.Allotment.Returning == 0
        ? Accept("returned", new AllotmentReturned(city.Allotment.Return + 1, (int)city.Excess))
        : Accept("nothing");

    private static Decision<CityEvent> NoteReturn(City city, NoteReturn c) =>
        city.Allotment.Returning > 0 && c.Number == city.Allotment.Return
        ? Accept("noted", new AllotmentReturnNoted(c.Number))
        : Accept("known");

    private static City EvolveAllotment(City city, CityEvent e)
    {
        var allotment = city.Allotment;
        return Resize(e switch
        {
            NationFollowed x => city with { Nation = x.Rule },
            AllotmentLeased x =>
                city with { Allotment = allotment with { Places = allotment.Places + x.Places, Lease = x.Number, Leased = x.Places } },
            AllotmentReturned x =>
                city with { Allotment = allotment with { Places = allotment.Places - x.Places, Return = x.Number, Returning = x.Places } },
            AllotmentReturnNoted => city with { Allotment = allotment with { Returning = 0 } },
            _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "This is about no allotment."),
        });
    }
}
