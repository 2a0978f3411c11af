namespace VipOrleans.Silo;

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using VipOrleans.Journal;

/// <summary>
/// The words <c>journal verify</c>, <c>journal migrate</c> and <c>journal copy</c> on the silo's command line: the first goes through the
/// whole journal and says what was not written by this system; the second brings a journal of an older version to the present format; the
/// third copies it into another store.
/// </summary>
internal static class JournalCommand
{
    private const int Found = 1, Misused = 2;

    /// <summary>Says how the command is used.</summary>
    public static async Task<int> Usage()
    {
        await Console.Error.WriteLineAsync(
            "Expected 'journal verify', 'journal migrate' or 'journal copy', and settings such as --Silo:DataFolder=/var/lib/vip; --help "
                + "has "
            + "the rest.");
        return Misused;
    }

    /// <summary>
    /// Verifies the journal that the settings name. It runs beside silos on PostgreSQL and Azure Tables; a folder it takes for itself.
    /// </summary>
    /// <param name="args">Settings on the command line, as a silo takes them.</param>
    /// <param name="output">Where progress and findings go.</param>
    /// <returns>0 for a journal that is whole, 1 with findings.</returns>
    /// <exception cref="OperatorException">The settings cannot be used, a silo has the folder, or it was stopped.</exception>
    public static Task<int> Verify(string[] args, TextWriter output) => Run(args, false, async (settings, key, stop) =>
    {
        if (settings.Store == JournalStore.Sqlite && !File.Exists(DataFolder.JournalFileOf(settings.DataFolder)))
        {
            throw new OperatorException($"There is no journal in {Path.GetFullPath(settings.DataFolder)}.");
        }

        return await Verify(settings, key, output, stop);
    });

    /// <summary>Migrates the journal that the settings name; nothing else may use it meanwhile.</summary>
    /// <inheritdoc cref="Verify(string[], TextWriter)"/>
    public static Task<int> Migrate(string[] args, TextWriter output) => Run(args, true, async (settings, key, stop) =>
    {
        var aside = settings.Store == JournalStore.Sqlite ? await SetAside(settings, output) : null;
        if (settings.Store == JournalStore.Postgres)
        {
            await output.WriteLineAsync(
                "The journal is migrated in one transaction: if it fails, everything is as it was. Have a dump all the same.");
        }

        var lines = new Lines(output, "checked and written again");
        var report = settings.Store switch
        {
            JournalStore.Sqlite => JournalMigration.Migrate(DataFolder.JournalFileOf(settings.DataFolder),
                new Forward<MigrationProgress>(p => lines.Report(p.Events, p.Of)), stop),
            JournalStore.Postgres => await JournalMigration.Migrate(JournalStores.Postgres(settings.JournalConnection!),
                new Forward<MigrationProgress>(p => lines.Report(p.Events, p.Of)), stop),
            _ => await JournalMigration.Migrate(JournalStores.AzureTables(settings.JournalConnection!),
                new Forward<MigrationProgress>(p => lines.Report(p.Events, p.Of)), stop),
        };
        if (report is null)
        {
            await output.WriteLineAsync("The journal has the present format already; nothing was changed.");
            return 0;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Migrated: {report.Events} events of {report.Streams} streams in {report.Partitions} cities and nations."));
        if (aside is not null) await output.WriteLineAsync($"The journal from before is in {aside}; keep it until you trust this one.");
        await using (var journal = await Open(settings))
        {
            // What is there was written before appends were sealed.
            new JournalAnchors(settings, key).Sign(null, await journal.Partitions(stop), TimeProvider.System.GetUtcNow(), _ => { },
                head => head.Position);
        }

        return await Verify(settings, key, output, stop);
    });

    /// <summary>
    /// Copies the journal that the settings name into the store that the section <c>Target</c> names, and verifies the copy. A run that was
    /// cut off is run again, and goes on where the copy ends.
    /// </summary>
    /// <inheritdoc cref="Verify(string[], TextWriter)"/>
    public static Task<int> Copy(string[] args, TextWriter output)
    {
        var target = JournalTarget.Read(WebApplication.CreateSlimBuilder(args).Configuration);
        return Run(args, false, async (settings, key, stop) =>
        {
            target = target with { JournalKey = settings.JournalKey };
            if (target.IsThatOf(settings)) throw new OperatorException("Target names the journal itself; name another store.");
            using var folder = target.Store == JournalStore.Sqlite ? DataFolder.Take(target.DataFolder) : null;
            var lines = new Lines(output, "copied");
            var progress = new Forward<CopyProgress>(p => lines.Report(p.Events, p.Of));
            CopyReport report;
            var to = await Task.Run(() => JournalStores.Open(target, () => DataFolder.JournalFileOf(target.DataFolder)), stop);
            try
            {
                report = settings.Store switch
                {
                    JournalStore.Sqlite => await JournalCopy.Run(DataFolder.JournalFileOf(settings.DataFolder), to, progress, stop),
                    JournalStore.Postgres => await JournalCopy.Run(JournalStores.Postgres(settings.JournalConnection!), to, progress, stop),
                    _ => await JournalCopy.Run(JournalStores.AzureTables(settings.JournalConnection!), to, progress, stop),
                };
            }
            finally
            {
                if (to is IAsyncDisposable closing) await closing.DisposeAsync();
            }

            // What was signed of the original says up to where appends may not be sealed, in the copy too.
            var signed = new JournalAnchors(settings, key).Read().OrderByDescending(a => a.Heads.Sum(h => h.Position)).FirstOrDefault();
            new JournalAnchors(target, key).Sign(null, report.Heads, TimeProvider.System.GetUtcNow(), _ => { },
                head => signed is null ? null : signed.Of(head.Partition) is { } was ? was.Unsealed : 0);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"Copied {report.Events} events and {report.Marks} marks of commands; {report.Present} events were there already. "
                + $"{report.Snapshots} snapshots."));
            foreach (var (partition, position, hash) in report.Heads)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{partition}: {position} events, {hash}"));
            }

            return await Verify(target, key, output, stop);
        });
    }

    private static async Task<int> Verify(SiloSettings settings, JournalKey key, TextWriter output, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var lines = new Lines(output, "verified");
        var anchors = new JournalAnchors(settings, key);
        List<JournalFinding> findings = [];
        IReadOnlyList<JournalAnchor> signed = [];
        try
        {
            signed = anchors.Read();
        }
        catch (JournalCorruptException e)
        {
            findings.Add(new("the anchor", e.Message));
        }

        var options = new VerificationOptions { Key = key, Anchors = signed, IsQuiet = settings.Store == JournalStore.Sqlite };
        var report = await JournalStores.Verify(settings, null, options,
            new Forward<VerificationProgress>(p => lines.Report(p.Events, p.Of)), stop);
        if (anchors.Paths.Count == 0)
        {
            await output.WriteLineAsync(
                "No anchor is configured (Journal:AnchorPath): an older journal that was put back whole is not found.");
        }
        else if (signed.Count == 0 && findings.Count == 0 && report.Events > 0)
        {
            findings.Add(new("the anchor", $"There is none in {string.Join(" or ", anchors.Paths)}, so nobody can tell whether the end of "
                + "the journal is missing. A silo that starts makes a new one."));
        }

        findings.AddRange(report.Findings);
        foreach (var finding in findings) await output.WriteLineAsync(finding.ToString());
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Looked at {report.Events} events of {report.Streams} streams in {report.Partitions} cities and nations, {report.Marks} marks "
            + $"of commands and {report.Snapshots} snapshots, in {clock.Elapsed.TotalSeconds:0.0} s "
            + $"({report.Events / Math.Max(0.001, clock.Elapsed.TotalSeconds):0} events a second)."));
        await output.WriteLineAsync(findings.Count == 0
            ? "The journal is what was written." : $"{findings.Count} findings: the journal is not what was written.");
        return findings.Count == 0 ? 0 : Found;
    }

    private static async Task<int> Run(string[] args, bool makesKey, Func<SiloSettings, JournalKey, CancellationToken, Task<int>> work)
    {
        var settings = SiloConfiguration.Read(WebApplication.CreateSlimBuilder(args).Configuration);
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        // A folder belongs to one process. What is in databases is read beside silos, one of which may have the folder.
        using var folder = settings.Store == JournalStore.Sqlite ? DataFolder.Take(settings.DataFolder) : null;
        try
        {
            var key = folder is null ? JournalKeys.Configured(settings) : JournalKeys.OfCommand(settings, folder, makesKey);
            return await work(settings, key, stop.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new OperatorException("Stopped before the end.", e);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    // A copy of the file as it is, made before anything is changed; null for a journal that need not be migrated.
    private static async Task<string?> SetAside(SiloSettings settings, TextWriter output)
    {
        var file = DataFolder.JournalFileOf(settings.DataFolder);
        if (!File.Exists(file)) throw new OperatorException($"There is no journal in {Path.GetFullPath(settings.DataFolder)}.");
        var aside = $"{file}.before-0.2";
        await using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await source.OpenAsync();
        await using var ask = source.CreateCommand();
        ask.CommandText = "PRAGMA user_version";
        if ((long)(await ask.ExecuteScalarAsync())! != 1) return null;
        if (File.Exists(aside)) throw new OperatorException($"{aside} is there already, from another try: move it elsewhere first.");
        Stores.OwnerOnly.EnsureFile(aside);
        await using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = aside, Pooling = false }.ToString());
        await copy.OpenAsync();
        source.BackupDatabase(copy);
        await output.WriteLineAsync($"A copy of the journal is in {aside}.");
        return aside;
    }

    private static async Task<SealedOff> Open(SiloSettings settings) =>
        new(await Task.Run(() => JournalStores.Open(settings, () => DataFolder.JournalFileOf(settings.DataFolder))));

    /// <summary>A journal that is closed behind its only question.</summary>
    private sealed class SealedOff(IJournal journal) : IAsyncDisposable
    {
        public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation) => journal.Partitions(cancellation);

        public ValueTask DisposeAsync() => journal is IAsyncDisposable closing ? closing.DisposeAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Progress that is told in the turn of whoever makes it.</summary>
    private sealed class Forward<T>(Action<T> tell) : IProgress<T>
    {
        public void Report(T value) => tell(value);
    }

    /// <summary>A line now and then.</summary>
    private sealed class Lines(TextWriter output, string what)
    {
        private readonly Stopwatch _since = Stopwatch.StartNew();

        public void Report(long events, long of)
        {
            if (_since.Elapsed < TimeSpan.FromSeconds(2)) return;
            _since.Restart();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events} of {of} events {what}"));
        }
    }
}
