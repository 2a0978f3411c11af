namespace VipOrleans.Domain.Tests.Matching;

using CsCheck;
using VipOrleans.Domain.Matching;
using static VipOrleans.Domain.Tests.Matching.SmallMarkets;

public sealed class DeferredAcceptanceTests
{
    [Fact]
    public void No_cap_is_exceeded_at_any_level_and_nobody_gets_whom_they_did_not_accept() => UpTo(12, 12).Sample(market =>
    {
        var result = DeferredAcceptance.Run(market);
        var hostOf = result.HostOf.ToArray();
        Assert.False(Definitions.ExceedsACap(market, hostOf));
        Assert.True(Definitions.EachAcceptsTheOther(market, hostOf));
        Assert.Equal(hostOf.Index().Where(p => p.Item >= 0).Select(p => (p.Item, p.Index)).Order(),
            result.MigrantOf.Index().Where(p => p.Item >= 0).Select(p => (p.Index, p.Item)).Order());
        Assert.Equal(hostOf.Count(h => h >= 0), result.Pairs);
    });

    [Fact]
    public void No_pair_that_would_rather_have_each_other_fits_but_where_the_published_order_says_no() => UpTo(12, 12).Sample(market =>
    {
        var hostOf = DeferredAcceptance.Run(market).HostOf.ToArray();
        Assert.True(Definitions.IsWeaklyStable(market, hostOf), "weakly stable");
        Assert.True(Definitions.IsStable(market, hostOf), "stable");
        Assert.True(Definitions.RespectsThePublishedOrder(market, hostOf), "stable under the published order");
    });

    [Fact]
    public void Where_no_cap_binds_no_pair_would_rather_have_each_other() => UpTo(12, 12).Sample(market =>
        Assert.Empty(Definitions.WhoWouldRather(market, [.. DeferredAcceptance.Run(WithoutCaps(market)).HostOf])));

    [Fact]
    public void It_is_the_one_that_all_migrants_like_best_of_all_that_brute_force_finds() =>
        UpTo(5, 5).Sample(EqualsBruteForce, iter: 1_000);

    [Fact]
    public void It_is_that_one_with_seven_on_each_side_too() => Of(7, 7).Sample(EqualsBruteForce, iter: 12);

    [Fact]
    public void Without_caps_it_is_the_stable_one_that_all_migrants_like_best() => UpTo(5, 5).Select(WithoutCaps).Sample(market =>
    {
        var ours = DeferredAcceptance.Run(market).HostOf.ToArray();
        var stable = AllAssignments(market).Where(a => !Definitions.WhoWouldRather(market, a).Any()).ToList();
        Assert.Contains(stable, s => s.SequenceEqual(ours));
        Assert.All(stable, s => Assert.True(NobodyIsWorse(market, ours, s)));
    }, iter: 500);

    [Fact]
    public void It_does_what_the_rule_does_that_is_told_to_people() =>
        UpTo(14, 14).Sample(market => Assert.Equal(Definitions.AllAtOnce(market), DeferredAcceptance.Run(market).HostOf), iter: 1_000);

    [Fact]
    public void Nobody_could_be_better_off_without_somebody_worse_off() => UpTo(5, 5).Sample(market =>
    {
        var ours = DeferredAcceptance.Run(market).HostOf.ToArray();
        foreach (var other in AllAssignments(market))
        {
            if (other.SequenceEqual(ours)) continue;
            var hostWorse = Enumerable.Range(0, market.Hosts.Count).Any(h => RankAt(h, ours) < RankAt(h, other));
            Assert.True(hostWorse || !NobodyIsWorse(market, other, ours), "another assignment is better for some and worse for none");
        }

        int RankAt(int host, int[] hostOf) => Array.IndexOf(hostOf, host) is >= 0 and var m ? market.Hosts.RankOf(host, m) : int.MaxValue;
    }, iter: 500);

    [Fact]
    public void The_order_in_which_migrants_propose_changes_nothing() =>
        Gen.Select(Of(9, 9), Gen.Shuffle(Enumerable.Range(0, 9).ToArray())).Sample((market, shuffled) =>
    {
        // Migrant i of the other market is migrant shuffled[i] of this one.
        var other = market with
        {
            Migrants = Rankings.Of([.. shuffled.Select(m => market.Migrants.Of(m).ToArray())]),
            Hosts = Rankings.Of(
                [.. Enumerable.Range(0, 9).Select(h => market.Hosts.Of(h).ToArray().Select(m => Array.IndexOf(shuffled, m)).ToArray())]),
        };
        var here = DeferredAcceptance.Run(market);
        var there = DeferredAcceptance.Run(other);
        Assert.Equal(here.HostOf, DeferredAcceptance.Run(market).HostOf);
        for (var i = 0; i < 9; i++) Assert.Equal(here.HostOf[shuffled[i]], there.HostOf[i]);
    });

    [Fact]
    public void No_migrant_gains_by_misstating_wishes() => UpTo(4, 4).Sample(market =>
    {
        var truthful = DeferredAcceptance.Run(market).HostOf;
        for (var m = 0; m < market.Migrants.Count; m++)
        {
            foreach (var lie in AllLists(market.Hosts.Count))
            {
                AssertNoGain(market, m, truthful[m], DeferredAcceptance.Run(Saying(market, m, lie)).HostOf[m]);
            }

        }
    }, iter: 1_000);

    [Fact]
    public void No_migrant_gains_in_any_market_of_two_and_two()
    {
        var lists = AllLists(2);
        MatchingCity[][] caps =
        [
            [new(2, 0, -1)], [new(1, 0, -1)], [new(1, 1, -1)], [new(0, 0, -1)],
            [new(1, 0, 0), new(1, 0, 0)], [new(1, 1, 0), new(1, 0, 0)], [new(1, 0, 0), new(1, 1, 0)],
        ];
        var profiles = 0;
        foreach (var cities in caps)
        {
            foreach (var (m0, m1, h0, h1) in from a in lists from b in lists from c in lists from d in lists select (a, b, c, d))
            {
                var market =
                    new MatchingMarket(Rankings.Of([m0, m1]), Rankings.Of([h0, h1]), cities.Length == 1 ? [0, 0] : [0, 1], cities,
                        [new(1, -1)], [0, 1], cities.Length == 1 ? [0] : [0, 1]);
                var truthful = DeferredAcceptance.Run(market).HostOf;
                for (var m = 0; m < 2; m++)
                {
                    foreach (var lie in lists)
                    {
                        AssertNoGain(market, m, truthful[m], DeferredAcceptance.Run(Saying(market, m, lie)).HostOf[m]);
                    }

                }

                profiles++;
            }
        }

        Assert.Equal(7 * 625, profiles);
    }

    [Fact]
    public void A_strongly_stable_assignment_need_not_exist_and_the_published_order_decides()
    {
        // One city with one place; each host would rather have the migrant who would rather have the other host.
        var market =
            new MatchingMarket(Rankings.Of([[1, 0], [0, 1]]), Rankings.Of([[0, 1], [1, 0]]), [0, 0], [new(1, 0, -1)], [], [0, 1], [0]);
        Assert.DoesNotContain(AllAssignments(market), a => Definitions.IsStronglyStable(market, a));
        Assert.Equal([0, -1], DeferredAcceptance.Run(market).HostOf);
        Assert.Equal([-1, 1], DeferredAcceptance.Run(market with { HostOrder = [1, 0] }).HostOf);
    }

    [Fact]
    public void Beyond_its_target_a_city_takes_what_the_others_leave()
    {
        // Two cities with two hosts each under a cap of three, and targets of one. The second city's second host is not wanted.
        var market = new MatchingMarket(
            Rankings.Of([[0], [1], [2], [3]]), Rankings.Of([[0], [1], [2], [3]]), [0, 0, 1, 1], [new(2, 1, 0), new(2, 1, 0)], [new(3, -1)],
            [0, 1, 2, 3], [1, 0]);
        Assert.Equal([0, -1, 2, 3], DeferredAcceptance.Run(market).HostOf);
        Assert.Equal([0, 1, 2, -1], DeferredAcceptance.Run(market with { Migrants = Rankings.Of([[0], [1], [2], []]) }).HostOf);
        Assert.Equal([0, 1, 2, -1], DeferredAcceptance.Run(market with { CityOrder = [0, 1] }).HostOf);
        // Two cities that are promised one place each have it, whatever the order.
        Assert.Equal([0, -1, 2, -1], DeferredAcceptance.Run(market with { Regions = [new(2, -1)] }).HostOf);
    }

    [Fact]
    public void A_market_that_is_none_is_refused_with_what_is_wrong()
    {
        var market = new MatchingMarket(Rankings.Of([[0]]), Rankings.Of([[0]]), [0], [new(1, 1, 0)], [new(1, -1)], [0], [0]);
        Assert.Null(market.Problem());
        (MatchingMarket Market, string Problem)[] cases =
        [
            (market with { CityOf = [] }, "one city"),
            (market with { CityOf = [1] }, "city that is not there"),
            (market with { HostOrder = [1] }, "order of the hosts"),
            (market with { CityOrder = [] }, "order of the cities"),
            (market with { Cities = [new(-1, 0, 0)] }, "cap is at least 0"),
            (market with { Cities = [new(1, 2, 0)] }, "target is 0 up to the cap"),
            (market with { Cities = [new(1, 1, 1)] }, "region that is not there"),
            (market with { Regions = [new(1, 0)] }, "numbered after"),
            (market with { Regions = [new(0, -1)] }, "targets"),
            (market with { Migrants = Rankings.Of([[1]]) }, "not there"),
            (market with { Migrants = Rankings.Of([[0, 0]]) }, "twice"),
            (market with { Hosts = Rankings.Of([[-1]]) }, "not there"),
        ];
        foreach (var (wrong, problem) in cases)
        {
            Assert.Contains(problem, wrong.Problem(), StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => DeferredAcceptance.Run(wrong));
        }

        Assert.Throws<ArgumentException>(() => new Rankings([0, 2], [1]));
        Assert.Throws<ArgumentException>(() => new Rankings([0, 2, 1, 2], [1, 1]));
    }

    [Fact]
    public void A_long_round_says_how_far_it_is_and_can_be_stopped()
    {
        // Everybody wants the same hosts, and the best-liked migrant comes last: each proposal sets off all that follow.
        const int people = 400;
        var wishes = Enumerable.Range(0, people).Select(_ => Enumerable.Range(0, people).ToArray()).ToArray();
        var accepted = wishes.Select(w => w.Reverse().ToArray()).ToArray();
        var market =
            new MatchingMarket(Rankings.Of(wishes), Rankings.Of(accepted), new int[people], [new(people, 0, -1)], [],
                [.. Enumerable.Range(0, people)], [0]);
        var told = new Told();
        var result = DeferredAcceptance.Run(market, told);
        Assert.Equal(people * (people + 1) / 2, result.Proposals);
        Assert.Equal([65_536L, result.Proposals], told.Reports.Select(r => r.Proposals));
        Assert.Equal((people, people), (told.Reports[^1].Settled, told.Reports[^1].Migrants));
        Assert.Throws<OperationCanceledException>(() => DeferredAcceptance.Run(market, cancelled: new(canceled: true)));
    }

    private static void EqualsBruteForce(MatchingMarket market)
    {
        var ours = DeferredAcceptance.Run(market).HostOf.ToArray();
        var stable = AllAssignments(market).Where(a => Definitions.RespectsThePublishedOrder(market, a)).ToList();
        Assert.Contains(stable, s => s.SequenceEqual(ours));
        Assert.All(stable, s => Assert.True(NobodyIsWorse(market, ours, s)));
        // What the order lets through is stable in the paper's sense, whoever made it.
        Assert.All(stable, s => Assert.True(Definitions.IsStable(market, s) && Definitions.IsWeaklyStable(market, s)));
    }

    private static bool NobodyIsWorse(MatchingMarket market, int[] ours, int[] theirs) =>
        Enumerable.Range(0, ours.Length).All(m => Rank(market, m, ours[m]) <= Rank(market, m, theirs[m]));

    private static void AssertNoGain(MatchingMarket market, int migrant, int truthful, int lying) =>
        Assert.True(Rank(market, migrant, truthful) <= Rank(market, migrant, lying),
            $"migrant {migrant} would rather have {lying} than {truthful}");

    // A host whom the migrant does not accept is worse than none.
    private static int Rank(MatchingMarket market, int migrant, int host) =>
        host < 0 ? market.Hosts.Count : market.Migrants.RankOf(migrant, host) is >= 0 and var rank ? rank : int.MaxValue;

    private sealed class Told : IProgress<MatchingProgress>
    {
        public List<MatchingProgress> Reports { get; } = [];

        public void Report(MatchingProgress value) => Reports.Add(value);
    }
}
