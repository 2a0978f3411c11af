namespace VipOrleans.Contracts.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>What a city has set aside out of its levy for losses of hosts. The key is the city's id.</summary>
[Alias("vip.loss-fund"), GrainInterfaceType("vip.loss-fund")]
public interface ILossFundGrain : IGrainWithStringKey
{
    /// <summary>Decides the rules, all of them together.</summary>
    [Alias("decide-rules")]
    Task<CommandResult> DecideRules(CommandContext context, IReadOnlyList<LossRule> rules);

    /// <summary>Allots a part of the levy to the fund. The same reference is the same allotment.</summary>
    [Alias("allot")]
    Task<CommandResult> Allot(CommandContext context, string reference, Money amount);

    /// <summary>A host claims a loss, or an officer for the host.</summary>
    [Alias("claim")]
    Task<CommandResult> Claim(CommandContext context, SponsorshipId sponsorship, Loss loss);

    /// <summary>An officer who did not claim it decides.</summary>
    [Alias("decide")]
    Task<CommandResult> Decide(CommandContext context, SponsorshipId sponsorship, LossKind kind, bool isGranted);

    /// <summary>
    /// Lets a sponsorship's books and the fund follow each other: what is granted is booked there, and what was paid there, or came back,
    /// is noted here. It may be asked at any time, and changes nothing if both agree.
    /// </summary>
    [Alias("follow")]
    Task Follow(SponsorshipId sponsorship);

    /// <summary>The fund as it is; null before the city is opened.</summary>
    [Alias("get")]
    Task<LossFundView?> Get();

    /// <summary>The claims of a sponsorship.</summary>
    [Alias("of-sponsorship")]
    Task<IReadOnlyList<LossClaimView>> Of(SponsorshipId sponsorship);
}

/// <summary>A city's host-loss fund.</summary>
/// <param name="City">The city.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Rules">The rules that hold for claims that are made from now on.</param>
/// <param name="Levy">All that the city has of the levy.</param>
/// <param name="Allotted">What of it was allotted to the fund.</param>
/// <param name="Free">What was allotted and is not granted to anybody.</param>
/// <param name="Granted">What is to be paid, or is on its way.</param>
/// <param name="Paid">What was paid.</param>
/// <param name="Open">The claims that wait for an officer or for their payment.</param>
[GenerateSerializer, Immutable, Alias("vip.loss-fund-view")]
public sealed record LossFundView(CityId City, long Version, IReadOnlyList<LossRule> Rules, Money Levy, Money Allotted, Money Free,
    Money Granted, Money Paid, IReadOnlyList<LossClaimView> Open);

/// <summary>A claim of a host.</summary>
/// <param name="Sponsorship">The sponsorship in which the loss arose.</param>
/// <param name="Host">The host.</param>
/// <param name="Kind">What kind of loss.</param>
/// <param name="Loss">What the host has lost.</param>
/// <param name="Pays">What the rule pays for it.</param>
/// <param name="Rule">The rule as it was when it was claimed.</param>
/// <param name="Evidence">The reference of what shows it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reference">The payment that it was paid with; null before, and once the bank has given it back.</param>
[GenerateSerializer, Immutable, Alias("vip.loss-claim-view")]
public sealed record LossClaimView(SponsorshipId Sponsorship, HostId Host, LossKind Kind, Money Loss, Money Pays, LossRule Rule,
    string Evidence, LossState State, string? Reference);
