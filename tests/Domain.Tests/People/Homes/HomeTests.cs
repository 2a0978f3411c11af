namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HomeCommand;
using static VipOrleans.Domain.People.HomeEvent;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>Who comes with a migrant, and where there is room for them.</summary>
public sealed class HomeTests
{
    private static Story<HomeDecider, Home, HomeCommand, HomeEvent> House(params HomeEvent[] events) => new(events);

    [Fact]
    public void A_home_takes_as_many_guests_as_it_says_and_dependants_count()
    {
        var four = new HomeCapacityDeclared(Home(1), 4);
        House().When(new DeclareCapacity(Home(1), 4)).Then(four);
        House(four).When(new DeclareCapacity(Home(1), 4)).ThenNothing();
        House().When(new DeclareCapacity(Home(1), -1)).ThenRejected(RejectionCode.InvalidInput);
        House().When(new DeclareCapacity(Home(1), HomeDecider.MostGuests + 1)).ThenRejected(RejectionCode.InvalidInput);
        // As long as nobody counts, everybody finds room, and nothing is written.
        House().When(new TakeRoom(Case(1), 9)).ThenNothing().WithOutcome("not-counted");
        var three = new RoomTaken(Case(1), 3);
        House(four).When(new TakeRoom(Case(1), 3)).Then(three);
        House(four, three).When(new TakeRoom(Case(1), 3)).ThenNothing();
        House(four, three).When(new TakeRoom(Case(2), 1)).Then(new RoomTaken(Case(2), 1));
        House(four, three).When(new TakeRoom(Case(2), 2)).ThenRejected(RejectionCode.HomeFull);
        // A child is born, and one more moves in.
        House(four, three).When(new TakeRoom(Case(1), 4)).Then(new RoomTaken(Case(1), 4));
        House(four, three).When(new TakeRoom(Case(1), 5)).ThenRejected(RejectionCode.HomeFull);
        House(four, three).When(new LeaveRoom(Case(1))).Then(new RoomLeft(Case(1)));
        House(four).When(new LeaveRoom(Case(1))).ThenNothing();
        // A number below those who live there takes nothing from anybody.
        var cut = House(four, three).When(new DeclareCapacity(Home(1), 2)).Then(new HomeCapacityDeclared(Home(1), 2)).State;
        Assert.Equal((3, 0), (cut.Taken, cut.Left!.Value));
        House(four, three, new HomeCapacityDeclared(Home(1), 1)).When(new TakeRoom(Case(1), 2)).Then(new RoomTaken(Case(1), 2));
    }

    [Fact]
    public void A_proposal_finds_room_or_is_refused_and_knows_whether_the_home_counts()
    {
        var known = new ProposalFacts(true, true, Household(1), Home(1), Room: new(Left: 2, Persons: 3));
        var propose = new Propose(Case(1), Host(1), Migrant(1), Party.Host, known);
        Given.Sponsorship().When(propose).ThenRejected(RejectionCode.HomeFull);
        Given.Sponsorship().When(propose with { Known = known with { Room = new(3, 3) } }).Then(
            new SponsorshipProposed(Case(1), Host(1), Migrant(1), Household(1), Home(1), Party.Host, HomeCounts: true));
        Given.Sponsorship().When(propose with { Known = known with { Room = null } }).Then(
            new SponsorshipProposed(Case(1), Host(1), Migrant(1), Household(1), Home(1), Party.Host));
    }

    [Fact]
    public void Dependants_come_with_the_migrant_without_the_journal_saying_who()
    {
        var (child, other) = (Dependant(1), Dependant(2));
        var named = new DependantNamed(child, AgeGroup.Minor);
        Given.Migrant(MigrantRegistered(1)).When(new NameDependant(child, AgeGroup.Minor)).Then(named);
        Given.Migrant(MigrantRegistered(1), named).When(new NameDependant(child, AgeGroup.Minor)).ThenNothing();
        Given.Migrant(MigrantRegistered(1), named).When(new RemoveDependant(child)).Then(new DependantRemoved(child));
        Given.Migrant(MigrantRegistered(1), named).When(new RemoveDependant(other)).ThenRejected(RejectionCode.DependantNotFound);
        MigrantEvent[] many =
        [
            MigrantRegistered(1),
            .. Enumerable.Range(1, MigrantDecider.MaxDependants).Select(n => new DependantNamed(Dependant(n), null)),
        ];
        Given.Migrant(many).When(new NameDependant(Dependant(99), null)).ThenRejected(RejectionCode.InvalidInput);
        Given.Migrant(MigrantRegistered(1), new MigrantErased()).When(new NameDependant(child, null))
            .ThenRejected(RejectionCode.MigrantNotFound);
    }

    /// <summary>
    /// 131,000 people in 74,000 homes, and 839 in 329 cases: the published sums of Homes for Ukraine (2023) and of HIAS (financial year
    /// 2017). How they are spread is made up: cases of one to four, each in a home that takes just as many.
    /// </summary>
    [Theory]
    [InlineData(131_000, 74_000, 74_000)]
    [InlineData(839, 329, 329)]
    [InlineData(839, 329, 110)]
    public void The_families_of_large_programmes_find_room_and_not_one_more(int people, int cases, int homes)
    {
        var (spare, houses) = (people - cases, new Home[homes]);
        var capacity = new int[homes];
        // Everybody who is not the first of a case comes with one: whoever is left is spread evenly.
        int PersonsOf(int n) => 1 + (spare / cases) + (n < spare % cases ? 1 : 0);
        for (var n = 0; n < cases; n++) capacity[n % homes] += PersonsOf(n);
        for (var h = 0; h < homes; h++) houses[h] = Told(HomeDecider.Initial, new DeclareCapacity(Home(h), capacity[h]));
        var (came, dependants) = (0, 0);
        for (var n = 0; n < cases; n++)
        {
            var migrant = MigrantDecider.Evolve(MigrantDecider.Initial, MigrantRegistered(1));
            for (var d = 1; d < PersonsOf(n); d++)
            {
                var decided = MigrantDecider.Decide(migrant, new NameDependant(Dependant(d), AgeGroup.Minor), ThatMoment);
                migrant = decided.Events.Aggregate(migrant, MigrantDecider.Evolve);
            }

            var room = new TakeRoom(SponsorshipId.From(Auckland, $"case {n}"), 1 + migrant.Dependants.Count);
            houses[n % homes] = Told(houses[n % homes], room);
            (came, dependants) = (came + 1, dependants + migrant.Dependants.Count);
        }

        Assert.Equal((cases, people - cases, people), (came, dependants, houses.Sum(h => h.Taken)));
        Assert.Equal(0, houses.Sum(h => h.Left!.Value));
        // Nowhere is there room for one more, and everywhere for whoever comes after somebody has left.
        foreach (var house in houses.Where((_, h) => h % 997 == 0))
        {
            Assert.Equal(RejectionCode.HomeFull, HomeDecider.Decide(house, new TakeRoom(Case(1), 1), ThatMoment).Rejection?.Code);
            var first = house.Rooms[0];
            Assert.Equal(first.Persons, Told(house, new LeaveRoom(first.Sponsorship)).Left);
        }
    }

    private static Home Told(Home home, HomeCommand command)
    {
        var decision = HomeDecider.Decide(home, command, ThatMoment);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(home, HomeDecider.Evolve);
    }

    private static DependantId Dependant(int n) => DependantId.From(NewZealand, $"dependant {n}");
}
