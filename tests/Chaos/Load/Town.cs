namespace VipOrleans.Chaos;

using System.Collections.Concurrent;
using System.Globalization;
using VipOrleans.Checking;
using VipOrleans.Domain.Kernel;

/// <summary>
/// What clients do all day, from a seed: they register hosts and migrants, propose, accept, check, record arrivals, report earnings,
/// correct them, change quotas and end sponsorships. Hosts, migrants and places are few, so that they are fought for.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="seed">The seed.</param>
internal sealed class Town(LoadClient client, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly CityId[] AllCities = [CityId.Parse("nz-akl"), CityId.Parse("nz-wlg"), CityId.Parse("nz-chc")];
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(-1));

    private readonly ConcurrentDictionary<CityId, ConcurrentQueue<HostId>> _hosts =
        new(AllCities.Select(c => KeyValuePair.Create(c, new ConcurrentQueue<HostId>())));
    private readonly ConcurrentQueue<(HostId Host, CityId City)> _untouched = new();
    private readonly ConcurrentQueue<MigrantId> _migrants = new();
    private readonly ConcurrentDictionary<MigrantId, bool> _hosted = new();
    private int _numbers;

    public static IReadOnlyList<CityId> Cities => AllCities;

    public static NationId Nation { get; } = AllCities[0].Nation;

    /// <summary>Opens the cities and registers the first people.</summary>
    public async Task Open()
    {
        // Less than the cities offer together, so that they fight for the nation's places too.
        await DecideCap(14);
        foreach (var city in AllCities)
        {
            await Post(Caller.Officer(Nation), "/v1/cities",
                new
                {
                    id = city.Value, name = "A city", currency = "NZD", timeZone = "Pacific/Auckland",
                    policy = new { requiredChecks = new[] { "identity", "background" } }
                }, _ => new(city.Stream, "city-opened"));
            await DecideQuota(city, 6);
            for (var i = 0; i < 4; i++) await AddHost(city);
            for (var i = 0; i < 4; i++) await AddMigrant(city);
        }
    }

    /// <summary>One client at work until it is told to stop.</summary>
    public async Task Work(int worker, CancellationToken stop)
    {
        var dice = new Random(seed * 1_000 + worker);
        while (!stop.IsCancellationRequested)
        {
            var city = AllCities[dice.Next(AllCities.Length)];
            switch (dice.Next(100))
            {
                case < 8:
                    await AddHost(city);
                    break;
                case < 16:
                    await AddMigrant(city);
                    break;
                case < 23:
                    await DecideQuota(city, dice.Next(2, 14));
                    break;
                case < 24:
                    await DecideCap(dice.Next(8, 24));
                    break;
                case < 26:
                    if (await Post(Caller.Officer(city), $"/v1/cities/{city}/pause", new { reason = "capacity" },
                        _ => new(city.Stream, "city-paused")) is { IsAcknowledged: true })
                        await Post(Caller.Officer(city), $"/v1/cities/{city}/resume", new { }, _ => new(city.Stream, "city-resumed"));
                    break;
                case < 29:
                    await SuspendAHost();
                    break;
                default:
                    await Sponsor(city, dice, stop);
                    break;
            }
        }
    }

    private async Task Sponsor(CityId city, Random dice, CancellationToken stop)
    {
        var (host, migrant) = (Any(_hosts[city], dice), Any(_migrants, dice));
        if (host is not { } h || migrant is not { } m) return;
        Caller[] sides = [Caller.Of(h), Caller.Of(m)];
        var by = dice.Next(2);
        SponsorshipId? made = null;
        var proposed =
            await Post(sides[by], "/v1/sponsorships", new { host = h.Value, migrant = m.Value },
                id => new((made = SponsorshipId.From(city, id)).Value.Stream, "sponsorship-proposed"));
        if (!proposed.IsAcknowledged || made is not { } s) return;
        var officer = Caller.Officer(city);
        Task<Reply> On(Caller who, string path, object body, string type, string? mark = null, bool spreads = false) =>
            Post(who, $"/v1/sponsorships/{s}/{path}", body, _ => new(s.Stream, type, mark, spreads));
        Task<Reply> Check(string kind, string outcome) => On(
            officer, "checks",
            outcome == "failed"
                ? new { kind, outcome, reason = "criminal-record", on = Day(Today) } : new { kind, outcome, on = Day(Today) },
                "check-recorded", $"\"kind\":\"{kind}\",\"result\":{{\"outcome\":\"{outcome}\"");

        if (dice.Next(12) == 0)
        {
            await On(sides[1 - by], "decline", new { }, "sponsorship-ended");
            return;
        }

        if (!(await On(sides[1 - by], "acceptance", new { }, "sponsorship-accepted")).IsAcknowledged) return;
        if (dice.Next(10) == 0)
        {
            // Both at once: one of them is told that it is over already.
            await Task.WhenAll(sides.Select(side => On(side, "withdrawal", new { }, "sponsorship-ended")));
            return;
        }

        await Check("identity", "passed");
        if (dice.Next(25) == 0) await Check("background", "failed");
        await Check("background", "passed");
        // Who moves comes today; the first year began a while ago, so that there are months to report.
        var on = _hosted.ContainsKey(m) ? Today : Today.AddDays(-150);
        var arrived = default(Reply);
        for (var i = 0; i < 4 && !arrived.IsAcknowledged && !stop.IsCancellationRequested; i++)
        {
            if (i > 0) await Task.Delay(dice.Next(200, 1500), CancellationToken.None);
            arrived = await On(officer, "arrival", new { on = Day(on) }, "migrant-arrived");
        }

        if (!arrived.IsAcknowledged)
        {
            // In line, and tired of it; or still in line.
            if (dice.Next(3) > 0) await On(sides[1], "withdrawal", new { }, "sponsorship-ended");
            return;
        }

        _hosted[m] = true;
        if (dice.Next(2) == 0) await On(officer, "activation", new { }, "sponsorship-activated");
        for (var month = 1; month <= dice.Next(1, 5); month++)
        {
            await Earn(month);
            if (dice.Next(8) == 0) await Earn(month);
        }

        if (dice.Next(4) == 0) return;
        var ends = new[] { On(sides[1], "end", new { reason = "migrant-left" }, "sponsorship-ended"),
            dice.Next(4) == 0 ? On(officer, "end", new { reason = "programme" }, "end-proposed") : null };
        await Task.WhenAll(ends.OfType<Task<Reply>>());

        Task<Reply> Earn(int month)
        {
            var amount = $"{dice.Next(3000, 6000)}.{Interlocked.Increment(ref _numbers) % 100:00}";
            return On(officer, "earnings", new { year = 1, month, earned = new { amount, currency = "NZD" } }, "earnings-reported",
                $"\"month\":{month},\"earned\":{{\"amount\":\"{amount}\"", spreads: true);
        }
    }

    private async Task AddHost(CityId city)
    {
        var n = Interlocked.Increment(ref _numbers);
        HostId? made = null;
        var reply = await Post(Caller.Officer(city), $"/v1/cities/{city}/hosts",
            new { person = new { name = $"Host {n}", address = $"{n % 40} Queen Street" } },
            id => new((made = HostId.From(city, id)).Value.Stream, "host-registered"));
        if (!reply.IsAcknowledged) return;
        _hosts[city].Enqueue(made!.Value);
        if (n % 3 == 0) _untouched.Enqueue((made.Value, city));
    }

    private async Task AddMigrant(CityId city)
    {
        MigrantId? made = null;
        var officer = Caller.Officer(city);
        var yearly = new { amount = "5279.28", currency = "NZD" };
        var registered =
            await Post(officer, "/v1/migrants",
                new { nation = Nation.Value, person = new { name = $"Migrant {Interlocked.Increment(ref _numbers)}" }, origin = "ID" },
                id => new((made = MigrantId.From(Nation, id)).Value.Stream, "migrant-registered"));
        if (!registered.IsAcknowledged || made is not { } m) return;
        await Send(officer, HttpMethod.Put, $"/v1/migrants/{m}/baseline", new { yearly, evidence = "payslips", on = "2026-01-01" },
            _ => new(m.Stream, "baseline-declared"));
        if ((await Post(Caller.SecondOfficer(city), $"/v1/migrants/{m}/baseline-verification",
            new { yearly, method = "payslips", source = "case-file/1", on = "2026-01-02" },
            _ => new(m.Stream, "baseline-verified"))).IsAcknowledged)
        {
            _migrants.Enqueue(m);
        }

    }

    private Task<Reply> DecideQuota(CityId city, int places)
    {
        var reference = $"Minute {Interlocked.Increment(ref _numbers)}";
        return Send(Caller.Officer(city), HttpMethod.Put, $"/v1/cities/{city}/quota",
            new { places, by = "council", reference, on = "2026-01-01" }, _ => new(city.Stream, "quota-decided", $"\"{reference}\""));
    }

    private Task<Reply> DecideCap(int places)
    {
        var reference = $"Order {Interlocked.Increment(ref _numbers)}";
        return Send(Caller.Officer(Nation), HttpMethod.Put, $"/v1/nations/{Nation}/cap", new { places, reference, on = "2026-01-01" },
            _ => new(StreamId.Of(Nation.Value, "nation", "cap"), "cap-decided", $"\"{reference}\""));
    }

    // Each host once, so that an acknowledgement always stands for an event.
    private async Task SuspendAHost()
    {
        if (!_untouched.TryDequeue(out var one)) return;
        var officer = Caller.Officer(one.City);
        if ((await Post(officer, $"/v1/hosts/{one.Host}/suspension", new { reason = "own-request" },
            _ => new(one.Host.Stream, "host-suspended"))).IsAcknowledged)
            await Post(officer, $"/v1/hosts/{one.Host}/reinstatement", new { reason = "own-request" },
                _ => new(one.Host.Stream, "host-reinstated"));
    }

    private Task<Reply> Post(Caller who, string path, object body, Func<string, Effect> effect) =>
        Send(who, HttpMethod.Post, path, body, effect);

    private Task<Reply> Send(Caller who, HttpMethod method, string path, object body, Func<string, Effect> effect) =>
        client.Send(who, method, path, body, effect, Patience);

    // Mostly one of the newest: the oldest are taken for long.
    private static T? Any<T>(ConcurrentQueue<T> of, Random dice) where T : struct
    {
        var all = of.ToArray();
        return all.Length == 0 ? null : all[Math.Max(0, all.Length - 1 - dice.Next(16))];
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
