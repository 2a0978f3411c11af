namespace VipOrleans.Grains.Safeguarding;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Safeguarding.WelfareCheckEvent;

/// <summary>
/// The concerns, welfare checks and rulings of a city as its feed makes them. The same feed gives the same lists, byte for byte.
/// </summary>
internal sealed class SafeguardingFold : IFeedFold<SafeguardingFold>
{
    private readonly SortedDictionary<long, ConcernRow> _concerns = [];
    private readonly Dictionary<string, ConcernRow> _concernsByStream = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, WelfareCheckRow> _checks = [];
    private readonly Dictionary<string, WelfareCheckRow> _checksByStream = new(StringComparer.Ordinal);

    private readonly SortedDictionary<long, RulingRow> _rulings = [];
    private readonly Dictionary<string, RulingRow> _rulingsByStream = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _concerns.Count + _checks.Count + _rulings.Count;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        switch (e.Stream.Kind)
        {
            case "concern":
                var concern = _concernsByStream.GetValueOrDefault(e.Stream.Value)
                    ?? new(e.Position, e.Stream.Value, 0, ConcernDecider.Initial);
                Set(concern with
                {
                    Version = e.Version,
                    Concern = ConcernDecider.Evolve(concern.Concern, ConcernDecider.Aggregate.Events.Read(e.Data.Span)) with { Texts = [] }
                });
                break;
            case "ruling":
                var ruling = _rulingsByStream.GetValueOrDefault(e.Stream.Value)
                    ?? new(e.Position, e.Stream.Value, 0, RulingDecider.Initial);
                Set(ruling with
                {
                    Version = e.Version,
                    Ruling = RulingDecider.Evolve(ruling.Ruling, RulingDecider.Aggregate.Events.Read(e.Data.Span)) with { Texts = [] }
                });
                break;
            case "welfare-check":
                var read = WelfareCheckDecider.Aggregate.Events.Read(e.Data.Span);
                // A new check stands where it began in the feed, and not where the first one did.
                if (read is WelfareCheckOpened && _checksByStream.Remove(e.Stream.Value, out var old)) _checks.Remove(old.Position);
                var check = _checksByStream.GetValueOrDefault(e.Stream.Value)
                    ?? new(e.Position, e.Stream.Value, 0, WelfareCheckDecider.Initial);
                Set(check with { Version = e.Version, Check = WelfareCheckDecider.Evolve(check.Check, read) });
                break;
        }
    }

    /// <summary>A page of the concerns, with what is overdue now.</summary>
    public ListPage<ConcernView> Concerns(ConcernFilter f, long after, int limit, DateTimeOffset now)
    {
        var found = Found(f, now).Where(r => r.Position > after).Take(limit + 1).ToList();
        return Page(found, limit, r => r.Position, r => ConcernView.Of(r.Concern, r.Version, now));
    }

    /// <summary>
    /// A page of the concerns, the newest first. It goes by their number and not by their place in the feed, which would tell how much
    /// else there was in between.
    /// </summary>
    public ListPage<ConcernView> OwnConcerns(ConcernFilter f, long before, int limit, DateTimeOffset now)
    {
        var all = Found(f, now).ToList();
        var end = before is > 0 and var seen ? (int)Math.Min(seen - 1, all.Count) : all.Count;
        var start = Math.Max(0, end - limit);
        return new()
        {
            Items = [.. all[start..end].AsEnumerable().Reverse().Select(r => ConcernView.Of(r.Concern, r.Version, now))],
            Next = start > 0 ? start + 1 : null,
        };
    }

    private IEnumerable<ConcernRow> Found(ConcernFilter f, DateTimeOffset now) => _concerns.Values.Where(r =>
        (f.Status is null || r.Concern.Status == f.Status)
        && (f.IsOverdue is null || r.Concern.IsOverdue(now) == f.IsOverdue)
        && (f.Kind is null || r.Concern.Kind == f.Kind)
        && (f.IsEscalated is null || r.Concern.Escalated is not null == f.IsEscalated)
        && (f.Sponsorship is null || r.Concern.Sponsorship == f.Sponsorship)
        && (f.RaisedBy is null || r.Concern.RaisedBy == f.RaisedBy || r.Concern.RaisedBy == f.FormerlyBy));

    /// <summary>A page of the rulings.</summary>
    public ListPage<RulingView> Rulings(RulingFilter f, long after, int limit, DateOnly today) => Page(
        [.. _rulings.Values.Where(
            r => r.Position > after && (f.IsOpen is null || r.Ruling.IsOpen == f.IsOpen)
                && (f.IsOverdue is null || r.Ruling.IsOverdue(today) == f.IsOverdue)
            && (f.Sponsorship is null || r.Ruling.Matter!.Sponsorship == f.Sponsorship)
                && (f.Host is null || (r.Ruling.Matter!.Host == f.Host && r.Ruling.Matter.Concerned.Contains(CaseParty.Host))))
                .Take(limit + 1)],
        limit, r => r.Position, r => RulingView.Of(r.Ruling, r.Version, today));

    /// <summary>A page of the welfare checks that are open.</summary>
    public ListPage<WelfareCheckView> WelfareChecks(Func<WelfareCheck, bool> which, long after, int limit, DateOnly today) => Page(
        [.. _checks.Values.Where(r => r.Position > after && r.Check.IsOpen && which(r.Check)).Take(limit + 1)],
        limit, r => r.Position, r => WelfareCheckView.Of(r.Check, r.Version, today));

    /// <inheritdoc/>
    public byte[] ToSnapshot() =>
        JsonSerializer.SerializeToUtf8Bytes(new(Position, [.. _concerns.Values], [.. _checks.Values], [.. _rulings.Values]),
            SafeguardingFoldJson.Default.SafeguardingSnapshot);

    /// <inheritdoc/>
    public static SafeguardingFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, SafeguardingFoldJson.Default.SafeguardingSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new SafeguardingFold { Position = saved.Position };
        foreach (var row in saved.Concerns) fold.Set(row);
        foreach (var row in saved.Checks) fold.Set(row);
        foreach (var row in saved.Rulings) fold.Set(row);
        return fold;
    }

    private void Set(ConcernRow row) => _concerns[row.Position] = _concernsByStream[row.Stream] = row;

    private void Set(WelfareCheckRow row) => _checks[row.Position] = _checksByStream[row.Stream] = row;

    private void Set(RulingRow row) => _rulings[row.Position] = _rulingsByStream[row.Stream] = row;

    private static ListPage<TView> Page<TRow, TView>(List<TRow> found, int limit, Func<TRow, long> position, Func<TRow, TView> view) =>
        new()
        {
            Items = [.. found.Take(limit).Select(view)],
            Next = found.Count > limit ? position(found[limit - 1]) : null,
        };
}

internal sealed record ConcernRow(long Position, string Stream, long Version, Concern Concern);

internal sealed record WelfareCheckRow(long Position, string Stream, long Version, WelfareCheck Check);

internal sealed record RulingRow(long Position, string Stream, long Version, Ruling Ruling);

internal sealed record SafeguardingSnapshot(long Position, IReadOnlyList<ConcernRow> Concerns, IReadOnlyList<WelfareCheckRow> Checks,
    IReadOnlyList<RulingRow> Rulings);

[JsonSerializable(typeof(SafeguardingSnapshot))]
internal sealed partial class SafeguardingFoldJson : JsonSerializerContext;
