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
/// One aggregate as its grain keeps it: a command id is carried out once, a voided id never, and a refusal is not remembered.
/// </summary>
internal sealed class Keeper<TDecider, TState, TCommand, TEvent>(SagaFaults faults = SagaFaults.None)
    where TDecider : IDecider<TState, TCommand, TEvent>
    where TEvent : class
{
    private readonly Dictionary<string, string> _outcomes = [];

    public TState State { get; private set; } = TDecider.Initial;

    public (string Outcome, RejectionCode? Refused, int Events) Execute(string? id, TCommand command, Action? atEveryVersion = null,
        Moment? moment = null)
    {
        if (id is not null && !faults.HasFlag(SagaFaults.ForgetsCommands) && _outcomes.TryGetValue(id, out var known))
        {
            return (known, null, 0);
        }

        var decision = TDecider.Decide(State, command, moment ?? Sample.MomentOf(command));
        if (decision.Rejection is { } rejection) return ("", rejection.Code, 0);
        foreach (var e in decision.Events)
        {
            State = TDecider.Evolve(State, e);
            atEveryVersion?.Invoke();
        }

        if (decision.Events.Count > 0)
        {
            if (id is not null) _outcomes.TryAdd(id, decision.Outcome);
            if (decision.VoidedCommand is { } voided && !faults.HasFlag(SagaFaults.IgnoresVoiding)) _outcomes.TryAdd(voided, "voided");
        }

        return (decision.Outcome, null, decision.Events.Count);
    }
}

/// <summary>Protections that a test takes out, to see that the simulation misses them.</summary>
[Flags]
internal enum SagaFaults
{
    None = 0,
    IgnoresVoiding = 1,
    ForgetsCommands = 2,
    NeverWoken = 4,
}

/// <summary>
/// A city, a few hosts and migrants, and sponsorships that compete for them over a network which loses, doubles, delays and reorders what
/// is sent through it, questions and answers alike. Every step is chosen from outside, so a history can be repeated and shrunk.
/// </summary>
internal sealed class SagaWorld
{
    private const int Hosts = 2, Migrants = 2, Sponsorships = 4;

    private readonly Keeper<CityDecider, City, CityCommand, CityEvent> _city;
    private readonly Keeper<HostDecider, Host, HostCommand, HostEvent>[] _hosts;
    private readonly Keeper<MigrantDecider, Migrant, MigrantCommand, MigrantEvent>[] _migrants;
    private readonly Keeper<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent>[] _sponsorships;
    private readonly List<Message> _underWay = [];
    private readonly SagaFaults _faults;
    private DateTimeOffset _now = Now;
    private readonly bool[] _keepsPlace = new bool[Migrants];
    private long _mayBeTaken;

    public SagaWorld(int places, SagaFaults faults = SagaFaults.None)
    {
        _faults = faults;
        _city = new(faults);
        _hosts = [.. Enumerable.Range(0, Hosts).Select(_ => new Keeper<HostDecider, Host, HostCommand, HostEvent>(faults))];
        _migrants = [
            .. Enumerable.Range(0, Migrants).Select(_ => new Keeper<MigrantDecider, Migrant, MigrantCommand, MigrantEvent>(faults))];
        _sponsorships =
            [.. Enumerable.Range(0, Sponsorships)
                .Select(_ => new Keeper<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent>())];
        Ask(new OpenCity(Auckland, new("Auckland", Nzd, "Pacific/Auckland", Policy)));
        Ask(new DecideQuota(Decision(places)));
        var facts = new RegistrationFacts(true, false, null);
        for (var h = 0; h < Hosts; h++) _hosts[h].Execute(null, new RegisterHost(Sample.Host(h), Household(h), Home(h), null, facts));
        for (var m = 0; m < Migrants; m++) _migrants[m].Execute(null, new RegisterMigrant(Sample.Migrant(m), "PH", [], []));
        for (var s = 0; s < Sponsorships; s++)
        {
            var known = new ProposalFacts(true, true, Household(s % Hosts), Home(s % Hosts));
            _sponsorships[s].Execute(null,
                new Propose(Case(s), Sample.Host(s % Hosts), Sample.Migrant(s / Hosts % Migrants), Party.Host, known));
        }
    }

    /// <summary>How often each answer to each step has made a difference, in all worlds so far.</summary>
    public static SortedDictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    private DateOnly Day => DateOnly.FromDateTime(_now.UtcDateTime);

    private Moment Moment => new(_now, Day, "system");

    private City City => _city.State;

    /// <summary>Does one thing that the number says: a person acts, time passes, a saga is woken, or the network does something.</summary>
    public void Step(uint choice)
    {
        var s = (int)(choice % Sponsorships);
        var detail = (int)(choice / Sponsorships % 16);
        var what = choice / (Sponsorships * 16) % 32;
        switch (what)
        {
            case 0: Act(s, new Accept(Party.Migrant)); break;
            case 1: if (detail < 6) Act(s, Farewell(s, detail % 4)); break;
            case <= 5: Act(s, Check(s, detail)); break;
            case 6:
                if (detail < 4) Act(s,
                new Refuse([RefusalReason.ConditionsNotMet], detail < 2 ? null : Ruling(s, detail))); break;
            case 7 when detail >= 12:
                Act(s,
                new RuleOnRefusal(Ruling(s, 2 + (detail % 2)), detail < 14 ? RulingEffect.Lifted : RulingEffect.Stands)); break;
            case 7: Act(s, detail < 8 ? new Reopen() : new Reply(Party.Migrant)); break;
            case 8: if (detail < 4) Act(s, new Arrive(Day, true, VerifiedPayslips, PhpRate)); break;
            case 9: _now = _now.AddDays(detail < 13 ? 1 : 11); break;
            case 10: Ask(new DecideQuota(Decision(detail % (Sponsorships + 1)))); break;
            case 11 when detail >= 8: Officer(s % Migrants, detail); break;
            case 11: if (detail < 8) Ask(City.Paused is null ? new PauseCity(PauseReason.Capacity) : new ResumeCity()); break;
            case 12:
                if (detail < 4) Suspend(
                s % Hosts);
                else if (detail > 9) Act(s, new ChangeHost());
                else Act(s,
                    new RuleOnCheck(new(detail % 2 == 0 ? CheckKind.Identity : CheckKind.Background, Ruling(s, 13 + (detail % 3)),
                        detail < 8 ? RulingEffect.Lifted : RulingEffect.Stands, null))); break;
            case <= 18: Exchange(s); break;
            case <= 24: Wake(s); break;
            default: Network((int)(choice / (Sponsorships * 16 * 32)), detail); break;
        }

        HoldsInEveryMoment();
    }

    /// <summary>
    /// The network and the people come to rest; whoever has a reminder is woken until nothing moves. Then what is still under way arrives.
    /// </summary>
    public void ComeToRest(bool lateFirst)
    {
        if (lateFirst) DeliverAll();
        Settle();
        // The latest of all: what everybody had given up, to those who have no reminder any more.
        if (!lateFirst) DeliverAll();
        HoldsInEveryMoment();
        Settle();
        HoldsAtRest();
    }

    private SponsorshipCommand Farewell(int s, int which) => which switch
    {
        0 => new Withdraw(Party.Host),
        1 => new End(Party.Migrant, EndReason.MigrantLeft, Day),
        2 when _sponsorships[s].State.Ending.Proposed is { } end => new RuleOnEnd(end.Ruling, RulingEffect.Stands),
        2 => new ProposeEnd(EndReason.Programme, null, Ruling(s, 99)),
        _ => new Decline(Party.Migrant),
    };

    private static RulingId Ruling(int s, int n) => RulingId.From(Auckland, $"{s}-{n}");

    private RecordCheck Check(int s, int detail)
    {
        var kind = detail % 2 == 0 ? CheckKind.Identity : CheckKind.Background;
        return detail < 13
            ? new(kind, new(CheckOutcome.Passed, null, Day, detail < 3 ? Day : null, null))
            : new(kind, new(CheckOutcome.Failed, RefusalReason.CriminalRecord, Day, null, null, detail == 13 ? null : Ruling(s, detail)));
    }

    private void Suspend(int h) =>
        _hosts[h].Execute(null,
            _hosts[h].State.Suspended is null
                ? new SuspendHost(SuspensionReason.Safeguarding) : new ReinstateHost(ReinstatementReason.Cleared));

    private void Act(int s, SponsorshipCommand command)
    {
        if (_sponsorships[s].Execute(null, command, moment: Moment) is not { Refused: null, Events: > 0 }) return;
        // From the change of host until the next arrival the place is the migrant's, whatever becomes of the sponsorships in between.
        if (command is ChangeHost) _keepsPlace[MigrantIn(s)] = true;
        if (command is Arrive) _keepsPlace[MigrantIn(s)] = false;
    }

    private void Officer(int m, int detail)
    {
        CityCommand command = detail switch
        {
            8 => new ExtendGrace(Sample.Migrant(m), 5),
            9 => new GiveUpPlace(Sample.Migrant(m), null),
            _ when City.Kept.GetValueOrDefault(Sample.Migrant(m))?.Proposed is { } end =>
                new RuleOnStatusEnd(Sample.Migrant(m), end.Ruling, RulingEffect.Stands),
            _ => new EndStatus(Sample.Migrant(m), [StatusEndReason.NoNewHost], Ruling(m, 98)),
        };
        if (Ask(command) is { Refused: null, Events: > 0 } && command is GiveUpPlace or RuleOnStatusEnd) _keepsPlace[m] = false;
    }

    private static int MigrantIn(int s) => s / Hosts % Migrants;

    // The quota may be cut below what is taken; then what is taken may only fall.
    private (string Outcome, RejectionCode? Refused, int Events) Ask(CityCommand command, string? id = null) =>
        _city.Execute(id, command, () =>
    {
        var taken = City.Held + City.InUse;
        Assert.True(taken <= Math.Max(City.Quota.Places, _mayBeTaken), $"{taken} places are taken of {City.Quota.Places}.");
        _mayBeTaken = taken;
    }, Moment);

    private void Wake(int s)
    {
        var state = _sponsorships[s].State;
        var step = SponsorshipSaga.Next(state, _now, Day);
        if (step == SagaStep.CloseRefused) Act(s, new CloseRefused());
        else if (step != SagaStep.None) _underWay.Add(new(s, step, null, true));
    }

    // A wake that goes well from question to note.
    private void Exchange(int s)
    {
        var step = SponsorshipSaga.Next(_sponsorships[s].State, _now, Day);
        if (step == SagaStep.CloseRefused) Act(s, new CloseRefused());
        else if (step != SagaStep.None && Answer(s, step) is { } answer) Note(s, step, answer);
    }

    private void Note(int s, SagaStep step, StepAnswer answer)
    {
        var before = _sponsorships[s].State.Status;
        if (_sponsorships[s].Execute(null, new NoteStep(step, answer), moment: Moment).Events == 0) return;
        var seen = $"{step} {answer.GetType().Name}{(before == SponsorshipStatus.Ended ? " after the end" : "")}";
        if (_faults == SagaFaults.None) lock (Seen) Seen[seen] = Seen.GetValueOrDefault(seen) + 1;
    }

    private void Network(int which, int what)
    {
        if (_underWay.Count == 0) return;
        var i = which % _underWay.Count;
        var message = _underWay[i];
        // Lost; or it arrives; or it arrives and will do so once more, any time later.
        if (what < 12) _underWay.RemoveAt(i);
        if (what >= 2) Deliver(message);
    }

    private void Deliver(Message message)
    {
        if (message.IsQuestion)
        {
            if (Answer(message.Sponsorship, message.Step) is { } answer)
            {
                _underWay.Add(message with { Answer = answer, IsQuestion = false });
            }

        }
        else
        {
            Note(message.Sponsorship, message.Step, message.Answer!);
        }
    }

    private StepAnswer? Answer(int s, SagaStep step)
    {
        var (id, sponsorship) = (Case(s), _sponsorships[s].State);
        var host = _hosts[Array.FindIndex(_hosts, h => h.State.Id == sponsorship.Host)];
        var migrant = _migrants[Array.FindIndex(_migrants, m => m.State.Id == sponsorship.Migrant)];
        var command = SponsorshipSaga.CommandId(id, step);
        string Undone(SagaStep taken) => SponsorshipSaga.CommandId(id, taken);
        return step switch
        {
            SagaStep.TakeHost => Done(host.Execute(command, new TakeHost(id))),
            SagaStep.TakeMigrant => Done(migrant.Execute(command, new TakeMigrant(id))),
            SagaStep.HoldPlace => Place(Ask(new HoldPlace(id, sponsorship.Migrant), command).Refused, id),
            SagaStep.AskPlace => Place(null, id),
            SagaStep.ConfirmPlace => Done(Ask(new ConfirmPlace(id), command)),
            SagaStep.ExpirePlace => Done(Ask(new ExpirePlace(id), command)),
            SagaStep.ReleasePlace =>
                Done(Ask(new ReleasePlace(id, Undone(SagaStep.HoldPlace), sponsorship.ArrivedOn is not null), command)),
            SagaStep.KeepPlace => Done(Ask(new KeepPlace(new(id, sponsorship.Migrant, 10, sponsorship.ArrivedOn is not null)), command)),
            SagaStep.FreeMigrant => Done(migrant.Execute(command, new FreeMigrant(id, Undone(SagaStep.TakeMigrant)))),
            SagaStep.FreeHost => Done(host.Execute(command, new FreeHost(id, Undone(SagaStep.TakeHost)))),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
        };
    }

    private static StepAnswer Done((string Outcome, RejectionCode? Refused, int Events) result) =>
        result.Refused is { } code ? new StepRefused(code) : new StepDone();

    private StepAnswer? Place(RejectionCode? refused, SponsorshipId id)
    {
        if (refused is { } code) return new StepRefused(code);
        if (City.Taken.TryGetValue(id, out var place)) return new PlaceHeld(Terms, place.Until);
        return City.Tickets.ContainsKey(id) ? new PlaceInLine() : null;
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

    // Only those who have a reminder are woken, and their calls get through.
    private void Settle()
    {
        if (_faults.HasFlag(SagaFaults.NeverWoken)) return;
        for (var round = 0; round < 100; round++)
        {
            var before = _sponsorships.Select(s => s.State).ToList();
            while (City.CanServe) Ask(new ServeWaiting());
            for (var s = 0; s < Sponsorships; s++)
            {
                if (SponsorshipSaga.IsUnfinished(_sponsorships[s].State)) Exchange(s);
            }

            HoldsInEveryMoment();
            if (_sponsorships.Select(s => s.State).SequenceEqual(before, ReferenceEqualityComparer.Instance)) return;
        }

        Assert.Fail("The sagas do not come to rest.");
    }

    private void HoldsInEveryMoment()
    {
        Assert.Equal(City.Taken.Count + City.Kept.Count, City.Held + City.InUse);
        for (var m = 0; m < Migrants; m++)
        {
            var places =
                Enumerable.Range(0, Sponsorships).Count(s => MigrantIn(s) == m && City.Taken.ContainsKey(Case(s)))
                    + (City.Kept.ContainsKey(Sample.Migrant(m)) ? 1 : 0);
            Assert.True(places <= 1, $"Migrant {m} has {places} places.");
            Assert.True(places == 1 || !_keepsPlace[m], $"Migrant {m} changed host and has no place.");
        }

        Assert.Equal(0, City.Places.Sum(Asset.Place));
        for (var s = 0; s < Sponsorships; s++)
        {
            var (id, state) = (Case(s), _sponsorships[s].State);
            if (!state.IsOpen) continue;
            if (state.Formation.HostClaim == Claim.Held)
            {
                Assert.True(HostOf(state).Live == id, $"{state.Status} {s} has noted a host who is another's.");
            }

            if (state.Formation.MigrantClaim == Claim.Held)
            {
                Assert.True(MigrantOf(state).Live == id, $"{state.Status} {s} has noted a migrant who is another's.");
            }

            if (state.Formation.PlaceClaim == Claim.Confirmed)
            {
                Assert.True(City.Taken.GetValueOrDefault(id) is { Confirmed: true },
                    $"{state.Status} {s} has noted a place that is not in use.");
            }

            if (state.Status is SponsorshipStatus.Granted or SponsorshipStatus.Arrived or SponsorshipStatus.Active
                or SponsorshipStatus.Notice)
            {
                Assert.Equal((Claim.Held, Claim.Held, Claim.Confirmed),
                    (state.Formation.HostClaim, state.Formation.MigrantClaim, state.Formation.PlaceClaim));
            }
        }
    }

    private void HoldsAtRest()
    {
        for (var s = 0; s < Sponsorships; s++)
        {
            var (id, state) = (Case(s), _sponsorships[s].State);
            var step = SponsorshipSaga.Next(state, _now, Day);
            Assert.True(step is SagaStep.None or SagaStep.AskPlace, $"{state.Status} {s} is stuck before {step}.");
            if (!state.IsOpen || state.Status == SponsorshipStatus.Proposed)
            {
                Assert.True(HostOf(state).Live != id, $"{state.Status} {s} ({state.Ended}) still has its host.");
                Assert.True(MigrantOf(state).Live != id, $"{state.Status} {s} ({state.Ended}) still has its migrant.");
                Assert.False(City.Taken.ContainsKey(id), $"{state.Status} {s} ({state.Ended}) still has a place.");
                Assert.False(City.Tickets.ContainsKey(id), $"{state.Status} {s} ({state.Ended}) still stands in line.");
                continue;
            }

            Assert.Equal((id, id), (HostOf(state).Live, MigrantOf(state).Live));
            Assert.NotEqual(SponsorshipStatus.Accepted, state.Status);
            Assert.Equal(state.Formation.PlaceClaim == Claim.InLine, City.Tickets.ContainsKey(id));
            Assert.Equal(state.Formation.PlaceClaim is Claim.Held or Claim.Confirmed, City.Taken.ContainsKey(id));
            Assert.False(state.Status == SponsorshipStatus.Checking && state.ChecksPassed(Day),
                $"{s} has passed its checks and is not granted.");
        }

        Assert.False(City.CanServe, "A place is free and somebody waits.");
    }

    private Host HostOf(Sponsorship s) => Array.Find(_hosts, h => h.State.Id == s.Host)!.State;

    private Migrant MigrantOf(Sponsorship s) => Array.Find(_migrants, m => m.State.Id == s.Migrant)!.State;

    private sealed record Message(int Sponsorship, SagaStep Step, StepAnswer? Answer, bool IsQuestion);
}
