using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using VipOrleans.Vault;

namespace VipOrleans.Silo;

/// <summary>The words <c>vault rewrap</c> on the silo's command line: brings every person's key under the current master key, so that the old one can be destroyed.</summary>
internal static class VaultCommand
{
    /// <summary>
    /// Rewraps the vault that the settings name, and says how far it has come. It runs beside silos on PostgreSQL; a vault in a file it takes for itself.
    /// It may be stopped and run again.
    /// </summary>
    /// <param name="args">Settings on the command line, as a silo takes them.</param>
    /// <param name="output">Where the progress goes.</param>
    /// <exception cref="OperatorException">The settings cannot be used, a silo has the folder, or it was stopped.</exception>
    public static async Task Rewrap(string[] args, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = SiloConfiguration.Read(builder.Configuration);
        if (string.IsNullOrWhiteSpace(settings.VaultMasterKeys)) throw new OperatorException("Vault:MasterKeys is empty; give the new master key first and the old one behind it, separated by a comma.");
        var keys = VaultKeys.FromConfiguration(settings.VaultMasterKeys, builder.Environment.IsDevelopment(), settings.DataFolder, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var folder = settings.Membership is null ? DataFolder.Take(settings.DataFolder) : null;
        await using var vault = await EmbeddedStores.OpenVault(settings, keys, settings.DataFolder, TimeProvider.System);
        var lines = new Lines(output, keys.CurrentId);
        try
        {
            var persons = await vault.Rewrap(lines, stop.Token);
            await output.WriteLineAsync($"Done: {persons} {(persons == 1 ? "person" : "persons")} wrapped anew, all are under '{keys.CurrentId}'. Take any other master key out of Vault:MasterKeys of every silo, then destroy it.");
        }
        catch (OperationCanceledException e)
        {
            throw new OperatorException($"Stopped after {lines.Persons} persons; run it again to go on.", e);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>A line a batch, written before the next one begins.</summary>
    private sealed class Lines(TextWriter output, string key) : IProgress<int>
    {
        public int Persons { get; private set; }

        public void Report(int value) => output.WriteLine($"{Persons = value} persons are under '{key}'");
    }
}
