namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HomeCommand;
using static VipOrleans.Domain.People.HomeEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HomeEvent>;

/// <summary>The rules of a home: nobody comes to live where there is no room.</summary>
public sealed class HomeDecider : IDecider<Home, HomeCommand, HomeEvent>
{
    /// <summary>Most guests of one home.</summary>
    public const int MostGuests = 100;

    private HomeDecider() { }

    /// <inheritdoc/>
    public static Home Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Home, HomeEvent> Aggregate { get; } = new("home-1", PeopleJson.Default.HomeEvent, PeopleJson.Default.Home);

    /// <inheritdoc/>
    public static Decision<HomeEvent> Decide(Home home, HomeCommand command, Moment moment) => command switch
    {
        DeclareCapacity c when c.Guests is < 0 or > MostGuests =>
            Reject(RejectionCode.InvalidInput, $"A home takes 0 to {MostGuests} guests."),
        DeclareCapacity c => home.Guests == c.Guests ? Accept("declared") : Accept("declared", new HomeCapacityDeclared(c.Home, c.Guests)),
        TakeRoom c => Take(home, c),
        BringRoom c => home.Guests is null || home.Rooms.Exists(r => r.Sponsorship == c.Sponsorship && r.Persons == c.Persons)
            ? Accept("brought") : Accept("brought", new RoomTaken(c.Sponsorship, c.Persons)),
        LeaveRoom c => home.Rooms.Exists(r => r.Sponsorship == c.Sponsorship)
            ? Accept("left", new RoomLeft(c.Sponsorship)) : Accept("left"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The home knows no such command."),
    };

    /// <inheritdoc/>
    public static Home Evolve(Home home, HomeEvent e) => e switch
    {
        HomeCapacityDeclared x => home with { Id = x.Home, Guests = x.Guests },
        RoomTaken x => home with { Rooms = Without(home, x.Sponsorship).Add(new(x.Sponsorship, x.Persons)) },
        RoomLeft x => home with { Rooms = Without(home, x.Sponsorship) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The home knows no such event."),
    };

    private static Decision<HomeEvent> Take(Home home, TakeRoom c)
    {
        if (home.Guests is not { } guests) return Accept("not-counted");
        var has = home.Rooms.Find(r => r.Sponsorship == c.Sponsorship)?.Persons ?? 0;
        if (has == c.Persons) return Accept("taken");
        // Fewer than before always fit, also where the number was cut below those who live there.
        return c.Persons > has && home.Taken - has + c.Persons > guests
            ? Reject(RejectionCode.HomeFull,
                $"The home takes {guests} guests, and {home.Taken - has} have room there: {c.Persons} more find none.")
            : Accept("taken", new RoomTaken(c.Sponsorship, c.Persons));
    }

    private static System.Collections.Immutable.ImmutableList<Room> Without(Home home, SponsorshipId sponsorship) =>
        home.Rooms.RemoveAll(r => r.Sponsorship == sponsorship);
}
