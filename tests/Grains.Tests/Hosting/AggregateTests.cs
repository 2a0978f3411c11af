namespace VipOrleans.Grains.Tests.Hosting;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Hosting;

public sealed class AggregateTests
{
    [Fact]
    public void Every_aggregate_has_one_grain() =>
        Assert.Equal(Aggregate.In(typeof(City).Assembly).Keys.Select(d => d.Name).Order(),
            typeof(Journaling).Assembly.GetTypes().Where(t => !t.IsAbstract).Select(DeciderOf).OfType<Type>().Select(d => d.Name).Order());

    [Fact]
    public void An_aggregate_of_another_assembly_is_found_there() =>
        Assert.Equal([typeof(TestSagaDecider)], Aggregate.In(typeof(TestSagaDecider).Assembly).Keys);

    private static Type? DeciderOf(Type grain)
    {
        for (var type = grain; type is not null; type = type.BaseType)
        {
            if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(EventSourcedGrain<,,,>)) continue;
            return type.GetGenericArguments()[0];
        }

        return null;
    }
}
