namespace VipOrleans.Durability.Tests;

using VipOrleans.Checking;
using VipOrleans.Journal;

/// <summary>A journal on a disk that loses its power again and again, and the clients who use it all the while.</summary>
internal sealed class JournalCuts(int seed, string pragmas = "") : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Random _dice = new(seed);
    private readonly JournalLoad _load = new(seed);
    private SimulatedDisk _disk = SimulatedDisk.Empty(seed);
    private SqliteJournal? _journal;

    /// <summary>How many cuts a run of tests makes; <c>VIP_CUTS</c> makes it longer.</summary>
    public static int Wanted { get; } = int.TryParse(Environment.GetEnvironmentVariable("VIP_CUTS"), out var n) && n > 0 ? n : 60;

    /// <summary>A pragma that weakens the connection after the product has checked it; empty for the product as it is.</summary>
    public string Weaker { get; init; } = "";

    public int Acknowledged => _load.History.Count(Answer.Acknowledged);

    public Random Dice => _dice;

    public SimulatedDisk Disk => _disk;

    public JournalLoad Load => _load;

    /// <summary>Opens the journal as it is now.</summary>
    public SqliteJournal Open() =>
        SqliteJournal.Open(
            new SqliteJournalOptions
            {
                Path = Path.Combine(_disk.Folder, "journal.db"), WriterPragmas = pragmas,
                UncheckedPragmas = Weaker
            });

    /// <summary>Works a while, with no cut.</summary>
    public async Task Work(int appends) => await _load.Run(_journal ??= Open(), _disk, appends).WaitAsync(Patience);

    /// <summary>Works until the power is cut before a step of this kind for the nth time.</summary>
    public async Task WorkUntilCut(Func<DiskStep, bool> step, int nth, Func<SqliteJournal, Task>? beside = null)
    {
        _journal ??= Open();
        lock (_disk) _disk.CutBefore = s => step(s) && --nth <= 0;
        await Task.WhenAll(_load.Run(_journal, _disk), beside?.Invoke(_journal) ?? Task.CompletedTask).WaitAsync(Patience);
        await Close();
    }

    /// <summary>
    /// Closes the journal, opens it, works a while and closes it; the power is cut before the nth step of all that, or at the end.
    /// </summary>
    public async Task ReopenWorkAndClose(int nth, int appends)
    {
        lock (_disk) _disk.CutBefore = _ => --nth <= 0;
        try
        {
            await Close();
            _journal = Open();
            await _load.Run(_journal, _disk, appends).WaitAsync(Patience);
            await Close();
        }
        catch (JournalUnavailableException) when (_disk.IsCut)
        {
        }

        _disk.CutNow();
    }

    /// <summary>
    /// Brings the power back, opens what is left, leaves it open for more work, and says what is amiss. What a journal that does not open
    /// any more says stands for all that is lost.
    /// </summary>
    public async Task<List<string>> PowerIsBack()
    {
        await Close();
        var old = _disk;
        _disk = old.Restart(_dice.Next());
        old.Dispose();
        try
        {
            return await _load.Settle(_journal = Open());
        }
        catch (Exception e) when (e is JournalUnavailableException or JournalCorruptException)
        {
            return [$"The journal does not open or cannot be read: {e.Message}"];
        }
    }

    /// <summary>Ends with a message that names the seed where something is amiss.</summary>
    public void MustBeWell(List<string> amiss, int cut)
    {
        if (amiss.Count == 0) return;
        var kept = Path.Combine(Path.GetTempPath(), $"vip-cuts-{seed}.history");
        using (var history = File.CreateText(kept)) _load.History.Write(history);
        Assert.Fail($"Seed {seed}, cut {cut}: {amiss.Count} amiss; the history is in {kept}.\n{string.Join("\n", amiss.Take(10))}");
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _disk.Dispose();
    }

    private async Task Close()
    {
        if (_journal is not { } journal) return;
        _journal = null;
        await journal.DisposeAsync();
    }
}
