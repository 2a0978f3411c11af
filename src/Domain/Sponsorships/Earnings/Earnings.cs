namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>What the migrant has earned since the arrival, by share years, and the baseline that each year is compared with.</summary>
public sealed record Earnings
{
    /// <summary>The day of arrival: the first day of the first share year.</summary>
    public DateOnly? ArrivedOn { get; init; }

    /// <summary>The baseline as fixed at arrival; null while it waits for an exchange rate.</summary>
    public FixedBaseline? Baseline { get; init; }

    /// <summary>
    /// What is converted into the baseline as soon as there is a rate for the first day of share year 1: until then nothing is reported.
    /// Null if nothing waits.
    /// </summary>
    public VerifiedBaseline? Awaits { get; init; }

    /// <summary>The baselines of the share years after the first, by number, each fixed when the year was first counted.</summary>
    public ImmutableSortedDictionary<int, FixedBaseline> LaterBaselines { get; init; } =
        ImmutableSortedDictionary<int, FixedBaseline>.Empty;

    /// <summary>
    /// The share year that was running when the migrant came from another host; null if a first one began with the arrival.
    /// </summary>
    public ContinuedYear? Continues { get; init; }

    /// <summary>The share years in which earnings were reported or months closed, by number.</summary>
    public ImmutableSortedDictionary<int, ShareYear> ShareYears { get; init; } = ImmutableSortedDictionary<int, ShareYear>.Empty;

    /// <summary>The day of the migrant's written consent to the share being taken from the pay; null if there is none.</summary>
    public DateOnly? ConsentOn { get; init; }

    /// <summary>
    /// The first day of share year 1: the arrival, or that of the first host whose share year goes on here. Null before the arrival.
    /// </summary>
    [JsonIgnore]
    public DateOnly? FirstDay => Continues?.FirstDay ?? ArrivedOn;

    /// <summary>The first day of a month of a share year; null before the arrival.</summary>
    /// <param name="year">1 or more.</param>
    /// <param name="month">1 to 13: the thirteenth is the first of the next year.</param>
    public DateOnly? MonthStart(int year, int month) => FirstDay is { } first ? ShareYear.MonthStart(first, year, month) : null;

    /// <summary>
    /// The baseline of a share year: its own, or that of the latest year before it that has one; null before the arrival.
    /// </summary>
    /// <param name="year">1 or more.</param>
    public FixedBaseline? BaselineOf(int year)
    {
        var found = Baseline;
        foreach (var (number, later) in LaterBaselines)
        {
            if (number > year) break;
            found = later;
        }

        return found;
    }

    /// <summary>True where a share year has begun to be counted with its baseline, which then never changes.</summary>
    public bool IsBaselineFixed(int year) =>
        (year <= 1 && Awaits is null) || LaterBaselines.ContainsKey(year) || ShareYears.ContainsKey(year);

    /// <summary>A share year as it was reported so far; an empty one before its first report.</summary>
    /// <param name="number">1 or more.</param>
    internal ShareYear Year(int number) => ShareYears.GetValueOrDefault(number) ?? ShareYear.Empty(number, FirstDay!.Value);

    internal Earnings Evolve(SponsorshipEvent e) => e switch
    {
        MigrantArrived x => Arrived(x),
        BaselineFixed x when Awaits is not null => this with { Baseline = x.Baseline, Awaits = null },
        BaselineFixed x => this with { LaterBaselines = LaterBaselines.SetItem(x.Year, x.Baseline) },
        EarningsReported x => With(Year(x.Year)
            .With(new(x.Month, x.Employer, x.Earned.Minor, x.Limit?.Allowed.Minor, x.Paid, x.Limit is { Consented: true }))),
        EarningsWithdrawn x => With(Year(x.Year).Without(x.Month, x.Employer)),
        MonthsClosed x => With(Year(x.Year).Closed(x.Through)),
        SharePosted x => With(Taken(Year(x.Year), x)),
        ResidueExpired x => With(Year(x.Year) with { Expired = x.Residue.Minor }),
        ConsentGiven x => this with { ConsentOn = x.On },
        ConsentRevoked => this with { ConsentOn = null },
        PredecessorEnded { Year: { } final } => Reported(final),
        _ => this,
    };

    private Earnings With(ShareYear year) => this with { ShareYears = ShareYears.SetItem(year.Number, year) };

    private Earnings Arrived(MigrantArrived x)
    {
        var arrived = this with { ArrivedOn = x.On, Baseline = x.Baseline, Continues = x.Continues, Awaits = x.Awaits };
        return x.Continues is { } year
            ? arrived.With(ShareYear.Empty(year.Year, year.FirstDay) with { Reports = [.. year.Reports] }) : arrived;
    }

    private static ShareYear Taken(ShareYear year, SharePosted x)
    {
        var employer = SponsorshipAccounts.Employer(x.Taken.Currency);
        var earned = x.Postings.Sum(t => t.From == employer ? t.Amount : t.To == employer ? -t.Amount : 0);
        return year with { Taken = x.TakenBefore.Minor + x.Taken.Minor, EarnedHere = year.EarnedHere + earned };
    }

    // A report that was made here since the arrival stays: it was passed on to the host before, who may not have had it yet.
    private Earnings Reported(ContinuedYear final)
    {
        if (Continues is not { } assumed || assumed.Year != final.Year || assumed.Currency != final.Currency) return this;
        var year = Year(final.Year);
        foreach (var (month, employer) in assumed.Reports.Concat(final.Reports).Select(r => (r.Month, r.Employer)).Distinct())
        {
            var (then, now) = (Of(assumed.Reports, month, employer), Of(final.Reports, month, employer));
            if (then == now || year.Report(month, employer) != then) continue;
            year = now is null ? year.Without(month, employer) : year.With(now);
        }

        // The host before may have got the rate meanwhile.
        var fixedThere = Awaits is not null && final.Baseline is { } there ? this with { Baseline = there, Awaits = null } : this;
        return (fixedThere with { Continues = final }).With(year);
    }

    private static MonthReport? Of(IReadOnlyList<MonthReport> reports, int month, string employer) =>
        reports.FirstOrDefault(r => r.Month == month && r.Employer == employer);
}

/// <summary>The baseline that a share year counts with, and what it was made from.</summary>
/// <param name="Verified">What an officer verified, with what the migrant had declared.</param>
/// <param name="Rate">How it was converted; null where the currency is the same.</param>
/// <param name="Yearly">The yearly baseline in the host currency.</param>
[GenerateSerializer, Immutable, Alias("vip.fixed-baseline")]
public sealed record FixedBaseline(VerifiedBaseline Verified, ExchangeRate? Rate, Money Yearly);

/// <summary>A share year that goes on with another host.</summary>
/// <param name="From">The sponsorship that it comes from.</param>
/// <param name="FirstDay">The first day of share year 1.</param>
/// <param name="Year">The share year.</param>
/// <param name="Currency">The currency that it is counted in.</param>
/// <param name="Baseline">Its baseline, which stays; null while it waits for an exchange rate.</param>
/// <param name="Reports">What was reported for it by then.</param>
/// <param name="Stays">The days of its hosts before, in order.</param>
/// <param name="Awaits">What is converted into the baseline as soon as there is a rate for the first day; null if nothing waits.</param>
[GenerateSerializer, Immutable, Alias("vip.continued-year")]
public sealed record ContinuedYear(SponsorshipId From, DateOnly FirstDay, int Year, Currency Currency, FixedBaseline? Baseline,
    IReadOnlyList<MonthReport> Reports, IReadOnlyList<Stay> Stays, VerifiedBaseline? Awaits = null);
