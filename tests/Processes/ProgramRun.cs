namespace VipOrleans.Processes;

using System.Diagnostics;

/// <summary>A silo's or gateway's executable, run to its end.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it said on the error stream.</param>
public sealed record ProgramRun(int Code, string Output, string Errors)
{
    /// <summary>Runs it.</summary>
    /// <param name="program"><c>Silo</c> or <c>Gateway</c>.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Environment variables beside those of the tests.</param>
    public static async Task<ProgramRun> Of(string program, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [NodeProcess.BuiltFrom(program), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true, WorkingDirectory = Path.GetTempPath()
        };
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new InvalidOperationException($"{program} runs on. It said: {await output}{await errors}");
        }

        return new(process.ExitCode, await output, await errors);
    }
}
