namespace VipOrleans.Domain.Tests.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Places.NationCommand;
using static VipOrleans.Domain.Places.NationEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class NationTests
{
    private static readonly CityId Wellington = CityId.Parse("nz-wlg");
    private static readonly CapDecided Hundred = new(new(100, "Order 1", Today));

    [Fact]
    public void A_city_joins_once() =>
        Given.Nation(new CityJoined(Auckland)).When(new JoinNation(Auckland)).ThenNothing();

    [Fact]
    public void A_lease_is_a_quarter_of_an_even_part_of_the_pool_and_never_more_than_wanted()
    {
        var two = Given.Nation(new CityJoined(Auckland), new CityJoined(Wellington), Hundred);
        two.When(new LeaseAllotment(Auckland, 1, 50)).Then(new AllotmentGranted(Auckland, 1, 12)).WithOutcome("leased");
        two.When(new LeaseAllotment(Auckland, 1, 5)).Then(new AllotmentGranted(Auckland, 1, 5));
    }

    [Theory]
    [InlineData(100, 1, 100, 25)]
    [InlineData(100, 25, 100, 1)]
    [InlineData(3, 25, 100, 1)]
    [InlineData(0, 1, 100, 0)]
    [InlineData(1_000_000_000, 1, 10_000_000, 10_000_000)]
    [InlineData(100, 1, 1, 1)]
    public void The_size_of_a_lease(long pool, int cities, int wanted, int places) =>
        Assert.Equal(places, NationDecider.LeaseSize(pool, cities, wanted));

    [Fact]
    public void A_lease_that_is_asked_again_is_answered_as_it_was_and_an_empty_pool_concludes_nothing()
    {
        var leased = Given.Nation(new CityJoined(Auckland), Hundred, new AllotmentGranted(Auckland, 1, 25));
        leased.When(new LeaseAllotment(Auckland, 1, 3)).ThenNothing().WithOutcome("leased");
        leased.When(new LeaseAllotment(Auckland, 3, 3)).ThenRejected(RejectionCode.InvalidInput);
        leased.When(new LeaseAllotment(Auckland, 2, 0)).ThenRejected(RejectionCode.InvalidInput);
        leased.When(new LeaseAllotment(Wellington, 1, 3)).ThenRejected(RejectionCode.CityNotFound);
        Given.Nation(new CityJoined(Auckland), Hundred, new AllotmentGranted(Auckland, 1, 100)).When(new LeaseAllotment(Auckland, 2, 3))
            .ThenNothing().WithOutcome("empty");
        Given.Nation(new CityJoined(Auckland)).When(new LeaseAllotment(Auckland, 1, 3)).ThenNothing().WithOutcome("empty");
    }

    [Fact]
    public void A_return_is_counted_once_and_no_more_than_was_leased()
    {
        var leased = Given.Nation(new CityJoined(Auckland), Hundred, new AllotmentGranted(Auckland, 1, 25));
        var back = leased.When(new CountBack(Auckland, 1, 10)).Then(new AllotmentCountedBack(Auckland, 1, 10)).State;
        Assert.Equal((85L, 15L, 100L), (back.Free, back.AllottedTo(Auckland), back.Total));
        Given.Nation(new CityJoined(Auckland), Hundred, new AllotmentGranted(Auckland, 1, 25), new AllotmentCountedBack(Auckland, 1, 10))
            .When(new CountBack(Auckland, 1, 10)).ThenNothing();
        leased.When(new CountBack(Auckland, 1, 26)).ThenRejected(RejectionCode.InvalidInput);
        leased.When(new CountBack(Auckland, 2, 1)).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void A_cut_below_what_is_on_lease_is_a_target_that_returns_come_nearer_to_and_no_lease_is_given_until_then()
    {
        var cut = Given.Nation(new CityJoined(Auckland), Hundred, new AllotmentGranted(Auckland, 1, 60),
            new CapDecided(new(40, "Order 2", Today)));
        Assert.Equal((0L, 60L, true), (cut.State.Free, cut.State.Total, cut.State.Rule.Recalls));
        cut.When(new LeaseAllotment(Auckland, 2, 1)).ThenNothing().WithOutcome("empty");
        var nearer = cut.When(new CountBack(Auckland, 1, 15)).State;
        Assert.Equal((0L, 45L, true), (nearer.Free, nearer.Total, nearer.Rule.Recalls));
        var there = Given.Nation(new CityJoined(Auckland), Hundred, new AllotmentGranted(Auckland, 1, 60),
            new CapDecided(new(40, "Order 2", Today)), new AllotmentCountedBack(Auckland, 1, 30)).State;
        Assert.Equal((10L, 40L, false), (there.Free, there.Total, there.Rule.Recalls));
    }

    [Fact]
    public void What_cities_follow_has_a_number_that_grows_with_every_change_and_with_nothing_else()
    {
        NationEvent[] events = [new CityJoined(Auckland), Hundred, new AllotmentGranted(Auckland, 1, 60),
            new NationPaused(PauseReason.Safety), new CapDecided(new(40, "Order 2", Today)), new AllotmentCountedBack(Auckland, 1, 10),
            new NationResumed()];
        var rules = new List<NationRule>();
        var nation = NationDecider.Initial;
        foreach (var e in events) rules.Add((nation = NationDecider.Evolve(nation, e)).Rule);
        Assert.Equal(
            [NationRule.None, new(1, true, false, null), new(1, true, false, null), new(2, true, false, PauseReason.Safety),
                new(3, true, true, PauseReason.Safety), new(3, true, true, PauseReason.Safety), new(4, true, true, null)],
            rules);
    }

    [Fact]
    public void A_cap_and_a_pause_are_decided_with_clear_limits()
    {
        var nation = Given.Nation(Hundred);
        nation.When(new DecideCap(new(-1, "x", Today))).ThenRejected(RejectionCode.InvalidInput);
        nation.When(new DecideCap(new(CapDecision.MaxPlaces + 1, "x", Today))).ThenRejected(RejectionCode.InvalidInput);
        nation.When(new DecideCap(new(1, "", Today))).ThenRejected(RejectionCode.InvalidInput);
        nation.When(new DecideCap(new(1, "x", Today.AddDays(1)))).ThenRejected(RejectionCode.DateInFuture);
        nation.When(new DecideCap(Hundred.Decision)).ThenNothing();
        nation.When(new ResumeNation()).ThenRejected(RejectionCode.NationNotPaused);
        Given.Nation(new NationPaused(PauseReason.Safety)).When(new PauseNation(PauseReason.Technical))
            .ThenRejected(RejectionCode.NationPaused);
    }

    [Fact]
    public void A_city_is_bound_by_its_quota_and_its_allotment_both()
    {
        CityEvent[] capped = [Opened, new NationFollowed(new(1, true, false, null)), Quota(5)];
        Given.City(capped).When(new HoldPlace(Case(1))).Then(new PlaceAwaited(Case(1), 1));
        Assert.Equal(5, Given.City(capped).State.Wanted);
        Given.City([.. capped, new AllotmentLeased(1, 2)]).When(new HoldPlace(Case(1))).Then(new PlaceHeld(Case(1), HeldUntil));
        Assert.Equal(2, Given.City([.. capped, new AllotmentLeased(1, 2)]).State.Free);
        Assert.Equal(5, Given.City([.. capped, new AllotmentLeased(1, 9)]).State.Free);
    }

    [Fact]
    public void A_lease_serves_those_who_wait_and_is_noted_once()
    {
        var waiting = Given.City(Opened, new NationFollowed(new(1, true, false, null)), Quota(5), new PlaceAwaited(Case(1), 1));
        waiting.When(new TakeLease(1, 2)).Then(new AllotmentLeased(1, 2), new PlaceHeld(Case(1), HeldUntil));
        waiting.When(new TakeLease(2, 2)).ThenRejected(RejectionCode.InvalidInput);
        Given.City(Opened, new NationFollowed(new(1, true, false, null)), Quota(5), new AllotmentLeased(1, 2))
            .When(new TakeLease(1, 2)).ThenNothing();
    }

    [Fact]
    public void A_city_asks_again_when_a_quarter_of_its_last_lease_is_left()
    {
        CityEvent[] leased = [Opened, new NationFollowed(new(1, true, false, null)), Quota(100), new AllotmentLeased(1, 8)];
        IEnumerable<CityEvent> Held(int n) => Enumerable.Range(1, n).Select(i => (CityEvent)new PlaceHeld(Case(i), HeldUntil));
        Assert.Equal(0, Given.City([.. leased, .. Held(5)]).State.Wanted);
        Assert.Equal(92, Given.City([.. leased, .. Held(6)]).State.Wanted);
        Assert.Equal(0, Given.City([.. leased, .. Held(6), new CityPaused(PauseReason.Capacity)]).State.Wanted);
    }

    [Fact]
    public void What_is_above_the_quota_is_given_back_one_return_at_a_time_and_what_is_taken_stays()
    {
        CityEvent[] cut = [Opened, new NationFollowed(new(1, true, false, null)), Quota(10), new AllotmentLeased(1, 10),
            new PlaceHeld(Case(1), HeldUntil), new PlaceHeld(Case(2), HeldUntil), Quota(1)];
        var returned = Given.City(cut).When(new ReturnExcess()).Then(new AllotmentReturned(1, 8)).State;
        Assert.Equal((2, 0L, 0L), (returned.Allotment.Places, returned.Free, returned.Excess));
        Given.City([.. cut, new AllotmentReturned(1, 8), Quota(0), new PlaceReleased(Case(1))]).When(new ReturnExcess()).ThenNothing();
        Given.City([.. cut, new AllotmentReturned(1, 8), Quota(0), new PlaceReleased(Case(1))]).When(new NoteReturn(1))
            .Then(new AllotmentReturnNoted(1));
        Given.City([.. cut, new AllotmentReturned(1, 8), Quota(0), new PlaceReleased(Case(1)), new AllotmentReturnNoted(1)])
            .When(new ReturnExcess()).Then(new AllotmentReturned(2, 1));
        Given.City([.. cut, new AllotmentReturned(1, 8), new AllotmentReturnNoted(1)]).When(new NoteReturn(1)).ThenNothing();
    }

    [Fact]
    public void While_the_nation_recalls_a_city_gives_back_what_it_does_not_use()
    {
        CityEvent[] city = [Opened, new NationFollowed(new(1, true, false, null)), Quota(10), new AllotmentLeased(1, 10),
            new PlaceHeld(Case(1), HeldUntil)];
        Assert.Equal(0, Given.City(city).State.Excess);
        var recalled = Given.City([.. city, new NationFollowed(new(2, true, true, null))]).When(new ReturnExcess())
            .Then(new AllotmentReturned(1, 9)).State;
        Assert.Equal((0L, 0), (recalled.Free, recalled.Wanted));
    }

    [Fact]
    public void A_city_that_lacks_places_makes_them_short_until_it_has_got_them_or_says_that_nobody_waits()
    {
        NationEvent[] leased = [new CityJoined(Auckland), new CityJoined(Wellington), new CapDecided(new(10, "Order 1", Today)),
            new AllotmentGranted(Auckland, 1, 7), new AllotmentGranted(Wellington, 1, 3)];
        var nation = Given.Nation(leased);
        nation.When(new ReportShortage(Auckland, 0)).ThenNothing();
        nation.When(new ReportShortage(Auckland, -1)).ThenRejected(RejectionCode.InvalidInput);
        nation.When(new ReportShortage(CityId.Parse("nz-chc"), 1)).ThenRejected(RejectionCode.CityNotFound);
        var lacking = nation.When(new ReportShortage(Auckland, 2)).Then(new ShortageReported(Auckland, 2)).State;
        Assert.Equal(new NationRule(2, true, false, null, null, IsShort: true), lacking.Rule);
        NationEvent[] given = [.. leased, new ShortageReported(Auckland, 2), new AllotmentCountedBack(Wellington, 1, 3)];
        Given.Nation(given).When(new ReportShortage(Auckland, 0)).Then(new ShortageReported(Auckland, 0));
        Assert.True(Given.Nation([.. given, new AllotmentGranted(Auckland, 2, 1)]).State.Rule.IsShort);
        Assert.False(Given.Nation([.. given, new AllotmentGranted(Auckland, 2, 2)]).State.Rule.IsShort);
    }

    [Fact]
    public void While_places_are_short_a_city_gives_back_what_it_does_not_use_and_asks_for_those_who_wait_alone()
    {
        CityEvent[] city = [Opened, new NationFollowed(new(1, true, false, null)), Quota(10), new AllotmentLeased(1, 4),
            new PlaceHeld(Case(1), HeldUntil)];
        CityEvent isShort = new NationFollowed(new(2, true, false, null, null, IsShort: true));
        Assert.Equal((0L, 0), (Given.City(city).State.Excess, Given.City(city).State.Shortage));
        var gave = Given.City([.. city, isShort]).When(new ReturnExcess()).Then(new AllotmentReturned(1, 3)).State;
        Assert.Equal((0L, 0, 0), (gave.Excess, gave.Wanted, gave.Shortage));
        CityEvent[] back = [.. city, isShort, new AllotmentReturned(1, 3), new AllotmentReturnNoted(1)];
        Assert.Equal(0, Given.City(back).State.Wanted);
        Assert.Equal(2, Given.City([.. back, new PlaceAwaited(Case(2), 1), new PlaceAwaited(Case(3), 2)]).State.Wanted);
        // What its quota does not let it give is not lacking; and nobody is served while it is paused.
        Assert.Equal(1, Given.City([.. back, Quota(2), new PlaceAwaited(Case(2), 1), new PlaceAwaited(Case(3), 2)]).State.Shortage);
        Assert.Equal(0, Given.City([.. back, new CityPaused(PauseReason.Safety), new PlaceAwaited(Case(2), 1)]).State.Shortage);
        Assert.Equal(3, Given.City([.. city, new CityPaused(PauseReason.Safety), new PlaceAwaited(Case(2), 1), isShort]).State.Excess);
        // An opening that is announced keeps the places that it is for.
        CityEvent announced = new RegistrationOpened(OpeningId.From(Auckland, "o"), Now, Now.AddDays(7));
        Assert.Equal(0, Given.City([.. city, isShort, announced]).State.Excess);
    }

    [Fact]
    public void A_city_follows_the_newest_rule_and_a_nations_pause_stands_beside_its_own()
    {
        var paused = Given.City(Opened, Quota(5), new NationFollowed(new(3, false, false, PauseReason.Safety)));
        paused.When(new HoldPlace(Case(1))).Then(new PlaceAwaited(Case(1), 1));
        paused.When(new FollowNation(new(2, false, false, null))).ThenNothing();
        paused.When(new PauseCity(PauseReason.Capacity)).Then(new CityPaused(PauseReason.Capacity));
        Given.City(Opened, Quota(5), new NationFollowed(new(3, false, false, PauseReason.Safety)), new PlaceAwaited(Case(1), 1))
            .When(new FollowNation(new(4, false, false, null)))
            .Then(new NationFollowed(new(4, false, false, null)), new PlaceHeld(Case(1), HeldUntil));
        Given.City(Opened, Quota(5), new CityPaused(PauseReason.Capacity), new NationFollowed(new(3, false, false, PauseReason.Safety)),
            new PlaceAwaited(Case(1), 1))
            .When(new FollowNation(new(4, false, false, null))).Then(new NationFollowed(new(4, false, false, null)));
    }

    [Fact]
    public void A_cap_binds_a_city_from_its_opening() =>
        Given.City().When(new OpenCity(Auckland, new("Auckland", Nzd, "Pacific/Auckland", Policy), new(1, true, false, null)))
            .Then(Opened, new NationFollowed(new(1, true, false, null)));
}
