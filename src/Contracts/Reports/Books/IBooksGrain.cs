namespace VipOrleans.Contracts.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;

/// <summary>
/// The money of a city: the sums over all its sponsorships' books, folded from the feed. The key is the city's id. An answer has everything
/// that was acknowledged before the question was put.
/// </summary>
[Alias("vip.books"), GrainInterfaceType("vip.books")]
public interface IBooksGrain : IGrainWithStringKey
{
    /// <summary>Every account with its balance; null before the city is opened.</summary>
    [Alias("trial-balance")]
    Task<TrialBalance?> TrialBalance();

    /// <summary>What was booked in a month or a year; null before the city is opened.</summary>
    [Alias("statement")]
    Task<StatementSum?> Statement(StatementPeriod period);

    /// <summary>Sponsorships of which a side has at least so much unpaid, in the order of their proposals.</summary>
    /// <param name="to">The side: of hosts their collected share, of migrants the refunds that wait.</param>
    /// <param name="minimum">The least amount, in minor units, above zero; less where the side has set a lower threshold.</param>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("unpaid-of")]
    Task<ListPage<UnpaidEntry>> Unpaid(Party to, long minimum, long after, int limit);

    /// <summary>Throws the sums away and makes them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>A sponsorship of which a side has money with the city that is not paid yet.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="Amount">How much.</param>
/// <param name="Migrant">The migrant.</param>
/// <param name="Since">The day since when something has been unpaid without a break.</param>
/// <param name="Days">How many days ago that was.</param>
/// <param name="AtLeast">From which sum on the side wants to be paid; null for what the city pays from.</param>
/// <param name="Position">Where the list goes on behind it.</param>
[GenerateSerializer, Immutable, Alias("vip.unpaid-entry")]
public sealed record UnpaidEntry(SponsorshipId Sponsorship, HostId Host, Money Amount, MigrantId Migrant, DateOnly Since, int Days,
    Money? AtLeast, long Position);

/// <summary>The trial balance of a city: the posted balance of every account, summed over all sponsorships.</summary>
/// <param name="Position">The position of the feed up to which everything is in it.</param>
/// <param name="Accounts">The accounts, in the order of their names.</param>
/// <param name="Sum">The sum of all balances: zero, always.</param>
/// <param name="Due">What employers have taken from the pay and the city has not got yet.</param>
/// <param name="Collected">What the city has got and not paid yet.</param>
/// <param name="InTransit">What is on its way to hosts.</param>
/// <param name="PaidOut">What hosts have been paid.</param>
/// <param name="Levy">What went to the city, what it has allotted to its host-loss fund among it.</param>
/// <param name="Advanced">All that the guarantee account has given back to migrants for hosts.</param>
/// <param name="Repaid">All that hosts have repaid it out of later shares.</param>
/// <param name="Refund">Refunds that wait to be paid to migrants.</param>
/// <param name="RefundInTransit">Refunds that are on their way to migrants.</param>
/// <param name="RefundPaid">Refunds that migrants have been paid.</param>
/// <param name="Fund">What the host-loss fund has: what was allotted to it less what it has given. Never below zero.</param>
/// <param name="Loss">What it has given and hosts have not been paid yet.</param>
/// <param name="LossInTransit">What of it is on its way to hosts.</param>
/// <param name="LossPaid">What of it hosts have been paid.</param>
/// <param name="Fined">What the city has kept of hosts' shares for fines.</param>
/// <param name="Held">What came from employers through the bank and belongs to nobody yet: set aside, or more than was due.</param>
/// <param name="HeldSince">The day of the oldest credit of which something is held; null if nothing is.</param>
/// <param name="Gap">What hosts were paid out of credits that the bank took back: the city has advanced it until employers pay
/// again.</param>
/// <param name="TakenBack">What the bank took back, and no credit is known that it was: reversals that are set aside.</param>
[GenerateSerializer, Immutable, Alias("vip.trial-balance")]
public sealed record TrialBalance(long Position, IReadOnlyList<AccountBalance> Accounts, Money Sum, Money Due, Money Collected,
    Money InTransit, Money PaidOut, Money Levy, Money Advanced, Money Repaid, Money Refund, Money RefundInTransit, Money RefundPaid,
    Money Fund, Money Loss, Money LossInTransit, Money LossPaid, Money Fined, Money Held,
    DateOnly? HeldSince, Money Gap, Money TakenBack);

/// <summary>An account with its balance.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="Balance">What has been posted to it; below zero for what came from it.</param>
[GenerateSerializer, Immutable, Alias("vip.account-balance")]
public sealed record AccountBalance(string Account, Money Balance);
