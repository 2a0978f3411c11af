namespace VipOrleans.Domain.Tests.People;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.PersonCaseCommand;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>
/// One person, one live sponsorship, over linked records: for every interleaving of sponsorships that take and free records with officers
/// who link and unlink them, with calls that come twice, late or never.
/// </summary>
public sealed class RecordLinkLawTests
{
    private const int Hosts = 3, Sponsorships = 4;

    [Theory]
    [InlineData(500)]
    [InlineData(10_000, Traits = new[] { "Speed", "slow" })]
    public void Linked_records_are_never_taken_for_two_sponsorships_and_nothing_is_left_behind(int histories) =>
        Gen.Int[0, 9_999].Array[10, 160].Sample(choices =>
    {
        var world = new World();
        foreach (var choice in choices) world.Do(choice);
        world.Finish();
        world.ThenNothingIsLeft();
    }, iter: histories);

    [Fact]
    public void A_grant_on_its_way_does_not_become_a_second_sponsorship_after_a_link()
    {
        var world = new World();
        world.RunAGrantThatIsOvertakenByALink();
        world.Finish();
        world.ThenNothingIsLeft();
    }

    private sealed class World
    {
        private readonly Host[] _hosts =
            [.. Enumerable.Range(1, Hosts).Select(n => HostDecider.Evolve(HostDecider.Initial, HostRegistered(n)))];
        private readonly long[] _versions = [.. Enumerable.Repeat(1L, Hosts)];
        private readonly Dictionary<(int Host, string Id), string> _done = [];
        private readonly Dictionary<PersonCaseId, PersonCase> _cases = [];

        // A sponsorship's own journal: which record it names, and whether it still wants it.
        private readonly (int Host, bool IsEnding, bool IsAnswered)[] _sponsorships =
            [.. Enumerable.Range(0, Sponsorships).Select(n => (n % Hosts, false, false))];
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
                    Link(n % Hosts, (n / Hosts) % Hosts);
                    break;
                case 3:
                    Unlink(n % Hosts, (n / Hosts) % Hosts);
                    break;
                // A silo dies, or an answer is lost.
                case 4 when _calls.Count > 0:
                    _calls.RemoveAt(n % _calls.Count);
                    break;
                default:
                    if (_calls.Count > 0) Step(n % _calls.Count);
                    break;
            }
        }

        // Host 2 is the principal of host 0, and grants it a sponsorship before it knows that host 1, which is in another one, is the same
        // person too. The grant arrives last.
        public void RunAGrantThatIsOvertakenByALink()
        {
            Link(2, 0);
            RunAll();
            _calls.Add(RunSponsorship(1));
            RunAll();
            Assert.Equal(Case(1), _hosts[1].Live);
            var taking = RunSponsorship(0);
            while (_hosts[2].Linked.Find(_hosts[0].Id!.Value)!.Claim != Case(0)) Assert.True(taking.MoveNext());

            Link(2, 1);
            RunAll();
            var link = PersonCaseId.Of(_hosts[2].Id!.Value, _hosts[1].Id!.Value);
            while (taking.MoveNext()) { }
            Assert.Equal((Case(0), LinkStatus.Admitted), (_hosts[0].Live, _cases[link].Link!.Status));
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
            Assert.All(_hosts,
                h => Assert.True(h.Live is null && h.Linked.Asking is null && h.Linked.Records.TrueForAll(r => r.Claim is null)));
            // A principal is under nobody, and both sides of a link know of it.
            for (var h = 0; h < Hosts; h++)
            {
                if (_hosts[h].Linked.Principal is { } principal) Assert.NotNull(_hosts[Of(principal)].Linked.Find(_hosts[h].Id!.Value));
                Assert.All(_hosts[h].Linked.Records, r => Assert.Equal(_hosts[h].Id, _hosts[Of(r.Record)].Linked.Principal));
            }

            // Whoever is free can be taken again.
            for (var h = 0; h < Hosts; h++)
            {
                var call = Take(h, Case(100 + h), "again");
                while (call.MoveNext()) { }
                Assert.Equal(Case(100 + h), _hosts[h].Live);
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
            var (host, isEnding, isAnswered) = _sponsorships[n];
            var id = Case(n);
            var call = isEnding ? Free(host, id, $"{n}") : isAnswered ? null : Take(host, id, $"{n}");
            while (call?.MoveNext() == true) yield return true;
            if (!isEnding) _sponsorships[n].IsAnswered = true;
        }

        // What the grain of a record does: see HostGrain.
        private IEnumerator<bool> Take(int host, SponsorshipId sponsorship, string key)
        {
            var outcome = Execute(host, new TakeHost(sponsorship), $"{key}:take");
            if (outcome != "asking") yield break;
            while (_hosts[host].Linked.Asking == sponsorship)
            {
                RejectionCode? refused = null;
                var principal = _hosts[host].Linked.Principal;
                if (principal is { } asked)
                {
                    var version = _versions[host];
                    yield return true;
                    var answer =
                        HostDecider.Decide(_hosts[Of(asked)], new ClaimHostRecord(_hosts[host].Id!.Value, version, sponsorship),
                            Sample.ThatMoment);
                    Apply(Of(asked), answer);
                    refused = answer.Rejection?.Code;
                    yield return true;
                    // Asked again by whoever wanted it.
                    if (refused is RejectionCode.VersionMismatch or RejectionCode.RecordsNotLinked) continue;
                }

                Execute(host, new AnswerHostClaim(sponsorship, principal, refused));
                yield return true;
            }

            var telling = Tell(host);
            while (telling.MoveNext()) yield return true;
        }

        private IEnumerator<bool> Free(int host, SponsorshipId sponsorship, string key)
        {
            Execute(host, new FreeHost(sponsorship, $"{key}:take"), $"{key}:free");
            yield return true;
            var telling = Tell(host);
            while (telling.MoveNext()) yield return true;
        }

        private IEnumerator<bool> Tell(int host)
        {
            if (_hosts[host].Linked.Principal is not { } principal) yield break;
            var note = new NoteHostRecord(_hosts[host].Id!.Value, _versions[host], _hosts[host].Live ?? _hosts[host].Linked.Asking);
            yield return true;
            Execute(Of(principal), note);
        }

        private void Link(int principal, int record)
        {
            if (principal == record) return;
            var (one, other) = (_hosts[principal].Id!.Value, _hosts[record].Id!.Value);
            Note(PersonCaseId.Of(one, other),
                new LinkRecords(new(one, other, _versions[principal], _versions[record]), one, other, LinkReason.Interview));
        }

        private void Unlink(int principal, int record)
        {
            var id = PersonCaseId.Of(_hosts[principal].Id!.Value, _hosts[record].Id!.Value);
            if (_cases.ContainsKey(id)) Note(id, new UnlinkRecords(UnlinkReason.DifferentPeople));
        }

        private void Note(PersonCaseId id, PersonCaseCommand command)
        {
            var state = _cases.GetValueOrDefault(id, PersonCaseDecider.Initial);
            foreach (var e in PersonCaseDecider.Decide(state, command, Sample.ThatMoment).Events)
            {
                state = _cases[id] = PersonCaseDecider.Evolve(state, e);
            }

            if (_cases.ContainsKey(id)) _calls.Add(RunLink(id));
        }

        // What the grain of a case does: see PersonCaseGrain.
        private IEnumerator<bool> RunLink(PersonCaseId id)
        {
            while (_cases[id].Link is { } link && link.Next != LinkStep.None)
            {
                var (principal, record, key) = (Of(link.Principal), Of(link.Record), link.CommandId(link.Next));
                var (p, r) = (link.Principal.Host!.Value, link.Record.Host!.Value);
                yield return true;
                string? outcome = link.Next switch
                {
                    LinkStep.Admit => Execute(principal, new AdmitHostRecord(r, link.Since), key),
                    LinkStep.Attach => Execute(record, new AttachHost(p), key),
                    LinkStep.Detach => Execute(record, new DetachHost(p, link.CommandId(LinkStep.Attach)), key),
                    _ => Execute(principal, new ReleaseHostRecord(r, link.CommandId(LinkStep.Admit)), key),
                };
                yield return true;
                // The record tells its principal before it answers.
                var telling = Tell(record);
                while (link.Next == LinkStep.Attach && outcome is not null && telling.MoveNext()) yield return true;
                var isOpen = false;
                var claims = link.Next == LinkStep.Attach && outcome is not null ? _hosts[principal].Linked.ClaimsBeside(r) : [];
                foreach (var claim in claims)
                {
                    yield return true;
                    isOpen |= !_hosts[Of(claim.Record)].Linked.HasDecided(_versions[Of(claim.Record)], claim);
                }

                var note = new NoteLinkStep(link.Number, link.Next, outcome is null ? RejectionCode.RecordLinked : null,
                    _hosts[principal].Live is not null && _hosts[record].Live is not null, isOpen);
                foreach (var e in PersonCaseDecider.Decide(_cases[id], note, Sample.ThatMoment).Events)
                {
                    _cases[id] = PersonCaseDecider.Evolve(_cases[id], e);
                }

                // The reminder comes back to it.
                if (isOpen) yield break;
                yield return true;
            }
        }

        // Carries a command out once under its id, as the journal does; null for a refusal.
        private string? Execute(int host, HostCommand command, string? id = null)
        {
            if (id is not null && _done.TryGetValue((host, id), out var known)) return known;
            var decision = HostDecider.Decide(_hosts[host], command, Sample.ThatMoment);
            Apply(host, decision);
            if (decision.Rejection is not null) return null;
            if (id is not null && decision.Events.Count > 0) _done[(host, id)] = decision.Outcome;
            if (decision.VoidedCommand is { } voided) _done.TryAdd((host, voided), "voided");
            return decision.Outcome;
        }

        private void Apply(int host, Decision<HostEvent> decision)
        {
            foreach (var e in decision.Events)
            {
                if (e is HostTaken taken) ThenThePersonHasNoOther(host, taken.Sponsorship);
                _hosts[host] = HostDecider.Evolve(_hosts[host], e);
                _versions[host]++;
            }
        }

        private void ThenThePersonHasNoOther(int host, SponsorshipId sponsorship)
        {
            foreach (var other in Person(host))
            {
                Assert.True(_hosts[other].Live is null || _hosts[other].Live == sponsorship,
                    $"Record {host} is taken while {other} of the same person is in a sponsorship.");
            }

        }

        // All records that are linked for sure: their link is noted as made.
        private IEnumerable<int> Person(int host)
        {
            var links = _cases.Values.Where(c => c.Link is { Status: LinkStatus.Linked })
                .Select(c => (Principal: Of(c.Link!.Principal), Record: Of(c.Link.Record))).ToList();
            var principal = links.Where(l => l.Record == host).Select(l => (int?)l.Principal).SingleOrDefault() ?? host;
            return links.Where(l => l.Principal == principal).Select(l => l.Record).Append(principal).Where(h => h != host);
        }

        private static int Of(PersonId person) => Of(person.Host!.Value);

        private static int Of(HostId host) => Enumerable.Range(1, Hosts).First(n => Host(n) == host) - 1;
    }
}
