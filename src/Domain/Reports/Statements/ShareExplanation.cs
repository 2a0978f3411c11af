namespace VipOrleans.Domain.Reports;

using System.Globalization;
using System.Numerics;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// Says how a share came about: every input with its source, and every calculation with its numbers, in the order in which one would type
/// it into a pocket calculator. It is made from the same intervals as the share itself.
/// </summary>
public static class ShareExplanation
{
    /// <summary>The steps from the baseline to what is taken now.</summary>
    /// <param name="s">The sponsorship right after the posting.</param>
    /// <param name="posted">The posting.</param>
    /// <param name="limitOf">What the limit of a pay, or of a month's report, was made from; null where that was done with another
    /// host.</param>
    /// <param name="closedOn">On which day time closed a month because nobody had reported it; null for all others.</param>
    public static IReadOnlyList<ExplanationStep> Of(Sponsorship s, SharePosted posted, Func<string, PayLimit?> limitOf,
        Func<int, DateOnly?> closedOn)
    {
        var (year, currency) = (s.Earnings.ShareYears[posted.Year], posted.Taken.Currency);
        var intervals = s.Intervals(year).Where(i => i.Month <= posted.ThroughMonth).ToArray();
        var own = intervals.Length == 0 ? -1 : intervals.Max(i => i.Host);
        var steps = new List<ExplanationStep> { Baseline(s.Earnings.BaselineOf(posted.Year)!),
            new("share", "", posted.Share.ToString(), "the city's terms when the place was held") };
        foreach (var report in year.Reports)
        {
            steps.Add(Report(year, report, currency));
            if (report.Contest is { } contest) steps.Add(Contested($"month {report.Month}", contest, currency));
            else if (report.Allowed is { } allowed)
            {
                var limit = limitOf(PayId.OfMonth(year.Number, report.Month, report.Employer));
                steps.Add(Limit($"month {report.Month} by {report.Employer}", new(allowed, currency), limit));
            }
        }

        foreach (var pay in year.Pays)
        {
            var days = $"{pay.Report.From:yyyy-MM-dd} to {pay.Report.To:yyyy-MM-dd}";
            steps.Add(new($"earned from {days}", "", pay.Report.Gross.ToString(),
                pay.IsMigrants ? $"reported by the migrant, of {pay.Report.Employer}" : $"reported by {pay.Report.Employer}"));
            if (pay.Contest is { } contest) steps.Add(Contested(days, contest, currency));
            else if (pay.Allowed is { } allowed)
            {
                steps.Add(Limit($"{days} by {pay.Report.Employer}", new(allowed, currency), limitOf(pay.Id)));
            }
        }

        for (var month = 1; month <= year.ClosedThrough; month++)
        {
            if (closedOn(month) is not { } on || year.EmployersIn(month) > 0) continue;
            steps.Add(year.IsWithoutPay(month)
                ? new($"earned in month {month}", "", Money.Zero(currency).ToString(),
                    $"closed without pay on {on:yyyy-MM-dd}: nobody had reported it by then; a late report still counts in full")
                : new($"earned in the other days of month {month}", "", Money.Zero(currency).ToString(),
                    $"closed on {on:yyyy-MM-dd}: nobody had reported them by then; a late report still counts in full"));
        }

        if (s.Earnings.Continues is { } continues && continues.Year == posted.Year)
        {
            steps.Add(new("share year", "", $"since {continues.FirstDay:yyyy-MM-dd}; here since {s.Days()!.Value.From:yyyy-MM-dd}",
                $"continues from {continues.From}"));
        }

        foreach (var interval in intervals) Interval(steps, interval, posted, own);
        var taken = intervals.Where(i => i.Host == own).Select(i => i.Taken).ToArray();
        TakenToDate(steps, posted, taken, year.Held);
        steps.Add(new("taken now", $"{(posted.TakenBefore + posted.Taken).Amount} − {posted.TakenBefore.Amount}", posted.Taken.ToString(),
            "taken to date less what had been taken before; below zero it is given back"));
        if (posted.Residue is { } residue)
        {
            steps.Add(new("residue", "", residue.ToString(),
                "due, and kept from being taken by the law: it expires with the share year and is nobody's debt"));
        }

        return steps;
    }

    private static ExplanationStep Contested(string days, PayContest contest, Currency currency) =>
        new($"contested: {days}", "", Money.Zero(currency).ToString(),
            $"contested since {contest.On:yyyy-MM-dd}: it counts neither as pay nor as days without pay until it is decided");

    // Where no more is taken than the pays let be that have been reported since, the rest waits.
    private static void TakenToDate(List<ExplanationStep> steps, SharePosted posted, long[] taken, long held)
    {
        var currency = posted.Taken.Currency;
        var sum = string.Join(" + ", taken.Select(t => new Money(t, currency).Amount));
        var (all, now) = (taken.Sum(), posted.TakenBefore + posted.Taken);
        if (all == now.Minor && held == 0)
        {
            steps.Add(new("taken to date", taken.Length == 1 ? "" : sum, now.ToString(), ""));
            return;
        }

        steps.Add(new("comes to", taken.Length == 1 ? "" : sum, new Money(all, currency).ToString(), ""));
        var how = new Money(all, currency).Amount;
        if (held != 0)
        {
            steps.Add(new("left as it is", "", new Money(held, currency).ToString(),
                "what was taken, or was not, because of what is contested: it stays so until that is decided"));
            how += $" + {new Money(held, currency).Amount}";
        }

        var waits = all + held - now.Minor;
        steps.Add(new("waits", $"{how} − {now.Amount}", new Money(waits, currency).ToString(),
            "no pay is charged above its own limit when it is reported: the rest waits for the next pay, or expires with the share year"));
        steps.Add(new("taken to date", $"{how} − {new Money(waits, currency).Amount}", now.ToString(), ""));
    }

    private static ExplanationStep Baseline(FixedBaseline baseline)
    {
        var verified = baseline.Verified;
        var source =
            $"version {verified.Version}: {Codes<BaselineMethod>.Text(verified.Method)}, {verified.Source}, verified for "
                + $"{verified.On:yyyy-MM-dd}";
        if (baseline.Rate is not { } rate) return new("baseline of a year", "", baseline.Yearly.ToString(), source);
        return new(
            "baseline of a year",
            $"{verified.Yearly} × {rate.To.PerBase} ÷ {rate.From.PerBase}, rounded once, half up",
            baseline.Yearly.ToString(),
            $"{source}; {rate.To.Currency}: {rate.To.Name} of {rate.To.On:yyyy-MM-dd}; {rate.From.Currency}: {rate.From.Name} of "
                + $"{rate.From.On:yyyy-MM-dd}");
    }

    private static ExplanationStep Report(ShareYear year, MonthReport report, Currency currency)
    {
        var days = report.Paid is { } paid
            ? $"{paid.From:yyyy-MM-dd} to {paid.To:yyyy-MM-dd}"
            : $"{year.MonthStart(report.Month):yyyy-MM-dd} to {year.MonthStart(report.Month + 1).AddDays(-1):yyyy-MM-dd}";
        return new($"earned in month {report.Month}", "", new Money(report.Earned, currency).ToString(),
            $"reported by {report.Employer} for {days}");
    }

    // The law's limit on one pay: the rule of the profile that decides, with its numbers, and which version of which law it is from.
    private static ExplanationStep Limit(string pay, Money allowed, PayLimit? limit)
    {
        var what = $"most that may be taken from the pay of {pay}";
        if (limit is null) return new(what, "", allowed.ToString(), "worked out with the host before");
        var (rule, frequency) = (limit.Rule, limit.Frequency ?? PayFrequency.Month);
        var (basis, others) = (limit.Basis.Amount, limit.OtherDeductions.Amount);
        var how = rule switch
        {
            PercentageCap cap => $"{basis} × {Percent(cap.PercentHundredths)} ÷ 100, cut down",
            TotalCap cap => $"{basis} × {Percent(cap.PercentHundredths)} ÷ 100, cut down, − {others}",
            ProtectedFloor floor => $"{basis} − {others} − {new Money(floor.Of(frequency), allowed.Currency).Amount}",
            WageFloor floor => $"{basis} − {others} − {new Money(floor.Of(frequency, limit.Minutes), allowed.Currency).Amount}",
            _ => "",
        };
        var byRule = rule?.Allowed(new(frequency, limit.Basis.Minor, limit.OtherDeductions.Minor, limit.Minutes)) ?? allowed.Minor;
        if (byRule < 0) how += ", not below zero";
        var why = (byRule > allowed.Minor, rule) switch
        {
            (true, _) => "; the consent was revoked since, and no more is taken than was before",
            (false, null) when allowed < limit.Basis => "; it needs a written consent, and none stood",
            (false, null) => "; all of it may be taken",
            _ => "",
        };
        var on = limit.On is { } looked ? $"{Codes<PayBasis>.Text(looked)} pay {basis}" : $"pay {basis}";
        return new(what, how, allowed.ToString(),
            $"deduction profile {limit.Profile}, version {limit.Version}{(limit.Source is null ? "" : $" ({limit.Source})")}, on "
                + $"{on}, of which others take {others} first{why}");
    }

    private static string Percent(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private static void Interval(List<ExplanationStep> steps, ShareInterval i, SharePosted posted, int own)
    {
        var (currency, share) = (posted.Taken.Currency, posted.Share);
        var months = i.Elapsed == i.Days ? i.Month.ToString(CultureInfo.InvariantCulture) : $"({i.Month - 1} + {i.Elapsed}/{i.Days})";
        // Days of which the only pay is contested are left out.
        var apart = ((i.Month - 1) * GainShare.PartsPerMonth) + (i.Elapsed * GainShare.PartsPerMonth / i.Days) - i.Time;
        if (apart > 0) months = $"({months} − {apart}/{GainShare.PartsPerMonth})";
        var (earned, baseline, due) = (new Money(i.EarnedToDate, currency), posted.Baseline, new Money(i.Due, currency));
        steps.Add(new(
            $"due by {i.To:yyyy-MM-dd}",
            $"(12 × {earned.Amount} − {months} × {baseline.Amount}) × {share.Numerator} ÷ (12 × {share.Denominator}) = "
                + $"{Exact(i, posted)}, {(i.Due == 0 ? "not below zero, cut down" : "cut down")}",
            due.ToString(),
            "what is earned in the share year so far, less the baseline of as many months, times the share"));
        if (i.Host != own)
        {
            steps.Add(new($"of another host, or nobody's, by {i.To:yyyy-MM-dd}",
                $"{due.Amount} − {new Money(i.PassedBefore, currency).Amount}", new Money(i.Due - i.PassedBefore, currency).ToString(),
                "not for this host"));
            return;
        }

        var want = $"{due.Amount} − {new Money(i.PassedBefore, currency).Amount}";
        var isLimited = i.Allowed is { } allowed && allowed < i.Due - i.PassedBefore;
        steps.Add(new(
            $"of {i.From:yyyy-MM-dd} to {i.To:yyyy-MM-dd}",
            isLimited ? $"the less of {want} and {new Money(i.Allowed!.Value, currency).Amount}" : want,
            new Money(i.Taken, currency).ToString(),
            isLimited ? "due less what was taken, expired or nobody's before; the law lets no more be taken from the pay of these days, "
                + "in proportion to the days" : "due less what was taken, expired or nobody's before"));
    }

    // The value before it is cut, with four more digits than the currency has, so that a reader sees that it was cut and not rounded.
    private static string Exact(ShareInterval i, SharePosted posted)
    {
        var scale = posted.Taken.Currency.Decimals + 4;
        var numerator =
            ((BigInteger)12 * i.EarnedToDate * GainShare.PartsPerMonth) - ((BigInteger)posted.Baseline.Minor * i.Time);
        var denominator = (BigInteger)12 * posted.Share.Denominator * GainShare.PartsPerMonth;
        var digits = BigInteger.DivRem(BigInteger.Abs(numerator) * posted.Share.Numerator * 10_000, denominator, out var rest);
        var text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(numerator.Sign < 0 ? "-" : "")}{text[..^scale]}.{text[^scale..]}{(rest.IsZero ? "" : "…")}";
    }
}
