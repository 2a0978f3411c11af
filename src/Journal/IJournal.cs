namespace VipOrleans.Journal;

using VipOrleans.Domain.Kernel;

/// <summary>
/// The append-only log of events: the only source of truth. A stream holds one aggregate's events, numbered from 1 without a gap;
/// a feed holds all events of one partition (a city or a nation) in one order, numbered upwards.
/// </summary>
/// <remarks>
/// Every store keeps these promises, and <c>tests/Journal.Tests</c> has the one suite that any store must pass:
/// <list type="bullet">
/// <item>An append is all or nothing, and durable when it returns: a power cut after that loses none of it. So is a joint append to several
/// streams of a partition.</item>
/// <item>Of two writers that expect the same head, one is <see cref="AppendStatus.Appended"/> and the other is refused.</item>
/// <item>The same append again, under its id and on its expected head, is <see cref="AppendStatus.AlreadyAppended"/>, forever: a lost
/// answer can be asked for again.</item>
/// <item>A command id is taken once per stream, forever; the second append that carries it is refused with what the first one did.</item>
/// <item>A reader of a feed that has seen position <c>p</c> has seen all that will ever stand at or before <c>p</c>.</item>
/// </list>
/// Where more than one answer would fit an append, AlreadyAppended goes before CommandRepeated, and that before Conflict.
/// </remarks>
public interface IJournal
{
    /// <summary>Appends events to one stream.</summary>
    /// <param name="append">What to append, and to which head.</param>
    /// <param name="cancellation">Gives up waiting; what was handed over may still be appended.</param>
    /// <exception cref="ArgumentException">The append breaks a rule of <see cref="JournalLimits"/> or contradicts itself: a caller's
    /// bug.</exception>
    /// <exception cref="JournalUnavailableException">
    /// The store could not be reached, is full or has failed. <see cref="JournalUnavailableException.OutcomeKnown"/> tells whether it is
    /// certain that nothing was appended.
    /// </exception>
    ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default);

    /// <summary>True if a joint append may be to streams of several partitions.</summary>
    bool JoinsPartitions => false;

    /// <summary>
    /// Appends to several streams of one partition, or of any where <see cref="JoinsPartitions"/> says so: to all of them, or to none.
    /// </summary>
    /// <remarks>
    /// Each append is answered as it would be alone, with these differences. If one of them is a <see cref="AppendStatus.Conflict"/> or
    /// <see cref="AppendStatus.CommandRepeated"/>, nothing is written, and those that nothing speaks against are
    /// <see cref="AppendStatus.Withheld"/>. One that was made before is <see cref="AppendStatus.AlreadyAppended"/> in any case, and does
    /// not keep the others from being made. So the same joint append again is AlreadyAppended in all its parts, forever.
    /// </remarks>
    /// <param name="appends">
    /// What to append, to which heads: 1 to <see cref="JournalLimits.MaxAppendsTogether"/> appends, each to another stream, in the order
    /// in which the feeds are to have them; together no more events and commands than one append may have, and at most
    /// <see cref="JournalLimits.MaxBytesTogether"/>.
    /// </param>
    /// <param name="cancellation">Gives up waiting; what was handed over may still be appended.</param>
    /// <returns>The answers, in the order of the appends.</returns>
    /// <exception cref="ArgumentException">
    /// An append breaks a rule of <see cref="JournalLimits"/> or contradicts itself, two of them are to one stream, or to streams of two
    /// partitions which this store does not join, or they are too many: a caller's bug.
    /// </exception>
    /// <exception cref="JournalUnavailableException">As for one append; none of them was made, or all were.</exception>
    ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends, CancellationToken cancellation = default);

    /// <summary>Reads the newest snapshot of the wanted schema, if there is one, and all events after it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="snapshotSchema">The schema that the caller can read; a snapshot of any other schema is passed over. Null: no
    /// snapshot.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JournalUnavailableException">The store could not be read.</exception>
    /// <exception cref="JournalCorruptException">The stream's chain of hashes is broken, or the snapshot is not what was kept.</exception>
    ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default);

    /// <summary>
    /// Reads a piece of a stream: for a stream that is too long to be held, such as one with the rows of a file. A store that does not do
    /// better reads the whole stream.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="after">The version after which to begin; 0 for all.</param>
    /// <param name="limit">At most this many events, 1 to <see cref="JournalLimits.MaxFeedPage"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The events, in order; none where the stream ends there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative, or the limit out of its range.</exception>
    /// <exception cref="JournalUnavailableException">The store could not be read.</exception>
    /// <exception cref="JournalCorruptException">The chain of hashes is broken within the piece.</exception>
    async ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(StreamId stream, long after, int limit, CancellationToken cancellation = default)
    {
        JournalLimits.CheckPart(stream, after, limit);
        return [.. (await Read(stream, null, cancellation)).Events.Where(e => e.Version > after).Take(limit)];
    }

    /// <summary>
    /// Finds which of some commands a stream has carried out, and what they answered the first time; the others are left out. An append
    /// tells it of its own commands; this is for a command that has nothing to append, such as one that the state refuses because it was
    /// carried out.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="commandIds">The commands' ids.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JournalUnavailableException">The store could not be read.</exception>
    ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default);

    /// <summary>
    /// Reads a partition's events after a position, in the order of the feed. A partition that has none is an empty page.
    /// </summary>
    /// <remarks>Only <see cref="Read"/> verifies hashes: a page holds pieces of many streams, each without its beginning.</remarks>
    /// <param name="partition">The city or nation.</param>
    /// <param name="after">The last position seen; 0 for all.</param>
    /// <param name="limit">
    /// At most this many events, 1 to <see cref="JournalLimits.MaxFeedPage"/>. A page of large events may have fewer, see
    /// <see cref="JournalLimits.MaxFeedPageBytes"/>; <see cref="FeedPage.More"/> tells whether there are more.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative, or the limit out of its range.</exception>
    /// <exception cref="JournalUnavailableException">The store could not be read.</exception>
    ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default);

    /// <summary>Lists every partition that has events, with the position of its last one and the hash of its feed.</summary>
    ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default);

    /// <summary>
    /// Keeps a snapshot: a disposable copy of what the events up to a version add up to. Replaces the stream's older snapshot; an older
    /// version than the one kept is passed over. A stream without events may have one (a projection's checkpoint). In a stream that has
    /// events, a snapshot that does not fit them (its version and hash are those of no event) is never read.
    /// </summary>
    /// <exception cref="ArgumentException">The snapshot breaks a rule of <see cref="JournalLimits"/>.</exception>
    /// <exception cref="JournalUnavailableException">The store could not keep it.</exception>
    ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default);

    /// <summary>Deletes a stream's snapshot, if there is one: the next read folds from the first event.</summary>
    ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default);

    /// <summary>True when the store answers and accepts appends; what a readiness probe asks.</summary>
    ValueTask<bool> IsReady(CancellationToken cancellation = default);
}

/// <summary>Where a stream ends: how many events it has, and the hash of the last one.</summary>
/// <param name="Version">Number of the last event; 0 for a stream that has none.</param>
/// <param name="Hash">Hash of the last event; empty for a stream that has none.</param>
public readonly record struct StreamHead(long Version, ChainHash Hash)
{
    /// <summary>The head of a stream that has no events.</summary>
    public static StreamHead Empty => default;
}

/// <summary>One event to be appended.</summary>
/// <param name="Type">The event's stable name, at most 64 characters.</param>
/// <param name="Data">The event as UTF-8 JSON, at most <see cref="JournalLimits.MaxEventBytes"/>; the caller does not change it
/// afterwards.</param>
/// <param name="At">When it was decided; kept to the millisecond, in UTC.</param>
/// <param name="Actor">Who asked for it, as an id of 1 to 100 characters; never a name.</param>
public sealed record NewEvent(string Type, ReadOnlyMemory<byte> Data, DateTimeOffset At, string Actor);

/// <summary>Notes that a command was carried out, so that it is never carried out twice.</summary>
/// <param name="CommandId">The caller's identity of the command, 1 to 100 characters; upper and lower case differ.</param>
/// <param name="Fingerprint">What the command asked for, hashed: the same id with another fingerprint is a caller's mistake.</param>
/// <param name="Version">The stream's version when the command had been carried out.</param>
/// <param name="Outcome">What the command answered the first time, at most <see cref="JournalLimits.MaxOutcomeLength"/> characters.</param>
public sealed record CommandMark(string CommandId, long Fingerprint, long Version, string Outcome);

/// <summary>An append of one or more events to one stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Expected">The head that the events were decided on.</param>
/// <param name="Id">Identity of this append: the same append is tried again under the same id.</param>
/// <param name="Events">The events, at least one, at most <see cref="JournalLimits.MaxEventsPerAppend"/>.</param>
/// <param name="Commands">The commands that the events carry out, each once, at most
/// <see cref="JournalLimits.MaxCommandsPerAppend"/>.</param>
public sealed record Append(StreamId Stream, StreamHead Expected, Guid Id, IReadOnlyList<NewEvent> Events,
    IReadOnlyList<CommandMark> Commands)
{
    /// <summary>Checks what every store checks before it looks at the stream.</summary>
    /// <exception cref="ArgumentException">A rule is broken; the message tells which, and where.</exception>
    public void Validate() => JournalLimits.Check(this);

    /// <summary>The hashes of its events; they depend on nothing but the head that it expects.</summary>
    internal ChainHash[] Hashes()
    {
        var hashes = new ChainHash[Events.Count];
        var (version, hash) = Expected;
        for (var i = 0; i < hashes.Length; i++) hashes[i] = hash = hash.Next(Stream, ++version, Events[i]);
        return hashes;
    }

    /// <summary>About how many bytes it adds to a store.</summary>
    internal long Bytes()
    {
        var bytes = 0L;
        foreach (var e in Events) bytes += e.Data.Length + 200;
        foreach (var c in Commands) bytes += c.Outcome.Length + 100;
        return bytes;
    }
}

/// <summary>How an append ended.</summary>
public enum AppendStatus
{
    /// <summary>The events are durable.</summary>
    Appended,

    /// <summary>An earlier try with the same append id had appended them; nothing was added now.</summary>
    AlreadyAppended,

    /// <summary>The stream's head is not the expected one; nothing was appended.</summary>
    Conflict,

    /// <summary>A command of this append was carried out before; nothing was appended.</summary>
    CommandRepeated,

    /// <summary>Nothing speaks against this append, but another one of the same joint append was refused; nothing was appended.</summary>
    Withheld,
}

/// <summary>The answer to an append.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Head">The stream's head now; for <see cref="AppendStatus.AlreadyAppended"/> the head right after that append.</param>
/// <param name="Repeated">For <see cref="AppendStatus.CommandRepeated"/>: the marks of all commands of this append that were carried out
/// before.</param>
public sealed record AppendResult(AppendStatus Status, StreamHead Head, IReadOnlyList<CommandMark> Repeated);

/// <summary>An event as it stands in the journal.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its number in the stream, from 1.</param>
/// <param name="Position">Its place in the partition's feed; grows along the feed, gaps are allowed.</param>
/// <param name="Type">Its stable name.</param>
/// <param name="Data">UTF-8 JSON.</param>
/// <param name="At">When it was decided, to the millisecond, UTC.</param>
/// <param name="Actor">Who asked for it, as an id.</param>
/// <param name="Hash">Hash over its stream's id, this event and the hash of the one before it.</param>
public sealed record RecordedEvent(
    StreamId Stream, long Version, long Position, string Type, ReadOnlyMemory<byte> Data, DateTimeOffset At, string Actor, ChainHash Hash);

/// <summary>A disposable copy of what a stream's events add up to.</summary>
/// <param name="Version">The number of the last event that is in it.</param>
/// <param name="Hash">The hash of that event.</param>
/// <param name="Schema">What wrote it; a reader of another schema passes it over.</param>
/// <param name="Data">UTF-8 JSON.</param>
public sealed record Snapshot(long Version, ChainHash Hash, string Schema, ReadOnlyMemory<byte> Data)
{
    /// <summary>What shows that this system wrote it; made and checked by <see cref="SealedJournal"/>, and only kept by the
    /// stores.</summary>
    public ReadOnlyMemory<byte> Seal { get; init; }
}

/// <summary>A stream as read: a snapshot if there is a usable one, and the events after it.</summary>
/// <param name="Head">Where the stream ends.</param>
/// <param name="Snapshot">The newest usable snapshot, or null.</param>
/// <param name="Events">All events after the snapshot, in order.</param>
public sealed record StreamContent(StreamHead Head, Snapshot? Snapshot, IReadOnlyList<RecordedEvent> Events);

/// <summary>A piece of a feed.</summary>
/// <param name="Events">The events, in order.</param>
/// <param name="Last">The position up to which the reader has now seen everything.</param>
/// <param name="More">True if there is more to read at once.</param>
public sealed record FeedPage(IReadOnlyList<RecordedEvent> Events, long Last, bool More);

/// <summary>How far a partition's feed goes.</summary>
/// <param name="Partition">The city or nation.</param>
/// <param name="Position">Position of its last event.</param>
/// <param name="Hash">The hash of the feed up to there: written with each append, and what <see cref="FeedHash.Next(RecordedEvent)"/> over
/// all events of the feed comes to.</param>
public readonly record struct PartitionHead(string Partition, long Position, FeedHash Hash);

/// <summary>The store cannot do its work now: unreachable, full or failed.</summary>
public sealed class JournalUnavailableException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What is wrong and what would mend it.</param>
    /// <param name="outcomeKnown">True where it is certain that nothing was written.</param>
    /// <param name="inner">The store's own error.</param>
    public JournalUnavailableException(string message, bool outcomeKnown, Exception? inner = null)
        : base(message, inner) => OutcomeKnown = outcomeKnown;

    /// <summary>True where it is certain that nothing was written; false where only a later read can tell.</summary>
    public bool OutcomeKnown { get; }

    /// <summary>True if the store has no room left: it stays so until people make some, and nothing was written.</summary>
    public bool IsFull { get; init; }
}

/// <summary>
/// What is stored is not what was written: a hash does not fit. Nothing is done on such a stream until people have looked at it.
/// </summary>
public sealed class JournalCorruptException(string message) : Exception(message);
