namespace VipOrleans.Vault;

// What persons share.
public sealed partial class PostgresVault
{
    /// <inheritdoc/>
    public override async ValueTask<int> Index(IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var total = 0;
        while (await Work("make codes", IndexSome, ct).ConfigureAwait(false) is > 0 and var batch)
        {
            total += batch;
            progress?.Report(total);
        }

        return total;
    }

    private protected override ValueTask<IReadOnlyList<SharingPair>> ListSharing(string nation, string prefix, SharingPair after, int limit,
        CancellationToken ct) =>
        Work<IReadOnlyList<SharingPair>>("list what is shared", async work => await work.Query(
            """
            WITH shared AS MATERIALIZED (SELECT kind, code FROM vault_code WHERE nation = $1 GROUP BY kind, code HAVING count(*) BETWEEN 2 AND $2)
            SELECT a.person, b.person, string_agg(DISTINCT s.kind::text, ',')
            FROM shared s
            JOIN vault_code a ON a.nation = $1 AND a.kind = s.kind AND a.code = s.code
            JOIN vault_code b ON b.nation = $1 AND b.kind = s.kind AND b.code = s.code AND b.person > a.person
            WHERE (s.kind <> $7 OR EXISTS (SELECT 1 FROM vault_code c WHERE c.nation = $1 AND c.kind = $8 AND c.code = s.code AND c.person IN (a.person, b.person)))
            AND (a.person, b.person) > ($3, $4) AND (starts_with(a.person, $5) OR starts_with(b.person, $5))
            GROUP BY a.person, b.person ORDER BY a.person, b.person LIMIT $6
            """,
            r => new SharingPair(r.GetString(0), r.GetString(1), KindsIn(r.GetString(2))),
            [nation, VaultLimits.MaxPair, after.First, after.Second, prefix, limit, (short)PersonCodeKind.NameAndPartOfBirthDate,
                (short)PersonCodeKind.NameAndBirthYear]), ct);

    private protected override ValueTask<IReadOnlyList<SharingCrowd>> ListCrowds(string nation, string prefix, int atLeast,
        string afterPerson, int afterKind, int limit, CancellationToken ct) =>
        Work<IReadOnlyList<SharingCrowd>>("list what is shared", async work =>
        {
            var found = await work.Query(
                """
                SELECT kind, code, count(*), min(person) AS first FROM vault_code WHERE nation = $1 AND kind BETWEEN $2 AND $3
                GROUP BY kind, code HAVING count(*) >= $4 AND (min(person), kind) > ($5, $6::smallint) AND bool_or(starts_with(person, $7))
                ORDER BY first, kind LIMIT $8
                """,
                r => (Kind: r.GetInt16(0), Code: r.GetFieldValue<byte[]>(1), Count: r.GetInt64(2)),
                [nation, (short)PersonCodeKind.Phone, (short)PersonCodeKind.Address, (long)atLeast, afterPerson, (short)afterKind, prefix,
                    limit]);
            var crowds = new List<SharingCrowd>(found.Count);
            foreach (var (kind, code, count) in found)
            {
                var persons =
                    await work.Query("SELECT person FROM vault_code WHERE nation = $1 AND kind = $2 AND code = $3 ORDER BY person LIMIT $4",
                        r => r.GetString(0), [nation, kind, code, VaultLimits.MaxCrowd]);
                // Whoever was erased between the two statements is in neither list.
                if (persons.Count > 0) crowds.Add(new((PersonCodeKind)kind, count, persons));
            }

            return crowds;
        }, ct);

    private static async Task SaveCodes(VaultTransaction work, string person, IReadOnlyList<PersonCode> codes)
    {
        await work.Execute("DELETE FROM vault_code WHERE person = $1", person);
        foreach (var (kind,
            code) in codes) await work.Execute("INSERT INTO vault_code (nation, kind, code, person) VALUES ($1, $2, $3, $4)",
                PersonCodes.NationOf(person), (short)kind, code, person);
        await work.Execute("UPDATE vault_person SET coded = $2 WHERE person = $1", person, PersonCodes.Version);
    }

    private async Task<int> IndexSome(VaultTransaction work)
    {
        // Under the lock of each person, so that a document that is stored meanwhile has its own codes.
        var persons = await work.Query(
            "SELECT person, master, sealed FROM vault_person p WHERE coded <> $1 AND EXISTS (SELECT 1 FROM vault_box b WHERE b.person = "
                + "p.person AND b.kind = $2) ORDER BY person LIMIT $3 FOR UPDATE",
            r => (Person: r.GetString(0), Key: new WrappedKey(r.GetString(1), r.GetFieldValue<byte[]>(2))),
            [PersonCodes.Version, (short)BoxKind.Document, RewrapBatch]);
        foreach (var (person, key) in persons)
        {
            if (await BoxIn(work, person, BoxName.Document) is { } box)
            {
                await SaveCodes(work, person, CodesOf(person, OpenKey(person, key), box));
            }

        }

        return persons.Count;
    }
}
