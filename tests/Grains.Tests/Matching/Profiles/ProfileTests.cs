namespace VipOrleans.Grains.Tests.Matching;

using System.IO.Compression;
using System.Text;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Matching;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class ProfileTests : IAsyncLifetime
{
    private static readonly ProfilePart[] All = [.. Enum.GetValues<ProfilePart>()];
    private static readonly PersonReader Own = new() { Actor = "host:own", Purpose = "own-reading" };

    // One that nothing else in the files can look like.
    private static readonly OwnTraits Zoroastrian = new() { Heritage = "IR", Faith = Faith.Zoroastrian };

    private readonly UnwillingVault.Switch _erases = new();
    private readonly World _world;

    public ProfileTests() => _world = new() { AroundVault = vault => UnwillingVault.Of(vault, _erases) };

    public async ValueTask InitializeAsync() => await _world.InitializeAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_profile_is_set_replaced_closed_and_read_by_its_owner()
    {
        var city = await _world.OpenCity(1);
        var host = await _world.AddHost(city);
        Refused(RejectionCode.HostNotFound, await _world.Profile(HostId.From(city, "nobody")).Set(Command(), Speaks("ne"), []));
        Assert.Null(await _world.Profile(host).Get());
        Accepted("set", await _world.Profile(host).Set(Command("set"), Speaks("ne"), []));
        Assert.Equal((Speaks("ne"), true, null), Told(await _world.Profile(host).Get()));
        Accepted("set", await _world.Profile(host).Set(Command(), Speaks("fr"), []));
        // An old request that comes again changes nothing.
        Assert.True((await _world.Profile(host).Set(Command("set"), Speaks("ne"), [])).IsRepeat);
        Assert.Equal((Speaks("fr"), true, null), Told(await _world.Profile(host).Get()));
        Accepted("closed", await _world.Profile(host).Close(Command()));
        Assert.Equal((Speaks("fr"), false, null), Told(await _world.Profile(host).Get()));

        static (Profile, bool, ConsentView?) Told(ProfileView? view) => (view!.Profile, view.IsOpen, view.Consent);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Party.Migrant)]
    [InlineData(Party.Host)]
    public async Task Who_sees_first_sees_all_and_who_sees_second_sees_those_who_have_proposed(Party? first)
    {
        var city = await _world.OpenCity(5, policy: CityPolicy.Default with { SeesFirst = first });
        var hosts = new[] { await Host(city, Speaks("ne")), await Host(city, Speaks("fr")) };
        var migrants = new[] { await Migrant(city, Speaks("ne")), await Migrant(city, Speaks("fr")) };
        var hostsSeeFirst = first == Party.Host;
        PersonId[] some = [.. hosts.Select(h => (PersonId)h)], others = [.. migrants.Select(m => (PersonId)m)];
        var (seeing, seen) = hostsSeeFirst ? (some, others) : (others, some);
        foreach (var person in seeing) Assert.Equal(seen.ToHashSet(), await Seen(city, person));
        foreach (var person in seen) Assert.Empty(await Seen(city, person));

        // The second side sees whoever has turned to them, until the proposal is answered.
        var id = SponsorshipId.From(city, "turned");
        Accepted("proposed",
            await _world.Sponsorship(id).Propose(Own(Party.Host), hosts[0], migrants[1], hostsSeeFirst ? Party.Host : Party.Migrant));
        var (by, to) = hostsSeeFirst ? (some[0], others[1]) : (others[1], some[0]);
        Assert.Equal([by], await Seen(city, to));
        Assert.Equal([by], (await _world.Search(city).Suggest(to, 0, 10))!.Items.Select(s => s.Person.Id));
        Assert.Empty(await Seen(city, seen.Single(p => p != to)));
        var answers = hostsSeeFirst ? Party.Migrant : Party.Host;
        Accepted("declined", await _world.Sponsorship(id).Decline(Own(answers), answers));
        Assert.Empty(await Seen(city, to));

        // The city decides otherwise, and it is the other way round.
        await _world.City(city).DecidePolicy(Command(), CityPolicy.Default with { SeesFirst = hostsSeeFirst ? Party.Migrant : Party.Host });
        foreach (var person in seen) Assert.Equal(seeing.ToHashSet(), await Seen(city, person));
        foreach (var person in seeing) Assert.Empty(await Seen(city, person));
    }

    [Fact]
    public async Task Only_what_was_opened_is_seen_and_counts()
    {
        var city = await _world.OpenCity(2);
        var told = new Profile([new("ne", LanguageLevel.Native)], [Interest.Choir], ["7115"], new(true, false, true, true),
            [ProfilePart.Interests]);
        var host = await Host(city, told);
        var migrant = await Migrant(city, told with { Opened = All });
        var card = Assert.Single((await _world.Search(city).Search(migrant, new(), 0, 10))!.Items);
        Assert.Equal((host, 0, 1, 0, null),
            (card.Id.Host!.Value, card.Languages.Count, card.Interests.Count, card.Trades.Count, card.Home));
        var suggestion = Assert.Single((await _world.Search(city).Suggest(migrant, 0, 10))!.Items);
        Assert.Equal("You both like choir.", Assert.Single(suggestion.Reasons).Text);
        Assert.Empty((await _world.Search(city).Search(migrant, new() { Language = "ne" }, 0, 10))!.Items);
        await _world.Profile(host).Set(Command(), told with { Opened = All }, []);
        Assert.Single((await _world.Search(city).Search(migrant, new() { Language = "ne-NP" }, 0, 10))!.Items);
        Assert.Equal(
            ["You both speak Nepali.", "You both know the trade 7115 (ISCO-08).", "You both like choir.", "The home does not fit: cats."],
            (await _world.Search(city).Suggest(migrant, 0, 10))!.Items[0].Reasons.Select(r => r.Text));
    }

    [Fact]
    public async Task Filters_choose_and_pages_meet_everyone_once()
    {
        var city = await _world.OpenCity(2);
        var migrant = await Migrant(city, Speaks("ne"));
        var hosts = new List<HostId>();
        for (var n = 0; n < 7; n++)
        {
            hosts.Add(await Host(city,
                Speaks(n % 2 == 0 ? "ne" : "fr") with
                {
                    Interests = n < 3 ? [Interest.Chess] : [],
                    Trades = n == 5 ? ["7115"] : [],
                    Home = n == 6 ? null : new(n == 1, n == 2, n == 3, n == 4)
                }));
        }

        async Task<IEnumerable<HostId>> Found(SearchFilter filter) =>
            (await _world.Search(city).Search(migrant, filter, 0, 10))!.Items.Select(c => c.Id.Host!.Value);
        HostId[] Of(params int[] numbers) => [.. numbers.Select(n => hosts[n])];
        Assert.Equal(Of(0, 1, 2, 3, 4, 5, 6), await Found(new()));
        Assert.Equal(Of(0, 2, 4, 6), await Found(new() { Language = "ne" }));
        Assert.Equal(Of(1), await Found(new() { Language = "fr", Interest = Interest.Chess }));
        Assert.Equal(Of(5), await Found(new() { Trade = "7115" }));
        Assert.Equal(Of(1), await Found(new() { Cats = true }));
        Assert.Equal(Of(2), await Found(new() { Dogs = true }));
        Assert.Equal(Of(3), await Found(new() { StepFree = true }));
        Assert.Equal(Of(4), await Found(new() { OwnRoom = true }));
        // Who does not tell is in no list of those who do.
        Assert.Equal(Of(0, 2, 3, 4, 5), await Found(new() { Cats = false }));

        var met = new List<PersonId>();
        for (long? next = 0; next is { } after;)
        {
            var page = (await _world.Search(city).Search(migrant, new() { Language = "ne" }, after, 3))!;
            Assert.InRange(page.Items.Count, 1, 3);
            met.AddRange(page.Items.Select(i => i.Id));
            next = page.Next;
        }

        Assert.Equal(Of(0, 2, 4, 6), met.Select(m => m.Host!.Value));
        var suggested = new List<PersonId>();
        for (long? next = 0; next is { } after;)
        {
            var page = (await _world.Search(city).Suggest(migrant, after, 3))!;
            suggested.AddRange(page.Items.Select(i => i.Person.Id));
            next = page.Next;
        }

        // Everybody is suggested, whatever they speak: who shares a language comes first.
        Assert.Equal(hosts.Select(h => (PersonId)h).ToHashSet(), suggested.ToHashSet());
        Assert.Equal(7, suggested.Count);
        Assert.Equal(Of(0, 2, 4, 6).ToHashSet(), suggested.Take(4).Select(s => s.Host!.Value).ToHashSet());
    }

    [Fact]
    public async Task Who_looks_nowhere_is_in_no_sponsorship_and_is_not_suspended_is_shown_and_nobody_else()
    {
        var city = await _world.OpenCity(5);
        var (taken, suspended, closed, erased, last) =
            (await Host(city, Speaks("ne")), await Host(city, Speaks("ne")), await Host(city, Speaks("ne")), await Host(city, Speaks("ne")),
                await Host(city, Speaks("ne")));
        var (migrant, other) = (await Migrant(city, Speaks("ne")), await Migrant(city, Speaks("ne")));
        Assert.Null(await _world.Search(city).Search(await _world.AddMigrant(city.Nation), new(), 0, 10));
        Assert.Null(await _world.Search(city).Suggest(await _world.AddHost(city), 0, 10));
        Assert.Equal(5, (await Seen(city, migrant)).Count);

        var sponsorship = await _world.Accept(city, taken, other);
        await _world.Host(suspended).Suspend(Command(), SuspensionReason.OwnRequest);
        await _world.Profile(closed).Close(Command());
        await _world.Host(erased).ErasePerson(Command(), "own-request");
        Assert.Equal([last], await Seen(city, migrant));
        // The migrant's city hears of it through the nation's feed.
        await Until(async () => await _world.Search(city).Search(other, new(), 0, 10) is null, "the taken migrant to be shown no more");
        await Until(async () => await _world.Profile(erased).Get() is null, "the erased host's profile to go");

        await _world.Sponsorship(sponsorship).Withdraw(Own(Party.Host), Party.Host);
        await _world.Host(suspended).Reinstate(Command(), ReinstatementReason.OwnRequest);
        await Until(async () => await _world.Search(city).Search(other, new(), 0, 10) is not null, "the migrant to look again");
        Assert.Equal([taken, suspended, last], await Seen(city, migrant));
    }

    [Fact]
    public async Task A_migrant_looks_in_several_cities_and_leaves_them()
    {
        var (one, two) =
            (await _world.OpenCity(1, policy: CityPolicy.Default with { SeesFirst = Party.Host }),
                await _world.OpenCity(1, policy: CityPolicy.Default with { SeesFirst = Party.Host }));
        var (hostOfOne, hostOfTwo, migrant) =
            (await Host(one, Speaks("ne")), await Host(two, Speaks("ne")), await _world.AddMigrant(one.Nation));
        Refused(RejectionCode.CityNotFound, await _world.Profile(migrant).Set(Command(), Speaks("ne"), [NewCity()]));
        Accepted("set", await _world.Profile(migrant).Set(Command(), Speaks("ne"), [one, two]));
        Assert.Equal([migrant], await Seen(one, hostOfOne));
        Assert.Equal([migrant], await Seen(two, hostOfTwo));
        Accepted("set", await _world.Profile(migrant).Set(Command(), Speaks("ne"), [two]));
        Assert.Empty(await Seen(one, hostOfOne));
        Assert.Equal([migrant], await Seen(two, hostOfTwo));
        Accepted("closed", await _world.Profile(migrant).Close(Command()));
        Assert.Empty(await Seen(two, hostOfTwo));
    }

    [Fact]
    public async Task What_a_crash_kept_from_a_city_the_nations_feed_brings()
    {
        var city = await _world.OpenCity(1, NewCity("mt"), CityPolicy.Default with { SeesFirst = Party.Host });
        var (host, migrant) = (await Host(city, Speaks("ne")), await Migrant(city, Speaks("ne")));
        Assert.Equal([migrant], await Seen(city, host));
        var seeker = StreamId.Of(city.Value, "seeker", migrant.Value.AsSpan()[^26..]);
        _world.Faults.OnAppend = (append, _) => append.Stream == seeker ? Fault.CrashBeforeWrite : Fault.None;
        await _world.Profile(migrant).Close(Command());
        _world.Heal();
        await _world.Restart();
        await Until(async () => (await Seen(city, host)).Count == 0, "the city to hear that the profile is closed");
    }

    [Fact]
    public async Task Heritage_and_faith_count_where_both_opened_them_and_stand_in_no_file_but_the_vault()
    {
        var city = await _world.OpenCity(4);
        var (same, other, closed) = (await Host(city, Speaks("ne")), await Host(city, Speaks("ne")), await Host(city, Speaks("ne")));
        var (migrant, silent) = (await Migrant(city, Speaks("ne")), await Migrant(city, Speaks("ne")));
        Refused(RejectionCode.InvalidInput, await _world.Profile(same).ConsentToTraits(Command(), new(), ConsentPurpose.Matching));
        Refused(RejectionCode.ProfileNotFound,
            await _world.Profile(await _world.AddHost(city)).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching));
        foreach (var (person,
            traits) in ((PersonId, OwnTraits)[])[(same, Zoroastrian), (migrant, Zoroastrian),
                (other, new() { Heritage = "IN", Faith = Faith.Sikh })])
        {
            Accepted("consented", await _world.Profile(person).ConsentToTraits(Command(), traits, ConsentPurpose.Matching));
            Assert.Equal(traits, await _world.Profile(person).ReadTraits(Own));
        }

        Assert.Equal((ConsentPurpose.Matching, Beginning, null), Terms((await _world.Profile(same).Get())!.Consent!));
        var suggestions = (await _world.Search(city).Suggest(migrant, 0, 10))!.Items;
        var weights = SuggestionWeights.Current;
        Assert.Equal([same],
            suggestions.Where(s => s.Reasons.Any(r => r.Kind is SuggestionKind.SharedFaith or SuggestionKind.SharedHeritage))
                .Select(s => s.Person.Id));
        Assert.Equal((PersonId)same, suggestions[0].Person.Id);
        Assert.Equal(suggestions[1].Score + weights.SharedHeritage + weights.SharedFaith, suggestions[0].Score);
        // Who told another faith stands with who told none, and both are there.
        Assert.Equal(suggestions[1].Score, suggestions[2].Score);
        Assert.Equal([closed, other], suggestions.Skip(1).Select(s => s.Person.Id.Host!.Value).OrderBy(h => h == other));
        Assert.DoesNotContain((await _world.Search(city).Suggest(silent, 0, 10))!.Items,
            s => s.Reasons.Any(r => r.Kind is SuggestionKind.SharedFaith or SuggestionKind.SharedHeritage));
        // Everybody can see who read it, and why.
        Assert.Contains(await _world.Host(same).PersonAccesses(10), a => (a.Actor, a.Purpose) == ("system", "matching"));

        await _world.Cluster.DeactivateAsync(_world.Search(city));
        Assert.False(_world.JournalHas("zoroastrian"));
        Assert.False(_world.JournalHas("sikh"));
        var snapshot = LastSnapshot(city);
        Assert.Contains("languages", snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("zoroastrian", snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("IR", Zoroastrian.ToString(), StringComparison.Ordinal);
        await NoKeyTells(migrant, same);

        static (ConsentPurpose, DateTimeOffset, DateTimeOffset?) Terms(ConsentView c) => (c.Purpose, c.At, c.DeletedAt);
    }

    [Fact]
    public async Task Who_told_nothing_makes_nobodys_heritage_and_faith_be_read()
    {
        var city = await _world.OpenCity(4);
        var host = await Host(city, Speaks("ne"));
        var migrant = await Migrant(city, Speaks("ne"));
        await _world.Profile(host).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching);
        _erases.Read.Clear();
        await _world.Search(city).Suggest(migrant, 0, 10);
        Assert.Empty(_erases.Read);
        await _world.Profile(migrant).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching);
        await _world.Search(city).Suggest(migrant, 0, 10);
        Assert.Equal([$"{host}:traits", $"{migrant}:traits"], _erases.Read.Order());
        // Once, and not with every question.
        await _world.Search(city).Suggest(migrant, 0, 10);
        Assert.Equal(2, _erases.Read.Count);
    }

    [Fact]
    public async Task Withdrawn_consent_deletes_heritage_and_faith_at_once_with_their_key_and_leaves_the_person()
    {
        var city = await _world.OpenCity(4);
        var (host, migrant) = (await Host(city, Speaks("ne")), await Migrant(city, Speaks("ne")));
        foreach (var person in (PersonId[])[host, migrant])
        {
            await _world.Profile(person).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching);
        }

        Assert.Contains((await _world.Search(city).Suggest(migrant, 0, 10))!.Items[0].Reasons, r => r.Kind == SuggestionKind.SharedFaith);
        var before = _world.VaultFileHas($"{host}:traits");
        Assert.True(before.Rows > 0);

        Accepted("withdrawn", await _world.Profile(host).WithdrawConsent(Command()));
        Assert.Equal((0, before.Keys - 1), _world.VaultFileHas($"{host}:traits"));
        Assert.Null(await _world.Profile(host).ReadTraits(Own));
        Assert.Null((await _world.Profile(host).Get())!.Consent);
        Assert.DoesNotContain((await _world.Search(city).Suggest(migrant, 0, 10))!.Items[0].Reasons,
            r => r.Kind == SuggestionKind.SharedFaith);
        Assert.Equal("Aroha", (await _world.Host(host).ReadPerson(Own))!.Name);
        Assert.DoesNotContain(_world.Reminders.Rows, r => r.GrainId.Key.ToString() == host.Value);

        // And again, with something else.
        Accepted("consented", await _world.Profile(host).ConsentToTraits(Command(), new() { Faith = Faith.Jain }, ConsentPurpose.Matching));
        Assert.Equal(new OwnTraits { Faith = Faith.Jain }, await _world.Profile(host).ReadTraits(Own));
    }

    [Fact]
    public async Task A_deletion_that_failed_is_made_good_by_the_reminder_in_another_process()
    {
        var city = await _world.OpenCity(4);
        var host = await Host(city, Speaks("ne"));
        await _world.Profile(host).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching);
        _erases.On = false;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _world.Profile(host).WithdrawConsent(Command("withdraw")));
        Assert.True(_world.VaultFileHas($"{host}:traits").Rows > 0);
        // Nobody uses them any more, whatever is in the file.
        Assert.Null(await _world.Profile(host).ReadTraits(Own));
        await _world.Restart();
        _erases.On = true;
        await _world.RemindersCome();
        Assert.Equal(0, _world.VaultFileHas($"{host}:traits").Rows);
        Assert.Empty(_world.Reminders.Rows);
        Assert.True((await _world.Profile(host).WithdrawConsent(Command("withdraw"))).IsAccepted);
    }

    [Theory]
    [InlineData(Fault.CrashBeforeWrite)]
    [InlineData(Fault.CrashAfterWrite)]
    public async Task A_consent_that_a_crash_cut_leaves_nothing_without_a_consent(Fault cut)
    {
        var city = await _world.OpenCity(4);
        var host = await Host(city, Speaks("ne"));
        _world.Script(((PersonId)host).ProfileStream, _ => cut);
        Refused(RejectionCode.StoreUnavailable,
            await _world.Profile(host).ConsentToTraits(Command("consent"), Zoroastrian, ConsentPurpose.Matching));
        _world.Heal();
        Assert.True(_world.VaultFileHas($"{host}:traits").Rows > 0);
        await _world.Restart();
        await _world.RemindersCome();
        Assert.Equal(cut == Fault.CrashAfterWrite, _world.VaultFileHas($"{host}:traits").Rows > 0);
        Accepted("consented", await _world.Profile(host).ConsentToTraits(Command("consent"), Zoroastrian, ConsentPurpose.Matching));
        Assert.Equal(Zoroastrian, await _world.Profile(host).ReadTraits(Own));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ninety_days_after_the_matching_heritage_and_faith_are_deleted(bool formed)
    {
        var city = await _world.OpenCity(4);
        var (host, migrant, other) = (await Host(city, Speaks("ne")), await Migrant(city, Speaks("ne")), await Host(city, Speaks("ne")));
        PersonId[] people = [host, migrant, other];
        foreach (var person in people) await _world.Profile(person).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching);
        PassDays(10);
        await _world.RemindersCome();
        Assert.All(people, p => Assert.True(_world.VaultFileHas($"{p}:traits").Rows > 0));

        if (formed) await _world.Accept(city, host, migrant);
        else foreach (var person in people[..2]) await _world.Profile(person).Close(Command());
        foreach (var person in people[..2])
        {
            await Until(async () => (await _world.Profile(person).Get())!.Consent!.DeletedAt == Beginning.AddDays(100),
                "the days to begin");
        }

        Assert.Null((await _world.Profile(other).Get())!.Consent!.DeletedAt);

        PassDays(89);
        await _world.RemindersCome();
        Assert.Equal(Zoroastrian, await _world.Profile(host).ReadTraits(Own));
        // Another process is there by then.
        await _world.Restart();
        PassDays(1);
        await _world.RemindersCome();
        foreach (var person in people[..2])
        {
            Assert.Equal(0, _world.VaultFileHas($"{person}:traits").Rows);
            Assert.Null((await _world.Profile(person).Get())!.Consent);
            Assert.Contains(await _world.EventsOf(person.ProfileStream), e => e.Type == "traits-purged");
        }

        // Who goes on looking keeps theirs.
        Assert.Equal(Zoroastrian, await _world.Profile(other).ReadTraits(Own));
        Assert.Equal([other.Value], _world.Reminders.Rows.Select(r => r.GrainId.Key.ToString()!).Where(k => people.Any(p => p.Value == k)));
    }

    [Fact]
    public async Task An_erased_person_leaves_no_heritage_and_no_faith()
    {
        var city = await _world.OpenCity(4);
        var (host, migrant) = (await Host(city, Speaks("ne")), await Migrant(city, Speaks("ne")));
        foreach (var person in (PersonId[])[host, migrant])
        {
            await _world.Profile(person).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching);
        }

        Accepted("erased", await _world.Host(host).ErasePerson(Command(), "own-request"));
        Accepted("erased", await _world.Migrant(migrant).ErasePerson(Command(), "own-request"));
        foreach (var person in (PersonId[])[host, migrant])
        {
            Assert.Equal(0, _world.VaultFileHas($"{person}:traits").Rows);
            await Until(async () => await _world.Profile(person).Get() is null, "the profile to go");
            Refused(person.Host is null ? RejectionCode.MigrantNotFound : RejectionCode.HostNotFound,
                await _world.Profile(person).Set(Command(), Speaks("ne"), person.Host is null ? [city] : []));
            Refused(RejectionCode.ProfileNotFound,
                await _world.Profile(person).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching));
            Assert.Equal(0, _world.VaultFileHas($"{person}:traits").Rows);
        }

        await _world.RemindersCome();
        Assert.Empty(_world.Reminders.Rows);
    }

    [Theory]
    [InlineData(20260401)]
    [InlineData(20260402)]
    public async Task The_lists_can_be_made_again_byte_for_byte_after_any_history(int seed)
    {
        var random = new Random(seed);
        var city = await _world.OpenCity(3);
        var hosts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _world.AddHost(city)));
        var migrants = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _world.AddMigrant(city.Nation)));
        PersonId[] people = [.. hosts.Select(h => (PersonId)h), .. migrants.Select(m => (PersonId)m)];
        for (var i = 0; i < 120; i++)
        {
            var person = people[random.Next(12)];
            var cities = person.Host is null ? new[] { city } : [];
            var language = random.Next(2) == 0 ? "ne" : "fr";
            await (random.Next(9) switch
            {
                0 or 1 or 2 => _world.Profile(person).Set(Command(), Speaks(language), cities),
                3 => _world.Profile(person).Close(Command()),
                4 => _world.Profile(person).ConsentToTraits(Command(), Zoroastrian, ConsentPurpose.Matching),
                5 => _world.Profile(person).WithdrawConsent(Command()),
                6 => _world.Host(hosts[random.Next(6)]).Suspend(Command(), SuspensionReason.OwnRequest),
                7 => _world.Host(hosts[random.Next(6)]).Reinstate(Command(), ReinstatementReason.OwnRequest),
                _ => (Task)_world.Propose(city, hosts[random.Next(6)], migrants[random.Next(6)]),
            });
            if (i % 20 == 0) await _world.Search(city).Refresh();
        }

        var seen = new List<string>();
        // The feeds' own news may still be on its way; what a city shows of a migrant is right once the profile has looked.
        foreach (var migrant in migrants) await _world.Profile(migrant).Refresh();
        foreach (var person in people) seen.Add(string.Join(' ', (await Seen(city, person)).Select(p => p.Value).Order()));
        var search = _world.Search(city);
        await _world.CheckpointsAreTheFold<SearchFold>(city.Value, "people", search, search.Rebuild);
        foreach (var (n,
            person) in people.Index()) Assert.Equal(seen[n], string.Join(' ', (await Seen(city, person)).Select(p => p.Value).Order()));
        Assert.Contains(seen, s => s.Length > 0);
    }

    [Fact]
    public async Task A_code_leads_to_an_ordinary_proposal_that_the_inviter_still_accepts()
    {
        var city = await _world.OpenCity(3);
        var (host, migrant, stranger) =
            (await _world.AddHost(city), await _world.AddMigrant(city.Nation), await _world.AddMigrant(city.Nation));
        var made = await _world.Profile(host).Invite(Command("invite"), 14);
        Assert.Equal(("invited", Beginning.AddDays(14)), (made.Result.Outcome, made.Until));
        // A retry is told the same, and another request gets another.
        Assert.Equal(made.Code, (await _world.Profile(host).Invite(Command("invite"), 14)).Code);
        var other = (await _world.Profile(host).Invite(Command(), 14)).Code!;
        Assert.NotEqual(made.Code, other);
        Assert.False(_world.JournalHas(made.Code![^26..]));

        Refused(RejectionCode.InvitationNotFound, (await Use(made.Code, await _world.AddHost(city))).Result);
        Refused(RejectionCode.InvitationNotFound, (await Use($"{city}.{new string('0', 26)}", migrant)).Result);
        Refused(RejectionCode.MigrantNotFound, (await Use(made.Code, MigrantId.From(city.Nation, "nobody"))).Result);
        var used = await Use(made.Code, migrant);
        Accepted("proposed", used.Result);
        var view = (await _world.Sponsorship(used.Sponsorship!.Value).Get())!;
        Assert.Equal((host, migrant, Party.Migrant, SponsorshipStatus.Proposed), (view.Host, view.Migrant, view.ProposedBy, view.Status));
        Assert.Equal(used.Sponsorship, (await Use(made.Code, migrant)).Sponsorship);
        Refused(RejectionCode.InvitationUsed, (await Use(made.Code, stranger)).Result);

        Refused(RejectionCode.OwnProposal, await _world.Sponsorship(view.Id).Accept(Own(Party.Migrant), Party.Migrant));
        Accepted("accepted", await _world.Sponsorship(view.Id).Accept(Own(Party.Host), Party.Host));
        Assert.Equal(SponsorshipStatus.Checking, await _world.StatusOf(view.Id));
        Assert.Empty((await _world.Sponsorship(view.Id).Get())!.Checks);

        PassDays(14);
        Refused(RejectionCode.InvitationExpired, (await Use(other, stranger)).Result);
    }

    [Theory]
    [InlineData(Fault.CrashBeforeWrite)]
    [InlineData(Fault.CrashAfterWrite)]
    public async Task A_use_that_a_crash_cut_is_made_good_by_asking_again(Fault cut)
    {
        var city = await _world.OpenCity(3);
        var (host, migrant) = (await _world.AddHost(city), await _world.AddMigrant(city.Nation));
        var code = (await _world.Profile(migrant).Invite(Command(), 5)).Code!;
        _world.Faults.OnAppend = (append, _) => append.Stream.Kind == "sponsorship" ? cut : Fault.None;
        Refused(RejectionCode.StoreUnavailable, (await Use(code, host, "use")).Result);
        _world.Heal();
        await _world.Restart();
        var used = await Use(code, host, "use");
        Accepted("proposed", used.Result);
        Assert.Equal((host, migrant, Party.Host),
            ((await _world.Sponsorship(used.Sponsorship!.Value).Get())!.Host,
                (await _world.Sponsorship(used.Sponsorship.Value).Get())!.Migrant,
                (await _world.Sponsorship(used.Sponsorship.Value).Get())!.ProposedBy));
        Assert.Single(await _world.EventsOf(used.Sponsorship.Value.Stream));
    }

    private async Task<InvitationUse> Use(string code, PersonId by, string? command = null)
    {
        Assert.True(InvitationId.TryOf(code, out var id));
        return await _world.Grains.Invitation(id).Use(Own(by.Host is null ? Party.Migrant : Party.Host, command), by);
    }

    private static Profile Speaks(string language) => new([new(language, LanguageLevel.Native)], [], [], null, All);

    private async Task<HostId> Host(CityId city, Profile profile)
    {
        var host = await _world.AddHost(city);
        Accepted("set", await _world.Profile(host).Set(Command(), profile, []));
        return host;
    }

    private async Task<MigrantId> Migrant(CityId city, Profile profile)
    {
        var migrant = await _world.AddMigrant(city.Nation);
        Accepted("set", await _world.Profile(migrant).Set(Command(), profile, [city]));
        return migrant;
    }

    private async Task<HashSet<PersonId>> Seen(CityId city, PersonId by) =>
        (await _world.Search(city).Search(by, new(), 0, 200))?.Items.Select(c => c.Id).ToHashSet() ?? [];

    private string LastSnapshot(CityId city)
    {
        using var unpack =
            new GZipStream(
                new MemoryStream(_world.Checkpoints.Last(city.Value, "people").Fold), CompressionMode.Decompress);
        return new StreamReader(unpack).ReadToEnd();
    }

    // No key of the journal, the vault or the reminders tells what somebody believes.
    private async Task NoKeyTells(params PersonId[] people)
    {
        foreach (var person in people)
        {
            foreach (var e in await _world.EventsOf(person.ProfileStream))
            {
                Assert.DoesNotContain("zoro", $"{e.Stream}{e.Type}{e.Actor}{Encoding.UTF8.GetString(e.Data.Span)}",
                    StringComparison.OrdinalIgnoreCase);
            }

        }

        Assert.DoesNotContain(_world.Reminders.Rows,
            r => $"{r.GrainId}{r.ReminderName}".Contains("zoro", StringComparison.OrdinalIgnoreCase));
    }

    private void PassDays(int days) => _world.Time.AdjustTime(_world.Time.GetUtcNow().AddDays(days));
}
