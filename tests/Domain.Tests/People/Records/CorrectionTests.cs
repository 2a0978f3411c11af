namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.HomeCommand;
using static VipOrleans.Domain.People.HomeEvent;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What a person corrects in their own record, and a move within the city.</summary>
public sealed class CorrectionTests
{
    private static readonly Moment ByHost = ThatMoment with { Actor = $"host:{Host(1)}" },
        ByMigrant = ThatMoment with { Actor = $"migrant:{Migrant(1)}" };

    [Theory]
    [InlineData(PersonField.Contact)]
    [InlineData(PersonField.Address)]
    public void A_person_corrects_contact_and_address(PersonField field)
    {
        var correction = new PersonCorrection([field]);
        Given.Host(HostRegistered(1)).When(new CorrectHost(correction, null), ByHost).Then(new HostCorrected([field], ByHost.Actor));
        Given.Migrant(MigrantRegistered(1)).When(new CorrectMigrant(correction), ByMigrant)
            .Then(new MigrantCorrected([field], ByMigrant.Actor));
    }

    [Theory]
    [InlineData(PersonField.Name)]
    [InlineData(PersonField.Documents)]
    public void Name_and_documents_an_officer_corrects_who_has_seen_what_shows_it(PersonField field)
    {
        var host = Given.Host(HostRegistered(1));
        host.When(new CorrectHost(new([field], "deed/1"), null), ByHost).ThenRejected(RejectionCode.CorrectionNeedsOfficer);
        host.When(new CorrectHost(new([field]), null)).ThenRejected(RejectionCode.InvalidInput);
        host.When(new CorrectHost(new([field], "told by a cousin"), null)).ThenRejected(RejectionCode.InvalidInput);
        host.When(new CorrectHost(new([field], "deed/1"), null)).Then(new HostCorrected([field], ThatMoment.Actor, "deed/1"));
        Given.Migrant(MigrantRegistered(1)).When(new CorrectMigrant(new([field])), ByMigrant)
            .ThenRejected(RejectionCode.CorrectionNeedsOfficer);
    }

    [Fact]
    public void What_is_as_it_was_is_no_correction_and_an_erased_record_has_nothing_to_correct()
    {
        Given.Host(HostRegistered(1)).When(new CorrectHost(new([]), null), ByHost).ThenNothing();
        Given.Host(HostRegistered(1), new HostErased()).When(new CorrectHost(new([PersonField.Contact]), null), ByHost)
            .ThenRejected(RejectionCode.HostNotFound);
        Given.Migrant(MigrantRegistered(1), new MigrantErased()).When(new CorrectMigrant(new([PersonField.Contact])), ByMigrant)
            .ThenRejected(RejectionCode.MigrantNotFound);
        Given.Host(HostRegistered(1))
            .When(new CorrectHost(new([PersonField.Address]), HomeId.From(CityId.Parse("nz-wlg"), "there")), ByHost)
            .ThenRejected(RejectionCode.OtherCity);
        Given.Host(HostRegistered(1), new HostMoveBegun(HostId.From(CityId.Parse("nz-wlg"), "me"),
                HouseholdId.From(CityId.Parse("nz-wlg"), "us"), HomeId.From(CityId.Parse("nz-wlg"), "there"), null, null, null))
            .When(new CorrectHost(new([PersonField.Contact]), null), ByHost).ThenRejected(RejectionCode.HostMoving);
    }

    [Fact]
    public void A_wish_to_be_erased_is_noted_once_with_its_day()
    {
        Given.Host(HostRegistered(1), new HostTaken(Case(1))).When(new AskHostErasure(), ByHost).Then(new HostErasureAsked(Today));
        Given.Host(HostRegistered(1), new HostErasureAsked(Today.AddDays(-3))).When(new AskHostErasure(), ByHost).ThenNothing();
        Given.Migrant(MigrantRegistered(1)).When(new AskMigrantErasure(), ByMigrant).Then(new MigrantErasureAsked(Today));
    }

    [Theory]
    [InlineData(SponsorshipStatus.Checking)]
    [InlineData(SponsorshipStatus.Granted)]
    [InlineData(SponsorshipStatus.Active)]
    public void A_move_within_the_city_keeps_the_sponsorship_and_has_the_home_checked_again(SponsorshipStatus status)
    {
        var at = Given.Sponsorship(status,
            new CheckRecorded(CheckKind.AccommodationSuitable, Passed()), new CheckRecorded(CheckKind.Background, Passed()));
        var before = at.State.Formation.Home;
        var moved = at.When(new HearOfHome(Home(2))).Then(new HomeChanged(before, Home(2))).State;
        Assert.Equal((status, Home(2)), (moved.Status, moved.Formation.Home));
        Assert.Equal(at.State.Formation.PlaceClaim, moved.Formation.PlaceClaim);
        Assert.Equal(at.State.Terms, moved.Terms);
        Assert.True(moved.Checks.Results.ContainsKey(CheckKind.Background));
        Assert.DoesNotContain(moved.Checks.Results.Keys, Checks.OfTheHome.Contains);
        Given.Sponsorship(status, new HomeChanged(before, Home(2))).When(new HearOfHome(Home(2))).ThenNothing();
    }

    [Fact]
    public void Nobody_arrives_at_a_home_that_was_not_checked()
    {
        SponsorshipEvent[] granted =
        [
            .. Histories.To(SponsorshipStatus.Granted).Select(e => e is TermsFixed terms
                ? terms with { Terms = terms.Terms with { RequiredChecks = [CheckKind.AccommodationExists] } } : e),
            new CheckRecorded(CheckKind.AccommodationExists, Passed()),
        ];
        var arrive = new Arrive(Today, true, VerifiedPayslips, PhpRate);
        Given.Sponsorship(granted).When(arrive).Then(new MigrantArrived(Today, FixedPayslips));
        var moved = new HomeChanged(Home(1), Home(2));
        Given.Sponsorship([.. granted, moved]).When(arrive).ThenRejected(RejectionCode.ChecksNotPassed);
        Given.Sponsorship([.. granted, moved, new CheckRecorded(CheckKind.AccommodationExists, Passed())]).When(arrive)
            .Then(new MigrantArrived(Today, FixedPayslips));
    }

    [Fact]
    public void What_failed_at_the_new_address_reaches_who_moves_there_and_what_failed_at_the_old_one_stays()
    {
        var failed = new CheckResult(CheckOutcome.Failed, RefusalReason.AccommodationUnsafe, Today, null, null);
        var reach = CheckReach.Empty;
        foreach (var (id, host, home) in new[] { (Case(1), Host(1), Home(1)), (Case(2), Host(2), Home(2)) })
        {
            reach = reach.Apply(id, new SponsorshipProposed(id, host, Migrant(1), Household(1), home, Party.Host)).Next;
            reach = reach.Apply(id, new CheckRecorded(CheckKind.AccommodationSuitable, failed)).Next;
        }

        var (after, news) = reach.Apply(Case(1), new HomeChanged(Home(1), Home(2)));
        var told = Assert.Single(news);
        Assert.Equal((Case(1), CheckKind.AccommodationSuitable, Case(2)), (told.To, told.Kind, told.Result!.Via!.Value));
        Assert.Equal(Home(2), after.Open[Case(1).Value].Home);
        Assert.Contains(after.Failures.Values.SelectMany(f => f), f => f.Home == Home(1));
    }

    [Fact]
    public void Who_moves_in_with_the_host_lives_there_whether_there_was_room_or_not()
    {
        var full = new Story<HomeDecider, Home, HomeCommand, HomeEvent>([new HomeCapacityDeclared(Home(1), 1), new RoomTaken(Case(1), 1)]);
        full.When(new TakeRoom(Case(2), 2)).ThenRejected(RejectionCode.HomeFull);
        var brought = full.When(new BringRoom(Case(2), 2)).Then(new RoomTaken(Case(2), 2)).State;
        Assert.Equal((3, 0), (brought.Taken, brought.Left));
        new Story<HomeDecider, Home, HomeCommand, HomeEvent>([]).When(new BringRoom(Case(2), 2)).ThenNothing();
    }
}
