namespace VipOrleans.Journal;

using System.Diagnostics;
using VipOrleans.Domain.Kernel;

/// <summary>One verification: each partition in one pass over its feed, with its streams, marks and snapshots beside it.</summary>
internal sealed class JournalVerifier(IJournalRecords records, VerificationOptions options, IProgress<VerificationProgress>? progress)
{
    private readonly AppendSeals _appends = new(options.Key);
    private readonly SnapshotSeals _snapshotSeals = new(options.Key);
    private readonly List<JournalFinding> _findings = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _streams, _events, _marks, _snapshots, _all;

    public async Task<VerificationReport> Run(CancellationToken cancellation)
    {
        var partitions = await records.Partitions(cancellation);
        _all = partitions.Sum(p => p.Last);
        foreach (var partition in partitions) await Verify(partition, cancellation);
        var known = partitions.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var head in options.Anchors.SelectMany(a => a.Heads).Where(h => h.Position > 0 && !known.Contains(h.Partition)))
        {
            Find(head.Partition, $"The journal has nothing of it, and {At(head)} it was signed at position {head.Position}.");
        }

        await foreach (var snapshot in records.Snapshots(null, cancellation)) CheckSeal(snapshot);
        if (options.IsQuiet)
        {
            await foreach (var stray in records.Strays(cancellation)) Find("the journal", stray);
        }

        return new(partitions.Count, _streams, _events, _marks, _snapshots, _findings);
    }

    private async Task Verify(PartitionRecord partition, CancellationToken cancellation)
    {
        if (!Parses(partition.Id))
        {
            Find(partition.Id, "This is neither a city nor a nation.");
            return;
        }

        var feed = new VerifiedFeed(partition, options, _appends, records.IsWhole, Find);
        await foreach (var mark in records.Marks(partition.Id, cancellation))
        {
            feed.Add(mark);
            _marks++;
        }

        await foreach (var stream in records.Streams(partition.Id, cancellation)) feed.Add(stream);
        await foreach (var snapshot in records.Snapshots(partition.Id, cancellation))
        {
            if (CheckSeal(snapshot)) feed.Add(snapshot);
        }

        while (!feed.IsAtEnd && await records.Feed(partition, feed.Last, cancellation) is { Count: > 0 } page)
        {
            foreach (var e in page)
            {
                if (feed.IsBehindHead(e)) break;
                feed.Next(e);
                _events++;
            }

            progress?.Report(new(_events, _all));
            await Rest(cancellation);
        }

        feed.End();
        _streams += feed.Streams;
    }

    private static bool Parses(string partition) => StreamId.TryParse($"{partition}/x/y", out _);

    private bool CheckSeal(SnapshotRecord snapshot)
    {
        _snapshots++;
        if (_snapshotSeals.Fits(snapshot.Stream, snapshot.Snapshot)) return true;
        Find(snapshot.Stream, $"Its snapshot at version {snapshot.Snapshot.Version} is not what this system kept: the seal does not fit.");
        return false;
    }

    // As slowly as is asked: ahead of its time it waits.
    private async Task Rest(CancellationToken cancellation)
    {
        if (options.EventsPerSecond is not { } pace) return;
        var early = TimeSpan.FromSeconds((double)_events / pace) - _clock.Elapsed;
        if (early > TimeSpan.Zero) await Task.Delay(early, cancellation);
    }

    private void Find(string where, string what)
    {
        if (_findings.Count < JournalVerification.MaxFindings) _findings.Add(new(where, what));
    }

    internal static string At(AnchoredHead head) =>
        head.At.ToString("'on' yyyy-MM-dd 'at' HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
