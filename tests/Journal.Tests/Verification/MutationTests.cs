namespace VipOrleans.Journal.Tests.Verification;

using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

/// <summary>Whatever is changed in a journal by somebody without its key, a verification finds.</summary>
public sealed class MutationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vip-mutations-");

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [InlineData(300)]
    [InlineData(10_000, Traits = new[] { "Speed", "slow" })]
    public Task Every_mutation_is_found(int mutations) => Find(mutations);

    [Fact]
    public async Task A_journal_that_nobody_touched_has_no_findings()
    {
        var seeded = await SeededJournal.Make(_folder.FullName);
        var path = Path.Combine(_folder.FullName, "whole.db");
        await File.WriteAllBytesAsync(path, seeded.File, TestContext.Current.CancellationToken);
        foreach (var anchors in new JournalAnchor[][] { [], [seeded.Anchor], [seeded.Anchor, seeded.Anchor] })
        {
            foreach (var isQuiet in new[] { true, false })
            {
                var report = await JournalVerification.Run(path, new() { Key = SeededJournal.Key, Anchors = anchors, IsQuiet = isQuiet },
                    cancellation: TestContext.Current.CancellationToken);
                Assert.Empty(report.Findings);
                Assert.True(report is { Partitions: 3, Streams: > 10, Events: > 300, Marks: > 150, Snapshots: > 5 }, report.ToString());
            }
        }
    }

    [Fact]
    public async Task A_whole_older_file_is_found_by_the_anchor_alone()
    {
        var seeded = await SeededJournal.Make(_folder.FullName);
        foreach (var older in seeded.Older)
        {
            Assert.Empty((await Verify(older)).Findings);
            var findings = (await Verify(older, seeded.Anchor)).Findings;
            Assert.Contains(findings, f => f.What.Contains("events are missing", StringComparison.Ordinal));
        }
    }

    private async Task Find(int mutations)
    {
        var seeded = await SeededJournal.Make(_folder.FullName);
        var missed = new ConcurrentBag<string>();
        var done = new ConcurrentDictionary<string, int>();
        var same = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, mutations), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (seed, _) =>
        {
            var random = new Random(seed);
            var path = Path.Combine(_folder.FullName, $"{seed}.db");
            var (name, mutate) = Mutations.All[seed % Mutations.All.Count];
            await File.WriteAllBytesAsync(path, seeded.File, TestContext.Current.CancellationToken);
            if (!Mutate(path, mutate, random))
            {
                Interlocked.Increment(ref same);
                return;
            }

            done.AddOrUpdate(name, 1, (_, n) => n + 1);
            var report = await Verify(path, seeded.Anchor);
            if (report.Findings.Count == 0) missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name} (seed {seed})"));
            File.Delete(path);
        });

        Assert.True(missed.IsEmpty, $"{missed.Count} of {mutations}: {string.Join("; ", missed.Order().Take(20))}");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{done.Values.Sum()} found, {same} changed nothing: "
                + string.Join(", ", done.OrderBy(d => d.Key).Select(d => $"{d.Key} {d.Value}")));
        // Each kind was tried, and few of them changed nothing.
        Assert.Equal(Mutations.All.Select(m => m.Name).Order(), done.Keys.Order());
        Assert.True(same < mutations / 5, $"{same} of {mutations} changed nothing.");
    }

    // False if all is as it was.
    private static bool Mutate(string path, Action<Mutations> mutate, Random random)
    {
        using var file = SeededJournal.Connect(path);
        file.Run("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
        var mutations = new Mutations(file, random);
        var before = mutations.Content();
        for (var tries = 0; tries < 5; tries++)
        {
            try
            {
                file.Run("BEGIN");
                mutate(mutations);
                file.Run("COMMIT");
                break;
            }
            catch (Exception e) when (e is SqliteException or ArgumentOutOfRangeException or FormatException)
            {
                // Two rows of one key, or a number out of range: another one is tried.
                file.Run("ROLLBACK");
            }
        }

        return mutations.Content() != before;
    }

    private async Task<VerificationReport> Verify(byte[] file, params JournalAnchor[] anchors)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.db");
        await File.WriteAllBytesAsync(path, file);
        return await Verify(path, anchors);
    }

    private static Task<VerificationReport> Verify(string path, params JournalAnchor[] anchors) =>
        JournalVerification.Run(path, new() { Key = SeededJournal.Key, Anchors = anchors, IsQuiet = true });
}
