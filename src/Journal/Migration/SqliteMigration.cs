namespace VipOrleans.Journal;

using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;

/// <summary>Migrates a journal's file in place: one transaction, flushed as every append is.</summary>
internal static class SqliteMigration
{
    private const int Page = 2000;

    public static MigrationReport? Run(string path, IProgress<MigrationProgress>? progress, CancellationToken cancellation)
    {
        using var file = JournalFile.OpenFormer(path);
        if (file is null) return null;
        var writer = file.Writer;
        try
        {
            writer.Run("BEGIN IMMEDIATE");
            var report = Migrate(writer, progress, cancellation);
            writer.Run($"PRAGMA user_version = {JournalFormat.Current}; COMMIT");
            // What the log keeps is moved into the file by whoever opens it next, if not now.
            writer.Run("PRAGMA wal_checkpoint(TRUNCATE)");
            return report;
        }
        catch (SqliteException e) when (e.IsDamage())
        {
            throw new JournalCorruptException($"The journal's file '{path}' is damaged: {e.Message} Nothing was changed.");
        }
        catch (SqliteException e)
        {
            throw new JournalUnavailableException($"The journal '{path}' could not be migrated, and is as it was: {e.Message}",
                outcomeKnown: true, e);
        }
    }

    private static MigrationReport Migrate(SqliteConnection writer, IProgress<MigrationProgress>? progress, CancellationToken cancellation)
    {
        writer.Run($"""
            ALTER TABLE partitions RENAME TO former_partitions;
            {JournalFile.PartitionsTable}
            DROP TABLE snapshots;
            {JournalFile.SnapshotsTable}
            """);
        var all = writer.Scalar<long>("SELECT count(*) FROM events");
        var (partitions, streams, events) = (0, 0L, 0L);
        using var add = new Statement(writer, "INSERT INTO partitions (no, id, last, hash) VALUES (?1, ?2, ?3, ?4)");
        foreach (var (no, id) in Partitions(writer))
        {
            var feed = new FormerFeed(id);
            foreach (var written in Feed(writer, no, id, feed))
            {
                cancellation.ThrowIfCancellationRequested();
                events += written;
                progress?.Report(new(events, all));
            }

            streams += Streams(writer, id, feed);
            if (feed.Last > 0) add.Bind(1, no).Bind(2, id).Bind(3, feed.Last).Bind(4, feed.Hash).Run();
            partitions++;
        }

        // What no partition and no feed leads to.
        if (events != all || streams != writer.Scalar<long>("SELECT count(*) FROM streams"))
            throw new JournalCorruptException(
                "The journal has events or streams that belong to no city and no nation. Restore it from a copy. Nothing was changed.");
        writer.Run("DROP TABLE former_partitions");
        return new(partitions, streams, events);
    }

    private static List<(long No, string Id)> Partitions(SqliteConnection writer)
    {
        using var read = new Statement(writer, "SELECT no, id FROM former_partitions ORDER BY no");
        var partitions = new List<(long, string)>();
        while (read.Step()) partitions.Add((read.Int64(0), read.Text(1)));
        return partitions;
    }

    // Page by page, so that no row is changed while a statement goes over it.
    private static IEnumerable<int> Feed(SqliteConnection writer, long no, string partition, FormerFeed feed)
    {
        using var read = new Statement(writer, """
            SELECT version, position, type, data, at_ms, actor, hash, (SELECT id FROM streams s WHERE s.no = e.stream) FROM events e
            WHERE partition = ?1 AND position > ?2 ORDER BY position LIMIT ?3
            """);
        using var write = new Statement(writer, "UPDATE events SET hash = ?3 WHERE partition = ?1 AND position = ?2");
        var page = new List<RecordedEvent>();
        do
        {
            page.Clear();
            read.Bind(1, no).Bind(2, feed.Last).Bind(3, Page);
            while (read.Step())
            {
                if (!StreamId.TryParse(read.Text(7), out var stream)) throw FormerFeed.WithoutStream(partition, read.Int64(1));
                page.Add(feed.Next(SqliteReader.Event(read, stream)));
            }

            foreach (var e in page) write.Bind(1, no).Bind(2, e.Position).Bind(3, e.Hash).Run();
            yield return page.Count;
        }
        while (page.Count == Page);
    }

    // The streams of a partition have ids from 'partition/' to before 'partition0', the character after the slash.
    private static int Streams(SqliteConnection writer, string partition, FormerFeed feed)
    {
        using var read = new Statement(writer, "SELECT no, id, version, hash FROM streams WHERE id >= ?1 AND id < ?2");
        using var write = new Statement(writer, "UPDATE streams SET hash = ?2 WHERE no = ?1");
        var heads = new List<(long No, ChainHash Hash)>();
        read.Bind(1, partition + "/").Bind(2, partition + "0");
        while (read.Step())
        {
            heads.Add((read.Int64(0), feed.End(StreamId.Parse(read.Text(1)), new(read.Int64(2), read.Hash(3))).Hash));
        }

        if (heads.Count != feed.Streams) throw new JournalCorruptException($"The feed of '{partition}' has streams without a head.");
        foreach (var (no, hash) in heads) write.Bind(1, no).Bind(2, hash).Run();
        return heads.Count;
    }
}
