namespace VipOrleans.Domain.Tests.Sponsorships;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
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
        var named = Given.Sponsorship(SponsorshipStatus.Arrived).When(new NameEmployer(first)).Then(new EmployerNamed(ByAnOfficer(first)))
            .WithOutcome("named");
        Story<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent> Again(params SponsorshipEvent[] then) =>
            Given.Sponsorship(SponsorshipStatus.Arrived, [new EmployerNamed(first), .. then]);
        Again().When(new NameEmployer(first)).ThenNothing().WithOutcome("named");
        Again().When(new NameEmployer(new(Acme, April))).ThenRejected(RejectionCode.AlreadyExists);
        Again().When(new NameEmployer(new(Acme, Today.AddDays(-9), Today))).ThenRejected(RejectionCode.AlreadyExists);
        Again().When(new NameEmployer(new(Acme, Today.AddDays(1), Today.AddDays(2)))).ThenRejected(RejectionCode.AlreadyExists);
        Again().When(new NameEmployer(new(Acme, April.AddDays(1)))).Then(new EmployerNamed(ByAnOfficer(new(Acme, April.AddDays(1)))));
        Again().When(new NameEmployer(new("beta", Today))).Then(new EmployerNamed(ByAnOfficer(new("beta", Today))));
        Assert.Equal([ByAnOfficer(first)], named.State.Employments.All);
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
        arrived.When(new NameEmployer(new(Acme, April, April))).Then(new EmployerNamed(ByAnOfficer(new(Acme, April, April))));
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

    [Fact]
    public void What_the_migrant_names_is_confirmed_and_what_an_officer_names_waits_for_the_migrant()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Arrived);
        var named = new Employment(Acme, Today, Document: "contract/7");
        // The migrant needs no document.
        arrived.When(new NameEmployer(named), ByMigrant)
            .Then(new EmployerNamed(named with { Document = null, Standing = EmploymentWord.Confirmed }));
        var byOfficer = arrived.When(new NameEmployer(named), ByOfficer)
            .Then(new EmployerNamed(named with { Standing = EmploymentWord.Unconfirmed })).State;
        // It counts at once: the employer reports.
        Assert.Null(SponsorshipDecider.Decide(byOfficer, Pay(Acme, 1), ByAcme).Rejection);
        Assert.Equal([new EmploymentConfirmed(Acme, Today)], Done(ref byOfficer, new ConfirmEmployment(Acme, Today), ByMigrant));
        Assert.Empty(Done(ref byOfficer, new ConfirmEmployment(Acme, Today), ByMigrant));
        Assert.Equal(EmploymentWord.Confirmed, Assert.Single(byOfficer.Employments.All).Standing);
    }

    [Fact]
    public void The_migrant_alone_confirms_and_contests()
    {
        var named = Given.Sponsorship(SponsorshipStatus.Arrived,
            new EmployerNamed(new(Acme, Today, Standing: EmploymentWord.Unconfirmed)));
        foreach (var by in new[] { ByAcme, ByOfficer, Later with { Actor = "migrant:nz.migrant.0123456789abcdefghjkmnpqrs" } })
        {
            named.When(new ConfirmEmployment(Acme, Today), by).ThenRejected(RejectionCode.ReasonNotAllowed);
            named.When(new ContestEmployment(Acme, Today), by).ThenRejected(RejectionCode.ReasonNotAllowed);
        }

        named.When(new ConfirmEmployment(Acme, April), ByMigrant).ThenRejected(RejectionCode.EmploymentNotFound);
        named.When(new ContestEmployment("beta", Today), ByMigrant).ThenRejected(RejectionCode.EmploymentNotFound);
    }

    [Fact]
    public void Of_a_contested_employment_nothing_is_reported_until_an_officer_has_decided()
    {
        var state = Given.Sponsorship(SponsorshipStatus.Arrived,
            new EmployerNamed(new(Acme, Today, Standing: EmploymentWord.Unconfirmed))).State;
        Assert.Equal([new EmploymentContested(Acme, Today)], Done(ref state, new ContestEmployment(Acme, Today), ByMigrant));
        Assert.Empty(Done(ref state, new ContestEmployment(Acme, Today), ByMigrant));
        Assert.Equal([EmploymentFlag.Contested], state.Employments.All[0].Flags);
        foreach (var by in new[] { ByAcme, ByOfficer })
        {
            Assert.Equal(RejectionCode.EmploymentContested, SponsorshipDecider.Decide(state, Pay(Acme, 1), by).Rejection?.Code);
            Assert.Equal(RejectionCode.EmploymentContested,
                SponsorshipDecider.Decide(state,
                    new ReportPay(new(Acme, Today, Today.AddDays(6), PayFrequency.Week, Dollars(70_000)), null), by).Rejection?.Code);
        }

        // Another employment of the same employer that nobody contests has its own months.
        var other = SponsorshipDecider.Evolve(SponsorshipDecider.Evolve(state, new EmploymentEnded(Acme, Today, April.AddDays(-1))),
            new EmployerNamed(new(Acme, May)));
        Assert.Equal(RejectionCode.EmploymentContested, SponsorshipDecider.Decide(other, Pay(Acme, 1), ByAcme).Rejection?.Code);
        Assert.Null(SponsorshipDecider.Decide(other, Pay(Acme, 3), ByAcme).Rejection);

        Assert.Equal(RejectionCode.InvalidInput,
            SponsorshipDecider.Decide(state, new UpholdEmployment(Acme, Today, "two words"), ByOfficer).Rejection?.Code);
        Assert.Equal([new EmploymentUpheld(Acme, Today, "payslip/3")],
            Done(ref state, new UpholdEmployment(Acme, Today, "payslip/3"), ByOfficer));
        Assert.Empty(Done(ref state, new UpholdEmployment(Acme, Today, "payslip/3"), ByOfficer));
        Assert.Empty(state.Employments.All[0].Flags);
        Assert.Null(SponsorshipDecider.Decide(state, Pay(Acme, 1), ByAcme).Rejection);
        Assert.Equal(RejectionCode.EmploymentUpheld,
            SponsorshipDecider.Decide(state, new ContestEmployment(Acme, Today), ByMigrant).Rejection?.Code);
    }

    [Fact]
    public void A_contested_employment_is_right_after_all_or_taken_off()
    {
        var contested = Given.Sponsorship(SponsorshipStatus.Arrived,
            new EmployerNamed(new(Acme, Today, Standing: EmploymentWord.Contested)));
        contested.When(new ConfirmEmployment(Acme, Today), ByMigrant).Then(new EmploymentConfirmed(Acme, Today));
        contested.When(new NameEmployer(new(Acme, Today)), ByMigrant).Then(new EmploymentConfirmed(Acme, Today));
        contested.When(new NameEmployer(new(Acme, Today)), ByOfficer).ThenNothing();
        contested.When(new EndEmployment(Acme, Today, Today.AddDays(-1)), ByOfficer)
            .Then(new EmploymentEnded(Acme, Today, Today.AddDays(-1)));
        Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new(Acme, Today)))
            .When(new UpholdEmployment(Acme, Today, "payslip/3"), ByOfficer).ThenRejected(RejectionCode.EmploymentNotContested);
    }

    [Fact]
    public void Terms_are_said_with_the_name_or_later()
    {
        var terms = new EmploymentTerms(PayFrequency.Week, 40, Dollars(94_000), "hastings/orchard-3");
        var arrived = Given.Sponsorship(SponsorshipStatus.Arrived);
        arrived.When(new NameEmployer(new(Acme, Today, null, terms)), ByMigrant)
            .Then(new EmployerNamed(new(Acme, Today, null, terms, Standing: EmploymentWord.Confirmed)));
        var named = Given.Sponsorship(SponsorshipStatus.Arrived, new EmployerNamed(new(Acme, Today)));
        var described = named.When(new NameEmployer(new(Acme, Today, null, terms)), ByOfficer)
            .Then(new EmploymentDescribed(Acme, Today, terms)).State;
        Assert.Equal(terms, described.Employments.All[0].Terms);
        // Without terms it is the same employment, and keeps what is known.
        Assert.Empty(Done(ref described, new NameEmployer(new(Acme, Today)), ByOfficer));
        Assert.Equal(terms, described.Employments.All[0].Terms);
        foreach (var (wrong, code) in new[]
        {
            (terms with { HoursAWeek = 0 }, RejectionCode.InvalidInput), (terms with { HoursAWeek = 169 }, RejectionCode.InvalidInput),
            (terms with { Pay = Dollars(-1) }, RejectionCode.InvalidInput), (terms with { Place = "at Ana's" }, RejectionCode.InvalidInput),
            (terms with { Pay = new(1, Php) }, RejectionCode.CurrencyMismatch),
        })
        {
            arrived.When(new NameEmployer(new(Acme, Today, null, wrong)), ByMigrant).ThenRejected(code);
        }
    }

    [Fact]
    public void What_ties_an_employer_to_the_host_is_a_flag_and_nothing_is_forbidden_by_it()
    {
        var ties = new EmployerTies(IsHost: false, IsAtHostsHome: true, SharesAccount: true);
        var state = Given.Sponsorship(SponsorshipStatus.Arrived).State;
        Assert.Equal([new EmployerNamed(new(Acme, Today, Standing: EmploymentWord.Confirmed, Ties: ties))],
            Done(ref state, new NameEmployer(new(Acme, Today), ties), ByMigrant));
        Assert.Equal([EmploymentFlag.EmployerAtHostsHome, EmploymentFlag.EmployerSharesAccount], state.Employments.All[0].Flags);
        Assert.Null(SponsorshipDecider.Decide(state, Pay(Acme, 1), ByAcme).Rejection);
        Assert.Empty(Done(ref state, new NoteEmployerTies(Acme, ties), Later));
        var host = ties with { IsHost = true };
        Assert.Equal([new EmployerTiesFound(Acme, Today, host)], Done(ref state, new NoteEmployerTies(Acme, host), Later));
        Assert.Contains(EmploymentFlag.EmployerIsHost, state.Employments.All[0].Flags);
        Done(ref state, new NoteEmployerTies(Acme, new(false, false, false)), Later);
        Assert.Empty(state.Employments.All[0].Flags);
        Assert.Empty(Done(ref state, new NoteEmployerTies("beta", ties), Later));
    }

    [Fact]
    public void An_officer_without_a_document_is_a_flag_until_the_migrant_has_confirmed()
    {
        var state = Given.Sponsorship(SponsorshipStatus.Arrived).State;
        Done(ref state, new NameEmployer(new(Acme, Today)), ByOfficer);
        Assert.Equal([EmploymentFlag.NoDocument], state.Employments.All[0].Flags);
        Done(ref state, new ConfirmEmployment(Acme, Today), ByMigrant);
        Assert.Empty(state.Employments.All[0].Flags);
        // As employers were named before this was asked.
        Assert.Empty(new Employment(Acme, Today).Flags);
    }

    // As an officer's word stands in the journal until the migrant has said something.
    private static Employment ByAnOfficer(Employment employment) => employment with { Standing = EmploymentWord.Unconfirmed };

    private static Moment ByMigrant => Later with { Actor = $"migrant:{Given.Sponsorship(SponsorshipStatus.Arrived).State.Migrant}" };

    private static Moment ByOfficer => Later with { Actor = "city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x" };

    private static IReadOnlyList<SponsorshipEvent> Done(ref Sponsorship state, SponsorshipCommand command, Moment moment)
    {
        var decision = SponsorshipDecider.Decide(state, command, moment);
        Assert.Null(decision.Rejection);
        state = decision.Events.Aggregate(state, SponsorshipDecider.Evolve);
        return decision.Events;
    }

    private static ReportEarnings Pay(string employer, int month) => new(new(1, month, employer, Dollars(400_000)));
}
