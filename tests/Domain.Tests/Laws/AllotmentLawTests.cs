namespace VipOrleans.Domain.Tests;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.NationCommand;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>
/// A nation and its cities over a wire that loses answers, repeats calls and delivers news late or in another order: whatever happens, no
/// place is in two hands, and none gets lost.
/// </summary>
public sealed class AllotmentLawTests
{
    private static readonly CityId[] Ids = [Auckland, CityId.Parse("nz-wlg"), CityId.Parse("nz-chc")];

    [Theory]
    [InlineData(100)]
    [InlineData(2_000, Traits = new[] { "Speed", "slow" })]
    public void The_cap_is_the_pool_and_all_allotments_at_every_instant_and_nobody_waits_for_a_place_that_is_free(int histories) =>
        Gen.Select(Gen.Int[0, 13], Gen.Int[0, 2], Gen.Int[0, 40]).Array[1, 120].Sample(steps =>
    {
        var world = new FederatedCities(Ids, 20);
        foreach (var (step, city, number) in steps)
        {
            world.Take(step, city, number);
            world.HoldsTheLaws();
        }

        world.Settle();
        world.HoldsTheLaws();
        world.NobodyWaitsForAFreePlace();
    }, iter: histories);

    [Theory]
    [InlineData(3, 30)]
    [InlineData(25, 26)]
    [InlineData(1, 7)]
    public void All_places_of_a_nation_are_held_if_the_demand_is_in_one_city_alone(int others, int cap)
    {
        var ids = Enumerable.Range(0, others + 1).Select(i => CityId.Parse($"nz-c{i}")).ToArray();
        var world = new FederatedCities(ids, cap);
        world.Settle();
        for (var i = 0; i < cap + 2; i++) world.Take(2, 0, 0);
        world.Settle();
        world.HoldsTheLaws();
        Assert.Equal((cap, 2), world.HeldAndWaiting(0));

        // And no city is left without: whoever asks in another one is served as soon as a place is given back.
        world.Take(2, 1, 0);
        world.Take(6, 0, 0);
        world.Settle();
        Assert.Equal(cap, world.HeldAndWaiting(0).Held + world.HeldAndWaiting(1).Held);
        world.NobodyWaitsForAFreePlace();
    }

    /// <summary>Cities that were opened under a cap.</summary>
    private sealed class FederatedCities
    {
        private readonly CityId[] _ids;
        private readonly City[] _cities;
        private readonly List<NationRule> _rules = [];
        private readonly List<(int City, long Number, int Places)> _leases = [], _returns = [];
        private readonly List<SponsorshipId>[] _sponsorships;
        private Nation _nation = NationDecider.Initial;
        private int _case, _highestCap;

        public FederatedCities(CityId[] ids, int cap)
        {
            (_ids, _highestCap) = (ids, cap);
            _cities = new City[ids.Length];
            _sponsorships = [.. ids.Select(_ => new List<SponsorshipId>())];
            Tell(new DecideCap(new(cap, "Order 1", Today)));
            for (var i = 0; i < _ids.Length; i++)
            {
                Tell(new JoinNation(_ids[i]));
                _cities[i] = CityDecider.Initial;
                Tell(i, new OpenCity(_ids[i], new("A city", Nzd, "Pacific/Auckland", Policy), _nation.Rule));
                Tell(i, new DecideQuota(Decision(cap)));
            }
        }

        public void Take(int step, int i, int number)
        {
            var city = _cities[i];
            switch (step)
            {
                case 0:
                    _highestCap = Math.Max(_highestCap, number);
                    Tell(new DecideCap(new(number, $"Order {number}", Today)));
                    break;
                case 1:
                    Tell(i, new DecideQuota(Decision(number)));
                    break;
                case 2 or 3 or 4:
                    var asked = SponsorshipId.From(_ids[i], $"case {++_case}");
                    _sponsorships[i].Add(asked);
                    Tell(i, new HoldPlace(asked));
                    break;
                case 5 when _sponsorships[i].Count > 0:
                    Tell(i, new ConfirmPlace(_sponsorships[i][number % _sponsorships[i].Count]));
                    break;
                case 6 when _sponsorships[i].Count > 0:
                    Tell(i, new ReleasePlace(_sponsorships[i][number % _sponsorships[i].Count], "hold"));
                    break;
                case 7:
                    Tell(number % 2 == 0 ? new PauseNation(PauseReason.Safety) : new ResumeNation());
                    break;
                case 8:
                    // News of any age.
                    if (_rules.Count > 0) Tell(i, new FollowNation(_rules[number % _rules.Count]));
                    break;
                case 9 when _leases.Count > 0:
                    // An answer that was on its way for long.
                    var (to, lease, places) = _leases[number % _leases.Count];
                    if (lease <= _cities[to].Allotment.Lease) Tell(to, new TakeLease(lease, places));
                    break;
                case 10 when _returns.Count > 0:
                    var (from, back, given) = _returns[number % _returns.Count];
                    Tell(new CountBack(_ids[from], back, given));
                    break;
                default:
                    Traffic(i, isLost: number % 3 == 0);
                    break;
            }
        }

        public (int Held, int Waiting) HeldAndWaiting(int i) => ((int)_cities[i].Held, _cities[i].Waiting.Count);

        // One step of the city's traffic with its nation, whose answer may get lost.
        public bool Traffic(int i, bool isLost)
        {
            var city = _cities[i];
            if (city.Allotment.Returning > 0)
            {
                Assert.Null(Tell(new CountBack(_ids[i], city.Allotment.Return, city.Allotment.Returning)));
                if (!isLost) Tell(i, new NoteReturn(city.Allotment.Return));
                return true;
            }

            if (city.Excess > 0)
            {
                Tell(i, new ReturnExcess());
                _returns.Add((i, _cities[i].Allotment.Return, _cities[i].Allotment.Returning));
                return true;
            }

            var before = _nation;
            if (city.Wanted == 0)
            {
                if (city.Shortage == 0) Assert.Null(Tell(new ReportShortage(_ids[i], 0)));
                return _nation != before;
            }

            var number = city.Allotment.Lease + 1;
            Assert.Null(Tell(new LeaseAllotment(_ids[i], number, city.Wanted)));
            if (_nation.Cities[_ids[i]].Lease != number)
            {
                if (!isLost && city.Shortage > 0) Assert.Null(Tell(new ReportShortage(_ids[i], city.Shortage)));
                return _nation != before;
            }

            var leased = _nation.Cities[_ids[i]].Leased;
            _leases.Add((i, number, leased));
            if (!isLost) Tell(i, new TakeLease(number, leased));
            return true;
        }

        public void Settle()
        {
            if (_nation.Paused is not null) Tell(new ResumeNation());
            for (var more = true; more;)
            {
                more = false;
                for (var i = 0; i < _ids.Length; i++)
                {
                    Tell(i, new FollowNation(_nation.Rule));
                    more |= Traffic(i, isLost: false);
                }
            }
        }

        public void HoldsTheLaws()
        {
            var leased = _ids.Sum(_nation.AllottedTo);
            Assert.Equal(_nation.Total, _nation.Free + leased);
            Assert.True(
                _nation.Rule.Recalls ? _nation.Free == 0 && _nation.Total > _nation.Cap!.Places : _nation.Total == _nation.Cap!.Places,
                "The pool and the allotments are not the cap.");
            for (var i = 0; i < _ids.Length; i++)
            {
                var (city, traffic) = (_cities[i], _nation.Cities[_ids[i]]);
                var arriving = traffic.Lease - city.Allotment.Lease;
                var leaving = city.Allotment.Return - traffic.Return;
                Assert.InRange(arriving, 0, 1);
                Assert.InRange(leaving, 0, 1);
                Assert.Equal(_nation.AllottedTo(_ids[i]),
                    city.Allotment.Places + (arriving * traffic.Leased) + (leaving * city.Allotment.Returning));
                // The city gives no more than both of its limits; what was taken before a cut stays.
                Assert.True(city.Held + city.InUse <= city.Allotment.Places, "A city has taken more places than it has on lease.");
                Assert.True(city.Held + city.InUse + city.Free <= Math.Max(city.Limit, city.Held + city.InUse),
                    "A city offers more than it may.");
            }

            Assert.True(_cities.Sum(c => c.Held + c.InUse) <= _highestCap, "The nation is oversold.");
        }

        public void NobodyWaitsForAFreePlace()
        {
            foreach (var city in _cities)
            {
                if (city.Waiting.IsEmpty || city.IsPaused) continue;
                Assert.Equal(0, city.Free);
                if (city.Held + city.InUse >= city.Quota.Places) continue;
                Assert.True(_nation.Free == 0, "Somebody waits, and there is a place in the pool.");
                Assert.All(_cities, other => Assert.Equal(0, other.Free));
            }
        }

        private Rejection? Tell(NationCommand command)
        {
            var decision = NationDecider.Decide(_nation, command, Sample.ThatMoment);
            _nation = decision.Events.Aggregate(_nation, NationDecider.Evolve);
            if (!_rules.Contains(_nation.Rule)) _rules.Add(_nation.Rule);
            return decision.Rejection;
        }

        private void Tell(int city, CityCommand command) =>
            _cities[city] =
                CityDecider.Decide(_cities[city], command, Sample.ThatMoment).Events.Aggregate(_cities[city], CityDecider.Evolve);
    }
}
