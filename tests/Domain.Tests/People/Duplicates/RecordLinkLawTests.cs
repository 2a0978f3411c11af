namespace VipOrleans.Domain.Tests.People;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.DuplicateCommand;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>
/// One person, one live sponsorship, over linked records: for every interleaving of sponsorships that take and free records with officers
/// who link and unlink them, with calls that come twice, late or never. Hosts and migrants have one law.
/// </summary>
public sealed class RecordLinkLawTests
{
    private const int Records = 3, Sponsorships = 4;

    [Theory]
    [InlineData(500)]
    [InlineData(10_000, Traits = new[] { "Speed", "slow" })]
    public void Linked_hosts_are_never_taken_for_two_sponsorships_and_nothing_is_left_behind(int histories) => Holds(Hosts, histories);

    [Theory]
    [InlineData(500)]
    [InlineData(10_000, Traits = new[] { "Speed", "slow" })]
    public void Linked_migrants_are_never_taken_for_two_sponsorships_and_nothing_is_left_behind(int histories) =>
        Holds(Migrants, histories);

    [Fact]
    public void A_grant_on_its_way_to_a_host_does_not_become_a_second_sponsorship_after_a_link() => IsOvertaken(Hosts());

    [Fact]
    public void A_grant_on_its_way_to_a_migrant_does_not_become_a_second_sponsorship_after_a_link() => IsOvertaken(Migrants());

    private static void Holds(Func<IWorld> begin, int histories) => Gen.Int[0, 9_999].Array[10, 160].Sample(choices =>
    {
        var world = begin();
        foreach (var choice in choices) world.Do(choice);
        world.Finish();
        world.ThenNothingIsLeft();
    }, iter: histories);

    private static void IsOvertaken(IWorld world)
    {
        world.RunAGrantThatIsOvertakenByALink();
        world.Finish();
        world.ThenNothingIsLeft();
    }

    private static World<HostDecider, Host, HostCommand, HostEvent, HostId> Hosts() => new(new(
        Host, n => HostRegistered(n), h => h.Live, h => h.Linked, e => (e as HostEvent.HostTaken)?.Sponsorship,
        s => new HostCommand.TakeHost(s), (s, take) => new HostCommand.FreeHost(s, take), c => c, id => id, p => p.Host!.Value));

    private static World<MigrantDecider, Migrant, MigrantCommand, MigrantEvent, MigrantId> Migrants() => new(new(
        Migrant, n => MigrantRegistered(n), m => m.Live, m => m.Linked, e => (e as MigrantEvent.MigrantTaken)?.Sponsorship,
        s => new MigrantCommand.TakeMigrant(s), (s, take) => new MigrantCommand.FreeMigrant(s, take), c => c, id => id,
        p => p.Migrant!.Value));

    private interface IWorld
    {
        void Do(int choice);

        void RunAGrantThatIsOvertakenByALink();

        void Finish();

        void ThenNothingIsLeft();
    }

    // What hosts and migrants have in common, by the names that each has for it.
    private sealed record Side<TState, TCommand, TEvent, TId>(
        Func<int, TId> Id, Func<int, TEvent> Registered, Func<TState, SponsorshipId?> Live, Func<TState, RecordLinks<TId>> Linked,
        Func<TEvent, SponsorshipId?> Taken, Func<SponsorshipId, TCommand> Take, Func<SponsorshipId, string, TCommand> Free,
        Func<RecordLinkCommand<TId>, TCommand> Link, Func<TId, PersonId> Person, Func<PersonId, TId> OfPerson)
        where TId : struct, IId<TId>, IEquatable<TId>;

    private sealed class World<TDecider, TState, TCommand, TEvent, TId>(Side<TState, TCommand, TEvent, TId> side) : IWorld
        where TDecider : IDecider<TState, TCommand, TEvent>
        where TEvent : class
        where TId : struct, IId<TId>, IEquatable<TId>
    {
        private readonly TState[] _records =
            [.. Enumerable.Range(1, Records).Select(n => TDecider.Evolve(TDecider.Initial, side.Registered(n)))];
        private readonly TId[] _ids = [.. Enumerable.Range(1, Records).Select(side.Id)];
        private readonly long[] _versions = [.. Enumerable.Repeat(1L, Records)];
        private readonly Dictionary<(int Record, string Id), string> _done = [];
        private readonly Dictionary<DuplicateId, Duplicate> _cases = [];

        // A sponsorship's own journal: which record it names, and whether it still wants it.
        private readonly (int Record, bool IsEnding, bool IsAnswered)[] _sponsorships =
            [.. Enumerable.Range(0, Sponsorships).Select(n => (n % Records, false, false))];
        private readonly List<IEnumerator<bool>> _calls = [];

        public void Do(int choice)
        {
            var (what, n) = (choice % 10, choice / 10);
            switch (what)
            {
                case 0:
                    _calls.Add(RunSponsorship(n % Sponsorships));
                    break;
                case 1:
                    _sponsorships[n % Sponsorships].IsEnding = true;
                    _calls.Add(RunSponsorship(n % Sponsorships));
                    break;
                case 2:
                    Link(n % Records, (n / Records) % Records);
                    break;
                case 3:
                    Unlink(n % Records, (n / Records) % Records);
                    break;
                // A silo dies, or an answer is lost.
                case 4 when _calls.Count > 0:
                    _calls.RemoveAt(n % _calls.Count);
                    break;
                default:
                    if (_calls.Count > 0) Step(n % _calls.Count);
                    break;
            }

            ThenTwoLiveSponsorshipsAreListed();
        }

        // Record 2 is the principal of 0, and grants it a sponsorship before it knows that 1, which is in another one, is the same
        // person too. The grant arrives last.
        public void RunAGrantThatIsOvertakenByALink()
        {
            Link(2, 0);
            RunAll();
            _calls.Add(RunSponsorship(1));
            RunAll();
            Assert.Equal(Case(1), Live(1));
            var taking = RunSponsorship(0);
            while (Linked(2).Find(_ids[0])!.Claim != Case(0)) Assert.True(taking.MoveNext());

            Link(2, 1);
            RunAll();
            var link = DuplicateId.Of(side.Person(_ids[2]), side.Person(_ids[1]));
            while (taking.MoveNext()) { }
            Assert.Equal((Case(0), LinkStatus.Admitted), (Live(0), _cases[link].Link!.Status));
            _calls.Add(RunLink(link));
            RunAll();
            Assert.Equal(LinkStatus.Linked, _cases[link].Link!.Status);
        }

        private void RunAll()
        {
            while (_calls.Count > 0) Step(0);
        }

        // Reminders wake what was left half done until nothing is; every sponsorship ends.
        public void Finish()
        {
            for (var s = 0; s < Sponsorships; s++) _sponsorships[s].IsEnding = true;
            for (var round = 0; round < 30; round++)
            {
                for (var s = 0; s < Sponsorships; s++) _calls.Add(RunSponsorship(s));
                foreach (var id in _cases.Keys.ToList()) _calls.Add(RunLink(id));
                for (var steps = 0; _calls.Count > 0 && steps < 10_000; steps++) Step(steps % _calls.Count);
            }
        }

        public void ThenNothingIsLeft()
        {
            Assert.Empty(_calls);
            Assert.All(_cases.Values, c => Assert.Equal(LinkStep.None, c.Link!.Next));
            Assert.All(Enumerable.Range(0, Records),
                r => Assert.True(Live(r) is null && Linked(r).Asking is null && Linked(r).Records.TrueForAll(k => k.Claim is null)));
            // A principal is under nobody, and both sides of a link know of it.
            for (var h = 0; h < Records; h++)
            {
                if (Linked(h).Principal is { } principal) Assert.NotNull(Linked(Of(principal)).Find(_ids[h]));
                Assert.All(Linked(h).Records, r => Assert.Equal(_ids[h], Linked(Of(r.Record)).Principal));
            }

            // Whoever is free can be taken again.
            for (var h = 0; h < Records; h++)
            {
                var call = Take(h, Case(100 + h), "again");
                while (call.MoveNext()) { }
                Assert.Equal(Case(100 + h), Live(h));
                call = Free(h, Case(100 + h), "again");
                while (call.MoveNext()) { }
            }
        }

        private void Step(int call)
        {
            if (!_calls[call].MoveNext()) _calls.RemoveAt(call);
        }

        private IEnumerator<bool> RunSponsorship(int n)
        {
            var (record, isEnding, isAnswered) = _sponsorships[n];
            var id = Case(n);
            var call = isEnding ? Free(record, id, $"{n}") : isAnswered ? null : Take(record, id, $"{n}");
            while (call?.MoveNext() == true) yield return true;
            if (!isEnding) _sponsorships[n].IsAnswered = true;
        }

        // What the grain of a record does: see HostGrain and MigrantGrain.
        private IEnumerator<bool> Take(int record, SponsorshipId sponsorship, string key)
        {
            var outcome = Execute(record, side.Take(sponsorship), $"{key}:take");
            if (outcome != "asking") yield break;
            while (Linked(record).Asking == sponsorship)
            {
                RejectionCode? refused = null;
                var principal = Linked(record).Principal;
                if (principal is { } asked)
                {
                    var version = _versions[record];
                    yield return true;
                    var answer =
                        TDecider.Decide(_records[Of(asked)],
                            side.Link(new RecordLinkCommand<TId>.Claim(_ids[record], version, sponsorship)), ThatMoment);
                    Apply(Of(asked), answer);
                    refused = answer.Rejection?.Code;
                    yield return true;
                    // Asked again by whoever wanted it.
                    if (refused is RejectionCode.VersionMismatch or RejectionCode.RecordsNotLinked) continue;
                }

                Execute(record, side.Link(new RecordLinkCommand<TId>.Answer(sponsorship, principal, refused)));
                yield return true;
            }

            var telling = Tell(record);
            while (telling.MoveNext()) yield return true;
        }

        private IEnumerator<bool> Free(int record, SponsorshipId sponsorship, string key)
        {
            Execute(record, side.Free(sponsorship, $"{key}:take"), $"{key}:free");
            yield return true;
            var telling = Tell(record);
            while (telling.MoveNext()) yield return true;
        }

        private IEnumerator<bool> Tell(int record)
        {
            if (Linked(record).Principal is not { } principal) yield break;
            var note = new RecordLinkCommand<TId>.Note(_ids[record], _versions[record], Live(record) ?? Linked(record).Asking);
            yield return true;
            Execute(Of(principal), side.Link(note));
        }

        private void Link(int principal, int record)
        {
            if (principal == record) return;
            var (one, other) = (side.Person(_ids[principal]), side.Person(_ids[record]));
            Note(DuplicateId.Of(one, other),
                new LinkRecords(new(one, other, _versions[principal], _versions[record]), one, other, LinkReason.Interview));
        }

        private void Unlink(int principal, int record)
        {
            var id = DuplicateId.Of(side.Person(_ids[principal]), side.Person(_ids[record]));
            if (_cases.ContainsKey(id)) Note(id, new UnlinkRecords(UnlinkReason.DifferentPeople));
        }

        private void Note(DuplicateId id, DuplicateCommand command)
        {
            var state = _cases.GetValueOrDefault(id, DuplicateDecider.Initial);
            foreach (var e in DuplicateDecider.Decide(state, command, ThatMoment).Events)
            {
                state = _cases[id] = DuplicateDecider.Evolve(state, e);
            }

            if (_cases.ContainsKey(id)) _calls.Add(RunLink(id));
        }

        // What the grain of a pair does: see DuplicateGrain.
        private IEnumerator<bool> RunLink(DuplicateId id)
        {
            while (_cases[id].Link is { } link && link.Next != LinkStep.None)
            {
                var (principal, record, key) = (Of(link.Principal), Of(link.Record), link.CommandId(link.Next));
                var (p, r) = (side.OfPerson(link.Principal), side.OfPerson(link.Record));
                yield return true;
                var (of, step) = link.Next switch
                {
                    LinkStep.Admit => (principal, (RecordLinkCommand<TId>)new RecordLinkCommand<TId>.Admit(r, link.Since)),
                    LinkStep.Attach => (record, new RecordLinkCommand<TId>.Attach(p)),
                    LinkStep.Detach => (record, new RecordLinkCommand<TId>.Detach(p, link.CommandId(LinkStep.Attach))),
                    _ => (principal, new RecordLinkCommand<TId>.Release(r, link.CommandId(LinkStep.Admit))),
                };
                var outcome = Execute(of, side.Link(step), key);
                yield return true;
                // The record tells its principal before it answers.
                var telling = Tell(record);
                while (link.Next == LinkStep.Attach && outcome is not null && telling.MoveNext()) yield return true;
                var isOpen = false;
                var claims = link.Next == LinkStep.Attach && outcome is not null ? Linked(principal).ClaimsBeside(r) : [];
                foreach (var claim in claims)
                {
                    yield return true;
                    isOpen |= !Linked(Of(claim.Record)).HasDecided(_versions[Of(claim.Record)], claim);
                }

                var note = new NoteLinkStep(link.Number, link.Next, outcome is null ? RejectionCode.RecordLinked : null,
                    IsLiveBesides(principal, record), isOpen);
                foreach (var e in DuplicateDecider.Decide(_cases[id], note, ThatMoment).Events)
                {
                    _cases[id] = DuplicateDecider.Evolve(_cases[id], e);
                }

                // The reminder comes back to it.
                if (isOpen) yield break;
                yield return true;
            }
        }

        // Carries a command out once under its id, as the journal does; null for a refusal.
        private string? Execute(int record, TCommand command, string? id = null)
        {
            if (id is not null && _done.TryGetValue((record, id), out var known)) return known;
            var decision = TDecider.Decide(_records[record], command, ThatMoment);
            Apply(record, decision);
            if (decision.Rejection is not null) return null;
            if (id is not null && decision.Events.Count > 0) _done[(record, id)] = decision.Outcome;
            if (decision.VoidedCommand is { } voided) _done.TryAdd((record, voided), "voided");
            return decision.Outcome;
        }

        private void Apply(int record, Decision<TEvent> decision)
        {
            foreach (var e in decision.Events)
            {
                if (side.Taken(e) is { } sponsorship) ThenThePersonHasNoOther(record, sponsorship);
                _records[record] = TDecider.Evolve(_records[record], e);
                _versions[record]++;
            }
        }

        private void ThenThePersonHasNoOther(int record, SponsorshipId sponsorship)
        {
            foreach (var other in Person(record))
            {
                Assert.True(Live(other) is null || Live(other) == sponsorship,
                    $"Record {record} is taken while {other} of the same person is in a sponsorship.");
            }

        }

        // All records that are linked for sure: their link is noted as made.
        private IEnumerable<int> Person(int record)
        {
            var links = _cases.Values.Where(c => c.Link is { Status: LinkStatus.Linked })
                .Select(c => (Principal: Of(c.Link!.Principal), Record: Of(c.Link.Record))).ToList();
            var principal = links.Where(l => l.Record == record).Select(l => (int?)l.Principal).SingleOrDefault() ?? record;
            return links.Where(l => l.Principal == principal).Select(l => l.Record).Append(principal).Where(r => r != record);
        }

        // Whoever is in two sponsorships was so before a link, and that link says so.
        private void ThenTwoLiveSponsorshipsAreListed()
        {
            for (var record = 0; record < Records; record++)
            {
                int[] person = [record, .. Person(record)];
                if (person.Count(r => Live(r) is not null) < 2) continue;
                Assert.Contains(_cases.Values,
                    c => c.Link is { Status: LinkStatus.Linked, BothLive: true } link && person.Contains(Of(link.Record)));
            }
        }

        // Not the principal alone: a third record may be in the other sponsorship.
        private bool IsLiveBesides(int principal, int record) => Live(record) is not null
            && Linked(principal).Records.Select(r => Of(r.Record)).Append(principal).Any(r => r != record && Live(r) is not null);

        private SponsorshipId? Live(int record) => side.Live(_records[record]);

        private RecordLinks<TId> Linked(int record) => side.Linked(_records[record]);

        private int Of(PersonId person) => Of(side.OfPerson(person));

        private int Of(TId record) => Array.IndexOf(_ids, record);
    }
}
