namespace VipOrleans.Vault;

using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Data.Tables;

// What persons share: each code counts who has it, and one that two have is listed.
public sealed partial class AzureVault
{
    // Each takes at most three rows of a transaction.
    private const int CodesAtOnce = 30;

    private static readonly ParallelOptions Side = new() { MaxDegreeOfParallelism = 16 };

    /// <inheritdoc/>
    public override async ValueTask<int> Index(IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var total = 0;
        foreach (var nation in await Work("list the nations", null, () => Nations(_table, CancellationToken.None), ct)
            .ConfigureAwait(false))
        {
            while (await Work("make codes", null, () => SomeUncoded(nation), ct).ConfigureAwait(false) is { Count: > 0 } persons)
            {
                foreach (var person in persons)
                {
                    await Work("make codes", person, () => CodeAgain(person), ct).ConfigureAwait(false);
                }

                progress?.Report(total += persons.Count);
            }
        }

        return total;
    }

    private protected override ValueTask<IReadOnlyList<SharingPair>> ListSharing(string nation, string prefix, SharingPair after, int limit,
        CancellationToken ct) =>
        Work<IReadOnlyList<SharingPair>>("list what is shared", null, async () =>
        {
            var pairs = new ConcurrentDictionary<(string First, string Second), ConcurrentBag<int>>();
            var shared = await SharedCodes(nation);
            await Parallel.ForEachAsync(shared.Where(s => s.Count <= VaultLimits.MaxPair), Side, async (group, _) =>
            {
                var code = group.Code;
                var persons = await MembersOf(nation, code, VaultLimits.MaxPair + 1);
                if (persons.Count > VaultLimits.MaxPair) return;
                // A part of a birth date is a sign only for one of whom no more is known.
                var known = code.Kind == PersonCodeKind.NameAndPartOfBirthDate
                    ? (await MembersOf(nation, code with { Kind = PersonCodeKind.NameAndBirthYear }, int.MaxValue)).ToHashSet() : null;
                foreach (var (first, second) in from a in persons from b in persons where string.CompareOrdinal(a, b) < 0 select (a, b))
                {
                    if (known is not null && !known.Contains(first) && !known.Contains(second)) continue;
                    if (!Array.Exists([first, second], p => p.StartsWith(prefix, StringComparison.Ordinal))) continue;
                    pairs.GetOrAdd((first, second), _ => []).Add((int)code.Kind);
                }
            });
            return
            [
                .. pairs.Where(p => InOrder.Compare(p.Key, (after.First, after.Second)) > 0).OrderBy(p => p.Key, InOrder).Take(limit)
                    .Select(p => new SharingPair(p.Key.First, p.Key.Second,
                        KindsIn(string.Join(',', p.Value.Distinct().Select(k => k.ToString(CultureInfo.InvariantCulture)))))),
            ];
        }, ct);

    private protected override ValueTask<IReadOnlyList<SharingCrowd>> ListCrowds(string nation, string prefix, int atLeast,
        string afterPerson, int afterKind, int limit, CancellationToken ct) =>
        Work<IReadOnlyList<SharingCrowd>>("list what is shared", null, async () =>
        {
            var crowds = new ConcurrentBag<SharingCrowd>();
            var shared = await SharedCodes(nation);
            var many = shared.Where(s => s.Count >= atLeast && s.Code.Kind is >= PersonCodeKind.Phone and <= PersonCodeKind.Address);
            await Parallel.ForEachAsync(many, Side, async (group, _) =>
            {
                var persons = await MembersOf(nation, group.Code, VaultLimits.MaxCrowd);
                if (persons.Count == 0) return;
                if (persons.Exists(p => p.StartsWith(prefix, StringComparison.Ordinal))
                    || (await MembersOf(nation, group.Code, 1, prefix)).Count > 0)
                {
                    crowds.Add(new(group.Code.Kind, group.Count, persons));
                }
            });
            return
            [
                .. crowds.Where(c => string.CompareOrdinal(c.Persons[0], afterPerson) > 0
                    || (c.Persons[0] == afterPerson && (int)c.Kind > afterKind))
                    .OrderBy(c => c.Persons[0], StringComparer.Ordinal).ThenBy(c => c.Kind).Take(limit),
            ];
        }, ct);

    private static Comparer<(string First, string Second)> InOrder { get; } = Comparer<(string First, string Second)>.Create((a, b) =>
        string.CompareOrdinal(a.First, b.First) is not 0 and var order ? order : string.CompareOrdinal(a.Second, b.Second));

    private static List<PersonCode> Union(IEnumerable<PersonCode> some, IEnumerable<PersonCode> others) =>
        [.. some.Concat(others).DistinctBy(VaultRows.Count)];

    private async Task<List<(PersonCode Code, int Count)>> SharedCodes(string nation) =>
        [.. (await Rows(VaultRows.Nation(nation), VaultRows.SharedCodes, int.MaxValue))
            .Select(r => (VaultRows.CodeOf(r.RowKey), r.GetInt32("Count") ?? 0))];

    private async Task<List<string>> MembersOf(string nation, PersonCode code, int most, string beginning = "")
    {
        var all = VaultRows.Members(code);
        var rows = await Rows(VaultRows.Nation(nation), VaultRows.Member(code, beginning), most, ["PartitionKey", "RowKey"]);
        return [.. rows.Select(r => VaultRows.Text(r.RowKey[all.Length..])).Order(StringComparer.Ordinal)];
    }

    private async Task<List<string>> SomeUncoded(string partition)
    {
        var persons = new List<string>();
        var filter = $"{VaultRows.Beginning(partition, VaultRows.Owners)} and "
            + TableClient.CreateQueryFilter($"Coded ne {PersonCodes.Version}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Batch))
        {
            // Who has notes alone has no codes.
            if (new OwnerRow(row) is { Document: not null, Erasure: null })
            {
                persons.Add(VaultRows.Text(row.RowKey[VaultRows.Owners.Length..]));
            }

            if (persons.Count == Batch) break;
        }

        return persons;
    }

    private async Task<bool> CodeAgain(string person)
    {
        if (await Find(person) is { Document: { } box, Erasure: null } row)
        {
            await SaveCodes(person, CodesOf(person, OpenKey(person, row.Key), box));
        }

        return true;
    }

    // After the document, whose row says that its codes are not made yet: a crash in between leaves that to the next Put or Index.
    private async Task SaveCodes(string person, IReadOnlyList<PersonCode> codes)
    {
        var row = await Find(person);
        if (row is not { Document: not null, Erasure: null }) throw new VaultRaceException();
        var wanted = codes.Select(VaultRows.Count).ToHashSet();
        var gone = row.Codes.Where(c => !wanted.Contains(VaultRows.Count(c))).ToList();
        var changes = codes.Select(c => (Code: c, IsNew: true)).Concat(gone.Select(c => (Code: c, IsNew: false)))
            .Chunk(CodesAtOnce).ToList();
        if (changes.Count == 0) changes.Add([]);
        for (var i = 0; i < changes.Count; i++)
        {
            // The owner's row goes with each part, so that nobody's codes are made whose document is another one by now.
            var owner = i == changes.Count - 1 ? row.WithCodes(codes, PersonCodes.Version) : row.WithCodes(Union(row.Codes, codes), 0);
            var actions = await CodeChanges(person, [.. changes[i].Where(c => c.IsNew).Select(c => c.Code)],
                [.. changes[i].Where(c => !c.IsNew).Select(c => c.Code)]);
            actions.Add(new(TableTransactionActionType.UpdateMerge, owner, row.Version));
            await Submit(actions);
            if (i < changes.Count - 1) row = await Find(person) ?? throw new VaultRaceException();
        }
    }

    private async Task<List<TableTransactionAction>> CodeChanges(string person, PersonCode[] joined, PersonCode[] left)
    {
        var partition = VaultRows.NationOf(person);
        var read = await Task.WhenAll(joined.Select(c => (Code: c, By: 1)).Concat(left.Select(c => (Code: c, By: -1))).Select(async c =>
        {
            var member = Row(partition, VaultRows.Member(c.Code, person));
            var count = Row(partition, VaultRows.Count(c.Code));
            return (c.Code, c.By, Member: await member, Count: await count);
        }));
        var actions = new List<TableTransactionAction>();
        foreach (var (code, by, member, count) in read)
        {
            if (member is null == by < 0) continue;
            actions.Add(by > 0
                ? new(TableTransactionActionType.Add, new TableEntity(partition, VaultRows.Member(code, person)))
                : new(TableTransactionActionType.Delete, member!, member!.ETag));
            var before = count?.GetInt32("Count") ?? 0;
            var after = new TableEntity(partition, VaultRows.Count(code)) { ["Count"] = before + by };
            // The condition on its version makes those who come and go at once wait for each other.
            if (count is null) actions.Add(new(TableTransactionActionType.Add, after));
            else if (before + by > 0) actions.Add(new(TableTransactionActionType.UpdateReplace, after, count.ETag));
            else actions.Add(new(TableTransactionActionType.Delete, count, count.ETag));
            if (before + by > 1)
            {
                actions.Add(new(TableTransactionActionType.UpsertReplace,
                    new TableEntity(partition, VaultRows.Shared(code)) { ["Count"] = before + by }));
            }
            else if (before > 1)
            {
                actions.Add(new(TableTransactionActionType.Delete, new TableEntity(partition, VaultRows.Shared(code)), ETag.All));
            }
        }

        return actions;
    }
}
