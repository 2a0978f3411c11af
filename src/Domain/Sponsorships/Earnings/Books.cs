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

    /// <summary>From which sum on the host wants to be paid, in minor units; null if the host has not said it.</summary>
    public long? HostThreshold { get; init; }

    /// <summary>From which sum on the migrant wants to be paid, in minor units; null if the migrant has not said it.</summary>
    public long? MigrantThreshold { get; init; }

    /// <summary>The payments to the host, and of refunds to the migrant, by id.</summary>
    public ImmutableSortedDictionary<string, HostPayment> Payments { get; init; } =
        ImmutableSortedDictionary.Create<string, HostPayment>(StringComparer.Ordinal);

    /// <summary>What the host-loss fund has given the host, by the kind of loss.</summary>
    public ImmutableSortedDictionary<string, BookedLoss> Losses { get; init; } =
        ImmutableSortedDictionary.Create<string, BookedLoss>(StringComparer.Ordinal);

    /// <summary>The fines of the host, by their rulings.</summary>
    public ImmutableSortedDictionary<string, HostFine> Fines { get; init; } =
        ImmutableSortedDictionary.Create<string, HostFine>(StringComparer.Ordinal);

    /// <summary>The accounts, in the host currency.</summary>
    public Ledger Ledger { get; init; } = Ledger.Empty;

    /// <summary>What each employer has withheld and not handed to the city yet, by the reports that each has made.</summary>
    public DuesByEmployer Dues { get; init; } = DuesByEmployer.None;

    internal Books Evolve(SponsorshipEvent e)
    {
        var (after, dues) = (Evolved(e), Dues.Evolve(e, Collections));
        return ReferenceEquals(dues, Dues) ? after : after with { Dues = dues };
    }

    private Books Evolved(SponsorshipEvent e) => e switch
    {
        SharePosted x => Booked(x.Postings),
        ShareCollected x => Booked(x.Postings) with { Collections = Collections.SetItem(x.Reference, Collected(x)) },
        CollectionReversed x => Booked(x.Postings) with
        {
            Collections = Collections.SetItem(x.Reference, Collections[x.Reference] with { IsReversed = true }),
        },
        PayoutReserved x => Booked(x.Postings) with
        {
            Payments = Payments.SetItem(x.Payment, new(x.Amount.Minor, HostPaymentState.Reserved, x.To,
                To(x.Postings, SponsorshipAccounts.LossInTransit(x.Amount.Currency)))),
            Losses = x.To is null ? WithLosses(l => l.Payment is null, x.Payment) : Losses,
        },
        PayoutSettled x => Stepped(x.Payment, HostPaymentState.Settled, x.Postings),
        PayoutReleased x => Stepped(x.Payment, HostPaymentState.Released, x.Postings) with { Losses = Waiting(x.Payment) },
        PayoutReturned x => Stepped(x.Payment, HostPaymentState.Returned, x.Postings) with { Losses = Waiting(x.Payment) },
        LossBooked x => Booked(x.Postings) with { Losses = Losses.SetItem(x.Loss, new(x.Amount.Minor)) },
        FineProposed x => this with { Fines = Fines.SetItem(x.Ruling.Value, new(x.Reason, x.Amount.Minor, x.On)) },
        FineRuled x => Booked(x.Postings) with
        {
            Fines = Fines.SetItem(x.Ruling.Value, Fines[x.Ruling.Value] with { Effect = x.Effect }),
        },
        PayoutThresholdSet { Side: Party.Host } x => this with { HostThreshold = x.AtLeast?.Minor },
        PayoutThresholdSet x => this with { MigrantThreshold = x.AtLeast?.Minor },
        _ => this,
    };

    /// <summary>From which sum on a side wants to be paid, in minor units; null if it has not said it.</summary>
    public long? ThresholdOf(Party side) => side == Party.Host ? HostThreshold : MigrantThreshold;

    /// <summary>What of the fines that stand is not collected yet, in minor units.</summary>
    public long OpenFines(Currency currency) => Math.Max(0, StandingFines - Ledger.Posted(SponsorshipAccounts.Fined(currency)));

    /// <summary>All fines that stand, in minor units.</summary>
    [JsonIgnore]
    public long StandingFines => Fines.Values.Where(f => f.Effect == RulingEffect.Stands).Sum(f => f.Amount);

    /// <summary>Which losses are paid with a payment; null for none.</summary>
    internal IReadOnlyList<string>? LossesIn(string payment) =>
        Losses.Where(l => l.Value.Payment == payment).Select(l => l.Key).ToArray() is { Length: > 0 } those ? those : null;

    private ImmutableSortedDictionary<string, BookedLoss> Waiting(string payment) => WithLosses(l => l.Payment == payment, null);

    private ImmutableSortedDictionary<string, BookedLoss> WithLosses(Func<BookedLoss, bool> which, string? payment) =>
        Losses.SetItems(Losses.Where(l => which(l.Value)).Select(l => KeyValuePair.Create(l.Key, l.Value with { Payment = payment })));

    private Books Stepped(string payment, HostPaymentState state, IReadOnlyList<Transfer> postings) =>
        Booked(postings) with
        {
            Payments = Payments.SetItem(payment, (Payments.GetValueOrDefault(payment) ?? new(0, state)) with { State = state }),
        };

    private Books Booked(IReadOnlyList<Transfer> postings) =>
        this with { Ledger = postings.Aggregate(Ledger, (ledger, transfer) => ledger.Post(transfer)) };

    private Collection Collected(ShareCollected x) =>
        new(x.Amount.Minor, To(x.Postings, SponsorshipAccounts.Levy(x.Amount.Currency)),
            To(x.Postings, SponsorshipAccounts.Guarantee(x.Amount.Currency)), false, Dues.PayerOf(x));

    private static long To(IReadOnlyList<Transfer> postings, Account account) => postings.Where(t => t.To == account).Sum(t => t.Amount);
}

/// <summary>A collection: what the city got from the employer.</summary>
/// <param name="Amount">How much, in minor units.</param>
/// <param name="Levy">What of it went to the city.</param>
/// <param name="Repaid">What of it went to the guarantee account.</param>
/// <param name="IsReversed">True once it was taken back.</param>
/// <param name="Employer">Who paid it; null if nobody says it and more than one employer owed something.</param>
public sealed record Collection(long Amount, long Levy, long Repaid, bool IsReversed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Employer = null);

/// <summary>A payment to the host or of a refund to the migrant, as this sponsorship's part of it.</summary>
/// <param name="Amount">How much, in minor units.</param>
/// <param name="State">How far it has come.</param>
/// <param name="To">Whom; null for the host, as before refunds were paid out.</param>
/// <param name="Losses">What of it the host-loss fund gives, in minor units.</param>
public sealed record HostPayment(long Amount, HostPaymentState State, Party? To = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Losses = 0)
{
    /// <summary>Whom.</summary>
    [JsonIgnore]
    public Party Side => To ?? Party.Host;
}

/// <summary>What the host-loss fund has given for a loss.</summary>
/// <param name="Amount">How much, in minor units.</param>
/// <param name="Payment">The payment that it is in; null while it waits for one.</param>
public sealed record BookedLoss(long Amount, string? Payment = null);

/// <summary>A fine of the host.</summary>
/// <param name="Reason">What for.</param>
/// <param name="Amount">How much, in minor units.</param>
/// <param name="On">The day of the notice.</param>
/// <param name="Effect">What the ruling says; null while nobody has ruled on it.</param>
public sealed record HostFine(FineReason Reason, long Amount, DateOnly On, RulingEffect? Effect = null);

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
