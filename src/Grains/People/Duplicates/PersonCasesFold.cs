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
internal sealed class PersonCasesFold : IFeedFold<PersonCasesFold>
{
    private readonly SortedDictionary<(string First, string Second), PersonCaseRow> _rows =
        new(Comparer<(string First, string Second)>.Create(Compare));
    private readonly Dictionary<string, PersonCaseRow> _byStream = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _byStream.Count;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        if (e.Stream.Kind != "person-case") return;
        var row = _byStream.GetValueOrDefault(e.Stream.Value) ?? new(e.Stream.Value, 0, PersonCaseDecider.Initial);
        var happened = PersonCaseDecider.Aggregate.Events.Read(e.Data.Span);
        Set(row with { Version = e.Version, Case = PersonCaseDecider.Evolve(row.Case, happened) });
    }

    /// <summary>What was noted about two records; null where nothing was.</summary>
    public PersonCaseRow? Find(string first, string second) => _rows.GetValueOrDefault((first, second));

    /// <summary>Pairs that are linked, after a pair.</summary>
    public IEnumerable<PersonCaseRow> Linked((string First, string Second) after, CityId? city) =>
        After(after, city).Where(r => r.Case.Link is { Status: LinkStatus.Linked });

    /// <summary>Pairs of which something was set aside, after a pair.</summary>
    public IEnumerable<PersonCaseRow> Dismissed((string First, string Second) after, CityId? city) =>
        After(after, city).Where(r => !r.Case.Dismissed.IsEmpty);

    /// <summary>A case as it is shown.</summary>
    public static PersonCaseView View(PersonCase records, long version) => new()
    {
        Id = records.Id!.Value,
        Version = version,
        First = records.First,
        Second = records.Second,
        Dismissed = [.. records.Dismissed.Select(d => new DismissedSign { Sign = d.Key, Reason = d.Value })],
        LinkedUnder = records.Link is { Status: LinkStatus.Linked } link ? link.Principal : null,
        Link = records.Link?.Status,
        BothLive = records.Link is { Status: LinkStatus.Linked, BothLive: true },
    };

    /// <inheritdoc/>
    public byte[] ToSnapshot() =>
        JsonSerializer.SerializeToUtf8Bytes(new(Position, [.. _rows.Values]), PersonCasesJson.Default.PersonCasesSnapshot);

    /// <inheritdoc/>
    public static PersonCasesFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, PersonCasesJson.Default.PersonCasesSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new PersonCasesFold { Position = saved.Position };
        foreach (var row in saved.Rows) fold.Set(row);
        return fold;
    }

    private IEnumerable<PersonCaseRow> After((string First, string Second) after, CityId? city) =>
        _rows.Where(r => Compare(r.Key, after) > 0 && IsOf(city, r.Value.Case)).Select(r => r.Value);

    private static bool IsOf(CityId? city, PersonCase records) =>
        city is null || records.First.Host?.City == city || records.Second.Host?.City == city;

    private static int Compare((string First, string Second) a, (string First, string Second) b) =>
        string.CompareOrdinal(a.First, b.First) is not 0 and var first ? first : string.CompareOrdinal(a.Second, b.Second);

    private void Set(PersonCaseRow row) => _rows[(row.Case.First.Value, row.Case.Second.Value)] = _byStream[row.Stream] = row;
}

internal sealed record PersonCaseRow(string Stream, long Version, PersonCase Case);

internal sealed record PersonCasesSnapshot(long Position, IReadOnlyList<PersonCaseRow> Rows);

[JsonSerializable(typeof(PersonCasesSnapshot))]
internal sealed partial class PersonCasesJson : JsonSerializerContext;
