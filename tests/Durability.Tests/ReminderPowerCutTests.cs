namespace VipOrleans.Durability.Tests;

using Microsoft.Data.Sqlite;
using VipOrleans.Silo;

/// <summary>
/// The reminders' file under the same cuts, written by connections as the table of reminders opens them: with no pragma of its own.
/// </summary>
public sealed class ReminderPowerCutTests
{
    [Fact]
    public void No_cut_takes_away_a_reminder_that_was_set()
    {
        var set = 0;
        for (var seed = 1; seed <= JournalCuts.Wanted / 3; seed++)
        {
            var (known, amiss) = Cut(seed);
            Assert.True(amiss is null, $"Seed {seed}: {amiss}");
            set += known;
        }

        Assert.True(set > JournalCuts.Wanted, "Hardly anything was set: there was nothing to lose.");
    }

    [Fact]
    public void The_same_cuts_find_a_disk_that_only_says_that_it_flushed()
    {
        var found = Enumerable.Range(1, 10).Count(seed => Cut(seed, lies: true).Amiss is not null);

        Assert.True(found > 2, $"Only {found} of 10 lying disks were found: the cuts are too gentle to prove anything.");
    }

    private static (int Set, string? Amiss) Cut(int seed, bool lies = false)
    {
        using var disk = SimulatedDisk.Empty(seed);
        var left = new Random(seed).Next(1, 200);
        lock (disk) (disk.CutBefore, disk.ForgetsFiles) = (_ => --left <= 0, lies);
        var known = Work(disk);

        using var after = disk.Restart(seed);
        try
        {
            ReminderFile.Prepare(FileOf(after));
            using var connection = Connect(after);
            var (kept, all) =
                (Scalar(connection, $"SELECT count(*) FROM OrleansRemindersTable WHERE GrainHash <= {known}"),
                    Scalar(connection, "SELECT count(*) FROM OrleansRemindersTable"));
            return (known, kept == known && all <= known + 1 ? null : $"{known} were set, and {kept} of them are there, of {all} in all.");
        }
        catch (SqliteException e)
        {
            return (known, $"The file does not open or cannot be read: {e.Message}");
        }
        finally
        {
            using var connection = new SqliteConnection(ReminderFile.ConnectionString(FileOf(after)));
            SqliteConnection.ClearPool(connection);
        }
    }

    private static int Work(SimulatedDisk disk)
    {
        var known = 0;
        try
        {
            ReminderFile.Prepare(FileOf(disk));
            while (!disk.IsCut)
            {
                using var connection = Connect(disk);
                Scalar(connection,
                    $"INSERT INTO OrleansRemindersTable VALUES ('vip', 'sponsorship/{known + 1}', 'saga', '2026-03-01', 60, "
                        + $"{known + 1}, 0) RETURNING Version");
                if (!disk.IsCut) known++;
            }
        }
        catch (SqliteException) when (disk.IsCut)
        {
        }
        finally
        {
            using var connection = new SqliteConnection(ReminderFile.ConnectionString(FileOf(disk)));
            SqliteConnection.ClearPool(connection);
        }

        return known;
    }

    private static string FileOf(SimulatedDisk disk) => Path.Combine(disk.Folder, "reminders.db");

    private static SqliteConnection Connect(SimulatedDisk disk)
    {
        var connection = new SqliteConnection(ReminderFile.ConnectionString(FileOf(disk)));
        connection.Open();
        return connection;
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
