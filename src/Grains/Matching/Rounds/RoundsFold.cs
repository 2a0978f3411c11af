namespace VipOrleans.Grains.Matching;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Matching.RoundEvent;

/// <summary>The rounds of a city or nation, as its feed says. The same feed gives the same list, byte for byte.</summary>
internal sealed class RoundsFold : IFeedFold<RoundsFold>
{
    private readonly List<RoundRow> _rounds = [];

    /// <summary>The last position that is folded in.</summary>
    public long Position { get; set; }

    /// <summary>How many rounds there are.</summary>
    public int Rows => _rounds.Count;

    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        // Lists, pairs and places are many and large, and say nothing here: they are not even read.
        if (e.Stream.Kind != "round" || e.Type is "round-listed" or "round-paired" or "round-revealed" or "round-capped") return;
        var changed = RoundDecider.Aggregate.Events.Read(e.Data.Span);
        if (changed is RoundOpened opened)
        {
            _rounds.Add(new() { Position = e.Position, Round = RoundDecider.Evolve(RoundDecider.Initial, opened) });
            return;
        }

        // Rounds end: whoever changes is among the last ones.
        var row = _rounds.FindLast(r => r.Round.Id!.Value.Stream == e.Stream)!;
        // The pairs are not read, so their number comes from what was said of all of them.
        row.Round = RoundDecider.Evolve(changed is RoundCompleted completed ? row.Round with { Pairs = completed.Pairs } : row.Round,
            changed);
    }

    public ListPage<RoundListEntry> List(long after, int limit)
    {
        // One more than the page has tells whether there is a next one.
        var found = _rounds.Where(r => r.Position > after).Take(limit + 1).ToArray();
        return new()
        {
            Items =
            [.. found.Take(limit)
                .Select(r => new RoundListEntry(r.Round.Id!.Value, r.Round.ClosesAt, r.Round.Status))],
            Next = found.Length > limit ? found[limit - 1].Position : null
        };
    }

    public byte[] ToSnapshot() => JsonSerializer.SerializeToUtf8Bytes(new(Position, _rounds), RoundsJson.Default.RoundsSnapshot);

    public static RoundsFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, RoundsJson.Default.RoundsSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new RoundsFold { Position = saved.Position };
        fold._rounds.AddRange(saved.Rounds);
        return fold;
    }
}

/// <summary>A round with where it stands.</summary>
internal sealed class RoundRow
{
    public long Position { get; init; }

    public Round Round { get; set; } = RoundDecider.Initial;
}

internal sealed record RoundsSnapshot(long Position, IReadOnlyList<RoundRow> Rounds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RoundsSnapshot))]
internal sealed partial class RoundsJson : JsonSerializerContext;
