namespace VipOrleans.Domain.Tests;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CsCheck;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;

public sealed class LawTests
{
    private const int CommandsInAHistory = 1_000;

    private static readonly Gen<(int Quota, uint[] Steps)> Histories = Gen.Select(Gen.Int[0, 4], Gen.UInt.Array[CommandsInAHistory]);

    [Theory]
    [InlineData(100)]
    [InlineData(2_000, Traits = new[] { "Speed", "slow" })]
    public void The_laws_hold_at_every_version_of_long_histories(int histories)
    {
        var (commandsBefore, effectiveBefore) = (Programme.Commands, Programme.Effective);
        Histories.Sample(Live, iter: histories);
        var (commands, effective) = (Programme.Commands - commandsBefore, Programme.Effective - effectiveBefore);
        // On a failure CsCheck prints 'Set seed: "…" or -e CsCheck_Seed=…': run this test with that variable set to see the same history
        // again.
        Assert.True(commands >= histories * CommandsInAHistory / 2,
            $"Only {commands:N0} commands were given. With CsCheck_Seed=<seed> the run starts with that history; without it, it takes new "
                + $"ones.");
        Assert.True(effective > commands / 10, $"Only {effective:N0} of {commands:N0} commands did anything.");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60, Traits = new[] { "Speed", "slow" })]
    public void Every_state_comes_back_from_its_snapshot_byte_for_byte(int histories) =>
        Gen.Select(Gen.Int[0, 4], Gen.UInt.Array[0, 1_500]).Sample((quota, steps) =>
    {
        var programme = new Programme(quota);
        foreach (var step in steps) programme.Step(step);
        var (city, hosts, migrants, sponsorships) = programme.States;
        ComesBack(city, PlacesJson.Default.City);
        Assert.All(hosts, h => ComesBack(h, PeopleJson.Default.Host));
        Assert.All(migrants, m => ComesBack(m, PeopleJson.Default.Migrant));
        Assert.All(sponsorships.Where(s => s.Id is not null), s => ComesBack(s, SponsorshipsJson.Default.Sponsorship));
    }, iter: histories);

    [Fact, Trait("Speed", "slow")]
    public void Histories_come_as_far_as_a_share()
    {
        var seen = new HashSet<SponsorshipStatus>();
        Gen.UInt.Array[CommandsInAHistory].Sample(steps =>
        {
            var programme = new Programme(3);
            foreach (var step in steps)
            {
                programme.Step(step);
                lock (seen) seen.UnionWith(programme.All.Where(s => s.Earnings.ShareYears.Count > 0 || s.ArrivedOn is null)
                    .Select(s => s.Status));
            }
        }, iter: 2_000);
        Assert.Equal(Enum.GetValues<SponsorshipStatus>().ToHashSet(), seen);
    }

    private static void Live((int Quota, uint[] Steps) history)
    {
        var programme = new Programme(history.Quota);
        foreach (var step in history.Steps) programme.Step(step);
    }

    private static void ComesBack<TState>(TState state, JsonTypeInfo<TState> json)
    {
        var written = JsonSerializer.Serialize(state, json);
        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize(written, json)!, json));
    }
}
