namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

/// <summary>What a host has corrected in their own record, a move within the city with it, and the wish to be erased.</summary>
internal static class HostRecordDecider
{
    public static Decision<HostEvent> Decide(Host host, HostRecordCommand command, Moment moment)
    {
        if (host.Erased) return Reject(RejectionCode.HostNotFound, "The host's registration was erased.");
        return command switch
        {
            CorrectHost c => Correct(host, c, moment),
            AskHostErasure => host.ErasureAskedOn is null
                ? Accept("asked", new HostErasureAsked(moment.Day)) : Accept("asked"),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The record knows no such command."),
        };
    }

    public static Host Evolve(Host host, HostRecordEvent e) => e switch
    {
        HostCorrected x => host with { Corrections = host.Corrections + 1, Home = x.Home ?? host.Home },
        HostErasureAsked x => host with { ErasureAskedOn = x.On },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The record knows no such event."),
    };

    private static Decision<HostEvent> Correct(Host host, CorrectHost c, Moment moment)
    {
        if (c.Correction.Problem(moment) is { } problem) return problem;
        if (c.Correction.Fields.Count == 0) return Accept("corrected");
        // The record in the other city is made of what stands here now.
        if (host.IsMoving || host is { Move: not null } or { IsVoid: true })
        {
            return Reject(RejectionCode.HostMoving, host is { Move.IsComplete: true } or { IsVoid: true }
                ? "This record is closed: correct the one in the city to which the host has moved."
                : "A move of the host to another city is under way; correct the record when it is over.");
        }

        if (c.Home is { } home && home.City != host.Id!.Value.City)
        {
            return Reject(RejectionCode.OtherCity, "A home belongs to the host's city; to another city a host moves.");
        }

        return Accept("corrected", new HostCorrected(c.Correction.Fields, moment.Actor, c.Correction.Document,
            c.Home is { } at && at != host.Home ? at : null));
    }
}
