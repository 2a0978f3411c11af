namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Tests.Sample;

public sealed class ReferenceTests
{
    [Fact]
    public void The_reference_of_a_statement_leads_to_its_employer_and_month_and_to_no_other()
    {
        var reference = StatementReference.Of(Auckland, "kiwi-orchards", StatementPeriod.Parse("2026-12"));
        Assert.True(StatementReference.TryRead(reference, out var beginning, out var month));
        Assert.Equal((StatementReference.Beginning(Auckland, "kiwi-orchards"), StatementPeriod.Parse("2026-12")), (beginning, month));
        Assert.NotEqual(StatementReference.Beginning(Auckland, "kiwi-orchard"), beginning);
        Assert.NotEqual(StatementReference.Beginning(CityId.Parse("nz-wlg"), "kiwi-orchards"), beginning);
        Assert.False(EmployerReference.TryRead(reference, out _, out _, out _));
        Assert.True(CreditorReference.TryParse(reference.Printed, out var read) && read == reference);
    }

    [Fact]
    public void The_reference_of_a_month_leads_to_its_sponsorship_employer_year_and_month()
    {
        var reference = EmployerReference.Of(Case(1), "kiwi-orchards", 12, 11);
        Assert.True(EmployerReference.TryRead(reference, out var beginning, out var year, out var month));
        Assert.Equal((EmployerReference.Beginning(Case(1), "kiwi-orchards"), 12, 11), (beginning, year, month));
        Assert.NotEqual(EmployerReference.Beginning(Case(2), "kiwi-orchards"), beginning);
        Assert.False(StatementReference.TryRead(reference, out _, out _));
    }

    [Theory]
    [InlineData("1-13-2026", false)]
    [InlineData("", false)]
    [InlineData("Invoice RF00", false)]
    [InlineData("thanks {0} bye", true)]
    [InlineData("{1}", true)]
    [InlineData("/ROC/{2}//URI", true)]
    public void A_reference_is_found_in_whatever_a_payer_wrote(string text, bool isFound)
    {
        var reference = StatementReference.Of(Auckland, "kiwi-orchards", StatementPeriod.Parse("2026-12"));
        var written = text.Replace("{0}", reference.Value, StringComparison.Ordinal)
            .Replace("{1}", reference.Printed, StringComparison.Ordinal)
            .Replace("{2}", reference.Value.ToLowerInvariant(), StringComparison.Ordinal);
        Assert.Equal(isFound ? reference.Value : null, CreditFileReader.ReferencesIn(written).SingleOrDefault());
    }
}
