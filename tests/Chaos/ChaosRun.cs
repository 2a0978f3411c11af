using System.Diagnostics;
using VipOrleans.Checking;
using VipOrleans.Journal;

namespace VipOrleans.Chaos;

/// <summary>What is to be run.</summary>
/// <param name="Store">Where the journal is.</param>
/// <param name="Seed">What clients do and what is hurt comes from it; how processes and network interleave does not.</param>
/// <param name="Kills">It goes on until so many processes were killed.</param>
/// <param name="Time">And at least so long.</param>
/// <param name="Clients">How many clients there are.</param>
/// <param name="Fault">A fault planted in the pilot; null for none.</param>
internal sealed record ChaosOptions(Store Store, int Seed, int Kills, TimeSpan Time, int Clients = 8, string? Fault = null);

/// <summary>What a run came to.</summary>
/// <param name="Violations">What the checker found.</param>
/// <param name="Tally">What happened.</param>
/// <param name="History">What was asked.</param>
/// <param name="Kept">The folder with the history and the logs of a run that failed; null for one that is clean.</param>
internal sealed record ChaosResult(IReadOnlyList<Violation> Violations, Tally Tally, History History, string? Kept);

/// <summary>One run: load while the system is hurt, then peace, a last answer to every question, and the checker.</summary>
internal static class ChaosRun
{
    // A step that a crash left undone is taken up by a reminder, which comes after a minute, or two where a silo died with it.
    private static readonly TimeSpan FinishesWithin = TimeSpan.FromMinutes(3);

    /// <summary>Runs.</summary>
    /// <param name="options">What.</param>
    /// <param name="print">Told of progress, a line at a time.</param>
    /// <param name="cancellation">Ends the hurting early; the check is still made.</param>
    public static async Task<ChaosResult> Run(ChaosOptions options, Action<string> print, CancellationToken cancellation = default)
    {
        var folder = Directory.CreateTempSubdirectory($"vip-chaos-{options.Store}-{options.Seed}-".ToLowerInvariant()).FullName;
        var tally = new Tally();
        using var issuer = new Issuer();
        var target = await Target.Start(options.Store, folder, issuer, options.Fault);
        using var client = new LoadClient(target.Addresses, issuer, tally);
        var violations = new List<Violation>();
        try
        {
            await Load(options, target, client, tally, print, cancellation);
            var left = await client.Settle(TimeSpan.FromSeconds(60));
            print($"settled, {left} without an answer: {tally.Line(client.History)}");
            if (left > 0) violations.Add(new("every question has an answer", $"{left} commands are still not answered by a system that is well."));
            foreach (var unfinished in await ViewReader.WaitUntilFinished(client, FinishesWithin)) violations.Add(new("what was begun is finished", unfinished));
            var views = await ViewReader.Read(client);
            await Task.WhenAll(target.Nodes.Select(n => n.Stop().WaitAsync(TimeSpan.FromSeconds(60))));
            violations.AddRange(await Judge(target, client.History, views));
        }
        catch (Exception e) when (options.Fault is not null)
        {
            // A system with a fault may well break otherwise than by a law.
            violations.Add(new("the run ends", e.Message));
        }

        finally
        {
            await target.DisposeAsync();
        }

        foreach (var surprise in client.Surprises) print($"{surprise.Value} x {surprise.Key}");
        if (violations.Count > 0) await Keep(folder, options, client, tally, violations);
        else Directory.Delete(folder, recursive: true);
        return new(violations, tally, client.History, violations.Count > 0 ? folder : null);
    }

    private static async Task Load(ChaosOptions options, Target target, LoadClient client, Tally tally, Action<string> print, CancellationToken cancellation)
    {
        var town = new Town(client, options.Seed);
        await town.Open();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(1, options.Clients).Select(n => town.Work(n, stop.Token)).ToArray();
        var since = Stopwatch.GetTimestamp();
        var mayhem = new Mayhem(target, new Random(options.Seed), tally, () => client.History.Count(Answer.Acknowledged), what => print($"{Stopwatch.GetElapsedTime(since).TotalSeconds,6:F1} s  {what,-24} {tally.Line(client.History)}"));
        try
        {
            await mayhem.Run(options.Kills, options.Time, cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(clients);
        }

        await mayhem.RaiseAll();
    }

    private static async Task<IReadOnlyList<Violation>> Judge(Target target, History history, LiveViews views)
    {
        var journal = await target.OpenJournal();
        try
        {
            return await Checker.Check(history, journal, views);
        }
        finally
        {
            if (journal is IAsyncDisposable disposable) await disposable.DisposeAsync();
        }
    }

    private static async Task Keep(string folder, ChaosOptions options, LoadClient client, Tally tally, List<Violation> violations)
    {
        await using (var history = File.CreateText(Path.Combine(folder, "history.jsonl"))) client.History.Write(history);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "run.txt"), [$"{options}", "", .. tally.Lines(), "", .. violations.Select(v => $"{v.Law}: {v.What}"), "", .. client.Surprises.Select(s => $"{s.Value} x {s.Key}")]);
    }
}
