namespace VipOrleans.Grains.Tests.Sponsorships;

using System.Collections.Concurrent;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// The journal dies at the n-th append of a move, for every n, before or after the write; the silo is started again; the reminders come and
/// the news is carried. Each move is made in a nation of its own, whose journal dies by itself.
/// </summary>
public sealed class MoveCrashTests
{
    private sealed record Step(string Name, Func<World, Life, CommandContext, Task<CommandResult>> Send);

    private sealed record Path(string Name, bool HasMigrant, params IReadOnlyList<Step> Steps);

    private sealed record Life(Path Path, int Nth, Fault Fault, CityId From, CityId To, HostId Host, SponsorshipId Before,
        MigrantId Migrant)
    {
        public HostMoveOrder Order => new() { City = To, Address = "1 Example Street", Seed = $"move of {Host}" };

        public HostId There => Order.Host;

        public SponsorshipId After => Order.Sponsorship;

        public override string ToString() => $"{Path.Name}, {Fault} at append {Nth}";
    }

    private static readonly Step Move = new("move", async (w, l, c) =>
    {
        var result = await w.Host(l.Host).Move(c, l.Order);
        if (!result.IsAccepted || await w.Host(l.Host).GetMove() is not { } move) return result;
        var further = await w.Grains.GoOn(move, "host:test");
        return further.IsAccepted ? result : further;
    });

    private static readonly Step Accept = new("accept", (w, l, c) => w.Sponsorship(l.After).Accept(c.As(Party.Migrant), Party.Migrant));
    private static readonly Step Decline = new("decline", (w, l, c) => w.Sponsorship(l.After).Decline(c.As(Party.Migrant), Party.Migrant));
    private static readonly Step Withdraw = new("withdraw", (w, l, c) => w.Sponsorship(l.After).Withdraw(c.As(Party.Host), Party.Host));
    private static readonly Step Arrive = new("arrive", (w, l, c) => w.Sponsorship(l.After).Arrive(c, new(2026, 2, 25)));
    private static readonly Step Change = new("change", (w, l, c) => w.Sponsorship(l.Before).ChangeHost(c));
    private static readonly Step Propose = new("propose end",
        (w, l, c) => w.Sponsorship(l.Before).ProposeEnd(c, EndReason.Programme, null));
    private static readonly Step Programme = new("programme", async (w, l, c) => await w.Sponsorship(l.Before).RuleOnEnd(c,
        (await w.Sponsorship(l.Before).Get())!.EndProposed?.Ruling ?? RulingId.From(l.Before.City, "again"), RulingEffect.Stands));
    private static readonly Step[] Home =
        [.. Enum.GetValues<CheckKind>().Where(k => k.DependsOnAddress())
            .Select(kind => new Step($"check {kind}", (w, l, c) => w.Sponsorship(l.After).RecordCheck(c, kind, Passed)))];

    private static readonly Path[] Paths =
    [
        new("comes along", true, [Move, Accept, .. Home, Arrive]),
        new("declines", true, Move, Decline),
        new("undone when granted", true, [Move, Accept, .. Home, Withdraw]),
        new("changes host meanwhile", true, [Move, Accept, Change]),
        new("the programme stops meanwhile", true, [Move, Accept, Propose, Programme, .. Home, Arrive]),
        new("alone", false, Move),
    ];

    [Fact]
    public async Task Wherever_the_journal_dies_they_have_moved_or_stay_and_every_command_gets_its_first_answer()
    {
        SagaCrashTests.NationJournals? nations = null;
        var crashing = true;
        await using var world = await Start(new() { Around = journal => crashing ? nations = new(journal) : journal });

        var uncrashed = new ConcurrentDictionary<Path, (int Appends, string[] Outcomes, string Standing)>();
        await Parallel.ForEachAsync(Paths, async (path, _) =>
        {
            var life = await Begin(world, path, 0, Fault.None);
            var before = nations![life.From.Nation].Appends;
            var outcomes = await Live(world, life);
            await Until(async () => await Unsettled(world, life) is null, $"{life} to settle");
            uncrashed[path] = (nations[life.From.Nation].Appends - before, outcomes, await Standing(world, life));
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
            var journal = nations![life.From.Nation];
            var before = journal.Appends;
            journal.OnAppend = (_, n) => n - before == crash.n ? crash.Item3 : Fault.None;
            await Live(world, life);
            await Until(() => journal.Crashed, $"the crash of {life}");
            lives.Add(life);
        });

        crashing = false;
        await world.Restart();

        // Nobody helps but the reminders and the news.
        foreach (var life in lives)
        {
            string? what = null;
            var waited = Environment.TickCount64;
            while ((what = await Unsettled(world, life)) is not null && Environment.TickCount64 - waited < 20_000)
            {
                await world.RemindersCome();
                await Task.Delay(20);
            }

            Assert.Null(what);
        }

        await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (life, _) =>
        {
            var (_, outcomes, standing) = uncrashed[life.Path];
            Assert.Equal((life, string.Join(", ", outcomes)), (life, string.Join(", ", await Live(world, life))));
            await Until(async () => await Unsettled(world, life) is null, $"{life} to settle after its commands were repeated");
            Assert.Equal((life, standing), (life, await Standing(world, life)));
        });
        Assert.InRange(lives.Count, 60, 400);
        await MoveTests.LawsHold(world);
    }

    private static async Task<Life> Begin(World world, Path path, int nth, Fault fault)
    {
        var nation = SagaCrashTests.NationJournals.Next();
        var (from, to) = (await world.OpenCity(1, CityId.Parse($"{nation}-old")), await world.OpenCity(1, CityId.Parse($"{nation}-new")));
        var host = await world.AddHost(from);
        if (!path.HasMigrant) return new(path, nth, fault, from, to, host, default, default);
        var migrant = await world.AddMigrant(from.Nation);
        var before = await world.Accept(from, host, migrant);
        await world.PassChecks(before);
        Accepted("arrived", await world.Sponsorship(before).Arrive(World.Command(), new(2026, 2, 1)));
        return new(path, nth, fault, from, to, host, before, migrant);
    }

    // Sends the commands of a life, each under its own id, up to the first that is not answered.
    private static async Task<string[]> Live(World world, Life life)
    {
        var outcomes = new List<string>();
        foreach (var step in life.Path.Steps)
        {
            try
            {
                var answer =
                    await Soon(step.Send(world, life, World.Command($"{life.Host.Value[..10]}-{step.Name}")), $"{step.Name} of {life}");
                outcomes.Add(answer.Rejected is { } code ? $"!{code}" : answer.Outcome);
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
    private static async Task<string?> Unsettled(World world, Life life)
    {
        var (host, there) = ((await world.Host(life.Host).Get())!, await world.Host(life.There).Get());
        if (!life.Path.HasMigrant)
        {
            return (host.MovedTo is null ? there is null : there is { OpensWith: null, IsVoid: false })
                ? null : $"{life}: {host.MovedTo} {there?.Id}";
        }

        var (before, after) = ((await world.Sponsorship(life.Before).Get())!, await world.Sponsorship(life.After).Get());
        var migrant = (await world.Migrant(life.Migrant).Get())!;
        var (from, to) = ((await world.City(life.From).Get())!, (await world.City(life.To).Get())!);
        var isOver = before.EndReason is not null;
        var isTaken = after?.Status is SponsorshipStatus.Checking or SponsorshipStatus.Granted or SponsorshipStatus.Arrived;
        var hasArrived = after?.ArrivedOn is not null;
        var isForming = after is { EndReason: null } && !hasArrived;
        List<(string Law, bool Holds)> laws =
        [
            ("status", after?.Status is null or SponsorshipStatus.Proposed or SponsorshipStatus.Checking or SponsorshipStatus.Granted
                or SponsorshipStatus.Arrived or SponsorshipStatus.Ended),
            ("old place", (from.Held, from.Used, from.Waiting) == (0, before.EndReason is null or EndReason.ChangedHost ? 1 : 0, 0)),
            ("new place",
                (to.Held, to.Used, to.Waiting) == (after?.Status == SponsorshipStatus.Checking ? 1 : 0,
                    after?.Status is SponsorshipStatus.Granted or SponsorshipStatus.Arrived ? 1 : 0, 0)),
            ("migrant", migrant.Sponsorship == (isOver ? isTaken ? life.After : null : life.Before)),
            ("next", migrant.NextSponsorship == (!isOver && isTaken ? life.After : null)),
            ("old record", host.Sponsorship == (isOver ? null : life.Before)),
            ("moving", host.MovingTo == (isForming ? life.There : null)),
            ("moved", host.MovedTo == (hasArrived ? life.There : null)),
            ("end", hasArrived
                ? before.EndReason is EndReason.Moved or EndReason.Programme && after!.Move == SuccessionState.Completed
                : before.EndReason != EndReason.Moved),
            ("new record",
                after is null
                    ? there is null
                    : there!.Sponsorship == (isTaken ? life.After : null) && there.OpensWith == (isForming ? life.After : null)
                        && there.IsVoid == (!isForming && !hasArrived)),
            ("news", !isOver || !isForming || after!.Move == SuccessionState.Alone),
            ("reminders",
                !world.HasReminder(life.Before) && world.HasReminder(life.After) == (after?.Status == SponsorshipStatus.Checking)),
        ];
        var broken = laws.Where(l => !l.Holds).Select(l => l.Law).ToList();
        return broken.Count == 0
            ? null : $"{life}: {string.Join(", ", broken)} ({before.Status} {before.EndReason}, {after?.Status} "
                + $"{after?.EndReason} {after?.Move})";
    }

    private static async Task<string> Standing(World world, Life life)
    {
        var after = await world.Sponsorship(life.After).Get();
        return life.Path.HasMigrant
            ? $"{(await world.Sponsorship(life.Before).Get())!.EndReason} {after!.Status} {after.EndReason} {after.Move}"
            : $"{(await world.Host(life.Host).Get())!.MovedTo is not null}";
    }
}
