namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Matching.SeekerCommand;
using static VipOrleans.Domain.Matching.SeekerEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Matching.SeekerEvent>;

/// <summary>The rules of a city's entry of a migrant.</summary>
public sealed class SeekerDecider : IDecider<Seeker, SeekerCommand, SeekerEvent>
{
    private SeekerDecider() { }

    /// <inheritdoc/>
    public static Seeker Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Seeker, SeekerEvent> Aggregate { get; } =
        new("seeker-1", MatchingJson.Default.SeekerEvent, MatchingJson.Default.Seeker);

    /// <inheritdoc/>
    public static Decision<SeekerEvent> Decide(Seeker seeker, SeekerCommand command, Moment moment) => command switch
    {
        FollowProfile c when c.Listing == seeker.Listing => Accept("followed"),
        FollowProfile { Listing: { } listing } c => Accept("followed", new SeekerListed(c.Migrant, listing)),
        FollowProfile => Accept("followed", new SeekerUnlisted()),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The entry does not know this command."),
    };

    /// <inheritdoc/>
    public static Seeker Evolve(Seeker seeker, SeekerEvent e) => e switch
    {
        SeekerListed x => seeker with { Migrant = x.Migrant, Listing = x.Listing },
        SeekerUnlisted => seeker with { Listing = null },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The entry does not know this event."),
    };
}
