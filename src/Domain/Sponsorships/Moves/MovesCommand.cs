namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;

public abstract partial record SponsorshipCommand
{
    /// <summary>What ties a sponsorship to one in another city.</summary>
    public abstract record MovesCommand : SponsorshipCommand
    {
        private protected MovesCommand() { }
    }

    /// <summary>Takes note of the sponsorship that this one is to continue: of its checks, and where it ended by itself.</summary>
    /// <param name="Known">What it is, read before.</param>
    public sealed record FollowPredecessor(PredecessorFacts Known) : MovesCommand;

    /// <summary>
    /// Ends this sponsorship because it goes on in another city, where the migrant has arrived with the host. It changes nothing where it
    /// has ended already.
    /// </summary>
    /// <param name="To">The sponsorship there.</param>
    /// <param name="On">The day of arrival there: the last day here.</param>
    public sealed record MoveAway(SponsorshipId To, DateOnly On) : MovesCommand;
}
