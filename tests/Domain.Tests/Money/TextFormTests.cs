namespace VipOrleans.Domain.Tests.Money;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;

/// <summary>One form for a kind of text, whatever it comes in.</summary>
public sealed class TextFormTests
{
    [Theory]
    [InlineData("NP", true)]
    [InlineData("np", false)]
    [InlineData("NP\n", false)]
    [InlineData("NPL", false)]
    public void A_country_is_two_capital_letters(string text, bool valid) => Assert.Equal(valid, TextForms.Country.Problem(text) is null);

    [Theory]
    [InlineData("2025-11-03", true)]
    [InlineData("1900-01-01", true)]
    [InlineData("1899-12-31", false)]
    [InlineData("2201-01-01", false)]
    [InlineData("2025-11-3", false)]
    [InlineData("03.11.2025", false)]
    public void A_day_has_one_text(string text, bool valid) => Assert.Equal(valid, TextForms.Day.Problem(text) is null);

    [Theory]
    [InlineData("1", true)]
    [InlineData("12", true)]
    [InlineData("13", false)]
    [InlineData("0", false)]
    [InlineData("+1", false)]
    [InlineData("1\0", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_number_of_something_is_digits_alone(string? text, bool valid) => Assert.Equal(valid, TextForms.TryCount(text, 12, out _));

    [Theory]
    [InlineData("GB33BUKB20201555555555", true)]
    [InlineData("GB33BUKB20201555555556", false)] // check digits
    [InlineData("DE89370400440532013", false)] // too short for its country
    [InlineData("US64SVBKUS6S3300958879", false)] // no country that has them
    public void An_iban_is_right_in_country_length_and_check_digits(string text, bool valid)
    {
        Assert.Equal(valid, MoneyForms.Iban.Problem(text) is null);
        var party = new BankParty("Ana", new(text, null, "BUKBGB22"), new(null, null, null, "London", "GB"));
        Assert.Equal(valid, party.Problems().Count == 0);
    }

    [Theory]
    [InlineData("acme", "NZD", "500.00", "2025-11-03", "2025-11-30", null)]
    [InlineData("acme works", "NZD", "500.00", "2025-11-03", "2025-11-30", ImportColumn.Employer)]
    [InlineData("acme", "XXX", "500.00", "2025-11-03", "2025-11-30", ImportColumn.Currency)]
    [InlineData("acme", "NZD", "500.0", "2025-11-03", "2025-11-30", ImportColumn.Earned)]
    [InlineData("acme", "NZD", "500.00", "1899-11-03", "2025-11-30", ImportColumn.PaidFrom)]
    [InlineData("acme", "NZD", "500.00", "2025-11-03", "2201-11-30", ImportColumn.PaidTo)]
    public void A_row_of_a_file_is_checked_with_the_same_forms(string employer, string currency, string earned, string from, string to,
        ImportColumn? wrong)
    {
        var city = CityId.Parse("nz-akl");
        var sponsorship = SponsorshipId.From(city, "s");
        using var parser = new EarningsFileParser(ImportFormat.Csv, city, null);
        parser.Read(Encoding.UTF8.GetBytes("sponsorship,year,month,employer,earned,currency,paidFrom,paidTo\n"
            + $"{sponsorship},1,1,{employer},{earned},{currency},{from},{to}\n"));
        parser.End();
        var chunk = parser.TakeChunk()!;
        var (line, row) = Assert.Single(RowChunk.Unpack(chunk.FirstLine, chunk.Data));
        var (read, bad) = EarningsRow.Read(row, line, city, null);
        Assert.Equal(wrong is null, read is not null);
        Assert.Equal(wrong, bad?.Column);
    }
}
