namespace VipOrleans.Domain.Tests;

using VipOrleans.Domain.Kernel;

/// <summary>
/// One aggregate with several writers who know nothing of each other: each decides on what it has read, and the store takes an append only
/// at the version that it was decided on. This is what stands between two activations of one grain.
/// </summary>
internal sealed class SharedAggregate<TDecider, TState, TCommand, TEvent>
    where TDecider : IDecider<TState, TCommand, TEvent>
    where TEvent : class
{
    private readonly Lock _gate = new();
    private readonly List<Commit> _commits = [];
    private readonly Dictionary<string, string> _outcomes = [];
    private Snapshot _newest = new(0, TDecider.Initial);

    /// <summary>All appends in the order in which they were taken.</summary>
    public IReadOnlyList<Commit> Commits => _commits;

    public TState State => _newest.State;

    /// <summary>Carries a command out once for its id, however often and by however many it is given.</summary>
    public string Execute(string id, TCommand command, Moment? moment = null)
    {
        var at = moment ?? Sample.ThatMoment;
        while (true)
        {
            var (version, state) = Volatile.Read(ref _newest);
            var decision = TDecider.Decide(state, command, at);
            if (decision.Rejection is { } rejection) return Codes<RejectionCode>.Text(rejection.Code);
            if (decision.Events.Count == 0) return Known(id) ?? decision.Outcome;
            // Time for the others to come in between.
            Thread.Yield();
            var next = new Snapshot(version + decision.Events.Count, decision.Events.Aggregate(state, TDecider.Evolve));
            lock (_gate)
            {
                if (_outcomes.TryGetValue(id, out var outcome)) return outcome;
                if (_newest.Version != version) continue;
                _newest = next;
                _commits.Add(new(id, command, at, decision.Events));
                _outcomes.Add(id, decision.Outcome);
                if (decision.VoidedCommand is { } voided) _outcomes.TryAdd(voided, "voided");
                return decision.Outcome;
            }
        }
    }

    private string? Known(string id)
    {
        lock (_gate) return _outcomes.GetValueOrDefault(id);
    }

    public sealed record Commit(string Id, TCommand Command, Moment At, IReadOnlyList<TEvent> Events);

    private sealed record Snapshot(long Version, TState State);
}
