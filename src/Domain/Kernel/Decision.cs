namespace VipOrleans.Domain.Kernel;

/// <summary>One aggregate: how it starts, what it decides, and how its events change it.</summary>
/// <typeparam name="TState">The state, immutable.</typeparam>
/// <typeparam name="TCommand">The closed union of commands.</typeparam>
/// <typeparam name="TEvent">The closed union of events.</typeparam>
public interface IDecider<TState, in TCommand, TEvent>
    where TEvent : class
{
    /// <summary>The state before the first event.</summary>
    static abstract TState Initial { get; }

    /// <summary>The aggregate's one registration: how its events and its state are written.</summary>
    static abstract Aggregate<TState, TEvent> Aggregate { get; }

    /// <summary>
    /// Decides what a command, asked at a moment, does to a state: events, or one rejection. Never throws for what a user can cause.
    /// </summary>
    static abstract Decision<TEvent> Decide(TState state, TCommand command, Moment moment);

    /// <summary>The state after an event. Total: it takes every event that was ever decided.</summary>
    static abstract TState Evolve(TState state, TEvent e);
}

/// <summary>What a decider answers: events to be recorded, or a rejection.</summary>
/// <typeparam name="TEvent">The aggregate's events.</typeparam>
public readonly record struct Decision<TEvent>
{
    private Decision(IReadOnlyList<TEvent> events, string outcome, Rejection? rejection, string? voided) =>
        (Events, Outcome, Rejection, VoidedCommand) = (events, outcome, rejection, voided);

    /// <summary>What happened; empty where the command asks for what already is, or was rejected.</summary>
    public IReadOnlyList<TEvent> Events { get; }

    /// <summary>What the caller is told, in one word such as <c>held</c> or <c>waiting</c>.</summary>
    public string Outcome { get; }

    /// <summary>Why nothing happened, or null.</summary>
    public Rejection? Rejection { get; }

    /// <summary>The id of a command that may never be carried out any more, because this one undid it in advance; or null.</summary>
    /// <remarks>
    /// A call can be overtaken by its own undo. Recorded together with the undo, the id makes the late call answer without effect.
    /// </remarks>
    public string? VoidedCommand { get; }

    /// <summary>Accepts the command.</summary>
    public static Decision<TEvent> Accept(string outcome, params IReadOnlyList<TEvent> events) => new(events, outcome, null, null);

    /// <summary>Refuses the command.</summary>
    public static Decision<TEvent> Reject(RejectionCode code, string detail) => new([], "", new(code, detail), null);

    /// <summary>The same decision, which also voids the id of another command.</summary>
    public Decision<TEvent> Voiding(string commandId) => new(Events, Outcome, Rejection, commandId);

    /// <summary>The same decision, in which every event is another aggregate's or part's.</summary>
    internal Decision<TOther> As<TOther>(Func<TEvent, TOther> other) => new([.. Events.Select(other)], Outcome, Rejection, VoidedCommand);

    /// <summary>A rejection is a decision.</summary>
    public static implicit operator Decision<TEvent>(Rejection rejection) => new([], "", rejection, null);
}
