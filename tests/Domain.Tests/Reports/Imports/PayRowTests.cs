namespace VipOrleans.Domain.Tests.Reports;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Tests.Sample;

public sealed class PayRowTests
{
    private const string Header = "sponsorship,from,to,frequency,gross,currency,afterTax,hours,rent,rentPurpose,rentConsentOn,rentAgreed";

    // What stands before the columns of pays in a row as it is kept.
    private static string Kept(string employer = "", string withdrawn = "", string currency = "NZD") =>
        $"{Case(1)},,,{employer},,{currency},,,,,{withdrawn}";

    [Fact]
    public void A_pay_is_read_with_all_that_it_says_and_kept_to_its_last_field()
    {
        var row = Assert.Single(Parse(
            $"{Header}\n{Case(1)},2024-01-01,2024-01-07,week,940.00,NZD,800.00,38.25,25.00,lease/7,2023-12-01,yes\n"));
        Assert.Equal($"{Kept()},2024-01-01,2024-01-07,week,940.00,800.00,38.25,,,,,,25.00,lease/7,2023-12-01,yes", row);
        var read = EarningsRow.Read(row, 2, Auckland, "acme").Row!;
        Assert.True(read.IsPay);
        Assert.Equal((Case(1), "acme", false, null), (read.Sponsorship, read.Employer, read.IsWithdrawal, read.PayId));
        var pay = read.Pay!;
        Assert.Equal(("acme", new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 7), PayFrequency.Week),
            (pay.Employer, pay.From, pay.To, pay.Frequency));
        Assert.Equal((Dollars(94_000), Dollars(80_000), 2_295), (pay.Gross, pay.AfterTax!.Value, pay.Minutes!.Value));
        Assert.Equal([new(DeductionKind.Rent, Dollars(2_500), new(2023, 12, 1), "lease/7", IsAgreed: true)], pay.Others!);
    }

    [Fact]
    public void Every_kind_of_deduction_has_its_columns()
    {
        foreach (var kind in Enum.GetValues<DeductionKind>())
        {
            var columns = new DeductionColumns(kind);
            var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
            Assert.Equal([name, $"{name}Purpose", $"{name}ConsentOn", $"{name}Agreed"],
                new[] { columns.Amount, columns.Purpose, columns.ConsentOn, columns.Agreed }.Select(EarningsFile.NameOf));
            var row = Assert.Single(Parse(
                $"sponsorship,from,to,frequency,gross,currency,{name},{name}Purpose,{name}ConsentOn,{name}Agreed\n"
                + $"{Case(1)},2024-01-01,2024-01-07,week,940.00,NZD,1.50,a/1,2023-12-01,yes\n"));
            Assert.Equal([new(kind, Dollars(150), new(2023, 12, 1), "a/1", IsAgreed: true)],
                EarningsRow.Read(row, 2, Auckland, null).Row!.Pay!.Others!);
        }

        Assert.Equal(EarningsFile.Columns[^1], EarningsFile.Deductions[^1].Agreed);
    }

    [Fact]
    public void What_is_not_taken_is_written_as_zero_or_left_out()
    {
        var rows = Parse($"{Header}\n{Case(1)},2024-01-01,2024-01-07,week,940.00,NZD,,,0.00,lease/7,,\n"
            + $"{Case(1)},2024-01-08,2024-01-14,week,940.00,NZD,,,,,,\n");
        Assert.All(rows, r => Assert.Null(EarningsRow.Read(r, 2, Auckland, null).Row!.Pay!.Others));
    }

    [Theory]
    [InlineData("38", 2_280)]
    [InlineData("38.2", 2_292)]
    [InlineData("38.25", 2_295)]
    // A third of an hour is 20 minutes, and of 0.33 hours the part of a minute counts.
    [InlineData("38.33", 2_300)]
    [InlineData("38:20", 2_300)]
    [InlineData("0", 0)]
    [InlineData("744", 44_640)]
    public void Hours_become_minutes_and_a_part_of_a_minute_counts(string hours, int minutes) =>
        Assert.Equal(minutes, Read($"2024-01-01,2024-01-31,month,940.00,,{hours}").Row!.Pay!.Minutes);

    [Fact]
    public void A_pay_is_corrected_and_taken_back_by_its_id()
    {
        const string Id = "pay-1f0c3a7de91b2c4d5e6f";
        var rows = Parse("sponsorship,from,to,frequency,gross,currency,payId,withdrawn\n"
            + $"{Case(1)},2024-01-01,2024-01-07,week,900.00,NZD,{Id},\n{Case(1)},,,,,,{Id},yes\n");
        var (corrected, withdrawn) = (EarningsRow.Read(rows[0], 2, Auckland, "acme").Row!,
            EarningsRow.Read(rows[1], 3, Auckland, "acme").Row!);
        Assert.Equal((Id, Dollars(90_000), false), (corrected.PayId, corrected.Pay!.Gross, corrected.IsWithdrawal));
        Assert.Equal((Id, null, true), (withdrawn.PayId, withdrawn.Pay, withdrawn.IsWithdrawal));
    }

    [Fact]
    public void A_JSON_line_is_the_same_pay_as_a_line_of_CSV_and_both_kinds_of_rows_may_stand_in_one_file()
    {
        var lines = $$"""
            {"sponsorship":"{{Case(1)}}","from":"2024-01-01","to":"2024-01-07","frequency":"week","gross":"940.00","currency":"NZD","hours":38.5}
            {"sponsorship":"{{Case(1)}}","year":1,"month":2,"earned":"4200.00","currency":"NZD"}
            """;
        var rows = Parse(lines, ImportFormat.Ndjson);
        Assert.Equal([$"{Kept()},2024-01-01,2024-01-07,week,940.00,,38.5", $"{Case(1)},1,2,,4200.00,NZD,,,,,"], rows);
        Assert.Equal(rows, Parse($"sponsorship,year,month,earned,currency,from,to,frequency,gross,hours\n"
            + $"{Case(1)},,,,NZD,2024-01-01,2024-01-07,week,940.00,38.5\n{Case(1)},1,2,4200.00,NZD,,,,,\n"));
    }

    [Fact]
    public void A_spreadsheets_pays_are_brought_into_the_form_of_their_columns()
    {
        var dialect = new FileDialect(FieldSeparator.Semicolon, DecimalMark.Comma, DayOrder.Dmy);
        var rows = Parse("sponsorship;from;to;frequency;gross;currency;afterTax;hours;rent;rentConsentOn\n"
            + $"{Case(1)};1.1.2024;7.1.2024;week;1.940,5;NZD;800;38,25;25;01.12.2023\n", dialect: dialect);
        Assert.Equal([$"{Kept()},2024-01-01,2024-01-07,week,1940.50,800.00,38.25,,,,,,25.00,,2023-12-01"], rows);
    }

    [Theory]
    [InlineData("sponsorship,from,to,gross,currency\nx", "missing: frequency")]
    [InlineData("sponsorship,hours,year,month,earned\nx", "missing: from, to, frequency, gross, currency")]
    public void A_header_has_all_that_a_pay_needs(string file, string says)
    {
        using var parser = new EarningsFileParser(ImportFormat.Csv, Auckland, null);
        parser.Read(Encoding.UTF8.GetBytes(file + "\n"));
        parser.End();
        Assert.Contains(says, parser.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-01-01,,week,940.00", "to value-missing")]
    [InlineData("2024-01-01,2024-01-07,,940.00", "frequency value-missing")]
    [InlineData("2024-01-01,2024-01-07,week,", "gross value-missing")]
    [InlineData("2024-01-08,2024-01-07,week,940.00", "to value-invalid")]
    [InlineData("2024-02-30,2024-03-07,week,940.00", "from value-invalid")]
    [InlineData("2024-01-01,2024-01-07,weekly,940.00", "frequency value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940", "gross value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,x", "afterTax value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,38h", "hours value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,38:60", "hours value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,38.255", "hours value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,745", "hours value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,,month-01-02-acme", "payId value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,,,1.0", "rent value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,,,1.00,a b", "rentPurpose value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,,,1.00,,x", "rentConsentOn value-invalid")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,,,1.00,,,no", "rentAgreed value-invalid")]
    [InlineData("2024-01-01,,,,,,,,,,,yes", "payId value-missing")]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,,,,,,,,3", "month value-invalid")]
    public void A_bad_row_of_a_pay_says_which_column_is_wrong(string fields, string found)
    {
        var (row, bad) = Read(fields);
        Assert.Null(row);
        Assert.Equal(found, $"{EarningsFile.NameOf(bad!.Column!.Value)} {bad.Code}");
        Assert.NotEmpty(bad.Text);
    }

    [Theory]
    // Whoever the row is wrong for, the purpose could be a name.
    [InlineData("2024-01-01,2024-01-07,week,940.00,,,,1.0,Cruz", false)]
    [InlineData("2024-01-01,2024-01-07,weekly,940.00,,,,1.00,Cruz", false)]
    [InlineData("2024-01-01,2024-01-07,week,940.00,,,,1.00,Cruz", true)]
    public void A_purpose_is_kept_only_of_a_row_that_can_be_carried_out(string fields, bool isKept) =>
        Assert.Equal(isKept, Row(fields).Contains("Cruz", StringComparison.Ordinal));

    [Fact]
    public void The_longest_rows_there_can_be_fit_into_chunks()
    {
        var text = new string('x', 100);
        var kinds = EarningsFile.Deductions.Select(d => d.Kind).ToArray();
        var header = "sponsorship,from,to,frequency,gross,currency,afterTax,hours,payId,employer,"
            + string.Join(',', kinds.Select(k => new DeductionColumns(k))
                .SelectMany(d => new[] { d.Amount, d.Purpose, d.ConsentOn, d.Agreed })
                .Select(EarningsFile.NameOf));
        var line = $"{Case(1)},2024-01-01,2024-01-07,four-weeks,90000000000.00,NZD,10000000000.00,100:00,pay-1f0c3a7de91b2c4d5e6f,{text},"
            + string.Join(',', kinds.Select(_ => $"1000000000.00,{text},2023-12-01,yes"));
        using var parser = new EarningsFileParser(ImportFormat.Csv, Auckland, null);
        var (chunks, rest) = (new List<RowChunk>(),
            Encoding.UTF8.GetBytes($"{header}\n{string.Join('\n', Enumerable.Repeat(line, 300))}\n"));
        for (var at = 0; at < rest.Length;)
        {
            at += parser.Read(rest.AsSpan(at));
            Assert.InRange(parser.Buffered, 0, RowChunk.MaxBytes + EarningsFile.MaxLineBytes);
            if (parser.IsFull) chunks.Add(parser.TakeChunk()!);
        }

        parser.End();
        chunks.Add(parser.TakeChunk()!);
        Assert.Equal((null, 300, 300), (parser.Problem, parser.Rows, chunks.Sum(c => c.Rows)));
        var rows = chunks.SelectMany(c => RowChunk.Unpack(c.FirstLine, c.Data)).ToArray();
        Assert.All(rows, r => Assert.Equal(kinds.Length, EarningsRow.Read(r.Row, r.Line, Auckland, null).Row!.Pay!.Others!.Count));
    }

    [Fact]
    public void Pays_of_one_file_add_up_and_none_is_refused_for_another()
    {
        var months = new FileMonths();
        var row = Read("2024-01-01,2024-01-07,week,940.00").Row!;
        Assert.Null(months.Reported(row, 2));
        Assert.Null(months.Reported(row, 3));
    }

    private static (EarningsRow? Row, BadRow? Bad) Read(string fields) => EarningsRow.Read(Row(fields), 2, Auckland, null);

    // Fields of: from, to, frequency, gross, afterTax, hours, payId, rent and what belongs to it, withdrawn, month.
    private static string Row(string fields)
    {
        string[] columns = ["from", "to", "frequency", "gross", "afterTax", "hours", "payId", "rent", "rentPurpose", "rentConsentOn",
            "rentAgreed", "withdrawn", "month"];
        var given = fields.Split(',');
        var line = string.Join(',', columns.Select((_, i) => i < given.Length ? given[i] : ""));
        return Assert.Single(Parse($"sponsorship,currency,{string.Join(',', columns)}\n{Case(1)},NZD,{line}\n"));
    }

    private static string[] Parse(string file, ImportFormat format = ImportFormat.Csv, FileDialect? dialect = null)
    {
        using var parser = new EarningsFileParser(format, Auckland, null, dialect);
        parser.Read(Encoding.UTF8.GetBytes(file));
        parser.End();
        Assert.Null(parser.Problem);
        var chunk = parser.TakeChunk()!;
        return [.. RowChunk.Unpack(chunk.FirstLine, chunk.Data).Select(r => r.Row)];
    }
}
