namespace VipOrleans.Domain.Kernel;

using System.Reflection;
using System.Text.Json.Serialization.Metadata;

/// <summary>
/// An aggregate's one registration: how its events and its state are written. Its decider has it, so whatever must know all aggregates
/// finds them by their deciders, and no list of them is kept.
/// </summary>
public abstract class Aggregate
{
    private protected Aggregate(string schema, JsonTypeInfo eventJson, JsonTypeInfo stateJson) =>
        (Schema, EventJson, StateJson) = (schema, eventJson, stateJson);

    /// <summary>Names the form of snapshots; changed whenever the state's form or meaning changes.</summary>
    public string Schema { get; }

    /// <summary>How the union of events is written.</summary>
    public JsonTypeInfo EventJson { get; }

    /// <summary>How the state is written.</summary>
    public JsonTypeInfo StateJson { get; }

    /// <summary>The stable names of all events, with their types.</summary>
    public abstract IReadOnlyDictionary<Type, string> EventNames { get; }

    /// <summary>The aggregates of an assembly, by the deciders that are found in it.</summary>
    public static IReadOnlyDictionary<Type, Aggregate> In(Assembly assembly)
    {
        var of = typeof(Aggregate).GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static)!;
        var found = new Dictionary<Type, Aggregate>();
        foreach (var decider in assembly.GetTypes().Where(t => !t.IsAbstract && !t.ContainsGenericParameters))
        {
            var rules = Array.Find(decider.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDecider<,,>));
            if (rules is null) continue;
            found[decider] = (Aggregate)of.MakeGenericMethod([decider, .. rules.GetGenericArguments()]).Invoke(null, [])!;
        }

        return found;
    }

    private static Aggregate<TState, TEvent> Of<TDecider, TState, TCommand, TEvent>()
        where TDecider : IDecider<TState, TCommand, TEvent> where TEvent : class => TDecider.Aggregate;
}

/// <inheritdoc/>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TEvent">The closed union of events.</typeparam>
/// <param name="schema">Names the form of snapshots.</param>
/// <param name="events">How the union of events is written.</param>
/// <param name="state">How the state is written.</param>
public sealed class Aggregate<TState, TEvent>(string schema, JsonTypeInfo<TEvent> events, JsonTypeInfo<TState> state)
    : Aggregate(schema, events, state)
    where TEvent : class
{
    /// <summary>Writes and reads the events.</summary>
    public EventCodec<TEvent> Events { get; } = new(events);

    /// <summary>Writes and reads the state.</summary>
    public JsonTypeInfo<TState> State { get; } = state;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<Type, string> EventNames => EventCodec<TEvent>.All;
}
