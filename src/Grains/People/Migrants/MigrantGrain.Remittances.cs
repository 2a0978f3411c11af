namespace VipOrleans.Grains.People;

using System.Text.Json;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.MigrantCommand;

// What the migrant sends home. Who gets it is in the vault, one note a beneficiary; the journal has their ids.
public sealed partial class MigrantGrain
{
    // What stands in place of the note of a beneficiary who was removed.
    private const string Removed = "removed";

    private Task _turn = Task.CompletedTask;

    /// <inheritdoc/>
    public Task<CommandResult> NameBeneficiary(CommandContext context, BeneficiaryId id, Beneficiary beneficiary) => InTurn(async () =>
    {
        // A retry, or another request under the same key, overwrites nobody.
        var isNew = Confirmed is { Id: not null, Erased: false } && !Confirmed.Beneficiaries.Contains(id) && !IsThrownAway
            && (context.IfMatch is null || context.IfMatch == Version);
        if (isNew)
        {
            var note = JsonSerializer.Serialize(beneficiary, VaultJson.Default.Beneficiary);
            if (!PersonFiles.IsNote(note))
            {
                return CommandResult.Refuse(RejectionCode.InvalidInput, "A beneficiary's data is at most 4,000 characters.", Version);
            }

            await persons.StoreNote(Id.Value, NoteOf(id), note);
        }

        var result = await Execute(context, new NameBeneficiary(id));
        // What was refused, or was removed since, leaves nothing behind. What may have been written after all keeps its data.
        if (isNew && result.Rejected != RejectionCode.StoreUnavailable && !IsThrownAway && !Confirmed.Beneficiaries.Contains(id))
        {
            await persons.StoreNote(Id.Value, NoteOf(id), Removed);
        }

        return result;
    });

    /// <inheritdoc/>
    public Task<CommandResult> RemoveBeneficiary(CommandContext context, BeneficiaryId id) => InTurn(async () =>
    {
        var result = await Execute(context, new RemoveBeneficiary(id));
        if (result.IsAccepted && !Confirmed.Erased && !Confirmed.Beneficiaries.Contains(id))
        {
            await persons.StoreNote(Id.Value, NoteOf(id), Removed);
        }

        return result;
    });

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BeneficiaryView>?> Beneficiaries(PersonReader reader)
    {
        if (Confirmed.Id is null) return null;
        var views = new List<BeneficiaryView>();
        foreach (var id in Confirmed.Beneficiaries)
        {
            if (await Read(id, reader) is { } beneficiary) views.Add(new(Id: id, Beneficiary: beneficiary));
        }

        return views;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> SetRemittancePlan(CommandContext context, IReadOnlyList<RemittanceInstruction> plan)
    {
        var offers = plan.Count == 0 ? [] : (await GrainFactory.RemittanceOffers(Id.Nation).Get()).Offers;
        var currencies = new Dictionary<BeneficiaryId, Currency>();
        foreach (var id in plan.Select(i => i.Beneficiary).Distinct().Where(Confirmed.Beneficiaries.Contains))
        {
            if (await Read(id, new() { Actor = context.Actor, Purpose = "remittance-plan" }) is { } beneficiary)
            {
                currencies[id] = beneficiary.Currency;
            }

        }

        return await Execute(context, new SetRemittancePlan(plan, offers, currencies));
    }

    /// <inheritdoc/>
    public Task<RemittancePlanView?> RemittancePlan() =>
        Task.FromResult(Confirmed.Id is { } id ? new RemittancePlanView(id, Version, Confirmed.RemittancePlan) : null);

    /// <inheritdoc/>
    public Task<CommandResult> ProvideOwnAccount(CommandContext context, BankParty account) => InTurn(async () =>
    {
        var problems = account.Problems();
        if (problems.Count > 0)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}")),
                Version);
        }

        if (Confirmed is { Id: null } or { Erased: true }) return await Execute(context, new ProvideOwnAccount(""));
        // As with a host's: under a name made of itself, so that an old request that comes again overwrites nothing.
        var name = await persons.StorePayee(Id.Value, account);
        return await Execute(context with { Fingerprint = context.Fingerprint ^ PersonFiles.FingerprintOf(name) },
            new ProvideOwnAccount(name));
    });

    /// <inheritdoc/>
    public async Task<BankParty?> ReadOwnAccount(PersonReader reader) =>
        Confirmed.OwnAccount is { } name ? await persons.ReadPayee(Id.Value, name, reader) : null;

    /// <inheritdoc/>
    public Task<CommandResult> ProvideEstatePayee(CommandContext context, BankParty payee, string document) => InTurn(async () =>
    {
        var problems = payee.Problems();
        if (problems.Count > 0)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}")),
                Version);
        }

        if (Confirmed is { Id: null } or { Erased: true }) return await Execute(context, new ProvideMigrantEstatePayee("", document));
        var name = await persons.StorePayee(Id.Value, payee);
        return await Execute(context with { Fingerprint = context.Fingerprint ^ PersonFiles.FingerprintOf(name) },
            new ProvideMigrantEstatePayee(name, document));
    });

    /// <inheritdoc/>
    public Task<bool> HasPayee() => Task.FromResult(Confirmed.Payee is not null);

    /// <inheritdoc/>
    public async Task<ProvidedPayee?> ReadProvidedPayee(PersonReader reader)
    {
        // Who said so is asked first, as with a host's.
        var (name, by) = (Confirmed.Payee, Confirmed.Estate?.By);
        return name is not null && await persons.ReadPayee(Id.Value, name, reader) is { } payee ? new(payee, by) : null;
    }

    /// <inheritdoc/>
    public async Task<MadeRemittanceFile> MakeRemittanceFile(PersonReader reader, RemittanceFile file)
    {
        string? sha256 = null;
        var result = await InTurn(async () =>
        {
            // Not after an erasure: the file would be the one thing of the person's that is left.
            if (Confirmed is not { Id: not null, Erased: false })
            {
                return CommandResult.Refuse(RejectionCode.MigrantNotFound, "There is no such migrant, or the registration was erased.",
                    Version);
            }

            if (file.Channel != RemittanceChannel.BankTransfer)
            {
                var (refused, made) = await MakeProviderFile(reader, file);
                if (refused is not null) return refused;
                await persons.StoreFile(Id.Value, FileName(PayoutFile.HashOf(made)), made);
                sha256 = PayoutFile.HashOf(made);
                return new() { Version = Version };
            }

            if (await ReadOwnAccount(reader) is not { } debtor)
            {
                return CommandResult.Refuse(RejectionCode.OwnAccountMissing, "Say first from which account the money is sent.", Version);
            }

            var payments = new List<CreditTransfer>();
            foreach (var (i, line) in file.Lines.Index())
            {
                if (await Read(line.Beneficiary, reader) is not { } beneficiary)
                {
                    return CommandResult.Refuse(RejectionCode.BeneficiaryNotFound, $"Payment {i + 1}: the beneficiary was removed.",
                        Version);
                }

                var creditor = PartyOf(beneficiary);
                if (creditor.Problems() is { Count: > 0 } problems)
                {
                    return CommandResult.Refuse(RejectionCode.BeneficiaryNotPayable,
                        $"Payment {i + 1}: name the beneficiary again as a bank's file needs it. "
                            + $"{string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}"))}", Version);
                }

                payments.Add(new(file.Order.Payment(i + 1), line.Amount, creditor));
            }

            var (bytes, hash) =
                PayoutFile.Of(
                    new(file.Order.Message, file.Order.PaymentInformation, Now, file.ExecutionDay, debtor, file.Reference, payments));
            await persons.StoreFile(Id.Value, FileName(hash), bytes);
            sha256 = hash;
            return new() { Version = Version };
        });
        return new(Refused: result.IsAccepted ? null : result, Sha256: sha256);
    }

    private async Task<(CommandResult? Refused, byte[] File)> MakeProviderFile(PersonReader reader, RemittanceFile file)
    {
        // Whose money it is: no provider sends it without.
        if (await persons.Read(Id.Value, reader) is not { } sender)
        {
            return (CommandResult.Refuse(RejectionCode.PersonNotFound, "The migrant's name is not in the vault.", Version), []);
        }

        var payments = new List<ProviderPayment>();
        foreach (var (i, line) in file.Lines.Index())
        {
            var beneficiary = await Read(line.Beneficiary, reader);
            var problem = beneficiary is null ? "the beneficiary was removed."
                : file.Channel == RemittanceChannel.MobileMoney && beneficiary.Phone is null
                    ? "name the beneficiary again with the phone that has the wallet." : null;
            if (problem is not null)
            {
                return (CommandResult.Refuse(
                    beneficiary is null ? RejectionCode.BeneficiaryNotFound : RejectionCode.BeneficiaryNotPayable,
                    $"Payment {i + 1}: {problem}", Version), []);
            }

            payments.Add(new(file.Order.Payment(i + 1), line.Amount, line.Arrives, beneficiary!.Name,
                file.Channel == RemittanceChannel.MobileMoney ? beneficiary.Phone : null, beneficiary.Address.Town,
                beneficiary.Address.Country));
        }

        return (null, new ProviderFile(file.Order.Message, file.Channel, sender.Name, payments).ToCsv());
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadRemittanceFile(PersonReader reader, string sha256) => persons.ReadFile(Id.Value, FileName(sha256), reader);

    private static string FileName(string sha256) => $"pain.001-{sha256}";

    private static BankParty PartyOf(Beneficiary b) =>
        new(b.Name, new(b.Iban, b.AccountNumber, b.Bic ?? ""),
            new(b.Address.Street, b.Address.BuildingNumber, b.Address.PostCode, b.Address.Town, b.Address.Country));

    private async Task<Beneficiary?> Read(BeneficiaryId id, PersonReader reader) =>
        await persons.ReadNote(Id.Value, NoteOf(id), reader) is { } note && note != Removed
            ? JsonSerializer.Deserialize(note, VaultJson.Default.Beneficiary) : null;

    // One at a time: vault and journal change together, and an erasure comes before or after, never between.
    private async Task<CommandResult> InTurn(Func<Task<CommandResult>> work)
    {
        while (!_turn.IsCompleted) await Task.WhenAny(_turn);
        var turn = work();
        _turn = turn;
        return await turn;
    }

    private static string NoteOf(BeneficiaryId id) => $"beneficiary-{id}";
}
