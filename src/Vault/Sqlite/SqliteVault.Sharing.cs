namespace VipOrleans.Vault;

// What persons share.
public sealed partial class SqliteVault
{
    /// <inheritdoc/>
    public override async ValueTask<int> Index(IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var total = 0;
        while (await InTurn(IndexSome, ct).ConfigureAwait(false) is > 0 and var batch)
        {
            total += batch;
            progress?.Report(total);
        }

        return total;
    }

    private protected override ValueTask<IReadOnlyList<SharingPair>> ListSharing(string nation, string prefix, SharingPair after, int limit,
        CancellationToken ct) =>
        InTurn<IReadOnlyList<SharingPair>>(() => _file.Query(
            """
            WITH shared AS MATERIALIZED (SELECT kind, code FROM code WHERE nation = $nation GROUP BY kind, code HAVING count(*) BETWEEN 2 AND $most)
            SELECT a.person, b.person, group_concat(DISTINCT s.kind)
            FROM shared s
            JOIN code a ON a.nation = $nation AND a.kind = s.kind AND a.code = s.code
            JOIN code b ON b.nation = $nation AND b.kind = s.kind AND b.code = s.code AND b.person > a.person
            WHERE (s.kind <> $part OR EXISTS (SELECT 1 FROM code c WHERE c.nation = $nation AND c.kind = $year AND c.code = s.code AND c.person IN (a.person, b.person)))
            AND (a.person, b.person) > ($first, $second) AND (substr(a.person, 1, length($prefix)) = $prefix OR substr(b.person, 1, length($prefix)) = $prefix)
            GROUP BY a.person, b.person ORDER BY a.person, b.person LIMIT $limit
            """,
            r => new SharingPair(r.GetString(0), r.GetString(1), KindsIn(r.GetString(2))),
            ("$nation", nation), ("$part", (int)PersonCodeKind.NameAndPartOfBirthDate), ("$year", (int)PersonCodeKind.NameAndBirthYear),
            ("$most", VaultLimits.MaxPair), ("$prefix", prefix), ("$first", after.First), ("$second", after.Second),
            ("$limit", limit)), ct);

    private protected override ValueTask<IReadOnlyList<SharingCrowd>> ListCrowds(string nation, string prefix, int atLeast,
        string afterPerson, int afterKind, int limit, CancellationToken ct) =>
        InTurn<IReadOnlyList<SharingCrowd>>(() =>
        {
            var found = _file.Query(
                """
                SELECT kind, code, count(*), min(person) first FROM code WHERE nation = $nation AND kind BETWEEN $from AND $to
                GROUP BY kind, code HAVING count(*) >= $least AND (first, kind) > ($after, $kind) AND max(substr(person, 1, length($prefix)) = $prefix) = 1
                ORDER BY first, kind LIMIT $limit
                """,
                r => (Kind: r.GetInt32(0), Code: r.GetFieldValue<byte[]>(1), Count: r.GetInt64(2)),
                ("$nation", nation), ("$from", (int)PersonCodeKind.Phone), ("$to", (int)PersonCodeKind.Address), ("$least", atLeast),
                ("$after", afterPerson), ("$kind", afterKind), ("$prefix", prefix), ("$limit", limit));
            return [.. found.Select(f => new SharingCrowd((PersonCodeKind)f.Kind, f.Count, _file.Query(
                "SELECT person FROM code WHERE nation = $nation AND kind = $kind AND code = $code ORDER BY person LIMIT $limit",
                r => r.GetString(0),
                ("$nation", nation), ("$kind", f.Kind), ("$code", f.Code), ("$limit", VaultLimits.MaxCrowd))))];
        }, ct);

    private void SaveCodes(string person, IReadOnlyList<PersonCode> codes)
    {
        _file.Execute("DELETE FROM code WHERE person = $person", ("$person", person));
        foreach (var (kind, code) in codes)
            _file.Execute("INSERT INTO code (nation, kind, code, person) VALUES ($nation, $kind, $code, $person)",
                ("$nation", PersonCodes.NationOf(person)), ("$kind", (int)kind), ("$code", code), ("$person", person));
        _file.Execute("UPDATE person SET coded = $version WHERE person = $person", ("$version", PersonCodes.Version), ("$person", person));
    }

    private int IndexSome() => _file.Transact(() =>
    {
        var persons = _file.Query(
            "SELECT p.person, d.sealed FROM person p JOIN document d ON d.person = p.person WHERE p.coded <> $version LIMIT $limit",
            r => (Person: r.GetString(0), Sealed: r.GetFieldValue<byte[]>(1)),
            ("$version", PersonCodes.Version), ("$limit", RewrapBatch));
        foreach (var (person, box) in persons) SaveCodes(person, CodesOf(person, OpenKey(person, KeyOf(person)!.Value), box));
        return persons.Count;
    });
}
