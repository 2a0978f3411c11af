namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Payments.PayoutCommand;
using static VipOrleans.Domain.Payments.PayoutEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Payments.PayoutEvent>;

/// <summary>The rules of a batch: reserved first, instructed once by a second officer, and then only what the bank says.</summary>
public sealed class PayoutDecider : IDecider<PayoutBatch, PayoutCommand, PayoutEvent>
{
    /// <summary>Most payments of one step, and of one event, so that it fits into a journal.</summary>
    public const int MaxStep = 200;

    /// <summary>Largest sum of a batch, in minor units: what every bank's field has room for.</summary>
    public const long MaxSum = 999_999_999_999_999;

    private PayoutDecider() { }

    /// <inheritdoc/>
    public static PayoutBatch Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<PayoutBatch, PayoutEvent> Aggregate { get; } =
        new("payout-1", PaymentsJson.Default.PayoutEvent, PaymentsJson.Default.PayoutBatch);

    /// <inheritdoc/>
    public static Decision<PayoutEvent> Decide(PayoutBatch batch, PayoutCommand command, Moment moment)
    {
        if (command is OpenPayout open) return Open(batch, open, moment);
        if (batch.Id is null) return Reject(RejectionCode.PayoutNotFound, "There is no such payout.");
        return command switch
        {
            PlanPayments c => Plan(batch, c),
            NoteReservations c => Note(batch, c),
            LeaveOut c => Leave(batch, c),
            CloseReservation => Close(batch),
            NoteContinued c => Continued(batch, c.Next),
            InstructPayout c => Instruct(batch, c, moment),
            CancelPayout => Cancel(batch),
            ReadBankFile c => BankAnswers.Read(batch, c.Content),
            NoteBooked c => Booked(batch, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The payout does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static PayoutBatch Evolve(PayoutBatch batch, PayoutEvent e) => e switch
    {
        PayoutOpened x =>
            batch with { Id = x.Payout, Order = x.Order, Status = PayoutStatus.Reserving, After = x.Order.Part?.After ?? 0 },
        PayoutContinued x => batch with { ContinuedBy = x.Next },
        PaymentsPlanned x => batch with
        {
            Payments = batch.Payments.AddRange(
                x.Payees.Select(p =>
                    new Payment(p.Sponsorship, p.Host, 0, PaymentState.Planned, PaymentBooking.None, Migrant: p.Migrant))),
            Planned = batch.Planned + (x.Sum?.Minor ?? 0),
            After = x.After,
            IsPlanned = x.IsLast,
            IsFull = x.IsFull,
        },
        PaymentsReserved x => x.Payments.Aggregate(batch, (b, r) => b.With(r.Payment, p => p with
        {
            Amount = r.Amount.Minor,
            State = b.Status == PayoutStatus.Cancelled ? PaymentState.Cancelled : PaymentState.Reserved,
            Booked = PaymentBooking.Reserved,
        })),
        PaymentsLeftOut x => x.Payments.Aggregate(batch, (b, l) => b.With(l.Payment, p => p with
        {
            Amount = l.Amount?.Minor ?? p.Amount,
            State = PaymentState.LeftOut,
            Booked = l.Amount is null ? p.Booked : PaymentBooking.Reserved,
            LeftOut = l.Why,
        })),
        ReservationClosed => batch with { Status = PayoutStatus.Reserved },
        PayoutInstructed x =>
            Move(batch, PaymentState.Reserved, PaymentState.Instructed) with
            {
                Status = PayoutStatus.Instructed,
                Instruction = x.Instruction
            },
        PayoutCancelled =>
            Move(batch, PaymentState.Reserved, PaymentState.Cancelled) with { Status = PayoutStatus.Cancelled, IsPlanned = true },
        BankFileRead x => batch with { BankFiles = batch.BankFiles.SetItem(x.Message.Key, x.Message.Sha256) },
        PaymentsAnswered x =>
            x.Payments.Aggregate(batch,
                (b, payment) => b.With(payment, p => p with { State = BankAnswers.After(x.Said, p.State), Reason = x.Reason ?? p.Reason })),
        AnswersSetAside x =>
            x.Payments.Aggregate(batch,
                (b, payment) => b.With(payment, p => p with { SetAside = BankAnswers.Keep(p.SetAside, new(x.MessageId, x.Said, x.Code)) })),
        PaymentsBooked x => x.Payments.Aggregate(batch, (b, payment) => b.With(payment, p => p with { Booked = x.Booking })),
        // Of another kind of stream; the bank's answers are the same there.
        RemittancesInstructed => batch,
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The payout does not know this event."),
    };

    private static Decision<PayoutEvent> Open(PayoutBatch batch, OpenPayout c, Moment moment)
    {
        if (batch.Id is not null) return Reject(RejectionCode.AlreadyExists, "This payout is opened already.");
        if (c.Known.Currency is not { } currency) return Reject(RejectionCode.CityNotFound, "There is no such city in the programme.");
        if (c.Terms.Minimum.Currency != currency) return Reject(RejectionCode.CurrencyMismatch, $"People here are paid in {currency}.");
        if (c.Terms.Minimum.Minor is < 1 or > MaxSum)
        {
            return Reject(RejectionCode.InvalidInput, "The least amount of a payment is one minor unit or more.");
        }

        if (c.Known.Limit is { } limit
            && (limit.Payments is < 1 or > PayoutBatch.MaxPayments || limit.Sum is < 1 or > MaxSum))
        {
            return Reject(RejectionCode.InvalidInput,
                $"A bank takes 1 to {PayoutBatch.MaxPayments:N0} payments in one file, of one minor unit or more together.");
        }

        if (c.Terms.ExecutionDay < moment.Day)
        {
            return Reject(RejectionCode.DateInPast, $"Today is {moment.Day:yyyy-MM-dd} in the city, and a bank pays on no earlier day.");
        }

        if (c.Terms.ExecutionDay > moment.Day.AddYears(1))
        {
            return Reject(RejectionCode.InvalidInput, "A bank takes payments for a year ahead at most.");
        }

        return LatinText.TryWrite(c.Terms.Reference, out var latin) && latin.Length is > 0 and <= CreditTransferFile.MaxId
            && latin == c.Terms.Reference
            ? Accept("opened",
                new PayoutOpened(c.Id, new(c.Terms.ExecutionDay, c.Terms.Minimum, c.Terms.Reference, moment.Actor,
                    c.Terms.To == Party.Host ? null : c.Terms.To, c.Known.Limit, c.Known.Cover, c.Known.Part)))
            : Reject(RejectionCode.InvalidInput,
                "A reference is 1 to 35 Latin letters, digits and / - ? : ( ) . , ' + with single blanks between words, such as 'AKL "
                    + "shares 2026-11'.");
    }

    private static Decision<PayoutEvent> Plan(PayoutBatch batch, PlanPayments c)
    {
        if (batch.Status != PayoutStatus.Reserving || batch.IsPlanned || c.From != batch.After) return Accept("known");
        if (c.Payees.Count > MaxStep || (c.Next is { } next && next <= c.From))
        {
            return Reject(RejectionCode.InvalidInput, $"A page has at most {MaxStep} sponsorships, and goes on behind itself.");
        }

        var limit = batch.Order!.Limit ?? FileLimit.None;
        var (taken, sum) = (0, 0L);
        foreach (var payee in c.Payees)
        {
            var others = batch.Payments.Count + taken;
            // One that is too large for any file is taken alone, and left out once it is reserved: the list goes on behind it.
            if (others == limit.Payments || (others > 0 && payee.Amount > limit.Sum - batch.Planned - sum)) break;
            taken++;
            sum += payee.Amount;
        }

        var isFull = taken < c.Payees.Count || (batch.Payments.Count + taken == limit.Payments && c.Next is not null);
        var after = taken == c.Payees.Count ? c.Next ?? c.From : taken == 0 ? c.From : c.Payees[taken - 1].Position;
        return Accept("planned",
            new PaymentsPlanned([.. c.Payees.Take(taken).Select(p => p.Payee)], after, isFull || c.Next is null, isFull,
                new(sum, batch.Order.Minimum.Currency)));
    }

    private static Decision<PayoutEvent> Continued(PayoutBatch batch, PayoutId next) =>
        batch.IsToContinue ? Accept("continued", new PayoutContinued(next)) : Accept("known");

    private static Decision<PayoutEvent> Note(PayoutBatch batch, NoteReservations c)
    {
        var currency = batch.Order!.Minimum.Currency;
        bool IsOpen(string payment) =>
            batch.NumberOf(payment) is > 0 and var n && PayoutSaga.Next(batch.Payments[n - 1]) == PaymentStep.Reserve;
        var open = c.Reserved.Where(r => IsOpen(r.Payment)).ToList();
        var reserved = new List<ReservedPayment>();
        var leftOut = c.LeftOut.Where(l => IsOpen(l.Payment)).ToList();
        var sum = batch.Payments.Where(p => p.State == PaymentState.Reserved).Sum(p => p.Amount);
        var limit = (batch.Order.Limit ?? FileLimit.None).Sum;
        foreach (var one in open)
        {
            if (one.Amount.Currency != currency) leftOut.Add(new(one.Payment, LeftOutReason.OtherCurrency, one.Amount));
            else if (one.Amount.Minor > limit) leftOut.Add(new(one.Payment, LeftOutReason.AboveLimit, one.Amount));
            else if (one.Amount.Minor > limit - sum) leftOut.Add(new(one.Payment, LeftOutReason.BatchFull, one.Amount));
            else if (batch.Order.Cover is { } cover && one.Amount.Minor > cover.Minor - sum)
            {
                leftOut.Add(new(one.Payment, LeftOutReason.GuaranteeShort, one.Amount));
            }
            else
            {
                sum += one.Amount.Minor;
                reserved.Add(one);
            }
        }

        List<PayoutEvent> events = [.. reserved.Chunk(MaxStep).Select(some => new PaymentsReserved(some)),
            .. leftOut.Chunk(MaxStep).Select(some => new PaymentsLeftOut(some))];
        return Accept("noted", events);
    }

    private static Decision<PayoutEvent> Leave(PayoutBatch batch, LeaveOut c)
    {
        if (batch.Status is not (PayoutStatus.Reserving or PayoutStatus.Reserved)) return WrongState(batch, "leave a payment out");
        var open = c.Payments.Where(l => batch.NumberOf(l.Payment) is > 0 and var n && batch.Payments[n - 1].State == PaymentState.Reserved)
            .Select(l => l with { Amount = null }).ToList();
        return Accept("left-out", [.. open.Chunk(MaxStep).Select(some => new PaymentsLeftOut(some))]);
    }

    private static Decision<PayoutEvent> Close(PayoutBatch batch)
    {
        if (batch.Status != PayoutStatus.Reserving) return Accept("known");
        if (!batch.IsPlanned || batch.Payments.Any(p => p.State == PaymentState.Planned))
        {
            return WrongState(batch, "end its reserving before all is reserved");
        }

        var (count, sum) = batch.Total(PaymentState.Reserved);
        return Accept("closed", new ReservationClosed(count, sum));
    }

    private static Decision<PayoutEvent> Instruct(PayoutBatch batch, InstructPayout c, Moment moment)
    {
        if (MayInstruct(batch, moment) is { } problem) return problem;
        var reserved = batch.Numbered().Where(p => p.Payment.State == PaymentState.Reserved).ToList();
        var (count, sum) = batch.Total(PaymentState.Reserved);
        if (c.Instruction.MessageId != batch.Id!.Value.Message
            || !reserved.Select(p => batch.IdOf(p.Number)).ToHashSet(StringComparer.Ordinal).SetEquals(c.Payments))
        {
            return Reject(RejectionCode.VersionMismatch, "The batch has changed while its file was made: instruct it again.");
        }

        if (c.Payments.Count != count || c.Instruction.Count != count || c.Instruction.Sum != sum)
        {
            return Reject(RejectionCode.BankSumsDiffer,
                $"The file has {c.Instruction.Count:N0} payments of {c.Instruction.Sum} together, and {count:N0} of {sum} are reserved.");
        }

        if (c.Instruction.ExecutionDay < moment.Day)
        {
            return Reject(RejectionCode.DateInPast, $"Today is {moment.Day:yyyy-MM-dd} in the city, and a bank pays on no earlier day.");
        }

        return Accept("instructed", new PayoutInstructed(moment.Actor, c.Instruction));
    }

    /// <summary>Why somebody may not instruct a batch now; null where they may.</summary>
    public static Rejection? MayInstruct(PayoutBatch batch, Moment moment)
    {
        if (batch.Id is null) return new(RejectionCode.PayoutNotFound, "There is no such payout.");
        if (batch.Status == PayoutStatus.Instructed)
        {
            return new(RejectionCode.PayoutWrongState,
                "The bank was told already: fetch the same file again. A payment whose outcome is unknown is never instructed again; ask "
                    + "the bank.");
        }

        if (batch.Status != PayoutStatus.Reserved) return WrongState(batch, "be instructed").Rejection;
        if (moment.IsOne(batch.Order!.OpenedBy))
        {
            return new(RejectionCode.SameOfficer,
                "Who opened a payout does not instruct it: another officer of the city looks at it and does.");
        }

        return batch.Payments.Any(p => p.State == PaymentState.Reserved)
            ? null : new(RejectionCode.NothingToPay, "No payment is left in the batch: cancel it.");
    }

    /// <summary>Why somebody may not pay these payees; null if they may.</summary>
    /// <param name="moment">Who instructs.</param>
    /// <param name="providers">Which officers said last where the hosts of the batch are paid.</param>
    public static Rejection? MayPay(Moment moment, IEnumerable<string> providers) => providers.Any(moment.IsOne)
        ? new(RejectionCode.SameOfficer,
            "Who said where somebody of this batch is paid does not instruct it: another officer of the city looks at it and does.")
        : null;

    private static Decision<PayoutEvent> Cancel(PayoutBatch batch) => batch.Status switch
    {
        PayoutStatus.Cancelled => Accept("cancelled"),
        PayoutStatus.Instructed =>
            Reject(RejectionCode.PayoutWrongState,
                "The bank was told already. Only the bank can stop a payment now; its answer says which it has stopped."),
        _ => Accept("cancelled", new PayoutCancelled()),
    };

    private static Decision<PayoutEvent> Booked(PayoutBatch batch, NoteBooked c)
    {
        var open = c.Payments.Where(
            id => batch.NumberOf(id) is > 0 and var n && PayoutSaga.After(PayoutSaga.Next(batch.Payments[n - 1])) == c.Booking
                && c.Booking != PaymentBooking.Reserved).ToList();
        return Accept("noted", [.. open.Chunk(MaxStep).Select(some => new PaymentsBooked(c.Booking, some))]);
    }

    private static PayoutBatch Move(PayoutBatch batch, PaymentState from, PaymentState to) =>
        batch with { Payments = batch.Payments.ConvertAll(p => p.State == from ? p with { State = to } : p) };

    private static Decision<PayoutEvent> WrongState(PayoutBatch batch, string what) =>
        Reject(RejectionCode.PayoutWrongState, $"A payout that is {Codes<PayoutStatus>.Text(batch.Status)} cannot {what}.");
}
