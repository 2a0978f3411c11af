namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.PayoutEvent;
using static VipOrleans.Domain.Payments.RemittanceCommand;
using static VipOrleans.Domain.Tests.Sample;

public sealed class RemittanceOrderTests
{
    internal static readonly StatementPeriod February = StatementPeriod.Parse("2024-02");
    internal static readonly RemittanceId Order = RemittanceId.From(Migrant(1), February, Nzd);
    internal static readonly RemittanceTerms Mother =
        new(Beneficiary(1), RemittanceOfferId.Parse("example-bank-php"), Dollars(55_499), Dollars(2_500), Dollars(4_363),
            new(1_738_833, Currency.Parse("PHP")));

    private static readonly RemittanceTerms School =
        Mother with { Beneficiary = Beneficiary(2), Sent = Dollars(10_000), Fee = Dollars(75) };
    private static readonly Instruction Told = new(Order.Message, 2, Dollars(52_999 + 9_925), new string('a', 64), Today);
    private static readonly RemittancesInstructed Instructed = new(Order, Migrant(1), February, Told, [Mother, School]);
    private static readonly InstructRemittances Instruct = new(Order, Migrant(1), February, true, Told, [Mother, School]);

    [Fact]
    public void The_bank_is_told_to_pay_what_is_sent_less_the_fee()
    {
        var decision = RemittanceDecider.Decide(RemittanceDecider.Initial, Instruct, Sample.ThatMoment);
        var e = Assert.IsType<RemittancesInstructed>(Assert.Single(decision.Events));
        Assert.Equal((Order, Migrant(1), February, Told), (e.Order, e.Migrant, e.Month, e.Instruction));
        Assert.Equal([Mother, School], e.Payments);
        Assert.Equal(Told.Sum, Mother.Instructed + School.Instructed);
    }

    [Fact]
    public void A_month_is_instructed_once_for_ever()
    {
        Refused(RejectionCode.RemittanceInstructed, RemittanceDecider.Decide(Of(Instructed), Instruct, Sample.ThatMoment));
        Refused(RejectionCode.RemittanceInstructed,
            RemittanceDecider.Decide(Of(Instructed), Instruct with { Instruction = null, Payments = [] }, Sample.ThatMoment));
    }

    [Fact]
    public void What_cannot_be_instructed_is_refused_with_its_code()
    {
        Refused(RejectionCode.MonthNotClosed, When(Instruct with { IsClosed = false }));
        Refused(RejectionCode.NothingToSend, When(Instruct with { Instruction = null, Payments = [] }));
        Refused(RejectionCode.BankSumsDiffer, When(Instruct with { Instruction = Told with { Sum = Told.Sum + Dollars(1) } }));
        Refused(RejectionCode.BankSumsDiffer, When(Instruct with { Instruction = Told with { Count = 1 } }));
        Refused(RejectionCode.BankSumsDiffer, When(Instruct with { Instruction = Told with { MessageId = "x" } }));
        Refused(RejectionCode.InvalidInput, When(Instruct with { Payments = [Mother, School with { Fee = School.Sent }] }));
        Refused(RejectionCode.RemittanceNotInstructed, When(new ReadRemittanceFile(Says("S1", (1, BankWord.Settled, 52_999)))));
    }

    [Fact]
    public void The_banks_words_move_a_payment_as_they_move_a_payout_and_the_same_file_again_nothing()
    {
        var order = Of(Instructed);
        var report =
            new BankFile(new(BankFileKind.StatusReport, "R1", new string('b', 64)),
                new(Order.Message, [Order.PaymentInformation], 2, Told.Sum.Amount, BankWord.Accepted), []);
        order = Read(order, report);
        Assert.Equal([PaymentState.Accepted, PaymentState.Accepted], order.Payments.Select(p => p.State));

        var statement = Says("S1", (1, BankWord.Settled, 52_999), (2, BankWord.Returned, 9_925));
        order = Read(order, statement);
        Assert.Equal([PaymentState.Settled, PaymentState.Returned], order.Payments.Select(p => p.State));
        Assert.Equal([null, "AC04"], order.Payments.Select(p => p.Reason));
        Assert.Empty(RemittanceDecider.Decide(order, new ReadRemittanceFile(statement), Sample.ThatMoment).Events);
        var fetchedAgain = statement with { Message = statement.Message with { Sha256 = new string('d', 64) } };
        Assert.Equal("known", RemittanceDecider.Decide(order, new ReadRemittanceFile(fetchedAgain), Sample.ThatMoment).Outcome);
        Refused(RejectionCode.BankFileDiffers,
            RemittanceDecider.Decide(order,
                new ReadRemittanceFile(report with { Message = report.Message with { Sha256 = new string('d', 64) } }),
                Sample.ThatMoment));
    }

    [Fact]
    public void What_cannot_be_is_set_aside_and_moves_nothing()
    {
        // A wrong amount, and a payment that came back and then is said to be rejected.
        var order = Read(Of(Instructed), Says("S1", (1, BankWord.Settled, 52_998), (2, BankWord.Returned, 9_925)));
        order = Read(order, Says("S2", (2, BankWord.Rejected, 9_925)));
        Assert.Equal([PaymentState.Instructed, PaymentState.Returned], order.Payments.Select(p => p.State));
        Assert.Equal([RejectionCode.AmountDiffers, RejectionCode.AnswerTooLate], order.Payments.Select(p => p.SetAside.Single().Code));
        Refused(RejectionCode.BankSumsDiffer,
            RemittanceDecider.Decide(order,
                new ReadRemittanceFile(
                    new(new(BankFileKind.StatusReport, "R1", new string('b', 64)), new(Order.Message, [], 3, null, BankWord.Accepted),
                        [])), Sample.ThatMoment));
        Refused(RejectionCode.BankMessageUnknown,
            RemittanceDecider.Decide(order,
                new ReadRemittanceFile(
                    new(new(BankFileKind.StatusReport, "R1", new string('b', 64)), new("other", [], 2, null, BankWord.Accepted), [])),
                    Sample.ThatMoment));
    }

    [Fact]
    public void Its_ids_fit_into_a_banks_fields_and_lead_back_to_it()
    {
        Assert.All((string[])[Order.Message, Order.PaymentInformation, Order.Payment(1), Order.Payment(9_999)],
            id => Assert.InRange(id.Length, 1, 35));
        Assert.True(RemittanceId.TryParsePayment(Order.Payment(42), Migrant(1).Nation, out var order, out var number));
        Assert.Equal((Order, 42), (order, number));
        Assert.Equal(Order, RemittanceId.From(Migrant(1), February, Nzd));
        Assert.Equal(4,
            new[] { Order, RemittanceId.From(Migrant(2), February, Nzd),
                RemittanceId.From(Migrant(1), StatementPeriod.Parse("2024-03"), Nzd),
                RemittanceId.From(Migrant(1), February, Currency.Parse("AUD")) }.Distinct().Count());
        Assert.False(RemittanceId.TryParsePayment("NOTPROVIDED", Migrant(1).Nation, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Order.Payment(0));
    }

    private static BankFile Says(string message, params (int Number, BankWord Said, long Minor)[] entries) => new(
        new(BankFileKind.Statement, message, new string('c', 64)), null,
        [.. entries.Select(
            (e, i) => new BankEntry(i + 10, Order.Payment(e.Number), e.Said, Dollars(e.Minor).Amount, "NZD",
                e.Said == BankWord.Returned ? "AC04" : null))]);

    private static Decision<PayoutEvent> When(RemittanceCommand command) =>
        RemittanceDecider.Decide(RemittanceDecider.Initial, command, Sample.ThatMoment);

    private static RemittanceOrder Of(params IEnumerable<PayoutEvent> events) =>
        events.Aggregate(RemittanceDecider.Initial, RemittanceDecider.Evolve);

    private static RemittanceOrder Read(RemittanceOrder order, BankFile file)
    {
        var decision = RemittanceDecider.Decide(order, new ReadRemittanceFile(file), Sample.ThatMoment);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(order, RemittanceDecider.Evolve);
    }

    private static void Refused(RejectionCode code, Decision<PayoutEvent> decision) => Assert.Equal(code, decision.Rejection?.Code);
}
