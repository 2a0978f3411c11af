namespace VipOrleans.Journal.Tests.Verification;

using VipOrleans.Domain.Kernel;
using VipOrleans.Servers;

/// <summary>A verification beside writers finds nothing that is only new.</summary>
public sealed class BesideWritersTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_file_that_is_being_written_is_what_was_written() => Beside(SqliteJournal.Open(_folder.Path),
        o => JournalVerification.Run(_folder.Path, o, cancellation: TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_database_that_is_being_written_is_what_was_written()
    {
        var options = new PostgresJournalOptions { ConnectionString = await (await PostgresServer.Shared).NewDatabase() };
        await Beside(await PostgresJournal.Open(options),
            o => JournalVerification.Run(options, o, cancellation: TestContext.Current.CancellationToken));
    }

    private static async Task Beside(IJournal store, Func<VerificationOptions, Task<VerificationReport>> verify)
    {
        await using var journal = new SealedJournal(store, SeededJournal.Key);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(() => Write(journal, w, stop.Token))).ToList();
        var (events, before) = (0L, (JournalAnchor?)null);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (var pass = 0; pass < 25 || events < 500; pass++)
        {
            await Task.Delay(5, patience.Token);
            // The anchor is older than what is looked at, as it always is.
            if (before is not null || pass > 2)
            {
                before = new([.. (await journal.Partitions()).Select(p => new AnchoredHead(p.Partition, p.Position, p.Hash, default, 0))]);
            }

            var report = await verify(new() { Key = SeededJournal.Key, Anchors = before is null ? [] : [before] });
            Assert.Empty(report.Findings);
            Assert.True(report.Events >= events);
            events = report.Events;
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Empty((await verify(new() { Key = SeededJournal.Key, IsQuiet = true })).Findings);
    }

    private static async Task Write(SealedJournal journal, int writer, CancellationToken stop)
    {
        var random = new Random(writer);
        var heads = new Dictionary<StreamId, StreamHead>();
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            // New streams come, and old ones go on.
            var stream = StreamId.Parse($"nz-c{writer % 2}/thing/{writer}-{random.Next(1 + (n / 10))}");
            var head = heads.GetValueOrDefault(stream);
            var count = 1 + random.Next(3);
            var result = await journal.Append(new(stream, head, Guid.CreateVersion7(),
                [.. Enumerable.Range(0, count).Select(_ => new NewEvent("e", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, "system"))],
                [.. Enumerable.Range(0, random.Next(3)).Select(i => Mark(i, head.Version + random.Next(count + 1)))]),
                CancellationToken.None);
            heads[stream] = result.Head;
            if (n % 7 != 0) continue;
            await journal.SaveSnapshot(stream, new(result.Head.Version, result.Head.Hash, "s", "{}"u8.ToArray()), CancellationToken.None);

            CommandMark Mark(int number, long version) => new($"{writer}-{n}-{number}", number, version, "ok");
        }
    }
}
