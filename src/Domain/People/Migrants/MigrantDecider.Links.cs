namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

// Records of one person: see RecordLinks.
public sealed partial class MigrantDecider
{
    private static Decision<MigrantEvent> Decide(Migrant migrant, MigrantLinkCommand command) => command switch
    {
        AdmitMigrantRecord c => Admit(migrant, c),
        ReleaseMigrantRecord c => Accept("released", new MigrantRecordReleased(c.Record)).Voiding(c.AdmitCommand),
        NoteMigrantRecord c =>
            migrant.Linked.IsNews(c.Record, c.Version)
                ? Accept("noted", new MigrantRecordNoted(c.Record, c.Version, c.Claim)) : Accept("known"),
        ClaimMigrantRecord c => Claim(migrant, c),
        AttachMigrant c => Attach(migrant, c.Principal),
        DetachMigrant c => Accept("detached", new MigrantDetached(c.Principal)).Voiding(c.AttachCommand),
        AnswerMigrantClaim c => Answer(migrant, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The migrant does not know this command."),
    };

    private static Migrant Evolve(Migrant migrant, MigrantLinkEvent e) => e switch
    {
        MigrantRecordAdmitted x => migrant with { Links = migrant.Linked.Admit(x.Record, x.Since) },
        MigrantRecordReleased x => migrant with { Links = migrant.Linked.Release(x.Record) },
        MigrantRecordNoted x => migrant with { Links = migrant.Linked.Note(x.Record, x.Version, x.Claim) },
        MigrantAttached x => migrant with { Links = migrant.Linked.Attach(x.Principal) },
        MigrantDetached x => migrant with { Links = migrant.Linked.Detach(x.Principal) },
        MigrantClaimAsked x => migrant with { Links = migrant.Linked.Ask(x.Sponsorship) },
        MigrantClaimRefused x => migrant with { Links = migrant.Linked.Refuse(x.Sponsorship, x.Code) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The migrant does not know this event."),
    };

    private static Decision<MigrantEvent> Admit(Migrant migrant, AdmitMigrantRecord c)
    {
        if (migrant.Linked.Find(c.Record) is not null) return Accept("admitted");
        return migrant.Linked.ProblemOfAdmitting(migrant.Id!.Value, c.Record) is { } problem
            ? problem : Accept("admitted", new MigrantRecordAdmitted(c.Record, c.Since));
    }

    private static Decision<MigrantEvent> Attach(Migrant migrant, MigrantId principal)
    {
        if (migrant.Linked.Principal == principal) return Accept("attached");
        return migrant.Linked.ProblemOfAttaching(migrant.Id!.Value, principal) is { } problem
            ? problem : Accept("attached", new MigrantAttached(principal));
    }

    // Decided by what all other records hold. What this record itself is noted with is no permission: a note may have come before the
    // claim.
    private static Decision<MigrantEvent> Claim(Migrant migrant, ClaimMigrantRecord c)
    {
        if (migrant.Linked.ProblemOfClaiming(c.Record, c.Version) is { } problem) return problem;
        if (IsHeldBesides(migrant, c.Sponsorship, c.Record))
        {
            return Reject(RejectionCode.MigrantBusy, "Another record of the same migrant is in a live sponsorship.");
        }


        return migrant.Linked.Find(c.Record) is { } known && known.Version == c.Version && known.Claim == c.Sponsorship
            ? Accept("claimed")
            : Accept("claimed", new MigrantRecordNoted(c.Record, c.Version, c.Sponsorship));
    }

    private static Decision<MigrantEvent> Answer(Migrant migrant, AnswerMigrantClaim c)
    {
        if (migrant.Linked.Asking != c.Sponsorship) return Accept("known");
        // Of another principal than now, or of none: it has to be asked again.
        if (migrant.Linked.Principal != c.Principal) return Accept("asking");
        var refused = c.Refused ?? (IsHeldBesides(migrant, c.Sponsorship) ? RejectionCode.MigrantBusy : ProblemOfEntering(migrant)?.Code);
        return refused is { } code
            ? Accept("refused", new MigrantClaimRefused(c.Sponsorship, code)) : Accept("taken", new MigrantTaken(c.Sponsorship));
    }

    private static bool IsHeldBesides(Migrant migrant, SponsorshipId sponsorship, MigrantId? besides = null) =>
        (migrant.Live is { } live && live != sponsorship) || (migrant.Linked.Asking is { } asking && asking != sponsorship)
            || migrant.Linked.IsHeldBesides(sponsorship, besides);
}
