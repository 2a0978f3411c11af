using System.Text;
using VipOrleans.Domain;
using VipOrleans.Journal;

namespace VipOrleans.Checking;

/// <summary>Commands against effects: one for each that was acknowledged, at most one for each that nobody answered, none for the rest.</summary>
internal static class EffectCheck
{
    /// <summary>The actor of what no client asked for: sagas, reminders, news.</summary>
    private const string System = "system";

    public static async Task Run(History history, IJournal journal, JournalContent content, List<Violation> violations, CancellationToken cancellation)
    {
        var explained = new HashSet<(StreamId, long)>();
        foreach (var stream in history.Requests.GroupBy(r => r.Effect.Stream))
        {
            var events = content.Streams.GetValueOrDefault(stream.Key) ?? [];
            var texts = events.ConvertAll(e => Encoding.UTF8.GetString(e.Data.Span));
            var requests = stream.ToArray();
            var marks = (await Marks(journal, stream.Key, requests, cancellation)).ToDictionary(m => m.CommandId, StringComparer.Ordinal);
            foreach (var request in requests)
            {
                var found = events.Where((e, i) => e.Type == request.Effect.EventType && (request.Effect.Mark is null || texts[i].Contains(request.Effect.Mark, StringComparison.Ordinal))).ToArray();
                CheckOne(request, found, marks.GetValueOrDefault(request.CommandId), violations);
                if (request.Answer != Answer.Refused) explained.UnionWith(found.Select(e => (e.Stream, e.Version)));
            }
        }

        var named = history.Requests.Select(r => r.Effect.EventType).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, events) in content.Streams) CheckUnasked(events, named, explained, violations);
    }

    private static void CheckOne(ClientRequest request, RecordedEvent[] found, CommandMark? mark, List<Violation> violations)
    {
        foreach (var contradiction in request.Contradictions) violations.Add(new(Laws.SameAnswer, $"Command '{request.CommandId}': {contradiction}."));
        var versions = string.Join(", ", found.Select(e => e.Version));
        if (found.Length > 1) violations.Add(new(Laws.OneEffect, $"{request} has {found.Length} effects, at versions {versions}."));
        if (request.Answer == Answer.Refused && found.Length > 0) violations.Add(new(Laws.NoEffectWithoutCommand, $"{request} has an effect at version {versions}."));
        if (request.Answer == Answer.Acknowledged && found.Length == 0) violations.Add(new(Laws.OneEffect, $"{request} has no effect: it is lost."));
        if (found.Length == 0) return;
        if (mark is null) violations.Add(new(Laws.CommandKnown, $"{request} has an effect at version {versions}, and the journal does not know its id."));
        else if (found[0].Version > mark.Version) violations.Add(new(Laws.CommandKnown, $"{request} has an effect at version {versions}, and its mark says {mark.Version}."));
        else if (request.Answer == Answer.Acknowledged && (request.Outcome != mark.Outcome || (request.Version ?? mark.Version) != mark.Version))
            violations.Add(new(Laws.CommandKnown, $"{request}, and its mark says '{mark.Outcome}' at {mark.Version}."));
    }

    // What a command does besides its main effect (a share that follows earnings, places that follow a quota) stands right beside it, of the same
    // actor and time. An event of a kind that is some request's main effect needs a request of its own.
    private static void CheckUnasked(List<RecordedEvent> events, HashSet<string> named, HashSet<(StreamId, long)> explained, List<Violation> violations)
    {
        for (var begin = 0; begin < events.Count;)
        {
            var end = begin + 1;
            while (end < events.Count && (events[end].Actor, events[end].At) == (events[begin].Actor, events[begin].At)) end++;
            var together = events[begin..end];
            begin = end;
            if (together[0].Actor == System) continue;
            var any = together.Exists(e => explained.Contains((e.Stream, e.Version)));
            foreach (var e in together.Where(e => !explained.Contains((e.Stream, e.Version)) && (!any || named.Contains(e.Type))))
                violations.Add(new(Laws.NoEffectWithoutCommand, $"Version {e.Version} of {e.Stream} is '{e.Type}' by '{e.Actor}', and no client asked for it."));
        }
    }

    private static async Task<List<CommandMark>> Marks(IJournal journal, StreamId stream, ClientRequest[] requests, CancellationToken cancellation)
    {
        var marks = new List<CommandMark>();
        foreach (var ids in requests.Select(r => r.CommandId).Distinct().Chunk(JournalLimits.MaxCommandsPerAppend)) marks.AddRange(await journal.FindCommands(stream, ids, cancellation));
        return marks;
    }
}
