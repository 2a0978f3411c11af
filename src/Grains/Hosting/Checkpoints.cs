namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>
/// Where projections keep what they have folded, so that none begins at the first event: as grain state, in the storage provider of
/// the name <see cref="GrainsHosting.CheckpointStorage"/>. All of it is disposable: one that is lost, older or not this system's
/// costs time alone.
/// </summary>
/// <param name="services">They have the storage provider.</param>
/// <param name="journal">Its key seals checkpoints too; its snapshots have those of earlier versions.</param>
/// <param name="log">The log.</param>
internal sealed class Checkpoints(IServiceProvider services, IJournal journal, ILogger<Checkpoints> log)
{
    // Asked for when the first grain needs it: providers are made while the silo starts.
    private readonly Lazy<IGrainStorage> _storage =
        new(() => services.GetRequiredKeyedService<IGrainStorage>(GrainsHosting.CheckpointStorage));

    /// <summary>The place of a projection's checkpoint, for one activation.</summary>
    /// <param name="partition">The city or nation.</param>
    /// <param name="projection">The projection's name.</param>
    /// <param name="schema">The schema that the activation reads and writes.</param>
    public CheckpointPlace Of(string partition, string projection, string schema) =>
        new(_storage.Value, journal, log, partition, projection, schema);
}

/// <summary>A fold as it was at a position of the feed.</summary>
/// <param name="Position">The position.</param>
/// <param name="Fold">The fold.</param>
/// <param name="Last">The last event that is in it.</param>
internal readonly record struct Checkpoint(long Position, ReadOnlyMemory<byte> Fold, FeedMark Last);

/// <summary>Which event stands at a position of a feed: another journal, or one that was put back, has another there.</summary>
/// <param name="Position">The position; 0 for none.</param>
/// <param name="Hash">The event's hash.</param>
internal readonly record struct FeedMark(long Position, ChainHash Hash)
{
    /// <summary>The mark of a page's last event; the one before for an empty page.</summary>
    public FeedMark After(FeedPage page) => page.Events is [.., var last] ? new(last.Position, last.Hash) : this;
}

/// <summary>The place of one projection's checkpoint, as one activation knows it. One thing at a time is asked of it.</summary>
internal sealed partial class CheckpointPlace(IGrainStorage storage, IJournal journal, ILogger log, string partition, string projection,
    string schema)
{
    private readonly GrainId _id = GrainId.Create(projection, partition);
    private readonly StreamId _stream = StreamId.Of(partition, projection, "checkpoint");
    private readonly GrainState<CheckpointState> _state = new(new());

    /// <summary>The newest checkpoint; null if there is none of this schema, or none that this system has made.</summary>
    /// <exception cref="StoreUnavailableException">It could not be read.</exception>
    public async Task<Checkpoint?> Read(CancellationToken cancellation)
    {
        await Ask("read", () => storage.ReadStateAsync(projection, _id, _state));
        var known = Known();
        if (known is null) return await Former(cancellation);
        if (await IsOfThisFeed(known.Value.Last, cancellation)) return known;
        LogOfAnotherFeed(log, projection, partition);
        return null;
    }

    /// <summary>Keeps a checkpoint in place of the one before.</summary>
    /// <exception cref="StoreUnavailableException">It could not be kept.</exception>
    public async Task Save(Checkpoint checkpoint)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            _state.State = new()
            {
                Position = checkpoint.Position, Schema = schema, Fold = checkpoint.Fold.ToArray(), Last = checkpoint.Last,
                Seal = SealOf(checkpoint),
            };
            try
            {
                await Ask("kept", () => storage.WriteStateAsync(projection, _id, _state));
                return;
            }
            catch (InconsistentStateException) when (isFirst)
            {
                // Another activation has written since; what has seen more stays.
                await Ask("read", () => storage.ReadStateAsync(projection, _id, _state));
                if (Known()?.Position >= checkpoint.Position) return;
            }
        }
    }

    /// <summary>Forgets the checkpoint, of whatever schema.</summary>
    /// <exception cref="StoreUnavailableException">It could not be forgotten.</exception>
    public async Task Forget()
    {
        try
        {
            await journal.DeleteSnapshot(_stream);
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }

        await Ask("read", () => storage.ReadStateAsync(projection, _id, _state));
        _state.State = new();
        await Ask("kept", () => storage.WriteStateAsync(projection, _id, _state));
    }

    private Checkpoint? Known()
    {
        if (_state.State is not { } state || state.Schema != schema) return null;
        var checkpoint = new Checkpoint(state.Position, state.Fold, state.Last);
        if (SealOf(checkpoint).AsSpan().SequenceEqual(state.Seal)) return checkpoint;
        LogForeign(log, projection, partition);
        return null;
    }

    // Earlier versions had checkpoints as snapshots of a stream of the projection's own. It is the last one before the upgrade for good.
    private async Task<Checkpoint?> Former(CancellationToken cancellation)
    {
        try
        {
            var content = await journal.Read(_stream, schema, cancellation);
            return content.Snapshot is { } snapshot ? new(snapshot.Version, snapshot.Data, default) : null;
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    // A journal that was restored from a copy may lie beside checkpoints that have seen what is lost.
    private async Task<bool> IsOfThisFeed(FeedMark last, CancellationToken cancellation)
    {
        if (last.Position == 0) return true;
        try
        {
            var page = await journal.ReadFeed(partition, last.Position - 1, 1, cancellation);
            return page.Events is [var there, ..] && there.Position == last.Position && there.Hash == last.Hash;
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    private byte[] SealOf(Checkpoint checkpoint) => journal is SealedJournal sealing
        ? sealing.SealOf(_stream, new(checkpoint.Position, checkpoint.Last.Hash, $"{schema}@{checkpoint.Last.Position}", checkpoint.Fold))
        : [];

    // Not in the turn of a grain: a provider may block on a disk.
    private static async Task Ask(string what, Func<Task> work)
    {
        try
        {
            await Task.Run(work);
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            // What a provider throws is unknown to clients of the cluster.
            throw new StoreUnavailableException($"A checkpoint could not be {what}: {e.Message}");
        }
    }

    [LoggerMessage(167, LogLevel.Error,
        "The checkpoint of the {Name} of {Partition} is not what this system has kept: its seal does not fit. It is made again from all "
        + "events; look into who changed it, or whether the journal's key is the right one.")]
    private static partial void LogForeign(ILogger log, string name, string partition);

    [LoggerMessage(168, LogLevel.Warning,
        "The checkpoint of the {Name} of {Partition} was made of another journal, or of what this one was before it was restored. It is "
        + "made again from all events.")]
    private static partial void LogOfAnotherFeed(ILogger log, string name, string partition);
}

/// <summary>A checkpoint as grain state.</summary>
internal sealed class CheckpointState
{
    /// <summary>The last position of the feed that is folded in.</summary>
    public long Position { get; set; }

    /// <summary>What the fold's form is called; empty for none.</summary>
    public string Schema { get; set; } = "";

    /// <summary>The fold.</summary>
    public byte[] Fold { get; set; } = [];

    /// <summary>The last event that is in it.</summary>
    public FeedMark Last { get; set; }

    /// <summary>What shows that this system made it.</summary>
    public byte[] Seal { get; set; } = [];
}

/// <summary>
/// Writes checkpoints for a storage provider, in bytes of our own that the next version of Orleans reads too: a byte of format, position,
/// schema, position and hash of the last event, seal and fold. What cannot be read is no checkpoint.
/// </summary>
public sealed class CheckpointSerializer : IGrainStorageSerializer
{
    private const byte Format = 1;

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input)
    {
        var state = input as CheckpointState ?? throw new NotSupportedException($"{typeof(T)} is no checkpoint.");
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        writer.Write(state.Position);
        writer.Write(state.Schema);
        writer.Write(state.Last.Position);
        Span<byte> hash = stackalloc byte[ChainHash.Size];
        state.Last.Hash.CopyTo(hash);
        writer.Write(hash);
        writer.Write(state.Seal.Length);
        writer.Write(state.Seal);
        writer.Write(state.Fold.Length);
        writer.Write(state.Fold);
        writer.Flush();
        return new(bytes.ToArray());
    }

    /// <inheritdoc/>
    public T? Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (T)(object)Read(input);
    }

    private static CheckpointState Read(BinaryData input)
    {
        try
        {
            using var reader = new BinaryReader(input.ToStream());
            if (reader.ReadByte() != Format) return new();
            return new()
            {
                Position = reader.ReadInt64(), Schema = reader.ReadString(),
                Last = new(reader.ReadInt64(), new(reader.ReadBytes(ChainHash.Size))), Seal = reader.ReadBytes(reader.ReadInt32()),
                Fold = reader.ReadBytes(reader.ReadInt32()),
            };
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return new();
        }
    }
}
