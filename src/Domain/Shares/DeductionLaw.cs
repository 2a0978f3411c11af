namespace VipOrleans.Domain.Shares;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>A pay, as it is reported to be looked at by the law.</summary>
/// <param name="Frequency">How long it is for.</param>
/// <param name="Gross">The pay before anything is taken, zero or more.</param>
/// <param name="AfterTax">The pay after tax and social insurance; null for what the deductions of the kind tax leave of it.</param>
/// <param name="Minutes">The time worked for it, in minutes; null if it is not known.</param>
/// <param name="Others">What the employer takes beside the share.</param>
/// <param name="Through">The last day of the pay; null if it is not known.</param>
public sealed record LookedAtPay(
    PayFrequency Frequency, Money Gross, Money? AfterTax, int? Minutes, IReadOnlyList<OtherDeduction> Others, DateOnly? Through = null)
{
    /// <summary>Most minutes of one pay: those of 31 days.</summary>
    public const int MostMinutes = 31 * 24 * 60;
}

/// <summary>
/// What a deduction profile says of one pay: how much of it the share may take, and what else is taken against the rules.
/// </summary>
/// <remarks>
/// The share gives way first. What others have taken is gone from the pay whether or not it may be, so all of it is counted before the
/// share; what they may not take is a finding, and theirs to give back.
/// </remarks>
public static class DeductionLaw
{
    /// <summary>The limit for the share with the findings, or why there is none to be had.</summary>
    /// <param name="profile">The profile in force.</param>
    /// <param name="pay">The pay.</param>
    /// <param name="consented">Whether the migrant's consent to the share stands.</param>
    public static (PayLimit? Limit, Rejection? Rejection) Of(DeductionProfile profile, LookedAtPay pay, bool consented)
    {
        if (Problem(profile, pay) is { } problem) return (null, problem);
        var looked = Looked(profile, pay);
        var findings = Findings(profile, pay, looked);
        var (allowed, rule) = Share(profile, looked, looked.Amount - AfterTax(pay), consented);
        Money InCurrency(long minor) => new(minor, profile.Currency);
        return (new(profile.Id, profile.Version, InCurrency(looked.Amount), InCurrency(looked.OtherDeductions), consented,
            InCurrency(allowed), profile.Basis, rule, profile.Source, pay.Frequency, pay.Minutes, findings.Count == 0 ? null : findings),
            null);
    }

    // Whatever the limits say, there is no more to take than tax and others have left.
    private static (long Allowed, DeductionLimit? Rule) Share(DeductionProfile profile, Pay looked, long tax, bool consented)
    {
        var rule = profile.ConsentNeeded && !consented ? null : profile.Least(looked);
        var allowed = profile.Allowed(looked, consented);
        var left = Math.Max(0, looked.Amount - tax - looked.OtherDeductions);
        return allowed <= left ? (allowed, rule) : (left, new ProtectedFloor(tax, tax, tax, tax, tax));
    }

    /// <summary>
    /// What others may take of a pay, in minor units, each in the place where it was reported: the rules of its kind first, then what the
    /// wage floor leaves room for, in the profile's order.
    /// </summary>
    /// <param name="profile">The profile in force.</param>
    /// <param name="pay">The pay, of which nothing is invalid.</param>
    public static IReadOnlyList<long> Permitted(DeductionProfile profile, LookedAtPay pay)
    {
        var permitted = pay.Others.Select(o => o.Amount.Minor).ToArray();
        Cut(profile, pay, Looked(profile, pay), (row, fault, left) => permitted[row] = left);
        return permitted;
    }

    private static List<DeductionFinding> Findings(DeductionProfile profile, LookedAtPay pay, Pay looked)
    {
        var findings = new List<DeductionFinding>();
        if (profile.WageFloor is { } floor && pay.Minutes is { } minutes && floor.Of(pay.Frequency, minutes) is var least
            && looked.Amount < least)
        {
            findings.Add(new(DeductionFault.Underpaid, null, new(looked.Amount, profile.Currency), new(least, profile.Currency)));
        }

        Cut(profile, pay, looked, (row, fault, left) => findings.Add(
            new(fault, pay.Others[row].Kind, pay.Others[row].Amount, new(left, profile.Currency))));
        return findings;
    }

    // Goes through what others take, in the profile's order, and says of each what is cut from it and why. What is cut for one reason can
    // be cut again for the next one.
    private static void Cut(DeductionProfile profile, LookedAtPay pay, Pay looked, Action<int, DeductionFault, long> cut)
    {
        var rules = profile.Others ?? [];
        var room = profile.WageFloor is { } floor && pay.Minutes is { } minutes
            ? Math.Max(0, looked.Amount - floor.Of(pay.Frequency, minutes)) : long.MaxValue;
        var ofKind = new Dictionary<DeductionKind, long>();
        foreach (var row in Enumerable.Range(0, pay.Others.Count).Where(i => pay.Others[i].Kind != DeductionKind.Tax)
            .OrderBy(i => Place(rules, pay.Others[i].Kind)).ThenBy(i => pay.Others[i].Kind).ThenBy(i => i))
        {
            var other = pay.Others[row];
            var left = other.Amount.Minor;
            if (rules.FirstOrDefault(r => r.Kind == other.Kind) is { } rule)
            {
                if (Missing(rule, other, pay.Through) is { } fault)
                {
                    cut(row, fault, 0);
                    continue;
                }

                var most = Cap(profile, rule, pay, looked) - ofKind.GetValueOrDefault(other.Kind);
                if (left > most) cut(row, DeductionFault.OverCap, left = Math.Max(0, most));
            }

            if (left > room) cut(row, DeductionFault.BelowWageFloor, left = room);
            if (room != long.MaxValue) room -= left;
            ofKind[other.Kind] = ofKind.GetValueOrDefault(other.Kind) + left;
        }
    }

    private static int Place(IReadOnlyList<DeductionRule> rules, DeductionKind kind)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Kind == kind) return i;
        }

        return rules.Count;
    }

    private static DeductionFault? Missing(DeductionRule rule, OtherDeduction other, DateOnly? through)
    {
        if (rule.IsForbidden) return DeductionFault.Forbidden;
        if (rule.NeedsConsent && (other.ConsentOn is not { } on || on > through)) return DeductionFault.NoConsent;
        if (rule.NeedsPurpose && other.Purpose is null) return DeductionFault.NoPurpose;
        return rule.NeedsAgreement && !other.IsAgreed ? DeductionFault.NotAgreed : null;
    }

    private static long Cap(DeductionProfile profile, DeductionRule rule, LookedAtPay pay, Pay looked)
    {
        if (rule.PercentHundredths is not { } percent) return long.MaxValue;
        var of = rule.Of == DeductionCapBase.MinimumPay ? profile.WageFloor!.Of(pay.Frequency, pay.Minutes) : looked.Amount;
        return (long)((Int128)of * percent / 10_000);
    }

    private static Pay Looked(DeductionProfile profile, LookedAtPay pay) =>
        new(pay.Frequency,
            profile.Basis == PayBasis.Gross ? pay.Gross.Minor : AfterTax(pay),
            Sum(pay.Others, isTax: false), pay.Minutes);

    private static long AfterTax(LookedAtPay pay) => pay.AfterTax?.Minor ?? pay.Gross.Minor - Sum(pay.Others, isTax: true);

    private static long Sum(IReadOnlyList<OtherDeduction> others, bool isTax) =>
        others.Where(o => o.Kind == DeductionKind.Tax == isTax).Sum(o => o.Amount.Minor);

    private static Rejection? Problem(DeductionProfile profile, LookedAtPay pay)
    {
        if (pay.Gross.Currency != profile.Currency)
        {
            return new(RejectionCode.CurrencyMismatch, $"The deduction profile {profile.Id} is in {profile.Currency}.");
        }

        if ((pay.AfterTax is { } net && net.Currency != pay.Gross.Currency)
            || pay.Others.Any(o => o.Amount.Currency != pay.Gross.Currency))
        {
            return new(RejectionCode.CurrencyMismatch, $"The pay is in {pay.Gross.Currency}.");
        }

        if (pay.Gross.IsNegative || pay.AfterTax is { IsNegative: true } || pay.AfterTax > pay.Gross
            || pay.Others.Any(o => o.Amount.Minor <= 0) || Total(pay.Others) > pay.Gross.Minor)
        {
            return new(RejectionCode.InvalidInput,
                "A pay is zero or more, after tax at most what it is before, and no more is taken from it than it is.");
        }

        if (pay.Others.Count > OtherDeduction.Most)
        {
            return new(RejectionCode.InvalidInput, $"A pay has at most {OtherDeduction.Most} other deductions.");
        }

        if (pay.Others.Any(o => o.Purpose is not null && !TextForms.Reference.Fits(o.Purpose)))
        {
            return new(RejectionCode.InvalidInput, $"The purpose of a deduction: {TextForms.Reference.Sentence}");
        }

        if (pay.Minutes is < 0 or > LookedAtPay.MostMinutes)
        {
            return new(RejectionCode.InvalidInput, $"A pay is for 0 to {LookedAtPay.MostMinutes} minutes of work.");
        }

        return profile.Basis != PayBasis.Gross && pay.AfterTax is null && pay.Others.All(o => o.Kind != DeductionKind.Tax)
            ? new(RejectionCode.PayDetailsMissing,
                $"The deduction profile {profile.Id} looks at {Codes<PayBasis>.Text(profile.Basis)} pay: report it with the earnings.")
            : null;
    }

    private static Int128 Total(IEnumerable<OtherDeduction> others) => others.Aggregate((Int128)0, (sum, o) => sum + o.Amount.Minor);
}
