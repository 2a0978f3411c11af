namespace VipOrleans.Domain.Tests.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Tests.Payments;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class CityTests
{
    private static readonly PlaceHeld Held1 = new(Case(1), HeldUntil), Held2 = new(Case(2), HeldUntil);

    [Fact]
    public void A_city_joins_the_programme_once()
    {
        var open = new OpenCity(Auckland, new("Auckland", Nzd, "Pacific/Auckland", Policy));
        Given.City().When(open).Then(Opened).WithOutcome("opened");
        Given.City(Opened).When(open).ThenRejected(RejectionCode.AlreadyExists);
    }

    public static TheoryData<string, NewCity> NoCities
    {
        get
        {
            var good = new NewCity("Auckland", Nzd, "Pacific/Auckland", Policy);
            return new()
            {
                { "no name", good with { Name = "" } },
                { "a name of 101 characters", good with { Name = new('a', 101) } },
                { "no time zone", good with { TimeZone = "" } },
                { "a time zone of 65 characters", good with { TimeZone = new('a', 65) } },
                { "no currency", good with { Currency = default } },
                { "no share", good with { Policy = Policy with { Share = default } } },
                { "no check", good with { Policy = Policy with { RequiredChecks = [] } } },
                { "a check twice", good with { Policy = Policy with { RequiredChecks = [CheckKind.Identity, CheckKind.Identity] } } },
                { "a hold of no days", good with { Policy = Policy with { HoldDays = 0 } } },
                { "a hold of 731 days", good with { Policy = Policy with { HoldDays = 731 } } },
                { "no time for a reply", good with { Policy = Policy with { ReplyDays = 0 } } },
                { "366 days for a reply", good with { Policy = Policy with { ReplyDays = 366 } } },
                { "a notice of less than nothing", good with { Policy = Policy with { NoticeDays = -1 } } },
                { "a notice of 366 days", good with { Policy = Policy with { NoticeDays = 366 } } },
            };
        }
    }

    // What is earned in it counts as a baseline forever; a wage of today is none.
    [Theory]
    [InlineData("DEM", "2026-03-01", true)]
    [InlineData("HRK", "2023-01-01", true)]
    [InlineData("BGN", "2026-01-01", true)]
    [InlineData("BGN", "2025-12-31", false)]
    [InlineData("EUR", "2026-03-01", false)]
    public void A_city_does_not_open_in_a_currency_that_the_euro_has_replaced(string currency, string on, bool refused)
    {
        var city = new NewCity("Sofia", Currency.Parse(currency), "Europe/Sofia", Policy);
        var ending = Given.City().When(new OpenCity(Auckland, city), On(DateOnly.ParseExact(on, "yyyy-MM-dd")));
        if (refused) ending.ThenRejected(RejectionCode.InvalidInput);
        else ending.Then(new CityOpened(Auckland, city.Name, city.Currency, city.TimeZone, city.Policy));
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(NoCities))]
    public void What_is_no_city_is_refused(string what, NewCity city)
    {
        Assert.NotEmpty(what);
        Given.City().When(new OpenCity(Auckland, city)).ThenRejected(RejectionCode.InvalidInput);
        if (city.Policy != Policy) Given.City(Opened).When(new DecidePolicy(city.Policy)).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void The_limits_of_a_policy_are_allowed()
    {
        var shortest = Policy with { HoldDays = 1, ReplyDays = 1, NoticeDays = 0 };
        var longest = Policy with { HoldDays = 730, ReplyDays = 365, NoticeDays = 365 };
        Given.City(Opened).When(new DecidePolicy(shortest)).Then(new CityPolicyDecided(shortest));
        Given.City(Opened).When(new DecidePolicy(longest)).Then(new CityPolicyDecided(longest));
    }

    [Fact]
    public void A_city_that_is_not_open_refuses_everything_else()
    {
        CityCommand[] commands =
        [
            new DecideQuota(Decision(1)), new DecidePolicy(Policy), new DecidePayingAccount(PayoutSample.Council),
            new PauseCity(PauseReason.Safety), new ResumeCity(), new HoldPlace(Case(1)),
            new ConfirmPlace(Case(1)), new ReleasePlace(Case(1), "hold"), new ExpirePlace(Case(1)), new ServeWaiting(),
        ];
        Assert.All(commands, c => Given.City().When(c).ThenRejected(RejectionCode.CityNotFound));
    }

    [Theory]
    [InlineData(QuotaAuthority.Council)]
    [InlineData(QuotaAuthority.Ballot)]
    public void Council_or_ballot_decide_the_quota(QuotaAuthority by)
    {
        // A ballot that is held here decides by itself.
        var moment = by == QuotaAuthority.Ballot ? ThatMoment with { Actor = "system" } : ThatMoment;
        var city = Given.City(Opened).When(new DecideQuota(Decision(3, by)), moment).Then(new QuotaDecided(Decision(3, by))).State;
        Assert.Equal((3, 0, 0, by), (city.Free, city.Held, city.InUse, city.Quota.By));
    }

    [Fact]
    public void A_ballot_that_was_held_elsewhere_counts_once_another_officer_has_seen_its_record()
    {
        var (decision, second) = (Decision(3, QuotaAuthority.Ballot), ThatMoment with { Actor = "city-officer:two" });
        var record = new QuotaRecordShown(decision, ThatMoment.Actor);
        Assert.Equal(0, Given.City(Opened).When(new DecideQuota(decision)).Then(record).WithOutcome("shown").State.Quota.Places);
        var shown = Given.City(Opened, record, new PlaceAwaited(Case(1), 1));
        shown.When(new ConfirmQuota()).ThenRejected(RejectionCode.SameOfficer);
        shown.When(new ConfirmQuota(), second).Then(new QuotaDecided(decision), Held1);
        Given.City(Opened, record, new QuotaDecided(decision)).When(new ConfirmQuota(), second).ThenRejected(RejectionCode.WrongState);
        Given.City(Opened).When(new ConfirmQuota(), second).ThenRejected(RejectionCode.WrongState);
    }

    [Theory]
    [InlineData(-1, "Minute", 0, RejectionCode.InvalidInput)]
    [InlineData(10_000_001, "Minute", 0, RejectionCode.InvalidInput)]
    [InlineData(1, "", 0, RejectionCode.InvalidInput)]
    [InlineData(1, "Minute", 1, RejectionCode.DateInFuture)]
    public void A_quota_that_cannot_be_is_refused(int places, string reference, int daysAhead, RejectionCode code) =>
        Given.City(Opened).When(new DecideQuota(new(places, QuotaAuthority.Council, reference, Today.AddDays(daysAhead))))
            .ThenRejected(code);

    [Theory]
    [InlineData(0)]
    [InlineData(10_000_000)]
    public void The_smallest_and_the_largest_quota_are_allowed(int places) =>
        Assert.Equal(places, Given.City(Opened).When(new DecideQuota(Decision(places))).Then(Quota(places)).State.Free);

    [Fact]
    public void A_place_is_held_until_the_policys_days_are_over_and_the_next_one_waits()
    {
        Given.City(Opened, Quota(1)).When(new HoldPlace(Case(1))).Then(Held1).WithOutcome("held");
        var full = Given.City(Opened, Quota(1), Held1);
        full.When(new HoldPlace(Case(2))).Then(new PlaceAwaited(Case(2), 1)).WithOutcome("waiting");
        full.When(new HoldPlace(Case(1))).ThenNothing().WithOutcome("held");
        Given.City(Opened, Quota(1), Held1, new PlaceAwaited(Case(2), 1)).When(new HoldPlace(Case(2))).ThenNothing()
            .WithOutcome("waiting");
    }

    [Fact]
    public void A_city_without_a_quota_has_no_place() =>
        Given.City(Opened).When(new HoldPlace(Case(1))).Then(new PlaceAwaited(Case(1), 1));

    [Fact]
    public void A_held_place_is_confirmed_once()
    {
        var city = Given.City(Opened, Quota(2), Held1).When(new ConfirmPlace(Case(1))).Then(new PlaceConfirmed(Case(1))).State;
        Assert.Equal((0, 1, 1), (city.Held, city.InUse, city.Free));
        Given.City(Opened, Quota(2), Held1, new PlaceConfirmed(Case(1))).When(new ConfirmPlace(Case(1))).ThenNothing()
            .WithOutcome("confirmed");
        Given.City(Opened, Quota(2)).When(new ConfirmPlace(Case(1))).ThenRejected(RejectionCode.PlaceNotHeld);
        Given.City(Opened, Quota(0), new PlaceAwaited(Case(1), 1)).When(new ConfirmPlace(Case(1))).ThenRejected(RejectionCode.PlaceNotHeld);
    }

    [Fact]
    public void A_place_given_back_held_or_in_use_goes_to_the_first_in_line()
    {
        CityEvent[] line = [Opened, Quota(1), Held1, new PlaceAwaited(Case(2), 1), new PlaceAwaited(Case(3), 2)];
        Given.City(line).When(new ReleasePlace(Case(1), "hold")).Then(new PlaceReleased(Case(1)), Held2).WithOutcome("released");
        var city = Given.City([.. line, new PlaceConfirmed(Case(1))]).When(new ReleasePlace(Case(1), "hold"))
            .Then(new PlaceReleased(Case(1)), Held2).State;
        Assert.Equal((1, 0, 0), (city.Held, city.InUse, city.Free));
        Assert.Equal([Case(3)], city.Waiting.Values);
    }

    [Fact]
    public void Who_leaves_the_line_lets_the_next_one_up()
    {
        CityEvent[] line = [Opened, Quota(1), Held1, new PlaceAwaited(Case(2), 1), new PlaceAwaited(Case(3), 2)];
        Given.City(line).When(new ReleasePlace(Case(2), "hold")).Then(new WaitingLeft(Case(2))).WithOutcome("released");
        Given.City([.. line, new WaitingLeft(Case(2))]).When(new ReleasePlace(Case(1), "hold"))
            .Then(new PlaceReleased(Case(1)), new PlaceHeld(Case(3), HeldUntil));
    }

    [Fact]
    public void A_release_that_overtakes_its_hold_voids_it() =>
        Assert.Equal("the hold",
            Given.City(Opened, Quota(1)).When(new ReleasePlace(Case(1), "the hold"))
                .Then(new PlaceClaimVoided(Case(1))).Decision.VoidedCommand);

    [Fact]
    public void A_release_that_finds_its_place_voids_nothing() =>
        Assert.Null(
            Given.City(Opened, Quota(1), Held1).When(new ReleasePlace(Case(1), "the hold"))
                .Then(new PlaceReleased(Case(1))).Decision.VoidedCommand);

    [Fact]
    public void A_hold_expires_when_its_time_is_over_and_not_before()
    {
        CityEvent[] line = [Opened, Quota(1), Held1, new PlaceAwaited(Case(2), 1)];
        Given.City(line).When(new ExpirePlace(Case(1)), At(HeldUntil.AddTicks(-1))).ThenRejected(RejectionCode.HoldNotDue);
        Given.City(line).When(new ExpirePlace(Case(1)), At(HeldUntil))
            .Then(new PlaceExpired(Case(1)), new PlaceHeld(Case(2), HeldUntil.AddDays(10))).WithOutcome("expired");
        Given.City(line).When(new ExpirePlace(Case(2)), At(HeldUntil)).ThenRejected(RejectionCode.PlaceNotHeld);
        Given.City([.. line, new PlaceConfirmed(Case(1))]).When(new ExpirePlace(Case(1)), At(HeldUntil))
            .ThenRejected(RejectionCode.PlaceNotHeld);
    }

    [Fact]
    public void A_quota_cut_evicts_nobody_and_stops_new_holds_until_people_leave()
    {
        CityEvent[] three = [Opened, Quota(4), Held1, Held2, new PlaceHeld(Case(3), HeldUntil), new PlaceConfirmed(Case(3))];
        var cut = Given.City(three).When(new DecideQuota(Decision(1))).Then(Quota(1)).State;
        Assert.Equal((2, 1, 0), (cut.Held, cut.InUse, cut.Free));

        CityEvent[] afterCut = [.. three, Quota(1)];
        Given.City(afterCut).When(new HoldPlace(Case(4))).Then(new PlaceAwaited(Case(4), 1));
        Given.City(afterCut).When(new ConfirmPlace(Case(1))).Then(new PlaceConfirmed(Case(1)));
        CityEvent[] waiting = [.. afterCut, new PlaceAwaited(Case(4), 1)];
        Given.City(waiting).When(new ReleasePlace(Case(1), "hold")).Then(new PlaceReleased(Case(1)));
        Given.City([.. waiting, new PlaceReleased(Case(1))]).When(new ReleasePlace(Case(3), "hold")).Then(new PlaceReleased(Case(3)));
        Given.City([.. waiting, new PlaceReleased(Case(1)), new PlaceReleased(Case(3))]).When(new ReleasePlace(Case(2), "hold"))
            .Then(new PlaceReleased(Case(2)), new PlaceHeld(Case(4), HeldUntil));
    }

    [Fact]
    public void A_cut_that_is_partly_taken_back_gives_only_what_the_quota_allows()
    {
        var city = Given.City(Opened, Quota(5), Held1, Held2, new PlaceHeld(Case(3), HeldUntil), Quota(1), Quota(4)).State;
        Assert.Equal((3, 1), (city.Held, city.Free));
    }

    [Fact]
    public void A_quota_that_grows_serves_the_line_in_order()
    {
        CityEvent[] line = [Opened, Quota(0), new PlaceAwaited(Case(3), 1), new PlaceAwaited(Case(1), 2), new PlaceAwaited(Case(2), 3)];
        Given.City(line).When(new DecideQuota(Decision(2))).Then(Quota(2), new PlaceHeld(Case(3), HeldUntil), Held1);
    }

    [Fact]
    public void A_long_line_is_served_in_steps_and_nobody_overtakes()
    {
        const int people = 250;
        var story = Given.City([Opened, Quota(0), .. Enumerable.Range(1, people).Select(n => new PlaceAwaited(Case(n), n))]);
        var ending = story.When(new DecideQuota(Decision(people + 10)));
        var served = ending.Decision.Events.OfType<PlaceHeld>().Select(p => p.Sponsorship).ToList();
        Assert.Equal(CityDecider.MaxServedAtOnce, served.Count);
        var city = ending.State;

        // Places are free at this moment, and still a newcomer goes behind those who wait.
        Assert.True(city is { Free: > 0, CanServe: true });
        var newcomer = CityDecider.Decide(city, new HoldPlace(Case(9999)), Sample.ThatMoment);
        Assert.Equal("waiting", newcomer.Outcome);
        city = newcomer.Events.Aggregate(city, CityDecider.Evolve);
        while (city.CanServe)
        {
            var step = CityDecider.Decide(city, new ServeWaiting(), Sample.ThatMoment);
            Assert.InRange(step.Events.Count, 1, CityDecider.MaxServedAtOnce);
            served.AddRange(step.Events.OfType<PlaceHeld>().Select(p => p.Sponsorship));
            city = step.Events.Aggregate(city, CityDecider.Evolve);
        }

        Assert.Equal([.. Enumerable.Range(1, people).Select(Case), Case(9999)], served);
        Assert.Equal((people + 1, 9), (city.Held, city.Free));
        Assert.Empty(CityDecider.Decide(city, new ServeWaiting(), Sample.ThatMoment).Events);
    }

    [Fact]
    public void A_pause_stops_new_holds_and_nothing_else()
    {
        CityEvent[] paused = [Opened, Quota(2), Held1, new CityPaused(PauseReason.Safety)];
        Given.City(paused).When(new PauseCity(PauseReason.Safety)).ThenRejected(RejectionCode.CityPaused);
        Given.City(paused).When(new HoldPlace(Case(2))).Then(new PlaceAwaited(Case(2), 1)).WithOutcome("waiting");
        Given.City(paused).When(new ConfirmPlace(Case(1))).Then(new PlaceConfirmed(Case(1)));
        Given.City(paused).When(new DecidePolicy(Policy)).Then(new CityPolicyDecided(Policy));
        CityEvent[] waiting = [.. paused, new PlaceAwaited(Case(2), 1)];
        Given.City(waiting).When(new ReleasePlace(Case(1), "hold")).Then(new PlaceReleased(Case(1)));
        Given.City(waiting).When(new ReleasePlace(Case(2), "hold")).Then(new WaitingLeft(Case(2)));
        Given.City(waiting).When(new ExpirePlace(Case(1)), At(HeldUntil)).Then(new PlaceExpired(Case(1)));
        Given.City(waiting).When(new DecideQuota(Decision(5))).Then(Quota(5));
        Given.City(waiting).When(new ServeWaiting()).ThenNothing();
        Given.City(waiting).When(new ResumeCity()).Then(new CityResumed(), Held2).WithOutcome("resumed");
    }

    [Fact]
    public void A_city_that_is_not_paused_cannot_resume() =>
        Given.City(Opened).When(new ResumeCity()).ThenRejected(RejectionCode.CityNotPaused);

    [Fact]
    public void A_new_policy_counts_for_holds_from_now_on()
    {
        var story = Given.City(Opened, Quota(2), Held1, new CityPolicyDecided(Policy with { HoldDays = 1 }));
        story.When(new HoldPlace(Case(2))).Then(new PlaceHeld(Case(2), Now.AddDays(1)));
        Assert.Equal(HeldUntil, story.State.Taken[Case(1)].Until);
    }

    [Fact]
    public void A_city_decides_from_which_account_it_pays()
    {
        var other = PayoutSample.Council with { Name = "Auckland Council Treasury" };
        Given.City(Opened).When(new DecidePayingAccount(PayoutSample.Council)).Then(new PayingAccountDecided(PayoutSample.Council));
        Given.City(Opened, new PayingAccountDecided(PayoutSample.Council)).When(new DecidePayingAccount(PayoutSample.Council))
            .ThenNothing();
        Given.City(Opened, new PayingAccountDecided(PayoutSample.Council)).When(new DecidePayingAccount(other))
            .Then(new PayingAccountDecided(other));
        Given.City(Opened).When(new DecidePayingAccount(other with { Account = new(null, "12-3113", "ASBBNZ2A") }))
            .ThenRejected(RejectionCode.InvalidInput);
    }
}
