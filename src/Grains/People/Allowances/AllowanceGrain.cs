namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.AllowanceCommand;

/// <summary>Hosts the rules of an allowance.</summary>
[Reentrant, GrainType("allowance")]
public sealed class AllowanceGrain(Journaling journaling, PersonFiles persons)
    : EventSourcedGrain<AllowanceDecider, Allowance, AllowanceCommand, AllowanceEvent>(journaling), IAllowanceGrain
{
    // Nobody can tell from a journal who has raised how many concerns.
    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(Key.AsSpan(0, Key.IndexOf('/', StringComparison.Ordinal)), "allowance",
        IdText.KeyFrom($"allowance {persons.Pseudonym("allowance", Key)}"));

    private string Key => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public Task<CommandResult> Use(CommandContext context, AllowanceRule rule, long amount) =>
        Execute(context, new UseAllowance(rule, amount));
}
