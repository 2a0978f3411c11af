namespace VipOrleans.Domain.Tests.Places;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class RegistrationTests
{
    private static readonly OpeningId Id = OpeningId.From(Auckland, "opening"), Other = OpeningId.From(Auckland, "another");
    private static readonly DateTimeOffset From = Now.AddDays(1), Until = Now.AddDays(8);
    private static readonly RegistrationOpened Begun = new(Id, From, Until);
    private static readonly CityEvent[] Running = [Opened, Quota(5), Begun];
    private static readonly CityEvent[] Three = [.. Running, Entry(1, 1), Entry(2, 2), Entry(3, 3)];
    private static readonly CityEvent[] Closed = [.. Three, new RegistrationClosed(Id, 3)];

    [Fact]
    public void A_city_registers_for_one_opening_at_a_time()
    {
        Given.City(Opened).When(new OpenRegistration(Id, From, Until)).Then(Begun).WithOutcome("registering");
        Given.City(Opened, Begun).When(new OpenRegistration(Id, From, Until)).ThenNothing();
        Given.City(Opened, Begun).When(new OpenRegistration(Other, From, Until)).ThenRejected(RejectionCode.OpeningRunning);
        Given.City(Closed).When(new OpenRegistration(Other, From, Until)).ThenRejected(RejectionCode.OpeningRunning);
        Given.City([.. Closed, new TicketsDrawn(Id, 0, [Case(1), Case(2), Case(3)])]).When(new OpenRegistration(Other, From, Until))
            .Then(new RegistrationOpened(Other, From, Until));
        foreach (var c in new CityCommand[] { new OpenRegistration(Id, From, Until), new CloseRegistration(Id, false),
            new DrawTickets(Id, 0, [Case(1)]) })
        {
            Given.City().When(c).ThenRejected(RejectionCode.CityNotFound);
        }

    }

    [Fact]
    public void Until_the_window_begins_who_comes_first_is_served_first()
    {
        Given.City(Running).When(new HoldPlace(Case(1)), At(From.AddTicks(-1))).Then(new PlaceHeld(Case(1), From.AddTicks(-1).AddDays(10)))
            .WithOutcome("held");
        Given.City(Opened, Quota(0), Begun).When(new HoldPlace(Case(1)), At(From.AddTicks(-1))).Then(new PlaceAwaited(Case(1), 1));
    }

    [Fact]
    public void Within_the_window_whoever_asks_is_registered_even_where_places_are_free()
    {
        Given.City(Running).When(new HoldPlace(Case(1)), At(From)).Then(Entry(1, 1)).WithOutcome("waiting");
        Given.City(Three).When(new HoldPlace(Case(4)), At(Until.AddTicks(-1))).Then(Entry(4, 4)).WithOutcome("waiting");
        Given.City(Three).When(new HoldPlace(Case(2)), At(From)).ThenNothing().WithOutcome("waiting");
        Given.City([.. Running, new CityPaused(PauseReason.Capacity)]).When(new HoldPlace(Case(1)), At(From)).Then(Entry(1, 1));
        // A clock that is slow takes nothing back once somebody is registered.
        Given.City(Three).When(new HoldPlace(Case(4))).Then(Entry(4, 4));
        Given.City(Three).When(new ConfirmPlace(Case(1))).ThenRejected(RejectionCode.PlaceNotHeld);
    }

    [Fact]
    public void A_place_that_is_kept_for_a_migrant_is_taken_over_within_the_window_too()
    {
        CityEvent[] kept = [Opened, Quota(1), new PlaceHeld(Case(8), HeldUntil), new PlaceConfirmed(Case(8)),
            new MigrantPlaceKept(Case(8), Migrant(1), Now.AddDays(90)), Begun];
        Given.City(kept).When(new HoldPlace(Case(9), Migrant(1)), At(From)).Then(new KeptPlaceTaken(Case(9), Migrant(1), From.AddDays(10)))
            .WithOutcome("held");
    }

    [Fact]
    public void Who_stood_in_line_before_is_served_as_ever_while_others_are_registered()
    {
        CityEvent[] line = [Opened, Quota(0), new PlaceAwaited(Case(7), 1), Begun, Entry(1, 1)];
        Given.City(line).When(new DecideQuota(Decision(3)), At(From)).Then(Quota(3), new PlaceHeld(Case(7), From.AddDays(10)));
    }

    [Fact]
    public void Who_leaves_before_the_end_is_not_in_the_list()
    {
        Given.City(Three).When(new ReleasePlace(Case(2), "hold"), At(From)).Then(new WaitingLeft(Case(2))).WithOutcome("released");
        var left = Given.City([.. Three, new WaitingLeft(Case(2))]);
        Assert.Equal([Case(1), Case(3)], left.State.Registration!.Entries.Values);
        left.When(new CloseRegistration(Id, false), At(Until)).Then(new RegistrationClosed(Id, 2));
        left.When(new HoldPlace(Case(4)), At(From)).Then(Entry(4, 4));
    }

    [Fact]
    public void It_is_closed_when_its_time_is_over_or_it_is_called_off_and_once()
    {
        Given.City(Three).When(new CloseRegistration(Id, false), At(Until.AddTicks(-1))).ThenRejected(RejectionCode.OpeningWrongState);
        Given.City(Three).When(new CloseRegistration(Id, false), At(Until)).Then(new RegistrationClosed(Id, 3)).WithOutcome("closed");
        Given.City(Three).When(new CloseRegistration(Id, true), At(From)).Then(new RegistrationClosed(Id, 3));
        Given.City(Closed).When(new CloseRegistration(Id, false), At(Until)).ThenNothing().WithOutcome("closed");
        Given.City(Three).When(new CloseRegistration(Other, true), At(Until)).ThenRejected(RejectionCode.OpeningNotFound);
        Given.City(Opened).When(new CloseRegistration(Id, true), At(Until)).ThenRejected(RejectionCode.OpeningNotFound);
    }

    [Fact]
    public void Where_nobody_was_registered_nothing_is_left_to_draw()
    {
        var city = Given.City(Running).When(new CloseRegistration(Id, false), At(Until)).Then(new RegistrationClosed(Id, 0)).State;
        Assert.Null(city.Registration);
        Assert.Equal([Id], city.Drawn);
        Given.City([.. Running, new RegistrationClosed(Id, 0)]).When(new CloseRegistration(Id, false), At(Until)).ThenNothing();
        // It was told twice, and is not begun once more.
        Given.City([.. Running, new RegistrationClosed(Id, 0)]).When(new OpenRegistration(Id, From, Until)).ThenNothing();
        Given.City([.. Running, new RegistrationClosed(Id, 0)]).When(new HoldPlace(Case(1)), At(Until))
            .Then(new PlaceHeld(Case(1), Until.AddDays(10)));
    }

    [Fact]
    public void Who_comes_too_late_closes_it_and_stands_behind_all_who_are_in_the_list()
    {
        Given.City(Three).When(new HoldPlace(Case(4)), At(Until)).Then(new RegistrationClosed(Id, 3), new PlaceAwaited(Case(4), 4))
            .WithOutcome("waiting");
        Given.City(Closed).When(new HoldPlace(Case(4)), At(Until)).Then(new PlaceAwaited(Case(4), 4)).WithOutcome("waiting");
        Given.City(Running).When(new HoldPlace(Case(4)), At(Until))
            .Then(new RegistrationClosed(Id, 0), new PlaceHeld(Case(4), Until.AddDays(10))).WithOutcome("held");
        // Places are free, and still nobody goes before those who are to be drawn.
        Given.City([.. Closed, new PlaceAwaited(Case(4), 4)]).When(new ServeWaiting(), At(Until)).ThenNothing();
    }

    [Fact]
    public void The_draw_gives_the_tickets_piece_by_piece_and_serves_in_its_order()
    {
        CityEvent[] late = [.. Closed, new PlaceAwaited(Case(4), 4)];
        var one = Given.City(late).When(Piece(0, 3), At(Until)).Then(new TicketsDrawn(Id, 0, [Case(3)]), Held(3)).WithOutcome("drawn");
        Assert.Equal(1, one.State.Registration!.Drawn);
        CityEvent[] after = [.. late, new TicketsDrawn(Id, 0, [Case(3)]), Held(3)];
        Given.City(after).When(Piece(0, 3), At(Until)).ThenNothing().WithOutcome("drawn");
        var all = Given.City(after).When(Piece(1, 1, 2), At(Until))
            .Then(new TicketsDrawn(Id, 1, [Case(1), Case(2)]), Held(1), Held(2), Held(4)).State;
        Assert.Equal((null, true, 4), (all.Registration, all.Drawn.Contains(Id), all.LastTicket));
        // Whoever asks next is served as ever; a piece or a closing that comes again finds all done.
        CityEvent[] done = [.. after, new TicketsDrawn(Id, 1, [Case(1), Case(2)]), Held(1), Held(2), Held(4)];
        Given.City(done).When(new HoldPlace(Case(5)), At(Until)).Then(Held(5));
        Given.City(done).When(Piece(1, 1, 2), At(Until)).ThenNothing();
        Given.City(done).When(new CloseRegistration(Id, false), At(Until)).ThenNothing();
        Given.City([.. done, new RegistrationOpened(Other, Until, Until.AddDays(1)), new RegistrationClosed(Other, 0)])
            .When(Piece(1, 1, 2), At(Until))
            .ThenNothing();
    }

    [Fact]
    public void Nobody_is_drawn_who_is_not_in_the_list_or_was_drawn_already()
    {
        Given.City(Three).When(Piece(0, 1), At(Until)).ThenRejected(RejectionCode.OpeningWrongState);
        Given.City(Closed).When(Piece(0, 9), At(Until)).ThenRejected(RejectionCode.InvalidInput);
        Given.City(Closed).When(Piece(0, 1, 1), At(Until)).ThenRejected(RejectionCode.InvalidInput);
        Given.City(Closed).When(Piece(1, 1), At(Until)).ThenRejected(RejectionCode.InvalidInput);
        Given.City([.. Closed, new TicketsDrawn(Id, 0, [Case(1)])]).When(Piece(1, 1), At(Until)).ThenRejected(RejectionCode.InvalidInput);
        Given.City([.. Closed, new TicketsDrawn(Id, 0, [Case(1)])]).When(Piece(0, 2, 3), At(Until))
            .ThenRejected(RejectionCode.InvalidInput);
        Given.City(Closed).When(Piece(0, 1) with { Opening = Other }, At(Until)).ThenRejected(RejectionCode.OpeningNotFound);
        var many = Enumerable.Range(1, CityDecider.MaxDrawnAtOnce + 1).ToArray();
        Given.City([.. Running, .. many.Select(n => Entry(n, n)), new RegistrationClosed(Id, many.Length)]).When(Piece(0, many), At(Until))
            .ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void Who_leaves_between_the_end_and_the_draw_stays_in_the_list_and_gets_no_ticket()
    {
        Given.City(Closed).When(new ReleasePlace(Case(1), "hold"), At(Until)).Then(new WaitingLeft(Case(1))).WithOutcome("released");
        var left = Given.City([.. Closed, new WaitingLeft(Case(1))]);
        Assert.Equal(3, left.State.Registration!.Entries.Count);
        left.When(Piece(0, 1, 2, 3), At(Until)).Then(new TicketsDrawn(Id, 0, [Case(1), Case(2), Case(3)]), Held(2), Held(3));
    }

    [Fact]
    public void Everybody_knows_their_position_once_they_are_drawn()
    {
        CityEvent[] late = [Opened, Quota(0), new PlaceAwaited(Case(7), 1), Begun, Entry(1, 1), Entry(2, 2), Entry(3, 3),
            new RegistrationClosed(Id, 3), new PlaceAwaited(Case(4), 5)];
        // Behind the one who stood in line before and the three who are still to be drawn.
        Assert.Equal((1, null, 5), (Position(7, late), Position(1, late), Position(4, late)));
        CityEvent[] one = [.. late, new TicketsDrawn(Id, 0, [Case(3)])];
        Assert.Equal((1, 2, null, 5), (Position(7, one), Position(3, one), Position(1, one), Position(4, one)));
        CityEvent[] left = [.. one, new WaitingLeft(Case(7)), new WaitingLeft(Case(2))];
        Assert.Equal((null, 1, null, 3), (Position(7, left), Position(3, left), Position(2, left), Position(4, left)));
        CityEvent[] all = [.. left, new TicketsDrawn(Id, 1, [Case(2), Case(1)])];
        Assert.Equal((1, 2, 3), (Position(3, all), Position(1, all), Position(4, all)));
    }

    [Fact]
    public void Places_are_counted_by_the_day_on_which_the_line_got_them()
    {
        CityEvent[] line = [Opened, Quota(0), .. Enumerable.Range(1, 200).Select(n => new PlaceAwaited(Case(n), n))];
        var city = line.Aggregate(CityDecider.Initial, CityDecider.Evolve);
        // What is given at once was given to nobody who stood in line, and what nobody's clock can have said is not counted.
        foreach (var e in new[] { new PlaceHeld(Case(900), HeldUntil), new PlaceHeld(Case(200), default) })
        {
            city = CityDecider.Evolve(CityDecider.Evolve(city, Quota(1_000)), e);
        }

        Assert.Empty(city.GivenToLine);
        for (var day = 0; day < 100; day++) city = CityDecider.Evolve(city, new PlaceHeld(Case(day + 1), HeldUntil.AddDays(day)));
        city = CityDecider.Evolve(city, new PlaceHeld(Case(150), HeldUntil.AddDays(99)));
        Assert.Equal(PlaceForecast.MaxDays, city.GivenToLine.Count);
        Assert.Equal((2, 3, 91, 0),
            (city.GivenWithin(Today.AddDays(99), 1), city.GivenWithin(Today.AddDays(99), 2), city.GivenWithin(Today.AddDays(99), 90),
                city.GivenWithin(Today.AddDays(200), 90)));
    }

    private static int? Position(int n, CityEvent[] events)
    {
        var city = events.Aggregate(CityDecider.Initial, CityDecider.Evolve);
        return city.PositionOf(Case(n), [.. city.Waiting.Keys]);
    }

    private static PlaceRegistered Entry(int n, long number) => new(Case(n), Id, number);

    private static PlaceHeld Held(int n) => new(Case(n), Until.AddDays(10));

    private static DrawTickets Piece(int from, params int[] cases) => new(Id, from, [.. cases.Select(Case)]);
}
