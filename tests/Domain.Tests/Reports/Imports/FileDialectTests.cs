namespace VipOrleans.Domain.Tests.Reports;

using System.Text;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using static VipOrleans.Domain.Tests.Sample;

public sealed class FileDialectTests
{
    private const string Header = "sponsorship,year,month,earned,currency,paidFrom,paidTo";

    private static readonly FileDialect Excel = new(FieldSeparator.Semicolon, DecimalMark.Comma, DayOrder.Dmy);

    [Theory]
    [InlineData("4200,00", "4200.00")]
    [InlineData("4.200,00", "4200.00")]
    [InlineData("1.234.567,8", "1234567.80")]
    [InlineData("4200", "4200.00")]
    [InlineData("4.200", "4200.00")]
    [InlineData("\"4200,5\"", "4200.50")]
    [InlineData("4200.00", "?")]
    [InlineData("42.00,00", "?")]
    [InlineData("4,200,00", "?")]
    [InlineData("4200,", "?")]
    [InlineData(".200", "?")]
    [InlineData("4200,001", "4200.001")]
    [InlineData("4 200,00", "?")]
    [InlineData("Suharto", "?")]
    public void Amounts_of_a_decimal_comma_are_brought_into_their_form(string written, string kept) =>
        Assert.Equal(kept, Row($"{Case(1)};1;1;{written};NZD;;", Excel)[4]);

    [Theory]
    [InlineData("31.12.2026", DayOrder.Dmy, "2026-12-31")]
    [InlineData("1/2/2026", DayOrder.Dmy, "2026-02-01")]
    [InlineData("1/2/2026", DayOrder.Mdy, "2026-01-02")]
    [InlineData("12-31-2026", DayOrder.Mdy, "2026-12-31")]
    [InlineData("2026-12-31", DayOrder.Dmy, "2026-12-31")]
    [InlineData("31.12.26", DayOrder.Dmy, "?")]
    [InlineData("31.12", DayOrder.Dmy, "?")]
    [InlineData("31.12.2026.", DayOrder.Dmy, "?")]
    [InlineData("311.2.2026", DayOrder.Dmy, "?")]
    [InlineData("31.12.2026", DayOrder.Ymd, "?")]
    [InlineData("45000", DayOrder.Dmy, "?")]
    public void Days_are_read_in_the_order_that_is_said(string written, DayOrder order, string kept) =>
        Assert.Equal(kept, Row($"{Case(1)};1;1;1,00;NZD;{written};{written}", Excel with { Days = order })[8]);

    [Fact]
    public void A_decimal_point_may_be_declared_too_and_a_currency_without_decimals_gets_none()
    {
        var us = new FileDialect(FieldSeparator.Tab, DecimalMark.Point, DayOrder.Mdy);
        Assert.Equal("4200.50", Row($"{Case(1)}\t1\t1\t4,200.5\tNZD\t\t", us)[4]);
        Assert.Equal("4200", Row($"{Case(1)}\t1\t1\t4,200\tJPY\t\t", us)[4]);
        // Where nothing is declared an amount is as it was: to the last decimal.
        Assert.Equal("4200", Row($"{Case(1)},1,1,4200,NZD,,", FileDialect.Plain)[4]);
    }

    [Fact]
    public void A_first_line_may_say_what_separates_fields_and_counts_as_a_line()
    {
        var parsed = Parse($"sep=;\r\n{Header.Replace(',', ';')}\r\n{Case(1)};1;1;4200.00;NZD;;\r\n;;;;;;\r\n", FileDialect.Plain);
        Assert.Null(parsed.Problem);
        Assert.Equal(3, Assert.Single(parsed.Rows).Line);
        Assert.Contains("The separator is a comma", Parse($"{Header.Replace(',', ';')}\nx\n", FileDialect.Plain).Problem!,
            StringComparison.Ordinal);
        Assert.Contains("The separator is a semicolon", Parse($"{Header}\nx\n", Excel).Problem!, StringComparison.Ordinal);
    }

    [Fact]
    public void People_are_named_by_staff_numbers_that_are_looked_up_and_not_kept()
    {
        using var parser = new EarningsFileParser(ImportFormat.Csv, Auckland, "acme", null, number => number == "E-1" ? Case(1) : null);
        var bytes = Encoding.UTF8.GetBytes(
            "staffNumber,year,month,earned,currency\nE-1,1,1,1.00,NZD\nSuharto,1,1,1.00,NZD\n,1,1,1.00,NZD\n");
        for (var read = 0; read < bytes.Length;) read += parser.Read(bytes.AsSpan(read));
        parser.End();
        Assert.Null(parser.Problem);
        var chunk = parser.TakeChunk()!;
        var rows = RowChunk.Unpack(chunk.FirstLine, chunk.Data);
        Assert.Equal([(2, $"{Case(1)},1,1,,1.00,NZD,,,,,"), (3, "?staff-number-unknown"), (4, ",1,1,,1.00,NZD,,,,,")], rows);
        Assert.Equal("staff-number-unknown", EarningsRow.Read(rows[1].Row, 3, Auckland, "acme").Bad!.Code);
        // An officer has no numbers.
        Assert.Contains("Field 1 is not a column", Parse("staffNumber,year,month,earned,currency\nx\n", FileDialect.Plain).Problem!,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_staff_number_is_set_moved_and_taken_off()
    {
        var id = StaffList.IdOf(Auckland, "acme");
        var s = Set(new(), new StaffNumber("a", Case(1)), new StaffNumber("b", Case(2)));
        s = Set(s, new StaffNumber("a", Case(3)), new StaffNumber("b", null));
        Assert.Equal(Case(3), Assert.Single(s.Numbers).Value);
        var same = new StaffListCommand.SetStaffNumbers(id, [new("a", Case(3)), new("b", null)]);
        Assert.Empty(StaffListDecider.Decide(s, same, ThatMoment).Events);
        var elsewhere = new StaffListCommand.SetStaffNumbers(id, [new("a", SponsorshipId.From(CityId.Parse("nz-wlg"), "x"))]);
        Assert.Equal(RejectionCode.OtherCity, StaffListDecider.Decide(s, elsewhere, ThatMoment).Rejection?.Code);

        StaffList Set(StaffList before, params StaffNumber[] numbers) =>
            StaffListDecider.Decide(before, new StaffListCommand.SetStaffNumbers(id, numbers), ThatMoment).Events
                .Aggregate(before, StaffListDecider.Evolve);
    }

    // In whatever dialect a table is written, its rows are the same.
    [Theory]
    [InlineData(200)]
    public void The_same_table_gives_the_same_rows_in_every_dialect(long iterations) =>
        Gen.Select(Gen.Long[0, 99_999_999], Gen.Enum<FieldSeparator>(), Gen.Enum<DecimalMark>(), Gen.Enum<DayOrder>(), Gen.Bool,
            Gen.Int[0, 3_000]).Sample((minor, separator, mark, order, isGrouped, days) =>
            {
                var (amount, day) = (Dollars(minor).Amount, new DateOnly(2024, 1, 1).AddDays(days));
                var plain = Row($"{Case(1)},1,1,{amount},NZD,{day:yyyy-MM-dd},{day:yyyy-MM-dd}", FileDialect.Plain);
                var (point, group) = mark == DecimalMark.Comma ? (",", ".") : (".", ",");
                var whole = amount[..^3];
                if (isGrouped)
                {
                    for (var i = whole.Length - 3; i > 0; i -= 3) whole = whole.Insert(i, group);
                }

                var written = order switch
                {
                    DayOrder.Dmy => $"{day.Day}.{day.Month:00}.{day.Year}",
                    DayOrder.Mdy => $"{day.Month}/{day.Day}/{day.Year}",
                    _ => $"{day:yyyy-MM-dd}",
                };
                var between = separator switch { FieldSeparator.Comma => ",", FieldSeparator.Tab => "\t", _ => ";" };
                string[] fields = [Case(1).Value, "1", "1", $"\"{whole}{point}{amount[^2..]}\"", "NZD", written, written];
                Assert.Equal(plain, Row(string.Join(between, fields), new(separator, mark, order)));
            }, iter: iterations);

    private static string[] Row(string line, FileDialect dialect)
    {
        var between = dialect.Separator switch { FieldSeparator.Comma => ',', FieldSeparator.Tab => '\t', _ => ';' };
        var parsed = Parse($"{Header.Replace(',', between)}\n{line}\n", dialect);
        Assert.Null(parsed.Problem);
        return Assert.Single(parsed.Rows).Row.Split(',');
    }

    private static (string? Problem, IReadOnlyList<(int Line, string Row)> Rows) Parse(string file, FileDialect dialect)
    {
        using var parser = new EarningsFileParser(ImportFormat.Csv, Auckland, null, dialect);
        var bytes = Encoding.UTF8.GetBytes(file);
        for (var read = 0; read < bytes.Length && parser.Problem is null;) read += parser.Read(bytes.AsSpan(read));
        parser.End();
        return (parser.Problem, parser.TakeChunk() is { } chunk ? RowChunk.Unpack(chunk.FirstLine, chunk.Data) : []);
    }
}
