namespace VipOrleans.Silo.Tests;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using VipOrleans.Servers;

/// <summary>Orleans' reminders on the SQLite file.</summary>
public sealed class SqliteReminderTableTests : ReminderTableTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteReminderTable> _tables = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var table in _tables) table.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_fails_the_change_and_the_next_one_that_can_be_is_made()
    {
        var table = await Make("vip-orleans");
        await table.StartAsync();
        var reminder =
            new ReminderEntry
            {
                GrainId = GrainId.Create("sponsorship", "a"), ReminderName = "wake", StartAt = DateTime.UtcNow,
                Period = TimeSpan.FromMinutes(1)
            };
        await table.UpsertRow(reminder);
        using var connection = new SqliteConnection(ReminderFile.ConnectionString(Path.Combine(_folder.Path, "reminders.db")));
        connection.Open();
        Execute("CREATE TRIGGER refuse BEFORE UPDATE ON OrleansRemindersTable BEGIN SELECT raise(ABORT, 'no'); END");

        await Assert.ThrowsAsync<SqliteException>(() => table.UpsertRow(reminder));
        Execute("DROP TRIGGER refuse");

        Assert.Equal("1", await table.UpsertRow(reminder));

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task Changes_that_come_together_are_all_made_and_what_was_handed_over_before_the_end_is_kept()
    {
        var table = await Make("vip-orleans");
        await table.StartAsync();
        var changes = Enumerable.Range(0, 2_000).Select(i => table.UpsertRow(
            new()
            {
                GrainId = GrainId.Create("sponsorship", $"s{i}"), ReminderName = "wake", StartAt = DateTime.UtcNow,
                Period = TimeSpan.FromMinutes(1)
            })).ToArray();

        await table.StopAsync();

        Assert.All(await Task.WhenAll(changes), version => Assert.Equal("0", version));
        Assert.Equal(2_000, (await table.ReadRows(0, 0)).Reminders.Count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => table.TestOnlyClearTable());
    }

    protected override Task<IReminderTable> Make(string service)
    {
        var file = Path.Combine(_folder.Path, "reminders.db");
        ReminderFile.Prepare(file);
        var table = new SqliteReminderTable(file, service);
        _tables.Add(table);
        return Task.FromResult<IReminderTable>(table);
    }
}

/// <summary>Orleans' reminders on PostgreSQL.</summary>
public sealed class PostgresReminderTableTests : ReminderTableTests
{
    private string? _connection;

    protected override async Task<IReminderTable> Make(string service)
    {
        _connection ??= await (await PostgresServer.Shared).NewDatabase();
        await ClusterDatabase.Prepare(_connection);
        var services = new ServiceCollection();
        services.Configure<ClusterOptions>(o => o.ServiceId = service);
        services.UseAdoNetReminderService(
            options => options.Configure(o => (o.Invariant, o.ConnectionString) = (ClusterDatabase.Invariant, _connection)));
        return services.BuildServiceProvider().GetRequiredService<IReminderTable>();
    }
}

/// <summary>Orleans' reminders in Azure Tables.</summary>
public sealed class AzureReminderTableTests : ReminderTableTests
{
    private readonly string _table = $"r{Guid.NewGuid():n}";

    // Orleans' provider parses a text; the reminder service takes every start as UTC.
    protected override bool SaysUtc => false;

    protected override async Task<IReminderTable> Make(string service)
    {
        var account = (await AzuriteServer.Shared).ConnectionString;
        var services = new ServiceCollection();
        services.AddLogging();
        services.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("one", service));
        services.UseAzureTableReminderService(
            options => options.Configure(o => (o.TableServiceClient, o.TableName) = (ClusterAccount.Tables(account), _table)));
        return services.BuildServiceProvider().GetRequiredService<IReminderTable>();
    }
}

/// <summary>What any store of Orleans' reminders does, asked through Orleans' own interface.</summary>
public abstract class ReminderTableTests : IAsyncLifetime
{
    private const string Service = "vip-orleans";
    private static readonly DateTime Start = new(2026, 3, 1, 9, 30, 15, 123, DateTimeKind.Utc);
    private IReminderTable _table = null!;

    public async ValueTask InitializeAsync() => _table = await Open(Service);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>True if a time that is read says itself that it is UTC.</summary>
    protected virtual bool SaysUtc => true;

    /// <summary>Makes the store, or finds it made, and gives a service's table in it.</summary>
    protected abstract Task<IReminderTable> Make(string service);

    [Fact]
    public async Task A_reminder_is_read_as_it_was_written()
    {
        var written = Reminder(Grain("a"), "wake/up\\#now?");
        written.Period = TimeSpan.FromDays(40);

        var etag = await _table.UpsertRow(written);

        var read = await _table.ReadRow(written.GrainId, written.ReminderName);
        Assert.NotNull(read);
        Assert.Equal(
            (written.GrainId, written.ReminderName, written.StartAt, written.Period, etag),
            (read.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
        Assert.Equal(SaysUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified, read.StartAt.Kind);
    }

    [Fact]
    public async Task A_reminder_that_is_not_there_is_null()
    {
        await _table.UpsertRow(Reminder(Grain("a"), "wake"));
        Assert.Null(await _table.ReadRow(Grain("a"), "other"));
        Assert.Null(await _table.ReadRow(Grain("b"), "wake"));
    }

    [Fact]
    public async Task Writing_again_replaces_the_reminder_and_gives_another_etag()
    {
        var reminder = Reminder(Grain("a"), "wake");
        var first = await _table.UpsertRow(reminder);
        reminder.StartAt = Start.AddHours(7);
        reminder.Period = TimeSpan.FromMinutes(5);
        var second = await _table.UpsertRow(reminder);

        Assert.NotEqual(first, second);
        var only = Assert.Single((await _table.ReadRows(reminder.GrainId)).Reminders);
        Assert.Equal((Start.AddHours(7), TimeSpan.FromMinutes(5), second), (only.StartAt, only.Period, only.ETag));
    }

    [Fact]
    public async Task A_grain_s_reminders_are_read_together_and_no_other_s()
    {
        await _table.UpsertRow(Reminder(Grain("a"), "one"));
        await _table.UpsertRow(Reminder(Grain("a"), "two"));
        await _table.UpsertRow(Reminder(Grain("b"), "three"));

        Assert.Equal(["one", "two"], (await _table.ReadRows(Grain("a"))).Reminders.Select(r => r.ReminderName).Order());
    }

    [Fact]
    public async Task A_reminder_is_removed_only_with_its_newest_etag_and_only_once()
    {
        var reminder = Reminder(Grain("a"), "wake");
        var old = await _table.UpsertRow(reminder);
        var newest = await _table.UpsertRow(reminder);

        Assert.False(await _table.RemoveRow(reminder.GrainId, "wake", old!));
        Assert.False(await _table.RemoveRow(reminder.GrainId, "other", newest!));
        Assert.NotNull(await _table.ReadRow(reminder.GrainId, "wake"));
        Assert.True(await _table.RemoveRow(reminder.GrainId, "wake", newest!));
        Assert.False(await _table.RemoveRow(reminder.GrainId, "wake", newest!));
        Assert.Null(await _table.ReadRow(reminder.GrainId, "wake"));
    }

    [Fact]
    public async Task A_range_has_the_reminders_after_its_begin_up_to_its_end_around_the_ring_too()
    {
        var grains = Enumerable.Range(0, 200).Select(i => Grain($"g{i}")).ToList();
        foreach (var grain in grains) await _table.UpsertRow(Reminder(grain, "wake"));
        var hashes = grains.Select(g => g.GetUniformHashCode()).Order().ToList();

        // Both halves of the ring of 2^32 (the provider compares hashes with a sign), ranges across its seam, and ends that are hashes
        // themselves.
        uint[] ends = [0, 1, 0x3fff_ffff, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xc000_0000, uint.MaxValue, hashes[0], hashes[60],
            hashes[140], hashes[^1]];
        foreach (var begin in ends)
        {
            foreach (var end in ends)
            {
                var expected = hashes.Where(h => begin < end ? h > begin && h <= end : h > begin || h <= end);
                var read = (await _table.ReadRows(begin, end)).Reminders.Select(r => r.GrainId.GetUniformHashCode()).Order();
                Assert.True(expected.SequenceEqual(read), $"({begin:x8}, {end:x8}]");
            }
        }
    }

    [Fact]
    public async Task Writers_at_the_same_time_each_get_an_etag_of_their_own()
    {
        var etags = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
        {
            var reminder = Reminder(Grain($"g{i % 4}"), "wake");
            reminder.StartAt = Start.AddMinutes(i);
            return _table.UpsertRow(reminder);
        })));

        var all = (await _table.ReadRows(0, 0)).Reminders;
        Assert.Equal(4, all.Count);
        for (var g = 0; g < 4; g++)
        {
            var ofOne = etags.Where((_, i) => i % 4 == g).ToList();
            Assert.Equal(ofOne.Count, ofOne.Distinct().Count());
            Assert.Contains(all.Single(r => r.GrainId == Grain($"g{g}")).ETag, ofOne);
        }
    }

    [Fact]
    public async Task Reminders_survive_a_restart()
    {
        var reminder = Reminder(Grain("a"), "wake");
        var etag = await _table.UpsertRow(reminder);

        var restarted = await Open(Service);

        var read = Assert.Single((await restarted.ReadRows(0, 0)).Reminders);
        Assert.Equal((reminder.GrainId, "wake", reminder.StartAt, etag), (read.GrainId, read.ReminderName, read.StartAt, read.ETag));
    }

    [Fact]
    public async Task Another_service_on_the_same_file_sees_none_of_them()
    {
        await _table.UpsertRow(Reminder(Grain("a"), "wake"));
        var other = await Open("another");
        Assert.Empty((await other.ReadRows(0, 0)).Reminders);

        await other.UpsertRow(Reminder(Grain("a"), "wake"));
        await _table.TestOnlyClearTable();
        Assert.Empty((await _table.ReadRows(0, 0)).Reminders);
        Assert.Single((await other.ReadRows(0, 0)).Reminders);
    }

    private async Task<IReminderTable> Open(string service)
    {
        var table = await Make(service);
        await table.StartAsync();
        return table;
    }

    private static GrainId Grain(string key) => GrainId.Create("sponsorship", key);

    private static ReminderEntry Reminder(GrainId grain, string name) =>
        new() { GrainId = grain, ReminderName = name, StartAt = Start, Period = TimeSpan.FromMinutes(1) };
}
