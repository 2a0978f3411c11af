namespace VipOrleans.Grains.Hosting;

using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>
/// The one base of all grains that decide: it holds an aggregate's state, decides commands against the newest state in memory, and writes
/// what was decided to the journal. A call answers only when its events are durable.
/// </summary>
/// <remarks>
/// <para>
/// Group commit: what is decided while a write is on its way goes out together in the next one. For this the grain is reentrant, and
/// between deciding and queuing there is no <c>await</c>. Questions read <see cref="Confirmed"/>, which has only what is durable; even a
/// refusal is answered only when what it rests on is.
/// </para>
/// <para>
/// A write that fails for good fails its callers and all that was decided after it, and the activation is thrown away: the next call reads
/// the truth back. Two activations of one grain may be alive at a time; the journal's fence lets one of them write, and the other is thrown
/// away.
/// </para>
/// <para>
/// A command id is carried out once per stream, forever: the newest ids are known here, and the journal refuses every older one, upon
/// which everything undurable is decided again with that id known. A command that would append nothing (it was refused, or there is nothing
/// to do) is answered only after the journal was asked whether it was carried out before: then it gets its first answer.
/// </para>
/// </remarks>
/// <typeparam name="TDecider">The aggregate's rules.</typeparam>
/// <typeparam name="TState">Its state, immutable.</typeparam>
/// <typeparam name="TCommand">Its commands.</typeparam>
/// <typeparam name="TEvent">Its events.</typeparam>
public abstract partial class EventSourcedGrain<TDecider, TState, TCommand, TEvent> : Grain, ICommandsDone
    where TDecider : IDecider<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    // More than one append can carry, so that all that a journal says it knows is known when the batch is decided again.
    private const int KnownCommands = 1_024;

    /// <summary>The actor of what the grain does by itself.</summary>
    protected const string BySystem = "system";

    private readonly Journaling _journaling;
    private readonly Queue<Pending> _queue = new();
    private readonly Dictionary<string, Pending> _inFlight = [];
    private readonly Dictionary<string, CommandMark> _known = [];
    private readonly Queue<string> _knownOrder = new();
    private readonly HashSet<string> _voided = [];
    private StreamHead _confirmedHead;
    private TState _head;
    private long _headVersion;
    private long _snapshotVersion;
    private bool _writing, _failed, _savingSnapshot;

    /// <summary>Makes the grain.</summary>
    /// <param name="journaling">The journal and its settings.</param>
    protected EventSourcedGrain(Journaling journaling)
    {
        _journaling = journaling;
        Confirmed = _head = TDecider.Initial;
    }

    /// <summary>The grain's stream in the journal.</summary>
    protected abstract StreamId Stream { get; }

    /// <summary>The state as it is durable.</summary>
    protected TState Confirmed { get; private set; }

    /// <summary>How many events <see cref="Confirmed"/> is made of.</summary>
    protected long Version => _confirmedHead.Version;

    /// <summary>The journal, for reading the grain's own past.</summary>
    protected IJournal Journal => _journaling.Journal;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => _journaling.Time;

    /// <summary>The time now, UTC.</summary>
    protected DateTimeOffset Now => _journaling.Time.GetUtcNow();

    /// <summary>The moment at which somebody asks now.</summary>
    protected Moment MomentFor(string actor)
    {
        var now = Now;
        return new(now, DayAt(now), actor);
    }

    /// <summary>The moment at which a command is asked now.</summary>
    protected Moment MomentFor(CommandContext context) => MomentFor(context.Actor) with { FormerActor = context.FormerActor };

    /// <summary>The day at a time, where the aggregate lives: the day in UTC, unless a grain of a city knows better.</summary>
    protected virtual DateOnly DayAt(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>The time that is written beside an event: when it was decided, as a rule.</summary>
    protected virtual DateTimeOffset EventTime => Now;

    /// <summary>The id of a new append. It begins with the time, so that stores write in one place.</summary>
    protected virtual Guid NewAppendId() => Guid.CreateVersion7();

    /// <summary>Cancelled when the silo stops.</summary>
    protected CancellationToken Stopping => _journaling.News.Stopping;

    /// <summary>The grain's log.</summary>
    protected ILogger Log => _journaling.Log;

    /// <summary>A snapshot is kept when this many events have come since the last one.</summary>
    protected virtual int SnapshotEvery => _journaling.Options.SnapshotEvery;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = await _journaling.Journal.Read(Stream, TDecider.Aggregate.Schema, cancellationToken);
            var state = TDecider.Initial;
            if (content.Snapshot is { } snapshot && !TryRead(snapshot, out state))
            {
                content = await _journaling.Journal.Read(Stream, null, cancellationToken);
            }

            foreach (var e in content.Events) state = TDecider.Evolve(state, TDecider.Aggregate.Events.Read(e.Data.Span));
            Confirmed = _head = state;
            _confirmedHead = content.Head;
            _headVersion = content.Head.Version;
            _snapshotVersion = content.Snapshot?.Version ?? 0;
        }
        catch (JournalUnavailableException e)
        {
            // The journal's own exception is unknown to clients of the cluster.
            throw new StoreUnavailableException(e.Message);
        }

        await base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> HasDone(string commandId)
    {
        try
        {
            return (await _journaling.Journal.FindCommands(Stream, [commandId])).Count > 0;
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    /// <summary>True once a write has failed for good: this activation is thrown away, and what it knows may be out of date.</summary>
    protected bool IsThrownAway => _failed;

    /// <summary>Carries out a command under its caller's identity.</summary>
    /// <param name="context">Who asks, and under which identity.</param>
    /// <param name="command">The command.</param>
    /// <param name="decided">Gets what was decided, each time that it is: the last time counts, and none does where the answer is a
    /// repeat.</param>
    protected Task<CommandResult> Execute(CommandContext context, TCommand command, Action<IReadOnlyList<TEvent>>? decided = null)
    {
        if (ProblemOf(context) is { } problem) return Task.FromResult(problem);
        if (context.FormerId is { } former) return ExecuteOnce(context with { FormerId = null }, former, command, decided);
        var keyed = context.Personal is { } personal ? _journaling.FingerprintOf(personal) : 0;
        return Enqueue(
            new(command, MomentFor(context), context.Id, context.Fingerprint ^ keyed, context.IfMatch)
            {
                Former = context.Fingerprint,
                Seen = decided,
            });
    }

    /// <summary>Begins a trial, on the state as it is durable.</summary>
    protected Trial BeginTrial() => new(Confirmed, Version, []);

    /// <summary>Begins a trial of commands of which some may have been carried out before: these are answered as they were then.</summary>
    /// <param name="commandIds">The ids of the commands.</param>
    /// <exception cref="StoreUnavailableException">The journal does not answer.</exception>
    protected async Task<Trial> BeginTrial(IReadOnlyCollection<string> commandIds)
    {
        try
        {
            return new(Confirmed, Version, await _journaling.Journal.FindCommands(Stream, [.. commandIds]));
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    // Found out here, because in an append it would take all others of the batch down with it.
    private static CommandResult? ProblemOf(CommandContext context) =>
        context is { Id.Length: >= 1 and <= JournalLimits.MaxCommandIdLength, Actor.Length: >= 1 and <= JournalLimits.MaxActorLength }
            ? null : CommandResult.Refuse(RejectionCode.InvalidInput, "A command's id and its actor have 1 to 100 characters.");

    // A command that was carried out under the id of a former form gets the answer of that time.
    private async Task<CommandResult> ExecuteOnce(CommandContext context, string former, TCommand command,
        Action<IReadOnlyList<TEvent>>? decided)
    {
        try
        {
            return await Execute(await HasDone(former) ? context with { Id = former } : context, command, decided);
        }
        catch (StoreUnavailableException e)
        {
            return CommandResult.Refuse(RejectionCode.StoreUnavailable, e.Message, _headVersion);
        }
    }

    /// <summary>Carries out a command of the grain itself, which the state alone keeps from being carried out twice.</summary>
    protected Task<CommandResult> Execute(TCommand command) => Enqueue(new(command, MomentFor(BySystem), null, 0, null));

    /// <summary>
    /// Waits for the writes that are on their way. A write is in the feed a moment before <see cref="Confirmed"/> shows it; whoever is
    /// asked because of news in the feed waits that moment.
    /// </summary>
    /// <returns>The version then, or the rejection where the writes failed.</returns>
    protected Task<CommandResult> WritesUnderWay() =>
        _failed ? Task.FromResult(Unavailable()) : _writing
            ? Line(new(null, MomentFor(BySystem), null, 0, null)) : Task.FromResult(new CommandResult { Version = Version });

    /// <summary>
    /// Waits for the first write, where it is on its way: a list that follows the feed can name what is being made a moment before
    /// <see cref="Confirmed"/> has it, and whoever then asks for it is not told that there is no such thing.
    /// </summary>
    protected Task BeingMade() => Version == 0 && _writing ? WritesUnderWay() : Task.CompletedTask;

    /// <summary>
    /// Asks the journal whether <see cref="Confirmed"/> is all there is. False where a write of this activation has an unknown outcome or
    /// another activation has written; then this one is thrown away.
    /// </summary>
    protected async Task<bool> IsNewest()
    {
        if (_failed) return false;
        var version = Version;
        if ((await _journaling.Journal.Read(Stream, TDecider.Aggregate.Schema)).Head.Version == version) return true;
        // What this activation has written meanwhile is no reason to throw it away.
        if (version == Version && !_writing) DeactivateOnIdle();
        return false;
    }

    /// <summary>
    /// Begins work of the grain's own as soon as the activation is ready. Work that begins within <see cref="OnActivateAsync"/> can fail
    /// there and throw the activation away before it is ready, and the runtime then loses calls that wait for it.
    /// </summary>
    protected void OnceActive(Func<Task> begin) => this.RegisterGrainTimer(
        cancellation =>
        {
            // Not awaited: a call under way would hold up the end of the activation.
            _ = begin();
            return Task.CompletedTask;
        },
        new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = true });

    /// <summary>Called after events became durable, with <see cref="Confirmed"/> as they made it. Must not throw.</summary>
    protected virtual void OnCommitted()
    {
    }

    private Task<CommandResult> Enqueue(Pending pending)
    {
        if (_failed) return Task.FromResult(Unavailable());
        if (pending.Id is { } id)
        {
            if (_known.TryGetValue(id, out var mark)) return Task.FromResult(AnswerAgain(mark, pending));
            if (_inFlight.TryGetValue(id, out var same))
            {
                return same.Fingerprint == pending.Fingerprint ? same.Answer.Task : Task.FromResult(KeyReused());
            }
        }

        if (_queue.Count >= _journaling.Options.MaxPending)
        {
            return Task.FromResult(
                CommandResult.Refuse(RejectionCode.Busy,
                    $"More than {_journaling.Options.MaxPending:N0} commands wait to be written here; try again in a moment."));
        }

        return Line(pending);
    }

    private Task<CommandResult> Line(Pending pending)
    {
        Decide(pending);
        if (!_writing) _ = Write();
        return pending.Answer.Task;
    }

    // Decides on the newest state and puts the decision in line. No await in here: nothing may come between.
    private void Decide(Pending pending)
    {
        if (pending.Command is not { } command)
        {
            pending.Decided(new() { Version = _headVersion }, [], _head);
        }
        else if (pending.Id is { } late && _voided.Contains(late))
        {
            // The undo came first and is on its way to the journal. This has no effect, and its answer follows the undo's.
            pending.Decided(AnswerAgain(Void(late, _headVersion), pending), [], _head);
        }
        else if (pending.IfMatch is { } expected && expected != _headVersion)
        {
            pending.Decided(Outdated(_headVersion, expected), [], _head);
        }
        else
        {
            var decision = TDecider.Decide(_head, command, pending.Moment);
            if (decision.Rejection is null && pending.Offer is { } offer && offer.Outcome != decision.Outcome)
            {
                pending.Decided(NotOffered(), [], _head);
            }
            else if (decision.Rejection is { } rejection)
            {
                pending.Decided(CommandResult.Refuse(rejection.Code, rejection.Detail, _headVersion), [], _head);
            }
            else
            {
                var at = EventTime;
                var head = _head;
                var events = new List<NewEvent>(decision.Events.Count);
                foreach (var e in decision.Events)
                {
                    head = TDecider.Evolve(head, e);
                    events.Add(new(EventCodec<TEvent>.NameOf(e), TDecider.Aggregate.Events.Write(e), at, pending.Actor));
                }

                (_head, _headVersion) = (head, _headVersion + events.Count);
                pending.Decided(new() { Version = _headVersion, Outcome = decision.Outcome }, events, _head, decision.VoidedCommand);
                pending.Seen?.Invoke(decision.Events);
                if (events.Count > 0 && pending.Join is { } join) pending.Joins(join(head));
            }
        }

        if (pending.Id is { } id) _inFlight[id] = pending;
        if (pending.Voided is { } voided) _voided.Add(voided);
        _queue.Enqueue(pending);
    }

    private async Task Write()
    {
        _writing = true;
        List<Pending> batch = [];
        try
        {
            while (_queue.Count > 0 && !_failed)
            {
                batch = TakeBatch();
                if (!batch.Exists(p => p.Events.Count > 0))
                {
                    // They rest on what is durable: everything before them in the queue has been written.
                    Answer(batch);
                    continue;
                }

                if (batch is [{ Offer: { } offer } offered])
                {
                    await HandOver(offered, offer);
                    continue;
                }

                var append = ToAppend(batch);
                var result = await AppendWithRetries(append, batch);
                switch (result.Status)
                {
                    case AppendStatus.Withheld:
                        DecideWithout(batch);
                        break;
                    case AppendStatus.Appended or AppendStatus.AlreadyAppended:
                        Commit(batch, append, result.Head);
                        break;
                    case AppendStatus.CommandRepeated:
                        DecideAgain(batch, result.Repeated);
                        // Another activation carried it out: what rests on this one's state is not worth trying.
                        if (result.Head != append.Expected) GiveWay(append, result.Head, []);
                        break;
                    default:
                        GiveWay(append, result.Head, batch);
                        break;
                }
            }
        }
        catch (Exception e)
        {
            LogWriteFailed(Log, e, Stream.Kind, batch.Count + _queue.Count);
            Fail(batch, e is JournalUnavailableException { IsFull: true } ? Full() : Unavailable());
        }
        finally
        {
            _writing = false;
        }
    }

    private List<Pending> TakeBatch()
    {
        var batch = new List<Pending>();
        var (events, bytes, marks, appends) = (0, 0, 0, 1);
        while (_queue.TryPeek(out var next))
        {
            var full = events + next.Events.Count + next.Joined.Sum(a => a.Events.Count) > _journaling.Options.MaxBatchEvents
                || bytes + next.Bytes > _journaling.Options.MaxBatchBytes
                || marks + next.Marks > JournalLimits.MaxCommandsPerAppend
                || appends + next.Joined.Count > JournalLimits.MaxAppendsTogether;
            // What is offered is written by somebody else, and with nothing of this grain's own.
            if (batch.Count > 0 && (full || next.IsHandedOver || IsJoined(batch, next))) break;
            batch.Add(_queue.Dequeue());
            events += next.Events.Count + next.Joined.Sum(a => a.Events.Count);
            bytes += next.Bytes;
            marks += next.Marks;
            appends += next.Joined.Count;
            if (next.IsHandedOver) break;
        }

        return batch;
    }

    private Append ToAppend(List<Pending> batch)
    {
        var marks = new List<CommandMark>();
        foreach (var p in batch)
        {
            if (p.Events.Count == 0) continue;
            if (p.Id is { } id) marks.Add(new(id, p.Fingerprint, p.Result.Version, p.Result.Outcome));
            if (p.Voided is { } voided && !_known.ContainsKey(voided)) marks.Add(Void(voided, p.Result.Version));
        }

        // An id that was carried out needs no voiding. One command may void what another in the same batch carries out or voids; the first
        // mark stands.
        return new(Stream, _confirmedHead, NewAppendId(), [.. batch.SelectMany(p => p.Events)],
            [.. marks.DistinctBy(m => m.CommandId)]);
    }

    private static CommandMark Void(string id, long version) => new(id, 0, version, "voided");

    private async Task<AppendResult> AppendWithRetries(Append append, List<Pending> batch)
    {
        using var activity =
            GrainTelemetry.Source.StartActivity("commit", ActivityKind.Internal, batch[0].Trace,
                links: batch.Skip(1).Where(p => p.Trace != default).Take(32).Select(p => new ActivityLink(p.Trace)));
        activity?.SetTag("vip.stream.kind", Stream.Kind).SetTag("vip.events", append.Events.Count).SetTag("vip.commands", batch.Count);
        // The same append id every time: where a lost try had got through, the journal says so and adds nothing.
        return batch.Exists(p => p.Joined.Count > 0)
            ? await AppendTogether(append, batch) : await WithRetries(() => _journaling.Journal.Append(append));
    }

    private async Task<T> WithRetries<T>(Func<ValueTask<T>> work)
    {
        var delay = _journaling.Options.FirstRetryDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work().AsTask().WaitAsync(_journaling.Options.AttemptTimeout, Time);
            }
            catch (Exception e) when (e is JournalUnavailableException { IsFull: false } or TimeoutException
                && attempt < _journaling.Options.MaxAttempts)
            {
                GrainTelemetry.Retries.Add(1);
                if (delay > TimeSpan.Zero) await Task.Delay(delay, Time);
                delay *= 2;
            }
        }
    }

    private void Commit(List<Pending> batch, Append append, StreamHead head)
    {
        var last = batch[^1];
        Confirmed = last.StateAfter;
        _confirmedHead = head;
        foreach (var mark in append.Commands) Remember(mark);
        foreach (var e in append.Events) GrainTelemetry.Events.Add(1, new KeyValuePair<string, object?>("type", e.Type));
        GrainTelemetry.BatchSize.Record(batch.Count);
        _journaling.News.Committed(Stream.Partition);
        OnCommitted();
        Answer(batch);
        SaveSnapshotWhenDue();
    }

    private void Answer(List<Pending> batch)
    {
        List<Pending>? unsure = null;
        foreach (var p in batch)
        {
            if (p.Voided is { } voided) _voided.Remove(voided);
            if (p.Id is null || p.Events.Count > 0) Answer(p, p.Result);
            else (unsure ??= []).Add(p);
        }

        if (unsure is not null) _ = AnswerAfterAsking(unsure);
    }

    private void Answer(Pending p, CommandResult result)
    {
        p.Offer?.Handed.TrySetResult(null);
        if (p.Id is { } id && _inFlight.GetValueOrDefault(id) == p) _inFlight.Remove(id);
        if (result.Rejected is { } code)
        {
            GrainTelemetry.Rejections.Add(1, new KeyValuePair<string, object?>("code", Codes<RejectionCode>.Text(code)));
        }

        p.Answer.TrySetResult(result);
    }

    // The state that refuses a command, or has nothing left to do for it, may be of the command's own making, before this activation knew
    // of it.
    private async Task AnswerAfterAsking(List<Pending> unsure)
    {
        try
        {
            var marks = await WithRetries(() => _journaling.Journal.FindCommands(Stream, [.. unsure.Select(p => p.Id!)]));
            var found = marks.ToDictionary(m => m.CommandId);
            foreach (var p in unsure)
            {
                if (!found.TryGetValue(p.Id!, out var mark))
                {
                    Answer(p, p.Result);
                    continue;
                }

                Remember(mark);
                Answer(p, AnswerAgain(mark, p));
            }
        }
        catch (Exception e)
        {
            LogAskingFailed(Log, e, Stream.Kind, unsure.Count);
            foreach (var p in unsure) Answer(p, Unavailable());
        }
    }

    // A command of the batch was carried out long ago. Nothing was written, so everything undurable is decided once more, with that known.
    private void DecideAgain(IEnumerable<Pending> batch, IReadOnlyList<CommandMark> repeated)
    {
        foreach (var mark in repeated) Remember(mark);
        Pending[] again = [.. batch, .. _queue];
        _queue.Clear();
        _inFlight.Clear();
        _voided.Clear();
        (_head, _headVersion) = (Confirmed, _confirmedHead.Version);
        foreach (var p in again)
        {
            if (p.Id is { } id && _known.TryGetValue(id, out var mark)) Answer(p, AnswerAgain(mark, p));
            else Decide(p);
        }
    }

    private void GiveWay(Append append, StreamHead found, List<Pending> batch)
    {
        LogConflict(Log, Stream.Kind, append.Expected.Version, found.Version);
        GrainTelemetry.Conflicts.Add(1);
        Fail(batch, Unavailable());
    }

    private void Fail(List<Pending> batch, CommandResult why)
    {
        _failed = true;
        foreach (var p in batch) Answer(p, why);
        foreach (var p in _queue) Answer(p, why);
        _queue.Clear();
        _inFlight.Clear();
        DeactivateOnIdle();
    }

    private void Remember(CommandMark mark)
    {
        if (!_known.TryAdd(mark.CommandId, mark)) return;
        _knownOrder.Enqueue(mark.CommandId);
        if (_knownOrder.Count > KnownCommands) _known.Remove(_knownOrder.Dequeue());
    }

    private bool TryRead(Snapshot snapshot, out TState state)
    {
        try
        {
            state = JsonSerializer.Deserialize(snapshot.Data.Span, TDecider.Aggregate.State)
                ?? throw new JsonException("A snapshot is not null.");
            return true;
        }
        catch (Exception e)
        {
            // A snapshot is disposable: the events tell the truth.
            LogSnapshotUnreadable(Log, e, Stream.Kind);
            state = TDecider.Initial;
            return false;
        }
    }

    private void SaveSnapshotWhenDue()
    {
        if (_savingSnapshot || _confirmedHead.Version - _snapshotVersion < SnapshotEvery) return;
        _ = SaveSnapshot(Confirmed, _confirmedHead);
    }

    private async Task SaveSnapshot(TState state, StreamHead head)
    {
        _savingSnapshot = true;
        try
        {
            // The state is immutable, so writing it out need not hold up the grain.
            var data = await Task.Run(() => JsonSerializer.SerializeToUtf8Bytes(state, TDecider.Aggregate.State));
            await _journaling.Journal.SaveSnapshot(Stream, new(head.Version, head.Hash, TDecider.Aggregate.Schema, data));
            _snapshotVersion = head.Version;
        }
        catch (Exception e)
        {
            // A snapshot is a convenience: without it the next activation reads more events.
            LogSnapshotFailed(Log, e, Stream.Kind);
        }
        finally
        {
            _savingSnapshot = false;
        }
    }

    // A mark from before personal data counted has the fingerprint without it; no newer one can be equal to that.
    private static CommandResult AnswerAgain(CommandMark mark, Pending pending) =>
        mark.Fingerprint == pending.Fingerprint || mark.Fingerprint == pending.Former
            ? new() { Version = mark.Version, Outcome = mark.Outcome, IsRepeat = true } : KeyReused();

    private static CommandResult Outdated(long version, long expected) =>
        CommandResult.Refuse(RejectionCode.VersionMismatch,
            $"The version is {version} now, not {expected}. Read it again and decide again.", version);

    private static CommandResult KeyReused() =>
        CommandResult.Refuse(RejectionCode.IdempotencyKeyReused,
            "This idempotency key was used for another request. Use a new key for a new request.");

    private static CommandResult Unavailable() =>
        CommandResult.Refuse(RejectionCode.StoreUnavailable,
            "The journal could not be written, or its answer was lost. Try again with the same idempotency key: it is carried out once.");

    private static CommandResult Full() =>
        CommandResult.Refuse(RejectionCode.StoreUnavailable,
            "The disk of the journal is full, and nothing was written. Whoever runs the service has to make room; then try again with the same "
                + "idempotency key.");

    [LoggerMessage(101, LogLevel.Warning,
        "Another activation wrote to this {Kind} stream: expected version {Expected}, found {Found}. This activation is thrown away.")]
    private static partial void LogConflict(ILogger log, string kind, long expected, long found);

    [LoggerMessage(102, LogLevel.Error,
        "A write to a {Kind} stream failed for good; {Commands} commands are told so and the activation is thrown away.")]
    private static partial void LogWriteFailed(ILogger log, Exception e, string kind, int commands);

    [LoggerMessage(103, LogLevel.Warning, "A snapshot of a {Kind} stream could not be kept.")]
    private static partial void LogSnapshotFailed(ILogger log, Exception e, string kind);

    [LoggerMessage(104, LogLevel.Warning, "A snapshot of a {Kind} stream could not be read; the state is made from all events.")]
    private static partial void LogSnapshotUnreadable(ILogger log, Exception e, string kind);

    [LoggerMessage(105, LogLevel.Error,
        "It could not be found out whether commands to a {Kind} stream had been carried out before; {Commands} commands are told so.")]
    private static partial void LogAskingFailed(ILogger log, Exception e, string kind, int commands);

    /// <summary>
    /// Commands that are decided one after the other and not carried out: nothing is written, no command's id is spent, and nobody else
    /// sees what they would change.
    /// </summary>
    /// <param name="state">The state on which the first is decided.</param>
    /// <param name="version">The version of it.</param>
    /// <param name="marks">The commands of it that were carried out before.</param>
    protected sealed class Trial(TState state, long version, IReadOnlyList<CommandMark> marks)
    {
        private readonly List<TEvent> _history = [];

        /// <summary>The state as the commands so far would have made it.</summary>
        public TState State { get; private set; } = state;

        /// <summary>The version as the commands so far would have made it.</summary>
        public long Version { get; private set; } = version;

        /// <summary>What the last command would write; nothing where it was refused.</summary>
        public IReadOnlyList<TEvent> Events { get; private set; } = [];

        /// <summary>What all commands so far would write.</summary>
        public IReadOnlyList<TEvent> History => _history;

        /// <summary>Decides a command on the state as it is now, as if its caller had never asked before.</summary>
        /// <param name="command">The command.</param>
        /// <param name="moment">When and by whom it is asked.</param>
        /// <param name="ifMatch">The version that the caller has seen, where it must still be the newest.</param>
        /// <param name="commandId">Its id, where it may be one of those that were carried out before.</param>
        public CommandResult Execute(TCommand command, Moment moment, long? ifMatch = null, string? commandId = null)
        {
            Events = [];
            if (commandId is not null && marks.FirstOrDefault(m => m.CommandId == commandId) is { } mark)
            {
                return new() { Version = mark.Version, Outcome = mark.Outcome, IsRepeat = true };
            }

            if (ifMatch is { } expected && expected != Version) return Outdated(Version, expected);
            var decision = TDecider.Decide(State, command, moment);
            if (decision.Rejection is { } rejection) return CommandResult.Refuse(rejection.Code, rejection.Detail, Version);
            (State, Events) = (decision.Events.Aggregate(State, TDecider.Evolve), decision.Events);
            _history.AddRange(Events);
            Version += Events.Count;
            return new() { Version = Version, Outcome = decision.Outcome };
        }
    }

    private sealed class Pending(TCommand? command, Moment moment, string? id, long fingerprint, long? ifMatch)
    {
        /// <summary>Null for who only waits.</summary>
        public TCommand? Command { get; } = command;
        public Moment Moment { get; } = moment;
        public string Actor => Moment.Actor;
        public string? Id { get; } = id;
        public long Fingerprint { get; } = fingerprint;

        /// <summary>The fingerprint as it was before personal data counted.</summary>
        public long Former { get; init; } = fingerprint;

        public long? IfMatch { get; } = ifMatch;

        /// <summary>Who wants to see what is decided.</summary>
        public Action<IReadOnlyList<TEvent>>? Seen { get; init; }

        /// <summary>Who wants to have it written together with what others decide; null: it is written here.</summary>
        public Offer? Offer { get; init; }

        /// <summary>True if it is to be handed to somebody else, who writes it.</summary>
        public bool IsHandedOver => Offer is not null && Events.Count > 0;

        /// <summary>What is to be written together with it, given the state that it makes; null: nothing.</summary>
        public Func<TState, IReadOnlyList<Append>>? Join { get; init; }

        /// <summary>What is written together with it.</summary>
        public IReadOnlyList<Append> Joined { get; private set; } = [];

        /// <summary>Where the streams end that were written together with it.</summary>
        public IReadOnlyList<StreamHead> Heads { get; set; } = [];

        /// <summary>True if something speaks against what was to be written together with it.</summary>
        public bool IsStale { get; set; }

        public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;
        public TaskCompletionSource<CommandResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public CommandResult Result { get; private set; } = null!;
        public IReadOnlyList<NewEvent> Events { get; private set; } = [];
        public TState StateAfter { get; private set; } = null!;
        public string? Voided { get; private set; }
        public int Bytes { get; private set; }
        public int Marks => Events.Count == 0 ? 0 : (Id is null ? 0 : 1) + (Voided is null ? 0 : 1) + Joined.Sum(a => a.Commands.Count);

        public void Decided(CommandResult result, IReadOnlyList<NewEvent> events, TState stateAfter, string? voided = null)
        {
            (Result, Events, StateAfter, Voided, Joined, Heads) = (result, events, stateAfter, voided, [], []);
            Bytes = events.Sum(e => e.Data.Length);
        }

        /// <summary>What its offer was completed with belongs to it.</summary>
        public void Extend(NewEvent? completion, Func<NewEvent, TState> after)
        {
            if (completion is null) return;
            StateAfter = after(completion);
            Events = [.. Events, completion];
            Result = Result with { Version = Result.Version + 1 };
        }

        public void Joins(IReadOnlyList<Append> joined)
        {
            Joined = joined;
            Bytes += joined.Sum(a => a.Events.Sum(e => e.Data.Length));
        }
    }
}
