namespace VipOrleans.Domain.Tests.Payments;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Tests.Payments.Corridors;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What a plan makes of a month's net.</summary>
public sealed class MonthRemittancesTests
{
    private static readonly RemittanceOffer[] Offers = [Offer("plain"), Offer("fee", fee: "10.00"),
        Offer("gone") with { ValidUntil = Today.AddDays(-1) }, Offer("from-kwd", from: "KWD"), Offer("to-inr", to: "INR")];

    [Fact]
    public void Instructions_are_served_in_their_order_from_what_is_left()
    {
        var month = Of(100_000, Fixed(1, 40_000), Part(2, 2500), Fixed(3, 50_000), Part(4, 5000), Fixed(5, 1));
        Assert.Equal([40_000, 25_000, 0, 35_000, 0], Amounts(month));
        Assert.Equal([null, null, RemittanceObstacle.AmountAboveRest, null, RemittanceObstacle.NothingLeft],
            month.Lines.Select(l => l.LeftOut));
        Assert.Equal([false, false, false, true, false], month.Lines.Select(l => l.IsReduced));
    }

    [Fact]
    public void A_fixed_amount_that_does_not_fit_leaves_room_for_the_next() =>
        Assert.Equal([0, 30_000], Amounts(Of(30_000, Fixed(1, 30_001), Fixed(2, 30_000))));

    [Theory]
    [InlineData(3333, 9999, 3332)]
    [InlineData(10_000, 12_345, 12_345)]
    [InlineData(1, 9_999, 0)]
    [InlineData(1, 10_000, 1)]
    public void A_percentage_is_of_the_whole_net_and_cut_to_the_minor_unit(int hundredths, long net, long expected) =>
        Assert.Equal([expected], Amounts(Of(net, Part(1, hundredths))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-1_000_000)]
    public void A_month_that_brings_nothing_sends_nothing(long net) =>
        Assert.All(Of(net, Fixed(1, 1), Part(2, 10_000)).Lines,
            l => Assert.Equal((null, RemittanceObstacle.NothingEarned), (l.Amount, l.LeftOut)));

    [Fact]
    public void What_cannot_be_sent_uses_up_nothing()
    {
        var month = MonthRemittances.Of(
            [Dollars(10_000), new(50_000, Kwd)],
            [Fixed(1, 1_000, "fee"), Part(2, 10_000, "gone"), Fixed(3, 500, "withdrawn"), Part(4, 1_000, "to-inr"),
                Fixed(5, 500, "from-kwd"), Part(6, 1_000, "from-kwd"), Fixed(7, 10_000)],
            Offers, Today, (from, to) => to == Inr ? null : Reference(from.Code, to.Code, "34"));
        Assert.Equal(
            [RemittanceObstacle.FeeAboveAmount, RemittanceObstacle.OfferExpired, RemittanceObstacle.OfferWithdrawn,
                RemittanceObstacle.RateMissing, RemittanceObstacle.OtherCurrency, null, null],
            month.Lines.Select(l => l.LeftOut));
        Assert.Equal([new Money(5_000, Kwd), Dollars(10_000)], month.Lines.Select(l => l.Amount).OfType<Money>());
        Assert.True(month.WaitsForRate);
        Assert.False((month with { Lines = [.. month.Lines.Where(l => l.LeftOut != RemittanceObstacle.RateMissing)] }).WaitsForRate);
    }

    [Fact]
    public void No_plan_sends_nothing() => Assert.Empty(Of(100_000).Lines);

    [Fact]
    public void A_plan_never_sends_more_than_the_net_and_later_lines_never_change_earlier_ones() => Gen.Select(
        Gen.Long[-10_000, 1_000_000], Gen.Select(Gen.Bool, Gen.Long[1, 400_000], Gen.Int[1, 4_000], Gen.Int[0, 2]).Array[0, 10])
        .Sample((net, picks) =>
    {
        RemittanceInstruction[] plan =
            [.. picks.Select((p, i) => p.Item1 ? Fixed(i, p.Item2, Offers[p.Item4].Id.Value) : Part(i, p.Item3, Offers[p.Item4].Id.Value))];
        var month = Of(net, plan);
        Assert.Equal(plan, month.Lines.Select(l => l.Instruction));
        long sent = 0;
        foreach (var line in month.Lines)
        {
            Assert.True(line.Amount is null != line.LeftOut is null);
            if (line.Amount is { } amount)
            {
                Assert.True(amount.Minor > 0);
                Assert.Equal(line.Quote!.Sent, amount);
                var wanted = line.Instruction.Amount?.Minor ?? net * line.Instruction.PercentHundredths!.Value / 10_000;
                Assert.Equal(line.Instruction.Amount is null ? Math.Min(wanted, net - sent) : wanted, amount.Minor);
                Assert.Equal(amount.Minor < wanted, line.IsReduced);
                sent += amount.Minor;
            }
            else if (line.LeftOut == RemittanceObstacle.AmountAboveRest)
            {
                Assert.True(line.Instruction.Amount!.Value.Minor > net - sent);
            }
        }

        Assert.InRange(sent, 0, Math.Max(0, net));
        for (var i = 0; i <= plan.Length; i++) Assert.Equal(month.Lines.Take(i), Of(net, plan[..i]).Lines);
    });

    private static MonthRemittances Of(long net, params RemittanceInstruction[] plan) =>
        MonthRemittances.Of([Dollars(net)], plan, Offers, Today, (from, to) => Rates[(from, to)]);

    private static readonly Dictionary<(Currency, Currency), ExchangeRate> Rates = new() { [(Nzd, Php)] = Reference("NZD", "PHP", "34") };

    private static IEnumerable<long> Amounts(MonthRemittances month) => month.Lines.Select(l => l.Amount?.Minor ?? 0);

    private static RemittanceInstruction Fixed(int to, long minor, string offer = "plain") =>
        new(Beneficiary(to), RemittanceOfferId.Parse(offer), Dollars(minor));

    private static RemittanceInstruction Part(int to, int hundredths, string offer = "plain") =>
        new(Beneficiary(to), RemittanceOfferId.Parse(offer), PercentHundredths: hundredths);
}
