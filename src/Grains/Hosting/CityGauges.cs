namespace VipOrleans.Grains.Hosting;

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;

/// <summary>The newest figures of the cities that are active in this silo, for metrics.</summary>
public sealed class CityGauges
{
    private readonly ConcurrentDictionary<string, City> _cities = new();
    private readonly ConcurrentDictionary<string, RegistersSummary> _summaries = new();
    private readonly ConcurrentDictionary<string, GuaranteeFigures> _guarantees = new();

    private readonly ConcurrentDictionary<string, long> _overdueChecks = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset?> _undelivered = new();
    private readonly TimeProvider _time;

    /// <summary>Makes the gauges and shows them to whoever collects metrics.</summary>
    /// <param name="time">The clock.</param>
    public CityGauges(TimeProvider time)
    {
        _time = time;
        GrainTelemetry.Observe(this);
    }

    internal void Set(City city)
    {
        if (city.Id is { } id) _cities[id.Value] = city;
    }

    internal void Set(string partition, RegistersSummary summary) => _summaries[partition] = summary;

    internal void Set(string partition, GuaranteeFigures figures) => _guarantees[partition] = figures;

    internal void SetOverdueChecks(string partition, long count) => _overdueChecks[partition] = count;

    internal void RemoveOverdueChecks(string partition) => _overdueChecks.TryRemove(partition, out _);

    // What waits already goes on waiting: only its delivery ends that.
    internal void NewsWaits(string partition)
    {
        var now = _time.GetUtcNow();
        _undelivered.AddOrUpdate(partition, now, (_, since) => since ?? now);
    }

    internal void NewsIsDelivered(string partition) => _undelivered[partition] = null;

    internal void RemoveNews(string partition) => _undelivered.TryRemove(partition, out _);

    internal void RemoveGuarantee(string partition) => _guarantees.TryRemove(partition, out _);

    internal void Remove(string partition)
    {
        _cities.TryRemove(partition, out _);
        _summaries.TryRemove(partition, out _);
    }

    internal IEnumerable<Measurement<long>> Places() => _cities.SelectMany(c => new[]
    {
        Of(c.Key, c.Value.Quota.Places, "offered"), Of(c.Key, c.Value.Held, "held"), Of(c.Key, c.Value.InUse, "used"),
        Of(c.Key, c.Value.Free, "free"), Of(c.Key, c.Value.Waiting.Count, "waiting"),
    });

    internal IEnumerable<Measurement<long>> Sponsorships() =>
        _summaries.SelectMany(s => s.Value.Sponsorships.Select(x => Of(s.Key, x.Value, Codes<SponsorshipStatus>.Text(x.Key))));

    internal IEnumerable<Measurement<long>> Guarantees() => _guarantees.SelectMany(g => new[]
    {
        Of(g.Key, g.Value.Balance.Minor, "balance"), Of(g.Key, g.Value.Waiting.Minor, "waiting"), Of(g.Key, g.Value.Cover.Minor, "cover"),
    });

    internal IEnumerable<Measurement<long>> LowGuarantees() =>
        _guarantees.Select(g => new Measurement<long>(g.Value.IsLow ? 1 : 0, new KeyValuePair<string, object?>("city", g.Key)));

    internal IEnumerable<Measurement<double>> FeedLags()
    {
        var now = _time.GetUtcNow();
        return _undelivered.Select(
            u => new Measurement<double>(u.Value is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0,
                new KeyValuePair<string, object?>("city", u.Key)));
    }

    internal IEnumerable<Measurement<long>> OverdueChecks() =>
        _overdueChecks.Select(c => new Measurement<long>(c.Value, new KeyValuePair<string, object?>("city", c.Key)));

    internal IEnumerable<Measurement<long>> Shares() =>
        _summaries.Where(s => s.Value.Share is not null)
            .Select(s =>
                new Measurement<long>(s.Value.Share!.Value.Minor, new("city", s.Key), new("currency", s.Value.Share.Value.Currency.Code)));

    private static Measurement<long> Of(string city, long value, string state) => new(value, new("city", city), new("state", state));
}
