namespace VipOrleans.Pilot;

using Spectre.Console;

/// <summary>Loads the sample with a progress bar and prints what it has come to.</summary>
public static class SampleRun
{
    /// <summary>Where the sample's files are beside the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Loads and prints.</summary>
    /// <param name="api">The address of the API.</param>
    /// <param name="console">Where to print.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The report.</returns>
    public static async Task<SampleReport> Run(Uri api, IAnsiConsole console, CancellationToken cancellation)
    {
        // Where the output goes to a file it has no width of its own, and the tables are wide.
        var isTerminal = console.Profile.Out.IsTerminal;
        if (!isTerminal) console.Profile.Width = 140;
        using var http = new HttpClient { BaseAddress = api };
        var client = new SampleClient(http);
        var loader = new SampleLoader(client, SampleFiles.Read(Folder), TimeProvider.System);
        var loaded = isTerminal ? await LoadWithProgress(loader, console, cancellation) : await loader.Load(_ => { }, cancellation);
        var report = await SampleReport.Read(client, loaded, cancellation);
        SampleTables.Print(report, console);
        return report;
    }

    private static Task<LoadedSample> LoadWithProgress(SampleLoader loader, IAnsiConsole console, CancellationToken cancellation) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                var bars = Enum.GetValues<SamplePart>().ToDictionary(p => p, p => progress.AddTask(p.ToString()));
                return await loader.Load(
                    p =>
                    {
                        bars[p.Part].MaxValue = p.Total;
                        bars[p.Part].Value = Math.Max(bars[p.Part].Value, p.Done);
                    },
                    cancellation);
            });
}
