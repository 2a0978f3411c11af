namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

public sealed class ReminderTests : IAsyncLifetime
{
    private readonly World _world = new();

    private static readonly CityPolicy Policy = CityPolicy.Default with { HoldDays = 10, ReplyDays = 5, NoticeDays = 0 };

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_hold_runs_out_when_its_time_is_over_and_the_next_in_line_gets_the_place()
    {
        var city = await _world.OpenCity(1, policy: Policy);
        var (host, migrant) = (await _world.AddHost(city), await _world.AddMigrant(city.Nation));
        var (first, second) = (await _world.Accept(city, host, migrant), await _world.Accept(city));
        Assert.Equal(Beginning.AddDays(10), (await _world.Sponsorship(first).Get())!.PlaceHeldUntil);
        await Until(() => _world.IsWokenByTime(first), "the city's clock to be set");

        PassDays(9.9);
        await _world.RemindersCome();
        Assert.Equal((SponsorshipStatus.Checking, SponsorshipStatus.Waiting),
            (await _world.StatusOf(first), await _world.StatusOf(second)));

        PassDays(0.1);
        await _world.RemindersCome();

        var ended = (await _world.Sponsorship(first).Get())!;
        Assert.Equal((SponsorshipStatus.Ended, EndReason.HoldExpired), (ended.Status, ended.EndReason));
        Assert.Equal((null, null), ((await _world.Host(host).Get())!.Sponsorship, (await _world.Migrant(migrant).Get())!.Sponsorship));
        await Until(async () => await _world.StatusOf(second) == SponsorshipStatus.Checking, "the next in line");
        Assert.Equal(_world.Time.GetUtcNow().AddDays(10), (await _world.Sponsorship(second).Get())!.PlaceHeldUntil);
        Assert.Equal((false, true), (await _world.IsWokenByTime(first), await _world.IsWokenByTime(second)));
    }

    [Fact]
    public async Task Where_no_reminder_can_be_set_nothing_is_begun_and_the_caller_is_told_so_in_words_that_it_knows()
    {
        var city = await _world.OpenCity(1, policy: Policy);
        var id = await _world.Propose(city);
        var command = Command();
        // Of a kind that no other process knows, as a database's own are.
        _world.Reminders.BeforeSetting = () => throw new DatabaseOfRemindersException();

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _world.Sponsorship(id).Withdraw(command.As(Party.Migrant), Party.Migrant));
        Assert.Equal(SponsorshipStatus.Proposed, await _world.StatusOf(id));

        _world.Reminders.BeforeSetting = null;
        Accepted("withdrawn", await _world.Sponsorship(id).Withdraw(command.As(Party.Migrant), Party.Migrant));
    }

    [Fact]
    public async Task What_is_formed_at_once_needs_no_reminder_and_its_hold_runs_out_though_the_store_of_reminders_was_away()
    {
        var city = await _world.OpenCity(1, policy: Policy);
        var id = await _world.Propose(city);
        _world.Reminders.BeforeSetting = () => throw new DatabaseOfRemindersException();

        Accepted("accepted", await _world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant));
        Assert.Equal(SponsorshipStatus.Checking, await _world.StatusOf(id));
        Assert.False(_world.HasReminder(id));

        _world.Reminders.BeforeSetting = null;
        await _world.Accept(city);
        await Until(() => _world.IsWokenByTime(id), "the city's clock to be set");
        PassDays(10);
        await _world.RemindersCome();
        Assert.Equal(SponsorshipStatus.Ended, await _world.StatusOf(id));
        Assert.False(await _world.IsWokenByTime(id));
    }

    [Fact]
    public async Task A_place_that_was_confirmed_does_not_run_out()
    {
        var city = await _world.OpenCity(1, policy: Policy);
        var id = await _world.Accept(city);
        await _world.PassChecks(id);
        PassDays(1000);
        await _world.Sponsorship(id).Wake();
        Assert.Equal((SponsorshipStatus.Granted, 1L), (await _world.StatusOf(id), (await _world.City(city).Get())!.Used));
    }

    [Fact]
    public async Task A_refusal_is_closed_when_another_officer_has_made_it_and_nobody_appealed_and_until_then_the_place_is_kept()
    {
        var city = await _world.OpenCity(1, policy: Policy);
        var id = await _world.Accept(city);
        Accepted("refused", await _world.Sponsorship(id).Refuse(Command(), [RefusalReason.ConditionsNotMet]));
        var ruling = _world.Grains.Ruling((await _world.Sponsorship(id).Get())!.Refusal!.Ruling!.Value);
        await Until(async () => await ruling.Get() is not null, "the notice");

        // 1 March, 22:00 in Auckland: the last day to reply is the sixth there, and the last one to appeal the fourth of April.
        PassDays(5);
        Refused(RejectionCode.ReplyTimeRunning, await ruling.Decide(Command(actor: "city-officer:other"), true, null));
        PassDays(1);
        await _world.RemindersCome();
        Assert.Equal(SponsorshipStatus.Refused, await _world.StatusOf(id));
        Accepted("made", await ruling.Decide(Command(actor: "city-officer:other"), true, null));
        PassDays(28);
        await _world.RemindersCome();
        Assert.Equal((SponsorshipStatus.Refused, 0), (await _world.StatusOf(id), (await _world.City(city).Get())!.Free));

        PassDays(1);
        await _world.RemindersCome();
        var ended = (await _world.Sponsorship(id).Get())!;
        Assert.Equal((SponsorshipStatus.Ended, EndReason.Refused), (ended.Status, ended.EndReason));
        Assert.Equal(1, (await _world.City(city).Get())!.Free);
        Assert.Equal(RulingStatus.Final, (await ruling.Get())!.Status);
        Assert.Empty(_world.Reminders.Rows);
    }

    [Fact]
    public async Task A_reply_keeps_a_refusal_open_until_the_city_has_answered_it()
    {
        var city = await _world.OpenCity(1, policy: Policy with { HoldDays = 100 });
        var id = await _world.Accept(city);
        Accepted("refused", await _world.Sponsorship(id).Refuse(Command(), [RefusalReason.ConditionsNotMet]));
        PassDays(5);
        Accepted("replied", await _world.Sponsorship(id).Reply(Command(), Party.Migrant, "My contract is in order."));

        PassDays(10);
        await _world.RemindersCome();
        Assert.Equal(SponsorshipStatus.Refused, await _world.StatusOf(id));

        Accepted("reopened", await _world.Sponsorship(id).Reopen(Command()));
        await _world.PassChecks(id);
        Assert.Equal(SponsorshipStatus.Granted, await _world.StatusOf(id));
        await Until(() => _world.Reminders.Rows.Count == 0, "the reminder of the ruling to go with the refusal");
    }

    [Fact]
    public async Task There_is_one_reminder_for_each_saga_that_has_more_to_do_than_to_wait_and_none_for_others()
    {
        var city = await _world.OpenCity(3);
        var (proposed, declined, waiting) = (await _world.Propose(city), await _world.Propose(city), new List<SponsorshipId>());
        await _world.Sponsorship(declined).Decline(Own(Party.Migrant), Party.Migrant);
        Assert.Empty(_world.Reminders.Rows);
        Accepted("withdrawn", await _world.Sponsorship(proposed).Withdraw(Own(Party.Host), Party.Host));
        Assert.Empty(_world.Reminders.Rows);

        var (checking, granted, ended) = (await _world.Accept(city), await _world.Accept(city), await _world.Accept(city));
        for (var i = 0; i < 3; i++) waiting.Add(await _world.Accept(city));
        // Whose hold runs out is woken by the city's clock, and who waits by news from the line.
        Assert.Empty(_world.Reminders.Rows);
        foreach (var held in new[] { checking, granted, ended })
        {
            await Until(() => _world.IsWokenByTime(held), "the city's clock to be set");
        }

        await _world.PassChecks(granted);
        await _world.PassChecks(ended);
        Accepted("arrived", await _world.Sponsorship(ended).Arrive(Command(), new(2026, 2, 25)));
        Accepted("ended", await _world.Sponsorship(ended).End(Command(), Party.Migrant, EndReason.MigrantLeft, null));
        await Until(async () => await _world.StatusOf(waiting[0]) == SponsorshipStatus.Checking, "the next in line");

        Assert.Empty(_world.Reminders.Rows);
        Assert.False(await _world.IsWokenByTime(granted) || await _world.IsWokenByTime(ended));
        Accepted("recorded", await _world.Sponsorship(checking).RecordCheck(Command(), CheckKind.Background, Passed));
        Assert.True(_world.HasReminder(checking));
        // Who waits for people or a date is looked at now and then.
        await _world.RemindersCome();
        Assert.All(_world.Reminders.Rows, r => Assert.Equal(TimeSpan.FromHours(1), r.Period));
    }

    [Fact]
    public async Task A_reminder_that_was_set_for_a_command_that_never_came_about_goes_when_it_comes()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Propose(city);
        _world.Script(id.Stream, _ => Journal.Testing.Fault.BeforeWrite);
        Refused(RejectionCode.StoreUnavailable, await _world.Sponsorship(id).Withdraw(Own(Party.Migrant), Party.Migrant));
        Assert.True(_world.HasReminder(id));
        _world.Heal();

        await _world.RemindersCome();

        Assert.Empty(_world.Reminders.Rows);
        Assert.Equal(SponsorshipStatus.Proposed, await _world.StatusOf(id));
    }

    // Without letting any timer fire: only reminders that a test lets come tell the grains that time has passed.
    private void PassDays(double days) => _world.Time.AdjustTime(_world.Time.GetUtcNow().AddDays(days));

    private sealed class DatabaseOfRemindersException() : Exception("The database is starting up.");
}
