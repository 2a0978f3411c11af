namespace VipOrleans.Journal;

using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>The limits that every store keeps, so that no store accepts what another refuses.</summary>
public static class JournalLimits
{
    /// <summary>Most events in one append.</summary>
    public const int MaxEventsPerAppend = 500;

    /// <summary>Most commands that one append carries out.</summary>
    public const int MaxCommandsPerAppend = 500;

    /// <summary>
    /// Largest append: the bytes of its events' data, types and actors and of its commands' ids and outcomes (one Azure Tables
    /// transaction).
    /// </summary>
    public const int MaxAppendBytes = 1280 * 1024;

    /// <summary>
    /// Most appends in one joint append. With the limits of a joint append's events, commands and bytes it always fits one Azure Tables
    /// transaction: 100 entities and 4 MiB.
    /// </summary>
    public const int MaxAppendsTogether = 40;

    /// <summary>Most events in all appends of a joint append.</summary>
    public const int MaxEventsTogether = MaxEventsPerAppend;

    /// <summary>Most commands in all appends of a joint append.</summary>
    public const int MaxCommandsTogether = MaxCommandsPerAppend;

    /// <summary>Largest joint append, counted as <see cref="MaxAppendBytes"/> is.</summary>
    public const int MaxBytesTogether = 1024 * 1024;

    /// <summary>Largest event, in bytes of JSON (one Azure Tables property).</summary>
    public const int MaxEventBytes = 60 * 1024;

    /// <summary>Longest name of an event, in characters.</summary>
    public const int MaxTypeLength = 64;

    /// <summary>Longest id of an actor, in characters: a role, a nation and the longest id of an employer.</summary>
    public const int MaxActorLength = 120;

    /// <summary>Longest id of a command, in characters.</summary>
    public const int MaxCommandIdLength = 100;

    /// <summary>Longest answer of a command, in characters.</summary>
    public const int MaxOutcomeLength = 4096;

    /// <summary>Longest name of a snapshot's schema, in characters.</summary>
    public const int MaxSchemaLength = 100;

    /// <summary>Largest snapshot, in bytes (a projection of a large city is one).</summary>
    public const int MaxSnapshotBytes = 64 * 1024 * 1024;

    /// <summary>Most events in one page of a feed.</summary>
    public const int MaxFeedPage = 1000;

    /// <summary>
    /// A page of a feed ends with the event that brings its data to so many bytes: a page of the largest events does not take 60 MB.
    /// </summary>
    public const int MaxFeedPageBytes = 4 * 1024 * 1024;

    // Throws and does not replace: a lone surrogate would be read back as another character, and with it another hash.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks a snapshot and the stream that it is for.</summary>
    /// <exception cref="ArgumentException">A rule is broken; the message tells which.</exception>
    public static void Check(StreamId stream, Snapshot snapshot)
    {
        CheckStream(stream);
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Version < 0) Refuse($"A snapshot's version is 0 or more, not {snapshot.Version}.", "snapshot");
        CheckText(snapshot.Schema, MaxSchemaLength, "A snapshot's schema", "snapshot");
        CheckData(snapshot.Data, MaxSnapshotBytes, "A snapshot", "snapshot");
    }

    /// <summary>Checks that there is a stream: a <see cref="StreamId"/> that was never set names none.</summary>
    /// <exception cref="ArgumentException">It names none.</exception>
    public static void CheckStream(StreamId stream)
    {
        if (stream.Value is null) Refuse("The stream id was never set.", nameof(stream));
    }

    /// <summary>Checks where a page of a feed begins and how much it may hold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative, or the limit not 1 to <see cref="MaxFeedPage"/>.</exception>
    public static void CheckPage(string partition, long after, int limit)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxFeedPage);
    }

    /// <summary>Checks where a piece of a stream begins and how much it may hold.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative, or the limit not 1 to <see cref="MaxFeedPage"/>.</exception>
    public static void CheckPart(StreamId stream, long after, int limit)
    {
        CheckStream(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxFeedPage);
    }

    /// <summary>Checks a joint append.</summary>
    /// <exception cref="ArgumentException">A rule is broken; the message tells which.</exception>
    internal static void Check(IReadOnlyList<Append> appends, bool ofAnyPartition = false)
    {
        ArgumentNullException.ThrowIfNull(appends);
        if (appends.Count is < 1 or > MaxAppendsTogether)
        {
            Refuse($"A joint append has 1 to {MaxAppendsTogether} appends, not {appends.Count}.", nameof(appends));
        }

        var (bytes, events, commands) = (0, 0, 0);
        var streams = new HashSet<StreamId>(appends.Count);
        foreach (var append in appends)
        {
            ArgumentNullException.ThrowIfNull(append, nameof(appends));
            bytes += Check(append);
            events += append.Events.Count;
            commands += append.Commands.Count;
            if (!streams.Add(append.Stream)) Refuse($"A joint append has two appends to stream '{append.Stream}'.", nameof(appends));
            if (!ofAnyPartition && append.Stream.Partition != appends[0].Stream.Partition)
            {
                Refuse($"A joint append is to streams of one partition, not to '{appends[0].Stream}' and '{append.Stream}'.",
                    nameof(appends));
            }
        }

        if (events > MaxEventsTogether) Refuse($"A joint append has at most {MaxEventsTogether} events, not {events}.", nameof(appends));
        if (commands > MaxCommandsTogether)
        {
            Refuse($"A joint append has at most {MaxCommandsTogether} commands, not {commands}.", nameof(appends));
        }

        if (bytes > MaxBytesTogether) Refuse($"A joint append has at most {MaxBytesTogether} bytes in all, not {bytes}.", nameof(appends));
    }

    // Gives the bytes that count for the limits.
    internal static int Check(Append append)
    {
        CheckStream(append.Stream);
        if (append.Expected.Version < 0) Refuse($"The expected version is 0 or more, not {append.Expected.Version}.");
        if (append.Expected.Version == 0 && append.Expected != StreamHead.Empty) Refuse("The expected head has a hash but no event.");
        if (append.Id == Guid.Empty) Refuse("The append has no id.");
        if (append.Events.Count is < 1 or > MaxEventsPerAppend)
        {
            Refuse($"An append has 1 to {MaxEventsPerAppend} events, not {append.Events.Count}.");
        }

        if (append.Commands.Count > MaxCommandsPerAppend)
        {
            Refuse($"An append has at most {MaxCommandsPerAppend} commands, not {append.Commands.Count}.");
        }

        var bytes = 0;
        foreach (var e in append.Events)
        {
            CheckData(e.Data, MaxEventBytes, $"Event '{e.Type}'", nameof(append));
            bytes += CheckText(e.Type, MaxTypeLength, "An event's type", nameof(append))
                + CheckText(e.Actor, MaxActorLength, "An event's actor", nameof(append)) + e.Data.Length;
        }

        bytes += CheckCommands(append);
        if (bytes > MaxAppendBytes) Refuse($"An append has at most {MaxAppendBytes} bytes in all, not {bytes}.");
        return bytes;
    }

    private static int CheckCommands(Append append)
    {
        var bytes = 0;
        var (first, last) = (append.Expected.Version, append.Expected.Version + append.Events.Count);
        var seen = append.Commands.Count > 1 ? new HashSet<string>(append.Commands.Count, StringComparer.Ordinal) : null;
        foreach (var command in append.Commands)
        {
            bytes += CheckText(command.CommandId, MaxCommandIdLength, "A command's id", nameof(append));
            if (seen?.Add(command.CommandId) == false) Refuse($"Command '{command.CommandId}' stands twice in one append.");
            if (command.Version < first || command.Version > last)
                Refuse($"Command '{command.CommandId}' was carried out at version {command.Version}, but the append goes from "
                    + $"{first} to {last}.");
            if (command.Outcome is null) Refuse($"Command '{command.CommandId}' has no outcome.");
            if (command.Outcome!.Length > 0) bytes += CheckText(command.Outcome, MaxOutcomeLength, "A command's outcome", nameof(append));
        }

        return bytes;
    }

    private static void CheckData(ReadOnlyMemory<byte> data, int most, string what, string parameter)
    {
        if (data.Length < 1 || data.Length > most) Refuse($"{what} has 1 to {most} bytes of data, not {data.Length}.", parameter);
    }

    // Gives the text's length in UTF-8.
    private static int CheckText(string text, int most, string what, string parameter)
    {
        if (string.IsNullOrEmpty(text) || text.Length > most)
        {
            Refuse($"{what} has 1 to {most} characters, not {text?.Length ?? 0}.", parameter);
        }

        if (text!.Contains('\0', StringComparison.Ordinal))
        {
            Refuse($"{what} has a null character, which ends a text in some stores.", parameter);
        }

        try
        {
            return StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException($"{what} has half a character (a lone surrogate).", parameter);
        }
    }

    private static void Refuse(string message, string parameter = "append") => throw new ArgumentException(message, parameter);
}
