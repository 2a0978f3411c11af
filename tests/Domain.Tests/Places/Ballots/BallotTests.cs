namespace VipOrleans.Domain.Tests.Places;

using System.Collections.Immutable;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Domain.Places.BallotBoxCommand;
using static VipOrleans.Domain.Places.BallotBoxEvent;
using static VipOrleans.Domain.Places.BallotCommand;
using static VipOrleans.Domain.Places.BallotEvent;
using static VipOrleans.Domain.Places.BallotRegisterCommand;
using static VipOrleans.Domain.Places.BallotRegisterEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class BallotTests
{
    private static readonly BallotId Id = BallotId.From(Auckland, "ballot");
    private static readonly BallotTerms YesOrNo = new(new(Places: 100), "Charter, article 9", Now.AddDays(7), Now.AddDays(21), 20,
        Now.AddDays(6));
    private static readonly BallotTerms Numbers = YesOrNo with { Question = new(Numbers: new(0, 200, 50)) };
    private static readonly BallotOpened Opened = new(Id, YesOrNo, 10, 2, "key", Now);
    private static readonly ImmutableSortedDictionary<int, long> Nothing = ImmutableSortedDictionary<int, long>.Empty;
    private static readonly Moment Voting = At(YesOrNo.From);
    private static readonly string Paper = new('a', 64);

    [Fact]
    public void A_ballot_is_opened_with_its_question_its_window_and_its_electorate() =>
        Given.Ballot().When(Open(YesOrNo)).Then(Opened).WithOutcome("opened");

    [Fact]
    public void A_ballot_that_makes_no_sense_is_not_opened()
    {
        foreach (var terms in new[]
        {
            YesOrNo with { Question = new() }, YesOrNo with { Question = new(100, new(0, 200, 50)) }, YesOrNo with { Question = new(-1) },
            YesOrNo with { Question = new(QuotaDecision.MaxPlaces + 1) },
            Numbers with { Question = new(Numbers: new(-50, 200, 50)) },
            Numbers with { Question = new(Numbers: new(0, QuotaDecision.MaxPlaces + 50, 50)) },
            Numbers with { Question = new(Numbers: new(200, 200, 50)) },
            Numbers with { Question = new(Numbers: new(0, 200, 0)) }, Numbers with { Question = new(Numbers: new(0, 200, 60)) },
            Numbers with { Question = new(Numbers: new(0, 1_001, 1)) },
            YesOrNo with { LegalBasis = "" }, YesOrNo with { LegalBasis = new('x', 201) }, YesOrNo with { QuorumPercent = -1 },
            YesOrNo with { QuorumPercent = 101 },
            YesOrNo with { Until = YesOrNo.From.AddMilliseconds(999) }, YesOrNo with { Until = YesOrNo.From.AddDays(367) },
            // One window is no window for papers: the order of votes would be the order of papers.
            YesOrNo with { PapersUntil = null }, YesOrNo with { PapersUntil = YesOrNo.From.AddTicks(1) },
            YesOrNo with { PapersUntil = Now.AddMilliseconds(999) },
            YesOrNo with { PapersUntil = Now.AddDays(367), From = Now.AddDays(367), Until = Now.AddDays(368) },
        })
        {
            Given.Ballot().When(Open(terms)).ThenRejected(RejectionCode.InvalidInput);
        }

        Given.Ballot().When(Open(YesOrNo with { PapersUntil = Now.AddSeconds(-1) })).ThenRejected(RejectionCode.DateInPast);
        Given.Ballot().When(Open(YesOrNo) with { Electorate = 0 }).ThenRejected(RejectionCode.InvalidInput);
        // No beginning is named: when papers end.
        var atOnce = YesOrNo with { From = default, PapersUntil = Now.AddSeconds(1), Until = Now.AddSeconds(2) };
        Given.Ballot().When(Open(atOnce)).Then(Opened with { Terms = atOnce with { From = Now.AddSeconds(1) } });
        Given.Ballot(Opened).When(Open(YesOrNo)).ThenRejected(RejectionCode.AlreadyExists);
        Given.Ballot().When(new CloseBallot()).ThenRejected(RejectionCode.BallotNotFound);
        Given.Ballot().When(Open(Numbers with { Question = new(Numbers: new(0, 1_000, 1)) })).WithOutcome("opened");
    }

    [Fact]
    public void It_can_be_called_off_before_anybody_votes_and_not_later()
    {
        Given.Ballot(Opened).When(new CancelBallot(), At(YesOrNo.From.AddTicks(-1))).Then(new BallotCancelled());
        Given.Ballot(Opened).When(new CancelBallot(), At(YesOrNo.From)).ThenRejected(RejectionCode.BallotWrongState);
        Given.Ballot(Opened, new BallotCancelled()).When(new CancelBallot(), At(YesOrNo.From)).ThenNothing();
        Given.Ballot(Opened, new BallotCancelled()).When(new CloseBallot(), At(YesOrNo.Until)).ThenRejected(RejectionCode.BallotWrongState);
        Given.Ballot(Opened, new BallotClosed()).When(new CancelBallot()).ThenRejected(RejectionCode.BallotWrongState);
    }

    [Fact]
    public void It_ends_with_its_window_is_counted_part_by_part_and_decided_once()
    {
        Given.Ballot(Opened).When(new CloseBallot(), At(YesOrNo.Until.AddTicks(-1))).ThenRejected(RejectionCode.BallotWrongState);
        Given.Ballot(Opened).When(new CloseBallot(), At(YesOrNo.Until)).Then(new BallotClosed());
        Given.Ballot(Opened).When(new NoteBoxCount(0, Nothing)).ThenRejected(RejectionCode.BallotWrongState);
        Given.Ballot(Opened).When(new DecideBallot()).ThenRejected(RejectionCode.BallotWrongState);
        Given.Ballot(Opened).When(new NoteBallotOver()).ThenRejected(RejectionCode.BallotWrongState);

        var first = new BallotBoxCounted(0, Nothing.Add(1, 2));
        Given.Ballot(Opened, new BallotClosed()).When(new NoteBoxCount(0, Nothing.Add(1, 2))).Then(first);
        Given.Ballot(Opened, new BallotClosed(), first).When(new NoteBoxCount(0, Nothing.Add(1, 9))).ThenNothing();
        Given.Ballot(Opened, new BallotClosed(), first).When(new NoteBoxCount(2, Nothing)).ThenRejected(RejectionCode.BallotWrongState);
        Given.Ballot(Opened, new BallotClosed(), first).When(new NoteBoxCount(-1, Nothing)).ThenRejected(RejectionCode.BallotWrongState);
        Given.Ballot(Opened, new BallotClosed(), first).When(new DecideBallot()).ThenRejected(RejectionCode.BallotWrongState);
        var decided = new BallotDecided(new(3, 2, 100));
        BallotEvent[] counted = [Opened, new BallotClosed(), first, new BallotBoxCounted(1, Nothing.Add(0, 1))];
        Given.Ballot(counted).When(new DecideBallot()).Then(decided);
        Given.Ballot([.. counted, decided]).When(new DecideBallot()).ThenNothing();
        Given.Ballot([.. counted, decided]).When(new NoteBallotOver()).Then(new BallotSettled());
        Given.Ballot([.. counted, decided, new BallotSettled()]).When(new NoteBallotOver()).ThenNothing();
    }

    [Fact]
    public void What_a_ballot_does_by_itself_follows_from_its_journal()
    {
        var no = new BallotDecided(new(3, 2, null));
        (BallotStep Step, BallotEvent[] Events, DateTimeOffset Now)[] rows =
        [
            (BallotStep.None, [], Now), (BallotStep.Wait, [Opened], YesOrNo.Until.AddTicks(-1)),
            (BallotStep.Close, [Opened], YesOrNo.Until), (BallotStep.Finish, [Opened, new BallotCancelled()], Now),
            (BallotStep.None, [Opened, new BallotCancelled(), new BallotSettled()], YesOrNo.Until),
            (BallotStep.Count, [Opened, new BallotClosed(), new BallotBoxCounted(1, Nothing)], YesOrNo.Until),
            (BallotStep.Decide, [Opened, new BallotClosed(), new BallotBoxCounted(1, Nothing), new BallotBoxCounted(0, Nothing)],
                YesOrNo.Until),
            (BallotStep.SetQuota, [Opened, new BallotClosed(), new BallotDecided(new(3, 2, 100))], YesOrNo.Until),
            (BallotStep.Finish, [Opened, new BallotClosed(), no], YesOrNo.Until),
            (BallotStep.None, [Opened, new BallotClosed(), no, new BallotSettled()], YesOrNo.Until),
        ];
        Assert.All(rows,
            row => Assert.Equal(row.Step, BallotSaga.Next(row.Events.Aggregate(BallotDecider.Initial, BallotDecider.Evolve), row.Now)));
        Assert.Equal([0],
            BallotSaga.Uncounted(
                new BallotEvent[] { Opened, new BallotClosed(), new BallotBoxCounted(1, Nothing) }.Aggregate(BallotDecider.Initial,
                    BallotDecider.Evolve)));
    }

    [Theory]
    [InlineData(3, 2, 0, 100)]
    [InlineData(2, 2, 0, null)]
    [InlineData(0, 5, 0, null)]
    [InlineData(0, 0, 0, null)]
    [InlineData(1, 0, 100, null)]
    [InlineData(10, 0, 100, 100)]
    [InlineData(1, 0, 11, null)]
    [InlineData(2, 0, 11, 100)]
    [InlineData(1, 0, 10, 100)]
    public void Yes_needs_more_votes_than_no_and_a_quorum_of_the_electorate_rounded_up(int yes, int no, int quorum, int? places) =>
        Assert.Equal(places, BallotResult.Of(YesOrNo.Question, 10, quorum, Nothing.Add(0, no).Add(1, yes)).Places);

    [Theory]
    [InlineData(new[] { 50 }, 50)]
    [InlineData(new[] { 0, 200 }, 0)]
    [InlineData(new[] { 0, 50, 200 }, 50)]
    [InlineData(new[] { 200, 0, 50, 100 }, 50)]
    [InlineData(new[] { 200, 200, 200, 0 }, 200)]
    public void Of_numbers_the_lower_median_counts(int[] votes, int places) => Assert.Equal(places, Median(votes));

    // Every assembly of up to five voters over five numbers: a lie never brings the result nearer to the liar's own number from the side on
    // which it lies.
    [Fact]
    public void Who_would_rather_have_a_number_the_nearer_it_is_to_their_own_gains_nothing_by_naming_another()
    {
        for (var voters = 1; voters <= 5; voters++)
        {
            for (var all = 0; all < (int)Math.Pow(5, voters); all++)
            {
                var votes = Enumerable.Range(0, voters).Select(v => all / (int)Math.Pow(5, v) % 5 * 50).ToArray();
                var (peak, truth) = (votes[0], Median(votes));
                for (var lie = 0; lie <= 200; lie += 50)
                {
                    var result = Median([lie, .. votes[1..]]);
                    Assert.True(truth >= peak ? result >= truth || truth == peak : result <= truth,
                        $"{string.Join(' ', votes)}: {lie} instead of {peak} gives {result} instead of {truth}.");
                }
            }
        }
    }

    [Fact]
    public void A_citizen_has_one_paper()
    {
        var issued = new PaperIssued(Host(1), new string('1', 64));
        Given.Register().When(Issue(1, issued.Fingerprint)).Then(issued).WithOutcome("issued");
        Given.Register(issued).When(Issue(1, issued.Fingerprint)).ThenNothing().WithOutcome("issued");
        Given.Register(issued).When(Issue(1, new string('2', 64))).ThenRejected(RejectionCode.BallotPaperIssued);
        Given.Register(issued).When(Issue(2, new string('2', 64))).Then(new PaperIssued(Host(2), new string('2', 64)));
    }

    [Fact]
    public void Papers_end_before_votes_begin_and_a_refusal_says_when()
    {
        var (issued, end) = (new PaperIssued(Host(1), new string('1', 64)), YesOrNo.PapersUntil!.Value);
        Given.Register().When(Issue(1, issued.Fingerprint), At(end.AddTicks(-1))).Then(issued);
        // Not even the first one again.
        foreach (var time in new[] { end, YesOrNo.From, YesOrNo.Until })
            Given.Register(issued).When(Issue(1, issued.Fingerprint), At(time)).ThenRejected(RejectionCode.BallotNotOpen);
        Assert.Equal("Papers were given out until 2024-03-12 09:30:00 UTC.", YesOrNo.WhyNoPaper(end));
        Assert.Equal("Votes are taken from 2024-03-13 09:30:00 UTC on.", YesOrNo.WhyNoVote(end));
        Assert.Equal("Votes were taken until 2024-03-27 09:30:00 UTC.", YesOrNo.WhyNoVote(YesOrNo.Until));
        Assert.Null(YesOrNo.WhyNoVote(YesOrNo.From));
        // A ballot from before there were two windows keeps its one.
        var old = YesOrNo with { PapersUntil = null };
        Given.Register().When(Issue(1, issued.Fingerprint) with { Terms = old }, At(old.Until.AddTicks(-1))).Then(issued);
        Given.Register().When(Issue(1, issued.Fingerprint) with { Terms = old }, At(old.Until)).ThenRejected(RejectionCode.BallotNotOpen);
    }

    [Fact]
    public void A_box_lies_in_a_partition_of_its_own_that_is_no_place()
    {
        Assert.Equal($"nz-akl-box-{Id.Value[^26..]}/ballot-box/63", Id.BoxPart(63).Value);
        Assert.Equal(Id.BoxPartition, Id.BoxPart(0).Partition);
        Assert.False(StreamId.IsPlace(Id.BoxPartition));
        Assert.All(["nz", "nz-akl"], place => Assert.True(StreamId.IsPlace(place)));
        var longest = BallotId.From(CityId.Parse($"nz-{new string('a', 24)}"), "ballot");
        Assert.InRange(longest.BoxPart(BallotDecider.MaxParts - 1).Value.Length, 1, StreamId.MaxLength);
    }

    [Fact]
    public void A_vote_can_be_changed_until_the_end_and_an_older_choice_replaces_no_newer_one()
    {
        var cast = new VoteCast(Paper, 1, 2);
        Given.Box().When(Vote(1, 2), Voting).Then(cast);
        Given.Box(cast).When(Vote(0, 3), Voting).Then(new VoteCast(Paper, 0, 3));
        Given.Box(cast).When(Vote(1, 2), Voting).ThenNothing();
        Given.Box(cast).When(Vote(0, 2), Voting).ThenRejected(RejectionCode.VoteOutdated);
        Given.Box(cast).When(Vote(1, 1), Voting).ThenRejected(RejectionCode.VoteOutdated);
        Given.Box(cast).When(Vote(0, 3), At(YesOrNo.Until)).ThenRejected(RejectionCode.BallotNotOpen);
        // The voter whose answer was lost learns after the end that the vote counts.
        Given.Box(cast, new BallotBoxSealed()).When(Vote(1, 2), At(YesOrNo.Until)).ThenNothing();
    }

    [Fact]
    public void A_vote_outside_its_window_or_its_question_is_refused()
    {
        Given.Box().When(Vote(1, 1), At(YesOrNo.From.AddTicks(-1))).ThenRejected(RejectionCode.BallotNotOpen);
        Given.Box().When(Vote(1, 1), At(YesOrNo.From)).Then(new VoteCast(Paper, 1, 1));
        Given.Box().When(Vote(1, 1), At(YesOrNo.Until.AddTicks(-1))).Then(new VoteCast(Paper, 1, 1));
        Given.Box().When(Vote(1, 1), At(YesOrNo.Until)).ThenRejected(RejectionCode.BallotNotOpen);
        Given.Box(new BallotBoxSealed()).When(Vote(1, 1), Voting).ThenRejected(RejectionCode.BallotNotOpen);
        Given.Box(new BallotBoxSealed()).When(new SealBox()).ThenNothing();
        foreach (var answer in new[] { -1, 2, 100 }) Given.Box().When(Vote(answer, 1), Voting).ThenRejected(RejectionCode.InvalidInput);
        foreach (var answer in new[] { -50, 49, 250 })
        {
            Given.Box().When(Vote(answer, 1) with { Terms = Numbers }, Voting).ThenRejected(RejectionCode.InvalidInput);
        }

        foreach (var answer in new[] { 0, 50, 200 })
        {
            Given.Box().When(Vote(answer, 1) with { Terms = Numbers }, Voting).Then(new VoteCast(Paper, answer, 1));
        }

        foreach (var revision in new[] { 0, CastVote.MaxRevision + 1 })
        {
            Given.Box().When(Vote(1, revision), Voting).ThenRejected(RejectionCode.InvalidInput);
        }

        Given.Box().When(Vote(1, 1) with { Paper = "no hash" }, Voting).ThenRejected(RejectionCode.InvalidInput);
    }

    // Whatever order requests take on their way, and however often they come: each paper counts once, with its highest number.
    [Fact]
    public void The_count_does_not_depend_on_the_order_in_which_votes_come() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 4], Gen.Int[0, 1]).List[1, 30].Select(Gen.Int, (votes, seed) => (votes, seed)).Sample(s =>
    {
        // A voter gives one number to one choice.
        var choices = s.votes.GroupBy(v => (v.Item1, v.Item2)).Select(g => g.First()).ToList();
        var random = new Random(s.seed);
        var sent = choices.Concat(choices).OrderBy(_ => random.Next()).ToList();
        var box = sent.Aggregate(BallotBoxDecider.Initial,
            (box, v) => BallotBoxDecider.Decide(box,
                Vote(v.Item3, v.Item2) with { Paper = new string((char)('a' + v.Item1), 64) }, Voting).Events.Aggregate(box,
                    BallotBoxDecider.Evolve));
        var expected = choices.GroupBy(v => v.Item1).Select(g => g.MaxBy(v => v.Item2).Item3).GroupBy(a => a)
            .ToDictionary(g => g.Key, g => g.LongCount());
        Assert.Equal(expected.OrderBy(e => e.Key), box.Tally().OrderBy(t => t.Key));
        Assert.True(box.Votes.Count <= 5);
    });

    [Fact]
    public void Citizens_and_papers_are_spread_evenly_over_the_parts()
    {
        foreach (var parts in new[]
        {
            Enumerable.Range(0, 64_000).GroupBy(n => BallotParts.OfCitizen(Host(n), 64)),
            Enumerable.Range(0, 64_000)
                .GroupBy(n =>
                    BallotParts.OfPaper(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(n))),
                        64)),
        })
        {
            var counts = parts.Select(g => g.Count()).ToList();
            Assert.Equal(64, counts.Count);
            Assert.All(counts, c => Assert.InRange(c, 850, 1_150));
        }
    }

    private static OpenBallot Open(BallotTerms terms) => new(Id, terms, 10, 2, "key");

    private static IssuePaper Issue(int host, string fingerprint) => new(YesOrNo, Host(host), fingerprint);

    private static CastVote Vote(int answer, int revision) => new(YesOrNo, Paper, answer, revision);

    private static int? Median(int[] votes) =>
        BallotResult.Of(Numbers.Question, votes.Length, 0, votes.GroupBy(v => v).ToDictionary(g => g.Key, g => g.LongCount())).Places;
}
