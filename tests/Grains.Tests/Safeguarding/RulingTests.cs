namespace VipOrleans.Grains.Tests.Safeguarding;

using System.Collections.Concurrent;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Safeguarding;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class RulingTests
{
    private const string One = "city-officer:one", Two = "city-officer:two", Three = "nation-officer:three";

    private static readonly CheckResult Convicted = Failed(RefusalReason.CriminalRecord), Forged = Failed(RefusalReason.DocumentNotGenuine);

    [Fact]
    public async Task A_failed_check_gives_notice_with_reasons_that_are_in_the_vault_and_each_side_reads_its_own_replies()
    {
        await using var world = await Start();
        var (_, id, ruling) =
            await Fail(world, CheckKind.Background, Convicted,
                new() { By = CaseParty.Officer, Text = "Wildbird was convicted.", Language = "en" });
        var notice = (await Ruling(world, ruling).Get())!;
        var view = (await world.Sponsorship(id).Get())!;
        Assert.Equal((RulingStatus.Proposed, RulingScope.Host, true, true, One),
            (notice.Status, notice.Scope, notice.ActsAtOnce, notice.IsInForce, notice.ProposedBy));
        Assert.Equal((view.Host, view.Migrant, id, RefusalReason.CriminalRecord),
            (notice.Host, notice.Migrant, notice.Sponsorship, notice.Reason));
        Assert.Equal((new DateOnly(2026, 3, 15), new DateOnly(2026, 3, 29)), (notice.ReplyUntil, notice.DecideBy));

        Accepted("replied",
            await Ruling(world, ruling).Reply(Command(actor: $"host:{view.Host}"), Words("Spent long ago.", CaseParty.Host)));
        Accepted("replied",
            await Ruling(world, ruling).Reply(Command(actor: $"migrant:{view.Migrant}"), Words("I am afraid of him.", CaseParty.Migrant)));
        Assert.Equal(["Wildbird was convicted.", "Spent long ago.", "I am afraid of him."], await Texts(world, ruling, CaseParty.Officer));
        Assert.Equal(["Wildbird was convicted.", "Spent long ago."], await Texts(world, ruling, CaseParty.Host));
        Assert.Equal(["Wildbird was convicted.", "I am afraid of him."], await Texts(world, ruling, CaseParty.Migrant));
        foreach (var secret in new[] { "Wildbird", "long ago", "afraid" }) Assert.False(world.JournalHas(secret), secret);
    }

    [Fact]
    public async Task An_appeal_that_is_upheld_restores_what_stood_before_here_and_wherever_the_failure_had_reached()
    {
        await using var world = await Start();
        var (city, host) = (await world.OpenCity(9), (HostId?)null);
        host = await world.AddHost(city);
        var source = await world.Accept(city, host);
        await world.PassChecks(source);
        var (other, told) = (await world.Propose(city, host), new List<SponsorshipId>());
        Accepted("recorded", await world.Sponsorship(source).RecordCheck(Command(actor: One), CheckKind.Background, Convicted));
        var ruling = (await Background(world, source))!.Ruling!.Value;
        await Until(async () => await Background(world, other) is { Outcome: CheckOutcome.Failed },
            "the failure to reach the host's other sponsorship");
        var later = await world.Propose(city, host);
        await Until(async () => await Background(world, later) is { Outcome: CheckOutcome.Failed },
            "the failure to reach one that is proposed later");
        Refused(RejectionCode.ChecksNotPassed, await world.Sponsorship(source).Arrive(Command(), new(2026, 2, 25)));

        await Made(world, ruling);
        Accepted("appealed",
            await Ruling(world, ruling).Appeal(Command(actor: $"host:{host}"), Words("It was somebody else.", CaseParty.Host)));
        Refused(RejectionCode.SameOfficer, await Ruling(world, ruling).DecideAppeal(Command(actor: One), true, null));
        Refused(RejectionCode.SameOfficer, await Ruling(world, ruling).DecideAppeal(Command(actor: Two), true, null));
        Assert.Equal(CheckOutcome.Failed, (await Background(world, source))!.Outcome);
        Accepted("upheld", await Ruling(world, ruling).DecideAppeal(Command(actor: Three), true, null));

        Assert.Equal(Passed, await Background(world, source));
        foreach (var reached in new[] { other, later })
        {
            await Until(async () => await Background(world, reached) is null, "what had reached others to be lifted");
        }

        var fresh = await world.Propose(city, host);
        // News that comes after the proposal in the feed: when it is there, all before it has been delivered.
        Accepted("recorded",
            await world.Sponsorship(source)
                .RecordCheck(Command(actor: One), CheckKind.AccommodationExists, Failed(RefusalReason.AccommodationNotFound)));
        await Until(async () => (await world.Sponsorship(fresh).Get())!.Checks.Any(c => c.Kind == CheckKind.AccommodationExists),
            "later news");
        Assert.Null(await Background(world, fresh));

        // All of it stays in the journal.
        Assert.Equal(["ruling-proposed", "ruling-made", "ruling-told", "ruling-appealed", "appeal-upheld", "ruling-told"],
            (await world.EventsOf(ruling.Stream)).Select(e => e.Type));
        Assert.Contains("check-ruled", (await world.EventsOf(source.Stream)).Select(e => e.Type));
    }

    [Fact]
    public async Task What_waits_for_its_ruling_counts_when_it_is_made_and_what_acts_at_once_expires_unless_it_is_confirmed()
    {
        await using var world = await Start();
        var (city, waiting, forged) = await Fail(world, CheckKind.Identity, Forged);
        var (_, acting, convicted) = await Fail(world, CheckKind.Background, Convicted);
        Assert.Equal((false, true), ((await Ruling(world, forged).Get())!.IsInForce, (await Ruling(world, convicted).Get())!.IsInForce));
        Assert.Equal((CheckOutcome.Passed, CheckOutcome.Failed),
            ((await Check(world, waiting, CheckKind.Identity))!.Outcome, (await Background(world, acting))!.Outcome));

        Refused(RejectionCode.ReplyTimeRunning, await Ruling(world, forged).Decide(Command(actor: Two), true, null));
        PassDays(world, 15);
        Refused(RejectionCode.SameOfficer, await Ruling(world, forged).Decide(Command(actor: One), true, null));
        Accepted("made", await Ruling(world, forged).Decide(Command(actor: Two), true, Words("The stamp is wrong.", CaseParty.Officer)));
        Assert.Equal(CheckOutcome.Failed, (await Check(world, waiting, CheckKind.Identity))!.Outcome);

        // 1 March, 22:00 in Auckland: the last day is the 29th there.
        PassDays(world, 13);
        await world.RemindersCome();
        Assert.Equal((RulingStatus.Proposed, CheckOutcome.Failed),
            ((await Ruling(world, convicted).Get())!.Status, (await Background(world, acting))!.Outcome));
        Assert.Empty((await Lists(world, city).Rulings(new() { IsOverdue = true }, 0, 10)).Items);
        PassDays(world, 1);
        await world.RemindersCome();
        Assert.Equal((RulingStatus.Expired, false),
            ((await Ruling(world, convicted).Get())!.Status, (await Ruling(world, convicted).Get())!.IsInForce));
        Assert.Equal(Passed, await Background(world, acting));
        Assert.Empty(world.Reminders.Rows);

        // The city takes it back, and what stood before stands again.
        Accepted("rescinded", await Ruling(world, forged).Rescind(Command(actor: One), null));
        Assert.Equal(Passed, await Check(world, waiting, CheckKind.Identity));
    }

    [Fact]
    public async Task An_appeal_that_nobody_decides_is_shown_as_overdue_and_the_lists_can_be_made_again()
    {
        await using var world = await Start();
        var (city, id, ruling) = await Fail(world, CheckKind.Background, Convicted);
        await Made(world, ruling);
        Accepted("appealed", await Ruling(world, ruling).Appeal(Command(actor: "host:x"), Words("No.", CaseParty.Host)));
        PassDays(world, RulingLimits.AppealDecideDays + 1);
        await world.RemindersCome();
        var listed =
            Assert.Single((await Lists(world, city).Rulings(new() { IsOverdue = true, IsOpen = true, Sponsorship = id }, 0, 10)).Items);
        Assert.Equal((ruling, RulingStatus.Appealed, true, (await Ruling(world, ruling).Get())!.Version),
            (listed.Id, listed.Status, listed.IsInForce, listed.Version));
        Assert.Empty((await Lists(world, city).Rulings(new() { IsOpen = false }, 0, 10)).Items);

        var lists = Lists(world, city);
        await world.CheckpointsAreTheFold<SafeguardingFold>(city.Value, "cases", lists, lists.Rebuild);
    }

    [Fact]
    public async Task A_suspension_ends_by_itself_unless_another_officer_confirms_it_and_by_an_appeal_that_is_upheld()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        var (expiring, appealing, reinstated, own) =
            (await world.AddHost(city), await world.AddHost(city), await world.AddHost(city), await world.AddHost(city));
        var (one, two, three) = (await Suspend(expiring), await Suspend(appealing), await Suspend(reinstated));
        Accepted("suspended", await world.Host(own).Suspend(Command(actor: One), SuspensionReason.OwnRequest));
        var notice = (await Ruling(world, one).Get())!;
        Assert.Equal((RulingKind.Suspension, expiring, SuspensionReason.Safeguarding, RulingScope.Host, true),
            (notice.Kind, notice.Host, notice.Suspension, notice.Scope, notice.IsInForce));
        Assert.Equal(["Wildbird hit her."], await Texts(world, one, CaseParty.Host));
        Assert.False(world.JournalHas("Wildbird"));

        Accepted("reinstated", await world.Host(reinstated).Reinstate(Command(actor: One), ReinstatementReason.Cleared));
        await Until(async () => (await Ruling(world, three).Get())!.Status == RulingStatus.Rescinded,
            "the ruling to be over with the suspension");
        Accepted("replied", await Ruling(world, two).Reply(Command(actor: $"host:{appealing}"), Words("No.", CaseParty.Host)));
        Accepted("made", await Ruling(world, two).Decide(Command(actor: Two), true, null));
        PassDays(world, 28);
        Accepted("appealed", await Ruling(world, two).Appeal(Command(actor: $"host:{appealing}"), Words("No.", CaseParty.Host)));
        PassDays(world, 1);
        await world.RemindersCome();
        Assert.Equal((RulingStatus.Expired, null),
            ((await Ruling(world, one).Get())!.Status, (await world.Host(expiring).Get())!.Suspended));
        Assert.Equal((RulingStatus.Appealed, SuspensionReason.Safeguarding),
            ((await Ruling(world, two).Get())!.Status, (await world.Host(appealing).Get())!.Suspended));
        Accepted("upheld", await Ruling(world, two).DecideAppeal(Command(actor: Three), true, null));
        Assert.Null((await world.Host(appealing).Get())!.Suspended);
        Assert.Contains("host-reinstated", (await world.EventsOf(appealing.Stream)).Select(e => e.Type));
        Assert.Equal(SuspensionReason.OwnRequest, (await world.Host(own).Get())!.Suspended);
        Assert.Equal(3, (await Lists(world, city).Rulings(new(), 0, 10)).Items.Count);
        await Until(() => world.Reminders.Rows.Count == 0, "the reminders to be gone");

        async Task<RulingId> Suspend(HostId host)
        {
            var command = Command(actor: One);
            Accepted("suspended",
                await world.Host(host).Suspend(command, SuspensionReason.Safeguarding, Words("Wildbird hit her.", CaseParty.Officer)));
            var ruling = RulingId.From(city, $"{host}:{command.Id}");
            await Until(async () => await Ruling(world, ruling).Get() is not null, "the notice");
            return ruling;
        }
    }

    [Fact]
    public async Task A_refusal_has_notice_replies_and_an_appeal_and_what_nobody_confirms_is_taken_back()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3, policy: CityPolicy.Default with { HoldDays = 10, ReplyDays = 5 });
        var (expiring, dismissed, upheld) = (await Refuse(), await Refuse(), await Refuse());
        var view = (await world.Sponsorship(upheld.Id).Get())!;
        var notice = (await Ruling(world, upheld.Ruling).Get())!;
        Assert.Equal(
            (RulingKind.Refusal, RulingScope.Sponsorship, view.Host, view.Migrant, new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 20)),
            (notice.Kind, notice.Scope, notice.Host, notice.Migrant, notice.ReplyUntil, notice.DecideBy));
        Assert.Equal([RefusalReason.ConditionsNotMet], notice.RefusalReasons);
        Assert.Equal(["Wildbird is no resident."], await Texts(world, upheld.Ruling, CaseParty.Migrant));
        Assert.False(world.JournalHas("Wildbird"));

        // One side replies to the refusal itself, the other to the ruling.
        Accepted("replied", await world.Sponsorship(upheld.Id).Reply(Command(), Party.Host, "I am."));
        await Until(async () => (await Ruling(world, upheld.Ruling).Get())!.RepliedBy.Count == 1, "the reply to be noted");
        Accepted("replied",
            await Ruling(world, upheld.Ruling).Reply(Command(actor: $"migrant:{view.Migrant}"), Words("He is.", CaseParty.Migrant)));
        PassDays(world, 6);
        foreach (var (id, ruling) in new[] { dismissed, upheld })
        {
            Accepted("made", await Ruling(world, ruling).Decide(Command(actor: Two), true, null));
            Accepted("appealed", await Ruling(world, ruling).Appeal(Command(actor: $"host:{view.Host}"), Words("No.", CaseParty.Host)));
            Assert.Equal(SponsorshipStatus.Refused, await world.StatusOf(id));
        }

        PassDays(world, 14);
        await world.RemindersCome();
        // Nobody confirmed it: it is open again, and the hold has the ten days that were left.
        Assert.Equal((SponsorshipStatus.Checking, RulingStatus.Expired),
            (await world.StatusOf(expiring.Id), (await Ruling(world, expiring.Ruling).Get())!.Status));
        Assert.Equal(Beginning.AddDays(30), (await world.Sponsorship(expiring.Id).Get())!.PlaceHeldUntil);

        Accepted("dismissed", await Ruling(world, dismissed.Ruling).DecideAppeal(Command(actor: Three), false, null));
        Assert.Equal((SponsorshipStatus.Ended, EndReason.Refused),
            ((await world.Sponsorship(dismissed.Id).Get())!.Status, (await world.Sponsorship(dismissed.Id).Get())!.EndReason));
        Accepted("upheld", await Ruling(world, upheld.Ruling).DecideAppeal(Command(actor: Three), true, null));
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(upheld.Id));
        await world.PassChecks(upheld.Id);
        Assert.Equal(SponsorshipStatus.Granted, await world.StatusOf(upheld.Id));

        async Task<(SponsorshipId Id, RulingId Ruling)> Refuse()
        {
            var id = await world.Accept(city);
            Accepted("refused",
                await world.Sponsorship(id)
                    .Refuse(Command(actor: One), [RefusalReason.ConditionsNotMet], Words("Wildbird is no resident.", CaseParty.Officer)));
            var ruling = (await world.Sponsorship(id).Get())!.Refusal!.Ruling!.Value;
            await Until(async () => await Ruling(world, ruling).Get() is not null, "the notice");
            return (id, ruling);
        }
    }

    [Fact]
    public async Task An_officers_end_is_a_ruling_and_the_stay_goes_on_until_nobody_can_appeal_any_more()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3);
        var ids = new[] { await Active(world, city), await Active(world, city), await Active(world, city) };
        var (made, appealed, expiring) = (await End(ids[0]), await End(ids[1]), await End(ids[2]));
        var (view, notice) = ((await world.Sponsorship(ids[0]).Get())!, (await Ruling(world, made).Get())!);
        Assert.Equal((RulingKind.End, RulingScope.Sponsorship, EndReason.Programme, view.Host, view.Migrant, false, false),
            (notice.Kind, notice.Scope, notice.EndReason, notice.Host, notice.Migrant, notice.ActsAtOnce, notice.IsInForce));
        Assert.Equal((SponsorshipStatus.Active, made), (view.Status, view.EndProposed!.Ruling));
        Assert.Equal(["Wildbird is no resident."], await Texts(world, made, CaseParty.Migrant));
        Assert.False(world.JournalHas("Wildbird"));
        Refused(RejectionCode.WrongState, await world.Sponsorship(ids[0]).ProposeEnd(Command(actor: Two), EndReason.Completed, null));

        PassDays(world, 15);
        Refused(RejectionCode.SameOfficer, await Ruling(world, made).Decide(Command(actor: One), true, null));
        foreach (var ruling in new[] { made, appealed })
        {
            Accepted("made", await Ruling(world, ruling).Decide(Command(actor: Two), true, null));
        }

        Accepted("appealed",
            await Ruling(world, appealed).Appeal(Command(actor: $"migrant:{view.Migrant}"), Words("I work.", CaseParty.Migrant)));
        foreach (var id in ids) Assert.Equal(SponsorshipStatus.Active, await world.StatusOf(id));
        Assert.Equal(3, (await world.City(city).Get())!.Used);

        PassDays(world, 29);
        await world.RemindersCome();
        await Until(async () => await world.StatusOf(ids[0]) == SponsorshipStatus.Ended, "the end to be final");
        var ended = (await world.Sponsorship(ids[0]).Get())!;
        // In force to the last day: nothing of it is taken back.
        Assert.Equal((EndReason.Programme, (DateOnly?)new DateOnly(2026, 4, 14), RulingStatus.Final),
            (ended.EndReason, ended.EndedOn, (await Ruling(world, made).Get())!.Status));
        Refused(RejectionCode.RulingWrongState, await Ruling(world, made).Rescind(Command(actor: One), null));
        // Nobody decided the third one.
        Assert.Equal((SponsorshipStatus.Active, null, RulingStatus.Expired),
            (await world.StatusOf(ids[2]), (await world.Sponsorship(ids[2]).Get())!.EndProposed,
                (await Ruling(world, expiring).Get())!.Status));

        Assert.Equal(SponsorshipStatus.Active, await world.StatusOf(ids[1]));
        Refused(RejectionCode.SameOfficer, await Ruling(world, appealed).DecideAppeal(Command(actor: Two), true, null));
        Accepted("upheld", await Ruling(world, appealed).DecideAppeal(Command(actor: Three), true, null));
        Assert.Equal((SponsorshipStatus.Active, null),
            (await world.StatusOf(ids[1]), (await world.Sponsorship(ids[1]).Get())!.EndProposed));

        async Task<RulingId> End(SponsorshipId id)
        {
            Accepted("proposed", await world.Sponsorship(id)
                .ProposeEnd(Command(actor: One), EndReason.Programme, null, Words("Wildbird is no resident.", CaseParty.Officer)));
            return await Noticed(world, (await world.Sponsorship(id).Get())!.EndProposed!.Ruling);
        }
    }

    [Fact]
    public async Task A_death_that_was_none_is_taken_back_after_the_end_and_the_place_was_kept_all_the_while()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        var id = await Active(world, city);
        var migrant = (await world.Sponsorship(id).Get())!.Migrant;
        Accepted("proposed", await world.Sponsorship(id).ProposeEnd(Command(actor: One), EndReason.Deceased, new(2026, 2, 28)));
        var ruling = await Noticed(world, (await world.Sponsorship(id).Get())!.EndProposed!.Ruling);
        PassDays(world, 15);
        Accepted("made", await Ruling(world, ruling).Decide(Command(actor: Two), true, null));
        PassDays(world, 29);
        await world.RemindersCome();
        await Until(async () => await world.City(city).GracePeriod(migrant) is not null, "the place to be kept");
        Assert.Equal((EndReason.Deceased, (DateOnly?)new DateOnly(2026, 2, 28)),
            ((await world.Sponsorship(id).Get())!.EndReason, (await world.Sponsorship(id).Get())!.EndedOn));

        Accepted("rescinded", await Ruling(world, ruling).Rescind(Command(actor: Three), null));
        await Until(async () => (await world.Sponsorship(id).Get())!.IsEndTakenBack, "the record to say so");
        // Whoever lives has the place, and goes on with a host, past the line.
        var waiting = await world.Accept(city);
        var next = await world.Accept(city, migrant: migrant);
        Assert.Equal((SponsorshipStatus.Checking, SponsorshipStatus.Waiting), (await world.StatusOf(next), await world.StatusOf(waiting)));
    }

    [Fact]
    public async Task The_end_of_a_status_is_a_ruling_of_which_the_last_host_hears_nothing()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        var id = await Active(world, city);
        var view = (await world.Sponsorship(id).Get())!;
        Accepted("ended", await world.Sponsorship(id).ChangeHost(Command(actor: $"migrant:{view.Migrant}")));
        await Until(async () => await world.City(city).GracePeriod(view.Migrant) is not null, "the place to be kept");
        PassDays(world, 91);
        Accepted("proposed", await world.City(city)
            .EndStatus(Command(actor: One), view.Migrant, [StatusEndReason.NoNewHost], Words("Wildbird found none.", CaseParty.Officer)));
        var ruling = await Noticed(world, (await world.City(city).GracePeriod(view.Migrant))!.EndRuling!.Value);
        Assert.Equal([StatusEndReason.NoNewHost], (await Ruling(world, ruling).Get())!.StatusReasons);
        Assert.Equal(["Wildbird found none."], await Texts(world, ruling, CaseParty.Migrant));
        Assert.False(world.JournalHas("Wildbird"));
        Assert.Single((await Lists(world, city).Rulings(new(), 0, 10)).Items);
        Assert.Empty((await Lists(world, city).Rulings(new() { Host = view.Host }, 0, 10)).Items);

        // One reply is enough: nobody else has anything to say to it.
        Accepted("replied",
            await Ruling(world, ruling).Reply(Command(actor: $"migrant:{view.Migrant}"), Words("I look.", CaseParty.Migrant)));
        Accepted("made", await Ruling(world, ruling).Decide(Command(actor: Two), true, null));
        PassDays(world, 28);
        await world.RemindersCome();
        Assert.NotNull(await world.City(city).GracePeriod(view.Migrant));
        PassDays(world, 1);
        await world.RemindersCome();
        await Until(async () => await world.City(city).GracePeriod(view.Migrant) is null, "the place to be free");
        Assert.DoesNotContain(world.Reminders.Rows, r => r.GrainId.Key.ToString() == ruling.Value);
    }

    [Fact]
    public async Task Every_notice_waits_the_same_days_and_an_officer_stops_one_that_may_be_retaliation()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3, policy: CityPolicy.Default with { NoticeWaitDays = 21 });
        var (plain, stopped) = (await Active(world, city), await Active(world, city));
        foreach (var id in new[] { plain, stopped }) Accepted("notice", await world.Sponsorship(id).GiveNotice(Command(actor: "host:x")));
        foreach (var id in new[] { plain, stopped })
        {
            var view = (await world.Sponsorship(id).Get())!;
            Assert.Equal((new DateOnly(2026, 3, 22), new DateOnly(2026, 4, 19)), (view.NoticeWaitsUntil, view.NoticeUntil));
        }

        Accepted("stopped", await world.Sponsorship(stopped)
            .StopNotice(Command(actor: One), Words("It came the day after.", CaseParty.Officer)));
        var ruling = await Noticed(world, (await world.Sponsorship(stopped).Get())!.NoticeStoppedBy!.Value);
        Assert.Equal((RulingKind.Notice, true),
            ((await Ruling(world, ruling).Get())!.Kind, (await Ruling(world, ruling).Get())!.IsInForce));
        PassDays(world, 15);
        Accepted("made", await Ruling(world, ruling).Decide(Command(actor: Two), true, null));
        await Until(async () => await world.StatusOf(stopped) == SponsorshipStatus.Active, "the notice to be over");
        Assert.Null((await world.Sponsorship(stopped).Get())!.NoticeUntil);
        Assert.Equal(SponsorshipStatus.Notice, await world.StatusOf(plain));
        // On appeal it goes on where it stopped.
        Accepted("appealed", await Ruling(world, ruling).Appeal(Command(actor: "host:x"), Words("No.", CaseParty.Host)));
        Accepted("upheld", await Ruling(world, ruling).DecideAppeal(Command(actor: Three), true, null));
        await Until(async () => await world.StatusOf(stopped) == SponsorshipStatus.Notice, "the notice to go on");
        Assert.Equal(new DateOnly(2026, 5, 4), (await world.Sponsorship(stopped).Get())!.NoticeUntil);
    }

    private static async Task<SponsorshipId> Active(World world, CityId city)
    {
        var id = await world.Arrive(city, new(2026, 2, 25));
        Accepted("active", await world.Sponsorship(id).Activate(Command()));
        return id;
    }

    private static async Task<RulingId> Noticed(World world, RulingId ruling)
    {
        await Until(async () => await Ruling(world, ruling).Get() is not null, "the notice");
        return ruling;
    }

    [Fact]
    public async Task A_failure_that_is_recorded_again_is_one_ruling_and_a_command_that_is_repeated_is_carried_out_once()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        var id = await world.Accept(city);
        var command = Command(actor: One);
        var words = Words("Reasons.", CaseParty.Officer);
        var first = await world.Sponsorship(id).RecordCheck(command, CheckKind.Background, Convicted, words);
        Accepted("recorded", first);
        Assert.Equal(first, await world.Sponsorship(id).RecordCheck(command, CheckKind.Background, Convicted, words));
        Refused(RejectionCode.IdempotencyKeyReused,
            await world.Sponsorship(id).RecordCheck(command, CheckKind.Background, Convicted, Words("Others.", CaseParty.Officer)));
        Accepted("recorded", await world.Sponsorship(id).RecordCheck(Command(actor: One), CheckKind.Background, Convicted));
        var ruling = (await Background(world, id))!.Ruling!.Value;
        await Until(async () => await Ruling(world, ruling).Get() is not null, "the notice");
        Assert.Single((await Lists(world, city).Rulings(new(), 0, 10)).Items);

        var drop = Command(actor: Two);
        var dropped = await Ruling(world, ruling).Decide(drop, false, null);
        Accepted("dropped", dropped);
        Assert.Equal(dropped, await Ruling(world, ruling).Decide(drop, false, null));
        Assert.Null(await Background(world, id));
        // Failed again, it is another one.
        Accepted("recorded", await world.Sponsorship(id).RecordCheck(Command(actor: One), CheckKind.Background, Convicted));
        Assert.NotEqual(ruling, (await Background(world, id))!.Ruling);
    }

    [Fact]
    public async Task Wherever_the_journal_dies_the_ruling_comes_to_its_end_and_nothing_is_done_twice()
    {
        CityJournals? journals = null;
        var crashing = true;
        await using var world = await Start(new() { Around = journal => crashing ? journals = new(journal) : journal });
        var whole = await Begin(world);
        var before = journals!.Of(whole.City).Appends;
        await Live(world, whole);
        await Until(async () => await Standing(world, whole) == Expected, "the whole life");
        var appends = journals.Of(whole.City).Appends - before;
        Assert.InRange(appends, 8, 30);

        var lives = new ConcurrentBag<Life>();
        var crashes = Enumerable.Range(1, appends)
            .SelectMany(n => new[] { (Nth: n, Fault: Fault.CrashBeforeWrite), (Nth: n, Fault: Fault.CrashAfterWrite) });
        await Parallel.ForEachAsync(crashes, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (crash, _) =>
        {
            var life = await Begin(world);
            var journal = journals.Of(life.City);
            var from = journal.Appends;
            journal.OnAppend = (_, n) => n - from == crash.Nth ? crash.Fault : Fault.None;
            await Live(world, life);
            // How what goes on by itself is packed into appends differs by a few: the last crashes may not come about.
            if (journal.Crashed) lives.Add(life);
        });
        Assert.True(lives.Count >= 1.4 * appends, $"{lives.Count} of {2 * appends} crashes came about.");

        crashing = false;
        await world.Restart();
        for (var round = 0; round < 2; round++) await world.RemindersCome();
        await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (life, _) =>
        {
            await Live(world, life);
            await Until(async () => await Standing(world, life) == Expected,
                $"the life to end as it should, and not as {await Standing(world, life)}");
        });
        await Until(() => world.Reminders.Rows.All(r => !r.GrainId.Key.ToString()!.Contains("ruling", StringComparison.Ordinal)),
            "the reminders of rulings to go");
    }

    // A failure reaches another sponsorship; it is made, appealed against and overturned. Both have what stood before.
    private const string Expected = "overturned; passed; none; 1 notice, 2 told, 1 failure there, 1 lifted there";

    private sealed record Life(CityId City, SponsorshipId Source, SponsorshipId Other, HostId Host)
    {
        public RulingId? Ruling { get; set; }
    }

    private static async Task<Life> Begin(World world)
    {
        var city = await world.OpenCity(2);
        var host = await world.AddHost(city);
        var source = await world.Accept(city, host);
        await world.PassChecks(source);
        return new(city, source, await world.Propose(city, host), host);
    }

    private static async Task Live(World world, Life life)
    {
        try
        {
            if (!(await world.Sponsorship(life.Source)
                .RecordCheck(Command($"{life.Source}-fail", actor: One), CheckKind.Background, Convicted)).IsAccepted)
            {
                return;
            }

            life.Ruling = RulingId.From(life.City, $"{life.Source}:{life.Source}-fail");
            var ruling = Ruling(world, life.Ruling.Value);
            for (var i = 0; i < 300 && await ruling.Get() is null; i++) await Task.Delay(10);
            foreach (var party in new[] { CaseParty.Host, CaseParty.Migrant })
            {
                if (!(await ruling.Reply(Command($"{life.Source}-reply-{party}", actor: $"{party}:x"), Words("No.", party))).IsAccepted)
                {
                    return;
                }

            }

            if (!(await ruling.Decide(Command($"{life.Source}-make", actor: Two), true, null)).IsAccepted) return;
            if (!(await ruling.Appeal(Command($"{life.Source}-appeal", actor: "host:x"), Words("No.", CaseParty.Host))).IsAccepted) return;
            await ruling.DecideAppeal(Command($"{life.Source}-uphold", actor: Three), true, null);
        }
        catch (StoreUnavailableException)
        {
        }
    }

    private static async Task<string> Standing(World world, Life life)
    {
        var ruling = await Ruling(world, life.Ruling ?? RulingId.From(life.City, $"{life.Source}:{life.Source}-fail")).Get();
        if (ruling is null) return "no ruling";
        var (told, there) = (await world.EventsOf(ruling.Id.Stream), await world.EventsOf(life.Other.Stream));
        return $"{Codes<RulingStatus>.Text(ruling.Status)}; "
            + $"{((await Background(world, life.Source)) is { } check ? Codes<CheckOutcome>.Text(check.Outcome) : "none")}; "
                + $"{((await Background(world, life.Other)) is { } other ? Codes<CheckOutcome>.Text(other.Outcome) : "none")}; "
            + $"{told.Count(e => e.Type == "ruling-proposed")} notice, {told.Count(e => e.Type == "ruling-told")} told, "
                + $"{there.Count(e => e.Type == "check-recorded")} failure there, {there.Count(e => e.Type == "check-ruled")} lifted there";
    }

    private static async Task<(CityId City, SponsorshipId Id, RulingId Ruling)> Fail(World world, CheckKind kind, CheckResult failure,
        CaseWords? words = null)
    {
        var city = await world.OpenCity(1);
        var id = await world.Accept(city);
        await world.PassChecks(id);
        var command = Command(actor: One);
        Accepted("recorded", await world.Sponsorship(id).RecordCheck(command, kind, failure, words));
        var ruling = RulingId.From(city, $"{id}:{command.Id}");
        await Until(async () => await Ruling(world, ruling).Get() is not null, "the notice");
        return (city, id, ruling);
    }

    private static async Task Made(World world, RulingId ruling)
    {
        await Until(async () => await Ruling(world, ruling).Get() is not null, "the notice");
        PassDays(world, 15);
        Accepted("made", await Ruling(world, ruling).Decide(Command(actor: Two), true, null));
    }

    private static IRulingGrain Ruling(World world, RulingId id) => world.Grains.Ruling(id);

    private static ISafeguardingGrain Lists(World world, CityId city) => world.Grains.Safeguarding(city);

    private static CaseWords Words(string text, CaseParty by) => new() { By = by, Text = text };

    private static async Task<IEnumerable<string?>> Texts(World world, RulingId ruling, CaseParty party) =>
        (await Ruling(world, ruling).Texts(new() { Actor = "city-officer:one", Purpose = "ruling" }, party)).Items.Select(t => t.Text);

    private static async Task<CheckResult?> Check(World world, SponsorshipId id, CheckKind kind) =>
        (await world.Sponsorship(id).Get())!.Checks.SingleOrDefault(c => c.Kind == kind)?.Result;

    private static Task<CheckResult?> Background(World world, SponsorshipId id) => Check(world, id, CheckKind.Background);

    private static void PassDays(World world, int days) => world.Time.AdjustTime(world.Time.GetUtcNow().AddDays(days));
}
