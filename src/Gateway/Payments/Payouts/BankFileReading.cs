namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Problems;

/// <summary>An order to pay that a bank's file may answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Exists">Whether there is such an order, and whether it is the caller's.</param>
/// <param name="Judge">Asks what the file means for it.</param>
/// <param name="Read">Reads the file into it.</param>
internal sealed record BankOrder(string Id, Func<Task<bool>> Exists, Func<BankFile, Task<BankFileResult>> Judge,
    Func<CommandContext, BankFile, Task<BankFileResult>> Read);

/// <summary>
/// Brings the answers of a bank's file to the orders that they are about: first all are asked whether the file can be used, then all use
/// it.
/// </summary>
/// <remarks>Cut short between two orders, the same file sent again completes what is missing and changes nothing else.</remarks>
internal static class BankFileReading
{
    /// <summary>Which files are read, for the descriptions of the API.</summary>
    public static string Messages { get; } =
        $"ISO 20022 status reports, statements and notifications ({string.Join(", ", BankFileReader.Versions.Keys)}), at most "
            + $"{XmlBody.MaxBytes / 1024 / 1024} MiB and {BankFileReader.MaxEntries:N0} answers";

    /// <summary>Brings a file to its orders and answers what became of it.</summary>
    /// <param name="command">The file, as it was sent.</param>
    /// <param name="read">The file, read; or what is wrong with it.</param>
    /// <param name="orders">The orders that it may be about.</param>
    public static async Task<IResult> Answer<T>(Command<T> command, (BankFile? File, BankFileProblem? Problem) read, BankFileOrders orders)
        where T : class
    {
        var (file, problem) = read;
        if (problem is not null) throw Invalid(problem);
        if (await orders.Judge(file!) is { } refused) return refused;
        var used = await orders.Use();
        return used.Refusal ?? command.Answer(used.Result!, used.Receipt!);
    }

    /// <summary>The file is wrong in itself.</summary>
    public static ProblemException Invalid(BankFileProblem problem) => new(Problems.Of(RejectionCode.BankFileInvalid), null,
        [new("body", problem.Message) { Line = problem.Line, Column = problem.Column, Code = problem.Code }]);
}

/// <summary>The orders that a file is about: first <see cref="Judge"/>, then <see cref="Use"/>.</summary>
/// <param name="context">Who sends the file, and under which identity.</param>
/// <param name="ofPayment">The order that a payment's id names; null where it is no id of the caller's.</param>
/// <param name="ofMessage">The order that a message's id names; null where it is no id of the caller's.</param>
internal sealed class BankFileOrders(CommandContext context, Func<string?, BankOrder?> ofPayment, Func<string?, BankOrder?> ofMessage)
{
    private BankFile? _file;
    private IReadOnlyList<(BankOrder Order, BankFile Part)> _parts = [];

    /// <summary>Asks all orders whether the file can be used: why not, or null. Nothing has changed.</summary>
    public async Task<ProblemResult?> Judge(BankFile file)
    {
        (_file, _parts) = (file, await Parts(file));
        if (file.Verdict is not null && _parts.Count == 0) return new ProblemResult(Problems.Of(RejectionCode.BankMessageUnknown));
        foreach (var (order, part) in _parts)
        {
            if ((await order.Judge(part)).Result is { Rejected: { } code } refused)
            {
                return new ProblemResult(Problems.Of(code), refused.Detail);
            }
        }

        return null;
    }

    /// <summary>All orders use the file that they were asked about.</summary>
    public async Task<BankFileUse> Use()
    {
        var (file, items) = (_file!, new List<BankAnswerView>());
        var (version, isNews) = (0L, false);
        foreach (var (order, part) in _parts)
        {
            var answer = await order.Read(context with { IfMatch = null }, part);
            if (answer.Result.Rejected is { } code) return new(null, null, new ProblemResult(Problems.Of(code), answer.Result.Detail));
            items.AddRange(answer.Answers);
            (version, isNews) = (Math.Max(version, answer.Result.Version), isNews || answer.Result.Outcome != "known");
        }

        var named = _parts.SelectMany(p => p.Part.Entries).ToHashSet(ReferenceEqualityComparer.Instance);
        var rest = file.Entries.Where(e => !named.Contains(e)).ToList();
        // A payment or an order that looks like one of ours and is none: somebody must see it.
        var strange = rest.Where(e => ofPayment(e.Payment) is not null || OfBatch(e) is not null).ToList();
        items.AddRange(strange.Select(e => new BankAnswerView(
            Line: e.Line, Said: e.Said, Payment: e.Payment,
            Code: e.Payment is null ? RejectionCode.AnswerUnclear : RejectionCode.PaymentNotFound, Reason: e.Reason, Before: null,
            State: null)));
        return new(
            new() { Version = version, Outcome = isNews ? "read" : "known" },
            new(file.Message.Kind, file.Message.MessageId, file.Message.Sha256, isNews ? "read" : "known",
                items.Count(i => i.Code is null && i.State != i.Before), items.Count(i => i.Code is not null), rest.Count - strange.Count,
                [.. items.OrderBy(i => i.Line)]),
            null);
    }

    // Both ids of a message begin with the order's key.
    private BankOrder? OfBatch(BankEntry entry) =>
        entry is { Payment: null, Batch: { Length: >= IdText.KeyLength } batch } ? ofMessage(batch[..IdText.KeyLength]) : null;

    // Each order gets the answers that name it and no others. What is no order of the caller's is left to the rest.
    private async Task<IReadOnlyList<(BankOrder Order, BankFile Part)>> Parts(BankFile file)
    {
        if (file.Verdict is { } verdict) return ofMessage(verdict.MessageId) is { } one && await one.Exists() ? [(one, file)] : [];
        var parts = new List<(BankOrder, BankFile)>();
        var named = file.Entries.Select(e => (Entry: e, Order: ofPayment(e.Payment) ?? OfBatch(e))).Where(e => e.Order is not null);
        foreach (var group in named.GroupBy(e => e.Order!.Id))
        {
            var order = group.First().Order!;
            if (await order.Exists()) parts.Add((order, file with { Entries = [.. group.Select(e => e.Entry)] }));
        }

        return parts;
    }
}

/// <summary>What became of a bank's file.</summary>
/// <param name="Result">Whether something changed; null where an order refused it.</param>
/// <param name="Receipt">What its entries meant; null where an order refused it.</param>
/// <param name="Refusal">Why an order refused it; null where none did.</param>
internal sealed record BankFileUse(CommandResult? Result, BankFileReceipt? Receipt, ProblemResult? Refusal);
