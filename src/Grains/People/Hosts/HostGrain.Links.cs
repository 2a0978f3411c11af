namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using RecordCommand = VipOrleans.Domain.People.RecordLinkCommand<VipOrleans.Domain.Kernel.HostId>;

// A record that may be linked to others of the same person: see RecordLinking.
public sealed partial class HostGrain : IRecordGrain<HostId>
{
    string IRecordGrain<HostId>.Word => "host";

    long IRecordGrain<HostId>.Version => Version;

    SponsorshipId? IRecordGrain<HostId>.Live => Confirmed.Live;

    RecordLinks<HostId> IRecordGrain<HostId>.Linked => Confirmed.Linked;

    /// <inheritdoc/>
    public Task<CommandResult> AdmitRecord(CommandContext context, HostId record, long since) =>
        Execute(context, new RecordCommand.Admit(record, since));

    /// <inheritdoc/>
    public Task<CommandResult> ReleaseRecord(CommandContext context, HostId record, string admitCommand) =>
        Execute(context, new RecordCommand.Release(record, admitCommand));

    /// <inheritdoc/>
    public async Task<CommandResult> Attach(CommandContext context, HostId principal) =>
        await this.Report(await Execute(context, new RecordCommand.Attach(principal)));

    /// <inheritdoc/>
    public Task<CommandResult> Detach(CommandContext context, HostId principal, string attachCommand) =>
        Execute(context, new RecordCommand.Detach(principal, attachCommand));

    /// <inheritdoc/>
    public Task<CommandResult> NoteRecord(HostId record, long version, SponsorshipId? claim) =>
        Execute(new RecordCommand.Note(record, version, claim));

    /// <inheritdoc/>
    public Task<CommandResult> ClaimRecord(HostId record, long version, SponsorshipId sponsorship) =>
        Execute(new RecordCommand.Claim(record, version, sponsorship));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordClaim>> ClaimsBeside(HostId record) => Task.FromResult<IReadOnlyList<RecordClaim>>(
        [.. Confirmed.Linked.ClaimsBeside(record).Select(r => new RecordClaim(r.Record, r.Version, r.Claim!.Value))]);

    /// <inheritdoc/>
    public Task<bool> HasDecided(RecordClaim claim) =>
        Task.FromResult(Confirmed.Linked.HasDecided(Version, new(Id, claim.Version, claim.Sponsorship)));

    Task<CommandResult> IRecordGrain<HostId>.Execute(RecordCommand command) => Execute(command);

    Task<CommandResult> IRecordGrain<HostId>.Claim(HostId principal, SponsorshipId sponsorship) =>
        GrainFactory.Host(principal).ClaimRecord(Id, Version, sponsorship);

    Task<CommandResult> IRecordGrain<HostId>.Note(HostId principal, SponsorshipId? held) =>
        GrainFactory.Host(principal).NoteRecord(Id, Version, held);
}
