namespace VipOrleans.Grains.Sponsorships;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Sponsorships.VisaEvent;

/// <summary>The visas of a nation as its feed makes them. The same feed gives the same rows, byte for byte.</summary>
internal sealed class VisasFold : IFeedFold<VisasFold>
{
    private readonly SortedDictionary<string, VisaFile> _files = new(StringComparer.Ordinal);

    // In the order of the applications, which is that of the list.
    private readonly List<VisaRow> _rows = [];
    private readonly Dictionary<string, List<MigrantId>> _applicants = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _files.Count + _rows.Count;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        if (e.Stream.Kind != "visa") return;
        var happened = VisaDecider.Aggregate.Events.Read(e.Data.Span);
        var file = VisaDecider.Evolve(_files.GetValueOrDefault(e.Stream.Value, VisaDecider.Initial), happened);
        _files[e.Stream.Value] = file;
        if (happened is VisaApplied x) Add(new(x.Migrant, x.Reference, e.Stream.Value));
    }

    /// <summary>The migrants in whose files time has brought something.</summary>
    public IEnumerable<MigrantId> Due(DateTimeOffset now) =>
        _files.Values.Where(f => VisaDecider.Due(f, now).Any()).Select(f => f.Migrant!.Value);

    /// <summary>Applications in the order in which they were made.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="today">Today.</param>
    /// <param name="after">Where to go on.</param>
    /// <param name="limit">How many.</param>
    public ListPage<VisaEntry> List(VisaFilter filter, DateOnly today, long after, int limit)
    {
        var items = new List<VisaEntry>();
        for (var i = (int)Math.Min(after, _rows.Count); i < _rows.Count; i++)
        {
            var row = _rows[i];
            var visa = _files[row.Stream].Find(row.Reference)!;
            if (filter.State is { } state && visa.State != state) continue;
            if (filter.ExpiresWithinDays is { } days
                && (visa.State != VisaState.Granted || visa.Terms!.To.DayNumber - today.DayNumber > days)) continue;
            // There is one more: the next page begins with it.
            if (items.Count == limit) return new() { Items = items, Next = i };
            items.Add(new(row.Migrant, VisaFileGrain.ViewOf(visa)));
        }

        return new() { Items = items };
    }

    /// <summary>Who has made the application of each reference.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MigrantId>> Applicants(IReadOnlyList<string> references) =>
        references.Distinct(StringComparer.Ordinal).ToDictionary(r => r,
            IReadOnlyList<MigrantId> (r) => [.. _applicants.GetValueOrDefault(r, [])], StringComparer.Ordinal);

    /// <inheritdoc/>
    public byte[] ToSnapshot() =>
        JsonSerializer.SerializeToUtf8Bytes(new(Position, _files, _rows), VisasJson.Default.VisasSnapshot);

    /// <inheritdoc/>
    public static VisasFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, VisasJson.Default.VisasSnapshot) ?? throw new JsonException("A snapshot is not null.");
        var fold = new VisasFold { Position = saved.Position };
        foreach (var (stream, file) in saved.Files) fold._files.Add(stream, file);
        foreach (var row in saved.Rows) fold.Add(row);
        return fold;
    }

    private void Add(VisaRow row)
    {
        _rows.Add(row);
        if (!_applicants.TryGetValue(row.Reference, out var applicants)) _applicants[row.Reference] = applicants = [];
        applicants.Add(row.Migrant);
    }
}

/// <summary>An application, and the stream that has it.</summary>
internal sealed record VisaRow(MigrantId Migrant, string Reference, string Stream);

internal sealed record VisasSnapshot(long Position, SortedDictionary<string, VisaFile> Files, IReadOnlyList<VisaRow> Rows);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VisasSnapshot))]
internal sealed partial class VisasJson : JsonSerializerContext;
