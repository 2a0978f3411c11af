namespace VipOrleans.Silo;

using VipOrleans.Journal;

/// <summary>The anchors of a silo's journal: signed heads beside a journal in a file, and where the settings say.</summary>
/// <param name="settings">The silo's settings.</param>
/// <param name="key">The journal's key.</param>
internal sealed class JournalAnchors(SiloSettings settings, JournalKey key)
{
    /// <summary>The files.</summary>
    public IReadOnlyList<string> Paths { get; } =
    [
        .. settings.Store == JournalStore.Sqlite
            ? new[] { Path.Combine(Path.GetFullPath(settings.DataFolder), JournalAnchor.FileName) } : [],
        .. settings.AnchorPath is { } path ? new[] { Path.GetFullPath(path) } : [],
    ];

    /// <summary>Reads those that there are.</summary>
    /// <exception cref="JournalCorruptException">One is not what this system wrote.</exception>
    /// <exception cref="JournalUnavailableException">One cannot be read.</exception>
    public IReadOnlyList<JournalAnchor> Read() => [.. Paths.Select(p => JournalAnchor.Read(p, key)).OfType<JournalAnchor>()];

    /// <summary>
    /// Signs the heads of a journal. A feed that ends before what was signed is a finding, and then nothing is signed.
    /// </summary>
    /// <param name="before">What was signed before; null for a journal without an anchor.</param>
    /// <param name="heads">The heads now.</param>
    /// <param name="now">The time.</param>
    /// <param name="find">Takes what is found.</param>
    /// <param name="unsealed">
    /// For a journal without an anchor: up to where appends may not be sealed, by partition; null if that is not known.
    /// </param>
    /// <returns>What was signed; what was signed before if nothing has moved or something was found.</returns>
    public JournalAnchor? Sign(JournalAnchor? before, IReadOnlyList<PartitionHead> heads, DateTimeOffset now,
        Action<JournalFinding> find, Func<PartitionHead, long?>? unsealed = null)
    {
        var found = false;
        var known = heads.ToDictionary(h => h.Partition, StringComparer.Ordinal);
        foreach (var was in before?.Heads ?? [])
        {
            var head = known.GetValueOrDefault(was.Partition);
            if (head.Position > was.Position || (head.Position == was.Position && head.Hash == was.Hash)) continue;
            found = true;
            find(new(was.Partition, head.Position < was.Position
                ? $"Its feed ends at {head.Position}, and it was signed at position {was.Position}: events are missing."
                : $"Its feed is not the one that was signed at position {was.Position}."));
        }

        if (found) return before;
        var hasMoved = before is null || heads.Any(h => h.Position > 0 && before.Of(h.Partition)?.Position != h.Position);
        if (!hasMoved && Paths.All(File.Exists)) return before;
        // What comes after the first anchor is sealed.
        var anchor = new JournalAnchor(
            [.. heads.Where(h => h.Position > 0).Select(h => new AnchoredHead(h.Partition, h.Position, h.Hash, now, UnsealedOf(h)))]);
        foreach (var path in Paths) anchor.Write(path, key);
        return anchor;

        long? UnsealedOf(PartitionHead head) =>
            before is null ? unsealed?.Invoke(head) : before.Of(head.Partition) is { } was ? was.Unsealed : 0;
    }
}
