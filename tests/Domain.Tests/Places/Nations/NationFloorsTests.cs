namespace VipOrleans.Domain.Tests.Places;

using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Places.NationCommand;
using static VipOrleans.Domain.Places.NationEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What a nation sets that no city may go under.</summary>
public sealed class NationFloorsTests
{
    private static readonly NationFloors Floors =
        new(Today.AddDays(90), "Order 8", Today, Share.Parse("2/5"), Share.Parse("1/10"), 42, 120, true, ["nz-rse"]);

    private static readonly CityPolicy Good =
        CityPolicy.Default with { Share = Share.Parse("2/5"), Levy = Share.Parse("1/10"), NoticeDays = 42, GraceDays = 120 };

    private static readonly DeductionProfile Rse = new("nz-rse", 7, "NZ", new(2020, 1, 1), "act", Nzd, PayBasis.Gross, false, []);

    [Fact]
    public void Cities_follow_floors_as_they_follow_a_cap()
    {
        var decided = Given.Nation(new CityJoined(Auckland)).When(new DecideFloors(Floors)).Then(new FloorsDecided(Floors)).State;
        Assert.Equal(new(1, false, false, null, Floors), decided.Rule);
        // The same again is no other rule, and neither is it when it was read from a snapshot.
        Given.Nation(new FloorsDecided(Floors)).When(new DecideFloors(Floors with { Profiles = ["nz-rse"] })).ThenNothing();
        var json = NationDecider.Aggregate.StateJson;
        var read = (Nation)JsonSerializer.Deserialize(JsonSerializer.Serialize(decided, json), json)!;
        Assert.Equal(1, NationDecider.Evolve(read, new CityJoined(CityId.Parse("nz-wlg"))).Rule.Number);
        Assert.Equal(2, NationDecider.Evolve(read, new FloorsDecided(Floors with { Profiles = ["other"] })).Rule.Number);
    }

    public static TheoryData<NationFloors> Wrong() =>
    [
        Floors with { Reference = "" }, Floors with { Reference = new('x', 101) }, Floors with { On = Today.AddDays(1) },
        Floors with { MendBy = Today.AddDays(-1) }, Floors with { MostShare = default(Share) }, Floors with { MostLevy = default(Share) },
        Floors with { LeastNoticeDays = 366 }, Floors with { LeastNoticeDays = -1 }, Floors with { LeastGraceDays = 0 },
        Floors with { LeastGraceDays = CityDecider.MaxGraceDays + 1 }, Floors with { Profiles = [] },
        Floors with { Profiles = ["a", "a"] }, Floors with { Profiles = [""] },
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Floors_are_bounds_that_a_city_can_keep(NationFloors floors) =>
        Given.Nation().When(new DecideFloors(floors)).ThenRejected(RejectionCode.InvalidInput);

    public static TheoryData<CityPolicy, Floor> Terms() => new()
    {
        { Good with { Share = Share.Half }, Floor.Share }, { Good with { Share = Share.Parse("4001/10000") }, Floor.Share },
        { Good with { Levy = Share.Parse("1/9") }, Floor.Levy }, { Good with { NoticeDays = 41 }, Floor.Notice },
        { Good with { GraceDays = 119 }, Floor.Grace }, { Good with { GraceDays = null }, Floor.Grace },
    };

    [Theory]
    [MemberData(nameof(Terms))]
    public void A_city_decides_nothing_that_breaks_a_floor(CityPolicy policy, Floor floor)
    {
        Followed().When(new DecidePolicy(policy)).ThenRejected(RejectionCode.FloorBroken);
        Assert.Equal(floor, Assert.Single(Floors.Breaches(policy)).Floor);
        Assert.Equal([floor], Followed(policy).State.BreachesOn(Today).Where(b => b.Floor != Floor.Profile).Select(b => b.Floor));
        Given.City().When(new OpenCity(Auckland, new("Auckland", Nzd, "Pacific/Auckland", policy), new(1, false, false, null, Floors)))
            .ThenRejected(RejectionCode.FloorBroken);
        // Without floors, or within them, it is the city's own affair.
        Assert.Null(Followed(floors: null).When(new DecidePolicy(policy)).Decision.Rejection);
        Assert.Null(Followed().When(new DecidePolicy(Good with { Share = Share.Parse("1/5"), Levy = null })).Decision.Rejection);
    }

    [Fact]
    public void A_nation_that_sets_floors_requires_a_profile_unless_it_says_otherwise()
    {
        var day = Today.AddDays(1);
        Assert.True(new NationFloors(Today, "Order 8", Today).IsProfileRequired);
        Followed().When(new ChooseDeductionProfile(new(null, day))).ThenRejected(RejectionCode.FloorBroken);
        Followed().When(new ChooseDeductionProfile(new(Rse with { Id = "own" }, day))).ThenRejected(RejectionCode.FloorBroken);
        Assert.Null(Followed().When(new ChooseDeductionProfile(new(Rse, day))).Decision.Rejection);
        Assert.Equal([new(Floor.Profile, "", "nz-rse")], Followed(Good).State.BreachesOn(Today));
        var chosen = Followed(Good).When(new ChooseDeductionProfile(new(Rse, Today)), On(Today)).State;
        Assert.Empty(chosen.BreachesOn(Today));

        var free = Floors with { IsProfileRequired = false };
        Assert.Null(Followed(Good, free).When(new ChooseDeductionProfile(new(null, day))).Decision.Rejection);
        Followed(Good, free).When(new ChooseDeductionProfile(new(Rse with { Id = "own" }, day)))
            .ThenRejected(RejectionCode.FloorBroken);
        var any = Floors with { Profiles = null };
        Assert.Null(Followed(Good, any).When(new ChooseDeductionProfile(new(Rse with { Id = "own" }, day))).Decision.Rejection);
        Assert.Equal([new(Floor.Profile, "", "")], Followed(Good, any).State.BreachesOn(Today));
    }

    [Fact]
    public void Who_takes_a_place_after_the_time_to_mend_has_terms_within_the_floors_mended_or_not()
    {
        var policy = CityPolicy.Default with { Share = Share.Half, Levy = Share.Parse("1/4"), NoticeDays = 7 };
        var city = Followed(policy).State;
        Assert.Equal(policy, city.PolicyOn(Floors.MendBy));
        Assert.Equal(policy with { Share = Share.Parse("2/5"), Levy = Share.Parse("1/10"), NoticeDays = 42, GraceDays = 120 },
            city.PolicyOn(Floors.MendBy.AddDays(1)));
        // It is still the city's to mend, and what is stricter than a floor stays.
        Assert.Equal(5, city.BreachesOn(Floors.MendBy.AddDays(1)).Count);
        var strict = Good with { Share = Share.Parse("1/5"), Levy = null, NoticeDays = 60, GraceDays = 200 };
        Assert.Equal(strict, Followed(strict).State.PolicyOn(Floors.MendBy.AddDays(1)));
    }

    private static Story<CityDecider, City, CityCommand, CityEvent> Followed(CityPolicy? policy = null, NationFloors? floors = null) =>
        Followed(policy ?? Good, true, floors ?? Floors);

    private static Story<CityDecider, City, CityCommand, CityEvent> Followed(NationFloors? floors) =>
        Followed(Good, floors is not null, floors);

    private static Story<CityDecider, City, CityCommand, CityEvent> Followed(CityPolicy policy, bool hasFloors, NationFloors? floors) =>
        Given.City(new CityOpened(Auckland, "Auckland", Nzd, "Pacific/Auckland", policy),
            new NationFollowed(new(1, false, false, null, hasFloors ? floors : null)));
}
