namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.StepAnswer;

// A sponsorship that goes on in another city, because the host moves and the migrant comes along.
public sealed partial class SponsorshipGrain
{
    // The host's record in the city that the host comes from.
    private IHostGrain Before => GrainFactory.Host(Confirmed.Moves.Succession!.Host);

    /// <inheritdoc/>
    public async Task<CommandResult> ProposeSuccessor(CommandContext context, HostId host, HostId hostBefore, SponsorshipId succeeds)
    {
        if (await GrainFactory.Sponsorship(succeeds).Get() is not { } before)
        {
            return CommandResult.Refuse(RejectionCode.SponsorshipNotFound, "There is no sponsorship that could be continued.", Version);
        }

        var hostView = await GrainFactory.Host(host).Get();
        var migrantView = await GrainFactory.Migrant(before.Migrant).Get();
        var known = new ProposalFacts(hostView is { Erased: false }, migrantView is { Erased: false }, hostView?.Household ?? default,
            hostView?.Home ?? default, await AgeOf(hostView), hostView?.Guardian, await AgeOf(migrantView));
        var continues = new SuccessionFacts(succeeds, hostBefore, before is { ArrivedOn: not null, EndedOn: null });
        // If there is nothing to continue any more, what the move has begun is undone at once.
        return await ExecuteAndRun(context, new Propose(Id, host, before.Migrant, Party.Host, known, continues));
    }

    /// <inheritdoc/>
    public async Task<MovedAway> MoveAway(CommandContext context, SponsorshipId to, DateOnly on)
    {
        var result = await ExecuteAndRun(context, new MoveAway(to, on));
        // Where it had ended by itself, its place is kept or given back before the other city's sponsorship gives up what is kept.
        if (result.IsAccepted && Confirmed.Moves.SucceededBy is null && SponsorshipSaga.IsUnfinished(Confirmed))
        {
            result = CommandResult.Refuse(RejectionCode.Busy,
                "It has ended by itself and is still giving back what it had; ask again in a moment.", Version);
        }

        return new()
        {
            Result = result, Reason = result.IsAccepted ? Confirmed.Ended : null,
            Year = result.IsAccepted ? Confirmed.YearOn(on) : null
        };
    }

    /// <inheritdoc/>
    public Task<ContinuedYear?> YearIfMovedOn(DateOnly on) => Task.FromResult(Confirmed.YearIfMovedOn(on));

    // What it continues may end by itself, and its checks may change: looked at with every run, of which the end of the other one causes
    // one.
    private async Task Follow()
    {
        if (Confirmed is
            {
                IsBeforeArrival: true, Formation.MigrantClaim: Claim.Held,
                Moves.Succession.State: SuccessionState.Forming or SuccessionState.Alone
            })
        {
            await Today();
            await Execute(new FollowPredecessor(await Predecessor()));
        }

    }

    private async Task<PredecessorFacts> Predecessor()
    {
        var other = GrainFactory.Sponsorship(Confirmed.Moves.Succession!.Of).Get();
        var host = Before.Get();
        await Task.WhenAll(other, host);
        return await other is { } view
            ? new(view.ArrivedOn, view.EndReason, (await host)?.Suspended, [.. view.Checks.Select(c => new CarriedCheck(c.Kind, c.Result))])
            : throw new InvalidOperationException($"{Confirmed.Moves.Succession.Of}, which {Id} continues, is not there.");
    }

    private static StepAnswer? Taken(CommandResult result) =>
        result is { IsAccepted: true, Outcome: MigrantDecider.TakenAsNext } ? new TakenAsNext() : Answer(result);

    private static StepAnswer? Left(MovedAway left) =>
        left is { Result.IsAccepted: true, Reason: { } reason } ? new PredecessorLeft(reason, left.Year) : Answer(left.Result);

    // In this order, so that at no moment both records of one person may enter a sponsorship.
    private static async Task<StepAnswer?> Both(IHostGrain first, IHostGrain second, Func<IHostGrain, Task<CommandResult>> step) =>
        Answer(await step(first)) is StepDone ? Answer(await step(second)) : null;
}
