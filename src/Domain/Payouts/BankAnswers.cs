namespace VipOrleans.Domain;

/// <summary>What an answer of the bank means for a payment.</summary>
/// <param name="Line">The line of the file; 0 for what the file says of all payments.</param>
/// <param name="Payment">The payment's id; null where the answer names none of this system's.</param>
/// <param name="Said">What the bank says.</param>
/// <param name="Before">Where the payment stood.</param>
/// <param name="State">Where it stands after it.</param>
/// <param name="Code">Why the answer cannot be; null where it can.</param>
/// <param name="Reason">The bank's reason, a code.</param>
public sealed record BankAnswer(int Line, string? Payment, BankWord Said, PaymentState? Before, PaymentState? State, RejectionCode? Code, string? Reason)
{
    /// <summary>True where the payment stands otherwise than before.</summary>
    public bool IsNews => Code is null && State != Before;
}

/// <summary>What a bank's file means for a batch. Pure: the same batch and file, the same answers.</summary>
public static class BankAnswers
{
    /// <summary>What is wrong with the file as a whole, so that nothing of it may be used; null where nothing is.</summary>
    public static Rejection? Problem(PayoutBatch batch, BankFile file)
    {
        if (batch.BankFiles.TryGetValue(file.Message.Key, out var known) && known != file.Message.Sha256)
        {
            return new(RejectionCode.BankFileDiffers, "A file with this message id was read before, and it was another: ask the bank which of the two is right.");
        }

        if (file.Verdict is not { } verdict) return null;
        if (batch.Instruction is not { } told || batch.Id is not { } id || verdict.MessageId != told.MessageId) return new(RejectionCode.BankMessageUnknown, "The report is on a message that was never sent from here.");
        if (verdict.PaymentInformation.Any(p => p != id.PaymentInformation)) return new(RejectionCode.BankMessageUnknown, "The report is on a group of payments that the message does not have.");
        if (verdict.Count is { } count && count != told.Count) return new(RejectionCode.BankSumsDiffer, $"The bank counts {count:N0} payments, and {told.Count:N0} were instructed: it has another file than the one that was instructed.");
        return verdict.Sum is { } sum && !BankAmount.Is(sum, told.Sum)
            ? new(RejectionCode.BankSumsDiffer, $"The bank's control sum is not {told.Sum}: it has another file than the one that was instructed.")
            : null;
    }

    /// <summary>What each answer of the file means, in its order; each on top of those before it.</summary>
    public static IReadOnlyList<BankAnswer> Of(PayoutBatch batch, BankFile file)
    {
        var states = new Dictionary<int, PaymentState>();
        var answers = new List<BankAnswer>();
        foreach (var entry in file.Entries)
        {
            var number = batch.NumberOf(entry.Payment);
            if (number == 0)
            {
                answers.Add(new(entry.Line, null, entry.Said, null, null, RejectionCode.PaymentNotFound, entry.Reason));
                continue;
            }

            answers.Add(Judge(batch, states, number, entry.Line, entry.Said, entry.Reason, AmountProblem(batch, number, entry, file.Verdict is null)));
        }

        if (file.Verdict is not { All: { } all } verdict) return answers;
        var single = answers.Select(a => batch.NumberOf(a.Payment)).ToHashSet();
        answers.AddRange(batch.Numbered().Where(p => IsInstructed(p.Payment.State) && !single.Contains(p.Number)).Select(p => Judge(batch, states, p.Number, 0, all, verdict.Reason, null)));
        return answers;
    }

    private static BankAnswer Judge(PayoutBatch batch, Dictionary<int, PaymentState> states, int number, int line, BankWord said, string? reason, RejectionCode? problem)
    {
        var before = states.TryGetValue(number, out var known) ? known : batch.Payments[number - 1].State;
        var (state, code) = problem is null ? Next(before, said) : (before, problem);
        states[number] = state;
        return new(line, batch.IdOf(number), said, before, state, code, reason);
    }

    private static RejectionCode? AmountProblem(PayoutBatch batch, int number, BankEntry entry, bool isRequired)
    {
        var amount = new Money(batch.Payments[number - 1].Amount, batch.Order!.Minimum.Currency);
        if (entry.Amount is null) return isRequired ? RejectionCode.AmountDiffers : null;
        if (entry.Currency != amount.Currency.Code) return RejectionCode.CurrencyMismatch;
        return BankAmount.Is(entry.Amount, amount) ? null : RejectionCode.AmountDiffers;
    }

    // Older news of what is further on changes nothing. What contradicts an end is set aside: money may have moved twice, and a program cannot know.
    private static (PaymentState, RejectionCode?) Next(PaymentState before, BankWord said) => (before, said) switch
    {
        ( < PaymentState.Instructed, _) => (before, RejectionCode.PaymentNotInstructed),
        (_, BankWord.Unclear) => (before, RejectionCode.AnswerUnclear),
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
