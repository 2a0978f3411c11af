namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>What ties a sponsorship to others of the same people in other cities.</summary>
public sealed record Moves
{
    /// <summary>
    /// The sponsorship in another city from which a place is still kept for the migrant, who has arrived here; null if there is none.
    /// </summary>
    public SponsorshipId? Leaves { get; init; }

    /// <summary>
    /// The sponsorship of the same two people that this one continues in another city, and how far that has come; null for one of its own.
    /// </summary>
    public Succession? Succession { get; init; }

    /// <summary>
    /// The sponsorship in another city in which this one was continued, once the migrant had arrived there; null for none.
    /// </summary>
    public SponsorshipId? SucceededBy { get; init; }

    internal Moves Evolve(SponsorshipEvent e) => e switch
    {
        SponsorshipProposed { Succeeds: { } before, HostBefore: { } from } =>
            this with { Succession = new(before, from, SuccessionState.Forming) },
        ChecksCarried x => this with
        {
            Succession = Succession! with
            {
                Carried = Succession.Carried
            .SetItems(x.Checks.Select(c => KeyValuePair.Create(c.Kind, c.Result))).RemoveRange(x.Lost)
            }
        },
        PredecessorOver => At(SuccessionState.Alone),
        MigrantArrived x => this with { Leaves = x.Leaves, Succession = Succession?.AtArrival() },
        PredecessorEnded x => At(SuccessionState.PredecessorEnded) with { Leaves = x.Leaves ?? Leaves },
        SuccessionNoted x => At(x.State),
        OtherPlaceLeft => this with { Leaves = null },
        SponsorshipEnded x => this with { SucceededBy = x.To },
        _ => this,
    };

    private Moves At(SuccessionState state) => this with { Succession = Succession! with { State = state } };
}
