namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Tests.Payments.PayoutSample;
using static VipOrleans.Domain.Tests.Sample;

public sealed class PayoutIdTests
{
    [Fact]
    public void Every_id_that_a_bank_reads_has_at_most_35_characters_and_leads_back_to_the_batch()
    {
        Assert.All((string[])[Payout.Message, Payout.PaymentInformation, Payout.Payment(1), Payout.Payment(9_999)],
            id => Assert.InRange(id.Length, 1, 35));
        Assert.True(PayoutId.TryParsePayment(Payout.Payment(42), Auckland, out var payout, out var number));
        Assert.Equal((Payout, 42), (payout, number));
        Assert.True(PayoutId.TryParseMessage(Payout.Message, Auckland, out payout));
        Assert.Equal(Payout, payout);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("NOTPROVIDED")]
    [InlineData("0123456789abcdefghjkmnpqrs")]
    [InlineData("0123456789abcdefghjkmnpqrs-0000")]
    [InlineData("0123456789abcdefghjkmnpqrs-00012")]
    [InlineData("0123456789abcdefghjkmnpqrs-+001")]
    [InlineData("0123456789ABCDEFGHJKMNPQRS-0001")]
    [InlineData("0123456789abcdefghjkmnpqr/-0001")]
    public void What_is_no_payment_of_ours_is_told_apart(string? text) =>
        Assert.False(PayoutId.TryParsePayment(text, Auckland, out _, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public void A_batch_has_no_other_numbers(int number) => Assert.Throws<ArgumentOutOfRangeException>(() => Payout.Payment(number));
}
