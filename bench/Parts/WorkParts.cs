namespace VipOrleans.Bench;

using System.Diagnostics;
using System.Text.Json.Nodes;

/// <summary>The ceilings, and the work itself.</summary>
internal static class WorkParts
{
    private const string City = "nz-akl";

    public static async Task Limits(Lab lab)
    {
        var echo = await lab.Keep(Child.Start("echo"));
        var system = await lab.Keep(Child.Start("system", lab.NewFolder()));
        var load = await lab.Load();
        var file = Path.Combine(lab.NewFolder(), "flush");
        for (var round = -1; round < lab.Options.Rounds; round++)
        {
            lab.SayRound("limits", round);
            var kestrel =
                await load.Ask("run",
                    new()
                    {
                        ["port"] = (int)echo.Hello["port"]!, ["clients"] = 64, ["seconds"] = Seconds(lab, 1), ["kind"] = "echo",
                        ["path"] = "/echo", ["tokens"] = new JsonArray()
                    });
            var grain = await system.Ask("echo", new() { ["clients"] = 64, ["seconds"] = Seconds(lab, 1) });
            if (round < 0) continue;
            lab.Add("limits", "JSON echo on bare Kestrel", "machine", 64, kestrel);
            lab.Add("limits", "bare grain call in process", "machine", 64, grain);
            lab.Results.Add("limits", "flushes of 4 KiB appended to a file", "machine", 0, "/s", Flushes(file, Seconds(lab, 0.5)));
        }
    }

    public static async Task Holds(Lab lab)
    {
        var targets = await lab.Targets();
        var load = await lab.Load();
        lab.Results.Notes.Add(
            ("holds", "The peer updates a counter of the city under its row's lock. \"peer, rows\" takes rows with SKIP LOCKED instead; "
                + "it keeps no order among those who ask."));
        await Each(targets, t => t.Child.Ask("open-city", new() { ["city"] = City, ["places"] = Lab.PeerPlaces, ["rows"] = true }));
        (string Name, Child Child, bool Rows)[] all = [.. targets.Select(t => (t.Name, t.Child, false)),
            ("peer, rows", targets[0].Child, true)];
        var tokens = await Tokens(targets, City);
        int[] clients = lab.Options.Quick ? [1, 64] : [1, 16, 64, 256];
        for (var round = -1; round < lab.Options.Rounds; round++)
        {
            lab.SayRound("holds", round);
            foreach (var n in round < 0 ? [64] : clients)
            {
                foreach (var (name, child, rows) in all)
                {
                    var answer = await load.Ask("run", new()
                    {
                        ["port"] = (int)child.Hello["port"]!, ["clients"] = n, ["seconds"] = Seconds(lab, 0.8), ["kind"] = "hold",
                        ["path"] = $"/v1/cities/{City}/{(rows ? "row-" : "")}holds",
                        ["city"] = City, ["run"] = $"h{round}-{n}-{rows}", ["tokens"] = tokens[child].DeepClone(),
                    });
                    if (round >= 0) lab.Add("holds", "over HTTP", name, n, answer, "p50", "p99");
                    answer = await child.Ask("hold",
                        new()
                        {
                            ["city"] = City, ["clients"] = n, ["seconds"] = Seconds(lab, 0.5), ["run"] = $"i{round}-{n}-{rows}",
                            ["rows"] = rows
                        });
                    if (round >= 0) lab.Add("holds", "in process", name, n, answer, "cpuMicros");
                }
            }
        }
    }

    public static async Task Ballot(Lab lab)
    {
        lab.Results.Notes.Add(
            ("ballot", "Citizens of one city, each of whom has a paper signed blind and votes with it, 64 at once through the grains; the "
                + "citizen's own side (blinding, and taking it off) is not in the figures. 1,000,000 votes in an hour are 278 a second, "
                    + "each with a paper."));
        var citizens = lab.Options.Quick ? 200 : 3_000;
        foreach (var (name, database) in new[] { ("sqlite", (string?)null), ("postgres", await lab.Postgres.NewDatabase()) })
        {
            var system =
                await lab.Keep(
                    database is null ? Child.Start("system", lab.NewFolder()) : Child.Start("system", lab.NewFolder(), database));
            await system.Ask("seed-people",
                new() { ["city"] = City, ["from"] = 0, ["count"] = citizens * (lab.Options.Rounds + 1), ["people"] = true });
            await system.Ask("open-city", new() { ["city"] = City, ["places"] = 0 });
            for (var round = -1; round < lab.Options.Rounds; round++)
            {
                lab.SayRound($"ballot ({name})", round);
                JsonObject portion = new() { ["city"] = City, ["from"] = (round + 1) * citizens, ["count"] = citizens, ["clients"] = 64 };
                // Papers and votes have their windows, so each round has a ballot of its own.
                await system.Ask("open-ballot", new() { ["city"] = City });
                await system.Ask("make-papers", (JsonObject)portion.DeepClone());
                var papers = await system.Ask("sign-papers", (JsonObject)portion.DeepClone());
                await system.Ask("take-papers", (JsonObject)portion.DeepClone());
                await system.Ask("open-votes", new());
                var votes = await system.Ask("vote", portion);
                if (round < 0) continue;
                lab.Add("ballot", "papers signed", name, 64, papers, "p99", "cpuMicros");
                lab.Add("ballot", "votes cast", name, 64, votes, "p99", "cpuMicros");
            }

            await lab.EndAll();
        }
    }

    public static async Task Formation(Lab lab)
    {
        var targets = await lab.Targets();
        lab.Results.Notes.Add(
            ("formation",
                "In process on both sides, over 16 cities in turn, 64 at once. This system: proposal and acceptance through the grains, "
                    + "answered when the place is held. The peer: one transaction."));
        var count = lab.Options.Quick ? 320 : 1_600;
        var perCity = count * (lab.Options.Rounds + 1) / Seed.Cities;
        foreach (var (name, child) in targets)
        {
            Lab.Say($"formation: registering {perCity * Seed.Cities:N0} hosts and migrants ({name})");
            for (var c = 0; c < Seed.Cities; c++)
            {
                await child.Ask("open-city", new() { ["city"] = $"nz-form{c}", ["places"] = perCity });
                await child.Ask(name == "peer" ? "seed" : "seed-people",
                    new() { ["city"] = $"nz-form{c}", ["from"] = 0, ["count"] = perCity, ["people"] = true });
            }
        }

        var (from, portion, slowest) = (0L, (long)count / 4, double.MaxValue);
        for (var round = 0; round <= lab.Options.Rounds; round++)
        {
            lab.SayRound("formation", round - 1);
            foreach (var (name, child) in targets)
            {
                var answer =
                    await child.Ask("form",
                        new() { ["cities"] = "nz-form", ["perCity"] = perCity, ["from"] = from, ["count"] = portion, ["clients"] = 64 });
                slowest = Math.Min(slowest, (double)answer["perSecond"]!);
                if (round > 0) lab.Add("formation", "formed", name, 64, answer, "p50", "p99", "cpuMicros");
            }

            from += portion;
            // As many as the slowest forms in some seconds, so that a slow machine too comes to an end.
            if (round == 0) portion = (long)Math.Clamp(slowest * 4, count / 4, count);
        }
    }

    public static async Task Earnings(Lab lab)
    {
        const long Million = 1_000_000;
        foreach (var (perCity, cities) in lab.Options.Quick ? [(500L, 8)] : lab.Options.Full
            ? [(5_000L, 20), (5_000L, 200)] : new[] { (5_000L, 20) })
        {
            var targets = await lab.Targets();
            var (size, rounds) = (perCity * cities, lab.Options.Rounds);
            // A file is of one city, so a portion is of whole cities.
            var portion = cities / rounds * perCity;
            await SeedAll(targets, "nz-earn", perCity, cities);
            lab.SayRound($"earnings of {size:N0}", -1);
            var slowest = double.MaxValue;
            foreach (var (_, child) in targets)
            {
                var answer =
                    await child.Ask("post",
                        new()
                        {
                            ["cities"] = "nz-earn", ["perCity"] = perCity, ["from"] = 0, ["count"] = perCity / 10, ["clients"] = 64,
                            ["month"] = 3
                        });
                slowest = Math.Min(slowest, (double)answer["perSecond"]!);
            }

            // As much as the slowest does in some seconds, so that a slow machine too comes to an end.
            var oneByOne = (long)Math.Clamp(slowest * 5, perCity / 10, Math.Min(portion, 10_000));
            var file = lab.Options.Full ? portion : (long)Math.Clamp(slowest * 8 / perCity, 1, cities / rounds) * perCity;
            lab.Results.Notes.Add(("earnings",
                $"Of {size:N0} sponsorships, each round posts month 1 of {oneByOne:N0} one by one with 64 callers, and month 2 of "
                    + $"{file:N0} by file (this system: over HTTP, a file of {perCity:N0} rows a city; the peer: COPY and one INSERT … "
                        + $"SELECT, one transaction for all), each round of others."));
            for (var round = 0; round < rounds; round++)
            {
                lab.SayRound($"earnings of {size:N0}", round);
                foreach (var (name, child) in targets)
                {
                    await Post("one by one", "post", oneByOne, 1, "p99", "cpuMicros");
                    await Post("by file", "import", file, 2, "cpuMicros");

                    async Task Post(string what, string op, long count, int month, params string[] more)
                    {
                        var answer =
                            await child.Ask(op,
                                new()
                                {
                                    ["cities"] = "nz-earn", ["perCity"] = perCity, ["from"] = round * portion, ["count"] = count,
                                    ["clients"] = 64, ["month"] = month
                                });
                        lab.Add("earnings", what, name, size, answer, more);
                        lab.Results.Add("earnings", $"a month of {Million:N0} {what}, computed from this rate", name, size, "s",
                            Million / (double)answer["perSecond"]!);
                    }
                }
            }

            await lab.EndAll();
        }
    }

    public static async Task Statements(Lab lab)
    {
        var targets = await lab.Targets();
        var load = await lab.Load();
        var count = lab.Options.Quick ? 200 : 5_000;
        await Each(targets, t => t.Child.Ask("open-city", new() { ["city"] = City, ["places"] = count }));
        await Each(targets, t => t.Child.Ask("seed", new() { ["city"] = City, ["from"] = 0, ["count"] = count, ["months"] = 3 }));
        await targets[0].Child.Ask("analyze");
        var tokens = await Tokens(targets, City);
        lab.Results.Notes.Add(("statements", $"Over HTTP with 64 clients, of {count:N0} sponsorships with three months each."));
        for (var round = -1; round < lab.Options.Rounds; round++)
        {
            lab.SayRound("statements", round);
            foreach (var (name, child) in targets)
            {
                var answer =
                    await load.Ask("run",
                        new()
                        {
                            ["port"] = (int)child.Hello["port"]!, ["clients"] = 64, ["seconds"] = Seconds(lab, 1),
                            ["kind"] = "statement", ["path"] = "", ["city"] = City, ["of"] = count,
                            ["tokens"] = tokens[child].DeepClone()
                        });
                if (round >= 0) lab.Add("statements", "read", name, 64, answer, "p50", "p99");
            }
        }
    }

    public static async Task Opening(Lab lab)
    {
        var targets = await lab.Targets();
        var load = await lab.Load();
        var (seconds, rounds) = lab.Options.Full ? (240, 1) : (lab.Options.Quick ? 1 : 4, lab.Options.Rounds);
        // 39,030 places for 50,576 requests.
        var places = (int)(2_000L * seconds * 39_030 / 50_576);
        lab.Results.Notes.Add(
            ("opening", $"2,000 requests a second arrive for {seconds} s a round, for {places:N0} places, whether or not those before "
                + $"them are answered; a latency counts from the moment at which the request was due. After each round it is checked that "
                    + $"held and waiting are as many as were answered, and held as many as there are places: otherwise the run fails."));
        for (var round = lab.Options.Full ? 0 : -1; round < rounds; round++)
        {
            lab.SayRound("opening", round);
            var city = $"nz-day{round + 1}";
            await Each(targets, t => t.Child.Ask("open-city", new() { ["city"] = city, ["places"] = places }));
            var tokens = await Tokens(targets, city);
            foreach (var (name, child) in targets)
            {
                var answer = await load.Ask("run", new()
                {
                    ["port"] = (int)child.Hello["port"]!, ["clients"] = 128, ["seconds"] = seconds, ["rate"] = 2_000, ["kind"] = "hold",
                    ["path"] = $"/v1/cities/{city}/holds", ["city"] = city, ["run"] = city,
                    ["tokens"] = tokens[child].DeepClone(),
                });
                if (round < 0 && (long)answer["bad"]! == 0) continue;
                lab.Add("opening", "answered", name, 2_000, answer, "p50", "p99", "p999");
                var after = await child.Ask("city", new() { ["city"] = city });
                var (held, quota, waiting) = ((long)after["held"]!, (long)after["quota"]!, (long)after["waiting"]!);
                lab.Results.Add("opening", "oversold", name, 2_000, "places", Math.Max(0, held - quota));
                if (held != quota || held + waiting != (long)answer["count"]!)
                {
                    throw new InvalidOperationException(
                        $"{name}: {answer["count"]} requests were answered, but {held} of {quota} places are held and {waiting} wait.");
                }

            }
        }
    }

    internal static double Seconds(Lab lab, double seconds) => lab.Options.Quick ? 0.3 : seconds;

    internal static async Task SeedAll((string Name, Child Child)[] targets, string cities, long perCity, int count)
    {
        foreach (var (name, child) in targets)
        {
            for (var c = 0; c < count; c++)
            {
                if (c % 10 == 0) Lab.Say($"seeding {perCity * c:N0} of {perCity * count:N0} sponsorships ({name})");
                await child.Ask("open-city", new() { ["city"] = $"{cities}{c}", ["places"] = (int)perCity });
                await child.Ask("seed", new() { ["city"] = $"{cities}{c}", ["from"] = 0, ["count"] = perCity });
            }

            await child.Ask(name == "peer" ? "analyze" : "settle");
        }
    }

    private static async Task Each((string Name, Child Child)[] targets, Func<(string Name, Child Child), Task> work)
    {
        foreach (var target in targets) await work(target);
    }

    private static async Task<Dictionary<Child, JsonNode>> Tokens((string Name, Child Child)[] targets, string city)
    {
        var tokens = new Dictionary<Child, JsonNode>();
        foreach (var (_,
            child) in targets) tokens[child] = (await child.Ask("tokens", new() { ["city"] = city, ["count"] = 256 }))["tokens"]!;
        return tokens;
    }

    private static double Flushes(string path, double seconds)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var (bytes, count, started) = (new byte[4096], 0, Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; count++)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
