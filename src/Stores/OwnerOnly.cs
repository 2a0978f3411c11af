namespace VipOrleans.Stores;

/// <summary>Files and folders that only their owner can read and write, from their first moment. Windows has no such modes.</summary>
public static class OwnerOnly
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a new file, open for writing.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It exists, or cannot be made.</exception>
    public static FileStream Create(string path) => Open(path, FileMode.CreateNew, FileAccess.Write);

    /// <summary>Opens a file for this process alone, and makes it if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">Another process has it open, or it cannot be made.</exception>
    public static FileStream Take(string path) => Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    /// <summary>
    /// Makes an empty file if it is missing; one that is there stays as it is. What SQLite keeps beside a file has the file's mode.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void EnsureFile(string path)
    {
        try
        {
            if (!File.Exists(path)) Create(path).Dispose();
        }
        catch (IOException) when (Path.Exists(path))
        {
            // Another process made it at the same moment, or it is a folder, which whoever opens it says.
        }
    }

    /// <summary>Makes a folder if it is missing; one that is there stays as it is.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void EnsureFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, File600 | UnixFileMode.UserExecute);
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File600;
        return new(path, options);
    }
}
