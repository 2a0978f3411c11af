namespace VipOrleans.Grains.Tests.Hosting;

using System.Collections.Concurrent;
using System.Globalization;

/// <summary>A table of reminders that outlives clusters, as a database would, and shows its rows to tests.</summary>
public sealed class KeptReminders : IReminderTable
{
    private readonly ConcurrentDictionary<(GrainId, string), ReminderEntry> _rows = new();
    private int _etag;

    /// <summary>What the sagas have set: each is there as long as it is open.</summary>
    public IReadOnlyCollection<ReminderEntry> Rows => [.. _rows.Values.Where(r => !IsClock(r))];

    /// <summary>The clocks of cities that close months. They stay.</summary>
    public IReadOnlyCollection<ReminderEntry> Clocks => ClocksOf("month-clock");

    /// <summary>The clocks of cities that wake sponsorships whose hold has run out. They stay.</summary>
    public IReadOnlyCollection<ReminderEntry> HoldClocks => ClocksOf("hold-clock");

    /// <summary>The clocks that watch the guarantee accounts of cities, which stay.</summary>
    public IReadOnlyCollection<ReminderEntry> Watches => ClocksOf("guarantee-watch");

    /// <summary>The clocks of cities by which late employers are reminded. They stay.</summary>
    public IReadOnlyCollection<ReminderEntry> LateClocks => ClocksOf("collections");

    /// <summary>The clocks of nations that look after visas. They stay.</summary>
    public IReadOnlyCollection<ReminderEntry> VisaClocks => ClocksOf("visas");

    /// <summary>Called before a row is written; what it throws is what the table's database would.</summary>
    public Action? BeforeSetting { get; set; }

    /// <summary>Awaited before a row is removed.</summary>
    public Func<Task>? BeforeRemoval { get; set; }

    /// <summary>Has no reminder any more, and nobody who waits for one to be set or removed.</summary>
    public void Forget()
    {
        (BeforeSetting, BeforeRemoval) = (null, null);
        _rows.Clear();
    }

    public Task Init() => Task.CompletedTask;

    public Task<ReminderTableData> ReadRows(GrainId grainId) =>
        Task.FromResult(new ReminderTableData(_rows.Values.Where(r => r.GrainId == grainId)));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(new ReminderTableData(_rows.Values.Where(r =>
    {
        var hash = r.GrainId.GetUniformHashCode();
        return begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    })));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        Task.FromResult(_rows.GetValueOrDefault((grainId, reminderName)));

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        BeforeSetting?.Invoke();
        entry.ETag = Interlocked.Increment(ref _etag).ToString(CultureInfo.InvariantCulture);
        _rows[(entry.GrainId, entry.ReminderName)] = entry;
        return Task.FromResult<string?>(entry.ETag);
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        if (BeforeRemoval is { } before) await before();
        return _rows.TryGetValue((grainId, reminderName), out var row) && row.ETag == eTag
            && _rows.TryRemove(new((grainId, reminderName), row));
    }

    public Task TestOnlyClearTable()
    {
        _rows.Clear();
        return Task.CompletedTask;
    }

    private IReadOnlyCollection<ReminderEntry> ClocksOf(string type) =>
        [.. _rows.Values.Where(r => IsClock(r) && r.GrainId.Type.ToString() == type)];

    private static bool IsClock(ReminderEntry row) => row.ReminderName == "tick";
}
