namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

/// <summary>The rules of a host: each part decides its own commands, and has events of its own.</summary>
public sealed class HostDecider : IDecider<Host, HostCommand, HostEvent>
{
    private HostDecider() { }

    /// <inheritdoc/>
    public static Host Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Host, HostEvent> Aggregate { get; } = new("host-4", PeopleJson.Default.HostEvent, PeopleJson.Default.Host);

    /// <inheritdoc/>
    public static Decision<HostEvent> Decide(Host host, HostCommand command, Moment moment)
    {
        if (host.Id is null && command is not (RegisterHost or RegisterMoved))
        {
            return Reject(RejectionCode.HostNotFound, "There is no such host.");
        }

        return command switch
        {
            HostRegistrationCommand c => HostRegistrationDecider.Decide(host, c, moment),
            HostSuspensionCommand c => HostSuspensionDecider.Decide(host, c),
            HostClaimCommand c => HostClaimDecider.Decide(host, c),
            HostSituationCommand c => HostSituationDecider.Decide(host, c, moment),
            HostAgeCommand c => HostAgeDecider.Decide(host, c, moment),
            HostMoveCommand c => HostMoveDecider.Decide(host, c),
            HostRecordCommand c => HostRecordDecider.Decide(host, c, moment),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The host does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Host Evolve(Host host, HostEvent e) => e switch
    {
        HostRegistrationEvent x => HostRegistrationDecider.Evolve(host, x),
        HostSuspensionEvent x => HostSuspensionDecider.Evolve(host, x),
        HostClaimEvent x => HostClaimDecider.Evolve(host, x),
        HostSituationEvent x => HostSituationDecider.Evolve(host, x),
        HostAgeEvent x => HostAgeDecider.Evolve(host, x),
        HostMoveEvent x => HostMoveDecider.Evolve(host, x),
        HostRecordEvent x => HostRecordDecider.Evolve(host, x),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The host does not know this event."),
    };
}
