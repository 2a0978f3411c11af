// Each run has the machine's processors to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace VipOrleans.Chaos.Tests;

using VipOrleans.Checking;

/// <summary>The system in processes of its own, killed again and again under load: what was acknowledged stays, once.</summary>
public sealed class NothingLostTests(ITestOutputHelper output)
{
    // Ten are about one round of every kind of blow.
    private static readonly int Kills =
        int.Parse(Environment.GetEnvironmentVariable("VIP_KILLS") ?? "10", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public Task Of_a_pilot_on_SQLite_nothing_is_lost() => NothingIsLost(Store.Sqlite);

    [Fact]
    public async Task Of_three_silos_and_two_gateways_on_PostgreSQL_nothing_is_lost()
    {
        var tally = await NothingIsLost(Store.Postgres);

        Assert.True(tally[Tally.DatabaseKills] > 0, "The database was never killed.");
    }

    [Fact]
    public Task Of_three_silos_and_two_gateways_on_Azure_Tables_nothing_is_lost() => NothingIsLost(Store.Azure);

    [Fact]
    public async Task A_pilot_that_acknowledges_before_it_commits_is_caught()
    {
        var result = await Run(new(Store.Sqlite, Seed: 1, Kills: 3, TimeSpan.Zero, Fault: FaultyPilot.AcknowledgeBeforeCommit));

        Assert.Contains(result.Violations, v => v.Law == Laws.OneEffect && v.What.Contains("is lost", StringComparison.Ordinal));
        // What a finder of such a fault needs is kept.
        Assert.Contains("Seed = 1",
            await File.ReadAllTextAsync(Path.Combine(result.Kept!, "run.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(result.History.Requests.Count, File.ReadLines(Path.Combine(result.Kept!, "history.jsonl")).Count());
        Directory.Delete(result.Kept!, recursive: true);
    }

    private async Task<Tally> NothingIsLost(Store store)
    {
        var result = await Run(new(store, Seed: 1, Kills, TimeSpan.Zero));

        Assert.True(result.Violations.Count == 0,
            $"The history and the logs are in {result.Kept}. {string.Join(Environment.NewLine, result.Violations.Take(10))}");
        Assert.True(result.Tally.Kills >= Kills, $"Only {result.Tally.Kills} kills.");
        Assert.True(result.Tally[Tally.Freezes] > 0 && result.Tally[Tally.Cuts] > 0, "Nothing was frozen or cut.");
        Assert.True(result.History.Count(Answer.Acknowledged) > Kills * 10,
            $"Only {result.History.Count(Answer.Acknowledged)} commands were acknowledged: there was hardly anything to lose.");
        Assert.True(result.Tally[Tally.Mended] > 0, "No command went without an answer: the blows were too gentle.");
        Assert.Equal(0, result.History.Count(Answer.Unknown));
        return result.Tally;
    }

    private async Task<ChaosResult> Run(ChaosOptions options)
    {
        var result = await ChaosRun.Run(options, output.WriteLine, TestContext.Current.CancellationToken);
        output.WriteLine(result.Tally.Line(result.History));
        return result;
    }
}
