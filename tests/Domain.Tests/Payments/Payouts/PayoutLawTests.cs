namespace VipOrleans.Domain.Tests.Payments;

using CsCheck;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.PayoutCommand;
using static VipOrleans.Domain.Tests.Payments.OneOfThese;
using static VipOrleans.Domain.Tests.Payments.PayoutSample;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>Whatever a bank answers, in whatever order and however often, each payment's money is in exactly one place.</summary>
public sealed class PayoutLawTests
{
    private enum Place
    {
        Host,
        Transit,
        PaidOut,
    }

    private static readonly Gen<BankFile> AnyFile =
        Gen.Select(Gen.Int[1, 6], Gen.OneOf(Statements(), Reports()),
            (message, file) => file with { Message = file.Message with { MessageId = $"M{message}", Sha256 = Hash(file) } });

    [Fact]
    public void Each_payments_money_is_in_one_place_and_nothing_is_lost_or_paid_twice() =>
        Gen.Select(AnyFile.Array[0, 12], Gen.Bool.Array[40], Gen.Int[0, 12]).Sample((files, follows, cutAt) =>
    {
        long[] amounts = [1_000, 2_000, 3_000, 4_000];
        var batch = BatchOf(Instructed(amounts));
        var places = amounts.Select(_ => Place.Transit).ToArray();
        var settledAt = new int[amounts.Length];
        var i = 0;
        foreach (var file in files)
        {
            batch = Read(batch, file);
            // The books follow sometimes at once, sometimes later: a crash lies between.
            if (follows[i++ % follows.Length]) batch = Follow(batch, places, settledAt, cutAt);
            Check();
        }

        batch = Follow(batch, places, settledAt, int.MaxValue);
        Check();
        Assert.False(PayoutSaga.IsUnfinished(batch));
        foreach (var (number, payment) in batch.Numbered())
        {
            var expected = payment.State switch
            {
                PaymentState.Settled => Place.PaidOut,
                PaymentState.Rejected or PaymentState.Returned => Place.Host,
                _ => Place.Transit,
            };
            Assert.Equal(expected, places[number - 1]);
            Assert.InRange(settledAt[number - 1], 0, 1);
        }

        void Check()
        {
            Assert.Equal(amounts.Sum(), Enum.GetValues<PaymentState>().Sum(s => batch.Total(s).Sum.Minor));
            Assert.Equal(amounts, batch.Payments.Select(p => p.Amount));
            // Money that is back with the host was not paid, or came back.
            Assert.All(batch.Numbered(),
                p => Assert.True(places[p.Number - 1] != Place.Host || p.Payment.State is PaymentState.Rejected or PaymentState.Returned));
        }
    });

    [Fact]
    public void Where_the_bank_does_not_contradict_itself_the_order_of_its_files_does_not_matter() =>
        Gen.Select(OneOf(0, 1, 2, 3).Array[4], Gen.Shuffle(Enumerable.Range(0, 12).ToArray())).Sample((fates, order) =>
    {
        // Each payment's own story, told in three files of its own and in any order.
        BankWord[][] stories = [[BankWord.Accepted, BankWord.Settled, BankWord.Settled],
            [BankWord.Accepted, BankWord.Settled, BankWord.Returned], [BankWord.Accepted, BankWord.Accepted, BankWord.Pending],
            [BankWord.Pending, BankWord.Rejected, BankWord.Rejected]];
        long[] amounts = [1_000, 2_000, 3_000, 4_000];
        var files = Enumerable.Range(0, 12).Select(n => Says($"S{n}", ((n / 3) + 1, stories[fates[n / 3]][n % 3], amounts[n / 3])))
            .ToArray();
        var inOrder = files.Aggregate(BatchOf(Instructed(amounts)), Read);
        var shuffled = order.Select(n => files[n]).Concat(files).Aggregate(BatchOf(Instructed(amounts)), Read);
        Assert.Equal(inOrder.Payments.Select(p => p.State), shuffled.Payments.Select(p => p.State));
        Assert.All(shuffled.Payments, p => Assert.Empty(p.SetAside));
    });

    [Fact]
    public void No_command_makes_an_instructed_payment_instructable_again() =>
        Gen.Select(AnyFile.Array[0, 8], Gen.Long[0, 1]).Sample((files, _) =>
    {
        var batch = files.Aggregate(BatchOf(Instructed(1_000, 2_000, 3_000, 4_000)), Read);
        foreach (var command in (PayoutCommand[])[new InstructPayout(Told(1_000) with { Sha256 = new('9', 64) }, [Id(1)]),
            new LeaveOut([new(Id(1), LeftOutReason.PayeeMissing)]), new CancelPayout(), new PlanPayments(4, [Unpaid(9)], null),
            new NoteReservations([new(Id(1), Dollars(5))], []), new CloseReservation()])
        {
            Assert.Empty(PayoutDecider.Decide(batch, command, Sample.ThatMoment).Events);
        }
    });

    private static PayoutBatch Read(PayoutBatch batch, BankFile file) =>
        PayoutDecider.Decide(batch, new ReadBankFile(file), Sample.ThatMoment).Events.Aggregate(batch, PayoutDecider.Evolve);

    // What the saga does, with the sponsorships' books as three places. Every step may be taken twice: its note may be lost.
    private static PayoutBatch Follow(PayoutBatch batch, Place[] places, int[] settled, int steps)
    {
        for (var taken = 0; taken < steps; taken++)
        {
            var (number, payment) = batch.Numbered().FirstOrDefault(p => PayoutSaga.Next(p.Payment) != PaymentStep.None);
            if (payment is null) return batch;
            var step = PayoutSaga.Next(payment);
            ref var place = ref places[number - 1];
            switch (step)
            {
                case PaymentStep.Release when place == Place.Transit: place = Place.Host; break;
                case PaymentStep.Settle
                    when place == Place.Transit:
                    (place, settled[number - 1]) = (Place.PaidOut, settled[number - 1] + 1); break;
                case PaymentStep.Return when place == Place.PaidOut: place = Place.Host; break;
                case var _ when place == After(step): break;
                default: Assert.Fail($"{step} of money that is at {place}."); break;
            }

            if (taken % 3 == 2) continue;
            batch = PayoutDecider.Decide(batch, new NoteBooked(PayoutSaga.After(step), [Id(number)]), Sample.ThatMoment).Events.Aggregate(
                batch,
                PayoutDecider.Evolve);
        }

        return batch;
    }

    private static Place After(PaymentStep step) => step == PaymentStep.Settle ? Place.PaidOut : Place.Host;

    private static Gen<BankFile> Statements() =>
        Entries(OneOf(Enum.GetValues<BankWord>())).Select(entries => new BankFile(Statement(), null, entries));

    private static Gen<BankFile> Reports() =>
        Gen.Select(Entries(OneOf(BankWord.Pending, BankWord.Accepted, BankWord.Rejected, BankWord.Settled)),
            OneOf<BankWord?>(null, BankWord.Pending, BankWord.Accepted, BankWord.Rejected, BankWord.Settled), OneOf("100", "99.99"))
        .Select((entries, all, sum) => new BankFile(Report(), new(Payout.Message, [Payout.PaymentInformation], 4, sum, all), entries));

    private static Gen<BankEntry[]> Entries(Gen<BankWord> words) =>
        Gen.Select(Gen.Int[1, 5], words, Gen.Int[0, 5]).Select((number, said, fault) => new BankEntry(
        number, fault == 0 ? "NOTPROVIDED" : Id(number), said, fault == 1 ? "0.01" : Dollars(number * 1_000).Amount,
            fault == 2 ? "AUD" : "NZD")).Array[0, 6];

    private static string Hash(BankFile file) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
        $"{file.Verdict?.All}{file.Verdict?.Sum}"
            + string.Join('|', file.Entries.Select(e => $"{e.Payment}{e.Said}{e.Amount}{e.Currency}")))));
}
