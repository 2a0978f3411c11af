namespace VipOrleans.Grains.Sponsorships;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// When each sponsorship of a city that holds a place has something to do by itself: when its hold runs out, or at once if it has ended and
/// not given everything back. The same feed gives the same times, byte for byte.
/// </summary>
internal sealed class HoldsFold : IFeedFold<HoldsFold>
{
    private static readonly HashSet<string> News = [.. ((Type[])[typeof(TermsFixed), typeof(SponsorshipReopened), typeof(ClaimNoted),
        typeof(SponsorshipEnded)]).Select(e => EventCodec<SponsorshipEvent>.All[e])];

    private readonly SortedDictionary<string, DateTimeOffset> _rows = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _rows.Count;

    /// <summary>The sponsorships that have something to do.</summary>
    public IEnumerable<SponsorshipId> Due(DateTimeOffset now) =>
        _rows.Where(r => r.Value <= now).Select(r => SponsorshipId.Parse(r.Key));

    /// <summary>When a sponsorship has something to do; null if the feed gives no reason.</summary>
    public DateTimeOffset? WakesAt(SponsorshipId id) => _rows.TryGetValue(id.Value, out var at) ? at : null;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        if (e.Stream.Kind != "sponsorship" || !News.Contains(e.Type)) return;
        var id = e.Stream.Value.Replace('/', '.');
        switch (SponsorshipDecider.Aggregate.Events.Read(e.Data.Span))
        {
            case TermsFixed x:
                _rows[id] = x.HeldUntil;
                break;
            case SponsorshipReopened { PlaceUntil: { } until } when _rows.ContainsKey(id):
                _rows[id] = until;
                break;
            case ClaimNoted { On: ClaimOn.Place, Claim: Claim.Confirmed } or ClaimNoted { On: ClaimOn.Host, Claim: Claim.Freed }:
                _rows.Remove(id);
                break;
            case SponsorshipEnded when _rows.ContainsKey(id):
                _rows[id] = e.At;
                break;
        }
    }

    /// <inheritdoc/>
    public byte[] ToSnapshot() => JsonSerializer.SerializeToUtf8Bytes(new(Position, _rows), HoldsJson.Default.HoldsSnapshot);

    /// <inheritdoc/>
    public static HoldsFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, HoldsJson.Default.HoldsSnapshot) ?? throw new JsonException("A snapshot is not null.");
        var fold = new HoldsFold { Position = saved.Position };
        foreach (var (id, at) in saved.Rows) fold._rows.Add(id, at);
        return fold;
    }
}

internal sealed record HoldsSnapshot(long Position, SortedDictionary<string, DateTimeOffset> Rows);

[JsonSerializable(typeof(HoldsSnapshot))]
internal sealed partial class HoldsJson : JsonSerializerContext;
