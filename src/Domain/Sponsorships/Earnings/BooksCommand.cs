namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

public abstract partial record SponsorshipCommand
{
    /// <summary>What becomes of the host's share once it was taken.</summary>
    public abstract record BooksCommand : SponsorshipCommand
    {
        private protected BooksCommand() { }
    }

    /// <summary>Notes that the city got a part of the share from the employer.</summary>
    /// <param name="Reference">The bank's or the employer's reference, 1 to 35 characters: the same reference is the same
    /// collection.</param>
    /// <param name="Amount">How much, above zero and at most what is due.</param>
    /// <param name="On">The day of the bank's booking.</param>
    /// <param name="IsUpTo">True if no more is collected than is due: nothing, if nothing is. A day to come counts as today then.</param>
    /// <param name="Employer">Who paid it; null if nobody says it. No more is collected up to than that employer has withheld.</param>
    public sealed record CollectShare(string Reference, Money Amount, DateOnly On, bool IsUpTo = false, string? Employer = null)
        : BooksCommand;

    /// <summary>Takes a collection back, as when the bank does.</summary>
    /// <param name="Reference">The collection.</param>
    public sealed record ReverseCollection(string Reference) : BooksCommand;

    /// <summary>Puts all that is collected on its way to the host, or all refunds that wait to the migrant.</summary>
    /// <param name="Payment">The payment's id, 1 to 35 characters.</param>
    /// <param name="Minimum">Less than this is not paid yet, in minor units, unless the side has set a lower threshold.</param>
    /// <param name="To">Whom.</param>
    public sealed record ReservePayout(string Payment, long Minimum, Party To = Party.Host) : BooksCommand;

    /// <summary>Sets from which sum on a side wants to be paid.</summary>
    /// <param name="Side">The host or the migrant, each for themselves.</param>
    /// <param name="AtLeast">The sum, above zero; null for what the city pays from.</param>
    public sealed record SetPayoutThreshold(Party Side, Money? AtLeast) : BooksCommand;

    /// <summary>The host-loss fund gives the host something for a loss.</summary>
    /// <param name="Loss">What kind of loss, as the fund names it: each is booked once.</param>
    /// <param name="Amount">How much, above zero.</param>
    public sealed record BookLoss(string Loss, Money Amount) : BooksCommand;

    /// <summary>An officer gives notice of a fine for the host.</summary>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Reason">What for.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Limits">What the nation allows, read before; null if it has no fines.</param>
    /// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
    public sealed record ProposeFine(RulingId Ruling, FineReason Reason, Money Amount, FineLimits? Limits, CaseText? Text = null)
        : BooksCommand;

    /// <summary>Takes the effect of the ruling on a fine.</summary>
    public sealed record RuleOnFine(RulingId Ruling, RulingEffect Effect) : BooksCommand;

    /// <summary>Notes that the bank has paid the host.</summary>
    public sealed record SettlePayout(string Payment) : BooksCommand;

    /// <summary>Notes that a payment did not come about.</summary>
    public sealed record ReleasePayout(string Payment) : BooksCommand;

    /// <summary>Notes that the bank gave a payment back after it had paid.</summary>
    public sealed record ReturnPayout(string Payment) : BooksCommand;
}
