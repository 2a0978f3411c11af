namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

public sealed partial record Sponsorship
{
    /// <summary>The share years in which earnings were reported, by number.</summary>
    public ImmutableSortedDictionary<int, ShareYear> ShareYears { get; init; } = ImmutableSortedDictionary<int, ShareYear>.Empty;

    /// <summary>
    /// The share year that was running when the migrant came from another host; null where a first one began with the arrival.
    /// </summary>
    public ContinuedYear? Continues { get; init; }

    /// <summary>
    /// The first day of share year 1: the arrival, or that of the first host whose share year goes on here. Null before the arrival.
    /// </summary>
    [JsonIgnore]
    public DateOnly? FirstDay => Continues?.FirstDay ?? ArrivedOn;

    /// <summary>The first day of a month of a share year; null before the arrival.</summary>
    /// <param name="year">1 or more.</param>
    /// <param name="month">1 to 13: the thirteenth is the first of the next year.</param>
    public DateOnly? MonthStart(int year, int month) => FirstDay is { } first ? ShareYear.MonthStart(first, year, month) : null;

    /// <summary>The days of this host. A day that was the host's before counts for that one.</summary>
    [JsonIgnore]
    public Stay? Days
    {
        get
        {
            if (ArrivedOn is not { } arrived) return null;
            var from = Continues?.Stays is [.., { To: { } last }] && last >= arrived ? last.AddDays(1) : arrived;
            return new(from, EndedOn);
        }
    }

    /// <summary>What a share year has come to for this host.</summary>
    /// <param name="year">The year, of this sponsorship.</param>
    /// <exception cref="InvalidOperationException">The migrant has not arrived.</exception>
    public ShareToDate ToDate(ShareYear year) => year.ToDate(Yearly(year), Terms!.Share, StaysBefore(year.Number), Days!.Value);

    /// <summary>Each interval of a share year, of all its hosts.</summary>
    /// <param name="year">The year, of this sponsorship.</param>
    /// <exception cref="InvalidOperationException">The migrant has not arrived.</exception>
    public IReadOnlyList<ShareInterval> Intervals(ShareYear year) =>
        year.Intervals(Yearly(year), Terms!.Share, [.. StaysBefore(year.Number), Days!.Value]);

    /// <summary>
    /// Where a share year stands for a host to whom the migrant goes on; null where none is running on that day, or this sponsorship goes
    /// on itself.
    /// </summary>
    /// <param name="on">The day of arrival there.</param>
    public ContinuedYear? YearOn(DateOnly on)
    {
        if (Id is not { } id || EndedOn is null || Days is not { } days || Terms is not { } terms || FirstDay is not { } first
            || on < days.From)
        {
            return null;
        }

        var number = 1;
        while (number < SponsorshipDecider.MaxShareYears && ShareYear.MonthStart(first, number + 1, 1) <= on) number++;
        // A share year in which the migrant was with nobody here has not begun: a new first one begins with the arrival.
        if (MonthStart(number, 1) > EndedOn) return null;
        var reports = ShareYears.GetValueOrDefault(number)?.Reports ?? [];
        return new(id, first, number, terms.Currency, BaselineOf(number)!, reports, [.. StaysBefore(number), days]);
    }

    /// <summary>
    /// As <see cref="YearOn"/>, where this sponsorship, if it goes on, were to end on that day: for one that continues it in another city.
    /// </summary>
    /// <param name="on">The day of arrival there.</param>
    public ContinuedYear? YearIfMovedOn(DateOnly on) => (EndedOn is null ? this with { EndedOn = on } : this).YearOn(on);

    /// <summary>
    /// What was earned in this host's days of a share year less the baseline of as many, cut down to the minor unit; below zero where it is
    /// less.
    /// </summary>
    /// <param name="year">The year, of this sponsorship.</param>
    public long GainOf(ShareYear year)
    {
        // B·d/(12·D) for each interval, over a denominator that every month's days divide, and rounded up once.
        const long Parts = 12L * 4 * 5 * 7 * 9 * 29 * 31;
        Int128 atHome = 0;
        foreach (var i in Intervals(year).Where(i => i.Host == StaysBefore(year.Number).Count))
        {
            atHome += (Int128)Yearly(year) * (i.To.DayNumber - i.From.DayNumber + 1) * (Parts / (12 * i.Days));
        }

        return year.EarnedHere - (long)((atHome + Parts - 1) / Parts);
    }

    private long Yearly(ShareYear year) => BaselineOf(year.Number)!.Yearly.Minor;

    private IReadOnlyList<Stay> StaysBefore(int year) => Continues is { } continues && continues.Year == year ? continues.Stays : [];
}

/// <summary>A share year that goes on with another host.</summary>
/// <param name="From">The sponsorship that it comes from.</param>
/// <param name="FirstDay">The first day of share year 1.</param>
/// <param name="Year">The share year.</param>
/// <param name="Currency">The currency that it is counted in.</param>
/// <param name="Baseline">Its baseline, which stays.</param>
/// <param name="Reports">What was reported for it by then.</param>
/// <param name="Stays">The days of its hosts before, in order.</param>
[GenerateSerializer, Immutable, Alias("vip.continued-year")]
public sealed record ContinuedYear(SponsorshipId From, DateOnly FirstDay, int Year, Currency Currency, FixedBaseline Baseline,
    IReadOnlyList<MonthReport> Reports, IReadOnlyList<Stay> Stays);
