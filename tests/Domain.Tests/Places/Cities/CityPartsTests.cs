namespace VipOrleans.Domain.Tests.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Tests.Payments;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>Each part of a city takes the events that concern it, and leaves the others the same objects.</summary>
public sealed class CityPartsTests
{
    private static readonly OpeningId Id = OpeningId.From(Auckland, "opening");

    // With one event of each kind that can follow on the events before it.
    private static readonly CityEvent[] Story =
    [
        Opened, new CityPolicyDecided(Policy with { NoticeDays = 1 }), new DeductionProfileChosen(null, Today),
        new PayingAccountDecided(PayoutSample.Council), new NationFollowed(new(1, true, false, null)), Quota(3),
        new AllotmentLeased(1, 4), new AllotmentReturned(1, 1), new AllotmentReturnNoted(1), new CityPaused(PauseReason.Safety),
        new CityResumed(), new PlaceHeld(Case(1), HeldUntil), new PlaceConfirmed(Case(1)), new PlaceReleased(Case(1)),
        new PlaceHeld(Case(2), HeldUntil), new PlaceExpired(Case(2)), new PlaceHeld(Case(3), HeldUntil), new PlaceConfirmed(Case(3)),
        new MigrantPlaceKept(Case(3), Migrant(1), HeldUntil), new KeptPlaceTaken(Case(4), Migrant(1), HeldUntil),
        new KeptPlaceReturned(Case(4), Migrant(1)), new GraceExtended(Migrant(1), HeldUntil.AddDays(1)),
        new QuotaRecordShown(new(7, QuotaAuthority.Ballot, "record/1", Today), "city-officer:one"),
        new StatusEndProposed(Migrant(1), Case(3), [], RulingId.From(Auckland, "end")),
        new StatusEndLifted(Migrant(1), RulingId.From(Auckland, "end")), new KeptPlaceEnded(Migrant(1), []),
        new PlaceAwaited(Case(5), 1), new WaitingLeft(Case(5)), new RegistrationOpened(Id, Now, HeldUntil),
        new PlaceRegistered(Case(6), Id, 1), new RegistrationClosed(Id, 1), new TicketsDrawn(Id, 0, [Case(6)]),
    ];

    [Fact]
    public void Every_event_changes_a_part_but_the_one_that_says_that_nothing_was_there()
    {
        var (city, seen) = (CityDecider.Initial, new HashSet<Type>());
        foreach (var e in Story)
        {
            var after = CityDecider.Evolve(city, e);
            if (!city.Equals(after)) seen.Add(e.GetType());
            city = after;
        }

        Assert.Equal([typeof(PlaceClaimVoided)], EventCodec<CityEvent>.All.Keys.Except(seen));
    }

    [Fact]
    public void A_part_that_an_event_does_not_concern_stays_the_same_object()
    {
        var city = Story[..^1].Aggregate(CityDecider.Initial, CityDecider.Evolve);
        var held = CityDecider.Evolve(city, new PlaceHeld(Case(7), HeldUntil));
        Assert.NotSame(city.Holds, held.Holds);
        Assert.Equal([city.Charter, city.Intake, city.Federation, city.Queue, city.Openings],
            [held.Charter, held.Intake, held.Federation, held.Queue, (object)held.Openings], ReferenceEqualityComparer.Instance);
    }
}
