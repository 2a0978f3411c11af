namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.HostEvent>;
using Links = RecordLinkRules<Kernel.HostId>;
using News = RecordLinkEvent<Kernel.HostId>;

/// <summary>
/// Which sponsorship a host is in: one at a time, whichever of the person's records it names. The rules of links are those of
/// <see cref="RecordLinkRules{TId}"/>, and so far as a journal goes, their events have a host's names.
/// </summary>
internal static class HostClaimDecider
{
    public static Decision<HostEvent> Decide(Host host, HostClaimCommand command) => command switch
    {
        TakeHost c => Links.Take(host, c.Sponsorship).As(Named),
        FreeHost c => host.Live == c.Sponsorship
            ? Accept("freed", new HostFreed(c.Sponsorship))
            : Links.GiveUp(c.Sponsorship, c.TakeCommand).As(Named),
        LinkHost c => Links.Decide(host, c.Command).As(Named),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The claims know no such command."),
    };

    public static Host Evolve(Host host, HostClaimEvent e)
    {
        var links = Read(e) is { } news ? host.Linked.Evolve(news) : host.Links;
        return e switch
        {
            HostTaken x => host with { Live = x.Sponsorship, Links = links },
            HostFreed => host with { Live = null },
            _ => host with { Links = links },
        };
    }

    private static HostEvent Named(News news) => news switch
    {
        News.Admitted x => new HostRecordAdmitted(x.Record, x.Since),
        News.Released x => new HostRecordReleased(x.Record),
        News.Noted x => new HostRecordNoted(x.Record, x.Version, x.Held),
        News.Attached x => new HostAttached(x.Principal),
        News.Detached x => new HostDetached(x.Principal),
        News.ClaimAsked x => new HostClaimAsked(x.Sponsorship),
        News.ClaimRefused x => new HostClaimRefused(x.Sponsorship, x.Code),
        News.ClaimVoided x => new HostClaimVoided(x.Sponsorship),
        News.Taken x => new HostTaken(x.Sponsorship),
        _ => throw new ArgumentOutOfRangeException(nameof(news), news.GetType().Name, "A host has no name for this event."),
    };

    private static News? Read(HostClaimEvent e) => e switch
    {
        HostRecordAdmitted x => new News.Admitted(x.Record, x.Since),
        HostRecordReleased x => new News.Released(x.Record),
        HostRecordNoted x => new News.Noted(x.Record, x.Version, x.Claim),
        HostAttached x => new News.Attached(x.Principal),
        HostDetached x => new News.Detached(x.Principal),
        HostClaimAsked x => new News.ClaimAsked(x.Sponsorship),
        HostClaimRefused x => new News.ClaimRefused(x.Sponsorship, x.Code),
        HostClaimVoided x => new News.ClaimVoided(x.Sponsorship),
        HostTaken x => new News.Taken(x.Sponsorship),
        HostFreed => null,
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The claims know no such event."),
    };
}
