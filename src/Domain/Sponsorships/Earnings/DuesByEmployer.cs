namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// What of a sponsorship lies with which employer: what each has withheld and not handed to the city, so that nobody gives back what
/// another has withheld; and which of the refunds that wait come from whose reports, so that a later pay of the same employer nets them.
/// </summary>
/// <remarks>
/// At every version what all employers have comes to what is due and <see cref="Unassigned"/>. An employer may stand below zero: journals
/// have reports from before what is due was told apart by employers.
/// </remarks>
public sealed record DuesByEmployer
{
    private static readonly ImmutableSortedDictionary<string, long> Nothing =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Nobody has anything.</summary>
    public static DuesByEmployer None { get; } = new();

    /// <summary>What each has withheld and not handed over, in minor units; those with nothing are left out.</summary>
    public ImmutableSortedDictionary<string, long> Withheld { get; init; } = Nothing;

    /// <summary>Of the refunds that wait, what comes from the reports of each, in minor units.</summary>
    public ImmutableSortedDictionary<string, long> Refunds { get; init; } = Nothing;

    /// <summary>
    /// What was collected and nobody says from whom, in minor units; below zero for what became due without a report of an employer.
    /// </summary>
    public long Unassigned { get; init; }

    /// <summary>The employer whose report the next postings are of; null for nobody.</summary>
    public string? Reporter { get; init; }

    /// <summary>The share year of the last posting of that report.</summary>
    public int Posted { get; init; }

    /// <summary>What an employer owes by its reports, zero or more, in minor units.</summary>
    public long Of(string employer) => Math.Max(0, Withheld.GetValueOrDefault(employer));

    /// <summary>
    /// What an employer can give back with a pay: what it has withheld and certainly still has. What was collected from nobody knows whom
    /// may have been its own.
    /// </summary>
    public long GivesBack(string employer) => Math.Max(0, Of(employer) - Math.Max(0, Unassigned));

    /// <summary>What of the refunds that wait comes from the reports of an employer, in minor units.</summary>
    public long RefundOf(string employer) => Refunds.GetValueOrDefault(employer);

    /// <summary>Who has paid a collection: who is named, or the only one who owes anything; null otherwise.</summary>
    internal string? PayerOf(ShareCollected x)
    {
        if (x.Employer is { } named) return named;
        var owing = Withheld.Where(w => w.Value > 0).Select(w => w.Key).Take(2).ToArray();
        return owing.Length == 1 ? owing[0] : null;
    }

    internal DuesByEmployer Evolve(SponsorshipEvent e, ImmutableSortedDictionary<string, Collection> collections) => e switch
    {
        EarningsReported x => By(x.Employer),
        EarningsWithdrawn x => By(x.Employer),
        // What a migrant reports is withheld by nobody.
        PayReported x => By(x.Pay.IsMigrants ? null : x.Pay.Report.Employer),
        PayWithdrawn x => By(x.Report.Employer),
        ContestDecided x => By(x.Employer),
        SharePosted x => After(x),
        ShareCollected x => HandedOver(PayerOf(x), x.Amount.Minor),
        CollectionReversed x => HandedOver(collections[x.Reference].Employer, -collections[x.Reference].Amount),
        // All that waits is on its way now. What comes back is paid again, and netted with nothing.
        PayoutReserved { To: Party.Migrant } => By(null) with { Refunds = Nothing },
        EarningsConfirmed or PayConfirmed => this,
        _ => By(null),
    };

    private DuesByEmployer By(string? employer) =>
        employer is null && Reporter is null ? this : this with { Reporter = employer, Posted = 0 };

    private DuesByEmployer After(SharePosted x)
    {
        var moved = EarningsEffect.Moved(x).Minor;
        if (Reporter is not { } employer || x.Year <= Posted)
        {
            return moved == 0 ? By(null) : By(null) with { Unassigned = Unassigned - moved };
        }

        return this with
        {
            Withheld = With(Withheld, employer, moved),
            Refunds = With(Refunds, employer, SponsorshipBooks.CityPays(x) - SponsorshipBooks.Netted(x)),
            Posted = x.Year,
        };
    }

    private DuesByEmployer HandedOver(string? employer, long amount) => employer is null
        ? By(null) with { Unassigned = Unassigned + amount } : By(null) with { Withheld = With(Withheld, employer, -amount) };

    private static ImmutableSortedDictionary<string, long> With(ImmutableSortedDictionary<string, long> sums, string employer, long more)
    {
        var sum = sums.GetValueOrDefault(employer) + more;
        return more == 0 ? sums : sum == 0 ? sums.Remove(employer) : sums.SetItem(employer, sum);
    }
}
