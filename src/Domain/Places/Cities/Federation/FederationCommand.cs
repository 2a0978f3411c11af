namespace VipOrleans.Domain.Places;

public abstract partial record CityCommand
{
    /// <summary>A city's traffic with its nation.</summary>
    public abstract record FederationCommand : CityCommand
    {
        private protected FederationCommand() { }
    }

    /// <summary>Follows what the nation says. What is older than what the city has heard changes nothing.</summary>
    public sealed record FollowNation(NationRule Rule) : FederationCommand;

    /// <summary>Notes a lease that the nation has granted, and serves who waits.</summary>
    /// <param name="Number">One more than the last lease that was noted; the last one again changes nothing.</param>
    /// <param name="Places">How many, 1 or more.</param>
    public sealed record TakeLease(long Number, int Places) : FederationCommand;

    /// <summary>Gives back what the city has no use for, one return at a time: from here on it is not the city's any more.</summary>
    public sealed record ReturnExcess : FederationCommand;

    /// <summary>Notes that the nation has counted a return back.</summary>
    public sealed record NoteReturn(long Number) : FederationCommand;
}
