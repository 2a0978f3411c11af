using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace VipOrleans.Vault;

/// <summary>
/// The vault in one SQLite file. Every person has a random key (AES-256-GCM) for document and notes, wrapped with a master key; what is
/// encrypted is bound to whose it is and what it is, so rows that are moved do not open.
/// </summary>
/// <remarks>
/// <para>
/// Not detected: a row put back to what it was earlier, and rows taken away. A copy of the file that was made before an erasure can be opened
/// for as long as its master key exists: let copies expire, or rotate the master key and destroy the old one.
/// </para>
/// <para>
/// One piece of work at a time, off the caller's thread: each writes and flushes at least a line about who reads, and this is no hot path.
/// </para>
/// </remarks>
public sealed class SqliteVault : IVault, IAsyncDisposable
{
    private const int RewrapBatch = 200;
    private const int SqliteFull = 13, SqliteIoError = 10, SqliteCorrupt = 11, SqliteNotADatabase = 26;

    private readonly VaultFile _file;
    private readonly VaultKeys _keys;
    private readonly TimeProvider _time;
    private readonly byte[] _markKey;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteException? _failure;
    private bool _disposed;

    private SqliteVault(VaultFile file, VaultKeys keys, TimeProvider time, byte[] markKey) =>
        (_file, _keys, _time, _markKey) = (file, keys, time, markKey);

    /// <summary>Opens a vault's file, or makes it. Blocks on the disk: meant for the start of a process.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="keys">The master keys: all that the file was written with, the current one first.</param>
    /// <param name="time">The clock of the record of accesses.</param>
    /// <exception cref="VaultKeyException">A master key that the file was written with is missing, or is another key.</exception>
    /// <exception cref="VaultUnavailableException">The file cannot be used.</exception>
    /// <exception cref="VaultCorruptException">The file is not a vault's, or is damaged.</exception>
    public static SqliteVault Open(string path, VaultKeys keys, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(time);
        VaultFile? file = null;
        try
        {
            file = new VaultFile(path);
            return new(file, keys, time, OpenIndex(file, keys));
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw new VaultUnavailableException($"The vault's file {path} cannot be opened.", e);
            if (e is SqliteException s) throw Translated(s);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<PutOutcome> Put(string person, PersonDocument document, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        ArgumentNullException.ThrowIfNull(document);
        if (PersonDocument.Validate(document) is { Count: > 0 } problems)
            throw new ArgumentException($"The document cannot be stored: {string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}"))}", nameof(document));

        return InTurn(() => _file.Transact(() =>
        {
            var marks = document.Documents.Select(d => IdentityMark.Of(_markKey, d)).DistinctBy(Convert.ToHexString).ToList();
            foreach (var mark in marks)
            {
                var owner = _file.Scalar<string>("SELECT person FROM identity WHERE mark = $mark", ("$mark", mark));
                if (owner is not null && owner != person) return PutOutcome.DocumentBelongsToAnother;
            }

            var key = KeyOf(person) ?? MakeKey(person);
            var plain = JsonSerializer.SerializeToUtf8Bytes(document, PersonJson.Default.PersonDocument);
            var label = SealedBox.DocumentLabel(person);
            if (_file.Scalar<byte[]>("SELECT sealed FROM document WHERE person = $person", ("$person", person)) is { } box
                && Unseal(key, box, label, person, "document").AsSpan().SequenceEqual(plain))
                return PutOutcome.Unchanged;

            _file.Execute("DELETE FROM identity WHERE person = $person", ("$person", person));
            foreach (var mark in marks) _file.Execute("INSERT INTO identity (mark, person) VALUES ($mark, $person)", ("$mark", mark), ("$person", person));
            _file.Execute(
                "INSERT INTO document (person, sealed) VALUES ($person, $sealed) ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed",
                ("$person", person), ("$sealed", SealedBox.Seal(key, plain, label)));
            return PutOutcome.Stored;
        }), ct);
    }

    /// <inheritdoc/>
    public ValueTask<PersonDocument?> Read(string person, string reader, string purpose, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        CheckCode(reader, nameof(reader));
        CheckCode(purpose, nameof(purpose));
        return InTurn(() =>
        {
            var box = _file.Transact(() =>
            {
                var sealedDocument = _file.Scalar<byte[]>("SELECT sealed FROM document WHERE person = $person", ("$person", person));
                WriteDown(person, VaultAccessKind.ReadDocument, null, reader, purpose, sealedDocument is not null);
                return sealedDocument;
            });
            return box is null ? null : Parse(Unseal(RequiredKeyOf(person), box, SealedBox.DocumentLabel(person), person, "document"), person);
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<bool> Erase(string person, string eraser, string reason, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        CheckCode(eraser, nameof(eraser));
        CheckCode(reason, nameof(reason));
        return InTurn(() =>
        {
            var existed = _file.Transact(() =>
            {
                var slot = _file.Scalar<long>("SELECT slot FROM person WHERE person = $person", ("$person", person));
                if (slot == 0) return false;
                _file.Execute("UPDATE person_key SET sealed = zeroblob(length(sealed)) WHERE slot = $slot", ("$slot", slot));
                foreach (var table in (ReadOnlySpan<string>)["document", "note", "identity", "person"])
                    _file.Execute($"DELETE FROM {table} WHERE person = $person", ("$person", person));
                WriteDown(person, VaultAccessKind.Erase, null, eraser, reason, found: true);
                return true;
            });
            // Also where there was nothing: an earlier try may have got stuck right here.
            if (!_file.TryClearLog())
                throw new VaultUnavailableException("The person is erased, but another process reads the vault's file and keeps the old bytes in its log. End that and erase again.");
            return existed;
        }, ct);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<VaultAccess>> Accesses(string person, int limit, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, VaultLimits.MaxAccesses);
        return InTurn<IReadOnlyList<VaultAccess>>(() => _file.Query(
            "SELECT kind, note, by, purpose, found, at FROM access WHERE person = $person ORDER BY number DESC LIMIT $limit",
            r => new VaultAccess(
                person, (VaultAccessKind)r.GetInt32(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2), r.GetString(3), r.GetBoolean(4),
                DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(5))),
            ("$person", person), ("$limit", limit)), ct);
    }

    /// <inheritdoc/>
    public async ValueTask PutNote(string person, string noteId, string text, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        CheckCode(noteId, nameof(noteId));
        if (!VaultLimits.IsNote(text))
            throw new ArgumentException($"A note has 1 to {VaultLimits.MaxNote} characters, is not only white space, and has no control characters.", nameof(text));
        await InTurn(() => _file.Transact(() => PutSealed(person, noteId, SealedBox.Seal(KeyOf(person) ?? MakeKey(person), Encoding.UTF8.GetBytes(text), SealedBox.NoteLabel(person, noteId)))), ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<string?> ReadNote(string person, string noteId, string reader, string purpose, CancellationToken ct = default)
    {
        CheckCode(person, nameof(person));
        CheckCode(noteId, nameof(noteId));
        CheckCode(reader, nameof(reader));
        CheckCode(purpose, nameof(purpose));
        return InTurn(() =>
        {
            var box = ReadSealed(person, noteId, VaultAccessKind.ReadNote, noteId, reader, purpose);
            return box is null ? null : Encoding.UTF8.GetString(Unseal(RequiredKeyOf(person), box, SealedBox.NoteLabel(person, noteId), person, $"note {noteId}"));
        }, ct);
    }

    /// <inheritdoc/>
    public async ValueTask PutFile(string owner, string fileId, ReadOnlyMemory<byte> data, CancellationToken ct = default)
    {
        CheckCode(owner, nameof(owner));
        CheckCode(fileId, nameof(fileId));
        if (data.Length is 0 or > VaultLimits.MaxFile) throw new ArgumentException($"A file has 1 to {VaultLimits.MaxFile} bytes.", nameof(data));
        await InTurn(() => _file.Transact(() => PutSealed(owner, FileRow(fileId), SealedBox.Seal(KeyOf(owner) ?? MakeKey(owner), data.Span, SealedBox.FileLabel(owner, fileId)))), ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadFile(string owner, string fileId, string reader, string purpose, CancellationToken ct = default)
    {
        CheckCode(owner, nameof(owner));
        CheckCode(fileId, nameof(fileId));
        CheckCode(reader, nameof(reader));
        CheckCode(purpose, nameof(purpose));
        return InTurn<ReadOnlyMemory<byte>?>(() => ReadSealed(owner, FileRow(fileId), VaultAccessKind.ReadFile, fileId, reader, purpose) is { } box
            ? Unseal(RequiredKeyOf(owner), box, SealedBox.FileLabel(owner, fileId), owner, $"file {fileId}")
            // Without its type, null would become an array that is not there, and that an empty file.
            : default(ReadOnlyMemory<byte>?), ct);
    }

    /// <inheritdoc/>
    public string Pseudonym(string kind, string text) => Convert.ToHexStringLower(IdentityMark.Of(_markKey, kind, text));

    /// <inheritdoc/>
    public async ValueTask<bool> IsReady(CancellationToken ct = default)
    {
        try
        {
            return await InTurn(() =>
            {
                _file.TryWriteLock();
                return true;
            }, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is VaultUnavailableException or VaultCorruptException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>
    /// Wraps every key that is not under the current master key anew, and answers how many persons that were. When it returns, the other
    /// master keys are needed no more and their traces are gone from the file. Can be run beside all else, and again after a crash.
    /// </summary>
    /// <param name="ct">Gives up between two batches of persons.</param>
    /// <exception cref="VaultUnavailableException">The store failed, or could not yet be cleared of the old bytes: run it again.</exception>
    public async ValueTask<int> Rewrap(CancellationToken ct = default)
    {
        var total = 0;
        for (var batch = -1; batch != 0; total += batch) batch = await InTurn(RewrapSome, ct).ConfigureAwait(false);
        await InTurn(() =>
        {
            _file.Transact(() =>
            {
                SealIndexKey(_file, _keys, OpenIndexKey(_file, _keys));
                return _file.Execute(
                    "DELETE FROM master WHERE id <> $current AND NOT EXISTS (SELECT 1 FROM person WHERE person.master = master.id)", ("$current", _keys.CurrentId));
            });
            return _file.TryClearLog() ? true : throw new VaultUnavailableException(
                "All keys are wrapped anew, but another process reads the vault's file and keeps the old bytes in its log. End that and rewrap again.");
        }, ct).ConfigureAwait(false);
        return total;
    }

    /// <summary>Closes the file after what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_disposed) return;
            _disposed = true;
            await Task.Run(_file.Dispose).ConfigureAwait(false);
            CryptographicOperations.ZeroMemory(_markKey);
        }
        finally
        {
            _turn.Release();
        }
    }

    private int RewrapSome() => _file.Transact(() =>
    {
        var persons = _file.Query(
            "SELECT person, slot FROM person WHERE master <> $current LIMIT $limit", r => (Person: r.GetString(0), Slot: r.GetInt64(1)),
            ("$current", _keys.CurrentId), ("$limit", RewrapBatch));
        if (persons.Count > 0) Introduce(_file, _keys);
        foreach (var (person, slot) in persons)
        {
            var box = SealedBox.Seal(_keys.Current, RequiredKeyOf(person), SealedBox.PersonKeyLabel(_keys.CurrentId, person));
            _file.Execute("UPDATE person_key SET sealed = $sealed WHERE slot = $slot", ("$sealed", box), ("$slot", slot));
            _file.Execute("UPDATE person SET master = $master WHERE person = $person", ("$master", _keys.CurrentId), ("$person", person));
        }
        return persons.Count;
    });

    // A file stands among its owner's notes, in a row that no note's id can name: a code has no line feed.
    private static string FileRow(string fileId) => $"file\n{fileId}";

    private int PutSealed(string owner, string row, byte[] box) => _file.Execute(
        "INSERT INTO note (person, note, sealed) VALUES ($person, $note, $sealed) ON CONFLICT (person, note) DO UPDATE SET sealed = excluded.sealed",
        ("$person", owner), ("$note", row), ("$sealed", box));

    private byte[]? ReadSealed(string owner, string row, VaultAccessKind kind, string id, string reader, string purpose) => _file.Transact(() =>
    {
        var box = _file.Scalar<byte[]>("SELECT sealed FROM note WHERE person = $person AND note = $note", ("$person", owner), ("$note", row));
        WriteDown(owner, kind, id, reader, purpose, box is not null);
        return box;
    });

    private byte[] MakeKey(string person)
    {
        Introduce(_file, _keys);
        var key = RandomNumberGenerator.GetBytes(SealedBox.KeySize);
        var slot = _file.Scalar<long>(
            "INSERT INTO person_key (sealed) VALUES ($sealed) RETURNING slot",
            ("$sealed", SealedBox.Seal(_keys.Current, key, SealedBox.PersonKeyLabel(_keys.CurrentId, person))));
        _file.Execute(
            "INSERT INTO person (person, slot, master) VALUES ($person, $slot, $master)",
            ("$person", person), ("$slot", slot), ("$master", _keys.CurrentId));
        return key;
    }

    /// <summary>A person's key; null for a person who is not in the vault.</summary>
    private byte[]? KeyOf(string person)
    {
        var rows = _file.Query(
            "SELECT p.master, k.sealed FROM person p LEFT JOIN person_key k ON k.slot = p.slot WHERE p.person = $person",
            r => (Master: r.GetString(0), Box: r.IsDBNull(1) ? [] : r.GetFieldValue<byte[]>(1)), ("$person", person));
        if (rows.Count == 0) return null;
        var (master, box) = rows[0];
        // The check at the opening has seen every master key in use; only another process can have brought in one since.
        if (!_keys.TryGet(master, out var masterKey)) throw MissingMaster(master);
        return Unseal(masterKey, box, SealedBox.PersonKeyLabel(master, person), person, "key");
    }

    private byte[] RequiredKeyOf(string person) => KeyOf(person) ?? throw new VaultCorruptException($"The key of {person} is missing, but not the data.");

    private void WriteDown(string person, VaultAccessKind kind, string? noteId, string by, string purpose, bool found) => _file.Execute(
        "INSERT INTO access (person, kind, note, by, purpose, found, at) VALUES ($person, $kind, $note, $by, $purpose, $found, $at)",
        ("$person", person), ("$kind", (int)kind), ("$note", noteId), ("$by", by), ("$purpose", purpose), ("$found", found),
        ("$at", _time.GetUtcNow().ToUnixTimeMilliseconds()));

    private static byte[] Unseal(byte[] key, byte[] box, string label, string person, string what) =>
        SealedBox.Open(key, box, label) ?? throw new VaultCorruptException($"The {what} of {person} is not what was written: it was damaged, or moved there.");

    private static PersonDocument Parse(byte[] plain, string person)
    {
        try
        {
            if (JsonSerializer.Deserialize(plain, PersonJson.Default.PersonDocument) is { Name: not null, Documents: not null } document) return document;
        }
        catch (JsonException)
        {
            // Its message can quote the data: it goes no further.
        }
        throw new VaultCorruptException($"The document of {person} cannot be read: another program wrote it.");
    }

    /// <summary>Checks the master keys against the file, and answers the key of the marks of identity documents.</summary>
    private static byte[] OpenIndex(VaultFile file, VaultKeys keys) => file.Transact(() =>
    {
        foreach (var (id, proof) in file.Query("SELECT id, proof FROM master", r => (r.GetString(0), r.GetFieldValue<byte[]>(1))))
        {
            if (!keys.TryGet(id, out var key)) throw MissingMaster(id);
            if (SealedBox.Open(key, proof, SealedBox.MasterLabel(id)) is null)
                throw new VaultKeyException($"The master key '{id}' is not the one that this vault was written with. Give Vault:MasterKeys the right key under that id.");
        }
        if (file.Scalar<long>("SELECT count(*) FROM index_key") == 0) SealIndexKey(file, keys, RandomNumberGenerator.GetBytes(SealedBox.KeySize));
        return IdentityMark.KeyFrom(OpenIndexKey(file, keys));
    });

    private static byte[] OpenIndexKey(VaultFile file, VaultKeys keys)
    {
        var (master, box) = file.Query("SELECT master, sealed FROM index_key", r => (r.GetString(0), r.GetFieldValue<byte[]>(1))).Single();
        if (!keys.TryGet(master, out var key)) throw MissingMaster(master);
        return SealedBox.Open(key, box, SealedBox.IndexKeyLabel(master))
            ?? throw new VaultCorruptException("The key of the marks of identity documents is not what was written.");
    }

    private static void SealIndexKey(VaultFile file, VaultKeys keys, byte[] indexKey)
    {
        Introduce(file, keys);
        file.Execute(
            "INSERT INTO index_key (id, master, sealed) VALUES (1, $master, $sealed) ON CONFLICT (id) DO UPDATE SET master = excluded.master, sealed = excluded.sealed",
            ("$master", keys.CurrentId), ("$sealed", SealedBox.Seal(keys.Current, indexKey, SealedBox.IndexKeyLabel(keys.CurrentId))));
    }

    /// <summary>Keeps a proof of the current master key before anything is wrapped with it, so that the next opening can tell a wrong key from damaged data.</summary>
    private static void Introduce(VaultFile file, VaultKeys keys) => file.Execute(
        "INSERT INTO master (id, proof) VALUES ($id, $proof) ON CONFLICT (id) DO NOTHING",
        ("$id", keys.CurrentId), ("$proof", SealedBox.Seal(keys.Current, [], SealedBox.MasterLabel(keys.CurrentId))));

    private static VaultKeyException MissingMaster(string id) =>
        new($"The vault has data under the master key '{id}', which is not configured. Add it to Vault:MasterKeys, behind the current one; once everything is rewrapped it can go.");

    private async ValueTask<T> InTurn<T>(Func<T> work, CancellationToken ct)
    {
        // A grain's scheduler is left here: the turn must be given back even where the grain that asked is on its way out.
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_failure is not null) throw new VaultUnavailableException("The vault's disk has failed; see to it and start the process anew.", _failure);
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            // After a failed flush nobody knows what is on the disk, and a second flush may say that all is well: stop here.
            if (e.SqliteErrorCode == SqliteIoError) _failure = e;
            throw Translated(e);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static Exception Translated(SqliteException e) => e.SqliteErrorCode switch
    {
        SqliteCorrupt or SqliteNotADatabase => new VaultCorruptException("The vault's file is damaged or is no vault.", e),
        SqliteFull => new VaultUnavailableException("The disk with the vault is full.", e),
        _ => new VaultUnavailableException($"The vault's store failed with error {e.SqliteErrorCode} ({e.SqliteExtendedErrorCode}).", e),
    };

    private static void CheckCode(string? text, string parameter)
    {
        // The text is not repeated: it may be what should not be there.
        if (!VaultLimits.IsCode(text))
            throw new ArgumentException($"Must be one word of 1 to {VaultLimits.MaxCode} ASCII letters, digits and . - _ : | /, never free text.", parameter);
    }
}
