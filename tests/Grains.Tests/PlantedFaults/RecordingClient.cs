namespace VipOrleans.Grains.Tests.PlantedFaults;

using VipOrleans.Checking;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;
using static VipOrleans.Grains.Tests.World;

/// <summary>A client that writes down what it asks for and what it is told, as a load client outside would.</summary>
internal sealed class RecordingClient(World world)
{
    private readonly List<(ClientRequest Request, Func<CommandContext, Task<CommandResult>> Send)> _open = [];
    private int _sent, _earned;

    public History History { get; } = new();

    public List<CityId> Cities { get; } = [];

    /// <summary>Sends a command that has this effect, once.</summary>
    public Task<CommandResult?> Send(StreamId stream, string eventType, Func<CommandContext, Task<CommandResult>> send, string? mark = null,
        bool spreads = false)
    {
        var n = Interlocked.Increment(ref _sent);
        return Send(History.Begin($"command-{n}", new(stream, eventType, mark, spreads)), send);
    }

    /// <summary>Sends all that was never answered once more, with the same ids.</summary>
    public async Task AskAgain()
    {
        (ClientRequest, Func<CommandContext, Task<CommandResult>>)[] open;
        lock (_open)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach (var (request, send) in open) await Send(request, send);
    }

    public async Task<CityId> OpenCity(int places)
    {
        var id = NewCity();
        Cities.Add(id);
        await Send(id.Stream, "city-opened", c => world.City(id).Open(c, new("Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default)));
        await DecideQuota(id, places);
        return id;
    }

    public Task<CommandResult?> DecideQuota(CityId id, int places)
    {
        var reference = $"Minute {Interlocked.Increment(ref _sent)}";
        return Send(id.Stream, "quota-decided", c => world.City(id).DecideQuota(c, Quota(places) with { Reference = reference }),
            $"\"{reference}\"");
    }

    public async Task<HostId> AddHost(CityId city)
    {
        var id = HostId.From(city, $"recorded-{Interlocked.Increment(ref _sent)}");
        await Send(id.Stream, "host-registered", c => world.Host(id).Register(c, new() { Person = new() { Name = "Aroha" } }));
        return id;
    }

    public async Task<MigrantId> AddMigrant(CityId city)
    {
        // The city in the seed: the nation's migrants are in one partition for all tests of a world.
        var id = MigrantId.From(city.Nation, $"{city}-{Interlocked.Increment(ref _sent)}");
        await Send(id.Stream, "migrant-registered",
            c => world.Migrant(id).Register(c, new() { Person = new() { Name = "Suharto" }, Origin = "ID" }));
        await Send(id.Stream, "baseline-declared",
            c => world.Migrant(id).DeclareBaseline(c, new(Money.Parse("5279.28", Nzd), BaselineEvidence.Payslips, new(2026, 1, 1))));
        await Send(id.Stream, "baseline-verified",
            c => world.Migrant(id).VerifyBaseline(c with { Actor = "city-officer:second" },
                new(Money.Parse("5279.28", Nzd), BaselineMethod.Payslips, "case-file/1", new(2026, 1, 2))));
        return id;
    }

    public async Task<SponsorshipId> Propose(CityId city, HostId host, MigrantId migrant)
    {
        var id = SponsorshipId.From(city, $"recorded-{Interlocked.Increment(ref _sent)}");
        await Send(id.Stream, "sponsorship-proposed", c => world.Sponsorship(id).Propose(c.As(Party.Host), host, migrant, Party.Host));
        return id;
    }

    /// <summary>A sponsorship of a new host and a new migrant that both want.</summary>
    public async Task<SponsorshipId> Accept(CityId city)
    {
        var id = await Propose(city, await AddHost(city), await AddMigrant(city));
        await Accept(id);
        return id;
    }

    public Task<CommandResult?> Accept(SponsorshipId id) =>
        Send(id.Stream, "sponsorship-accepted", c => world.Sponsorship(id).Accept(c.As(Party.Migrant), Party.Migrant));

    public Task<CommandResult?> Withdraw(SponsorshipId id) =>
        Send(id.Stream, "sponsorship-ended", c => world.Sponsorship(id).Withdraw(c.As(Party.Migrant), Party.Migrant));

    public Task<CommandResult?> Suspend(HostId id) =>
        Send(id.Stream, "host-suspended", c => world.Host(id).Suspend(c, SuspensionReason.OwnRequest));

    /// <summary>From the checks to the first shares.</summary>
    public async Task Live(SponsorshipId id, int months)
    {
        foreach (var kind in Enum.GetValues<CheckKind>())
            await Send(id.Stream, "check-recorded", c => world.Sponsorship(id).RecordCheck(c, kind, Passed),
                $"\"kind\":\"{Codes<CheckKind>.Text(kind)}\"");
        await Send(id.Stream, "migrant-arrived", c => world.Sponsorship(id).Arrive(c, new(2026, 1, 15)));
        for (var month = 1; month <= months; month++)
        {
            // No amount twice: a migrant who left and came again has one share year, which every host of it is told.
            var (reported, earned) = (month, new Money((100_000 * month) + Interlocked.Increment(ref _earned), Nzd));
            await Send(id.Stream, "earnings-reported",
                c => world.Sponsorship(id).ReportEarnings(c, new(1, reported, Employers.None, earned)),
                $"\"month\":{reported},\"earned\":{{\"amount\":\"{earned.Amount}\"", spreads: true);
        }
    }

    /// <summary>What the live projections show, at a moment at which nothing is being written.</summary>
    public async Task<LiveViews> LiveViews()
    {
        while (true)
        {
            var before = await world.Watched.Partitions();
            var views = new LiveViews { Cities = await LiveCities(), Lists = await LiveLists() };
            if (before.SequenceEqual(await world.Watched.Partitions())) return views;
        }
    }

    /// <summary>What the checker finds, in the journal as it is behind all doubles.</summary>
    public async Task<IReadOnlyList<Violation>> Check(bool withViews = false) =>
        await Checker.Check(History, world.Watched, withViews ? await LiveViews() : null);

    private async Task<CommandResult?> Send(ClientRequest request, Func<CommandContext, Task<CommandResult>> send)
    {
        CommandResult? result = null;
        try
        {
            result = await Soon(send(Command(request.CommandId)), request.ToString());
        }
        catch (Exception e) when (e is StoreUnavailableException or JournalUnavailableException)
        {
            // No answer.
        }

        if (result is { IsAccepted: true }) request.Acknowledge(result.Outcome, result.Version);
        else if (result is
        {
            Rejected: not (null or RejectionCode.StoreUnavailable
            or RejectionCode.Busy)
        }) request.Refuse(Codes<RejectionCode>.Text(result.Rejected.Value));
        else lock (_open) _open.Add((request, send));
        return result;
    }

    private async Task<IReadOnlyList<LiveCity>> LiveCities()
    {
        var views = new List<LiveCity>();
        foreach (var id in Cities)
        {
            var city = (await world.City(id).Get())!;
            views.Add(new(id, city.Held, city.Used, city.Free, city.Waiting));
        }

        return views;
    }

    private async Task<IReadOnlyList<LiveList>> LiveLists()
    {
        var lists = new List<LiveList>();
        foreach (var partition in Cities.Select(c => c.Value).Union(Cities.Select(c => c.Nation.Value)))
        {
            var registers = world.Registers(partition);
            var isCity = Cities.Exists(c => c.Value == partition);
            lists.Add(new(
                partition,
                await All((after, limit) => registers.Hosts(new(), after, limit), h => new LiveHost(h.Id, h.Suspended, h.Sponsorship)),
                isCity ? null
                    : await All((after, limit) => registers.Migrants(new(), after, limit), m => new LiveMigrant(m.Id, m.Sponsorship)),
                await All((after, limit) => registers.Sponsorships(new(), after, limit),
                    s => new LiveSponsorship(s.Id, s.Status, s.EndReason, s.Earned?.Minor, s.Share?.Minor))));
        }

        return lists;
    }

    private static async Task<IReadOnlyList<TLive>> All<T, TLive>(Func<long, int, Task<ListPage<T>>> read, Func<T, TLive> live)
    {
        var all = new List<TLive>();
        for (long? next = 0; next is { } after;)
        {
            var page = await read(after, 100);
            all.AddRange(page.Items.Select(live));
            next = page.Next;
        }

        return all;
    }
}
