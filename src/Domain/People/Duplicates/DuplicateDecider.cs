namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.DuplicateCommand;
using static VipOrleans.Domain.People.DuplicateEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.DuplicateEvent>;

/// <summary>
/// The rules of what officers note about two records. A link is carried out in steps by whoever reads <see cref="PersonLink.Next"/>.
/// </summary>
public sealed class DuplicateDecider : IDecider<Duplicate, DuplicateCommand, DuplicateEvent>
{
    private DuplicateDecider() { }

    /// <inheritdoc/>
    public static Duplicate Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Duplicate, DuplicateEvent> Aggregate { get; } =
        new("person-case-1", PeopleJson.Default.DuplicateEvent, PeopleJson.Default.Duplicate);

    /// <inheritdoc/>
    public static Decision<DuplicateEvent> Decide(Duplicate records, DuplicateCommand command, Moment moment) => command switch
    {
        DismissSigns c => Dismiss(records, c),
        LinkRecords c => Link(records, c),
        _ when records.Id is null => Reject(RejectionCode.DuplicateNotFound, "Nothing was noted about these two records."),
        ReopenSigns c => Reopen(records, c),
        UnlinkRecords c => Unlink(records, c),
        NoteLinkStep c => Note(records, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Duplicates know no such command."),
    };

    /// <inheritdoc/>
    public static Duplicate Evolve(Duplicate records, DuplicateEvent e) => e switch
    {
        PersonSignsDismissed x =>
            About(records, x.First,
                x.Second) with
            { Dismissed = records.Dismissed.SetItems(x.Signs.Select(s => KeyValuePair.Create(s, x.Reason))) },
        PersonSignsReopened x => records with { Dismissed = records.Dismissed.RemoveRange(x.Signs) },
        PersonLinkAsked x =>
            About(records, x.Principal, x.Record) with { Link = new(x.Number, x.Principal, x.Record, x.Since, x.Reason, LinkStatus.Asked) },
        PersonLinkAdmitted => Now(records, LinkStatus.Admitted),
        PersonsLinked x => records with { Link = records.Link! with { Status = LinkStatus.Linked, BothLive = x.BothLive } },
        PersonLinkFailed x => records with { Link = records.Link! with { Status = LinkStatus.Refusing, Refused = x.Code } },
        PersonLinkRefused x => records with { Link = records.Link! with { Status = LinkStatus.Refused, Refused = x.Code } },
        PersonUnlinkAsked => Now(records, LinkStatus.Leaving),
        PersonDetached => Now(records, LinkStatus.Detached),
        PersonsUnlinked => Now(records, LinkStatus.Unlinked),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "Duplicates know no such event."),
    };

    private static Duplicate About(Duplicate records, PersonId one, PersonId other)
    {
        var (first, second) = PersonId.InOrder(one, other);
        return records with { Id = DuplicateId.Of(one, other), First = first, Second = second };
    }

    private static Duplicate Now(Duplicate records, LinkStatus status) => records with { Link = records.Link! with { Status = status } };

    private static Rejection? Problem(RecordsFacts known)
    {
        if (known.One == known.Other) return new(RejectionCode.InvalidInput, "Name two different records.");
        if (known.One.Nation != known.Other.Nation) return new(RejectionCode.InvalidInput, "Both records belong to one nation.");
        return Missing(known.One, known.OneVersion) ?? Missing(known.Other, known.OtherVersion);
    }

    private static Rejection? Missing(PersonId person, long? version) => version is not null ? null : person.Side == Party.Host
        ? new(RejectionCode.HostNotFound, "One of the two is no host, or was erased.")
        : new(RejectionCode.MigrantNotFound, "One of the two is no migrant, or was erased.");

    private static Decision<DuplicateEvent> Dismiss(Duplicate records, DismissSigns c)
    {
        if (Problem(c.Known) is { } problem) return problem;
        var (_, _, signs, why) = c.Dismissal;
        if (ProblemOf(signs) is { } wrong) return wrong;
        var news = signs.Where(s => !records.Dismissed.TryGetValue(s, out var reason) || reason != why).ToList();
        var (first, second) = PersonId.InOrder(c.Known.One, c.Known.Other);
        return news.Count == 0 ? Accept("dismissed") : Accept("dismissed", new PersonSignsDismissed(first, second, news, why));
    }

    private static Decision<DuplicateEvent> Reopen(Duplicate records, ReopenSigns c)
    {
        if (ProblemOf(c.Signs) is { } wrong) return wrong;
        var old = c.Signs.Where(records.Dismissed.ContainsKey).ToList();
        return old.Count == 0 ? Accept("reopened") : Accept("reopened", new PersonSignsReopened(old));
    }

    private static Rejection? ProblemOf(IReadOnlyList<PersonSign> signs) =>
        signs.Count == 0 || signs.Distinct().Count() != signs.Count
            ? new(RejectionCode.InvalidInput, "Name at least one sign, and none twice.") : null;

    private static Decision<DuplicateEvent> Link(Duplicate records, LinkRecords c)
    {
        if (Problem(c.Known) is { } problem) return problem;
        if (c.Principal.Side != c.Record.Side)
        {
            return Reject(RejectionCode.InvalidInput, "A host's record is linked to a host's, and a migrant's to a migrant's.");
        }

        if (records.Link is { IsOpen: true } link)
        {
            return link.Principal == c.Principal && link.Status is LinkStatus.Asked or LinkStatus.Admitted or LinkStatus.Linked
                ? Accept("linked")
                : Reject(RejectionCode.RecordLinked, "These two are linked the other way round, or are just being unlinked.");
        }

        var since = c.Known.One == c.Record ? c.Known.OneVersion : c.Known.OtherVersion;
        return Accept("linked", new PersonLinkAsked((records.Link?.Number ?? 0) + 1, c.Principal, c.Record, since!.Value, c.Reason));
    }

    private static Decision<DuplicateEvent> Unlink(Duplicate records, UnlinkRecords c) => records.Link switch
    {
        { Status: LinkStatus.Linked } link => Accept("unlinked", new PersonUnlinkAsked(link.Number, c.Reason)),
        { Status: LinkStatus.Leaving or LinkStatus.Detached or LinkStatus.Unlinked } => Accept("unlinked"),
        { Status: LinkStatus.Asked or LinkStatus.Admitted } =>
            Reject(RejectionCode.Busy, "The two are just being linked; try again in a moment."),
        _ => Reject(RejectionCode.RecordsNotLinked, "These two records are not linked."),
    };

    private static Decision<DuplicateEvent> Note(Duplicate records, NoteLinkStep c)
    {
        if (records.Link is not { } link || link.Number != c.Number || link.Next != c.Step) return Accept("known");
        return (c.Step, c.Refused) switch
        {
            (LinkStep.Admit, null) => Accept("noted", new PersonLinkAdmitted(link.Number)),
            // What was granted before is decided first: from a link on, nobody enters a second sponsorship.
            (LinkStep.Attach, null) when c.ClaimIsOpen => Accept("waiting"),
            (LinkStep.Attach, null) => Accept("noted", new PersonsLinked(link.Number, c.BothLive)),
            (LinkStep.Admit or LinkStep.Attach, { } code) => Accept("noted", new PersonLinkFailed(link.Number, code)),
            (LinkStep.Detach, null) => Accept("noted", new PersonDetached(link.Number)),
            (LinkStep.Release, null) =>
                Accept("noted", link.Refused is { } code ? new PersonLinkRefused(link.Number, code) : new PersonsUnlinked(link.Number)),
            // Neither is refused by the rules: asked again.
            _ => Accept("known"),
        };
    }
}
