namespace VipOrleans.Durability.Tests;

using VipOrleans.Journal;

/// <summary>A journal of the former format on a disk that loses its power before any step of its migration.</summary>
public sealed class MigrationPowerCutTests(ITestOutputHelper output)
{
    private const int Events = 120;

    [Fact]
    public async Task A_cut_during_a_migration_leaves_the_former_journal_or_the_migrated_one()
    {
        var file = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "journal-1.sqlite"));
        var (former, migrated, finished) = (0, 0, false);
        for (var nth = 1; !finished; nth++)
        {
            for (var seed = 1; seed <= Math.Max(2, JournalCuts.Wanted / 20); seed++)
            {
                var left = nth;
                using var disk = SimulatedDisk.With(new() { ["journal.db"] = file }, (nth * 1_000) + seed);
                lock (disk) disk.CutBefore = _ => --left <= 0;
                finished = Migrate(disk);
                disk.CutNow();
                using var after = disk.Restart(seed);

                var isMigrated = await Look(after);
                if (isMigrated) migrated++;
                else former++;
                Assert.True(isMigrated || !finished, $"Seed {seed}, step {nth}: the migration was finished, and is gone.");
                JournalMigration.Migrate(Path.Combine(after.Folder, "journal.db"));
                Assert.True(await Look(after), $"Seed {seed}, step {nth}");
            }
        }

        output.WriteLine($"{former} cuts left the former journal, {migrated} the migrated one");
        Assert.True(former > 20 && migrated > 0, "The cuts were at the wrong steps to show anything.");
    }

    // True if it was finished before the power was cut.
    private static bool Migrate(SimulatedDisk disk)
    {
        try
        {
            JournalMigration.Migrate(Path.Combine(disk.Folder, "journal.db"));
            return !disk.IsCut;
        }
        catch (JournalUnavailableException) when (disk.IsCut)
        {
            return false;
        }
    }

    // True for a whole journal of the present format, false for one of the former.
    private static async Task<bool> Look(SimulatedDisk disk)
    {
        SqliteJournal journal;
        try
        {
            journal = SqliteJournal.Open(Path.Combine(disk.Folder, "journal.db"));
        }
        catch (JournalUnavailableException e) when (e.Message.Contains("format 1", StringComparison.Ordinal))
        {
            return false;
        }

        await using (journal)
        {
            var events = 0;
            foreach (var (partition, position, hash) in await journal.Partitions())
            {
                var feed = (await journal.ReadFeed(partition, 0, JournalLimits.MaxFeedPage)).Events;
                Assert.Equal((position, hash), (feed[^1].Position, feed.Aggregate(default(FeedHash), (before, e) => before.Next(e))));
                foreach (var stream in feed.Select(e => e.Stream).Distinct()) events += (await journal.Read(stream)).Events.Count;
            }

            Assert.Equal(Events, events);
            return true;
        }
    }
}
