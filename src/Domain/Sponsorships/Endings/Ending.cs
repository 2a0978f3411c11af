namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>How a sponsorship comes to its end.</summary>
public sealed record Ending
{
    /// <summary>The day on which the host's notice runs out; null where none was given.</summary>
    public DateOnly? NoticeUntil { get; init; }

    /// <summary>Why it ended or never came about; null while it is open.</summary>
    public EndReason? Reason { get; init; }

    /// <summary>The last day of the sponsorship, once it ended.</summary>
    public DateOnly? On { get; init; }

    internal Ending Evolve(SponsorshipEvent e) => e switch
    {
        NoticeGiven x => this with { NoticeUntil = x.Until },
        SponsorshipEnded x => this with { Reason = x.Reason, On = x.On },
        _ => this,
    };
}
