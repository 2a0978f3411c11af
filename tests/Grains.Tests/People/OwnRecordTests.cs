namespace VipOrleans.Grains.Tests.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

/// <summary>A person's own record: corrected with what stood there before, and a move within the city.</summary>
public sealed class OwnRecordTests(World world) : IClassFixture<World>
{
    private static readonly PersonReader Officer = new() { Actor = "city-officer:one", Purpose = "case" };
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task A_correction_keeps_what_stood_there_before_and_the_journal_has_neither()
    {
        var city = await _world.OpenCity(1);
        var host = await _world.AddHost(city, "12 Canary Lane");
        var before = (await _world.Host(host).ReadPerson(Officer))!;
        var context = Command(actor: $"host:{host}");
        Accepted("corrected", await _world.Host(host).CorrectPerson(context, new() { Contact = "canary@example.org" }));
        // A lost answer is asked for again, and corrects nothing twice.
        Accepted("corrected", await _world.Host(host).CorrectPerson(context, new() { Contact = "canary@example.org" }));
        Accepted("corrected", await _world.Host(host).CorrectPerson(Command(actor: $"host:{host}"), new() { Contact = "+64 21 555 0199" }));
        Refused(RejectionCode.CorrectionNeedsOfficer,
            await _world.Host(host).CorrectPerson(Command(actor: $"host:{host}"), new() { Name = "Canary Second" }));
        Accepted("corrected", await _world.Host(host)
            .CorrectPerson(Command(actor: "city-officer:one"), new() { Name = "Canary Third", Shown = "deed/7" }));

        Assert.Equal(("Canary Third", "+64 21 555 0199", "12 Canary Lane"), (await _world.Host(host).ReadPerson(Officer))! is var now
            ? (now.Name, now.Contact, now.Address) : default);
        var versions = await _world.Host(host).PersonVersions(Officer);
        Assert.Equal([(3, "+64 21 555 0199"), (2, "canary@example.org"), (1, before.Contact)],
            versions.Select(v => (v.Number, v.Person.Contact)));
        Assert.Equal(before.Name, versions[0].Person.Name);
        foreach (var personal in new[] { "canary@example", "Canary Second", "Canary Third", "Canary Lane" })
        {
            Assert.False(_world.JournalHas(personal));
        }

        // What an officer has corrected the person is told.
        await Until(async () => (await _world.Grains.Inbox(RecipientId.Of(host)).List(null, 0, 10)).Items
            .Any(n => n.Kind == NewsKind.RecordCorrected), "the host to be told");
        Accepted("erased", await _world.Host(host).ErasePerson(Command(), "own-request"));
        Assert.Equal(0, _world.VaultFileHas(host.Value).Rows);
        Assert.Empty(await _world.Host(host).PersonVersions(Officer));
    }

    [Fact]
    public async Task A_document_of_another_person_is_refused_and_nothing_is_changed()
    {
        var city = await _world.OpenCity(1);
        var (one, other) = (await _world.AddHost(city), await _world.AddHost(city));
        PersonDocument passport = new() { Kind = "passport", IssuedBy = "NZ", Number = $"LA{one.Value[^6..]}" };
        Accepted("corrected",
            await _world.Host(one).CorrectPerson(Command(actor: "city-officer:one"), new() { Documents = [passport], Shown = "seen/1" }));
        Refused(RejectionCode.PersonAlreadyRegistered,
            await _world.Host(other).CorrectPerson(Command(actor: "city-officer:one"), new() { Documents = [passport], Shown = "seen/2" }));
        Assert.Empty((await _world.Host(other).ReadPerson(Officer))!.Documents);
        // What was refused is no version.
        Accepted("corrected", await _world.Host(other).CorrectPerson(Command(actor: $"host:{other}"), new() { Contact = "b@example.org" }));
        Assert.Equal([1], (await _world.Host(other).PersonVersions(Officer)).Select(v => v.Number));
    }

    [Fact]
    public async Task A_host_who_moves_within_the_city_takes_the_guest_along_and_the_home_is_checked_again()
    {
        var city = await _world.OpenCity(2);
        var host = await _world.AddHost(city, "1 Old Street");
        var there = await _world.AddHost(city, "2 New Street");
        var old = _world.Grains.Home((await _world.Host(host).Get())!.Home);
        var now = _world.Grains.Home((await _world.Host(there).Get())!.Home);
        Accepted("declared", await old.Declare(Command(), 1));
        Accepted("declared", await now.Declare(Command(), 0));
        var id = await _world.Accept(city, host);
        await _world.PassChecks(id);
        Accepted("arrived", await _world.Sponsorship(id).Arrive(Command(), new(2026, 2, 25)));

        // Another way to write the same address is no move.
        Accepted("corrected", await _world.Host(host).CorrectPerson(Command(actor: $"host:{host}"), new() { Address = "1 Old St" }));
        Assert.NotEmpty((await _world.Sponsorship(id).Get())!.Checks);
        Accepted("corrected", await _world.Host(host).CorrectPerson(Command(actor: $"host:{host}"), new() { Address = "2 New Street" }));
        await Until(async () => (await now.Get()).Taken == 1 && (await old.Get()).Left == 1, "the room to follow");
        var view = (await _world.Sponsorship(id).Get())!;
        Assert.Equal(SponsorshipStatus.Arrived, view.Status);
        Assert.Equal(1, (await _world.City(city).Get())!.Used);
        Assert.DoesNotContain(view.Checks, c => Checks.OfTheHome.Contains(c.Kind));
        await Until(async () => (await _world.Grains.Inbox(RecipientId.Of(view.Migrant)).List(null, 0, 20)).Items
            .Any(n => n.Kind == NewsKind.HomeChanged), "the guest to be told");
        // The guest who does not want to live there changes host, and keeps the place.
        Accepted("ended", await _world.Sponsorship(id).ChangeHost(Command()));
        Assert.NotNull(await _world.City(city).GracePeriod(view.Migrant));
        await Until(async () => (await now.Get()).Taken == 0, "the room to be given back");
    }

    [Fact]
    public async Task A_proposal_that_was_made_before_the_move_is_answered_at_the_new_address()
    {
        var city = await _world.OpenCity(1);
        var host = await _world.AddHost(city, "3 Old Street");
        var other = await _world.AddHost(city, "4 New Street");
        var now = _world.Grains.Home((await _world.Host(other).Get())!.Home);
        var id = await _world.Propose(city, host);
        Accepted("declared", await now.Declare(Command(), 1));
        Accepted("corrected", await _world.Host(host).CorrectPerson(Command(actor: $"host:{host}"), new() { Address = "4 New Street" }));
        await Until(async () => (await _world.EventsOf(id.Stream)).Any(e => e.Type == "home-changed"), "the proposal to follow");
        Accepted("accepted", await _world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant));
        Assert.Equal([id], (await now.Get()).Sponsorships);
    }

    [Fact]
    public async Task A_wish_to_be_erased_reaches_the_office_while_the_data_is_still_needed()
    {
        var city = await _world.OpenCity(1);
        var host = await _world.AddHost(city);
        await _world.Accept(city, host);
        Accepted("asked", await _world.Host(host).AskErasure(Command(actor: $"host:{host}")));
        Assert.NotNull((await _world.Host(host).Get())!.ErasureAskedOn);
        Refused(RejectionCode.SponsorshipOpen, await _world.Host(host).ErasePerson(Command(), "own-request"));
        await Until(async () => (await _world.Grains.Inbox(RecipientId.OfficeOf(city)).List(null, 0, 20)).Items
            .Any(n => n.Kind == NewsKind.ErasureAsked), "the office to be told");
    }
}
