namespace VipOrleans.Vault;

using System.Security.Cryptography;
using VipOrleans.Stores;

/// <summary>The vault in PostgreSQL, for many processes at once: a person's row is the lock of all that the person has.</summary>
/// <remarks>
/// Which server is fit for it is checked on each new connection. What an erasure promises here is said in <c>docs/decisions</c>.
/// </remarks>
public sealed partial class PostgresVault : SealedVault
{
    private const string Part = "vault";
    private const int RewrapBatch = 200;
    private static readonly string[] Tables = ["vault_box", "vault_identity", "vault_code", "vault_person"];

    private readonly PostgresDatabase _database;
    private readonly SemaphoreSlim _turns;
    private readonly int _connections;
    private volatile bool _closed;

    private PostgresVault(PostgresDatabase database, PostgresVaultOptions options, VaultKeys keys, TimeProvider time, byte[] markKey)
        : base(keys, time, markKey) =>
        (_database, _connections, _turns) = (database, options.Connections, new(options.Connections));

    /// <summary>Connects, makes the tables or brings them up to date, and checks the master keys against them.</summary>
    /// <param name="options">Which database.</param>
    /// <param name="keys">The master keys: all that the vault was written with, the current one first. All silos of a cluster have the
    /// same.</param>
    /// <param name="time">The clock of the record of accesses.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="VaultKeyException">A master key that the vault was written with is missing, or is another key.</exception>
    /// <exception cref="VaultUnavailableException">The server cannot be reached or is not fit, or has tables of a newer version of this
    /// program.</exception>
    public static async Task<PostgresVault> Open(PostgresVaultOptions options, VaultKeys keys, TimeProvider time,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(time);
        var database = new PostgresDatabase(options.Database());
        try
        {
            await database.Prepare(Part, typeof(PostgresVault).Assembly, null, cancellation).ConfigureAwait(false);
            var markKey = await database.Retry("check the master keys", async (connection, token) =>
            {
                await using var work = await VaultTransaction.Begin(connection, token);
                var index = await OpenIndex(work, keys);
                await work.Commit();
                return index;
            }, cancellation).ConfigureAwait(false);
            return new(database, options, keys, time, markKey);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> IsReady(CancellationToken ct = default) =>
        !_closed && await _database.IsWritable(null, ct).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>
    /// Old row versions, the write-ahead log and copies have the old wrapping until they are overwritten; without the old master key nobody
    /// opens it.
    /// </remarks>
    public override async ValueTask<int> Rewrap(IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var total = 0;
        while (await Work("wrap keys again", RewrapSome, ct).ConfigureAwait(false) is > 0 and var batch)
        {
            total += batch;
            progress?.Report(total);
        }

        await Work("take old master keys away", async work =>
        {
            await SaveIndexKey(work, Keys, OpenIndexKey(Keys, (await IndexKeyIn(work))!.Value));
            return await work.Execute(
                "DELETE FROM vault_master m WHERE id <> $1 AND NOT EXISTS (SELECT 1 FROM vault_person p WHERE p.master = m.id)",
                Keys.CurrentId);
        }, ct).ConfigureAwait(false);
        return total;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        for (var i = 0; i < _connections; i++) await _turns.WaitAsync().ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
        Forget();
        _turns.Release(_connections);
    }

    private protected override ValueTask<PutOutcome> PutDocument(string person, byte[] plain, IdentityMarks marks,
        IReadOnlyList<PersonCode> codes, CancellationToken ct) =>
        Work("store a document", async work =>
        {
            var key = await KeyOf(work, person) is { } wrapped ? OpenKey(person, wrapped) : await MakeKey(work, person);
            if (await BoxIn(work, person, BoxName.Document) is { } box
                && Open(key, box, person, BoxName.Document).AsSpan().SequenceEqual(plain))
            {
                if ((await work.Query("SELECT coded FROM vault_person WHERE person = $1", r => r.GetInt32(0), [person]))
                    .Single() != PersonCodes.Version)
                {
                    await SaveCodes(work, person, codes);
                }

                return PutOutcome.Unchanged;
            }


            var own = marks.Own.ToArray();
            await work.Execute("DELETE FROM vault_identity WHERE person = $1 AND NOT mark = ANY ($2)", person, own);
            // Waits for whoever claims one of them right now; then one of the two has it, and the other sees that.
            await work.Execute(
                "INSERT INTO vault_identity (mark, person) SELECT mark, $1 FROM unnest($2::bytea[]) mark ORDER BY mark ON CONFLICT (mark) "
                    + "DO NOTHING", person, own);
            var owners = await work.Query("SELECT person FROM vault_identity WHERE mark = ANY ($1)", r => r.GetString(0), [own]);
            var before = await work.Query("SELECT person FROM vault_identity WHERE mark = ANY ($1)", r => r.GetString(0),
                [marks.Older.ToArray()]);
            if (owners.Concat(before.Where(o => PersonCodes.NationOf(o) == marks.Nation)).Any(o => o != person))
            {
                await work.Undo();
                return PutOutcome.DocumentBelongsToAnother;
            }

            // Whoever had one of them gave it up between the two statements: decide once more.
            if (owners.Count < own.Length) throw new VaultRaceException();
            await SaveBox(work, person, BoxName.Document, SealedBox.Seal(key, plain, BoxName.Document.Label(person)));
            await SaveCodes(work, person, codes);
            return PutOutcome.Stored;
        }, ct);

    private protected override async ValueTask PutBox(string owner, BoxName name, ReadOnlyMemory<byte> plain, CancellationToken ct) =>
        await Work("store data", async work =>
        {
            var key = await KeyOf(work, owner) is { } wrapped ? OpenKey(owner, wrapped) : await MakeKey(work, owner);
            await SaveBox(work, owner, name, SealedBox.Seal(key, plain.Span, name.Label(owner)));
            return true;
        }, ct).ConfigureAwait(false);

    private protected override ValueTask<KeptBox?> ReadBox(BoxName name, VaultAccess access, CancellationToken ct)
    {
        var id = Guid.NewGuid();
        return Work("read", async work =>
        {
            // One statement, so that box and key are of one moment.
            var rows = await work.Query(
                "SELECT p.master, p.sealed, b.sealed FROM vault_box b LEFT JOIN vault_person p ON p.person = b.person WHERE b.person = $1 "
                    + "AND b.kind = $2 AND b.id = $3",
                r => new KeptBox(r.IsDBNull(0) ? null : new(r.GetString(0), r.GetFieldValue<byte[]>(1)), r.GetFieldValue<byte[]>(2)),
                [access.Person, (short)name.Kind, name.Id]);
            await WriteDown(work, id, access with { Found = rows.Count > 0 });
            return rows.Count > 0 ? rows[0] : default(KeptBox?);
        }, ct);
    }

    private protected override ValueTask<bool> EraseAll(VaultAccess erasure, CancellationToken ct)
    {
        var id = Guid.NewGuid();
        return Work("erase", async work =>
        {
            // A try before this one may have done it, and its answer was lost.
            if (await work.Execute("SELECT 1 FROM vault_person WHERE person = $1 FOR UPDATE", erasure.Person) == 0)
                return (await work.Query("SELECT true FROM vault_access WHERE id = $1", r => r.GetBoolean(0), [id])).Count > 0;
            foreach (var table in Tables) await work.Execute($"DELETE FROM {table} WHERE person = $1", erasure.Person);
            await WriteDown(work, id, erasure);
            return true;
        }, ct);
    }

    private protected override ValueTask<IReadOnlyList<VaultAccess>> ListAccesses(string person, int limit, CancellationToken ct) =>
        Work<IReadOnlyList<VaultAccess>>("list accesses", async work => await work.Query(
            "SELECT kind, note, accessed_by, purpose, found, at FROM vault_access WHERE person = $1 ORDER BY number DESC LIMIT $2",
            r => new VaultAccess(
                person, (VaultAccessKind)r.GetInt16(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetString(2), r.GetString(3),
                r.GetBoolean(4),
                DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(5))),
            [person, limit]), ct);

    private async Task<int> RewrapSome(VaultTransaction work)
    {
        var persons = await work.Query(
            "SELECT person, master, sealed FROM vault_person WHERE master <> $1 ORDER BY person LIMIT $2 FOR UPDATE",
            r => (Person: r.GetString(0), Key: new WrappedKey(r.GetString(1), r.GetFieldValue<byte[]>(2))), [Keys.CurrentId, RewrapBatch]);
        if (persons.Count > 0) await Introduce(work, Keys);
        foreach (var (person, old) in persons)
        {
            var (master, box) = Rewrapped(person, old);
            await work.Execute("UPDATE vault_person SET master = $2, sealed = $3 WHERE person = $1", person, master, box);
        }
        return persons.Count;
    }

    private async Task<byte[]> MakeKey(VaultTransaction work, string person)
    {
        await Introduce(work, Keys);
        var (master, box) = NewKey(person, out var key);
        if (await work.Execute("INSERT INTO vault_person (person, master, sealed) VALUES ($1, $2, $3) ON CONFLICT (person) DO NOTHING",
            person, master, box) == 1)
        {
            return key;
        }

        // Another process was faster: under the lock of its row now.
        return await KeyOf(work, person) is { } wrapped ? OpenKey(person, wrapped) : throw new VaultRaceException();
    }

    /// <summary>A person's key, and the lock of the person; null for a person who is not in the vault.</summary>
    private static async Task<WrappedKey?> KeyOf(VaultTransaction work, string person)
    {
        var rows = await work.Query("SELECT master, sealed FROM vault_person WHERE person = $1 FOR UPDATE",
            r => new WrappedKey(r.GetString(0), r.GetFieldValue<byte[]>(1)), [person]);
        return rows.Count == 0 ? null : rows[0];
    }

    private static async Task<byte[]?> BoxIn(VaultTransaction work, string person, BoxName name) =>
        (await work.Query("SELECT sealed FROM vault_box WHERE person = $1 AND kind = $2 AND id = $3", r => r.GetFieldValue<byte[]>(0),
            [person, (short)name.Kind, name.Id])).SingleOrDefault();

    private static Task<int> SaveBox(VaultTransaction work, string person, BoxName name, byte[] box) => work.Execute(
        "INSERT INTO vault_box (person, kind, id, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT (person, kind, id) DO UPDATE SET sealed = "
            + "excluded.sealed",
        person, (short)name.Kind, name.Id, box);

    private static Task<int> WriteDown(VaultTransaction work, Guid id, VaultAccess access) => work.Execute(
        "INSERT INTO vault_access (id, person, kind, note, accessed_by, purpose, found, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON "
            + "CONFLICT (id) DO NOTHING",
        id, access.Person, (short)access.Kind, access.NoteId, access.By, access.Purpose, access.Found, access.At.ToUnixTimeMilliseconds());

    /// <summary>Checks the master keys against the tables, and answers the key of the marks of identity documents.</summary>
    private static async Task<byte[]> OpenIndex(VaultTransaction work, VaultKeys keys)
    {
        foreach (var (id,
            proof) in await work.Query("SELECT id, proof FROM vault_master", r => (r.GetString(0), r.GetFieldValue<byte[]>(1)),
                [])) CheckProof(keys, id, proof);
        if (await IndexKeyIn(work) is null)
        {
            await Introduce(work, keys);
            var (master, box) = SealIndexKey(keys, RandomNumberGenerator.GetBytes(SealedBox.KeySize));
            // Of several processes that start at once one makes it.
            await work.Execute("INSERT INTO vault_index_key (id, master, sealed) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING", master,
                box);
        }

        return IdentityMark.KeyFrom(OpenIndexKey(keys, (await IndexKeyIn(work))!.Value));
    }

    private static async Task<WrappedKey?> IndexKeyIn(VaultTransaction work)
    {
        var rows = await work.Query("SELECT master, sealed FROM vault_index_key",
            r => new WrappedKey(r.GetString(0), r.GetFieldValue<byte[]>(1)), []);
        return rows.Count == 0 ? null : rows[0];
    }

    private static async Task SaveIndexKey(VaultTransaction work, VaultKeys keys, byte[] indexKey)
    {
        await Introduce(work, keys);
        var (master, box) = SealIndexKey(keys, indexKey);
        await work.Execute("UPDATE vault_index_key SET master = $1, sealed = $2", master, box);
    }

    private static Task<int> Introduce(VaultTransaction work, VaultKeys keys) =>
        work.Execute("INSERT INTO vault_master (id, proof) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", keys.CurrentId, ProofOf(keys));

    private async ValueTask<T> Work<T>(string what, Func<VaultTransaction, Task<T>> work, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        await _turns.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            // A grain's scheduler is left here, and what has begun is finished.
            return await Task.Run(() => _database.Retry(what, async (connection, token) =>
            {
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        await using var transaction = await VaultTransaction.Begin(connection, token);
                        var result = await work(transaction);
                        await transaction.Commit();
                        return result;
                    }
                    catch (VaultRaceException) when (attempt < 20)
                    {
                        // The others are done; now it is as they left it.
                    }
                }
            }, CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
        }
        catch (VaultRaceException e)
        {
            throw new VaultUnavailableException($"Cannot {what}: others were faster each time. Try again.", e);
        }
        finally
        {
            _turns.Release();
        }
    }
}

/// <summary>What was read is no longer so: to be decided once more.</summary>
internal sealed class VaultRaceException() : Exception("Others were faster.");
