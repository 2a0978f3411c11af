namespace VipOrleans.Contracts.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;

/// <summary>What follows from a move that was begun.</summary>
public static class Moves
{
    /// <summary>
    /// Makes the record in the new city, and proposes the sponsorship there to the migrant who is asked to come along. It is done once,
    /// whoever asks: who has begun the move asks at once, and whoever carries the city's news asks again.
    /// </summary>
    /// <param name="grains">The grains.</param>
    /// <param name="move">The move.</param>
    /// <param name="actor">Who has begun it.</param>
    public static async Task<CommandResult> GoOn(this IGrainFactory grains, HostMoveView move, string actor)
    {
        CommandContext Step(string step) => new() { Id = $"{move.To}:{step}", Fingerprint = 0, Actor = actor };
        var registered = await grains.Host(move.To).RegisterMoved(Step("register"), move);
        return registered.IsAccepted && move is { Sponsorship: { } sponsorship, Succeeds: { } before }
            ? await grains.Sponsorship(sponsorship).ProposeSuccessor(Step("propose"), move.To, move.From, before)
            : registered;
    }
}
