namespace VipOrleans.Vault;

using Azure;
using Azure.Data.Tables;
using VipOrleans.Stores;

// Documents, notes and files.
public sealed partial class AzureVault
{
    // Between two reads whoever is erased and stored again has another key: then both are read once more.
    private const int MostLooks = 5;

    private protected override ValueTask<PutOutcome> PutDocument(string person, byte[] plain, IdentityMarks marks,
        IReadOnlyList<PersonCode> codes, CancellationToken ct)
    {
        var id = Guid.NewGuid().ToString("n");
        return Work("store a document", person, async () =>
        {
            var (owner, key, actions) = await OwnerFor(person);
            if (owner.Document is { } box && Open(key, box, person, BoxName.Document).AsSpan().SequenceEqual(plain))
            {
                if (owner.Coded != PersonCodes.Version) await SaveCodes(person, codes);
                // A try before this one may have done it, and its answer was lost.
                return owner.Work == id ? PutOutcome.Stored : PutOutcome.Unchanged;
            }

            var (partition, former) = (VaultRows.NationOf(person), owner.Marks);
            foreach (var mark in marks.Own)
            {
                var row = await Row(partition, VaultRows.Mark(mark));
                if (row is null)
                {
                    actions.Add(new(TableTransactionActionType.Add,
                        new TableEntity(partition, VaultRows.Mark(mark)) { ["Owner"] = person }));
                }
                else if (row.GetString("Owner") != person) return PutOutcome.DocumentBelongsToAnother;
            }

            foreach (var mark in former.Where(m => !marks.Own.Any(o => o.AsSpan().SequenceEqual(m))))
            {
                if (await Row(partition, VaultRows.Mark(mark)) is { } row && row.GetString("Owner") == person)
                {
                    actions.Add(new(TableTransactionActionType.Delete, row, row.ETag));
                }
            }

            var next = owner.WithDocument(SealedBox.Seal(key, plain, BoxName.Document.Label(person)), marks.Own,
                Union(owner.Codes, codes), id);
            actions.Add(owner.Version == default
                ? new(TableTransactionActionType.Add, next) : new(TableTransactionActionType.UpdateReplace, next, owner.Version));
            await Submit(actions);
            await SaveCodes(person, codes);
            return PutOutcome.Stored;
        }, ct);
    }

    private protected override async ValueTask PutBox(string owner, BoxName name, ReadOnlyMemory<byte> plain, CancellationToken ct)
    {
        if (name.Kind == BoxKind.File) await PutBlob(owner, name, plain, ct).ConfigureAwait(false);
        else
        {
            await Work("store data", owner, async () =>
            {
                var (row, key, actions) = await OwnerFor(owner);
                await SaveBox(owner, name, row, actions, "Box", SealedBox.Seal(key, plain.Span, name.Label(owner)));
                return true;
            }, ct).ConfigureAwait(false);
        }
    }

    private protected override ValueTask<KeptBox?> ReadBox(BoxName name, VaultAccess access, CancellationToken ct)
    {
        var (id, ticks) = (Guid.NewGuid(), NextTicks());
        return Work("read", null, async () =>
        {
            var kept = await Look(access.Person, name);
            await WriteDown(ticks, id, access with { Found = kept is not null });
            return kept;
        }, ct);
    }

    private async Task<KeptBox?> Look(string owner, BoxName name)
    {
        for (var look = 1; ; look++)
        {
            var row = await Find(owner);
            if (row?.Erasure is not null) return null;
            if (name.Kind == BoxKind.Document) return row?.Document is { } document ? new(row.Key, document) : null;
            if (await Row(VaultRows.NationOf(owner), VaultRows.Box(owner, name)) is not { } box) return null;
            var isOfOneTime = row is not null && row.Generation == box.GetString("Generation");
            if (isOfOneTime && await Content(box, name) is { } content) return new(row!.Key, content);
            if (look < MostLooks) continue;
            if (isOfOneTime)
            {
                throw new VaultCorruptException($"The {name} of {owner} is missing from the container, but not from the table.");
            }

            return new(row?.Key, box.GetBinary("Box") ?? []);
        }
    }

    private async Task<byte[]?> Content(TableEntity box, BoxName name)
    {
        if (name.Kind != BoxKind.File) return box.GetBinary("Box") ?? [];
        try
        {
            var blob = await _files.GetBlobClient(box.GetString("Blob")).DownloadContentAsync();
            return blob.Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode == "BlobNotFound")
        {
            // Replaced, or erased, since its row was read.
            return null;
        }
    }

    private async Task PutBlob(string owner, BoxName name, ReadOnlyMemory<byte> plain, CancellationToken ct) =>
        await Work("store a file", owner, async () =>
        {
            var (row, key, actions) = await OwnerFor(owner);
            var former = await Row(VaultRows.NationOf(owner), VaultRows.Box(owner, name));
            var blob = $"{VaultRows.Blobs(owner, row.Generation)}{Guid.NewGuid():n}";
            var box = SealedBox.Seal(key, plain.Span, name.Label(owner));
            BlobLimits.Check(blob, box.Length);
            await _files.GetBlobClient(blob).UploadAsync(new BinaryData(box), overwrite: false);
            try
            {
                await SaveBox(owner, name, row, actions, "Blob", blob);
            }
            catch (RequestFailedException e) when (AzureTablesFailure.Of(e) is not { NothingDone: false })
            {
                // Nothing names it. If the answer was lost it may be named: then it stays until the owner is erased.
                await _files.DeleteBlobIfExistsAsync(blob);
                throw;
            }

            if (former?.GetString("Blob") is { } old) await _files.DeleteBlobIfExistsAsync(old);
            return true;
        }, ct).ConfigureAwait(false);

    // In one transaction with the owner's row, so that nothing is written under a key that is gone.
    private async Task SaveBox(string owner, BoxName name, OwnerRow row, List<TableTransactionAction> actions, string property, object box)
    {
        actions.Add(new(TableTransactionActionType.UpsertReplace,
            new TableEntity(VaultRows.NationOf(owner), VaultRows.Box(owner, name)) { ["Generation"] = row.Generation, [property] = box }));
        actions.Add(row.Version == default
            ? new(TableTransactionActionType.Add, row.Entity) : new(TableTransactionActionType.UpdateMerge, row.Changes(), row.Version));
        await Submit(actions);
    }

    private async Task<(OwnerRow Owner, byte[] Key, List<TableTransactionAction> Actions)> OwnerFor(string owner)
    {
        var row = await Find(owner);
        if (row?.Erasure is not null)
        {
            await FinishErasure(owner, row);
            row = null;
        }

        return row is null ? await MakeOwner(owner) : (row, OpenKey(owner, row.Key), []);
    }
}
