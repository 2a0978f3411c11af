namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;

// Records of one person: see RecordLinks.
public sealed partial class HostDecider
{
    private static Decision<HostEvent> Decide(Host host, HostLinkCommand command) => command switch
    {
        AdmitHostRecord c => Admit(host, c),
        ReleaseHostRecord c => Accept("released", new HostRecordReleased(c.Record)).Voiding(c.AdmitCommand),
        NoteHostRecord c =>
            host.Linked.IsNews(c.Record, c.Version) ? Accept("noted", new HostRecordNoted(c.Record, c.Version, c.Claim)) : Accept("known"),
        ClaimHostRecord c => Claim(host, c),
        AttachHost c => Attach(host, c.Principal),
        DetachHost c => Accept("detached", new HostDetached(c.Principal)).Voiding(c.AttachCommand),
        AnswerHostClaim c => Answer(host, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The host does not know this command."),
    };

    private static Host Evolve(Host host, HostLinkEvent e) => e switch
    {
        HostRecordAdmitted x => host with { Links = host.Linked.Admit(x.Record, x.Since) },
        HostRecordReleased x => host with { Links = host.Linked.Release(x.Record) },
        HostRecordNoted x => host with { Links = host.Linked.Note(x.Record, x.Version, x.Claim) },
        HostAttached x => host with { Links = host.Linked.Attach(x.Principal) },
        HostDetached x => host with { Links = host.Linked.Detach(x.Principal) },
        HostClaimAsked x => host with { Links = host.Linked.Ask(x.Sponsorship) },
        HostClaimRefused x => host with { Links = host.Linked.Refuse(x.Sponsorship, x.Code) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The host does not know this event."),
    };

    private static Decision<HostEvent> Admit(Host host, AdmitHostRecord c)
    {
        if (host.Linked.Find(c.Record) is not null) return Accept("admitted");
        if (IsMoving(host)) return Reject(RejectionCode.HostMoving, "A move of the host is under way; link the records when it is over.");
        return host.Linked.ProblemOfAdmitting(host.Id!.Value, c.Record) is { } problem
            ? problem : Accept("admitted", new HostRecordAdmitted(c.Record, c.Since));
    }

    private static Decision<HostEvent> Attach(Host host, HostId principal)
    {
        if (host.Linked.Principal == principal) return Accept("attached");
        if (IsMoving(host)) return Reject(RejectionCode.HostMoving, "A move of the host is under way; link the records when it is over.");
        return host.Linked.ProblemOfAttaching(host.Id!.Value, principal) is { } problem
            ? problem : Accept("attached", new HostAttached(principal));
    }

    // Decided by what all other records hold. What this record itself is noted with is no permission: a note may have come before the
    // claim.
    private static Decision<HostEvent> Claim(Host host, ClaimHostRecord c)
    {
        if (host.Linked.ProblemOfClaiming(c.Record, c.Version) is { } problem) return problem;
        if (IsHeldBesides(host, c.Sponsorship, c.Record))
        {
            return Reject(RejectionCode.HostBusy, "Another record of the same host is in a live sponsorship.");
        }

        if (host.Suspended is not null) return Reject(RejectionCode.HostSuspended, "The principal record of the same host is suspended.");
        return host.Linked.Find(c.Record) is { } known && known.Version == c.Version && known.Claim == c.Sponsorship
            ? Accept("claimed")
            : Accept("claimed", new HostRecordNoted(c.Record, c.Version, c.Sponsorship));
    }

    private static Decision<HostEvent> Answer(Host host, AnswerHostClaim c)
    {
        if (host.Linked.Asking != c.Sponsorship) return Accept("known");
        // Of another principal than now, or of none: it has to be asked again.
        if (host.Linked.Principal != c.Principal) return Accept("asking");
        var refused = c.Refused ?? (IsHeldBesides(host, c.Sponsorship) ? RejectionCode.HostBusy : ProblemOfEntering(host)?.Code);
        return refused is { } code
            ? Accept("refused", new HostClaimRefused(c.Sponsorship, code)) : Accept("taken", new HostTaken(c.Sponsorship));
    }

    private static bool IsHeldBesides(Host host, SponsorshipId sponsorship, HostId? besides = null) =>
        (host.Live is { } live && live != sponsorship) || (host.Linked.Asking is { } asking && asking != sponsorship)
            || host.Linked.IsHeldBesides(sponsorship, besides);
}
