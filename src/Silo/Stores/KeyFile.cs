namespace VipOrleans.Silo;

using System.Security.Cryptography;
using VipOrleans.Stores;

/// <summary>
/// Keys of 32 bytes that a process in development makes for itself at its first start and keeps in its data folder, readable for its owner
/// only. They belong to the journal beside which they lie: without them its ids cannot be made again, nor its snapshots read.
/// </summary>
public static class KeyFile
{
    /// <summary>The name of the file with the key of ids.</summary>
    public const string OfIds = "ids.key";

    /// <summary>The name of the file with the journal's key.</summary>
    public const string OfJournal = "journal.key";

    /// <summary>Reads a key, and makes it if it is missing.</summary>
    /// <param name="folder">The data folder, which this process has.</param>
    /// <param name="name">The file.</param>
    /// <returns>The key in base64.</returns>
    /// <exception cref="OperatorException">It can be neither made nor read.</exception>
    public static string Read(DataFolder folder, string name)
    {
        var file = Path.Combine(folder.FullPath, name);
        try
        {
            return OwnerOnly.Secret(file, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The key {file} could not be written or read: {e.Message}", e);
        }
    }
}
