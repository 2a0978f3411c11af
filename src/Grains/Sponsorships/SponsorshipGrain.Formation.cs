namespace VipOrleans.Grains.Sponsorships;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;

/// <content>
/// Forming at once: migrant, host and this sponsorship decide and offer what they would write, and the city, which decides last on a place
/// or one in line, writes all of it in its next append. Then there is nothing left to do until somebody acts, the line moves or the hold
/// runs out, so there is no reminder. Where that is not to be had (somebody is not free, a record is linked, a check was made before, the
/// journal does not join partitions, another writer came first), nothing was written and the saga goes step by step.
/// </content>
public sealed partial class SponsorshipGrain
{
    // Null where it did not come about, and nothing was written. The migrant is asked before the host, always: two sponsorships that want
    // the same two people never wait for each other.
    private async Task<CommandResult?> FormAtOnce(CommandContext context, SponsorshipCommand yes)
    {
        if (!JoinsPartitions || context.FormerId is not null
            || Confirmed is not { Status: SponsorshipStatus.Proposed, Moves.Succession: null, Checks.Results.Count: 0 })
        {
            return null;
        }

        var (migrant, host) = (GrainFactory.Migrant(Confirmed.Migrant), GrainFactory.Host(Confirmed.Host));
        var (own, answer) = await OfferAppend(context, yes, "accepted");
        if (own is null) return await answer;
        OfferedAppend? taken = null, hosted = null;
        FormationOutcome? formed = null;
        var isAsked = false;
        try
        {
            taken = await migrant.OfferTake(StepContext(SagaStep.TakeMigrant), Id);
            hosted = taken is null ? null : await host.OfferTake(StepContext(SagaStep.TakeHost), Id);
            if (hosted is not null)
            {
                isAsked = true;
                formed = await GrainFactory.City(Id.City)
                    .Form(StepContext(SagaStep.HoldPlace), new(Id, Confirmed.Migrant, [taken!, hosted, own.Offered()]));
            }
        }
        catch (Exception e)
        {
            LogNotFormed(Log, e, Id);
        }

        // If the city was asked and does not know, or has not answered, everything may have been written, or may still be.
        var isVoid = !isAsked || formed is { Settled: [], Place.Result.Rejected: not RejectionCode.StoreUnavailable };
        var otherwise = new OfferSettled(null, null, isVoid);
        var settled = formed is { Settled.Count: > 0 } ? formed.Settled : [otherwise, otherwise, otherwise];
        // In the order in which everybody hears of it, the one whose answer the caller gets is last.
        await Task.WhenAll(
            taken is null ? Task.CompletedTask : Told(migrant.SettleTake(taken.Id, settled[0])),
            hosted is null ? Task.CompletedTask : Told(host.SettleTake(hosted.Id, settled[1])));
        Settle(own.Id, settled[2].ToFate(formed?.Completion));
        var result = await answer;
        return isVoid ? null : result;
    }

    private CommandContext StepContext(SagaStep step) =>
        new() { Id = SponsorshipSaga.CommandId(Id, step), Fingerprint = 0, Actor = BySystem };

    // Whoever does not hear it reads the journal.
    private async Task Told(Task settling)
    {
        try
        {
            await settling;
        }
        catch (Exception e)
        {
            LogNotTold(Log, e, Id);
        }
    }

    [LoggerMessage(154, LogLevel.Warning, "{Sponsorship} could not be formed at once; what was not written is taken step by step.")]
    private static partial void LogNotFormed(ILogger log, Exception e, SponsorshipId sponsorship);

    [LoggerMessage(155, LogLevel.Information, "What became of {Sponsorship} could not be told to its host or migrant, who read it.")]
    private static partial void LogNotTold(ILogger log, Exception e, SponsorshipId sponsorship);
}
