namespace VipOrleans.Domain.Tests.Money;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Money.RateTableCommand;
using static VipOrleans.Domain.Money.RateTableEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class RateTableTests
{
    private static readonly Currency Eur = Currency.Parse("EUR");
    private static readonly DayRates Wednesday = Day(Today, ("NZD", "1.7812"), ("PHP", "60.731"));

    [Fact]
    public void The_rates_of_a_day_are_imported_once()
    {
        var import = new ImportRates(Eur, [Wednesday], false);
        Table().When(import).Then(new RatesImported(Eur, Wednesday)).WithOutcome("imported");
        Table(Wednesday).When(import).ThenNothing().WithOutcome("known");
        // 1.78120 is the same number; what counts is what it is worth.
        Table(Wednesday).When(new ImportRates(Eur, [Day(Today, ("NZD", "1.78120"))], false)).ThenNothing();
    }

    [Fact]
    public void A_day_is_added_to_what_it_lacks()
    {
        var more = Table(Wednesday).When(new ImportRates(Eur, [Day(Today, ("NZD", "1.7812"), ("JPY", "162.67"))], false))
            .Then(new RatesImported(Eur, Day(Today, ("JPY", "162.67")))).State;
        Assert.Equal(["JPY", "NZD", "PHP"], more.On(Today)!.Rates.Select(r => r.Currency.Code));
    }

    [Fact]
    public void Other_rates_of_a_known_day_need_a_correction_which_keeps_both()
    {
        var other =
            new ImportRates(Eur, [Day(Today, ("NZD", "1.7821"), ("PHP", "60.731")), Day(Today.AddDays(-1), ("NZD", "1.78"))], false);
        var refused = Table(Wednesday).When(other).ThenRejected(RejectionCode.RatesDiffer);
        Assert.Equal("Rates that were imported before are others: NZD on 2024-03-06 is 1.7812 and not 1.7821.",
            refused.Decision.Rejection!.Detail);
        var corrected = Table(Wednesday).When(other with { IsCorrection = true })
            .Then(new RatesCorrected(Day(Today, ("NZD", "1.7821")), Day(Today, ("NZD", "1.7812"))),
                new RatesImported(Eur, other.Days[1])).State;
        Assert.Equal("1.7821", corrected.On(Today)!.Of(Nzd).ToString());
        Assert.Equal("60.731", corrected.On(Today)!.Of(Php).ToString());
    }

    [Fact]
    public void A_refusal_of_a_whole_history_stays_short()
    {
        var days = Enumerable.Range(0, 2_000).Select(n => Day(Today.AddDays(-n), ("NZD", "1.5"))).ToArray();
        var detail =
            Table(days).When(new ImportRates(Eur, [.. days.Select(d => Day(d.On, ("NZD", "1.6")))], false))
                .ThenRejected(RejectionCode.RatesDiffer).Decision.Rejection!.Detail;
        Assert.EndsWith("; and 1,990 more.", detail);
    }

    [Fact, Trait("Speed", "slow")]
    public void The_whole_history_of_the_euro_is_imported_in_parts_and_a_day_is_found_in_it()
    {
        // Rates are made up; the number of days and currencies is that of the European Central Bank's file.
        Currency[] currencies =
        [
            .. ("AUD BGN BRL CAD CHF CNY CZK DKK GBP HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON SEK SGD THB TRY USD ZAR "
                + "RUB").Split(' ').Select(Currency.Parse),
        ];
        var days = Enumerable.Range(0, 7_000)
            .Select(n =>
                DayRates.Of(new DateOnly(1999, 1, 4).AddDays(n),
                    currencies.Select((c, i) => new CurrencyRate(c, Rate.Parse($"{i + 1}.{n + 1}"))))).Reverse().ToArray();
        var (table, parts) = (RateTableDecider.Initial, 0);
        for (var outcome = "more"; outcome == "more"; parts++)
        {
            var decision = RateTableDecider.Decide(table, new ImportRates(Eur, days, false), Sample.ThatMoment);
            Assert.InRange(decision.Events.Count, 1, RateTableDecider.MaxEvents);
            Assert.All(decision.Events, e => Assert.InRange(RateTableDecider.Aggregate.Events.Write(e).Length, 1, 2_000));
            (table, outcome) = (decision.Events.Aggregate(table, RateTableDecider.Evolve), decision.Outcome);
        }

        Assert.Equal((18, 7_000), (parts, table.Days.Count));
        Assert.Equal("21.4001", table.LastOn(Nzd, days[^4001].On)!.PerBase.ToString());
    }

    [Fact]
    public void An_import_that_cannot_be_is_refused_as_a_whole()
    {
        var table = Table(Wednesday);
        table.When(new ImportRates(Eur, [], false)).ThenRejected(RejectionCode.InvalidInput);
        table.When(new ImportRates(Eur, [Day(Today.AddDays(-1), ("NZD", "1")), Day(Today.AddDays(1), ("NZD", "1"))], false))
            .ThenRejected(RejectionCode.DateInFuture);
        table.When(new ImportRates(Eur, [Day(Today.AddDays(-1), ("NZD", "1")), Day(Today.AddDays(-1), ("PHP", "1"))], false))
            .ThenRejected(RejectionCode.InvalidInput);
        table.When(new ImportRates(Eur, [Day(Today.AddDays(-1))], false)).ThenRejected(RejectionCode.InvalidInput);
        table.When(new ImportRates(Eur, [Day(Today.AddDays(-1), ("EUR", "1"))], false)).ThenRejected(RejectionCode.InvalidInput);
        table.When(new ImportRates(Eur, [DayRates.Of(Today.AddDays(-1), [new(Nzd, default)])], false))
            .ThenRejected(RejectionCode.InvalidInput);
        table.When(new ImportRates(Nzd, [Day(Today.AddDays(-1), ("PHP", "34"))], false))
            .ThenRejected(RejectionCode.CurrencyMismatch);
        table.When(new ImportRates(Eur, [.. Enumerable.Range(0, RateTable.MaxDays + 1).Select(n => Day(Today.AddDays(-n), ("NZD", "1")))],
            false)).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void The_last_rate_on_or_before_a_day_is_found_where_days_and_currencies_are_missing()
    {
        var table = Table(Day(new(2024, 3, 1), ("NZD", "1.77"), ("PHP", "60")), Day(new(2024, 3, 4), ("NZD", "1.78"))).State;
        Assert.Null(table.LastOn(Nzd, new(2024, 2, 29)));
        Assert.Equal(new(Rate.Parse("1.77"), new(2024, 3, 1)), table.LastOn(Nzd, new(2024, 3, 1)));
        // A Sunday has Friday's rate.
        Assert.Equal(new(Rate.Parse("1.77"), new(2024, 3, 1)), table.LastOn(Nzd, new(2024, 3, 3)));
        Assert.Equal(new(Rate.Parse("1.78"), new(2024, 3, 4)), table.LastOn(Nzd, new(2025, 1, 1)));
        // The bank gave no peso rate (N/A) on the 4th.
        Assert.Equal(new(Rate.Parse("60"), new(2024, 3, 1)), table.LastOn(Php, new(2024, 3, 4)));
        Assert.Null(table.LastOn(Currency.Parse("KWD"), new(2024, 3, 4)));
    }

    [Fact]
    public void In_whatever_order_days_come_the_last_rate_is_that_of_a_list_looked_through() =>
        Gen.Select(Gen.Int[0, 60], Gen.Bool, Gen.Int[1, 9_999]).List[0, 40].Select(Gen.Int[-5, 65]).Sample((imports, asked) =>
        {
            var (table, list) = (RateTableDecider.Initial, new Dictionary<(int Day, bool IsNzd), string>());
            var later = Sample.On(Today.AddDays(60));
            foreach (var (day, isNzd, rate) in imports)
            {
                var import = new ImportRates(Eur, [Day(Today.AddDays(day), (isNzd ? "NZD" : "PHP", $"{rate}.5"))], true);
                table = RateTableDecider.Decide(table, import, later).Events.Aggregate(table, RateTableDecider.Evolve);
                list[(day, isNzd)] = $"{rate}.5";
            }

            foreach (var isNzd in new[] { true, false })
            {
                var expected = list.Where(r => r.Key.IsNzd == isNzd && r.Key.Day <= asked).OrderBy(r => r.Key.Day)
                    .Select(r => $"{r.Value} {Today.AddDays(r.Key.Day)}").LastOrDefault();
                Assert.Equal(expected,
                    table.LastOn(isNzd ? Nzd : Php, Today.AddDays(asked)) is { } quote ? $"{quote.PerBase} {quote.On}" : null);
            }

            Assert.Equal(table.Days.Select(d => d.On).Order(), table.Days.Select(d => d.On));
        });

    internal static DayRates Day(DateOnly on, params (string Currency, string Rate)[] rates) =>
        DayRates.Of(on, rates.Select(r => new CurrencyRate(Currency.Parse(r.Currency), Rate.Parse(r.Rate))));

    private static Story<RateTableDecider, RateTable, RateTableCommand, RateTableEvent> Table(params DayRates[] days) =>
        new(days.Select(d => new RatesImported(Eur, d)));
}
