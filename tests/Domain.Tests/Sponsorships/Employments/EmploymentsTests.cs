namespace VipOrleans.Domain.Tests.Sponsorships;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class EmploymentsTests
{
    private const string Acme = "acme";

    // Arrived on 6 March 2024: month 1 is 6 March to 5 April, month 2 is 6 April to 5 May, month 3 is 6 May to 5 June.
    private static readonly DateOnly April = new(2024, 4, 6), May = new(2024, 5, 6), June = new(2024, 6, 6);
    private static readonly Moment Later = On(new(2025, 1, 1)), ByAcme = Later with { Actor = "employer:nz/acme" };

    [Fact]
    public void An_employer_that_is_not_named_reports_nothing_however_it_is_sent()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Arrived);
        arrived.When(Pay(Acme, 1), ByAcme).ThenRejected(RejectionCode.EmployerNotNamed);
        arrived.When(Pay(Acme, 1), Later).ThenRejected(RejectionCode.EmployerNotNamed);
        arrived.When(new WithdrawEarnings(1, 1, Acme), ByAcme).ThenRejected(RejectionCode.EmployerNotNamed);
        Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new("beta", Today))).When(Pay(Acme, 1), ByAcme)
            .ThenRejected(RejectionCode.EmployerNotNamed);
        // An officer who knows no employer names none.
        Assert.Null(arrived.When(Pay(Employers.None, 1), Later).Decision.Rejection);
    }

    [Theory]
    [InlineData("employer:ws/acme")] // the same id in another nation
    [InlineData("employer:nz/beta")] // another one of the nation
    [InlineData("employer:beta")]
    public void Nobody_else_reports_or_withdraws_for_an_employer_that_is_named(string actor)
    {
        var named = Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new(Acme, Today)));
        named.When(Pay(Acme, 1), Later with { Actor = actor }).ThenRejected(RejectionCode.EmployerNotNamed);
        named.When(new WithdrawEarnings(1, 1, Acme), Later with { Actor = actor }).ThenRejected(RejectionCode.EmployerNotNamed);
        named.When(Pay(Employers.None, 1), Later with { Actor = actor }).ThenRejected(RejectionCode.EmployerNotNamed);
    }

    [Fact]
    public void What_an_unnamed_employer_is_told_says_nothing_of_the_sponsorship()
    {
        // Neither where it stands, nor its currency, nor its months.
        var answers = Enum.GetValues<SponsorshipStatus>().Skip(1).SelectMany(status => new[]
        {
            Pay(Acme, 1), Pay(Acme, 12), new ReportEarnings(new(99, 99, Acme, new(-1, Php))),
        }.Select(report => SponsorshipDecider.Decide(Given.Sponsorship(status).State, report, ByAcme).Rejection));
        Assert.Equal(Employers.NotNamed, Assert.Single(answers.Distinct()));
    }

    [Theory]
    [InlineData("2024-04-06", "2024-05-05", "2")]
    [InlineData("2024-04-05", "2024-05-06", "1 2 3")] // a day is enough
    [InlineData("2024-04-05", "2024-04-05", "1")]
    [InlineData("2024-04-06", null, "2 3")]
    [InlineData("2020-01-01", "2024-03-05", "")]
    [InlineData("2024-06-06", null, "")]
    public void A_named_employer_reports_the_months_that_a_day_of_its_employment_lies_in(string from, string? to, string months)
    {
        var employment = new Employment(Acme, DateOnly.Parse(from), to is null ? null : DateOnly.Parse(to));
        var named = Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(employment));
        foreach (var month in new[] { 1, 2, 3 })
        {
            var expected = months.Split(' ').Contains($"{month}") ? (RejectionCode?)null : RejectionCode.MonthOutsideEmployment;
            Assert.Equal(expected, SponsorshipDecider.Decide(named.State, Pay(Acme, month), ByAcme).Rejection?.Code);
        }
    }

    [Fact]
    public void Whoever_comes_again_reports_both_times_and_not_the_time_between()
    {
        var named = Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new(Acme, Today, April.AddDays(-1))),
            new EmployerNamed(new(Acme, May)));
        Assert.Null(SponsorshipDecider.Decide(named.State, Pay(Acme, 1), ByAcme).Rejection);
        named.When(Pay(Acme, 2), ByAcme).ThenRejected(RejectionCode.MonthOutsideEmployment);
        Assert.Null(SponsorshipDecider.Decide(named.State, Pay(Acme, 3), ByAcme).Rejection);
    }

    [Fact]
    public void A_report_that_comes_from_another_host_of_the_share_year_was_looked_at_there()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Arrived);
        Assert.Null(arrived.When(Pay(Acme, 1) with { IsPassedOn = true }, ByAcme).Decision.Rejection);
        Assert.Null(arrived.When(new WithdrawEarnings(1, 1, Acme, IsPassedOn: true), ByAcme).Decision.Rejection);
    }

    [Fact]
    public void An_employer_is_named_once_for_each_of_its_days()
    {
        var first = new Employment(Acme, Today, April);
        var named = Given.Sponsorship(SponsorshipStatus.Arrived).When(new NameEmployer(first)).Then(new EmployerNamed(first))
            .WithOutcome("named");
        Story<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent> Again(params SponsorshipEvent[] then) =>
            Given.Sponsorship(SponsorshipStatus.Arrived, [new EmployerNamed(first), .. then]);
        Again().When(new NameEmployer(first)).ThenNothing().WithOutcome("named");
        Again().When(new NameEmployer(new(Acme, April))).ThenRejected(RejectionCode.AlreadyExists);
        Again().When(new NameEmployer(new(Acme, Today.AddDays(-9), Today))).ThenRejected(RejectionCode.AlreadyExists);
        Again().When(new NameEmployer(new(Acme, Today.AddDays(1), Today.AddDays(2)))).ThenRejected(RejectionCode.AlreadyExists);
        Again().When(new NameEmployer(new(Acme, April.AddDays(1)))).Then(new EmployerNamed(new(Acme, April.AddDays(1))));
        Again().When(new NameEmployer(new("beta", Today))).Then(new EmployerNamed(new("beta", Today)));
        Assert.Equal([first], named.State.Employments.All);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("nz/acme")]
    [InlineData("city")]
    public void What_is_no_id_of_an_employer_is_not_named(string employer) =>
        Given.Sponsorship(SponsorshipStatus.Arrived).When(new NameEmployer(new(employer, Today))).ThenRejected(RejectionCode.InvalidInput);

    [Fact]
    public void The_last_day_does_not_lie_before_the_first()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Arrived);
        arrived.When(new NameEmployer(new(Acme, April, April.AddDays(-1)))).ThenRejected(RejectionCode.InvalidInput);
        arrived.When(new NameEmployer(new(Acme, April, April))).Then(new EmployerNamed(new(Acme, April, April)));
    }

    [Fact]
    public void A_sponsorship_has_so_many_employments_and_no_more()
    {
        var full = Given.Sponsorship([.. Histories.To(SponsorshipStatus.Arrived),
            .. Enumerable.Range(1, Employments.Most).Select(n => new EmployerNamed(new($"employer-{n}", Today)))]);
        full.When(new NameEmployer(new("one-more", Today))).ThenRejected(RejectionCode.InvalidInput);
        full.When(new NameEmployer(new("employer-1", Today))).ThenNothing().WithOutcome("named");
    }

    [Fact]
    public void An_employment_ends_on_a_day_that_can_be_put_right()
    {
        var named = Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new(Acme, Today)));
        var ended = named.When(new EndEmployment(Acme, Today, April)).Then(new EmploymentEnded(Acme, Today, April)).WithOutcome("ended");
        Assert.Equal([new(Acme, Today, April)], ended.State.Employments.All);
        Assert.Equal(RejectionCode.MonthOutsideEmployment, SponsorshipDecider.Decide(ended.State, Pay(Acme, 3), ByAcme).Rejection?.Code);

        var other = Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new(Acme, Today, April)),
            new EmployerNamed(new(Acme, June)));
        other.When(new EndEmployment(Acme, Today, April)).ThenNothing().WithOutcome("ended");
        other.When(new EndEmployment(Acme, Today, May)).Then(new EmploymentEnded(Acme, Today, May));
        other.When(new EndEmployment(Acme, Today, June)).ThenRejected(RejectionCode.AlreadyExists);
        other.When(new EndEmployment(Acme, May, June)).ThenRejected(RejectionCode.EmploymentNotFound);
        other.When(new EndEmployment("beta", Today, June)).ThenRejected(RejectionCode.EmploymentNotFound);
    }

    [Fact]
    public void Whoever_was_named_by_mistake_is_taken_off()
    {
        var named = Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new(Acme, Today)),
            new EmployerNamed(new("beta", Today)));
        var off = named.When(new EndEmployment(Acme, Today, Today.AddDays(-1))).Then(new EmploymentEnded(Acme, Today, Today.AddDays(-1)));
        Assert.Equal([new("beta", Today)], off.State.Employments.All);
        Assert.Equal(Employers.NotNamed, SponsorshipDecider.Decide(off.State, Pay(Acme, 1), ByAcme).Rejection);
    }

    [Fact]
    public void What_was_reported_stays_when_an_employment_ends_and_an_officer_takes_it_out()
    {
        var reported = Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new(Acme, Today))).When(Pay(Acme, 1), ByAcme).State;
        var off = SponsorshipDecider.Evolve(reported, new EmploymentEnded(Acme, Today, Today.AddDays(-1)));
        Assert.Equal(reported.Earnings, off.Earnings);
        Assert.Equal(RejectionCode.EmployerNotNamed,
            SponsorshipDecider.Decide(off, new WithdrawEarnings(1, 1, Acme), ByAcme).Rejection?.Code);
        Assert.Contains(SponsorshipDecider.Decide(off, new WithdrawEarnings(1, 1, Acme), Later).Events, e => e is EarningsWithdrawn);
    }

    [Fact]
    public void A_journal_from_before_employers_were_named_still_reads_and_its_reports_can_be_withdrawn()
    {
        // As it was written then: no employer is named, and one has reported.
        const string Json =
            """{"type":"earnings-reported","year":1,"month":1,"earned":{"amount":"4000.00","currency":"NZD"},"employer":"acme"}""";
        var before = SponsorshipDecider.Evolve(Given.Sponsorship(SponsorshipStatus.Arrived).State,
            SponsorshipDecider.Aggregate.Events.Read(Encoding.UTF8.GetBytes(Json)));
        Assert.Equal(400_000, before.Earnings.ShareYears[1].EarnedToDate);
        Assert.Equal(RejectionCode.EmployerNotNamed, SponsorshipDecider.Decide(before, Pay(Acme, 1), ByAcme).Rejection?.Code);
        Assert.Contains(SponsorshipDecider.Decide(before, new WithdrawEarnings(1, 1, Acme), Later).Events, e => e is EarningsWithdrawn);
    }

    private static ReportEarnings Pay(string employer, int month) => new(new(1, month, employer, Dollars(400_000)));
}
