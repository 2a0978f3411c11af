namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

/// <summary>The rules of a host.</summary>
public sealed partial class HostDecider : IDecider<Host, HostCommand, HostEvent>
{
    private HostDecider() { }

    /// <inheritdoc/>
    public static Host Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Host, HostEvent> Aggregate { get; } = new("host-2", PeopleJson.Default.HostEvent, PeopleJson.Default.Host);

    /// <inheritdoc/>
    public static Decision<HostEvent> Decide(Host host, HostCommand command, Moment moment)
    {
        if (command is RegisterHost register) return Register(host, register);
        if (command is RegisterMoved moved) return Register(host, moved);
        if (host.Id is null) return Reject(RejectionCode.HostNotFound, "There is no such host.");
        return command switch
        {
            SuspendHost c =>
                host.Suspended is null
                    ? Accept("suspended", new HostSuspended(c.Reason, c.Ruling, c.Text))
                    : Reject(RejectionCode.HostSuspended, "The host is suspended already."),
            ReinstateHost c =>
                host.Suspended is null
                    ? Reject(RejectionCode.HostNotSuspended, "The host is not suspended.")
                    : Accept("reinstated", new HostReinstated(c.Reason, host.SuspendedUnder)),
            Domain.People.HostCommand.LiftSuspension c =>
                host.SuspendedUnder == c.Ruling ? Accept("reinstated", new HostReinstated(c.Reason, c.Ruling)) : Accept("known"),
            TakeHost c => Take(host, c.Sponsorship),
            FreeHost c => host.Live == c.Sponsorship
                ? Accept("freed", new HostFreed(c.Sponsorship))
                : Accept("freed", new HostClaimVoided(c.Sponsorship)).Voiding(c.TakeCommand),
            EraseHost => Erase(host),
            ProvidePayee c => Provide(host, c.Payee),
            MoveHost c => Move(host, c),
            Domain.People.HostCommand.CompleteMove c => Complete(host, c.To),
            Domain.People.HostCommand.UndoMove c => Undo(host, c.To),
            HostLinkCommand c => Decide(host, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The host does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Host Evolve(Host host, HostEvent e) => e switch
    {
        HostRegistered x =>
            host with
            {
                Id = x.Host,
                Household = x.Household,
                Home = x.Home,
                Guardian = x.Guardian,
                MovedFrom = x.MovedFrom,
                OpensWith = x.OpensWith
            },
        HostSuspended x => host with { Suspended = x.Reason, SuspendedUnder = x.Ruling },
        HostReinstated => host with { Suspended = null, SuspendedUnder = null },
        HostTaken x => host with { Live = x.Sponsorship, Links = host.Linked.Settle() },
        HostFreed => host with { Live = null },
        HostClaimVoided x => host with { Links = host.Linked.Void(x.Sponsorship) },
        HostErased => host with { Erased = true, Payee = null },
        PayeeProvided x => host with { Payee = x.Payee },
        HostMoveBegun x => host with { Move = new(x, false) },
        HostMoveCompleted x =>
            host.Id == x.To ? host with { OpensWith = null } : host with { Move = host.Move! with { IsComplete = true } },
        HostMoveUndone x => host.Id == x.To ? host with { OpensWith = null, IsVoid = true } : host with { Move = null },
        HostLinkEvent x => Evolve(host, x),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The host does not know this event."),
    };

    private static Decision<HostEvent> Register(Host host, RegisterHost c)
    {
        if (host.Id is not null) return Reject(RejectionCode.AlreadyExists, "This host is registered already.");
        if (!c.Known.CityIsOpen) return Reject(RejectionCode.CityNotFound, $"The city {c.Host.City} is not in the programme.");
        if (c.Household.City != c.Host.City || c.Home.City != c.Host.City)
        {
            return Reject(RejectionCode.OtherCity, "Host, household and home belong to one city.");
        }

        if (c.Guardian is not null)
        {
            if (NotFit(c.Host, c.Guardian.Value, c.Household, c.Known) is { } refused) return refused;
        }

        return Accept("registered", new HostRegistered(c.Host, c.Household, c.Home, c.Guardian));
    }

    private static Decision<HostEvent> Take(Host host, SponsorshipId sponsorship)
    {
        if (host.Live == sponsorship) return Accept("taken");
        if (host.Linked.Asking == sponsorship) return Accept("asking");
        if (IsHeldBesides(host, sponsorship)) return Reject(RejectionCode.HostBusy, "The host is in another live sponsorship.");
        if (Moves(host, sponsorship) is { } moves) return moves;
        if (ProblemOfEntering(host) is { } problem) return problem;
        return host.Linked.Principal is null
            ? Accept("taken", new HostTaken(sponsorship)) : Accept("asking", new HostClaimAsked(sponsorship));
    }

    private static Rejection? ProblemOfEntering(Host host)
    {
        if (host.Erased) return new(RejectionCode.HostNotFound, "The host's registration was erased.");
        return host.Suspended is { } reason
            ? new(RejectionCode.HostSuspended, $"The host is suspended: {Codes<SuspensionReason>.Text(reason)}.") : null;
    }

    private static Rejection? NotFit(HostId host, HostId guardian, HouseholdId household, RegistrationFacts known)
    {
        if (!known.MinorsMayHost) return new(RejectionCode.MinorsMayNotHost, "The city's policy does not let a guardian act for a minor.");
        return guardian == host || known.GuardianHousehold != household
            ? new(RejectionCode.GuardianNotFit, "A guardian is a registered host of the same household who is of age.") : null;
    }

    private static Decision<HostEvent> Provide(Host host, string payee)
    {
        if (host.Erased) return Reject(RejectionCode.HostNotFound, "The host's registration was erased.");
        return host.Payee == payee ? Accept("provided") : Accept("provided", new PayeeProvided(payee));
    }

    private static Decision<HostEvent> Erase(Host host)
    {
        if (host.Erased) return Accept("erased");
        if (IsMoving(host)) return Reject(RejectionCode.HostMoving, "A move of the host is under way; undo it first.");
        return host.Live is null && host.Linked.Asking is null
            ? Accept("erased", new HostErased())
            : Reject(RejectionCode.SponsorshipOpen, "The host is in a live sponsorship; end it first.");
    }
}
