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

    /// <summary>
    /// Takes a notice back: the host their own, or an officer within the window one that another officer recorded. The history stays.
    /// </summary>
    public sealed record TakeBackNotice : EndingCommand;

    /// <summary>An officer stops a notice that may be retaliation, until the ruling on that is decided.</summary>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
    public sealed record StopNotice(RulingId Ruling, CaseText? Text = null) : EndingCommand;

    /// <summary>Takes the effect of the ruling on a stopped notice.</summary>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What becomes of the stop.</param>
    public sealed record RuleOnNotice(RulingId Ruling, RulingEffect Effect) : EndingCommand;

    /// <summary>An officer takes back within the window an activation that another officer recorded. The history stays.</summary>
    public sealed record TakeBackActivation : EndingCommand;

    /// <summary>A side ends the sponsorship.</summary>
    /// <param name="By">The side that ends it.</param>
    /// <param name="Reason">The coded reason.</param>
    /// <param name="On">The last day; null for today.</param>
    public sealed record End(Party By, EndReason Reason, DateOnly? On = null) : EndingCommand;

    /// <summary>
    /// An officer proposes to end the sponsorship. It goes on as it is until the ruling on that is final: both sides have notice and
    /// reasons, can reply and appeal, and another officer decides.
    /// </summary>
    /// <param name="Reason">The coded reason.</param>
    /// <param name="On">The day of the death; null for today.</param>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
    public sealed record ProposeEnd(EndReason Reason, DateOnly? On, RulingId Ruling, CaseText? Text = null) : EndingCommand;

    /// <summary>Takes the effect of the ruling on a proposed end.</summary>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What becomes of the end.</param>
    public sealed record RuleOnEnd(RulingId Ruling, RulingEffect Effect) : EndingCommand;

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
