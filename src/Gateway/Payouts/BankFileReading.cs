using VipOrleans.Contracts;
using VipOrleans.Domain;

namespace VipOrleans.Gateway;

/// <summary>Brings the answers of a bank's file to the batches that they are about: first all are asked whether the file can be used, then all use it.</summary>
/// <remarks>Cut short between two batches, the same file sent again completes what is missing and changes nothing else.</remarks>
internal sealed class BankFileReading(CityId city, Command<XmlBody> command, IGrainFactory grains)
{
    public async Task<IResult> Read(BankFile file)
    {
        var parts = await Parts(file);
        if (file.Verdict is not null && parts.Count == 0) return new ProblemResult(Problems.Of(RejectionCode.BankMessageUnknown));
        foreach (var (payout, part) in parts)
        {
            if ((await grains.Payout(payout).JudgeBankFile(part)).Result is { Rejected: { } code } refused) return new ProblemResult(Problems.Of(code), refused.Detail);
        }

        var items = new List<BankAnswerView>();
        var (version, isNews) = (0L, false);
        foreach (var (payout, part) in parts)
        {
            var answer = await grains.Payout(payout).ReadBankFile(command.Context with { IfMatch = null }, part);
            if (answer.Result.Rejected is { } code) return new ProblemResult(Problems.Of(code), answer.Result.Detail);
            items.AddRange(answer.Answers);
            (version, isNews) = (Math.Max(version, answer.Result.Version), isNews || answer.Result.Outcome != "known");
        }

        var named = parts.SelectMany(p => p.Part.Entries).ToHashSet(ReferenceEqualityComparer.Instance);
        var rest = file.Entries.Where(e => !named.Contains(e)).ToList();
        // A payment or a batch that looks like one of ours and is none: an officer must see it.
        var strange = rest.Where(e => PayoutId.TryParsePayment(e.Payment, city, out _, out _) || (e.Batch is { Length: >= IdText.KeyLength } batch && PayoutId.TryParseMessage(batch[..IdText.KeyLength], city, out _))).ToList();
        items.AddRange(strange.Select(e => new BankAnswerView { Line = e.Line, Said = e.Said, Payment = e.Payment, Code = e.Payment is null ? RejectionCode.AnswerUnclear : RejectionCode.PaymentNotFound, Reason = e.Reason }));
        return command.Answer(
            new() { Version = version, Outcome = isNews ? "read" : "known" },
            new BankFileReceipt(
                file.Message.Kind, file.Message.MessageId, file.Message.Sha256, isNews ? "read" : "known",
                items.Count(i => i.Code is null && i.State != i.Before), items.Count(i => i.Code is not null), rest.Count - strange.Count, [.. items.OrderBy(i => i.Line)]));
    }

    // Each batch gets the answers that name it and no others. What is no batch of the city is left to the rest.
    private async Task<IReadOnlyList<(PayoutId Payout, BankFile Part)>> Parts(BankFile file)
    {
        if (file.Verdict is { } verdict)
        {
            return PayoutId.TryParseMessage(verdict.MessageId, city, out var one) && await grains.Payout(one).Get() is not null ? [(one, file)] : [];
        }

        var parts = new List<(PayoutId, BankFile)>();
        var named = file.Entries.Select(e => (Entry: e, IsOurs: PayoutId.TryParsePayment(e.Payment, city, out var payout, out _), Payout: payout)).Where(e => e.IsOurs);
        foreach (var group in named.GroupBy(e => e.Payout))
        {
            if (await grains.Payout(group.Key).Get() is not null) parts.Add((group.Key, file with { Entries = [.. group.Select(e => e.Entry)] }));
        }

        return parts;
    }
}
