namespace VipOrleans.Journal.Tests.Copying;

using System.Globalization;
using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal.Testing;
using VipOrleans.Journal.Tests.Verification;
using VipOrleans.Servers;

/// <summary>A journal goes from store to store and stays what it was: events, appends, marks and snapshots.</summary>
public sealed class JournalCopyTests : IDisposable
{
    private readonly JournalFolder _from = new(), _to = new();

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    [Fact]
    public async Task A_journal_goes_from_a_file_to_PostgreSQL_to_Azure_Tables_and_back_and_is_the_same_to_the_byte()
    {
        var seeded = await Seed();
        var before = await Rows(SqliteRecords.Open(_from.Path));
        var postgres = new PostgresJournalOptions { ConnectionString = await (await PostgresServer.Shared).NewDatabase() };
        var azure = new AzureTablesJournalOptions
        {
            Connection = (await AzuriteServer.Shared).ConnectionString, Table = $"copy{Guid.NewGuid():N}",
            Deadline = TimeSpan.FromMinutes(1),
        };

        CopyReport first, second, third;
        await using (var to = await PostgresJournal.Open(postgres, Stop)) first = await JournalCopy.Run(_from.Path, to, null, Stop);
        Assert.Equal(before, await Rows(PostgresRecords.Open(postgres)));
        await using (var to = await AzureTablesJournal.Open(azure, Stop)) second = await JournalCopy.Run(postgres, to, null, Stop);
        Assert.Equal(before, await Rows(await AzureTablesRecords.Open(azure, Stop)));
        await using (var to = SqliteJournal.Open(_to.Path)) third = await JournalCopy.Run(azure, to, null, Stop);
        Assert.Equal(before, await Rows(SqliteRecords.Open(_to.Path)));

        Assert.All(new[] { first, second, third }, r => Assert.Equal((first.Events, 0, first.Marks), (r.Events, r.Present, r.Marks)));
        Assert.True(first is { Events: > 100, Marks: > 100, Snapshots: > 5 });
        // With the key and what was signed of the original: every seal of an append and of a snapshot fits the copies.
        var how = new VerificationOptions { Key = SeededJournal.Key, Anchors = [seeded.Anchor], IsQuiet = true };
        Assert.Empty((await JournalVerification.Run(postgres, how, cancellation: Stop)).Findings);
        var back = await JournalVerification.Run(_to.Path, how, cancellation: Stop);
        Assert.Empty(back.Findings);
        Assert.Equal((first.Events, first.Marks), (back.Events, back.Marks));
    }

    [Theory]
    [InlineData(Fault.CrashBeforeWrite)]
    [InlineData(Fault.CrashAfterWrite)]
    public async Task A_copy_that_is_cut_off_goes_on_where_it_ended(Fault fault)
    {
        await Seed();
        await using var store = SqliteJournal.Open(_to.Path);
        var faulty = new FaultyJournal(store) { OnAppend = (_, n) => n == 4 ? fault : Fault.None };
        await Assert.ThrowsAsync<JournalUnavailableException>(() => JournalCopy.Run(_from.Path, faulty, null, Stop));
        faulty.Restart();

        var rest = await JournalCopy.Run(_from.Path, faulty, null, Stop);

        Assert.True(rest is { Present: > 0, Events: > 0 });
        Assert.Equal(await Rows(SqliteRecords.Open(_from.Path)), await Rows(SqliteRecords.Open(_to.Path)));
        // Once more there is nothing to do.
        Assert.Equal((0, rest.Present + rest.Events), ((await JournalCopy.Run(_from.Path, faulty, null, Stop)) is var again
            ? (again.Events, again.Present) : default));
    }

    [Fact]
    public async Task What_was_written_since_is_copied_by_the_next_run()
    {
        await Seed();
        await using var store = SqliteJournal.Open(_to.Path);
        var first = await JournalCopy.Run(_from.Path, store, null, Stop);
        await using (var journal = new SealedJournal(SqliteJournal.Open(_from.Path), SeededJournal.Key))
            await journal.Append(Of("nz-akl/thing/new", StreamHead.Empty), Stop);

        var second = await JournalCopy.Run(_from.Path, store, null, Stop);

        Assert.Equal((1, first.Events), (second.Events, second.Present));
        Assert.Equal(await Rows(SqliteRecords.Open(_from.Path)), await Rows(SqliteRecords.Open(_to.Path)));
    }

    [Theory]
    [InlineData("nz-akl/thing/0")]
    [InlineData("au-syd/thing/0")]
    public async Task A_store_with_events_of_its_own_is_refused_and_left_as_it_was(string stream)
    {
        await Seed();
        await using var store = SqliteJournal.Open(_to.Path);
        await store.Append(Of(stream, StreamHead.Empty), Stop);
        var before = await Rows(SqliteRecords.Open(_to.Path));

        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(() => JournalCopy.Run(_from.Path, store, null, Stop));

        Assert.Contains("events of '", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before.Where(r => r.Contains(stream, StringComparison.Ordinal)),
            (await Rows(SqliteRecords.Open(_to.Path))).Where(r => r.Contains(stream, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_journal_that_was_changed_is_not_copied_past_the_change()
    {
        await Seed();
        _from.Run("UPDATE events SET data = CAST('{}' AS BLOB) WHERE partition = 1 AND position = 7");
        await using var store = SqliteJournal.Open(_to.Path);

        var damaged = await Assert.ThrowsAsync<JournalCorruptException>(() => JournalCopy.Run(_from.Path, store, null, Stop));

        Assert.Contains("is damaged", damaged.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<SeededJournal> Seed()
    {
        var seeded = await SeededJournal.Make(_from.Folder);
        await File.WriteAllBytesAsync(_from.Path, seeded.File, Stop);
        return seeded;
    }

    private static Append Of(string stream, StreamHead head) => new(StreamId.Parse(stream), head, Guid.CreateVersion7(),
        [new("thing-1", Encoding.UTF8.GetBytes("{}"), new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), "city-officer:1")], []);

    // All that a journal has, a line each, without the numbers that each store gives by itself.
    private static async Task<List<string>> Rows(IJournalRecords records)
    {
        await using var closing = records;
        var rows = new List<string>();
        foreach (var partition in await records.Partitions(Stop))
        {
            rows.Add($"{partition.Id} {partition.Last} {partition.Hash}");
            var names = new Dictionary<long, string>();
            await foreach (var stream in records.Streams(partition.Id, Stop)) names[stream.No] = $"{stream.Id} {stream.Version}";
            rows.AddRange(names.Values.Order(StringComparer.Ordinal));
            var marks = new List<string>();
            await foreach (var (stream, mark) in records.Marks(partition.Id, Stop)) marks.Add($"{names[stream]} {mark}");
            rows.AddRange(marks.Order(StringComparer.Ordinal));
            for (long last = 0; last < partition.Last;)
            {
                foreach (var e in await records.Feed(partition, last, Stop))
                {
                    rows.Add(string.Create(CultureInfo.InvariantCulture,
                        $"{e.Position} {names[e.Stream]} {e.Version} {e.Type} {e.AtMs} {e.Actor} {e.Hash} {e.AppendId} "
                            + $"{Convert.ToHexString(e.Data.Span)}"));
                    last = e.Position;
                }
            }

            var snapshots = new List<string>();
            await foreach (var (stream, s) in records.Snapshots(partition.Id, Stop))
            {
                snapshots.Add($"{stream} {s.Version} {s.Hash} {s.Schema} {Convert.ToHexString(s.Seal.Span)} "
                    + Convert.ToHexString(s.Data.Span));
            }

            rows.AddRange(snapshots.Order(StringComparer.Ordinal));
        }

        return rows;
    }
}
