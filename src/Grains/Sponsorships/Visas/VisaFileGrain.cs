namespace VipOrleans.Grains.Sponsorships;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Sponsorships.VisaCommand;

/// <summary>Hosts the rules of a migrant's visas, and keeps their numbers in the vault.</summary>
[Reentrant, GrainType("visa-file")]
public sealed class VisaFileGrain(Journaling journaling, PersonFiles persons)
    : EventSourcedGrain<VisaDecider, VisaFile, VisaCommand, VisaEvent>(journaling), IVisaFileGrain
{
    private MigrantId Migrant => MigrantId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream =>
        StreamId.Of(Migrant.Nation.Value, "visa", Migrant.Value.AsSpan(Migrant.Value.LastIndexOf('.') + 1));

    // A migrant belongs to a nation, whose cities may have different days: what is of today anywhere is not of the future.
    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.LatestDay(time);

    /// <inheritdoc/>
    public async Task<CommandResult> Apply(CommandContext context, VisaApplication application)
    {
        var migrant = await GrainFactory.Migrant(Migrant).Get();
        return await Execute(context, new ApplyForVisa(Migrant, application, migrant is { Erased: false }));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Grant(CommandContext context, string reference, VisaGrant grant)
    {
        if (grant.Number is null) return await Execute(context, new GrantVisa(reference, new(grant.From, grant.To, grant.Conditions)));
        if (grant.Number.Length > 50 || TextForms.DocumentNumber.Problem(grant.Number) is not null || !PersonFiles.IsNote(grant.Number))
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "A visa's number has 1 to 50 characters, a letter or digit among them.",
                Version);
        }

        var name = persons.NameOfText(Migrant.Value, grant.Number);
        var command = new GrantVisa(reference, new(grant.From, grant.To, grant.Conditions, name));
        // What will be refused is not kept; what is kept has a name made of itself, so nothing is overwritten.
        if (VisaDecider.Decide(Confirmed, command, MomentFor(context)).Rejection is null)
        {
            await persons.StoreText(Migrant.Value, grant.Number);
        }

        return await Execute(context with { Fingerprint = context.Fingerprint ^ PersonFiles.FingerprintOf(name) }, command);
    }

    /// <inheritdoc/>
    public Task<CommandResult> Refuse(CommandContext context, string reference, IReadOnlyList<VisaRefusal> reasons,
        DateOnly? appealUntil) =>
        Execute(context, new RefuseVisa(reference, reasons, appealUntil));

    /// <inheritdoc/>
    public Task<CommandResult> Appeal(CommandContext context, string reference) => Execute(context, new AppealVisa(reference));

    /// <inheritdoc/>
    public async Task<CommandResult> Lapse(CommandContext context, string reference)
    {
        var live = (await GrainFactory.Migrant(Migrant).Get())?.Sponsorship is { } id ? await GrainFactory.Sponsorship(id).Get() : null;
        return await Execute(context, new LapseVisa(reference, live is { ArrivedOn: not null, EndedOn: null }));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Withdraw(CommandContext context, string reference) => Execute(context, new WithdrawVisa(reference));

    /// <inheritdoc/>
    public Task<CommandResult> Tend() => Execute(new TendVisas());

    /// <inheritdoc/>
    public Task<VisasView> Get() => Task.FromResult(new VisasView(Migrant, Version, [.. Confirmed.Visas.Select(ViewOf)]));

    /// <inheritdoc/>
    public Task<bool> CoversOn(DateOnly day) => Task.FromResult(Confirmed.CoversOn(day));

    /// <inheritdoc/>
    public async Task<string?> ReadNumber(string reference, PersonReader reader) =>
        Confirmed.Find(reference)?.Terms?.Number is { } name
            ? await persons.ReadNote(Migrant.Value, PersonFiles.TextNote(name), reader) : null;

    internal static VisaView ViewOf(Visa visa) => new(
        Reference: visa.Reference,
        AppliedOn: visa.AppliedOn,
        State: visa.State,
        From: visa.Terms?.From,
        To: visa.Terms?.To,
        Conditions: visa.Terms?.Conditions ?? [],
        HasNumber: visa.Terms?.Number is not null,
        Reasons: visa.Reasons,
        AppealUntil: visa.AppealUntil,
        Lapse: visa.Lapse,
        Warned: visa.Warned);
}
