namespace VipOrleans.Grains.Hosting;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <remarks>
/// <para>
/// Written together: several grains decide, and one of them writes what all of them have decided, in one joint append. The others offer:
/// they decide, hand over what they would write, and do nothing else until they hear what became of it. The one that writes decides last,
/// so it never waits for anybody.
/// </para>
/// <para>
/// Safety rests on the journal's fence alone. An offer is written on the head on which it was decided or not at all, whatever became of
/// the grain that made it; and one that hears nothing is thrown away and reads the truth back.
/// </para>
/// </remarks>
public abstract partial class EventSourcedGrain<TDecider, TState, TCommand, TEvent>
{
    private (Guid Append, Offer Offer)? _handedOver;

    /// <summary>True if the journal takes what grains of several partitions have decided in one append.</summary>
    protected bool JoinsPartitions => _journaling.Journal.JoinsPartitions;

    /// <summary>
    /// Decides a command, and hands over what it would write. Until <see cref="Settle"/> tells what became of it, whatever else is asked of
    /// this grain waits; if that takes too long, the activation is thrown away.
    /// </summary>
    /// <param name="context">Who asks, and under which identity.</param>
    /// <param name="command">The command.</param>
    /// <param name="outcome">The only outcome that is offered: after any other, nothing is handed over and nothing written.</param>
    /// <returns>What to write; or nothing, and the answer.</returns>
    protected async Task<(Append? Append, Task<CommandResult> Answer)> OfferAppend(CommandContext context, TCommand command, string outcome)
    {
        if (ProblemOf(context) is { } problem) return (null, Task.FromResult(problem));
        var keyed = context.Personal is { } personal ? _journaling.FingerprintOf(personal) : 0;
        var offer = new Offer(outcome);
        var answer = Enqueue(
            new(command, MomentFor(context), context.Id, context.Fingerprint ^ keyed, context.IfMatch)
            {
                Former = context.Fingerprint,
                Offer = offer,
            });
        var first = await Task.WhenAny(answer, offer.Handed.Task);
        return (first == answer ? null : await offer.Handed.Task, answer);
    }

    /// <summary>Tells what became of an offer. Whoever did not make it, or has heard it already, passes it over.</summary>
    /// <param name="append">The append's id.</param>
    /// <param name="fate">What became of it.</param>
    protected void Settle(Guid append, OfferFate fate)
    {
        if (_handedOver is { } handed && handed.Append == append) handed.Offer.Fate.TrySetResult(fate);
    }

    /// <summary>Carries out a command, and writes what others have offered together with it, all or nothing.</summary>
    /// <param name="context">Who asks, and under which identity.</param>
    /// <param name="command">The command.</param>
    /// <param name="join">What is to be written with it, given the state that it makes. It is called again if it is decided again.</param>
    /// <returns>The answer, and where the others' streams end; no ends if nothing of theirs was written.</returns>
    protected async Task<(CommandResult Result, IReadOnlyList<StreamHead> Heads)> ExecuteTogether(CommandContext context,
        TCommand command, Func<TState, IReadOnlyList<Append>> join)
    {
        if (ProblemOf(context) is { } problem) return (problem, []);
        var pending = new Pending(command, MomentFor(context), context.Id, context.Fingerprint, context.IfMatch) { Join = join };
        var result = await Enqueue(pending);
        return (result, pending.Heads);
    }

    private async Task HandOver(Pending pending, Offer offer)
    {
        var append = ToAppend([pending]);
        _handedOver = (append.Id, offer);
        offer.Handed.TrySetResult(append);
        OfferFate fate;
        try
        {
            fate = await offer.Fate.Task.WaitAsync(_journaling.Options.OfferTimeout, Time);
        }
        catch (TimeoutException)
        {
            fate = OfferFate.Unknown;
        }

        _handedOver = null;
        switch (fate)
        {
            case { Head: { } head }:
                pending.Extend(fate.Completion, e => TDecider.Evolve(pending.StateAfter, TDecider.Aggregate.Events.Read(e.Data.Span)));
                // What is decided meanwhile rests on the offer; if it was completed, everything after it is decided once more.
                if (fate.Completion is null)
                {
                    Commit([pending], append, head);
                    break;
                }

                Commit([pending], append.CompletedWith(fate.Completion), head);
                DecideAgain([], []);
                break;
            case { IsVoid: true }:
                DecideAgain([], []);
                Answer(pending, NotOffered());
                break;
            default:
                GiveWay(append, append.Expected, [pending]);
                break;
        }
    }

    private async Task<AppendResult> AppendTogether(Append own, List<Pending> batch)
    {
        Append[] all = [own, .. batch.SelectMany(p => p.Joined)];
        var results = await WithRetries(() => _journaling.Journal.AppendTogether(all));
        var i = 1;
        foreach (var p in batch)
        {
            var ofIts = results.Skip(i).Take(p.Joined.Count).ToArray();
            i += p.Joined.Count;
            p.Heads = [.. ofIts.Select(r => r.Head)];
            p.IsStale = Array.Exists(ofIts, r => r.Status is AppendStatus.Conflict or AppendStatus.CommandRepeated);
        }

        return results[0];
    }

    // Somebody else has written to a stream that an offer is for: that offer is void, and everything is decided again without it.
    private void DecideWithout(List<Pending> batch)
    {
        var stale = batch.FindAll(p => p.IsStale);
        foreach (var p in batch) p.Heads = [];
        DecideAgain(batch.Except(stale), []);
        foreach (var p in stale) Answer(p, NotOffered());
    }

    private static bool IsJoined(List<Pending> batch, Pending next) => next.Joined.Count > 0
        && batch.Exists(p => p.Joined.Any(a => next.Joined.Any(other => other.Stream == a.Stream)));

    private static CommandResult NotOffered() =>
        CommandResult.Refuse(RejectionCode.Busy, "It could not be written together with what it belongs to; try again in a moment.");

    /// <summary>An offer: what is handed over, and what became of it.</summary>
    /// <param name="outcome">The only outcome that is offered.</param>
    private sealed class Offer(string outcome)
    {
        public string Outcome { get; } = outcome;

        /// <summary>What to write; null if nothing is offered.</summary>
        public TaskCompletionSource<Append?> Handed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<OfferFate> Fate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
