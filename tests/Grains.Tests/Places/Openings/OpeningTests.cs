namespace VipOrleans.Grains.Tests.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Places.OpeningEvent;
using static VipOrleans.Grains.Tests.World;

public sealed class OpeningTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static int _ids;

    public static TheoryData<string, int, Fault> Cuts
    {
        get
        {
            var data = new TheoryData<string, int, Fault>();
            // Each append of the opening: announced, taken, closed, listed twice, revealed, drawn; and of the city: registering, closed,
            // drawn twice.
            foreach (var (stream, appends) in new[] { ("opening", 7), ("city", 4) })
            {
                for (var n = 1; n <= appends; n++)
                {
                    foreach (var fault in new[] { Fault.CrashBeforeWrite, Fault.CrashAfterWrite }) data.Add(stream, n, fault);
                }
            }

            return data;
        }
    }

    [Fact]
    public async Task Whoever_asks_within_the_window_is_drawn_behind_who_stood_in_line_and_before_who_came_later()
    {
        await using var world = await Start(new() { Silos = 2, IsScattered = true });
        var city = await world.OpenCity(1);
        var (first, second) = (await world.Accept(city), await world.Accept(city));
        var id = await Announce(world, city);
        var announced = (await Grain(world, id).Get())!;
        Assert.Equal((OpeningStatus.Open, null, null, null, Beginning, Beginning + Window),
            (announced.Status, announced.Secret, announced.Seed, announced.Entries, announced.From, announced.Until));
        Refused(RejectionCode.OpeningRunning, await Grain(world, NewOpening(city)).Announce(Command(), Terms()));
        Refused(RejectionCode.CityNotFound, await Grain(world, NewOpening(NewCity())).Announce(Command(), Terms()));

        // The one in line gets a place as ever; places that are left are nobody's before the draw.
        Accepted("decided", await world.City(city).DecideQuota(Command(), Quota(4)));
        await Until(async () => await world.StatusOf(second) == SponsorshipStatus.Checking, "the line to be served");
        var entries = new List<SponsorshipId>();
        for (var n = 0; n < 5; n++) entries.Add(await world.Accept(city));
        foreach (var entry in entries)
        {
            await Until(async () => await world.StatusOf(entry) == SponsorshipStatus.Waiting, "everybody to be registered");
        }

        Assert.Equal((5, 0, 2, id),
            ((await world.City(city).Get())!.Registered, (await world.City(city).Get())!.Waiting, (await world.City(city).Get())!.Free,
                (await world.City(city).Get())!.Opening));
        var registered = await world.City(city).QueuePosition(entries[0]);
        Assert.Equal((PlaceState.Registered, null, 0, 5, id, Beginning + Window),
            (registered.State, registered.Position, registered.Waiting, registered.Registered, registered.Opening, registered.DrawAfter));
        Assert.Equal((null, NoForecast.NotDrawn), (registered.Forecast!.FromDays, registered.Forecast.WhyNot));
        Accepted("withdrawn", await world.Sponsorship(entries[4]).Withdraw(Own(Party.Host), Party.Host));
        await Until(async () => (await world.City(city).Get())!.Registered == 4, "one to leave");
        Assert.Empty((await Grain(world, id).List(0)).Marks);

        world.Time.Advance(Window);
        var late = await world.Accept(city);
        await Until(async () => await world.StatusOf(late) == SponsorshipStatus.Waiting, "the late one to stand in line");
        await Drawn(world, id);
        var draw = await Published(world, id, city);
        Assert.Equal(entries[..4].Select(Opening.MarkOf), draw.Entries);
        Assert.Equal(announced.Commitment, draw.Commitment);
        Assert.All(draw.Check(), f => Assert.True(f.Fits, f.Says));

        var inOrder = draw.Order.Select(m => entries.Single(e => Opening.MarkOf(e) == m)).ToArray();
        foreach (var served in inOrder[..2])
        {
            await Until(async () => await world.StatusOf(served) == SponsorshipStatus.Checking, "the first two to hear of their places");
        }

        Assert.Equal((PlaceState.Held, PlaceState.Held),
            ((await world.City(city).QueuePosition(inOrder[0])).State, (await world.City(city).QueuePosition(first)).State));
        Assert.Equal([1, 2, 3], await Positions(world, city, inOrder[2], inOrder[3], late));
        var view = (await world.City(city).Get())!;
        Assert.Equal((4, 0, 3, 0, null), (view.Held, view.Free, view.Waiting, view.Registered, view.Opening));
        Assert.Equal(PlaceState.None, (await world.City(city).QueuePosition(entries[4])).State);

        await world.RemindersCome();
        Assert.DoesNotContain(world.Reminders.Rows, r => r.GrainId.Key.ToString() == id.Value);
        Refused(RejectionCode.OpeningWrongState, await Grain(world, id).CallOff(Command()));
        // The next one is another draw, with another secret.
        var next = await Announce(world, city);
        Assert.NotEqual(announced.Commitment, (await Grain(world, next).Get())!.Commitment);
        var listed = (await world.Registers(city.Value).Openings(0, 10)).Items;
        Assert.Equal([(id, OpeningStatus.Drawn, 4), (next, OpeningStatus.Open, null)], listed.Select(o => (o.Id, o.Status, o.Entries)));
        await world.Registers(city.Value).Rebuild();
        Assert.Equal(listed, (await world.Registers(city.Value).Openings(0, 10)).Items);
        Assert.Equal(id, Assert.Single((await world.Registers(city.Value).Openings(0, 1)).Items).Id);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task An_opening_that_is_cut_anywhere_goes_on_with_the_same_draw(string where, int n, Fault fault)
    {
        await using var world = await Start();
        var city = await world.OpenCity(2);
        var id = NewOpening(city);
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Appends of people who ask are no step of the opening.
        var (stream, steps) = (where == "opening" ? id.Stream : city.Stream, 0);
        world.Faults.OnAppend = (append, _) =>
        {
            var isStep = append.Stream == stream && !append.Events.Any(e => e.Type is "place-registered" or "waiting-left")
                && append.Events.Any(e => e.Type != "place-held");
            if (!isStep || Interlocked.Increment(ref steps) != n) return Fault.None;
            cut.TrySetResult();
            return fault;
        };
        var announce = Command("announce");
        async Task<CommandResult?> Try(Func<Task<CommandResult>> work)
        {
            try
            {
                return await work();
            }
            catch (StoreUnavailableException)
            {
                return null;
            }
        }

        await Try(() => Grain(world, id).Announce(announce, Terms()));
        if (cut.Task.IsCompleted) await Mend(world);
        Accepted("announced", (await Try(() => Grain(world, id).Announce(announce, Terms())))!);
        if (cut.Task.IsCompleted) await world.RemindersCome();
        await Until(async () => (await Grain(world, id).Get())!.Status == OpeningStatus.Open, "the city to take it up");

        SponsorshipId[] people = [.. Enumerable.Range(0, Opening.PerEvent + 3).Select(i => SponsorshipId.From(city, $"{id} {i}"))];
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (s, _) => Assert.True((await world.City(city).HoldPlace(Command(), s)).IsInLine));
        var isMended = cut.Task.IsCompleted;
        world.Time.Advance(Window);
        await Grain(world, id).Get();
        if (!isMended)
        {
            await Soon(cut.Task, $"append {n} of the {where}");
            await Mend(world);
            await world.RemindersCome();
        }

        await Drawn(world, id);
        var draw = await Published(world, id, city);
        Assert.All(draw.Check(), f => Assert.True(f.Fits, f.Says));
        Assert.Equal(people.Select(Opening.MarkOf).ToHashSet(), draw.Entries.ToHashSet());
        var view = (await world.City(city).Get())!;
        Assert.Equal((2, 0, people.Length - 2, 0), (view.Held, view.Free, view.Waiting, view.Registered));
        var byMark = people.ToDictionary(Opening.MarkOf);
        Assert.Equal([null, null, 1, 2, 201],
            await Positions(world, city, [.. new[] { 0, 1, 2, 3, 202 }.Select(i => byMark[draw.Order[i]])]));
        var events = (await world.EventsOf(id.Stream)).Select(e => OpeningDecider.Aggregate.Events.Read(e.Data.Span)).ToArray();
        Assert.Equal((1, 1, 1, 2, 1, 1),
            (events.OfType<OpeningAnnounced>().Count(), events.OfType<OpeningTaken>().Count(), events.OfType<OpeningClosed>().Count(),
                events.OfType<OpeningListed>().Count(), events.OfType<OpeningRevealed>().Count(), events.OfType<OpeningDrawn>().Count()));
        await world.RemindersCome();
        Assert.DoesNotContain(world.Reminders.Rows, r => r.GrainId.Key.ToString() == id.Value);
    }

    [Fact]
    public async Task Of_two_that_are_announced_at_once_the_city_has_one()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        OpeningId[] ids = [.. Enumerable.Range(0, 4).Select(_ => NewOpening(city))];
        var results = await Task.WhenAll(ids.Select(id => Grain(world, id).Announce(Command($"announce-{id}"), Terms())));
        Assert.Single(results, r => r.IsAccepted);
        Assert.Equal(3, results.Count(r => r.Rejected == RejectionCode.OpeningRunning));
        // Asked again, each is answered the same; whatever was refused leaves no reminder.
        Assert.Equal(results.Select(r => r.Rejected),
            (await Task.WhenAll(ids.Select(id => Grain(world, id).Announce(Command($"announce-{id}"), Terms())))).Select(r => r.Rejected));
        await world.RemindersCome();
        var running = ids[Array.FindIndex(results, r => r.IsAccepted)];
        Assert.Equal([running.Value],
            world.Reminders.Rows.Select(r => r.GrainId.Key.ToString()).Where(k => k!.Contains("opening", StringComparison.Ordinal)));
        Assert.Equal(running, (await world.City(city).Get())!.Opening);
    }

    [Fact]
    public async Task One_that_is_called_off_ends_at_once_and_draws_who_is_registered()
    {
        await using var world = await Start();
        var city = await world.OpenCity(1);
        var id = await Announce(world, city);
        SponsorshipId[] people = [.. Enumerable.Range(0, 3).Select(n => SponsorshipId.From(city, $"{id} {n}"))];
        foreach (var s in people) Assert.True((await world.City(city).HoldPlace(Command(), s)).IsInLine);
        Accepted("called-off", await Grain(world, id).CallOff(Command("off")));
        Accepted("called-off", await Grain(world, id).CallOff(Command("off")));
        await Drawn(world, id);
        Assert.True((await Grain(world, id).Get())!.CalledOff);
        var draw = await Published(world, id, city);
        Assert.All(draw.Check(), f => Assert.True(f.Fits, f.Says));
        Assert.Equal([null, 1, 2], await Positions(world, city, [.. draw.Order.Select(m => people.Single(s => Opening.MarkOf(s) == m))]));

        // One that nobody asked in is over at once, and who asks then is served first come first served.
        var ahead = NewOpening(city);
        Accepted("announced",
            await Grain(world, ahead)
                .Announce(Command(), Terms() with { From = world.Time.GetUtcNow().AddDays(3), Until = world.Time.GetUtcNow().AddDays(4) }));
        Accepted("called-off", await Grain(world, ahead).CallOff(Command()));
        Assert.Equal((OpeningStatus.Drawn, 0), ((await Grain(world, ahead).Get())!.Status, (await Grain(world, ahead).Get())!.Entries));
        Assert.Null((await world.City(city).Get())!.Opening);
        await world.RemindersCome();
        Assert.DoesNotContain(world.Reminders.Rows, r => r.GrainId.Key.ToString() == ahead.Value);
    }

    [Fact]
    public async Task Thousands_are_listed_and_drawn_piece_by_piece()
    {
        await using var world = await Start();
        var city = await world.OpenCity(150);
        var id = await Announce(world, city);
        // More than the city tells at once, and more than one page of the published list has.
        SponsorshipId[] people = [.. Enumerable.Range(0, 5_300).Select(n => SponsorshipId.From(city, $"{id} {n}"))];
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (s, _) => Assert.True((await world.City(city).HoldPlace(Command(), s)).IsInLine));
        Accepted("called-off", await Grain(world, id).CallOff(Command()));
        await Drawn(world, id);
        var draw = await Published(world, id, city);
        Assert.All(draw.Check(), f => Assert.True(f.Fits, f.Says));
        Assert.Equal(people.Select(Opening.MarkOf).ToHashSet(), draw.Entries.ToHashSet());
        await Until(async () => (await world.City(city).Get())!.Held == 150, "all places to be given");
        var byMark = people.ToDictionary(Opening.MarkOf);
        Assert.Equal([null, 1, 5_150], await Positions(world, city, [.. new[] { 149, 150, 5_299 }.Select(i => byMark[draw.Order[i]])]));
        Assert.All(await world.EventsOf(id.Stream), e => Assert.InRange(e.Data.Length, 1, 20_000));
        Assert.All(await world.EventsOf(city.Stream), e => Assert.InRange(e.Data.Length, 1, 20_000));
    }

    [Fact]
    public async Task A_position_in_a_long_line_is_a_second_old_at_most_and_says_of_when_it_is()
    {
        await using var world = await Start();
        var city = await world.OpenCity(0);
        SponsorshipId[] line = [.. Enumerable.Range(0, 1_500).Select(n => SponsorshipId.From(city, $"{city} {n}"))];
        foreach (var some in line.Chunk(100))
        {
            foreach (var s in await Task.WhenAll(some.Select(s => world.City(city).HoldPlace(Command(), s)))) Assert.True(s.IsInLine);
        }

        var inOrder = (await world.EventsOf(city.Stream)).Select(e => CityDecider.Aggregate.Events.Read(e.Data.Span)).OfType<PlaceAwaited>()
            .Select(e => e.Sponsorship).ToArray();
        Assert.Equal([1, 2, 750, 1_500], await Positions(world, city, inOrder[0], inOrder[1], inOrder[749], inOrder[1_499]));
        var before = await world.City(city).QueuePosition(inOrder[749]);
        Accepted("released", await world.City(city).ReleasePlace(Command(), inOrder[3], "hold"));
        Assert.Equal(before, await world.City(city).QueuePosition(inOrder[749]));
        // Who has just come is counted at once, whatever that costs.
        var newcomer = SponsorshipId.From(city, "newcomer");
        await world.City(city).HoldPlace(Command(), newcomer);
        Assert.Equal([1_500], await Positions(world, city, newcomer));
        Accepted("released", await world.City(city).ReleasePlace(Command(), inOrder[4], "hold"));
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var after = await world.City(city).QueuePosition(inOrder[749]);
        Assert.Equal((748, world.Time.GetUtcNow()), (after.Position, after.AsOf));
        Assert.True(after.CityVersion > before.CityVersion);
    }

    [Fact]
    public async Task A_forecast_says_what_it_is_made_from_and_survives_a_restart()
    {
        await using var world = await Start();
        var city = await world.OpenCity(0);
        SponsorshipId[] line = [.. Enumerable.Range(0, 12).Select(n => SponsorshipId.From(city, $"{city} {n}"))];
        foreach (var s in line) await world.City(city).HoldPlace(Command(), s);
        var nothing = (await world.City(city).QueuePosition(line[0])).Forecast!;
        Assert.Equal((null, NoForecast.TooFewGiven, 0, 1), (nothing.FromDays, nothing.WhyNot, nothing.Given, nothing.Days));
        Accepted("decided", await world.City(city).DecideQuota(Command(), Quota(6)));
        await world.Restart();
        var expected = PlaceForecast.Of(6, false, 6, 1);
        var queued = await world.City(city).QueuePosition(line[11]);
        Assert.Equal((PlaceState.Waiting, 6, 6), (queued.State, queued.Position, queued.Waiting));
        Assert.Equal((expected.FromDays, expected.UntilDays, null, 6, 1),
            (queued.Forecast!.FromDays, queued.Forecast.UntilDays, queued.Forecast.WhyNot, queued.Forecast.Given,
                queued.Forecast.Days));
        Assert.Equal((PlaceState.Held, null, null),
            ((await world.City(city).QueuePosition(line[5])).State, (await world.City(city).QueuePosition(line[5])).Position,
                (await world.City(city).QueuePosition(line[5])).Forecast));
        Accepted("confirmed", await world.City(city).ConfirmPlace(Command(), line[5]));
        Assert.Equal(PlaceState.Used, (await world.City(city).QueuePosition(line[5])).State);
        Accepted("paused", await world.City(city).Pause(Command(), PauseReason.Capacity));
        Assert.Equal(NoForecast.Paused, (await world.City(city).QueuePosition(line[11])).Forecast!.WhyNot);
        Assert.Equal(PlaceState.None, (await world.City(NewCity()).QueuePosition(line[0])).State);
    }

    private static async Task Mend(World world)
    {
        world.Heal();
        world.Faults.OnAppend = (_, _) => Fault.None;
        await world.Restart();
    }

    private static OpeningTerms Terms() => new(default, Beginning + Window, "Charter, article 12");

    private static OpeningId NewOpening(CityId city) => OpeningId.From(city, $"opening-{Interlocked.Increment(ref _ids)}");

    private static IOpeningGrain Grain(World world, OpeningId id) => world.Grains.Opening(id);

    private static async Task<OpeningId> Announce(World world, CityId city)
    {
        var id = NewOpening(city);
        var terms = Terms() with { Until = world.Time.GetUtcNow() + Window };
        Accepted("announced", await Grain(world, id).Announce(Command($"announce-{id}"), terms));
        Accepted("announced", await Grain(world, id).Announce(Command($"announce-{id}"), terms));
        return id;
    }

    private static Task Drawn(World world, OpeningId id) =>
        Until(async () => (await Grain(world, id).Get())!.Status == OpeningStatus.Drawn, "the draw");

    private static async Task<int?[]> Positions(World world, CityId city, params SponsorshipId[] sponsorships)
    {
        var positions = new List<int?>();
        foreach (var s in sponsorships) positions.Add((await world.City(city).QueuePosition(s)).Position);
        return [.. positions];
    }

    // The list as it is published, and the order as the city has carried it out.
    private static async Task<PublishedDraw> Published(World world, OpeningId id, CityId city)
    {
        var (view, marks) = ((await Grain(world, id).Get())!, new List<string>());
        for (long? after = 0; after is { } position;)
        {
            var page = await Grain(world, id).List(position);
            marks.AddRange(page.Marks);
            after = page.Next;
        }

        Assert.Equal(view.Entries, marks.Count);
        var order = (await world.EventsOf(city.Stream)).Select(e => CityDecider.Aggregate.Events.Read(e.Data.Span)).OfType<TicketsDrawn>()
            .Where(d => d.Opening == id).SelectMany(d => d.Sponsorships).Select(Opening.MarkOf);
        return new(id.Value, view.Commitment, view.Secret!, view.Seed!, marks, [.. order]);
    }
}
