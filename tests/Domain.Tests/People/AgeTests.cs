namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What a verified date of birth decides, and what one decides that nobody has verified.</summary>
public sealed class AgeTests
{
    private static readonly RegistrationFacts Open = new(true, MinorsMayHost: true, Household(1));

    [Theory]
    [InlineData("2006-03-07", "2024-03-06", AgeGroup.Minor)]
    [InlineData("2006-03-06", "2024-03-06", AgeGroup.Adult)]
    [InlineData("2004-02-29", "2022-02-27", AgeGroup.Minor)]
    [InlineData("2004-02-29", "2022-02-28", AgeGroup.Adult)]
    // Whoever may be a minor is one: the month and the year end with their last day.
    [InlineData("2006-03", "2024-03-30", AgeGroup.Minor)]
    [InlineData("2006-03", "2024-03-31", AgeGroup.Adult)]
    [InlineData("2004-02", "2022-02-28", AgeGroup.Adult)]
    [InlineData("2006", "2024-12-30", AgeGroup.Minor)]
    [InlineData("2006", "2024-12-31", AgeGroup.Adult)]
    [InlineData("1900", "2024-03-06", AgeGroup.Adult)]
    public void Age_is_that_of_the_day_and_in_doubt_it_protects(string born, string day, AgeGroup group)
    {
        Assert.True(BirthDate.TryParse(born, out var date));
        Assert.Equal(group, date.GroupOn(DateOnly.ParseExact(day, "yyyy-MM-dd")));
    }

    [Fact]
    public void A_five_year_old_is_no_host_where_the_city_does_not_allow_it_and_nowhere_without_a_guardian()
    {
        var register = new RegisterHost(Host(1), Household(1), Home(1), Host(2), Open with { MinorsMayHost = false, Age = AgeGroup.Minor });
        Given.Host().When(register).ThenRejected(RejectionCode.MinorsMayNotHost);
        Given.Host().When(register with { Guardian = null }).ThenRejected(RejectionCode.MinorsMayNotHost);
        Given.Host().When(register with { Guardian = null, Known = Open with { Age = AgeGroup.Minor } })
            .ThenRejected(RejectionCode.MinorWithoutGuardian);
        Given.Host().When(register with { Known = Open with { Age = AgeGroup.Minor } })
            .Then(new HostRegistered(Host(1), Household(1), Home(1), Host(2)));
        // Nobody acts, and collects, for somebody who is of age.
        Given.Host().When(register with { Known = Open with { Age = AgeGroup.Adult } }).ThenRejected(RejectionCode.GuardianNotFit);
    }

    [Fact]
    public void Whose_age_nobody_knows_is_an_adult_unless_the_city_asks_for_a_date_of_birth()
    {
        var register = new RegisterHost(Host(1), Household(1), Home(1), null, Open);
        Given.Host().When(register).Then(new HostRegistered(Host(1), Household(1), Home(1), null));
        Given.Host().When(register with { Known = Open with { AsksBirthDate = true } }).ThenRejected(RejectionCode.AgeNotVerified);
        Given.Host().When(register with { Known = Open with { AsksBirthDate = true, Age = AgeGroup.Adult } })
            .Then(new HostRegistered(Host(1), Household(1), Home(1), null));
    }

    [Fact]
    public void A_host_found_to_be_a_minor_enters_nothing_without_a_guardian_until_they_are_of_age()
    {
        var minor = new HostAgeVerified(AgeGroup.Minor, "birth-certificate/1", ThatMoment.Actor);
        Given.Host(HostRegistered(1)).When(new VerifyHostAge(AgeGroup.Minor, "birth-certificate/1")).Then(minor);
        Given.Host(HostRegistered(1)).When(new VerifyHostAge(AgeGroup.Minor, "Aroha, born in May"))
            .ThenRejected(RejectionCode.InvalidInput);
        Given.Host(HostRegistered(1), minor).When(new TakeHost(Case(1))).ThenRejected(RejectionCode.MinorWithoutGuardian);
        Given.Host(HostRegistered(1) with { Guardian = Host(2) }, minor).When(new TakeHost(Case(1))).Then(new HostTaken(Case(1)));
        var grown = Given.Host(HostRegistered(1) with { Guardian = Host(2) }, minor).When(new ComeOfAge()).Then(new HostCameOfAge()).State;
        Assert.Equal((AgeGroup.Adult, null), (grown.Age!.Value, grown.Guardian));
        Given.Host(HostRegistered(1), minor, new HostCameOfAge()).When(new ComeOfAge()).ThenNothing();
        Given.Host(HostRegistered(1), minor, new HostCameOfAge()).When(new TakeHost(Case(1))).Then(new HostTaken(Case(1)));
        // A correction ends it as well.
        Assert.Null(Given.Host(HostRegistered(1) with { Guardian = Host(2) }, minor)
            .When(new VerifyHostAge(AgeGroup.Adult, "passport/2")).State.Guardian);
    }

    [Fact]
    public void A_guardian_acts_for_as_many_as_the_policy_says()
    {
        var two = Given.Host(HostRegistered(1), new WardAdmitted(Host(2)), new WardAdmitted(Host(3)));
        two.When(new AdmitWard(Host(4), Most: 2)).ThenRejected(RejectionCode.GuardianFull);
        two.When(new AdmitWard(Host(3), Most: 2)).ThenNothing().WithOutcome("admitted");
        two.When(new AdmitWard(Host(4), Most: 3)).Then(new WardAdmitted(Host(4)));
        two.When(new ReleaseWard(Host(2))).Then(new WardReleased(Host(2)));
        two.When(new ReleaseWard(Host(9))).ThenNothing();
        foreach (var most in new[] { 0, CityPolicy.MostMinorsPerGuardian + 1 })
        {
            Given.City(Opened).When(new CityCommand.DecidePolicy(Policy with { MinorsPerGuardian = most }))
                .ThenRejected(RejectionCode.InvalidInput);
        }
    }

    [Fact]
    public void A_minor_migrant_never_comes_alone_and_never_signs()
    {
        Given.Migrant().When(new MigrantCommand.RegisterMigrant(Migrant(1), "PH", [], [], AgeGroup.Minor))
            .ThenRejected(RejectionCode.MinorMigrant);
        var minor = new MigrantAgeVerified(AgeGroup.Minor, "passport/1", ThatMoment.Actor);
        Given.Migrant(MigrantRegistered(1)).When(new MigrantCommand.VerifyMigrantAge(AgeGroup.Minor, "passport/1")).Then(minor);
        Given.Migrant(MigrantRegistered(1), minor).When(new MigrantCommand.TakeMigrant(Case(1))).ThenRejected(RejectionCode.MinorMigrant);
        Given.Migrant(MigrantRegistered(1), minor, new MigrantCameOfAge()).When(new MigrantCommand.TakeMigrant(Case(1)))
            .Then(new MigrantTaken(Case(1)));

        var known = new ProposalFacts(true, true, Household(1), Home(1));
        Given.Sponsorship().When(new Propose(Case(1), Host(1), Migrant(1), Party.Host, known with { MigrantAge = AgeGroup.Minor }))
            .ThenRejected(RejectionCode.MinorMigrant);
        var proposed = Given.Sponsorship(SponsorshipStatus.Proposed);
        proposed.When(new Accept(Party.Migrant, IsMinors: true)).ThenRejected(RejectionCode.MinorMigrant);
        proposed.When(new FormAtOnce(Party.Migrant, IsMinors: true)).ThenRejected(RejectionCode.MinorMigrant);
        Given.Sponsorship(SponsorshipStatus.Active).When(new GiveConsent(IsMinor: true)).ThenRejected(RejectionCode.MinorMigrant);
        Given.Sponsorship(SponsorshipStatus.Granted)
            .When(new Arrive(Today, true, VerifiedPayslips, PhpRate, Entry: new(false, AgeGroup.Minor)))
            .ThenRejected(RejectionCode.MinorMigrant);
    }

    [Fact]
    public void A_minor_host_proposes_and_accepts_through_the_guardian_alone()
    {
        var minor = new ProposalFacts(true, true, Household(1), Home(1), AgeGroup.Minor, Host(2));
        var propose = new Propose(Case(1), Host(1), Migrant(1), Party.Host, minor);
        Given.Sponsorship().When(propose, ThatMoment with { Actor = $"host:{Host(1)}" }).ThenRejected(RejectionCode.MinorWithoutGuardian);
        Given.Sponsorship().When(propose with { Known = minor with { Guardian = null } }).ThenRejected(RejectionCode.MinorWithoutGuardian);
        Given.Sponsorship().When(propose, ThatMoment with { Actor = $"host:{Host(2)}" })
            .Then(new SponsorshipProposed(Case(1), Host(1), Migrant(1), Household(1), Home(1), Party.Host));
        Given.Sponsorship(new SponsorshipProposed(Case(1), Host(1), Migrant(1), Household(1), Home(1), Party.Migrant))
            .When(new Accept(Party.Host, IsMinors: true)).ThenRejected(RejectionCode.MinorWithoutGuardian);
    }

    [Fact]
    public void An_arrival_asks_for_a_verified_age_where_the_nation_says_so()
    {
        var granted = Given.Sponsorship(SponsorshipStatus.Granted);
        var arrive = new Arrive(Today, true, VerifiedPayslips, PhpRate);
        granted.When(arrive with { Entry = new(false, null, AsksAge: true) }).ThenRejected(RejectionCode.AgeNotVerified);
        granted.When(arrive with { Entry = new(false, AgeGroup.Adult, AsksAge: true) }).Then(new MigrantArrived(Today, FixedPayslips));
        granted.When(arrive with { Entry = new(false, null) }).Then(new MigrantArrived(Today, FixedPayslips));
    }
}
