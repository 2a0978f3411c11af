namespace VipOrleans.Bench;

/// <summary>
/// A grain that does nothing: the ceiling of what a grain call can do, and the runtime's own share of an activation's memory.
/// </summary>
[Alias("vip.bench-echo")]
public interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>Gives back what it is given.</summary>
    [Alias("echo")]
    Task<long> Echo(long value);
}

/// <inheritdoc cref="IEchoGrain"/>
[GrainType("bench-echo")]
public sealed class EchoGrain : Grain, IEchoGrain
{
    /// <inheritdoc/>
    public Task<long> Echo(long value) => Task.FromResult(value);
}
