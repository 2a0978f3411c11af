namespace VipOrleans.Domain.Tests.Sponsorships;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipStatus;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What a ruling does to the check that it is about.</summary>
public sealed class RuledCheckTests
{
    private const CheckKind Kind = CheckKind.Background;

    [Fact]
    public void A_failure_that_protects_a_person_counts_at_once_and_when_it_is_lifted_what_stood_before_stands_again()
    {
        var failed = Given.Sponsorship(Granted).When(Record(Kind, 1)).Then(new CheckRecorded(Kind, Failure(1)));
        Assert.Equal(Failure(1), failed.State.Checks.Results[Kind]);
        var lifted = Decide(failed.State, Lift(1), new CheckRuled(Kind, Ruling(1), RulingEffect.Lifted, Host(1), Home(1)));
        Assert.Equal(Given.Sponsorship(Granted).State.Checks.Results, lifted.Checks.Results);
        Assert.Empty(lifted.Checks.Ruled);
        Assert.Empty(SponsorshipDecider.Decide(lifted, Lift(1), Sample.ThatMoment).Events);
    }

    [Fact]
    public void A_failure_of_identity_or_insurance_counts_when_its_ruling_is_made_and_not_before()
    {
        var waiting = Given.Sponsorship(Granted).When(Record(CheckKind.Identity, 1))
            .Then(new CheckRecorded(CheckKind.Identity, Failure(1), null, true)).State;
        Assert.Equal(CheckOutcome.Passed, waiting.Checks.Results[CheckKind.Identity].Outcome);
        Assert.True(waiting.ChecksPassed(Today));
        var made = Decide(waiting, Stand(1, CheckKind.Identity),
            new CheckRuled(CheckKind.Identity, Ruling(1), RulingEffect.Stands, Host(1), Home(1)));
        Assert.Equal((Failure(1), false), (made.Checks.Results[CheckKind.Identity], made.ChecksPassed(Today)));
        Assert.Empty(SponsorshipDecider.Decide(made, Stand(1, CheckKind.Identity), Sample.ThatMoment).Events);
        // Lifted while it waited: nothing has changed.
        var lifted =
            Decide(waiting, new RuleOnCheck(new(CheckKind.Identity, Ruling(1), RulingEffect.Lifted, null)),
                new CheckRuled(CheckKind.Identity, Ruling(1), RulingEffect.Lifted, Host(1), Home(1)));
        Assert.Equal(Given.Sponsorship(Granted).State.Checks.Results, lifted.Checks.Results);
    }

    [Fact]
    public void The_last_failure_to_be_lifted_grants_what_only_it_held_up()
    {
        var held = Given.Sponsorship(Checking, new CheckRecorded(CheckKind.Identity, Passed()), new CheckRecorded(Kind, Passed()),
            new CheckRecorded(Kind, Failure(1)), new ClaimNoted(ClaimOn.Place, Claim.Confirmed));
        held.When(Lift(1)).Then(new CheckRuled(Kind, Ruling(1), RulingEffect.Lifted, Host(1), Home(1)), new SponsorshipGranted());
        // It is lifted also where the sponsorship is over: it may reach further.
        Given.Sponsorship(Ended).When(Lift(1)).Then(new CheckRuled(Kind, Ruling(1), RulingEffect.Lifted, Host(1), Home(1)));
    }

    [Fact]
    public void News_that_a_failure_was_lifted_may_come_before_the_failure()
    {
        var via = Failure(1) with { Via = Case(2) };
        var lifted = Given.Sponsorship(Checking).When(new RuleOnCheck(Lift(1).Ruling with { Via = Case(2) }))
            .Then(new CheckRuled(Kind, Ruling(1), RulingEffect.Lifted, Host(1), Home(1), Case(2))).State;
        Assert.Empty(SponsorshipDecider.Decide(lifted, new RecordCheck(Kind, via), Sample.ThatMoment).Events);
        // Another failure of the same source, day and reason is another failure.
        Assert.Equal([new CheckRecorded(Kind, via with { Ruling = Ruling(2) })],
            SponsorshipDecider.Decide(lifted, new RecordCheck(Kind, via with { Ruling = Ruling(2) }), Sample.ThatMoment).Events);
    }

    [Fact]
    public void The_same_failure_again_is_no_second_one_and_there_is_a_limit()
    {
        var failed = Given.Sponsorship(Checking, new CheckRecorded(Kind, Failure(1)));
        Assert.Empty(failed.When(Record(Kind, 1) with { Result = Failure(1) with { Ruling = Ruling(2) } }).Decision.Events);
        var full = Given.Sponsorship(Checking,
            [.. Enumerable.Range(0, SponsorshipDecider.MaxRuledFailures + 1).Select(n => new CheckRecorded(Kind, Failure(n)))]);
        full.When(Record(Kind, 99) with { Result = Failure(99) with { On = Today.AddDays(-1) } }).ThenRejected(RejectionCode.InvalidInput);
        // News is never refused: the feed relay could not go on.
        Assert.Null(SponsorshipDecider.Decide(full.State, new RecordCheck(Kind, Failure(99) with { Via = Case(2) }), Sample.ThatMoment)
            .Rejection);
        Assert.Null(SponsorshipDecider.Decide(full.State, new RecordCheck(Kind, Passed()), Sample.ThatMoment).Rejection);
    }

    // Against a model that keeps all that ever happened and looks for what counts: whatever the order of results and rulings.
    [Fact]
    public void What_counts_is_the_newest_result_that_is_neither_lifted_nor_waits_since_the_last_that_no_ruling_can_take()
    {
        Gen.Int[0, 9].Array[0, 20].Sample(steps =>
        {
            var s = Given.Sponsorship(Checking).State;
            var (all, lifted, made) = (new List<(int? Ruling, CheckResult Result)>(), new HashSet<int>(), new HashSet<int>());
            foreach (var (step, n) in steps.Select((step, n) => (step, n)))
            {
                // Identity waits for its ruling; 0 to 3 fail it, 4 passes it, 5 to 7 lift one, 8 and 9 make one.
                if (step <= 4)
                {
                    var result = step == 4
                        ? new CheckResult(CheckOutcome.Passed, null, Today.AddDays(-n), null, null)
                        : Failure(n) with { On = Today.AddDays(-n) };
                    all.Add((step == 4 ? null : n, result));
                    s = Apply(s, new RecordCheck(CheckKind.Identity, result));
                }
                else if (n > 0)
                {
                    var of = step * 7 % n;
                    if (step <= 7) lifted.Add(of);
                    else if (!lifted.Contains(of)) made.Add(of);
                    s = Apply(s,
                        new RuleOnCheck(new(CheckKind.Identity, Ruling(of), step <= 7 ? RulingEffect.Lifted : RulingEffect.Stands, null)));
                }
            }

            var since = all.FindLastIndex(x => x.Ruling is null);
            var counting = all.Skip(Math.Max(since, 0)).Where(x => x.Ruling is not { } r || (!lifted.Contains(r) && made.Contains(r)))
                .Select(x => x.Result).LastOrDefault();
            Assert.Equal(counting, s.Checks.Results.GetValueOrDefault(CheckKind.Identity));
        });
    }

    private static Sponsorship Apply(Sponsorship s, SponsorshipCommand command)
    {
        var decision = SponsorshipDecider.Decide(s, command, Sample.ThatMoment);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
    }

    private static Sponsorship Decide(Sponsorship s, SponsorshipCommand command, params SponsorshipEvent[] expected)
    {
        var decision = SponsorshipDecider.Decide(s, command, Sample.ThatMoment);
        Assert.Equal(expected, decision.Events);
        return decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
    }

    private static RulingId Ruling(int n) => RulingId.From(Auckland, $"ruling-{n}");

    private static CheckResult Failure(int ruling) => Failed() with { Ruling = Ruling(ruling) };

    private static RecordCheck Record(CheckKind kind, int ruling) => new(kind, Failure(ruling));

    private static RuleOnCheck Lift(int ruling) => new(new(Kind, Ruling(ruling), RulingEffect.Lifted, null));

    private static RuleOnCheck Stand(int ruling, CheckKind kind) => new(new(kind, Ruling(ruling), RulingEffect.Stands, null));
}
