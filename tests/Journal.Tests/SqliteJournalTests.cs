namespace VipOrleans.Journal.Tests;

using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;

/// <summary>What is the SQLite store's own: its file, its one writer, and how it fails.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static StreamId Stream(string key = "one") => StreamId.Parse($"nz-akl/host/{key}");

    private static Append Of(StreamId stream, StreamHead expected, int bytes = 20) => new(
        stream, expected, Guid.NewGuid(), [new NewEvent("e", new byte[bytes], DateTimeOffset.UnixEpoch, "officer-1")], []);

    private SqliteJournal Open(SqliteJournalOptions? options = null) => SqliteJournal.Open(options ?? new() { Path = _folder.Path });

    private SqliteJournalOptions Options => new() { Path = _folder.Path };

    private static Task<JournalUnavailableException> Unavailable(SqliteJournal journal, Append append) =>
        Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Append(append).AsTask());

    // The feed's hash of a batch that was given up must not have been kept in memory.
    private static async Task MustBeChained(SqliteJournal journal, string partition)
    {
        var feed = (await journal.ReadFeed(partition, 0, 1000)).Events;
        Assert.Equal((feed[^1].Position, feed.Aggregate(default(FeedHash), (hash, e) => hash.Next(e))),
            (await journal.Partitions()).Where(p => p.Partition == partition).Select(p => (p.Position, p.Hash)).Single());
    }

    // ---- start

    [Theory]
    [InlineData("PRAGMA synchronous = NORMAL", "synchronous")]
    [InlineData("PRAGMA synchronous = OFF", "synchronous")]
    [InlineData("PRAGMA journal_mode = DELETE", "journal_mode")]
    public void It_does_not_start_without_full_durability(string weaker, string named)
    {
        var error = Assert.Throws<JournalUnavailableException>(() => Open(Options with { WriterPragmas = weaker }));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Open().Dispose();
    }

    [Fact]
    public async Task A_second_opening_of_the_file_is_refused_until_the_first_is_closed()
    {
        await using (Open())
        {
            var error = Assert.Throws<JournalUnavailableException>(() => Open());
            Assert.Contains("open already", error.Message, StringComparison.Ordinal);
        }

        await Open().DisposeAsync();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = System.IO.Path.Combine(_folder.Folder, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<JournalUnavailableException>(() => SqliteJournal.Open(System.IO.Path.Combine(file, "sub", "journal.db")));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_a_folder_is_refused()
    {
        var error = Assert.Throws<JournalUnavailableException>(() => SqliteJournal.Open(_folder.Folder));

        Assert.Contains("cannot be opened", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(_folder.Path, new string('x', 5000));

        var error = Assert.Throws<JournalUnavailableException>(() => Open());

        Assert.Contains("no journal", error.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), File.ReadAllText(_folder.Path));
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_as_it_is()
    {
        _folder.Run("CREATE TABLE other (x)");
        var before = File.ReadAllBytes(_folder.Path);

        var error = Assert.Throws<JournalUnavailableException>(() => Open());

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.Path));
    }

    [Fact]
    public void A_newer_versions_journal_is_refused()
    {
        Open().Dispose();
        _folder.Run("PRAGMA user_version = 99");

        var error = Assert.Throws<JournalUnavailableException>(() => Open());

        Assert.Contains("schema 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_versions_journal_is_refused_with_the_command_that_migrates_it_and_left_as_it_is()
    {
        File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "Formats", "journal-1.sqlite"), _folder.Path);
        var before = File.ReadAllBytes(_folder.Path);

        var error = Assert.Throws<JournalUnavailableException>(() => Open());

        Assert.Contains("format 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("'silo journal migrate'", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.Path));
    }

    // ---- the writer

    [Fact]
    public async Task Appends_that_wait_for_a_flush_share_the_next_one()
    {
        using var gate = new ManualResetEventSlim();
        var flushing = new TaskCompletionSource();
        await using var journal = Open(Options with { Flush = commit => { flushing.TrySetResult(); gate.Wait(); commit(); } });

        var first = journal.Append(Of(Stream("first"), StreamHead.Empty)).AsTask();
        await flushing.Task;
        var rest = Enumerable.Range(0, 1000).Select(i => journal.Append(Of(Stream($"s{i}"), StreamHead.Empty)).AsTask()).ToArray();
        Assert.All(rest, t => Assert.False(t.IsCompleted));
        gate.Set();
        await first;
        await Task.WhenAll(rest);

        // 1, then 512, then 488.
        Assert.Equal(3, journal.Flushes);
    }

    [Fact]
    public async Task A_flush_takes_on_no_more_bytes_than_its_limit()
    {
        using var gate = new ManualResetEventSlim();
        var flushing = new TaskCompletionSource();
        await using var journal =
            Open(Options with { MaxBatchBytes = 100_000, Flush = commit => { flushing.TrySetResult(); gate.Wait(); commit(); } });

        var first = journal.Append(Of(Stream("first"), StreamHead.Empty)).AsTask();
        await flushing.Task;
        var rest = Enumerable.Range(0, 10).Select(i => journal.Append(Of(Stream($"s{i}"), StreamHead.Empty, bytes: 50_000)).AsTask())
            .ToArray();
        gate.Set();
        await first;
        await Task.WhenAll(rest);

        Assert.Equal(6, journal.Flushes);
    }

    [Fact]
    public async Task An_append_is_answered_and_seen_only_after_its_flush()
    {
        using var gate = new ManualResetEventSlim();
        var flushing = new TaskCompletionSource();
        await using var journal = Open(Options with { Flush = commit => { flushing.TrySetResult(); gate.Wait(); commit(); } });

        var append = journal.Append(Of(Stream(), StreamHead.Empty)).AsTask();
        await flushing.Task;
        Assert.Equal(StreamHead.Empty, (await journal.Read(Stream())).Head);
        Assert.Empty((await journal.ReadFeed("nz-akl", 0, 10)).Events);
        Assert.False(append.IsCompleted);
        gate.Set();

        Assert.Equal((await append).Head, (await journal.Read(Stream())).Head);
    }

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(int.MaxValue, 2000)]
    public async Task A_full_queue_refuses_the_next_append_as_busy(int writes, long bytes)
    {
        using var gate = new ManualResetEventSlim();
        var flushing = new TaskCompletionSource();
        await using var journal =
            Open(Options with
            {
                QueueLength = writes,
                QueueBytes = bytes,
                Flush = commit => { flushing.TrySetResult(); gate.Wait(); commit(); }
            });

        var first = journal.Append(Of(Stream("first"), StreamHead.Empty)).AsTask();
        await flushing.Task;
        var waiting = Enumerable.Range(0, 2).Select(i => journal.Append(Of(Stream($"s{i}"), StreamHead.Empty, bytes: 1000)).AsTask())
            .ToArray();
        var refused = Of(Stream("c"), StreamHead.Empty);
        var error = await Unavailable(journal, refused);
        gate.Set();

        Assert.True(error.OutcomeKnown);
        Assert.Contains("busy", error.Message, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll([first, .. waiting]), r => Assert.Equal(AppendStatus.Appended, r.Status));
        Assert.Equal(AppendStatus.Appended, (await journal.Append(refused)).Status);
    }

    [Fact]
    public async Task Who_gives_up_waiting_stops_nobody_else()
    {
        using var gate = new ManualResetEventSlim();
        var flushing = new TaskCompletionSource();
        await using var journal = Open(Options with { Flush = commit => { flushing.TrySetResult(); gate.Wait(); commit(); } });

        using var patience = new CancellationTokenSource();
        var impatient = journal.Append(Of(Stream("a"), StreamHead.Empty), patience.Token).AsTask();
        await flushing.Task;
        var patient = journal.Append(Of(Stream("b"), StreamHead.Empty)).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.Set();

        Assert.Equal(AppendStatus.Appended, (await patient).Status);
        Assert.Equal(1, (await journal.Read(Stream("a"))).Head.Version);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => journal.Append(Of(Stream("never"), StreamHead.Empty), gone.Token).AsTask());
        Assert.Equal(StreamHead.Empty, (await journal.Read(Stream("never"))).Head);
    }

    // ---- failures

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_flush_stops_the_journal_until_it_is_opened_again(bool written)
    {
        using var gate = new ManualResetEventSlim();
        var flushing = new TaskCompletionSource();
        var healthy = true;
        var journal = Open(Options with
        {
            Flush = commit =>
            {
                if (healthy)
                {
                    commit();
                    return;
                }

                flushing.TrySetResult();
                gate.Wait();
                if (written) commit();
                throw new SqliteException("disk I/O error", 10);
            },
        });
        var head = (await journal.Append(Of(Stream(), StreamHead.Empty))).Head;
        healthy = false;
        var lost = Of(Stream(), head);

        var flushed = journal.Append(lost).AsTask();
        await flushing.Task;
        var queued = journal.Append(Of(Stream("queued"), StreamHead.Empty)).AsTask();
        gate.Set();

        Assert.False((await Assert.ThrowsAsync<JournalUnavailableException>(() => flushed)).OutcomeKnown);
        Assert.True((await Assert.ThrowsAsync<JournalUnavailableException>(() => queued)).OutcomeKnown);
        healthy = true;
        Assert.True((await Unavailable(journal, Of(Stream("later"), StreamHead.Empty))).OutcomeKnown);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Read(Stream()).AsTask());
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.ReadFeed("nz-akl", 0, 1).AsTask());
        await Assert.ThrowsAsync<JournalUnavailableException>(
            () => journal.SaveSnapshot(Stream(), new(1, head.Hash, "s", new byte[1])).AsTask());
        Assert.False(await journal.IsReady());

        await journal.DisposeAsync();
        await using var again = Open();
        Assert.True(await again.IsReady());
        Assert.Equal(written ? AppendStatus.AlreadyAppended : AppendStatus.Appended, (await again.Append(lost)).Status);
        Assert.Equal(2, (await again.Read(Stream())).Head.Version);
    }

    [Fact]
    public async Task A_full_journal_refuses_appends_reads_on_and_works_again_when_there_is_room()
    {
        await using var journal = Open(Options with { MaxFileBytes = 1024 * 1024 });
        await journal.SaveSnapshot(Stream("ballast"), new(1, default, "s", new byte[256 * 1024]));
        var head = StreamHead.Empty;
        JournalUnavailableException? full = null;
        Append refused = null!;
        for (var i = 0; full is null && i < 1000; i++)
        {
            refused = Of(Stream(), head, bytes: 10_000);
            try
            {
                head = (await journal.Append(refused)).Head;
            }
            catch (JournalUnavailableException e)
            {
                full = e;
            }
        }

        Assert.True(full!.OutcomeKnown);
        Assert.True(full.IsFull);
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.False(await journal.IsReady());
        Assert.Equal(head, (await journal.Read(Stream())).Head);
        Assert.True((await Unavailable(journal, refused)).OutcomeKnown);

        await journal.DeleteSnapshot(Stream("ballast"));

        Assert.True(await journal.IsReady());
        Assert.Equal(AppendStatus.Appended, (await journal.Append(refused)).Status);
        var other = await journal.Append(Of(StreamId.Parse("nz-wlg/host/one"), StreamHead.Empty));
        Assert.Equal(AppendStatus.Appended, other.Status);
        Assert.Equal(head.Version + 1, (await journal.Read(Stream())).Head.Version);
        await MustBeChained(journal, "nz-akl");
    }

    [Fact]
    public async Task A_partition_that_a_full_journal_could_not_begin_begins_when_there_is_room()
    {
        var full = true;
        await using var journal = Open(Options with
        {
            Flush = commit =>
        {
            if (full) throw new SqliteException("database or disk is full", 13);
            commit();
        }
        });

        Assert.True((await Unavailable(journal, Of(Stream(), StreamHead.Empty))).OutcomeKnown);
        Assert.Empty(await journal.Partitions());
        full = false;

        Assert.Equal(AppendStatus.Appended, (await journal.Append(Of(Stream(), StreamHead.Empty))).Status);
        Assert.Equal("nz-akl", Assert.Single(await journal.Partitions()).Partition);
        await MustBeChained(journal, "nz-akl");
    }

    [Fact]
    public async Task What_was_handed_over_before_closing_is_written()
    {
        using var gate = new ManualResetEventSlim();
        var flushing = new TaskCompletionSource();
        var journal = Open(Options with { Flush = commit => { flushing.TrySetResult(); gate.Wait(); commit(); } });
        var first = journal.Append(Of(Stream("first"), StreamHead.Empty)).AsTask();
        await flushing.Task;
        var waiting = Enumerable.Range(0, 20).Select(i => journal.Append(Of(Stream($"s{i}"), StreamHead.Empty)).AsTask()).ToArray();

        var closing = journal.DisposeAsync().AsTask();
        var late = await Unavailable(journal, Of(Stream("late"), StreamHead.Empty));
        gate.Set();
        await closing;

        Assert.True(late.OutcomeKnown);
        Assert.All(await Task.WhenAll([first, .. waiting]), r => Assert.Equal(AppendStatus.Appended, r.Status));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Read(Stream()).AsTask());
        Assert.False(await journal.IsReady());
        await journal.DisposeAsync();
        Assert.False(File.Exists(_folder.Path + "-wal"));
        await using var again = Open();
        Assert.Equal(21, (await again.ReadFeed("nz-akl", 0, 100)).Events.Count);
    }

    [Fact]
    public async Task A_copy_made_while_the_journal_runs_is_a_journal()
    {
        var copy = System.IO.Path.Combine(_folder.Folder, "copy.db");
        await using var journal = Open();
        var head = (await journal.Append(Of(Stream(), StreamHead.Empty))).Head;

        await journal.Backup(copy);
        await journal.Append(Of(Stream(), head));

        await using var restored = SqliteJournal.Open(copy);
        Assert.Equal(head, (await restored.Read(Stream())).Head);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Backup(copy));
    }

    [Fact]
    public async Task An_event_of_no_stream_is_told_as_damage()
    {
        await using (var journal = Open()) await journal.Append(Of(Stream(), StreamHead.Empty));
        _folder.Run("DELETE FROM streams");

        await using var damaged = Open();
        await Assert.ThrowsAsync<JournalCorruptException>(() => damaged.ReadFeed("nz-akl", 0, 10).AsTask());
        Assert.Empty((await damaged.ReadFeed("nz-akl", 1, 10)).Events);
    }

    [Fact]
    public async Task A_damaged_file_is_told_as_damage()
    {
        await using (var journal = Open())
        {
            var head = StreamHead.Empty;
            for (var i = 0; i < 50; i++) head = (await journal.Append(Of(Stream(), head, bytes: 10_000))).Head;
        }

        await using (var file = File.Open(_folder.Path, FileMode.Open, FileAccess.ReadWrite))
        {
            // The header stays whole, so that the file still opens.
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xFF, (int)(file.Length - 4096)).ToArray());
        }

        await using var damaged = Open();
        await Assert.ThrowsAsync<JournalCorruptException>(() => damaged.Read(Stream()).AsTask());
        Assert.False(await damaged.IsReady());
    }
}
