namespace VipOrleans.Domain.Tests.Money;

using System.Globalization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Money.RateTableCommand;
using static VipOrleans.Domain.Tests.Sample;

public sealed class RateLookupTests
{
    private static readonly DateOnly Friday = new(2024, 3, 8);
    private static readonly RateSource Second = new(RateSourceId.Parse("second"), "Another bank", Ecb.Base, 30);
    private static readonly RateSource PerDollar = new(RateSourceId.Parse("fed"), "A bank with dollars", Currency.Parse("USD"), 10);

    public static TheoryData<string, string, string, string> CrossRates => ExchangeRateTests.CrossRates;

    [Theory]
    [MemberData(nameof(CrossRates))]
    public void The_cross_rates_come_out_of_the_imported_day(string amount, string from, string to, string expected)
    {
        var day = DayRates.Of(Today,
            ProjectFiles.Rows("ecb-2024-03-06.csv").Select(r => new CurrencyRate(Currency.Parse(r["currency"]), Rate.Parse(r["rate"]))));
        var table = RateTableDecider.Decide(RateTableDecider.Initial, new ImportRates(Ecb.Base, [day], false),
            Sample.ThatMoment).Events.Aggregate(
            RateTableDecider.Initial, RateTableDecider.Evolve);
        var (source, target) = (Currency.Parse(from), Currency.Parse(to));
        var found = RateLookup.Find(source, target, Today, [new(Ecb, table.LastOn(source, Today), table.LastOn(target, Today))]);
        Assert.Equal(expected,
            found.Rate!.Convert(new(long.Parse(amount, CultureInfo.InvariantCulture) * source.MinorPerUnit, source)).Amount);
    }

    [Theory]
    [InlineData("100.00", "NZD", "1.7812", "JPY", "162.67", "9133")] // 9132.60: to no decimals
    [InlineData("10000", "JPY", "162.67", "NZD", "1.7812", "109.50")] // 109.4978
    [InlineData("100.00", "NZD", "1.7812", "KWD", "0.33411", "18.758")] // 18.75758: to three decimals
    [InlineData("1.001", "KWD", "0.33411", "JPY", "162.67", "487")] // 487.36
    [InlineData("0.001", "BHD", "0.40997", "TND", "3.3885", "0.008")] // 0.00827
    [InlineData("250.125", "TND", "3.3885", "NZD", "1.7812", "131.48")] // 131.4799
    public void Currencies_of_no_two_and_three_decimals_are_converted_to_their_own_minor_unit(string amount, string from, string perFrom,
        string to, string perTo, string expected)
    {
        // The rates of the dinars are made up; those of yen and dollar are of 6 March 2024.
        var (source, target) = (Currency.Parse(from), Currency.Parse(to));
        var found = RateLookup.Find(source, target, Today, [new(Ecb, Quote(perFrom, Today), Quote(perTo, Today))]);
        Assert.Equal(expected, found.Rate!.Convert(Money.Parse(amount, source)).Amount);
    }

    [Fact]
    public void A_rate_may_be_as_old_as_its_source_allows_and_not_a_day_older()
    {
        SourceQuotes[] quotes = [new(Ecb, Quote("60.731", Friday), Quote("1.7812", Friday))];
        Assert.Equal(Friday, RateLookup.Find(Php, Nzd, new(2024, 3, 10), quotes).Rate!.From.On);
        Assert.NotNull(RateLookup.Find(Php, Nzd, Friday.AddDays(10), quotes).Rate);
        Missing(RateLookup.Find(Php, Nzd, Friday.AddDays(11), quotes),
            "There is no rate for 2024-03-19. PHP: the last of ecb is of 2024-03-08, 11 days before, and may be 10 days old at most. NZD: "
                + "the last of ecb is of 2024-03-08, 11 days before, and may be 10 days old at most.");
        // A table never gives a later day; if it did, the rate would not be used.
        Missing(RateLookup.Find(Php, Nzd, Friday.AddDays(-1), quotes));
    }

    [Fact]
    public void Each_leg_is_of_the_most_preferred_source_that_has_it()
    {
        SourceQuotes[] quotes = [new(Ecb, null, Quote("1.7812", Friday)), new(Second, Quote("61", Friday.AddDays(-2)), Quote("9", Friday))];
        var rate = RateLookup.Find(Php, Nzd, Friday, quotes).Rate!;
        Assert.Equal(new RateLeg(Php, Rate.Parse("61"), Second.Id, Second.Name, Friday.AddDays(-2)), rate.From);
        Assert.Equal(new RateLeg(Nzd, Rate.Parse("1.7812"), Ecb.Id, Ecb.Name, Friday), rate.To);
        // The preferred one has grown old; the second still counts.
        Assert.Equal((Second.Id, Second.Id), Sources(RateLookup.Find(Php, Nzd, Friday.AddDays(20), quotes).Rate!));
        // In the other order the second goes first.
        Assert.Equal((Second.Id, Second.Id), Sources(RateLookup.Find(Php, Nzd, Friday, [quotes[1], quotes[0]]).Rate!));
    }

    [Fact]
    public void Both_legs_are_per_unit_of_the_same_base()
    {
        SourceQuotes euro = new(Ecb, Quote("60.731", Friday), null), dollar = new(PerDollar, null, Quote("1.64", Friday));
        Missing(RateLookup.Find(Php, Nzd, Friday, [euro, dollar]),
            "There is no rate from PHP to NZD for 2024-03-08: no base has both of them.");
        var rate = RateLookup.Find(Php, Nzd, Friday, [euro, dollar with { From = Quote("55.8", Friday) }]).Rate!;
        Assert.Equal((PerDollar.Base, PerDollar.Id, PerDollar.Id), (rate.Base, rate.From.Source, rate.To.Source));
    }

    [Fact]
    public void The_base_itself_is_worth_one()
    {
        var euro = Ecb.Base;
        Assert.Equal("178.12",
            RateLookup.Find(euro, Nzd, Friday, [new(Ecb, null, Quote("1.7812", Friday))]).Rate!.Convert(
                Money.Parse("100.00", euro)).Amount);
        var back = RateLookup.Find(Nzd, euro, Friday, [new(Ecb, Quote("1.7812", Friday), null)]).Rate!;
        Assert.Equal("100.00", back.Convert(Money.Parse("178.12", Nzd)).Amount);
        Assert.Equal((Rate.One, Friday, Ecb.Id), (back.To.PerBase, back.To.On, back.To.Source));
    }

    [Fact]
    public void What_is_missing_is_said_with_what_there_is()
    {
        Missing(RateLookup.Find(Php, Nzd, Friday, []),
            "There is no rate from PHP to NZD for 2024-03-08: the nation has no source of rates.");
        Missing(RateLookup.Find(Php, Nzd, Friday,
            [new(Ecb, null, Quote("1.7812", Friday)), new(Second, Quote("60", new(2021, 1, 4)), null)]),
            "There is no rate for 2024-03-08. PHP: ecb has none on or before that day, the last of second is of 2021-01-04, 1,159 days "
                + "before, and may be 30 days old at most.");
        Missing(RateLookup.Find(Nzd, Nzd, Friday, [new(Ecb, Quote("1.7812", Friday), Quote("1.7812", Friday))]),
            "NZD needs no rate to NZD: it is the same currency.");
    }

    private static (RateSourceId From, RateSourceId To) Sources(ExchangeRate rate) => (rate.From.Source, rate.To.Source);

    private static QuotedRate Quote(string rate, DateOnly on) => new(Rate.Parse(rate), on);

    private static void Missing(RateFinding found, string? detail = null)
    {
        Assert.Null(found.Rate);
        Assert.Equal(RejectionCode.ExchangeRateMissing, found.Missing!.Code);
        if (detail is not null) Assert.Equal(detail, found.Missing.Detail);
    }
}
