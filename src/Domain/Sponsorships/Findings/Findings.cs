namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>What pays, and months' reports, break of the deduction profile, each as it was reported last.</summary>
public sealed record Findings
{
    /// <summary>What was found, by the id of the pay or month's report. What breaks nothing is not in it.</summary>
    public ImmutableSortedDictionary<string, PayFindings> Pays { get; init; } =
        ImmutableSortedDictionary.Create<string, PayFindings>(StringComparer.Ordinal);

    /// <summary>True if exactly this was found of a pay.</summary>
    internal bool Are(string pay, IReadOnlyList<DeductionFinding>? found) =>
        (Pays.GetValueOrDefault(pay)?.Found ?? []).SequenceEqual(found ?? []);

    internal Findings Evolve(SponsorshipEvent e) => e switch
    {
        PayReported x => Found(x.Pay.Id, x.Limit?.Findings),
        EarningsReported x => Found(PayId.OfMonth(x.Year, x.Month, x.Employer), x.Limit?.Findings),
        PayWithdrawn x => Found(x.Pay, null),
        EarningsWithdrawn x => Found(PayId.OfMonth(x.Year, x.Month, x.Employer), null),
        ContestDecided { IsUpheld: true } x => Found(x.Pay, null),
        FindingsSettled x when Pays.GetValueOrDefault(x.Pay) is { } found =>
            this with { Pays = Pays.SetItem(x.Pay, found with { Settled = x.Settlement }) },
        _ => this,
    };

    // What is found again as it was stays settled; anything else is open.
    private Findings Found(string pay, IReadOnlyList<DeductionFinding>? found)
    {
        if (found is not { Count: > 0 }) return Pays.ContainsKey(pay) ? this with { Pays = Pays.Remove(pay) } : this;
        return Are(pay, found) ? this : this with { Pays = Pays.SetItem(pay, new(found)) };
    }
}

/// <summary>What a pay breaks of the deduction profile.</summary>
/// <param name="Found">What was found, at least one thing.</param>
/// <param name="Settled">How an officer has settled it; null while nobody has.</param>
public sealed record PayFindings(IReadOnlyList<DeductionFinding> Found, Settlement? Settled = null);
