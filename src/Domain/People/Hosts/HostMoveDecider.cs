namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

/// <summary>
/// A host belongs to a city. Who moves has a record in each: of the two, one at a time may enter a sponsorship.
/// </summary>
internal static class HostMoveDecider
{
    public static Decision<HostEvent> Decide(Host host, HostMoveCommand command) => command switch
    {
        RegisterMoved c => Register(host, c),
        MoveHost c => Move(host, c),
        HostCommand.CompleteMove c => Complete(host, c.To),
        HostCommand.UndoMove c => Undo(host, c.To),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The move knows no such command."),
    };

    public static Host Evolve(Host host, HostMoveEvent e) => e switch
    {
        HostMoveBegun x => host with { Move = new(x, false) },
        HostMoveCompleted x =>
            host.Id == x.To ? host with { OpensWith = null } : host with { Move = host.Move! with { IsComplete = true } },
        HostMoveUndone x => host.Id == x.To ? host with { OpensWith = null, IsVoid = true } : host with { Move = null },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The move knows no such event."),
    };

    /// <summary>Why a move keeps a host from entering a sponsorship; null if it does not.</summary>
    public static Rejection? ProblemOfEntering(Host host, SponsorshipId sponsorship)
    {
        if (host.IsVoid || host.Move is { IsComplete: true })
        {
            return new(RejectionCode.HostMoved, "This record of the host is closed: they live in another city.");
        }

        return host.Move is not null || (host.OpensWith is { } only && only != sponsorship)
            ? new(RejectionCode.HostMoving, "The host is moving, and enters no other sponsorship meanwhile.") : null;
    }

    private static Decision<HostEvent> Move(Host host, MoveHost c)
    {
        var (from, to) = (host.Id!.Value.City, c.To.City);
        if (host.Erased) return Reject(RejectionCode.HostNotFound, "The host's registration was erased.");
        if (host.IsVoid) return Closed();
        if (host.Move is { } move)
        {
            if (move.To == c.To) return Accept(move.IsComplete ? "moved" : "moving");
            return move.IsComplete ? Closed() : Reject(RejectionCode.HostMoving, "Another move of the host is under way; undo it first.");
        }

        // The record there would be one more of the person, of which the others know nothing.
        if (host.Linked.IsOneOfSeveral)
        {
            return Reject(RejectionCode.RecordLinked,
                "The record is linked to others of the same person: an officer of the city decides first which of them stays.");
        }

        if (host.OpensWith is not null)
        {
            return Reject(RejectionCode.HostMoving,
                "The host's move to this city is not complete; undo it, or wait for the migrant's arrival.");
        }

        if (to.Nation != from.Nation)
        {
            return Reject(RejectionCode.OtherNation,
                $"A move stays within a nation: {from} is in {from.Nation}, and {to} in {to.Nation}. Elsewhere the migrant is not "
                    + $"registered.");
        }

        if (to == from || c.Household.City != to || c.Home.City != to || c.Sponsorship.City != to)
        {
            return Reject(RejectionCode.OtherCity, $"A move leads to another city than {from}, where household and home are.");
        }

        if (!c.Known.There.CityIsOpen) return Reject(RejectionCode.CityNotFound, $"The city {to} is not in the programme.");
        // A suspension is decided where it was made, and nobody moves away from it.
        if (host.Suspended is { } reason)
        {
            return Reject(RejectionCode.HostSuspended, $"The host is suspended: {Codes<SuspensionReason>.Text(reason)}.");
        }

        if (host.Guardian is not null && c.Guardian is null)
        {
            return Reject(RejectionCode.GuardianNotFit,
                $"The host has a guardian: name one in {to}, who is a registered host of the same household there.");
        }

        if (c.Guardian is { } guardian
            && HostRegistrationDecider.NotFit(c.To, guardian, c.Household, c.Known.There) is { } notFit)
        {
            return notFit;
        }

        if (host.Live is not { } live)
        {
            return Accept("moved", new HostMoveBegun(c.To, c.Household, c.Home, c.Guardian, null, null), new HostMoveCompleted(c.To));
        }

        return c.Known.Live == live && c.Known.HasArrived
            ? Accept("moving", new HostMoveBegun(c.To, c.Household, c.Home, c.Guardian, c.Sponsorship, live))
            : Reject(RejectionCode.WrongState,
                "The migrant of the live sponsorship has not arrived: withdraw it first, or wait for the arrival.");
    }

    private static Decision<HostEvent> Register(Host host, RegisterMoved c)
    {
        var begun = c.Begun;
        if (host.Id is not null)
        {
            return host.MovedFrom == c.From
                ? Accept("registered") : Reject(RejectionCode.AlreadyExists, "This host is registered already.");
        }

        return Accept("registered", new HostRegistered(begun.To, begun.Household, begun.Home, begun.Guardian, c.From, begun.Sponsorship));
    }

    private static Decision<HostEvent> Complete(Host host, HostId to) =>
        IsUnderWay(host, to) ? Accept("completed", new HostMoveCompleted(to)) : Accept("completed");

    private static Decision<HostEvent> Undo(Host host, HostId to) =>
        IsUnderWay(host, to) ? Accept("undone", new HostMoveUndone(to)) : Accept("undone");

    private static bool IsUnderWay(Host host, HostId to) =>
        (host.Id == to && host.OpensWith is not null) || (host.Move is { IsComplete: false } move && move.To == to);

    private static Decision<HostEvent> Closed() =>
        Reject(RejectionCode.HostMoved, "This record of the host is closed: ask for the one in the city where they live.");
}
