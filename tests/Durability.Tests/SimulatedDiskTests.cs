namespace VipOrleans.Durability.Tests;

using Microsoft.Data.Sqlite;

/// <summary>What the model of a disk keeps and loses: it must be able to lose, or the other tests prove nothing.</summary>
public sealed class SimulatedDiskTests
{
    private const string File = "a";

    [Fact]
    public void What_was_flushed_stays_and_what_was_not_is_kept_in_any_part_and_order()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 2_000; seed++)
        {
            var file = new DiskFile(File);
            file.Wrote(0, Sectors('a', 'a', 'a'));
            file.Flushed();
            file.Wrote(0, Sectors('b', 'b'));
            file.Wrote(512, Sectors('c'));
            seen.Add(Told(file.AfterCut(new(seed))));
        }

        // Each sector as flushed or as any write since left it: of the second one, both; the third is never touched.
        Assert.Equal(["aaa", "aba", "aca", "baa", "bba", "bca"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_grew_may_have_zeros_where_its_data_did_not_come()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 2_000; seed++)
        {
            var file = new DiskFile(File);
            file.Wrote(0, Sectors('a', 'b'));
            file.Truncated(512);
            seen.Add(Told(file.AfterCut(new(seed))));
        }

        Assert.Equal(["", "0", "0b", "a", "ab"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_whose_folder_was_not_flushed_may_be_gone_and_one_that_was_deleted_may_come_back()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 200; seed++)
        {
            using var disk = SimulatedDisk.Empty(seed);
            lock (disk)
            {
                disk.Opened("old").Flushed();
                disk.FolderFlushed();
                disk.Deleted("old");
                disk.Opened("new").Flushed();
            }

            disk.CutNow();
            using var after = disk.Restart(seed);
            seen.Add(string.Join(' ', Directory.GetFiles(after.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        }

        Assert.Equal(["", "new", "new old", "old"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void After_the_cut_nothing_more_reaches_the_disk()
    {
        using var disk = SimulatedDisk.Empty(1);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(disk.Folder, "x.db")};Pooling=False");
        connection.Open();
        Run("CREATE TABLE t (x)");
        disk.CutNow();

        Assert.Equal(10, Assert.Throws<SqliteException>(() => Run("INSERT INTO t VALUES (1)")).SqliteErrorCode);

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_disk_that_never_flushes_its_folder_loses_what_was_acknowledged()
    {
        var lost = 0;
        for (var seed = 1; seed <= 10; seed++)
        {
            await using var run = new JournalCuts(seed);
            lock (run.Disk) run.Disk.ForgetsFolders = true;
            await run.Work(appends: 3);
            run.Disk.CutNow();
            if ((await run.PowerIsBack()).Count > 0) lost++;
        }

        Assert.True(lost > 0, "Nothing was lost: the folder plays no part in these cuts.");
    }

    private static byte[] Sectors(params char[] content) => [.. content.SelectMany(c => Enumerable.Repeat((byte)c, 512))];

    private static string Told(byte[] content) => string.Concat(content.Chunk(512).Select(s => s[0] == 0 ? '0' : (char)s[0]));
}
