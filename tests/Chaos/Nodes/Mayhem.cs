namespace VipOrleans.Chaos;

/// <summary>Hurts the system at random, from a seed: kills, freezes, cut wires. Whatever ends, by it or by itself, is started again.</summary>
/// <param name="target">The system.</param>
/// <param name="dice">Decides what comes next, and when.</param>
/// <param name="tally">Counts.</param>
/// <param name="acknowledged">How many commands have been acknowledged.</param>
/// <param name="print">Told what is done.</param>
internal sealed class Mayhem(Target target, Random dice, Tally tally, Func<int> acknowledged, Action<string> print)
{
    // Longer than the silos' failure detector waits for a silo that stays silent.
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(20);

    private readonly HashSet<Node> _busy = [];
    private readonly List<Task> _underWay = [];
    private Task _database = Task.CompletedTask;

    /// <summary>Goes on until there were so many kills and the time is over.</summary>
    public async Task Run(int kills, TimeSpan time, CancellationToken cancellation)
    {
        var until = DateTime.UtcNow + time;
        while ((tally.Kills < kills || DateTime.UtcNow < until) && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(dice.Next(300, 1500), CancellationToken.None);
            await WhileAtWork(dice.Next(10, 60));
            foreach (var node in target.Nodes.Where(n => !_busy.Contains(n) && !n.IsRunning).ToArray()) Begin(node, () => Rise(node));
            Next();
            foreach (var done in _underWay.Where(t => t.IsCompleted).ToArray())
            {
                await done;
                _underWay.Remove(done);
            }
        }

        foreach (var wire in target.ClientWires.Concat(target.StoreWires))
        {
            wire.LoseAnswers(0);
            wire.LoseRequests(0);
        }

        await Task.WhenAll([.. _underWay, _database]);
        tally.Add(Tally.Cuts, target.Cuts);
    }

    /// <summary>Starts again what ended by itself.</summary>
    public async Task RaiseAll()
    {
        foreach (var node in target.Nodes.Where(n => !n.IsRunning)) await Rise(node);
    }

    // A blow to a system that is not at work yet shows nothing; one that does not get to work again is not waited for.
    private async Task WhileAtWork(int commands)
    {
        var (enough, until) = (acknowledged() + commands, DateTime.UtcNow.AddSeconds(15));
        while (acknowledged() < enough && DateTime.UtcNow < until) await Task.Delay(50);
    }

    private void Next()
    {
        switch (dice.Next(100))
        {
            case < 45:
                if (Idle(target.Silos) is { } silo) Begin(silo, () => Kill(silo, target.Gateways.Count == 0 ? "the pilot" : "a silo"));
                break;
            case < 60:
                if (Idle(target.Gateways) is { } gateway) Begin(gateway, () => Kill(gateway, "a gateway"));
                break;
            case < 72:
                if (target.Database is not null && _database.IsCompleted) _database = KillDatabase(dice.Next(0, 3000));
                break;
            case < 80:
                if (Idle(target.Silos) is { } frozen) Begin(frozen, () => Freeze(frozen));
                break;
            case < 90 when target.StoreWires.Count > 0:
                target.StoreWires[dice.Next(target.StoreWires.Count)].LoseAnswers(dice.Next(1, 4));
                break;
            default:
                target.ClientWires[dice.Next(target.ClientWires.Count)].LoseAnswers(dice.Next(1, 4));
                break;
        }
    }

    // One of a kind at a time: somebody is always there, and what is hurt has been at work.
    private Node? Idle(List<Node> nodes) => nodes.Count == 0 || nodes.Any(_busy.Contains) ? null : nodes[dice.Next(nodes.Count)];

    private void Begin(Node node, Func<Task> work)
    {
        _busy.Add(node);
        _underWay.Add(Do());

        async Task Do()
        {
            await work();
            // A moment to work before the next blow.
            await Task.Delay(1000);
            _busy.Remove(node);
        }
    }

    private async Task Kill(Node node, string what)
    {
        print($"kill -9 {node.Name}");
        tally.Add($"kills of {what}");
        await node.Kill();
        await Rise(node);
    }

    private async Task Freeze(Node node)
    {
        print($"freeze {node.Name}");
        tally.Add(Tally.Freezes);
        await node.Freeze();
        await Task.Delay(target.Gateways.Count == 0 ? Frozen / 3 : Frozen);
        await node.Thaw();
        // One that the others hold for dead ends itself when it learns of it.
        for (var i = 0; i < 50 && node.IsRunning; i++) await Task.Delay(100);
        if (!node.IsRunning) await Rise(node);
    }

    private async Task KillDatabase(int awayFor)
    {
        print("kill -9 database");
        tally.Add("kills of the database");
        await target.Database!.Kill();
        await Task.Delay(awayFor);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await target.Database.StartAgain();
                return;
            }
            catch (Servers.ServerUnavailableException) when (tries < 3)
            {
                // The processes of the one before hold on to its memory for a moment.
                await target.Database.Kill();
            }
        }
    }

    private async Task Rise(Node node)
    {
        for (var tries = 1; ; tries++)
        {
            if (await node.Start()) return;
            tally.Add(Tally.Restarts);
            print($"{node.Name} did not start, try {tries}");
            if (tries == 10) throw new InvalidOperationException($"{node.Name} does not start any more.");
            await Task.Delay(1000);
        }
    }
}
