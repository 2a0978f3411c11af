namespace VipOrleans.Grains.Tests.Sponsorships;

using System.Collections.Concurrent;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// The journal dies at the n-th append of a sponsorship's life, for every n, before or after the write; the silo is started again; the
/// reminders come. Each life is lived in a nation of its own, and each nation's journal dies by itself, so that all of them share two
/// clusters.
/// </summary>
public sealed class SagaCrashTests
{
    private sealed record Command(string Name, Func<World, Life, CommandContext, Task<CommandResult>> Send);

    private sealed record Path(string Name, int Places, bool MigrantIsTaken, params IReadOnlyList<Command> Commands);

    private sealed record Life(Path Path, int Nth, Fault Fault, CityId City, HostId Host, MigrantId Migrant, SponsorshipId Id,
        HostId NextHost)
    {
        public SponsorshipId Next => SponsorshipId.From(City, $"after {Id}");

        public override string ToString() => $"{Path.Name}, {Fault} at append {Nth}";
    }

    private static readonly Command Accept = new("accept", (w, l, c) => w.Sponsorship(l.Id).Accept(c.As(Party.Migrant), Party.Migrant));
    private static readonly Command Withdraw = new("withdraw", (w, l, c) => w.Sponsorship(l.Id).Withdraw(c.As(Party.Host), Party.Host));
    private static readonly Command Arrive = new("arrive", (w, l, c) => w.Sponsorship(l.Id).Arrive(c, new(2026, 2, 25)));
    private static readonly Command End = new("end", (w, l, c) => w.Sponsorship(l.Id).End(c, Party.Migrant, EndReason.MigrantLeft, null));
    private static readonly Command Change = new("change", (w, l, c) => w.Sponsorship(l.Id).ChangeHost(c));
    private static readonly Command ProposeNext =
        new("propose next", (w, l, c) => w.Sponsorship(l.Next).Propose(c.As(Party.Host), l.NextHost, l.Migrant, Party.Host));
    private static readonly Command AcceptNext =
        new("accept next", (w, l, c) => w.Sponsorship(l.Next).Accept(c.As(Party.Migrant), Party.Migrant));
    private static readonly Command WithdrawNext =
        new("withdraw next", (w, l, c) => w.Sponsorship(l.Next).Withdraw(c.As(Party.Host), Party.Host));
    private static readonly Command Refuse = new("refuse", (w, l, c) => w.Sponsorship(l.Id).Refuse(c, [RefusalReason.ConditionsNotMet]));
    private static readonly Command Quota = new("quota", (w, l, c) => w.City(l.City).DecideQuota(c, World.Quota(1)));
    private static readonly Command[] Checks =
        [.. Enum.GetValues<CheckKind>()
            .Select(kind => new Command($"check {kind}", (w, l, c) => w.Sponsorship(l.Id).RecordCheck(c, kind, Passed)))];

    private static readonly Path[] Paths =
    [
        new("from acceptance to the end", 1, false, [Accept, .. Checks, Arrive, End]),
        new("withdrawn while it is checked", 1, false, Accept, Withdraw),
        new("withdrawn while it waits", 0, false, Accept, Withdraw),
        new("served after it waited", 0, false, Accept, Quota),
        new("refused and withdrawn", 1, false, Accept, Refuse, Withdraw),
        new("changes host", 1, false, [Accept, .. Checks, Arrive, Change, ProposeNext, AcceptNext, WithdrawNext]),
        new("its migrant is taken", 1, true, Accept),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wherever_the_journal_dies_all_is_taken_or_all_is_given_back_and_every_command_gets_its_first_answer(bool atOnce)
    {
        NationJournals? nations = null;
        var crashing = true;
        await using var world = await Start(
            new() { StepByStep = !atOnce, Around = journal => crashing ? nations = new(journal) : journal });

        // Without a crash: how many appends each path takes, and what its commands answer.
        var uncrashed = new ConcurrentDictionary<Path, (int Appends, string[] Outcomes, string Standing)>();
        await Parallel.ForEachAsync(Paths, async (path, _) =>
        {
            var life = await Begin(world, path, 0, Fault.None);
            nations![life.City.Nation].OnAppend = null;
            var before = nations[life.City.Nation].Appends;
            var outcomes = await Live(world, life);
            await Until(async () => await Settled(world, life) is null, $"{life} to settle");
            uncrashed[path] = (nations[life.City.Nation].Appends - before, outcomes, await Standing(world, life));
        });
        Assert.All(uncrashed.Values, u => Assert.DoesNotContain(u.Outcomes, o => o.StartsWith('!')));

        var lives = new ConcurrentBag<Life>();
        var crashes =
            uncrashed.SelectMany(
                u => Enumerable.Range(1, u.Value.Appends)
                    .SelectMany(n => new[] { (u.Key, n, Fault.CrashBeforeWrite), (u.Key, n, Fault.CrashAfterWrite) }));
        await Parallel.ForEachAsync(crashes, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (crash, _) =>
        {
            var life = await Begin(world, crash.Key, crash.n, crash.Item3);
            var journal = nations![life.City.Nation];
            var before = journal.Appends;
            journal.OnAppend = (_, n) => n - before == crash.n ? crash.Item3 : Fault.None;
            await Live(world, life);
            await Until(() => journal.Crashed, $"the crash of {life}");
            lives.Add(life);
        });

        crashing = false;
        await world.Restart();
        for (var round = 0; round < 2; round++) await world.RemindersCome();

        // Nobody helps but the reminders.
        foreach (var life in lives)
        {
            await Until(async () => await Settled(world, life) is null, $"{life} to settle by itself");
        }

        // The clients ask again, and all ends as if nothing had happened.
        await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (life, _) =>
        {
            var (_, outcomes, standing) = uncrashed[life.Path];
            Assert.Equal((life, string.Join(", ", outcomes)), (life, string.Join(", ", await Live(world, life))));
            await Until(async () => await Settled(world, life) is null, $"{life} to settle after its commands were repeated");
            Assert.Equal((life, standing), (life, await Standing(world, life)));
            Assert.Equal((life, string.Join(", ", outcomes)), (life, string.Join(", ", await Live(world, life))));
        });
        Assert.InRange(lives.Count, 100, 500);
    }

    private static async Task<Life> Begin(World world, Path path, int nth, Fault fault)
    {
        var city = await world.OpenCity(path.Places, CityId.Parse($"{NationJournals.Next()}-town"));
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        if (path.MigrantIsTaken) Accepted("taken", await world.Migrant(migrant).Take(World.Command(), SponsorshipId.From(city, "another")));
        return new(path, nth, fault, city, host, migrant, await world.Propose(city, host, migrant), await world.AddHost(city));
    }

    // Sends the commands of a life, each under its own id, up to the first that is not answered.
    private static async Task<string[]> Live(World world, Life life)
    {
        var outcomes = new List<string>();
        foreach (var command in life.Path.Commands)
        {
            try
            {
                var answer = await Soon(command.Send(world, life, World.Command($"{life.Id}-{command.Name}")), $"{command.Name} of {life}");
                outcomes.Add(
                    answer.Rejected is { } code ? $"!{code}" : command == Accept
                        ? $"{answer.Outcome} at {answer.Version}" : answer.Outcome);
                if (!answer.IsAccepted) break;
            }
            catch (StoreUnavailableException)
            {
                outcomes.Add("!gone");
                break;
            }
        }

        return [.. outcomes];
    }

    // What is left half done; null where nothing is.
    private static async Task<string?> Settled(World world, Life life)
    {
        var view = (await world.Sponsorship(life.Id).Get())!;
        var city = (await world.City(life.City).Get())!;
        var hasHost = (await world.Host(life.Host).Get())!.Sponsorship == life.Id;
        var hasMigrant = (await world.Migrant(life.Migrant).Get())!.Sponsorship == life.Id;
        var place = (city.Held, city.Used, city.Waiting);
        var isWoken = await world.IsWokenByTime(life.Id);
        if (view.EndReason == EndReason.ChangedHost)
        {
            // The place is in use all the time: by the migrant, or by the next sponsorship and nobody else.
            var next = await world.Sponsorship(life.Next).Get();
            var isKept = await world.City(life.City).GracePeriod(life.Migrant) is not null;
            var hasNext = next?.Status == SponsorshipStatus.Checking;
            var nextIsWell = next is null or { Status: SponsorshipStatus.Proposed or SponsorshipStatus.Checking or SponsorshipStatus.Ended }
                && await world.IsWokenByTime(life.Next) == hasNext;
            var isRight = !hasHost && !hasMigrant && place == (0, 1, 0) && isKept == !hasNext && nextIsWell && !isWoken;
            return isRight
                ? null : $"{life}: host {hasHost}, migrant {hasMigrant}, place {place}, kept {isKept}, next {next?.Status}, reminders "
                    + $"{isWoken} {await world.IsWokenByTime(life.Next)}";
        }

        var isWell = view.Status switch
        {
            SponsorshipStatus.Proposed or SponsorshipStatus.Ended =>
                !hasHost && !hasMigrant && place == (0, 0, 0) && !isWoken,
            // The line wakes who waits.
            SponsorshipStatus.Waiting => hasHost && hasMigrant && place == (0, 0, 1),
            SponsorshipStatus.Checking => hasHost && hasMigrant && place == (1, 0, 0) && isWoken,
            SponsorshipStatus.Refused => hasHost && hasMigrant && place == (1, 0, 0) && isWoken,
            SponsorshipStatus.Granted or SponsorshipStatus.Arrived =>
                hasHost && hasMigrant && place == (0, 1, 0) && !isWoken,
            _ => false,
        };
        return isWell
            ? null : $"{life}: {view.Status}, host {hasHost}, migrant {hasMigrant}, place {place}, reminder {isWoken}";
    }

    private static async Task<string> Standing(World world, Life life)
    {
        var view = (await world.Sponsorship(life.Id).Get())!;
        return $"{view.Status} {view.EndReason} {view.Place}";
    }

    /// <summary>A journal for each nation, over one that they share; each dies by itself.</summary>
    internal sealed class NationJournals(IJournal inner) : IJournal
    {
        private static int _nations;
        private readonly ConcurrentDictionary<string, FaultyJournal> _journals = new();

        public FaultyJournal this[NationId nation] => Of(nation.Value);

        public static string Next()
        {
            var n = Interlocked.Increment(ref _nations);
            return $"{(char)('a' + (n / 26 % 26))}{(char)('a' + (n % 26))}";
        }

        public bool JoinsPartitions => inner.JoinsPartitions;

        // An inbox writes down when it likes, beside what happens: its appends are not counted among those at which a life is cut.
        public ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default) =>
            append.Stream.Kind == "inbox" && !Of(append.Stream.Partition).Crashed
                ? inner.Append(append, cancellation) : Of(append.Stream.Partition).Append(append, cancellation);

        public ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
            CancellationToken cancellation = default) =>
            Of(appends[0].Stream.Partition).AppendTogether(appends, cancellation);

        public ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default) =>
            Of(stream.Partition).Read(stream, snapshotSchema, cancellation);

        public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
            CancellationToken cancellation = default) =>
            Of(stream.Partition).FindCommands(stream, commandIds, cancellation);

        public ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default) =>
            Of(partition).ReadFeed(partition, after, limit, cancellation);

        public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) =>
            inner.Partitions(cancellation);

        public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default) =>
            Of(stream.Partition).SaveSnapshot(stream, snapshot, cancellation);

        public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
            Of(stream.Partition).DeleteSnapshot(stream, cancellation);

        public ValueTask<bool> IsReady(CancellationToken cancellation = default) => inner.IsReady(cancellation);

        private FaultyJournal Of(string partition) => _journals.GetOrAdd(partition[..2], _ => new(inner));
    }
}
