namespace VipOrleans.Grains.Tests.Payments;

using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Grains.Tests.Payments.CollectionWorld;
using static VipOrleans.Grains.Tests.World;

public sealed class CollectionTests(World world) : IClassFixture<World>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task One_sum_with_one_reference_settles_everybody_and_whatever_the_order_of_files_the_end_is_the_same()
    {
        var city = await Begin(_world, 3);
        var (owed, reference) = ((await city.Dues()).Owed.Minor, await city.Reference());
        CreditRow[] rows = [Credit(1, owed / 2, reference), Credit(2, owed - (owed / 2), reference), Credit(3, 500, reference),
            Credit(4, 700, "RF18539007547034"), Credit(5, owed / 2, null, isReversal: true, trace: "t"),
            Credit(6, owed / 2, reference, trace: "t")];
        foreach (var row in rows) await city.Send($"one {row.Line}", row);
        // Of what was paid and taken back the last sum has filled the place, so that the small one did not fit.
        var first = await city.Standing(rows);
        Assert.EndsWith($"owed {owed} paid {owed}; due 0 collected {owed}", first, StringComparison.Ordinal);

        var other = await Begin(_world, 3);
        var theirs = await other.Reference();
        CreditRow[] same = [.. rows.Select(r => r with { Reference = r.Reference == reference ? theirs : r.Reference })];
        Assert.NotNull(await other.Send("all", [.. same.Reverse()]));
        var balance = await other.Standing(same);
        Assert.EndsWith($"owed {owed} paid {owed}; due 0 collected {owed}", balance, StringComparison.Ordinal);

        // Everything once more, in other files, changes nothing.
        var again = await city.Send("again", [.. rows.Reverse()]);
        Assert.Equal((0, 0, rows.Length, 0), (again!.Settled, again.SetAside, again.Known, again.Refused));
        Assert.Equal(first, await city.Standing(rows));
        await city.Collections.Rebuild();
        Assert.Equal(first, await city.Standing(rows));
    }

    [Fact]
    public async Task Two_files_at_once_do_not_pay_the_same_debt_twice()
    {
        var city = await Begin(_world, 2);
        var (owed, reference) = ((await city.Dues()).Owed.Minor, await city.Reference());
        CreditRow[] rows = [.. Enumerable.Range(1, 20).Select(n => Credit(n, owed / 10, reference))];
        await Task.WhenAll(rows.Chunk(5).Select((some, i) => city.Send($"file {i}", some)));
        Assert.EndsWith($"owed {owed} paid {owed}; due 0 collected {owed}", await city.Standing(rows), StringComparison.Ordinal);
        var aside = (await city.Collections.Credits(CreditStatus.SetAside, 0, 200)).Items;
        Assert.Equal((20 * (owed / 10)) - owed, aside.Sum(c => c.Rest.Minor));
    }

    [Fact]
    public async Task What_an_employer_has_handed_over_is_not_its_to_give_back_so_a_correction_leaves_its_account_even()
    {
        var city = await Begin(_world, 1, earned: 900_000);
        var person = city.People[0];
        var owed = (await city.Dues()).Owed.Minor;
        await city.Send("first", Credit(1, owed, Reference(person)));
        await city.Report(person, 1, 800_000);
        Assert.Equal((owed, 0L), ((await city.Dues()).Owed.Minor, (await city.Dues()).Open.Minor));
        Pass(new(2026, 3, 25));
        await city.Report(person, 2, 900_000);
        var next = await city.Dues();
        await city.Send("second", Credit(2, next.Open.Minor, next.Months[0].Reference));
        Assert.Equal(0, (await city.Dues()).Open.Minor);
        Assert.Equal(0, (await _world.Grains.Books(city.City).TrialBalance())!.Due.Minor);
    }

    [Fact]
    public async Task A_correction_before_the_payment_is_owed_net()
    {
        var city = await Begin(_world, 1, earned: 900_000);
        var person = city.People[0];
        await city.Report(person, 1, 800_000);
        var dues = await city.Dues();
        Assert.Equal(dues.Open.Minor, (await _world.Grains.Books(city.City).TrialBalance())!.Due.Minor);
        var month = Assert.Single(dues.Months);
        Assert.Equal((1, dues.Open), (month.People, month.Open));

        // A correction after the day puts it off, and who pays with the reference of that day has paid.
        Pass(new(2026, 4, 25));
        await city.Report(person, 1, 700_000);
        var later = await city.Dues();
        Assert.NotEqual(month.Reference, later.Months[0].Reference);
        await city.Send("paid", Credit(1, later.Open.Minor, month.Reference));
        Assert.Equal(0, (await city.Dues()).Open.Minor);
    }

    [Fact]
    public async Task If_the_host_was_paid_out_of_what_the_bank_takes_back_the_employer_owes_it_again_and_the_city_gets_it()
    {
        var city = await Begin(_world, 1);
        var person = city.People[0];
        var (owed, reference) = ((await city.Dues()).Owed.Minor, Reference(city.People[0]));
        await city.Send("paid", Credit(1, owed, reference));
        Assert.Null((await _world.Sponsorship(person).ReservePayout(Command(), "p1", 1)).Result.Rejected);
        Accepted("settled", await _world.Sponsorship(person).SettlePayout(Command(), "p1"));
        await city.Send("back", Credit(2, owed, reference, isReversal: true));
        Assert.Equal(AllocationState.Kept, (await city.Grain(Credit(1, owed, reference)).Parts(0, 9))!.Items[0].State);
        Assert.Equal(owed, (await city.Dues()).Open.Minor);
        var balance = (await _world.Grains.Books(city.City).TrialBalance())!;
        Assert.Equal((0L, owed), (balance.Due.Minor, balance.PaidOut.Minor + balance.Levy.Minor));

        var again = Credit(3, owed, reference);
        await city.Send("again", again);
        Assert.Equal(AllocationKind.Gap, Assert.Single((await city.Grain(again).Parts(0, 9))!.Items).Kind);
        Assert.Equal((0L, CreditStatus.Settled), ((await city.Dues()).Open.Minor, (await city.Grain(again).Get())!.Status));
        var after = (await _world.Grains.Books(city.City).TrialBalance())!;
        Assert.Equal((owed, 0L), (balance.Gap.Minor, after.Gap.Minor));
        Assert.Equal(balance with { Position = 0, Accounts = [] }, after with { Position = 0, Accounts = [], Gap = balance.Gap });
    }

    [Fact]
    public async Task A_late_employer_is_listed_with_its_age_and_reminded_by_the_clock_and_nobody_else_is()
    {
        var city = await Begin(_world, 1);
        var owed = (await city.Dues()).Owed.Minor;
        await Until(() => _world.Reminders.LateClocks.Any(c => c.GrainId.Key.ToString() == city.City.Value), "the clock");
        Pass(new(2026, 4, 20));
        await Tick(city);
        Assert.Equal((null, 0), ((await city.Dues()).RemindedOn, (await city.Collections.Employers(true, 0, 10)).Items.Count));
        Pass(new(2026, 4, 22));
        for (var hour = 0; hour < 3; hour++) await Tick(city);
        var late = Assert.Single((await city.Collections.Employers(true, 0, 10)).Items);
        Assert.Equal((owed, new(2026, 4, 20), 2, new(2026, 4, 22), 1),
            (late.Late.Minor, late.LateSince!.Value, late.DaysLate!.Value, late.RemindedOn!.Value, late.Reminders));
        Pass(new(2026, 5, 5));
        await Tick(city);
        Assert.Equal(1, (await city.Dues()).Reminders);
        Pass(new(2026, 5, 6));
        await Tick(city);
        Assert.Equal((2, new DateOnly(2026, 5, 6)), ((await city.Dues()).Reminders, (await city.Dues()).RemindedOn));

        await city.Send("paid", Credit(1, owed, await city.Reference()));
        Pass(new(2026, 6, 30));
        await Tick(city);
        Assert.Equal(2, (await city.Dues()).Reminders);
        Assert.Empty((await city.Collections.Employers(true, 0, 10)).Items);
    }

    [Fact]
    public async Task A_collection_that_an_officer_notes_by_hand_pays_the_oldest_month_and_its_reversal_opens_it_again()
    {
        var city = await Begin(_world, 1);
        var owed = (await city.Dues()).Owed;
        Accepted("collected", await _world.Sponsorship(city.People[0]).CollectShare(Command(), "cheque-1", owed, BookedOn));
        Assert.Equal(0, (await city.Dues()).Open.Minor);
        Accepted("reversed", await _world.Sponsorship(city.People[0]).ReverseCollection(Command(), "cheque-1"));
        Assert.Equal(owed, (await city.Dues()).Open);
    }

    [Fact]
    public async Task What_is_noted_by_hand_pays_what_is_due_and_not_what_a_host_was_paid_already()
    {
        var city = await Begin(_world, 1);
        var person = city.People[0];
        var (owed, reference) = ((await city.Dues()).Owed.Minor, Reference(person));
        await city.Send("paid", Credit(1, owed, reference));
        Assert.Null((await _world.Sponsorship(person).ReservePayout(Command(), "p1", 1)).Result.Rejected);
        Accepted("settled", await _world.Sponsorship(person).SettlePayout(Command(), "p1"));
        await city.Send("back", Credit(2, owed, reference, isReversal: true));
        Pass(new(2026, 4, 1));
        await city.Report(person, 2, 900_000);
        var next = (await city.Dues()).Open.Minor - owed;
        Accepted("collected", await _world.Sponsorship(person).CollectShare(Command(), "cheque-1", new(next, Nzd), BookedOn));
        // The older month stays open: the host was paid it already, and the city waits for it.
        var lines = (await city.Collections.Statement(CollectionWorld.Employer, StatementPeriod.Parse("2026"), new(0, 9)))!.Items;
        Assert.Equal([(1, owed), (2, 0L)], lines.OrderBy(l => l.Month).Select(l => (l.Month, l.Open.Minor)));
        var again = Credit(3, owed, reference);
        await city.Send("again", again);
        Assert.Equal(AllocationKind.Gap, Assert.Single((await city.Grain(again).Parts(0, 9))!.Items).Kind);
        Assert.Equal((0L, 0L), ((await city.Dues()).Open.Minor, (await _world.Grains.Books(city.City).TrialBalance())!.Gap.Minor));
    }

    [Fact]
    public async Task Years_later_only_what_is_open_is_held_and_a_statement_of_then_says_what_it_said()
    {
        var city = await Begin(_world, 2);
        var (owed, reference) = ((await city.Dues()).Owed.Minor, await city.Reference());
        await city.Send("paid", Credit(1, owed, reference));
        var then = StatementPeriod.MonthOf((await city.Dues()).Months[0].By);
        var before = (await city.Collections.Statement(CollectionWorld.Employer, then, new(0, 9)))!;
        Assert.Equal((owed, 2), (before.Paid.Minor, before.Items.Count));
        Assert.Single((await city.Collections.Credits(null, 0, 9)).Items);

        Pass(new(2029, 1, 5));
        await city.Report(city.People[0], 2, 900_000);
        var dues = await city.Dues();
        Assert.Equal((owed, StatementPeriod.Parse("2029-02")), (dues.Paid.Minor, Assert.Single(dues.Months).Month));
        Assert.Equal(dues.Owed.Minor, owed + dues.Open.Minor);
        Assert.Empty((await city.Collections.Credits(null, 0, 9)).Items);
        var after = (await city.Collections.Statement(CollectionWorld.Employer, then, new(0, 9)))!;
        Assert.Equal(before.Items, after.Items);
        Assert.Equal(before, after with { Items = before.Items });
        // The file's entries still say what became of each; and a month of then that moves again is owed again.
        Assert.Equal(CreditStatus.Settled, Assert.Single(await city.Collections.CreditsOf([city.IdOf(Credit(1, owed, reference))])).Status);
        await city.Report(city.People[1], 1, 950_000);
        Assert.True((await city.Dues()).Open.Minor > dues.Open.Minor);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(3_000), Trait("Speed", "slow")]
    public async Task A_file_of_any_length_is_worked_off_to_the_cent(int entries)
    {
        var city = await Begin(_world, 5);
        var (owed, reference) = ((await city.Dues()).Owed.Minor, await city.Reference());
        var each = owed / entries;
        CreditRow[] rows = [.. Enumerable.Range(1, entries)
            .Select(n => Credit(n, each, n % 2 == 0 ? reference : Reference(city.People[n % 5])))];
        var done = (await city.Send("large", rows))!;
        Assert.Equal(entries, done.Settled + done.SetAside);
        var aside = new List<CreditEntry>();
        for (long? after = 0; after is not null;)
        {
            var page = await city.Collections.Credits(CreditStatus.SetAside, after.Value, 200);
            aside.AddRange(page.Items);
            after = page.Next;
        }

        var dues = await city.Dues();
        Assert.Equal(entries * each, dues.Paid.Minor + aside.Sum(c => c.Rest.Minor));
        Assert.Equal(dues.Open.Minor, (await _world.Grains.Books(city.City).TrialBalance())!.Due.Minor);
    }

    // The clock of this city alone: others are those of other tests.
    private async Task Tick(CollectionWorld city)
    {
        var now = _world.Time.GetUtcNow().UtcDateTime;
        await Soon(city.Collections.AsReference<IRemindable>().ReceiveReminder("tick", new(now, TimeSpan.FromHours(1), now)), "the tick");
    }

    private void Pass(DateOnly day) =>
        _world.Time.AdjustTime(new(day.Year, day.Month, day.Day, 3, 0, 0, TimeSpan.Zero));
}
