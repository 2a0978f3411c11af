namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.PayoutCommand;
using static VipOrleans.Domain.Payments.PayoutEvent;
using static VipOrleans.Domain.Tests.Payments.PayoutSample;
using static VipOrleans.Domain.Tests.Sample;

public sealed class PayoutTests
{
    private static readonly InstructPayout Instruct = new(Told(3_000, 2_000), [Id(1), Id(2)]);

    private static Story<PayoutDecider, PayoutBatch, PayoutCommand, PayoutEvent> Given(params PayoutEvent[] events) =>
        new(events);

    [Fact]
    public void A_batch_is_opened_with_its_day_its_least_amount_and_its_reference() =>
        Given().When(new OpenPayout(Payout, Asked, new(Nzd))).Then(new PayoutOpened(Payout, Order)).WithOutcome("opened");

    [Fact]
    public void A_batch_that_no_bank_could_carry_out_is_not_opened()
    {
        Given().When(new OpenPayout(Payout, Asked, new(null))).ThenRejected(RejectionCode.CityNotFound);
        Given().When(new OpenPayout(Payout, Asked, new(Php))).ThenRejected(RejectionCode.CurrencyMismatch);
        Given().When(new OpenPayout(Payout, Asked with { Minimum = Dollars(0) }, new(Nzd))).ThenRejected(RejectionCode.InvalidInput);
        Given().When(new OpenPayout(Payout, Asked with { ExecutionDay = Today.AddDays(-1) }, new(Nzd)))
            .ThenRejected(RejectionCode.DateInPast);
        Given().When(new OpenPayout(Payout, Asked with { ExecutionDay = Today.AddYears(1).AddDays(1) }, new(Nzd)))
            .ThenRejected(RejectionCode.InvalidInput);
        Given().When(new OpenPayout(Payout, Asked with { Reference = "" }, new(Nzd))).ThenRejected(RejectionCode.InvalidInput);
        Given().When(new OpenPayout(Payout, Asked with { Reference = "Tāmaki" }, new(Nzd))).ThenRejected(RejectionCode.InvalidInput);
        Given().When(new OpenPayout(Payout, Asked with { Reference = new('x', 36) }, new(Nzd))).ThenRejected(RejectionCode.InvalidInput);
        Given(Reserved(1_000)).When(new OpenPayout(Payout, Asked, new(Nzd))).ThenRejected(RejectionCode.AlreadyExists);
        Given().When(new CancelPayout()).ThenRejected(RejectionCode.PayoutNotFound);
    }

    [Fact]
    public void A_page_of_the_list_is_taken_once_and_gives_the_next_numbers()
    {
        PlanPayments page = new(0, [Unpaid(1), Unpaid(2)], 17);
        var opened = Given(new PayoutOpened(Payout, Order)).When(page)
            .Then(new PaymentsPlanned([.. page.Payees.Select(p => p.Payee)], 17, false, false, Dollars(2_000))).State;
        Assert.Empty(PayoutDecider.Decide(opened, page, Sample.ThatMoment).Events);
        var last = PayoutDecider.Decide(opened, new PlanPayments(17, [Unpaid(3)], null), Sample.ThatMoment).Events.Aggregate(
            opened,
            PayoutDecider.Evolve);
        Assert.True(last is { IsPlanned: true, IsFull: false, Payments.Count: 3 });
        Assert.Equal(3, last.NumberOf(Id(3)));
        Assert.Equal(0, last.NumberOf(Id(4)));
        Assert.Equal(0, last.NumberOf(PayoutId.From(Auckland, "another").Payment(1)));
    }

    [Fact]
    public void A_batch_takes_5000_payments_and_says_that_there_are_more()
    {
        var batch = BatchOf(new PayoutOpened(Payout, Order));
        for (var page = 0; !batch.IsPlanned; page++)
        {
            var command =
                new PlanPayments(batch.After,
                    [.. Enumerable.Range(0, 199).Select(i => Unpaid((page * 199) + i))], batch.After + 199);
            batch = PayoutDecider.Decide(batch, command, Sample.ThatMoment).Events.Aggregate(batch, PayoutDecider.Evolve);
        }

        Assert.Equal(5_000, batch.Payments.Count);
        Assert.True(batch.IsFull);
    }

    [Fact]
    public void What_is_reserved_what_is_not_and_what_is_in_another_currency_is_noted_once()
    {
        var planned = new PaymentsPlanned([new(Case(1), Host(1)), new(Case(2), Host(2)), new(Case(3), Host(3))], 3, true, false);
        NoteReservations answers = new([new(Id(1), Dollars(1_500)), new(Id(3), new(900, Php))], [new(Id(2), LeftOutReason.PayeeMissing)]);
        var noted = Given(new PayoutOpened(Payout, Order), planned).When(answers).Then(
            new PaymentsReserved([new(Id(1), Dollars(1_500))]),
            new PaymentsLeftOut([new(Id(2), LeftOutReason.PayeeMissing), new(Id(3), LeftOutReason.OtherCurrency, new(900, Php))])).State;
        Assert.Empty(PayoutDecider.Decide(noted, answers, Sample.ThatMoment).Events);
        Assert.Equal([PaymentStep.None, PaymentStep.None, PaymentStep.Release], noted.Payments.Select(PayoutSaga.Next));
        var closed = PayoutDecider.Decide(noted, new CloseReservation(), Sample.ThatMoment).Events;
        Assert.Equal([new ReservationClosed(1, Dollars(1_500))], closed);
    }

    [Fact]
    public void Reserving_does_not_end_while_an_answer_is_missing() =>
        Given(new PayoutOpened(Payout, Order), new PaymentsPlanned([new(Case(1), Host(1))], 1, true, false)).When(new CloseReservation())
            .ThenRejected(RejectionCode.PayoutWrongState);

    [Fact]
    public void A_second_officer_instructs_all_that_is_reserved()
    {
        var state = Given(Reserved(3_000, 2_000)).When(Instruct, BySecond).Then(new PayoutInstructed(Second, Told(3_000, 2_000))).State;
        Assert.Equal(PayoutStatus.Instructed, state.Status);
        Assert.All(state.Payments, p => Assert.Equal(PaymentState.Instructed, p.State));
    }

    [Fact]
    public void Who_opened_a_batch_does_not_instruct_it() =>
        Assert.All(
            new[] { Sample.ThatMoment, Sample.ThatMoment with { Actor = "city-officer:now", FormerActor = Sample.ThatMoment.Actor } },
            m => Given(Reserved(3_000, 2_000)).When(Instruct, m).ThenRejected(RejectionCode.SameOfficer));

    [Fact]
    public void A_file_whose_counts_or_sums_are_not_the_batchs_is_not_instructed()
    {
        Given(Reserved(3_000, 2_000)).When(Instruct with { Instruction = Told(3_000, 2_000) with { Count = 1 } }, BySecond)
            .ThenRejected(RejectionCode.BankSumsDiffer);
        Given(Reserved(3_000, 2_000)).When(Instruct with { Instruction = Told(3_000, 2_000) with { Sum = Dollars(5_001) } }, BySecond)
            .ThenRejected(RejectionCode.BankSumsDiffer);
        Given(Reserved(3_000, 2_000)).When(Instruct with { Payments = [Id(1)] }, BySecond).ThenRejected(RejectionCode.VersionMismatch);
        Given(Reserved(3_000, 2_000)).When(Instruct with { Payments = [Id(1), Id(3)] }, BySecond)
            .ThenRejected(RejectionCode.VersionMismatch);
        Given(Reserved(3_000, 2_000)).When(Instruct with { Payments = [Id(1), Id(2), Id(2)] }, BySecond)
            .ThenRejected(RejectionCode.BankSumsDiffer);
        Given(Reserved(3_000, 2_000)).When(Instruct with { Instruction = Told(3_000, 2_000) with { MessageId = "another" } }, BySecond)
            .ThenRejected(RejectionCode.VersionMismatch);
        Given(Reserved(3_000, 2_000))
            .When(Instruct with { Instruction = Told(3_000, 2_000) with { ExecutionDay = Today.AddDays(-1) } }, BySecond)
            .ThenRejected(RejectionCode.DateInPast);
    }

    [Fact]
    public void A_batch_is_instructed_once_with_one_file_for_ever()
    {
        Given(Instructed(3_000, 2_000)).When(Instruct, BySecond).ThenRejected(RejectionCode.PayoutWrongState);
        Given(Instructed(3_000, 2_000)).When(Instruct with { Instruction = Told(3_000, 2_000) with { Sha256 = new('f', 64) } }, BySecond)
            .ThenRejected(RejectionCode.PayoutWrongState);
        Given(Instructed(3_000, 2_000)).When(new CancelPayout()).ThenRejected(RejectionCode.PayoutWrongState);
    }

    [Fact]
    public void What_is_left_out_before_the_instruction_is_released_and_not_instructed()
    {
        var state = Given(Reserved(3_000, 2_000)).When(new LeaveOut([new(Id(2), LeftOutReason.PayeeMissing)]))
            .Then(new PaymentsLeftOut([new(Id(2), LeftOutReason.PayeeMissing)])).State;
        Assert.Equal(PaymentStep.Release, PayoutSaga.Next(state.Payments[1]));
        Given([.. Reserved(3_000, 2_000), new PaymentsLeftOut([new(Id(2), LeftOutReason.PayeeMissing)])]).When(Instruct, BySecond)
            .ThenRejected(RejectionCode.VersionMismatch);
        Given([.. Reserved(3_000, 2_000), new PaymentsLeftOut([new(Id(2), LeftOutReason.PayeeMissing)])])
            .When(Instruct with { Instruction = Told(3_000), Payments = [Id(1)] }, BySecond)
            .Then(new PayoutInstructed(Second, Told(3_000)));
    }

    [Fact]
    public void A_batch_that_is_called_off_releases_what_is_reserved_and_what_may_be()
    {
        PayoutEvent[] events = [new PayoutOpened(Payout, Order),
            new PaymentsPlanned([new(Case(1), Host(1)), new(Case(2), Host(2))], 2, false, false),
            new PaymentsReserved([new(Id(1), Dollars(1_500))])];
        var cancelled = Given(events).When(new CancelPayout()).Then(new PayoutCancelled()).State;
        Assert.Equal([PaymentStep.Release, PaymentStep.Reserve], cancelled.Payments.Select(PayoutSaga.Next));
        var late = PayoutDecider.Decide(cancelled, new NoteReservations([new(Id(2), Dollars(1_100))], []),
            Sample.ThatMoment).Events.Aggregate(cancelled,
            PayoutDecider.Evolve);
        Assert.Equal([PaymentStep.Release, PaymentStep.Release], late.Payments.Select(PayoutSaga.Next));
        Assert.True(PayoutSaga.IsUnfinished(late));
        var released =
            PayoutDecider.Decide(late, new NoteBooked(PaymentBooking.Released, [Id(1), Id(2)]), Sample.ThatMoment).Events.Aggregate(late,
                PayoutDecider.Evolve);
        Assert.False(PayoutSaga.IsUnfinished(released));
        Assert.Empty(PayoutDecider.Decide(released, new NoteBooked(PaymentBooking.Released, [Id(1)]), Sample.ThatMoment).Events);
    }

    [Fact]
    public void What_the_bank_says_of_all_holds_for_each_that_it_does_not_name()
    {
        BankFile file =
            new(Report(), new(Payout.Message, [Payout.PaymentInformation], 3, "60", BankWord.Accepted),
                [new(7, Id(2), BankWord.Rejected, "20.00", "NZD", "AC04")]);
        Given(Instructed(1_000, 2_000, 3_000)).When(new ReadBankFile(file)).Then(
            new BankFileRead(Report()), new PaymentsAnswered(BankWord.Accepted, null, [Id(1), Id(3)]),
            new PaymentsAnswered(BankWord.Rejected, "AC04", [Id(2)]));
    }

    [Fact]
    public void The_same_file_again_changes_nothing()
    {
        var file = Says("S1", (1, BankWord.Settled, 1_000));
        var read = Given(Instructed(1_000)).When(new ReadBankFile(file)).State;
        var again = PayoutDecider.Decide(read, new ReadBankFile(file), Sample.ThatMoment);
        Assert.Equal(("known", 0), (again.Outcome, again.Events.Count));
        Assert.All(BankAnswers.Of(read, file), a => Assert.False(a.IsNews));
    }

    [Fact]
    public void Another_report_with_the_same_message_id_is_refused_as_a_whole()
    {
        BankFile Says(BankWord said, char hash) => new(Report(hash: hash), new(Payout.Message, [], 2, "30", said), []);
        var read = Given(Instructed(1_000, 2_000)).When(new ReadBankFile(Says(BankWord.Accepted, 'b'))).State;
        Assert.Equal(RejectionCode.BankFileDiffers,
            PayoutDecider.Decide(read, new ReadBankFile(Says(BankWord.Settled, 'd')), Sample.ThatMoment).Rejection?.Code);
    }

    [Fact]
    public void A_statement_that_was_fetched_again_is_known_though_its_bytes_are_others()
    {
        var file = Says("S1", (1, BankWord.Settled, 1_000), (2, BankWord.Settled, 2_001));
        var read = Given(Instructed(1_000, 2_000)).When(new ReadBankFile(file)).State;
        var again = PayoutDecider.Decide(read, new ReadBankFile(file with { Message = Statement("S1", 'd') }), Sample.ThatMoment);
        Assert.Equal(("known", 0), (again.Outcome, again.Events.Count));
    }

    [Fact]
    public void A_later_booking_of_the_day_is_read_and_the_ones_before_it_change_nothing()
    {
        var morning = Says("S1", (1, BankWord.Settled, 1_000), (3, BankWord.Settled, 3_001));
        var read = Given(Instructed(1_000, 2_000, 3_000)).When(new ReadBankFile(morning)).State;
        var evening = Says("S1", (1, BankWord.Settled, 1_000), (3, BankWord.Settled, 3_001), (2, BankWord.Settled, 2_000)) with
        {
            Message = Statement("S1", 'd')
        };
        var decision = PayoutDecider.Decide(read, new ReadBankFile(evening), Sample.ThatMoment);
        Assert.Equal("read", decision.Outcome);
        Assert.Equal([typeof(BankFileRead), typeof(PaymentsAnswered)], decision.Events.Select(e => e.GetType()));
        Assert.Equal([Id(2)], ((PaymentsAnswered)decision.Events[1]).Payments);
        var after = decision.Events.Aggregate(read, PayoutDecider.Evolve);
        Assert.Equal("known", PayoutDecider.Decide(after, new ReadBankFile(morning), Sample.ThatMoment).Outcome);
        Assert.Equal("known", PayoutDecider.Decide(after, new ReadBankFile(evening), Sample.ThatMoment).Outcome);
    }

    [Fact]
    public void A_day_that_is_fetched_for_ever_does_not_use_up_the_files_of_an_order()
    {
        var answered = BatchOf([.. Instructed(1_000, 2_000),
            .. Enumerable.Range(0, BankAnswers.MaxFiles).Select(n => new BankFileRead(Statement($"S{n}")))]);
        var again = Says("S7", (2, BankWord.Settled, 2_000)) with { Message = Statement("S7", 'd') };
        Assert.Equal("read", PayoutDecider.Decide(answered, new ReadBankFile(again), Sample.ThatMoment).Outcome);
    }

    private static BankFile Booked(string? batch, string amount, BankWord said = BankWord.Settled, string currency = "NZD") =>
        new(Statement(), null, [new(9, null, said, amount, currency, Batch: batch)]);

    [Fact]
    public void The_full_sum_of_a_batch_that_is_named_settles_all_of_it()
    {
        foreach (var batch in (string[])[Payout.Message, Payout.PaymentInformation])
        {
            Given(Instructed(1_000, 2_000)).When(new ReadBankFile(Booked(batch, "30.00")))
                .Then(new BankFileRead(Statement()), new PaymentsAnswered(BankWord.Settled, null, [Id(1), Id(2)]));
        }
    }

    [Theory]
    [InlineData("29.99", "NZD")]
    [InlineData("10.00", "NZD")]
    [InlineData("30.00", "AUD")]
    [InlineData("30.00", null)]
    [InlineData(null, "NZD")]
    public void Any_other_sum_settles_nothing_and_is_listed_for_an_officer(string? amount, string? currency)
    {
        BankFile file = new(Statement(), null, [new(9, null, BankWord.Settled, amount, currency, Batch: Payout.Message)]);
        var batch = BatchOf(Instructed(1_000, 2_000));
        Assert.Equal([(9, (string?)null, RejectionCode.AnswerUnclear)],
            BankAnswers.Of(batch, file).Select(a => (a.Line, a.Payment, a.Code!.Value)));
        Assert.Equal([new BankFileRead(Statement())], PayoutDecider.Decide(batch, new ReadBankFile(file), Sample.ThatMoment).Events);
    }

    [Fact]
    public void What_is_left_after_a_rejection_may_be_booked_as_one_sum_and_come_back_as_one()
    {
        var rejected = Given(Instructed(1_000, 2_000, 3_000)).When(new ReadBankFile(Says("S0", (2, BankWord.Rejected, 2_000)))).State;
        var paid = PayoutDecider.Decide(rejected, new ReadBankFile(Booked(Payout.Message, "40.00")), Sample.ThatMoment);
        Assert.Equal([Id(1), Id(3)], ((PaymentsAnswered)paid.Events[1]).Payments);
        var settled = paid.Events.Aggregate(rejected, PayoutDecider.Evolve);
        var back = PayoutDecider.Decide(settled,
            new ReadBankFile(Booked(Payout.Message, "40", BankWord.Returned) with { Message = Statement("S9") }), Sample.ThatMoment);
        Assert.Equal([PaymentState.Returned, PaymentState.Rejected, PaymentState.Returned],
            back.Events.Aggregate(settled, PayoutDecider.Evolve).Payments.Select(p => p.State));
        // The bank paid what it had rejected: nobody but an officer can tell what became of it.
        var all = PayoutDecider.Decide(rejected, new ReadBankFile(Booked(Payout.Message, "60.00")), Sample.ThatMoment);
        Assert.Equal(RejectionCode.AnswerTooLate, Assert.IsType<AnswersSetAside>(all.Events[^1]).Code);
    }

    [Fact]
    public void A_sum_of_another_batch_or_of_none_is_not_this_batchs() =>
        Assert.All((string?[])[null, PayoutId.From(Auckland, "another").Message],
            batch => Assert.Equal(RejectionCode.PaymentNotFound,
                Assert.Single(BankAnswers.Of(BatchOf(Instructed(1_000, 2_000)), Booked(batch, "30.00"))).Code));

    [Fact]
    public void Names_that_do_not_match_are_listed_for_an_officer_and_no_payment_moves()
    {
        BankFile file = new(Report(), new(Payout.Message, [Payout.PaymentInformation], 4, "100"),
            [new(5, Id(1), BankWord.NameDiffers), new(6, Id(2), BankWord.NameClose), new(7, Id(3), BankWord.NameUnchecked),
                new(8, Id(4), BankWord.NameMatches)]);
        var state = Given(Instructed(1_000, 2_000, 3_000, 4_000)).When(new ReadBankFile(file)).Then(new BankFileRead(Report()),
            new AnswersSetAside("BANK-1", BankWord.NameDiffers, RejectionCode.PayeeNameDiffers, [Id(1)]),
            new AnswersSetAside("BANK-1", BankWord.NameClose, RejectionCode.PayeeNameDiffers, [Id(2)])).State;
        Assert.All(state.Payments, p => Assert.Equal(PaymentState.Instructed, p.State));
        Assert.Equal([1, 1, 0, 0], state.Payments.Select(p => p.SetAside.Count));
        // What the bank then does with them counts as ever.
        var paid = PayoutDecider.Decide(state, new ReadBankFile(Says("S1", (1, BankWord.Settled, 1_000))), Sample.ThatMoment);
        Assert.Equal(PaymentState.Settled, paid.Events.Aggregate(state, PayoutDecider.Evolve).Payments[0].State);
    }

    [Theory]
    [InlineData("another", null, null, null, RejectionCode.BankMessageUnknown)]
    [InlineData(null, "another", null, null, RejectionCode.BankMessageUnknown)]
    [InlineData(null, null, 3, null, RejectionCode.BankSumsDiffer)]
    [InlineData(null, null, null, "30.01", RejectionCode.BankSumsDiffer)]
    [InlineData(null, null, null, "3000", RejectionCode.BankSumsDiffer)]
    public void A_report_on_what_was_not_sent_is_refused_as_a_whole(string? message, string? group, int? count, string? sum,
        RejectionCode code)
    {
        BankFile file =
            new(Report(), new(message ?? Payout.Message, [group ?? Payout.PaymentInformation], count, sum, BankWord.Settled), []);
        Given(Instructed(1_000, 2_000)).When(new ReadBankFile(file)).ThenRejected(code);
    }

    [Fact]
    public void A_report_on_a_batch_that_was_never_instructed_is_refused() =>
        Given(Reserved(1_000)).When(new ReadBankFile(new(Report(), new(Payout.Message, [], null, null, BankWord.Settled), [])))
            .ThenRejected(RejectionCode.BankMessageUnknown);

    [Theory]
    [InlineData("10.00", "NZD", null)]
    [InlineData("10", "NZD", null)]
    [InlineData("10.00000", "NZD", null)]
    [InlineData("10.01", "NZD", RejectionCode.AmountDiffers)]
    [InlineData("1000", "NZD", RejectionCode.AmountDiffers)]
    [InlineData("10.00001", "NZD", RejectionCode.AmountDiffers)]
    [InlineData("10.00", "AUD", RejectionCode.CurrencyMismatch)]
    [InlineData("10.00", null, RejectionCode.CurrencyMismatch)]
    [InlineData(null, null, RejectionCode.AmountDiffers)]
    public void A_statement_settles_what_has_the_payments_amount_and_sets_aside_what_has_not(string? amount, string? currency,
        RejectionCode? code)
    {
        BankFile file = new(Statement(), null, [new(9, Id(1), BankWord.Settled, amount, currency)]);
        PayoutEvent expected = code is { } refused
            ? new AnswersSetAside("STMT-1", BankWord.Settled, refused, [Id(1)]) : new PaymentsAnswered(BankWord.Settled, null, [Id(1)]);
        var state = Given(Instructed(1_000)).When(new ReadBankFile(file)).Then(new BankFileRead(Statement()), expected).State;
        Assert.Equal(code is null ? 0 : 1, state.Payments[0].SetAside.Count);
    }

    [Theory]
    [InlineData(BankWord.Rejected, BankWord.Settled)]
    [InlineData(BankWord.Rejected, BankWord.Accepted)]
    [InlineData(BankWord.Rejected, BankWord.Returned)]
    [InlineData(BankWord.Settled, BankWord.Rejected)]
    [InlineData(BankWord.Returned, BankWord.Rejected)]
    public void A_late_answer_that_contradicts_an_end_moves_nothing_and_is_kept_for_an_officer(BankWord first, BankWord late)
    {
        var ended = Given(Instructed(1_000)).When(new ReadBankFile(Says("S1", (1, first, 1_000)))).State;
        var decision = PayoutDecider.Decide(ended, new ReadBankFile(Says("S2", (1, late, 1_000))), Sample.ThatMoment);
        Assert.Equal(new AnswersSetAside("S2", late, RejectionCode.AnswerTooLate, [Id(1)]).Code,
            Assert.IsType<AnswersSetAside>(decision.Events[^1]).Code);
        var after = decision.Events.Aggregate(ended, PayoutDecider.Evolve);
        Assert.Equal(ended.Payments[0].State, after.Payments[0].State);
        Assert.Equal([new SetAside("S2", late, RejectionCode.AnswerTooLate)], after.Payments[0].SetAside);
    }

    [Theory]
    [InlineData(BankWord.Accepted, BankWord.Pending)]
    [InlineData(BankWord.Settled, BankWord.Accepted)]
    [InlineData(BankWord.Settled, BankWord.Settled)]
    [InlineData(BankWord.Returned, BankWord.Settled)]
    [InlineData(BankWord.Returned, BankWord.Accepted)]
    [InlineData(BankWord.Rejected, BankWord.Rejected)]
    public void Older_news_changes_nothing_and_troubles_nobody(BankWord first, BankWord old)
    {
        var state = Given(Instructed(1_000)).When(new ReadBankFile(Says("S1", (1, first, 1_000)))).State;
        Assert.Equal([new BankFileRead(Statement("S2"))],
            PayoutDecider.Decide(state, new ReadBankFile(Says("S2", (1, old, 1_000))), Sample.ThatMoment).Events);
    }

    [Fact]
    public void What_came_back_had_been_paid_also_where_that_news_is_missing()
    {
        var state = Given(Instructed(1_000)).When(new ReadBankFile(Says("S1", (1, BankWord.Returned, 1_000)))).State;
        Assert.Equal((PaymentState.Returned, "AC04"), (state.Payments[0].State, state.Payments[0].Reason));
        Assert.Equal(PaymentStep.Settle, PayoutSaga.Next(state.Payments[0]));
        Assert.Equal(PaymentStep.Return, PayoutSaga.Next(state.Payments[0] with { Booked = PaymentBooking.Settled }));
    }

    [Fact]
    public void A_payment_that_no_bank_was_told_of_cannot_be_answered()
    {
        var decision =
            PayoutDecider.Decide(BatchOf(Reserved(1_000)), new ReadBankFile(Says("S1", (1, BankWord.Settled, 1_000))), Sample.ThatMoment);
        Assert.Equal(RejectionCode.PaymentNotInstructed, Assert.IsType<AnswersSetAside>(decision.Events[^1]).Code);
        Assert.Equal(PaymentState.Reserved, decision.Events.Aggregate(BatchOf(Reserved(1_000)), PayoutDecider.Evolve).Payments[0].State);
    }

    [Fact]
    public void An_unknown_payment_is_answered_as_unknown_and_the_others_as_they_are()
    {
        BankFile file =
            new(Statement(), null,
                [new(5, "NOTPROVIDED", BankWord.Settled, "1.00", "NZD"), new(6, Payout.Payment(9), BankWord.Settled, "1.00", "NZD"),
                    new(7, Id(1), BankWord.Settled, "10.00", "NZD")]);
        var batch = BatchOf(Instructed(1_000));
        Assert.Equal([RejectionCode.PaymentNotFound, RejectionCode.PaymentNotFound, null], BankAnswers.Of(batch, file).Select(a => a.Code));
        Assert.Equal(PaymentState.Settled,
            PayoutDecider.Decide(batch, new ReadBankFile(file), Sample.ThatMoment).Events.Aggregate(batch,
                PayoutDecider.Evolve).Payments[0].State);
    }

    [Fact]
    public void A_file_of_a_thousand_reasons_does_not_flood_the_journal()
    {
        var batch = BatchOf(Instructed([.. Enumerable.Repeat(1_000L, 200)]));
        BankFile file =
            new(Statement(), null,
                [.. Enumerable.Range(1, 200).Select(n => new BankEntry(n, Id(n), BankWord.Returned, "10.00", "NZD", $"{n:D4}"))]);
        Assert.Equal(RejectionCode.InvalidInput, PayoutDecider.Decide(batch, new ReadBankFile(file), Sample.ThatMoment).Rejection?.Code);
    }

    [Fact]
    public void Nothing_is_instructed_that_is_not_there_was_told_before_or_is_empty()
    {
        Assert.Equal(RejectionCode.PayoutNotFound, PayoutDecider.MayInstruct(PayoutDecider.Initial, BySecond)?.Code);
        Assert.Contains("told already", PayoutDecider.MayInstruct(BatchOf(Instructed(1_000)), BySecond)?.Detail, StringComparison.Ordinal);
        Assert.Equal(RejectionCode.NothingToPay,
            PayoutDecider.MayInstruct(BatchOf([.. Reserved(1_000), new PaymentsLeftOut([new(Id(1), LeftOutReason.PayeeMissing)])]),
                BySecond)?.Code);
        Assert.Null(PayoutDecider.MayInstruct(BatchOf(Reserved(1_000)), BySecond));
    }

    [Fact]
    public void A_page_of_the_unpaid_is_bounded_and_goes_on_behind_itself()
    {
        var batch = BatchOf(new PayoutOpened(Payout, Order));
        UnpaidPayee[] many = [.. Enumerable.Range(1, PayoutDecider.MaxStep + 1).Select(n => Unpaid(n))];
        Assert.Equal(RejectionCode.InvalidInput,
            PayoutDecider.Decide(batch, new PlanPayments(0, many, null), Sample.ThatMoment).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput,
            PayoutDecider.Decide(batch, new PlanPayments(0, many[..1], 0), Sample.ThatMoment).Rejection?.Code);
        Assert.Null(PayoutDecider.Decide(batch, new PlanPayments(0, many[1..], 1), Sample.ThatMoment).Rejection);
    }

    [Fact]
    public void An_order_is_answered_with_so_many_files_and_no_more()
    {
        var answered =
            BatchOf([.. Instructed(1_000), .. Enumerable.Range(0, BankAnswers.MaxFiles).Select(n => new BankFileRead(Report($"B{n}")))]);
        Assert.Equal(RejectionCode.InvalidInput,
            PayoutDecider.Decide(answered, new ReadBankFile(Says("one-more", (1, BankWord.Settled, 1_000))),
                Sample.ThatMoment).Rejection?.Code);
    }

    [Fact]
    public void A_batch_ends_where_a_bank_takes_no_more_and_another_one_goes_on_behind_it()
    {
        var order = Order with { Limit = new(3, 10_000) };
        var opened = Given().When(new OpenPayout(Payout, Asked, new(Nzd, new(3, 10_000)))).Then(new PayoutOpened(Payout, order)).State;
        // By the sum: the third would be too much.
        var bySum = Plan(opened, [Unpaid(1, 6_000), Unpaid(2, 4_000), Unpaid(3, 1)], 3);
        Assert.True(bySum is { IsPlanned: true, IsFull: true, After: 2, Planned: 10_000, Payments.Count: 2, IsToContinue: true });
        // By the number.
        var byNumber = Plan(opened, [Unpaid(1, 1), Unpaid(2, 1), Unpaid(3, 1), Unpaid(4, 1)], null);
        Assert.True(byNumber is { IsPlanned: true, IsFull: true, After: 3, Payments.Count: 3 });
        // All of a page, and nothing behind it.
        Assert.True(
            Plan(opened, [Unpaid(1, 1), Unpaid(2, 1), Unpaid(3, 1)], null) is { IsPlanned: true, IsFull: false, IsToContinue: false });
        // One that no file has room for is taken alone, so that those behind it are paid.
        var alone = Plan(opened, [Unpaid(1, 10_001), Unpaid(2, 1)], null);
        Assert.True(alone is { IsFull: true, After: 1, Payments.Count: 1 });
        var noted = PayoutDecider.Decide(alone, new NoteReservations([new(Id(1), Dollars(10_001))], []), Sample.ThatMoment).Events;
        Assert.Equal(new PaymentsLeftOut([new(Id(1), LeftOutReason.AboveLimit, Dollars(10_001))]).Payments,
            Assert.IsType<PaymentsLeftOut>(Assert.Single(noted)).Payments);

        Assert.True(PayoutSaga.IsUnfinished(bySum));
        var next = PayoutId.From(Auckland, "next");
        var continued = Evolve(bySum, new NoteContinued(next));
        Assert.Equal((next, false), (continued.ContinuedBy, continued.IsToContinue));
        Assert.Empty(PayoutDecider.Decide(continued, new NoteContinued(next), Sample.ThatMoment).Events);
        var part = Evolve(new(), new OpenPayout(next, Asked, new(Nzd, new(3, 10_000), null, new(Payout, 2))));
        Assert.Equal((2, new PayoutPart(Payout, 2)), (part.After, part.Order!.Part));
    }

    [Fact]
    public void Refunds_are_paid_as_far_as_the_guarantee_account_goes_and_the_others_wait()
    {
        var opened = Evolve(new(), new OpenPayout(Payout, Asked with { To = Party.Migrant }, new(Nzd, FileLimit.None, Dollars(5_000))));
        Assert.Equal((Party.Migrant, Dollars(5_000)), (opened.To, opened.Order!.Cover));
        var planned = Plan(opened, [Unpaid(1, 3_000), Unpaid(2, 3_000), Unpaid(3, 2_000)], null);
        var noted = Evolve(planned,
            new NoteReservations([new(Id(1), Dollars(3_000)), new(Id(2), Dollars(3_000)), new(Id(3), Dollars(2_000))], []));
        Assert.Equal(
            [(PaymentState.Reserved, null), (PaymentState.LeftOut, LeftOutReason.GuaranteeShort), (PaymentState.Reserved, null)],
            noted.Payments.Select(p => (p.State, p.LeftOut)));
        Assert.Equal(PaymentStep.Release, PayoutSaga.Next(noted.Payments[1]));
    }

    private static PayoutBatch Plan(PayoutBatch batch, IReadOnlyList<UnpaidPayee> page, long? next) =>
        Evolve(batch, new PlanPayments(batch.After, page, next));

    private static PayoutBatch Evolve(PayoutBatch batch, PayoutCommand command)
    {
        var decision = PayoutDecider.Decide(batch, command, Sample.ThatMoment);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(batch, PayoutDecider.Evolve);
    }
}
