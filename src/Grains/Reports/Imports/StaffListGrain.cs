namespace VipOrleans.Grains.Reports;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Grains.Hosting;

/// <summary>Hosts the rules of a list of staff numbers.</summary>
[Reentrant, GrainType("staff-list")]
public sealed class StaffListGrain(Journaling journaling)
    : EventSourcedGrain<StaffListDecider, StaffList, StaffListCommand, StaffListEvent>(journaling), IStaffListGrain
{
    private StaffListId Id => StaffListId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public Task<CommandResult> Set(CommandContext context, IReadOnlyList<StaffNumber> numbers) =>
        Execute(context, new StaffListCommand.SetStaffNumbers(Id, numbers));

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, SponsorshipId>> All() =>
        Task.FromResult<IReadOnlyDictionary<string, SponsorshipId>>(new Dictionary<string, SponsorshipId>(Confirmed.Numbers));
}
