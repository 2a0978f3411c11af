namespace VipOrleans.Vault;

/// <summary>The store cannot do its work now: unreachable, full, busy or failed. The message never holds personal data.</summary>
/// <param name="message">What is wrong and what would mend it.</param>
/// <param name="inner">The store's own error.</param>
public sealed class VaultUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True if the store has no room left: it stays so until people make some.</summary>
    public bool IsFull { get; init; }
}

/// <summary>
/// The master keys are missing, malformed, or not those that the stored data was written with. The message never holds a key.
/// </summary>
/// <param name="message">What is wrong and what would mend it.</param>
public sealed class VaultKeyException(string message) : Exception(message);

/// <summary>What is stored is not what was written: it was damaged, tampered with, or moved from one person to another.</summary>
/// <param name="message">Which thing of which person, by id.</param>
/// <param name="inner">The store's own error; never one that could quote the data.</param>
public sealed class VaultCorruptException(string message, Exception? inner = null) : Exception(message, inner);
