namespace VipOrleans.Durability.Tests;

using System.Runtime.InteropServices;

/// <summary>What a program asks of a disk that changes what a cut leaves.</summary>
internal enum DiskStepKind
{
    Write,
    Truncate,
    Flush,
    Delete,
}

/// <summary>One step that is about to be made.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Kind">What is done to it.</param>
internal readonly record struct DiskStep(string File, DiskStepKind Kind);

/// <summary>
/// A folder on a disk whose power is cut. It knows of each file what was flushed and what was written since, and of the folder which names
/// it had when it was flushed last and which came and went since. A cut keeps what was flushed; of all else it keeps what the dice say.
/// </summary>
/// <remarks>All members but <see cref="Restart"/> and <see cref="Dispose"/> are called with the disk locked.</remarks>
internal sealed class SimulatedDisk : IDisposable
{
    private readonly Dictionary<string, DiskFile> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DiskFile?>> _unflushedNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DiskFile> _flushedNames = new(StringComparer.Ordinal);
    private readonly Random _dice;
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, byte[]>? _left;

    private SimulatedDisk(int seed)
    {
        _dice = new(seed);
        // Where there is one, a disk in memory: its flushes cost nothing, and what is flushed is known here and not there.
        Folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"vip-power-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Says before which step the power is cut. Null: before none.</summary>
    public Func<DiskStep, bool>? CutBefore { get; set; }

    /// <summary>True for a disk that only says that it flushed a folder.</summary>
    public bool ForgetsFolders { get; set; }

    /// <summary>True for a disk that only says that it flushed a file.</summary>
    public bool ForgetsFiles { get; set; }

    /// <summary>True once the power is gone: from then on nothing that is asked of the disk is done.</summary>
    public bool IsCut => Volatile.Read(ref _left) is not null;

    /// <summary>Done when the power is gone.</summary>
    public Task Cut => _cut.Task;

    /// <summary>How many changes of files were not flushed when the power was cut.</summary>
    public int Unflushed { get; private set; }

    /// <summary>An empty folder.</summary>
    public static SimulatedDisk Empty(int seed) => With(new(), seed);

    /// <summary>A new folder with what the cut left of this one.</summary>
    public SimulatedDisk Restart(int seed)
    {
        lock (this) return With(_left ?? throw new InvalidOperationException("The power was not cut."), seed);
    }

    /// <summary>Cuts the power now, if it is still there.</summary>
    public void CutNow()
    {
        lock (this)
        {
            if (IsCut) return;
            var left = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var name in _flushedNames.Keys.Union(_unflushedNames.Keys).Order(StringComparer.Ordinal))
            {
                // Each name for itself: a folder's changes reach the disk in no order.
                List<DiskFile?> may = [_flushedNames.GetValueOrDefault(name), .. _unflushedNames.GetValueOrDefault(name, [])];
                if (may[_dice.Next(may.Count)] is { } file) left[name] = file.AfterCut(_dice);
            }

            Unflushed = _names.Values.Sum(f => f.Unflushed);
            Volatile.Write(ref _left, left);
        }

        _cut.TrySetResult();
    }

    /// <summary>Asks whether a step is made; false where the power is gone.</summary>
    public bool Goes(string file, DiskStepKind kind)
    {
        if (!IsCut && CutBefore?.Invoke(new(file, kind)) == true) CutNow();
        return !IsCut;
    }

    /// <summary>
    /// A file was opened, and made where it was not there. One that somebody else made is as new as one that SQLite made.
    /// </summary>
    public DiskFile Opened(string name)
    {
        if (_names.TryGetValue(name, out var file)) return file;
        Came(name, file = _names[name] = new(name));
        return file;
    }

    /// <summary>A name is gone.</summary>
    public void Deleted(string name)
    {
        if (_names.Remove(name)) Came(name, null);
    }

    /// <summary>The folder was flushed: its names are as they are now.</summary>
    public void FolderFlushed()
    {
        if (IsCut || ForgetsFolders) return;
        _unflushedNames.Clear();
        _flushedNames.Clear();
        foreach (var (name, file) in _names) _flushedNames.Add(name, file);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CutNow();
        PowerCutVfs.Forget(this);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A folder with files that were flushed.</summary>
    public static SimulatedDisk With(Dictionary<string, byte[]> files, int seed)
    {
        var disk = new SimulatedDisk(seed);
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(disk.Folder, name), content);
            disk._names[name] = disk._flushedNames[name] = new(name, content);
        }

        PowerCutVfs.Watch(disk);
        return disk;
    }

    private void Came(string name, DiskFile? file)
    {
        if (!_unflushedNames.TryGetValue(name, out var changes)) _unflushedNames[name] = changes = [];
        changes.Add(file);
    }
}

/// <summary>A file: what was flushed of it, and what happened to it since.</summary>
internal sealed class DiskFile
{
    private readonly List<byte> _flushed = [];
    private readonly List<Change> _unflushed = [];

    public DiskFile(string name, byte[]? content = null)
    {
        Name = name;
        if (content is not null) _flushed.AddRange(content);
    }

    public string Name { get; }

    /// <summary>How many changes were not flushed.</summary>
    public int Unflushed => _unflushed.Count;

    public void Wrote(long offset, ReadOnlySpan<byte> data) => _unflushed.Add(new(offset, data.ToArray()));

    public void Truncated(long size) => _unflushed.Add(new(size, null));

    public void Flushed()
    {
        foreach (var change in _unflushed) change.ApplyTo(_flushed);
        _unflushed.Clear();
    }

    /// <summary>
    /// What a cut leaves: what was flushed, and of the rest nothing, everything, a beginning, or any of its sectors, in their order or in
    /// any other.
    /// </summary>
    public byte[] AfterCut(Random dice)
    {
        List<byte> left = [.. _flushed];
        foreach (var change in Kept(dice)) change.ApplyTo(left);
        return [.. left];
    }

    private List<Change> Kept(Random dice)
    {
        var kind = dice.Next(6);
        var sector = dice.Next(2) == 0 ? 512 : 4096;
        var sectors = _unflushed.SelectMany(c => c.Sectors(sector)).ToList();
        switch (kind)
        {
            case 0:
                return [];
            case 1:
                return sectors;
            case 2:
                return sectors[..dice.Next(sectors.Count + 1)];
            default:
                var share = dice.NextDouble();
                var kept = sectors.Where(_ => dice.NextDouble() < share).ToArray();
                if (kind > 3) dice.Shuffle(kept);
                return [.. kept];
        }
    }

    /// <summary>A write; without data, a file cut to this size.</summary>
    private sealed record Change(long Offset, byte[]? Data)
    {
        public void ApplyTo(List<byte> file)
        {
            if (Data is null)
            {
                CollectionsMarshal.SetCount(file, (int)Math.Min(file.Count, Offset));
                return;
            }

            // What lies between the end and here is zeros, as in a file that grew before its data came.
            var end = file.Count;
            if (end < Offset + Data.Length) CollectionsMarshal.SetCount(file, (int)Offset + Data.Length);
            var bytes = CollectionsMarshal.AsSpan(file);
            if (end < Offset) bytes[end..(int)Offset].Clear();
            Data.CopyTo(bytes[(int)Offset..]);
        }

        // A disk writes whole sectors or nothing of them; of a sector that is written in part, the rest stays as it was.
        public IEnumerable<Change> Sectors(int size)
        {
            if (Data is null)
            {
                yield return this;
                yield break;
            }

            for (var done = 0; done < Data.Length;)
            {
                var length = (int)Math.Min(Data.Length - done, size - ((Offset + done) % size));
                yield return new(Offset + done, Data[done..(done + length)]);
                done += length;
            }
        }
    }
}
