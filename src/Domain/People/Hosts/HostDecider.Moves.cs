namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

// A host belongs to a city. Who moves has a record in each: of the two, one at a time may enter a sponsorship.
public sealed partial class HostDecider
{
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

        if (c.Guardian is { } guardian && NotFit(c.To, guardian, c.Household, c.Known.There) is { } notFit) return notFit;
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
        (host.Id == to && host.OpensWith is not null) || host.Move is { IsComplete: false } move && move.To == to
            ? Accept("completed", new HostMoveCompleted(to))
            : Accept("completed");

    private static Decision<HostEvent> Undo(Host host, HostId to) =>
        (host.Id == to && host.OpensWith is not null) || host.Move is { IsComplete: false } move && move.To == to
            ? Accept("undone", new HostMoveUndone(to))
            : Accept("undone");

    private static bool IsMoving(Host host) => host is { Move.IsComplete: false } or { OpensWith: not null };

    // Of the two records of one person, only one may enter a sponsorship.
    private static Rejection? Moves(Host host, SponsorshipId sponsorship)
    {
        if (host.IsVoid || host.Move is { IsComplete: true })
        {
            return new(RejectionCode.HostMoved, "This record of the host is closed: they live in another city.");
        }

        return host.Move is not null || (host.OpensWith is { } only && only != sponsorship)
            ? new(RejectionCode.HostMoving, "The host is moving, and enters no other sponsorship meanwhile.") : null;
    }

    private static Decision<HostEvent> Closed() =>
        Reject(RejectionCode.HostMoved, "This record of the host is closed: ask for the one in the city where they live.");
}
