namespace VipOrleans.Journal;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

/// <summary>What is signed of one partition: that its feed had this hash at this position, at this time.</summary>
/// <param name="Partition">The city or nation.</param>
/// <param name="Position">The position.</param>
/// <param name="Hash">The hash of the feed there.</param>
/// <param name="At">When it was signed, UTC, to the millisecond.</param>
/// <param name="Unsealed">
/// The position up to which appends may have ids that seal nothing, because they are from before appends were sealed; null if that is not
/// known.
/// </param>
public sealed record AnchoredHead(string Partition, long Position, FeedHash Hash, DateTimeOffset At, long? Unsealed);

/// <summary>
/// Signed heads of a journal's feeds, kept in a file beside the journal or far from it. Whoever can write to the journal, but does not have
/// its key, cannot take an event away that was signed, nor put an older journal back.
/// </summary>
/// <param name="Heads">A head for each partition.</param>
public sealed record JournalAnchor(IReadOnlyList<AnchoredHead> Heads)
{
    /// <summary>The name of the file beside a journal in a file.</summary>
    public const string FileName = "journal.anchor";

    private const string Title = "vip-orleans journal anchor 1";

    /// <summary>The head of a partition; null if it has none.</summary>
    public AnchoredHead? Of(string partition) => Heads.FirstOrDefault(h => h.Partition == partition);

    /// <summary>Reads an anchor.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The journal's key.</param>
    /// <returns>The anchor; null if there is no such file.</returns>
    /// <exception cref="JournalCorruptException">It is not what this system wrote.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be read.</exception>
    public static JournalAnchor? Read(string path, JournalKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string text;
        try
        {
            if (!File.Exists(path)) return null;
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException($"The journal's anchor '{path}' cannot be read: {e.Message}", outcomeKnown: true, e);
        }

        var end = text.LastIndexOf('\n', Math.Max(0, text.Length - 2)) + 1;
        return end > 0 && IsSigned(text[..end], text[end..].Trim(), key) && Parse(text[..end]) is { } anchor
            ? anchor
            : throw new JournalCorruptException(
                $"The journal's anchor '{path}' is not what this system wrote. Check that the key is the one of this journal. If it is, "
                    + "look into who changed the anchor.");
    }

    /// <summary>Writes the anchor in place of an older one, for its owner only.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be written.</exception>
    public void Write(string path, JournalKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var text = new StringBuilder(Title).Append('\n');
        foreach (var h in Heads.OrderBy(h => h.Partition, StringComparer.Ordinal))
        {
            var unsealed = h.Unsealed?.ToString(CultureInfo.InvariantCulture) ?? "-";
            text.Append(CultureInfo.InvariantCulture,
                $"{h.Partition} {h.Position} {h.Hash} {h.At.ToUnixTimeMilliseconds()} {unsealed}\n");
        }

        var signed = text.ToString();
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            OwnerOnly.EnsureFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            // Written whole under another name first: a crash leaves the one from before.
            using (var file = OwnerOnly.Create(draft))
            {
                file.Write(Encoding.ASCII.GetBytes($"{signed}{Signature(signed, key)}\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException($"The journal's anchor '{path}' cannot be written: {e.Message}", outcomeKnown: true, e);
        }
    }

    private static bool IsSigned(string signed, string signature, JournalKey key) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Signature(signed, key)), Encoding.ASCII.GetBytes(signature));

    private static string Signature(string signed, JournalKey key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.For(JournalKey.Anchors), Encoding.UTF8.GetBytes(signed)));

    private static JournalAnchor? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != Title) return null;
        var heads = new List<AnchoredHead>();
        foreach (var line in lines[1..])
        {
            if (line.Split(' ') is not [var partition, var position, var hash, var at, var unsealed]) return null;
            heads.Add(new(partition, long.Parse(position, CultureInfo.InvariantCulture), new(Convert.FromHexString(hash)),
                DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)),
                unsealed == "-" ? null : long.Parse(unsealed, CultureInfo.InvariantCulture)));
        }

        return new(heads);
    }
}
