namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>
/// Which transfers a taking, a refund, a collection, a reversal or a step of a payment makes in a sponsorship's ledger. Pure: the same
/// books give the same transfers, in an order in which no account that may not is below zero between any two of them.
/// </summary>
/// <remarks>
/// <para>What was taken from the migrant stands, at every moment, in the accounts of the host's side:
/// <c>host-due + host + payout-in-transit + paid-out + fined + levy + guarantee</c>, the last one below zero by what the city has
/// advanced.</para>
/// <para>What the host-loss fund gives stands beside that: <c>fund</c> is below zero by <c>loss + loss-in-transit + loss-paid</c>. It is
/// paid together with the share, and no refund is ever taken from it. A fine takes what the host would be paid, and nothing else.</para>
/// <para>The levy is cumulative like the share itself: <c>floor(levy · max(0, collected less refunds that did not come from host-due))</c>,
/// so that it is rounded once, in the host's favour, and comes back with a refund.</para>
/// <para>What is refunded is the migrant's at once. Until it has arrived it stands, beside that, in the accounts of refunds:
/// <c>booked = waiting + in transit + paid</c>, and each step of a payment moves it from one to the next. What an employer gives back with
/// a pay arrives with it. It gives back out of what it has withheld itself and the city has not got; all else is the city's to pay, so that
/// no refund is given twice.</para>
/// <para>What waits because of an employer's report arrives by that employer's next withholding, if one comes before the payment: as much
/// less is withheld, the refund has arrived, and what the city would have paid the migrant is the host's.</para>
/// </remarks>
public sealed class SponsorshipBooks
{
    private readonly Currency _currency;
    private readonly Share _levy;
    private readonly Account _employer, _migrant, _due, _host, _levied, _guarantee, _fined;
    private readonly string _id;
    private readonly List<Transfer> _postings = [];
    private Ledger _books;

    private SponsorshipBooks(Ledger books, Currency currency, Share levy, string id)
    {
        (_books, _currency, _levy, _id) = (books, currency, levy, id);
        (_employer, _migrant) = (SponsorshipAccounts.Employer(currency), SponsorshipAccounts.Migrant(currency));
        (_due, _host) = (SponsorshipAccounts.HostDue(currency), SponsorshipAccounts.Host(currency));
        (_levied, _guarantee) = (SponsorshipAccounts.Levy(currency), SponsorshipAccounts.Guarantee(currency));
        _fined = SponsorshipAccounts.Fined(currency);
    }

    /// <summary>Earnings and the share of them, each up or down.</summary>
    /// <param name="s">The sponsorship, with its terms.</param>
    /// <param name="id">What the transfers belong to.</param>
    /// <param name="earned">How much more was earned, in minor units; below zero less.</param>
    /// <param name="taken">How much more is taken; below zero it is given back.</param>
    /// <param name="employer">Who gives back with a pay what it has withheld and the city has not got, and nets what waits because of its
    /// reports; null for nobody.</param>
    public static IReadOnlyList<Transfer> Shared(Sponsorship s, string id, long earned, long taken, string? employer)
    {
        var book = For(s, id);
        // What comes to the migrant comes first and what goes from them last.
        if (taken < 0) book.Refund(-taken, employer is null ? 0 : s.Books.Dues.GivesBack(employer));
        if (earned > 0) book.Post("earned", book._employer, book._migrant, earned);
        if (earned < 0) book.Post("corrected", book._migrant, book._employer, -earned);
        if (taken > 0) book.Post("share", book._migrant, book._due, taken);
        if (taken > 0 && employer is not null) book.Net(s, Math.Min(taken, s.Books.Dues.RefundOf(employer)));
        return book._postings;
    }

    /// <summary>The city gets a part of what is due: the levy out of it, and what the host owes the guarantee account.</summary>
    /// <param name="s">The sponsorship, with its terms.</param>
    /// <param name="reference">The collection.</param>
    /// <param name="amount">How much, above zero and at most what is due.</param>
    public static IReadOnlyList<Transfer> Collected(Sponsorship s, string reference, long amount)
    {
        var book = For(s, reference);
        book.Collect(s, "collected", amount);
        return book._postings;
    }

    /// <summary>A fine stands: what the host would be paid goes to it first.</summary>
    public static IReadOnlyList<Transfer> FineStands(Sponsorship s, string ruling, long amount)
    {
        var book = For(s, ruling);
        book.CollectFines(s.Books.StandingFines + amount);
        return book._postings;
    }

    /// <summary>A fine is lifted: what was collected of it, and of no other, is the host's again.</summary>
    /// <param name="s">The sponsorship, with its terms.</param>
    /// <param name="ruling">The ruling on it.</param>
    /// <param name="stood">How much of it stood, in minor units.</param>
    public static IReadOnlyList<Transfer> FineLifted(Sponsorship s, string ruling, long stood)
    {
        var book = For(s, ruling);
        book.Post("fine-back", book._fined, book._host, book._books.Posted(book._fined) - (s.Books.StandingFines - stood));
        return book._postings;
    }

    /// <summary>The host-loss fund gives the host something for a loss.</summary>
    public static IReadOnlyList<Transfer> LossGiven(Sponsorship s, string loss, long amount)
    {
        var book = For(s, loss);
        book.Post("loss", SponsorshipAccounts.Fund(book._currency), SponsorshipAccounts.Loss(book._currency), amount);
        return book._postings;
    }

    /// <summary>
    /// A collection is taken back: the mirror of its transfers, and what the levy's rounding is off by after that. Null where the money is
    /// not there any more, because the host was paid.
    /// </summary>
    /// <param name="s">The sponsorship, with its terms.</param>
    /// <param name="reference">The collection.</param>
    /// <param name="postings">Its transfers.</param>
    public static IReadOnlyList<Transfer>? Reversed(Sponsorship s, string reference, IReadOnlyList<Transfer> postings) =>
        Reversed(s, reference, postings, takesFinesBack: false)
            ?? (s.Books.Ledger.Posted(SponsorshipAccounts.Fined(s.Terms!.Currency)) > 0
                ? Reversed(s, reference, postings, takesFinesBack: true) : null);

    // A fine gives back what it was paid from a collection that was none.
    private static List<Transfer>? Reversed(Sponsorship s, string reference, IReadOnlyList<Transfer> postings, bool takesFinesBack)
    {
        var book = For(s, reference);
        if (takesFinesBack) book.Post("fine-back", book._fined, book._host, book._books.Posted(book._fined));
        foreach (var mirrored in Ledger.Mirror(postings))
        {
            // An earlier reversal may have rounded this collection's levy away: it is put back before it is taken out.
            var missing = mirrored.From == book._levied ? mirrored.Amount - book._books.Posted(book._levied) : 0;
            if (missing > 0 && book._books.Available(book._host) < missing) return null;
            book.Post("levy", book._host, book._levied, missing);
            if (book._books.TryPost(mirrored, out var next) != LedgerRejection.None) return null;
            book._books = next;
            book._postings.Add(mirrored);
        }

        if (!book.TrueUpLevy()) return null;
        if (takesFinesBack) book.CollectFines(s.Books.StandingFines);
        return book._postings;
    }

    /// <summary>All that waits for a side is put on its way; of a host's, what a fine still takes goes to it first.</summary>
    /// <param name="s">The sponsorship, with its terms.</param>
    /// <param name="payment">The payment's id.</param>
    /// <param name="of">How much it is of, and for whom.</param>
    public static IReadOnlyList<Transfer> Reserved(Sponsorship s, string payment, HostPayment of)
    {
        var book = For(s, payment);
        if (of.Side == Party.Host) book.CollectFines(s.Books.StandingFines);
        book.Step("reserved", of, a => (a.Waiting, a.InTransit));
        return book._postings;
    }

    /// <summary>The bank has paid.</summary>
    public static IReadOnlyList<Transfer> Settled(Sponsorship s, string payment, HostPayment of)
    {
        var book = For(s, payment);
        book.Step("settled", of, a => (a.InTransit, a.Paid));
        return book._postings;
    }

    /// <summary>A payment did not come about.</summary>
    public static IReadOnlyList<Transfer> Released(Sponsorship s, string payment, HostPayment of) =>
        Back(s, payment, "released", of, a => (a.InTransit, a.Waiting));

    /// <summary>The bank gave a payment back.</summary>
    public static IReadOnlyList<Transfer> Returned(Sponsorship s, string payment, HostPayment of) =>
        Back(s, payment, "returned", of, a => (a.Paid, a.Waiting));

    /// <summary>What a host would be paid of the share now, when what fines still take is gone from it.</summary>
    internal static long Payable(Sponsorship s)
    {
        var currency = s.Terms!.Currency;
        return Math.Max(0, s.Books.Ledger.Available(SponsorshipAccounts.Host(currency)) - s.Books.OpenFines(currency));
    }

    /// <summary>What of a posting the city has to pay to the migrant, because no employer gives it back with a pay.</summary>
    internal static long CityPays(SharePosted posted)
    {
        var refund = SponsorshipAccounts.Refund(posted.Taken.Currency);
        return posted.Postings.Where(t => t.To == refund).Sum(t => t.Amount);
    }

    /// <summary>What of the refunds that waited the migrant has got by a posting, because as much less is withheld.</summary>
    internal static long Netted(SharePosted posted)
    {
        var arrived = SponsorshipAccounts.RefundPaid(posted.Taken.Currency);
        return posted.Postings.Where(t => t.To == arrived).Sum(t => t.Amount);
    }

    /// <summary>The transfers of an event; none of an event that moves no money.</summary>
    public static IReadOnlyList<Transfer> PostingsOf(SponsorshipEvent e) => e switch
    {
        SharePosted x => x.Postings,
        ShareCollected x => x.Postings,
        CollectionReversed x => x.Postings,
        PayoutReserved x => x.Postings,
        PayoutSettled x => x.Postings,
        PayoutReleased x => x.Postings,
        PayoutReturned x => x.Postings,
        LossBooked x => x.Postings,
        FineRuled x => x.Postings,
        _ => [],
    };

    /// <summary>What stands on the host's side in all: what was taken from the migrant, refunds subtracted.</summary>
    public static long HostSide(Ledger books, Currency currency) =>
        books.Posted(SponsorshipAccounts.HostDue(currency)) + LevyBaseOf(books, currency);

    /// <summary>What the levy is a part of: all that was collected, less the refunds that did not come from what was only due.</summary>
    public static long LevyBaseOf(Ledger books, Currency currency) =>
        books.Posted(SponsorshipAccounts.Host(currency))
        + books.Posted(SponsorshipAccounts.PayoutInTransit(currency))
        + books.Posted(SponsorshipAccounts.PaidOut(currency))
        + books.Posted(SponsorshipAccounts.Fined(currency))
        + books.Posted(SponsorshipAccounts.Levy(currency))
        + books.Posted(SponsorshipAccounts.Guarantee(currency));

    private long LevyBase => LevyBaseOf(_books, _currency);

    private static SponsorshipBooks For(Sponsorship s, string id) => new(s.Books.Ledger, s.Terms!.Currency, s.Terms.Levy ?? Share.None, id);

    private static List<Transfer> Back(Sponsorship s, string payment, string what, HostPayment of,
        Func<PaymentAccounts, (Account From, Account To)> step)
    {
        var book = For(s, payment);
        book.Step(what, of, step);
        if (of.Side == Party.Host) book.CollectFines(s.Books.StandingFines);
        return book._postings;
    }

    private void Step(string what, HostPayment of, Func<PaymentAccounts, (Account From, Account To)> step)
    {
        var (from, to) = step(PaymentAccounts.Of(of.Side, _currency));
        Post(what, from, to, of.Amount - of.Losses);
        var (lossFrom, lossTo) = step(PaymentAccounts.OfLosses(_currency));
        Post($"loss-{what}", lossFrom, lossTo, of.Losses);
    }

    // Of what the host would be paid and no more: what is not there is no debt, and waits for the next collection.
    private void CollectFines(long standing) =>
        Post("fined", _host, _fined, Math.Min(standing - _books.Posted(_fined), _books.Available(_host)));

    // From what is not collected yet where its holder gives it back, then from what is not paid yet, then from the city's guarantee: the
    // migrant gets it in full, always. Where the city pays, the employer still owes what it has withheld.
    private void Refund(long amount, long givesBack)
    {
        var fromDue = Math.Min(Math.Min(amount, givesBack), _books.Available(_due));
        Post("refund-due", _due, _migrant, fromDue);
        var rest = amount - fromDue;
        if (rest == 0) return;
        Post("levy-back", _levied, _host, _books.Posted(_levied) - LevyOf(LevyBase - rest));
        var fromHost = Math.Min(rest, _books.Available(_host));
        Post("refund", _host, _migrant, fromHost);
        Post("refund-guarantee", _guarantee, _migrant, rest - fromHost);
        Post("refund-waits", SponsorshipAccounts.RefundBooked(_currency), SponsorshipAccounts.Refund(_currency), rest);
    }

    private void Collect(Sponsorship s, string what, long amount)
    {
        Post(what, _due, _host, amount);
        var levy = LevyOf(LevyBase) - _books.Posted(_levied);
        Post("levy", _host, _levied, levy);
        // Out of this share and no other: what a bank gave back stays the host's.
        Post("repaid", _host, _guarantee, Math.Min(amount - levy, -_books.Posted(_guarantee)));
        CollectFines(s.Books.StandingFines);
    }

    // The city has the refund that waits, and gives it to the host for what is withheld the less.
    private void Net(Sponsorship s, long amount)
    {
        if (amount <= 0) return;
        Collect(s, "netted", amount);
        Post("refund-netted", SponsorshipAccounts.Refund(_currency), SponsorshipAccounts.RefundPaid(_currency), amount);
    }

    private bool TrueUpLevy()
    {
        var levy = LevyOf(LevyBase) - _books.Posted(_levied);
        if (levy > 0 && _books.Available(_host) < levy) return false;
        Post("levy", _host, _levied, levy);
        Post("levy-back", _levied, _host, -levy);
        return true;
    }

    private long LevyOf(long collected) => collected <= 0 ? 0 : (long)((Int128)collected * _levy.Numerator / _levy.Denominator);

    private void Post(string what, Account from, Account to, long amount)
    {
        if (amount <= 0) return;
        var transfer = new Transfer($"{what}-{_id}", from, to, amount);
        _books = _books.Post(transfer);
        _postings.Add(transfer);
    }
}
