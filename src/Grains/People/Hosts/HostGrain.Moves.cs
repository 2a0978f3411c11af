namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;

// A host who moves to another city has a record in each.
public sealed partial class HostGrain
{
    private const string Purpose = "move-to-another-city";

    private Task _moving = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<CommandResult> Move(CommandContext context, HostMoveOrder order)
    {
        var city = await GrainFactory.City(order.City).Get();
        var guardian = order.Guardian is { } guardianId ? await GrainFactory.Host(guardianId).Get() : null;
        var live = Confirmed.Live is { } id ? await GrainFactory.Sponsorship(id).Get() : null;
        var household = order.Household ?? guardian?.Household ?? HouseholdId.From(order.City, order.Host.Value);
        var home = HomeId.From(order.City, persons.Pseudonym("address", order.Address));
        var there = new RegistrationFacts(city is not null, city?.Policy.MinorsMayHost ?? false,
            IsFit(guardian) && (guardian!.Wards?.Count ?? 0) < MostWards(city) ? guardian.Household : null);
        var command =
            new MoveHost(order.Host, household, home, order.Guardian, order.Sponsorship,
                new(there, live?.Id, live is { ArrivedOn: not null, EndedOn: null }));

        // One at a time: of two moves at once, the second must not overwrite what the first has put into the vault.
        while (!_moving.IsCompleted) await Task.WhenAny(_moving);
        var move = MoveInTurn(context, command, order.Address);
        _moving = move;
        return await move;
    }

    /// <inheritdoc/>
    public Task<HostMoveView?> GetMove() =>
        Task.FromResult(Confirmed is { Id: { } id, Move: { } move } ? ViewOf(id, move.Begun, move.IsComplete) : null);

    /// <inheritdoc/>
    public async Task<CommandResult> RegisterMoved(CommandContext context, HostMoveView move)
    {
        var result =
            await Execute(context,
                new RegisterMoved(new(move.To, move.Household, move.Home, move.Guardian, move.Sponsorship, move.Succeeds), move.From));
        if (result.IsAccepted && move.Sponsorship is null) await TakePayeeAlong();
        // That there is room was looked at when the move was asked for.
        if (result.IsAccepted && move.Guardian is { } acting)
        {
            await GrainFactory.Host(acting).AdmitWard(WardContext("admit", $"{move.From}"), Id, CityPolicy.MostMinorsPerGuardian);
        }

        return result;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> CompleteMove(CommandContext context, HostId to)
    {
        // Before the record opens, and so before anything is owed to it: the newest account that the person has given.
        if (to == Id) await TakePayeeAlong();
        var result = await Execute(context, new CompleteMove(to));
        if (result.IsAccepted && to != Id) await LeaveGuardian(Confirmed.Guardian, $"{to}");
        return result;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> UndoMove(CommandContext context, HostId to)
    {
        var result = await Execute(context, new UndoMove(to));
        if (result.IsAccepted && Confirmed.IsVoid)
        {
            await persons.Erase(Id.Value, context.Actor, "move-undone");
            await LeaveGuardian(Confirmed.Guardian, $"{to}");
        }

        return result;
    }

    internal static HostMoveView ViewOf(HostId from, HostMoveBegun begun, bool isComplete = false) => new(
        from, begun.To, begun.Household, begun.Home, begun.Guardian, begun.Sponsorship, begun.Succeeds, isComplete);

    private async Task<CommandResult> MoveInTurn(CommandContext context, MoveHost command, string address)
    {
        // What will be refused is not kept, and what is there already is not overwritten.
        if (Confirmed.Move is not null || HostDecider.Decide(Confirmed, command, MomentFor(context)).Rejection is not null
            || IsThrownAway)
        {
            return await Execute(context, command);
        }

        if (await persons.Read(Id.Value, new() { Actor = context.Actor, Purpose = Purpose }) is not { } person)
        {
            return CommandResult.Refuse(RejectionCode.PersonNotFound, "There is no personal data that could be taken along.", Version);
        }

        // One document belongs to one record: they stay with the one that they were shown for.
        var there = new Person { Name = person.Name, Contact = person.Contact, Address = address, BirthDate = person.BirthDate };
        if (PersonFiles.Problem(there) is { } problem) return CommandResult.Refuse(RejectionCode.InvalidInput, problem, Version);
        await persons.Store(command.To.Value, there);
        var result = await Execute(context, command);
        // What was refused, or was undone since, leaves nothing behind. What may have been written after all keeps its data.
        if (result.Rejected != RejectionCode.StoreUnavailable && Confirmed.Move?.To != command.To)
        {
            await persons.Erase(command.To.Value, context.Actor, "move-refused");
        }

        return result;
    }

    private async Task TakePayeeAlong()
    {
        if (Confirmed is not { Payee: null, Erased: false, MovedFrom: { } from }) return;
        if (await GrainFactory.Host(from).ReadPayee(new() { Actor = "system", Purpose = Purpose }) is not { } payee)
        {
            return;
        }

        var name = await persons.StorePayee(Id.Value, payee);
        // If the person has given an account meanwhile, that one stays.
        await Execute(new() { Id = $"{Id}:payee", Fingerprint = 0, Actor = "system", IfMatch = Version }, new ProvidePayee(name));
    }
}
