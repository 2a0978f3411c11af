namespace VipOrleans.Vault;

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

/// <summary>
/// What every store of the vault has in common: what is asked is checked, and what is stored is sealed. Every person has a random key
/// (AES-256-GCM) for document, notes and files, wrapped with a master key; what is encrypted is bound to whose it is and what it is, so
/// rows that are moved do not open.
/// </summary>
/// <remarks>
/// Not detected: a row put back to what it was earlier, and rows taken away. A copy of the store that was made before an erasure can be
/// opened for as long as its master key exists: let copies expire, or rotate the master key and destroy the old one.
/// </remarks>
public abstract class SealedVault : IVault, IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly byte[] _markKey;

    /// <param name="keys">The master keys.</param>
    /// <param name="time">The clock of the record of accesses.</param>
    /// <param name="markKey">The key of the marks of identity documents.</param>
    private protected SealedVault(VaultKeys keys, TimeProvider time, byte[] markKey) => (Keys, _time, _markKey) = (keys, time, markKey);

    private protected VaultKeys Keys { get; }

    /// <inheritdoc/>
    public ValueTask<PutOutcome> Put(string person, PersonDocument document, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        ArgumentNullException.ThrowIfNull(document);
        if (PersonDocument.Validate(document, LatestDay()) is { Count: > 0 } problems)
            throw new ArgumentException(
                $"The document cannot be stored: {string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}"))}", nameof(document));
        return PutDocument(person, JsonSerializer.SerializeToUtf8Bytes(document, PersonJson.Default.PersonDocument),
            IdentityMarks.Of(_markKey, person, document), PersonCodes.Of(_markKey, person, document), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<PersonDocument?> Read(string person, string reader, string purpose, CancellationToken ct = default) =>
        await ReadPlain(person, BoxName.Document, reader, purpose, ct).ConfigureAwait(false) is { } plain ? Parse(plain, person) : null;

    /// <inheritdoc/>
    public ValueTask<bool> Erase(string person, string eraser, string reason, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        CheckCode(eraser, nameof(eraser));
        CheckCode(reason, nameof(reason));
        return EraseAll(Access(person, VaultAccessKind.Erase, null, eraser, reason) with { Found = true }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<VaultAccess>> Accesses(string person, int limit, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, VaultLimits.MaxAccesses);
        return ListAccesses(person, limit, ct);
    }

    /// <inheritdoc/>
    public ValueTask PutNote(string person, string noteId, string text, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        CheckCode(noteId, nameof(noteId));
        if (!VaultLimits.IsNote(text))
            throw new ArgumentException(
                $"A note has 1 to {VaultLimits.MaxNote} characters, is not only white space, and has no control characters.", nameof(text));
        return PutBox(person, BoxName.Note(noteId), Encoding.UTF8.GetBytes(text), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> ReadNote(string person, string noteId, string reader, string purpose, CancellationToken ct = default) =>
        await ReadPlain(person, BoxName.Note(noteId), reader, purpose, ct).ConfigureAwait(false) is { } plain
            ? Encoding.UTF8.GetString(plain) : null;

    /// <inheritdoc/>
    public ValueTask PutFile(string owner, string fileId, ReadOnlyMemory<byte> data, CancellationToken ct = default)
    {
        CheckCode(owner, nameof(owner));
        CheckCode(fileId, nameof(fileId));
        if (data.Length is 0 or > VaultLimits.MaxFile)
        {
            throw new ArgumentException($"A file has 1 to {VaultLimits.MaxFile} bytes.", nameof(data));
        }

        return PutBox(owner, BoxName.File(fileId), data, ct);
    }

    /// <inheritdoc/>
    // Without its type, null would become an array that is not there, and that an empty file.
    public async ValueTask<ReadOnlyMemory<byte>?> ReadFile(string owner, string fileId, string reader, string purpose,
        CancellationToken ct = default) =>
        await ReadPlain(owner, BoxName.File(fileId), reader, purpose, ct).ConfigureAwait(false) is { } plain
            ? plain : default(ReadOnlyMemory<byte>?);

    /// <inheritdoc/>
    public string Pseudonym(string kind, string text) => Convert.ToHexStringLower(IdentityMark.Of(_markKey, kind, text));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SharingPair>> Sharing(string nation, string? partition, SharingPair? after, int limit,
        CancellationToken ct = default)
    {
        CheckList(nation, partition, limit);
        return ListSharing(nation, PrefixOf(partition), after ?? new("", "", []), limit, ct);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SharingCrowd>> SharedByMany(string nation, string? partition, int atLeast, SharingCrowd? after,
        int limit, CancellationToken ct = default)
    {
        CheckList(nation, partition, limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(atLeast, 2);
        return ListCrowds(nation, PrefixOf(partition), atLeast, after?.Persons[0] ?? "", (int)(after?.Kind ?? 0), limit, ct);
    }

    /// <inheritdoc/>
    public abstract ValueTask<bool> IsReady(CancellationToken ct = default);

    /// <summary>
    /// Makes the codes of all persons whose codes are of an older version of this program, or who have none yet, and answers how many
    /// persons that were. Can be run beside all else, and again after a crash.
    /// </summary>
    /// <param name="progress">Hears after each batch how many persons that were so far.</param>
    /// <param name="ct">Gives up between two batches of persons.</param>
    public abstract ValueTask<int> Index(IProgress<int>? progress = null, CancellationToken ct = default);

    /// <summary>
    /// Wraps every key that is not under the current master key again, and answers how many persons that were. When it returns, the store
    /// needs the other master keys no more. Can be run beside all else, and again after a crash.
    /// </summary>
    /// <param name="progress">Hears after each batch how many persons that were so far.</param>
    /// <param name="ct">Gives up between two batches of persons.</param>
    /// <exception cref="VaultUnavailableException">The store failed, or could not yet be cleared of the old bytes: run it
    /// again.</exception>
    public abstract ValueTask<int> Rewrap(IProgress<int>? progress = null, CancellationToken ct = default);

    /// <summary>Closes the store after what is under way.</summary>
    public abstract ValueTask DisposeAsync();

    private protected abstract ValueTask<PutOutcome> PutDocument(string person, byte[] plain, IdentityMarks marks,
        IReadOnlyList<PersonCode> codes, CancellationToken ct);

    private protected abstract ValueTask<IReadOnlyList<SharingPair>> ListSharing(string nation, string prefix, SharingPair after, int limit,
        CancellationToken ct);

    private protected abstract ValueTask<IReadOnlyList<SharingCrowd>> ListCrowds(string nation, string prefix, int atLeast,
        string afterPerson, int afterKind, int limit, CancellationToken ct);

    /// <summary>The codes of a document as it is stored.</summary>
    private protected IReadOnlyList<PersonCode> CodesOf(string person, byte[] key, byte[] box) =>
        PersonCodes.Of(_markKey, person, Parse(Open(key, box, person, BoxName.Document), person));

    private protected abstract ValueTask PutBox(string owner, BoxName name, ReadOnlyMemory<byte> plain, CancellationToken ct);

    /// <summary>Finds a box with the key of its owner. The access, with whether it found one, is durable before this answers.</summary>
    private protected abstract ValueTask<KeptBox?> ReadBox(BoxName name, VaultAccess access, CancellationToken ct);

    private protected abstract ValueTask<bool> EraseAll(VaultAccess erasure, CancellationToken ct);

    private protected abstract ValueTask<IReadOnlyList<VaultAccess>> ListAccesses(string person, int limit, CancellationToken ct);

    /// <summary>Forgets the keys that this object has in memory.</summary>
    private protected void Forget() => CryptographicOperations.ZeroMemory(_markKey);

    private protected WrappedKey NewKey(string person, out byte[] key)
    {
        key = RandomNumberGenerator.GetBytes(SealedBox.KeySize);
        return new(Keys.CurrentId, SealedBox.Seal(Keys.Current, key, SealedBox.PersonKeyLabel(Keys.CurrentId, person)));
    }

    /// <summary>The same key under the current master key.</summary>
    private protected WrappedKey Rewrapped(string person, WrappedKey old) =>
        new(Keys.CurrentId, SealedBox.Seal(Keys.Current, OpenKey(person, old), SealedBox.PersonKeyLabel(Keys.CurrentId, person)));

    private protected byte[] OpenKey(string person, WrappedKey wrapped)
    {
        // The check at the opening has seen every master key in use; only another process can have brought in one since.
        if (!Keys.TryGet(wrapped.Master, out var masterKey)) throw MissingMaster(wrapped.Master);
        return Unseal(masterKey, wrapped.Sealed, SealedBox.PersonKeyLabel(wrapped.Master, person), person, "key");
    }

    private protected static byte[] Open(byte[] key, byte[] box, string person, BoxName name) =>
        Unseal(key, box, name.Label(person), person, name.ToString());

    private protected static VaultKeyException MissingMaster(string id) =>
        new($"The vault has data under the master key '{id}', which is not configured. Add it to Vault:MasterKeys, behind the current "
            + $"one; once everything is rewrapped it can go.");

    /// <summary>Checks a proof that was stored with a master key before anything was wrapped with it.</summary>
    private protected static void CheckProof(VaultKeys keys, string id, byte[] proof)
    {
        if (!keys.TryGet(id, out var key)) throw MissingMaster(id);
        if (SealedBox.Open(key, proof, SealedBox.MasterLabel(id)) is null)
            throw new VaultKeyException(
                $"The master key '{id}' is not the one that this vault was written with. Give Vault:MasterKeys the right key under that "
                    + $"id.");
    }

    private protected static byte[] ProofOf(VaultKeys keys) => SealedBox.Seal(keys.Current, [], SealedBox.MasterLabel(keys.CurrentId));

    private protected static byte[] OpenIndexKey(VaultKeys keys, WrappedKey wrapped)
    {
        if (!keys.TryGet(wrapped.Master, out var key)) throw MissingMaster(wrapped.Master);
        return SealedBox.Open(key, wrapped.Sealed, SealedBox.IndexKeyLabel(wrapped.Master))
            ?? throw new VaultCorruptException("The key of the marks of identity documents is not what was written.");
    }

    private protected static WrappedKey SealIndexKey(VaultKeys keys, byte[] indexKey) =>
        new(keys.CurrentId, SealedBox.Seal(keys.Current, indexKey, SealedBox.IndexKeyLabel(keys.CurrentId)));

    private async ValueTask<byte[]?> ReadPlain(string owner, BoxName name, string reader, string purpose, CancellationToken ct)
    {
        CheckCode(owner, nameof(owner));
        if (name.Kind != BoxKind.Document) CheckCode(name.Id, name.Kind == BoxKind.Note ? "noteId" : "fileId");
        CheckCode(reader, nameof(reader));
        CheckCode(purpose, nameof(purpose));
        var kept = await ReadBox(name, Access(owner, name.Access, name.Kind == BoxKind.Document ? null : name.Id, reader, purpose), ct)
            .ConfigureAwait(false);
        if (kept is not { } box) return null;
        var key = OpenKey(owner, box.Key ?? throw new VaultCorruptException($"The key of {owner} is missing, but not the data."));
        return Open(key, box.Sealed, owner, name);
    }

    private VaultAccess Access(string person, VaultAccessKind kind, string? noteId, string by, string purpose) =>
        new(person, kind, noteId, by, purpose, Found: false,
            DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds()));

    private static byte[] Unseal(byte[] key, byte[] box, string label, string person, string what) =>
        SealedBox.Open(key, box, label)
            ?? throw new VaultCorruptException($"The {what} of {person} is not what was written: it was damaged, or moved there.");

    private static PersonDocument Parse(byte[] plain, string person)
    {
        try
        {
            if (JsonSerializer.Deserialize(plain, PersonJson.Default.PersonDocument) is { Name: not null, Documents: not null } document)
            {
                return document;
            }

        }
        catch (JsonException)
        {
            // Its message can quote the data: it goes no further.
        }
        throw new VaultCorruptException($"The document of {person} cannot be read: another program wrote it.");
    }

    // What says more comes first; where a name is the same, that it also sounds alike is no news.
    private protected static IReadOnlyList<PersonCodeKind> KindsIn(string numbers)
    {
        var kinds = numbers.Split(',').Select(n => (PersonCodeKind)int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).Order()
            .ToList();
        if (kinds.Remove(PersonCodeKind.NameAndPartOfBirthDate) && !kinds.Contains(PersonCodeKind.NameAndBirthYear))
        {
            kinds.Add(PersonCodeKind.NameAndBirthYear);
        }

        if (kinds.Contains(PersonCodeKind.NameAndBirthDate)) kinds.Remove(PersonCodeKind.SimilarNameAndBirthDate);
        return kinds;
    }

    // It is the next day already where the date changes first, fourteen hours ahead of UTC.
    private DateOnly LatestDay() => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime.AddHours(14));

    private static string PrefixOf(string? partition) => partition is null ? "" : $"{partition}.";

    private static void CheckList(string nation, string? partition, int limit)
    {
        CheckCode(nation, nameof(nation));
        if (partition is not null) CheckCode(partition, nameof(partition));
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, VaultLimits.MaxSharing);
    }

    private static void CheckCode(string? text, string parameter)
    {
        // The text is not repeated: it may be what should not be there.
        if (!VaultLimits.IsCode(text))
            throw new ArgumentException(
                $"Must be one word of 1 to {VaultLimits.MaxCode} ASCII letters, digits and . - _ : | /, never free text.", parameter);
    }
}

/// <summary>A key, encrypted with the master key of a name.</summary>
internal readonly record struct WrappedKey(string Master, byte[] Sealed);

/// <summary>What is stored for a read: the box, and its owner's key where that is there.</summary>
internal readonly record struct KeptBox(WrappedKey? Key, byte[] Sealed);

/// <summary>What a box holds.</summary>
internal enum BoxKind
{
    Document = 1,
    Note,
    File,
}

/// <summary>Which box of an owner.</summary>
internal readonly record struct BoxName(BoxKind Kind, string Id)
{
    public static BoxName Document { get; } = new(BoxKind.Document, "");

    public static BoxName Note(string id) => new(BoxKind.Note, id);

    public static BoxName File(string id) => new(BoxKind.File, id);

    public VaultAccessKind Access => Kind switch
    {
        BoxKind.Document => VaultAccessKind.ReadDocument,
        BoxKind.Note => VaultAccessKind.ReadNote,
        _ => VaultAccessKind.ReadFile,
    };

    public string Label(string owner) => Kind switch
    {
        BoxKind.Document => SealedBox.DocumentLabel(owner),
        BoxKind.Note => SealedBox.NoteLabel(owner, Id),
        _ => SealedBox.FileLabel(owner, Id),
    };

    public override string ToString() => Kind switch
    {
        BoxKind.Document => "document",
        BoxKind.Note => $"note {Id}",
        _ => $"file {Id}",
    };
}
