namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class HostTests
{
    private static readonly RegistrationFacts Known = new(CityIsOpen: true, MinorsMayHost: false, GuardianHousehold: null);
    private static readonly RegistrationFacts KnownGuardian = new(CityIsOpen: true, MinorsMayHost: true, GuardianHousehold: Household(1));

    [Fact]
    public void A_citizen_becomes_a_host_once()
    {
        var register = new RegisterHost(Host(1), Household(1), Home(1), null, Known);
        Given.Host().When(register).Then(HostRegistered(1)).WithOutcome("registered");
        Given.Host(HostRegistered(1)).When(register).ThenRejected(RejectionCode.AlreadyExists);
        Given.Host(HostRegistered(1), new HostErased()).When(register).ThenRejected(RejectionCode.AlreadyExists);
    }

    [Fact]
    public void A_host_household_and_home_belong_to_one_open_city()
    {
        var elsewhere = CityId.Parse("nz-wlg");
        var register = new RegisterHost(Host(1), Household(1), Home(1), null, Known);
        Given.Host().When(register with { Known = Known with { CityIsOpen = false } }).ThenRejected(RejectionCode.CityNotFound);
        Given.Host().When(register with { Household = HouseholdId.From(elsewhere, "x") }).ThenRejected(RejectionCode.OtherCity);
        Given.Host().When(register with { Home = HomeId.From(elsewhere, "x") }).ThenRejected(RejectionCode.OtherCity);
    }

    [Fact]
    public void A_guardian_of_the_household_acts_for_a_minor_where_the_city_allows_it()
    {
        var register = new RegisterHost(Host(2), Household(1), Home(1), Host(1), KnownGuardian);
        Given.Host().When(register).Then(new HostRegistered(Host(2), Household(1), Home(1), Host(1)));
        Given.Host().When(register with { Known = KnownGuardian with { MinorsMayHost = false } })
            .ThenRejected(RejectionCode.MinorsMayNotHost);
        Given.Host().When(register with { Known = KnownGuardian with { GuardianHousehold = null } })
            .ThenRejected(RejectionCode.GuardianNotFit);
        Given.Host().When(register with { Known = KnownGuardian with { GuardianHousehold = Household(2) } })
            .ThenRejected(RejectionCode.GuardianNotFit);
        Given.Host().When(register with { Guardian = Host(2) }).ThenRejected(RejectionCode.GuardianNotFit);
    }

    [Fact]
    public void A_family_of_four_hosts_four()
    {
        for (var member = 1; member <= 4; member++)
        {
            HostId? guardian = member > 2 ? Host(1) : null;
            var host = Given.Host().When(new RegisterHost(Host(member), Household(1), Home(1), guardian, KnownGuardian)).State;
            Assert.Equal((Household(1), guardian), (host.Household, host.Guardian));
            Assert.Equal("taken", HostDecider.Decide(host, new TakeHost(Case(member)), Sample.ThatMoment).Outcome);
        }
    }

    [Fact]
    public void A_host_has_one_live_sponsorship()
    {
        Given.Host(HostRegistered(1)).When(new TakeHost(Case(1))).Then(new HostTaken(Case(1))).WithOutcome("taken");
        var taken = Given.Host(HostRegistered(1), new HostTaken(Case(1)));
        taken.When(new TakeHost(Case(1))).ThenNothing().WithOutcome("taken");
        taken.When(new TakeHost(Case(2))).ThenRejected(RejectionCode.HostBusy);
        Assert.Null(taken.When(new FreeHost(Case(1), "take")).Then(new HostFreed(Case(1))).Decision.VoidedCommand);
        Given.Host(HostRegistered(1), new HostTaken(Case(1)), new HostFreed(Case(1))).When(new TakeHost(Case(2)))
            .Then(new HostTaken(Case(2)));
    }

    [Fact]
    public void Freeing_a_host_whom_another_has_frees_nobody_and_voids_the_taking()
    {
        var ending = Given.Host(HostRegistered(1), new HostTaken(Case(1))).When(new FreeHost(Case(2), "take 2"))
            .Then(new HostClaimVoided(Case(2)));
        Assert.Equal("take 2", ending.Decision.VoidedCommand);
        Assert.Equal(Case(1), ending.State.Live);
    }

    [Fact]
    public void A_suspended_host_enters_no_sponsorship_and_a_live_one_goes_on()
    {
        Given.Host(HostRegistered(1)).When(new SuspendHost(SuspensionReason.Safeguarding))
            .Then(new HostSuspended(SuspensionReason.Safeguarding));
        var suspended = Given.Host(HostRegistered(1), new HostTaken(Case(1)), new HostSuspended(SuspensionReason.Safeguarding));
        Assert.Equal(Case(1), suspended.State.Live);
        suspended.When(new SuspendHost(SuspensionReason.OwnRequest)).ThenRejected(RejectionCode.HostSuspended);
        suspended.When(new TakeHost(Case(1))).ThenNothing();
        suspended.When(new FreeHost(Case(1), "take")).Then(new HostFreed(Case(1)));
        Given.Host(HostRegistered(1), new HostSuspended(SuspensionReason.Safeguarding)).When(new TakeHost(Case(1)))
            .ThenRejected(RejectionCode.HostSuspended);
    }

    [Fact]
    public void A_ruling_that_is_lifted_ends_the_suspension_under_it_and_no_other()
    {
        var (one, two) = (RulingId.From(Auckland, "one"), RulingId.From(Auckland, "two"));
        var suspended = Given.Host(HostRegistered(1)).When(new SuspendHost(SuspensionReason.Safeguarding, one))
            .Then(new HostSuspended(SuspensionReason.Safeguarding, one)).State;
        Assert.Equal(one, suspended.SuspendedUnder);
        var again = Given.Host(HostRegistered(1), new HostSuspended(SuspensionReason.Safeguarding, one),
            new HostReinstated(ReinstatementReason.Cleared, one), new HostSuspended(SuspensionReason.FalseStatement, two));
        again.When(new LiftSuspension(one, ReinstatementReason.AppealUpheld)).ThenNothing();
        again.When(new LiftSuspension(two, ReinstatementReason.AppealUpheld))
            .Then(new HostReinstated(ReinstatementReason.AppealUpheld, two));
        again.When(new ReinstateHost(ReinstatementReason.Remedied)).Then(new HostReinstated(ReinstatementReason.Remedied, two));
        Given.Host(HostRegistered(1)).When(new LiftSuspension(one, ReinstatementReason.Cleared)).ThenNothing();
    }

    [Fact]
    public void A_suspension_ends_with_a_reason()
    {
        Given.Host(HostRegistered(1)).When(new ReinstateHost(ReinstatementReason.Cleared)).ThenRejected(RejectionCode.HostNotSuspended);
        var host = Given.Host(HostRegistered(1), new HostSuspended(SuspensionReason.Accommodation))
            .When(new ReinstateHost(ReinstatementReason.Remedied)).Then(new HostReinstated(ReinstatementReason.Remedied)).State;
        Assert.Equal("taken", HostDecider.Decide(host, new TakeHost(Case(1)), Sample.ThatMoment).Outcome);
    }

    [Fact]
    public void A_host_is_erased_when_no_sponsorship_is_live()
    {
        Given.Host(HostRegistered(1), new HostTaken(Case(1))).When(new EraseHost()).ThenRejected(RejectionCode.SponsorshipOpen);
        Given.Host(HostRegistered(1)).When(new EraseHost()).Then(new HostErased());
        var erased = Given.Host(HostRegistered(1), new HostErased());
        erased.When(new EraseHost()).ThenNothing().WithOutcome("erased");
        erased.When(new TakeHost(Case(1))).ThenRejected(RejectionCode.HostNotFound);
    }

    [Fact]
    public void Who_is_no_host_is_not_found()
    {
        HostCommand[] commands = [new SuspendHost(SuspensionReason.OwnRequest), new ReinstateHost(ReinstatementReason.OwnRequest),
            new TakeHost(Case(1)), new FreeHost(Case(1), "take"), new EraseHost(), new ProvidePayee("code")];
        Assert.All(commands, c => Given.Host().When(c).ThenRejected(RejectionCode.HostNotFound));
    }

    [Fact]
    public void Where_a_host_is_paid_is_noted_without_saying_where_each_time_it_is_changed()
    {
        Given.Host(HostRegistered(1)).When(new ProvidePayee("one"), By("host:nz-akl.host.x")).Then(new PayeeProvided("one"));
        // An officer who did it is named: another one instructs the payment.
        Given.Host(HostRegistered(1)).When(new ProvidePayee("one"), By("city-officer:two"))
            .Then(new PayeeProvided("one", "city-officer:two"));
        Given.Host(HostRegistered(1), new PayeeProvided("one")).When(new ProvidePayee("one")).ThenNothing();
        Assert.Equal("two",
            Given.Host(HostRegistered(1), new PayeeProvided("one")).When(new ProvidePayee("two"), By("system"))
                .Then(new PayeeProvided("two")).State.Payee);
        Given.Host(HostRegistered(1), new HostErased()).When(new ProvidePayee("one")).ThenRejected(RejectionCode.HostNotFound);
        Assert.Null(Given.Host(HostRegistered(1), new PayeeProvided("one"), new HostErased()).State.Payee);
    }

    private static Moment By(string actor) => ThatMoment with { Actor = actor };
}
