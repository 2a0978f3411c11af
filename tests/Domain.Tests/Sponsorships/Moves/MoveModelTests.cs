namespace VipOrleans.Domain.Tests.Sponsorships;

using CsCheck;

public sealed class MoveModelTests
{
    private static readonly Gen<(int Here, int There, uint[] Steps, bool LateFirst)> Histories =
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 2], Gen.UInt.Array[20, 300], Gen.Bool);

    [Fact]
    public void Whatever_they_and_the_network_do_each_has_one_place_one_host_and_one_record() =>
        Histories.Sample(h => Live(h, MoveFaults.None), iter: 300);

    // The migrant leaves the new host, and changes host at the old one, who has not heard of the move yet; and arrives with the new one
    // before the old one, which has ended by itself, keeps its place.
    [Theory]
    [InlineData("3F1UKAAmcNM4", false)]
    [InlineData("cCtwcOpNMt_2", true)]
    public void It_held_in_each_history_that_once_broke_it(string seed, bool moves) =>
        Histories.Sample(h => Live(h, MoveFaults.None, moves), seed: seed, iter: 1, threads: 1);

    [Fact, Trait("Speed", "slow")]
    public void Whatever_they_and_the_network_do_each_has_one_place_one_host_and_one_record_in_so_many_histories_that_all_is_seen()
    {
        Histories.Sample(h => Live(h, MoveFaults.None), iter: 6_000);
        // What comes late in a move is seen often enough where each history begins in the middle of one.
        Histories.Sample(h => Live(h, MoveFaults.None, moves: true), iter: 4_000);
        string[] mustBeSeen =
        [
            "arrived", "moving", "moved alone", "came along", "came along alone", "came along though it had ended",
            "TakeMigrant TakenAsNext", "TakeMigrant StepDone", "EndPredecessor PredecessorLeft", "CompleteMove StepDone",
            "UndoMove StepDone", "LeaveOtherPlace StepDone",
            "at rest Forming", "at rest Alone", "at rest Completed", "at rest Undone",
        ];
        Assert.Empty(mustBeSeen.Except(MoveWorld.Counts.Keys));
    }

    [Fact, Trait("Speed", "slow")]
    public void The_simulation_misses_the_news_of_the_other_one_where_nobody_listens_to_it() =>
        Assert.Throws<CsCheckException>(() => Histories.Sample(h => Live(h, MoveFaults.FollowsNobody), iter: 5_000));

    private static void Live((int Here, int There, uint[] Steps, bool LateFirst) history, MoveFaults faults, bool moves = false)
    {
        var world = new MoveWorld(history.Here, history.There, faults);
        if (moves) world.BeginToMove();
        foreach (var step in history.Steps) world.Step(step);
        world.ComeToRest(history.LateFirst);
    }
}
