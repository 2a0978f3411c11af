namespace VipOrleans.Pilot.Tests;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

/// <summary>
/// Texts that occur nowhere but in people's data, and a watch on all that leaves the process: every log line of every level, every activity
/// with its tags, events and baggage, every measurement's tags, every answer, and the raw bytes of files.
/// </summary>
public sealed class Canaries : ILoggerProvider, ISupportExternalScope
{
    private static readonly string[] Kinds = ["name", "contact", "address", "number", "reply", "beneficiary", "account"];
    private readonly ConcurrentQueue<string> _found = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements = new();
    private readonly byte[][] _forms;
    private readonly string[] _texts;
    private IExternalScopeProvider? _scopes;
    private int _lines, _spans, _tags;

    public Canaries()
    {
        // The letters outside ASCII make the forms differ in which a text can be written.
        _texts = [.. Kinds.Select(k => $"Zwitscher{k}Ö{Guid.NewGuid():N}")];
        _forms = [.. _texts.SelectMany(Forms)];
        _activities = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Look,
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _measurements.SetMeasurementEventCallback<long>((i, _, tags, _) => Look(i, tags));
        _measurements.SetMeasurementEventCallback<int>((i, _, tags, _) => Look(i, tags));
        _measurements.SetMeasurementEventCallback<double>((i, _, tags, _) => Look(i, tags));
        _measurements.Start();
    }

    public string Name => _texts[0];

    public string Contact => _texts[1];

    public string Address => _texts[2];

    public string Number => _texts[3];

    public string Reply => _texts[4];

    public string Beneficiary => _texts[5];

    public string Account => _texts[6];

    /// <summary>Where one was found.</summary>
    public IReadOnlyCollection<string> Found => _found;

    /// <summary>How much was looked at.</summary>
    public (int Lines, int Spans, int Tags) Seen => (_lines, _spans, _tags);

    /// <summary>Looks at a text.</summary>
    public void Look(string where, string? text)
    {
        if (text is null) return;
        foreach (var canary in _texts)
        {
            // The part in ASCII is enough, however the rest may be escaped.
            if (text.Contains(canary[^32..], StringComparison.OrdinalIgnoreCase)) _found.Enqueue($"{where}: {text}");
        }
    }

    /// <summary>Looks at every file of a folder, and answers how many there are.</summary>
    public int LookAtFiles(string folder)
    {
        // Files that only stand for a lock are empty, and closed to everyone while they are held.
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))
            .ToArray();
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            foreach (var form in _forms)
            {
                if (bytes.AsSpan().IndexOf(form) >= 0) _found.Enqueue($"{Path.GetFileName(file)}: {Encoding.UTF8.GetString(form)}");
            }
        }

        return files.Length;
    }

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Log(this, categoryName);

    public void Dispose()
    {
        _activities.Dispose();
        _measurements.Dispose();
    }

    // As a whole and without the letter outside ASCII; in UTF-8, UTF-16 of both orders, and escaped as JSON may escape it.
    private static IEnumerable<byte[]> Forms(string canary) =>
        new[] { canary[^32..], canary, JsonEncodedText.Encode(canary).ToString() }.SelectMany(
            t => new[] { Encoding.UTF8.GetBytes(t), Encoding.Unicode.GetBytes(t), Encoding.BigEndianUnicode.GetBytes(t) });

    private void Look(Activity activity)
    {
        Interlocked.Increment(ref _spans);
        var where = $"activity {activity.Source.Name}/{activity.OperationName}";
        Look(where, activity.DisplayName);
        Look(where, activity.StatusDescription);
        Look(where, activity.TraceStateString);
        foreach (var (key, value) in activity.TagObjects) Look($"{where} tag {key}", $"{key}={value}");
        foreach (var (key, value) in activity.Baggage) Look($"{where} baggage {key}", $"{key}={value}");
        foreach (var e in activity.Events)
        {
            Look($"{where} event", e.Name);
            foreach (var (key, value) in e.Tags) Look($"{where} event tag {key}", $"{key}={value}");
        }

        foreach (var (key, value) in activity.Links.SelectMany(l => l.Tags ?? [])) Look($"{where} link {key}", $"{key}={value}");
    }

    private void Look(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            Interlocked.Increment(ref _tags);
            Look($"metric {instrument.Name}", $"{key}={value}");
        }
    }

    private sealed class Log(Canaries canaries, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref canaries._lines);
            var where = $"log {logLevel} {category}";
            canaries.Look(where, formatter(state, exception));
            canaries.Look(where, exception?.ToString());
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
            {
                foreach (var (key, value) in values) canaries.Look($"{where} {key}", value?.ToString());
            }

            canaries._scopes?.ForEachScope((scope, c) => c.Look($"{where} scope", scope?.ToString()), canaries);
        }
    }
}
