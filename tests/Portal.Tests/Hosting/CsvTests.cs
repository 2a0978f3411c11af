namespace VipOrleans.Portal.Tests.Hosting;

using VipOrleans.Portal.Hosting;

/// <summary>Tables as officers paste them or save them from a sheet.</summary>
public sealed class CsvTests
{
    [Theory]
    [InlineData("a,b\n1,2", "1:a|b 2:1|2")]
    [InlineData("a;b\r\n1;2\r\n", "1:a|b 2:1|2")]
    [InlineData("a\tb\n1\t2", "1:a|b 2:1|2")]
    [InlineData("\uFEFFa,b\n\n1, 2 \n,\n", "1:a|b 3:1|2")]
    [InlineData("a,b\n\"1,5\",\"say \"\"yes\"\"\"", "1:a|b 2:1,5|say \"yes\"")]
    [InlineData("a,b\n\"two\nlines\",x\nlast,y", "1:a|b 2:two\nlines|x 4:last|y")]
    [InlineData("", "")]
    public void A_table_is_read(string text, string rows) =>
        Assert.Equal(rows, string.Join(' ', Csv.Read(text).Select(r => $"{r.Line}:{string.Join('|', r.Cells)}")));

    [Fact]
    public void A_quote_that_is_not_closed_says_where_it_was_opened() =>
        Assert.Equal("3", Assert.Throws<FormatException>(() => Csv.Read("a,b\n1,2\n\"3,4\n5,6")).Message);

    [Fact]
    public void What_is_written_is_read_again()
    {
        string[] cells = ["plain", "", "a, b; c", "say \"yes\"", "two\nlines", "Ōwairaka 佐藤"];
        // Which character parts the cells, the first row says.
        Assert.Equal(cells, Csv.Read($"a,b,c,d,e,f\n{Csv.Write(cells)}")[1].Cells);
    }
}
