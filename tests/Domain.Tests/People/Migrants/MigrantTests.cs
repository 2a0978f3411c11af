namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class MigrantTests
{
    private static readonly RegisterMigrant Register = new(Migrant(1), "PH", ["fil-PH", "en-PH"], ["nursing"]);

    [Fact]
    public void A_migrant_registers_once()
    {
        Given.Migrant().When(Register).Then(MigrantRegistered(1)).WithOutcome("registered");
        Given.Migrant(MigrantRegistered(1)).When(Register).ThenRejected(RejectionCode.AlreadyExists);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PHL")]
    [InlineData("ph")]
    [InlineData("P1")]
    [InlineData("РН")]
    public void An_origin_is_a_country_code(string origin) =>
        Given.Migrant().When(Register with { Origin = origin }).ThenRejected(RejectionCode.InvalidInput);

    [Theory]
    [InlineData("am-ET")]
    [InlineData("fil-PH")]
    [InlineData("tpi")]
    [InlineData("pa")]
    [InlineData("zh-Hant-TW")]
    [InlineData("es-419")]
    [InlineData("de-CH-1996")]
    [InlineData("sl-rozaj-biske")]
    public void A_language_is_a_tag_of_BCP_47(string tag) =>
        Given.Migrant().When(Register with { Languages = [tag] }).Then(new MigrantRegistered(Migrant(1), "PH", [tag], ["nursing"]));

    [Theory]
    [InlineData("")]
    [InlineData("f")]
    [InlineData("english")]
    [InlineData("EN")]
    [InlineData("en-ph")]
    [InlineData("en_PH")]
    [InlineData("en-")]
    [InlineData("en-PH-")]
    [InlineData("en-PH\n")]
    [InlineData(" en")]
    [InlineData("еn")]
    [InlineData("sl-rozaj-biske-1994-rozaj-biske-1994")]
    public void What_is_no_language_is_refused(string tag) =>
        Given.Migrant().When(Register with { Languages = [tag] }).ThenRejected(RejectionCode.InvalidInput);

    [Fact]
    public void Languages_and_skills_are_bounded_and_none_stands_twice()
    {
        Given.Migrant().When(Register with { Languages = ["en", "en"] }).ThenRejected(RejectionCode.InvalidInput);
        Given.Migrant().When(Register with { Languages = [.. Enumerable.Range(0, 21).Select(n => $"a{(char)('a' + n)}")] })
            .ThenRejected(RejectionCode.InvalidInput);
        Assert.Null(
            Given.Migrant()
                .When(Register with { Languages = [.. Enumerable.Range(0, 20).Select(n => $"a{(char)('a' + n)}")] }).Decision.Rejection);
        Given.Migrant().When(Register with { Skills = ["", "x"] }).ThenRejected(RejectionCode.InvalidInput);
        Given.Migrant().When(Register with { Skills = [new('x', 61)] }).ThenRejected(RejectionCode.InvalidInput);
        Given.Migrant().When(Register with { Skills = ["weld\ning"] }).ThenRejected(RejectionCode.InvalidInput);
        Given.Migrant().When(Register with { Skills = ["welding", "welding"] }).ThenRejected(RejectionCode.InvalidInput);
        Given.Migrant().When(Register with { Skills = [.. Enumerable.Range(0, 51).Select(n => $"skill {n}")] })
            .ThenRejected(RejectionCode.InvalidInput);
        Assert.Null(
            Given.Migrant().When(Register with { Skills = [.. Enumerable.Range(0, 50).Select(n => $"skill {n}")] }).Decision.Rejection);
        Assert.Null(Given.Migrant().When(Register with { Languages = [], Skills = [] }).Decision.Rejection);
    }

    [Fact]
    public void A_baseline_is_declared_and_declared_again()
    {
        Given.Migrant(MigrantRegistered(1)).When(new DeclareBaseline(Payslips), By("migrant:nz.migrant.x"))
            .Then(new BaselineDeclared(Payslips))
            .WithOutcome("declared");
        var other = Payslips with { Yearly = Money.Zero(Php), Evidence = BaselineEvidence.TaxRecord, On = Today };
        Assert.Equal(other,
            Given.Migrant(MigrantRegistered(1), new BaselineDeclared(Payslips)).When(new DeclareBaseline(other), By("city-officer:two"))
                .Then(new BaselineDeclared(other, "city-officer:two")).State.Baseline);
    }

    [Theory]
    [InlineData("city-officer:a", "city-officer:a", false)]
    [InlineData("city-officer:a", "nation-officer:a", false)]
    [InlineData("city-officer:raw-a", "city-officer:a", false)]
    [InlineData("city-officer:a", "city-officer:b", true)]
    [InlineData("migrant:nz.migrant.x", "city-officer:a", true)]
    public void Who_declared_a_baseline_does_not_verify_it(string declares, string verifies, bool may)
    {
        var by = declares.StartsWith("migrant:", StringComparison.Ordinal) ? null : declares;
        var declaring = Given.Migrant(MigrantRegistered(1)).When(new DeclareBaseline(Payslips), By(declares));
        declaring.Then(new BaselineDeclared(Payslips, by));
        var verifying = Given.Migrant(MigrantRegistered(1), new BaselineDeclared(Payslips, by))
            .When(new VerifyBaseline(new(Payslips.Yearly, BaselineMethod.Payslips, "case-file/1", Today)), By(verifies));
        if (may) verifying.WithOutcome("verified");
        else verifying.ThenRejected(RejectionCode.SameOfficer);
        if (by is null) return;
        // Whom the journal names by a former name is the same officer.
        Given.Migrant(MigrantRegistered(1), new BaselineDeclared(Payslips, by))
            .When(new VerifyBaseline(new(Payslips.Yearly, BaselineMethod.Payslips, "case-file/1", Today)),
                By("city-officer:now") with { FormerActor = by })
            .ThenRejected(RejectionCode.SameOfficer);
    }

    private static Moment By(string actor) => ThatMoment with { Actor = actor };

    [Fact]
    public void A_baseline_that_cannot_be_is_refused()
    {
        var migrant = Given.Migrant(MigrantRegistered(1));
        migrant.When(new DeclareBaseline(Payslips with { Yearly = new(-1, Php) })).ThenRejected(RejectionCode.InvalidInput);
        migrant.When(new DeclareBaseline(Payslips with { Yearly = new(Money.MaxMinor + 1, Php) }))
            .ThenRejected(RejectionCode.InvalidInput);
        migrant.When(new DeclareBaseline(Payslips with { Yearly = default })).ThenRejected(RejectionCode.InvalidInput);
        migrant.When(new DeclareBaseline(Payslips with { On = Today.AddDays(1) })).ThenRejected(RejectionCode.DateInFuture);
        Assert.Null(
            migrant.When(new DeclareBaseline(Payslips with { Yearly = new(Money.MaxMinor, Php), On = Today })).Decision.Rejection);
    }

    [Fact]
    public void A_migrant_has_one_live_sponsorship()
    {
        Given.Migrant(MigrantRegistered(1)).When(new TakeMigrant(Case(1))).Then(new MigrantTaken(Case(1)));
        var taken = Given.Migrant(MigrantRegistered(1), new MigrantTaken(Case(1)));
        taken.When(new TakeMigrant(Case(1))).ThenNothing().WithOutcome("taken");
        taken.When(new TakeMigrant(Case(2))).ThenRejected(RejectionCode.MigrantBusy);
        Assert.Null(taken.When(new FreeMigrant(Case(1), "take")).Then(new MigrantFreed(Case(1))).Decision.VoidedCommand);
        var other = taken.When(new FreeMigrant(Case(2), "take 2")).Then(new MigrantClaimVoided(Case(2)));
        Assert.Equal(("take 2", Case(1)), (other.Decision.VoidedCommand, other.State.Live!.Value));
    }

    [Fact]
    public void A_migrant_is_erased_when_no_sponsorship_is_live()
    {
        Given.Migrant(MigrantRegistered(1), new MigrantTaken(Case(1))).When(new EraseMigrant()).ThenRejected(RejectionCode.SponsorshipOpen);
        Given.Migrant(MigrantRegistered(1)).When(new EraseMigrant()).Then(new MigrantErased());
        var erased = Given.Migrant(MigrantRegistered(1), new MigrantErased());
        erased.When(new EraseMigrant()).ThenNothing();
        erased.When(new TakeMigrant(Case(1))).ThenRejected(RejectionCode.MigrantNotFound);
        erased.When(new DeclareBaseline(Payslips)).ThenRejected(RejectionCode.MigrantNotFound);
    }

    [Fact]
    public void Who_is_no_migrant_is_not_found()
    {
        MigrantCommand[] commands = [new DeclareBaseline(Payslips),
            new VerifyBaseline(new(Payslips.Yearly, BaselineMethod.Payslips, "x", Today)), new TakeMigrant(Case(1)),
            new FreeMigrant(Case(1), "take"), new EraseMigrant()];
        Assert.All(commands, c => Given.Migrant().When(c).ThenRejected(RejectionCode.MigrantNotFound));
    }
}
