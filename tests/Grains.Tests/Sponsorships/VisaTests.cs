namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Sponsorships;
using VipOrleans.Journal;
using static VipOrleans.Domain.Sponsorships.VisaEvent;
using static VipOrleans.Grains.Tests.World;

/// <summary>Visas as their nation decides them and its clock looks after them.</summary>
public sealed class VisaTests : IAsyncLifetime
{
    private const string Reference = "INZ/2026-1";
    private static readonly DateOnly From = new(2026, 3, 1), To = new(2026, 6, 30);
    private readonly World _world = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Where_the_nation_asks_for_it_nobody_arrives_without_a_visa_and_a_change_of_host_leaves_it()
    {
        var city = await _world.OpenCity(2);
        // As long as nothing is decided nobody is asked.
        await _world.Arrive(city, From);
        Accepted("decided", await _world.Grains.Nation(city.Nation).DecideEntryRules(Command(), new(true, "Order 5", From)));
        var migrant = await _world.AddMigrant(city.Nation);
        var first = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(first);
        Refused(RejectionCode.VisaMissing, await _world.Sponsorship(first).Arrive(Command(), From));

        var file = await Granted(migrant);
        Refused(RejectionCode.VisaMissing, await _world.Sponsorship(first).Arrive(Command(), From.AddDays(-1)));
        Accepted("arrived", await _world.Sponsorship(first).Arrive(Command(), From));
        // Whoever lives here keeps it, whatever the host does.
        Refused(RejectionCode.WrongState, await file.Lapse(Command(actor: "nation-officer:one"), Reference));
        var before = await file.Get();
        Accepted("ended", await _world.Sponsorship(first).ChangeHost(Command()));
        Assert.Equal((before.Version, VisaState.Granted), ((await file.Get()).Version, (await file.Get()).Items[0].State));
        var second = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), From));
        Assert.Equal(before.Version, (await file.Get()).Version);
    }

    [Fact]
    public async Task Its_number_is_in_the_vault_alone_and_goes_with_the_person()
    {
        var migrant = await _world.AddMigrant(NationId.Parse("nz"));
        var file = _world.Grains.VisaFile(migrant);
        Accepted("applied", await file.Apply(Command(), new(Reference, From)));
        var grant = new VisaGrant { From = From, To = To, Conditions = [VisaCondition.MayWork], Number = "V8731KX" };
        Refused(RejectionCode.InvalidInput, await file.Grant(Command(), Reference, grant with { Number = "---" }));
        var key = Command();
        Accepted("granted", await file.Grant(key, Reference, grant));
        Accepted("granted", await file.Grant(key, Reference, grant));
        // The same key for another number is another request.
        Refused(RejectionCode.IdempotencyKeyReused, await file.Grant(key, Reference, grant with { Number = "V8731KY" }));
        Assert.False(_world.JournalHas("V8731KX"));
        Assert.Equal("V8731KX", await file.ReadNumber(Reference, new() { Actor = "nation-officer:one", Purpose = "case" }));
        Assert.Contains(await _world.Migrant(migrant).PersonAccesses(10), a => a is { Actor: "nation-officer:one", Purpose: "case" });
        Accepted("erased", await _world.Migrant(migrant).ErasePerson(Command(), "own-request"));
        Assert.Null(await file.ReadNumber(Reference, new() { Actor = "nation-officer:one", Purpose = "case" }));
    }

    [Fact]
    public async Task The_clock_warns_once_each_by_itself_whether_it_ticks_each_hour_stands_still_or_jumps()
    {
        var nation = NationId.Parse("fj");
        var (steady, late, next) = (MigrantId.From(nation, "a"), MigrantId.From(nation, "b"), MigrantId.From(nation, "c"));
        foreach (var migrant in new[] { steady, late, next }) await Register(migrant);
        await Granted(steady);
        await Until(() => _world.Reminders.VisaClocks.Count == 1, "the clock of the nation's visas to be set");
        await Tick();
        Assert.Empty(await Warnings(steady));

        // 90 days before, wherever it is that day first.
        _world.Time.AdjustTime(new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero));
        for (var hour = 0; hour < 3; hour++) await Tick();
        Assert.Equal([90], await Warnings(steady));
        await Granted(late);
        // The clock stood still for two months: of what was missed, the nearest warning is left to give.
        _world.Time.AdjustTime(new(2026, 6, 5, 0, 0, 0, TimeSpan.Zero));
        await Tick();
        Assert.Equal([90, 30], await Warnings(steady));
        Assert.Equal([30], await Warnings(late));
        Assert.Equal([steady, late],
            (await _world.Grains.Visas(nation).List(new() { ExpiresWithinDays = 30 }, 0, 10)).Items.Select(i => i.Migrant));
        Assert.Empty((await _world.Grains.Visas(nation).List(new() { ExpiresWithinDays = 20 }, 0, 10)).Items);
        // Nothing of the clock is in memory alone.
        await _world.Restart();
        _world.Time.AdjustTime(new(2026, 6, 24, 0, 0, 0, TimeSpan.Zero));
        for (var hour = 0; hour < 3; hour++) await Tick();
        Assert.Equal([90, 30, 7], await Warnings(steady));
        Assert.Equal([30, 7], await Warnings(late));
        // It runs to the end of its last day everywhere.
        _world.Time.AdjustTime(new(2026, 7, 1, 11, 59, 0, TimeSpan.Zero));
        await Tick();
        Assert.Equal(VisaState.Granted, (await _world.Grains.VisaFile(steady).Get()).Items[0].State);
        _world.Time.AdjustTime(new(2026, 7, 1, 12, 1, 0, TimeSpan.Zero));
        await Tick();
        Assert.Equal((VisaState.Lapsed, VisaLapse.Expired),
            ((await _world.Grains.VisaFile(steady).Get()).Items[0].State, (await _world.Grains.VisaFile(steady).Get()).Items[0].Lapse));
        Assert.Equal([90, 30, 7], await Warnings(steady));
    }

    [Fact]
    public async Task The_nation_lists_applications_by_where_they_stand_and_finds_whose_a_reference_is()
    {
        var nation = NationId.Parse("to");
        var migrants = Enumerable.Range(0, 5).Select(n => MigrantId.From(nation, $"m{n}")).ToList();
        foreach (var (n, migrant) in migrants.Index())
        {
            await Register(migrant);
            Accepted("applied", await _world.Grains.VisaFile(migrant).Apply(Command(), new($"V/{(n == 4 ? 3 : n)}", From)));
        }

        Accepted("refused", await _world.Grains.VisaFile(migrants[1])
            .Refuse(Command(actor: "nation-officer:one"), "V/1", [VisaRefusal.EntryBan], To));
        var visas = _world.Grains.Visas(nation);
        var page = await visas.List(new() { State = VisaState.Applied }, 0, 2);
        Assert.Equal([migrants[0], migrants[2]], page.Items.Select(i => i.Migrant));
        page = await visas.List(new() { State = VisaState.Applied }, page.Next!.Value, 2);
        Assert.Equal([migrants[3], migrants[4]], page.Items.Select(i => i.Migrant));
        Assert.Null(page.Next);
        Assert.Equal([migrants[1]], (await visas.List(new() { State = VisaState.Refused }, 0, 200)).Items.Select(i => i.Migrant));
        var applicants = await visas.Applicants(["V/0", "V/3", "none"]);
        Assert.Equal([migrants[0]], applicants["V/0"]);
        Assert.Equal([migrants[3], migrants[4]], applicants["V/3"]);
        Assert.Empty(applicants["none"]);

        // The same feed gives the same fold, and a snapshot of it the same again.
        var fold = new VisasFold();
        foreach (var migrant in migrants)
        {
            foreach (var e in await _world.EventsOf(Stream(migrant))) fold.Apply(e);
        }

        var again = VisasFold.FromSnapshot(fold.ToSnapshot());
        Assert.Equal(fold.ToSnapshot(), again.ToSnapshot());
        Assert.Equal([migrants[1]], again.Applicants(["V/1"])["V/1"]);
    }

    private async Task Tick() => await _world.VisasTick();

    private async Task<List<int>> Warnings(MigrantId migrant) =>
        [.. (await _world.EventsOf(Stream(migrant))).Select(e => VisaDecider.Aggregate.Events.Read(e.Data.Span))
            .OfType<VisaExpiryWarned>().Select(w => w.DaysBefore)];

    private static StreamId Stream(MigrantId migrant) =>
        StreamId.Of(migrant.Nation.Value, "visa", migrant.Value.AsSpan(migrant.Value.LastIndexOf('.') + 1));

    private async Task Register(MigrantId migrant) => Accepted("registered",
        await _world.Migrant(migrant).Register(Command(), new() { Person = new() { Name = "Suharto" }, Origin = "ID" }));

    private async Task<IVisaFileGrain> Granted(MigrantId migrant)
    {
        var file = _world.Grains.VisaFile(migrant);
        Accepted("applied", await file.Apply(Command(), new(Reference, From)));
        Accepted("granted", await file.Grant(Command(actor: "nation-officer:one"), Reference, new() { From = From, To = To }));
        return file;
    }
}
