namespace VipOrleans.Bench;

using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using VipOrleans.Domain.Money;

/// <summary>Gives back the money that it is given.</summary>
[Alias("vip.bench-money")]
public interface IMoneyGrain : IGrainWithIntegerKey
{
    /// <summary>The same money.</summary>
    [Alias("echo")]
    Task<Money> Echo(Money money);
}

/// <inheritdoc/>
public sealed class MoneyGrain : Grain, IMoneyGrain
{
    /// <inheritdoc/>
    public Task<Money> Echo(Money money) => Task.FromResult(money);
}

/// <summary>A grain call that carries money, over TCP on this machine, and what of it is the wire's part.</summary>
[MemoryDiagnoser]
public class MoneyCall
{
    private static readonly Money Amount = new(420_000, Seed.Nzd);
    private IHost _silo = null!;
    private IHost _client = null!;
    private IMoneyGrain _grain = null!;
    private Serializer _serializer = null!;

    /// <summary>Starts a silo and its client.</summary>
    [GlobalSetup]
    public void Start()
    {
        const int siloPort = 21_811, gatewayPort = 21_812;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort, gatewayPort));
        _silo = builder.Build();
        _silo.Start();
        builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gatewayPort));
        _client = builder.Build();
        _client.Start();
        _grain = _client.Services.GetRequiredService<IClusterClient>().GetGrain<IMoneyGrain>(1);
        _serializer = _client.Services.GetRequiredService<Serializer>();
    }

    /// <summary>Stops both.</summary>
    [GlobalCleanup]
    public void Stop()
    {
        _client.StopAsync().Wait();
        _silo.StopAsync().Wait();
        _client.Dispose();
        _silo.Dispose();
    }

    /// <summary>A call that carries money there and back.</summary>
    [Benchmark]
    public Task<Money> CallWithMoney() => _grain.Echo(Amount);

    /// <summary>Money to bytes and back.</summary>
    [Benchmark]
    public Money MoneyOnTheWire() => _serializer.Deserialize<Money>(_serializer.SerializeToArray(Amount));
}
