namespace VipOrleans.Contracts.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.People;

/// <summary>
/// What one person or organisation may still do of something. The key is a nation's id, what is bounded and whose it is, with slashes
/// between; it stands in no journal.
/// </summary>
[Alias("vip.allowance"), GrainInterfaceType("vip.allowance")]
public interface IAllowanceGrain : IGrainWithStringKey
{
    /// <summary>Uses some of it, or refuses and says when there is room again.</summary>
    /// <param name="context">The request; one that comes again uses nothing more.</param>
    /// <param name="rule">How much there is.</param>
    /// <param name="amount">How much is used.</param>
    [Alias("use")]
    Task<CommandResult> Use(CommandContext context, AllowanceRule rule, long amount);
}
