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

    /// <summary>Sponsorships for whose hosts at least so much is collected and unpaid, in the order of their proposals.</summary>
    /// <param name="minimum">The least amount, in minor units, above zero.</param>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("unpaid")]
    Task<DirectoryPage<UnpaidEntry>> Unpaid(long minimum, long after, int limit);

    /// <summary>Throws the sums away and makes them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>A sponsorship for whose host the city has collected money that is not paid yet.</summary>
[GenerateSerializer, Immutable, Alias("vip.unpaid-entry")]
public sealed record UnpaidEntry
{
    /// <summary>The sponsorship.</summary>
    [Id(0)]
    public required SponsorshipId Sponsorship { get; init; }

    /// <summary>The host.</summary>
    [Id(1)]
    public required HostId Host { get; init; }

    /// <summary>How much.</summary>
    [Id(2)]
    public required Money Amount { get; init; }
}

/// <summary>The trial balance of a city: the posted balance of every account, summed over all sponsorships.</summary>
[GenerateSerializer, Immutable, Alias("vip.trial-balance")]
public sealed record TrialBalance
{
    /// <summary>The position of the feed up to which everything is in it.</summary>
    [Id(0)]
    public required long Position { get; init; }

    /// <summary>The accounts, in the order of their names.</summary>
    [Id(1)]
    public required IReadOnlyList<AccountBalance> Accounts { get; init; }

    /// <summary>The sum of all balances: zero, always.</summary>
    [Id(2)]
    public required Money Sum { get; init; }

    /// <summary>What employers have taken from the pay and the city has not got yet.</summary>
    [Id(3)]
    public required Money Due { get; init; }

    /// <summary>What the city has got and not paid yet.</summary>
    [Id(4)]
    public required Money Collected { get; init; }

    /// <summary>What is on its way to hosts.</summary>
    [Id(5)]
    public required Money InTransit { get; init; }

    /// <summary>What hosts have been paid.</summary>
    [Id(6)]
    public required Money PaidOut { get; init; }

    /// <summary>What went to the city.</summary>
    [Id(7)]
    public required Money Levy { get; init; }

    /// <summary>All that the guarantee account has given back to migrants for hosts.</summary>
    [Id(8)]
    public required Money Advanced { get; init; }

    /// <summary>All that hosts have repaid it out of later shares.</summary>
    [Id(9)]
    public required Money Repaid { get; init; }
}

/// <summary>An account with its balance.</summary>
[GenerateSerializer, Immutable, Alias("vip.account-balance")]
public sealed record AccountBalance
{
    /// <summary>The account's name.</summary>
    [Id(0)]
    public required string Account { get; init; }

    /// <summary>What has been posted to it; below zero for what came from it.</summary>
    [Id(1)]
    public required Money Balance { get; init; }
}
