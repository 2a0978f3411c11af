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
    /// <param name="through">The last day of the pay.</param>
    public static (PayLimit? Limit, Rejection? Rejection) Of(Sponsorship s, EarningsReport report, DeductionProfile? inForce,
        MonthReport? before, DateOnly through)
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

        var (looked, problem) = Looked(profile, report, pay, through);
        if (problem is not null) return (null, problem);
        var (consented, most) =
            Consent(s, profile, before is null ? null : (before.Earned, before.Allowed, before.Consented), earned.Minor);
        var (limit, refusal) = DeductionLaw.Of(profile, looked, consented);
        if (limit is null) return (null, refusal);
        var whole = pay.Others is not null || pay.Minutes is not null ? limit : AsBefore(profile, pay, consented, limit);
        return (whole.Allowed.Minor > most ? whole with { Allowed = new(most, currency) } : whole, null);
    }

    // A month's report that says nothing but a sum has the limit that it always had; what is found of it is new.
    private static PayLimit AsBefore(DeductionProfile profile, PayDetails pay, bool consented, PayLimit found)
    {
        var looked = new Pay(PayFrequency.Month, pay.Basis.Minor, pay.OtherDeductions.Minor);
        return new(profile.Id, profile.Version, pay.Basis, pay.OtherDeductions, consented,
            new(profile.Allowed(looked, consented), profile.Currency), profile.Basis,
            profile.ConsentNeeded && !consented ? null : profile.Least(looked), profile.Source, Findings: found.Findings);
    }

    // As the law looks at a pay of a month. A sum of which nobody has said what it is for is of the kind 'other'.
    private static (LookedAtPay Looked, Rejection? Rejection) Looked(DeductionProfile profile, EarningsReport report, PayDetails pay,
        DateOnly through)
    {
        var others = pay.Others
            ?? (pay.OtherDeductions.Minor == 0 ? [] : (IReadOnlyList<OtherDeduction>)[new(DeductionKind.Other, pay.OtherDeductions)]);
        var looked = new LookedAtPay(PayFrequency.Month, report.Earned,
            profile.Basis == PayBasis.Gross ? null : pay.Basis, pay.Minutes, others, through);
        return others.Where(o => o.Kind != DeductionKind.Tax).Sum(o => o.Amount.Minor) == pay.OtherDeductions.Minor
            ? (looked, null)
            : (looked, new(RejectionCode.InvalidInput, "The other deductions by kind come to what they are together, tax aside."));
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
