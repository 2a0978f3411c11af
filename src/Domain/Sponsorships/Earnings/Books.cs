namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>The books of a sponsorship: what was earned and taken, and what of it was collected and paid.</summary>
public sealed record Books
{
    /// <summary>What the city has collected, by reference.</summary>
    public ImmutableSortedDictionary<string, Collection> Collections { get; init; } =
        ImmutableSortedDictionary.Create<string, Collection>(StringComparer.Ordinal);

    /// <summary>The payments to the host, by id.</summary>
    public ImmutableSortedDictionary<string, HostPayment> Payments { get; init; } =
        ImmutableSortedDictionary.Create<string, HostPayment>(StringComparer.Ordinal);

    /// <summary>The accounts, in the host currency.</summary>
    public Ledger Ledger { get; init; } = Ledger.Empty;

    internal Books Evolve(SponsorshipEvent e) => e switch
    {
        SharePosted x => Booked(x.Postings),
        ShareCollected x => Booked(x.Postings) with { Collections = Collections.SetItem(x.Reference, Collected(x)) },
        CollectionReversed x => Booked(x.Postings) with
        {
            Collections = Collections.SetItem(x.Reference, Collections[x.Reference] with { IsReversed = true }),
        },
        PayoutReserved x => Booked(x.Postings) with
        {
            Payments = Payments.SetItem(x.Payment, new(x.Amount.Minor, HostPaymentState.Reserved)),
        },
        PayoutSettled x => Stepped(x.Payment, HostPaymentState.Settled, x.Postings),
        PayoutReleased x => Stepped(x.Payment, HostPaymentState.Released, x.Postings),
        PayoutReturned x => Stepped(x.Payment, HostPaymentState.Returned, x.Postings),
        _ => this,
    };

    private Books Stepped(string payment, HostPaymentState state, IReadOnlyList<Transfer> postings) =>
        Booked(postings) with { Payments = Payments.SetItem(payment, new(Payments.GetValueOrDefault(payment)?.Amount ?? 0, state)) };

    private Books Booked(IReadOnlyList<Transfer> postings) =>
        this with { Ledger = postings.Aggregate(Ledger, (ledger, transfer) => ledger.Post(transfer)) };

    private static Collection Collected(ShareCollected x) =>
        new(x.Amount.Minor, To(x.Postings, SponsorshipAccounts.Levy(x.Amount.Currency)),
            To(x.Postings, SponsorshipAccounts.Guarantee(x.Amount.Currency)), false);

    private static long To(IReadOnlyList<Transfer> postings, Account account) => postings.Where(t => t.To == account).Sum(t => t.Amount);
}

/// <summary>A collection: what the city got from the employer.</summary>
/// <param name="Amount">How much, in minor units.</param>
/// <param name="Levy">What of it went to the city.</param>
/// <param name="Repaid">What of it went to the guarantee account.</param>
/// <param name="IsReversed">True once it was taken back.</param>
public sealed record Collection(long Amount, long Levy, long Repaid, bool IsReversed);

/// <summary>A payment to the host, as this sponsorship's part of it.</summary>
/// <param name="Amount">How much, in minor units.</param>
/// <param name="State">How far it has come.</param>
public sealed record HostPayment(long Amount, HostPaymentState State);

/// <summary>How far a payment to a host has come in the sponsorship's books.</summary>
[JsonConverter(typeof(CodeConverter<HostPaymentState>))]
public enum HostPaymentState
{
    /// <summary>On its way: the bank has it, or will get it.</summary>
    Reserved,

    /// <summary>The host was paid.</summary>
    Settled,

    /// <summary>It did not come about.</summary>
    Released,

    /// <summary>The bank gave it back.</summary>
    Returned,
}
