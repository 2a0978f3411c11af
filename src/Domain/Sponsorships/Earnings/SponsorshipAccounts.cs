namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Money;

/// <summary>The accounts of one sponsorship's ledger, in the host currency.</summary>
public static class SponsorshipAccounts
{
    /// <summary>The employers, as a clearing account: what the migrant earned came from here, so it stands below zero.</summary>
    public static Account Employer(Currency currency) => new("employer", currency.Asset, MayGoBelowZero: true);

    /// <summary>What stayed with the migrant. Never below zero: a migrant never owes.</summary>
    public static Account Migrant(Currency currency) => new("migrant", currency.Asset, MayGoBelowZero: false);

    /// <summary>Due: the share that employers have taken from the pay, and that the city has not got yet.</summary>
    public static Account HostDue(Currency currency) => new("host-due", currency.Asset, MayGoBelowZero: false);

    /// <summary>Collected: the host's share that the city has got and not paid yet.</summary>
    public static Account Host(Currency currency) => new("host", currency.Asset, MayGoBelowZero: false);

    /// <summary>The city's levy out of the host's part.</summary>
    public static Account Levy(Currency currency) => new("levy", currency.Asset, MayGoBelowZero: false);

    /// <summary>
    /// The city's guarantee account: below zero by what it has given back to the migrant for the host, and not got back out of later
    /// shares.
    /// </summary>
    public static Account Guarantee(Currency currency) => new("guarantee", currency.Asset, MayGoBelowZero: true);

    /// <summary>What is on its way to the host.</summary>
    public static Account PayoutInTransit(Currency currency) => new("payout-in-transit", currency.Asset, MayGoBelowZero: false);

    /// <summary>Paid out: what the bank has given the host.</summary>
    public static Account PaidOut(Currency currency) => new("paid-out", currency.Asset, MayGoBelowZero: false);

    /// <summary>
    /// Below zero by all that the city has ever had to give back to the migrant itself, because no employer does: what stands in the three
    /// accounts of such refunds below. What an employer gives back with a pay has arrived with the pay, and is in none of them.
    /// </summary>
    public static Account RefundBooked(Currency currency) => new("refund-booked", currency.Asset, MayGoBelowZero: true);

    /// <summary>Refunds that wait to be paid to the migrant.</summary>
    public static Account Refund(Currency currency) => new("refund", currency.Asset, MayGoBelowZero: false);

    /// <summary>Refunds that are on their way to the migrant.</summary>
    public static Account RefundInTransit(Currency currency) => new("refund-in-transit", currency.Asset, MayGoBelowZero: false);

    /// <summary>Refunds that the bank has paid to the migrant.</summary>
    public static Account RefundPaid(Currency currency) => new("refund-paid", currency.Asset, MayGoBelowZero: false);

    /// <summary>
    /// The city's host-loss fund: below zero here by all that it has given for losses of this host. In the city's books what was allotted
    /// to it stands against that, so that there it is never below zero.
    /// </summary>
    public static Account Fund(Currency currency) => new("fund", currency.Asset, MayGoBelowZero: true);

    /// <summary>What the fund gives the host for a loss, and the city has not paid yet.</summary>
    public static Account Loss(Currency currency) => new("loss", currency.Asset, MayGoBelowZero: false);

    /// <summary>What of it is on its way to the host.</summary>
    public static Account LossInTransit(Currency currency) => new("loss-in-transit", currency.Asset, MayGoBelowZero: false);

    /// <summary>What of it the bank has paid the host.</summary>
    public static Account LossPaid(Currency currency) => new("loss-paid", currency.Asset, MayGoBelowZero: false);

    /// <summary>
    /// What the city has kept of the host's collected share for fines. Only money that the host would have been paid comes here.
    /// </summary>
    public static Account Fined(Currency currency) => new("fined", currency.Asset, MayGoBelowZero: false);
}
