namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.HostCommand;

/// <summary>Hosts a host's rules, and keeps the person's data in the vault.</summary>
[Reentrant, GrainType("host")]
public sealed partial class HostGrain(Journaling journaling, PersonFiles persons)
    : EventSourcedGrain<HostDecider, Host, HostCommand, HostEvent>(journaling),
    IHostGrain
{
    private readonly PersonRegistration _registration = new(persons, journaling.Time);
    private readonly PersonAges _ages = new(persons, journaling.Time);


    private HostId Id => HostId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CommandResult> Register(CommandContext context, HostRegistration registration)
    {
        var city = await GrainFactory.City(Id.City).Get();
        var guardian = registration.Guardian is { } guardianId ? await GrainFactory.Host(guardianId).Get() : null;
        var household = registration.Household ?? guardian?.Household ?? HouseholdId.From(Id.City, Id.Value);
        var home = registration.Person.Address is { } address ? HomeId.From(Id.City, persons.Pseudonym("address", address))
            : guardian?.Home ?? HomeId.From(Id.City, household.Value);
        var facts = new RegistrationFacts(city is not null, city?.Policy.MinorsMayHost ?? false,
            IsFit(guardian) ? guardian!.Household : null, _ages.Declared(registration.Person), city?.Policy.AsksBirthDate ?? false);
        var command = new RegisterHost(Id, household, home, registration.Guardian, facts);
        Task<CommandResult> Run() => _registration.Run(Id.Value, context, registration.Person,
            () => Confirmed.Id is not null || IsThrownAway, () => Execute(context, command));
        if (registration.Guardian is not { } acting || Confirmed.Id is not null
            || HostDecider.Decide(Confirmed, command, MomentFor(context)).Rejection is not null)
        {
            return await Run();
        }

        // The guardian counts the minor before there is one: of many at a time, none is too many.
        var admitted = await GrainFactory.Host(acting).AdmitWard(WardContext("admit", context.Id), Id, MostWards(city));
        if (!admitted.IsAccepted) return CommandResult.Refuse(admitted.Rejected!.Value, admitted.Detail!, Version);
        var result = await Run();
        if (!result.IsAccepted && result.Rejected != RejectionCode.StoreUnavailable && Confirmed.Guardian != acting)
        {
            await GrainFactory.Host(acting).ReleaseWard(WardContext("release", context.Id), Id);
        }

        return result;
    }

    // Of age, and living here.
    private static bool IsFit(HostView? guardian) =>
        guardian is { Guardian: null, Erased: false, MovedTo: null, OpensWith: null, IsVoid: false, Age: not AgeGroup.Minor };

    /// <inheritdoc/>
    public async Task<CommandResult> Suspend(CommandContext context, SuspensionReason reason, CaseWords? words)
    {
        // What the host asked for is held against nobody. The feed relay gives notice of the ruling: the suspension and the news of it are
        // one event.
        var ruling = reason == SuspensionReason.OwnRequest ? (RulingId?)null : RulingId.From(Id.City, $"{Id}:{context.Id}");
        if (words is null) return await Execute(context, new SuspendHost(reason, ruling));
        if (CaseNotes.Problem(words) is { } problem) return CommandResult.Refuse(RejectionCode.InvalidInput, problem, Version);
        if (ruling is null)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "A suspension that the host asked for needs no reasons in words.",
                Version);
        }

        var suspend = new SuspendHost(reason, ruling, persons.NameOf(words, ruling.Value.Value));
        // What will be refused is not kept.
        if (HostDecider.Decide(Confirmed, suspend, MomentFor(context)).Rejection is null)
        {
            await persons.StoreText(ruling.Value.Value, words.Text);
        }

        return await Execute(context.About(suspend.Text), suspend);
    }

    /// <inheritdoc/>
    public Task<CommandResult> LiftSuspension(CommandContext context, RulingId ruling, ReinstatementReason reason) =>
        Execute(context, new LiftSuspension(ruling, reason));

    /// <inheritdoc/>
    public Task<CommandResult> Reinstate(CommandContext context, ReinstatementReason reason) => Execute(context, new ReinstateHost(reason));

    /// <inheritdoc/>
    public async Task<CommandResult> Take(CommandContext context, SponsorshipId sponsorship)
    {
        var result = await Execute(context, new TakeHost(sponsorship));
        return result.Outcome == RecordLinking.Asking ? await this.AskPrincipal(result, sponsorship) : result;
    }

    /// <inheritdoc/>
    public async Task<OfferedAppend?> OfferTake(CommandContext context, SponsorshipId sponsorship) =>
        (await OfferAppend(context, new TakeHost(sponsorship), "taken")).Append?.Offered();

    /// <inheritdoc/>
    public Task SettleTake(Guid append, OfferSettled settled)
    {
        Settle(append, settled.ToFate());
        return WritesUnderWay();
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Free(CommandContext context, SponsorshipId sponsorship, string takeCommand) =>
        await this.Report(await Execute(context, new FreeHost(sponsorship, takeCommand)));

    /// <inheritdoc/>
    public async Task<HostView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is { } id ? View(id) : null;
    }

    private HostView View(HostId id) => new(
        Id: id,
        Version: Version,
        City: id.City,
        Household: Confirmed.Household,
        Home: Confirmed.Home,
        Guardian: Confirmed.Guardian,
        Suspended: Confirmed.Suspended,
        Sponsorship: Confirmed.Live,
        Erased: Confirmed.Erased,
        HasPayee: Confirmed.Payee is not null,
        MovedFrom: Confirmed.MovedFrom,
        MovedTo: Confirmed.Move is { IsComplete: true } moved ? moved.To : null,
        MovingTo: Confirmed.Move is { IsComplete: false } moving ? moving.To : null,
        OpensWith: Confirmed.OpensWith,
        IsVoid: Confirmed.IsVoid,
        LinkedTo: Confirmed.Linked.Principal,
        Records: Confirmed.Linked.Records.IsEmpty ? null : [.. Confirmed.Linked.Records.Select(r => r.Record)],
        Age: Confirmed.Age,
        Wards: Confirmed.Wards.IsEmpty ? null : Confirmed.Wards,
        Absence: Confirmed.Absence,
        ErasureAskedOn: Confirmed.ErasureAskedOn);

    /// <inheritdoc/>
    public async Task<HostView?> GetSettled() =>
        (await WritesUnderWay()).IsAccepted
            ? await Get() : throw new StoreUnavailableException("The host's newest writes are not known to be there; ask again.");

    /// <inheritdoc/>
    public Task<Person?> ReadPerson(PersonReader reader) => persons.Read(Id.Value, reader);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PersonAccess>> PersonAccesses(int limit) => persons.Accesses(Id.Value, limit);

    /// <inheritdoc/>
    public async Task<CommandResult> ProvidePayee(CommandContext context, BankParty payee)
    {
        var problems = payee.Problems();
        if (problems.Count > 0)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}")),
                Version);
        }

        if (Confirmed is { Id: null } or { Erased: true }) return await Execute(context, new ProvidePayee(""));
        // In the vault under a name made of itself, before the event says which one counts: an old request that comes again overwrites
        // nothing.
        var name = await persons.StorePayee(Id.Value, payee);
        // A key that was used for one account is refused for another one; the caller's own hash leaves out what is personal.
        return await Execute(context with { Fingerprint = context.Fingerprint ^ PersonFiles.FingerprintOf(name) }, new ProvidePayee(name));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> ProvideEstatePayee(CommandContext context, BankParty payee, string document)
    {
        var problems = payee.Problems();
        if (problems.Count > 0)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}")),
                Version);
        }

        if (Confirmed is { Id: null } or { Erased: true }) return await Execute(context, new ProvideEstatePayee("", document));
        var name = await persons.StorePayee(Id.Value, payee);
        return await Execute(context with { Fingerprint = context.Fingerprint ^ PersonFiles.FingerprintOf(name) },
            new ProvideEstatePayee(name, document));
    }

    /// <inheritdoc/>
    public async Task<BankParty?> ReadPayee(PersonReader reader) =>
        Confirmed.Payee is { } name ? await persons.ReadPayee(Id.Value, name, reader) : null;

    /// <inheritdoc/>
    public async Task<bool> IsPaidTo(string code) =>
        await ReadPayee(new() { Actor = "system", Purpose = "employer-check" }) is { } payee
            && persons.CodeOfAccount(payee.Account.Iban ?? payee.Account.Number ?? "") == code;

    /// <inheritdoc/>
    public async Task<ProvidedPayee?> ReadProvidedPayee(PersonReader reader)
    {
        // Who said so is asked first: an account that is replaced meanwhile comes with the word of the one before, or is refused.
        var (name, by) = (Confirmed.Payee, Confirmed.PayeeBy);
        return name is not null && await persons.ReadPayee(Id.Value, name, reader) is { } payee ? new(payee, by) : null;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> ErasePerson(CommandContext context, string reason)
    {
        if (!PersonFiles.IsCode(reason))
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "A reason is a code such as 'own-request'.", Version);
        }

        var result = await Execute(context, new EraseHost());
        // After the event, so that nobody can be taken in between; again with every retry, so that a lost try is made good.
        if (!result.IsAccepted) return result;
        await persons.Erase(Id.Value, context.Actor, reason);
        await LeaveGuardian(Confirmed.Guardian, context.Id);
        // The same person's data, under the record that they have moved from.
        var before = Confirmed.MovedFrom is { } from && !Confirmed.IsVoid
            ? await GrainFactory.Host(from).ErasePerson(context with { IfMatch = null }, reason) : result;
        return before.IsAccepted ? result : before;
    }
}
