namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Payments.BankCreditCommand;
using static VipOrleans.Domain.Payments.BankCreditEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Payments.BankCreditEvent>;

/// <summary>The rules of a booked credit.</summary>
public sealed class BankCreditDecider : IDecider<BankCredit, BankCreditCommand, BankCreditEvent>
{
    private BankCreditDecider() { }

    /// <inheritdoc/>
    public static BankCredit Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<BankCredit, BankCreditEvent> Aggregate { get; } =
        new("credit-1", PaymentsJson.Default.BankCreditEvent, PaymentsJson.Default.BankCredit);

    /// <inheritdoc/>
    public static Decision<BankCreditEvent> Decide(BankCredit s, BankCreditCommand command, Moment moment)
    {
        if (command is BookCredit book) return Book(s, book);
        if (s.Id is null) return Reject(RejectionCode.CreditNotFound, "There is no such booked credit.");
        return command switch
        {
            AllocateCredit c => s.IsPlanned ? Rematch(s, c.Plan) : Planned(s, c.Plan, []),
            NoteCollected c => Collected(s, c),
            AssignCredit c => Assign(s, c.Assignment, moment),
            ReleaseCredit c => Release(s, c.Reason, moment),
            ReverseCredit c => Reverse(s, c),
            NoteReversed c => Reversed(s, c),
            NoteReversal c => Noted(s, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The credit does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static BankCredit Evolve(BankCredit s, BankCreditEvent e) => e switch
    {
        CreditBooked x => s with { Id = x.Credit, Facts = x.Facts, Reference = x.Facts.Reference },
        CreditAllocated x => s with { Parts = s.Parts.AddRange(x.Lines.Select(l => new Allocation(l, AllocationState.Planned))) },
        AllocationEnded x => s with { IsPlanned = true, Why = x.Why, Original = null },
        PartsCollected x => x.Parts.Aggregate(s, (state, part) => With(state, part.Number,
            p => p with { State = AllocationState.Collected, Collected = part.Collected })),
        CreditAssigned { Reference: { } reference } => s with { Reference = reference, IsPlanned = false, Why = null },
        CreditAssigned => s,
        CreditReleased x => s with { Released = x.Reason },
        CreditReversed x => s with { ReversedBy = x.By, IsPlanned = true },
        PartsReversed x => x.Parts.Aggregate(s, (state, part) => With(state, part.Number,
            p => p with { State = part.IsTakenBack ? AllocationState.Reversed : AllocationState.Kept })),
        ReversalMatched x => s with { IsPlanned = true, Why = null, Original = x.Original },
        ReversalCarriedOut => s with { IsCarriedOut = true },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The credit does not know this event."),
    };

    private static BankCredit With(BankCredit s, int number, Func<Allocation, Allocation> change) =>
        s with { Parts = s.Parts.SetItem(number - 1, change(s.Parts[number - 1])) };

    private static Decision<BankCreditEvent> Book(BankCredit s, BookCredit c)
    {
        if (s.Facts is { } known)
        {
            // Another file, day or line is the same entry, fetched again; another sum is not.
            return known.Amount == c.Facts.Amount && known.IsReversal == c.Facts.IsReversal
                ? Accept("known")
                : Reject(RejectionCode.BankFileDiffers,
                    "The bank has given this reference to another entry before: ask the bank which of the two is right.");
        }

        if (c.Facts.Amount.Minor is <= 0 or > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput, $"A credit is above zero and at most {Money.MaxMinor:N0} minor units.");
        }

        var booked = new CreditBooked(c.Id, c.Facts);
        return Planned(Evolve(s, booked), c.Plan, [booked]);
    }

    private static Decision<BankCreditEvent> Planned(BankCredit s, CreditPlan plan, IReadOnlyList<BankCreditEvent> before)
    {
        if (plan.Original is { } original)
        {
            return s.Facts!.IsReversal && original != s.Id
                ? Accept("booked", [.. before, new ReversalMatched(original)])
                : Reject(RejectionCode.InvalidInput, "Only a reversal takes another credit back.");
        }

        var (sum, allocated) = (plan.Lines.Sum(l => l.Amount), plan.Lines.Count > 0);
        if (plan.Lines.Count > BankCredit.MaxStep || sum < 0 || sum > s.Rest || (allocated && s.Facts!.IsReversal)
            || plan.Lines.Any(l => l.Amount == 0 || l.Amount < 0 != (l.Kind == AllocationKind.Offset)))
        {
            return Reject(RejectionCode.InvalidInput, "The parts of a credit come to no more than the credit.");
        }

        var events = new List<BankCreditEvent>(before);
        if (allocated) events.Add(new CreditAllocated(plan.Lines));
        if (!plan.IsMore)
        {
            var rest = s.Rest - sum;
            events.Add(new AllocationEnded(rest, rest > 0 ? plan.Why ?? RejectionCode.AmountAboveDue : null));
        }

        return Accept("booked", events);
    }

    // What a reversal takes back may come after it, and money before the report of what it pays.
    private static Decision<BankCreditEvent> Rematch(BankCredit s, CreditPlan plan) =>
        s.Status == CreditStatus.SetAside && (s.Facts!.IsReversal ? plan.Original is not null : plan.Lines.Count > 0)
            ? Planned(s, plan, []) : Accept("known");

    private static Decision<BankCreditEvent> Collected(BankCredit s, NoteCollected c)
    {
        CollectedPart[] open = [.. c.Parts.Where(p => IsIn(s, p.Number, AllocationState.Planned))];
        return open.Length == 0 ? Accept("noted") : Accept("noted", new PartsCollected(open));
    }

    private static Decision<BankCreditEvent> Assign(BankCredit s, CreditAssignment to, Moment moment)
    {
        if (s.Status != CreditStatus.SetAside) return NothingSetAside(s);
        if (s.Facts!.IsReversal)
        {
            return to is { Original: { } original, Reference: null } && original != s.Id && original.City == s.Id!.Value.City
                ? Accept("assigned", new CreditAssigned(moment.Actor, null), new ReversalMatched(original))
                : Reject(RejectionCode.InvalidInput, "A reversal is assigned to the credit of the city that it takes back.");
        }

        return to is { Original: null, Reference: { } text } && CreditorReference.TryParse(text, out var reference)
            ? Accept("assigned", new CreditAssigned(moment.Actor, reference.Value))
            : Reject(RejectionCode.InvalidInput, "A credit is assigned to a creditor reference, such as 'RF18539007547034'.");
    }

    private static Decision<BankCreditEvent> Release(BankCredit s, CreditRelease reason, Moment moment)
    {
        if (s.Released == reason) return Accept("released");
        return s.Status == CreditStatus.SetAside
            ? Accept("released", new CreditReleased(moment.Actor, reason, s.Rest)) : NothingSetAside(s);
    }

    private static Decision<BankCreditEvent> Reverse(BankCredit s, ReverseCredit c)
    {
        if (s.ReversedBy == c.By) return Accept("reversed");
        if (s.ReversedBy is not null || s.Facts!.IsReversal)
        {
            return Reject(RejectionCode.CollectionNotFound, "The credit was taken back before, or is itself a reversal.");
        }

        return s.Facts.Amount == c.Facts.Amount
            ? Accept("reversed", new CreditReversed(c.By))
            : Reject(RejectionCode.AmountDiffers, "A reversal takes the whole of a credit back.");
    }

    private static Decision<BankCreditEvent> Reversed(BankCredit s, NoteReversed c)
    {
        if (s.ReversedBy is null) return Accept("noted");
        ReversedPart[] open = [.. c.Parts.Where(p => IsIn(s, p.Number, AllocationState.Collected))
            .Select(p => (Reversed: p, Part: s.Parts[p.Number - 1]))
            .Select(p => p.Reversed with { Line = p.Part.Line, Kept = p.Reversed.IsTakenBack ? null : p.Part.Collected })];
        return open.Length == 0 ? Accept("noted") : Accept("noted", new PartsReversed(open));
    }

    private static Decision<BankCreditEvent> Noted(BankCredit s, NoteReversal c)
    {
        if (s.Original is null || s.IsCarriedOut) return Accept("noted");
        return Accept("noted", c.Refused is { } why ? new AllocationEnded(s.Facts!.Amount.Minor, why) : new ReversalCarriedOut());
    }

    private static bool IsIn(BankCredit s, int number, AllocationState state) =>
        number >= 1 && number <= s.Parts.Count && s.Parts[number - 1].State == state;

    private static Decision<BankCreditEvent> NothingSetAside(BankCredit s) =>
        Reject(RejectionCode.NothingSetAside, $"The credit is {Codes<CreditStatus>.Text(s.Status)}: nothing of it waits for an officer.");
}
