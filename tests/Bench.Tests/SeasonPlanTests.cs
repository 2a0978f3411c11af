namespace VipOrleans.Bench.Tests;

public sealed class SeasonPlanTests
{
    [Theory]
    [InlineData(SeasonPlan.People, SeasonPlan.Seasons)]
    [InlineData(220, 611)]
    public void All_people_come_and_all_seasons_are_worked_and_nobody_comes_twice_in_one(int people, int seasons)
    {
        var plan = SeasonPlan.Of(people, seasons);

        Assert.Equal(SeasonPlan.Last - SeasonPlan.First + 1, plan.Count);
        Assert.Equal(seasons, plan.Sum(s => s.Count));
        Assert.Equal(Enumerable.Range(0, people), plan.SelectMany(s => s).Distinct().Order());
        Assert.All(plan, s => Assert.Equal(s.Count, s.Distinct().Count()));
        Assert.True(plan[^1].Count > 2 * plan[0].Count, "The scheme grows.");
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(10, 1_000)]
    public void People_who_cannot_work_so_many_seasons_are_not_planned(int people, int seasons) =>
        Assert.Throws<ArgumentException>(() => SeasonPlan.Of(people, seasons));
}
