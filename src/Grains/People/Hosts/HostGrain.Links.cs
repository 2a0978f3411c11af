namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.HostCommand;

// A record that is linked to others of the same person: see RecordLinks. Calls run one way, from a record to its principal, which is under
// nobody.
public sealed partial class HostGrain
{
    private const string Asking = "asking";

    /// <inheritdoc/>
    public Task<CommandResult> AdmitRecord(CommandContext context, HostId record, long since) =>
        Execute(context, new AdmitHostRecord(record, since));

    /// <inheritdoc/>
    public Task<CommandResult> ReleaseRecord(CommandContext context, HostId record, string admitCommand) =>
        Execute(context, new ReleaseHostRecord(record, admitCommand));

    /// <inheritdoc/>
    public async Task<CommandResult> Attach(CommandContext context, HostId principal) =>
        await Tell(await Execute(context, new AttachHost(principal)));

    /// <inheritdoc/>
    public Task<CommandResult> Detach(CommandContext context, HostId principal, string attachCommand) =>
        Execute(context, new DetachHost(principal, attachCommand));

    /// <inheritdoc/>
    public Task<CommandResult> NoteRecord(HostId record, long version, SponsorshipId? claim) =>
        Execute(new NoteHostRecord(record, version, claim));

    /// <inheritdoc/>
    public Task<CommandResult> ClaimRecord(HostId record, long version, SponsorshipId sponsorship) =>
        Execute(new ClaimHostRecord(record, version, sponsorship));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordClaim>> ClaimsBeside(HostId record) => Task.FromResult<IReadOnlyList<RecordClaim>>(
        [.. Confirmed.Linked.ClaimsBeside(record).Select(r => new RecordClaim(r.Record, r.Version, r.Claim!.Value))]);

    /// <inheritdoc/>
    public Task<bool> HasDecided(RecordClaim claim) =>
        Task.FromResult(Confirmed.Linked.HasDecided(Version, new(Id, claim.Version, claim.Sponsorship)));

    // The claim is durable here before the principal hears of it, so whoever takes this up again, or undoes it, finds it.
    private async Task<CommandResult> AskPrincipal(CommandResult asked, SponsorshipId sponsorship)
    {
        while (Confirmed.Linked is { Asking: { } asking } linked && asking == sponsorship)
        {
            RejectionCode? refused = null;
            if (linked.Principal is { } principal)
            {
                refused = (await GrainFactory.Host(principal).ClaimRecord(Id, Version, sponsorship)).Rejected;
                // No answer of the rules, or one to an older state: whoever wants it asks again.
                if (refused is RejectionCode.StoreUnavailable or RejectionCode.Busy or RejectionCode.VersionMismatch
                    or RejectionCode.RecordsNotLinked)
                {
                    return CommandResult.Refuse(RejectionCode.Busy,
                        "The principal record of the same host could not be asked; try again in a moment.", Version);
                }
            }

            var settled = await Execute(new AnswerHostClaim(sponsorship, linked.Principal, refused));
            if (!settled.IsAccepted) return settled;
        }

        if (await Tell(asked) is { IsAccepted: false } untold) return untold;
        // As the first time, also when it was taken and freed since.
        return Confirmed.Linked.Refused is { } no && no.Sponsorship == sponsorship
            ? CommandResult.Refuse(no.Code, "The host, or another record of the same host, is not free for it.", Version)
            : asked with { Outcome = "taken" };
    }

    // The principal knows before the caller is answered: so the caller's own retries make sure of it, and no clock has to.
    private async Task<CommandResult> Tell(CommandResult result)
    {
        if (!result.IsAccepted || Confirmed.Linked.Principal is not { } principal) return result;
        var told = await GrainFactory.Host(principal)
            .NoteRecord(Id, Version, Confirmed.Live ?? Confirmed.Linked.Asking);
        return told.IsAccepted
            ? result : CommandResult.Refuse(RejectionCode.Busy,
                "The principal record of the same host could not be told; try again in a moment.", Version);
    }
}
