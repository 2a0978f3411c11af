namespace VipOrleans.Domain.Tests.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class KeptPlaceTests
{
    private static readonly DateTimeOffset Grace = Now.AddDays(90);
    private static readonly CityEvent[] InUse = [Opened, Quota(1), new PlaceHeld(Case(1), HeldUntil), new PlaceConfirmed(Case(1))];
    private static readonly CityEvent[] Kept = [.. InUse, new PlaceAwaited(Case(9), 1), new MigrantPlaceKept(Case(1), Migrant(1), Grace)];
    private static readonly CityEvent[] TakenOver = [.. Kept, new KeptPlaceTaken(Case(2), Migrant(1), HeldUntil)];
    private static readonly PlaceHeld Served = new(Case(9), HeldUntil);

    [Fact]
    public void The_place_of_who_changes_host_stays_in_use_and_nobody_in_line_gets_it()
    {
        var city = Given.City([.. InUse, new PlaceAwaited(Case(9), 1)]).When(new KeepPlace(new(Case(1), Migrant(1), 90, true)))
            .Then(new MigrantPlaceKept(Case(1), Migrant(1), Grace)).WithOutcome("kept").State;
        Assert.Equal((0, 1, 0, 1), (city.Held, city.InUse, city.Free, city.Waiting.Count));
        Given.City(Kept).When(new KeepPlace(new(Case(1), Migrant(1), 90, true))).ThenNothing().WithOutcome("kept");
        Given.City(Kept).When(new ServeWaiting()).ThenNothing();
    }

    [Fact]
    public void The_next_sponsorship_of_the_migrant_takes_it_over_past_the_line_and_through_a_pause_and_nobody_elses_does()
    {
        Given.City([.. Kept, new CityPaused(PauseReason.Capacity)]).When(new HoldPlace(Case(2), Migrant(1)))
            .Then(new KeptPlaceTaken(Case(2), Migrant(1), HeldUntil)).WithOutcome("held");
        Given.City(Kept).When(new HoldPlace(Case(3), Migrant(2))).Then(new PlaceAwaited(Case(3), 2)).WithOutcome("waiting");
        var granted = Given.City(TakenOver).When(new ConfirmPlace(Case(2))).Then(new PlaceConfirmed(Case(2))).State;
        Assert.Equal((0, 1, 0), (granted.Held, granted.InUse, granted.Kept.Count));
    }

    [Fact]
    public void What_does_not_come_about_gives_it_back_to_the_migrant_and_not_to_the_line()
    {
        CityEvent[][] states = [TakenOver, [.. TakenOver, new PlaceConfirmed(Case(2))]];
        foreach (var state in states)
        {
            var city = Given.City(state).When(new ReleasePlace(Case(2), "hold"), At(Now.AddDays(200)))
                .Then(new KeptPlaceReturned(Case(2), Migrant(1))).WithOutcome("released").State;
            // As it was before: neither longer nor shorter.
            Assert.Equal(new KeptPlace(Migrant(1), Case(1), Grace), city.Kept[Migrant(1)]);
            Assert.Equal((0, 1), (city.Held, city.InUse));
        }

        Given.City(TakenOver).When(new ExpirePlace(Case(2)), At(HeldUntil)).Then(new KeptPlaceReturned(Case(2), Migrant(1)))
            .WithOutcome("expired");
        Given.City([.. TakenOver, new PlaceConfirmed(Case(2))]).When(new KeepPlace(new(Case(2), Migrant(1), 90, false)), At(Now.AddDays(5)))
            .Then(new KeptPlaceReturned(Case(2), Migrant(1)));
    }

    [Fact]
    public void Once_the_migrant_has_arrived_it_is_a_place_like_any_other()
    {
        CityEvent[] granted = [.. TakenOver, new PlaceConfirmed(Case(2))];
        Given.City(granted).When(new ReleasePlace(Case(2), "hold", HasArrived: true)).Then(new PlaceReleased(Case(2)), Served);
        Given.City(granted).When(new KeepPlace(new(Case(2), Migrant(1), 90, true)), At(Now.AddDays(5)))
            .Then(new MigrantPlaceKept(Case(2), Migrant(1), Grace.AddDays(5)));
    }

    [Fact]
    public void An_officer_extends_or_ends_what_is_over_and_nothing_happens_by_itself()
    {
        var (ruling, other) = (RulingId.From(Auckland, "end"), RulingId.From(Auckland, "other"));
        var end = new EndStatus(Migrant(1), [StatusEndReason.NoNewHost], ruling);
        var proposed = new StatusEndProposed(Migrant(1), Case(1), [StatusEndReason.NoNewHost], ruling);
        Given.City(Kept).When(end, At(Grace.AddSeconds(-1))).ThenRejected(RejectionCode.GraceRunning);
        Given.City(Kept).When(end, At(Grace)).Then(proposed);
        Given.City(Kept).When(end with { Reasons = [StatusEndReason.Deceased] })
            .Then(proposed with { Reasons = [StatusEndReason.Deceased] });
        // The place is kept until the ruling on that is final, and given back by it alone.
        CityEvent[] ending = [.. Kept, proposed];
        Given.City(ending).When(end with { Ruling = other }, At(Grace)).ThenRejected(RejectionCode.WrongState);
        Given.City(ending).When(new RuleOnStatusEnd(Migrant(1), other, RulingEffect.Stands)).ThenNothing();
        Given.City(ending).When(new RuleOnStatusEnd(Migrant(1), ruling, RulingEffect.Stands), At(Grace))
            .Then(new KeptPlaceEnded(Migrant(1), [StatusEndReason.NoNewHost]), Served with { Until = Grace.AddDays(Policy.HoldDays) });
        Given.City(ending).When(new RuleOnStatusEnd(Migrant(1), ruling, RulingEffect.Lifted))
            .Then(new StatusEndLifted(Migrant(1), ruling));
        // Whoever has a host meanwhile, or more time, has no end under a ruling any more.
        foreach (CityEvent[] since in new CityEvent[][]
        {
            [new StatusEndLifted(Migrant(1), ruling)], [new GraceExtended(Migrant(1), Grace.AddDays(30))],
            [new KeptPlaceTaken(Case(2), Migrant(1), HeldUntil), new KeptPlaceReturned(Case(2), Migrant(1))],
        })
        {
            Given.City([.. ending, .. since]).When(new RuleOnStatusEnd(Migrant(1), ruling, RulingEffect.Stands)).ThenNothing();
        }

        Given.City(Kept).When(end with { Reasons = [] }, At(Grace)).ThenRejected(RejectionCode.InvalidInput);
        Given.City(Kept).When(end with { Reasons = [StatusEndReason.NoNewHost, StatusEndReason.NoNewHost] }, At(Grace))
            .ThenRejected(RejectionCode.InvalidInput);
        Given.City(Kept).When(new ServeWaiting(), At(Grace.AddDays(1_000))).ThenNothing();

        Given.City(Kept).When(new ExtendGrace(Migrant(1), 30)).Then(new GraceExtended(Migrant(1), Grace.AddDays(30)));
        Given.City(Kept).When(new ExtendGrace(Migrant(1), 30), At(Grace.AddDays(7))).Then(new GraceExtended(Migrant(1), Grace.AddDays(37)));
        foreach (var days in new[] { 0, 731 })
        {
            Given.City(Kept).When(new ExtendGrace(Migrant(1), days)).ThenRejected(RejectionCode.InvalidInput);
        }


        // Not where a new sponsorship has it, and not where there was none.
        CityCommand[] answers = [end, new ExtendGrace(Migrant(1), 30), new GiveUpPlace(Migrant(1), null)];
        foreach (var answer in answers)
        {
            Given.City(TakenOver).When(answer, At(Grace)).ThenRejected(RejectionCode.KeptPlaceNotFound);
            Given.City(InUse).When(answer, At(Grace)).ThenRejected(RejectionCode.KeptPlaceNotFound);
        }
    }

    [Fact]
    public void A_migrant_gives_the_place_up_and_who_has_arrived_elsewhere_gives_up_only_the_one_that_was_left()
    {
        Given.City(Kept).When(new GiveUpPlace(Migrant(1), null)).Then(new KeptPlaceEnded(Migrant(1), []), Served);
        Given.City(Kept).When(new GiveUpPlace(Migrant(1), Case(1))).Then(new KeptPlaceEnded(Migrant(1), []), Served);
        Given.City(Kept).When(new GiveUpPlace(Migrant(1), Case(5))).ThenNothing().WithOutcome("given-up");
        Given.City(InUse).When(new GiveUpPlace(Migrant(1), Case(1))).ThenRejected(RejectionCode.Busy);
    }

    [Fact]
    public void A_policy_from_before_there_was_a_grace_period_means_90_days_and_the_limits_are_kept()
    {
        Assert.Null(
            ((CityPolicyDecided)CityDecider.Aggregate.Events.Read(
                File.ReadAllBytes(ProjectFiles.PathOf("golden", "city-policy-decided.json")))).Policy.GraceDays);
        Assert.Equal(90, CityPolicy.DefaultGraceDays);
        foreach (var days in new[] { 0, 731 })
        {
            Given.City(Opened).When(new DecidePolicy(Policy with { GraceDays = days })).ThenRejected(RejectionCode.InvalidInput);
        }

        foreach (var days in new[] { 1, 730 })
        {
            Given.City(Opened).When(new DecidePolicy(Policy with { GraceDays = days }))
                .Then(new CityPolicyDecided(Policy with { GraceDays = days }));
        }

    }

    [Fact]
    public void The_host_is_told_of_nothing_that_the_migrant_decided()
    {
        EndReason[] untold = [EndReason.MigrantLeft, EndReason.ChangedHost, EndReason.Moved, EndReason.Completed, EndReason.Absent,
            EndReason.NothingToContinue];
        Assert.All(Enum.GetValues<EndReason>(), reason => Assert.Equal(untold.Contains(reason) ? null : reason, reason.ToldToHost()));
    }
}
