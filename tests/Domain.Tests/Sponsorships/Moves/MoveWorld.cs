namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>
/// Two cities, a host who moves between them and those who compete with them for places, hosts and migrants, over a network that loses,
/// doubles, delays and reorders what is sent through it. What an arrival rests on is read at one moment and decided on at another. Every
/// step is chosen from outside.
/// </summary>
internal sealed class MoveWorld
{
    // Who moves, with the records of two tries; and one other host in each city.
    private static readonly HostId Mover = Sample.Host(0), OtherHere = Sample.Host(1),
        OtherThere = HostId.From(MoveStory.Wellington, "other");
    private static readonly HostId[] Tries = [HostId.From(MoveStory.Wellington, "try 0"), HostId.From(MoveStory.Wellington, "try 1")];
    private static readonly MigrantId[] People = [Sample.Migrant(0), Sample.Migrant(1)];

    // The first is the one that has arrived in the beginning; the two tries are at the end.
    private static readonly (SponsorshipId Id, HostId Host, int Migrant)[] Ordinary =
    [
        (Case(0), Mover, 0), (Case(1), OtherHere, 0), (Case(2), OtherHere, 1), (Case(3), Mover, 1),
        (SponsorshipId.From(MoveStory.Wellington, "4"), OtherThere, 0), (SponsorshipId.From(MoveStory.Wellington, "5"), OtherThere, 1),
    ];

    private static readonly SponsorshipId[] Successors = [SponsorshipId.From(MoveStory.Wellington, "try 0"),
        SponsorshipId.From(MoveStory.Wellington, "try 1")];
    private static readonly SponsorshipId[] All = [.. Ordinary.Select(o => o.Id), .. Successors];

    // Those who move act more often than those who compete with them.
    private static readonly SponsorshipId[] Picks = [.. All, Case(0), Successors[0], Successors[0], Successors[1]];

    private readonly Dictionary<CityId, Keeper<CityDecider, City, CityCommand, CityEvent>> _cities = [];
    private readonly Dictionary<HostId, Keeper<HostDecider, Host, HostCommand, HostEvent>> _hosts = [];
    private readonly Dictionary<MigrantId, Keeper<MigrantDecider, Migrant, MigrantCommand, MigrantEvent>> _migrants = [];
    private readonly Dictionary<SponsorshipId, Keeper<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent>>
        _sponsorships = [];
    private readonly Dictionary<CityId, long> _mayBeTaken = [];
    private readonly HashSet<MigrantId> _hasPlace = [];
    private readonly HashSet<SponsorshipId> _news = [];
    private readonly List<Message> _underWay = [];
    private readonly MoveFaults _faults;
    private DateTimeOffset _now = Now;

    public MoveWorld(int here, int there, MoveFaults faults = MoveFaults.None)
    {
        _faults = faults;
        foreach (var (city, places) in new[] { (Auckland, here), (MoveStory.Wellington, there) })
        {
            (_cities[city], _mayBeTaken[city]) = (new(), 0);
            Ask(city, new OpenCity(city, new("City", Nzd, "Pacific/Auckland", Policy)));
            Ask(city, new DecideQuota(Decision(places)));
        }

        foreach (var host in new[] { Mover, OtherHere, OtherThere })
        {
            _hosts[host] = new();
            _hosts[host].Execute(null,
                new RegisterHost(host, HouseholdId.From(host.City, host.Value), HomeId.From(host.City, host.Value), null,
                    new(true, false, null)));
        }

        foreach (var host in Tries) _hosts[host] = new();
        foreach (var migrant in People)
        {
            _migrants[migrant] = new();
            _migrants[migrant].Execute(null, new RegisterMigrant(migrant, "PH", [], []));
        }

        foreach (var id in All) _sponsorships[id] = new();
        foreach (var (id, host,
            migrant) in Ordinary) _sponsorships[id].Execute(null,
                new Propose(id, host, People[migrant], Party.Host,
                    new(true, true, HouseholdId.From(host.City, host.Value), HomeId.From(host.City, host.Value))));
        Act(All[0], new Accept(Party.Migrant));
        for (var i = 0; i < 3; i++) Exchange(All[0]);
        foreach (var kind in Policy.RequiredChecks) Act(All[0], new RecordCheck(kind, Passed()));
        Exchange(All[0]);
        Arrive(All[0])?.Invoke();
        Seen("arrived", S(All[0]).ArrivedOn is not null);
    }

    /// <summary>How often each thing that matters was seen, in all worlds so far.</summary>
    public static SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    private DateOnly Day => DateOnly.FromDateTime(_now.UtcDateTime);

    private Moment Moment => new(_now, Day, "system");

    /// <summary>Does one thing that the number says.</summary>
    public void Step(uint choice)
    {
        var id = Picks[(int)(choice % (uint)Picks.Length)];
        var detail = (int)(choice / (uint)Picks.Length % 16);
        switch (choice / (uint)(Picks.Length * 16) % 32)
        {
            case 0 or 1: Act(id, new Accept(Party.Migrant)); break;
            case 2: Farewell(id, detail); break;
            case 3 or 4 or 5: Act(id, Check(detail)); break;
            case 6:
                if (detail < 3) Act(id,
                new Refuse([RefusalReason.ConditionsNotMet], detail == 0 ? null : Ruling(id)));
                else if (detail < 8) Act(id,
                    new RuleOnRefusal(Ruling(id), detail < 6 ? RulingEffect.Lifted : RulingEffect.Stands)); break;
            case 7 or 8: Arrive(id, detail); break;
            case 9: _now = _now.AddDays(detail < 13 ? 1 : 11); break;
            case 10: if (detail < 8) Ask(CityOf(detail), new DecideQuota(Decision(detail / 2))); break;
            case 11: if (detail < 4) Pause(CityOf(detail)); else if (detail == 4) GiveUp(); break;
            case 12 or 13: if (detail < 6) Move(detail % 2); break;
            case 14: if (detail < 3) Suspend(detail == 0 ? Mover : OtherHere); else if (detail < 8) Deliver(); break;
            case <= 20: Exchange(id); break;
            case <= 25: Wake(id); break;
            default: Network((int)(choice / (uint)(Picks.Length * 16 * 32)), detail); break;
        }

        HoldsInEveryMoment();
    }

    /// <summary>The host moves, the migrant comes along, and the checks there are passed.</summary>
    public void BeginToMove()
    {
        Move(0);
        Deliver();
        Act(Successors[0], new Accept(Party.Migrant));
        for (var i = 0; i < 3; i++) Exchange(Successors[0]);
        foreach (var kind in Policy.RequiredChecks) Act(Successors[0], new RecordCheck(kind, Passed()));
        HoldsInEveryMoment();
    }

    /// <summary>The network and the people come to rest; whoever has a reminder, or news, is woken until nothing moves.</summary>
    public void ComeToRest(bool lateFirst)
    {
        if (lateFirst) DeliverAll();
        Settle();
        if (!lateFirst) DeliverAll();
        HoldsInEveryMoment();
        Settle();
        HoldsAtRest();
    }

    private static RulingId Ruling(SponsorshipId id) => RulingId.From(id.City, id.Value);

    private static CityId CityOf(int n) => n % 2 == 0 ? Auckland : MoveStory.Wellington;

    private Sponsorship S(SponsorshipId id) => _sponsorships[id].State;

    private void Farewell(SponsorshipId id, int which)
    {
        SponsorshipCommand? command = which switch
        {
            0 => new Withdraw(Party.Host),
            1 => new Withdraw(Party.Migrant),
            2 => new Decline(Party.Migrant),
            3 => new End(Party.Migrant, EndReason.MigrantLeft, Day),
            4 or 5 when S(id).Ending.Proposed is { } end => new RuleOnEnd(end.Ruling, RulingEffect.Stands),
            4 => new ProposeEnd(EndReason.Programme, null, RulingId.From(id.City, $"end {id}")),
            5 => new ProposeEnd(EndReason.Deceased, Day, RulingId.From(id.City, $"end {id}")),
            6 => new GiveNotice(),
            7 => new End(Party.Host, EndReason.HostEnded, Day),
            8 or 9 => new ChangeHost(),
            _ => null,
        };
        if (command is not null) Act(id, command);
    }

    private RecordCheck Check(int detail)
    {
        var kind = detail % 2 == 0 ? CheckKind.Identity : CheckKind.Background;
        return detail < 14
            ? new(kind, new(CheckOutcome.Passed, null, Day, null, null))
            : new(kind, new(CheckOutcome.Failed, RefusalReason.CriminalRecord, Day, null, null));
    }

    private void Act(SponsorshipId id, SponsorshipCommand command)
    {
        if (S(id).Id is null) return;
        var had = S(id).ArrivedOn is not null;
        if (_sponsorships[id].Execute(null, command, moment: Moment) is not { Refused: null, Events: > 0 }) return;
        if (command is ChangeHost) _hasPlace.Add(S(id).Migrant);
        if (command is End or RuleOnEnd && had && S(id).Ended is { } why && !why.KeepsPlace()) _hasPlace.Remove(S(id).Migrant);
    }

    private void Move(int attempt)
    {
        var (to, live) = (Tries[attempt], _hosts[Mover].State.Live);
        var known = new MoveFacts(new(true, false, null), live, live is { } l && S(l) is { ArrivedOn: not null, EndedOn: null });
        // A record of a try that came to nothing is void: a try has a record of its own.
        if (_hosts[to].State.Id is not null) return;
        var move = new MoveHost(to, HouseholdId.From(to.City, to.Value), HomeId.From(to.City, to.Value), null, Successors[attempt], known);
        if (_hosts[Mover].Execute(null, move) is { Refused: null, Events: > 0 }) Seen(live is null ? "moved alone" : "moving");
    }

    // The gateway and the feed relay: at least once, and any time later.
    private void Deliver()
    {
        if (_hosts[Mover].State.Move is not { Begun: { } begun }) return;
        _hosts[begun.To].Execute($"{begun.To}:register", new RegisterMoved(begun, Mover));
        if (begun is not { Sponsorship: { } id, Succeeds: { } before }) return;
        var other = S(before);
        _sponsorships[id].Execute($"{begun.To}:propose",
            new Propose(id, begun.To, other.Migrant, Party.Host, new(true, true, begun.Household, begun.Home),
                new(before, Mover, other is { ArrivedOn: not null, EndedOn: null })), moment: Moment);
    }

    private void Suspend(HostId host) =>
        _hosts[host].Execute(null,
            _hosts[host].State.Suspended is null
                ? new SuspendHost(SuspensionReason.OwnRequest) : new ReinstateHost(ReinstatementReason.OwnRequest));

    private void Pause(CityId city) =>
        Ask(city, _cities[city].State.Paused is null ? new PauseCity(PauseReason.Capacity) : new ResumeCity());

    private void GiveUp()
    {
        if (Ask(Auckland, new GiveUpPlace(People[0], null)) is { Refused: null, Events: > 0 }) _hasPlace.Remove(People[0]);
    }

    private (string Outcome, RejectionCode? Refused, int Events) Ask(CityId city, CityCommand command, string? id = null) =>
        _cities[city].Execute(id, command, () =>
    {
        var state = _cities[city].State;
        var taken = state.Held + state.InUse;
        Assert.True(taken <= Math.Max(state.Quota.Places, _mayBeTaken[city]), $"{taken} places are taken of {state.Quota.Places}.");
        _mayBeTaken[city] = taken;
    }, Moment);

    private (string Outcome, RejectionCode? Refused, int Events) Ask(MigrantId id, MigrantCommand command, string commandId)
    {
        var next = _migrants[id].State.Next;
        var answer = _migrants[id].Execute(commandId, command);
        // The feed relay's news: what was to continue it is woken, some time.
        if (answer.Events > 0 && next is { } was && _migrants[id].State.Live == was) _news.Add(was);
        return answer;
    }

    private PredecessorFacts Predecessor(Sponsorship s)
    {
        var other = S(s.Moves.Succession!.Of);
        return new(other.ArrivedOn, other.Ended, _hosts[s.Moves.Succession.Host].State.Suspended,
            [.. other.Checks.Results.Select(c => new CarriedCheck(c.Key, c.Value))]);
    }

    private void Follow(SponsorshipId id)
    {
        if (_faults.HasFlag(MoveFaults.FollowsNobody)) return;
        if (S(id) is
            {
                IsBeforeArrival: true, Formation.MigrantClaim: Claim.Held,
                Moves.Succession.State: SuccessionState.Forming or SuccessionState.Alone
            } s)
        {
            _sponsorships[id].Execute(null, new FollowPredecessor(Predecessor(s)), moment: Moment);
        }

    }

    // At once; or any time later; or in the very moment in which the other one ends by itself.
    private void Arrive(SponsorshipId id, int detail)
    {
        if (Arrive(id) is not { } arrive) return;
        if (detail is >= 8 and < 13) _underWay.Add(new(id, null, null, arrive));
        else if (detail >= 13 && S(id).Moves.Succession is { } succession) Farewell(succession.Of, detail == 15 ? 8 : detail - 10);
        if (detail is < 8 or >= 13) arrive();
    }

    // What the arrival rests on is read now; it is decided when the action is invoked.
    private Action? Arrive(SponsorshipId id)
    {
        Follow(id);
        if (S(id) is not { Status: SponsorshipStatus.Granted } s) return null;
        var isContinuing = s.Moves.Succession?.State == SuccessionState.Forming;
        var others = _migrants[s.Migrant].State.Sponsorships.Reverse().Where(o => o != id).Select(S).ToList();
        var continues = isContinuing
            ? S(s.Moves.Succession!.Of).YearIfMovedOn(Day) : others.FirstOrDefault(o => o.ArrivedOn is not null)?.YearOn(Day);
        var kept = others.Find(o => o is { Terms: not null, Ended: { } reason } && reason.KeepsPlace())?.Id;
        var leaves = isContinuing || kept?.City == id.City ? null : kept;
        var predecessor = s.Moves.Succession?.State is SuccessionState.Forming or SuccessionState.Alone ? Predecessor(s) : null;
        var arrive = new Arrive(Day, true, VerifiedPayslips, PhpRate, continues, leaves, predecessor);
        return () =>
        {
            if (_sponsorships[id].Execute(null, arrive, moment: Moment) is not { Refused: null, Events: > 0 }) return;
            _hasPlace.Add(s.Migrant);
            if (isContinuing) Seen(S(S(id).Moves.Succession!.Of).EndedOn is null ? "came along" : "came along though it had ended");
            else if (s.Moves.Succession is not null) Seen("came along alone");
        };
    }

    private void Wake(SponsorshipId id)
    {
        Follow(id);
        var step = SponsorshipSaga.Next(S(id), _now, Day);
        if (step == SagaStep.CloseRefused) Act(id, new CloseRefused());
        else if (step != SagaStep.None) _underWay.Add(new(id, step, null, null));
    }

    private void Exchange(SponsorshipId id)
    {
        Follow(id);
        var step = SponsorshipSaga.Next(S(id), _now, Day);
        if (step == SagaStep.CloseRefused) Act(id, new CloseRefused());
        else if (step != SagaStep.None && Answer(id, step) is { } answer) Note(id, step, answer);
    }

    private void Note(SponsorshipId id, SagaStep step, StepAnswer answer)
    {
        if (_sponsorships[id].Execute(null, new NoteStep(step, answer), moment: Moment).Events > 0 && S(id).Moves.Succession is not null)
        {
            Seen($"{step} {answer.GetType().Name}");
        }

    }

    private void Network(int which, int what)
    {
        if (_underWay.Count == 0) return;
        var i = which % _underWay.Count;
        var message = _underWay[i];
        if (what < 12) _underWay.RemoveAt(i);
        if (what >= 2) Deliver(message);
    }

    private void Deliver(Message message)
    {
        if (message.Act is { } act) act();
        else if (message.Answer is { } answered) Note(message.Sponsorship, message.Step!.Value, answered);
        else if (Answer(message.Sponsorship, message.Step!.Value) is { } answer) _underWay.Add(message with { Answer = answer });
    }

    private StepAnswer? Answer(SponsorshipId id, SagaStep step)
    {
        var s = S(id);
        var command = SponsorshipSaga.CommandId(id, step);
        string Undone(SagaStep taken) => SponsorshipSaga.CommandId(id, taken);
        switch (step)
        {
            case SagaStep.TakeHost: return Done(_hosts[s.Host].Execute(command, new TakeHost(id)));
            case SagaStep.TakeMigrant:
                var taken = Ask(s.Migrant, new TakeMigrant(id, s.Moves.Succession?.Of), command);
                return taken.Outcome == MigrantDecider.TakenAsNext ? new TakenAsNext() : Done(taken);
            case SagaStep.HoldPlace: return Place(Ask(id.City, new HoldPlace(id, s.Migrant), command).Refused, id);
            case SagaStep.AskPlace: return Place(null, id);
            case SagaStep.ConfirmPlace: return Done(Ask(id.City, new ConfirmPlace(id), command));
            case SagaStep.ExpirePlace: return Done(Ask(id.City, new ExpirePlace(id), command));
            case SagaStep.ReleasePlace:
                return Done(
                Ask(id.City, new ReleasePlace(id, Undone(SagaStep.HoldPlace), s.ArrivedOn is not null), command));
            case SagaStep.KeepPlace: return Done(Ask(id.City, new KeepPlace(new(id, s.Migrant, 10, s.ArrivedOn is not null)), command));
            // A question that comes twice was asked when there was something to leave.
            case SagaStep.LeaveOtherPlace:
                return s.Moves.Leaves is { } leaves
                ? Done(Ask(leaves.City, new GiveUpPlace(s.Migrant, leaves), command)) : new StepDone();
            case SagaStep.FreeMigrant:
                return Done(
                Ask(s.Migrant, new FreeMigrant(id, Undone(SagaStep.TakeMigrant), !s.Ended!.Value.LetsSuccessorGoOn()), command));
            case SagaStep.FreeHost: return Done(_hosts[s.Host].Execute(command, new FreeHost(id, Undone(SagaStep.TakeHost))));
            case SagaStep.EndPredecessor:
                var other = s.Moves.Succession!.Of;
                _sponsorships[other].Execute(command, new MoveAway(id, s.ArrivedOn!.Value), moment: Moment);
                if (S(other).Moves.SucceededBy is null && SponsorshipSaga.IsUnfinished(S(other))) return null;
                return new PredecessorLeft(S(other).Ended!.Value, S(other).YearOn(s.ArrivedOn.Value));
            case SagaStep.CompleteMove:
                foreach (var record in new[] { s.Moves.Succession!.Host, s.Host }) _hosts[record].Execute(command,
                    new CompleteMove(s.Host));
                if (s.IsOpen) Ask(s.Migrant, new TakeMigrant(id), command);
                return new StepDone();
            case SagaStep.UndoMove:
                foreach (var record in new[] { s.Host, s.Moves.Succession!.Host }) _hosts[record].Execute(command, new UndoMove(s.Host));
                return new StepDone();
            default: throw new ArgumentOutOfRangeException(nameof(step), step, null);
        }
    }

    private static StepAnswer? Done((string Outcome, RejectionCode? Refused, int Events) result) => result.Refused switch
    {
        null => new StepDone(),
        RejectionCode.Busy => null,
        { } code => new StepRefused(code),
    };

    private StepAnswer? Place(RejectionCode? refused, SponsorshipId id)
    {
        if (refused is { } code) return new StepRefused(code);
        var city = _cities[id.City].State;
        if (city.Taken.TryGetValue(id, out var place)) return new PlaceHeld(Terms, place.Until);
        return city.Tickets.ContainsKey(id) ? new PlaceInLine() : null;
    }

    private void DeliverAll()
    {
        while (_underWay.Count > 0)
        {
            var message = _underWay[^1];
            _underWay.RemoveAt(_underWay.Count - 1);
            Deliver(message);
        }
    }

    // Only those who have a reminder, or of whom there is news, are woken.
    private void Settle()
    {
        for (var round = 0; round < 200; round++)
        {
            var before = All.Select(S).ToList();
            Deliver();
            foreach (var city in _cities.Keys) while (_cities[city].State.CanServe) Ask(city, new ServeWaiting());
            foreach (var id in All)
            {
                if (_news.Remove(id) || SponsorshipSaga.IsUnfinished(S(id))) Exchange(id);
            }

            HoldsInEveryMoment();
            if (_news.Count == 0 && All.Select(S).SequenceEqual(before, ReferenceEqualityComparer.Instance)) return;
        }

        Assert.Fail("The sagas do not come to rest.");
    }

    private void HoldsInEveryMoment()
    {
        foreach (var city in _cities.Values.Select(c => c.State))
        {
            Assert.Equal(city.Taken.Count + city.Kept.Count, city.Held + city.InUse);
            Assert.Equal(0, city.Places.Sum(Asset.Place));
        }

        foreach (var (id, keeper) in _migrants)
        {
            int In(CityId city) =>
                _cities[city].State.Taken.Keys.Count(t => S(t).Migrant == id) + (_cities[city].State.Kept.ContainsKey(id) ? 1 : 0);
            Assert.True(In(Auckland) <= 1 && In(MoveStory.Wellington) <= 1, $"{id} has two places in one city.");
            Assert.True(!_hasPlace.Contains(id) || In(Auckland) + In(MoveStory.Wellington) >= 1,
                $"{id} has arrived and has no place in either city.");
            var live = All.Select(S).Where(s => s is { ArrivedOn: not null, IsOpen: true } && s.Migrant == id).ToList();
            Assert.True(
                live.Count <= 1
                    || (live.Count == 2
                        && live.Exists(
                            s => s.Moves.Succession is { State: SuccessionState.Arrived } succession
                                && live.Exists(o => o.Id == succession.Of))),
                            $"{id} lives with two hosts.");
        }

        foreach (var s in All.Select(S).Where(s => s.IsOpen))
        {
            var migrant = _migrants[s.Migrant].State;
            if (s.Formation.HostClaim == Claim.Held)
            {
                Assert.True(_hosts[s.Host].State.Live == s.Id, $"{s.Status} {s.Id} has noted a host who is another's.");
            }

            if (s.Formation.MigrantClaim == Claim.Held)
            {
                Assert.True(migrant.Live == s.Id || migrant.Next == s.Id, $"{s.Status} {s.Id} has noted a migrant who is another's.");
            }

            if (s.Formation.PlaceClaim == Claim.Confirmed)
            {
                Assert.True(_cities[s.Id!.Value.City].State.Taken.GetValueOrDefault(s.Id.Value) is { Confirmed: true },
                    $"{s.Status} {s.Id} has noted a place that is not in use.");
            }

            if (s.ArrivedOn is not null)
            {
                Assert.Equal((Claim.Held, Claim.Held, Claim.Confirmed),
                    (s.Formation.HostClaim, s.Formation.MigrantClaim, s.Formation.PlaceClaim));
            }

            Assert.Equal(0, s.Books.Ledger.Sum(Nzd.Asset));
        }

        // Of one person's records one at most may enter a sponsorship, and two live ones are one and what continues it.
        var fresh = SponsorshipId.From(Auckland, "fresh");
        Assert.True(
            ((HostId[])[Mover, .. Tries])
                .Count(h => HostDecider.Decide(_hosts[h].State with { Live = null, Suspended = null },
                    new TakeHost(fresh), Sample.ThatMoment).Rejection is null) <= 1, "Two records of one person may enter a sponsorship.");
        var own = All.Select(S).Where(s => s is { IsOpen: true, Formation.HostClaim: Claim.Held }
            && (s.Host == Mover || Tries.Contains(s.Host)))
            .ToList();
        Assert.True(own.Count <= 1 || (own.Count == 2 && own.Exists(s => own.Exists(o => s.Moves.Succession?.Of == o.Id))),
            "One person is in two sponsorships.");
    }

    private void HoldsAtRest()
    {
        foreach (var (id, s) in All.Select(id => (id, S(id))).Where(x => x.Item2.Id is not null))
        {
            var (city, migrant) = (_cities[id.City].State, _migrants[s.Migrant].State);
            var step = SponsorshipSaga.Next(s, _now, Day);
            Assert.True(step is SagaStep.None or SagaStep.AskPlace, $"{s.Status} {id} is stuck before {step}.");
            if (s.IsOpen && s.Status != SponsorshipStatus.Proposed)
            {
                Assert.Equal(id, _hosts[s.Host].State.Live);
                Assert.Equal(id, s.Moves.Succession?.State == SuccessionState.Forming ? migrant.Next : migrant.Live);
                if (s.Status != SponsorshipStatus.Refused)
                {
                    Assert.Equal((s.Formation.PlaceClaim == Claim.InLine, s.Formation.PlaceClaim is Claim.Held or Claim.Confirmed),
                        (city.Tickets.ContainsKey(id), city.Taken.ContainsKey(id)));
                }

            }
            else
            {
                Assert.True(
                    _hosts[s.Host].State.Live != id && migrant.Live != id && migrant.Next != id && !city.Taken.ContainsKey(id)
                        && !city.Tickets.ContainsKey(id), $"{s.Status} {id} ({s.Ended}) still has something.");
            }

            if (s.Moves.Succession is not { } succession) continue;
            var (here, there) = (_hosts[succession.Host].State, _hosts[s.Host].State);
            var expected = s.ArrivedOn is not null ? SuccessionState.Completed : s.Status == SponsorshipStatus.Ended
                ? SuccessionState.Undone : succession.State;
            Assert.Equal(expected, succession.State);
            Assert.Equal(succession.State == SuccessionState.Completed, here.Move is { IsComplete: true } done && done.To == s.Host);
            Assert.Equal((succession.State == SuccessionState.Undone, s.ArrivedOn is null && s.IsOpen),
                (there.IsVoid, there.OpensWith is not null));
            if (s.ArrivedOn is not null) Assert.NotNull(S(succession.Of).EndedOn);
            if (succession.State == SuccessionState.Forming && s.Formation.MigrantClaim == Claim.Held) Assert.Null(S(succession.Of)
                .EndedOn);
            Seen($"at rest {succession.State}");
        }

        foreach (var migrant in _migrants.Values.Select(m => m.State))
        {
            Assert.Null(migrant.LettingGo);
            var isSettled = All.Select(S).Any(s => s is { ArrivedOn: not null, IsOpen: true } && s.Migrant == migrant.Id);
            Assert.False(isSettled && _cities.Values.Any(c => c.State.Kept.ContainsKey(migrant.Id!.Value)),
                $"{migrant.Id} has arrived with a host, and another place is kept for them.");
        }

        Assert.True(_hosts[Mover].State.Move is null or { IsComplete: true } || Successors.Any(id => S(id).IsOpen),
            "A move is under way, and nothing moves.");
    }

    private static void Seen(string what, bool isSeen = true)
    {
        if (!isSeen) return;
        lock (Counts) Counts[what] = Counts.GetValueOrDefault(what) + 1;
    }

    private sealed record Message(SponsorshipId Sponsorship, SagaStep? Step, StepAnswer? Answer, Action? Act);
}

/// <summary>Protections that a test takes out, to see that the simulation misses them.</summary>
[Flags]
internal enum MoveFaults
{
    None = 0,
    FollowsNobody = 1,
}
