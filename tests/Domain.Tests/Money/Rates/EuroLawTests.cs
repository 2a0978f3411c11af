namespace VipOrleans.Domain.Tests.Money;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Tests.Sample;

public sealed class EuroLawTests
{
    private static readonly Currency Euro = Currency.Parse("EUR"), Lev = Currency.Parse("BGN"), Kuna = Currency.Parse("HRK"),
        Mark = Currency.Parse("DEM"), Rouble = Currency.Parse("RUB");
    private static readonly DateOnly May = new(2026, 5, 4);

    [Theory]
    [InlineData("BGN", "1.95583", "2026-01-01")]
    [InlineData("HRK", "7.53450", "2023-01-01")]
    [InlineData("LTL", "3.45280", "2015-01-01")]
    [InlineData("LVL", "0.702804", "2014-01-01")]
    [InlineData("EEK", "15.6466", "2011-01-01")]
    [InlineData("SKK", "30.1260", "2009-01-01")]
    [InlineData("GRD", "340.750", "2001-01-01")]
    [InlineData("DEM", "1.95583", "1999-01-01")]
    [InlineData("ITL", "1936.27", "1999-01-01")]
    public void A_currency_has_its_legal_rate_from_the_day_on_which_the_euro_replaced_it(string code, string rate, string from)
    {
        var (currency, day) = (Currency.Parse(code), DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(new RateLeg(currency, Rate.Parse(rate), EuroLaw.Source, EuroLaw.Name, day), EuroLaw.On(currency, May));
        Assert.NotNull(EuroLaw.On(currency, day));
        Assert.Null(EuroLaw.On(currency, day.AddDays(-1)));
    }

    [Fact]
    public void All_that_were_replaced_are_there_each_with_six_digits_as_the_law_writes_them()
    {
        Assert.Equal("ATS BEF BGN CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK",
            string.Join(' ', EuroLaw.Currencies));
        Assert.All(EuroLaw.Currencies,
            code => Assert.InRange(EuroLaw.On(Currency.Parse(code), May)!.PerBase.Digits, 100_000, 999_999));
        Assert.Null(EuroLaw.On(Euro, May));
        Assert.Null(EuroLaw.On(Rouble, May));
    }

    [Fact]
    public void No_source_is_needed_between_the_euro_and_what_it_replaced()
    {
        Assert.Equal("1022.58", Convert(Lev, Euro, "2000.00"));
        Assert.Equal("1955.83", Convert(Euro, Lev, "1000.00"));
        // Through the euro, rounded once.
        Assert.Equal("3852.33", Convert(Lev, Kuna, "1000.00"));
        Assert.Equal("1000.00", Convert(Mark, Lev, "1000.00"));

        string Convert(Currency from, Currency to, string amount) =>
            RateLookup.Find(from, to, May, []).Rate!.Convert(Money.Parse(amount, from)).Amount;
    }

    [Fact]
    public void The_law_goes_before_what_was_imported_however_old_it_is_and_the_other_leg_comes_from_its_source()
    {
        SourceQuotes[] quotes = [new(Ecb, new(Rate.Parse("1.9"), May), new(Rate.Parse("1.7812"), May))];
        var rate = RateLookup.Find(Lev, Nzd, May, quotes).Rate!;
        Assert.Equal((EuroLaw.Source, new DateOnly(2026, 1, 1), Ecb.Id, May), (rate.From.Source, rate.From.On, rate.To.Source, rate.To.On));
        Assert.Equal("1821.43", rate.Convert(Money.Parse("2000.00", Lev)).Amount);
        // Before the lev was replaced its rate is the source's.
        var before = RateLookup.Find(Lev, Nzd, new(2025, 12, 31),
            [new(Ecb, new(Rate.Parse("1.9"), new(2025, 12, 30)), new(Rate.Parse("1.7812"), new(2025, 12, 30)))]).Rate!;
        Assert.Equal(Ecb.Id, before.From.Source);
    }

    [Fact]
    public void What_is_missing_is_the_other_currency_alone()
    {
        var missing = RateLookup.Find(Lev, Rouble, May, [new(Ecb, null, null)]).Missing!;
        Assert.Equal((RejectionCode.ExchangeRateMissing, "There is no rate for 2026-05-04. RUB: ecb has none on or before that day."),
            (missing.Code, missing.Detail));
        Assert.Null(RateLookup.Find(Lev, Euro, new(2025, 12, 31), []).Rate);
    }
}
