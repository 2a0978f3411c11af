namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Shares;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.MigrantCommand;

/// <summary>Hosts a migrant's rules, and keeps the person's data in the vault.</summary>
[Reentrant, GrainType("migrant")]
public sealed partial class MigrantGrain(Journaling journaling, PersonFiles persons)
    : EventSourcedGrain<MigrantDecider, Migrant, MigrantCommand, MigrantEvent>(journaling), IMigrantGrain
{
    private readonly PersonRegistration _registration = new(persons, journaling.Time);
    private readonly PersonAges _ages = new(persons, journaling.Time);


    private MigrantId Id => MigrantId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    // A migrant belongs to a nation, whose cities may have different days: what is of today anywhere is not of the future.
    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.LatestDay(time);

    /// <inheritdoc/>
    public Task<CommandResult> Register(CommandContext context, MigrantRegistration registration) => _registration.Run(
        Id.Value,
        context,
        registration.Person,
        () => Confirmed.Id is not null || IsThrownAway,
        () => Execute(context, new RegisterMigrant(Id, registration.Origin, registration.Languages, registration.Skills,
            _ages.Declared(registration.Person))));

    /// <inheritdoc/>
    public Task<CommandResult> VerifyAge(CommandContext context, AgeVerification verification) => _ages.Verify(
        Id.Value,
        context,
        verification,
        group => MigrantDecider.Decide(Confirmed, new VerifyMigrantAge(group, verification.Document), MomentFor(context)).Rejection,
        group => Execute(context, new VerifyMigrantAge(group, verification.Document)));

    /// <inheritdoc/>
    public async Task<AgeGroup?> AgeToday()
    {
        if (Confirmed.Age == AgeGroup.Minor && await _ages.IsOfAge(Id.Value)) await Execute(new ComeOfAge());
        return Confirmed.Age;
    }

    /// <inheritdoc/>
    public Task<CommandResult> DeclareBaseline(CommandContext context, Baseline baseline) =>
        Execute(context, new DeclareBaseline(baseline));

    /// <inheritdoc/>
    public Task<CommandResult> VerifyBaseline(CommandContext context, BaselineVerification verification) =>
        Execute(context, new VerifyBaseline(verification));

    /// <inheritdoc/>
    public Task<BaselinesView?> Baselines() =>
        Task.FromResult(Confirmed.Id is { } id ? new BaselinesView(id, Version, Confirmed.Baseline, Confirmed.Verified) : null);

    /// <inheritdoc/>
    public async Task<CommandResult> Take(CommandContext context, SponsorshipId sponsorship, SponsorshipId? continues = null)
    {
        var result = await Execute(context, new TakeMigrant(sponsorship, continues));
        return result.Outcome == RecordLinking.Asking ? await this.AskPrincipal(result, sponsorship) : result;
    }

    /// <inheritdoc/>
    public async Task<OfferedAppend?> OfferTake(CommandContext context, SponsorshipId sponsorship) =>
        (await OfferAppend(context, new TakeMigrant(sponsorship), "taken")).Append?.Offered();

    /// <inheritdoc/>
    public Task SettleTake(Guid append, OfferSettled settled)
    {
        Settle(append, settled.ToFate());
        return WritesUnderWay();
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Free(CommandContext context, SponsorshipId sponsorship, string takeCommand, bool nextLetsGo = false) =>
        await this.Report(await Execute(context, new FreeMigrant(sponsorship, takeCommand, nextLetsGo)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<SponsorshipId>?> Sponsorships() =>
        Task.FromResult<IReadOnlyList<SponsorshipId>?>(Confirmed.Id is null ? null : Confirmed.Sponsorships);

    /// <inheritdoc/>
    public async Task<MigrantView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is { } id ? View(id) : null;
    }

    private MigrantView View(MigrantId id) => new(
        Id: id,
        Version: Version,
        Nation: id.Nation,
        Origin: Confirmed.Origin,
        Languages: Confirmed.Languages,
        Skills: Confirmed.Skills,
        Baseline: Confirmed.Baseline,
        Sponsorship: Confirmed.Live,
        Erased: Confirmed.Erased,
        VerifiedBaseline: Confirmed.Verified.LastOrDefault(),
        NextSponsorship: Confirmed.Next,
        LinkedTo: Confirmed.Linked.Principal,
        Records: Confirmed.Linked.Records.IsEmpty ? null : [.. Confirmed.Linked.Records.Select(r => r.Record)],
        Age: Confirmed.Age,
        Dependants: Confirmed.Dependants.IsEmpty ? null : Confirmed.Dependants,
        ErasureAskedOn: Confirmed.ErasureAskedOn);

    /// <inheritdoc/>
    public async Task<MigrantView?> GetSettled() =>
        (await WritesUnderWay()).IsAccepted
            ? await Get() : throw new StoreUnavailableException("The migrant's newest writes are not known to be there; ask again.");

    /// <inheritdoc/>
    public Task<Person?> ReadPerson(PersonReader reader) => persons.Read(Id.Value, reader);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersonAccess>> PersonAccesses(int limit) => persons.Accesses(Id.Value, limit);

    /// <inheritdoc/>
    public async Task<CommandResult> ErasePerson(CommandContext context, string reason)
    {
        if (!PersonFiles.IsCode(reason))
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "A reason is a code such as 'own-request'.", Version);
        }

        // No beneficiary is put into the vault between the event and the erasure.
        return await InTurn(async () =>
        {
            var result = await Execute(context, new EraseMigrant());
            if (!result.IsAccepted) return result;
            await persons.Erase(Id.Value, context.Actor, reason);
            foreach (var (dependant, _) in Confirmed.Dependants) await persons.Erase(dependant.Value, context.Actor, reason);
            return result;
        });
    }
}
