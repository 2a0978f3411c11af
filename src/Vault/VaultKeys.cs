namespace VipOrleans.Vault;

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using VipOrleans.Stores;

/// <summary>
/// The master keys, each of 256 bits with an id: the first is the current one, which new keys are wrapped with; the others are there to
/// open what was wrapped before. To rotate, put a new key first, start, run <see cref="SealedVault.Rewrap"/>, then take the old key out.
/// </summary>
public sealed partial class VaultKeys
{
    /// <summary>The name of the file with the key of a development machine, in the data folder.</summary>
    public const string DevelopmentKeyFile = "vault-development.key";

    private const int MaxIdLength = 32;
    private const string HowTo =
        "Set Vault:MasterKeys to 'id:key', where the key is 32 bytes in base64: make one with 'openssl rand -base64 32'. " +
        "Several are separated by commas; the first is the current one.";

    private static readonly SearchValues<char> IdChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");
    private readonly Dictionary<string, byte[]> _keys;

    private VaultKeys(Dictionary<string, byte[]> keys, string current) => (_keys, CurrentId) = (keys, current);

    /// <summary>The id of the key that new keys are wrapped with.</summary>
    public string CurrentId { get; }

    /// <summary>The ids of all keys.</summary>
    public IReadOnlyCollection<string> Ids => _keys.Keys;

    internal byte[] Current => _keys[CurrentId];

    /// <summary>
    /// The keys that a process runs with: those configured, or in development, where none are, one of its own that is made on first start
    /// and kept in <see cref="DevelopmentKeyFile"/>, readable for its owner only.
    /// </summary>
    /// <param name="masterKeys">The configured text (<c>Vault:MasterKeys</c>): see <see cref="Parse"/>.</param>
    /// <param name="isDevelopment">Whether this is a development machine.</param>
    /// <param name="dataFolder">Where the vault's file is; made if it is not there and a development key is needed.</param>
    /// <param name="logger">Is warned that a development key is in use.</param>
    /// <exception cref="VaultKeyException">A key is malformed, or none is configured outside development.</exception>
    /// <exception cref="VaultUnavailableException">The development key could not be written or read.</exception>
    public static VaultKeys FromConfiguration(string? masterKeys, bool isDevelopment, string dataFolder, ILogger logger)
    {
        if (!string.IsNullOrWhiteSpace(masterKeys)) return Parse(masterKeys);
        if (!isDevelopment) throw new VaultKeyException($"No master key for people's data is configured. {HowTo}");

        var file = Path.Combine(dataFolder, DevelopmentKeyFile);
        try
        {
            var key = OwnerOnly.Secret(file,
                () => $"development:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(SealedBox.KeySize))}");
            DevelopmentKeyInUse(logger, file);
            return Parse(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VaultUnavailableException($"The development key {file} could not be written or read.", e);
        }
        catch (VaultKeyException e)
        {
            throw new VaultKeyException($"The development key {file} is damaged: {e.Message}");
        }
    }

    /// <summary>
    /// Reads keys from text: <c>id:base64</c>, several separated by commas, semicolons or white space; the first is the current one.
    /// </summary>
    /// <exception cref="VaultKeyException">There is none, or one is malformed. The message names it by its number and id, never by its
    /// text.</exception>
    public static VaultKeys Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        string? current = null;
        foreach (var entry in text.Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var number = keys.Count + 1;
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            // Without a colon the entry may be the key itself: it is not repeated in the message.
            if (colon < 0) throw new VaultKeyException($"Master key number {number} has no id. {HowTo}");
            var id = entry[..colon];
            if (id.Length is 0 or > MaxIdLength || id.AsSpan().ContainsAnyExcept(IdChars))
                throw new VaultKeyException(
                    $"The id of master key number {number} is not 1 to {MaxIdLength} ASCII letters, digits, '.', '-' and '_'. {HowTo}");

            if (!TryFromBase64(entry[(colon + 1)..], out var bytes))
            {
                throw new VaultKeyException($"Master key '{id}' is not base64. {HowTo}");
            }

            if (bytes.Length != SealedBox.KeySize)
            {
                throw new VaultKeyException($"Master key '{id}' has {bytes.Length} bytes, not {SealedBox.KeySize}. {HowTo}");
            }

            if (keys.FirstOrDefault(k => CryptographicOperations.FixedTimeEquals(k.Value, bytes)).Key is { } twin && twin != id)
                throw new VaultKeyException(
                    $"Master keys '{twin}' and '{id}' are the same key: rotating from one to the other would change nothing.");
            if (!keys.TryAdd(id, bytes)) throw new VaultKeyException($"There are two master keys with the id '{id}'.");
            current ??= id;
        }
        return current is null ? throw new VaultKeyException($"There is no master key. {HowTo}") : new(keys, current);
    }

    /// <summary>The ids; never the keys.</summary>
    public override string ToString() => $"VaultKeys ({string.Join(", ", Ids)})";

    internal bool TryGet(string id, [NotNullWhen(true)] out byte[]? key) => _keys.TryGetValue(id, out key);

    private static bool TryFromBase64(string text, out byte[] bytes)
    {
        var buffer = new byte[text.Length];
        var valid = Convert.TryFromBase64String(text, buffer, out var written);
        bytes = buffer[..written];
        return valid;
    }

    [LoggerMessage(211, LogLevel.Warning,
        "People's data is encrypted with the development key in {File}. Never keep real people's data with it; set Vault:MasterKeys.")]
    private static partial void DevelopmentKeyInUse(ILogger logger, string file);
}
