namespace VipOrleans.Bench;

using System.Diagnostics;
using System.Text.Json.Nodes;

/// <summary>Closed loops within a process.</summary>
internal static class Loop
{
    /// <summary>So many callers, each with one operation under way, for a time.</summary>
    public static Task<JsonObject> ForTime(int clients, double seconds, Func<long, Task> work) =>
        Run(clients, long.MaxValue, seconds, work);

    /// <summary>So many operations, so many at once.</summary>
    public static Task<JsonObject> ForCount(int clients, long count, Func<long, Task> work) => Run(clients, count, 600, work);

    private static async Task<JsonObject> Run(int clients, long count, double seconds, Func<long, Task> work)
    {
        var next = -1L;
        var latencies = Enumerable.Range(0, clients).Select(_ => new Latencies()).ToArray();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(latencies.Select(own => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds && Interlocked.Increment(ref next) is var n && n < count)
            {
                var since = Stopwatch.GetTimestamp();
                await work(n);
                own.Add(Stopwatch.GetElapsedTime(since));
            }
        })));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = new Latencies();
        foreach (var one in latencies) all.Add(one);
        return new()
        {
            ["count"] = all.Count, ["perSecond"] = all.Count / took, ["p50"] = all.Percentile(0.5), ["p99"] = all.Percentile(0.99),
            ["p999"] = all.Percentile(0.999),
            ["cpuMicros"] = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / Math.Max(1, all.Count),
            ["bytes"] = (GC.GetTotalAllocatedBytes() - allocated) / (double)Math.Max(1, all.Count),
        };
    }
}
