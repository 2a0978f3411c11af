namespace VipOrleans.Pilot;

using Spectre.Console;
using VipOrleans.Gateway.Access;

/// <summary>Loads the sample with a progress bar and prints what it has come to.</summary>
public static class SampleRun
{
    /// <summary>Where the sample's files are beside the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Loads and prints: first what the first city has come to, for the second nation has to wait for its ballot.</summary>
    /// <param name="api">The address of the API.</param>
    /// <param name="console">Where to print.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="people">Whom one may sign in as; null if nobody signs in.</param>
    /// <returns>The report.</returns>
    public static async Task<SampleReport> Run(Uri api, IAnsiConsole console, CancellationToken cancellation,
        DevelopmentPeople? people = null)
    {
        // Where the output goes to a file it has no width of its own, and the tables are wide.
        var isTerminal = console.Profile.Out.IsTerminal;
        if (!isTerminal) console.Profile.Width = 140;
        using var http = new HttpClient { BaseAddress = api };
        var client = new SampleClient(http);
        var loader = new SampleLoader(client, SampleFiles.Read(Folder), TimeProvider.System);

        SamplePart[] parts = [.. Enum.GetValues<SamplePart>().Where(p => p is not (SamplePart.Payroll or SamplePart.Choices))];
        var city = await Load(progress => loader.LoadCity(progress, cancellation), parts);
        if (people is not null) SamplePeople.Introduce(city, people);
        var report = await SampleReport.Read(client, city, cancellation);
        SampleTables.PrintCity(report, console);
        var payroll = await Load(progress => loader.LoadPayroll(progress, cancellation), [SamplePart.Payroll]);
        report = report with { Payroll = await SamplePayrollReport.Read(client, payroll, cancellation) };
        SampleTables.PrintPayroll(report.Payroll, console);
        var sample = await Load(progress => loader.LoadChoices(city, progress, cancellation), [SamplePart.Choices]);
        if (people is not null) SamplePeople.Introduce(sample.Choices!, people);
        report = report with { Choices = await SampleChoicesReport.Read(client, sample.Choices!, cancellation) };
        SampleTables.PrintChoices(report.Choices, console);
        return report;

        Task<T> Load<T>(Func<Action<SampleProgress>, Task<T>> load, params SamplePart[] parts) =>
            isTerminal ? SampleProgressBars.Show(console, parts, load) : load(_ => { });
    }
}
