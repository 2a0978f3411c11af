namespace VipOrleans.Chaos;

using System.Diagnostics;
using VipOrleans.Checking;
using VipOrleans.Journal;
using VipOrleans.Processes;

/// <summary>What is to be run.</summary>
/// <param name="Store">Where the journal is.</param>
/// <param name="Seed">What clients do and what is hurt comes from it; how processes and network interleave does not.</param>
/// <param name="Kills">It goes on until so many processes of the system were killed.</param>
/// <param name="Time">And at least so long.</param>
/// <param name="Clients">How many clients there are.</param>
/// <param name="Fault">A fault planted in the pilot; null for none.</param>
/// <param name="Folder">Where the folder of a run that failed is kept; null for the machine's temporary folder.</param>
internal sealed record ChaosOptions(Store Store, int Seed, int Kills, TimeSpan Time, int Clients = 8, string? Fault = null,
    string? Folder = null);

/// <summary>What a run came to.</summary>
/// <param name="Violations">What the checker found.</param>
/// <param name="Tally">What happened.</param>
/// <param name="History">What was asked.</param>
/// <param name="Kept">The folder with the seed, the history and the logs of a run that failed; null for one that is clean.</param>
internal sealed record ChaosResult(IReadOnlyList<Violation> Violations, Tally Tally, History History, string? Kept);

/// <summary>One run: load while the system is hurt, then peace, a last answer to every question, and the checker.</summary>
internal static class ChaosRun
{
    /// <summary>Every question is answered for sure.</summary>
    public const string Answered = "every question has an answer";

    /// <summary>No saga is left half done.</summary>
    public const string Finished = "what was begun is finished";

    /// <summary>Whatever happens is answered in the API's words.</summary>
    public const string NoSurprise = "no answer that must not be";

    /// <summary>The system comes back after every blow.</summary>
    public const string ComesBack = "the system comes back";

    // A step that a crash left undone is taken up by a reminder, which comes after a minute, or two where a silo died with it.
    private static readonly TimeSpan FinishesWithin = TimeSpan.FromMinutes(8), SettlesWithin = TimeSpan.FromMinutes(5),
        StopsWithin = TimeSpan.FromMinutes(4);

    /// <summary>Runs.</summary>
    /// <param name="options">What.</param>
    /// <param name="print">Told of progress, a line at a time.</param>
    /// <param name="cancellation">Ends the hurting early; the check is still made.</param>
    public static async Task<ChaosResult> Run(ChaosOptions options, Action<string> print, CancellationToken cancellation = default)
    {
        var folder =
            Path.Combine(options.Folder ?? Path.GetTempPath(),
                $"vip-chaos-{options.Store}-{options.Seed}-{Guid.NewGuid():N}".ToLowerInvariant());
        Directory.CreateDirectory(folder);
        var (tally, violations) = (new Tally(), new List<Violation>());
        var target = await Target.Start(options.Store, folder, options.Fault);
        using var client = new LoadClient(target.Addresses, tally);
        try
        {
            await Hurt(options, target, client, tally, print, cancellation);
            violations.AddRange(await Judge(target, client, what => print($"{what}: {tally.Line(client.History)}")));
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            violations.Add(new(ComesBack, e.Message));
        }
        finally
        {
            await target.DisposeAsync();
        }

        violations.AddRange(client.Surprises.Select(s => new Violation(NoSurprise, $"{s.Value} x {s.Key}")));
        if (violations.Count > 0) await Keep(folder, options, client, tally, violations);
        else Directory.Delete(folder, recursive: true);
        return new(violations, tally, client.History, violations.Count > 0 ? folder : null);
    }

    private static async Task Hurt(ChaosOptions options, Target target, LoadClient client, Tally tally, Action<string> print,
        CancellationToken cancellation)
    {
        var town = new Town(client, options.Seed);
        await town.Open();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(1, options.Clients).Select(n => town.Work(n, stop.Token)).ToArray();
        var since = Stopwatch.GetTimestamp();
        var mayhem =
            new Mayhem(target, new Random(options.Seed), tally, () => client.History.Count(Answer.Acknowledged),
                what => print($"{Stopwatch.GetElapsedTime(since).TotalSeconds,6:F1} s  {what,-24} {tally.Line(client.History)}"));
        try
        {
            await mayhem.Run(options.Kills, options.Time, cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(clients);
        }
    }

    private static async Task<List<Violation>> Judge(Target target, LoadClient client, Action<string> print)
    {
        var violations = new List<Violation>();
        print($"whole again, {client.Unsettled} to settle");
        if (await client.Settle(SettlesWithin) is > 0 and var left)
        {
            violations.Add(new(Answered, $"{left} commands are still not answered by a system that is well."));
        }

        print("settled");
        violations.AddRange(
            (await ViewReader.WaitUntilFinished(client, FinishesWithin)).Select(unfinished => new Violation(Finished, unfinished)));
        var views = await ViewReader.Read(client);
        print("finished");
        foreach (var node in target.Nodes) await node.Stop().WaitAsync(StopsWithin);
        var journal = await target.OpenJournal();
        try
        {
            violations.AddRange(await Checker.Check(client.History, journal, views));
        }
        finally
        {
            if (journal is IAsyncDisposable disposable) await disposable.DisposeAsync();
        }

        print($"checked, {violations.Count} violations");
        return violations;
    }

    private static async Task Keep(string folder, ChaosOptions options, LoadClient client, Tally tally, List<Violation> violations)
    {
        await using (var history = File.CreateText(Path.Combine(folder, "history.jsonl"))) client.History.Write(history);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "run.txt"),
            [$"{options}", "", .. tally.Counts.Select(c => $"{c.Key}: {c.Value}"), "", .. violations.Select(v => $"{v.Law}: {v.What}")]);
    }
}
