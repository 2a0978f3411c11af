namespace VipOrleans.Pilot.Tests;

/// <summary>The pilot stopped and started again on the same folder.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task After_a_restart_the_sample_is_there_and_loading_it_again_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        string first;
        long position;
        await using (var pilot = await RunningPilot.Start(folder.Path))
        {
            first = (await pilot.LoadSample()).Printed;
            position = await SampleTests.FeedPosition(pilot);
        }

        await using var again = await RunningPilot.Start(folder.Path);
        Assert.Equal(position, await SampleTests.FeedPosition(again));
        Assert.Equal(first, (await again.LoadSample()).Printed);
        Assert.Equal(position, await SampleTests.FeedPosition(again));
    }

    [Fact]
    public async Task A_load_that_was_cut_short_is_gone_on_with()
    {
        using var folder = new TemporaryFolder();
        await using var pilot = await RunningPilot.Start(folder.Path);
        using var cut = new CancellationTokenSource();
        var loader = new SampleLoader(new(pilot.Http), SampleFiles.Read(SampleRun.Folder), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loader.Load(
            p =>
            {
                if (p is { Part: SamplePart.Sponsorships, Done: 12 }) cut.Cancel();
            },
            cut.Token));

        var (report, _) = await pilot.LoadSample();
        Assert.Equal(ExpectedSample.BySponsorship.Values.Sum(e => e.Earned), report.Sum.Earned.Minor);
        Assert.Equal(ExpectedSample.BySponsorship.Values.Sum(e => e.Share), report.Sum.Share.Minor);
        Assert.Equal(ExpectedSample.Sponsorships.Count, report.ByStatus.Sum(s => s.Count));
    }
}
