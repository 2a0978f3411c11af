namespace VipOrleans.Bench;

using System.Diagnostics;
using System.Text.Json.Nodes;

/// <summary>Does it stay as fast as it grows?</summary>
internal static class GrowthParts
{
    public static async Task Growth(Lab lab)
    {
        var perCity = lab.Options.Quick ? 500L : 10_000L;
        lab.Results.Notes.Add(
            ("growth", $"On SQLite, {perCity:N0} sponsorships a "
                + $"city{(lab.Options.Full ? "" : "; 1,000,000 sponsorships are measured with --full")}. The streams of the sponsorships "
                    + $"are written by the real rules through the journal, without the grains; hosts and migrants are left out. Postings "
                        + $"go to sponsorships that are not in memory, 64 at once, without tiered compilation, so that no size pays more "
                            + $"of it than another."));
        int[] cities = lab.Options.Quick ? [1, 2] : lab.Options.Full ? [1, 10, 100] : [1, 10];
        var systems = new List<(long Size, string Folder, Child Child)>();
        foreach (var count in cities)
        {
            var (size, folder) = (count * perCity, lab.NewFolder());
            await using (var child = await Child.Start("system", folder))
            {
                var clock = Stopwatch.StartNew();
                await WorkParts.SeedAll([("sqlite", child)], "nz-grow", perCity, count);
                Lab.Say($"{size:N0} sponsorships seeded in {clock.Elapsed.TotalSeconds:N0} s");
            }

            var bytes = new DirectoryInfo(folder).GetFiles("journal.db*").Sum(f => f.Length);
            lab.Results.Add("growth", "journal and its index", "sqlite", size, "bytes a sponsorship", bytes / (double)size);
            var (started, first, fresh) = await StartAndAsk(folder, perCity, 0);
            await (await lab.Keep(Task.FromResult(fresh))).DisposeAsync();
            var running = await lab.Keep(Child.Start(compiled: true, "system", folder));
            await running.Ask("settle");
            lab.Results.Add("growth", "start of the process", "sqlite", size, "ms", started);
            lab.Results.Add("growth", "first posting after it", "sqlite", size, "ms", first);
            systems.Add((size, folder, running));
        }

        var portion = lab.Options.Quick ? 60L : 1_500L;
        for (var round = -1; round < lab.Options.Rounds; round++)
        {
            lab.SayRound("growth", round);
            foreach (var (size, _, child) in systems)
            {
                var answer =
                    await child.Ask("post",
                        new()
                        {
                            ["cities"] = "nz-grow", ["perCity"] = perCity, ["from"] = 1 + ((round + 1) * portion), ["count"] = portion,
                            ["of"] = size, ["clients"] = 64, ["month"] = 1
                        });
                if (round >= 0) lab.Add("growth", "postings", "sqlite", size, answer, "p99", "cpuMicros");
            }
        }

        foreach (var (size, folder, child) in systems)
        {
            var count = Math.Min(size, lab.Options.Quick ? 200 : 5_000);
            await child.DisposeAsync();
            var again = await lab.Keep(Child.Start("system", folder));
            await again.Ask("settle");
            var active =
                await again.Ask("activate", new() { ["cities"] = "nz-grow", ["perCity"] = perCity, ["from"] = 0, ["count"] = count });
            lab.Results.Add("growth", "activation, p50", "sqlite", size, "ms", (double)active["p50"]!);
            lab.Results.Add("growth", "activation, p99", "sqlite", size, "ms", (double)active["p99"]!);
            lab.Results.Add("growth", "memory of one active sponsorship over the runtime's own", "sqlite", size, "bytes",
                (double)active["bytes"]! - (double)active["runtimeBytes"]!);
            lab.Results.Add("growth", "memory of one empty activation", "sqlite", size, "bytes", (double)active["runtimeBytes"]!);
            var posting =
                again.Ask("post",
                    new()
                    {
                        ["cities"] = "nz-grow", ["perCity"] = perCity, ["from"] = 0, ["count"] = size, ["clients"] = 64,
                        ["month"] = 2
                    });
            await Task.Delay(lab.Options.Quick ? 200 : 1_000);
            await again.Kill();
            _ = posting.ContinueWith(t => t.Exception, TaskScheduler.Default);
            var (started, first, recovered) = await StartAndAsk(folder, perCity, 0, month: 3);
            lab.Results.Add("growth", "start after kill -9 under load, to the first posting", "sqlite", size, "ms", started + first);
            await (await lab.Keep(Task.FromResult(recovered))).DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    public static async Task OneFile(Lab lab)
    {
        var (sponsorships, months) = lab.Options.Quick ? (500L, 4) : (100_000L, 10);
        lab.Results.Notes.Add(
            ("file", $"One file of {sponsorships * months:N0} rows, {months} months of {sponsorships:N0} sponsorships of one city, over "
                + $"HTTP. Memory is the process's resident set, with silo, gateway and journal in it, each time a tenth more of the rows "
                    + $"is worked off."));
        var system = await lab.Keep(Child.Start("system", lab.NewFolder()));
        await WorkParts.SeedAll([("sqlite", system)], "nz-file", sponsorships, 1);
        Lab.Say($"a file of {sponsorships * months:N0} rows");
        var answer = await system.Ask("one-file", new() { ["city"] = "nz-file0", ["count"] = sponsorships, ["months"] = months });
        lab.Add("file", "rows worked off", "sqlite", sponsorships * months, answer, "cpuMicros");
        lab.Results.Add("file", "memory before the file", "sqlite", 0, "MiB", (double)answer["before"]!);
        lab.Results.Add("file", "memory when it was received", "sqlite", 0, "MiB", (double)answer["received"]!);
        foreach (var (tenth, mebibytes) in answer["memory"]!.AsArray()
            .Index()) lab.Results.Add("file", "memory", "sqlite", sponsorships * months * (tenth + 1) / 10, "MiB", (double)mebibytes!);
    }

    public static async Task Silos(Lab lab)
    {
        lab.Results.Notes.Add(
            ("silos", "One machine: more silos share the same cores, so what counts is the CPU time of all silos for one posting. The "
                + "journal is PostgreSQL, whose own time stands beside it. Each number of silos posts another month to the same "
                    + "sponsorships, "
                    + "without tiered compilation, so that a silo that has done less work is not slower for it."));
        var perCity = lab.Options.Quick ? 500L : 5_000L;
        var portion = lab.Options.Quick ? 100L : 2_000L;
        var database = await lab.Postgres.NewDatabase();
        await using (var first =
            await Child.Start("system", lab.NewFolder(), database)) await WorkParts.SeedAll([("postgres", first)], "nz-silo", perCity, 4);
        var month = 0;
        foreach (var count in new[] { 1, 2, 4 })
        {
            var (silos, done) = (new List<Child>(), 0L);
            month++;
            for (var i = 0; i < count; i++) silos.Add(await lab.Keep(Child.Start(compiled: true, "system", lab.NewFolder(), database)));
            foreach (var silo in silos) await silo.Ask("settle");
            for (var round = -1; round < lab.Options.Rounds; round++)
            {
                lab.SayRound($"silos: {count}", round);
                JsonObject[] answers = [];
                var all = await lab.Measured(silos[0], async () =>
                {
                    answers = await Task.WhenAll(silos.Select((s, i) => s.Ask("post", new()
                    {
                        ["cities"] = "nz-silo", ["perCity"] = perCity, ["from"] = done + (i * portion / count), ["count"] = portion / count,
                        ["of"] = 4 * perCity, ["clients"] = Math.Max(1, 64 / count), ["month"] = month,
                    })));
                    return new() { ["count"] = portion };
                });
                done += portion;
                if (round < 0) continue;
                if (all["databaseMicros"] is { } micros)
                {
                    lab.Results.Add("silos", "CPU of the database for a posting", "postgres", count, "µs", (double)micros);
                }

                lab.Results.Add("silos", "CPU of all silos for a posting", "postgres", count, "µs",
                    answers.Average(a => (double)a["cpuMicros"]!));
                lab.Results.Add("silos", "postings", "postgres", count, "/s", answers.Sum(a => (double)a["perSecond"]!));
            }

            await lab.EndAll();
        }
    }

    private static async Task<(double Started, double First, Child Child)> StartAndAsk(string folder, long perCity, long from,
        int month = 1)
    {
        var clock = Stopwatch.StartNew();
        var child = await Child.Start("system", folder);
        var started = clock.Elapsed.TotalMilliseconds;
        var first = await child.Ask("first",
            new JsonObject { ["cities"] = "nz-grow", ["perCity"] = perCity, ["from"] = from, ["month"] = month });
        return (started, (double)first["ms"]!, child);
    }
}
