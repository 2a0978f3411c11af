namespace VipOrleans.Domain.Places;

using static VipOrleans.Domain.Places.CityEvent;

/// <summary>What a city's nation has said, and how many places the city has on lease from it.</summary>
public sealed record Federation
{
    /// <summary>What the nation has said last.</summary>
    public NationRule Rule { get; init; } = NationRule.None;

    /// <summary>The places on lease from the nation. They bind the city if the nation has a cap.</summary>
    public CityAllotment Allotment { get; init; } = CityAllotment.None;

    internal int Limit(QuotaDecision quota) => Rule.HasCap ? Math.Min(quota.Places, Allotment.Places) : quota.Places;

    internal Federation Evolve(CityEvent e) => e switch
    {
        NationFollowed x => this with { Rule = x.Rule },
        AllotmentLeased x =>
            this with { Allotment = Allotment with { Places = Allotment.Places + x.Places, Lease = x.Number, Leased = x.Places } },
        AllotmentReturned x =>
            this with { Allotment = Allotment with { Places = Allotment.Places - x.Places, Return = x.Number, Returning = x.Places } },
        AllotmentReturnNoted => this with { Allotment = Allotment with { Returning = 0 } },
        _ => this,
    };
}

/// <summary>The places that a city has on lease from its nation.</summary>
/// <param name="Places">How many it has. Those that it is giving back are not its own any more.</param>
/// <param name="Lease">The number of the last lease that it has noted.</param>
/// <param name="Leased">How many places that one was for.</param>
/// <param name="Return">The number of its last return.</param>
/// <param name="Returning">How many places that one is for, until the nation has counted them back; 0 then.</param>
public sealed record CityAllotment(int Places, long Lease, int Leased, long Return, int Returning)
{
    /// <summary>Before the first lease.</summary>
    public static readonly CityAllotment None = new(0, 0, 0, 0, 0);
}
