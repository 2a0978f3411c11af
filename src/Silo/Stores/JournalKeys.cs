namespace VipOrleans.Silo;

using VipOrleans.Journal;
using VipOrleans.Vault;

/// <summary>The journal's key, from the settings or from a file of the data folder.</summary>
internal static class JournalKeys
{
    private const string HowTo = "Set Journal:Key to 32 bytes in base64, the same in all silos of the cluster and never another one: make "
        + "it once with 'openssl rand -base64 32', and keep it apart from the journal's backups, with the master keys.";

    /// <summary>The key that a silo runs with; in development, if none is configured, one of its own that is made at its first
    /// start.</summary>
    /// <exception cref="OperatorException">There is none, or it is malformed.</exception>
    public static JournalKey Of(SiloSettings settings, DataFolder folder, bool isDevelopment)
    {
        return settings.JournalKey is null && isDevelopment ? FromFile(folder) : Configured(settings);
    }

    /// <summary>The key for a command on a data folder: the configured one, or the one that lies there.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="makes">True to make a key in the folder of a development machine, which has the vault's.</param>
    /// <exception cref="OperatorException">There is none, or it is malformed.</exception>
    public static JournalKey OfCommand(SiloSettings settings, DataFolder folder, bool makes) =>
        Of(settings, folder, Has(folder, KeyFile.OfJournal) || (makes && Has(folder, VaultKeys.DevelopmentKeyFile)));

    /// <summary>The configured key.</summary>
    /// <exception cref="OperatorException">There is none, or it is malformed.</exception>
    public static JournalKey Configured(SiloSettings settings) => settings.JournalKey is { } key
        ? Parse(key) : throw new OperatorException($"No key of the journal is configured. {HowTo}");

    /// <summary>What is wrong with a configured key, without repeating it; null for nothing.</summary>
    public static string? Problem(string key)
    {
        var bytes = new byte[key.Length];
        if (!Convert.TryFromBase64String(key, bytes, out var written)) return $"Journal:Key is not base64. {HowTo}";
        if (written != JournalKey.Size) return $"Journal:Key has {written} bytes, not {JournalKey.Size}. {HowTo}";
        return bytes.AsSpan(0, written).ContainsAnyExcept((byte)0) ? null : $"Journal:Key is nothing but zeros. {HowTo}";
    }

    private static JournalKey Parse(string key) =>
        Problem(key) is { } problem ? throw new OperatorException(problem) : new(Convert.FromBase64String(key));

    private static bool Has(DataFolder folder, string file) => File.Exists(Path.Combine(folder.FullPath, file));

    private static JournalKey FromFile(DataFolder folder)
    {
        var key = KeyFile.Read(folder, KeyFile.OfJournal);
        return Problem(key) is null
            ? new(Convert.FromBase64String(key))
            : throw new OperatorException(
                $"The key {Path.Combine(folder.FullPath, KeyFile.OfJournal)} is damaged. Put it back from a copy: without it the journal's "
                    + "snapshots cannot be read, nor can it be verified.");
    }
}
