namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;

public abstract partial record SponsorshipCommand
{
    /// <summary>What ends a sponsorship.</summary>
    public abstract record EndingCommand : SponsorshipCommand
    {
        private protected EndingCommand() { }
    }

    /// <summary>The host gives notice.</summary>
    public sealed record GiveNotice : EndingCommand;

    /// <summary>Ends the sponsorship.</summary>
    /// <param name="By">The side that ends it; null where the city does.</param>
    /// <param name="Reason">The coded reason.</param>
    /// <param name="On">The last day; null for today.</param>
    public sealed record End(Party? By, EndReason Reason, DateOnly? On = null) : EndingCommand;

    /// <summary>
    /// The migrant changes host: this sponsorship ends today, and the place stays the migrant's through the grace period.
    /// </summary>
    public sealed record ChangeHost : EndingCommand;

    /// <summary>
    /// Ends it because the migrant could not be found. Only a welfare check says so, once two officers have confirmed it; the place is kept
    /// through the grace period.
    /// </summary>
    public sealed record EndAbsent : EndingCommand;
}
