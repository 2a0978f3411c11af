namespace VipOrleans.Journal;

using VipOrleans.Domain.Kernel;

/// <summary>A store whose snapshots can be gone through one by one, as whoever verifies a whole journal has to.</summary>
public interface ISnapshotCatalog
{
    /// <summary>Reads the snapshot that comes next in the store's own order, whatever its schema, and whether or not it fits its
    /// stream.</summary>
    /// <param name="after">The stream of the snapshot before; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The snapshot; null after the last one.</returns>
    /// <exception cref="JournalUnavailableException">The store could not be read.</exception>
    /// <exception cref="JournalCorruptException">A snapshot is kept for what is no stream.</exception>
    ValueTask<KeptSnapshot?> NextSnapshot(StreamId? after, CancellationToken cancellation = default);
}

/// <summary>A snapshot, with the stream that it is kept for.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Snapshot">The snapshot; <see cref="SealedJournal.Check"/> tells whether its seal fits.</param>
public sealed record KeptSnapshot(StreamId Stream, Snapshot Snapshot)
{
    /// <summary>The stream that a store names.</summary>
    internal static StreamId StreamOf(string name) => StreamId.TryParse(name, out var stream)
        ? stream
        : throw new JournalCorruptException($"A snapshot is kept for '{name}', which is no stream. Look into who wrote it, and delete it.");
}
