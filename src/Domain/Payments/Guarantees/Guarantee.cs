namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using VipOrleans.Domain.Money;

/// <summary>
/// What a city has set aside so that migrants get their refunds when the host's share is paid already: how much was put in, how far it may
/// be overdrawn, and below which balance somebody must know. What it has advanced and got back stands in the sponsorships' books.
/// </summary>
public sealed record Guarantee
{
    /// <summary>Most top-ups of one city: one a week for centuries.</summary>
    public const int MaxTopUps = 10_000;

    /// <summary>Its limit and its alarm; null before they are decided, and then it has neither.</summary>
    public GuaranteeTerms? Terms { get; init; }

    /// <summary>What was put in, by the bank's or the city's reference.</summary>
    public ImmutableSortedDictionary<string, GuaranteeTopUp> TopUps { get; init; } =
        ImmutableSortedDictionary.Create<string, GuaranteeTopUp>(StringComparer.Ordinal);

    /// <summary>References of what was noted by mistake and taken back: they are used up.</summary>
    public ImmutableSortedSet<string> TakenBack { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>True while the balance is known to be below the alarm.</summary>
    public bool IsLow { get; init; }
}

/// <summary>The terms of a guarantee account.</summary>
/// <param name="Limit">How far it may be overdrawn, zero or more. What is beyond it waits for a top-up.</param>
/// <param name="AlarmBelow">Below this balance it is said to be low; it may be below zero.</param>
[GenerateSerializer, Immutable, Alias("vip.guarantee-terms")]
public sealed record GuaranteeTerms(Money Limit, Money AlarmBelow);

/// <summary>Money that was put into a guarantee account.</summary>
/// <param name="Reference">The bank's or the city's reference: the same reference is the same top-up.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="On">The day of the booking.</param>
[GenerateSerializer, Immutable, Alias("vip.guarantee-top-up")]
public sealed record GuaranteeTopUp(string Reference, Money Amount, DateOnly On);

/// <summary>What a guarantee account comes to: what stands in the sponsorships' books beside what was put in.</summary>
/// <param name="ToppedUp">All that was put in.</param>
/// <param name="Advanced">All that it has given back to migrants for hosts.</param>
/// <param name="Repaid">All that hosts have repaid out of later shares.</param>
/// <param name="Waiting">Refunds that wait to be paid to migrants, from hosts' unpaid shares or from here.</param>
/// <param name="Terms">Its limit and its alarm; null before they are decided.</param>
/// <param name="Gap">What it has advanced to hosts who were paid out of credits that the bank took back; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.guarantee-figures")]
public sealed record GuaranteeFigures(Money ToppedUp, Money Advanced, Money Repaid, Money Waiting, GuaranteeTerms? Terms,
    Money? Gap = null)
{
    /// <summary>What is in it; below zero where it is overdrawn.</summary>
    public Money Balance => ToppedUp - Advanced + Repaid - (Gap ?? Money.Zero(ToppedUp.Currency));

    /// <summary>True where the balance is below the alarm.</summary>
    public bool IsLow => Terms is { } terms && Balance < terms.AlarmBelow;

    /// <summary>How much of the refunds that wait can be paid: all, less what the account is overdrawn beyond its limit.</summary>
    public Money Cover
    {
        get
        {
            var zero = Money.Zero(Balance.Currency);
            var missing = Terms is null ? zero : -(Balance + Terms.Limit);
            var cover = missing > zero ? Waiting - missing : Waiting;
            return cover < zero ? zero : cover;
        }
    }
}
