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

    /// <summary>
    /// The pay, or month's report, whose report or withdrawal is being booked: the posting that follows is charged to it. Null while
    /// anything else is.
    /// </summary>
    public string? Booking { get; init; }

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

    /// <summary>The years, of those that are counted here, that the days of a pay lie in.</summary>
    public IEnumerable<int> YearsOf(PayReport pay)
    {
        if (FirstDay is not { } first) return [];
        var from = Math.Max(ShareYear.YearOf(first, pay.From), Continues?.Year ?? 1);
        var to = Math.Min(ShareYear.YearOf(first, pay.To), SponsorshipDecider.MaxShareYears);
        return from > to ? [] : Enumerable.Range(from, to - from + 1);
    }

    /// <summary>The share years that have a pay, or a month's report.</summary>
    internal IEnumerable<ShareYear> OfPay(string id) => ShareYears.Values.Where(y => y.SpanOf(id) is not null);

    /// <summary>A pay by its id, wherever it counts here; null if there is none.</summary>
    internal ReportedPay? Pay(string id)
    {
        foreach (var year in ShareYears.Values)
        {
            if (year.Pay(id) is { } pay) return pay;
        }

        return null;
    }

    internal Earnings Evolve(SponsorshipEvent e)
    {
        var after = Evolved(e);
        // What is posted after one of these is charged to no pay.
        var booking = e is MigrantArrived or MonthsClosed or SponsorshipEnded or PredecessorEnded
            ? null : EarningsEffect.PayOf(e) ?? Booking;
        return booking == after.Booking ? after : after with { Booking = booking };
    }

    private Earnings Evolved(SponsorshipEvent e) => e switch
    {
        MigrantArrived x => Arrived(x),
        BaselineFixed x when Awaits is not null => this with { Baseline = x.Baseline, Awaits = null },
        BaselineFixed x => this with { LaterBaselines = LaterBaselines.SetItem(x.Year, x.Baseline) },
        EarningsReported x => With(Year(x.Year).With(new MonthReport(x.Month, x.Employer, x.Earned.Minor, x.Limit?.Allowed.Minor, x.Paid,
            x.Limit is { Consented: true }, Year(x.Year).Report(x.Month, x.Employer)?.Contest))),
        PayReported x => With(x.Pay),
        PayWithdrawn x => Without(x.Pay),
        PayContested x => x.Held.Aggregate(this, (earnings, held) => earnings.With(
            earnings.Year(held.Year).WithContest(x.Pay, _ => new(x.On, x.Reason, held.Amount, Words: x.Words)))),
        ContestReplied x => Contest(x.Pay, contest => contest with { Reply = x.Reply, ReplyWords = x.Words ?? contest.ReplyWords }),
        ContestDecided { IsUpheld: true } x => OfPay(x.Pay).Aggregate(this, (earnings, year) =>
            earnings.With(year.Without(x.Pay).WithoutMonth(x.Pay))),
        ContestDecided x => Contest(x.Pay, _ => null),
        EarningsWithdrawn x => With(Year(x.Year).Without(x.Month, x.Employer)),
        MonthsClosed x => With(Year(x.Year).Closed(x.Through)),
        SharePosted x => With(Taken(Year(x.Year), x, Booking)),
        ResidueExpired x => With(Year(x.Year) with { Expired = x.Residue.Minor }),
        ConsentGiven x => this with { ConsentOn = x.On },
        ConsentRevoked => this with { ConsentOn = null },
        PredecessorEnded { Year: { } final } => Reported(final),
        _ => this,
    };

    private Earnings With(ShareYear year) => this with { ShareYears = ShareYears.SetItem(year.Number, year) };

    // A correction keeps what is contested, and in which year how much of it is held.
    private Earnings With(ReportedPay pay)
    {
        var contests = ShareYears.Values.Select(y => (y.Number, y.Pay(pay.Id)?.Contest)).ToDictionary(c => c.Number, c => c.Contest);
        var elsewhere = contests.Values.FirstOrDefault(c => c is not null) is { } contest ? contest with { Held = 0 } : null;
        return YearsOf(pay.Report).Aggregate(Without(pay.Id), (earnings, year) =>
            earnings.With(earnings.Year(year).WithPay(pay with { Contest = contests.GetValueOrDefault(year) ?? elsewhere })));
    }

    private Earnings Contest(string pay, Func<PayContest, PayContest?> change) => OfPay(pay).Aggregate(this, (earnings, year) =>
        earnings.With(year.WithContest(pay, contest => contest is null ? null : change(contest))));

    private Earnings Without(string pay) => ShareYears.Values.Where(y => y.Pay(pay) is not null)
        .Aggregate(this, (earnings, year) => earnings.With(year.Without(pay)));

    private Earnings Arrived(MigrantArrived x)
    {
        var arrived = this with { ArrivedOn = x.On, Baseline = x.Baseline, Continues = x.Continues, Awaits = x.Awaits };
        return x.Continues is { } year
            ? arrived.With(ShareYear.Empty(year.Year, year.FirstDay) with { Reports = [.. year.Reports], Pays = [.. year.Pays ?? []] })
            : arrived;
    }

    private static ShareYear Taken(ShareYear year, SharePosted x, string? booking)
    {
        var employer = SponsorshipAccounts.Employer(x.Taken.Currency);
        var earned = x.Postings.Sum(t => t.From == employer ? t.Amount : t.To == employer ? -t.Amount : 0);
        var taken = year with { Taken = x.TakenBefore.Minor + x.Taken.Minor, EarnedHere = year.EarnedHere + earned };
        return booking is null ? taken : taken.Charged(booking, x.Taken.Minor);
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

        foreach (var id in (assumed.Pays ?? []).Concat(final.Pays ?? []).Select(p => p.Id).Distinct())
        {
            var (then, now) = (assumed.Pays?.FirstOrDefault(p => p.Id == id), final.Pays?.FirstOrDefault(p => p.Id == id));
            if (AreSame(then, now) || !AreSame(year.Pay(id), then)) continue;
            year = now is null ? year.Without(id) : year.WithPay(now);
        }

        // The host before may have got the rate meanwhile.
        var fixedThere = Awaits is not null && final.Baseline is { } there ? this with { Baseline = there, Awaits = null } : this;
        return (fixedThere with { Continues = final }).With(year);
    }

    // A list within the report is not compared by what it holds.
    private static bool AreSame(ReportedPay? one, ReportedPay? other) => one is null || other is null
        ? one is null && other is null
        : one with { Report = other.Report } == other && one.Report.Says(other.Report);

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
/// <param name="Pays">The pays that were reported for it by then; null for none.</param>
[GenerateSerializer, Immutable, Alias("vip.continued-year")]
public sealed record ContinuedYear(SponsorshipId From, DateOnly FirstDay, int Year, Currency Currency, FixedBaseline? Baseline,
    IReadOnlyList<MonthReport> Reports, IReadOnlyList<Stay> Stays, VerifiedBaseline? Awaits = null,
    IReadOnlyList<ReportedPay>? Pays = null);
