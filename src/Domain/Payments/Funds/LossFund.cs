namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>
/// What a city has set aside out of its levy for losses of hosts. It pays by rules that are data, each loss once, and never takes anything
/// from a migrant: no claim is set against what a migrant gets.
/// </summary>
public sealed record LossFund
{
    /// <summary>Most rules, allotments and claims of one city.</summary>
    public const int MaxRules = 20, MaxAllotments = 10_000, MaxClaims = 100_000;

    /// <summary>The rules that hold for claims that are made from now on, at most one a kind; none and nothing is paid.</summary>
    public ImmutableList<LossRule> Rules { get; init; } = [];

    /// <summary>What was allotted from the levy, by reference.</summary>
    public ImmutableSortedDictionary<string, Money> Allotments { get; init; } =
        ImmutableSortedDictionary.Create<string, Money>(StringComparer.Ordinal);

    /// <summary>The claims, by sponsorship and kind.</summary>
    public ImmutableSortedDictionary<string, LossClaim> Claims { get; init; } =
        ImmutableSortedDictionary.Create<string, LossClaim>(StringComparer.Ordinal);

    /// <summary>What was allotted and is not granted to anybody, in minor units: never below zero.</summary>
    [JsonIgnore]
    public long Free => Allotments.Values.Sum(a => a.Minor)
        - Claims.Values.Where(c => c.State is LossState.Granted or LossState.Paid).Sum(c => c.Pays.Minor);

    /// <summary>The claim for a loss of a kind; null if there is none.</summary>
    public LossClaim? Claim(SponsorshipId sponsorship, LossKind kind) => Claims.GetValueOrDefault(KeyOf(sponsorship, kind));

    internal static string KeyOf(SponsorshipId sponsorship, LossKind kind) => $"{sponsorship}/{Codes<LossKind>.Text(kind)}";
}

/// <summary>When a fund pays for losses of a kind, and how much: the part of what is above a limit, up to a most.</summary>
/// <param name="Kind">What kind of loss.</param>
/// <param name="Above">What the host bears, zero or more.</param>
/// <param name="Part">The part of the rest that is paid.</param>
/// <param name="AtMost">The most that is paid, above zero.</param>
/// <param name="WithinDays">For a guest who left: within how many days of the arrival, 1 to 366; null for other kinds.</param>
/// <param name="Source">The reference of what decided it.</param>
[GenerateSerializer, Immutable, Alias("vip.loss-rule")]
public sealed record LossRule(LossKind Kind, Money Above, Share Part, Money AtMost, int? WithinDays, string Source)
{
    /// <summary>What is paid for a loss, rounded down.</summary>
    public Money PaysFor(Money loss)
    {
        var rest = Math.Max(0, loss.Minor - Above.Minor);
        return new(Math.Min(AtMost.Minor, (long)((Int128)rest * Part.Numerator / Part.Denominator)), AtMost.Currency);
    }
}

/// <summary>A claim of a host.</summary>
/// <param name="Sponsorship">The sponsorship in which the loss arose.</param>
/// <param name="Host">The host.</param>
/// <param name="Loss">What the host has lost.</param>
/// <param name="Pays">What the rule pays for it.</param>
/// <param name="Rule">The rule as it was.</param>
/// <param name="Evidence">The reference of what shows it.</param>
/// <param name="ClaimedBy">Who claimed it: somebody else decides.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reference">The payment that it was paid with; null before, and once the bank has given it back.</param>
public sealed record LossClaim(SponsorshipId Sponsorship, HostId Host, Money Loss, Money Pays, LossRule Rule, string Evidence,
    string ClaimedBy, LossState State, string? Reference = null);

/// <summary>What a host has lost.</summary>
[JsonConverter(typeof(CodeConverter<LossKind>))]
public enum LossKind
{
    /// <summary>The guest left in the first weeks, and what was spent for them was in vain.</summary>
    GuestLeft,

    /// <summary>The host supported the guest while they were without work.</summary>
    UnemploymentSupport,
}

/// <summary>Where a claim stands.</summary>
[JsonConverter(typeof(CodeConverter<LossState>))]
public enum LossState
{
    /// <summary>It waits for an officer.</summary>
    Claimed,

    /// <summary>The fund has given it: it is paid with the host's next payment.</summary>
    Granted,

    /// <summary>It is not paid. The host may claim again with other evidence.</summary>
    Refused,

    /// <summary>It was paid.</summary>
    Paid,
}

/// <summary>A loss as a host claims it.</summary>
/// <param name="Kind">What kind of loss.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="Evidence">The reference of what shows it.</param>
[GenerateSerializer, Immutable, Alias("vip.loss")]
public sealed record Loss(LossKind Kind, Money Amount, string Evidence);

/// <summary>What is known of a sponsorship when a loss is claimed, read before.</summary>
/// <param name="Id">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="ArrivedOn">The day of the arrival; null before.</param>
/// <param name="EndedOn">The last day; null while it goes on.</param>
/// <param name="Ended">Why it ended.</param>
public sealed record LossFacts(SponsorshipId Id, HostId Host, DateOnly? ArrivedOn, DateOnly? EndedOn, EndReason? Ended);
