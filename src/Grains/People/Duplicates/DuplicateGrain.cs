namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.DuplicateCommand;

/// <summary>
/// Hosts the rules of what officers note about two records, and carries a link out: first the principal learns of it, then the record;
/// back in the opposite order.
/// </summary>
/// <remarks>
/// A persisted reminder is set before the event that gives it something to do, and goes when nothing is left. Every step may be repeated,
/// and an undo that overtakes its step voids it.
/// </remarks>
[Reentrant, GrainType("person-case")]
public sealed partial class DuplicateGrain(Journaling journaling)
    : SagaGrain<DuplicateDecider, Duplicate, DuplicateCommand, DuplicateEvent>(journaling, "link"),
        IDuplicateGrain
{
    private DuplicateId Id => DuplicateId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CommandResult> Dismiss(CommandContext context, SignDismissal dismissal) =>
        IsAbout(dismissal.One, dismissal.Other)
            ? await Execute(context, new DismissSigns(await Facts(dismissal.One, dismissal.Other), dismissal)) : OtherRecords();

    /// <inheritdoc/>
    public Task<CommandResult> Reopen(CommandContext context, IReadOnlyList<PersonSign> signs) => Execute(context, new ReopenSigns(signs));

    /// <inheritdoc/>
    public async Task<CommandResult> Link(CommandContext context, PersonId principal, PersonId record, LinkReason reason)
    {
        if (!IsAbout(principal, record)) return OtherRecords();
        var known = await Facts(principal, record);
        var result = await Begin(context, new LinkRecords(known, principal, record, reason));
        return result.IsAccepted && Confirmed.Link is { Refused: { } code } link && link.Principal == principal
            ? CommandResult.Refuse(code,
                "The two could not be linked: one of them is linked to another record. Link to the principal of that, or unlink first.",
                Version)
            : Unfinished(result);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Unlink(CommandContext context, UnlinkReason reason) =>
        Unfinished(await Begin(context, new UnlinkRecords(reason)));

    /// <inheritdoc/>
    public async Task<DuplicateView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is null ? null : DuplicatesFold.View(Confirmed, Version);
    }

    private bool IsAbout(PersonId one, PersonId other) => one.Nation == other.Nation && DuplicateId.Of(one, other) == Id;

    private CommandResult OtherRecords() => CommandResult.Refuse(RejectionCode.InvalidInput, "The id is of two other records.", Version);

    // It is on its way and will be there; the caller hears that it is not yet.
    private CommandResult Unfinished(CommandResult result) => result.IsAccepted && Confirmed.Link is { } link && link.Next != LinkStep.None
        ? CommandResult.Refuse(RejectionCode.Busy,
            "It was written down and is being carried out; ask again in a moment with the same idempotency key.", Version)
        : result;

    private async Task<RecordsFacts> Facts(PersonId one, PersonId other)
    {
        var (first, second) = (VersionOf(one), VersionOf(other));
        await Task.WhenAll(first, second);
        return new(one, other, await first, await second);
    }

    private async Task<long?> VersionOf(PersonId person) => person.Host is { } host
        ? await GrainFactory.Host(host).Get() is { Erased: false } h ? h.Version : null
        : await GrainFactory.Migrant(person.Migrant!.Value).Get() is { Erased: false } m ? m.Version : null;

    // Asked once the principal knows what the record holds: whatever it grants from then on takes that into account.
    private async Task<bool> IsClaimOpen(PersonLink link)
    {
        var claims = link.Principal.Host is { } host
            ? await GrainFactory.Host(host).ClaimsBeside(link.Record.Host!.Value)
            : await GrainFactory.Migrant(link.Principal.Migrant!.Value).ClaimsBeside(link.Record.Migrant!.Value);
        var decided = await Task.WhenAll(claims.Select(c => c.Record.Host is { } other
            ? GrainFactory.Host(other).HasDecided(c)
            : GrainFactory.Migrant(c.Record.Migrant!.Value).HasDecided(c)));
        return decided.Contains(false);
    }

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        if (Confirmed.Link is not { } link || link.Next is LinkStep.None) return true;
        var step = link.Next;
        var answer = await Call(link, step);
        if (answer.Rejected is RejectionCode.StoreUnavailable or RejectionCode.Busy or RejectionCode.VersionMismatch) return false;
        var isAttached = step == LinkStep.Attach && answer.IsAccepted;
        // In this order: what is open may be live when it is decided.
        var claimIsOpen = isAttached && await IsClaimOpen(link);
        var bothLive = isAttached && !claimIsOpen && await PersonLives.AreTwo(GrainFactory, link.Principal, link.Record);
        var noted = await Execute(new NoteLinkStep(link.Number, step, answer.Rejected, bothLive, claimIsOpen));
        return noted.IsAccepted && !claimIsOpen;
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(Confirmed.Link is { } link && link.Next != LinkStep.None ? Soon : null);

    private Task<CommandResult> Call(PersonLink link, LinkStep step)
    {
        var context = new CommandContext { Id = link.CommandId(step), Fingerprint = 0, Actor = "system" };
        var (admit, attach) = (link.CommandId(LinkStep.Admit), link.CommandId(LinkStep.Attach));
        if (link.Principal.Host is { } host)
        {
            var (principal, record) = (GrainFactory.Host(host), GrainFactory.Host(link.Record.Host!.Value));
            return step switch
            {
                LinkStep.Admit => principal.AdmitRecord(context, HostId.Parse(link.Record.Value), link.Since),
                LinkStep.Attach => record.Attach(context, host),
                LinkStep.Detach => record.Detach(context, host, attach),
                _ => principal.ReleaseRecord(context, HostId.Parse(link.Record.Value), admit),
            };
        }
        else
        {
            var migrant = link.Principal.Migrant!.Value;
            var (principal, record) =
                (GrainFactory.Migrant(migrant), GrainFactory.Migrant(link.Record.Migrant!.Value));
            return step switch
            {
                LinkStep.Admit => principal.AdmitRecord(context, MigrantId.Parse(link.Record.Value), link.Since),
                LinkStep.Attach => record.Attach(context, migrant),
                LinkStep.Detach => record.Detach(context, migrant, attach),
                _ => principal.ReleaseRecord(context, MigrantId.Parse(link.Record.Value), admit),
            };
        }
    }
}
