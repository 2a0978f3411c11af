namespace VipOrleans.Grains.Tests.Hosting;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class SagaGrainTests(World world) : IClassFixture<World>
{
    private const int Steps = 3;

    private readonly World _world = world.AsNew();
    private readonly string _key = NewCity().Value;

    public static TheoryData<Fault, int> EachAppend => new(
        from fault in new[] { Fault.CrashBeforeWrite, Fault.CrashAfterWrite, Fault.AfterWrite, Fault.LostBeforeWrite }
        from append in Enumerable.Range(1, Steps + 1)
        select (fault, append));

    [Theory]
    [MemberData(nameof(EachAppend))]
    public async Task Wherever_the_journal_dies_every_step_is_noted_once_and_no_reminder_is_left(Fault fault, int append)
    {
        var command = Command();
        _world.Script(TestSagaGrain.StreamOf(_key), n => n == append ? fault : Fault.None);
        await Soon(Saga.Begin(command, Steps), "the first try");
        var isBegun = (await Events()).Count > 0;
        if (await IsUnfinished()) Assert.True(!isBegun || HasReminder, "Nobody comes for what is half done.");

        _world.Heal();
        await _world.Cluster.DeactivateAsync(Saga);
        await _world.RemindersCome();
        if (isBegun) Assert.Equal(0, await Saga.Left());
        Accepted("wanted", await Saga.Begin(command, Steps));

        Assert.Equal(["steps-wanted", "step-taken", "step-taken", "step-taken"], await Events());
        Assert.Equal([1, 2, 3], Work.Taken.Distinct());
        Assert.False(HasReminder);
    }

    [Fact]
    public async Task The_reminder_is_set_before_the_event()
    {
        var hadReminder = false;
        _world.Script(TestSagaGrain.StreamOf(_key), n =>
        {
            if (n == 1) hadReminder = HasReminder;
            return Fault.None;
        });

        Accepted("wanted", await Saga.Begin(Command(), Steps));

        Assert.True(hadReminder);
        Assert.False(HasReminder);
    }

    [Fact]
    public async Task A_saga_that_somebody_comes_for_anyway_has_a_reminder_only_for_what_is_left_hanging()
    {
        var set = 0;
        _world.Reminders.BeforeSetting = () => set++;
        Accepted("wanted", await Saga.Go(Command(), Steps));
        Assert.Equal((0, 0), (set, await Saga.Left()));

        Work.Answer = step => Task.FromResult(step != Steps + 2);
        Accepted("wanted", await Saga.Go(Command(), Steps));
        Assert.Equal((2, true), (await Saga.Left(), HasReminder));

        Work.Answer = _ => Task.FromResult(true);
        await _world.RemindersCome();
        Assert.Equal((0, false), (await Saga.Left(), HasReminder));
    }

    [Fact]
    public async Task A_step_whose_answer_is_lost_is_taken_again_when_the_reminder_comes()
    {
        var lost = new HashSet<int>();
        Work.Answer = step => lost.Add(step) ? throw new InvalidOperationException("Planted.") : Task.FromResult(true);
        Accepted("wanted", await Saga.Begin(Command(), Steps));

        for (var left = Steps; left > 0; left--)
        {
            Assert.Equal((left, true), (await Saga.Left(), HasReminder));
            await _world.RemindersCome();
        }

        Assert.Equal((0, false), (await Saga.Left(), HasReminder));
        Assert.Equal([1, 1, 2, 2, 3, 3], Work.Taken);
    }

    [Fact]
    public async Task An_activation_that_does_not_know_the_newest_removes_no_reminder()
    {
        await using var other = await _world.StartCluster();
        Assert.Equal(0, await Saga.Left());
        Work.Answer = _ => Task.FromResult(false);
        Accepted("wanted", await other.Client.GetGrain<ITestSaga>(_key).Begin(Command(), Steps));

        // It comes to the one that knows of nothing to do.
        await _world.RemindersCome();
        Assert.True(HasReminder);

        Work.Answer = _ => Task.FromResult(true);
        await Until(async () =>
        {
            await _world.RemindersCome();
            return !HasReminder;
        }, "the activation that does not know the newest to go");
        Assert.Equal(0, await Saga.Left());
    }

    [Fact]
    public async Task A_reminder_that_comes_while_a_command_is_under_way_stays_for_what_that_begins()
    {
        var (arrived, goes) = (new TaskCompletionSource(), new TaskCompletionSource());
        Work.BeforeCommand = _ =>
        {
            arrived.SetResult();
            return goes.Task;
        };
        var command = Saga.Begin(Command(), Steps);
        await Soon(arrived.Task, "the command");

        await _world.RemindersCome();
        Assert.True(HasReminder);

        goes.SetResult();
        Accepted("wanted", await command);
        Assert.Equal((0, false), (await Saga.Left(), HasReminder));
    }

    [Fact]
    public async Task A_reminder_that_another_activation_has_removed_is_set_again_before_the_next_event()
    {
        await using var other = await _world.StartCluster();
        var elsewhere = other.Client.GetGrain<ITestSaga>(_key);
        var (arrived, goes) = (new TaskCompletionSource(), new TaskCompletionSource());
        Work.BeforeCommand = id =>
        {
            if (id != "held-up") return Task.CompletedTask;
            arrived.SetResult();
            return goes.Task;
        };
        var heldUp = Saga.Begin(Command("held-up"), 1);
        await Soon(arrived.Task, "the command");
        // Nothing is left there, and it knows of no command that is under way here.
        var now = DateTime.UtcNow;
        await elsewhere.AsReference<IRemindable>().ReceiveReminder("test", new(now, TimeSpan.FromMinutes(1), now));
        Assert.False(HasReminder);

        var hadReminder = false;
        _world.Script(TestSagaGrain.StreamOf(_key), n =>
        {
            if (n == 1) hadReminder = HasReminder;
            return Fault.None;
        });
        Accepted("wanted", await Saga.Begin(Command(), Steps));
        Assert.True(hadReminder);

        goes.SetResult();
        Accepted("wanted", await heldUp);
    }

    [Fact]
    public async Task The_reminder_of_what_another_activation_is_about_to_begin_stays()
    {
        await using var other = await _world.StartCluster();
        var (arrived, goes) = (new TaskCompletionSource(), new TaskCompletionSource());
        Work.BeforeCommand = id =>
        {
            if (id != "held-up") return Task.CompletedTask;
            arrived.SetResult();
            return goes.Task;
        };
        // The last event of one activation is there, and it does not know yet; the other begins on that event, and dies of its own.
        _world.Script(TestSagaGrain.StreamOf(_key), n => n switch
        {
            2 => Fault.HangAfterWrite,
            3 => Fault.CrashAfterWrite,
            _ => Fault.None,
        });
        var hanging = _world.Faults.Hanging;
        var first = Saga.Begin(Command(), 1);
        await Soon(hanging, "the last event");
        var second = other.Client.GetGrain<ITestSaga>(_key).Begin(Command("held-up"), 1);
        await Soon(arrived.Task, "the command");
        _world.Faults.Release();
        Accepted("wanted", await Soon(first, "the first command"));
        goes.SetResult();
        await Soon(second, "the second command");

        Assert.Equal(["steps-wanted", "step-taken", "steps-wanted"], await Events());
        Assert.True(HasReminder, "Nobody comes for what is half done.");
        _world.Heal();
        await Until(async () =>
        {
            await _world.RemindersCome();
            return !HasReminder;
        }, "the activation that does not know the newest to go");
        Assert.Equal(0, await Saga.Left());
    }

    [Fact]
    public async Task There_is_one_run_at_a_time_and_it_looks_once_more_for_whoever_came_meanwhile()
    {
        var goes = new TaskCompletionSource();
        Work.Answer = async _ =>
        {
            await goes.Task;
            return true;
        };
        var all = Enumerable.Range(0, 5).Select(_ => Saga.Begin(Command(), 1)).ToArray();
        await Until(() => !Work.Taken.IsEmpty, "the first step");
        var reminders = _world.RemindersCome();

        goes.SetResult();
        foreach (var one in all) Accepted("wanted", await Soon(one, "a command"));
        await reminders;

        Assert.Equal((1, 0), (Work.MostAtOnce, await Saga.Left()));
        Assert.Equal([1, 2, 3, 4, 5], Work.Taken);
        Assert.False(HasReminder);
    }

    [Fact]
    public async Task Whoever_comes_with_news_while_a_run_is_about_to_give_up_has_it_look_once_more()
    {
        var goes = new TaskCompletionSource();
        var asked = 0;
        Work.Answer = async _ =>
        {
            if (Interlocked.Increment(ref asked) > 1) return true;
            await goes.Task;
            return false;
        };
        var first = Saga.Go(Command(), 1);
        await Until(() => !Work.Taken.IsEmpty, "the first step");
        var second = Saga.Go(Command(), 1);
        await Until(async () => await Saga.Left() == 2, "the second command");

        goes.SetResult();
        Accepted("wanted", await Soon(first, "the first command"));
        Accepted("wanted", await Soon(second, "the second command"));

        Assert.Equal((0, false), (await Saga.Left(), HasReminder));
    }

    private ITestSaga Saga => _world.Grains.GetGrain<ITestSaga>(_key);

    private TestSteps Work => TestSteps.Of(_key);

    private bool HasReminder => _world.Reminders.Rows.Any(r => r.GrainId.Key.ToString() == _key);

    private async Task<bool> IsUnfinished() => (await Events()).Count <= Steps;

    private async Task<IReadOnlyList<string>> Events() => [.. (await _world.EventsOf(TestSagaGrain.StreamOf(_key))).Select(e => e.Type)];
}
