namespace VipOrleans.Grains.People;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// The stays of a city as its feed makes them: who hosted where, from when to when. The same feed gives the same rows, byte for byte.
/// </summary>
internal sealed class HostingPatternsFold : IFeedFold<HostingPatternsFold>
{
    private const int MaxListed = 50;

    // Proposals become stays when somebody arrives; until then they are kept for what they say of host and home.
    private readonly SortedDictionary<string, StayRow> _stays = new(StringComparer.Ordinal);

    // A record of a host under its principal: both may be of other cities, and then each city counts its own stays under the same person.
    private readonly SortedDictionary<string, string> _principals = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _stays.Count + _principals.Count;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        var id = e.Stream.Value.Replace('/', '.');
        switch (e.Stream.Kind)
        {
            case "sponsorship" when e.Type is "sponsorship-proposed" or "migrant-arrived" or "sponsorship-ended" or "home-changed":
                switch (SponsorshipDecider.Aggregate.Events.Read(e.Data.Span))
                {
                    case SponsorshipProposed x:
                        _stays[id] = new(id, x.Host.Value, x.Home.Value, null, null, null);
                        break;
                    case HomeChanged x when _stays.TryGetValue(id, out var stay):
                        _stays[id] = stay with { Home = x.Home.Value };
                        break;
                    case MigrantArrived x when _stays.TryGetValue(id, out var stay):
                        _stays[id] = stay with { Arrived = x.On };
                        break;
                    case SponsorshipEnded x when _stays.TryGetValue(id, out var stay):
                        if (stay.Arrived is null) _stays.Remove(id);
                        else _stays[id] = stay with { Ended = x.On, Reason = x.Reason };
                        break;
                }

                break;
            case "host" when e.Type is "host-attached" or "host-detached":
                switch (HostDecider.Aggregate.Events.Read(e.Data.Span))
                {
                    case HostAttached x:
                        _principals[id] = x.Principal.Value;
                        break;
                    case HostDetached x when _principals.TryGetValue(id, out var principal) && principal == x.Principal.Value:
                        _principals.Remove(id);
                        break;
                }

                break;
        }
    }

    /// <summary>What is over its threshold on a day.</summary>
    public IReadOnlyList<HostingPatternView> Patterns(DateOnly today, int limit)
    {
        var since = today.AddMonths(-PatternThresholds.Months);
        var recent = _stays.Values.Where(s => s.Arrived >= since && s.Arrived <= today).ToList();
        var shorts = recent.Where(s => PatternThresholds.IsShort(s.Arrived!.Value, s.Ended, s.Reason)).ToList();
        var now = _stays.Values.Where(s => s.Arrived is not null && s.Ended is null).ToList();
        IEnumerable<HostingPatternView> found =
        [
            .. Over(recent, s => PersonOf(s.Host), HostingPattern.ManyByHost, PatternThresholds.ManyByHost),
            .. Over(shorts, s => PersonOf(s.Host), HostingPattern.ShortStaysByHost, PatternThresholds.ShortStays),
            .. Over(shorts, s => s.Home, HostingPattern.ShortStaysAtHome, PatternThresholds.ShortStays),
            .. Over(now, s => s.Home, HostingPattern.ManyAtHome, PatternThresholds.ManyAtHome),
        ];
        return [.. found.OrderByDescending(p => p.Count).ThenBy(p => p.Kind)
            .ThenBy(p => p.Host?.Value ?? p.Home!.Value.Value, StringComparer.Ordinal).Take(limit)];
    }

    /// <inheritdoc/>
    public byte[] ToSnapshot() =>
        JsonSerializer.SerializeToUtf8Bytes(new(Position, [.. _stays.Values], _principals),
            HostingPatternsJson.Default.HostingPatternsSnapshot);

    /// <inheritdoc/>
    public static HostingPatternsFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, HostingPatternsJson.Default.HostingPatternsSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new HostingPatternsFold { Position = saved.Position };
        foreach (var stay in saved.Stays) fold._stays[stay.Sponsorship] = stay;
        foreach (var (record, principal) in saved.Principals) fold._principals[record] = principal;
        return fold;
    }

    private string PersonOf(string host) => _principals.GetValueOrDefault(host, host);

    private static IEnumerable<HostingPatternView> Over(List<StayRow> stays, Func<StayRow, string> of, HostingPattern kind,
        int threshold) =>
        from stay in stays
        group stay by of(stay) into same
        where same.Count() >= threshold
        select new HostingPatternView(
            Kind: kind,
            Host: HostId.TryParse(same.Key, out var host) ? host : null,
            Home: HomeId.TryParse(same.Key, out var home) ? home : null,
            Count: same.Count(),
            Threshold: threshold,
            Sponsorships:
                [.. same.OrderBy(s => s.Arrived).ThenBy(s => s.Sponsorship, StringComparer.Ordinal).Take(MaxListed)
                    .Select(s => SponsorshipId.Parse(s.Sponsorship))]);
}

/// <summary>A stay, or a proposal of one.</summary>
internal sealed record StayRow(string Sponsorship, string Host, string Home, DateOnly? Arrived, DateOnly? Ended, EndReason? Reason);

internal sealed record HostingPatternsSnapshot(long Position, IReadOnlyList<StayRow> Stays, IReadOnlyDictionary<string, string> Principals);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HostingPatternsSnapshot))]
internal sealed partial class HostingPatternsJson : JsonSerializerContext;
