namespace VipOrleans.Domain.Tests;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Places.OpeningCommand;
using static VipOrleans.Domain.Places.OpeningEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>
/// A city and its openings over a wire that loses answers and repeats calls, with people who ask, leave and move in at any moment: nobody
/// gets lost, nobody has two places, the places are never oversold, and whoever is drawn stands in the order that everybody can make again,
/// behind who stood in line before and before who came after.
/// </summary>
public sealed class OpeningLawTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(2_000, Traits = new[] { "Speed", "slow" })]
    public void The_laws_of_an_opening_hold_at_every_version(int histories) =>
        Gen.Select(Gen.Int[0, 16], Gen.Int[0, 60]).Array[1, 150].Sample(steps =>
    {
        var world = new CityWithOpenings();
        foreach (var (step, number) in steps) world.Take(step, number);
        world.Finish();
    }, iter: histories);

    [Fact, Trait("Speed", "slow")]
    public void Histories_come_as_far_as_a_draw_that_matters()
    {
        var (drawn, late, left) = (0, 0, 0);
        Gen.Select(Gen.Int[0, 16], Gen.Int[0, 60]).Array[400].Sample(steps =>
        {
            var world = new CityWithOpenings();
            foreach (var (step, number) in steps) world.Take(step, number);
            world.Finish();
            Interlocked.Add(ref drawn, world.DrawsOfMoreThanTwo);
            Interlocked.Add(ref late, world.CameLate);
            Interlocked.Add(ref left, world.LeftBeforeTheDraw);
        }, iter: 100);
        Assert.True(drawn > 100 && late > 50 && left > 50,
            $"{drawn} draws of more than two, {late} came late, {left} left before the draw.");
    }

    /// <summary>The city and the opening as they are, and both as one would write them on a napkin.</summary>
    private sealed class CityWithOpenings
    {
        private const int MarksAtOnce = 3;

        private readonly List<SponsorshipId> _people = [];
        private readonly HashSet<SponsorshipId> _gone = [];
        private readonly Napkin _napkin = new();
        private City _city = CityDecider.Initial;
        private Opening _opening = OpeningDecider.Initial;
        private List<string> _marks = [], _drawn = [];
        private int _openings, _cases;
        private DateTimeOffset _now = Now;
        private DrawTickets? _lastPiece;

        public CityWithOpenings()
        {
            Tell(new OpenCity(Auckland, new("Auckland", Nzd, "Pacific/Auckland", Policy)));
            Tell(new DecideQuota(Decision(3)));
        }

        public int DrawsOfMoreThanTwo { get; private set; }

        public int CameLate => _napkin.CameLate;

        public int LeftBeforeTheDraw => _napkin.LeftBeforeTheDraw;

        private string Secret => $"secret {_openings}";

        public void Take(int step, int n)
        {
            switch (step)
            {
                case 0:
                    Tell(new DecideQuota(Decision(n % 9)));
                    break;
                case 1:
                    Tell(n % 3 == 0 ? new PauseCity(PauseReason.Safety) : new ResumeCity());
                    break;
                case 2 or 3 or 4:
                    var asks = Case(_cases++);
                    _people.Add(asks);
                    Tell(new HoldPlace(asks));
                    break;
                case 5 when _people.Count > 0:
                    // Asks again: nobody stands anywhere twice.
                    if (!_gone.Contains(_people[n % _people.Count])) Tell(new HoldPlace(_people[n % _people.Count]));
                    break;
                case 6 when _people.Count > 0:
                    Tell(new ConfirmPlace(_people[n % _people.Count]));
                    break;
                case 7 or 8 when _people.Count > 0:
                    // Mostly one of the last: who is registered, or about to be drawn.
                    var leaves = _people[^(1 + (n % Math.Min(_people.Count, 8)))];
                    if (_gone.Add(leaves)) Tell(new ReleasePlace(leaves, "hold"));
                    break;
                case 9:
                    _now = _now.AddMinutes(n % 4);
                    break;
                case 10:
                    Announce(n);
                    break;
                case 11:
                    if (n % 4 == 0) Tell(new CallOffOpening());
                    break;
                case 12:
                    if (_lastPiece is { } again) Tell(again);
                    if (_city.Registration is not null) Assert.Equal(RejectionCode.OpeningRunning,
                        Tell(new OpenRegistration(OpeningId.From(Auckland, "stray"), _now, _now.AddDays(1))));
                    break;
                default:
                    Saga(pieceOf: 1 + (n % 3), isLost: n % 5 == 0);
                    break;
            }
        }

        /// <summary>Whatever was begun comes to its end, and everybody stands where they should.</summary>
        public void Finish()
        {
            if (_city.Paused is not null) Tell(new ResumeCity());
            _now = _now.AddDays(1);
            for (var i = 0; OpeningSaga.Next(_opening, _now) != OpeningStep.None; i++)
            {
                Assert.True(i < 1_000, "The opening comes to no end.");
                Saga(pieceOf: 2, isLost: false);
            }

            Assert.Null(_city.Registration);
            while (_city.CanServe) Tell(new ServeWaiting());
            Assert.True(_city.Waiting.IsEmpty || _city.Free == 0, "Somebody waits, and there is a place.");
        }

        private void Announce(int n)
        {
            if (OpeningSaga.Next(_opening, _now) != OpeningStep.None) return;
            (_opening, _marks, _drawn, _openings) = (OpeningDecider.Initial, [], [], _openings + 1);
            var from = _now.AddMinutes(n % 2);
            Assert.Null(
                Tell(new AnnounceOpening(OpeningId.From(Auckland, $"opening {_openings}"),
                    new(from, from.AddMinutes(1 + (n % 4)), "Charter"), PublishedOrder.CommitmentTo(Secret))));
        }

        // One step of the opening's own, whose answer may get lost.
        private void Saga(int pieceOf, bool isLost)
        {
            var step = OpeningSaga.Next(_opening, _now);
            if (step is OpeningStep.None or OpeningStep.Wait) return;
            var id = _opening.Id!.Value;
            switch (step)
            {
                case OpeningStep.TellCity:
                    Assert.Null(Tell(new OpenRegistration(id, _opening.Terms!.From, _opening.Terms.Until)));
                    if (!isLost) Assert.Null(Tell(new NoteOpeningTaken()));
                    break;
                case OpeningStep.Close:
                    Assert.Null(Tell(new CloseRegistration(id, _opening.IsCalledOff)));
                    if (!isLost) Assert.Null(Tell(new CloseOpening(_city.Registration?.Entries.Count ?? 0)));
                    break;
                case OpeningStep.List:
                    Assert.Null(
                        Tell(new ListOpening(_opening.Listed,
                            [.. _city.Registration!.Entries.Values.Skip(_opening.Listed).Take(MarksAtOnce).Select(Opening.MarkOf)])));
                    break;
                case OpeningStep.Reveal:
                    Assert.Null(Tell(new RevealOpening(Secret, PublishedOrder.SeedOf(Secret, _marks))));
                    break;
                case OpeningStep.Draw when _city.Registration is { } registration:
                    var byMark = registration.Entries.Values.ToDictionary(Opening.MarkOf);
                    _lastPiece =
                        new(id, registration.Drawn,
                            [.. PublishedDraw.InOrder(_opening.Seed!, _marks).Skip(registration.Drawn).Take(pieceOf)
                                .Select(m => byMark[m])]);
                    Assert.Null(Tell(_lastPiece));
                    break;
                default:
                    Assert.Null(Tell(new NoteOpeningDrawn()));
                    // What was published is all that anybody needs to come to what the city did.
                    Assert.All(new PublishedDraw(id.Value, _opening.Commitment, _opening.Secret!, _opening.Seed!, _marks, _drawn).Check(),
                        f => Assert.True(f.Fits, f.Says));
                    if (_drawn.Count > 2) DrawsOfMoreThanTwo++;
                    break;
            }
        }

        private RejectionCode? Tell(OpeningCommand command)
        {
            var decision = OpeningDecider.Decide(_opening, command, At(_now));
            _opening = decision.Events.Aggregate(_opening, OpeningDecider.Evolve);
            foreach (var e in decision.Events.OfType<OpeningListed>()) _marks.AddRange(e.Marks);
            return decision.Rejection?.Code;
        }

        private RejectionCode? Tell(CityCommand command)
        {
            var decision = CityDecider.Decide(_city, command, At(_now));
            foreach (var e in decision.Events)
            {
                var before = _city.Held + _city.InUse;
                _city = CityDecider.Evolve(_city, e);
                var taken = _city.Held + _city.InUse;
                Assert.True(taken <= _city.Quota.Places || taken <= before, "The city is oversold.");
                Assert.True(_city.Free >= 0 && _city.Places.Sum(Asset.Place) == 0, "The places do not balance.");
                if (e is TicketsDrawn drawn) _drawn.AddRange(drawn.Sponsorships.Select(Opening.MarkOf));
            }

            if (decision.Rejection is null) _napkin.Apply(command, _now, Secret);
            _napkin.HoldsFor(_city);
            NobodyIsLost();
            return decision.Rejection?.Code;
        }

        private void NobodyIsLost()
        {
            // Whoever has asked and not left stands in exactly one place; whoever has left stands nowhere.
            foreach (var s in _people)
            {
                var places =
                    (_city.Taken.ContainsKey(s) ? 1 : 0) + (_city.Tickets.ContainsKey(s) ? 1 : 0)
                        + (_city.Registration?.Numbers.ContainsKey(s) == true ? 1 : 0);
                // The one who is asking now is not in the city yet, or just is.
                if (places != (_gone.Contains(s) ? 0 : 1) && s != _people[^1]) Assert.Fail($"{s} stands in {places} places.");
            }

            Assert.Equal(_city.Waiting.Values.ToHashSet(), _city.Tickets.Keys.ToHashSet());
            if (_city.Registration is { } r)
            {
                Assert.True(r.Numbers.Keys.All(r.Entries.Values.Contains), "Somebody is registered and not in the list.");
            }

        }
    }

    /// <summary>A line, a list, and who came late.</summary>
    private sealed class Napkin
    {
        private readonly List<SponsorshipId> _line = [], _late = [];
        private readonly HashSet<SponsorshipId> _has = [];
        private List<SponsorshipId>? _list;
        private List<SponsorshipId>? _order;
        private (DateTimeOffset From, DateTimeOffset Until) _window;
        private HashSet<SponsorshipId> _undrawn = [];
        private OpeningId? _opening;
        private bool _hasBegun, _isPaused;
        private int _quota, _next;

        public int CameLate { get; private set; }

        public int LeftBeforeTheDraw { get; private set; }

        public void Apply(CityCommand command, DateTimeOffset now, string secret)
        {
            switch (command)
            {
                case DecideQuota c:
                    _quota = c.Decision.Places;
                    break;
                case PauseCity:
                    _isPaused = true;
                    break;
                case ResumeCity:
                    _isPaused = false;
                    break;
                case OpenRegistration c when _opening != c.Opening:
                    (_opening, _list, _window, _hasBegun) = (c.Opening, [], (c.From, c.Until), false);
                    break;
                case HoldPlace c when !Stands(c.Sponsorship):
                    if (_list is not null && now >= _window.Until) Close(secret);
                    if (_list is not null && (_hasBegun || now >= _window.From))
                    {
                        _list.Add(c.Sponsorship);
                        _hasBegun = true;
                    }
                    else if (_order is not null)
                    {
                        _late.Add(c.Sponsorship);
                        CameLate++;
                    }
                    else _line.Add(c.Sponsorship);
                    break;
                case CloseRegistration c when _list is not null && c.Opening == _opening:
                    Close(secret);
                    break;
                case DrawTickets c when _order is not null && c.Opening == _opening && c.From == _next:
                    foreach (var s in _order.Skip(_next).Take(c.Sponsorships.Count).Where(_undrawn.Remove)) _line.Add(s);
                    _next += c.Sponsorships.Count;
                    if (_next == _order.Count) Done();
                    break;
                case ReleasePlace c:
                    _ = _has.Remove(c.Sponsorship) || _line.Remove(c.Sponsorship) || _late.Remove(c.Sponsorship)
                        || _list?.Remove(c.Sponsorship) == true;
                    if (_undrawn.Remove(c.Sponsorship)) LeftBeforeTheDraw++;
                    break;
            }

            while (!_isPaused && _line.Count > 0 && _has.Count < _quota)
            {
                _has.Add(_line[0]);
                _line.RemoveAt(0);
            }
        }

        public void HoldsFor(City city)
        {
            Assert.True(_line.Concat(_late).SequenceEqual(city.Waiting.Values), "The line is in another order.");
            Assert.True(_has.SetEquals(city.Taken.Keys), "Others have a place.");
            Assert.Equal((_list is not null, _order is not null),
                (city.Registration is { IsClosed: false }, city.Registration is { IsClosed: true }));
            Assert.True((_list ?? [.. _undrawn]).ToHashSet().SetEquals(city.Registration?.Numbers.Keys ?? []), "Others are registered.");
            // Whoever stands in line has the position that counting gives, and who is still to be drawn has none.
            long[] tickets = [.. city.Waiting.Keys];
            for (var i = 0; i < _line.Count; i++) Assert.Equal(i + 1, city.PositionOf(_line[i], tickets));
            for (var i = 0; i < _late.Count; i++) Assert.Equal(_line.Count + _undrawn.Count + i + 1, city.PositionOf(_late[i], tickets));
            Assert.All(_undrawn, s => Assert.Null(city.PositionOf(s, tickets)));
        }

        private bool Stands(SponsorshipId s) =>
            _has.Contains(s) || _line.Contains(s) || _late.Contains(s) || _list?.Contains(s) == true || _undrawn.Contains(s);

        private void Close(string secret)
        {
            (var list, _list, _next) = (_list!, null, 0);
            if (list.Count == 0) return;
            var seed = PublishedOrder.SeedOf(secret, list.Select(Opening.MarkOf));
            (_order, _undrawn) =
                ([.. list.OrderBy(s => PublishedOrder.CommitmentTo($"{seed}\n{Opening.MarkOf(s)}"), StringComparer.Ordinal)], [.. list]);
        }

        private void Done()
        {
            _line.AddRange(_late);
            _late.Clear();
            (_order, _undrawn) = (null, []);
        }
    }
}
