namespace VipOrleans.Domain.Sponsorships;

/// <summary>What a sponsorship can be asked. Each part has a group of its own, beside its decider.</summary>
public abstract partial record SponsorshipCommand
{
    private SponsorshipCommand() { }
}
