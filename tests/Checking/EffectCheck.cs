namespace VipOrleans.Checking;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// Commands against effects: one for each that was acknowledged, at most one for each that nobody answered, none for the rest.
/// </summary>
internal static class EffectCheck
{
    /// <summary>The actor of what no client asked for: sagas, reminders, news.</summary>
    private const string System = "system";

    public static async Task Run(History history, IJournal journal, JournalContent content, List<Violation> violations,
        CancellationToken cancellation)
    {
        var explained = new HashSet<(StreamId, long)>();
        foreach (var stream in history.Requests.GroupBy(r => r.Effect.Stream))
        {
            var events = content.Streams.GetValueOrDefault(stream.Key) ?? [];
            var texts = events.ConvertAll(e => Encoding.UTF8.GetString(e.Data.Span));
            var marks = (await Marks(journal, stream.Key, stream, cancellation)).ToDictionary(m => m.CommandId, StringComparer.Ordinal);
            foreach (var same in stream.GroupBy(r => r.Effect))
            {
                var found = events.Where(
                    (e, i) => e.Actor != System && e.Type == same.Key.EventType
                        && (same.Key.Mark is null || texts[i].Contains(same.Key.Mark, StringComparison.Ordinal))).ToArray();
                CheckEffect([.. same], found, marks, violations);
                if (same.Any(r => r.Answer != Answer.Refused)) explained.UnionWith(found.Select(e => (e.Stream, e.Version)));
            }
        }

        await ExplainSpread(history, journal, content, explained, cancellation);
        ExplainNotices(content, explained);
        var named = history.Requests.Select(r => r.Effect.EventType).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, events) in content.Streams) CheckUnasked(events, named, explained, violations);
    }

    // Several commands may ask for the same, such as two that end the same thing: then as many have the effect as were acknowledged.
    private static void CheckEffect(ClientRequest[] same, RecordedEvent[] found, Dictionary<string, CommandMark> marks,
        List<Violation> violations)
    {
        foreach (var request in same)
            foreach (var contradiction in request.Contradictions) violations.Add(
                new(Laws.SameAnswer, $"Command '{request.CommandId}': {contradiction}."));
        var (acknowledged, unknown) = (same.Count(r => r.Answer == Answer.Acknowledged), same.Count(r => r.Answer == Answer.Unknown));
        var told = $"{string.Join(" and ", (IEnumerable<ClientRequest>)same)}: {found.Length} "
            + (found.Length == 1 ? "effect" : "effects")
            + (found.Length == 0 ? "" : $", at versions {string.Join(", ", found.Select(e => e.Version))}");
        if (found.Length < acknowledged) violations.Add(new(Laws.OneEffect, $"{told}; an acknowledged one is lost."));
        if (found.Length > acknowledged + unknown)
        {
            violations.Add(
                new(acknowledged + unknown == 0 ? Laws.NoEffectWithoutCommand : Laws.OneEffect,
                    $"{told}, and {acknowledged + unknown} commands that could have one."));
        }

        var known = same.Where(r => marks.ContainsKey(r.CommandId)).ToArray();
        if (known.Length != found.Length)
        {
            violations.Add(new(Laws.CommandKnown, $"{told}, and the journal knows {known.Length} of the commands by their ids."));
        }

        foreach (var request in known.Where(r => r.Answer == Answer.Acknowledged))
        {
            var mark = marks[request.CommandId];
            if (request.Outcome != mark.Outcome || (request.Version ?? mark.Version) != mark.Version)
            {
                violations.Add(new(Laws.CommandKnown, $"{request}, and its mark says '{mark.Outcome}' at {mark.Version}."));
            }

            if (found.Length > 0 && found[0].Version > mark.Version)
            {
                violations.Add(new(Laws.CommandKnown, $"{told}, and the mark of '{request.CommandId}' says {mark.Version}."));
            }

        }
    }

    // An effect elsewhere is one of a command that spreads only where that stream knows the command's id; and each explains one event
    // there.
    private static async Task ExplainSpread(History history, IJournal journal, JournalContent content, HashSet<(StreamId, long)> explained,
        CancellationToken cancellation)
    {
        var spreading = history.Requests.Where(r => r.Effect is { Spreads: true, Mark: not null } && r.Answer != Answer.Refused)
            .ToLookup(r => r.Effect.EventType, StringComparer.Ordinal);
        foreach (var (stream, events) in content.Streams)
        {
            var used = new HashSet<string>(StringComparer.Ordinal);
            foreach (var e in events.Where(
                e => e.Actor != System && spreading.Contains(e.Type) && !explained.Contains((e.Stream, e.Version))))
            {
                var text = Encoding.UTF8.GetString(e.Data.Span);
                var asked = spreading[e.Type].Where(
                    r => r.Effect.Stream != stream && !used.Contains(r.CommandId)
                        && text.Contains(r.Effect.Mark!, StringComparison.Ordinal)).ToArray();
                if ((await Marks(journal, stream, asked, cancellation)).Find(m => m.Version >= e.Version) is not { } mark) continue;
                used.Add(mark.CommandId);
                explained.Add((e.Stream, e.Version));
            }
        }
    }

    // An act of which those concerned get notice names its ruling; the notice opens that ruling in the name of the same actor.
    private static void ExplainNotices(JournalContent content, HashSet<(StreamId, long)> explained)
    {
        var acts = content.Streams.Values.SelectMany(events => events)
            .Where(e => explained.Contains((e.Stream, e.Version)) && RulingOn(e) is not null)
            .Select(e => (RulingOn(e)!.Value.Stream, e.Actor)).ToHashSet();
        foreach (var (stream, events) in content.Streams)
            if (events is [{ Version: 1, Type: "ruling-proposed" } notice, ..]
                && acts.Contains((stream, notice.Actor))) explained.Add((stream, 1));
    }

    private static RulingId? RulingOn(RecordedEvent act) => act.Type switch
    {
        "check-recorded" => ((CheckRecorded)SponsorshipDecider.Aggregate.Events.Read(act.Data.Span)).Result.Ruling,
        "sponsorship-refused" => ((SponsorshipRefused)SponsorshipDecider.Aggregate.Events.Read(act.Data.Span)).Ruling,
        "end-proposed" => ((EndProposed)SponsorshipDecider.Aggregate.Events.Read(act.Data.Span)).Ruling,
        "host-suspended" => ((HostSuspended)HostDecider.Aggregate.Events.Read(act.Data.Span)).Ruling,
        _ => null,
    };

    // What a command does besides its main effect (a share that follows earnings, places that follow a quota) stands right beside it, of
    // the same actor and time. An event of a kind that is some request's main effect needs a request of its own.
    private static void CheckUnasked(List<RecordedEvent> events, HashSet<string> named, HashSet<(StreamId, long)> explained,
        List<Violation> violations)
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
                violations.Add(
                    new(Laws.NoEffectWithoutCommand,
                        $"Version {e.Version} of {e.Stream} is '{e.Type}' by '{e.Actor}', and no client asked for it."));
        }
    }

    private static async Task<List<CommandMark>> Marks(IJournal journal, StreamId stream, IEnumerable<ClientRequest> requests,
        CancellationToken cancellation)
    {
        var marks = new List<CommandMark>();
        foreach (var ids in requests.Select(r => r.CommandId).Distinct().Chunk(JournalLimits.MaxCommandsPerAppend))
        {
            marks.AddRange(await journal.FindCommands(stream, ids, cancellation));
        }

        return marks;
    }
}
