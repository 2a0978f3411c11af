namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>What a round can be asked.</summary>
public abstract record RoundCommand
{
    private RoundCommand() { }

    /// <summary>Opens the round.</summary>
    /// <param name="Round">The round.</param>
    /// <param name="IsOpen">True if the city, or a city of the nation, is in the programme.</param>
    /// <param name="Commitment">The SHA-256 of the secret.</param>
    /// <param name="Terms">Until when it can be entered and answered.</param>
    public sealed record OpenRound(RoundId Round, bool IsOpen, string Commitment, RoundTerms Terms) : RoundCommand;

    /// <summary>Writes free places of cities down, once nobody can enter any more.</summary>
    /// <param name="Cities">The cities in the order of their ids, each behind those that are written down.</param>
    public sealed record CapRound(IReadOnlyList<RoundCity> Cities) : RoundCommand;

    /// <summary>Closes the list, once the free places of all cities are written down.</summary>
    /// <param name="Pool">How many places the nation could still lease, at least 0.</param>
    public sealed record CloseRound(long Pool) : RoundCommand;

    /// <summary>Publishes a piece of the list.</summary>
    /// <param name="Side">Hosts, or migrants.</param>
    /// <param name="From">How many of that side stand before the piece.</param>
    /// <param name="Marks">The SHA-256 of each id, in their order.</param>
    public sealed record ListRound(Party Side, int From, IReadOnlyList<string> Marks) : RoundCommand;

    /// <summary>Reveals the secret, once the whole list is published.</summary>
    /// <param name="Secret">The secret, whose SHA-256 was published.</param>
    /// <param name="Seed">The seed of the orders by lot.</param>
    /// <param name="Hosts">How many hosts are in the list.</param>
    /// <param name="Migrants">How many migrants.</param>
    public sealed record RevealRound(string Secret, string Seed, int Hosts, int Migrants) : RoundCommand;

    /// <summary>Writes pairs down.</summary>
    /// <param name="From">How many stand before them.</param>
    /// <param name="Pairs">The pairs.</param>
    public sealed record PairRound(int From, IReadOnlyList<RoundPair> Pairs) : RoundCommand;

    /// <summary>Says that all pairs are there. The days to answer count from now.</summary>
    /// <param name="Pairs">How many.</param>
    public sealed record CompleteRound(int Pairs) : RoundCommand;

    /// <summary>Notes that pairs know whom the round proposes.</summary>
    /// <param name="From">How many knew before.</param>
    /// <param name="Pairs">How many more.</param>
    public sealed record NoteTold(int From, int Pairs) : RoundCommand;

    /// <summary>Ends the round, when the time to answer is over and nothing is open any more.</summary>
    public sealed record EndRound : RoundCommand;

    /// <summary>Stops the round before its secret is revealed.</summary>
    public sealed record CancelRound : RoundCommand;
}
