namespace VipOrleans.Journal.Tests;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using VipOrleans.Domain.Kernel;

public sealed class JournalTelemetryTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Append Of(string stream, StreamHead expected) =>
        new(StreamId.Parse(stream), expected, Guid.NewGuid(),
            [new NewEvent("e", new byte[1], DateTimeOffset.UnixEpoch, "a"), new NewEvent("e", new byte[1], DateTimeOffset.UnixEpoch, "a")],
            []);

    [Fact]
    public async Task An_append_is_traced_under_its_callers_activity_without_naming_the_stream()
    {
        var stopped = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name is JournalTelemetry.Name or "test",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        await using var journal = SqliteJournal.Open(_folder.Path);

        using var caller = source.StartActivity("caller")!;
        await journal.Append(Of("nz-akl/host/secret", StreamHead.Empty));

        var append = Assert.Single(stopped, a => a.TraceId == caller.TraceId);
        Assert.Equal(caller.SpanId, append.ParentSpanId);
        Assert.Equal([("vip.events", "2"), ("vip.stream.kind", "host")], append.TagObjects.Select(t => (t.Key, $"{t.Value}")).Order());

        await journal.AppendTogether([Of("nz-akl/host/one", StreamHead.Empty), Of("nz-akl/city/two", StreamHead.Empty)]);
        var joint = Assert.Single(stopped, a => a.TraceId == caller.TraceId && a != append);
        Assert.Equal([("vip.events", "4"), ("vip.stream.kind", "host"), ("vip.streams", "2")],
            joint.TagObjects.Select(t => (t.Key, $"{t.Value}")).Order());
    }

    [Fact]
    public async Task Durations_batches_conflicts_and_unknown_outcomes_are_counted_without_tags()
    {
        var counted = new ConcurrentDictionary<string, double>();
        var tags = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (i, l) =>
            {
                if (i.Meter.Name == JournalTelemetry.Name) l.EnableMeasurementEvents(i);
            },
        };
        void Count(Instrument i, double by, ReadOnlySpan<KeyValuePair<string, object?>> with)
        {
            counted.AddOrUpdate(i.Name, by, (_, old) => old + by);
            foreach (var tag in with) tags.Enqueue(tag.Key);
        }

        listener.SetMeasurementEventCallback<int>((i, v, t, _) => Count(i, v, t));
        listener.SetMeasurementEventCallback<long>((i, v, t, _) => Count(i, v, t));
        listener.SetMeasurementEventCallback<double>((i, v, t, _) => Count(i, v, t));
        listener.Start();
        var fails = false;
        void Flush(Action commit)
        {
            if (fails) throw new IOException("gone");
            commit();
        }

        await using var journal = SqliteJournal.Open(new SqliteJournalOptions { Path = _folder.Path, Flush = Flush });
        await journal.Append(Of("nz-akl/host/one", StreamHead.Empty));
        await journal.Append(Of("nz-akl/host/one", StreamHead.Empty));
        await journal.AppendTogether([Of("nz-akl/host/one", StreamHead.Empty), Of("nz-akl/host/two", StreamHead.Empty)]);
        fails = true;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Append(Of("nz-akl/host/two", StreamHead.Empty)).AsTask());
        listener.RecordObservableInstruments();

        // Other tests may count too: these are the least.
        Assert.True(counted["vip.journal.append.duration"] > 0);
        Assert.True(counted["vip.journal.batch.size"] >= 3);
        Assert.True(counted["vip.journal.conflicts"] >= 2);
        Assert.True(counted["vip.journal.unknown_outcomes"] >= 1);
        Assert.Contains("vip.journal.queue.length", counted.Keys);
        Assert.Empty(tags);
    }
}
