namespace VipOrleans.Domain.Tests.Kernel;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;

/// <summary>Officers whom older events name by another hash are the same officers: the change of names makes nobody a second one.</summary>
public sealed class FormerActorTests
{
    private const string Old = "city-officer:0old", New = "city-officer:0new", Other = "city-officer:0other";

    private static readonly Moment ByNew = Sample.ThatMoment with { Actor = New, FormerActor = Old };

    [Theory]
    [InlineData(Old, true, true)]
    [InlineData(New, true, true)]
    [InlineData("nation-officer:0old", false, true)]
    [InlineData("nation-officer:0new", false, true)]
    [InlineData("city-officer:0old-0x", false, true)]
    [InlineData(Other, false, false)]
    [InlineData("host:nz-akl.host.a", false, false)]
    [InlineData("system", false, false)]
    public void An_officer_is_known_by_both_names(string stored, bool isBy, bool isOne) =>
        Assert.Equal((isBy, isOne), (ByNew.IsBy(stored), ByNew.IsOne(stored)));

    [Theory]
    [InlineData("city-officer:0old-0folded", "city-officer:0old2-0folded")]
    [InlineData("city-officer:0folded", "city-officer:0old2-0folded")]
    public void Two_spellings_of_a_subject_stay_one_officer_across_the_change(string stored, string former) =>
        Assert.True((ByNew with { FormerActor = former }).IsOne(stored));

    [Fact]
    public void Who_has_no_former_name_is_compared_as_before()
    {
        var moment = Sample.ThatMoment with { Actor = New };
        Assert.Equal((true, false, false), (moment.IsBy(New), moment.IsBy(Old), moment.IsOne(Old)));
    }

    [Fact]
    public void Who_said_where_a_host_is_paid_under_the_former_name_does_not_pay_it()
    {
        Assert.Equal(RejectionCode.SameOfficer, PayoutDecider.MayPay(ByNew, [Other, Old])?.Code);
        Assert.Null(PayoutDecider.MayPay(ByNew, [Other]));
    }

    [Fact]
    public void No_rule_looks_at_one_name_of_who_asks_alone()
    {
        // Whoever compares an actor with the moment's asks the moment, which knows both names.
        var files = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Domain"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && Path.GetFileName(f) is not ("Moment.cs" or "Actors.cs"));
        string[] compared = ["moment.Actor ==", "moment.Actor !=", "== moment.Actor", "!= moment.Actor"];
        Assert.DoesNotContain(
            files.SelectMany(File.ReadLines),
            l => compared.Any(c => l.Contains(c, StringComparison.Ordinal))
                || (l.Contains("AreOne(", StringComparison.Ordinal) && l.Contains("moment.Actor", StringComparison.Ordinal)));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VipOrleans.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
