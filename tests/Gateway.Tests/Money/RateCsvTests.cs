namespace VipOrleans.Gateway.Tests.Money;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Money;
using VipOrleans.Gateway.Problems;

public sealed class RateCsvTests
{
    private static readonly RateSource Ecb = new(RateSourceId.Parse("ecb"), "European Central Bank", Currency.Parse("EUR"), 10);
    private static readonly DateOnly Today = new(2024, 3, 8);

    // The header of the European Central Bank's eurofxref-hist.csv, as it is. The row of 6 March 2024 has the real rates of the currencies
    // that are known here (USD JPY GBP ISK AUD CAD IDR INR KRW MXN MYR NZD PHP THB ZAR); all other numbers of this file are made up.
    private const string History = """
        Date,USD,JPY,BGN,CYP,CZK,DKK,EEK,GBP,HUF,LTL,LVL,MTL,PLN,ROL,RON,SEK,SIT,SKK,CHF,ISK,NOK,HRK,RUB,TRL,TRY,AUD,BRL,CAD,CNY,HKD,IDR,ILS,INR,KRW,MXN,MYR,NZD,PHP,SGD,THB,ZAR,
        2024-03-06,1.0874,162.67,1.9558,N/A,25.3,7.45,N/A,0.85498,394.1,N/A,N/A,N/A,4.3,N/A,4.97,11.2,N/A,N/A,0.96,148.9,11.4,N/A,N/A,N/A,34.4,1.6667,5.38,1.477,7.83,8.51,17069.52,3.91,90.056,1450.41,18.3532,5.1456,1.7812,60.731,1.46,38.82,20.5388,
        2024-03-05,1.085,163,1.9558,N/A,25.3,7.45,N/A,0.855,394,N/A,N/A,N/A,4.3,N/A,4.97,11.2,N/A,N/A,0.96,N/A,11.4,N/A,N/A,N/A,34.4,1.67,5.38,1.47,7.83,8.51,17070,3.91,90,1450,18.3,5.1,1.78,60.7,1.46,38.8,20.5,
        2024-03-01,1.08,162,1.9558,N/A,25.3,7.45,N/A,0.855,394,N/A,N/A,N/A,4.3,N/A,4.97,11.2,N/A,N/A,0.96,149,11.4,N/A,N/A,N/A,34.4,1.67,5.38,1.47,7.83,8.51,17000,3.91,90,1450,18.3,5.1,1.77,60.6,1.46,38.8,20.5,
        1999-01-04,1.1789,133.73,N/A,0.58231,35.107,7.4501,15.6466,0.7111,251.48,4.717,0.6668,0.4432,4.0712,1.3111,N/A,9.4696,189.045,42.991,1.6168,81.48,8.855,N/A,25.2875,0.372274,N/A,1.91,N/A,1.8004,N/A,9.1332,9433.61,N/A,N/A,1398.59,11.6446,4.4798,2.2229,45.51,1.9554,42.6799,6.9358,

        """;

    [Fact]
    public void The_european_central_banks_history_is_read_as_it_is_published()
    {
        var file = Read(History);
        Assert.Equal([new(1999, 1, 4), new(2024, 3, 1), new(2024, 3, 5), new(2024, 3, 6)], file.Days.Select(d => d.On));
        var day = file.Days[^1];
        foreach (var (code,
            rate) in new[] { ("USD", "1.0874"), ("JPY", "162.67"), ("GBP", "0.85498"), ("NZD", "1.7812"), ("IDR", "17069.52"),
                ("PHP", "60.731"), ("ISK", "148.9"), ("ZAR", "20.5388") })
        {
            Assert.Equal(rate, day.Of(Currency.Parse(code)).ToString());
        }

        // N/A: no rate, and the one before it stays the last.
        Assert.Null(file.Days[2].Of(Currency.Parse("ISK")));
        Assert.Equal(30, day.Rates.Length);
        // Currencies of the past are left out by name, whether the column has rates or not.
        Assert.Equal("ROL TRL", string.Join(' ', file.SkippedColumns.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Date, USD, JPY, NZD, \n06 March 2024, 1.0874, 162.67, 1.7812, \n")]
    [InlineData(",,,,\nDate,USD,JPY,NZD,\n , ,\t,,\n2024-03-06,1.0874,162.67,1.7812,\n,,,,\n")]
    [InlineData("\uFEFFDate,USD,JPY,NZD\r\n2024-03-06,1.0874,162.67,1.7812\r\n")]
    [InlineData("date,base,currency,rate\n2024-03-06,EUR,USD,1.0874\n2024-03-06,EUR,JPY,162.67\n2024-03-06,EUR,NZD,1.7812\n")]
    [InlineData("Source,Currency,Rate,Base,Date\n\necb,JPY,162.67,EUR,6 March 2024\nEuropean Central "
        + "Bank,USD,1.0874,EUR,2024-03-06\necb,NZD,1.7812,EUR,2024-03-06")]
    public void A_days_file_is_read_in_each_of_its_forms(string text)
    {
        var day = Assert.Single(Read(text).Days);
        Assert.Equal(new(2024, 3, 6), day.On);
        Assert.Equal("JPY 162.67, NZD 1.7812, USD 1.0874", string.Join(", ", day.Rates.Select(r => $"{r.Currency} {r.PerBase}")));
    }

    [Theory]
    [InlineData("Date,USD,NZD,\n2024-03-06,1.0874,x,\n", "2:3 NZD rate-invalid")]
    [InlineData("Date,USD,NZD,\n2024-03-06,-1,0,\n", "2:2 USD rate-invalid; 2:3 NZD rate-invalid")]
    [InlineData("Date,USD,NZD,\n2024-03-06,1.0874,,\n", "2:3 NZD rate-invalid")]
    [InlineData("Date,USD,NZD,\n2024-03-06,1.0874\n2024-03-05,1,2,3\n", "2: body row-length; 3: body row-length")]
    [InlineData("Date,USD\n2024-02-30,1\n06 Maerz 2024,1\n03/06/2024,1\n1899-12-31,1\n",
        "2:1 date day-invalid; 3:1 date day-invalid; 4:1 date day-invalid; 5:1 date day-invalid")]
    [InlineData("Date,USD\n2024-03-09,1\n", "2:1 date day-in-future")]
    [InlineData("Date,USD\n2024-03-06,1\n\n2024-03-06,1\n", "4:1 Date day-repeated")]
    [InlineData("Date,USD,usd,EURO,EUR,USD\n2024-03-06,1,1,1,1,1\n",
        "1:3 body header-unknown; 1:4 body header-unknown; 1:5 EUR currency-is-base; 1:6 USD currency-repeated")]
    [InlineData("Date,USD,,NZD\n2024-03-06,1,,1\n", "1:3 body header-unknown")]
    [InlineData("Date,USD\n\"2024-03-06\",1\n", "2: body quote-not-allowed")]
    [InlineData("Datum,USD\n2024-03-06,1\n", "1:1 body header-unknown")]
    [InlineData("Date,USD,ROL\n2024-03-06,N/A,15.6\n", "2: body no-rates")]
    [InlineData("Date,USD\n", "1: body no-rates")]
    [InlineData(" \n", "1: body no-rates")]
    [InlineData("date,base,currency,rate,currency,x\n", "1:5 body header-unknown; 1:6 body header-unknown")]
    [InlineData("date,currency\n", "1: base header-missing; 1: rate header-missing")]
    [InlineData("date,base,currency,rate,source\n2024-03-06,USD,XXQ,N/A,other\n",
        "2:2 base base-mismatch; 2:5 source source-mismatch; 2:4 rate rate-invalid; 2:3 currency currency-unknown")]
    [InlineData("date,base,currency,rate\n2024-03-06,EUR,NZD,1\n2024-03-06,EUR,EUR,1\n2024-03-06,EUR,NZD,1\n",
        "3:3 currency currency-is-base; 4:3 currency currency-repeated")]
    public void Every_error_is_listed_with_line_column_and_code(string text, string expected)
    {
        var problem = Assert.Throws<ProblemException>(() => Read(text));
        Assert.Equal(expected, string.Join("; ", problem.Errors!.Select(e => $"{e.Line}:{e.Column} {e.Field} {e.Code}")));
        Assert.All(problem.Errors!, e => Assert.StartsWith("Expected", e.Message.Replace("Is missing: expected", "Expected")));
    }

    [Fact]
    public void A_thousand_bad_rows_are_all_listed_and_a_million_are_counted()
    {
        string File(int rows) => "Date,USD\n" + string.Concat(Enumerable.Repeat("x,1\n", rows));
        var problem = Assert.Throws<ProblemException>(() => Read(File(1_000)));
        Assert.Equal((1_000, "1,000 errors in the file, and nothing of it was imported."), (problem.Errors!.Count, problem.Detail));
        problem = Assert.Throws<ProblemException>(() => Read(File(RateCsv.MaxErrors + 1)));
        Assert.Equal((RateCsv.MaxErrors, "10,001 errors in the file, and nothing of it was imported. The first 10,000 are listed."),
            (problem.Errors!.Count, problem.Detail));
    }

    [Fact]
    public void A_file_has_so_many_days_and_not_one_more()
    {
        string File(int days) =>
            "Date,USD\n" + string.Concat(Enumerable.Range(0, days).Select(n => $"{Today.AddDays(-n):yyyy-MM-dd},1.1\n"));
        Assert.Equal(RateTable.MaxDays, Read(File(RateTable.MaxDays)).Days.Count);
        Assert.Equal("too-many-days", Assert.Single(Assert.Throws<ProblemException>(() => Read(File(RateTable.MaxDays + 1))).Errors!).Code);
    }

    private static RateFile Read(string text) => RateCsv.Read(Encoding.UTF8.GetBytes(text), Ecb, Today);
}
