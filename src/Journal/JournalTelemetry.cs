namespace VipOrleans.Journal;

using System.Diagnostics;
using System.Diagnostics.Metrics;

/// <summary>What every store reports: traces and metrics under one name.</summary>
/// <remarks>No metric carries a stream or a partition: there are millions of the one, and the other tells where people live.</remarks>
public static class JournalTelemetry
{
    /// <summary>The name of the source of activities and of the meter.</summary>
    public const string Name = "VipOrleans.Journal";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("vip.journal.append.duration", "s", "From the call of an append to its answer.");

    private static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("vip.journal.batch.size", "{write}", "Writes that were made durable by one flush.");

    private static readonly Counter<long> Conflicts =
        Meter.CreateCounter<long>("vip.journal.conflicts", "{append}", "Appends that expected another head than the stream has.");

    private static readonly Counter<long> UnknownOutcomes =
        Meter.CreateCounter<long>("vip.journal.unknown_outcomes", "{append}",
            "Appends of which only a later read can tell whether they were made.");

    private static long _queued;

    static JournalTelemetry() =>
        Meter.CreateObservableUpDownCounter("vip.journal.queue.length", () => Interlocked.Read(ref _queued), "{write}",
            "Writes that wait for the writer.");

    /// <summary>Starts the activity of one append, as a child of the caller's.</summary>
    private static Activity? StartAppend(Append append)
    {
        var activity = Source.StartActivity("journal append");
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("vip.stream.kind", append.Stream.Kind);
            activity.SetTag("vip.events", append.Events.Count);
        }

        return activity;
    }

    /// <summary>Runs one append with its activity and its duration.</summary>
    internal static async ValueTask<AppendResult> Measure(Append append, Func<Task<AppendResult>> run)
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var activity = StartAppend(append);
        try
        {
            var result = await run();
            Appended(startedAt, result.Status);
            return result;
        }
        catch (JournalUnavailableException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }

    private static void Appended(long startedAt, AppendStatus status)
    {
        Duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
        if (status == AppendStatus.Conflict) Conflicts.Add(1);
    }

    internal static void OutcomeUnknown() => UnknownOutcomes.Add(1);

    internal static void Flushed(int writes) => BatchSize.Record(writes);

    internal static void Queued(int change) => Interlocked.Add(ref _queued, change);
}
