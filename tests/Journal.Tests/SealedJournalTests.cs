namespace VipOrleans.Journal.Tests;

using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>Whatever is changed of a snapshot behind the journal's back is noticed before it is folded.</summary>
public sealed class SealedJournalTests : IAsyncLifetime
{
    private static readonly StreamId Stream = StreamId.Parse("nz-akl/host/one");
    private static readonly StreamId Checkpoint = StreamId.Parse("nz-akl/projection/directory");
    private static readonly JournalKey Key = new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    private readonly JournalFolder _folder = new();
    private SealedJournal _journal = null!;

    public async ValueTask InitializeAsync()
    {
        _journal = new(SqliteJournal.Open(_folder.Path), Key);
        var e = new NewEvent("e", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, "officer-1");
        await _journal.Append(new(Stream, StreamHead.Empty, Guid.NewGuid(), [e, e, e], []));
        await Keep();
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    private async Task Keep()
    {
        var events = (await _journal.Read(Stream)).Events;
        await _journal.SaveSnapshot(Stream, new(3, events[2].Hash, "host-1", """{"n":3}"""u8.ToArray()));
        await _journal.SaveSnapshot(Checkpoint, new(3, default, "directory-1", """{"n":1}"""u8.ToArray()));
    }

    private Task<StreamContent> Read(string stream, string schema) =>
        _journal.Read(StreamId.Parse($"nz-akl/{stream}"), schema).AsTask();

    [Theory]
    [InlineData("host/one", "host-1", "UPDATE snapshots SET data = CAST('{\"n\":4}' AS BLOB)")]
    [InlineData("host/one", "host-1", "UPDATE snapshots SET data = CAST('{\"n\":3} ' AS BLOB)")]
    [InlineData("host/one", "host-1", "UPDATE snapshots SET version = 2, hash = (SELECT hash FROM events WHERE version = 2)")]
    [InlineData("host/one", "host-1", "UPDATE snapshots SET version = 0, hash = zeroblob(32)")]
    [InlineData("host/one", "host-1", "UPDATE snapshots SET seal = CAST('' AS BLOB)")]
    [InlineData("host/one", "host-1", "UPDATE snapshots SET seal = zeroblob(32)")]
    [InlineData("host/one", "host-2", "UPDATE snapshots SET schema = 'host-2'")]
    [InlineData("projection/directory", "directory-1", "UPDATE snapshots SET version = 2 WHERE version = 3")]
    [InlineData("projection/directory", "directory-1", "UPDATE snapshots SET hash = (SELECT hash FROM events WHERE version = 1)")]
    [InlineData("projection/directory", "directory-1", "UPDATE snapshots SET data = CAST('{\"n\":0}' AS BLOB)")]
    [InlineData("projection/other", "directory-1", "UPDATE snapshots SET stream = 'nz-akl/projection/other' WHERE schema = 'directory-1'")]
    [InlineData("projection/directory", "host-1",
        "DELETE FROM snapshots WHERE schema = 'directory-1'; UPDATE snapshots SET stream = 'nz-akl/projection/directory'")]
    public async Task A_snapshot_that_was_changed_is_not_folded(string stream, string schema, string change)
    {
        _folder.Run(change);

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => Read(stream, schema));

        Assert.Contains($"nz-akl/{stream}", error.Message, StringComparison.Ordinal);
        Assert.Contains("delete the snapshot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_kept_is_read_and_its_seal_is_the_one_that_is_described()
    {
        Assert.Equal(3, (await Read("host/one", "host-1")).Snapshot!.Version);
        Assert.Equal(3, (await Read("projection/directory", "directory-1")).Snapshot!.Version);

        // Computed by another program from the description of the format.
        var hash = new ChainHash(Convert.FromHexString("db2f536a5018c2dd35872b6423dc85b76ec221aaa080efcb52e67746b4b587ad"));
        _journal.Check(Stream, new(2, hash, "host-1", Encoding.UTF8.GetBytes("""{"n":2}"""))
        {
            Seal = Convert.FromHexString("cff86515ef86e60d2f9851febd576e875d643cc1a04eb826be9fbb1b6d2fe63c"),
        });
    }

    [Fact]
    public async Task Another_key_opens_no_snapshot_and_every_event()
    {
        var other = new SealedJournal(_journal.Inner, JournalKey.New());

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => other.Read(Stream, "host-1").AsTask());

        Assert.Contains("the key is the one of this journal", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await other.Read(Stream)).Events.Count);
    }

    [Fact]
    public async Task A_seal_that_a_caller_brings_along_is_not_kept()
    {
        var kept = (await Read("host/one", "host-1")).Snapshot!;
        await _journal.SaveSnapshot(Stream, kept with { Data = """{"n":9}"""u8.ToArray() });

        Assert.Equal("""{"n":9}""", Encoding.UTF8.GetString((await Read("host/one", "host-1")).Snapshot!.Data.Span));
    }

    [Fact]
    public async Task A_snapshot_that_was_deleted_after_it_did_not_fit_is_made_again()
    {
        _folder.Run("UPDATE snapshots SET data = CAST('{}' AS BLOB)");
        await Assert.ThrowsAsync<JournalCorruptException>(() => Read("host/one", "host-1"));

        await _journal.DeleteSnapshot(Stream);

        Assert.Equal((3, null), ((await Read("host/one", "host-1")).Events.Count, (await Read("host/one", "host-1")).Snapshot));
        await Keep();
        Assert.Equal(3, (await Read("host/one", "host-1")).Snapshot!.Version);
    }
}
