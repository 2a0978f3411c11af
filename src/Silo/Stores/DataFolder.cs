namespace VipOrleans.Silo;

/// <summary>The folder in which the embedded default keeps everything. It is held for one process: a second one is told so.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The journal's file.</summary>
    public string JournalFile => System.IO.Path.Combine(Path, "journal.db");

    /// <summary>The vault's file.</summary>
    public string VaultFile => System.IO.Path.Combine(Path, "vault.db");

    /// <summary>The reminders' file in a data folder.</summary>
    /// <param name="folder">The data folder.</param>
    public static string RemindersFileIn(string folder) => System.IO.Path.Combine(folder, "reminders.db");

    /// <summary>Takes the folder for this process, and makes it where it is missing.</summary>
    /// <exception cref="DataFolderException">Another process has it, or it cannot be written.</exception>
    public static DataFolder Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            // The system gives the lock back when the process ends, however it ends.
            return new(path, new(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataFolderException($"The data folder {path} cannot be written. Give this user the right to, or name another one.", e);
        }
        catch (IOException e) when (File.Exists(System.IO.Path.Combine(path, ".lock")))
        {
            throw new DataFolderException($"Another process is using the data folder {path}. Stop it first, or name another one.", e);
        }
        catch (IOException e)
        {
            throw new DataFolderException($"The data folder {path} cannot be made or used: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}

/// <summary>The data folder cannot be used; the message says why and what to do.</summary>
/// <param name="message">What is wrong and what would mend it.</param>
/// <param name="inner">The system's own error.</param>
public sealed class DataFolderException(string message, Exception inner) : Exception(message, inner);
