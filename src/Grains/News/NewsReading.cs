namespace VipOrleans.Grains.News;

using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Journal;

/// <summary>Reads those events of a feed that become news, whichever aggregate they are of. Most do not, which is seen by their
/// names.</summary>
internal static class NewsReading
{
    private static readonly FrozenDictionary<string, (NewsRule Rule, JsonTypeInfo Json)> Known =
        Aggregate.In(typeof(NewsTable).Assembly).Values.DistinctBy(a => a.EventJson.Type)
            .SelectMany(a => a.EventNames.Select(e => (Name: e.Value, Rule: NewsTable.Rules[e.Key], Json: a.EventJson)))
            .Where(e => e.Rule.Lines.Count > 0 || e.Rule.IsKept)
            .ToFrozenDictionary(e => e.Name, e => (e.Rule, e.Json), StringComparer.Ordinal);

    /// <summary>The event with the rule of its type; null if nobody has to know of it.</summary>
    public static (NewsRule Rule, object Event)? Read(RecordedEvent e) => Known.TryGetValue(e.Type, out var known)
        ? (known.Rule, JsonSerializer.Deserialize(e.Data.Span, known.Json)!) : null;
}
