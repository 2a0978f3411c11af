namespace VipOrleans.Domain.Sponsorships;

using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>What becomes of the host's share once it was taken: collected, paid, given back.</summary>
internal static partial class BooksDecider
{
    private const int MaxLosses = 20;

    public static Decision<SponsorshipEvent> Decide(Sponsorship s, BooksCommand command, Moment moment)
    {
        if (s.ArrivedOn is null || s.Terms is not { } terms)
        {
            return s.Cannot(command is CollectShare or ReverseCollection
                ? "have collections before the arrival" : "have payments before the arrival");
        }

        return command switch
        {
            BookLoss c => Book(s, terms, c),
            ProposeFine c => FinesDecider.Propose(s, c, moment.Day),
            RuleOnFine c => FinesDecider.Rule(s, c),
            CollectShare c => Collect(s, terms, c, moment.Day),
            ReverseCollection c => Reverse(s, c),
            ReservePayout c => Reserve(s, terms, c),
            SettlePayout c =>
                Step(s, c.Payment, HostPaymentState.Settled, "settled", [HostPaymentState.Reserved],
                    p => new PayoutSettled(c.Payment, SponsorshipBooks.Settled(s, c.Payment, p), p.To, s.Books.LossesIn(c.Payment))),
            ReleasePayout c =>
                Step(s, c.Payment, HostPaymentState.Released, "released", [HostPaymentState.Reserved],
                    p => new PayoutReleased(c.Payment, SponsorshipBooks.Released(s, c.Payment, p), p.To)),
            ReturnPayout c =>
                Step(s, c.Payment, HostPaymentState.Returned, "returned", [HostPaymentState.Settled],
                    p => new PayoutReturned(c.Payment, SponsorshipBooks.Returned(s, c.Payment, p), p.To, s.Books.LossesIn(c.Payment))),
            SetPayoutThreshold c => SetThreshold(s, terms, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The books do not know this command."),
        };
    }

    private static Decision<SponsorshipEvent> Collect(Sponsorship s, SponsorshipTerms terms, CollectShare c, DateOnly today)
    {
        if (InvalidReference(c.Reference) is { } problem) return problem;
        if (c.Amount.Currency != terms.Currency) return Reject(RejectionCode.CurrencyMismatch, $"The share here is in {terms.Currency}.");
        if (c.Amount.Minor is <= 0 or > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput, $"What is collected is above zero and at most {Money.MaxMinor:N0} minor units.");
        }

        if (c.On > today && !c.IsUpTo)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The collection is of {c.On:yyyy-MM-dd}, and today is {today:yyyy-MM-dd} in the city.");
        }

        if (s.Books.Collections.GetValueOrDefault(c.Reference) is { } known)
        {
            return (known.Amount == c.Amount.Minor || c.IsUpTo) && !known.IsReversed
                ? Accept("known")
                : Reject(RejectionCode.AlreadyExists,
                    $"The reference {c.Reference} stands for another collection, or for one that was taken back; use a reference of its "
                        + $"own.");
        }

        if (s.Books.Collections.Count >= SponsorshipDecider.MaxMovements)
        {
            return Reject(RejectionCode.InvalidInput, $"A sponsorship has at most {SponsorshipDecider.MaxMovements:N0} collections.");
        }

        var due = new Money(s.Books.Ledger.Available(SponsorshipAccounts.HostDue(terms.Currency)), terms.Currency);
        if (c.IsUpTo) return CollectUpTo(s, c, due, today);
        return c.Amount > due
            ? Reject(RejectionCode.AmountAboveDue,
                $"{due} is due, and {c.Amount} was collected: collect what is due, and give the rest back to the employer.")
            : Accept("collected",
                new ShareCollected(c.Reference, c.Amount, c.On, SponsorshipBooks.Collected(s, c.Reference, c.Amount.Minor), c.Employer));
    }

    private static Decision<SponsorshipEvent> CollectUpTo(Sponsorship s, CollectShare c, Money due, DateOnly today)
    {
        if (c.Employer is { } employer && s.Books.Dues.Of(employer) < due.Minor) due = new(s.Books.Dues.Of(employer), due.Currency);
        var amount = c.Amount > due ? due : c.Amount;
        return amount.Minor == 0
            ? Accept("nothing-due")
            : Accept("collected",
                new ShareCollected(c.Reference, amount, c.On > today ? today : c.On,
                    SponsorshipBooks.Collected(s, c.Reference, amount.Minor), c.Employer));
    }

    private static Decision<SponsorshipEvent> Reverse(Sponsorship s, ReverseCollection c)
    {
        if (s.Books.Collections.GetValueOrDefault(c.Reference) is not { } collection)
        {
            return Reject(RejectionCode.CollectionNotFound, "There is no collection with this reference.");
        }

        // Once, whoever asks how often.
        if (collection.IsReversed) return Accept("reversed");
        return SponsorshipBooks.Reversed(s, c.Reference, PostingsOf(s, c.Reference, collection)) is { } postings
            ? Accept("reversed", new CollectionReversed(c.Reference, postings))
            : Reject(RejectionCode.PaidOut,
                "The host was paid out of this collection already, or will be: release the payment first, or collect what is missing from "
                    + "the employer under a new reference.");
    }

    private static Decision<SponsorshipEvent> Reserve(Sponsorship s, SponsorshipTerms terms, ReservePayout c)
    {
        if (InvalidReference(c.Payment) is { } problem) return problem;
        if (c.Minimum < 0) return Reject(RejectionCode.InvalidInput, "The least amount of a payment is zero or more.");
        if (s.Books.Payments.GetValueOrDefault(c.Payment) is { } known)
        {
            return known.State == HostPaymentState.Reserved
                ? Accept("reserved")
                : Reject(RejectionCode.WrongState,
                    $"This payment was {Codes<HostPaymentState>.Text(known.State)} already; a new one has an id of its own.");
        }

        if (s.Books.Payments.Count >= SponsorshipDecider.MaxMovements)
        {
            return Reject(RejectionCode.InvalidInput, $"A sponsorship has at most {SponsorshipDecider.MaxMovements:N0} payments.");
        }

        var losses = c.To == Party.Host ? s.Books.Ledger.Available(SponsorshipAccounts.Loss(terms.Currency)) : 0;
        var amount = losses + (c.To == Party.Host
            ? SponsorshipBooks.Payable(s) : s.Books.Ledger.Available(PaymentAccounts.Of(c.To, terms.Currency).Waiting));
        var least = Math.Min(c.Minimum, s.Books.ThresholdOf(c.To) ?? c.Minimum);
        return amount < Math.Max(1, least)
            ? Reject(RejectionCode.NothingToPay, c.To == Party.Host
                ? "The city has not collected as much for this host." : "Not as much waits to be given back to this migrant.")
            : Accept("reserved",
                new PayoutReserved(c.Payment, new(amount, terms.Currency),
                    SponsorshipBooks.Reserved(s, c.Payment, new(amount, HostPaymentState.Reserved, c.To, losses)),
                    c.To == Party.Host ? null : c.To));
    }

    private static Decision<SponsorshipEvent> Book(Sponsorship s, SponsorshipTerms terms, BookLoss c)
    {
        if (InvalidReference(c.Loss) is { } problem) return problem;
        if (c.Amount.Currency != terms.Currency) return Reject(RejectionCode.CurrencyMismatch, $"Payments here are in {terms.Currency}.");
        if (c.Amount.Minor is <= 0 or > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput,
                $"What is given for a loss is above zero and at most {Money.MaxMinor:N0} minor units.");
        }

        if (s.Books.Losses.GetValueOrDefault(c.Loss) is { } known)
        {
            return known.Amount == c.Amount.Minor
                ? Accept("booked") : Reject(RejectionCode.AlreadyExists, "This loss is booked already, and each is paid once.");
        }

        return s.Books.Losses.Count >= MaxLosses
            ? Reject(RejectionCode.InvalidInput, $"A sponsorship has at most {MaxLosses} losses.")
            : Accept("booked", new LossBooked(c.Loss, c.Amount, SponsorshipBooks.LossGiven(s, c.Loss, c.Amount.Minor)));
    }

    private static Decision<SponsorshipEvent> SetThreshold(Sponsorship s, SponsorshipTerms terms, SetPayoutThreshold c)
    {
        if (c.AtLeast is { } least)
        {
            if (least.Currency != terms.Currency) return Reject(RejectionCode.CurrencyMismatch, $"Payments here are in {terms.Currency}.");
            if (least.Minor is <= 0 or > Money.MaxMinor)
            {
                return Reject(RejectionCode.InvalidInput, $"A threshold is above zero and at most {Money.MaxMinor:N0} minor units.");
            }
        }

        return s.Books.ThresholdOf(c.Side) == c.AtLeast?.Minor ? Accept("set") : Accept("set", new PayoutThresholdSet(c.Side, c.AtLeast));
    }

    private static Decision<SponsorshipEvent> Step(Sponsorship s, string payment, HostPaymentState to, string outcome,
        HostPaymentState[] from, Func<HostPayment, SponsorshipEvent> step)
    {
        if (s.Books.Payments.GetValueOrDefault(payment) is not { } known)
        {
            // A release may overtake the reservation that it undoes: it is noted, so that the late one reserves nothing.
            return to == HostPaymentState.Released && InvalidReference(payment) is null
                && s.Books.Payments.Count < SponsorshipDecider.MaxMovements
                ? Accept(outcome, new PayoutReleased(payment, []))
                : Reject(RejectionCode.PaymentNotFound, "There is no payment with this id.");
        }

        if (known.State == to) return Accept(outcome);
        return from.Contains(known.State)
            ? Accept(outcome, step(known))
            : Reject(RejectionCode.WrongState,
                $"A payment that is {Codes<HostPaymentState>.Text(known.State)} cannot be {Codes<HostPaymentState>.Text(to)}.");
    }

    // The state keeps three numbers of a collection, not its transfers: they are the same transfers again.
    private static List<Transfer> PostingsOf(Sponsorship s, string reference, Collection collection)
    {
        var currency = s.Terms!.Currency;
        var host = SponsorshipAccounts.Host(currency);
        List<Transfer> postings = [new($"collected-{reference}", SponsorshipAccounts.HostDue(currency), host, collection.Amount)];
        if (collection.Levy > 0) postings.Add(new($"levy-{reference}", host, SponsorshipAccounts.Levy(currency), collection.Levy));
        if (collection.Repaid > 0)
        {
            postings.Add(new($"repaid-{reference}", host, SponsorshipAccounts.Guarantee(currency), collection.Repaid));
        }

        return postings;
    }

    // A name or an account number has no place in a reference, and a bank's file has room for these only.
    private static Rejection? InvalidReference(string reference) =>
        Reference().IsMatch(reference)
            ? null : new(RejectionCode.InvalidInput,
                $"A reference is 1 to {SponsorshipDecider.MaxReference} ASCII letters, digits and the characters . - _ / such as "
                    + "'2026-11/kiwi-orchards'.");

    [GeneratedRegex("^[A-Za-z0-9._/-]{1,35}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
