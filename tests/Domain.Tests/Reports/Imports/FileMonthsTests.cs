namespace VipOrleans.Domain.Tests.Reports;

using VipOrleans.Domain.Reports;
using static VipOrleans.Domain.Tests.Sample;

public sealed class FileMonthsTests
{
    private static readonly EarningsRow First =
        new() { Sponsorship = Case(1), Year = 1, Month = 1, Employer = "acme", Earned = Dollars(5) };

    [Fact]
    public void A_month_is_reported_once_an_employer_and_the_line_that_did_so_is_known()
    {
        var months = new FileMonths();
        Assert.Null(months.Reported(First, 2));
        Assert.Equal(2, months.Reported(First, 3));
        Assert.Equal(2, months.Reported(First with { Earned = Dollars(7) }, 900));
    }

    [Fact]
    public void Another_sponsorship_year_month_or_employer_is_another_report()
    {
        var months = new FileMonths();
        foreach (var (i, row) in ((EarningsRow[])[First, First with { Sponsorship = Case(2) }, First with { Year = 2 },
            First with { Month = 11 }, First with { Year = 11 }, First with { Employer = "beta" }, First with { Employer = null }]).Index())
        {
            Assert.Null(months.Reported(row, i));
        }
    }

    [Fact]
    public void What_the_file_itself_takes_back_makes_room()
    {
        var months = new FileMonths();
        Assert.Null(months.Reported(First, 2));
        Assert.Null(months.Reported(First with { IsWithdrawal = true, Earned = default }, 3));
        Assert.Null(months.Reported(First, 4));
        Assert.Equal(4, months.Reported(First, 5));
    }
}
