namespace VipOrleans.Pilot;

using Spectre.Console;

/// <summary>Shows how far a load has come and what it waits for.</summary>
internal static class SampleProgressBars
{
    private const int LeastWidthOfBars = 70;

    /// <summary>Loads under a bar for each part.</summary>
    /// <param name="console">Where the bars are drawn.</param>
    /// <param name="parts">The parts, in their order.</param>
    /// <param name="load">Loads, and reports how far it has come.</param>
    public static Task<T> Show<T>(IAnsiConsole console, IReadOnlyList<SamplePart> parts, Func<Action<SampleProgress>, Task<T>> load) =>
        console.Progress().Columns(Columns(console.Profile.Width)).StartAsync(async progress =>
        {
            var bars = parts.ToDictionary(p => p, p => progress.AddTask(p.ToString()));
            return await load(p =>
            {
                var bar = bars[p.Part];
                bar.Description = p.WaitingFor is { } moment ? $"{p.Part}: waiting for {moment}" : p.Part.ToString();
                bar.MaxValue = p.Total;
                bar.Value = Math.Max(bar.Value, p.Done);
            });
        });

    // The words say more than the bar.
    private static ProgressColumn[] Columns(int width) =>
    [
        new TaskDescriptionColumn { Alignment = Justify.Left },
        .. width < LeastWidthOfBars ? Array.Empty<ProgressColumn>() : [new ProgressBarColumn { Width = 24 }],
        new PercentageColumn(),
    ];
}
