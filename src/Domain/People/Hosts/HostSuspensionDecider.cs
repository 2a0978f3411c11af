namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

/// <summary>What keeps a host from entering a sponsorship, and what lets them again.</summary>
internal static class HostSuspensionDecider
{
    public static Decision<HostEvent> Decide(Host host, HostSuspensionCommand command) => command switch
    {
        SuspendHost c =>
            host.Suspended is null
                ? Accept("suspended", new HostSuspended(c.Reason, c.Ruling, c.Text))
                : Reject(RejectionCode.HostSuspended, "The host is suspended already."),
        ReinstateHost c =>
            host.Suspended is null
                ? Reject(RejectionCode.HostNotSuspended, "The host is not suspended.")
                : Accept("reinstated", new HostReinstated(c.Reason, host.SuspendedUnder)),
        HostCommand.LiftSuspension c =>
            host.SuspendedUnder == c.Ruling ? Accept("reinstated", new HostReinstated(c.Reason, c.Ruling)) : Accept("known"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The suspension knows no such command."),
    };

    public static Host Evolve(Host host, HostSuspensionEvent e) => e switch
    {
        HostSuspended x => host with { Suspended = x.Reason, SuspendedUnder = x.Ruling },
        HostReinstated => host with { Suspended = null, SuspendedUnder = null },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The suspension knows no such event."),
    };
}
