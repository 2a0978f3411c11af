namespace VipOrleans.Grains.Tests.Hosting;

using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>A saga that does nothing but take steps: the base by itself.</summary>
[Alias("test-saga")]
public interface ITestSaga : IGrainWithStringKey
{
    /// <summary>Wants so many more steps, with the reminder set before.</summary>
    [Alias("begin")]
    Task<CommandResult> Begin(CommandContext context, int steps);

    /// <summary>Wants so many more steps, with a reminder only for what is left hanging.</summary>
    [Alias("go")]
    Task<CommandResult> Go(CommandContext context, int steps);

    [Alias("left")]
    Task<int> Left();
}

[Reentrant, GrainType("test-saga")]
public sealed class TestSagaGrain(Journaling journaling)
    : SagaGrain<TestSagaDecider, TestSaga, TestSagaCommand, TestSagaEvent>(journaling, "test"), ITestSaga
{
    protected override StreamId Stream => StreamOf(this.GetPrimaryKeyString());

    private TestSteps Steps => TestSteps.Of(this.GetPrimaryKeyString());

    public static StreamId StreamOf(string key) => StreamId.Of(key, "test-saga", "1");

    public Task<CommandResult> Begin(CommandContext context, int steps) => Begin(async () =>
    {
        await Steps.BeforeCommand(context.Id);
        return await Execute(context, new WantSteps(steps));
    });

    public async Task<CommandResult> Go(CommandContext context, int steps)
    {
        var result = await Execute(context, new WantSteps(steps));
        await Run();
        return result;
    }

    public Task<int> Left() => Task.FromResult(Confirmed.Wanted - Confirmed.Taken);

    protected override async Task<bool> TakeStep()
    {
        if (Confirmed.Taken == Confirmed.Wanted) return true;
        var step = Confirmed.Taken + 1;
        return await Steps.Take(step) && (await Execute(new NoteStepTaken(step))).IsAccepted;
    }

    protected override ValueTask<WakeUp?> Next() => new(Confirmed.Taken < Confirmed.Wanted ? Soon : null);
}

/// <summary>What the steps of a saga are taken at.</summary>
public sealed class TestSteps
{
    private static readonly ConcurrentDictionary<string, TestSteps> All = new();
    private int _atOnce;

    public ConcurrentQueue<int> Taken { get; } = new();

    public int MostAtOnce { get; private set; }

    public Func<string, Task> BeforeCommand { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when a step has had its effect: false for no answer.</summary>
    public Func<int, Task<bool>> Answer { get; set; } = _ => Task.FromResult(true);

    public static TestSteps Of(string saga) => All.GetOrAdd(saga, _ => new());

    public async Task<bool> Take(int step)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
        Taken.Enqueue(step);
        try
        {
            return await Answer(step);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }
}

public sealed record TestSaga(int Wanted, int Taken);

public abstract record TestSagaCommand;

public sealed record WantSteps(int Steps) : TestSagaCommand;

public sealed record NoteStepTaken(int Step) : TestSagaCommand;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StepsWanted), "steps-wanted")]
[JsonDerivedType(typeof(StepTaken), "step-taken")]
public abstract record TestSagaEvent;

public sealed record StepsWanted(int Steps) : TestSagaEvent;

public sealed record StepTaken(int Step) : TestSagaEvent;

public sealed class TestSagaDecider : IDecider<TestSaga, TestSagaCommand, TestSagaEvent>
{
    public static TestSaga Initial { get; } = new(0, 0);

    public static Aggregate<TestSaga, TestSagaEvent> Aggregate { get; } = new("test-saga-1", Json<TestSagaEvent>(), Json<TestSaga>());

    public static Decision<TestSagaEvent> Decide(TestSaga state, TestSagaCommand command, Moment moment) => command switch
    {
        WantSteps c => Decision<TestSagaEvent>.Accept("wanted", new StepsWanted(c.Steps)),
        NoteStepTaken c when c.Step == state.Taken + 1 => Decision<TestSagaEvent>.Accept("taken", new StepTaken(c.Step)),
        _ => Decision<TestSagaEvent>.Accept("known"),
    };

    public static TestSaga Evolve(TestSaga state, TestSagaEvent e) => e switch
    {
        StepsWanted x => state with { Wanted = state.Wanted + x.Steps },
        StepTaken x => state with { Taken = x.Step },
        _ => state,
    };

    private static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T));
}
