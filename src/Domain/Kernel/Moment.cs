namespace VipOrleans.Domain.Kernel;

/// <summary>
/// When and by whom a command is asked. It stands beside every command, so that no command carries a clock or a caller of its own.
/// </summary>
/// <param name="Time">The time, UTC.</param>
/// <param name="Day">The day then, where the aggregate lives: a city's own day, and the day in UTC where it belongs to no city.</param>
/// <param name="Actor">Who asks, as a role and an id such as <c>city-officer:9f2c…</c>, or <c>system</c>; never a name.</param>
public readonly record struct Moment(DateTimeOffset Time, DateOnly Day, string Actor)
{
    /// <summary>
    /// The name that the same officer has in events from before officers were named under a key; null for everybody else. It is compared
    /// with what stands there, and never written again.
    /// </summary>
    public string? FormerActor { get; init; }

    /// <summary>True if an actor, as it stands in an event, is who asks, in the same role.</summary>
    public bool IsBy(string actor) => actor == Actor || (FormerActor is not null && actor == FormerActor);

    /// <summary>True if an actor, as it stands in an event, is the same human being as who asks, in whatever office.</summary>
    public bool IsOne(string actor) =>
        Actors.AreOne(actor, Actor) || (FormerActor is { } former && Actors.AreOne(actor, former));
}
