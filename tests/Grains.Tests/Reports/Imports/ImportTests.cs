namespace VipOrleans.Grains.Tests.Reports;

using System.Text;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Grains.Tests.World;

public sealed class ImportTests(ImportTests.ForgetfulWorld world) : IClassFixture<ImportTests.ForgetfulWorld>
{
    private static readonly DateOnly Arrival = new(2025, 11, 15);

    // Empty lines stand in a chunk too, so a file with few rows has a chunk for each row.
    private static readonly string NextChunk = new('\n', RowChunk.MaxBytes);

    private readonly World _world = world.AsNew();

    [Fact]
    public async Task Every_row_is_reported_once_and_the_import_says_so()
    {
        var city = await _world.OpenCity(3);
        SponsorshipId[] ids = [await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival)];
        var import = await Send(city, File(ids.SelectMany(id => new[] { Row(id, 1, "4200.00"), Row(id, 2, "4300.00") })));

        var done = await Done(import);

        Assert.Equal((6, 6, 0, 0), (done.Rows, done.Accepted, done.Unchanged, done.Refused));
        Assert.Empty(done.Errors);
        foreach (var id in ids) Assert.Equal(["4200.00", "4300.00"], await Reports(id));
        await Until(() => _world.Reminders.Rows.All(r => r.GrainId.Key.ToString() != import.Value), "the reminder to go");
    }

    [Fact]
    public async Task A_long_file_keeps_no_more_sponsorships_in_memory_than_were_written_to_last()
    {
        var city = await _world.OpenCity(6);
        var ids = new List<SponsorshipId>();
        foreach (var _ in Enumerable.Range(0, 6)) ids.Add(await _world.Arrive(city, Arrival));
        // Month by month, each in a chunk of its own: whoever has left memory comes back for the next month.
        var file = File(new[] { 1, 2 }.SelectMany(month => ids.SelectMany(id => new[] { Row(id, month, "4200.00"), NextChunk })));
        await _world.Restart();
        var done = await Done(await Send(city, file));
        Assert.Equal((12, 12, 0, 0), (done.Rows, done.Accepted, done.Unchanged, done.Refused));
        await Until(
            async () => (await _world.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
                .Where(s => s.GrainType.Contains("SponsorshipGrain", StringComparison.Ordinal)).Sum(s => s.ActivationCount) <= 2,
                "the others to leave memory");
    }

    [Fact]
    public async Task Of_two_rows_for_one_month_the_second_is_refused_by_name_even_far_behind_and_after_a_crash()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        await _world.Name(id, "acme");
        var appends = 0;
        // The first window of chunks is worked off and noted; then everything stops.
        var file = File([Row(id, 1, "1.00"), Row(id, 2, "5.00"), Row(id, 2, "5.00"),
            .. Enumerable.Range(0, 10).Select(_ => NextChunk), Row(id, 1, "2.00"), $"{id},1,1,acme,7.00,NZD,,,,,"]);
        var import = await Send(city, file,
            beforeClose: () => _world.Faults.OnAppend = (append, _) =>
                append.Stream.Kind == "import" && Interlocked.Increment(ref appends) == 3 ? Fault.CrashBeforeWrite : Fault.None);
        await Until(() => _world.Faults.Crashed, "the crash");
        await _world.Restart();
        await _world.RemindersCome();

        var done = await Done(import);
        Assert.Equal((3, 2), (done.Accepted + done.Unchanged, done.Refused));
        Assert.Equal([(4, "month", "month-repeated"), (400_015, "month", "month-repeated")],
            done.Errors.Select(e => (e.Line, e.Column!, e.Code)));
        Assert.StartsWith("Line 3 of this file", done.Errors[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Line 2 of this file", done.Errors[1].Text, StringComparison.Ordinal);
        Assert.Equal(["1.00", "5.00", "7.00"], await Reports(id));
    }

    [Fact]
    public async Task A_row_that_said_what_was_known_does_not_undo_a_correction_when_its_file_comes_again()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        await Done(await Send(city, File([Row(id, 1, "500.00")]), "before"));
        var file = File([Row(id, 1, "500.00"), "", Row(id, 2, "900.00")]);
        var first = await Done(await Send(city, file, "first"));
        await Done(await Send(city, File([Row(id, 1, "700.00"), Row(id, 2, "800.00")]), "correction"));

        await _world.Restart();
        var again = await Done(await Send(city, file, "again"));

        Assert.Equal((1, 1), (first.Accepted, first.Unchanged));
        Assert.Equal((0, 2), (again.Accepted, again.Unchanged));
        Assert.Equal(["500.00", "900.00", "700.00", "800.00"], await Reports(id));
    }

    [Fact]
    public async Task A_withdrawal_of_nothing_does_not_take_out_a_later_report_when_its_file_comes_again()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var file = File([$"{id},1,1,,,,,,,,yes"]);
        await Done(await Send(city, file, "first"));
        await Done(await Send(city, File([Row(id, 1, "700.00")]), "report"));

        await Done(await Send(city, file, "again"));

        var events = (await _world.EventsOf(id.Stream)).Select(e => SponsorshipDecider.Aggregate.Events.Read(e.Data.Span)).ToArray();
        Assert.Empty(events.OfType<EarningsWithdrawn>());
        Assert.Equal(["700.00"], await Reports(id));
    }

    [Fact]
    public async Task A_command_that_said_what_was_known_does_not_undo_a_correction_when_it_comes_again()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var sponsorship = _world.Sponsorship(id);
        await _world.Name(id, "acme");
        EarningsReport Of(string amount) => new(1, 1, "acme", Domain.Money.Money.Parse(amount, Nzd));
        var known = Command();
        Accepted("posted", await sponsorship.ReportEarnings(Command(), Of("500.00")));
        Accepted("known", await sponsorship.ReportEarnings(known, Of("500.00")));
        Accepted("posted", await sponsorship.ReportEarnings(Command(), Of("700.00")));
        Assert.True((await sponsorship.ReportEarnings(known, Of("500.00"))) is { IsRepeat: true, Outcome: "known" });
        Assert.Equal(["500.00", "700.00"], await Reports(id));
    }

    [Fact]
    public async Task A_month_that_was_refused_twice_in_one_file_stays_as_it_was_however_often_the_file_comes()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var file = File([Row(id, 1, "1000.00"), Row(id, 1, "1000.00"), Row(id, 1, "500.00")]);
        foreach (var key in (string[])["first", "second", "third"])
        {
            Assert.Equal(2, (await Done(await Send(city, file, key))).Refused);
            Assert.Equal(["1000.00"], await Reports(id));
        }
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_even_after_a_correction_in_between()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var file = File([Row(id, 1, "4200.00"), Row(id, 2, "4300.00")]);
        await Done(await Send(city, file, "first"));
        await Done(await Send(city, File([Row(id, 1, "4100.00")]), "correction"));

        var again = await Done(await Send(city, file, "second"));
        await _world.Restart();
        var third = await Done(await Send(city, file, "third"));

        Assert.Equal((0, 2, 0), (again.Accepted, again.Unchanged, again.Refused));
        Assert.Equal((0, 2, 0), (third.Accepted, third.Unchanged, third.Refused));
        Assert.Equal(["4200.00", "4300.00", "4100.00"], await Reports(id));
    }

    [Fact]
    public async Task A_row_carries_its_employer_its_days_and_a_withdrawal_to_the_sponsorship()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        await _world.Name(id, "acme");
        var done = await Done(
            await Send(city,
                File([$"{id},1,1,acme,4200.00,NZD,4000.00,100.00,2025-11-20,2025-12-10,", Row(id, 1, "1.00"),
                    $"{id},1,1,acme,,,,,,,yes"])));

        Assert.Equal((3, 0, 0), (done.Accepted, done.Unchanged, done.Refused));
        var events = (await _world.EventsOf(id.Stream)).Select(e => SponsorshipDecider.Aggregate.Events.Read(e.Data.Span)).ToArray();
        Assert.Equal(
            [("acme", "4200.00", new PaidDays(new(2025, 11, 20), new(2025, 12, 10))), (Employers.None, "1.00", null)],
            events.OfType<EarningsReported>().Select(e => (e.Employer, e.Earned.Amount, e.Paid)));
        Assert.Equal(("acme", 1, 1), events.OfType<EarningsWithdrawn>().Select(e => (e.Employer, e.Year, e.Month)).Single());
    }

    [Theory]
    [InlineData(1, Fault.CrashAfterWrite)]
    [InlineData(2, Fault.CrashBeforeWrite)]
    [InlineData(4, Fault.CrashAfterWrite)]
    [InlineData(9, Fault.CrashBeforeWrite)]
    [InlineData(10, Fault.CrashAfterWrite)]
    [InlineData(13, Fault.CrashAfterWrite)]
    public async Task Wherever_the_journal_dies_the_work_goes_on_and_each_row_has_one_effect(int nth, Fault fault)
    {
        var city = await _world.OpenCity(4);
        var ids = new List<SponsorshipId>();
        for (var i = 0; i < 4; i++) ids.Add(await _world.Arrive(city, Arrival));
        var file = File(Enumerable.Range(1, 3).SelectMany(month => ids.Select(id => Row(id, month, $"{month}000.00") + NextChunk)));
        var appends = 0;
        var import =
            await Send(city, file,
                beforeClose: () => _world.Faults.OnAppend = (_, _) => Interlocked.Increment(ref appends) == nth ? fault : Fault.None);
        await Until(() => _world.Faults.Crashed, "the crash");

        await _world.Restart();
        await _world.RemindersCome();
        var view = await Soon(Again(city, file), "the same upload again");
        var done = await Done(view);

        Assert.Equal(import, view);
        Assert.Equal((12, 12, 0), (done.Rows, done.Accepted + done.Unchanged, done.Refused));
        foreach (var id in ids) Assert.Equal(["1000.00", "2000.00", "3000.00"], await Reports(id));
        await Until(() => _world.Reminders.Rows.All(r => r.GrainId.Key.ToString() != import.Value), "the reminder to go");
    }

    [Fact]
    public async Task After_a_crash_the_reminder_alone_brings_the_work_to_its_end()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var appends = 0;
        // The close is written, and everything after it is lost.
        var import =
            await Send(city, File([Row(id, 1, "4200.00")]),
                beforeClose: () =>
                    _world.Faults.OnAppend = (_, _) => Interlocked.Increment(ref appends) == 1 ? Fault.CrashAfterWrite : Fault.None);
        await Until(() => _world.Faults.Crashed, "the crash");
        Assert.Contains(_world.Reminders.Rows, r => r.GrainId.Key.ToString() == import.Value);

        await _world.Restart();
        await _world.RemindersCome();

        Assert.Equal(["4200.00"], await Reports(id));
    }

    [Fact]
    public async Task A_row_is_tried_again_while_a_store_is_away_and_the_rows_behind_it_wait()
    {
        var city = await _world.OpenCity(2);
        var (first, second) = (await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival));
        var failing = true;
        var failed = 0;
        _world.Faults.OnAppend = (append, _) =>
        {
            if (!failing || append.Stream != first.Stream) return Fault.None;
            Interlocked.Increment(ref failed);
            return Fault.BeforeWrite;
        };
        var import = await Send(city, File([Row(first, 1, "1.00"), Row(second, 1, "9.00"), Row(first, 2, "2.00")]));
        await Until(async () => failed >= 6 && (await Reports(second)).Count == 1, "the other row");
        Assert.Equal(ImportState.Working, (await _world.Import(import).Get())!.State);

        failing = false;
        await Until(async () =>
        {
            _world.Time.Advance(TimeSpan.FromMilliseconds(100));
            return (await _world.Import(import).Get())!.State == ImportState.Done;
        }, "the end of the import");

        Assert.Equal(0, (await _world.Import(import).Get())!.Refused);
        Assert.Equal(["1.00", "2.00"], await Reports(first));
    }

    [Fact]
    public async Task Bad_rows_are_listed_in_the_order_of_the_file_and_their_file_mended_completes_it()
    {
        var city = await _world.OpenCity(2);
        var (id, proposed) = (await _world.Arrive(city, Arrival), await _world.Propose(city));
        var import = await Send(city, File(
        [
            Row(id, 1, "4200.00"), Row(proposed, 1, "1.00"), Row(SponsorshipId.From(city, "none"), 1, "1.00"), "",
            $"{id},1,2,,4200.00,EUR,,,,,", Row(id, 12, "1.00"), "?", Row(id, 2, "x"), NextChunk, Row(id, 3, "1.0"),
        ]));
        var done = await Done(import);

        (int, string?, string)[] expected =
        [
            (3, "sponsorship", "wrong-state"), (4, "sponsorship", "sponsorship-not-found"), (6, "currency", "currency-mismatch"),
            (7, "month", "date-in-future"), (8, null, "field-count"), (9, "earned", "value-invalid"), (40_011, "earned", "value-invalid"),
        ];
        Assert.Equal((8, 1, 0, 7), (done.Rows, done.Accepted, done.Unchanged, done.Refused));
        Assert.Equal(expected, done.Errors.Select(e => (e.Line, e.Column, e.Code)));
        var (listed, rows, after) = (new List<BadRowEntry>(), new List<string>(), 0L);
        do
        {
            var page = await _world.Import(import).BadRows(after, 2);
            Assert.InRange(page.Entries.Count, 1, 2);
            listed.AddRange(page.Entries);
            rows.AddRange(page.Rows);
            after = page.Next ?? -1;
        }
        while (after > 0);
        Assert.Equal(done.Errors, listed);
        Assert.Equal($"{id},1,2,,?,NZD,,,,,", rows[5]);

        var mended = await Done(await Send(city, File([rows[2].Replace("EUR", "NZD")]), "mended"));
        Assert.Equal((1, 0), (mended.Accepted, mended.Refused));
        Assert.Equal(["4200.00", "4200.00"], await Reports(id));
    }

    [Fact]
    public async Task A_file_that_broke_off_is_sent_again_from_its_beginning_and_another_file_under_its_key_is_refused()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var file = File([Row(id, 1, "1.00"), NextChunk, Row(id, 2, "2.00"), NextChunk, Row(id, 3, "3.00")]);
        var broken = await Send(city, file, chunks: 2, close: false);
        var receiving = (await _world.Import(broken).Get())!;
        Assert.Equal((ImportState.Receiving, 2), (receiving.State, receiving.Rows));
        Assert.Empty(await Reports(id));

        await Assert.ThrowsAsync<KeyReused>(() => Send(city, File([Row(id, 1, "9.00"), NextChunk, Row(id, 2, "2.00")])));
        Assert.Equal(broken, await Send(city, file));
        var done = await Done(broken);

        Assert.Equal((3, 3), (done.Rows, done.Accepted));
        Assert.Equal(["1.00", "2.00", "3.00"], await Reports(id));
        await Assert.ThrowsAsync<KeyReused>(() => Send(city, file + "\n" + Row(id, 1, "5.00")));
        Assert.Equal(broken, await Send(city, file));
        Assert.Equal(done.Version, (await _world.Import(broken).Get())!.Version);
    }

    [Fact]
    public async Task What_is_followed_is_told_of_every_change_up_to_the_end()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var import = await Send(city, File([Row(id, 1, "1.00"), NextChunk, Row(id, 2, "2.00")]), close: false);
        var before = (await _world.Import(import).Get())!.Version;
        var waiting = _world.Import(import).Follow(before, TimeSpan.FromSeconds(20));
        await Send(city, File([Row(id, 1, "1.00"), NextChunk, Row(id, 2, "2.00")]));

        var view = (await Soon(waiting, "the next version"))!;
        while (view.State != ImportState.Done)
        {
            var next = (await Soon(_world.Import(import).Follow(view.Version, TimeSpan.FromSeconds(20)), "news"))!;
            Assert.True(next.Version > view.Version);
            view = next;
        }

        Assert.Equal(2, view.Accepted);
    }

    [Fact]
    public async Task Rows_of_an_employer_that_is_not_named_are_refused_by_row_and_alike_whether_the_sponsorship_exists_or_not()
    {
        var city = await _world.OpenCity(3);
        var (named, unnamed) = (await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival));
        var (proposed, absent) = (await _world.Propose(city), SponsorshipId.From(city, "nobody's"));
        await _world.Name(named, "acme");
        string[] rows = [Row(named, 1, "1.00"), Row(unnamed, 1, "1.00"), Row(proposed, 1, "1.00"), Row(absent, 1, "1.00"),
            $"{unnamed},2,3,,,,,,,,yes", $"{absent},2,3,,,,,,,,yes", Row(unnamed, 12, "1.00"), Row(absent, 12, "1.00")];

        var done = await Done(await Send(city, File(rows), employer: "acme"));

        Assert.Equal((1, 7), (done.Accepted, done.Refused));
        Assert.Equal([3, 4, 5, 6, 7, 8, 9], done.Errors.Select(e => e.Line));
        Assert.Equal([("sponsorship", "employer-not-named", Employers.NotNamed.Detail)],
            done.Errors.Select(e => (e.Column, e.Code, e.Text)).Distinct());
        Assert.Empty(await Reports(unnamed));

        // An officer's file is refused as well where it names such an employer; where it names none, it is the officer's own report.
        var officers = await Done(await Send(city,
            File([$"{unnamed},1,1,acme,1.00,NZD,,,,,", $"{named},1,1,beta,1.00,NZD,,,,,", Row(unnamed, 1, "2.00"), Row(absent, 1, "2.00")]),
            "officers"));
        Assert.Equal([(2, "employer-not-named"), (3, "employer-not-named"), (5, "sponsorship-not-found")],
            officers.Errors.Select(e => (e.Line, e.Code)));
        Assert.Equal(["2.00"], await Reports(unnamed));
    }

    [Fact]
    public async Task An_employer_reports_by_file_the_months_of_its_employment()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        Accepted("named", await _world.Sponsorship(id).NameEmployer(Command(), new("acme", Arrival.AddMonths(1), Arrival.AddMonths(2))));
        var done = await Done(await Send(city, File([Row(id, 1, "1.00"), Row(id, 2, "2.00"), Row(id, 3, "3.00")]), employer: "acme"));
        Assert.Equal([(2, "month", "month-outside-employment")], done.Errors.Select(e => (e.Line, e.Column, e.Code)));
        Assert.Equal(["2.00", "3.00"], await Reports(id));
    }

    [Fact]
    public async Task Each_row_has_its_result_in_the_order_of_the_file_while_it_is_worked_off_and_after_a_crash()
    {
        var city = await _world.OpenCity(2);
        var (id, other) = (await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival));
        await _world.Name(id, "acme");
        var appends = 0;
        // Nine chunks: the first window is noted, and then everything stops.
        var file = File([Row(id, 1, "4200.00"), Row(other, 1, "1.00"), Row(id, 2, "x"), Row(id, 2, "0.00"),
            .. Enumerable.Range(0, 9).Select(_ => NextChunk), $"{id},1,1,,,,,,,,yes", Row(id, 1, "4000.00")]);
        var import = await Send(city, file, employer: "acme",
            beforeClose: () => _world.Faults.OnAppend = (append, _) =>
                append.Stream.Kind == "import" && Interlocked.Increment(ref appends) == 3 ? Fault.CrashBeforeWrite : Fault.None);
        await Until(() => _world.Faults.Crashed, "the crash");
        await _world.Restart();
        var early = (await _world.Import(import).Results(0, 500)).Items;
        Assert.Equal([2, 3, 4, 5], early.Select(r => r.Line));
        await _world.RemindersCome();
        await Done(import);

        var all = (await _world.Import(import).Results(0, 500)).Items;
        Assert.Equal(early, all.Take(4));
        // 4,200.00 less 439.94 are shared; the second month without pay gives the share of its baseline back.
        Assert.Equal(
            [(id, 1, RowStatus.Accepted, null, "1880.03", "0.00"), (other, 1, RowStatus.Refused, "employer-not-named", null, null),
                (null, null, RowStatus.Refused, "value-invalid", null, null), (id, 2, RowStatus.Accepted, null, "0.00", "219.97"),
                (id, 1, all[4].Status, null, "0.00", all[4].GiveBack!.Value.Amount),
                (id, 1, all[5].Status, null, all[5].Withhold!.Value.Amount, "0.00")],
            all.Select(r => (r.Sponsorship, r.Month, r.Status, r.Code, r.Withhold?.Amount, r.GiveBack?.Amount)));
        foreach (var row in all.Where(r => r.Status != RowStatus.Refused))
        {
            Assert.Equal(EmployerReference.Of(id, "acme", 1, row.Month!.Value).Value, row.Reference);
            Assert.Equal(20, row.By!.Value.Day);
        }

        // What each row says adds up to what is taken.
        Assert.Equal((await _world.Sponsorship(id).Statement())!.Totals!.Share.Minor,
            all.Sum(r => (r.Withhold?.Minor ?? 0) - (r.GiveBack?.Minor ?? 0)));
        foreach (var limit in new[] { 1, 2, 3, 4, 6 })
        {
            var (paged, after) = (new List<RowResultEntry>(), (long?)0);
            while (after is { } place)
            {
                var page = await _world.Import(import).Results(place, limit);
                Assert.InRange(page.Items.Count, 1, limit);
                paged.AddRange(page.Items);
                after = page.Next;
            }

            Assert.Equal(all, paged);
        }
    }

    [Fact]
    public async Task A_row_of_a_file_that_comes_again_is_answered_as_at_its_first_time()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var file = File([Row(id, 1, "4200.00")]);
        var first = await Send(city, file, "first");
        await Done(first);
        await Done(await Send(city, File([Row(id, 1, "4000.00")]), "correction"));
        var again = await Send(city, file, "again");
        await Done(again);
        var (one, two) = (Assert.Single((await _world.Import(first).Results(0, 10)).Items),
            Assert.Single((await _world.Import(again).Results(0, 10)).Items));
        Assert.Equal((RowStatus.Accepted, RowStatus.Unchanged), (one.Status, two.Status));
        Assert.Equal(one, two with { Status = RowStatus.Accepted });
    }

    [Fact]
    public async Task A_city_lists_its_imports_and_an_employers_own_apart()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        await _world.Name(id, "acme");
        var officers = await Send(city, File([Row(id, 1, "1.00")]), "one");
        var acmes = await Send(city, File([Row(id, 2, "1.00"), Row(id, 2, "x")]), "two", employer: "acme");
        await Done(officers);
        await Done(acmes);
        var broken = await Send(city, File([Row(id, 3, "1.00")]), "three", employer: "acme", close: false);

        var all = (await _world.Registers(city.Value).Imports(new(), 0, 10)).Items;
        Assert.Equal([(officers, ImportState.Done, 1, 0), (acmes, ImportState.Done, 2, 1), (broken, ImportState.Receiving, 0, 0)],
            all.Select(i => (i.Id, i.State, i.Rows, i.Refused)));
        Assert.Equal([acmes, broken],
            (await _world.Registers(city.Value).Imports(new() { Employer = "acme" }, 0, 10)).Items.Select(i => i.Id));
        await _world.Registers(city.Value).Rebuild();
        Assert.Equal(all, (await _world.Registers(city.Value).Imports(new(), 0, 10)).Items);
    }

    [Fact]
    public async Task A_restart_reads_only_what_came_after_the_last_snapshot()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, Arrival);
        var import = await Send(city, File(Enumerable.Range(0, 60).Select(_ => Row(id, 1, "1.00") + NextChunk)), close: false);
        await Until(() => _world.Watched.Snapshots.Any(s => s.Stream == import.Stream && s.Snapshot.Version >= 40), "a snapshot");

        await _world.Restart();
        Assert.Equal(60, (await _world.Import(import).Get())!.Rows);

        Assert.InRange(Assert.Single(_world.Watched.ReadsOf(import.Stream)).Events.Count, 0, 21);
    }

    private static string Row(SponsorshipId id, int month, string earned) => $"{id},1,{month},,{earned},NZD,,,,,";

    private static string File(IEnumerable<string> rows) =>
        $"sponsorship,year,month,employer,earned,currency,pay,otherDeductions,paidFrom,paidTo,withdrawn\n{string.Join('\n', rows)}";

    private Task<ImportId> Again(CityId city, string file) => Send(city, file);

    // What the gateway does with an upload.
    private async Task<ImportId> Send(CityId city, string file, string key = "key", string? employer = null, int chunks = int.MaxValue,
        bool close = true, Action? beforeClose = null)
    {
        var seed = IdText.KeyFrom($"{city}{key}");
        var actor = employer is null ? "city-officer:test" : Employer(city, employer);
        var id = ImportId.From(city, seed);
        var import = _world.Import(id);
        using var parser = new EarningsFileParser(ImportFormat.Csv, city, employer);
        var (bytes, sent) = (Encoding.UTF8.GetBytes(file).AsMemory(), 0);
        while (!bytes.IsEmpty && sent < chunks)
        {
            bytes = bytes[parser.Read(bytes.Span)..];
            if (parser.IsFull) await SendChunk();
        }

        parser.End();
        Assert.Null(parser.Problem);
        if (sent < chunks) await SendChunk();
        if (!close) return id;
        beforeClose?.Invoke();
        var totals = new EarningsFileTotals(sent, parser.Rows, parser.Bytes, parser.Sha256());
        var closed =
            await import.Close(Command($"{seed}-end", BitConverter.ToInt64(Convert.FromHexString(totals.Sha256)), actor: actor),
                totals);
        // A crash may take the answer, and not what was written.
        if (beforeClose is null) Answered(closed);
        return id;

        async Task SendChunk()
        {
            if (parser.TakeChunk() is not { } chunk) return;
            if (sent == 0)
            {
                Answered(await import.Open(Command(seed, actor: actor),
                    new(ImportFormat.Csv, parser.Header, employer)));
            }

            Answered(await import.Receive(Command($"{seed}-{sent}", chunk.Fingerprint, actor: actor),
                new(sent, chunk.FirstLine, chunk.Rows, chunk.Data.ToArray())));
            sent++;
        }
    }

    private static void Answered(CommandResult result)
    {
        if (result.Rejected == RejectionCode.IdempotencyKeyReused) throw new KeyReused();
        Assert.Null(result.Rejected);
    }

    private async Task<EarningsImportView> Done(ImportId id)
    {
        var view = (await _world.Import(id).Get())!;
        await Until(async () => (view = (await _world.Import(id).Get())!).State == ImportState.Done, $"{id} to be done");
        return view;
    }

    private async Task<IReadOnlyList<string>> Reports(SponsorshipId id) =>
        [.. (await _world.EventsOf(id.Stream)).Select(e => SponsorshipDecider.Aggregate.Events.Read(e.Data.Span)).OfType<EarningsReported>()
            .Select(e => e.Earned.Amount)];

    private sealed class KeyReused : Exception;

    /// <summary>Few stay in memory, so that each of these tests has some who leave it and come back.</summary>
    public sealed class ForgetfulWorld : World
    {
        public ForgetfulWorld() => Configure = o => o.KeptByImport = 2;
    }
}
