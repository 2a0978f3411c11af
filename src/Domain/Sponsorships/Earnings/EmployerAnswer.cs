namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>
/// What an employer does with a report, or with having taken one back. It is the effect of that report on what is taken, and nothing else
/// of the sponsorship: no baseline, no other pay, no host.
/// </summary>
/// <param name="Withhold">What is withheld from the pay, zero or more.</param>
/// <param name="GiveBack">What is paid back to the migrant with the pay, zero or more; one of the two is zero.</param>
/// <param name="Reference">Under which it is paid to the city, ISO 11649 without blanks.</param>
/// <param name="By">The last day on which the city is paid.</param>
/// <param name="Netted">What of refunds that waited, because of the employer's own reports, the migrant gets with the pay in that as much
/// less is withheld: <paramref name="Withhold"/> is what is left to be withheld.</param>
[GenerateSerializer, Immutable, Alias("vip.employer-answer")]
public sealed record EmployerAnswer(Money Withhold, Money GiveBack, string Reference, DateOnly By, Money Netted)
{
    /// <summary>
    /// The day of the next month by which the city is paid. A payroll is settled once a month, and the tax that is taken from the same pays
    /// is due then in the countries that have such programmes (in New Zealand on the 20th of the next month), so that one run pays both.
    /// </summary>
    public const int DueDay = 20;

    /// <summary>The last day on which the city is paid what was withheld.</summary>
    /// <param name="lastDay">The last day of the share month.</param>
    /// <param name="bookedOn">The day on which the report was booked: nothing is due before it is known.</param>
    public static DateOnly DueBy(DateOnly lastDay, DateOnly bookedOn)
    {
        var from = bookedOn > lastDay ? bookedOn : lastDay;
        return new DateOnly(from.Year, from.Month, DueDay).AddMonths(1);
    }

    /// <summary>What to do with a pay: it is paid to the city together with all others of the share month of its last day.</summary>
    /// <param name="s">The sponsorship to which it is reported, after the arrival.</param>
    /// <param name="pay">The pay.</param>
    /// <param name="effects">What was changed at each host whose days the pay has: the parts are added.</param>
    public static EmployerAnswer Of(Sponsorship s, PayReport pay, IReadOnlyCollection<EarningsEffect> effects)
    {
        var (year, month) = MonthOf(s.Earnings.FirstDay!.Value, pay.To);
        return Of(s, year, month, pay.Employer, effects);
    }

    /// <summary>The share year and the share month with which a pay is paid to the city.</summary>
    /// <param name="firstDay">The first day of share year 1.</param>
    /// <param name="lastDay">The pay's last day.</param>
    public static (int Year, int Month) MonthOf(DateOnly firstDay, DateOnly lastDay)
    {
        var year = Math.Clamp(ShareYear.YearOf(firstDay, lastDay), 1, SponsorshipDecider.MaxShareYears);
        return (year, Math.Min(ShareYear.Empty(year, firstDay).MonthOf(lastDay), GainShare.MonthsPerYear));
    }

    /// <summary>What to do with a month of an employer.</summary>
    /// <param name="s">The sponsorship to which it is reported, after the arrival.</param>
    /// <param name="year">Share year.</param>
    /// <param name="month">Month of the share year.</param>
    /// <param name="employer">The employer.</param>
    /// <param name="effects">What was changed at each host whose days the month has: the parts are added.</param>
    public static EmployerAnswer Of(Sponsorship s, int year, int month, string employer, IReadOnlyCollection<EarningsEffect> effects)
    {
        var currency = s.Terms!.Currency;
        var taken = effects.Aggregate(Money.Zero(currency), (sum, e) => sum + e.Taken);
        var lastDay = s.Earnings.MonthStart(year, month + 1)!.Value.AddDays(-1);
        return new(
            taken.IsNegative ? Money.Zero(currency) : taken,
            taken.IsNegative ? -taken : Money.Zero(currency),
            EmployerReference.Of(s.Id!.Value, employer, year, month).Value,
            DueBy(lastDay, effects.Select(e => e.BookedOn).Append(lastDay).Max()),
            new(Math.Max(0, effects.Sum(e => e.Netted)), currency));
    }
}

/// <summary>What a report, or its withdrawal, has changed at one host.</summary>
/// <param name="Sponsorship">The sponsorship with that host.</param>
/// <param name="Taken">How much more the employer withholds; below zero it gives back. What it has handed to the city already is not its to
/// give back: the city pays that to the migrant.</param>
/// <param name="BookedOn">The day of the booking, in the city.</param>
/// <param name="Netted">What of refunds that waited is netted with it, in minor units: <paramref name="Taken"/> is less by that. Below zero
/// for what the city pays to the migrant.</param>
[GenerateSerializer, Immutable, Alias("vip.earnings-effect")]
public sealed record EarningsEffect(SponsorshipId Sponsorship, Money Taken, DateOnly BookedOn, long Netted = 0)
{
    /// <summary>
    /// The effect of a month's newest report or withdrawal; null if there is none. That the same was reported once more does not count.
    /// </summary>
    /// <param name="id">The sponsorship.</param>
    /// <param name="events">Events of it, in their order.</param>
    /// <param name="year">Share year.</param>
    /// <param name="month">Month of the share year.</param>
    /// <param name="employer">The employer.</param>
    public static EarningsEffect? Last(SponsorshipId id, IEnumerable<SponsorshipEvent> events, int year, int month, string employer) =>
        Last(id, events, PayId.OfMonth(year, month, employer));

    /// <summary>What all reports and withdrawals of a month have come to; null if there are none.</summary>
    /// <inheritdoc cref="Last(SponsorshipId, IEnumerable{SponsorshipEvent}, int, int, string)" path="/param"/>
    public static EarningsEffect? Sum(SponsorshipId id, IEnumerable<SponsorshipEvent> events, int year, int month, string employer) =>
        Sum(id, events, PayId.OfMonth(year, month, employer));

    /// <summary>The effect of the newest report, correction, withdrawal or decision on a pay; null if there is none.</summary>
    /// <param name="id">The sponsorship.</param>
    /// <param name="events">Events of it, in their order.</param>
    /// <param name="pay">The pay, or the month's report.</param>
    public static EarningsEffect? Last(SponsorshipId id, IEnumerable<SponsorshipEvent> events, string pay) =>
        All(id, events, pay).LastOrDefault();

    /// <summary>What all of a pay has come to; null if there is nothing.</summary>
    /// <inheritdoc cref="Last(SponsorshipId, IEnumerable{SponsorshipEvent}, string)" path="/param"/>
    public static EarningsEffect? Sum(SponsorshipId id, IEnumerable<SponsorshipEvent> events, string pay)
    {
        EarningsEffect? sum = null;
        foreach (var e in All(id, events, pay))
        {
            sum = sum is null ? e : e with { Taken = sum.Taken + e.Taken, Netted = sum.Netted + e.Netted };
        }

        return sum;
    }

    /// <summary>How much more the employer of a report withholds because of its posting; below zero it gives back.</summary>
    public static Money Moved(SponsorshipEvent.SharePosted posted) =>
        posted.Taken - new Money(NettedBy(posted), posted.Taken.Currency);

    private static long NettedBy(SponsorshipEvent.SharePosted posted) =>
        SponsorshipBooks.Netted(posted) - SponsorshipBooks.CityPays(posted);

    /// <summary>The pay, or the month's report, that the postings right after an event are charged to; null for none.</summary>
    internal static string? PayOf(SponsorshipEvent e) => e switch
    {
        SponsorshipEvent.EarningsReported x => PayId.OfMonth(x.Year, x.Month, x.Employer),
        SponsorshipEvent.EarningsWithdrawn x => PayId.OfMonth(x.Year, x.Month, x.Employer),
        SponsorshipEvent.PayReported x => x.Pay.Id,
        SponsorshipEvent.PayWithdrawn x => x.Pay,
        SponsorshipEvent.ContestDecided x => x.Pay,
        _ => null,
    };

    // A report is booked by the postings that follow it at once, one for each share year that it touches, in their order. What follows
    // anything else is nobody's report.
    private static IEnumerable<EarningsEffect> All(SponsorshipId id, IEnumerable<SponsorshipEvent> events, string pay)
    {
        EarningsEffect? effect = null;
        // The share year of the last posting of it; null where no posting is of it.
        int? year = null;
        foreach (var e in events)
        {
            if (e is SponsorshipEvent.SharePosted posted)
            {
                if (posted.Year <= year) year = null;
                if (year is null) continue;
                effect = new(id, effect is null ? Moved(posted) : effect.Taken + Moved(posted), posted.BookedOn,
                    (effect?.Netted ?? 0) + NettedBy(posted));
                year = posted.Year;
                continue;
            }

            if (effect is not null) yield return effect;
            (effect, year) = (null, PayOf(e) == pay ? 0 : null);
        }

        if (effect is not null) yield return effect;
    }
}
