namespace VipOrleans.Domain.Tests.Payments;

using System.Numerics;
using System.Text.Json;
using CsCheck;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Tests.Payments.Corridors;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What it costs to send money home: to the minor unit, and never shown too low.</summary>
public sealed class RemittanceQuoteTests
{
    [Theory]
    // 5.00 and 1 % of 500.00 is 10.00; 490.00 at 33.66 is 16,493.40, which is worth 485.10 at the reference rate of 34.
    [InlineData("NZD", "PHP", "34", "500.00", "5.00", 100, "33.66", "10.00", "16493.40", "4.90", "14.90", 298)]
    // No decimals: 45.665 yen are 45, and half a yen lost is a cent.
    [InlineData("NZD", "JPY", "91.33", "0.50", null, 0, "91.33", "0.00", "45", "0.01", "0.01", 200)]
    [InlineData("NZD", "JPY", "91.33", "100.00", null, 0, "91.33", "0.00", "9133", "0.00", "0.00", 0)]
    [InlineData("JPY", "PHP", "0.3731", "10001", "1", 100, "0.3694", "102", "3656.69", "99", "201", 201)]
    // Three decimals: 98.500 at 265 is 26,102.50, which is worth 96.6222… at 270.15.
    [InlineData("KWD", "INR", "270.15", "100.000", "1.500", 0, "265", "1.500", "26102.50", "1.878", "3.378", 338)]
    // A rate that is better than the reference makes up for a part of the fee.
    [InlineData("NZD", "PHP", "34", "500.00", "5.00", 0, "34.17", "5.00", "16914.15", "-2.47", "2.53", 51)]
    // The same currency: only the fee.
    [InlineData("USD", "USD", null, "200.00", "5.99", 0, null, "5.99", "194.01", "0.00", "5.99", 300)]
    public void A_quote_is_exact_and_rounds_against_the_offer(
        string from, string to, string? reference, string sent, string? fixedFee, int feeHundredths, string? rate, string fee,
        string arrives, string rateCost, string cost, int hundredths)
    {
        var offer = Offer(from: from, to: to, fee: fixedFee, feeHundredths: feeHundredths, rate: rate);
        var (paid, got) = (Currency.Parse(from), Currency.Parse(to));
        var quote = RemittanceQuote.Of(offer, Money.Parse(sent, paid), Today,
            reference is null ? null : Reference(from, to, reference)).Quote!;
        Assert.Equal(
            (Money.Parse(fee, paid), Money.Parse(arrives, got), Money.Parse(rateCost, paid), Money.Parse(cost, paid), hundredths),
            (quote.Fee, quote.Arrives, quote.RateCost, quote.Cost, quote.CostHundredths));
        Assert.Equal(rate ?? "1.000000000000", rate is null ? quote.Rate.ToString() : rate);
        Assert.True(quote.Rate.IsSameNumberAs(Rate.Parse(rate ?? "1")));
    }

    [Theory]
    [InlineData("24.99", 0, 0, 500, false)]
    [InlineData("25.00", 0, 0, 500, false)]
    [InlineData("25.01", 0, 0, 501, true)]
    [InlineData(null, 500, 0, 500, false)]
    [InlineData(null, 501, 0, 501, true)]
    [InlineData(null, 0, 500, 500, false)]
    [InlineData(null, 0, 501, 501, true)]
    [InlineData("15.00", 0, 0, 300, false)]
    public void A_cost_above_five_percent_is_warned_of_and_one_of_exactly_five_is_not(string? fee, int feeHundredths, int margin,
        int hundredths, bool warned)
    {
        var quote = RemittanceQuote.Of(Offer(fee: fee, feeHundredths: feeHundredths, margin: margin), Dollars(50_000), Today,
            Reference("NZD", "PHP", "34")).Quote!;
        Assert.Equal((hundredths, warned), (quote.CostHundredths, quote.Warning == RemittanceWarning.CostAboveFivePercent));
    }

    [Fact]
    public void A_cost_a_hair_above_five_percent_is_warned_of()
    {
        // 5,000.01 of 100,000.00 is 5.00001 %.
        var quote = RemittanceQuote.Of(Offer(fee: "5000.01"), Dollars(10_000_000), Today, Reference("NZD", "PHP", "34")).Quote!;
        Assert.Equal((501, RemittanceWarning.CostAboveFivePercent), (quote.CostHundredths, quote.Warning));
    }

    [Fact]
    public void The_shown_cost_covers_all_that_is_lost_and_no_minor_unit_more() => Gen.Select(
        Gen.Long[1, 100_000_000], Gen.Long[0, 5_000], Gen.Int[0, 2_000], Gen.Int[0, 3_000], Gen.Long[1, 10_000_000],
        Gen.OneOf(Gen.Const("PHP"), Gen.Const("JPY"), Gen.Const("KWD"))).Sample((sent, fixedFee, feeHundredths, margin, digits, to) =>
    {
        var offer = Offer(to: to, fee: Dollars(fixedFee).Amount, feeHundredths: feeHundredths, margin: margin);
        var reference = Reference("NZD", to, new Money(digits, Nzd).Amount);
        if (RemittanceQuote.Of(offer, Dollars(sent), Today, reference).Quote is not { } quote) return;

        // Minor units of the other currency per cent: digits / 100 · minor units per unit / 100.
        var (up, down) = ((BigInteger)digits * offer.To.MinorPerUnit, (BigInteger)10_000);
        Assert.True((quote.Sent - quote.Cost).Minor * up <= quote.Arrives.Minor * down, "The cost is shown too low.");
        Assert.True((quote.Sent - quote.Cost + Dollars(1)).Minor * up > quote.Arrives.Minor * down, "The cost is shown too high.");
        Assert.True((BigInteger)quote.CostHundredths * sent >= (BigInteger)quote.Cost.Minor * 10_000);
        Assert.True((BigInteger)(quote.CostHundredths - 1) * sent < (BigInteger)quote.Cost.Minor * 10_000);
        Assert.Equal(quote.CostHundredths > 500, quote.Warning is not null);
        Assert.Equal(quote.Cost, quote.Fee + quote.RateCost);
        Assert.InRange(quote.Fee.Minor, fixedFee, sent - 1);
    });

    [Theory]
    [InlineData("2024-03-01", null, "2024-02-29", RemittanceObstacle.OfferNotYetValid)]
    [InlineData("2024-03-01", null, "2024-03-01", null)]
    [InlineData("2024-03-01", "2024-03-05", "2024-03-05", null)]
    [InlineData("2024-03-01", "2024-03-05", "2024-03-06", RemittanceObstacle.OfferExpired)]
    public void An_offer_holds_from_its_first_day_to_its_last(string from, string? until, string on, RemittanceObstacle? expected)
    {
        var offer = Offer() with { ValidFrom = DateOnly.Parse(from), ValidUntil = until is null ? null : DateOnly.Parse(until) };
        var quoted = RemittanceQuote.Of(offer, Dollars(10_000), DateOnly.Parse(on), Reference("NZD", "PHP", "34"));
        Assert.Equal((expected, expected is null), (quoted.NotPossible, quoted.Quote is not null));
    }

    [Fact]
    public void What_an_offer_cannot_send_is_said_with_a_code()
    {
        var reference = Reference("NZD", "PHP", "34");
        Assert.Equal(RemittanceObstacle.OtherCurrency, RemittanceQuote.Of(Offer(), new(10_000, Php), Today, reference).NotPossible);
        Assert.Equal(RemittanceObstacle.RateMissing, RemittanceQuote.Of(Offer(rate: "33"), Dollars(10_000), Today, null).NotPossible);
        Assert.Equal(RemittanceObstacle.RateMissing,
            RemittanceQuote.Of(Offer(), Dollars(10_000), Today, Reference("PHP", "NZD", "0.03")).NotPossible);
        Assert.Equal(RemittanceObstacle.FeeAboveAmount,
            RemittanceQuote.Of(Offer(fee: "10.00"), Dollars(1_000), Today, reference).NotPossible);
        Assert.Null(RemittanceQuote.Of(Offer(fee: "10.00"), Dollars(1_001), Today, reference).NotPossible);
        Assert.Equal(RemittanceObstacle.NothingArrives,
            RemittanceQuote.Of(Offer(to: "JPY", rate: "0.5"), Dollars(199), Today, Reference("NZD", "JPY", "0.5")).NotPossible);
        Assert.Equal(RemittanceObstacle.TooMuch,
            RemittanceQuote.Of(Offer(rate: "100000000000000000"), Dollars(Money.MaxMinor), Today, reference).NotPossible);
    }

    [Fact]
    public void Offers_of_a_corridor_are_compared_with_the_cheapest_first()
    {
        RemittanceOffer[] offers = [Offer("dear", margin: 400), Offer("over", fee: "600.00"), Offer("other", to: "INR"),
            Offer("cheap", feeHundredths: 50), Offer("also-cheap", margin: 50), Offer("gone") with { ValidUntil = Today.AddDays(-1) }];
        var quoted = RemittanceQuote.Compare(offers, Dollars(50_000), Php, Today, Reference("NZD", "PHP", "34"));
        Assert.Equal(["also-cheap", "cheap", "dear", "gone", "over"], quoted.Select(q => q.Offer.Value));
        Assert.Equal([null, null, null, RemittanceObstacle.OfferExpired, RemittanceObstacle.FeeAboveAmount],
            quoted.Select(q => q.NotPossible));
    }

    [Fact]
    public void A_shown_rate_is_cut_and_a_quote_computes_with_all_of_it()
    {
        var quote = RemittanceQuote.Of(Offer(margin: 133), Dollars(100_000_000), Today, Through(Nzd, "1.7812", Php, "60.731")).Quote!;
        // 60.731 / 1.7812 · 0.9867 = 33.64208269…; a million of it.
        Assert.Equal(("33.642", "33642082.69"), (quote.Rate.ToString()[..6], quote.Arrives.Amount));
    }

    [Fact]
    public void Every_offer_of_the_folder_is_valid_made_up_and_written_as_it_is_read()
    {
        var files = Directory.GetFiles(Path.Combine(ProjectFiles.Directory, "../../policies/remittances"), "*.json");
        Assert.Equal(3, files.Length);
        foreach (var file in files)
        {
            var offer = JsonSerializer.Deserialize(File.ReadAllBytes(file), PaymentsJson.Default.RemittanceOffer)!;
            Assert.Equal(Path.GetFileNameWithoutExtension(file), offer.Id.Value);
            Assert.Null(RemittanceOffer.Invalid(offer));
            Assert.StartsWith("Example ", offer.Provider, StringComparison.Ordinal);
            Assert.Contains("made up", offer.Source, StringComparison.Ordinal);
            Assert.Equal(offer,
                JsonSerializer.Deserialize(JsonSerializer.Serialize(offer, PaymentsJson.Default.RemittanceOffer),
                    PaymentsJson.Default.RemittanceOffer));
        }
    }
}
