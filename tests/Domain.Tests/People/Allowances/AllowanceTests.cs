namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.AllowanceCommand;
using static VipOrleans.Domain.People.AllowanceEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class AllowanceTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly AllowanceRule Rule = new("concerns of one person", 3, 30);

    [Fact]
    public void So_much_may_be_used_in_a_period_and_then_it_says_when_there_is_room_again()
    {
        var use = new UseAllowance(Rule, 1);
        Given.Allowance().When(use, Asked(At)).Then(new AllowanceUsed(At, 1)).WithOutcome("used");
        var full = Given.Allowance(Used(0), Used(1), Used(2));
        full.When(use, Asked(At.AddDays(3))).ThenRejected(RejectionCode.AllowanceUsedUp,
            "At most 3 concerns of one person in 30 days; there is room again after 2026-03-31 09:00:00 UTC.");
        full.When(use, Asked(At.AddDays(30).AddTicks(-1))).ThenRejected(RejectionCode.AllowanceUsedUp);
        full.When(use, Asked(At.AddDays(30))).Then(new AllowanceUsed(At.AddDays(30), 1));
    }

    [Fact]
    public void What_is_used_at_once_needs_room_for_all_of_it()
    {
        var full = Given.Allowance(Used(0), Used(1), Used(2));
        full.When(new UseAllowance(Rule, 2), Asked(At.AddDays(30))).ThenRejected(RejectionCode.AllowanceUsedUp,
            "At most 3 concerns of one person in 30 days; there is room again after 2026-04-01 09:00:00 UTC.");
        full.When(new UseAllowance(Rule, 2), Asked(At.AddDays(31))).Then(new AllowanceUsed(At.AddDays(31), 2));
        Given.Allowance().When(new UseAllowance(Rule, 3), Asked(At)).Then(new AllowanceUsed(At, 3));
        Given.Allowance().When(new UseAllowance(Rule, 4), Asked(At)).ThenRejected(RejectionCode.AllowanceUsedUp,
            "At most 3 concerns of one person in 30 days, and this is more at once.");
    }

    [Fact]
    public void What_no_period_reaches_any_more_is_forgotten() =>
        Assert.Equal([At.AddDays(1), At.AddDays(1 + AllowanceRule.MaxDays)],
            Given.Allowance(Used(0), Used(1), Used(1 + AllowanceRule.MaxDays)).State.Uses.Select(u => u.At));

    private static Moment Asked(DateTimeOffset time) => ThatMoment with { Time = time };

    private static AllowanceUsed Used(int day) => new(At.AddDays(day), 1);
}
