namespace VipOrleans.Checking;

using System.Collections.Concurrent;
using System.Text.Json;
using VipOrleans.Domain.Kernel;

/// <summary>What a command does, told so that it can be found again in the journal: one event of a client's making.</summary>
/// <param name="Stream">The stream that the event is in.</param>
/// <param name="EventType">The event's stable name.</param>
/// <param name="Mark">A text that only this command's event has in its JSON; null where the event's name is enough.</param>
/// <param name="Spreads">True where the command may do the same in other streams too, under the same id and once in each, as earnings go to
/// every host of a share year.</param>
public sealed record Effect(StreamId Stream, string EventType, string? Mark = null, bool Spreads = false);

/// <summary>How a request was answered.</summary>
public enum Answer
{
    /// <summary>Not at all, or with an error after which it may have been carried out.</summary>
    Unknown,

    /// <summary>It was carried out.</summary>
    Acknowledged,

    /// <summary>It was refused for good.</summary>
    Refused,
}

/// <summary>One command of a client, however often it was sent. May be used from many threads.</summary>
/// <param name="commandId">The command's id in the journal: under it the command is carried out once.</param>
/// <param name="effect">What it does.</param>
public sealed class ClientRequest(string commandId, Effect effect)
{
    private readonly Lock _gate = new();
    private readonly List<string> _contradictions = [];

    /// <summary>The command's id.</summary>
    public string CommandId { get; } = commandId;

    /// <summary>What it does.</summary>
    public Effect Effect { get; } = effect;

    /// <summary>The last answer that was one; <see cref="Answer.Unknown"/> while there is none.</summary>
    public Answer Answer { get; private set; }

    /// <summary>What was acknowledged, in one word.</summary>
    public string? Outcome { get; private set; }

    /// <summary>The stream's version that was acknowledged; null where the answer does not tell.</summary>
    public long? Version { get; private set; }

    /// <summary>Why it was refused.</summary>
    public string? Code { get; private set; }

    /// <summary>Answers that do not agree with an earlier one.</summary>
    public IReadOnlyList<string> Contradictions
    {
        get
        {
            lock (_gate) return [.. _contradictions];
        }
    }

    /// <summary>It was acknowledged; a second acknowledgement has to be the same.</summary>
    public void Acknowledge(string outcome, long? version)
    {
        lock (_gate)
        {
            if (Answer != Answer.Unknown && (Outcome, Version) != (outcome, version))
            {
                _contradictions.Add($"{Told()} and then acknowledged '{outcome}' at {version}");
            }

            (Answer, Outcome, Version, Code) = (Answer.Acknowledged, outcome, version, null);
        }
    }

    /// <summary>It was refused for good: it has no effect. A refusal that leaves it open is told by nothing at all.</summary>
    public void Refuse(string code)
    {
        lock (_gate)
        {
            if (Answer == Answer.Acknowledged)
            {
                _contradictions.Add($"{Told()} and then refused as '{code}'");
                return;
            }

            (Answer, Code) = (Answer.Refused, code);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"command '{CommandId}' ({Effect.EventType} in {Effect.Stream}{(Effect.Mark is null ? "" : $" with {Effect.Mark}")}), {Told()}";

    private string Told() => Answer switch
    {
        Answer.Acknowledged => $"acknowledged '{Outcome}' at {Version}",
        Answer.Refused => $"refused as '{Code}'",
        _ => "never answered",
    };
}

/// <summary>All that the clients of one run asked for. May be used from many threads.</summary>
public sealed class History
{
    private readonly ConcurrentQueue<ClientRequest> _requests = new();

    /// <summary>The requests, in the order in which they were begun.</summary>
    public IReadOnlyCollection<ClientRequest> Requests => _requests;

    /// <summary>
    /// Notes a request before it is sent for the first time. Only what changes something is noted: a command that asks for what already is
    /// may be acknowledged with no event at all.
    /// </summary>
    public ClientRequest Begin(string commandId, Effect effect)
    {
        var request = new ClientRequest(commandId, effect);
        _requests.Enqueue(request);
        return request;
    }

    /// <summary>How many requests have this answer.</summary>
    public int Count(Answer answer) => _requests.Count(r => r.Answer == answer);

    /// <summary>Writes the history, one JSON object a line: what is kept of a run that failed.</summary>
    public void Write(TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        foreach (var r in _requests)
            to.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        r.CommandId, Stream = r.Effect.Stream.Value, r.Effect.EventType, r.Effect.Mark, Answer = r.Answer.ToString(),
                        r.Outcome, r.Version, r.Code, r.Contradictions
                    }));
    }
}
