namespace VipOrleans.Portal.Hosting;

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

/// <summary>
/// What the portal remembers for some time and no longer: sessions, and forms that came after their session had ended. What is put here is
/// encrypted before.
/// </summary>
internal interface ISessionStore
{
    Task Put(string id, byte[] content, DateTimeOffset until);

    Task<byte[]?> Get(string id);

    Task Remove(string id);
}

/// <summary>In the memory of one process.</summary>
internal sealed class MemorySessions(TimeProvider time) : ISessionStore
{
    private const int MaxEntries = 100_000;

    private readonly ConcurrentDictionary<string, (byte[] Content, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);

    public Task Put(string id, byte[] content, DateTimeOffset until)
    {
        if (_entries.Count >= MaxEntries)
        {
            foreach (var (old, entry) in _entries)
            {
                if (entry.Until <= time.GetUtcNow()) _entries.TryRemove(old, out _);
            }
        }

        if (_entries.Count < MaxEntries || _entries.ContainsKey(id)) _entries[id] = (content, until);
        return Task.CompletedTask;
    }

    public Task<byte[]?> Get(string id) =>
        Task.FromResult(_entries.TryGetValue(id, out var entry) && entry.Until > time.GetUtcNow() ? entry.Content : null);

    public Task Remove(string id)
    {
        _entries.TryRemove(id, out _);
        return Task.CompletedTask;
    }
}

/// <summary>In a folder that processes share: a file an entry, named by a hash, with its end before its content.</summary>
internal sealed class FolderSessions(string folder, TimeProvider time) : ISessionStore
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(10);

    private readonly string _folder = Own(folder, "sessions").FullName;
    private long _swept = time.GetTimestamp();

    /// <summary>A folder that nobody but the process's user looks into.</summary>
    public static DirectoryInfo Own(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public async Task Put(string id, byte[] content, DateTimeOffset until)
    {
        Sweep();
        var file = FileOf(id);
        var beside = $"{file}.{Guid.NewGuid():N}";
        await File.WriteAllBytesAsync(beside, [.. BitConverter.GetBytes(until.UtcTicks), .. content]);
        // Whoever reads meanwhile reads the old one or the new one, and never a half.
        File.Move(beside, file, overwrite: true);
    }

    public async Task<byte[]?> Get(string id)
    {
        try
        {
            var read = await File.ReadAllBytesAsync(FileOf(id));
            return read.Length > sizeof(long) && BitConverter.ToInt64(read) > time.GetUtcNow().UtcTicks ? read[sizeof(long)..] : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public Task Remove(string id)
    {
        File.Delete(FileOf(id));
        return Task.CompletedTask;
    }

    private string FileOf(string id) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))));

    private void Sweep()
    {
        var swept = Interlocked.Read(ref _swept);
        if (time.GetElapsedTime(swept) < BetweenSweeps || Interlocked.CompareExchange(ref _swept, time.GetTimestamp(),
            swept) != swept) return;
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            // No session is longer than a day, and each is written again as it goes on.
            if (file.LastWriteTimeUtc < time.GetUtcNow().UtcDateTime.AddDays(-1)) file.Delete();
        }
    }
}
