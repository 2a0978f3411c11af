namespace VipOrleans.Domain.Sponsorships;

using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

// What becomes of the host's share once it was taken: collected, paid, given back.
public sealed partial class SponsorshipDecider
{
    /// <summary>Longest reference of a collection and longest id of a payment, in characters: what ISO 20022 has room for.</summary>
    public const int MaxReference = 35;

    /// <summary>Most collections, and most payments, of one sponsorship: one a week for as long as a sponsorship can last.</summary>
    public const int MaxMovements = 2600;

    private static Decision<SponsorshipEvent> Collections(Sponsorship s, SponsorshipCommand command)
    {
        if (s.ArrivedOn is null || s.Terms is not { } terms) return WrongState(s, "have collections before the arrival");
        return command switch
        {
            CollectShare c => Collect(s, terms, c),
            ReverseCollection c => Reverse(s, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
    }

    private static Decision<SponsorshipEvent> Collect(Sponsorship s, SponsorshipTerms terms, CollectShare c)
    {
        if (InvalidReference(c.Reference) is { } problem) return problem;
        if (c.Amount.Currency != terms.Currency) return Reject(RejectionCode.CurrencyMismatch, $"The share here is in {terms.Currency}.");
        if (c.Amount.Minor is <= 0 or > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput, $"What is collected is above zero and at most {Money.MaxMinor:N0} minor units.");
        }

        if (c.On > c.Today)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The collection is of {c.On:yyyy-MM-dd}, and today is {c.Today:yyyy-MM-dd} in the city.");
        }

        if (s.Collections.GetValueOrDefault(c.Reference) is { } known)
        {
            return known.Amount == c.Amount.Minor && !known.IsReversed
                ? Accept("known")
                : Reject(RejectionCode.AlreadyExists,
                    $"The reference {c.Reference} stands for another collection, or for one that was taken back; use a reference of its "
                        + $"own.");
        }

        if (s.Collections.Count >= MaxMovements)
        {
            return Reject(RejectionCode.InvalidInput, $"A sponsorship has at most {MaxMovements:N0} collections.");
        }

        var due = new Money(s.Books.Available(SponsorshipAccounts.HostDue(terms.Currency)), terms.Currency);
        return c.Amount > due
            ? Reject(RejectionCode.AmountAboveDue,
                $"{due} is due, and {c.Amount} was collected: collect what is due, and give the rest back to the employer.")
            : Accept("collected",
                new ShareCollected(c.Reference, c.Amount, c.On, SponsorshipBooks.Collected(s, c.Reference, c.Amount.Minor)));
    }

    private static Decision<SponsorshipEvent> Reverse(Sponsorship s, ReverseCollection c)
    {
        if (s.Collections.GetValueOrDefault(c.Reference) is not { } collection)
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

    private static Decision<SponsorshipEvent> Payouts(Sponsorship s, SponsorshipCommand command)
    {
        if (s.ArrivedOn is null || s.Terms is not { } terms) return WrongState(s, "have payments before the arrival");
        return command switch
        {
            ReservePayout c => Reserve(s, terms, c),
            SettlePayout c =>
                Step(s, c.Payment, HostPaymentState.Settled, "settled", [HostPaymentState.Reserved],
                    p => new PayoutSettled(c.Payment, SponsorshipBooks.Settled(s, c.Payment, p.Amount))),
            ReleasePayout c =>
                Step(s, c.Payment, HostPaymentState.Released, "released", [HostPaymentState.Reserved],
                    p => new PayoutReleased(c.Payment, SponsorshipBooks.Released(s, c.Payment, p.Amount))),
            ReturnPayout c =>
                Step(s, c.Payment, HostPaymentState.Returned, "returned", [HostPaymentState.Settled],
                    p => new PayoutReturned(c.Payment, SponsorshipBooks.Returned(s, c.Payment, p.Amount))),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
    }

    private static Decision<SponsorshipEvent> Reserve(Sponsorship s, SponsorshipTerms terms, ReservePayout c)
    {
        if (InvalidReference(c.Payment) is { } problem) return problem;
        if (c.Minimum < 0) return Reject(RejectionCode.InvalidInput, "The least amount of a payment is zero or more.");
        if (s.Payments.GetValueOrDefault(c.Payment) is { } known)
        {
            return known.State == HostPaymentState.Reserved
                ? Accept("reserved")
                : Reject(RejectionCode.WrongState,
                    $"This payment was {Codes<HostPaymentState>.Text(known.State)} already; a new one has an id of its own.");
        }

        if (s.Payments.Count >= MaxMovements)
        {
            return Reject(RejectionCode.InvalidInput, $"A sponsorship has at most {MaxMovements:N0} payments.");
        }

        var amount = s.Books.Available(SponsorshipAccounts.Host(terms.Currency));
        return amount < Math.Max(1, c.Minimum)
            ? Reject(RejectionCode.NothingToPay, "The city has not collected as much for this host.")
            : Accept("reserved",
                new PayoutReserved(c.Payment, new(amount, terms.Currency), SponsorshipBooks.Reserved(s, c.Payment, amount)));
    }

    private static Decision<SponsorshipEvent> Step(Sponsorship s, string payment, HostPaymentState to, string outcome,
        HostPaymentState[] from, Func<HostPayment, SponsorshipEvent> step)
    {
        if (s.Payments.GetValueOrDefault(payment) is not { } known)
        {
            // A release may overtake the reservation that it undoes: it is kept, so that the late one reserves nothing.
            return to == HostPaymentState.Released && InvalidReference(payment) is null && s.Payments.Count < MaxMovements
                ? Accept(outcome, new PayoutReleased(payment, []))
                : Reject(RejectionCode.PaymentNotFound, "There is no payment with this id.");
        }

        if (known.State == to) return Accept(outcome);
        return from.Contains(known.State)
            ? Accept(outcome, step(known))
            : Reject(RejectionCode.WrongState,
                $"A payment that is {Codes<HostPaymentState>.Text(known.State)} cannot be {Codes<HostPaymentState>.Text(to)}.");
    }

    private static Sponsorship EvolveCollections(Sponsorship s, SponsorshipEvent e) => e switch
    {
        ShareCollected x => s with
        {
            Collections =
                s.Collections.SetItem(x.Reference,
                    new(x.Amount.Minor, To(x.Postings, SponsorshipAccounts.Levy(x.Amount.Currency)),
                        To(x.Postings, SponsorshipAccounts.Guarantee(x.Amount.Currency)), false)),
            Books = Posted(s, x.Postings),
        },
        CollectionReversed x =>
            s with { Collections = s.Collections.SetItem(x.Reference, s.Collections[x.Reference] with { IsReversed = true }),
                Books = Posted(s, x.Postings) },
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };

    private static Sponsorship EvolvePayouts(Sponsorship s, SponsorshipEvent e) => e switch
    {
        PayoutReserved x =>
            s with { Payments = s.Payments.SetItem(x.Payment, new(x.Amount.Minor, HostPaymentState.Reserved)),
                Books = Posted(s, x.Postings) },
        PayoutSettled x => Stepped(s, x.Payment, HostPaymentState.Settled, x.Postings),
        PayoutReleased x => Stepped(s, x.Payment, HostPaymentState.Released, x.Postings),
        PayoutReturned x => Stepped(s, x.Payment, HostPaymentState.Returned, x.Postings),
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };

    private static Sponsorship Stepped(Sponsorship s, string payment, HostPaymentState state, IReadOnlyList<Transfer> postings) =>
        s with { Payments = s.Payments.SetItem(payment, new(s.Payments.GetValueOrDefault(payment)?.Amount ?? 0, state)),
            Books = Posted(s, postings) };

    private static Ledger Posted(Sponsorship s, IReadOnlyList<Transfer> postings) =>
        postings.Aggregate(s.Books, (books, transfer) => books.Post(transfer));

    private static long To(IReadOnlyList<Transfer> postings, Account account) => postings.Where(t => t.To == account).Sum(t => t.Amount);

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
                $"A reference is 1 to {MaxReference} ASCII letters, digits and the characters . - _ / such as '2026-11/kiwi-orchards'.");

    [GeneratedRegex("^[A-Za-z0-9._/-]{1,35}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
