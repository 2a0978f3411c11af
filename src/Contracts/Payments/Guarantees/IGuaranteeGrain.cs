namespace VipOrleans.Contracts.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>
/// What a city has set aside so that migrants get their refunds when the host's share is paid already. The key is the city's id.
/// </summary>
[Alias("vip.guarantee"), GrainInterfaceType("vip.guarantee")]
public interface IGuaranteeGrain : IGrainWithStringKey
{
    /// <summary>Decides how far the account may be overdrawn, and when it is low.</summary>
    [Alias("decide")]
    Task<CommandResult> Decide(CommandContext context, GuaranteeTerms terms);

    /// <summary>Notes that money was put in. The same reference is the same top-up.</summary>
    [Alias("top-up")]
    Task<CommandResult> TopUp(CommandContext context, GuaranteeTopUp topUp);

    /// <summary>Takes back a top-up that was noted by mistake.</summary>
    [Alias("take-back")]
    Task<CommandResult> TakeTopUpBack(CommandContext context, string reference);

    /// <summary>What the account comes to; null before the city is opened.</summary>
    [Alias("get")]
    Task<GuaranteeView?> Get();

    /// <summary>Looks whether the account is low, or low no more, and notes it.</summary>
    /// <returns>What it comes to; null before the city is opened.</returns>
    [Alias("look")]
    Task<GuaranteeFigures?> Look();
}

/// <summary>Looks each hour whether a city's guarantee account is low. The key is the city's id.</summary>
[Alias("vip.guarantee-watch"), GrainInterfaceType("vip.guarantee-watch")]
public interface IGuaranteeWatchGrain : IGrainWithStringKey
{
    /// <summary>A migrant has arrived in the city: from now on somebody looks, if nobody did already.</summary>
    [Alias("watch")]
    Task Watch();
}

/// <summary>A city's guarantee account.</summary>
/// <param name="City">The city.</param>
/// <param name="Version">How many events made its terms and top-ups what they are.</param>
/// <param name="Balance">What is in it; below zero where it is overdrawn.</param>
/// <param name="ToppedUp">All that was put in.</param>
/// <param name="Advanced">All that it has given back to migrants for hosts.</param>
/// <param name="Repaid">All that hosts have repaid out of later shares.</param>
/// <param name="Waiting">Refunds that wait to be paid to migrants, from hosts' unpaid shares or from here.</param>
/// <param name="Cover">How much of them can be paid: all, less what the account is overdrawn beyond its limit.</param>
/// <param name="Limit">How far it may be overdrawn; null if that is not decided, and then as far as it takes.</param>
/// <param name="AlarmBelow">Below which balance it is low; null if that is not decided.</param>
/// <param name="IsLow">True where the balance is below that.</param>
/// <param name="Gap">What it has advanced to hosts who were paid out of credits that the bank took back, until employers pay again.</param>
/// <param name="Held">What came from employers and belongs to nobody yet. It lies in the same bank account, and is none of the
/// balance.</param>
/// <param name="HeldSince">The day of the oldest credit of which something is held; null if nothing is.</param>
/// <param name="TopUps">What was put in, by day.</param>
[GenerateSerializer, Immutable, Alias("vip.guarantee-view")]
public sealed record GuaranteeView(CityId City, long Version, Money Balance, Money ToppedUp, Money Advanced, Money Repaid, Money Waiting,
    Money Cover, Money? Limit, Money? AlarmBelow, bool IsLow, Money Gap, Money Held, DateOnly? HeldSince,
    IReadOnlyList<GuaranteeTopUp> TopUps);
