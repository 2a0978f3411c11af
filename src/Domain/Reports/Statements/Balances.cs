namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// Where the money of one or more sponsorships stands at a moment. All amounts are of one currency; each is zero or more.
/// </summary>
/// <param name="Earned">All that employers have reported so far.</param>
/// <param name="Kept">What of it stayed with the migrant.</param>
/// <param name="Due">The host's share that employers have taken and the city has not got yet.</param>
/// <param name="Unpaid">The host's share that the city has got and not paid yet.</param>
/// <param name="InTransit">What is on its way to the host.</param>
/// <param name="PaidOut">What the host has been paid.</param>
/// <param name="Levy">What went to the city.</param>
/// <param name="Advanced">What the city's guarantee account has given back to the migrant for the host, and the host has not repaid out of
/// later shares.</param>
/// <param name="Expired">What the law kept from being taken, of share years that are over: gone, and nobody's debt.</param>
/// <param name="Refund">What of <paramref name="Kept"/> waits to be given back by the city, and has not arrived.</param>
/// <param name="RefundInTransit">What of it is on its way to the migrant.</param>
/// <param name="RefundPaid">What of it the bank has paid to the migrant.</param>
/// <param name="Loss">What the host-loss fund gives the host, and is not paid yet.</param>
/// <param name="LossInTransit">What of it is on its way to the host.</param>
/// <param name="LossPaid">What of it the bank has paid the host.</param>
/// <param name="Fined">What the city has kept of the host's share for fines.</param>
[GenerateSerializer, Immutable, Alias("vip.balances")]
public sealed record Balances(Money Earned, Money Kept, Money Due, Money Unpaid, Money InTransit, Money PaidOut, Money Levy, Money Advanced,
    Money Expired, Money Refund, Money RefundInTransit, Money RefundPaid, Money Loss, Money LossInTransit, Money LossPaid, Money Fined)
{
    /// <summary>Nothing anywhere.</summary>
    public static Balances Zero(Currency currency)
    {
        var zero = Money.Zero(currency);
        return new(zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero);
    }

    /// <summary>What some books say.</summary>
    /// <param name="posted">What has been posted to an account, in minor units.</param>
    /// <param name="expired">What has expired so far, in minor units; it was never taken, so no account holds it.</param>
    /// <param name="currency">The currency.</param>
    public static Balances Of(Func<Account, long> posted, long expired, Currency currency)
    {
        return new(
            new(-posted(SponsorshipAccounts.Employer(currency)), currency),
            In(SponsorshipAccounts.Migrant(currency)),
            In(SponsorshipAccounts.HostDue(currency)),
            In(SponsorshipAccounts.Host(currency)),
            In(SponsorshipAccounts.PayoutInTransit(currency)),
            In(SponsorshipAccounts.PaidOut(currency)),
            In(SponsorshipAccounts.Levy(currency)),
            new(-posted(SponsorshipAccounts.Guarantee(currency)), currency),
            new(expired, currency),
            In(SponsorshipAccounts.Refund(currency)),
            In(SponsorshipAccounts.RefundInTransit(currency)),
            In(SponsorshipAccounts.RefundPaid(currency)),
            In(SponsorshipAccounts.Loss(currency)),
            In(SponsorshipAccounts.LossInTransit(currency)),
            In(SponsorshipAccounts.LossPaid(currency)),
            In(SponsorshipAccounts.Fined(currency)));

        Money In(Account account) => new(posted(account), currency);
    }

    /// <summary>The sums.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Balances operator +(Balances a, Balances b) => new(
        a.Earned + b.Earned,
        a.Kept + b.Kept,
        a.Due + b.Due,
        a.Unpaid + b.Unpaid,
        a.InTransit + b.InTransit,
        a.PaidOut + b.PaidOut,
        a.Levy + b.Levy,
        a.Advanced + b.Advanced,
        a.Expired + b.Expired,
        a.Refund + b.Refund,
        a.RefundInTransit + b.RefundInTransit,
        a.RefundPaid + b.RefundPaid,
        a.Loss + b.Loss,
        a.LossInTransit + b.LossInTransit,
        a.LossPaid + b.LossPaid,
        a.Fined + b.Fined);

    /// <summary>What changed from one moment to another.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Balances operator -(Balances a, Balances b) => new(
        a.Earned - b.Earned,
        a.Kept - b.Kept,
        a.Due - b.Due,
        a.Unpaid - b.Unpaid,
        a.InTransit - b.InTransit,
        a.PaidOut - b.PaidOut,
        a.Levy - b.Levy,
        a.Advanced - b.Advanced,
        a.Expired - b.Expired,
        a.Refund - b.Refund,
        a.RefundInTransit - b.RefundInTransit,
        a.RefundPaid - b.RefundPaid,
        a.Loss - b.Loss,
        a.LossInTransit - b.LossInTransit,
        a.LossPaid - b.LossPaid,
        a.Fined - b.Fined);

    /// <summary>
    /// What was earned is what stayed with the migrant, what went to the city, and what the host got or will get, less what the city
    /// advanced. What the host-loss fund gives is no part of it.
    /// </summary>
    public bool AddsUp => Earned == Kept + Due + Unpaid + InTransit + PaidOut + Fined + Levy - Advanced;
}
