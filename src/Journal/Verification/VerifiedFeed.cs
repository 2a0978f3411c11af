namespace VipOrleans.Journal;

using VipOrleans.Domain.Kernel;

/// <summary>A partition's feed that is gone through from its beginning, with all streams that it is made of.</summary>
/// <param name="partition">The partition as the store has it.</param>
/// <param name="options">How it is verified.</param>
/// <param name="seals">What seals appends.</param>
/// <param name="isWhole">True if heads of streams, ids of appends and marks are known.</param>
/// <param name="find">Takes what is found.</param>
internal sealed class VerifiedFeed(PartitionRecord partition, VerificationOptions options, AppendSeals seals, bool isWhole,
    Action<string, string> find)
{
    private readonly Dictionary<long, VerifiedStream> _byNo = [];
    private readonly Dictionary<string, VerifiedStream> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Stream, long End), MarkSum> _marks = [];
    private readonly List<AnchoredHead> _ahead =
        [.. options.Anchors.Select(a => a.Of(partition.Id)).OfType<AnchoredHead>().Where(h => h.Position > 0).OrderBy(h => h.Position)];

    // Where appends may have been made before they were sealed. Without an anchor that says so: before the first sealed one.
    private readonly long _unsealed = options.Anchors.Select(a => a.Of(partition.Id))
        .Select(h => h is null ? 0 : h.Unsealed ?? long.MaxValue).DefaultIfEmpty(long.MaxValue).Min();

    private FeedHash _hash;
    private bool _isPast, _hasSealed, _isBroken;

    /// <summary>Position of the last event.</summary>
    public long Last { get; private set; }

    /// <summary>How many streams there are.</summary>
    public int Streams => _byName.Count;

    /// <summary>True when the feed was gone through to its head, and nothing behind it is asked for.</summary>
    public bool IsAtEnd => _isPast;

    /// <summary>Takes a stream's head.</summary>
    public void Add(StreamRecord record)
    {
        if (!StreamId.TryParse(record.Id, out var id))
        {
            find(record.Id, "This is the id of no stream.");
            return;
        }

        _byNo[record.No] = _byName[record.Id] = new(id, record.No, record);
    }

    /// <summary>Takes a mark.</summary>
    public void Add(MarkRecord record)
    {
        var key = (record.Stream, AppendSeals.Read(record.Mark).End);
        _marks.TryGetValue(key, out var sum);
        sum.Add(seals.Hash(record.Mark));
        _marks[key] = sum;
    }

    /// <summary>Takes a snapshot whose seal fits.</summary>
    public void Add(SnapshotRecord record)
    {
        if (_byName.TryGetValue(record.Stream, out var stream)) stream.Snapshot = record.Snapshot;
        // A store that tells no streams has those of the feed.
        else if (!isWhole && StreamId.TryParse(record.Stream, out var id))
            _byName[record.Stream] = new(id, 0, null) { Snapshot = record.Snapshot };
    }

    /// <summary>True for an event that was appended after the feed's head was read.</summary>
    public bool IsBehindHead(EventRecord e) => _isPast = !options.IsQuiet && e.Position > partition.Last;

    /// <summary>Takes the next event.</summary>
    public void Next(EventRecord e)
    {
        if (e.Position <= Last) Find($"Position {e.Position} stands behind {Last}.");
        Last = e.Position;
        if (StreamOf(e) is { } stream) Chain(stream, e);
        _hash = _hash.Next(e.Position, e.Hash);
        while (_ahead.Count > 0 && _ahead[0].Position <= e.Position)
        {
            var head = _ahead[0];
            _ahead.RemoveAt(0);
            if (head.Position < e.Position || head.Hash != _hash)
            {
                Find($"Its feed is not the one that was signed {JournalVerifier.At(head)} at position {head.Position}.");
            }
        }
    }

    /// <summary>Looks at what is left when the feed has ended.</summary>
    public void End()
    {
        foreach (var head in _ahead)
        {
            Find($"Its feed ends at {Last}, and {JournalVerifier.At(head)} it was signed at position {head.Position}: events are missing.");
        }

        if (Last != partition.Last) Find($"Its feed ends at {Last}, and its head names {partition.Last}.");
        else if (_hash != partition.Hash) Find("The hash of its feed does not fit the events.");
        foreach (var stream in _byName.Values) End(stream);
        foreach (var ((no, end), _) in _marks) CheckLeft(no, end);
    }

    private void CheckLeft(long no, long end)
    {
        // Appended after the head was read, or carried out before appends were sealed.
        if (_byNo.TryGetValue(no, out var stream))
        {
            if (stream.IsBroken || (stream.UnsealedTo > 0 && end <= stream.UnsealedTo)) return;
            if (!options.IsQuiet && end > stream.Version && end <= stream.Head!.Version) return;
        }

        find(stream?.Id.Value ?? partition.Id, $"A mark of a command belongs to an append that ends at version {end}, and there is none.");
    }

    private VerifiedStream? StreamOf(EventRecord e)
    {
        VerifiedStream? stream;
        if (isWhole)
        {
            if (_byNo.TryGetValue(e.Stream, out stream)) return stream;
            Find($"The event at position {e.Position} belongs to no stream of it.");
            return null;
        }

        if (_byName.TryGetValue(e.StreamName!, out stream)) return stream;
        if (StreamId.TryParse(e.StreamName, out var id) && id.Partition == partition.Id)
            return _byName[e.StreamName!] = new(id, 0, null);
        Find($"The event at position {e.Position} belongs to no stream of it.");
        return null;
    }

    private void Chain(VerifiedStream stream, EventRecord e)
    {
        if (isWhole && e.AppendId != stream.AppendId) Close(stream);
        if (e.Version != stream.Version + 1)
        {
            Break(stream, $"Event {stream.Version + 1} is missing; what follows has version {e.Version}.");
        }
        else if (!stream.Fits(e))
        {
            Break(stream, $"Event {e.Version} is not what was written, or one before it is not: its hash does not fit.");
        }

        if (stream.AppendId == default) (stream.AppendId, stream.AppendAfter, stream.AppendAt) = (e.AppendId, stream.Version, e.Position);
        (stream.Version, stream.Hash) = (e.Version, e.Hash);
        if (stream.Snapshot is { } snapshot && snapshot.Version == e.Version)
        {
            if (snapshot.Hash != e.Hash) find(stream.Id.Value, $"Its snapshot at version {snapshot.Version} does not stand on that event.");
            stream.Snapshot = null;
        }
    }

    // The append that ends with the last event of the stream.
    private void Close(VerifiedStream stream)
    {
        if (!isWhole || stream.AppendId == default) return;
        var id = stream.AppendId;
        stream.AppendId = default;
        _marks.Remove((stream.No, stream.Version), out var marks);
        if (stream.IsBroken) return;
        if (!AppendSeals.IsSealed(id))
        {
            stream.UnsealedTo = stream.Version;
            if ((_hasSealed && _unsealed == long.MaxValue) || stream.AppendAt > _unsealed)
            {
                find(stream.Id.Value, $"The append that ends at version {stream.Version} has an id that this system did not give.");
            }

            return;
        }

        _hasSealed = true;
        if (!seals.Fits(id, stream.AppendAfter, stream.Version, stream.Hash, marks))
        {
            find(stream.Id.Value,
                $"The append that ends at version {stream.Version} is not what was written: its id does not fit its events, or the marks "
                    + "of its commands were changed.");
        }
    }

    private void End(VerifiedStream stream)
    {
        if (stream.Head is { } head && !stream.IsBroken)
        {
            if (head.Version < stream.Version || (options.IsQuiet && head.Version != stream.Version))
            {
                find(stream.Id.Value, $"Its last event is {stream.Version}, and its head names {head.Version}.");
            }
            else if (head.Version == stream.Version && head.Hash != stream.Hash)
            {
                find(stream.Id.Value, "Its head does not name the hash of its last event.");
            }
            else if (head.Version == 0)
            {
                find(stream.Id.Value, "It has a head and no events.");
            }
        }

        // The append that is under way when the head was read may have more events than were looked at.
        if (options.IsQuiet || stream.Head is null || stream.Head.Version == stream.Version) Close(stream);
        else if (stream.AppendId != default) _marks.Remove((stream.No, stream.Version));
        if (stream.Snapshot is not { Version: > 0 } snapshot || stream.IsBroken || stream.Version == 0) return;
        if (options.IsQuiet || snapshot.Version <= stream.Version)
        {
            find(stream.Id.Value, $"Its snapshot is of version {snapshot.Version}, and its last event is {stream.Version}.");
        }
    }

    private void Break(VerifiedStream stream, string what)
    {
        if (!stream.IsBroken) find(stream.Id.Value, what);
        stream.IsBroken = true;
    }

    private void Find(string what)
    {
        // One such finding says it; the rest of the feed follows from it.
        if (!_isBroken) find(partition.Id, what);
        _isBroken = true;
    }
}

/// <summary>A stream as far as its events were looked at.</summary>
internal sealed class VerifiedStream(StreamId id, long no, StreamRecord? head)
{
    private static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public StreamId Id => id;

    public long No => no;

    public StreamRecord? Head => head;

    public long Version { get; set; }

    public ChainHash Hash { get; set; }

    /// <summary>The append that the last event came with; empty before the first and after it was closed.</summary>
    public Guid AppendId { get; set; }

    /// <summary>The version before that append.</summary>
    public long AppendAfter { get; set; }

    /// <summary>The position of its first event.</summary>
    public long AppendAt { get; set; }

    /// <summary>The version up to which appends were not sealed.</summary>
    public long UnsealedTo { get; set; }

    /// <summary>A snapshot whose event has not come yet.</summary>
    public Snapshot? Snapshot { get; set; }

    /// <summary>True once something is wrong: what follows from it is not said again.</summary>
    public bool IsBroken { get; set; }

    /// <summary>True if the hash of the next event is what it has to be.</summary>
    public bool Fits(EventRecord e) =>
        e.AtMs is >= -62_135_596_800_000 && e.AtMs <= LatestMs
        && e.Hash == Hash.Next(id, e.Version, e.Type, e.Data.Span, DateTimeOffset.FromUnixTimeMilliseconds(e.AtMs), e.Actor);
}
