namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>What the law of the place lets be taken from a reported pay.</summary>
internal static class PayLimits
{
    /// <summary>The limit, or why there is none to be had; neither if the city has chosen no profile.</summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="report">The report of the pay.</param>
    /// <param name="inForce">The deduction profile in force; null for none.</param>
    /// <param name="before">What the same employer had reported for the month before; null for nothing.</param>
    public static (PayLimit? Limit, Rejection? Rejection) Of(Sponsorship s, EarningsReport report, DeductionProfile? inForce,
        MonthReport? before)
    {
        if (inForce is not { } profile) return (null, null);
        var (earned, currency) = (report.Earned, report.Earned.Currency);
        if (profile.Currency != currency)
        {
            return (null, new(RejectionCode.CurrencyMismatch, $"The deduction profile {profile.Id} is in {profile.Currency}."));
        }

        if (report.Details is null && profile.Basis != PayBasis.Gross)
        {
            return (null,
                new(RejectionCode.PayDetailsMissing,
                    $"The deduction profile {profile.Id} looks at {Codes<PayBasis>.Text(profile.Basis)} pay: report it with "
                        + "the earnings."));
        }

        var pay = report.Details ?? new PayDetails(earned, Money.Zero(currency));
        if (pay.Basis.Currency != currency || pay.OtherDeductions.Currency != currency)
        {
            return (null, new(RejectionCode.CurrencyMismatch, $"The pay is in {currency}."));
        }

        if (pay.Basis.IsNegative || pay.Basis > earned || pay.OtherDeductions.IsNegative || pay.OtherDeductions > earned)
        {
            return (null,
                new(RejectionCode.InvalidInput,
                    "The pay that the profile looks at and the other deductions are zero or more, and at most what was earned."));
        }

        var looked = new Pay(PayFrequency.Month, pay.Basis.Minor, pay.OtherDeductions.Minor);
        var (consented, most) =
            Consent(s, profile, before is null ? null : (before.Earned, before.Allowed, before.Consented), earned.Minor);
        var allowed = Math.Min(profile.Allowed(looked, consented), most);
        var rule = profile.ConsentNeeded && !consented ? null : profile.Least(looked);
        return (new(profile.Id, profile.Version, pay.Basis, pay.OtherDeductions, consented, new(allowed, currency), profile.Basis, rule,
            profile.Source), null);
    }

    /// <summary>
    /// The limit of a pay at its own frequency, or why there is none to be had; neither if the city has chosen no profile.
    /// </summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="report">The pay.</param>
    /// <param name="inForce">The deduction profile in force; null for none.</param>
    /// <param name="before">The pay as it was reported before; null for a first report.</param>
    public static (PayLimit? Limit, Rejection? Rejection) Of(Sponsorship s, PayReport report, DeductionProfile? inForce,
        ReportedPay? before)
    {
        if (inForce is not { } profile) return (null, null);
        var (consented, most) = Consent(s, profile,
            before is null ? null : (before.Report.Gross.Minor, before.Allowed, before.Consented), report.Gross.Minor);
        var (limit, refusal) = DeductionLaw.Of(profile, report.Looked(), consented);
        return limit is { } found && found.Allowed.Minor > most
            ? (found with { Allowed = new(most, profile.Currency) }, null) : (limit, refusal);
    }

    // A revoked consent stops the taking and gives nothing back: a correction takes no more of a pay than was taken with it, and a report
    // that is made again changes nothing, whichever way the consent has gone since.
    private static (bool Consented, long Most) Consent(Sponsorship s, DeductionProfile profile,
        (long Earned, long? Allowed, bool Consented)? before, long earned)
    {
        var stands = s.Earnings.ConsentOn is not null;
        if (before is not { Allowed: { } allowed } known) return (stands, long.MaxValue);
        if (!profile.ConsentNeeded) return (known.Consented, long.MaxValue);
        if (known.Consented) return (true, stands ? long.MaxValue : allowed);
        return (stands && known.Earned != earned, long.MaxValue);
    }
}
