namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Checking;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class MoveTests(World world) : IClassFixture<World>, IAsyncDisposable
{
    private static readonly DateOnly Arrived = new(2026, 1, 10), MovedOn = new(2026, 2, 1);
    private static readonly BankParty Account =
        new("Aroha", new(null, "01-0123-0123456-00", "ANZBNZ22"), new("Queen Street", "1", "1010", "Auckland", "NZ"));

    private readonly World _world = world.AsNew();

    // Whatever a test does: at every version of the whole journal the laws hold.
    public async ValueTask DisposeAsync() => await LawsHold(_world);

    internal static async Task LawsHold(World world)
    {
        string[] laws = [Laws.Places, Laws.OneLiveSponsorship, Laws.BalancedLedgers, Laws.EventsFold, Laws.ClaimsHold];
        Assert.DoesNotContain(await Checker.Check(new History(), world.Watched), v => laws.Contains(v.Law));
    }

    [Fact]
    public async Task The_migrant_comes_along_and_at_every_step_both_cities_books_are_right()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (before, host, migrant) = await Active(from);
        await BooksAre(from, (0, 1), to, (0, 0));

        var (there, after) = await Move(host, to);
        Assert.Equal((host, there), ((await View(there)).MovedFrom, (await View(host)).MovingTo));
        await BooksAre(from, (0, 1), to, (0, 0));

        Accepted("accepted", await _world.Sponsorship(after).Accept(Own(Party.Migrant), Party.Migrant));
        await BooksAre(from, (0, 1), to, (1, 0));
        Assert.Equal((before, after), ((await Migrant(migrant)).Sponsorship, (await Migrant(migrant)).NextSponsorship));
        var carried = (await _world.Sponsorship(after).Get())!.Checks;
        Assert.Equal([CheckKind.Identity, CheckKind.Background, CheckKind.HealthInsurance], carried.Select(c => c.Kind));
        Assert.All(carried, c => Assert.Equal((before, Passed.On), (c.Result.Via, c.Result.On)));

        await PassHome(after);
        await BooksAre(from, (0, 1), to, (0, 1));
        Assert.Equal((SponsorshipStatus.Granted, SponsorshipStatus.Active), (await _world.StatusOf(after), await _world.StatusOf(before)));

        Accepted("arrived", await _world.Sponsorship(after).Arrive(Command(), MovedOn));
        await IsComplete(before, after);
        await BooksAre(from, (0, 0), to, (0, 1));
        var left = (await _world.Sponsorship(before).Get())!;
        Assert.Equal((EndReason.Moved, MovedOn, after), (left.EndReason, left.EndedOn, left.SucceededBy));
        Assert.Equal((after, (SponsorshipId?)null), ((await Migrant(migrant)).Sponsorship, (await Migrant(migrant)).NextSponsorship));
        Assert.Equal((null, there, null), ((await View(host)).Sponsorship, (await View(host)).MovedTo, (await View(host)).MovingTo));
        Assert.Equal((after, (SponsorshipId?)null), ((await View(there)).Sponsorship, (await View(there)).OpensWith));
        Refused(RejectionCode.HostMoved, await _world.Host(host).Take(Command(), SponsorshipId.From(from, "another")));
        // The place was free at once, and without a grace period.
        Assert.Null(await _world.City(from).GracePeriod(migrant));
        Assert.Equal(SponsorshipStatus.Checking, await _world.StatusOf(await _world.Accept(from)));
    }

    [Fact]
    public async Task The_share_year_goes_on_over_the_move_to_the_cent()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (before, host, _) = await Active(from);
        Accepted("posted", await _world.Sponsorship(before).ReportEarnings(Command(), Pay(1, 311_007)));
        var (_, after) = await ComeAlong(host, to);
        // Where the host and the migrant live now, the employer is named again.
        Refused(RejectionCode.EmployerNotNamed, await _world.Sponsorship(after).ReportEarnings(Command(), Pay(2, 299_999)));
        await _world.Name(after, "orchard");

        // A correction that is sent to the old one, and a later month that is sent to the new one.
        Accepted("posted", await _world.Sponsorship(before).ReportEarnings(Command(), Pay(1, 333_331)));
        Accepted("posted", await _world.Sponsorship(after).ReportEarnings(Command(), Pay(2, 299_999)));
        var one = ShareYear.Empty(1, Arrived).With(new(1, "orchard", 333_331)).With(new(2, "orchard", 299_999))
            .Intervals(527_928, Domain.Shares.Share.Half, [new(Arrived, MovedOn), new(MovedOn.AddDays(1), null)]);
        foreach (var (i,
            id) in new[] { before, after }.Index()) Assert.Equal(one.Where(x => x.Host == i).Sum(x => x.Taken),
                (await _world.Sponsorship(id).Statement())!.Totals!.Share.Minor);
        foreach (var city in new[] { from, to })
        {
            Assert.Equal(0, (await _world.Grains.Books(city).TrialBalance())!.Sum.Minor);
        }

    }

    [Fact]
    public async Task Name_contact_and_account_come_along_without_passing_through_the_journal()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (_, host, _) = await Active(from);
        Accepted("provided", await _world.Host(host).ProvidePayee(Command(), Account));
        var (there, after) = await Move(host, to, "12 Cable Street, Wellington");
        var reader = new PersonReader { Actor = "host:x", Purpose = "own" };
        var person = (await _world.Host(there).ReadPerson(reader))!;
        Assert.Equal(("Aroha", "12 Cable Street, Wellington"), (person.Name, person.Address));
        Assert.NotEqual((await View(host)).Home, (await View(there)).Home);
        // The newest account counts: it is taken along when the move is complete.
        Assert.False((await View(there)).HasPayee);
        var newest = Account with { Name = "Aroha E" };
        Accepted("provided", await _world.Host(host).ProvidePayee(Command(), newest));
        await Form(after);
        Assert.Equal(newest, await _world.Host(there).ReadPayee(reader));
        Assert.False(_world.JournalHas("Cable Street"));
        Assert.False(_world.JournalHas("Aroha"));

        // What the person erases is gone under both records. The migrant leaves first.
        Accepted("ended", await _world.Sponsorship(after).End(Command(), Party.Migrant, EndReason.MigrantLeft, null));
        await Until(async () => (await View(there)).Sponsorship is null, "the host is free");
        Accepted("erased", await _world.Host(there).ErasePerson(Command(), "own-request"));
        Assert.Null(await _world.Host(there).ReadPerson(reader));
        Assert.Null(await _world.Host(host).ReadPerson(reader));
    }

    [Theory]
    [InlineData("declined")]
    [InlineData("withdrawn by the host")]
    [InlineData("withdrawn by the migrant")]
    public async Task Until_the_arrival_either_side_undoes_it_and_all_is_as_before(string how)
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (before, host, migrant) = await Active(from);
        var (there, after) = await Move(host, to, "12 Cable Street");
        if (how == "declined")
        {
            Accepted("declined", await _world.Sponsorship(after).Decline(Own(Party.Migrant), Party.Migrant));
        }
        else
        {
            Accepted("accepted", await _world.Sponsorship(after).Accept(Own(Party.Migrant), Party.Migrant));
            await PassHome(after);
            Accepted("withdrawn",
                await _world.Sponsorship(after)
                    .Withdraw(Own(Party.Host), how.EndsWith("host", StringComparison.Ordinal) ? Party.Host : Party.Migrant));
        }

        await Until(async () => (await View(there)).IsVoid && (await View(host)).MovingTo is null, "the move is undone");
        await BooksAre(from, (0, 1), to, (0, 0));
        Assert.Equal((before, null, before),
            ((await Migrant(migrant)).Sponsorship, (await Migrant(migrant)).NextSponsorship, (await View(host)).Sponsorship));
        Assert.Equal(SponsorshipStatus.Active, await _world.StatusOf(before));
        Assert.Null(await _world.Host(there).ReadPerson(new() { Actor = "host:x", Purpose = "own" }));
        Assert.Equal(0, _world.VaultFileHas(there.Value).Rows);
        await Until(() => !_world.HasReminder(after), "nothing is left to wake");

        // The host moves again, and this time the migrant comes along.
        var (_, second) = await ComeAlong(host, to);
        await IsComplete(before, second);
    }

    [Fact]
    public async Task A_host_without_a_migrant_moves_at_once_and_votes_in_the_new_city_only()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var host = await _world.AddHost(from);
        Accepted("provided", await _world.Host(host).ProvidePayee(Command(), Account));
        var order = Order(to);
        Accepted("moved", await _world.Host(host).Move(Command(), order));
        // Nobody goes on with it but the feed relay.
        await Until(async () => await _world.Host(order.Host).Get() is { HasPayee: true, OpensWith: null }, "the record in the new city");
        Assert.Equal(order.Host, (await View(host)).MovedTo);
        await Until(
            async () => (await _world.Registers(from.Value).Summary()).Electors == 0
                && (await _world.Registers(to.Value).Summary()).Electors == 1, "the vote has moved");
        Refused(RejectionCode.HostMoved, await _world.Host(host).Move(Command(), Order(to)));
        var id = await _world.Accept(to, order.Host);
        Assert.Equal(SponsorshipStatus.Checking, await _world.StatusOf(id));
    }

    [Fact]
    public async Task While_the_move_is_under_way_the_person_has_one_vote_and_it_is_in_the_old_city()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (before, host, _) = await Active(from);
        async Task VotesAre(int here, int there) =>
            await Until(
                async () => ((await _world.Registers(from.Value).Summary()).Electors,
                    (await _world.Registers(to.Value).Summary()).Electors) == (here, there), $"{here} and {there} votes");
        var (_, after) = await Move(host, to);
        await VotesAre(1, 0);
        await Form(after);
        await IsComplete(before, after);
        await VotesAre(0, 1);
    }

    [Fact]
    public async Task A_city_that_is_paused_lets_them_wait_while_all_goes_on_where_they_are()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (before, host, _) = await Active(from);
        Accepted("paused", await _world.City(to).Pause(Command(), PauseReason.Capacity));
        var (_, after) = await Move(host, to);
        Accepted("accepted", await _world.Sponsorship(after).Accept(Own(Party.Migrant), Party.Migrant));
        Assert.Equal((SponsorshipStatus.Waiting, SponsorshipStatus.Active), (await _world.StatusOf(after), await _world.StatusOf(before)));
        Accepted("posted", await _world.Sponsorship(before).ReportEarnings(Command(), Pay(1, 100_000)));
        await BooksAre(from, (0, 1), to, (0, 0));
        Accepted("resumed", await _world.City(to).Resume(Command()));
        await Until(async () => (await _world.Sponsorship(after).Get())!.Checks.Count == 3, "the line comes to them, and the checks along");
        await BooksAre(from, (0, 1), to, (1, 0));
    }

    [Fact]
    public async Task A_migrant_who_changes_host_meanwhile_keeps_the_place_and_gets_the_next_host()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (before, host, migrant) = await Active(from);
        var (there, after) = await Move(host, to);
        Accepted("accepted", await _world.Sponsorship(after).Accept(Own(Party.Migrant), Party.Migrant));
        await PassHome(after);
        var next = await _world.Propose(from, migrant: migrant);
        Accepted("ended", await _world.Sponsorship(before).ChangeHost(Command()));
        Accepted("accepted", await _world.Sponsorship(next).Accept(Own(Party.Migrant), Party.Migrant));
        await Until(
            async () => (await _world.Sponsorship(after).Get())!.EndReason == EndReason.NothingToContinue && (await View(there)).IsVoid,
            "it has heard of it");
        await Until(
            async () =>
            {
                await _world.RemindersCome();
                return await _world.StatusOf(next) == SponsorshipStatus.Checking;
            },
            "the next host");
        await BooksAre(from, (0, 1), to, (0, 0));
        Assert.Equal(next, (await Migrant(migrant)).Sponsorship);
        await Until(async () => (await View(host)).MovingTo is null, "the host stays");
    }

    [Fact]
    public async Task Where_the_old_city_leaves_the_programme_they_go_on_in_the_new_one()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (before, host, migrant) = await Active(from);
        var (there, after) = await Move(host, to);
        Accepted("accepted", await _world.Sponsorship(after).Accept(Own(Party.Migrant), Party.Migrant));
        Accepted("proposed", await _world.Sponsorship(before).ProposeEnd(Command(), EndReason.Programme, null));
        // The ruling on it is final.
        Accepted("ended", await _world.Sponsorship(before).RuleOnEnd(Command(),
            (await _world.Sponsorship(before).Get())!.EndProposed!.Ruling, RulingEffect.Stands));
        await Until(async () => (await _world.Sponsorship(after).Get())!.Move == SuccessionState.Alone, "it has heard of it");
        Assert.Equal(after, (await Migrant(migrant)).Sponsorship);
        await PassHome(after);
        Accepted("arrived", await _world.Sponsorship(after).Arrive(Command(), new(2026, 3, 1)));
        await Until(async () => (await _world.Sponsorship(after).Get())!.Move == SuccessionState.Completed, "the move is complete");
        Assert.Equal((there, null), ((await View(host)).MovedTo, (await View(there)).OpensWith));
        await BooksAre(from, (0, 0), to, (0, 1));
    }

    [Fact]
    public async Task A_check_that_fails_there_later_stops_the_arrival_here_until_it_is_lifted()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (before, host, _) = await Active(from);
        var (_, after) = await Move(host, to);
        Accepted("accepted", await _world.Sponsorship(after).Accept(Own(Party.Migrant), Party.Migrant));
        await PassHome(after);
        Assert.Equal(SponsorshipStatus.Granted, await _world.StatusOf(after));
        Accepted("recorded",
            await _world.Sponsorship(before)
                .RecordCheck(Command("background"), CheckKind.Background,
                    Failed(RefusalReason.CriminalRecord) with { On = new(2026, 3, 1) }));
        Refused(RejectionCode.ChecksNotPassed, await _world.Sponsorship(after).Arrive(Command(), MovedOn));
        Assert.Equal((CheckOutcome.Failed, before),
            (await Background(after)) is { } failed ? (failed.Outcome, failed.Via!.Value) : default);
        Accepted("ruled",
            await _world.Sponsorship(before)
                .RuleOnCheck(Command(), new(CheckKind.Background, RulingId.From(from, $"{before}:background"), RulingEffect.Lifted, null)));
        Accepted("arrived", await _world.Sponsorship(after).Arrive(Command(), MovedOn));
    }

    [Fact]
    public async Task A_suspension_in_the_old_city_is_decided_before_the_arrival()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(1));
        var (_, host, _) = await Active(from);
        var (_, after) = await Move(host, to);
        Accepted("accepted", await _world.Sponsorship(after).Accept(Own(Party.Migrant), Party.Migrant));
        await PassHome(after);
        Accepted("suspended", await _world.Host(host).Suspend(Command(), SuspensionReason.OwnRequest));
        Refused(RejectionCode.HostSuspended, await _world.Sponsorship(after).Arrive(Command(), MovedOn));
        Accepted("reinstated", await _world.Host(host).Reinstate(Command(), ReinstatementReason.OwnRequest));
        Accepted("arrived", await _world.Sponsorship(after).Arrive(Command(), MovedOn));
    }

    [Fact]
    public async Task A_place_that_was_kept_is_given_up_also_after_a_try_that_came_to_nothing()
    {
        var (from, to) = (await _world.OpenCity(1), await _world.OpenCity(2));
        var (before, _, migrant) = await Active(from);
        Accepted("ended", await _world.Sponsorship(before).ChangeHost(Command()));
        var tried = await _world.Accept(to, migrant: migrant);
        Accepted("withdrawn", await _world.Sponsorship(tried).Withdraw(Own(Party.Migrant), Party.Migrant));
        Assert.NotNull(await _world.City(from).GracePeriod(migrant));
        var second = await _world.Accept(to, migrant: migrant);
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), new(2026, 3, 1)));
        await Until(async () => await _world.City(from).GracePeriod(migrant) is null, "the place in the old city is given up");
    }

    [Fact]
    public async Task A_move_that_is_refused_leaves_nothing_in_the_vault()
    {
        var (from, nobodys) = (await _world.OpenCity(1), NewCity());
        var host = await _world.AddHost(from);
        var order = Order(nobodys);
        Refused(RejectionCode.CityNotFound, await _world.Host(host).Move(Command(), order));
        Assert.Equal(0, _world.VaultFileHas(order.Host.Value).Rows);
        var abroad = Order(await _world.OpenCity(1, NewCity("au")));
        Refused(RejectionCode.OtherNation, await _world.Host(host).Move(Command(), abroad));
        Assert.Equal(0, _world.VaultFileHas(abroad.Host.Value).Rows);
        Assert.Null(await _world.Host(host).GetMove());

        // Also where the journal is refused: the same command again does it, and once.
        var home = Order(await _world.OpenCity(1));
        var command = Command();
        _world.Script(host.Stream, _ => Fault.BeforeWrite);
        Refused(RejectionCode.StoreUnavailable, await _world.Host(host).Move(command, home));
        _world.Heal();
        Accepted("moved", await _world.Host(host).Move(command, home));
        Accepted("moved", await _world.Host(host).Move(command, home));
        Assert.Single(await _world.EventsOf(host.Stream), e => e.Type == "host-move-begun");
    }

    private static HostMoveOrder Order(CityId to, string address = "1 Example Street") =>
        new() { City = to, Address = address, Seed = Command().Id };

    private async Task<(SponsorshipId Id, HostId Host, MigrantId Migrant)> Active(CityId city)
    {
        var migrant = await _world.AddMigrant(city.Nation);
        var host = await _world.AddHost(city, "3 Home Street");
        var id = await _world.Accept(city, host, migrant);
        await _world.PassChecks(id);
        Accepted("arrived", await _world.Sponsorship(id).Arrive(Command(), Arrived));
        Accepted("active", await _world.Sponsorship(id).Activate(Command()));
        await _world.Name(id, "orchard");
        return (id, host, migrant);
    }

    // As the gateway does it.
    private async Task<(HostId There, SponsorshipId After)> Move(HostId host, CityId to, string address = "1 Example Street")
    {
        var order = Order(to, address);
        Accepted("moving", await _world.Host(host).Move(Command(), order));
        Assert.True((await _world.Grains.GoOn((await _world.Host(host).GetMove())!, "host:test")).IsAccepted);
        return (order.Host, order.Sponsorship);
    }

    private async Task<(HostId There, SponsorshipId After)> ComeAlong(HostId host, CityId to)
    {
        var (there, after) = await Move(host, to);
        await Form(after);
        return (there, after);
    }

    private async Task Form(SponsorshipId after)
    {
        Accepted("accepted", await _world.Sponsorship(after).Accept(Own(Party.Migrant), Party.Migrant));
        await PassHome(after);
        Accepted("arrived", await _world.Sponsorship(after).Arrive(Command(), MovedOn));
        await Until(async () => (await _world.Sponsorship(after).Get())!.Move == SuccessionState.Completed, "the move is complete");
    }

    private async Task PassHome(SponsorshipId id)
    {
        foreach (var kind in Enum.GetValues<CheckKind>().Where(k => k.DependsOnAddress()))
        {
            Accepted("recorded", await _world.Sponsorship(id).RecordCheck(Command(), kind, Passed));
        }

    }

    private async Task IsComplete(SponsorshipId before, SponsorshipId after)
    {
        await Until(async () => (await _world.Sponsorship(after).Get())!.Move == SuccessionState.Completed, "the move is complete");
        await Until(async () => (await Migrant((await _world.Sponsorship(before).Get())!.Migrant)).Sponsorship == after,
            "the migrant has moved");
        await Until(async () => (await View((await _world.Sponsorship(before).Get())!.Host)).Sponsorship is null, "the old record is free");
        await Until(() => !_world.HasReminder(before) && !_world.HasReminder(after), "nothing is left to wake");
    }

    private async Task BooksAre(CityId from, (long Held, long Used) here, CityId to, (long Held, long Used) there)
    {
        await Until(async () => (await _world.City(from).Get()) is { } c && (c.Held, c.Used) == here, $"{here} in the old city");
        await Until(async () => (await _world.City(to).Get()) is { } c && (c.Held, c.Used) == there, $"{there} in the new city");
    }

    private async Task<CheckResult?> Background(SponsorshipId id) =>
        (await _world.Sponsorship(id).Get())!.Checks.FirstOrDefault(c => c.Kind == CheckKind.Background)?.Result;

    private async Task<HostView> View(HostId id) => (await _world.Host(id).Get())!;

    private async Task<MigrantView> Migrant(MigrantId id) => (await _world.Migrant(id).Get())!;

    private static EarningsReport Pay(int month, long minor) => new(1, month, "orchard", new(minor, Nzd));
}
