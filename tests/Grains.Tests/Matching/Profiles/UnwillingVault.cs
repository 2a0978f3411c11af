namespace VipOrleans.Grains.Tests.Matching;

using VipOrleans.Vault;

/// <summary>A vault that erases nothing while it is told so, and tells which files were read.</summary>
internal sealed class UnwillingVault(IVault inner) : IVault
{
    public static IVault Of(IVault inner, Switch erases) => new UnwillingVault(inner) { Erases = erases };

    public required Switch Erases { get; init; }

    public ValueTask<PutOutcome> Put(string person, VipOrleans.Vault.PersonDocument document, CancellationToken ct = default) =>
        inner.Put(person, document, ct);

    public ValueTask<VipOrleans.Vault.PersonDocument?> Read(string person, string reader, string purpose, CancellationToken ct = default) =>
        inner.Read(person, reader, purpose, ct);

    public ValueTask<bool> Erase(string person, string eraser, string reason, CancellationToken ct = default) =>
        Erases.On ? inner.Erase(person, eraser, reason, ct) : throw new VaultUnavailableException("The disk is away.");

    public ValueTask<IReadOnlyList<VaultAccess>> Accesses(string person, int limit, CancellationToken ct = default) =>
        inner.Accesses(person, limit, ct);

    public ValueTask PutNote(string person, string noteId, string text, CancellationToken ct = default) =>
        inner.PutNote(person, noteId, text, ct);

    public ValueTask<string?> ReadNote(string person, string noteId, string reader, string purpose, CancellationToken ct = default) =>
        inner.ReadNote(person, noteId, reader, purpose, ct);

    public ValueTask PutFile(string owner, string fileId, ReadOnlyMemory<byte> data, CancellationToken ct = default) =>
        inner.PutFile(owner, fileId, data, ct);

    public ValueTask<ReadOnlyMemory<byte>?> ReadFile(string owner, string fileId, string reader, string purpose,
        CancellationToken ct = default)
    {
        Erases.Read.Enqueue(owner);
        return inner.ReadFile(owner, fileId, reader, purpose, ct);
    }

    public string Pseudonym(string kind, string text) => inner.Pseudonym(kind, text);

    public ValueTask<IReadOnlyList<SharingPair>> Sharing(string nation, string? partition, SharingPair? after, int limit,
        CancellationToken ct = default) => inner.Sharing(nation, partition, after, limit, ct);

    public ValueTask<IReadOnlyList<SharingCrowd>> SharedByMany(string nation, string? partition, int atLeast, SharingCrowd? after,
        int limit, CancellationToken ct = default) =>
        inner.SharedByMany(nation, partition, atLeast, after, limit, ct);

    public ValueTask<bool> IsReady(CancellationToken ct = default) => inner.IsReady(ct);

    /// <summary>What a test has in hand; it outlives restarts of the vault.</summary>
    internal sealed class Switch
    {
        public bool On { get; set; } = true;

        /// <summary>The owners of all files that were asked for.</summary>
        public System.Collections.Concurrent.ConcurrentQueue<string> Read { get; } = new();
    }
}
