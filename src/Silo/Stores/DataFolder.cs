namespace VipOrleans.Silo;

using VipOrleans.Stores;

/// <summary>The folder in which the embedded default keeps everything. It is taken for one process: a second one is told so.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock) => (FullPath, _lock) = (path, @lock);

    /// <summary>The folder's full path.</summary>
    public string FullPath { get; }

    /// <summary>The journal's file.</summary>
    public string JournalFile => JournalFileOf(FullPath);

    /// <summary>The journal's file of a data folder.</summary>
    /// <param name="folder">The folder.</param>
    public static string JournalFileOf(string folder) => Path.Combine(Path.GetFullPath(folder), "journal.db");

    /// <summary>The vault's file of a data folder.</summary>
    /// <param name="folder">The folder.</param>
    public static string VaultFileOf(string folder) => Path.Combine(Path.GetFullPath(folder), "vault.db");

    /// <summary>The reminders' file of a data folder.</summary>
    /// <param name="folder">The folder.</param>
    public static string RemindersFileOf(string folder) => Path.Combine(Path.GetFullPath(folder), "reminders.db");

    /// <summary>The checkpoints' file of a data folder.</summary>
    /// <param name="folder">The folder.</param>
    public static string CheckpointsFileOf(string folder) => Path.Combine(Path.GetFullPath(folder), "checkpoints.db");

    /// <summary>Takes the folder for this process, and makes it where it is missing.</summary>
    /// <param name="folder">The folder, absolute or relative to the current directory.</param>
    /// <exception cref="OperatorException">Another process has it, or it cannot be written.</exception>
    public static DataFolder Take(string folder)
    {
        var path = Path.GetFullPath(folder);
        var lockFile = Path.Combine(path, "in-use.lock");
        try
        {
            OwnerOnly.EnsureFolder(path);
            // The system gives the lock back when the process ends, however it ends; the file stays.
            var taken = OwnerOnly.Take(lockFile);
            KeepOutOfGit(path);
            return new(path, taken);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OperatorException($"The data folder {path} cannot be written: give this user the right to, or name another folder.",
                e);
        }
        catch (IOException e) when (File.Exists(lockFile))
        {
            throw new OperatorException($"Another process is using the data folder {path}: stop it first, or name another folder.", e);
        }
        catch (IOException e)
        {
            throw new OperatorException($"The data folder {path} cannot be made: {e.Message}", e);
        }
    }

    // A key and people's data lie here; a folder inside somebody's repository must not be committed with the rest.
    private static void KeepOutOfGit(string path)
    {
        var file = Path.Combine(path, ".gitignore");
        if (!File.Exists(file)) File.WriteAllText(file, "*\n");
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
