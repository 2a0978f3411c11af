namespace VipOrleans.Domain.Tests.Reports;

using System.Text;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using static VipOrleans.Domain.Reports.ImportEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class EarningsFileTests
{
    private const string Header = "sponsorship,year,month,employer,earned,currency,pay,otherDeductions,paidFrom,paidTo,withdrawn";

    private static string Good(int n = 1, int month = 1) => $"{Case(n)},1,{month},,4200.00,NZD,,,,,";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Both_line_ends_a_mark_at_the_start_empty_lines_and_quotes_are_read(string end)
    {
        var read = Parse(
            $"\uFEFF{Header}{end}{end}{Good(1)}{end}  {end}\"{Case(2)}\",\"1\", 2 "
                + $",acme,\"1.50\",NZD,1.00,0.50,2024-01-01,2024-01-31,{end}{Good(3)}", ImportFormat.Csv);

        Assert.Null(read.Problem);
        Assert.Equal([(3, Good(1)), (5, $"{Case(2)},1,2,acme,1.50,NZD,1.00,0.50,2024-01-01,2024-01-31,"), (6, Good(3))], read.Rows);
    }

    [Fact]
    public void Columns_come_in_any_order_and_those_that_are_not_needed_may_be_left_out()
    {
        var read = Parse($"currency,earned,month,year,sponsorship\nNZD,4200.00,3,1,{Case(1)}\n", ImportFormat.Csv);

        Assert.Equal((2, $"{Case(1)},1,3,,4200.00,NZD,,,,,"), Assert.Single(read.Rows));
        Assert.Equal([ImportColumn.Currency, ImportColumn.Earned, ImportColumn.Month, ImportColumn.Year, ImportColumn.Sponsorship],
            read.Header);
    }

    [Fact]
    public void A_JSON_line_is_the_same_row_as_a_line_of_CSV()
    {
        var read = Parse($$"""
            {"sponsorship":"{{Case(1)}}","year":1,"month":"2","employer":null,"earned":"4200.00","currency":"NZD"}

            {"currency":"NZD","earned":"1.00","year":2,"month":3,"sponsorship":"{{Case(2)}}","otherDeductions":"0.50","withdrawn":""}
            """, ImportFormat.Ndjson);

        Assert.Equal([(1, $"{Case(1)},1,2,,4200.00,NZD,,,,,"), (3, $"{Case(2)},2,3,,1.00,NZD,,0.50,,,")], read.Rows);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n\n", "empty")]
    [InlineData(Header, "no rows")]
    [InlineData(Header + "\n\n \n", "no rows")]
    [InlineData("sponsorship,year,month,currency\nx", "missing: earned")]
    [InlineData("sponsorship,year,month,earned,currency,name\nx", "Field 6 is not a column")]
    [InlineData("sponsorship;year;month;earned;currency\nx", "The separator is a comma")]
    [InlineData("Sponsorship,year,month,earned,currency\nx", "Field 1 is not a column")]
    [InlineData("sponsorship,year,month,earned,currency,year\nx", "'year' stands there twice")]
    [InlineData("sponsorship,year,month,earned,\"currency\nx", "Close every quote")]
    public void A_header_that_is_not_right_refuses_the_file_and_says_what_to_mend(string file, string says)
    {
        var read = Parse(file, ImportFormat.Csv);

        Assert.Contains(says, read.Problem, StringComparison.Ordinal);
        Assert.Empty(read.Rows);
    }

    [Fact, Trait("Speed", "slow")]
    public void A_file_with_more_rows_than_it_may_have_is_refused()
    {
        using var parser = new EarningsFileParser(ImportFormat.Ndjson, Auckland, null);
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x\n", 10_000)));
        while (parser.Problem is null)
        {
            for (var rest = lines.AsSpan(); rest.Length > 0 && parser.Problem is null; rest = rest[parser.Read(rest)..]) parser.TakeChunk();
        }

        Assert.Equal((EarningsFile.MaxRows, true), (parser.Rows, parser.IsTooLarge));
    }

    public static TheoryData<string, string, string> BadLines => new()
    {
        { "csv", $"{Case(1)},1,1,,4200.00", "field-count" },
        { "csv", Good() + ",", "field-count" },
        { "csv", $"\"{Case(1)},1,1,,4200.00,NZD,,,,,", "not-csv" },
        { "csv", $"\"{Case(1)}\"x,1,1,,4200.00,NZD,,,,,", "not-csv" },
        { "csv", Good() + new string(' ', EarningsFile.MaxLineBytes), "line-too-long" },
        { "csv", "\u0001" + Good(), "sponsorship value-invalid" },
        { "csv", ",1,1,,4200.00,NZD,,,,,", "sponsorship value-missing" },
        { "csv", $"{Case(1)},,1,,4200.00,NZD,,,,,", "year value-missing" },
        { "csv", $"{Case(1)},1,,,4200.00,NZD,,,,,", "month value-missing" },
        { "csv", $"{Case(1)},1,1,,,NZD,,,,,", "earned value-missing" },
        { "csv", $"{Case(1)},1,1,,4200.00,,,,,,", "currency value-missing" },
        { "csv", $"{Host(1)},1,1,,4200.00,NZD,,,,,", "sponsorship value-invalid" },
        { "csv", $"{SponsorshipId.From(CityId.Parse("nz-wlg"), "x")},1,1,,4200.00,NZD,,,,,", "sponsorship other-city" },
        { "csv", $"{Case(1)},0,1,,4200.00,NZD,,,,,", "year value-invalid" },
        { "csv", $"{Case(1)},51,1,,4200.00,NZD,,,,,", "year value-invalid" },
        { "csv", $"{Case(1)},1,13,,4200.00,NZD,,,,,", "month value-invalid" },
        { "csv", $"{Case(1)},1,March,,4200.00,NZD,,,,,", "month value-invalid" },
        { "csv", $"{Case(1)},1,1,other,4200.00,NZD,,,,,", "employer employer-not-own" },
        { "csv", $"{Case(1)},1,1,a b,4200.00,NZD,,,,,", "employer employer-not-own" },
        { "csv", $"{Case(1)},1,1,,4200,NZD,,,,,", "earned value-invalid" },
        { "csv", $"{Case(1)},1,1,,4200.000,NZD,,,,,", "earned value-invalid" },
        { "csv", $"{Case(1)},1,1,,-1.00,NZD,,,,,", "earned value-invalid" },
        { "csv", $"{Case(1)},1,1,,10000000000000.01,NZD,,,,,", "earned value-invalid" },
        { "csv", $"{Case(1)},1,1,,\"4,200.00\",NZD,,,,,", "earned value-invalid" },
        { "csv", $"{Case(1)},1,1,,4200.00,nzd,,,,,", "currency value-invalid" },
        { "csv", $"{Case(1)},1,1,,4200.00,QQQ,,,,,", "currency value-invalid" },
        { "csv", $"{Case(1)},1,1,,4200.00,NZD,1.0,,,,", "pay value-invalid" },
        { "csv", $"{Case(1)},1,1,,4200.00,NZD,,x,,,", "otherDeductions value-invalid" },
        { "csv", $"{Case(1)},1,1,,4200.00,NZD,,,2024-02-30,2024-03-01,", "paidFrom value-invalid" },
        { "csv", $"{Case(1)},1,1,,4200.00,NZD,,,2024-02-01,,", "paidTo value-missing" },
        { "csv", $"{Case(1)},1,1,,4200.00,NZD,,,,2024-02-01,", "paidFrom value-missing" },
        { "csv", $"{Case(1)},1,1,,4200.00,NZD,,,2024-02-02,2024-02-01,", "paidTo value-invalid" },
        { "csv", $"{Case(1)},1,1,,4200.00,NZD,,,,,no", "withdrawn value-invalid" },
        { "ndjson", "{", "not-json" },
        { "ndjson", "[]", "not-json" },
        { "ndjson", "{} {}", "not-json" },
        { "ndjson", "{\"year\":1,\"year\":2}", "not-json" },
        { "ndjson", "{\"year\":[1]}", "not-json" },
        { "ndjson", "{\"name\":\"x\"}", "unknown-column" },
        { "ndjson", "{}", "sponsorship value-missing" },
        { "ndjson", $"{{\"sponsorship\":\"{Case(1)}\",\"year\":1.5,\"month\":1,\"earned\":\"1.00\",\"currency\":\"NZD\"}}",
            "year value-invalid" },
        { "ndjson", $"{{\"sponsorship\":\"{Case(1)}\",\"year\":1,\"month\":1,\"earned\":4200.00,\"currency\":\"NZD\"}}",
            "earned value-invalid" },
        { "ndjson", $"{{\"sponsorship\":\"{Case(1)}\",\"year\":1,\"month\":1,\"earned\":\"1.00\",\"currency\":\"NZD\",\"withdrawn\":true}}",
            "withdrawn value-invalid" },
        { "ndjson", $"{{\"sponsorship\":\"{Case(1)}\"}}" + new string(' ', EarningsFile.MaxLineBytes), "line-too-long" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public void A_bad_row_is_found_with_its_line_column_and_code_and_the_rows_beside_it_are_read(string format, string line, string found)
    {
        var isCsv = format == "csv";
        var good = isCsv
            ? Good(9) : $"{{\"sponsorship\":\"{Case(9)}\",\"year\":1,\"month\":1,\"earned\":\"4200.00\",\"currency\":\"NZD\"}}";
        var read = Parse($"{(isCsv ? Header : "")}\n{good}\n{line}\n{good}\n", isCsv ? ImportFormat.Csv : ImportFormat.Ndjson);

        var rows = read.Rows.Select(r => EarningsRow.Read(r.Row, r.Line, Auckland, "acme")).ToArray();
        Assert.Equal(3, rows.Length);
        Assert.All([rows[0], rows[2]],
            r => Assert.Equal((Case(9), "acme", Dollars(420_000)), (r.Row!.Sponsorship, r.Row.Employer, r.Row.Earned)));
        var bad = rows[1].Bad!;
        Assert.Equal((3, found), (bad.Line, bad.Column is { } column ? $"{EarningsFile.NameOf(column)} {bad.Code}" : bad.Code));
        Assert.NotEmpty(bad.Text);
    }

    [Fact]
    public void A_line_that_is_not_UTF_8_is_a_bad_row()
    {
        var read = Parse([.. Encoding.UTF8.GetBytes($"{Header}\n{Good(1)}"), 0xC3, 0x28, (byte)'\n', .. Encoding.UTF8.GetBytes(Good(2))],
            ImportFormat.Csv);

        Assert.Equal([(2, "?not-utf8"), (3, Good(2))], read.Rows);
        Assert.Equal("not-utf8", EarningsRow.Read(read.Rows[0].Row, 2, Auckland, null).Bad!.Code);
    }

    [Fact]
    public void A_row_is_read_with_all_that_it_says()
    {
        var (row, bad) = EarningsRow.Read($"{Case(1)},2,12,acme,4200.00,NZD,4000.00,,2024-01-01,2024-01-31,", 2, Auckland, null);
        Assert.Null(bad);
        Assert.Equal(
            new EarningsRow
            {
                Sponsorship = Case(1), Year = 2, Month = 12, Employer = "acme", Earned = Dollars(420_000),
                Details = new(Dollars(400_000), Dollars(0)), Paid = new(new(2024, 1, 1), new(2024, 1, 31))
            }, row);
        Assert.Equal(
            new EarningsRow { Sponsorship = Case(1), Year = 2, Month = 12, IsWithdrawal = true },
            EarningsRow.Read($"{Case(1)},2,12,,,,,,,,yes", 2, Auckland, null).Row);
    }

    [Theory]
    [InlineData(ImportFormat.Csv)]
    [InlineData(ImportFormat.Ndjson)]
    public void What_could_be_a_name_is_not_kept_wherever_it_stands(ImportFormat format)
    {
        string[] names = ["Juan dela Cruz", "juan", "Malaya", "成龍", "juan@example.org", "+64 21 555"];
        var fields = Good().Split(',');
        var columns = Header.Split(',');
        var file = new StringBuilder(format == ImportFormat.Csv ? Header + "\n" : "");
        for (var i = 0; i < columns.Length; i++)
        {
            // An employer's id may be any word, and an officer's row that can be carried out is kept with it.
            foreach (var name in names.Where(n => columns[i] != "employer" || n.Contains(' ')))
            {
                string[] row = [.. fields[..i], name, .. fields[(i + 1)..]];
                file.Append(
                    format == ImportFormat.Csv
                        ? string.Join(',', row) : $"{{{string.Join(',', columns.Zip(row).Select(p => $"\"{p.First}\":\"{p.Second}\""))}}}")
                        .Append('\n');
            }
        }

        file.Append(format == ImportFormat.Csv ? "Juan dela Cruz" : "{\"Juan\":\"dela Cruz\"}").Append('\n');
        var read = Parse(file.ToString(), format);

        Assert.All(read.Rows, r => Assert.DoesNotContain(names, n => r.Row.Contains(n, StringComparison.OrdinalIgnoreCase)));
        Assert.All(read.Rows, r =>
        {
            var bad = EarningsRow.Read(r.Row, r.Line, Auckland, null).Bad;
            Assert.NotNull(bad);
            Assert.DoesNotContain(names, n => bad.Text.Contains(n, StringComparison.OrdinalIgnoreCase));
        });
        Assert.Equal(63, read.Rows.Count(r => r.Row.Contains('?')));
    }

    [Theory]
    // The sender's own mistakes, and names in the wrong column, of which many could be ids.
    [InlineData("acme", "1,1,Cruz,4200.00,NZD,,,,,", "employer employer-not-own")]
    [InlineData("acme", "1,1,Juan-dela-Cruz,4200.00,NZD,,,,,", "employer employer-not-own")]
    [InlineData("acme", "1,1,Juan dela Cruz,4200.00,NZD,,,,,", "employer employer-not-own")]
    [InlineData("acme", "1,13,Cruz,4200.00,NZD,,,,,", "month value-invalid")]
    [InlineData(null, "1,1,Cruz,4200,NZD,,,,,", "earned value-invalid")]
    [InlineData(null, "1,1,Cruz,,NZD,,,,,", "earned value-missing")]
    [InlineData(null, "1,13,Cruz,4200.00,NZD,,,,,", "month value-invalid")]
    [InlineData(null, "1,1,Cruz,4200.00,NZD,,,2024-02-02,2024-02-01,", "paidTo value-invalid")]
    [InlineData(null, "1,1,Juan dela Cruz,4200.00,NZD,,,,,", "employer value-invalid")]
    [InlineData(null, "1,13,Cruz,,,,,,,yes", "month value-invalid")]
    public void A_name_in_the_column_of_the_employer_of_a_bad_row_is_not_kept_and_the_row_is_bad_for_its_own_reason(string? own,
        string fields, string found)
    {
        var read = Parse(Encoding.UTF8.GetBytes($"{Header}\n{Case(1)},{fields}\n"), ImportFormat.Csv, own: own);

        var row = Assert.Single(read.Rows).Row;
        Assert.DoesNotContain("Cruz", row, StringComparison.Ordinal);
        var bad = EarningsRow.Read(row, 2, Auckland, own).Bad!;
        Assert.Equal(found, $"{EarningsFile.NameOf(bad.Column!.Value)} {bad.Code}");
    }

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("acme", "")]
    [InlineData(null, "acme")]
    public void The_employer_of_a_row_that_can_be_carried_out_is_kept(string? own, string employer)
    {
        var line = $"{Case(1)},1,1,{employer},4200.00,NZD,,,,,";
        Assert.Equal((2, line), Assert.Single(Parse(Encoding.UTF8.GetBytes($"{Header}\n{line}\n"), ImportFormat.Csv, own: own).Rows));
    }

    [Theory]
    [InlineData(",,,,,,,,,,")]
    [InlineData(" , ,\t,")]
    [InlineData(",")]
    public void A_row_of_only_commas_is_blank(string blank)
    {
        var read = Parse($"{blank}\n{Header}\n{blank}\n{Good(1)}\r\n{blank}\r\n{Good(2)}\n{blank}", ImportFormat.Csv);

        Assert.Null(read.Problem);
        Assert.Equal([(4, Good(1)), (6, Good(2))], read.Rows);
        Assert.Contains("no rows", Parse($"{Header}\n{blank}\n", ImportFormat.Csv).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void However_a_file_is_cut_on_its_way_its_chunks_are_the_same()
    {
        var line = Gen.OneOf(
            Gen.Int[1, 99].Select(n => Good(n)), Gen.Const(""), Gen.String[Gen.Char["ab,\"{}?1. é"], 0, 60],
            Gen.Int[4000, 4200].Select(n => new string('x', n)));
        Gen.Select(line.Array[0, 400], Gen.Int[1, 5000].Array[1, 40], Gen.Bool).Sample((lines, cuts, isCsv) =>
        {
            var format = isCsv ? ImportFormat.Csv : ImportFormat.Ndjson;
            var file = Encoding.UTF8.GetBytes($"{Header}\n{string.Join("\n", lines)}");
            var (whole, pieces) = (Parse(file, format), Parse(file, format, cuts));
            Assert.Equal(whole.Chunks.Select(c => (c.FirstLine, c.Rows, c.Fingerprint)),
                pieces.Chunks.Select(c => (c.FirstLine, c.Rows, c.Fingerprint)));
            Assert.Equal(whole.Rows, pieces.Rows);
            Assert.Equal((whole.Sha256, whole.Problem), (pieces.Sha256, pieces.Problem));
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)), whole.Sha256);
            Assert.Equal(whole.Chunks.Sum(c => c.Rows), whole.Rows.Count);
        }, iter: 100);
    }

    [Fact]
    public void Of_a_long_file_one_line_and_one_chunk_are_held()
    {
        using var parser = new EarningsFileParser(ImportFormat.Csv, Auckland, null);
        var (most, chunks, rows) = (0, 0, 0);
        void Read(ReadOnlySpan<byte> bytes)
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[parser.Read(bytes)..];
                most = Math.Max(most, parser.Buffered);
                if (parser.IsFull) Take();
            }
        }

        void Take()
        {
            if (parser.TakeChunk() is not { } chunk) return;
            Assert.InRange(chunk.Data.Length, 1, RowChunk.MaxBytes);
            (chunks, rows) = (chunks + 1, rows + chunk.Rows);
        }

        Read(Encoding.UTF8.GetBytes(Header + "\n"));
        var page = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(1, 1000).Select(n => $"{Good(n)}\n")) + new string('x', 100_000) + "\n");
        for (var i = 0; i < 200; i++) Read(page);
        parser.End();
        Take();

        Assert.Equal((200_200, 200_200), (parser.Rows, rows));
        Assert.InRange(chunks, 300, 600);
        Assert.InRange(most, 1, RowChunk.MaxBytes + EarningsFile.MaxLineBytes + 1);
    }

    [Fact]
    public void A_chunk_that_cannot_be_packed_still_fits_into_an_event()
    {
        var noise = new byte[RowChunk.MaxBytes];
        new Random(1).NextBytes(noise);
        var chunk = RowChunk.Pack(1, 500, noise);
        var written = EarningsImportDecider.Aggregate.Events.Write(new EarningsRowsReceived(9_999, 1_999_999, 500, chunk.Data));
        Assert.InRange(written.Length, noise.Length, 60 * 1024);
    }

    private static Read Parse(string file, ImportFormat format) => Parse(Encoding.UTF8.GetBytes(file), format);

    private static Read Parse(byte[] file, ImportFormat format, int[]? cuts = null, string? own = null)
    {
        using var parser = new EarningsFileParser(format, Auckland, own);
        var chunks = new List<RowChunk>();
        var (at, piece) = (0, 0);
        while (at < file.Length && parser.Problem is null)
        {
            var length = Math.Min(file.Length - at, cuts is null ? file.Length : cuts[piece++ % cuts.Length]);
            var read = parser.Read(file.AsSpan(at, length));
            at += read;
            if (parser.IsFull) chunks.Add(parser.TakeChunk()!);
        }

        parser.End();
        if (parser.TakeChunk() is { } last) chunks.Add(last);
        return new(parser.Problem, parser.Header, chunks, [.. chunks.SelectMany(c => RowChunk.Unpack(c.FirstLine, c.Data))],
            parser.Sha256());
    }

    private sealed record Read(string? Problem, IReadOnlyList<ImportColumn> Header, IReadOnlyList<RowChunk> Chunks,
        IReadOnlyList<(int Line, string Row)> Rows, string Sha256);
}
