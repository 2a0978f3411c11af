namespace VipOrleans.Domain.People;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;
using Links = RecordLinkRules<Kernel.MigrantId>;
using News = RecordLinkEvent<Kernel.MigrantId>;

/// <summary>
/// Which sponsorship a migrant is in, and which continues it: one at a time, whichever of the person's records it names. The rules of links
/// are those of <see cref="RecordLinkRules{TId}"/>, and so far as a journal goes, their events have a migrant's names.
/// </summary>
internal static class MigrantClaimDecider
{
    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantClaimCommand command) => command switch
    {
        TakeMigrant c => Take(migrant, c),
        FreeMigrant c when migrant.Next == c.Sponsorship => Accept("freed", new MigrantFreed(c.Sponsorship)),
        FreeMigrant c => migrant.Live == c.Sponsorship
            ? Accept("freed", new MigrantFreed(c.Sponsorship, migrant.Next, migrant.Next is not null && c.NextLetsGo))
            : Links.GiveUp(c.Sponsorship, c.TakeCommand).As(Named),
        LinkMigrant c => Links.Decide(migrant, c.Command).As(Named),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The claims know no such command."),
    };

    public static Migrant Evolve(Migrant migrant, MigrantClaimEvent e)
    {
        var links = Read(e) is { } news ? migrant.Linked.Evolve(news) : migrant.Links;
        return e switch
        {
            MigrantTaken x =>
                migrant with { Live = x.Sponsorship, LettingGo = null, Links = links, Sponsorships = After(migrant, x.Sponsorship) },
            MigrantNextTaken x => migrant with { Next = x.Sponsorship, Sponsorships = After(migrant, x.Sponsorship) },
            MigrantFreed x when migrant.Next == x.Sponsorship => migrant with { Next = null },
            MigrantFreed x => migrant with { Live = x.Next, Next = null, LettingGo = x.NextLetsGo ? x.Next : null },
            _ => migrant with { Links = links },
        };
    }

    private static ImmutableList<SponsorshipId> After(Migrant migrant, SponsorshipId taken) =>
        migrant.Sponsorships.Remove(taken).Add(taken);

    private static Decision<MigrantEvent> Take(Migrant migrant, TakeMigrant c)
    {
        // One that has arrived after all does not let go.
        if (migrant.Live == c.Sponsorship)
        {
            return migrant.LettingGo == c.Sponsorship ? Accept("taken", new MigrantTaken(c.Sponsorship)) : Accept("taken");
        }

        if (migrant.Next == c.Sponsorship) return Accept(MigrantDecider.TakenAsNext);
        // The person is held by this record already, so that what continues it asks no other one.
        if (migrant.Live is { } live)
        {
            // What the migrant has left behind must not cost them the next host: it lets go in a moment.
            if (migrant.LettingGo == live)
            {
                return Reject(RejectionCode.Busy,
                    "The migrant is being let go by a sponsorship that was to continue another one; ask again in a moment.");
            }

            return c.Continues == live && migrant.Next is null
                ? Accept(MigrantDecider.TakenAsNext, new MigrantNextTaken(c.Sponsorship, live))
                : Reject(RejectionCode.MigrantBusy, "The migrant is in another live sponsorship.");
        }

        return Links.Take(migrant, c.Sponsorship).As(Named);
    }

    private static MigrantEvent Named(News news) => news switch
    {
        News.Admitted x => new MigrantRecordAdmitted(x.Record, x.Since),
        News.Released x => new MigrantRecordReleased(x.Record),
        News.Noted x => new MigrantRecordNoted(x.Record, x.Version, x.Held),
        News.Attached x => new MigrantAttached(x.Principal),
        News.Detached x => new MigrantDetached(x.Principal),
        News.ClaimAsked x => new MigrantClaimAsked(x.Sponsorship),
        News.ClaimRefused x => new MigrantClaimRefused(x.Sponsorship, x.Code),
        News.ClaimVoided x => new MigrantClaimVoided(x.Sponsorship),
        News.Taken x => new MigrantTaken(x.Sponsorship),
        _ => throw new ArgumentOutOfRangeException(nameof(news), news.GetType().Name, "A migrant has no name for this event."),
    };

    private static News? Read(MigrantClaimEvent e) => e switch
    {
        MigrantRecordAdmitted x => new News.Admitted(x.Record, x.Since),
        MigrantRecordReleased x => new News.Released(x.Record),
        MigrantRecordNoted x => new News.Noted(x.Record, x.Version, x.Claim),
        MigrantAttached x => new News.Attached(x.Principal),
        MigrantDetached x => new News.Detached(x.Principal),
        MigrantClaimAsked x => new News.ClaimAsked(x.Sponsorship),
        MigrantClaimRefused x => new News.ClaimRefused(x.Sponsorship, x.Code),
        MigrantClaimVoided x => new News.ClaimVoided(x.Sponsorship),
        MigrantTaken x => new News.Taken(x.Sponsorship),
        MigrantNextTaken or MigrantFreed => null,
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The claims know no such event."),
    };
}
