namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>How a check ended.</summary>
[JsonConverter(typeof(CodeConverter<CheckOutcome>))]
public enum CheckOutcome
{
    /// <summary>Passed.</summary>
    Passed,

    /// <summary>Failed, with a reason.</summary>
    Failed,

    /// <summary>It had passed, and is too old now.</summary>
    Expired,
}

/// <summary>The newest result of a check.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it failed; null where it did not.</param>
/// <param name="On">The day of the check.</param>
/// <param name="ValidUntil">The last day on which a pass counts; null for no end.</param>
/// <param name="Via">The sponsorship in which a check of the same host or address failed; null for a check of this one.</param>
/// <param name="Ruling">The ruling on a failure; null for what did not fail, and for failures from before there were rulings.</param>
[GenerateSerializer, Immutable, Alias("vip.check-result")]
public sealed record CheckResult(CheckOutcome Outcome, RefusalReason? Reason, DateOnly On, DateOnly? ValidUntil, SponsorshipId? Via,
    RulingId? Ruling = null)
{
    /// <summary>True where it passed and is valid on a day.</summary>
    public bool IsGood(DateOnly today) => Outcome == CheckOutcome.Passed && (ValidUntil is null || ValidUntil >= today);
}

/// <summary>A result of a check that has failures under a ruling.</summary>
/// <param name="Result">The result.</param>
/// <param name="Waits">True for a failure that does not count until its ruling is made.</param>
public sealed record RuledCheck(CheckResult Result, bool Waits);

/// <summary>What a ruling says of a failed check.</summary>
/// <param name="Kind">What was checked.</param>
/// <param name="Ruling">The ruling.</param>
/// <param name="Effect">What becomes of the failure.</param>
/// <param name="Via">The sponsorship in which the check failed; null for the one that is ruled on.</param>
[GenerateSerializer, Immutable, Alias("vip.check-ruling")]
public sealed record CheckRuling(CheckKind Kind, RulingId Ruling, RulingEffect Effect, SponsorshipId? Via);
