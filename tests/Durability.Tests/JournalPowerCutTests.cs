namespace VipOrleans.Durability.Tests;

using System.Diagnostics;
using VipOrleans.Journal;

/// <summary>The embedded journal on a disk that keeps, at a cut, only what was flushed, and of the rest what chance keeps.</summary>
public sealed class JournalPowerCutTests(ITestOutputHelper output)
{
    private const int CutsInARow = 4;

    private static readonly Func<DiskStep, bool> Any = _ => true;

    [Fact]
    public async Task No_cut_under_load_takes_away_what_was_acknowledged()
    {
        var (cuts, acknowledged, started) = (0, 0, Stopwatch.GetTimestamp());
        for (var seed = 1; cuts < JournalCuts.Wanted; seed++)
        {
            // Now with checkpoints all the time, now with none.
            await using var run = new JournalCuts(seed, seed % 2 == 0 ? $"PRAGMA wal_autocheckpoint = {seed % 60 + 4}" : "");
            for (var cut = 1; cut <= CutsInARow; cut++, cuts++)
            {
                await run.WorkUntilCut(Any, run.Dice.Next(1, 600));
                run.MustBeWell(await run.PowerIsBack(), cut);
            }

            acknowledged += run.Acknowledged;
        }

        output.WriteLine(
            $"{cuts} cuts, {acknowledged} commands acknowledged, none lost, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        Assert.True(acknowledged > cuts * 10, "The clients were told of hardly anything: there was nothing to lose.");
    }

    [Fact]
    public async Task No_cut_during_a_checkpoint_takes_away_what_was_acknowledged()
    {
        for (var seed = 1; seed <= JournalCuts.Wanted / 3; seed++)
        {
            await using var run = new JournalCuts(seed, "PRAGMA wal_autocheckpoint = 8");
            for (var cut = 1; cut <= 2; cut++)
            {
                // While the log is in use, the file itself is written by checkpoints alone.
                await run.WorkUntilCut(s => s.File == "journal.db", run.Dice.Next(1, 120));
                run.MustBeWell(await run.PowerIsBack(), cut);
            }
        }
    }

    [Fact]
    public async Task No_cut_while_the_journal_is_closed_or_opened_takes_away_what_was_acknowledged()
    {
        for (var seed = 1; seed <= JournalCuts.Wanted / 3; seed++)
        {
            await using var run = new JournalCuts(seed);
            await run.Work(appends: 3);
            for (var cut = 1; cut <= 3; cut++)
            {
                await run.ReopenWorkAndClose(run.Dice.Next(1, 300), appends: run.Dice.Next(3));
                run.MustBeWell(await run.PowerIsBack(), cut);
            }
        }
    }

    [Fact]
    public async Task A_cut_while_the_file_is_made_leaves_a_journal_that_can_be_made_or_opened()
    {
        var made = false;
        for (var nth = 1; !made; nth++)
        {
            for (var seed = 1; seed <= Math.Max(4, JournalCuts.Wanted / 12); seed++)
            {
                await using var run = new JournalCuts((nth * 1_000) + seed);
                var left = nth;
                lock (run.Disk) run.Disk.CutBefore = _ => --left <= 0;
                try
                {
                    run.Open().Dispose();
                    made = !run.Disk.IsCut;
                    run.Disk.CutNow();
                }
                catch (JournalUnavailableException) when (run.Disk.IsCut)
                {
                }

                run.MustBeWell(await run.PowerIsBack(), nth);
                await run.WorkUntilCut(Any, run.Dice.Next(1, 100));
                run.MustBeWell(await run.PowerIsBack(), nth);
            }
        }
    }

    [Fact]
    public async Task A_cut_during_a_backup_harms_neither_the_journal_nor_a_copy_that_was_finished()
    {
        for (var seed = 1; seed <= JournalCuts.Wanted / 3; seed++)
        {
            await using var run = new JournalCuts(seed);
            var (finished, of, copies) = (new List<string>(), new List<int>(), 0);
            await run.Work(appends: 10);
            await run.WorkUntilCut(s => s.File.StartsWith("copy", StringComparison.Ordinal), run.Dice.Next(100, 500), async journal =>
            {
                while (!run.Disk.IsCut)
                {
                    var (copy, acknowledged) = ($"copy-{++copies}.db", run.Acknowledged);
                    try
                    {
                        await journal.Backup(Path.Combine(run.Disk.Folder, copy));
                    }
                    catch (JournalUnavailableException) when (run.Disk.IsCut)
                    {
                        return;
                    }

                    if (run.Disk.IsCut) return;
                    finished.Add(copy);
                    of.Add(acknowledged);
                    // The moment after is the one in which least of the copy is safe.
                    if (run.Dice.Next(2) == 0) run.Disk.CutNow();
                }
            });
            run.MustBeWell(await run.PowerIsBack(), 1);

            foreach (var (copy, acknowledged) in finished.Zip(of))
            {
                Assert.True(File.Exists(Path.Combine(run.Disk.Folder, copy)), $"Seed {seed}: {copy} was finished, and is gone.");
                await using var journal = SqliteJournal.Open(Path.Combine(run.Disk.Folder, copy));
                var events = 0L;
                foreach (var (partition, _, _) in await journal.Partitions()) events += await Count(journal, partition);
                Assert.True(events >= acknowledged,
                    $"Seed {seed}: {copy} has {events} events, and {acknowledged} had been acknowledged before.");
            }
        }

        static async Task<long> Count(SqliteJournal journal, string partition)
        {
            var (count, after) = (0L, 0L);
            while (true)
            {
                var page = await journal.ReadFeed(partition, after, JournalLimits.MaxFeedPage);
                (count, after) = (count + page.Events.Count, page.Last);
                if (!page.More) return count;
            }
        }
    }

    [Theory]
    [InlineData("NORMAL")]
    [InlineData("OFF")]
    public async Task The_same_cuts_find_what_weaker_settings_lose(string synchronous)
    {
        var (cuts, lost, unreadable, started) = (0, 0, 0, Stopwatch.GetTimestamp());
        for (var seed = 1; cuts < Math.Max(60, JournalCuts.Wanted); seed++, cuts++)
        {
            await using var run =
                new JournalCuts(seed,
                    seed % 2 == 0 ? $"PRAGMA wal_autocheckpoint = {seed % 60 + 4}" : "")
                { Weaker = $"PRAGMA synchronous = {synchronous}" };
            await run.WorkUntilCut(Any, run.Dice.Next(1, 600));
            var amiss = await run.PowerIsBack();
            if (amiss.Exists(a => a.Contains("is lost", StringComparison.Ordinal))) lost++;
            else if (amiss.Count > 0) unreadable++;
        }

        output.WriteLine(
            $"synchronous = {synchronous}: {cuts} cuts, {lost} lost acknowledged commands, {unreadable} left a journal that cannot be "
                + $"read, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        Assert.True(lost > cuts / 6, $"Only {lost} of {cuts} cuts lost something: the cuts are too gentle to prove anything.");
    }
}
