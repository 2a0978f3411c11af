namespace VipOrleans.Domain.Tests;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class ParallelHistoryTests
{
    private const int Writers = 4, People = 12;

    private static readonly SponsorshipId[] Cases = [.. Enumerable.Range(0, People).Select(Case)];

    [Theory]
    [InlineData(25)]
    [InlineData(1_500, Traits = new[] { "Speed", "slow" })]
    public void Writers_who_race_for_the_places_of_a_city_break_no_law(int histories) =>
        Gen.Select(Gen.Int[0, 4], Gen.UInt.Array[0, 60].Array[Writers]).Sample((quota, scripts) =>
    {
        var city = new SharedAggregate<CityDecider, City, CityCommand, CityEvent>();
        city.Execute("open", new OpenCity(Auckland, new("Auckland", Nzd, "Pacific/Auckland", Policy)));
        city.Execute("quota", new DecideQuota(Decision(quota)));

        // Every command is given twice, by two writers, under one id: a retry that crosses its own first try.
        var acknowledged = Race(scripts, (writer, n, choice) =>
        {
            var id = $"{writer % 2} {n}";
            var what = scripts[writer % 2].ElementAtOrDefault(n, choice);
            var command = CommandOf(what);
            return (id, city.Execute(id, command, command is ExpirePlace ? At(HeldUntil.AddDays(what % 2)) : null));
        });

        // One id, one effect, one answer.
        Assert.Equal(city.Commits.Count, city.Commits.Select(c => c.Id).Distinct().Count());
        foreach (var commit in city.Commits.Where(c => c.Id is not ("open" or "quota")))
        {
            Assert.Contains(acknowledged, a => a.Id == commit.Id);
        }


        // In the order in which they were taken the commands do the same when they are given one by one; the laws hold at every version.
        var (state, model) = (CityDecider.Initial, new CityModel());
        foreach (var commit in city.Commits)
        {
            Assert.Equal(commit.Events, CityDecider.Decide(state, commit.Command, commit.At).Events);
            foreach (var e in commit.Events)
            {
                var before = state.Held + state.InUse;
                state = CityDecider.Evolve(state, e);
                var taken = state.Held + state.InUse;
                Assert.True(taken <= state.Quota.Places || taken <= before, $"{taken} places are taken of {state.Quota.Places}.");
                Assert.Equal(0, state.Places.Sum(Asset.Place));
            }

            model.Apply(commit.Command);
            model.HoldsFor(state);
        }

        model.HoldsFor(city.State);
    }, iter: histories, threads: 1);

    [Fact]
    public void Five_hundred_race_for_a_hundred_places_and_exactly_a_hundred_hold_them()
    {
        var city = new SharedAggregate<CityDecider, City, CityCommand, CityEvent>();
        city.Execute("open", new OpenCity(Auckland, new("Auckland", Nzd, "Pacific/Auckland", Policy)));
        city.Execute("quota", new DecideQuota(Decision(100)));
        var scripts = Enumerable.Range(0, Writers).Select(w => Enumerable.Range(0, 125).Select(n => (uint)((w * 125) + n)).ToArray())
            .ToArray();
        var answers = Race(scripts, (_, _, n) => ($"{n}", city.Execute($"{n}", new HoldPlace(Case((int)n)))));
        Assert.Equal(100, answers.Count(a => a.Outcome == "held"));
        Assert.Equal(400, answers.Count(a => a.Outcome == "waiting"));
        Assert.Equal((100, 0, 400), (city.State.Held, city.State.Free, city.State.Waiting.Count));
        // The line is the order of the appends.
        Assert.Equal(city.Commits.SelectMany(c => c.Events).OfType<PlaceAwaited>().Select(e => e.Sponsorship), city.State.Waiting.Values);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_500, Traits = new[] { "Speed", "slow" })]
    public void Writers_who_race_for_a_host_find_one_live_sponsorship_at_every_version(int histories) =>
        Gen.UInt.Array[0, 60].Array[Writers].Sample(scripts =>
    {
        var host = new SharedAggregate<HostDecider, Host, HostCommand, HostEvent>();
        host.Execute("register", new RegisterHost(Host(1), Household(1), Home(1), null, new(true, false, null)));
        Race(scripts, (writer, n, choice) =>
        {
            var id = Cases[choice % 4];
            var (take, free) = (SponsorshipSaga.CommandId(id, SagaStep.TakeHost), SponsorshipSaga.CommandId(id, SagaStep.FreeHost));
            return choice % 12 < 8 ? (take, host.Execute(take, new TakeHost(id))) : (free, host.Execute(free, new FreeHost(id, take)));
        });
        SponsorshipId? live = null;
        var given = new HashSet<SponsorshipId>();
        foreach (var e in host.Commits.SelectMany(c => c.Events))
        {
            if (e is HostTaken taken)
            {
                Assert.Null(live);
                Assert.True(given.Add(taken.Sponsorship), "A sponsorship took its host twice.");
                live = taken.Sponsorship;
            }
            else if (e is HostFreed freed)
            {
                Assert.Equal(live, freed.Sponsorship);
                live = null;
            }
            else if (e is HostClaimVoided voided)
            {
                Assert.NotEqual(live, voided.Sponsorship);
                given.Add(voided.Sponsorship);
            }
        }

        Assert.Equal(live, host.State.Live);
    }, iter: histories, threads: 1);

    private static CityCommand CommandOf(uint choice)
    {
        var id = Cases[choice % People];
        return (choice / People % 16) switch
        {
            <= 5 => new HoldPlace(id),
            <= 8 => new ConfirmPlace(id),
            <= 11 => new ReleasePlace(id, "no hold"),
            12 => new ExpirePlace(id),
            13 => new DecideQuota(Decision((int)(choice / 400 % 6))),
            14 => choice % 2 == 0 ? new PauseCity(PauseReason.Capacity) : new ServeWaiting(),
            _ => new ResumeCity(),
        };
    }

    // All writers start at once, each with its own script; what each was answered comes back.
    private static List<(string Id, string Outcome)> Race(uint[][] scripts, Func<int, int, uint, (string Id, string Outcome)> give)
    {
        using var start = new Barrier(scripts.Length);
        var answers = new List<(string, string)>[scripts.Length];
        var writers = scripts.Select((script, writer) => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                answers[writer] = [.. script.Select((choice, n) => give(writer, n, choice))];
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(writers);
        return [.. answers.SelectMany(a => a)];
    }
}

internal static class ScriptExtensions
{
    public static uint ElementAtOrDefault(this uint[] script, int index, uint otherwise) =>
        index < script.Length ? script[index] : otherwise;
}
