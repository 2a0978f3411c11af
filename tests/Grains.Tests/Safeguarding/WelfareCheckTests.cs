namespace VipOrleans.Grains.Tests.Safeguarding;

using System.Collections.Concurrent;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class WelfareCheckTests
{
    private const string One = "city-officer:a", Two = "city-officer:b";

    private static readonly DateOnly LastSeen = new(2026, 2, 26);

    [Fact]
    public async Task Nobody_is_absent_before_two_sources_a_waiting_time_and_two_officers_and_the_migrant_is_asked_all_the_while()
    {
        await using var world = await Start();
        var (city, id) = await Arrived(world);
        var check = Check(world, id);
        await Reported(world, id);
        var asked = (await check.Get())!;
        Assert.Equal((WelfareCheckStatus.Asked, 2, false, new DateOnly(2026, 3, 15)),
            (asked.Status, asked.Reports.Count, asked.IsOverdue, asked.WaitUntil));
        Refused(RejectionCode.WaitingTimeRunning, await check.SuggestEnd(Command(actor: One)));
        Assert.Empty(await Overdue(world, city));

        PassDays(world, 15);
        Assert.Equal([id], await Overdue(world, city));
        await world.RemindersCome();
        Assert.Equal(SponsorshipStatus.Arrived, await world.StatusOf(id));
        Accepted("suggested", await check.SuggestEnd(Command(actor: One)));
        Refused(RejectionCode.SameOfficer, await check.ConfirmEnd(Command(actor: One)));
        // However far it has come: who answers is here.
        Accepted("answered",
            await check.Answer(Command(), new() { By = CaseParty.Migrant, Text = "Nandito ako, Wildbird.", Language = "tl" }));
        Refused(RejectionCode.WelfareCheckNotFound, await check.ConfirmEnd(Command(actor: Two)));
        Assert.Equal(SponsorshipStatus.Arrived, await world.StatusOf(id));
        Assert.Empty((await Lists(world, city).WelfareChecks(null, 0, 10)).Items);

        Assert.Equal(["Not at work.", "Nandito ako, Wildbird."],
            (await check.Texts(new() { Actor = One, Purpose = "welfare" })).Items.Select(t => t.Text));
        foreach (var secret in new[] { "Wildbird", "Not at work" }) Assert.False(world.JournalHas(secret), secret);
        Assert.True(world.JournalHas("welfare-check-answered"));
    }

    [Fact]
    public async Task Only_an_employer_for_whom_the_migrant_works_is_a_source()
    {
        await using var world = await Start();
        var (city, id) = await Arrived(world);
        Accepted("named", await world.Sponsorship(id).NameEmployer(Command(), new("acme", new(2026, 2, 25))));
        Accepted("named", await world.Sponsorship(id).NameEmployer(Command(), new("gone", new(2026, 2, 1), new(2026, 2, 28))));
        Accepted("named", await world.Sponsorship(id).NameEmployer(Command(), new("soon", new(2026, 3, 20))));
        // Not named; no more, and not yet; of another nation; as older journals named it.
        string[] strangers = [Employer(city, "beta"), Employer(city, "gone"), Employer(city, "soon"), "employer:zz/acme", "employer:acme"];
        foreach (var stranger in strangers) Refused(RejectionCode.EmployerNotNamed, await ByEmployer(world, id, stranger));
        // What does not exist is answered alike.
        Refused(RejectionCode.EmployerNotNamed, await ByEmployer(world, SponsorshipId.From(city, "nobody's"), Employer(city, "acme")));
        Assert.Null(await Check(world, id).Get());
        Assert.False(world.JournalHas("absence-reported"));

        Accepted("reported", await ByEmployer(world, id, Employer(city, "acme")));
        Assert.Equal([CaseParty.Employer], (await Check(world, id).Get())!.Reports.Select(r => r.By));
    }

    [Fact]
    public async Task Two_officers_end_it_and_the_migrant_keeps_the_place_through_the_grace_period()
    {
        await using var world = await Start();
        var (city, id) = await Arrived(world);
        await Reported(world, id);
        PassDays(world, 15);
        Accepted("suggested", await Check(world, id).SuggestEnd(Command(actor: One)));
        var confirm = Command(actor: Two);
        Accepted("confirmed", await Check(world, id).ConfirmEnd(confirm));

        var ended = (await world.Sponsorship(id).Get())!;
        Assert.Equal((SponsorshipStatus.Ended, EndReason.Absent), (ended.Status, ended.EndReason));
        Assert.Equal(id, (await world.City(city).GracePeriod(ended.Migrant))!.From);
        Assert.Equal((WelfareCheckStatus.Closed, WelfareCheckOutcome.SponsorshipEnded),
            ((await Check(world, id).Get())!.Status, (await Check(world, id).Get())!.Outcome));
        Assert.Empty(world.Reminders.Rows);
        Accepted("confirmed", await Check(world, id).ConfirmEnd(confirm));
        // The way back: the migrant is found, and goes on with the same host or another one on the same place.
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(await world.Accept(city, ended.Host, ended.Migrant)));
    }

    [Fact]
    public async Task Of_an_answer_and_a_confirmation_at_once_one_comes_first_and_the_sponsorship_stands_as_that_one_says()
    {
        await using var world = await Start();
        var city = await world.OpenCity(40);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Arrive(city, new(2026, 2, 25))));
        await Task.WhenAll(ids.Select(id => Reported(world, id)));
        PassDays(world, 15);
        var (answered, ended) = (0, 0);
        await Task.WhenAll(ids.Select(async (id, n) =>
        {
            Accepted("suggested", await Check(world, id).SuggestEnd(Command(actor: One)));
            var both = new[] { () => Check(world, id).Answer(Command(), null), () => Check(world, id).ConfirmEnd(Command(actor: Two)) };
            var answers = await Task.WhenAll((n % 2 == 0 ? both : both.Reverse()).Select(act => act()));
            Assert.Single(answers, a => a.IsAccepted);
            var outcome = (await Check(world, id).Get())!.Outcome;
            Assert.Equal(outcome == WelfareCheckOutcome.Answered ? SponsorshipStatus.Arrived : SponsorshipStatus.Ended,
                await world.StatusOf(id));
            Interlocked.Increment(ref outcome == WelfareCheckOutcome.Answered ? ref answered : ref ended);
        }));
        Assert.Equal(20, answered + ended);
    }

    [Fact]
    public async Task A_sponsorship_that_ended_by_itself_meanwhile_ends_the_check_too()
    {
        await using var world = await Start();
        var (_, id) = await Arrived(world);
        await Reported(world, id);
        PassDays(world, 15);
        Accepted("suggested", await Check(world, id).SuggestEnd(Command(actor: One)));
        Accepted("ended", await world.Sponsorship(id).ChangeHost(Command()));
        Accepted("confirmed", await Check(world, id).ConfirmEnd(Command(actor: Two)));
        Assert.Equal((EndReason.ChangedHost, WelfareCheckOutcome.SponsorshipEnded),
            ((await world.Sponsorship(id).Get())!.EndReason, (await Check(world, id).Get())!.Outcome));
        Assert.Empty(world.Reminders.Rows);
        Refused(RejectionCode.WrongState, await Check(world, id).Report(Command(), new("host", CaseParty.Host, LastSeen), null));
    }

    [Fact]
    public async Task Wherever_the_journal_dies_between_the_confirmation_and_the_end_all_comes_to_its_end()
    {
        CityJournals? journals = null;
        var crashing = true;
        await using var world = await Start(new() { Around = journal => crashing ? journals = new(journal) : journal });
        var lives = await Task.WhenAll(Enumerable.Range(0, 1 + (2 * MostAppends)).Select(async n =>
        {
            var (city, id) = await Arrived(world);
            await Reported(world, id);
            return (City: city, Id: id, Nth: n);
        }));
        PassDays(world, 15);
        foreach (var life in lives) Accepted("suggested", await Check(world, life.Id).SuggestEnd(Command(actor: One)));

        var before = journals!.Of(lives[0].City).Appends;
        Accepted("confirmed", await Confirm(world, lives[0].Id));
        var appends = journals.Of(lives[0].City).Appends - before;
        Assert.InRange(appends, 5, MostAppends);

        var crashed = new ConcurrentBag<(CityId City, SponsorshipId Id)>();
        await Parallel.ForEachAsync(lives.Skip(1).Take(2 * appends), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (life, _) =>
        {
            var journal = journals.Of(life.City);
            var (from, nth, fault) =
                (journal.Appends, (life.Nth + 1) / 2, life.Nth % 2 == 0 ? Fault.CrashAfterWrite : Fault.CrashBeforeWrite);
            journal.OnAppend = (_, n) => n - from == nth ? fault : Fault.None;
            try
            {
                await Confirm(world, life.Id);
            }
            catch (StoreUnavailableException)
            {
            }

            if (journal.Crashed) crashed.Add((life.City, life.Id));
        });
        Assert.True(crashed.Count >= 1.5 * appends, $"{crashed.Count} of {2 * appends} crashes came about.");

        crashing = false;
        await world.Restart();
        for (var round = 0; round < 3; round++) await world.RemindersCome();
        foreach (var (city, id) in crashed)
        {
            // Where the confirmation itself was lost, nothing has begun; otherwise nobody had to help but the reminders.
            var isConfirmed = (await Check(world, id).Get())!.Status != WelfareCheckStatus.EndSuggested;
            if (!isConfirmed) Assert.Equal(SponsorshipStatus.Arrived, await world.StatusOf(id));
            else Assert.Equal((EndReason.Absent, WelfareCheckOutcome.SponsorshipEnded),
                ((await world.Sponsorship(id).Get())!.EndReason, (await Check(world, id).Get())!.Outcome));

            Accepted("confirmed", await Confirm(world, id));
            Assert.Equal((EndReason.Absent, WelfareCheckOutcome.SponsorshipEnded),
                ((await world.Sponsorship(id).Get())!.EndReason, (await Check(world, id).Get())!.Outcome));
            await Until(
                async () => (await world.City(city).Get())! is { Used: 1, Held: 0 }
                    && await world.City(city).GracePeriod((await world.Sponsorship(id).Get())!.Migrant) is not null,
                    "the place to be kept");
            Assert.Equal(1, (await world.EventsOf(id.Stream)).Count(e => e.Type == "sponsorship-ended"));
        }

        await Until(() => world.Reminders.Rows.Count == 0, "the reminders to go");
    }

    private const int MostAppends = 14;

    private static Task<CommandResult> Confirm(World world, SponsorshipId id) =>
        Check(world, id).ConfirmEnd(Command($"{id}-confirm", actor: Two));

    private static async Task<(CityId City, SponsorshipId Id)> Arrived(World world)
    {
        var city = await world.OpenCity(1);
        return (city, await world.Arrive(city, new(2026, 2, 25)));
    }

    private static async Task Reported(World world, SponsorshipId id)
    {
        Accepted("reported", await Check(world, id).Report(Command(actor: "host:x"), new("host", CaseParty.Host, LastSeen), null));
        await world.Name(id, "acme");
        Accepted("reported", await ByEmployer(world, id, Employer(id.City, "acme")));
        // On the day on which it was reported, by an officer who did not report.
        Accepted("visited", await Check(world, id).Visit(Command(actor: "city-officer:v"), new(2026, 3, 1)));
    }

    private static Task<CommandResult> ByEmployer(World world, SponsorshipId id, string actor) =>
        Check(world, id).Report(Command(actor: actor), new(actor, CaseParty.Employer, LastSeen),
            new() { By = CaseParty.Employer, Text = "Not at work." });

    private static IWelfareCheckGrain Check(World world, SponsorshipId id) => world.Grains.WelfareCheck(id);

    private static ISafeguardingGrain Lists(World world, CityId city) => world.Grains.Safeguarding(city);

    private static async Task<IEnumerable<SponsorshipId>> Overdue(World world, CityId city) =>
        (await Lists(world, city).WelfareChecks(true, 0, 10)).Items.Select(c => c.Sponsorship);

    private static void PassDays(World world, int days) => world.Time.AdjustTime(world.Time.GetUtcNow().AddDays(days));
}
