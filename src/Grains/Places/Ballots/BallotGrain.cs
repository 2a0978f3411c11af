namespace VipOrleans.Grains.Places;

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Places.BallotCommand;

/// <summary>Hosts the rules of a ballot, and ends, counts and finishes it by itself.</summary>
/// <remarks>
/// A persisted reminder is set before the ballot is opened and goes when the city has its quota: whoever wakes it up repeats no step.
/// </remarks>
[Reentrant, GrainType("ballot")]
public sealed partial class BallotGrain(Journaling journaling, PersonFiles files, NewBallotKey newKey)
    : SagaGrain<BallotDecider, Ballot, BallotCommand, BallotEvent>(journaling, "ballot"), IBallotGrain
{
    /// <summary>How many parts a register and a box have: no part of a million votes has more than some sixteen thousand.</summary>
    internal const int Parts = 64;

    private const int AtOnce = 16;

    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private Task _opening = Task.CompletedTask;

    private BallotId Id => BallotId.Parse(this.GetPrimaryKeyString());

    private ICityGrain City => GrainFactory.City(Id.City);

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CommandResult> Open(CommandContext context, BallotTerms terms)
    {
        // One at a time: each makes a key.
        while (!_opening.IsCompleted) await Task.WhenAny(_opening);
        var opening = OpenInTurn(context, terms);
        _opening = opening;
        return await opening;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Cancel(CommandContext context)
    {
        var result = await Execute(context, new CancelBallot());
        // Its key goes, as after a count. What a crash keeps from it is done when the reminder comes.
        await Run();
        return result;
    }

    /// <inheritdoc/>
    public async Task<BallotView?> Get()
    {
        await BeingMade();
        if (IsDue) await Run();
        return Confirmed.Id is null ? null : View();
    }

    /// <inheritdoc/>
    public Task<BallotFacts?> Facts() => Task.FromResult(Confirmed is { Id: { } id, Terms: { } terms }
        ? new BallotFacts(id, Confirmed.Status, terms, Confirmed.OpenedAt, Confirmed.Parts, Confirmed.PublicKey) : null);

    /// <inheritdoc/>
    public Task Wake() => Run();

    /// <summary>The name under which the vault has a ballot's key.</summary>
    internal static string KeyFile(string publicKey) =>
        $"ballot-key-{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(publicKey)))[..32]}";

    private bool IsDue => BallotSaga.Next(Confirmed, Now) is not (BallotStep.None or BallotStep.Wait);

    private async Task<CommandResult> OpenInTurn(CommandContext context, BallotTerms terms)
    {
        // Open already: the first answer again for the same command, and a refusal for another one.
        if (Confirmed.Id is not null) return await Execute(context, new OpenBallot(Id, terms, 0, Parts, ""));
        if (await City.Get() is null)
        {
            return CommandResult.Refuse(RejectionCode.CityNotFound, "There is no such city in the programme.", Version);
        }

        var electorate = (await GrainFactory.Registers(Id.City.Value).Summary()).Electors;
        var open = new OpenBallot(Id, terms, electorate, Parts, "");
        // Nothing is made, stored or set for what is refused anyway: a key takes half a second.
        if (BallotDecider.Decide(Confirmed, open, MomentFor(context)).Rejection is not null) return await Execute(context, open);
        var (privateKey, publicKey) = newKey();
        return await Begin(() => OpenWithKey(context, open with { PublicKey = publicKey }, privateKey), EndOf(terms));
    }

    private async Task<CommandResult> OpenWithKey(CommandContext context, OpenBallot open, byte[] privateKey)
    {
        // Under the name of its own public key, before the event that names it: whatever becomes of this try, the event's key is there.
        await files.StoreFile(Id.Value, KeyFile(open.PublicKey), privateKey);
        return await Execute(context, open);
    }

    private WakeUp EndOf(BallotTerms terms) => WakeUp.After(terms.Until - Now, Daily);

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        if (IsDue) await Take(BallotSaga.Next(Confirmed, Now));
        return true;
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(BallotSaga.Next(Confirmed, Now) switch
    {
        BallotStep.None => null,
        BallotStep.Wait => EndOf(Confirmed.Terms!),
        _ => Soon,
    });

    private async Task Take(BallotStep step)
    {
        switch (step)
        {
            case BallotStep.Close:
                await SetReminder(Soon);
                Must(await Execute(new CloseBallot()));
                break;
            case BallotStep.Count:
                foreach (var some in BallotSaga.Uncounted(Confirmed).Chunk(AtOnce)) await Task.WhenAll(some.Select(Count));
                break;
            case BallotStep.Decide:
                Must(await Execute(new DecideBallot()));
                break;
            case BallotStep.SetQuota:
                var city = await City.Get();
                var decision =
                    new QuotaDecision(Confirmed.Result!.Places!.Value, QuotaAuthority.Ballot, Id.Value, Time.Today(city!.TimeZone));
                Must(await City.DecideQuota(new() { Id = BallotSaga.QuotaCommand(Id), Fingerprint = 0, Actor = BySystem }, decision));
                await Finish();
                break;
            case BallotStep.Finish:
                await Finish();
                break;
        }
    }

    private async Task Count(int part)
    {
        var tally = await GrainFactory.BallotBox(Id, part).Seal();
        Must(await Execute(new NoteBoxCount(part, tally.ToImmutableSortedDictionary())));
    }

    private async Task Finish()
    {
        // Nobody can sign a paper any more, not even for a ballot that is over.
        await files.Erase(Id.Value, BySystem, "ballot-over");
        Must(await Execute(new NoteBallotOver()));
    }

    private static void Must(CommandResult result)
    {
        if (!result.IsAccepted) throw new InvalidOperationException($"{result.Rejected}: {result.Detail}");
    }

    private BallotView View()
    {
        var (ballot, terms) = (Confirmed, Confirmed.Terms!);
        return new(Id, Version, ballot.Status, terms.Question.Places, terms.Question.Numbers, terms.LegalBasis, terms.From, terms.Until,
            terms.QuorumPercent, ballot.OpenedAt, ballot.Electorate, ballot.PublicKey, ballot.Result,
            ballot.Result is null ? null : [.. ballot.Tally().Select(t => new AnswerCount(t.Key, t.Value))],
            QuotaIsSet: ballot is { IsSettled: true, Result.Places: not null }, terms.PapersUntil);
    }
}

/// <summary>Makes the key of a ballot's papers.</summary>
public delegate (byte[] PrivateKey, string PublicKey) NewBallotKey();
