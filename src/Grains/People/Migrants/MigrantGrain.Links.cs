namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using RecordCommand = VipOrleans.Domain.People.RecordLinkCommand<VipOrleans.Domain.Kernel.MigrantId>;

// A record that may be linked to others of the same person: see RecordLinking.
public sealed partial class MigrantGrain : IRecordGrain<MigrantId>
{
    string IRecordGrain<MigrantId>.Word => "migrant";

    long IRecordGrain<MigrantId>.Version => Version;

    SponsorshipId? IRecordGrain<MigrantId>.Live => Confirmed.Live;

    RecordLinks<MigrantId> IRecordGrain<MigrantId>.Linked => Confirmed.Linked;

    /// <inheritdoc/>
    public Task<CommandResult> AdmitRecord(CommandContext context, MigrantId record, long since) =>
        Execute(context, new RecordCommand.Admit(record, since));

    /// <inheritdoc/>
    public Task<CommandResult> ReleaseRecord(CommandContext context, MigrantId record, string admitCommand) =>
        Execute(context, new RecordCommand.Release(record, admitCommand));

    /// <inheritdoc/>
    public async Task<CommandResult> Attach(CommandContext context, MigrantId principal) =>
        await this.Report(await Execute(context, new RecordCommand.Attach(principal)));

    /// <inheritdoc/>
    public Task<CommandResult> Detach(CommandContext context, MigrantId principal, string attachCommand) =>
        Execute(context, new RecordCommand.Detach(principal, attachCommand));

    /// <inheritdoc/>
    public Task<CommandResult> NoteRecord(MigrantId record, long version, SponsorshipId? claim) =>
        Execute(new RecordCommand.Note(record, version, claim));

    /// <inheritdoc/>
    public Task<CommandResult> ClaimRecord(MigrantId record, long version, SponsorshipId sponsorship) =>
        Execute(new RecordCommand.Claim(record, version, sponsorship));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordClaim>> ClaimsBeside(MigrantId record) => Task.FromResult<IReadOnlyList<RecordClaim>>(
        [.. Confirmed.Linked.ClaimsBeside(record).Select(r => new RecordClaim(r.Record, r.Version, r.Claim!.Value))]);

    /// <inheritdoc/>
    public Task<bool> HasDecided(RecordClaim claim) =>
        Task.FromResult(Confirmed.Linked.HasDecided(Version, new(Id, claim.Version, claim.Sponsorship)));

    Task<CommandResult> IRecordGrain<MigrantId>.Execute(RecordCommand command) => Execute(command);

    Task<CommandResult> IRecordGrain<MigrantId>.Claim(MigrantId principal, SponsorshipId sponsorship) =>
        GrainFactory.Migrant(principal).ClaimRecord(Id, Version, sponsorship);

    Task<CommandResult> IRecordGrain<MigrantId>.Note(MigrantId principal, SponsorshipId? held) =>
        GrainFactory.Migrant(principal).NoteRecord(Id, Version, held);
}
