namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Payments.PayoutEvent;

/// <summary>What an answer of the bank means for a payment.</summary>
/// <param name="Line">The line of the file; 0 for what the file says of all payments.</param>
/// <param name="Payment">The payment's id; null where the answer names none of this system's.</param>
/// <param name="Said">What the bank says.</param>
/// <param name="Before">Where the payment stood.</param>
/// <param name="State">Where it stands after it.</param>
/// <param name="Code">Why the answer cannot be; null where it can.</param>
/// <param name="Reason">The bank's reason, a code.</param>
public sealed record BankAnswer(int Line, string? Payment, BankWord Said, PaymentState? Before, PaymentState? State, RejectionCode? Code,
    string? Reason)
{
    /// <summary>True where the payment stands otherwise than before.</summary>
    public bool IsNews => Code is null && State != Before;
}

/// <summary>What a bank's file means for a order. Pure: the same batch and file, the same answers.</summary>
public static class BankAnswers
{
    /// <summary>Most files of the bank that one order is answered with: one a day for years.</summary>
    public const int MaxFiles = 2_000;

    /// <summary>Most reasons in one file of the bank: more than the standard has for such payments.</summary>
    public const int MaxReasons = 100;

    /// <summary>What is wrong with the file as a whole, so that nothing of it may be used; null where nothing is.</summary>
    public static Rejection? Problem(IBankOrder order, BankFile file)
    {
        // A statement is fetched as often as one likes, each time with another hour on it, and with the later bookings of a day that is not
        // over: what its entries say of the payments counts. A report is a message of its own.
        if (file.Verdict is not { } verdict) return null;
        if (order.BankFiles.TryGetValue(file.Message.Key, out var known) && known != file.Message.Sha256)
        {
            return new(RejectionCode.BankFileDiffers,
                "A report with this message id was read before, and it was another: ask the bank which of the two is right.");
        }

        if (order.Instruction is not { } told || verdict.MessageId != told.MessageId)
        {
            return new(RejectionCode.BankMessageUnknown, "The report is on a message that was never sent from here.");
        }

        if (verdict.PaymentInformation.Any(p => p != order.PaymentInformation))
        {
            return new(RejectionCode.BankMessageUnknown, "The report is on a group of payments that the message does not have.");
        }

        if (verdict.Count is { } count && count != told.Count)
        {
            return new(RejectionCode.BankSumsDiffer,
                $"The bank counts {count:N0} payments, and {told.Count:N0} were instructed: it has another file than the one that was "
                    + $"instructed.");
        }

        return verdict.Sum is { } sum && !BankAmount.Is(sum, told.Sum)
            ? new(RejectionCode.BankSumsDiffer,
                $"The bank's control sum is not {told.Sum}: it has another file than the one that was instructed.")
            : null;
    }

    /// <summary>What each answer of the file means, in its order; each on top of those before it.</summary>
    public static IReadOnlyList<BankAnswer> Of(IBankOrder order, BankFile file)
    {
        var states = new Dictionary<int, PaymentState>();
        var answers = new List<BankAnswer>();
        foreach (var entry in file.Entries)
        {
            if (entry.Payment is null && IsOf(order, entry.Batch))
            {
                answers.AddRange(OfBatch(order, states, entry));
                continue;
            }

            var number = order.NumberOf(entry.Payment);
            if (number == 0)
            {
                answers.Add(new(entry.Line, null, entry.Said, null, null, RejectionCode.PaymentNotFound, entry.Reason));
                continue;
            }

            answers.Add(
                Judge(order, states, number, entry.Line, entry.Said, entry.Reason,
                    AmountProblem(order, number, entry, file.Verdict is null)));
        }

        if (file.Verdict is not { All: { } all } verdict) return answers;
        var single = answers.Select(a => order.NumberOf(a.Payment)).ToHashSet();
        answers.AddRange(
            Enumerable.Range(1, order.Count).Where(n => IsInstructed(order.PaymentAt(n).State) && !single.Contains(n))
                .Select(n => Judge(order, states, n, 0, all, verdict.Reason, null)));
        return answers;
    }

    /// <summary>Takes a file's answers over. The same file again changes nothing.</summary>
    internal static Decision<PayoutEvent> Read(IBankOrder order, BankFile file)
    {
        if (Problem(order, file) is { } problem) return problem;
        var isAgain = order.BankFiles.TryGetValue(file.Message.Key, out var sha256);
        if (sha256 == file.Message.Sha256) return Decision<PayoutEvent>.Accept("known");
        if (!isAgain && order.BankFiles.Count >= MaxFiles)
        {
            return Decision<PayoutEvent>.Reject(RejectionCode.InvalidInput,
                $"An order to pay is answered with at most {MaxFiles:N0} files.");
        }

        var answers = Of(order, file);
        var news = answers.Where(a => a.IsNews).GroupBy(a => (a.Said, a.Reason)).ToList();
        if (news.Count > MaxReasons)
        {
            return Decision<PayoutEvent>.Reject(RejectionCode.InvalidInput, $"A file gives at most {MaxReasons} reasons.");
        }

        // A payment that stands twice keeps the order of its answers: what is further on comes later.
        var events = new List<PayoutEvent> { new BankFileRead(file.Message) };
        foreach (var group in news.OrderBy(g => g.Key.Said))
        {
            events.AddRange(
                group.Select(a => a.Payment!).Distinct(StringComparer.Ordinal).Chunk(PayoutDecider.MaxStep)
                    .Select(some => new PaymentsAnswered(group.Key.Said, group.Key.Reason, some)));
        }

        foreach (var group in answers.Where(a => IsToSetAside(order, a)).GroupBy(a => (a.Said, a.Code!.Value)))
        {
            events.AddRange(
                group.Select(a => a.Payment!).Distinct(StringComparer.Ordinal).Chunk(PayoutDecider.MaxStep)
                    .Select(some => new AnswersSetAside(file.Message.MessageId, group.Key.Said, group.Key.Value, some)));
        }

        return isAgain && events.Count == 1 ? Decision<PayoutEvent>.Accept("known") : Decision<PayoutEvent>.Accept("read", events);
    }

    /// <summary>Where a payment stands after a word of the bank that is news.</summary>
    internal static PaymentState After(BankWord said, PaymentState before) => said switch
    {
        BankWord.Accepted => PaymentState.Accepted,
        BankWord.Settled => PaymentState.Settled,
        BankWord.Rejected => PaymentState.Rejected,
        BankWord.Returned => PaymentState.Returned,
        _ => before,
    };

    /// <summary>Keeps what could not be, once.</summary>
    internal static ImmutableList<SetAside> Keep(ImmutableList<SetAside> kept, SetAside answer) =>
        kept.Any(s => s.Said == answer.Said && s.Code == answer.Code) ? kept : kept.Add(answer);

    private static bool IsToSetAside(IBankOrder order, BankAnswer answer) =>
        answer is { Code: { } code, Payment: { } payment } && !order.IsSetAside(order.NumberOf(payment), answer.Said, code);

    private static bool IsOf(IBankOrder order, string? batch) =>
        batch is not null && order.Instruction is { } told && (batch == told.MessageId || batch == order.PaymentInformation);

    // A bank may book all payments as one sum. It speaks for each of them if it is the sum of all, or of all that were not rejected.
    private static IEnumerable<BankAnswer> OfBatch(IBankOrder order, Dictionary<int, PaymentState> states, BankEntry entry)
    {
        int[] all = [.. Enumerable.Range(1, order.Count).Where(n => IsInstructed(order.PaymentAt(n).State))];
        int[] rest = [.. all.Where(n => StateOf(order, states, n) != PaymentState.Rejected)];
        var isBooked = entry.Said is BankWord.Settled or BankWord.Returned or BankWord.Pending;
        foreach (var some in isBooked ? (int[][])[all, rest] : [])
        {
            var sum = new Money(some.Sum(n => order.PaymentAt(n).Amount), order.Currency);
            if (some.Length > 0 && entry.Currency == sum.Currency.Code && BankAmount.Is(entry.Amount, sum))
            {
                return [.. some.Select(n => Judge(order, states, n, entry.Line, entry.Said, entry.Reason, null))];
            }
        }

        return [new(entry.Line, null, entry.Said, null, null,
            entry.Said == BankWord.NameDiffers ? RejectionCode.PayeeNameDiffers : RejectionCode.AnswerUnclear, entry.Reason)];
    }

    private static PaymentState StateOf(IBankOrder order, Dictionary<int, PaymentState> states, int number) =>
        states.TryGetValue(number, out var known) ? known : order.PaymentAt(number).State;

    private static BankAnswer Judge(IBankOrder order, Dictionary<int, PaymentState> states, int number, int line, BankWord said,
        string? reason, RejectionCode? problem)
    {
        var before = StateOf(order, states, number);
        var (state, code) = problem is null ? Next(before, said) : (before, problem);
        states[number] = state;
        return new(line, order.IdOf(number), said, before, state, code, reason);
    }

    private static RejectionCode? AmountProblem(IBankOrder order, int number, BankEntry entry, bool isRequired)
    {
        var amount = new Money(order.PaymentAt(number).Amount, order.Currency);
        if (entry.Amount is null) return isRequired ? RejectionCode.AmountDiffers : null;
        if (entry.Currency != amount.Currency.Code) return RejectionCode.CurrencyMismatch;
        return BankAmount.Is(entry.Amount, amount) ? null : RejectionCode.AmountDiffers;
    }

    // Older news of what is further on changes nothing. What contradicts an end is set aside: money may have moved twice, and a program
    // cannot know.
    private static (PaymentState, RejectionCode?) Next(PaymentState before, BankWord said) => (before, said) switch
    {
        ( < PaymentState.Instructed, _) => (before, RejectionCode.PaymentNotInstructed),
        (_, BankWord.Unclear) => (before, RejectionCode.AnswerUnclear),
        (_, BankWord.NameDiffers or BankWord.NameClose) => (before, RejectionCode.PayeeNameDiffers),
        (_, BankWord.NameMatches or BankWord.NameUnchecked) => (before, null),
        (_, BankWord.Pending) => (before, null),
        (PaymentState.Instructed, BankWord.Accepted) => (PaymentState.Accepted, null),
        (PaymentState.Rejected, BankWord.Rejected) => (before, null),
        (PaymentState.Rejected, _) => (before, RejectionCode.AnswerTooLate),
        (PaymentState.Instructed or PaymentState.Accepted, BankWord.Rejected) => (PaymentState.Rejected, null),
        (_, BankWord.Rejected) => (before, RejectionCode.AnswerTooLate),
        (PaymentState.Instructed or PaymentState.Accepted, BankWord.Settled) => (PaymentState.Settled, null),
        // What came back had been paid, also where the news of that comes later.
        (PaymentState.Instructed or PaymentState.Accepted or PaymentState.Settled, BankWord.Returned) => (PaymentState.Returned, null),
        _ => (before, null),
    };

    private static bool IsInstructed(PaymentState state) => state >= PaymentState.Instructed;
}
