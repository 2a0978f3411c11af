using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using VipOrleans.Servers;

namespace VipOrleans.Silo.Tests;

/// <summary>Orleans' reminders on the SQLite file.</summary>
public sealed class SqliteReminderTableTests : ReminderTableTests
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override Task<(string Invariant, string Connection)> Prepare()
    {
        var file = Path.Combine(_folder.Path, "reminders.db");
        ReminderFile.Prepare(file);
        return Task.FromResult((ReminderFile.Invariant, ReminderFile.ConnectionString(file)));
    }
}

/// <summary>Orleans' reminders on PostgreSQL.</summary>
public sealed class PostgresReminderTableTests : ReminderTableTests
{
    private string? _connection;

    protected override async Task<(string Invariant, string Connection)> Prepare()
    {
        _connection ??= await (await PostgresServer.Shared).NewDatabase();
        await ClusterDatabase.Prepare(_connection);
        return (ClusterDatabase.Invariant, _connection);
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

    /// <summary>Makes the store, or finds it made, and tells how to connect.</summary>
    protected abstract Task<(string Invariant, string Connection)> Prepare();

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
        Assert.Equal(DateTimeKind.Utc, read.StartAt.Kind);
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

        // Both halves of the ring of 2^32 (the provider compares hashes with a sign), ranges across its seam, and ends that are hashes themselves.
        uint[] ends = [0, 1, 0x3fff_ffff, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xc000_0000, uint.MaxValue, hashes[0], hashes[60], hashes[140], hashes[^1]];
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
        var (invariant, connection) = await Prepare();
        var services = new ServiceCollection();
        services.Configure<ClusterOptions>(o => o.ServiceId = service);
        services.UseAdoNetReminderService(options => options.Configure(o => (o.Invariant, o.ConnectionString) = (invariant, connection)));
        var table = services.BuildServiceProvider().GetRequiredService<IReminderTable>();
        await table.StartAsync();
        return table;
    }

    private static GrainId Grain(string key) => GrainId.Create("sponsorship", key);

    private static ReminderEntry Reminder(GrainId grain, string name) => new() { GrainId = grain, ReminderName = name, StartAt = Start, Period = TimeSpan.FromMinutes(1) };
}
