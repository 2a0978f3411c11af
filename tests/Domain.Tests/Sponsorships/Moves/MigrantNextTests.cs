namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Tests.Sample;
using static VipOrleans.Domain.Tests.Sponsorships.MoveStory;

public sealed class MigrantNextTests
{
    private static readonly MigrantEvent[] InOne = [MigrantRegistered(1), new MigrantTaken(Case(1))],
        WithNext = [.. InOne, new MigrantNextTaken(CaseThere, Case(1))];

    [Fact]
    public void Only_what_continues_the_live_sponsorship_is_taken_as_the_next_one_and_only_one()
    {
        Given.Migrant(InOne).When(new TakeMigrant(CaseThere, Case(1))).Then(new MigrantNextTaken(CaseThere, Case(1))).WithOutcome("next");
        Given.Migrant(InOne).When(new TakeMigrant(CaseThere)).ThenRejected(RejectionCode.MigrantBusy);
        Given.Migrant(InOne).When(new TakeMigrant(CaseThere, Case(2))).ThenRejected(RejectionCode.MigrantBusy);
        Given.Migrant(WithNext).When(new TakeMigrant(Case(3), Case(1))).ThenRejected(RejectionCode.MigrantBusy);
        Given.Migrant(WithNext).When(new TakeMigrant(CaseThere, Case(1))).ThenNothing().WithOutcome("next");
    }

    [Fact]
    public void What_was_to_continue_a_sponsorship_that_is_over_takes_a_free_migrant_as_any_other_does() =>
        Given.Migrant([.. InOne, new MigrantFreed(Case(1))]).When(new TakeMigrant(CaseThere, Case(1))).Then(new MigrantTaken(CaseThere))
            .WithOutcome("taken");

    [Fact]
    public void The_next_sponsorship_is_the_live_one_when_the_live_one_lets_go()
    {
        var freed = Given.Migrant(WithNext).When(new FreeMigrant(Case(1), "take")).Then(new MigrantFreed(Case(1), CaseThere)).State;
        Assert.Equal((CaseThere, null, null), (freed.Live, freed.Next, freed.LettingGo));
        Assert.Equal([Case(1), CaseThere], freed.Sponsorships);
        Given.Migrant([.. WithNext, new MigrantFreed(Case(1), CaseThere)]).When(new TakeMigrant(Case(3)))
            .ThenRejected(RejectionCode.MigrantBusy);
    }

    [Fact]
    public void The_next_sponsorship_lets_go_and_the_live_one_stays()
    {
        var freed = Given.Migrant(WithNext).When(new FreeMigrant(CaseThere, "take")).Then(new MigrantFreed(CaseThere)).State;
        Assert.Equal((Case(1), (SponsorshipId?)null), (freed.Live, freed.Next));
        Assert.Null(
            Given.Migrant([.. WithNext, new MigrantFreed(CaseThere)]).When(new FreeMigrant(Case(1), "take"))
                .Then(new MigrantFreed(Case(1))).State.Live);
    }

    [Fact]
    public void A_next_sponsorship_that_is_about_to_let_go_costs_the_migrant_no_other_host()
    {
        MigrantEvent[] lettingGo = [.. WithNext, new MigrantFreed(Case(1), CaseThere, true)];
        Given.Migrant(WithNext).When(new FreeMigrant(Case(1), "take", true)).Then(new MigrantFreed(Case(1), CaseThere, true));
        // Not refused for good, as by a sponsorship that goes on: whoever asks again finds the migrant free.
        Given.Migrant(lettingGo).When(new TakeMigrant(Case(3))).ThenRejected(RejectionCode.Busy);
        var free = Given.Migrant([.. lettingGo, new MigrantFreed(CaseThere)]);
        Assert.Null(free.State.LettingGo);
        free.When(new TakeMigrant(Case(3))).Then(new MigrantTaken(Case(3)));
        // Where it has arrived after all it stays the live one, as any other is.
        var stays = Given.Migrant(lettingGo).When(new TakeMigrant(CaseThere)).Then(new MigrantTaken(CaseThere)).State;
        Assert.Equal((CaseThere, null), (stays.Live, stays.LettingGo));
    }

    [Fact]
    public void What_continues_the_live_sponsorship_of_a_linked_record_asks_no_other_record()
    {
        var linked =
            Given.Migrant(
                [MigrantRegistered(1), new MigrantAttached(Migrant(2)), new MigrantClaimAsked(Case(1)), new MigrantTaken(Case(1))]);
        linked.When(new TakeMigrant(CaseThere, Case(1))).Then(new MigrantNextTaken(CaseThere, Case(1))).WithOutcome("next");
        linked.When(new TakeMigrant(CaseThere)).ThenRejected(RejectionCode.MigrantBusy);
    }

    [Fact]
    public void A_claim_that_was_never_made_voids_its_command()
    {
        Assert.Equal("take",
            Given.Migrant(InOne).When(new FreeMigrant(CaseThere, "take")).Then(new MigrantClaimVoided(CaseThere)).Decision.VoidedCommand);
    }
}
