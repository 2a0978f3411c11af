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
                    var answer = await lab.Measured(child, () => OverHttp(child, rows, $"h{round}-{n}-{rows}", n, Seconds(lab, 0.8)));
                    if (round >= 0) lab.Add("holds", "over HTTP", name, n, answer, "p50", "p99", "cpuMicros");
                    answer = await lab.Measured(child, () => child.Ask("hold",
                        new()
                        {
                            ["city"] = City, ["clients"] = n, ["seconds"] = Seconds(lab, 0.5), ["run"] = $"i{round}-{n}-{rows}",
                            ["rows"] = rows
                        }));
                    if (round >= 0) lab.Add("holds", "in process", name, n, answer, "cpuMicros");
                }
            }
        }

        await AtHalf(lab, "holds", "over HTTP", all.Select(t => t.Name), (target, round, rate) =>
        {
            var (_, child, rows) = all.First(t => t.Name == target);
            return OverHttp(child, rows, $"r{round}-{rows}", 128, Seconds(lab, 2), rate);
        });

        Task<JsonObject> OverHttp(Child child, bool rows, string run, int n, double seconds, double? rate = null) => load.Ask("run", new()
        {
            ["port"] = (int)child.Hello["port"]!, ["clients"] = n, ["seconds"] = seconds, ["rate"] = rate, ["kind"] = "hold",
            ["path"] = $"/v1/cities/{City}/{(rows ? "row-" : "")}holds",
            ["city"] = City, ["run"] = run, ["tokens"] = tokens[child].DeepClone(),
        });
    }

    // How long one waits where the system is half as busy as it can be: requests come at half of its best rate, whether or not those before
    // them are answered, and a latency counts from the moment at which the request was due.
    private static async Task AtHalf(Lab lab, string part, string what, IEnumerable<string> targets,
        Func<string, int, double, Task<JsonObject>> run)
    {
        var rates = targets.ToDictionary(t => t,
            t => lab.Results.All.Where(f => f.Part == part && f.What == what && f.Target == t).Max(f => f.Median) / 2);
        for (var round = 0; round < lab.Options.Rounds; round++)
        {
            lab.SayRound($"{part}, at half of the best rate", round);
            foreach (var (target, rate) in rates)
            {
                var answer = await run(target, round, rate);
                if ((long)answer["bad"]! > 0)
                {
                    throw new InvalidOperationException($"{answer["bad"]} of {part} were refused: {answer["firstBad"]}");
                }

                lab.AddMore(part, $"{what} at half of its best rate", target, 0, answer, "p50", "p99", "p999");
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
        const string Within = "nz-form", Web = "nz-web";
        var targets = await lab.Targets();
        var load = await lab.Load();
        lab.Results.Notes.Add(
            ("formation",
                "Over 16 cities in turn, 64 at once. This system: proposal and acceptance, answered when the place is held. The peer: one "
                    + "transaction. Over HTTP each person has a token of their own, which has to be verified: two people with a request "
                    + "each in this system; the peer, which does less, takes the host's request for both."));
        var count = lab.Options.Quick ? 320 : 1_600;
        var (rounds, perCity) = (lab.Options.Rounds, count * (lab.Options.Rounds + 1) / Seed.Cities);
        // Once for the rate, and once more at half of it.
        var overHttp = perCity * 2;
        foreach (var (name, child) in targets)
        {
            Lab.Say($"formation: registering {(perCity + overHttp) * Seed.Cities:N0} hosts and migrants ({name})");
            for (var c = 0; c < Seed.Cities; c++)
            {
                foreach (var (cities, people) in new[] { (Within, perCity), (Web, overHttp) })
                {
                    await child.Ask("open-city", new() { ["city"] = $"{cities}{c}", ["places"] = people });
                    await child.Ask(name == "peer" ? "seed" : "seed-people",
                        new() { ["city"] = $"{cities}{c}", ["from"] = 0, ["count"] = people, ["people"] = true });
                }
            }

            if (name != "peer") await child.Ask("settle");
        }

        // As many as the slowest forms in some seconds, so that a slow machine too comes to an end.
        var (from, portion, slowest) = (0L, (long)count / 4, double.MaxValue);
        for (var round = 0; round <= rounds; round++)
        {
            lab.SayRound("formation", round - 1);
            foreach (var (name, child) in targets)
            {
                var answer = await lab.Measured(child, () => child.Ask("form", new()
                {
                    ["cities"] = Within, ["perCity"] = perCity, ["from"] = from, ["count"] = portion, ["clients"] = 64
                }));
                slowest = Math.Min(slowest, (double)answer["perSecond"]!);
                if (round > 0) lab.Add("formation", "formed", name, 64, answer, "p50", "p99", "cpuMicros");
                answer = await OverHttp(name, child, from, portion);
                slowest = Math.Min(slowest, (double)answer["perSecond"]!);
                if (round > 0) lab.Add("formation", "formed over HTTP", name, 64, answer, "p50", "p99", "cpuMicros");
            }

            from += portion;
            if (round == 0) portion = (long)Math.Clamp(slowest * 4, count / 4, count);
        }

        from = (long)perCity * Seed.Cities;
        var half = (long)perCity * Seed.Cities / (rounds + 1);
        await AtHalf(lab, "formation", "formed over HTTP", targets.Select(t => t.Name), (target, round, rate) =>
            OverHttp(target, targets.First(t => t.Name == target).Child, from + (round * half), (long)Math.Min(half, rate * 2), rate));

        async Task<JsonObject> OverHttp(string name, Child child, long first, long people, double? rate = null)
        {
            var tokens = await child.Ask("person-tokens", new() { ["cities"] = Web, ["from"] = first, ["count"] = people });
            return await lab.Measured(child, () => load.Ask("run", new()
            {
                ["port"] = (int)child.Hello["port"]!, ["clients"] = 64, ["seconds"] = rate is { } r ? people / r : 600, ["rate"] = rate,
                ["kind"] = "form", ["cities"] = Web, ["from"] = first, ["count"] = people, ["atOnce"] = name == "peer",
                ["hosts"] = tokens["hosts"]?.DeepClone(), ["migrants"] = tokens["migrants"]?.DeepClone(),
            }));
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
                        var answer = await lab.Measured(child, () => child.Ask(op, new()
                        {
                            ["cities"] = "nz-earn", ["perCity"] = perCity, ["from"] = round * portion, ["count"] = count, ["clients"] = 64,
                            ["month"] = month
                        }));
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
                var answer = await lab.Measured(child, () => Read(child, 64, Seconds(lab, 1)));
                if (round >= 0) lab.Add("statements", "read", name, 64, answer, "p50", "p99", "cpuMicros");
            }
        }

        await AtHalf(lab, "statements", "read", targets.Select(t => t.Name),
            (target, _, rate) => Read(targets.First(t => t.Name == target).Child, 128, Seconds(lab, 1.5), rate));

        Task<JsonObject> Read(Child child, int clients, double seconds, double? rate = null) => load.Ask("run", new()
        {
            ["port"] = (int)child.Hello["port"]!, ["clients"] = clients, ["seconds"] = seconds, ["rate"] = rate,
            ["kind"] = "statement", ["path"] = "", ["city"] = City, ["of"] = count, ["tokens"] = tokens[child].DeepClone()
        });
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
