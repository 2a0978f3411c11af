namespace VipOrleans.Grains.Tests.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class ConcernTests : IAsyncLifetime
{
    private const string Officer = "city-officer:b", Nation = "nation-officer:n", Secret = "Hawak ng host ko ang pasaporte ko.";

    private static int _concerns;

    private readonly World _world = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task What_is_written_is_in_the_vault_in_its_language_and_nowhere_else_and_who_reads_it_is_written_down()
    {
        var (_, migrant, id) = await Raise();
        Accepted("added",
            await Concern(id)
                .Add(Command(actor: Officer),
                    Words("The kitchen drawer, he says: Wildbird.", CaseParty.Officer) with { Language = "en", IsInternal = true }));

        Assert.Equal(
            [(CaseParty.Migrant, Secret, "tl-Latn-PH", false), (CaseParty.Officer, "The kitchen drawer, he says: Wildbird.", "en", true)],
            await Read(id, Officer, withInternal: true));
        Assert.Single(await Read(id, $"migrant:{migrant}", withInternal: false));
        Assert.Contains(await _world.Migrant(migrant).PersonAccesses(10), a => (a.Actor, a.Purpose) == (Officer, "concern"));

        Assert.True(_world.JournalHas(id.Value));
        Assert.True(_world.JournalHas("tl-Latn-PH"));
        foreach (var secret in new[] { "pasaporte", "Wildbird" }) Assert.False(_world.JournalHas(secret), secret);
        // The tag stands in the journal, so nothing else can be smuggled in with it.
        Refused(RejectionCode.InvalidInput,
            await Concern(id).Add(Command(actor: Officer), Words("x", CaseParty.Officer) with { Language = "en-wildbird" }));
    }

    [Fact]
    public async Task What_a_person_wrote_is_erased_with_the_person_and_the_case_stays()
    {
        var (sponsorship, migrant, id) = await Raise();
        Accepted("ended", await _world.Sponsorship(sponsorship).End(Command(), Party.Migrant, EndReason.MigrantLeft, null));
        Accepted("erased", await _world.Migrant(migrant).ErasePerson(Command(), "own-request"));
        Assert.Equal([(CaseParty.Migrant, null, "tl-Latn-PH", false)], await Read(id, Officer, withInternal: true));
        Assert.Equal(ConcernStatus.Raised, (await Concern(id).Get())!.Status);
    }

    [Fact]
    public async Task What_a_guardian_wrote_is_the_guardians_and_leaves_no_trace_with_the_child()
    {
        var (sponsorship, host, guardian) = (await Arrived(), (await Known()).Host, await _world.AddHost(_city));
        var id = NewConcern();
        Accepted("raised",
            await Concern(id).Raise(Command(actor: $"host:{guardian}"), sponsorship, new(ConcernKind.Money),
                Words(Secret, CaseParty.Host)));
        Assert.Single(await Read(id, Officer, withInternal: true));
        Assert.Contains(await _world.Host(guardian).PersonAccesses(10), a => a.Actor == Officer);
        Assert.DoesNotContain(await _world.Host(host).PersonAccesses(10), a => a.Actor == Officer);
    }

    [Fact]
    public async Task An_employer_raises_a_concern_if_it_is_or_was_named_and_nobody_with_its_id_elsewhere_reads_it()
    {
        var sponsorship = await Arrived();
        var (acme, twin) = (Employer(_city, "acme"), "employer:zz/acme");
        Task<CommandResult> Raised(ConcernId id, SponsorshipId of, string actor) =>
            Concern(id).Raise(Command(actor: actor), of, new(ConcernKind.Exploitation), Words("He is not paid.", CaseParty.Employer));
        Refused(RejectionCode.EmployerNotNamed, await Raised(NewConcern(), sponsorship, acme));
        Refused(RejectionCode.EmployerNotNamed, await Raised(NewConcern(), SponsorshipId.From(_city, "nobody's"), acme));
        await _world.Name(sponsorship, "acme");
        Refused(RejectionCode.EmployerNotNamed, await Raised(NewConcern(), sponsorship, twin));
        Refused(RejectionCode.EmployerNotNamed, await Raised(NewConcern(), sponsorship, Employer(_city, "beta")));

        var id = NewConcern();
        Accepted("raised", await Raised(id, sponsorship, acme));
        Assert.Equal(acme, (await Concern(id).Get())!.RaisedBy);
        Assert.Single(await Read(id, acme, withInternal: false));
        Refused(RejectionCode.ReasonNotAllowed, await Concern(id).Escalate(Command(actor: twin), EscalationReason.AskedFor));
        var lists = _world.Grains.Safeguarding(_city);
        Assert.Equal([id], (await lists.Concerns(new() { RaisedBy = acme }, 0, 10)).Items.Select(c => c.Id));
        foreach (var other in new[] { twin, "employer:acme" })
        {
            Assert.Empty((await lists.Concerns(new() { RaisedBy = other }, 0, 10)).Items);
        }


        Accepted("ended", await _world.Sponsorship(sponsorship).EndEmployment(Command(), "acme", new(2020, 1, 1), new(2026, 2, 1)));
        Accepted("raised", await Raised(NewConcern(), sponsorship, acme));
    }

    [Fact]
    public async Task When_the_time_is_over_it_goes_to_the_nation_which_acts_only_then()
    {
        var (_, _, id) = await Raise();
        Refused(RejectionCode.ConcernNotEscalated,
            await Concern(id).Triage(Command(actor: Nation), new(ConcernKind.Housing, ConcernUrgency.Urgent)));
        Assert.Equal(RejectionCode.ConcernNotEscalated, (await Concern(id).Texts(Reader(Nation), true)).Refused!.Rejected);

        PassHours(23);
        await _world.RemindersCome();
        Assert.Equal((false, null, Beginning.AddDays(1)), await Clock(id));
        Assert.Empty(await Overdue());

        PassHours(1);
        Assert.Equal((true, null, Beginning.AddDays(1)), await Clock(id));
        await _world.RemindersCome();
        Assert.Equal((true, EscalationReason.Overdue, Beginning.AddDays(1)), await Clock(id));
        Assert.Equal([id], await Overdue());
        Assert.Empty(_world.Reminders.Rows);

        Accepted("triaged", await Concern(id).Triage(Command(actor: Nation), new(ConcernKind.Housing, ConcernUrgency.Urgent)));
        Assert.Equal((false, EscalationReason.Overdue, _world.Time.GetUtcNow().AddDays(3)), await Clock(id));
        Assert.Single(await Read(id, Nation, withInternal: true));
        Assert.Empty(await Overdue());
        PassHours(72);
        Assert.Equal([id], await Overdue());
    }

    [Fact]
    public async Task A_concern_that_is_ended_in_time_goes_nowhere_and_one_that_is_opened_again_has_a_clock_again()
    {
        var (_, migrant, id) = await Raise();
        Accepted("triaged",
            await Concern(id).Triage(Command(actor: Officer), new(ConcernKind.DocumentsWithheld, ConcernUrgency.Emergency)));
        Accepted("assigned", await Concern(id).Assign(Command(actor: Officer), Officer));
        Accepted("closed",
            await Concern(id).Close(Command(actor: Officer), ConcernOutcome.Resolved, Words("Naibalik na.", CaseParty.Officer)));
        PassHours(100);
        await _world.RemindersCome();
        Assert.Null((await Concern(id).Get())!.Escalated);
        Assert.Empty(_world.Reminders.Rows);

        Accepted("reopened", await Concern(id).Reopen(Command(actor: $"migrant:{migrant}")));
        PassHours(24);
        await _world.RemindersCome();
        Assert.Equal(EscalationReason.Overdue, (await Concern(id).Get())!.Escalated);
        Assert.Equal(["Hawak ng host ko ang pasaporte ko.", "Naibalik na."],
            (await Read(id, Officer, withInternal: true)).Select(t => t.Text));
    }

    [Theory]
    [InlineData(Fault.CrashBeforeWrite)]
    [InlineData(Fault.CrashAfterWrite)]
    public async Task Wherever_the_journal_dies_each_command_is_carried_out_once_and_answered_as_the_first_time(Fault fault)
    {
        var sponsorship = await Arrived();
        var migrant = (await Known()).Migrant;
        (string Outcome, Func<IConcernGrain, CommandContext, Task<CommandResult>> Send)[] life =
        [
            ("raised", (g, c) =>
                g.Raise(c with { Actor = $"migrant:{migrant}" }, sponsorship, new(ConcernKind.Abuse), Words(Secret, CaseParty.Migrant))),
            ("added", (g, c) => g.Add(c with { Actor = $"migrant:{migrant}" }, Words("At gabi-gabi.", CaseParty.Migrant))),
            ("triaged", (g, c) => g.Triage(c, new(ConcernKind.Abuse, ConcernUrgency.Urgent))),
            ("assigned", (g, c) => g.Assign(c, Officer)),
            ("escalated", (g, c) => g.Escalate(c, EscalationReason.Gravity)),
            ("closed", (g, c) => g.Close(c with { Actor = Nation }, ConcernOutcome.PassedOn, Words("Pulis.", CaseParty.Officer))),
            ("reopened", (g, c) => g.Reopen(c with { Actor = $"migrant:{migrant}" })),
        ];
        var id = NewConcern();
        for (var step = 0; step < life.Length; step++)
        {
            var context = Command($"{id}-{step}", actor: Officer);
            _world.Script(id.Stream, n => n == 1 ? fault : Fault.None);
            try
            {
                Refused(RejectionCode.StoreUnavailable, await life[step].Send(Concern(id), context));
            }
            catch (StoreUnavailableException)
            {
            }

            _world.Heal();
            var first = await life[step].Send(Concern(id), context);
            Accepted(life[step].Outcome, first);
            await _world.Cluster.DeactivateAsync(Concern(id));
            Assert.Equal(first, await life[step].Send(Concern(id), context));
            Assert.Equal(step + 1, (await _world.EventsOf(id.Stream)).Count);
        }

        // The clock that begins with the first step survived all of it.
        Assert.Single(_world.Reminders.Rows);
        Assert.Equal(RejectionCode.IdempotencyKeyReused,
            (await Concern(id).Add(Command($"{id}-1", actor: $"migrant:{migrant}"), Words("Other words.", CaseParty.Migrant))).Rejected);
        Assert.Equal(3, (await Read(id, $"migrant:{migrant}", withInternal: false)).Count);
    }

    [Fact]
    public async Task Where_no_reminder_can_be_set_nothing_is_raised()
    {
        var sponsorship = await Arrived();
        var id = NewConcern();
        _world.Reminders.BeforeSetting = () => throw new InvalidOperationException("The database of reminders is away.");
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Concern(id).Raise(Command(), sponsorship, new(ConcernKind.Money), Words(Secret, CaseParty.Officer)));
        Assert.Null(await Concern(id).Get());
    }

    private CityId _city;
    private SponsorshipId _sponsorship;

    private async Task<SponsorshipId> Arrived()
    {
        _city = await _world.OpenCity(2);
        return _sponsorship = await _world.Arrive(_city, new(2026, 2, 25));
    }

    private async Task<SponsorshipView> Known() => (await _world.Sponsorship(_sponsorship).Get())!;

    private ConcernId NewConcern() => ConcernId.From(_city, $"concern-{Interlocked.Increment(ref _concerns)}");

    private async Task<(SponsorshipId Sponsorship, MigrantId Migrant, ConcernId Id)> Raise()
    {
        var sponsorship = await Arrived();
        var (migrant, id) = ((await Known()).Migrant, NewConcern());
        Accepted("raised",
            await Concern(id)
                .Raise(Command(actor: $"migrant:{migrant}"), sponsorship, new(ConcernKind.Housing),
                    Words(Secret, CaseParty.Migrant) with { Language = "tl-Latn-PH" }));
        return (sponsorship, migrant, id);
    }

    private IConcernGrain Concern(ConcernId id) => _world.Grains.Concern(id);

    private static CaseWords Words(string text, CaseParty by) => new() { By = by, Text = text };

    private static PersonReader Reader(string actor) => new() { Actor = actor, Purpose = "concern" };

    private async Task<IReadOnlyList<(CaseParty By, string? Text, string? Language, bool IsInternal)>> Read(ConcernId id, string actor,
        bool withInternal) =>
        [.. (await Concern(id).Texts(Reader(actor), withInternal)).Items.Select(t => (t.By, t.Text, t.Language, t.IsInternal))];

    private async Task<(bool IsOverdue, EscalationReason? Escalated, DateTimeOffset DueAt)> Clock(ConcernId id) =>
        (await Concern(id).Get())! is var c ? (c.IsOverdue, c.Escalated, c.DueAt) : default;

    private async Task<IEnumerable<ConcernId>> Overdue() =>
        (await _world.Grains.Safeguarding(_city).Concerns(new() { IsOverdue = true }, 0, 10)).Items.Select(c => c.Id);

    // Without the timers that fall into the time.
    private void PassHours(int hours) => _world.Time.AdjustTime(_world.Time.GetUtcNow().AddHours(hours));
}
