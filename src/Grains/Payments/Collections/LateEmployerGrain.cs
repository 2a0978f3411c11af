namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;

/// <summary>Hosts the rules of when an employer is reminded.</summary>
[Reentrant, GrainType("late-employer")]
public sealed class LateEmployerGrain(Journaling journaling, CityFacts facts)
    : EventSourcedGrain<LateEmployerDecider, LateEmployer, LateEmployerCommand, LateEmployerEvent>(journaling), ILateEmployerGrain
{
    private string? _timeZone;

    private LateEmployerId Id => LateEmployerId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CommandResult> Remind(string employer, LateSum late)
    {
        _timeZone ??= await facts.TimeZoneOf(Id.City);
        return await Execute(new LateEmployerCommand.RemindEmployer(Id, employer, late));
    }

    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.Day(time, _timeZone ?? "UTC");
}
