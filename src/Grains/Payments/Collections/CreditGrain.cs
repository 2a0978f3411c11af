namespace VipOrleans.Grains.Payments;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Payments.BankCreditCommand;

/// <summary>Hosts the rules of a booked credit and lets the sponsorships' books follow it.</summary>
/// <remarks>
/// What it pays stands in its own journal before any book is touched, and each part has a reference of its own in the books: whoever asks
/// again repeats nothing. The file that brings it comes again until it is done; only what an officer begins sets a reminder first.
/// </remarks>
[Reentrant, GrainType("credit")]
public sealed partial class CreditGrain(Journaling journaling)
    : SagaGrain<BankCreditDecider, BankCredit, BankCreditCommand, BankCreditEvent>(journaling, "credit"), ICreditGrain
{
    // How many sponsorships are asked at once.
    private const int AtOnce = 50;

    private static readonly TimeSpan CallerWaits = TimeSpan.FromSeconds(10);

    private CreditId Id => CreditId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CreditBooking> Book(CommandContext context, BookedCredit facts, CreditPlan plan)
    {
        var result = await Follow(await Execute(context, new BookCredit(Id, facts, plan)));
        return new(result, Confirmed.Status);
    }

    /// <inheritdoc/>
    public Task<CommandResult> Assign(CommandContext context, CreditAssignment assignment) => Begin(context, new AssignCredit(assignment));

    /// <inheritdoc/>
    public Task<CommandResult> Release(CommandContext context, CreditRelease reason) => Execute(context, new ReleaseCredit(reason));

    /// <inheritdoc/>
    public async Task<CommandResult> Reverse(CommandContext context, CreditId by, BookedCredit facts) =>
        await Follow(await Execute(context, new ReverseCredit(by, facts)));

    /// <inheritdoc/>
    public async Task<CommandResult> Rematch(CreditPlan plan) => await Follow(await Execute(new AllocateCredit(plan)));

    /// <inheritdoc/>
    public async Task<CreditView?> Get()
    {
        await BeingMade();
        if (Confirmed is not { Id: { } id, Facts: { } facts } s) return null;
        var held = s.Parts.Where(p => p is { Line.Kind: AllocationKind.Books, State: AllocationState.Collected })
            .Sum(p => p.Line.Amount - p.Collected);
        return new CreditView(
            Id: id,
            Version: Version,
            Amount: facts.Amount,
            On: facts.On,
            IsReversal: facts.IsReversal,
            Reference: s.Reference,
            Status: s.Status,
            Rest: new(s.Rest, facts.Amount.Currency),
            Held: new(held, facts.Amount.Currency),
            Parts: s.Parts.Count,
            Why: s.Why,
            Released: s.Released,
            ReversedBy: s.ReversedBy,
            Original: s.Original,
            File: facts.InFile,
            Line: facts.Line);
    }

    /// <inheritdoc/>
    public Task<ListPage<CreditPart>?> Parts(long after, int limit)
    {
        if (Confirmed.Facts is not { } facts) return Task.FromResult<ListPage<CreditPart>?>(null);
        var first = (int)Math.Min(after, Confirmed.Parts.Count);
        var some = Confirmed.Parts.Skip(first).Take(Math.Clamp(limit, 1, PageLimits.Most)).ToArray();
        return Task.FromResult<ListPage<CreditPart>?>(new()
        {
            Items = [.. some.Select((p, i) => new CreditPart(
                Number: first + i + 1, Sponsorship: p.Line.Sponsorship, Employer: p.Line.Employer, Year: p.Line.Year,
                Month: p.Line.Month, Amount: new(p.Line.Amount, facts.Amount.Currency), Kind: p.Line.Kind, State: p.State))],
            Next = first + some.Length < Confirmed.Parts.Count ? first + some.Length : null,
        });
    }

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        var s = Confirmed;
        if (s.Facts is not { } facts) return true;
        if (!s.IsPlanned)
        {
            var plans = await GrainFactory.Collections(Id.City).Plan([new(Id, facts, s.Reference, s.Rest)]);
            return (await Execute(new AllocateCredit(plans[0]))).IsAccepted;
        }

        if (s is { Original: { } original, IsCarriedOut: false }) return await TakeBack(original, facts);
        var next = s.Next(AtOnce);
        if (next.Count == 0) return true;
        return s.Parts[next[0] - 1].State == AllocationState.Planned ? await Collect(next, facts) : await GiveBack(next);
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(
        Confirmed.Id is not null && (!Confirmed.IsPlanned || Confirmed is { Original: not null, IsCarriedOut: false }
            || Confirmed.Next(1).Count > 0) ? Soon : null);

    // Who asks comes again if it hangs, and a run that hangs sets the reminder itself.
    private async Task<CommandResult> Follow(CommandResult result)
    {
        if (!result.IsAccepted) return result;
        try
        {
            await Run().WaitAsync(CallerWaits, Time);
        }
        catch (TimeoutException)
        {
            // It goes on.
        }

        return result;
    }

    private async Task<bool> TakeBack(CreditId original, BookedCredit facts)
    {
        var context = new CommandContext { Id = $"{Id}:reversal", Fingerprint = 0, Actor = BySystem };
        var result = await GrainFactory.Credit(original).Reverse(context, Id, facts);
        if (IsTransient(result)) return false;
        return (await Execute(new NoteReversal(result.Rejected))).IsAccepted;
    }

    private async Task<bool> Collect(IReadOnlyList<int> numbers, BookedCredit facts)
    {
        var done = await Task.WhenAll(numbers.Select(n => Collect(n, facts)));
        CollectedPart[] collected = [.. done.OfType<CollectedPart>()];
        // What was done is noted also if something else failed: it need not be asked for again.
        if (collected.Length > 0) await Execute(new NoteCollected(collected));
        return collected.Length == done.Length;
    }

    // Null if nobody knows whether it was done: it is asked again, under the same id.
    private async Task<CollectedPart?> Collect(int number, BookedCredit facts)
    {
        var line = Confirmed.Parts[number - 1].Line;
        if (line.Kind != AllocationKind.Books) return new(number, line.Amount);
        var reference = BankCredit.BooksReference(Id, number);
        try
        {
            var answer = await GrainFactory.Sponsorship(line.Sponsorship).CollectUpTo(
                new() { Id = $"{reference}:collect", Fingerprint = 0, Actor = BySystem }, new(reference, line.Employer),
                new(line.Amount, facts.Amount.Currency), facts.On);
            if (IsTransient(answer.Result)) return null;
            if (answer.Result.Rejected is { } refused) LogRefused(Log, reference, refused);
            return new(number, answer.Amount.Minor);
        }
        catch (Exception e)
        {
            GrainTelemetry.SagaFailures.Add(1);
            LogFailed(Log, e, reference);
            return null;
        }
    }

    private async Task<bool> GiveBack(IReadOnlyList<int> numbers)
    {
        var done = await Task.WhenAll(numbers.Select(GiveBack));
        ReversedPart[] reversed = [.. done.OfType<ReversedPart>()];
        if (reversed.Length > 0) await Execute(new NoteReversed(reversed));
        return reversed.Length == done.Length;
    }

    private async Task<ReversedPart?> GiveBack(int number)
    {
        var part = Confirmed.Parts[number - 1];
        if (part.Line.Kind != AllocationKind.Books || part.Collected == 0) return new(number, part.Line, IsTakenBack: true);
        var reference = BankCredit.BooksReference(Id, number);
        try
        {
            var result = await GrainFactory.Sponsorship(part.Line.Sponsorship).ReverseCollection(
                new() { Id = $"{reference}:reverse", Fingerprint = 0, Actor = BySystem }, reference);
            return IsTransient(result) ? null : new(number, part.Line, IsTakenBack: result.IsAccepted);
        }
        catch (Exception e)
        {
            GrainTelemetry.SagaFailures.Add(1);
            LogFailed(Log, e, reference);
            return null;
        }
    }

    private static bool IsTransient(CommandResult result) =>
        result.Rejected is RejectionCode.StoreUnavailable or RejectionCode.Busy or RejectionCode.VersionMismatch;

    [LoggerMessage(213, LogLevel.Warning,
        "The books could not be asked for the part {Reference} of a credit. They are asked again when the reminder or the file comes.")]
    private static partial void LogFailed(ILogger log, Exception e, string reference);

    [LoggerMessage(173, LogLevel.Error, "The books refused the part {Reference} of a credit: {Code}. It is held as arrived.")]
    private static partial void LogRefused(ILogger log, string reference, RejectionCode code);
}
