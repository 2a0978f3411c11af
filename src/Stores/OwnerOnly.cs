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

    /// <summary>Reads a secret that is made once, and makes it if it is missing.</summary>
    /// <param name="path">The file; its folder is made too.</param>
    /// <param name="make">Makes the text of a new one.</param>
    /// <exception cref="IOException">It can be neither made nor read.</exception>
    public static string Secret(string path, Func<string> make)
    {
        if (!File.Exists(path)) Put(path, make());
        return File.ReadAllText(path).Trim();
    }

    /// <summary>Makes a folder if it is missing; one that is there stays as it is.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void EnsureFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, File600 | UnixFileMode.UserExecute);
    }

    // Written whole under another name first: neither a crash nor a second process can leave or see half a secret.
    private static void Put(string path, string text)
    {
        EnsureFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var stream = Create(draft))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text + "\n"));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private static FileStream Open(string path, FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = File600;
        return new(path, options);
    }
}
