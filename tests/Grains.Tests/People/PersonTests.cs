namespace VipOrleans.Grains.Tests.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class PersonTests(World world) : IClassFixture<World>
{
    private static readonly PersonReader Officer = new() { Actor = "city-officer:4", Purpose = "identity-check" };
    private static int _passports;

    [Fact]
    public async Task Name_contact_address_and_documents_are_in_the_vault_and_not_in_the_journal()
    {
        var city = await world.OpenCity(1);
        var (host, migrant) = (HostId.From(city, "canary"), MigrantId.From(city.Nation, $"canary-{city}"));
        var person =
            new Person
            {
                Name = "Canaria Wildbird", Contact = "+64 21 canary", Address = "1 Canary Lane",
                Documents = [new() { Kind = "passport", IssuedBy = "NZ", Number = "CANARY77" }]
            };
        Accepted("registered", await world.Host(host).Register(Command(), new() { Person = person }));
        Accepted("registered",
            await world.Migrant(migrant).Register(Command(), new() { Person = person with { Documents = [] }, Origin = "PH" }));

        var read = (await world.Host(host).ReadPerson(Officer))!;
        Assert.Equal((person.Name, person.Contact, person.Address), (read.Name, read.Contact, read.Address));
        Assert.Equal(person.Documents, read.Documents);
        Assert.Equal("Canaria Wildbird", (await world.Migrant(migrant).ReadPerson(Officer))!.Name);
        Assert.Contains(await world.Host(host).PersonAccesses(10), a => (a.Actor, a.Purpose) == ("city-officer:4", "identity-check"));

        // The journal does have them, by their ids.
        Assert.True(world.JournalHas(host.Value));
        foreach (var secret in new[] { "Canaria", "Wildbird", "21 canary", "Canary Lane", "CANARY77" })
        {
            Assert.False(world.JournalHas(secret), secret);
        }

    }

    [Fact]
    public async Task A_registration_that_is_refused_leaves_nothing_in_the_vault()
    {
        var city = NewCity();
        var (host, passport) = (HostId.From(city, "early"), Passport());
        Refused(RejectionCode.CityNotFound, await world.Host(host).Register(Command(), Of("Early", passport)));
        Assert.Null(await world.Host(host).ReadPerson(Officer));

        var migrant = MigrantId.From(city.Nation, $"wrong-{city}");
        Refused(RejectionCode.InvalidInput,
            await world.Migrant(migrant)
                .Register(Command(), new() { Person = new() { Name = "Wrong", Documents = [passport] }, Origin = "Nepal" }));
        Assert.Null(await world.Migrant(migrant).ReadPerson(Officer));

        // Their document is free for who registers next.
        await world.OpenCity(1, city);
        Accepted("registered", await world.Host(HostId.From(city, "another")).Register(Command(), Of("Another", passport)));
    }

    [Fact]
    public async Task Data_that_cannot_be_kept_is_refused_by_the_names_of_its_fields()
    {
        var city = await world.OpenCity(1);
        var host = world.Host(HostId.From(city, "bad"));
        var secret = new string('x', 201);
        var refused =
            await host.Register(Command(), Of(secret, new PersonDocument { Kind = "library-card", IssuedBy = "nz", Number = "!!" }));
        Refused(RejectionCode.InvalidInput, refused);
        foreach (var field in new[] { "name", "documents[0].kind", "documents[0].issuedBy", "documents[0].number" })
        {
            Assert.Contains(field, refused.Detail);
        }

        Assert.DoesNotContain("xxx", refused.Detail);
        Assert.Null(await host.Get());

        Accepted("registered", await host.Register(Command(), Of("Wirihana")));
        Refused(RejectionCode.InvalidInput, await host.ErasePerson(Command(), "because she asked me to"));
        Assert.Equal("Wirihana", (await host.ReadPerson(Officer))!.Name);
    }

    [Fact]
    public async Task Neither_a_retry_nor_another_request_overwrites_who_is_registered()
    {
        var city = await world.OpenCity(1);
        var id = HostId.From(city, "first");
        var context = Command();
        var first = await world.Host(id).Register(context, Of("First"));
        Assert.Equal(first, await world.Host(id).Register(context, Of("Second")));
        Refused(RejectionCode.AlreadyExists, await world.Host(id).Register(Command(), Of("Third")));
        await world.Cluster.DeactivateAsync(world.Host(id));
        Assert.Equal(first, await world.Host(id).Register(context, Of("Fourth")));
        Assert.Equal("First", (await world.Host(id).ReadPerson(Officer))!.Name);
    }

    [Fact]
    public async Task Of_two_who_register_under_one_id_at_once_the_one_who_is_registered_is_in_the_vault()
    {
        var city = await world.OpenCity(1);
        for (var round = 0; round < 10; round++)
        {
            var id = HostId.From(city, $"two-{round}");
            string[] names = ["One", "Two", "Three"];
            var answers = await Task.WhenAll(names.Select(name => world.Host(id).Register(Command(), Of(name))));
            var winner = Assert.Single(names, name => answers[Array.IndexOf(names, name)].IsAccepted);
            Assert.Equal(2, answers.Count(a => a.Rejected == RejectionCode.AlreadyExists));
            Assert.Equal(winner, (await world.Host(id).ReadPerson(Officer))!.Name);
        }
    }

    [Fact]
    public async Task A_registration_whose_outcome_is_unknown_keeps_its_data_and_is_made_good_by_a_retry()
    {
        var city = await world.OpenCity(1);
        var id = HostId.From(city, "unknown");
        var context = Command();
        world.Script(id.Stream, n => n == 1 ? Fault.AfterWrite : Fault.LostBeforeWrite);
        // The second waits for its turn while the first fails; it must not put its own name in place of what may be registered.
        var answers =
            await Soon(Task.WhenAll(world.Host(id).Register(context, Of("Unknown")), world.Host(id).Register(context, Of("Unknown"))),
                "two failures");
        Assert.All(answers, a => Refused(RejectionCode.StoreUnavailable, a));
        world.Heal();

        Assert.Equal("Unknown", (await world.Host(id).ReadPerson(Officer))!.Name);
        Accepted("registered", await world.Host(id).Register(context, Of("Unknown")));
        Assert.Single(await world.EventsOf(id.Stream));
    }

    [Fact]
    public async Task One_document_is_one_person()
    {
        var city = await world.OpenCity(1);
        var passport = Passport();
        Accepted("registered", await world.Host(HostId.From(city, "owner")).Register(Command(), Of("Owner", passport)));

        var again = await world.Host(HostId.From(city, "again"))
            .Register(Command(), Of("Again", passport with { Number = passport.Number.Replace("-", " ") }));
        var migrant =
            await world.Migrant(MigrantId.From(city.Nation, $"again-{city}"))
                .Register(Command(), new() { Person = Of("Again", passport).Person, Origin = "PH" });

        Refused(RejectionCode.PersonAlreadyRegistered, again);
        Refused(RejectionCode.PersonAlreadyRegistered, migrant);
        Assert.Null(await world.Host(HostId.From(city, "again")).Get());
        Assert.Equal("Owner", (await world.Host(HostId.From(city, "owner")).ReadPerson(Officer))!.Name);
    }

    [Fact]
    public async Task Nobody_is_erased_in_a_live_sponsorship_and_what_stays_afterwards_has_no_name()
    {
        var city = await world.OpenCity(1);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Accept(city, host, migrant);
        Refused(RejectionCode.SponsorshipOpen, await world.Host(host).ErasePerson(Command(), "own-request"));
        Refused(RejectionCode.SponsorshipOpen, await world.Migrant(migrant).ErasePerson(Command(), "own-request"));
        Assert.NotNull(await world.Host(host).ReadPerson(Officer));
        await world.Sponsorship(id).Withdraw(Own(Party.Migrant), Party.Migrant);

        var context = Command();
        Accepted("erased", await world.Host(host).ErasePerson(context, "own-request"));
        Accepted("erased", await world.Migrant(migrant).ErasePerson(Command(), "own-request"));
        Accepted("erased", await world.Host(host).ErasePerson(context, "own-request"));

        Assert.Null(await world.Host(host).ReadPerson(Officer));
        Assert.Null(await world.Migrant(migrant).ReadPerson(Officer));
        Assert.Contains(await world.Host(host).PersonAccesses(10), a => (a.Action, a.Purpose) == ("erase", "own-request"));
        await world.Cluster.DeactivateAsync(world.Host(host));
        Assert.True((await world.Host(host).Get())!.Erased);
        Assert.Equal((host, migrant, EndReason.Withdrawn), Parties((await world.Sponsorship(id).Get())!));
        // They cannot come back under this id, nor enter a sponsorship.
        Refused(RejectionCode.AlreadyExists, await world.Host(host).Register(Command(), Of("Back")));
        Assert.Null(await world.Host(host).ReadPerson(Officer));
        Refused(RejectionCode.HostNotFound, await world.Host(host).Take(Command(), SponsorshipId.From(city, "new")));
        Refused(RejectionCode.HostNotFound,
            await world.Sponsorship(SponsorshipId.From(city, "new"))
                .Propose(Own(Party.Host), host, await world.AddMigrant(city.Nation), Party.Host));

        static (HostId, MigrantId, EndReason?) Parties(SponsorshipView view) => (view.Host, view.Migrant, view.EndReason);
    }

    [Fact]
    public async Task The_words_of_a_reply_are_in_the_vault_and_the_first_reply_stands()
    {
        var city = await world.OpenCity(1);
        var id = await world.Accept(city);
        var s = world.Sponsorship(id);
        Refused(RejectionCode.WrongState, await s.Reply(Command(), Party.Host, "Too early, canary."));
        Assert.Null(await s.ReadReply(Officer));
        await s.Refuse(Command(), [RefusalReason.ConditionsNotMet]);
        Refused(RejectionCode.InvalidInput, await s.Reply(Command(), Party.Host, " "));
        Refused(RejectionCode.VersionMismatch, await s.Reply(Command(ifMatch: 1), Party.Host, "Of the wrong version."));

        // The second comes while the first is being written.
        const string first = "The first canary's reply.";
        Task<CommandResult> reply = null!;
        await world.HoldUp(id.Stream, () =>
        {
            reply = s.Reply(Command(), Party.Host, first);
            return Task.CompletedTask;
        });
        var second = s.Reply(Command(), Party.Host, "The second canary's reply.");
        await world.AllArrived(city);
        world.Heal();
        Accepted("replied", await Soon(reply, "the first reply"));
        Accepted("replied", await Soon(second, "the second reply"));
        Assert.Equal(first, await s.ReadReply(Officer));
        Accepted("replied", await s.Reply(Command(), Party.Host, "Something else."));
        Accepted("replied", await s.Reply(Command(), Party.Migrant, "And from the other side."));
        Assert.Equal(first, await s.ReadReply(Officer));
        Assert.Equal(Party.Host, (await s.Get())!.Refusal!.RepliedBy);
        Assert.False(world.JournalHas("canary"));
        Assert.Single(await world.EventsOf(id.Stream), e => e.Type == "refusal-replied");
    }

    [Fact]
    public async Task A_minor_hosts_through_a_guardian_where_the_city_allows_it()
    {
        var city = await world.OpenCity(4, policy: CityPolicy.Default with { MinorsMayHost = true });
        var guardian = await world.AddHost(city, "4 Hobson Street");
        var child = HostId.From(city, "child");
        Accepted("registered", await world.Host(child).Register(Command(), Of("Child") with { Guardian = guardian }));
        var (parent, view) = ((await world.Host(guardian).Get())!, (await world.Host(child).Get())!);
        Assert.Equal((parent.Household, parent.Home, guardian), (view.Household, view.Home, view.Guardian));
        Refused(RejectionCode.GuardianNotFit,
            await world.Host(HostId.From(city, "grandchild")).Register(Command(), Of("Grandchild") with { Guardian = child }));
    }

    private static HostRegistration Of(string name, params IReadOnlyList<PersonDocument> documents) =>
        new() { Person = new() { Name = name, Documents = documents } };

    private static PersonDocument Passport() =>
        new() { Kind = "passport", IssuedBy = "NZ", Number = $"LA-{Interlocked.Increment(ref _passports)}" };
}
