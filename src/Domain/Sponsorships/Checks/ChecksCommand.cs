namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;

public abstract partial record SponsorshipCommand
{
    /// <summary>Checks, the refusal, and the rulings on them.</summary>
    public abstract record ChecksCommand : SponsorshipCommand
    {
        private protected ChecksCommand() { }
    }

    /// <summary>Notes the result of a check.</summary>
    /// <param name="Kind">What was checked.</param>
    /// <param name="Result">How it ended.</param>
    /// <param name="Text">The reasons of a failure in words, which are in the vault; null for none.</param>
    public sealed record RecordCheck(CheckKind Kind, CheckResult Result, CaseText? Text = null) : ChecksCommand;

    /// <summary>
    /// Takes the effect of a ruling on a failed check. Possible also after the end: what failed here may reach further than this
    /// sponsorship.
    /// </summary>
    public sealed record RuleOnCheck(CheckRuling Ruling) : ChecksCommand;

    /// <summary>Refuses the sponsorship before the arrival.</summary>
    /// <param name="Reasons">The coded reasons.</param>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
    public sealed record Refuse(IReadOnlyList<RefusalReason> Reasons, RulingId? Ruling = null, CaseText? Text = null) : ChecksCommand;

    /// <summary>Takes the effect of the ruling on the refusal: closed for good, or open again.</summary>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What becomes of the refusal.</param>
    public sealed record RuleOnRefusal(RulingId Ruling, RulingEffect Effect) : ChecksCommand;

    /// <summary>A side replies to a refusal; the text is kept in the vault.</summary>
    public sealed record Reply(Party By) : ChecksCommand;

    /// <summary>Takes a refusal back: the checks go on.</summary>
    public sealed record Reopen : ChecksCommand;

    /// <summary>Ends a refused sponsorship once the time for a reply is over and none has come.</summary>
    public sealed record CloseRefused : ChecksCommand;
}
