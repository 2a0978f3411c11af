namespace VipOrleans.Domain.Tests.Matching;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using static VipOrleans.Domain.Matching.ProfileCommand;
using static VipOrleans.Domain.Matching.ProfileEvent;
using static VipOrleans.Domain.Matching.SeekerCommand;
using static VipOrleans.Domain.Matching.SeekerEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class PersonProfileTests
{
    internal static readonly Profile Told = new(
        [new("ne-NP", LanguageLevel.Native), new("en", LanguageLevel.B1)], [Interest.Choir, Interest.Gardening], ["7115"],
        new(false, false, true, true),
        [ProfilePart.Languages, ProfilePart.Home]);

    private static readonly CityId Wellington = CityId.Parse("nz-wlg");
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly ProfileFacts Known = new(true, null, [Auckland, Wellington]);
    private static readonly SetProfile OfMigrant = new(Migrant(1), Told, [Auckland], Known);
    private static readonly ProfileSet Set = new(Migrant(1), Told, [Auckland]);
    private static readonly TraitsConsented Consented = new(new(1, ConsentPurpose.Matching, At));

    [Fact]
    public void A_person_tells_something_and_replaces_it()
    {
        Given.Profile().When(OfMigrant).Then(Set).WithOutcome("set");
        Given.Profile(Set).When(OfMigrant with { Profile = Told with { Languages = [.. Told.Languages] } }).ThenNothing()
            .WithOutcome("set");
        Given.Profile(Set).When(OfMigrant with { Profile = Profile.Empty }).Then(Set with { Profile = Profile.Empty });
        Given.Profile().When(new SetProfile(Host(1), Told, [], Known)).Then(new ProfileSet(Host(1), Told, []));
        Given.Profile(Set, new ProfileClosed(At)).When(OfMigrant).Then(Set);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Given.Profile().When(OfMigrant with { Known = Known with { IsRegistered = false } }).ThenRejected(RejectionCode.MigrantNotFound);
        Given.Profile().When(new SetProfile(Host(1), Told, [], Known with { IsRegistered = false }))
            .ThenRejected(RejectionCode.HostNotFound);
        Given.Profile().When(OfMigrant with { Profile = Told with { Trades = ["Mary"] } }).ThenRejected(RejectionCode.InvalidInput);
        Given.Profile().When(OfMigrant with { Cities = [] }).ThenRejected(RejectionCode.InvalidInput);
        Given.Profile().When(OfMigrant with { Cities = [Auckland, Auckland] }).ThenRejected(RejectionCode.InvalidInput);
        Given.Profile()
            .When(OfMigrant with { Cities = [.. Enumerable.Range(0, PersonProfile.MaxCities + 1).Select(n => CityId.Parse($"nz-c{n}"))] })
            .ThenRejected(RejectionCode.InvalidInput);
        Given.Profile().When(OfMigrant with { Cities = [CityId.Parse("fj-suva")] }).ThenRejected(RejectionCode.OtherCity);
        Given.Profile().When(OfMigrant with { Cities = [CityId.Parse("nz-none")] }).ThenRejected(RejectionCode.CityNotFound);
        Given.Profile().When(new SetProfile(Host(1), Told, [Auckland], Known)).ThenRejected(RejectionCode.InvalidInput);
        Given.Profile(Set, new ProfileErased(At)).When(OfMigrant).ThenRejected(RejectionCode.MigrantNotFound);
        foreach (var command in (ProfileCommand[])[new CloseProfile(), new NoteCityLeft(Auckland), new NotePerson(null, false),
            new ConsentToTraits(ConsentPurpose.Matching), new WithdrawTraitsConsent(), new PurgeTraits()])
        {
            Given.Profile().When(command).ThenRejected(RejectionCode.ProfileNotFound);
        }
    }

    [Fact]
    public void A_city_that_a_migrant_leaves_is_remembered_until_it_shows_nothing_of_them()
    {
        var moved = Given.Profile(Set).When(OfMigrant with { Cities = [Wellington] }).Then(Set with { Cities = [Wellington] });
        Assert.Equal([Auckland], moved.State.Left);
        var left = Given.Profile(Set, Set with { Cities = [Wellington] });
        Assert.Empty(left.When(new NoteCityLeft(Auckland)).Then(new ProfileCityLeft(Auckland)).State.Left);
        left.When(new NoteCityLeft(Wellington)).ThenNothing();
        Assert.Equal([Wellington], left.When(OfMigrant).Then(Set).State.Left);
    }

    [Fact]
    public void A_city_shows_the_opened_parts_while_the_profile_is_open_and_the_migrant_in_no_sponsorship()
    {
        Assert.Null(ProfileDecider.Initial.Listing);
        var listing = Given.Profile(Set).State.Listing!;
        Assert.Equal((2, 0, 0, true, 0),
            (listing.Profile.Languages.Count, listing.Profile.Interests.Count, listing.Profile.Trades.Count,
                listing.Profile.Home is not null, listing.Consent));
        Assert.Equal(1, Given.Profile(Set, Consented).State.Listing!.Consent);
        Assert.Null(Given.Profile(Set, new ProfileClosed(At)).State.Listing);
        Assert.Null(Given.Profile(Set, new ProfileErased(At)).State.Listing);
        Assert.Null(Given.Profile(Set, new ProfilePersonTaken(Case(1), At)).State.Listing);
        Assert.NotNull(Given.Profile(Set, new ProfilePersonTaken(Case(1), At), new ProfilePersonFreed()).State.Listing);
    }

    [Fact]
    public void It_follows_what_the_persons_own_record_says()
    {
        Given.Profile(Set).When(new NotePerson(Case(1), false), Asked(At)).Then(new ProfilePersonTaken(Case(1), At));
        Given.Profile(Set, new ProfilePersonTaken(Case(1), At)).When(new NotePerson(Case(1), false), Asked(At.AddDays(1))).ThenNothing();
        Given.Profile(Set, new ProfilePersonTaken(Case(1), At)).When(new NotePerson(Case(2), false), Asked(At.AddDays(1)))
            .Then(new ProfilePersonTaken(Case(2), At.AddDays(1)));
        Given.Profile(Set, new ProfilePersonTaken(Case(1), At)).When(new NotePerson(null, false), Asked(At)).Then(new ProfilePersonFreed());
        var erased = Given.Profile(Set, Consented).When(new NotePerson(null, true), Asked(At)).Then(new ProfileErased(At)).State;
        Assert.Equal((Profile.Empty, null, true), (erased.Profile, erased.Consent, erased.Erased));
        Given.Profile(Set, new ProfileErased(At)).When(new NotePerson(null, true), Asked(At)).ThenNothing();
        Given.Profile().When(OfMigrant with { Known = Known with { Live = Case(1) } }, Asked(At))
            .Then(Set, new ProfilePersonTaken(Case(1), At));
    }

    [Fact]
    public void Consent_is_given_with_a_number_a_purpose_and_a_date_and_withdrawn()
    {
        Given.Profile(Set).When(new ConsentToTraits(ConsentPurpose.Matching), Asked(At)).Then(Consented).WithOutcome("consented");
        Given.Profile(Set, Consented, new TraitsConsentWithdrawn(1))
            .When(new ConsentToTraits(ConsentPurpose.Matching), Asked(At.AddDays(1)))
            .Then(new TraitsConsented(new(2, ConsentPurpose.Matching, At.AddDays(1))));
        Given.Profile(Set, new ProfileClosed(At)).When(new ConsentToTraits(ConsentPurpose.Matching), Asked(At))
            .ThenRejected(RejectionCode.ProfileNotFound);
        Given.Profile(Set, Consented).When(new WithdrawTraitsConsent()).Then(new TraitsConsentWithdrawn(1));
        Given.Profile(Set).When(new WithdrawTraitsConsent()).ThenNothing();
    }

    [Fact]
    public void Traits_are_due_ninety_days_after_the_matching_is_over_and_never_while_it_goes_on()
    {
        DateTimeOffset Day(int n) => At.AddDays(n);
        DateTimeOffset? Due(params ProfileEvent[] then) => Given.Profile([Set, Consented, .. then]).State.TraitsDue;
        Assert.Null(Due());
        Assert.Null(Given.Profile(Set, new ProfileClosed(At)).State.TraitsDue);
        Assert.Equal(Day(95), Due(new ProfilePersonTaken(Case(1), Day(5))));
        Assert.Equal(Day(97), Due(new ProfileClosed(Day(7))));
        Assert.Equal(Day(95), Due(new ProfilePersonTaken(Case(1), Day(5)), new ProfileClosed(Day(7))));
        Assert.Equal(Day(97), Due(new ProfileClosed(Day(7)), new ProfilePersonTaken(Case(1), Day(9))));
        // Who is let go, or opens the profile again, looks again: the days are counted again.
        Assert.Null(Due(new ProfilePersonTaken(Case(1), Day(5)), new ProfilePersonFreed()));
        Assert.Null(Due(new ProfileClosed(Day(5)), Set));
        // A consent that was given later is good for as long.
        Assert.Equal(Day(102), Due(new ProfilePersonTaken(Case(1), Day(5)), new TraitsConsented(new(2, ConsentPurpose.Matching, Day(12)))));

        var over = Given.Profile(Set, Consented, new ProfileClosed(Day(7)));
        over.When(new PurgeTraits(), Asked(Day(97).AddTicks(-1))).ThenNothing().WithOutcome("kept");
        over.When(new PurgeTraits(), Asked(Day(97))).Then(new TraitsPurged(1)).WithOutcome("purged");
        Given.Profile(Set, Consented).When(new PurgeTraits(), Asked(Day(10_000))).ThenNothing();
    }

    [Fact]
    public void A_citys_entry_shows_what_it_is_told_and_says_nothing_twice()
    {
        var listing = new SeekerListing(Told.AsSeenByOthers(), 0);
        var listed = new SeekerListed(Migrant(1), listing);
        Given.Seeker().When(new FollowProfile(Migrant(1), null)).ThenNothing();
        Given.Seeker().When(new FollowProfile(Migrant(1), listing)).Then(listed);
        Given.Seeker(listed).When(new FollowProfile(Migrant(1), new(Told.AsSeenByOthers(), 0))).ThenNothing();
        Given.Seeker(listed).When(new FollowProfile(Migrant(1), listing with { Consent = 3 }))
            .Then(new SeekerListed(Migrant(1), listing with { Consent = 3 }));
        Given.Seeker(listed).When(new FollowProfile(Migrant(1), null)).Then(new SeekerUnlisted());
        Given.Seeker(listed, new SeekerUnlisted()).When(new FollowProfile(Migrant(1), null)).ThenNothing();
    }

    [Fact]
    public void A_person_is_a_host_or_a_migrant_and_knows_the_stream_of_the_profile()
    {
        PersonId host = Host(1), migrant = Migrant(1);
        Assert.Equal((Host(1), null, Party.Host, NewZealand), (host.Host!.Value, host.Migrant, host.Side, host.Nation));
        Assert.Equal((Migrant(1), null, Party.Migrant, NewZealand), (migrant.Migrant!.Value, migrant.Host, migrant.Side, migrant.Nation));
        Assert.Equal((host, migrant), (PersonId.OfProfile(host.ProfileStream), PersonId.OfProfile(migrant.ProfileStream)));
        Assert.Equal(($"nz-akl/profile/{Host(1).Value[^26..]}", $"nz/profile/{Migrant(1).Value[^26..]}"),
            (host.ProfileStream.Value, migrant.ProfileStream.Value));
        Assert.False(PersonId.TryParse(Case(1).Value, out _));
        Assert.Throws<FormatException>(() => PersonId.OfProfile(Host(1).Stream));
    }

    private static Moment Asked(DateTimeOffset time) => ThatMoment with { Time = time };
}
