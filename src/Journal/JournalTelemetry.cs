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

    private static readonly Counter<long> Findings =
        Meter.CreateCounter<long>("vip.journal.verification.findings", "{finding}",
            "What was found in the journal that this system did not write.");

    private static long _queued;

    static JournalTelemetry() =>
        Meter.CreateObservableUpDownCounter("vip.journal.queue.length", () => Interlocked.Read(ref _queued), "{write}",
            "Writes that wait for the writer.");

    /// <summary>
    /// Counts nothing, so that each counter is there before its first event: what grows from nothing to one is no increase to Prometheus.
    /// </summary>
    public static void CountFromZero()
    {
        Conflicts.Add(0);
        UnknownOutcomes.Add(0);
        Findings.Add(0);
    }

    /// <summary>Counts something that was found in the journal and that this system did not write.</summary>
    public static void Found() => Findings.Add(1);

    /// <summary>Runs one append with its activity and its duration.</summary>
    internal static async ValueTask<AppendResult> Measure(Append append, Func<Task<AppendResult>> run)
    {
        using var measured = new Measured(append, 1, append.Events.Count);
        try
        {
            var result = await run();
            measured.Ended(result.Status == AppendStatus.Conflict ? 1 : 0);
            return result;
        }
        catch (JournalUnavailableException e)
        {
            measured.Failed(e);
            throw;
        }
    }

    /// <summary>Runs one joint append with its activity and its duration.</summary>
    internal static async ValueTask<IReadOnlyList<AppendResult>> Measure(IReadOnlyList<Append> appends,
        Func<Task<IReadOnlyList<AppendResult>>> run)
    {
        var events = appends.Count == 1 ? appends[0].Events.Count : appends.Sum(a => a.Events.Count);
        using var measured = new Measured(appends[0], appends.Count, events);
        try
        {
            var results = await run();
            var conflicts = 0;
            for (var i = 0; i < results.Count; i++) conflicts += results[i].Status == AppendStatus.Conflict ? 1 : 0;
            measured.Ended(conflicts);
            return results;
        }
        catch (JournalUnavailableException e)
        {
            measured.Failed(e);
            throw;
        }
    }

    /// <summary>An append under way: its activity, a child of the caller's, and its duration.</summary>
    private readonly struct Measured : IDisposable
    {
        private readonly long _startedAt = Stopwatch.GetTimestamp();
        private readonly Activity? _activity;

        public Measured(Append first, int streams, int events)
        {
            _activity = Source.StartActivity("journal append");
            if (_activity is not { IsAllDataRequested: true }) return;
            _activity.SetTag("vip.stream.kind", first.Stream.Kind);
            _activity.SetTag("vip.events", events);
            if (streams > 1) _activity.SetTag("vip.streams", streams);
        }

        public void Ended(int conflicts)
        {
            Duration.Record(Stopwatch.GetElapsedTime(_startedAt).TotalSeconds);
            if (conflicts > 0) Conflicts.Add(conflicts);
        }

        public void Failed(JournalUnavailableException e) => _activity?.SetStatus(ActivityStatusCode.Error, e.Message);

        public void Dispose() => _activity?.Dispose();
    }

    internal static void OutcomeUnknown() => UnknownOutcomes.Add(1);

    internal static void Flushed(int writes) => BatchSize.Record(writes);

    internal static void Queued(int change) => Interlocked.Add(ref _queued, change);
}
