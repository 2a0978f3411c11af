namespace VipOrleans.Vault;

using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

/// <summary>The vault in one SQLite file, for one process.</summary>
/// <remarks>
/// One piece of work at a time, off the caller's thread: each writes and flushes at least a line about who reads, and this is no hot path.
/// </remarks>
public sealed partial class SqliteVault : SealedVault
{
    private const int RewrapBatch = 200;
    private const int SqliteFull = 13, SqliteIoError = 10, SqliteCorrupt = 11, SqliteNotADatabase = 26;

    private readonly VaultFile _file;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteException? _failure;
    private bool _disposed;

    private SqliteVault(VaultFile file, VaultKeys keys, TimeProvider time, byte[] markKey) : base(keys, time, markKey) => _file = file;

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
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new VaultUnavailableException($"The vault's file {path} cannot be opened.", e);
            }

            if (e is SqliteException s) throw Translated(s);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> IsReady(CancellationToken ct = default)
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

    /// <inheritdoc/>
    public override async ValueTask<int> Rewrap(IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var total = 0;
        while (await InTurn(RewrapSome, ct).ConfigureAwait(false) is > 0 and var batch)
        {
            total += batch;
            progress?.Report(total);
        }

        await InTurn(() =>
        {
            _file.Transact(() =>
            {
                SaveIndexKey(_file, Keys, OpenIndexKey(Keys, IndexKeyIn(_file)));
                return _file.Execute(
                    "DELETE FROM master WHERE id <> $current AND NOT EXISTS (SELECT 1 FROM person WHERE person.master = master.id)",
                    ("$current", Keys.CurrentId));
            });
            return _file.TryClearLog() ? true : throw new VaultUnavailableException(
                "All keys are wrapped again, but another process reads the vault's file and keeps the old bytes in its log. End that and "
                    + "rewrap again.");
        }, ct).ConfigureAwait(false);
        return total;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_disposed) return;
            _disposed = true;
            await Task.Run(_file.Dispose).ConfigureAwait(false);
            Forget();
        }
        finally
        {
            _turn.Release();
        }
    }

    private protected override ValueTask<PutOutcome> PutDocument(string person, byte[] plain, IdentityMarks marks,
        IReadOnlyList<PersonCode> codes, CancellationToken ct) =>
        InTurn(() => _file.Transact(() =>
        {
            foreach (var mark in marks.Own.Concat(marks.Older))
            {
                var owner = _file.Scalar<string>("SELECT person FROM identity WHERE mark = $mark", ("$mark", mark));
                if (owner is not null && owner != person && PersonCodes.NationOf(owner) == marks.Nation)
                {
                    return PutOutcome.DocumentBelongsToAnother;
                }
            }

            var key = KeyOf(person) is { } wrapped ? OpenKey(person, wrapped) : MakeKey(person);
            if (_file.Scalar<byte[]>("SELECT sealed FROM document WHERE person = $person", ("$person", person)) is { } box
                && Open(key, box, person, BoxName.Document).AsSpan().SequenceEqual(plain))
            {
                if (_file.Scalar<long>("SELECT coded FROM person WHERE person = $person", ("$person", person)) != PersonCodes.Version)
                {
                    SaveCodes(person, codes);
                }

                return PutOutcome.Unchanged;
            }

            _file.Execute("DELETE FROM identity WHERE person = $person", ("$person", person));
            foreach (var mark in marks.Own)
            {
                _file.Execute("INSERT INTO identity (mark, person) VALUES ($mark, $person)", ("$mark", mark), ("$person", person));
            }

            _file.Execute(
                "INSERT INTO document (person, sealed) VALUES ($person, $sealed) ON CONFLICT (person) DO UPDATE SET sealed = "
                    + "excluded.sealed",
                ("$person", person), ("$sealed", SealedBox.Seal(key, plain, BoxName.Document.Label(person))));
            SaveCodes(person, codes);
            return PutOutcome.Stored;
        }), ct);

    private protected override async ValueTask PutBox(string owner, BoxName name, ReadOnlyMemory<byte> plain, CancellationToken ct) =>
        await InTurn(() => _file.Transact(() => _file.Execute(
            "INSERT INTO note (person, note, sealed) VALUES ($person, $note, $sealed) ON CONFLICT (person, note) DO UPDATE SET sealed = "
                + "excluded.sealed",
            ("$person", owner), ("$note", RowOf(name)),
            ("$sealed", SealedBox.Seal(KeyOf(owner) is { } wrapped ? OpenKey(owner, wrapped) : MakeKey(owner), plain.Span,
                name.Label(owner))))), ct).ConfigureAwait(false);

    private protected override ValueTask<KeptBox?> ReadBox(BoxName name, VaultAccess access, CancellationToken ct) =>
        InTurn(() => _file.Transact<KeptBox?>(() =>
        {
            var box = name.Kind == BoxKind.Document
                ? _file.Scalar<byte[]>("SELECT sealed FROM document WHERE person = $person", ("$person", access.Person))
                : _file.Scalar<byte[]>("SELECT sealed FROM note WHERE person = $person AND note = $note", ("$person", access.Person),
                    ("$note", RowOf(name)));
            WriteDown(access with { Found = box is not null });
            return box is null ? null : new(KeyOf(access.Person), box);
        }), ct);

    private protected override ValueTask<bool> EraseAll(VaultAccess erasure, CancellationToken ct) =>
        InTurn(() =>
        {
            var existed = _file.Transact(() =>
            {
                var slot = _file.Scalar<long>("SELECT slot FROM person WHERE person = $person", ("$person", erasure.Person));
                if (slot == 0) return false;
                _file.Execute("UPDATE person_key SET sealed = zeroblob(length(sealed)) WHERE slot = $slot", ("$slot", slot));
                foreach (var table in (ReadOnlySpan<string>)["document", "note", "identity", "code", "person"])
                    _file.Execute($"DELETE FROM {table} WHERE person = $person", ("$person", erasure.Person));
                WriteDown(erasure);
                return true;
            });
            // Also where there was nothing: an earlier try may have got stuck right here.
            if (!_file.TryClearLog())
                throw new VaultUnavailableException(
                    "The person is erased, but another process reads the vault's file and keeps the old bytes in its log. End that and "
                        + "erase again.");
            return existed;
        }, ct);

    private protected override ValueTask<IReadOnlyList<VaultAccess>> ListAccesses(string person, int limit, CancellationToken ct) =>
        InTurn<IReadOnlyList<VaultAccess>>(() => _file.Query(
            "SELECT kind, note, by, purpose, found, at FROM access WHERE person = $person ORDER BY number DESC LIMIT $limit",
            r => new VaultAccess(
                person, (VaultAccessKind)r.GetInt32(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2), r.GetString(3),
                r.GetBoolean(4),
                DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(5))),
            ("$person", person), ("$limit", limit)), ct);

    private int RewrapSome() => _file.Transact(() =>
    {
        var persons = _file.Query(
            "SELECT person, slot FROM person WHERE master <> $current LIMIT $limit", r => (Person: r.GetString(0), Slot: r.GetInt64(1)),
            ("$current", Keys.CurrentId), ("$limit", RewrapBatch));
        if (persons.Count > 0) Introduce(_file, Keys);
        foreach (var (person, slot) in persons)
        {
            var (master, box) = Rewrapped(person, KeyOf(person)!.Value);
            _file.Execute("UPDATE person_key SET sealed = $sealed WHERE slot = $slot", ("$sealed", box), ("$slot", slot));
            _file.Execute("UPDATE person SET master = $master WHERE person = $person", ("$master", master), ("$person", person));
        }
        return persons.Count;
    });

    // A file stands among its owner's notes, in a row that no note's id can name: a code has no line feed.
    private static string RowOf(BoxName name) => name.Kind == BoxKind.File ? $"file\n{name.Id}" : name.Id;

    private byte[] MakeKey(string person)
    {
        Introduce(_file, Keys);
        var (master, box) = NewKey(person, out var key);
        var slot = _file.Scalar<long>("INSERT INTO person_key (sealed) VALUES ($sealed) RETURNING slot", ("$sealed", box));
        _file.Execute("INSERT INTO person (person, slot, master) VALUES ($person, $slot, $master)", ("$person", person), ("$slot", slot),
            ("$master", master));
        return key;
    }

    /// <summary>A person's key; null for a person who is not in the vault.</summary>
    private WrappedKey? KeyOf(string person)
    {
        var rows = _file.Query(
            "SELECT p.master, k.sealed FROM person p LEFT JOIN person_key k ON k.slot = p.slot WHERE p.person = $person",
            r => new WrappedKey(r.GetString(0), r.IsDBNull(1) ? [] : r.GetFieldValue<byte[]>(1)), ("$person", person));
        return rows.Count == 0 ? null : rows[0];
    }

    private void WriteDown(VaultAccess access) => _file.Execute(
        "INSERT INTO access (person, kind, note, by, purpose, found, at) VALUES ($person, $kind, $note, $by, $purpose, $found, $at)",
        ("$person", access.Person), ("$kind", (int)access.Kind), ("$note", access.NoteId), ("$by", access.By), ("$purpose", access.Purpose),
        ("$found", access.Found),
        ("$at", access.At.ToUnixTimeMilliseconds()));

    /// <summary>Checks the master keys against the file, and answers the key of the marks of identity documents.</summary>
    private static byte[] OpenIndex(VaultFile file, VaultKeys keys) => file.Transact(() =>
    {
        foreach (var (id,
            proof) in file.Query("SELECT id, proof FROM master",
                r => (r.GetString(0), r.GetFieldValue<byte[]>(1)))) CheckProof(keys, id, proof);
        if (file.Scalar<long>("SELECT count(*) FROM index_key") == 0)
        {
            SaveIndexKey(file, keys, RandomNumberGenerator.GetBytes(SealedBox.KeySize));
        }

        return IdentityMark.KeyFrom(OpenIndexKey(keys, IndexKeyIn(file)));
    });

    private static WrappedKey IndexKeyIn(VaultFile file) =>
        file.Query("SELECT master, sealed FROM index_key", r => new WrappedKey(r.GetString(0), r.GetFieldValue<byte[]>(1))).Single();

    private static void SaveIndexKey(VaultFile file, VaultKeys keys, byte[] indexKey)
    {
        Introduce(file, keys);
        var (master, box) = SealIndexKey(keys, indexKey);
        file.Execute(
            "INSERT INTO index_key (id, master, sealed) VALUES (1, $master, $sealed) ON CONFLICT (id) DO UPDATE SET master = "
                + "excluded.master, sealed = excluded.sealed",
            ("$master", master), ("$sealed", box));
    }

    /// <summary>
    /// Keeps a proof of the current master key before anything is wrapped with it, so that the next opening can tell a wrong key from
    /// damaged data.
    /// </summary>
    private static void Introduce(VaultFile file, VaultKeys keys) => file.Execute(
        "INSERT INTO master (id, proof) VALUES ($id, $proof) ON CONFLICT (id) DO NOTHING", ("$id", keys.CurrentId),
        ("$proof", ProofOf(keys)));

    private async ValueTask<T> InTurn<T>(Func<T> work, CancellationToken ct)
    {
        // A grain's scheduler is left here: the turn must be given back even where the grain that asked is on its way out.
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_failure is not null)
            {
                throw new VaultUnavailableException("The vault's disk has failed; see to it and start the process again.", _failure);
            }

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
        SqliteFull => new VaultUnavailableException("The disk with the vault is full.", e) { IsFull = true },
        _ => new VaultUnavailableException($"The vault's store failed with error {e.SqliteErrorCode} ({e.SqliteExtendedErrorCode}).", e),
    };
}
