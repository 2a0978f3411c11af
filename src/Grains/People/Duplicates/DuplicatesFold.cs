namespace VipOrleans.Grains.People;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;

/// <summary>
/// What officers of a nation noted about pairs of records, as its feed makes it. The same feed gives the same rows, byte for byte.
/// </summary>
internal sealed class DuplicatesFold : IFeedFold<DuplicatesFold>
{
    private readonly SortedDictionary<(string First, string Second), DuplicateRow> _rows =
        new(Comparer<(string First, string Second)>.Create(Compare));
    private readonly Dictionary<string, DuplicateRow> _byStream = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _byStream.Count;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        if (e.Stream.Kind != "person-case") return;
        var row = _byStream.GetValueOrDefault(e.Stream.Value) ?? new(e.Stream.Value, 0, DuplicateDecider.Initial);
        var happened = DuplicateDecider.Aggregate.Events.Read(e.Data.Span);
        Set(row with { Version = e.Version, Noted = DuplicateDecider.Evolve(row.Noted, happened) });
    }

    /// <summary>What was noted about two records; null where nothing was.</summary>
    public DuplicateRow? Find(string first, string second) => _rows.GetValueOrDefault((first, second));

    /// <summary>Pairs that are linked, after a pair.</summary>
    public IEnumerable<DuplicateRow> Linked((string First, string Second) after, CityId? city) =>
        After(after, city).Where(r => r.Noted.Link is { Status: LinkStatus.Linked });

    /// <summary>Pairs of which something was set aside, after a pair.</summary>
    public IEnumerable<DuplicateRow> Dismissed((string First, string Second) after, CityId? city) =>
        After(after, city).Where(r => !r.Noted.Dismissed.IsEmpty);

    /// <summary>What was noted, as it is shown.</summary>
    public static DuplicateView View(Duplicate records, long version) => new(
        Id: records.Id!.Value,
        Version: version,
        First: records.First,
        Second: records.Second,
        Signs: null,
        Strength: null,
        Dismissed: [.. records.Dismissed.Select(d => new DismissedSign(d.Key, d.Value))],
        LinkedUnder: records.Link is { Status: LinkStatus.Linked } link ? link.Principal : null,
        Link: records.Link?.Status,
        BothLive: records.Link is { Status: LinkStatus.Linked, BothLive: true });

    /// <inheritdoc/>
    public byte[] ToSnapshot() =>
        JsonSerializer.SerializeToUtf8Bytes(new(Position, [.. _rows.Values]), DuplicatesJson.Default.DuplicatesSnapshot);

    /// <inheritdoc/>
    public static DuplicatesFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, DuplicatesJson.Default.DuplicatesSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new DuplicatesFold { Position = saved.Position };
        foreach (var row in saved.Rows) fold.Set(row);
        return fold;
    }

    private IEnumerable<DuplicateRow> After((string First, string Second) after, CityId? city) =>
        _rows.Where(r => Compare(r.Key, after) > 0 && IsOf(city, r.Value.Noted)).Select(r => r.Value);

    private static bool IsOf(CityId? city, Duplicate records) =>
        city is null || records.First.Host?.City == city || records.Second.Host?.City == city;

    private static int Compare((string First, string Second) a, (string First, string Second) b) =>
        string.CompareOrdinal(a.First, b.First) is not 0 and var first ? first : string.CompareOrdinal(a.Second, b.Second);

    private void Set(DuplicateRow row) => _rows[(row.Noted.First.Value, row.Noted.Second.Value)] = _byStream[row.Stream] = row;
}

// The column keeps the name under which it stands in snapshots.
internal sealed record DuplicateRow(string Stream, long Version, [property: JsonPropertyName("Case")] Duplicate Noted);

internal sealed record DuplicatesSnapshot(long Position, IReadOnlyList<DuplicateRow> Rows);

[JsonSerializable(typeof(DuplicatesSnapshot))]
internal sealed partial class DuplicatesJson : JsonSerializerContext;
