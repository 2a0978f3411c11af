namespace VipOrleans.Grains.Sponsorships;

using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// On which day time can next close a month of each sponsorship of a city whose migrant has arrived. The same feed gives the same days,
/// byte for byte.
/// </summary>
/// <remarks>
/// It may name a day too early, after a withdrawal or a move, and never one too late: a sponsorship that is asked knows better.
/// </remarks>
internal sealed class MonthsFold : IFeedFold<MonthsFold>
{
    private static readonly HashSet<string> CityNews = [.. ((Type[])[typeof(CityOpened), typeof(CityPolicyDecided)])
        .Select(e => EventCodec<CityEvent>.All[e])];
    private static readonly HashSet<string> News = [.. ((Type[])[typeof(MigrantArrived), typeof(EarningsReported),
        typeof(EarningsWithdrawn), typeof(PayReported), typeof(PayWithdrawn), typeof(PayContested), typeof(ContestDecided),
        typeof(MonthsClosed), typeof(PredecessorEnded), typeof(SponsorshipEnded)])
        .Select(e => EventCodec<SponsorshipEvent>.All[e])];

    private readonly SortedDictionary<string, MonthsRow> _rows = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => _rows.Count;

    /// <summary>How many days after its last day a month waits for reports, as the city has decided it last.</summary>
    public int AfterDays { get; private set; } = CityPolicy.DefaultMonthClosesAfterDays;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e)
    {
        Position = e.Position;
        if (e.Stream.Kind == "city" && CityNews.Contains(e.Type))
        {
            var policy = CityDecider.Aggregate.Events.Read(e.Data.Span) switch
            {
                CityOpened x => x.Policy,
                CityPolicyDecided x => x.Policy,
                _ => null,
            };
            AfterDays = policy?.MonthClosesAfterDays ?? CityPolicy.DefaultMonthClosesAfterDays;
        }

        if (e.Stream.Kind == "sponsorship" && News.Contains(e.Type))
        {
            Apply(e.Stream.Value.Replace('/', '.'), SponsorshipDecider.Aggregate.Events.Read(e.Data.Span));
        }
    }

    /// <summary>The sponsorships of which a month can be closed on a day.</summary>
    public IEnumerable<SponsorshipId> Due(DateOnly today) =>
        _rows.Where(r => r.Value.NextOn(AfterDays) <= today).Select(r => SponsorshipId.Parse(r.Key));

    /// <summary>The day on which a month of a sponsorship can be closed next; null for none.</summary>
    public DateOnly? NextOn(SponsorshipId id) => _rows.GetValueOrDefault(id.Value)?.NextOn(AfterDays);

    /// <inheritdoc/>
    public byte[] ToSnapshot() => JsonSerializer.SerializeToUtf8Bytes(new(Position, AfterDays, _rows), MonthsJson.Default.MonthsSnapshot);

    /// <inheritdoc/>
    public static MonthsFold FromSnapshot(ReadOnlySpan<byte> data)
    {
        var saved = JsonSerializer.Deserialize(data, MonthsJson.Default.MonthsSnapshot)
            ?? throw new JsonException("A snapshot is not null.");
        var fold = new MonthsFold { Position = saved.Position, AfterDays = saved.AfterDays };
        foreach (var (id, row) in saved.Rows) fold._rows.Add(id, row);
        return fold;
    }

    private void Apply(string id, SponsorshipEvent e)
    {
        if (e is MigrantArrived arrived)
        {
            _rows[id] = new() { FirstDay = arrived.Continues?.FirstDay ?? arrived.On, FirstYear = arrived.Continues?.Year ?? 1 };
            foreach (var report in arrived.Continues?.Reports ?? []) _rows[id].Report(arrived.Continues!.Year, report.Month);
            foreach (var pay in arrived.Continues?.Pays ?? []) _rows[id].Report(pay.Report);
        }

        // Most sponsorships that end have never come as far as an arrival.
        if (!_rows.TryGetValue(id, out var row)) return;
        switch (e)
        {
            case EarningsReported x:
                row.Report(x.Year, x.Month);
                break;
            case EarningsWithdrawn x:
                row.Forget(x.Year, x.Month);
                break;
            case PayReported x:
                row.Report(x.Pay.Report);
                break;
            case PayWithdrawn or PayContested or ContestDecided:
                // Better asked once too often than once too seldom.
                row.Forget();
                break;
            case PredecessorEnded { Year: { } final }:
                // What was withdrawn there is not seen here: better asked once too often.
                row.Forget(final.Year, GainShare.MonthsPerYear);
                break;
            case MonthsClosed x:
                row.Close(x.Year, x.Through);
                break;
            case SponsorshipEnded x:
                row.EndedOn = x.On;
                break;
        }
    }
}

/// <summary>How far the months of one sponsorship are reported and closed.</summary>
internal sealed class MonthsRow
{
    /// <summary>The first day of share year 1.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>The share year in which the migrant came to this host.</summary>
    public required int FirstYear { get; init; }

    /// <summary>The sponsorship's last day; null while it goes on.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>The share years of which something is known, by number.</summary>
    public SortedDictionary<int, YearMonths> Years { get; init; } = [];

    public void Report(int year, int month) => Set(year, y => y with { Reported = Math.Max(y.Reported, month) });

    /// <summary>A pay counts up to its last day: the months before it are reported, and its own if it ends with it.</summary>
    public void Report(PayReport pay)
    {
        var last = Math.Min(ShareYear.YearOf(FirstDay, pay.To), SponsorshipDecider.MaxShareYears);
        for (var year = Math.Max(FirstYear, ShareYear.YearOf(FirstDay, pay.From)); year <= last; year++)
        {
            Report(year, ShareYear.Empty(year, FirstDay).MonthOf(pay.To.AddDays(1)) - 1);
        }
    }

    public void Close(int year, int month) => Set(year, y => y with { Closed = Math.Max(y.Closed, month) });

    /// <summary>A report of a month is gone. If that was not before the last one, it is not known which is the last one now.</summary>
    public void Forget(int year, int month) => Set(year, y => month < y.Reported ? y : y with { Reported = 0 });

    /// <summary>Something is gone, or counts no longer: of every year it is not known which month is the last that counts.</summary>
    public void Forget()
    {
        foreach (var year in Years.Keys.ToArray()) Forget(year, GainShare.MonthsPerYear);
    }

    /// <summary>The day on which a month can be closed next; null if none ever can.</summary>
    public DateOnly? NextOn(int afterDays)
    {
        for (var year = FirstYear; year <= SponsorshipDecider.MaxShareYears; year++)
        {
            var known = Years.GetValueOrDefault(year);
            if (known.Closed == GainShare.MonthsPerYear) continue;
            var counted = Math.Max(known.Reported, known.Closed);
            // The twelfth month closes the year, though it is reported. Leaving has closed the year in which it was, if that was counted.
            var month = Math.Min(counted + 1, GainShare.MonthsPerYear);
            var isOver = EndedOn < ShareYear.MonthStart(FirstDay, year, month)
                || (counted > 0 && EndedOn < ShareYear.MonthStart(FirstDay, year + 1, 1));
            return isOver ? null : ShareYear.MonthStart(FirstDay, year, month + 1).AddDays(afterDays);
        }

        return null;
    }

    private void Set(int year, Func<YearMonths, YearMonths> change) => Years[year] = change(Years.GetValueOrDefault(year));
}

/// <summary>The last month of a share year that is known to be reported, and the last that time has closed; 0 for none.</summary>
internal readonly record struct YearMonths(int Reported, int Closed);

internal sealed record MonthsSnapshot(long Position, int AfterDays, SortedDictionary<string, MonthsRow> Rows);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(MonthsSnapshot))]
internal sealed partial class MonthsJson : JsonSerializerContext;
