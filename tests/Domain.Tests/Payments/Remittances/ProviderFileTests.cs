namespace VipOrleans.Domain.Tests.Payments;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.PayoutEvent;
using static VipOrleans.Domain.Payments.RemittanceCommand;
using static VipOrleans.Domain.Tests.Payments.Corridors;
using static VipOrleans.Domain.Tests.Sample;

public sealed class ProviderFileTests
{
    private static readonly RemittanceId Order =
        RemittanceId.From(Migrant(1), StatementPeriod.Parse("2024-02"), RemittanceOfferId.Parse("wallet"));

    [Fact]
    public void A_providers_file_has_a_line_a_payment_and_what_people_typed_is_text()
    {
        var file = new ProviderFile(Order.Message, RemittanceChannel.MobileMoney, "=Ana, \"the\" sender",
            [new(Order.Payment(1), Dollars(58_215), new(1_900_000, Php), "Ligaya", "+639171234567", "Manila", "PH")]);
        Assert.Equal(
            "order,payment,channel,amount,currency,arrives,arrivesCurrency,name,phone,town,country,sender\r\n"
                + $"{Order.Message},{Order.Payment(1)},mobile-money,582.15,NZD,19000.00,PHP,Ligaya,+639171234567,Manila,PH,"
                + "\"'=Ana, \"\"the\"\" sender\"\r\n",
            Encoding.UTF8.GetString(file.ToCsv()));
    }

    [Fact]
    public void An_order_of_a_provider_is_another_one_than_the_banks()
    {
        var month = StatementPeriod.Parse("2024-02");
        Assert.Equal(3, new[]
        {
            Order, RemittanceId.From(Migrant(1), month, Nzd), RemittanceId.From(Migrant(1), month, RemittanceOfferId.Parse("cash")),
        }.Distinct().Count());
        Assert.True(RemittanceId.TryParsePayment(Order.Payment(2), Order.Nation, out var order, out var number));
        Assert.Equal((Order, 2), (order, number));
    }

    [Theory]
    [InlineData("accepted", PaymentState.Accepted)]
    [InlineData("settled", PaymentState.Settled)]
    [InlineData("rejected", PaymentState.Rejected)]
    [InlineData("returned", PaymentState.Returned)]
    [InlineData("pending", PaymentState.Instructed)]
    public void A_providers_answers_have_the_states_of_a_banks(string said, PaymentState state)
    {
        var order = Instructed();
        var file = Read($"{Order.Payment(1)},{said},10.00,NZD,AC04\n");
        var read = Answered(order, file);
        Assert.Equal(state, read.Payments[0].State);
        // The same file again changes nothing.
        Assert.Empty(RemittanceDecider.Decide(read, new ReadRemittanceFile(file), ThatMoment).Events);
    }

    [Fact]
    public void What_cannot_be_is_set_aside_and_moves_nothing()
    {
        var order = Answered(Instructed(), Read($"{Order.Payment(1)},settled,9.99,NZD,\n"));
        Assert.Equal((PaymentState.Instructed, RejectionCode.AmountDiffers), (order.Payments[0].State, order.Payments[0].SetAside[0].Code));
        order = Answered(Answered(Instructed(), Read($"{Order.Payment(1)},settled,10.00,NZD,\n")),
            Read($"{Order.Payment(1)},rejected,10.00,NZD,\n"));
        Assert.Equal((PaymentState.Settled, RejectionCode.AnswerTooLate), (order.Payments[0].State, order.Payments[0].SetAside[0].Code));
    }

    [Theory]
    [InlineData("payment,said\n", 1, "header")]
    [InlineData("payment,said,amount,currency,reason\nx,settled,1.00\n", 2, "cells")]
    [InlineData("payment,said,amount,currency,reason\n\n,settled,1.00,NZD,\n", 3, "payment")]
    [InlineData("payment,said,amount,currency,reason\nx,unclear,1.00,NZD,\n", 2, "said")]
    [InlineData("payment,said,amount,currency,reason\nx,settled,-1.00,NZD,\n", 2, "amount")]
    [InlineData("payment,said,amount,currency,reason\nx,settled,1.00,NZDX,\n", 2, "currency")]
    [InlineData("payment,said,amount,currency,reason\nx,settled,1.00,NZD,because of Aroha\n", 2, "reason")]
    public void A_file_that_is_wrong_in_itself_is_not_used(string text, int line, string code)
    {
        var (file, problem) = ProviderAnswers.Read(Encoding.UTF8.GetBytes(text));
        Assert.Null(file);
        Assert.Equal((line, code), (problem!.Line, problem.Code));
        Assert.DoesNotContain("Aroha", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_way_is_compared_with_the_cheapest_bank_in_its_whole_cost()
    {
        RemittanceOffer[] offers =
        [
            Offer("bank", fee: "25.00", margin: 350), Offer("dear-bank", fee: "40.00", margin: 350),
            Offer("wallet", feeHundredths: 75) with { Channel = RemittanceChannel.MobileMoney },
            Offer("cash", fee: "90.00") with { Channel = RemittanceChannel.CashPickup },
        ];
        var quoted = RemittanceQuote.Compare(offers, Dollars(100_000), Php, Today, Reference("NZD", "PHP", "34"));
        var bank = quoted.Single(q => q.Offer.Value == "bank");
        Assert.Equal(["wallet", "bank", "dear-bank", "cash"], quoted.Select(q => q.Offer.Value));
        Assert.Equal(Dollars(0), bank.MoreThanBank);
        Assert.All(quoted, q => Assert.Equal(q.Quote!.Cost - bank.Quote!.Cost, q.MoreThanBank));
        Assert.True(quoted[0].MoreThanBank!.Value.IsNegative);
        // Without a bank there is nothing to compare with.
        Assert.All(RemittanceQuote.Compare(offers[2..], Dollars(100_000), Php, Today, Reference("NZD", "PHP", "34")),
            q => Assert.Null(q.MoreThanBank));
    }

    private static RemittanceOrder Instructed()
    {
        RemittanceTerms terms = new(BeneficiaryId.From(Order.Nation, "x"), RemittanceOfferId.Parse("wallet"), Dollars(1_050), Dollars(50),
            Dollars(60), new(30_000, Php));
        return RemittanceDecider.Evolve(new(),
            new RemittancesInstructed(Order, Migrant(1), StatementPeriod.Parse("2024-02"),
                new(Order.Message, 1, Dollars(1_000), new('a', 64), Today), [terms]));
    }

    private static RemittanceOrder Answered(RemittanceOrder order, BankFile file)
    {
        var decision = RemittanceDecider.Decide(order, new ReadRemittanceFile(file), ThatMoment);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(order, RemittanceDecider.Evolve);
    }

    private static BankFile Read(string lines) =>
        ProviderAnswers.Read(Encoding.UTF8.GetBytes($"{ProviderAnswers.Header}\n{lines}")).Content!;
}
