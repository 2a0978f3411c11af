namespace VipOrleans.Contracts.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;

/// <summary>By which of an employer's staff numbers a file names whom. The key is the list's id.</summary>
[Alias("vip.staff-list"), GrainInterfaceType("vip.staff-list")]
public interface IStaffListGrain : IGrainWithStringKey
{
    /// <summary>Says whom numbers name.</summary>
    [Alias("set")]
    Task<CommandResult> Set(CommandContext context, IReadOnlyList<StaffNumber> numbers);

    /// <summary>All numbers, by their keyed hashes.</summary>
    [Alias("all")]
    Task<IReadOnlyDictionary<string, SponsorshipId>> All();
}
