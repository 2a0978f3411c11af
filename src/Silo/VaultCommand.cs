namespace VipOrleans.Silo;

using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using VipOrleans.Vault;

/// <summary>
/// The words <c>vault rewrap</c> and <c>vault index</c> on the silo's command line: the first brings every person's key under the current
/// master key, so that the old one can be destroyed; the second makes the codes by which records that share something are found, for
/// persons who have none of this version.
/// </summary>
internal static class VaultCommand
{
    /// <summary>
    /// Rewraps the vault that the settings name, and says how far it has come. It runs beside silos on PostgreSQL and Azure; a
    /// vault in a file it takes for itself. It may be stopped and run again.
    /// </summary>
    /// <param name="args">Settings on the command line, as a silo takes them.</param>
    /// <param name="output">Where the progress goes.</param>
    /// <exception cref="OperatorException">The settings cannot be used, a silo has the folder, or it was stopped.</exception>
    public static Task Rewrap(string[] args, TextWriter output) => Run(args, async (vault, key, stop) =>
    {
        var lines = new Lines(output, $"persons are under '{key}'");
        var persons = await Told(lines, vault.Rewrap(lines, stop));
        await output.WriteLineAsync(
            $"Done: {Persons(persons)} wrapped again, all are under '{key}'. Take any other master key out of Vault:MasterKeys of every "
                + $"silo, then destroy it.");
    });

    /// <summary>
    /// Makes the codes of all who have none of this version. It runs beside silos on PostgreSQL and Azure; a vault in a file it takes for
    /// itself. It may be stopped and run again.
    /// </summary>
    /// <param name="args">Settings on the command line, as a silo takes them.</param>
    /// <param name="output">Where the progress goes.</param>
    /// <exception cref="OperatorException">The settings cannot be used, a silo has the folder, or it was stopped.</exception>
    public static Task Index(string[] args, TextWriter output) => Run(args, async (vault, _, stop) =>
    {
        var lines = new Lines(output, "persons have their codes");
        await output.WriteLineAsync(
            $"Done: the codes of {Persons(await Told(lines, vault.Index(lines, stop)))} were made, all have theirs.");
    });

    private static string Persons(int count) => $"{count} {(count == 1 ? "person" : "persons")}";

    private static async Task<int> Told(Lines lines, ValueTask<int> work)
    {
        try
        {
            return await work;
        }
        catch (OperationCanceledException e)
        {
            throw new OperatorException($"Stopped after {lines.Persons} persons; run it again to go on.", e);
        }
    }

    private static async Task Run(string[] args, Func<SealedVault, string, CancellationToken, Task> work)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = SiloConfiguration.Read(builder.Configuration);
        if (string.IsNullOrWhiteSpace(settings.VaultMasterKeys))
        {
            throw new OperatorException(
                "Vault:MasterKeys is empty; give the new master key first and the old one behind it, separated by a comma.");
        }

        var keys = VaultKeys.FromConfiguration(settings.VaultMasterKeys, builder.Environment.IsDevelopment(), settings.DataFolder,
            NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var folder = settings.IsAlone ? DataFolder.Take(settings.DataFolder) : null;
        await using var vault = await EmbeddedStores.OpenVault(settings, keys, settings.DataFolder, TimeProvider.System);
        await work(vault, keys.CurrentId, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>A line a batch, written before the next one begins.</summary>
    private sealed class Lines(TextWriter output, string what) : IProgress<int>
    {
        public int Persons { get; private set; }

        public void Report(int value) => output.WriteLine($"{Persons = value} {what}");
    }
}
