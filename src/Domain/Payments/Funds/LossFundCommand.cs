namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What a host-loss fund can be asked.</summary>
public abstract record LossFundCommand
{
    private LossFundCommand() { }

    /// <summary>Decides the rules, all of them together; what is claimed already keeps its own.</summary>
    /// <param name="Rules">At most one a kind; none to pay nothing.</param>
    /// <param name="Currency">The city's currency; null if there is no such city.</param>
    public sealed record DecideLossRules(IReadOnlyList<LossRule> Rules, Currency? Currency) : LossFundCommand;

    /// <summary>Allots a part of the levy to the fund.</summary>
    /// <param name="Reference">What decided it: the same reference is the same allotment.</param>
    /// <param name="Amount">How much, above zero.</param>
    /// <param name="Levy">All that the city has of the levy, read before; null if there is no such city.</param>
    public sealed record AllotLevy(string Reference, Money Amount, Money? Levy) : LossFundCommand;

    /// <summary>A host claims a loss, or an officer for the host.</summary>
    /// <param name="Loss">The loss.</param>
    /// <param name="Facts">What is known of the sponsorship; null if there is none.</param>
    public sealed record ClaimLoss(Loss Loss, LossFacts? Facts) : LossFundCommand;

    /// <summary>An officer who did not claim it decides.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Kind">What kind of loss.</param>
    /// <param name="IsGranted">Whether it is paid.</param>
    public sealed record DecideLoss(SponsorshipId Sponsorship, LossKind Kind, bool IsGranted) : LossFundCommand;

    /// <summary>Notes that the bank gave a payment back.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Kind">What kind of loss.</param>
    /// <param name="Reference">The payment.</param>
    public sealed record NoteLossCameBack(SponsorshipId Sponsorship, LossKind Kind, string Reference) : LossFundCommand;

    /// <summary>Notes that it was paid.</summary>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="Kind">What kind of loss.</param>
    /// <param name="Reference">The payment.</param>
    public sealed record NoteLossPaid(SponsorshipId Sponsorship, LossKind Kind, string Reference) : LossFundCommand;
}
