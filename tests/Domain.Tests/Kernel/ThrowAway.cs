namespace VipOrleans.Domain.Tests.Kernel;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using VipOrleans.Domain.Kernel;

/// <summary>An aggregate that is in no list, so that it is seen whether one is needed.</summary>
public sealed record ThrowAway(string? Note);

/// <summary>Its one event, written by reflection: the domain's own are not.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ThrownAway), "thrown-away")]
public abstract record ThrowAwayEvent
{
    public sealed record ThrownAway(string Note) : ThrowAwayEvent;
}

public sealed class ThrowAwayDecider : IDecider<ThrowAway, string, ThrowAwayEvent>
{
    private ThrowAwayDecider() { }

    public static ThrowAway Initial { get; } = new((string?)null);

    public static Aggregate<ThrowAway, ThrowAwayEvent> Aggregate { get; } =
        new("throw-away-1", Json<ThrowAwayEvent>(), Json<ThrowAway>());

    public static Decision<ThrowAwayEvent> Decide(ThrowAway state, string command, Moment moment) =>
        Decision<ThrowAwayEvent>.Accept("thrown", new ThrowAwayEvent.ThrownAway(command));

    public static ThrowAway Evolve(ThrowAway state, ThrowAwayEvent e) => state with { Note = ((ThrowAwayEvent.ThrownAway)e).Note };

    private static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T));
}
