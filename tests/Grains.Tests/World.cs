namespace VipOrleans.Grains.Tests;

using System.Collections.Concurrent;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.Placement;
using Orleans.TestingHost;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.Money;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Grains.Tests.Hosting;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;
using VipOrleans.Vault;

/// <summary>
/// A cluster over a journal, a vault and reminders that outlive it. Time stands still until a test moves it, and no reminder comes until a
/// test lets it come. The journal fails as the test's script says (<see cref="Faults"/>).
/// </summary>
public class World : IAsyncLifetime
{
    public static readonly DateTimeOffset Beginning = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly Currency Nzd = Currency.Parse("NZD");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("vip-");
    private SqliteJournal? _store;
    private InProcessTestCluster? _cluster;
    private static int _ids;

    public FakeTimeProvider Time { get; } = new(Beginning);

    public KeptReminders Reminders { get; } = new();

    public SqliteVault Vault { get; private set; } = null!;

    public WatchedJournal Watched { get; private set; } = null!;

    public FaultyJournal Faults { get; private set; } = null!;

    /// <summary>What stands between the grains and the faulty journal; null: nothing.</summary>
    public Func<IJournal, IJournal>? Around { get; init; }

    /// <summary>What stands between the grains and the vault; null: nothing.</summary>
    public Func<IVault, IVault>? AroundVault { get; init; }

    /// <summary>
    /// Whether the journal joins no partitions, as in PostgreSQL and Azure Tables: then every sponsorship is formed step by step.
    /// </summary>
    public bool StepByStep { get; init; }

    public short Silos { get; init; } = 1;

    /// <summary>Whether a city's grains are on any silo, as after a change of the cluster's members, and not on one.</summary>
    public bool IsScattered { get; init; }

    public bool StrongDirectory { get; init; }

    public Action<JournalingOptions>? Configure { get; init; }

    /// <summary>False if nobody asks afterwards what was asked of the journal: then nothing of it is held.</summary>
    public bool IsWatched { get; init; } = true;

    /// <summary>What a silo has in place of its own services; null: nothing.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    public InProcessTestCluster Cluster => _cluster!;

    public IGrainFactory Grains => _cluster!.Client;

    /// <summary>A limit for whatever a test waits for: who waits longer has found a defect.</summary>
    public static async Task<T> Soon<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Patience} in vain for this: {what}.");
        }
    }

    /// <inheritdoc cref="Soon{T}"/>
    public static Task Soon(Task task, string what) => Soon(Value(task), what);

    /// <summary>Looks again and again, where nothing can be awaited.</summary>
    public static async Task Until(Func<Task<bool>> condition, string what)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!await condition())
        {
            if (Environment.TickCount64 > deadline) throw new TimeoutException($"Waited {Patience} in vain for this: {what}.");
            await Task.Delay(5);
        }
    }

    /// <inheritdoc cref="Until(Func{Task{bool}}, string)"/>
    public static Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    public async ValueTask InitializeAsync()
    {
        OpenStores();
        _cluster = await StartCluster();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Faults.Release();
        if (_cluster is not null) await _cluster.DisposeAsync();
        await _store!.DisposeAsync();
        await Vault.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>
    /// A shared world for one more test, which uses a city of its own: it is the first morning again, nothing fails, and no reminder is
    /// there.
    /// </summary>
    public World AsNew()
    {
        Heal();
        Reminders.Forget();
        // Without the timers that fall into the time.
        Time.AdjustTime(Beginning);
        return this;
    }

    /// <summary>Starts a world for one test.</summary>
    public static async Task<World> Start(World? world = null)
    {
        world ??= new();
        await world.InitializeAsync();
        return world;
    }

    /// <summary>Says what happens to each append to one stream from now on, counted from 1. Answers all that are tried.</summary>
    public ConcurrentQueue<Append> Script(StreamId stream, Func<int, Fault> script)
    {
        var tried = new ConcurrentQueue<Append>();
        var n = 0;
        Faults.OnAppend = (append, _) =>
        {
            if (append.Stream != stream) return Fault.None;
            tried.Enqueue(append);
            return script(Interlocked.Increment(ref n));
        };
        return tried;
    }

    /// <summary>Ends the script: everything goes through again, what hung too.</summary>
    public void Heal()
    {
        Faults.Restart();
        Faults.ReadFails = null;
        Faults.Release();
    }

    /// <summary>Holds up the next append to a stream; done when it is held up.</summary>
    public async Task HoldUp(StreamId stream, Func<Task> begin, Fault fault = Fault.HangBeforeWrite)
    {
        Script(stream, n => n == 1 ? fault : Fault.None);
        var hanging = Faults.Hanging;
        await begin();
        await Soon(hanging, "an append that is held up");
    }

    /// <summary>
    /// Done when a city's grain has very likely seen all that was sent to it before: messages may overtake each other by a little.
    /// </summary>
    public async Task AllArrived(CityId id)
    {
        for (var i = 0; i < 50; i++) await City(id).Get();
    }

    /// <summary>Whether a text stands anywhere in the journal's files, its log included.</summary>
    public bool JournalHas(string text) =>
        _folder.EnumerateFiles("journal.db*").Where(f => f.Name is "journal.db" or "journal.db-wal").Any(file =>
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    });

    /// <summary>Every row of every table in the files of journal and vault, as anybody reads it who has copied them.</summary>
    public List<FileRow> FileRows()
    {
        var rows = new List<FileRow>();
        foreach (var name in new[] { "journal.db", "vault.db" })
        {
            using var file = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, name)};Mode=ReadOnly;Pooling=False");
            file.Open();
            var tables = new List<string>();
            Each(file, "SELECT name FROM sqlite_schema WHERE type = 'table'", r => tables.Add(r.GetString(0)));
            foreach (var table in tables)
            {
                Each(file, $"SELECT * FROM \"{table}\"", r => rows.Add(new($"{name}/{table}", Enumerable.Range(0, r.FieldCount)
                    .ToDictionary(r.GetName, i => r.GetValue(i) is byte[] bytes ? Text(bytes) : r.GetValue(i).ToString()!))));
            }
        }

        return rows;

        static void Each(SqliteConnection file, string sql, Action<SqliteDataReader> row)
        {
            using var command = file.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (reader.Read()) row(reader);
        }

        static string Text(byte[] bytes) =>
            bytes is [(byte)'{', .., (byte)'}'] ? Encoding.UTF8.GetString(bytes) : Convert.ToHexStringLower(bytes);
    }

    /// <summary>What the vault's file has of an owner: rows of data, and the keys of all owners that are still readable.</summary>
    public (long Rows, long Keys) VaultFileHas(string owner)
    {
        using var file =
            new SqliteConnection(
                $"Data Source={Path.Combine(_folder.FullName, "vault.db")};Mode=ReadOnly;Pooling=False");
        file.Open();
        long Count(string sql)
        {
            using var command = file.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("$owner", owner);
            return (long)command.ExecuteScalar()!;
        }

        return (Count(
            "SELECT (SELECT count(*) FROM person WHERE person = $owner) + (SELECT count(*) FROM note WHERE person = $owner) + (SELECT "
                + "count(*) FROM document WHERE person = $owner)"),
            Count("SELECT count(*) FROM person_key WHERE sealed <> zeroblob(length(sealed)) AND $owner IS NOT NULL"));
    }

    /// <summary>Where projections keep their checkpoints.</summary>
    internal TestCheckpoints Checkpoints { get; } = new();

    /// <summary>All events of a stream.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> EventsOf(StreamId stream) => (await _store!.Read(stream)).Events;

    /// <summary>
    /// Shows that a projection's checkpoint is the same, byte for byte, whether its fold grew bit by bit or was made again, by a fold of
    /// the feed up to the checkpoint's own position: what a history has set going may write on between the two.
    /// </summary>
    /// <returns>The checkpoint of the fold that grew bit by bit.</returns>
    internal async Task<byte[]> CheckpointsAreTheFold<TFold>(string partition, string name, IGrain grain, Func<Task> rebuild)
        where TFold : class, IFeedFold<TFold>, new()
    {
        await Cluster.DeactivateAsync(grain);
        var grown = await Same();
        await rebuild();
        await Same();
        return grown;

        async Task<byte[]> Same()
        {
            var kept = Checkpoints.Last(partition, name);
            var fold = new TFold();
            while (fold.Position < kept.Position)
            {
                var page = await _store!.ReadFeed(partition, fold.Position, JournalLimits.MaxFeedPage);
                foreach (var e in page.Events.TakeWhile(e => e.Position <= kept.Position)) fold.Apply(e);
                fold.Position = Math.Min(page.Last, kept.Position);
            }

            var made = fold.ToSnapshot();
            Assert.Equal(Encoding.UTF8.GetString(made), Encoding.UTF8.GetString(kept.Fold));
            Assert.True(kept.Fold.AsSpan().SequenceEqual(made));
            return kept.Fold;
        }
    }

    /// <summary>
    /// Looks again while a look fails and the feed has moved since the look before: two grains agree once nothing is on its way between
    /// them.
    /// </summary>
    public async Task Settled(string partition, Func<Task> look)
    {
        for (var (before, still) = (-1L, 0); ; await Task.Delay(5))
        {
            try
            {
                await look();
                return;
            }
            catch (Xunit.Sdk.XunitException)
            {
                var now = await EndOfFeed(partition);
                still = now == before ? still + 1 : 0;
                before = now;
                if (still == 20) throw;
            }
        }
    }

    private async Task<long> EndOfFeed(string partition)
    {
        var page = await _store!.ReadFeed(partition, 0, JournalLimits.MaxFeedPage);
        while (page.More) page = await _store.ReadFeed(partition, page.Last, JournalLimits.MaxFeedPage);
        return page.Last;
    }

    /// <summary>Another cluster on the same journal, vault and reminders: it knows nothing of the first one.</summary>
    public async Task<InProcessTestCluster> StartCluster()
    {
        var journal = Around?.Invoke(Faults) ?? Faults;
        var builder = new InProcessTestClusterBuilder(Silos);
#pragma warning disable ORLEANSEXP003 // Experimental, and off where it is not asked for, here as in a real silo.
        builder.Options.UseDistributedGrainDirectory = StrongDirectory;
#pragma warning restore ORLEANSEXP003
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddReminders();
            silo.Services.AddSingleton<IReminderTable>(Reminders);
            silo.Services.AddKeyedSingleton<Orleans.Storage.IGrainStorage>(GrainsHosting.CheckpointStorage, Checkpoints);
            silo.Services.AddSingleton(journal);
            silo.Services.AddSingleton(AroundVault?.Invoke(Vault) ?? Vault);
            silo.Services.AddSingleton<TimeProvider>(Time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddVipGrains(options =>
            {
                options.FirstRetryDelay = TimeSpan.Zero;
                Configure?.Invoke(options);
            });
            if (IsScattered) silo.Services.RemoveAll<IPlacementStrategyResolver>();
            Services?.Invoke(silo.Services);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Ends the cluster and starts a new one on the files that it left. Whatever failed before works again.</summary>
    public async Task Restart()
    {
        await _cluster!.DisposeAsync();
        await _store!.DisposeAsync();
        await Vault.DisposeAsync();
        OpenStores();
        _cluster = await StartCluster();
    }

    /// <summary>Lets every reminder that is set of a saga, or of a clock that wakes sagas, come once.</summary>
    public Task RemindersCome() => Come([.. Reminders.Rows, .. Reminders.HoldClocks]);

    /// <summary>Lets the clock of every city tick once.</summary>
    public Task ClocksTick() => Come(Reminders.Clocks);

    /// <summary>Lets whoever watches the guarantee account of a city look once.</summary>
    public Task WatchesTick() => Come(Reminders.Watches);

    /// <summary>Lets the clock of every nation's visas tick once.</summary>
    public Task VisasTick() => Come(Reminders.VisaClocks);

    private async Task Come(IEnumerable<ReminderEntry> rows)
    {
        foreach (var row in rows)
        {
            var now = Time.GetUtcNow().UtcDateTime;
            await Soon(Grains.GetGrain(row.GrainId).AsReference<IRemindable>().ReceiveReminder(row.ReminderName, new(now, row.Period, now)),
                $"the reminder of {row.GrainId}");
        }
    }

    public bool HasReminder(SponsorshipId id) => Reminders.Rows.Any(r => r.GrainId.Key.ToString() == id.Value);

    /// <summary>
    /// True if time wakes the sponsorship, whatever crashes: by a reminder of its own, or by the city's clock, which ticks.
    /// </summary>
    public async Task<bool> IsWokenByTime(SponsorshipId id) => HasReminder(id)
        || (await Grains.HoldClock(id.City).WakesAt(id) is not null
            && Reminders.HoldClocks.Any(r => r.GrainId.Key.ToString() == id.City.Value));

    /// <summary>A new command; with an id, a command that may be sent twice.</summary>
    public static CommandContext Command(string? id = null, long fingerprint = 1, long? ifMatch = null,
        string actor = "city-officer:test") =>
        new() { Id = id ?? $"command-{Interlocked.Increment(ref _ids)}", Fingerprint = fingerprint, Actor = actor, IfMatch = ifMatch };

    /// <summary>A new command of a side that speaks for itself.</summary>
    public static CommandContext Own(Party side, string? id = null) => Command(id, actor: side == Party.Host ? "host:own" : "migrant:own");

    /// <summary>A city that nobody else uses.</summary>
    public static CityId NewCity(string nation = "nz") => CityId.Parse($"{nation}-city{Interlocked.Increment(ref _ids)}");

    public ICityGrain City(CityId id) => Grains.City(id);

    public IHostGrain Host(HostId id) => Grains.Host(id);

    public IMigrantGrain Migrant(MigrantId id) => Grains.Migrant(id);

    public ISponsorshipGrain Sponsorship(SponsorshipId id) => Grains.Sponsorship(id);

    public IEarningsImportGrain Import(ImportId id) => Grains.Import(id);

    public IRatesGrain Rates(NationId id) => Grains.Rates(id);

    public IRateTableGrain RateTable(NationId nation, RateSourceId source) => Grains.RateTable(nation, source);

    public IProfileGrain Profile(PersonId id) => Grains.Profile(id);

    public ISearchGrain Search(CityId id) => Grains.Search(id);

    public IRegistersGrain Registers(string partition) => Grains.Registers(partition);

    public IFeedGrain Feed(string partition) => Grains.GetGrain<IFeedGrain>(partition);

    public static QuotaDecision Quota(int places) => new(places, QuotaAuthority.Council, "Minute 1", new(2026, 2, 1));

    /// <summary>Opens a city with so many places.</summary>
    public async Task<CityId> OpenCity(int places, CityId? id = null, CityPolicy? policy = null)
    {
        var city = id ?? NewCity();
        Accepted("opened", await City(city).Open(Command(), new("Auckland", Nzd, "Pacific/Auckland", policy ?? CityPolicy.Default)));
        Accepted("decided", await City(city).DecideQuota(Command(), Quota(places)));
        return city;
    }

    public async Task<HostId> AddHost(CityId city, string? address = null, HouseholdId? household = null)
    {
        var id = HostId.From(city, $"host-{Interlocked.Increment(ref _ids)}");
        Accepted("registered",
            await Host(id).Register(Command(), new() { Person = new() { Name = "Aroha", Address = address }, Household = household }));
        return id;
    }

    public async Task<MigrantId> AddMigrant(NationId nation)
    {
        var id = MigrantId.From(nation, $"migrant-{Interlocked.Increment(ref _ids)}");
        Accepted("registered", await Migrant(id).Register(Command(), new() { Person = new() { Name = "Suharto" }, Origin = "ID" }));
        Accepted("declared",
            await Migrant(id)
                .DeclareBaseline(Command(), new(Domain.Money.Money.Parse("5279.28", Nzd), BaselineEvidence.Payslips, new(2026, 1, 1))));
        Accepted("verified",
            await Migrant(id)
                .VerifyBaseline(Command(actor: "city-officer:second"),
                    new(Domain.Money.Money.Parse("5279.28", Nzd), BaselineMethod.Payslips, "case-file/1", new(2026, 1, 2))));
        return id;
    }

    /// <summary>A proposal of a host, with a new host and a new migrant where none is given.</summary>
    public async Task<SponsorshipId> Propose(CityId city, HostId? host = null, MigrantId? migrant = null)
    {
        var id = SponsorshipId.From(city, $"sponsorship-{Interlocked.Increment(ref _ids)}");
        Accepted("proposed",
            await Sponsorship(id)
                .Propose(Own(Party.Host), host ?? await AddHost(city), migrant ?? await AddMigrant(city.Nation), Party.Host));
        return id;
    }

    /// <summary>A sponsorship that both sides want.</summary>
    public async Task<SponsorshipId> Accept(CityId city, HostId? host = null, MigrantId? migrant = null)
    {
        var id = await Propose(city, host, migrant);
        Accepted("accepted", await Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant));
        return id;
    }

    /// <summary>Passes all checks.</summary>
    public async Task PassChecks(SponsorshipId id)
    {
        foreach (var kind in Enum.GetValues<CheckKind>()) Accepted("recorded", await Sponsorship(id).RecordCheck(Command(), kind, Passed));
    }

    /// <summary>A sponsorship whose migrant is there since a day.</summary>
    public async Task<SponsorshipId> Arrive(CityId city, DateOnly on)
    {
        var id = await Accept(city);
        await PassChecks(id);
        Accepted("arrived", await Sponsorship(id).Arrive(Command(), on));
        return id;
    }

    /// <summary>An employer as it stands beside what it does.</summary>
    public static string Employer(CityId city, string id) => $"employer:{city.Nation}/{id}";

    /// <summary>Registers an employer of a nation.</summary>
    public async Task Register(NationId nation, EmployerRegistration registration) =>
        Accepted("registered",
            await Grains.Employer(EmployerId.Of(nation, registration.Employer)).Register(Command(), registration));

    /// <summary>Names employers for a sponsorship, for all days.</summary>
    public async Task Name(SponsorshipId id, params IEnumerable<string> employers)
    {
        foreach (var employer in employers)
        {
            Accepted("named", await Sponsorship(id).NameEmployer(Command(), new(employer, new(2020, 1, 1))));
        }
    }

    public static readonly CheckResult Passed = new(CheckOutcome.Passed, null, new(2026, 2, 20), null, null);

    public static CheckResult Failed(RefusalReason reason) => new(CheckOutcome.Failed, reason, new(2026, 2, 20), null, null);

    public async Task<SponsorshipStatus> StatusOf(SponsorshipId id) => (await Sponsorship(id).Get())!.Status;

    public static void Accepted(string outcome, CommandResult result)
    {
        Assert.Null(result.Rejected);
        Assert.Equal(outcome, result.Outcome);
    }

    public static void Refused(RejectionCode code, CommandResult result) => Assert.Equal(code, result.Rejected);

    private static async Task<bool> Value(Task task)
    {
        await task;
        return true;
    }

    private void OpenStores()
    {
        _store = SqliteJournal.Open(Path.Combine(_folder.FullName, "journal.db"));
        Vault = SqliteVault.Open(Path.Combine(_folder.FullName, "vault.db"),
            VaultKeys.FromConfiguration(null, true, _folder.FullName, NullLogger.Instance), TimeProvider.System);
        Watched = new(_store, IsWatched);
        Faults = new(Watched);
        if (StepByStep) Faults.JoinsPartitions = false;
    }
}

/// <summary>A row of a store's file.</summary>
/// <param name="Table">File and table.</param>
/// <param name="Values">What stands in it, by column.</param>
public sealed record FileRow(string Table, IReadOnlyDictionary<string, string> Values)
{
    public override string ToString() => $"{Table}: {string.Join(" | ", Values.Select(v => $"{v.Key}={v.Value}"))}";
}
