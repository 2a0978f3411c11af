using VipOrleans.Checking;

// Each run has the machine's processors to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace VipOrleans.Chaos.Tests;

/// <summary>The system in processes of its own, killed again and again under load: what was acknowledged stays, once.</summary>
public sealed class NothingLostTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    [Fact]
    public async Task Of_a_pilot_on_SQLite_that_is_killed_nothing_is_lost()
    {
        var result = await Run(new(Store.Sqlite, Seed: 1, Kills, TimeSpan.Zero));

        Assert.True(result.Violations.Count == 0, $"The history and the logs are in {result.Kept}. {string.Join(Environment.NewLine, result.Violations.Take(10))}");
        Assert.True(result.Tally.Kills >= Kills, $"Only {result.Tally.Kills} kills.");
        Assert.True(result.History.Count(Answer.Acknowledged) > Kills * 10, $"Only {result.History.Count(Answer.Acknowledged)} commands were acknowledged: there was hardly anything to lose.");
        Assert.Equal(0, result.History.Count(Answer.Unknown));
    }

    [Fact]
    public async Task A_pilot_that_acknowledges_before_it_commits_is_caught()
    {
        var result = await Run(new(Store.Sqlite, Seed: 1, Kills: 5, TimeSpan.Zero, Fault: FaultyPilot.AcknowledgeBeforeCommit));

        Assert.Contains(result.Violations, v => v.Law == Laws.OneEffect && v.What.Contains("is lost", StringComparison.Ordinal));
    }

    private async Task<ChaosResult> Run(ChaosOptions options)
    {
        var result = await ChaosRun.Run(options, output.WriteLine, TestContext.Current.CancellationToken);
        output.WriteLine(result.Tally.Line(result.History));
        return result;
    }
}
