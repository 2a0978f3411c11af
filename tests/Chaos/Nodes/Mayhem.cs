namespace VipOrleans.Chaos;

using System.Collections.Concurrent;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>What is done to the system.</summary>
internal enum Blow
{
    KillASilo,
    KillEverySilo,
    KillAGateway,
    KillTheDatabase,
    FreezeASilo,
    FreezeAGateway,
    CutAStore,
    CutClients,
}

/// <summary>
/// Hurts the system at random, from a seed. A blow falls only on a system that is at work again after the one before; what ends, by a blow
/// or by itself, is started again.
/// </summary>
/// <param name="target">The system.</param>
/// <param name="dice">Decides what comes next, and when.</param>
/// <param name="tally">Counts.</param>
/// <param name="acknowledged">How many commands have been acknowledged.</param>
/// <param name="print">Told what is done.</param>
internal sealed class Mayhem(Target target, Random dice, Tally tally, Func<int> acknowledged, Action<string> print)
{
    // Far more than anything should take, on a machine that is busy with other things too.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // Silos of a run probe each other every second, and three missed probes make a silo dead.
    private static readonly TimeSpan LongerThanTheDetectorsPatience = TimeSpan.FromSeconds(10), AMoment = TimeSpan.FromSeconds(3);

    private static readonly Blow[] OnThePilot =
        [Blow.KillASilo, Blow.KillASilo, Blow.KillASilo, Blow.KillASilo, Blow.KillASilo, Blow.KillASilo, Blow.FreezeASilo, Blow.CutClients,
            Blow.CutClients, Blow.CutClients];

    private static readonly Blow[] OnACluster =
    [
        Blow.KillASilo, Blow.KillASilo, Blow.KillASilo, Blow.KillEverySilo, Blow.KillAGateway, Blow.KillAGateway, Blow.KillAGateway,
        Blow.KillTheDatabase, Blow.KillTheDatabase,
        Blow.FreezeASilo, Blow.FreezeAGateway, Blow.CutAStore, Blow.CutAStore, Blow.CutAStore, Blow.CutAStore, Blow.CutClients,
        Blow.CutClients, Blow.CutClients,
    ];

    private readonly ConcurrentDictionary<NodeProcess, bool> _busy = new();
    private readonly List<Task> _underWay = [];
    private readonly Queue<Blow> _deck = new();
    private Task _database = Task.CompletedTask;

    /// <summary>Goes on until there were so many kills and the time is over; then all is whole again.</summary>
    /// <exception cref="InvalidOperationException">The system, or a process of it, does not come back.</exception>
    public async Task Run(int kills, TimeSpan time, CancellationToken cancellation)
    {
        var until = DateTime.UtcNow + time;
        while ((tally.Kills < kills || DateTime.UtcNow < until) && !cancellation.IsCancellationRequested)
        {
            await UntilAtWork(dice.Next(10, 60));
            await Task.Delay(dice.Next(0, 300), CancellationToken.None);
            await Deal();
        }

        foreach (var wire in target.ClientWires.Concat(target.StoreWires)) wire.LoseAnswers(0);
        await Task.WhenAll([.. _underWay, _database]);
        await RaiseTheFallen();
        await Task.WhenAll(_underWay);
        foreach (var node in target.Nodes) await node.WaitReady(Patience);
        tally.Add(Tally.Cuts, Cuts - tally[Tally.Cuts]);
    }

    private int Cuts => target.ClientWires.Concat(target.StoreWires).Sum(w => w.Cuts);

    private async Task UntilAtWork(int commands)
    {
        var enough = acknowledged() + commands;
        await Until(() => acknowledged() >= enough, $"to work: of {commands} commands not all were acknowledged");
        tally.Add(Tally.Cuts, Cuts - tally[Tally.Cuts]);
    }

    private async Task Until(Func<bool> reached, string what)
    {
        for (var until = DateTime.UtcNow + Patience; !reached(); await Task.Delay(50))
        {
            await RaiseTheFallen();
            if (DateTime.UtcNow > until)
            {
                throw new InvalidOperationException($"The system does not come back {what} within {Patience.TotalMinutes} minutes.");
            }

        }
    }

    // What failed under way ends the run; what ended by itself is started again.
    private async Task RaiseTheFallen()
    {
        foreach (var done in _underWay.Where(t => t.IsCompleted).ToArray())
        {
            await done;
            _underWay.Remove(done);
        }

        foreach (var node in target.Nodes.Where(n => !_busy.ContainsKey(n) && !n.IsRunning))
        {
            print($"{node.Name} ended itself");
            tally.Add(Tally.Ended);
            Begin([node], () => Rise(node));
        }
    }

    // Every blow comes as often as it is in the deck, in an order of chance.
    private async Task Deal()
    {
        if (_deck.Count == 0)
        {
            var blows = (target.Gateways.Count == 0 ? OnThePilot : OnACluster).ToArray();
            dice.Shuffle(blows);
            foreach (var blow in blows) _deck.Enqueue(blow);
        }

        switch (_deck.Dequeue())
        {
            case Blow.KillASilo:
                Strike([await Idle(target.Silos)], Kill);
                break;
            case Blow.KillEverySilo:
                await Until(() => target.Silos.All(IsIdle), "with all its silos");
                Strike(target.Silos, Kill);
                break;
            case Blow.KillAGateway:
                Strike([await Idle(target.Gateways)], Kill);
                break;
            case Blow.FreezeASilo:
                Strike([await Idle(target.Silos)], Freeze);
                break;
            case Blow.FreezeAGateway:
                Strike([await Idle(target.Gateways)], Freeze);
                break;
            case Blow.KillTheDatabase when target.Database is not null:
                await Until(() => _database.IsCompleted, "with its database");
                await _database;
                _database = KillDatabase(dice.Next(0, 3000));
                break;
            case Blow.KillTheDatabase or Blow.CutAStore:
                // That of the journal is the last one.
                target.StoreWires[dice.Next(4) == 0 ? 0 : target.StoreWires.Count - 1].LoseAnswers(dice.Next(1, 6));
                break;
            case Blow.CutClients:
                target.ClientWires[dice.Next(target.ClientWires.Count)].LoseAnswers(dice.Next(1, 4));
                break;
        }
    }

    // One of a kind at a time, unless it is every one: somebody is always there.
    private async Task<NodeProcess> Idle(IReadOnlyList<NodeProcess> nodes)
    {
        await Until(() => nodes.All(IsIdle), $"with {nodes[0].Name} and its like");
        return nodes[dice.Next(nodes.Count)];
    }

    private bool IsIdle(NodeProcess node) => !_busy.ContainsKey(node) && node.IsRunning;

    private void Strike(IReadOnlyList<NodeProcess> nodes, Func<NodeProcess, Task> blow) => Begin(nodes, async () =>
    {
        await Task.WhenAll(nodes.Select(blow));
        await Task.WhenAll(nodes.Where(n => !n.IsRunning).Select(Rise));
    });

    private void Begin(IReadOnlyList<NodeProcess> nodes, Func<Task> work)
    {
        foreach (var node in nodes) _busy[node] = true;
        _underWay.Add(Do());

        async Task Do()
        {
            await work();
            foreach (var node in nodes) _busy.TryRemove(node, out _);
        }
    }

    private async Task Kill(NodeProcess node)
    {
        print($"kill -9 {node.Name}");
        tally.Add(target.Gateways.Count == 0 ? Tally.PilotKills : target.Silos.Contains(node) ? Tally.SiloKills : Tally.GatewayKills);
        await node.Kill();
    }

    private async Task Freeze(NodeProcess node)
    {
        print($"freeze {node.Name}");
        tally.Add(Tally.Freezes);
        await node.Freeze();
        await Task.Delay(target.Gateways.Count == 0 ? AMoment : LongerThanTheDetectorsPatience);
        await node.Thaw();
        // A silo that the others hold for dead ends itself when it learns of it; then it is started again like any that ends.
    }

    private async Task KillDatabase(int awayFor)
    {
        print("kill -9 database");
        tally.Add(Tally.DatabaseKills);
        await target.Database!.Kill();
        await Task.Delay(awayFor);
        await target.Database.StartAgain();
    }

    // A silo cannot start while its database is away, or the place of its dead self is not yet known to be free.
    private async Task Rise(NodeProcess node)
    {
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(1000))
        {
            try
            {
                if (!node.IsRunning) await node.Start();
                await node.WaitReady(Patience);
                print($"{node.Name} is back");
                return;
            }
            catch (InvalidOperationException) when (DateTime.UtcNow < until && !node.IsRunning)
            {
                print($"{node.Name} did not start");
            }
        }
    }
}
