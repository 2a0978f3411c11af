namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// What a bank says of one credit of a city's account, or of one that it takes back: as much as is needed to find what it pays, and nothing
/// of who paid. An officer who must know finds it in the bank's own statement by file and line.
/// </summary>
/// <param name="Amount">How much, above zero.</param>
/// <param name="On">The day of the bank's booking.</param>
/// <param name="IsReversal">True if the bank takes an earlier credit back.</param>
/// <param name="Reference">The creditor reference that came with it, ISO 11649 without blanks; null if none of our form did.</param>
/// <param name="Traces">Hashes of the bank's own references of the payment, by which a reversal finds what it takes back.</param>
/// <param name="InFile">In which file it came first.</param>
/// <param name="Line">On which line of it.</param>
/// <param name="Problem">Why it cannot settle anything by itself, whatever its reference; null if it can.</param>
[GenerateSerializer, Immutable, Alias("vip.booked-credit")]
public sealed record BookedCredit(Money Amount, DateOnly On, bool IsReversal, string? Reference, IReadOnlyList<string> Traces,
    CreditFileId InFile, int Line, RejectionCode? Problem = null);

/// <summary>A part of a credit that pays what is owed for one month of one person.</summary>
/// <param name="Sponsorship">In whose books it is due.</param>
/// <param name="Employer">Who owes it.</param>
/// <param name="Year">The share year.</param>
/// <param name="Month">The month of it.</param>
/// <param name="Amount">How much, in minor units; below zero for what was overpaid there before and is used up.</param>
/// <param name="Kind">What becomes of it.</param>
[GenerateSerializer, Immutable, Alias("vip.allocation-line")]
public sealed record AllocationLine(SponsorshipId Sponsorship, string Employer, int Year, int Month, long Amount, AllocationKind Kind);

/// <summary>What becomes of a part of a credit.</summary>
[JsonConverter(typeof(CodeConverter<AllocationKind>))]
public enum AllocationKind
{
    /// <summary>It is collected in the sponsorship's books.</summary>
    Books,

    /// <summary>It gives the city back what a host had been paid already out of a payment that the bank took back.</summary>
    Gap,

    /// <summary>It was overpaid before: with the other parts, what is owed elsewhere is paid out of it.</summary>
    Offset,
}

/// <summary>How a credit, or what is left of it, is allocated.</summary>
/// <param name="Lines">The parts, at most <see cref="BankCredit.MaxStep"/>.</param>
/// <param name="IsMore">True if there is more to allocate; ask again when these are written.</param>
/// <param name="Why">Why the rest is set aside; null if there is none, or for a reversal whose credit was found.</param>
/// <param name="Original">The credit that a reversal takes back.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-plan")]
public sealed record CreditPlan(IReadOnlyList<AllocationLine> Lines, bool IsMore = false, RejectionCode? Why = null,
    CreditId? Original = null)
{
    /// <summary>Nothing is allocated, and why.</summary>
    public static CreditPlan Nothing(RejectionCode why) => new([], Why: why);
}

/// <summary>What is owed for one month of one person, as a plan takes it.</summary>
/// <param name="Sponsorship">In whose books it is due.</param>
/// <param name="Employer">Who owes it.</param>
/// <param name="Year">The share year.</param>
/// <param name="Month">The month of it.</param>
/// <param name="Open">How much of it is open, in minor units; below zero if too much was paid.</param>
/// <param name="Gap">How much of that the city has paid a host in advance.</param>
public readonly record struct OpenDebt(SponsorshipId Sponsorship, string Employer, int Year, int Month, long Open, long Gap);

/// <summary>How money that came in is spread over what is owed. Pure: the same money and the same debts, the same parts.</summary>
public static class CollectionPlan
{
    /// <summary>
    /// Spreads an amount over debts in their order. What an employer has overpaid is used first if it may be, so that who pays the net sum
    /// owes nothing.
    /// </summary>
    /// <param name="amount">The amount, zero or more, in minor units.</param>
    /// <param name="debts">What is owed, in the order in which it is paid.</param>
    /// <param name="nets">Whether what was overpaid for one is used for another.</param>
    /// <param name="most">Most parts.</param>
    public static CreditPlan Of(long amount, IReadOnlyCollection<OpenDebt> debts, bool nets, int most)
    {
        var lines = new List<AllocationLine>();
        var overpaid = new Queue<OpenDebt>(nets ? debts.Where(d => d.Open < 0) : []);
        var used = 0L;
        foreach (var debt in debts.Where(d => d.Open > 0))
        {
            var (paid, offsets) = (0L, new List<AllocationLine>());
            while (paid < debt.Open && offsets.Count < most - 2 && overpaid.TryPeek(out var other))
            {
                var use = Math.Min(debt.Open - paid, -other.Open - used);
                offsets.Add(new(other.Sponsorship, other.Employer, other.Year, other.Month, -use, AllocationKind.Offset));
                paid += use;
                used += use;
                if (used < -other.Open) continue;
                overpaid.Dequeue();
                used = 0;
            }

            var cash = Math.Min(debt.Open - paid, amount);
            var toGap = Math.Min(debt.Gap, paid + cash);
            if (paid + cash == 0) break;
            var parts = offsets.Count + (toGap > 0 ? 1 : 0) + (toGap < paid + cash ? 1 : 0);
            // What belongs together is never parted: each step's parts come to what it uses of the credit.
            if (lines.Count > 0 && lines.Count + parts > most) return new(lines, IsMore: true);
            lines.AddRange(offsets);
            if (toGap > 0) lines.Add(Part(debt, toGap, AllocationKind.Gap));
            if (toGap < paid + cash) lines.Add(Part(debt, paid + cash - toGap, AllocationKind.Books));
            amount -= cash;
            // More small sums were overpaid than fit into one step.
            if (paid + cash < debt.Open && overpaid.Count > 0) return new(lines, IsMore: true);
        }

        return new(lines, Why: amount > 0 ? RejectionCode.AmountAboveDue : null);
    }

    private static AllocationLine Part(OpenDebt d, long amount, AllocationKind kind) =>
        new(d.Sponsorship, d.Employer, d.Year, d.Month, amount, kind);
}
