namespace VipOrleans.Grains.Tests.Matching;

using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal.Testing;
using static VipOrleans.Domain.Matching.RoundEntryEvent;
using static VipOrleans.Domain.Matching.RoundEvent;
using static VipOrleans.Grains.Tests.World;

public sealed class RoundTests : IAsyncLifetime
{
    private static readonly ProfilePart[] All = [.. Enum.GetValues<ProfilePart>()];
    private static readonly TimeSpan LateWrites = new JournalingOptions().LateWrites;
    private static int _rounds;

    private readonly World _world = new();

    public async ValueTask InitializeAsync() => await _world.InitializeAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_citys_round_from_its_opening_to_sponsorships_that_both_sides_wanted()
    {
        var city = await _world.OpenCity(3);
        var hosts = await Many(5, () => _world.AddHost(city));
        var migrants = await Many(5, () => _world.AddMigrant(city.Nation));
        var round = await Open(city);
        var opened = (await Round(round).Get())!;
        Assert.Equal((RoundStatus.Open, null, null, null), (opened.Status, opened.Secret, opened.Seed, opened.Cap));
        Assert.Equal([(round, RoundStatus.Open)], (await Rounds(city.Value).List(0, 10)).Items.Select(r => (r.Id, r.Status)));

        var lists = new RoundLists(round);
        async Task Enters(PersonId person, params PersonId[] ranking)
        {
            Accepted("entered", await Entry(round, person).Enter(Command(), ranking));
            lists.Apply(new RoundEntered(round, person, ranking, false));
        }

        // Four pairs who want each other and nobody else, for three places; one wants whom nobody wants.
        for (var n = 0; n < 4; n++)
        {
            await Enters(hosts[n], migrants[n]);
            await Enters(migrants[n], hosts[n]);
        }

        await Enters(hosts[4], migrants[4], migrants[0]);
        await Enters(migrants[4], hosts[0]);
        Refused(RejectionCode.InvalidInput, await Entry(round, hosts[0]).Enter(Command(), [hosts[1]]));
        Refused(RejectionCode.HostNotFound, await Entry(round, HostId.From(city, "nobody")).Enter(Command(), [migrants[0]]));
        Refused(RejectionCode.RoundNotFound, await Entry(RoundId.From(city, "no round"), hosts[0]).Enter(Command(), [migrants[0]]));
        Refused(RejectionCode.RoundResultMissing, await Entry(round, hosts[0]).Answer(Own(Party.Host), true));

        // Nobody enters after its end, and nothing is closed before the last write has had its time.
        Pass(TimeSpan.FromDays(10));
        Refused(RejectionCode.RoundClosed, await Entry(round, hosts[0]).Enter(Command(), [migrants[1]]));
        Assert.Equal(RoundStatus.Open, (await Round(round).Get())!.Status);
        Pass(LateWrites);
        await Round(round).Get();
        await Until(async () => (await Round(round).Get())!.Status == RoundStatus.Answering, "the pairs to be told");

        var view = (await Round(round).Get())!;
        Assert.Equal((3, 5, 5, 3, Beginning.AddDays(10) + LateWrites + TimeSpan.FromDays(14)),
            (view.Cap, view.Hosts, view.Migrants, view.Pairs, view.AnswerUntil));
        // What was committed to is what was revealed, and everybody can make the seed and the order again from what is published.
        Assert.Equal(opened.Commitment, PublishedOrder.CommitmentTo(view.Secret!));
        var (hostMarks, migrantMarks) = await Published(round);
        Assert.Equal(view.Seed, PublishedOrder.SeedOf(view.Secret!, hostMarks.Concat(migrantMarks)));
        Assert.Equal(hosts.Select(h => PublishedOrder.CommitmentTo(h.Value)).Order(StringComparer.Ordinal), hostMarks);
        var wanted = hosts[..4].Select(h => PublishedOrder.CommitmentTo(h.Value)).ToArray();
        var order = PublishedOrder.Of(view.Seed!, hostMarks);
        var first = hostMarks.Index().Where(h => wanted.Contains(h.Item)).OrderBy(h => order[h.Index]).Take(3).Select(h => h.Item)
            .ToHashSet();

        var matched = new List<int>();
        for (var n = 0; n < 5; n++)
        {
            var (mine, theirs) = ((await Entry(round, hosts[n]).Get())!, (await Entry(round, migrants[n]).Get())!);
            Assert.Equal(first.Contains(mine.Mark) ? (migrants[n], hosts[n]) : (null, (PersonId?)null), (mine.Partner, theirs.Partner));
            Assert.Equal(mine.Sponsorship, theirs.Sponsorship);
            if (mine.Partner is not null) matched.Add(n);
        }

        Assert.Equal(lists.Pairs([new(city, 3, 3)], 3, view.Seed!),
            matched.Select(n => new RoundPair(hosts[n], migrants[n]))
                .OrderBy(p => PublishedOrder.CommitmentTo(p.Host.Value), StringComparer.Ordinal));

        // It proposes and no more: nobody and no place is taken.
        Assert.Null((await _world.Host(hosts[matched[0]]).Get())!.Sponsorship);
        Assert.Equal(3, (await _world.City(city).Get())!.Free);

        // Both accept, the migrant first: the same way as any sponsorship from there.
        var both = (await Entry(round, hosts[matched[0]]).Get())!.Sponsorship!.Value;
        Accepted("accepted", await Entry(round, migrants[matched[0]]).Answer(Own(Party.Migrant, "yes"), true));
        Assert.True((await Entry(round, migrants[matched[0]]).Answer(Own(Party.Migrant, "yes"), true)).IsAccepted);
        Assert.Equal((SponsorshipStatus.Proposed, Party.Migrant),
            ((await _world.Sponsorship(both).Get())!.Status, (await _world.Sponsorship(both).Get())!.ProposedBy));
        Accepted("accepted", await Entry(round, hosts[matched[0]]).Answer(Own(Party.Host), true));
        Assert.Equal(SponsorshipStatus.Checking, await _world.StatusOf(both));
        Assert.Equal(2, (await _world.City(city).Get())!.Free);

        // One declines, and then the other cannot accept.
        Accepted("declined", await Entry(round, hosts[matched[1]]).Answer(Own(Party.Host), false));
        Refused(RejectionCode.RoundDeclined, await Entry(round, migrants[matched[1]]).Answer(Own(Party.Migrant), true));
        // One accepts, and the other never answers.
        var half = (await Entry(round, hosts[matched[2]]).Get())!.Sponsorship!.Value;
        Accepted("accepted", await Entry(round, hosts[matched[2]]).Answer(Own(Party.Host), true));

        Pass(TimeSpan.FromDays(14));
        Refused(RejectionCode.RoundAnswerTooLate, await Entry(round, migrants[matched[2]]).Answer(Own(Party.Migrant), true));
        await _world.RemindersCome();
        await Until(async () => (await Round(round).Get())!.Status == RoundStatus.Ended, "the round to end");
        Assert.Equal((SponsorshipStatus.Ended, EndReason.Withdrawn),
            (await _world.StatusOf(half), (await _world.Sponsorship(half).Get())!.EndReason));
        Assert.Equal(SponsorshipStatus.Checking, await _world.StatusOf(both));
        await _world.RemindersCome();
        Assert.DoesNotContain(_world.Reminders.Rows, r => r.GrainId.Key.ToString() == round.Value);
        Assert.Equal([(round, RoundStatus.Ended)], (await Rounds(city.Value).List(0, 10)).Items.Select(r => (r.Id, r.Status)));
        await Rounds(city.Value).Rebuild();
        Assert.Equal([(round, RoundStatus.Ended)], (await Rounds(city.Value).List(0, 10)).Items.Select(r => (r.Id, r.Status)));
    }

    [Fact]
    public async Task A_round_that_is_cut_anywhere_goes_on_with_the_same_result()
    {
        var city = await _world.OpenCity(2);
        // More of one side than one event of the list has.
        var hosts = await Many(Domain.Matching.Round.PerEvent + 3, () => _world.AddHost(city));
        var migrants = await Many(4, () => _world.AddMigrant(city.Nation));
        var cuts = 0;
        for (var cut = 1; cut <= 9; cut++)
        {
            foreach (var fault in (Fault[])[Fault.CrashBeforeWrite, Fault.CrashAfterWrite])
            {
                // Every append once each way is enough; the rest is the same again.
                if (cut % 2 == (fault == Fault.CrashBeforeWrite ? 0 : 1) && cut is not (3 or 7)) continue;
                cuts++;
                var round = await Open(city);
                var lists = new RoundLists(round);
                await Parallel.ForEachAsync(hosts.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16 },
                    async (h, _) => Accepted("entered", await Entry(round, h.Item).Enter(Command(), [migrants[h.Index % 4]])));
                foreach (var (n, host) in hosts.Index()) lists.Apply(new RoundEntered(round, host, [migrants[n % 4]], false));
                foreach (var (n, migrant) in migrants.Index())
                {
                    PersonId[] ranking = [.. hosts.Index().Where(h => h.Index % 4 == n).Take(9).Select(h => (PersonId)h.Item)];
                    Accepted("entered", await Entry(round, migrant).Enter(Command(), ranking));
                    lists.Apply(new RoundEntered(round, migrant, ranking, false));
                }

                var n0 = 0;
                var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _world.Faults.OnAppend = (append, _) =>
                {
                    if (append.Stream != round.Stream || Interlocked.Increment(ref n0) != cut) return Fault.None;
                    crashed.TrySetResult();
                    return fault;
                };
                Pass(TimeSpan.FromDays(10) + LateWrites);
                await Round(round).Get();
                await Soon(crashed.Task, $"append {cut} of the round");
                _world.Heal();
                await _world.Restart();
                await _world.RemindersCome();
                await Until(async () => (await Round(round).Get())!.Status == RoundStatus.Answering,
                    $"the round to go on after {fault} of append {cut}");

                var view = (await Round(round).Get())!;
                Assert.Equal((2, hosts.Length, 4, 2), (view.Cap, view.Hosts, view.Migrants, view.Pairs));
                var (hostMarks, migrantMarks) = await Published(round);
                Assert.Equal(lists.Marks().Hosts, hostMarks);
                Assert.Equal(lists.Marks().Migrants, migrantMarks);
                Assert.Equal(lists.Seed(view.Secret!), view.Seed);
                var events = (await _world.EventsOf(round.Stream)).Select(e => RoundDecider.Aggregate.Events.Read(e.Data.Span)).ToArray();
                Assert.Equal(lists.Pairs([new(city, 2, 2)], 2, view.Seed!), events.OfType<RoundPaired>().SelectMany(p => p.Pairs));
                Assert.Equal((1, 2, 1, 1, 1),
                    (events.OfType<RoundClosed>().Count(), events.OfType<RoundListed>().Count(l => l.Side == Party.Host),
                        events.OfType<RoundListed>().Count(l => l.Side == Party.Migrant), events.OfType<RoundRevealed>().Count(),
                        events.OfType<RoundCompleted>().Count()));
                foreach (var pair in lists.Pairs([new(city, 2, 2)], 2, view.Seed!))
                {
                    Assert.Equal(((PersonId?)pair.Migrant, (PersonId?)pair.Host),
                        ((await Entry(round, pair.Host).Get())!.Partner, (await Entry(round, pair.Migrant).Get())!.Partner));
                }
            }
        }

        Assert.Equal(11, cuts);
    }

    [Fact]
    public async Task The_suggested_order_is_taken_down_without_heritage_and_faith_and_is_not_shown()
    {
        var city = await _world.OpenCity(1);
        var (nepali, french) = (await _world.AddHost(city), await _world.AddHost(city));
        var migrant = await _world.AddMigrant(city.Nation);
        var round = await Open(city);
        Refused(RejectionCode.ProfileNotFound, await Entry(round, migrant).Enter(Command(), null));
        foreach (var (person, language) in ((PersonId, string)[])[(nepali, "ne"), (french, "fr"), (migrant, "ne")])
        {
            Accepted("set",
                await _world.Profile(person)
                    .Set(Command(), new([new(language, LanguageLevel.A1)], [], [], null, All), person.Host is null ? [city] : []));
        }

        // Faith would outweigh a few words of a language.
        foreach (var person in (PersonId[])[french, migrant])
        {
            await _world.Profile(person).ConsentToTraits(Command(), new() { Faith = Faith.Sikh, Heritage = "IN" }, ConsentPurpose.Matching);
        }

        Assert.Equal((PersonId)french, (await _world.Search(city).Suggest(migrant, 0, 1))!.Items[0].Person.Id);
        Accepted("entered", await Entry(round, migrant).Enter(Command(), null));
        var recorded = Assert.Single(await _world.EventsOf(round.EntryStream(migrant)));
        var entered = (RoundEntered)RoundEntryDecider.Aggregate.Events.Read(recorded.Data.Span);
        Assert.Equal([nepali, french], entered.Ranking);
        var view = (await Entry(round, migrant).Get())!;
        Assert.Equal((true, 2, 0), (view.IsSuggested, view.Wishes, view.Ranking.Count));

        // A host may not see the migrants yet, and can take the suggested order all the same.
        Accepted("entered", await Entry(round, nepali).Enter(Command(), null));
        Pass(TimeSpan.FromDays(10) + LateWrites);
        await _world.RemindersCome();
        await Until(async () => (await Round(round).Get())!.Status == RoundStatus.Answering, "the pairs to be told");
        var told = (await Entry(round, nepali).Get())!;
        Assert.Equal((PersonId)migrant, told.Partner);
        Assert.Equal("ne", Assert.Single(told.Card!.Languages).Tag);
    }

    [Theory]
    [InlineData(9, 4, 1, 4)]
    [InlineData(3, 8, 1, 2)]
    [InlineData(9, null, 0, 9)]
    public async Task It_keeps_to_the_citys_quota_to_what_its_nation_can_lease_and_to_who_is_there_already(int quota, int? nationCap,
        int taken, int cap)
    {
        var nation = $"{(char)('a' + quota)}{(char)('a' + (nationCap ?? 0))}";
        if (nationCap is { } places)
        {
            Accepted("decided",
                await _world.Grains.GetGrain<INationGrain>(nation).DecideCap(Command(), new(places + taken, "Order 1", new(2026, 1, 5))));
        }

        var city = await _world.OpenCity(quota, NewCity(nation));
        for (var n = 0; n < taken; n++)
        {
            var id = await _world.Accept(city);
            await Until(async () => await _world.StatusOf(id) == SponsorshipStatus.Checking, "a place to be held");
        }

        var round = await Open(city);
        Pass(TimeSpan.FromDays(10) + LateWrites);
        // A place that is on its way from the nation to the city, or back, is with neither of the two, and time lets the city ask again.
        for (var calm = 0; calm < 20; calm++)
        {
            await Until(async () => nationCap is null
                || (await _world.Grains.GetGrain<INationGrain>(nation).Get()).Free + (await _world.City(city).Get())!.Free == nationCap,
                "no place to be on its way");
        }

        await _world.RemindersCome();
        await Until(async () => (await Round(round).Get())!.Cap is not null, "the list to be closed");
        Assert.Equal(cap, (await Round(round).Get())!.Cap);
    }

    [Fact]
    public async Task A_nations_round_matches_across_its_cities_within_its_cap_and_theirs()
    {
        // Two places of the nation's four are taken; what is left is in the pool or on lease, wherever that is.
        Accepted("decided", await _world.Grains.GetGrain<INationGrain>("mt").DecideCap(Command(), new(4, "Order 1", new(2026, 1, 5))));
        var (one, two) = (await _world.OpenCity(1, NewCity("mt")), await _world.OpenCity(9, NewCity("mt")));
        for (var n = 0; n < 2; n++)
        {
            var taken = await _world.Accept(two);
            await Until(async () => await _world.StatusOf(taken) == SponsorshipStatus.Checking, "a place to be held");
        }

        HostId[] hosts = [.. await Many(3, () => _world.AddHost(one)), .. await Many(3, () => _world.AddHost(two))];
        var migrants = await Many(6, () => _world.AddMigrant(one.Nation));
        var round = RoundId.From(one.Nation, "nation's");
        Refused(RejectionCode.CityNotFound,
            await Round(RoundId.From(NationId.Parse("mu"), "x")).Open(Command(), new(Beginning.AddDays(1), 1)));
        Accepted("opened", await Round(round).Open(Command(), new(Beginning.AddDays(10), 14)));
        Assert.Equal([round], (await Rounds("mt").List(0, 10)).Items.Select(r => r.Id));
        Assert.Empty((await Rounds(one.Value).List(0, 10)).Items);
        foreach (var n in Enumerable.Range(0, 6))
        {
            Accepted("entered", await Entry(round, hosts[n]).Enter(Command(), [migrants[n]]));
            Accepted("entered", await Entry(round, migrants[n]).Enter(Command(), [hosts[n]]));
        }

        Pass(TimeSpan.FromDays(10) + LateWrites);
        await _world.RemindersCome();
        await Until(async () => (await Round(round).Get())!.Status == RoundStatus.Answering, "the pairs to be told");
        var view = (await Round(round).Get())!;
        Assert.Equal((2, 6, 6, 2, null, one.Nation), (view.Cap, view.Hosts, view.Migrants, view.Pairs, view.City, view.Nation));
        var told = new List<HostId>();
        foreach (var host in hosts)
        {
            if ((await Entry(round, host).Get())!.Partner is not null) told.Add(host);
        }

        Assert.Equal(2, told.Count);
        Assert.InRange(told.Count(h => h.City == one), 0, 1);

        // What both want is a sponsorship of the host's city.
        foreach (var host in told)
        {
            var mine = (await Entry(round, host).Get())!;
            Accepted("accepted", await Entry(round, host).Answer(Own(Party.Host), true));
            Accepted("accepted", await Entry(round, mine.Partner!.Value).Answer(Own(Party.Migrant), true));
            Assert.Equal(host.City, mine.Sponsorship!.Value.City);
            await Until(async () => await _world.StatusOf(mine.Sponsorship.Value) == SponsorshipStatus.Checking,
                "each pair to get a place");
        }

        Pass(TimeSpan.FromDays(14));
        await _world.RemindersCome();
        await Until(async () => (await Round(round).Get())!.Status == RoundStatus.Ended, "the round to end");
    }

    [Fact]
    public async Task In_a_nations_round_a_migrants_suggested_order_is_of_all_cities_where_they_look()
    {
        var (one, two) = (await _world.OpenCity(1, NewCity("ad")), await _world.OpenCity(1, NewCity("ad")));
        var (french, nepali, migrant) = (await _world.AddHost(one), await _world.AddHost(two), await _world.AddMigrant(one.Nation));
        var round = RoundId.From(one.Nation, "suggested");
        Accepted("opened", await Round(round).Open(Command(), new(Beginning.AddDays(10), 14)));
        Refused(RejectionCode.ProfileNotFound, await Entry(round, migrant).Enter(Command(), null));
        foreach (var (person,
            language) in ((PersonId, string)[])[(french, "fr"),
                (nepali, "ne")]) await _world.Profile(person).Set(Command(), new([new(language, LanguageLevel.A1)], [], [], null, All), []);
        Accepted("set", await _world.Profile(migrant).Set(Command(), new([new("ne", LanguageLevel.A1)], [], [], null, All), [one, two]));
        Accepted("entered", await Entry(round, migrant).Enter(Command(), null));
        Assert.Equal([nepali, french],
            ((RoundEntered)RoundEntryDecider.Aggregate.Events.Read(
                Assert.Single(await _world.EventsOf(round.EntryStream(migrant))).Data.Span)).Ranking);
        Accepted("entered", await Entry(round, nepali).Enter(Command(), null));
        Assert.Equal(1, (await Entry(round, nepali).Get())!.Wishes);
    }

    [Fact]
    public async Task It_waits_while_the_city_is_paused_and_can_be_cancelled()
    {
        var city = await _world.OpenCity(1);
        var (waiting, cancelled) = (await Open(city), await Open(city));
        Accepted("cancelled", await Round(cancelled).Cancel(Command()));
        Refused(RejectionCode.RoundClosed,
            await Entry(cancelled, await _world.AddHost(city)).Enter(Command(), [await _world.AddMigrant(city.Nation)]));
        Refused(RejectionCode.CityNotFound, await Round(RoundId.From(NewCity(), "x")).Open(Command(), new(Beginning.AddDays(1), 1)));
        Refused(RejectionCode.InvalidInput, await Round(RoundId.From(city, "x")).Open(Command(), new(Beginning, 1)));
        await _world.City(city).Pause(Command(), PauseReason.Safety);
        Pass(TimeSpan.FromDays(20));
        await _world.RemindersCome();
        Assert.Equal((RoundStatus.Open, RoundStatus.Cancelled),
            ((await Round(waiting).Get())!.Status, (await Round(cancelled).Get())!.Status));
        await _world.City(city).Resume(Command());
        await _world.RemindersCome();
        await Until(async () => (await Round(waiting).Get())!.Status == RoundStatus.Answering, "the round to go on");
        Assert.Equal(0, (await Round(waiting).Get())!.Pairs);
        Assert.Equal([waiting.Value], _world.Reminders.Rows.Select(r => r.GrainId.Key.ToString()!));
    }

    private IRoundsGrain Rounds(string partition) => _world.Grains.Rounds(partition);

    private IRoundGrain Round(RoundId id) => _world.Grains.Round(id);

    private IRoundEntryGrain Entry(RoundId round, PersonId person) => _world.Grains.RoundEntry(round, person);

    // Without the timers of the days between.
    private void Pass(TimeSpan time) => _world.Time.AdjustTime(_world.Time.GetUtcNow() + time);

    private async Task<RoundId> Open(CityId city)
    {
        var id = RoundId.From(city, $"round {Interlocked.Increment(ref _rounds)}");
        Accepted("opened", await Round(id).Open(Command(), new(_world.Time.GetUtcNow().AddDays(10), 14)));
        return id;
    }

    private async Task<(IReadOnlyList<string> Hosts, IReadOnlyList<string> Migrants)> Published(RoundId round)
    {
        var marks = new Dictionary<Party, List<string>> { [Party.Host] = [], [Party.Migrant] = [] };
        for (long? next = 0; next is { } after;)
        {
            var page = await Round(round).List(after);
            Assert.InRange(page.Marks.Count, 1, Domain.Matching.Round.PerEvent);
            marks[page.Side!.Value].AddRange(page.Marks);
            next = page.Next;
        }

        return (marks[Party.Host], marks[Party.Migrant]);
    }

    private static async Task<T[]> Many<T>(int count, Func<Task<T>> make) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => make()));
}
