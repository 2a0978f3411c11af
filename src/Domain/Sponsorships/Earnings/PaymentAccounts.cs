namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>The accounts through which the money of a side goes until it is paid: the host's share, or the migrant's refunds.</summary>
/// <param name="Waiting">What can be paid.</param>
/// <param name="InTransit">What is on its way.</param>
/// <param name="Paid">What the bank has paid.</param>
internal sealed record PaymentAccounts(Account Waiting, Account InTransit, Account Paid)
{
    /// <summary>The accounts of what the host-loss fund gives a host, which is paid together with the share.</summary>
    public static PaymentAccounts OfLosses(Currency currency) =>
        new(SponsorshipAccounts.Loss(currency), SponsorshipAccounts.LossInTransit(currency), SponsorshipAccounts.LossPaid(currency));

    /// <summary>The accounts of a side.</summary>
    public static PaymentAccounts Of(Party to, Currency currency) => to == Party.Migrant
        ? new(SponsorshipAccounts.Refund(currency), SponsorshipAccounts.RefundInTransit(currency), SponsorshipAccounts.RefundPaid(currency))
        : new(SponsorshipAccounts.Host(currency), SponsorshipAccounts.PayoutInTransit(currency), SponsorshipAccounts.PaidOut(currency));
}
